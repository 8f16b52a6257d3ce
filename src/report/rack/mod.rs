//! The study of racks, rendered many ways. Figures are put into sections once; every view shows the same sections.

mod envelope;
mod sections;

use std::fmt::Write;

use crate::study::rack_result::{RackAnswer, RackReport};

use super::csv::write;
use super::markdown::escape;
use super::page::Page;
use super::section::Section;
use super::units::Units;
use super::{Context, Format, ReportError, chart, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/rack/1";

/// The answer for a rack in a sentence.
pub(super) fn answer(a: &RackAnswer, units: Units) -> String {
    let Some(rack) = &a.rack else {
        return format!("{}: no figures: {}.", a.name, units.text(a.reason.as_deref().unwrap_or("no reason given")));
    };
    let power = super::format::power(rack.power_w);
    let limit = units.text(a.limit.as_deref().unwrap_or("no limit known"));
    let left = a.detail.as_ref().map_or(0.0, |d| d.heat.to_room_w);
    if a.feasible {
        let slow = if rack.performance < 0.9995 {
            format!(", with accelerators at {} of their full clock", super::format::percent(rack.performance))
        } else {
            String::new()
        };
        format!(
            "{}: {power} can be cooled this way{slow}; {} goes to the room's air. First limit: {limit}.",
            a.name,
            super::format::power(left)
        )
    } else {
        let cure = a.cure.as_deref().unwrap_or("another way of cooling");
        format!("{}: {power} cannot be cooled this way. {limit}. It takes {cure}.", a.name)
    }
}

fn sections(report: &RackReport, units: Units) -> Vec<Section> {
    if report.limits {
        return envelope::sections(report, units);
    }
    report.architectures.iter().flat_map(|a| sections::of(a, units)).collect()
}

/// The study as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, report: &RackReport, context: &Context) -> Result<String, ReportError> {
    match format {
        Format::Table => Ok(text(report, context.width, context.units)),
        Format::Json => json::render(SCHEMA, report, context),
        Format::Csv => csv(report),
        Format::Markdown => Ok(markdown(report, context.units)),
    }
}

/// Where the rack stands.
pub(super) fn place(report: &RackReport, units: Units) -> String {
    let elevation = units.of("m");
    format!("{}, {:.0} {}", report.location, elevation.value(report.elevation_m), elevation.label)
}

fn head(report: &RackReport, units: Units) -> String {
    let place = place(report, units);
    match report.architectures.as_slice() {
        [only] => format!("{} ({}); {place}", only.system_name, only.cooling),
        _ => format!("One rack in every way of cooling; {place}"),
    }
}

fn text(report: &RackReport, width: Option<usize>, units: Units) -> String {
    let mut out = format!("{}\n{}\n\n", report.title, head(report, units));
    // Writing to a string can't fail.
    for a in &report.architectures {
        let _ = writeln!(out, "{}", answer(a, units));
    }
    for section in sections(report, units) {
        out.push_str(&section.text(width));
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "note: {}", units.note(warning));
    }
    out
}

fn markdown(report: &RackReport, units: Units) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&report.title), escape(&head(report, units)));
    for a in &report.architectures {
        let _ = writeln!(out, "\n{}", escape(&answer(a, units)));
    }
    for section in sections(report, units) {
        out.push_str(&section.markdown());
    }
    for warning in &report.warnings {
        let _ = writeln!(out, "\n> {}", escape(&units.note(warning)));
    }
    out
}

/// One row per rack; a missing value is empty.
fn csv(report: &RackReport) -> Result<String, ReportError> {
    let columns = envelope::columns(report.limits);
    let row = |a| columns.iter().map(move |c| c.1(a).unwrap_or_default());
    write(columns.iter().map(|c| c.0), report.architectures.iter().map(row))
}

/// Every file of a study: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn files(report: &RackReport, context: &Context) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let units = context.units;
    let charts = chart::of_racks(report, units)?;
    let mut out = chart::files(&charts)?;
    let sections = sections(report, units);
    let page = Page {
        title: &report.title,
        lead: head(report, units),
        answers: report.architectures.iter().map(|a| (answer(a, units), !a.feasible)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &report.warnings,
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render(context).into_bytes()));
    Ok(out)
}
