//! Reading of reference tables.

use std::collections::HashMap;

/// A row by column.
pub type Row = HashMap<String, String>;

/// The rows of a table in `tests/data`; its head notes say where it is from.
pub fn rows(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A number of a row.
pub fn number(row: &Row, key: &str) -> f64 {
    row[key].parse().unwrap()
}
