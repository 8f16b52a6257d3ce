//! One row per architecture; columns are the keys of the JSON, dotted where nested. A missing value is empty.

use crate::study::result::Comparison;

use super::ReportError;
use super::metrics::METRICS;

/// The comparison as CSV text.
///
/// # Errors
/// When a row can't be written.
pub fn render(result: &Comparison) -> Result<String, ReportError> {
    let failed = |error: &dyn std::fmt::Display| ReportError::Csv(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["name", "feasible", "limit"].into_iter().chain(METRICS.iter().map(|m| m.key));
    writer.write_record(head).map_err(|e| failed(&e))?;
    for a in &result.architectures {
        let values = METRICS.iter().map(|m| (m.value)(a).map_or_else(String::new, |v| v.to_string()));
        let own = [a.name.clone(), a.feasible.to_string(), a.limit.clone().unwrap_or_default()];
        writer.write_record(own.into_iter().chain(values)).map_err(|e| failed(&e))?;
    }
    text(writer)
}

/// The text of a writer.
///
/// # Errors
/// When it can't be finished.
pub(super) fn text(writer: csv::Writer<Vec<u8>>) -> Result<String, ReportError> {
    let failed = |error: &dyn std::fmt::Display| ReportError::Csv(error.to_string());
    let bytes = writer.into_inner().map_err(|e| failed(&e))?;
    String::from_utf8(bytes).map_err(|e| failed(&e))
}
