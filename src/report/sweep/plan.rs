//! The plan of a large sweep, rendered as table, JSON, CSV and Markdown.

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::write_csv_rows;
use crate::report::document::model::{Answer, Document};
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::section::{Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::sweep::plan::SweepPlan;

use super::words::count_words;

impl Report for SweepPlan {
    const SCHEMA: &'static str = "rackjoule/sweep-plan/1";

    fn build_document(&self, _context: &ReportContext) -> Document<'_> {
        let rows = format_number(self.rows as f64, 0);
        let time = format!(
            "{rows} rows take about {} ({} were run).",
            core_time(self.core_hours),
            count_words(usize::try_from(self.timed_rows).unwrap_or(usize::MAX), "row", "rows")
        );
        let axis = |axis: &crate::study::sweep::result::SweepAxis| {
            vec![axis.key.clone(), axis.values.map_or_else(|| "any".to_owned(), |n| format_number(n as f64, 0))]
        };
        let figure = |name: &str, value: String| vec![name.to_owned(), value];
        let axes = TableSection {
            title: "Axes".to_owned(),
            head: ["Key", "Values"].map(str::to_owned).to_vec(),
            rows: self.axes.iter().map(axis).collect(),
            numbers: true,
        };
        let size = TableSection {
            title: "Size".to_owned(),
            head: ["What", "Number"].map(str::to_owned).to_vec(),
            rows: vec![
                figure("Rows", rows),
                figure("Architectures", self.architectures.len().to_string()),
                figure("Results", format_number(self.results as f64, 0)),
                figure(
                    &format!("Parts of {} rows", format_number(self.part_rows as f64, 0)),
                    format_number(self.parts as f64, 0),
                ),
                figure("Core-hours (estimate)", format_significant(self.core_hours)),
                figure("Megabytes at most (estimate)", format_significant(self.bytes / 1e6)),
            ],
            numbers: true,
        };
        Document {
            title: self.title.clone(),
            subtitle: format!("Plan of a sweep of the kind `{}`", self.sample.name()),
            answers: vec![Answer::headline(time)],
            sections: vec![Section::from(axes), Section::from(size)],
            ..Document::default()
        }
    }

    fn build_charts(&self, _units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(Vec::new())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        let head = ["rows", "architectures", "results", "parts", "part_rows", "core_hours", "bytes"];
        let row = [
            self.rows.to_string(),
            self.architectures.len().to_string(),
            self.results.to_string(),
            self.parts.to_string(),
            self.part_rows.to_string(),
            self.core_hours.to_string(),
            self.bytes.to_string(),
        ];
        write_csv_rows(head, [row])
    }
}

/// Time on one core in the unit that a reader expects.
fn core_time(core_hours: f64) -> String {
    match core_hours * 3600.0 {
        seconds if seconds < 100.0 => format!("{} seconds on one core", format_significant(seconds)),
        seconds if seconds < 6000.0 => format!("{} minutes on one core", format_significant(seconds / 60.0)),
        seconds => format!("{} core-hours", format_significant(seconds / 3600.0)),
    }
}
