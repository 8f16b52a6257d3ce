//! The figures that a chart draws, for its file, its table and its alternative text.

use crate::report::document::csv::write_csv_rows;
use crate::report::error::ReportError;

/// Rows up to which the alternative text tells every figure.
const MAX_SPOKEN_ROWS: usize = 6;
/// Columns after the first up to which it does.
const MAX_SPOKEN_COLUMNS: usize = 8;

/// The figures of a chart, a row for each mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartData {
    /// Heads of the columns, with units; the first is that of the names.
    pub head: Vec<String>,
    /// Rows; the first cell names each.
    pub rows: Vec<Vec<String>>,
    csv: String,
}

impl ChartData {
    /// Figures under a head.
    ///
    /// # Errors
    /// [`ReportError::Csv`] where a row has not a cell for every column.
    pub fn new(head: Vec<String>, rows: Vec<Vec<String>>) -> Result<Self, ReportError> {
        let plain = |row: &[String]| row.iter().map(|cell| plain_number(cell)).collect::<Vec<_>>();
        let csv = write_csv_rows(plain(&head), rows.iter().map(|row| plain(row)))?;
        Ok(Self { head, rows, csv })
    }

    /// The figures as CSV text.
    pub fn csv(&self) -> &str {
        &self.csv
    }

    /// The figures in a sentence or two: every one of a small chart, the least and the greatest of each column of another.
    pub fn describe(&self) -> String {
        if self.rows.len() <= MAX_SPOKEN_ROWS && self.head.len() <= MAX_SPOKEN_COLUMNS + 1 {
            let row = |row: &Vec<String>| {
                let cells = self.head.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
                let cells: Vec<String> = cells.map(|(head, cell)| format!("{head} {cell}")).collect();
                format!("{}: {}.", row.first().map_or("", String::as_str), cells.join("; "))
            };
            return self.rows.iter().map(row).collect::<Vec<_>>().join(" ");
        }
        let range = |(i, head): (usize, &String)| {
            let value = |row: &Vec<String>| {
                let cell = row.get(i)?;
                plain_number(cell).parse::<f64>().ok().map(|value| (value, cell.clone()))
            };
            let mut all: Vec<(f64, String)> = self.rows.iter().filter_map(value).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            Some(format!("{head} {} to {}", all.first()?.1, all.last()?.1))
        };
        let ranges: Vec<String> = self.head.iter().enumerate().skip(1).filter_map(range).collect();
        format!("{} rows: {}.", self.rows.len(), ranges.join("; "))
    }
}

/// A figure as programs read it: an ASCII minus sign, no separators of thousands; other text as it is.
fn plain_number(cell: &str) -> String {
    let plain = cell.replace('−', "-").replace(',', "");
    if plain.parse::<f64>().is_ok() { plain } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize) -> ChartData {
        let row = |i: usize| vec![format!("part {i}"), format!("−{},000.5", i + 1)];
        ChartData::new(vec!["Part".to_owned(), "Power, W".to_owned()], (0..count).map(row).collect()).unwrap()
    }

    #[test]
    fn words_and_file_tell_the_same_figures() {
        assert_eq!(rows(1).csv(), "Part,\"Power, W\"\npart 0,-1000.5\n");
        assert_eq!(rows(2).describe(), "part 0: Power, W −1,000.5. part 1: Power, W −2,000.5.");
        assert_eq!(rows(9).describe(), "9 rows: Power, W −9,000.5 to −1,000.5.");
        assert!(ChartData::new(vec![String::new()], vec![vec![String::new(); 2]]).is_err());
    }
}
