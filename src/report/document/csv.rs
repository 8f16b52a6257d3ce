//! CSV text.

use serde::Serialize;
use std::fmt::Display;

use crate::report::error::ReportError;

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
