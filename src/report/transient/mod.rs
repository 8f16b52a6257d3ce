//! What happens in the seconds after something fails, rendered many ways. Figures are put into sections once; every view
//! shows the same sections.

pub mod charts;
mod csv;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod ride_through_chart;
mod sections;
#[cfg(test)]
mod tests;
pub(crate) mod trace_chart;
pub(crate) mod words;

use std::fmt::Write;

use crate::study::transient::result::TransientReport;

use self::words::{headline_sentence, ride_through_falls_short, subtitle_line};
use super::document::escape::escape_markdown;
use super::document::fold::wrap_text;
use super::document::json;
use super::document::page::ReportPage;
use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::view::Report;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/transient/1";
/// Width of long sentences.
const MAX_LINE_WIDTH: usize = 100;

impl Report for TransientReport {
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }
}

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, report: &TransientReport, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => {
            Ok(render_text(&convert_temperatures(report, context.units), context.units, context.width))
        }
        OutputFormat::Json => json::render(SCHEMA, report, context),
        OutputFormat::Csv => csv::render_summary(report),
        OutputFormat::Markdown => Ok(render_markdown(&convert_temperatures(report, context.units), context.units)),
    }
}

/// Temperatures, flows and powers of every run as CSV.
///
/// # Errors
/// [`ReportError`].
pub fn render_trace_csv(report: &TransientReport) -> Result<String, ReportError> {
    csv::render_trace(report)
}

/// A space at which no line is folded.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Times and shares that stay with their unit.
fn join_values_and_units(text: &str) -> String {
    let units = ["s", "min", "h", "%"];
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            let unit = units.contains(&word.trim_end_matches([',', '.', ':', ';']));
            out.push(if unit && out.ends_with(|c: char| c.is_ascii_digit()) { NO_BREAK_SPACE } else { ' ' });
        }
        out.push_str(word);
    }
    out
}

/// The result with its temperatures in the units that people read.
fn convert_temperatures(report: &TransientReport, units: UnitSystem) -> TransientReport {
    let mut out = report.clone();
    let degrees = units.unit_for("degC");
    for run in out.architectures.iter_mut().filter_map(|a| a.run.as_mut()) {
        for course in [&mut run.hottest_chip, &mut run.supply] {
            for t in [&mut course.start_c, &mut course.highest_c, &mut course.end_c] {
                *t = degrees.convert_from_si(*t);
            }
        }
        for line in &mut run.limits {
            line.limit_c = degrees.convert_from_si(line.limit_c);
        }
        for h in run.timeline.iter_mut().filter(|h| h.unit == Some("degC")) {
            h.limit = h.limit.map(|t| degrees.convert_from_si(t));
        }
        let warm = |c: &String| c.ends_with("_c");
        let columns: Vec<usize> = (0..run.trace.columns.len()).filter(|i| warm(&run.trace.columns[*i])).collect();
        for row in &mut run.trace.rows {
            for column in &columns {
                row[*column] = degrees.convert_from_si(row[*column]);
            }
        }
    }
    out
}

fn render_text(report: &TransientReport, units: UnitSystem, width: Option<usize>) -> String {
    let most = width.map_or(MAX_LINE_WIDTH, |w| w.clamp(20, MAX_LINE_WIDTH));
    let sentence = |text: &str| wrap_text(&join_values_and_units(text), most, "", "  ").replace(NO_BREAK_SPACE, " ");
    let mut out = format!("{}\n{}\n\n", report.title, sentence(&subtitle_line(report)));
    // Writing to a string can't fail.
    for a in &report.architectures {
        let _ = writeln!(out, "{}", sentence(&headline_sentence(report, a)));
    }
    for section in sections::terminal_sections(report, units) {
        out.push_str(&section.render_text(width));
    }
    if !report.warnings.is_empty() {
        out.push('\n');
    }
    for warning in &report.warnings.texts() {
        let _ = writeln!(out, "{}", sentence(&format!("note: {warning}")));
    }
    out
}

fn render_markdown(report: &TransientReport, units: UnitSystem) -> String {
    let mut out = format!("# {}\n\n{}\n", escape_markdown(&report.title), escape_markdown(&subtitle_line(report)));
    for a in &report.architectures {
        let _ = writeln!(out, "\n{}", escape_markdown(&headline_sentence(report, a)));
    }
    for section in sections::all_sections(report, units) {
        out.push_str(&section.render_markdown());
    }
    for warning in &report.warnings.texts() {
        let _ = writeln!(out, "\n> {}", escape_markdown(warning));
    }
    out
}

/// Every file of a result: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(report: &TransientReport, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let report = &convert_temperatures(report, context.units);
    let charts = charts::build_charts(report, context.units)?;
    let mut out = chart::render_files(&charts)?;
    let page = ReportPage {
        title: &report.title,
        lead: subtitle_line(report),
        answers: report
            .architectures
            .iter()
            .map(|a| (headline_sentence(report, a), a.run.as_ref().is_none_or(ride_through_falls_short)))
            .collect(),
        charts: &charts,
        sections: &sections::all_sections(report, context.units),
        warnings: &report.warnings.texts(),
        assumptions: &report.assumptions,
        sources: &report.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
