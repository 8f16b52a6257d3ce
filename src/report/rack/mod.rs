//! The study of racks, rendered many ways. Figures are put into sections once; every view shows the same sections.

pub(crate) mod branch_chart;
pub mod charts;
pub(crate) mod density_chart;
mod envelope;
pub(crate) mod ladder_chart;
pub(crate) mod sankey_chart;
mod sections;
pub(crate) mod supply_chart;
pub(crate) mod words;

use std::fmt::Write;

use crate::study::rack::result::RackReport;

use self::words::{format_location, headline_sentence};
use super::document::csv::write_csv_rows;
use super::document::escape::escape_markdown;
use super::document::json;
use super::document::page::ReportPage;
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::view::Report;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/rack/1";

fn build_sections(report: &RackReport, units: UnitSystem) -> Vec<TableSection> {
    if report.limits {
        return envelope::envelope_sections(report, units);
    }
    report.architectures.iter().flat_map(|a| sections::rack_sections(a, units)).collect()
}

impl Report for RackReport {
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }
}

/// The study as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, report: &RackReport, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(render_text(report, context.width, context.units)),
        OutputFormat::Json => json::render(SCHEMA, report, context),
        OutputFormat::Csv => render_csv(report),
        OutputFormat::Markdown => Ok(render_markdown(report, context.units)),
    }
}

fn subtitle_line(report: &RackReport, units: UnitSystem) -> String {
    let place = format_location(report, units);
    match report.architectures.as_slice() {
        [only] => format!("{} ({}); {place}", only.system_name, only.cooling),
        _ => format!("One rack in every way of cooling; {place}"),
    }
}

fn render_text(report: &RackReport, width: Option<usize>, units: UnitSystem) -> String {
    let mut out = format!("{}\n{}\n\n", report.title, subtitle_line(report, units));
    // Writing to a string can't fail.
    for a in &report.architectures {
        let _ = writeln!(out, "{}", headline_sentence(a, units));
    }
    for section in build_sections(report, units) {
        out.push_str(&section.render_text(width));
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    for warning in &report.warnings.texts() {
        let _ = writeln!(out, "note: {}", units.convert_note(warning));
    }
    out
}

fn render_markdown(report: &RackReport, units: UnitSystem) -> String {
    let mut out =
        format!("# {}\n\n{}\n", escape_markdown(&report.title), escape_markdown(&subtitle_line(report, units)));
    for a in &report.architectures {
        let _ = writeln!(out, "\n{}", escape_markdown(&headline_sentence(a, units)));
    }
    for section in build_sections(report, units) {
        out.push_str(&section.render_markdown());
    }
    for warning in &report.warnings.texts() {
        let _ = writeln!(out, "\n> {}", escape_markdown(&units.convert_note(warning)));
    }
    out
}

/// One row per rack; a missing value is empty.
fn render_csv(report: &RackReport) -> Result<String, ReportError> {
    let columns = envelope::csv_columns(report.limits);
    let row = |a| columns.iter().map(move |c| c.1(a).unwrap_or_default());
    write_csv_rows(columns.iter().map(|c| c.0), report.architectures.iter().map(row))
}

/// Every file of a study: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(report: &RackReport, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let units = context.units;
    let charts = charts::build_charts(report, units)?;
    let mut out = chart::render_files(&charts)?;
    let sections = build_sections(report, units);
    let page = ReportPage {
        title: &report.title,
        lead: subtitle_line(report, units),
        answers: report.architectures.iter().map(|a| (headline_sentence(a, units), !a.feasible)).collect(),
        charts: &charts,
        sections: &sections,
        warnings: &report.warnings.texts(),
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
