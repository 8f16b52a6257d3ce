//! The comparison of architectures as table, CSV, Markdown, charts and page.

pub mod charts;
pub mod csv;
pub(crate) mod difference_chart;
pub(crate) mod end_use_chart;
pub(crate) mod headline;
pub(crate) mod ladder_chart;
pub mod markdown;
pub mod metrics;
pub mod page;
pub(crate) mod power_chain;
pub mod table;

use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::json;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::uncertainty;
use crate::report::view::Report;
use crate::study::compare::result::Comparison;
use crate::study::uncertainty::result::UncertaintyResult;

impl Report for Comparison {
    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }
}

/// A result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, result: &Comparison, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Table => Ok(table::render_comparison(result, context.width, context.units)),
        OutputFormat::Json => json::render("rackjoule/compare/1", result, context),
        OutputFormat::Csv => csv::render_comparison(result),
        OutputFormat::Markdown => Ok(markdown::render_comparison(result, context.units)),
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
    let mut charts = charts::build_charts(result, context.units)?;
    if let Some(spread) = spread {
        charts.extend(uncertainty::charts::build_charts(spread, context.units)?);
    }
    let mut out = chart::render_files(&charts)?;
    out.push(("report.html".to_owned(), page::render_page(result, context, &charts)?.into_bytes()));
    Ok(out)
}
