//! Predictions against published figures, rendered as table, JSON, CSV, Markdown and a page.

pub mod charts;
pub(crate) mod error_chart;
mod sections;
pub(crate) mod words;

use std::fmt::Write;

use crate::report::document::model::{Answer, Document};
use crate::study::validation::result::ValidationReport;

use self::sections::build_sections;
use self::words::headline_sentences;
use super::document::csv::{csv_cell, write_csv_rows};
use super::document::units::UnitSystem;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::view::Report;

const TITLE: &str = "Published figures and what the model predicts for them";

impl Report for ValidationReport {
    const SCHEMA: &'static str = "rackjoule/validate/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let risen = (!self.risen.is_empty())
            .then(|| format!("within tolerance and not in the baseline: {}", self.risen.join("; ")));
        let fallen = (!self.fallen.is_empty())
            .then(|| format!("within tolerance in the baseline and not now: {}", self.fallen.join("; ")));
        Document {
            title: TITLE.to_owned(),
            subtitle: "No parameter is fitted to a figure unless it says calibrated".to_owned(),
            answers: Answer::from_verdicts(headline_sentences(self).into_iter().map(|text| (text, false))),
            sections: build_sections(self, context.units),
            notes: fallen.into_iter().chain(risen).collect(),
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(self, units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
}

fn render_csv(result: &ValidationReport) -> Result<String, ReportError> {
    let head = [
        "case",
        "kind",
        "quantity",
        "unit",
        "measured",
        "predicted",
        "error",
        "error_is_relative",
        "tolerance",
        "within_tolerance",
        "calibrated",
        "source",
    ];
    let rows = result.all_quantities().map(|(c, q)| {
        [
            c.id.clone(),
            c.kind.to_string(),
            q.name.clone(),
            q.unit.clone(),
            q.measured.to_string(),
            csv_cell(q.predicted),
            csv_cell(q.error),
            q.relative.to_string(),
            q.tolerance.to_string(),
            q.within_tolerance.to_string(),
            q.calibrated.to_string(),
            c.source.clone(),
        ]
    });
    write_csv_rows(head, rows)
}

/// The quantities that hold, as the baseline's file.
pub fn render_baseline(result: &ValidationReport) -> String {
    let mut out = "# Quantities that are within their tolerance. `rackjoule validate` ends with exit code 1 if one of them no longer\n\
                   # is. Written by `rackjoule validate --update-baseline FILE`.\nholds = [\n"
        .to_owned();
    for (c, q) in result.all_predictions().filter(|(_, q)| q.within_tolerance) {
        let _ = writeln!(out, "    {:?},", q.baseline_name(&c.id));
    }
    out + "]\n"
}
