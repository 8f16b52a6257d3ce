//! What a chart draws, as rows of CSV beside it.

use crate::report::document::csv::write_csv_rows;
use crate::report::error::ReportError;

/// The rows that a chart draws, in SI; headings name their units as the keys of the JSON do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A cell of a number; empty where there is none.
pub fn number_cell(value: impl Into<Option<f64>>) -> String {
    value.into().filter(|v| v.is_finite()).map_or_else(String::new, |v| v.to_string())
}

impl ChartTable {
    /// A table without rows.
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self { head: head.map(str::to_owned).to_vec(), rows: Vec::new() }
    }

    /// Adds a row with a cell for each heading.
    pub fn push<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.into());
    }

    /// Heads of the columns; the first is that of the names.
    pub fn head(&self) -> &[String] {
        &self.head
    }

    /// The rows, a cell for each heading.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as CSV with a line of headings.
    ///
    /// # Errors
    /// When a row can't be written.
    pub fn to_csv(&self) -> Result<String, ReportError> {
        write_csv_rows(&self.head, &self.rows)
    }
}
