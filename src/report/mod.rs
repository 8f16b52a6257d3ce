//! One result, rendered many ways. Nothing here computes physics: it formats, and puts findings into words.
//!
//! Every view takes its figures from [`metrics`], so that none has a list of its own.

pub mod chart;
pub mod climates;
pub mod compare;
pub mod document;
pub mod explain;
pub mod explicit_plant;
pub mod generations;
pub mod properties;
pub mod rack;
pub mod site;
pub mod transient;
pub mod uncertainty;
pub mod validation;

use thiserror::Error;

use crate::study::compare::result::Comparison;
use crate::study::uncertainty::result::UncertaintyResult;

pub use self::document::units::UnitSystem;

/// The forms of a result on standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    /// A table for people.
    #[default]
    Table,
    /// The whole result.
    Json,
    /// One row per architecture.
    Csv,
    /// A table for documents.
    Markdown,
}

/// What a view says of the run itself.
#[derive(Clone, Debug)]
pub struct ReportContext {
    /// Version of the program.
    pub version: String,
    /// The command that made the result.
    pub command: String,
    /// The scenario as written.
    pub scenario_text: String,
    /// The scenario as read.
    pub scenario: serde_json::Value,
    /// Columns of the terminal that tables are for; without it they are as wide as they need.
    pub width: Option<usize>,
    /// Units of what people read.
    pub units: UnitSystem,
}

/// Why a view could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV.
    #[error("CSV: {0}")]
    Csv(String),
    /// A chart.
    #[error("chart: {0}")]
    Chart(String),
}

/// A result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, result: &Comparison, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(compare::table::render_comparison(result, context.width, context.units)),
        OutputFormat::Json => document::json::render("rackjoule/compare/1", result, context),
        OutputFormat::Csv => compare::csv::render_comparison(result),
        OutputFormat::Markdown => Ok(compare::markdown::render_comparison(result, context.units)),
    }
}

/// Every file of a result: charts and the report, each with its name; `spread` is what sampling gave, where it was asked.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(
    result: &Comparison,
    spread: Option<&UncertaintyResult>,
    context: &ReportContext,
) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut charts = chart::comparison_charts(result, context.units)?;
    if let Some(spread) = spread {
        charts.extend(chart::uncertainty_charts(spread, context.units)?);
    }
    let mut out = chart::render_files(&charts)?;
    out.push(("report.html".to_owned(), compare::page::render_page(result, context, &charts)?.into_bytes()));
    Ok(out)
}
