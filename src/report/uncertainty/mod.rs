//! A sampled comparison, rendered as table, JSON, CSV, Markdown and a page.

pub mod charts;
mod csv;
pub(crate) mod deciding;
pub(crate) mod difference_chart;
pub(crate) mod interval_chart;
mod one_at_a_time;
mod sections;
pub(crate) mod tornado_chart;
pub(crate) mod words;

use crate::report::document::model::{Answer, Document};
use crate::study::uncertainty::better_chances;
use crate::study::uncertainty::result::UncertaintyResult;

use self::words::headline_sentences;
use super::document::numbers::format_number;
use super::document::units::UnitSystem;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::view::Report;

fn subtitle_line(result: &UncertaintyResult) -> String {
    let draws = result.inputs.iter().map(|i| i.draw).max().unwrap_or(0);
    let indices = match result.index_rows {
        0 => String::new(),
        n => format!("; Sobol indices from {} rows", format_number(n as f64, 0)),
    };
    format!(
        "{} comparisons, seed {}; {} uncertain values follow {} independent draws{indices}",
        format_number(f64::from(result.samples), 0),
        result.seed,
        result.inputs.len(),
        draws
    )
}

impl Report for UncertaintyResult {
    const SCHEMA: &'static str = "rackjoule/uncertainty/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let answers = headline_sentences(&better_chances(self)).into_iter().map(|a| (a, false));
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            answers: Answer::from_verdicts(answers),
            sections: sections::build_sections(self, context.units),
            notes: context.units.format_warnings(&self.warnings),
            remarks: context.units.currency_note().into_iter().collect(),
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        csv::render_rows(self)
    }
}
