//! One row per architecture; columns are the keys of the JSON, dotted where nested. A missing value is empty.

use crate::study::result::Comparison;

use super::ReportError;
use super::metrics::{METRICS, Metric};

/// The comparison as CSV text.
///
/// # Errors
/// When a row can't be written.
pub fn render(result: &Comparison) -> Result<String, ReportError> {
    let failed = |error: &dyn std::fmt::Display| ReportError::Csv(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let own = ["name", "feasible", "limit"].map(str::to_owned).into_iter();
    let head = own.chain(METRICS.iter().map(|m| m.key.to_owned()));
    // Intervals stand behind the figures, so that columns keep their places.
    let sampled = result.uncertainty.is_some();
    let bounds = METRICS.iter().filter(|_| sampled).flat_map(|m| [format!("{}.p05", m.key), format!("{}.p95", m.key)]);
    writer.write_record(head.chain(bounds)).map_err(|e| failed(&e))?;
    for a in &result.architectures {
        let values = METRICS.iter().map(|m| (m.value)(a).map_or_else(String::new, |v| v.to_string()));
        let own = [a.name.clone(), a.feasible.to_string(), a.limit.clone().unwrap_or_default()];
        let interval = |m: &Metric| a.uncertainty.as_ref().and_then(|u| u.get(m.key)).map(|i| [i.p05, i.p95]);
        let bounds = METRICS
            .iter()
            .filter(|_| sampled)
            .flat_map(|m| interval(m).map_or_else(|| [String::new(), String::new()], |b| b.map(|v| v.to_string())));
        writer.write_record(own.into_iter().chain(values).chain(bounds)).map_err(|e| failed(&e))?;
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
