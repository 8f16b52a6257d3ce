//! The table on a terminal: figures as rows, architectures as columns.

use std::fmt::Write;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use crate::study::result::{Architecture, Comparison};

use super::finding;
use super::fold::fold;
use super::format::{amount, number};
use super::metrics::{METRICS, SECTIONS};
use super::uncertainty::answers;
use super::units::Units;

/// Architectures side by side in one table; more follow below.
const COLUMNS: usize = 4;
/// Longest name in a column's head.
const NAME: usize = 18;

/// The comparison as text, with as many architectures side by side as `width` columns hold.
pub fn render(result: &Comparison, width: Option<usize>, units: Units) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = write_all(&mut out, result, width, units);
    out
}

/// The figures of some architectures side by side, a line each; folded where a terminal is narrower than one of them.
fn figures(group: &[Architecture], width: Option<usize>, units: Units) -> Vec<String> {
    let mut table = Table::new();
    plain(&mut table);
    let heads = group.iter().map(|a| Cell::new(shorten(&a.name)).set_alignment(CellAlignment::Right));
    table.set_header(std::iter::once(Cell::new("")).chain(heads));
    for section in SECTIONS {
        table.add_row([section]);
        for metric in METRICS.iter().filter(|m| m.section == section) {
            let mut row = vec![Cell::new(format!("  {}", metric.heading(units)))];
            row.extend(group.iter().map(|a| Cell::new(metric.text(a, units)).set_alignment(CellAlignment::Right)));
            table.add_row(row);
        }
    }
    narrow(&mut table, width);
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// How many architectures stand side by side: as many as the narrowest terminal in use holds, one at least.
fn columns(result: &Comparison, width: Option<usize>, units: Units) -> usize {
    let Some(width) = width else { return COLUMNS };
    let fits = |n: &usize| {
        let mut lines = result.architectures.chunks(*n).flat_map(|group| figures(group, None, units));
        lines.all(|line| line.chars().count() <= width)
    };
    (2..=COLUMNS).rev().find(fits).unwrap_or(1)
}

fn write_all(out: &mut String, result: &Comparison, width: Option<usize>, units: Units) -> std::fmt::Result {
    writeln!(out, "{}", result.title)?;
    writeln!(
        out,
        "{}, {}; {}, {} % of the servers busy\n",
        result.site.location,
        result.site.dataset,
        amount(&result.it),
        number(result.it.utilisation * 100.0, 0)
    )?;
    writeln!(out, "{}", finding::answer(result))?;
    if let Some(sentence) = finding::per_token(result) {
        writeln!(out, "{sentence}")?;
    }
    for difference in &result.differences {
        writeln!(out, "{}", finding::why(difference))?;
    }
    for group in result.architectures.chunks(columns(result, width, units)) {
        writeln!(out)?;
        for line in figures(group, width, units) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)?;
    if let Some(sampled) = &result.uncertainty {
        writeln!(out, "{}", sentence(&finding::sampled(sampled), width))?;
        for answer in answers(&sampled.chances) {
            writeln!(out, "{answer}")?;
        }
    }
    writeln!(out, "{}", sentence(&finding::estimates(result), width))?;
    for a in &result.architectures {
        let Some(limit) = &a.limit else { continue };
        let word = if a.feasible { "first limit" } else { "not feasible" };
        writeln!(out, "{}: {word}: {}", a.name, units.text(limit))?;
    }
    for warning in &result.warnings {
        writeln!(out, "note: {}", units.note(warning))?;
    }
    writeln!(out, "PUE counts server fans and power supplies as IT; TUE does not. Weather: {}.", result.site.credit)
}

/// Width of long sentences.
const WIDTH: usize = 100;

/// A long sentence in lines; those after the first are indented.
fn sentence(text: &str, width: Option<usize>) -> String {
    fold(text, width.map_or(WIDTH, |w| w.clamp(20, WIDTH)), "", "  ")
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

/// A table without lines that never wraps.
pub fn plain(table: &mut Table) {
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
}

/// Folds the cells of a table that is wider than a terminal.
pub(super) fn narrow(table: &mut Table, width: Option<usize>) {
    let Some(width) = width else { return };
    if table.lines().any(|line| line.chars().count() >= width) {
        let most = u16::try_from(width).unwrap_or(u16::MAX).saturating_sub(1);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(most);
    }
}
