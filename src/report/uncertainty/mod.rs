//! A sampled comparison, rendered as table, JSON, CSV, Markdown and a page.

pub mod charts;
mod csv;
pub(crate) mod interval_chart;
mod sections;
pub(crate) mod tornado_chart;
pub(crate) mod words;

use std::fmt::Write;

use crate::study::uncertainty::better_chances;
use crate::study::uncertainty::result::UncertaintyResult;

use self::words::headline_sentences;
use super::document::escape::escape_markdown;
use super::document::json;
use super::document::numbers::format_number;
use super::document::page::ReportPage;
use super::document::units::UnitSystem;
use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::view::Report;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/uncertainty/1";

fn subtitle_line(result: &UncertaintyResult) -> String {
    let draws = result.inputs.iter().map(|i| i.draw).max().unwrap_or(0);
    let indices = match result.index_rows {
        0 => String::new(),
        n => format!("; Sobol indices from {} rows", format_number(n as f64, 0)),
    };
    format!(
        "{} comparisons, seed {}; {} uncertain values follow {} independent draws{indices}",
        format_number(f64::from(result.samples), 0),
        result.seed,
        result.inputs.len(),
        draws
    )
}

impl Report for UncertaintyResult {
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }
}

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(
    format: OutputFormat,
    result: &UncertaintyResult,
    context: &ReportContext,
) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(render_text(result, context.width, context.units)),
        OutputFormat::Json => json::render(SCHEMA, result, context),
        OutputFormat::Csv => csv::render_rows(result),
        OutputFormat::Markdown => Ok(render_markdown(result, context.units)),
    }
}

fn render_text(result: &UncertaintyResult, width: Option<usize>, units: UnitSystem) -> String {
    let mut out = format!("{}\n {}\n", result.title, subtitle_line(result));
    for answer in headline_sentences(&better_chances(result)) {
        // Writing to a string can't fail.
        let _ = writeln!(out, " {answer}");
    }
    for section in sections::terminal_sections(result, units) {
        out.push_str(&section.render_text(width));
    }
    out
}

fn render_markdown(result: &UncertaintyResult, units: UnitSystem) -> String {
    let mut out = format!("# {}\n\n{}.\n", escape_markdown(&result.title), escape_markdown(&subtitle_line(result)));
    for answer in headline_sentences(&better_chances(result)) {
        let _ = writeln!(out, "\n{}", escape_markdown(&answer));
    }
    for section in sections::all_sections(result, units) {
        out.push_str(&section.render_markdown());
    }
    for warning in &result.warnings.texts() {
        let _ = writeln!(out, "\n- {}", escape_markdown(&units.convert_note(warning)));
    }
    out
}

/// Every file of a sampled comparison: the charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(
    result: &UncertaintyResult,
    context: &ReportContext,
) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts = charts::build_charts(result, context.units)?;
    let mut out = chart::render_files(&charts)?;
    let page = ReportPage {
        title: &result.title,
        lead: subtitle_line(result),
        answers: headline_sentences(&better_chances(result)).into_iter().map(|a| (a, false)).collect(),
        charts: &charts,
        sections: &sections::all_sections(result, context.units),
        warnings: &result.warnings.texts(),
        assumptions: &[],
        sources: &result.sources,
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
