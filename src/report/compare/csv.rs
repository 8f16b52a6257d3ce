//! One row per architecture; columns are the keys of the JSON, dotted where nested. A missing value is empty.

use serde::Serialize;
use std::fmt::Display;

use crate::report::ReportError;
use crate::study::compare::result::Comparison;

use super::metrics::{METRICS, ReportMetric};

/// The comparison as CSV text.
///
/// # Errors
/// When a row can't be written.
pub fn render_comparison(result: &Comparison) -> Result<String, ReportError> {
    let own = ["name", "feasible", "limit"].map(str::to_owned).into_iter();
    let head = own.chain(METRICS.iter().map(|m| m.key.to_owned()));
    // Intervals stand behind the figures, so that columns keep their places.
    let sampled = result.uncertainty.is_some();
    let bounds = METRICS.iter().filter(|_| sampled).flat_map(|m| [format!("{}.p05", m.key), format!("{}.p95", m.key)]);
    let rows = result.architectures.iter().map(|a| {
        let values = METRICS.iter().map(|m| csv_cell((m.value)(a)));
        let own = [a.name.clone(), a.feasible.to_string(), a.limit.clone().unwrap_or_default()];
        let interval = |m: &ReportMetric| a.uncertainty.as_ref().and_then(|u| u.get(m.key)).map(|i| [i.p05, i.p95]);
        let bounds = METRICS
            .iter()
            .filter(|_| sampled)
            .flat_map(|m| interval(m).map_or_else(|| [String::new(), String::new()], |b| b.map(|v| v.to_string())));
        own.into_iter().chain(values).chain(bounds).collect::<Vec<_>>()
    });
    write_csv_rows(head.chain(bounds), rows)
}

/// A head and its rows as CSV text.
///
/// # Errors
/// When a row can't be written.
pub(crate) fn write_csv_rows<H, R>(head: H, rows: impl IntoIterator<Item = R>) -> Result<String, ReportError>
where
    H: IntoIterator<Item: AsRef<[u8]>>,
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(csv_error)?;
    for row in rows {
        writer.write_record(row).map_err(csv_error)?;
    }
    finish_csv_text(writer)
}

/// Rows whose fields are the head.
///
/// # Errors
/// When a row can't be written.
pub(crate) fn write_csv_records(rows: impl Iterator<Item = impl Serialize>) -> Result<String, ReportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(csv_error)?;
    }
    finish_csv_text(writer)
}

/// A value; empty where there is none.
pub(crate) fn csv_cell(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

fn csv_error(error: impl Display) -> ReportError {
    ReportError::Csv(error.to_string())
}

fn finish_csv_text(writer: csv::Writer<Vec<u8>>) -> Result<String, ReportError> {
    let bytes = writer.into_inner().map_err(csv_error)?;
    String::from_utf8(bytes).map_err(csv_error)
}
