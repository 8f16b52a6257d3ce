//! A sweep, rendered as table, JSON, CSV, Markdown and a page.

mod charts;
mod front;
pub(crate) mod front_chart;
pub(crate) mod map_chart;
pub(crate) mod parallel_chart;
mod plan;
pub(crate) mod response_chart;
mod sections;
pub(in crate::report) mod view;
pub(crate) mod words;

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::write_csv_rows;
use crate::report::document::model::{Answer, Document};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::sweep::result::SweepResult;
use crate::study::sweep::table::RowTable;

impl Report for SweepResult {
    const SCHEMA: &'static str = "rackjoule/sweep/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        Document {
            title: self.title.clone(),
            subtitle: words::subtitle_line(self),
            answers: vec![Answer::headline(words::headline_sentence(self, context.units))],
            sections: sections::build_sections(self, context.units),
            notes: words::notes(self),
            remarks: context.units.currency_note().into_iter().collect(),
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_table_csv(&self.rows)
    }
}

/// Every row of a table as CSV.
///
/// # Errors
/// When a row can't be written.
pub fn render_table_csv(table: &RowTable) -> Result<String, ReportError> {
    let head: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let row = |place: usize| table.columns.iter().map(move |column| column.values.text_at(place)).collect::<Vec<_>>();
    write_csv_rows(head, (0..table.len()).map(row))
}
