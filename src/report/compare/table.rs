//! The table on a terminal: figures as rows, architectures as columns.

use comfy_table::{Cell, CellAlignment, Table};
use std::fmt::Write;

use crate::report::document::fold::wrap_text;
use crate::report::document::numbers::{format_it_size, format_number};
use crate::report::document::text_table::{apply_plain_style, limit_table_width};
use crate::report::document::units::UnitSystem;
use crate::report::uncertainty::words::headline_sentences;
use crate::study::compare::result::{ArchitectureResult, Comparison};

use super::headline;
use super::metrics::{METRICS, SECTIONS};

/// Architectures side by side in one table; more follow below.
const MAX_ARCHITECTURE_COLUMNS: usize = 4;
/// Longest name in a column's head.
const MAX_NAME_LENGTH: usize = 18;

/// The comparison as text, with as many architectures side by side as `width` columns hold.
pub fn render_comparison(result: &Comparison, width: Option<usize>, units: UnitSystem) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = write_comparison(&mut out, result, width, units);
    out
}

/// The figures of some architectures side by side, a line each; folded where a terminal is narrower than one of them.
fn figure_lines(group: &[ArchitectureResult], width: Option<usize>, units: UnitSystem) -> Vec<String> {
    let mut table = Table::new();
    apply_plain_style(&mut table);
    let heads = group.iter().map(|a| Cell::new(shorten_name(&a.name)).set_alignment(CellAlignment::Right));
    table.set_header(std::iter::once(Cell::new("")).chain(heads));
    for section in SECTIONS {
        table.add_row([section]);
        for metric in METRICS.iter().filter(|m| m.section == section) {
            let mut row = vec![Cell::new(format!("  {}", metric.heading_with_unit(units)))];
            row.extend(
                group
                    .iter()
                    .map(|a| Cell::new(metric.format_with_interval(a, units)).set_alignment(CellAlignment::Right)),
            );
            table.add_row(row);
        }
    }
    limit_table_width(&mut table, width);
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// How many architectures stand side by side: as many as the narrowest terminal in use holds, one at least.
fn columns_within_width(result: &Comparison, width: Option<usize>, units: UnitSystem) -> usize {
    let Some(width) = width else { return MAX_ARCHITECTURE_COLUMNS };
    let fits = |n: &usize| {
        let mut lines = result.architectures.chunks(*n).flat_map(|group| figure_lines(group, None, units));
        lines.all(|line| line.chars().count() <= width)
    };
    (2..=MAX_ARCHITECTURE_COLUMNS).rev().find(fits).unwrap_or(1)
}

fn write_comparison(
    out: &mut String,
    result: &Comparison,
    width: Option<usize>,
    units: UnitSystem,
) -> std::fmt::Result {
    writeln!(out, "{}", result.title)?;
    writeln!(
        out,
        "{}, {}; {}, {} % of the servers busy\n",
        result.site.location,
        result.site.dataset,
        format_it_size(&result.it),
        format_number(result.it.utilisation * 100.0, 0)
    )?;
    writeln!(out, "{}", headline::headline_sentence(result))?;
    if let Some(sentence) = headline::energy_per_token_sentence(result) {
        writeln!(out, "{sentence}")?;
    }
    for difference in &result.differences {
        writeln!(out, "{}", headline::difference_sentence(difference))?;
    }
    for group in result.architectures.chunks(columns_within_width(result, width, units)) {
        writeln!(out)?;
        for line in figure_lines(group, width, units) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)?;
    if let Some(sampled) = &result.uncertainty {
        writeln!(out, "{}", wrap_sentence(&headline::sampling_note(sampled), width))?;
        for answer in headline_sentences(&sampled.chances) {
            writeln!(out, "{answer}")?;
        }
    }
    writeln!(out, "{}", wrap_sentence(&headline::estimates_note(result), width))?;
    for a in &result.architectures {
        let Some(limit) = &a.limit else { continue };
        let word = if a.feasible { "first limit" } else { "not feasible" };
        writeln!(out, "{}: {word}: {}", a.name, units.convert_text(limit))?;
    }
    for warning in &result.warnings.texts() {
        writeln!(out, "note: {}", units.convert_note(warning))?;
    }
    writeln!(out, "PUE counts server fans and power supplies as IT; TUE does not. Weather: {}.", result.site.credit)
}

/// Width of long sentences.
const MAX_LINE_WIDTH: usize = 100;

/// A long sentence in lines; those after the first are indented.
fn wrap_sentence(text: &str, width: Option<usize>) -> String {
    wrap_text(text, width.map_or(MAX_LINE_WIDTH, |w| w.clamp(20, MAX_LINE_WIDTH)), "", "  ")
}

fn shorten_name(name: &str) -> String {
    if name.chars().count() <= MAX_NAME_LENGTH {
        return name.to_owned();
    }
    name.chars().take(MAX_NAME_LENGTH - 1).chain(['…']).collect()
}
