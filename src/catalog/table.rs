//! One CSV table: `#` comments, a head, rows that know what is wrong with them.

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::embedded::DataFiles;
use super::error::CatalogError;
use super::record::Confidence;

/// A row that can say what is wrong with it beyond its types.
pub(super) trait TableRow: DeserializeOwned {
    /// The column with that key.
    const KEY_COLUMN: &str = "id";

    /// The key that no other row of the table may have; nothing where rows have none.
    fn unique_key(&self) -> Option<&str> {
        None
    }
    /// The column at fault and what it must be.
    fn check_row(&self) -> Result<(), ColumnFault>;
}

/// Column and what it must be.
pub(super) type ColumnFault = (&'static str, String);

/// Every number of the list that is given must be above 0 and finite.
pub(super) fn check_positive(values: &[(&'static str, Option<f64>)]) -> Result<(), ColumnFault> {
    match values.iter().find(|(_, v)| v.is_some_and(|v| !(v.is_finite() && v > 0.0))) {
        Some((column, Some(v))) => Err((column, format!("{v} must be a number above 0"))),
        _ => Ok(()),
    }
}

/// A number of the list that is given must lie between two others.
pub(super) fn check_between(values: &[(&'static str, Option<f64>, f64, f64)]) -> Result<(), ColumnFault> {
    match values.iter().find(|(_, v, min, max)| v.is_some_and(|v| !(*min..=*max).contains(&v))) {
        Some((column, Some(v), min, max)) => Err((column, format!("{v} must be {min} to {max}"))),
        _ => Ok(()),
    }
}

/// An estimate needs the range of its values, and only a share between 0 and 1 is one.
pub(super) fn check_range_share(confidence: Confidence, share: Option<f64>) -> Result<(), ColumnFault> {
    match share {
        Some(share) if !(share > 0.0 && share < 1.0) => {
            Err(("range_share", format!("{share} must be a share between 0 and 1")))
        }
        None if confidence == Confidence::Estimate => {
            Err(("range_share", "an `estimate` must say its range: 0.1 is plus or minus 10 %".to_owned()))
        }
        _ => Ok(()),
    }
}

/// Reads a table.
pub(super) fn read_table<T: TableRow>(files: &DataFiles, path: &str) -> Result<Vec<T>, CatalogError> {
    let (file, text) = files.read_text(path)?;
    parse_table(&text).map_err(|reason| CatalogError::Csv { file, reason })
}

fn parse_table<T: TableRow>(text: &str) -> Result<Vec<T>, String> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| e.to_string())?.clone();
    let mut rows: Vec<T> = Vec::new();
    let mut keys = HashSet::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let row: T = record.deserialize(Some(&head)).map_err(|e| explain_error(line, &head, &record, &e))?;
        row.check_row().map_err(|(column, what)| format!("line {line}, column `{column}`: {what}"))?;
        if let Some(key) = row.unique_key().filter(|key| !keys.insert((*key).to_owned())) {
            return Err(format!("line {line}, column `{}`: `{key}` is there twice", T::KEY_COLUMN));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn explain_error(line: u64, head: &csv::StringRecord, record: &csv::StringRecord, error: &csv::Error) -> String {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else { return error.to_string() };
    let reason = err.kind().to_string();
    // Words and months report no place; what they quote is the cell.
    let quoted = || record.iter().position(|cell| Some(cell) == reason.split('`').nth(1));
    let column = err.field().and_then(|at| usize::try_from(at).ok()).or_else(quoted);
    match column.and_then(|at| Some((head.get(at)?, record.get(at)?))) {
        Some((name, found)) if reason.contains(found) => format!("line {line}, column `{name}`: {reason}"),
        Some((name, found)) => format!("line {line}, column `{name}`: `{found}`: {reason}"),
        None => format!("line {line}: {reason}"),
    }
}
