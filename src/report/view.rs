//! One result in every format. A question says what its result means once, in a [`Document`]; the renderers do the rest.

use serde::Serialize;

use super::chart::{self, Chart};
use super::context::ReportContext;
use super::document::model::Document;
use super::document::units::UnitSystem;
use super::document::{json, markdown, page, terminal};
use super::error::ReportError;
use super::format::OutputFormat;

/// A result that can be reported. Its serialisation is its JSON.
pub trait Report: Serialize {
    /// Name and version of the JSON format.
    const SCHEMA: &'static str;

    /// What the result says, in the units of `context`.
    fn build_document(&self, context: &ReportContext) -> Document<'_>;

    /// The result as text for a terminal of the width of `context`.
    fn render_text(&self, context: &ReportContext) -> String {
        terminal::render_document(&self.build_document(context), context.width)
    }

    /// Every chart of the result, in the order of its page.
    ///
    /// # Errors
    /// [`ReportError::Chart`].
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError>;

    /// The result as CSV, in SI; keys name their units.
    ///
    /// # Errors
    /// When a row can't be written.
    fn render_csv(&self) -> Result<String, ReportError>;
}

/// A result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render<R: Report>(format: OutputFormat, report: &R, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(report.render_text(context)),
        OutputFormat::Json => json::render(R::SCHEMA, report, context),
        OutputFormat::Csv => report.render_csv(),
        OutputFormat::Markdown => Ok(markdown::render_document(&report.build_document(context))),
    }
}

/// Every file of a result, each with its name: charts and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files<R: Report>(report: &R, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    files_with_charts(&report.build_document(context), &report.build_charts(context.units)?, context)
}

/// The files of charts, and a page that shows them.
///
/// # Errors
/// [`ReportError::Chart`].
pub(crate) fn files_with_charts(
    document: &Document<'_>,
    charts: &[Chart],
    context: &ReportContext,
) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut out = chart::render_files(charts)?;
    out.push(("report.html".to_owned(), page::render_document(document, charts, context)?.into_bytes()));
    Ok(out)
}
