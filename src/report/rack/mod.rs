//! The study of racks, rendered many ways. Figures are put into sections once; every view shows the same sections.

pub(crate) mod branch_chart;
pub mod charts;
mod envelope;
pub(crate) mod ladder_chart;
pub(crate) mod reach_chart;
pub(crate) mod sankey_chart;
mod sections;
pub(crate) mod supply_chart;
pub(crate) mod words;

use crate::report::document::model::{Answer, Document};
use crate::report::document::section::{Block, ListItem, Section};
use crate::study::rack::result::RackReport;

use self::words::{format_location, headline_sentence};
use super::document::csv::write_csv_rows;
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::view::Report;

fn build_sections(report: &RackReport, units: UnitSystem) -> Vec<TableSection> {
    if report.limits {
        return envelope::envelope_sections(report, units);
    }
    report.architectures.iter().flat_map(|a| sections::rack_sections(a, units)).collect()
}

fn subtitle_line(report: &RackReport, units: UnitSystem) -> String {
    let place = format_location(report, units);
    match report.architectures.as_slice() {
        [only] => format!("{} ({}); {place}", only.system_name, only.cooling),
        _ => format!("One rack with every kind of cooling; {place}"),
    }
}

impl Report for RackReport {
    const SCHEMA: &'static str = "rackjoule/rack/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let units = context.units;
        let each = || self.architectures.iter().map(|a| (headline_sentence(a, units), !a.feasible));
        let mut sections: Vec<Section> = build_sections(self, units).into_iter().map(Section::from).collect();
        let answers = match words::limits_sentence(self, units).filter(|_| self.limits) {
            Some(comparison) => {
                // The tables answer; what each rack does as it is given stands below them.
                let item = |(text, failure)| ListItem { name: None, text, failure };
                sections.push(Section::new("As configured", vec![Block::List(each().map(item).collect())]));
                vec![Answer::headline(comparison)]
            }
            None => Answer::from_verdicts(each()),
        };
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self, units),
            answers,
            sections,
            notes: context.units.format_warnings(&self.warnings),
            assumptions: &self.assumptions,
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

/// One row per rack; a missing value is empty.
fn render_csv(report: &RackReport) -> Result<String, ReportError> {
    let columns = envelope::csv_columns(report.limits);
    let row = |a| columns.iter().map(move |c| c.1(a).unwrap_or_default());
    write_csv_rows(columns.iter().map(|c| c.0), report.architectures.iter().map(row))
}
