//! What happens in the seconds after something fails, rendered many ways. Figures are put into sections once; every view
//! shows the same sections.

pub mod charts;
mod csv;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod ride_through_chart;
mod sections;
#[cfg(test)]
mod tests;
pub(crate) mod trace_chart;
mod trace_lines;
pub(crate) mod words;

use crate::report::document::model::{Answer, Document};
use crate::study::transient::result::TransientReport;

use self::words::{headline_sentence, ride_through_falls_short, subtitle_line};
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;

impl Report for TransientReport {
    const SCHEMA: &'static str = "rackjoule/transient/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let converted = convert_temperatures(self, context.units);
        let answers = self.architectures.iter().map(|a| {
            let failed = a.run.as_ref().is_none_or(ride_through_falls_short);
            (headline_sentence(self, a), failed)
        });
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            answers: Answer::from_verdicts(answers),
            sections: sections::build_sections(&converted, context.units),
            notes: context.units.format_warnings(&self.warnings),
            assumptions: &self.assumptions,
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        charts::build_charts(&convert_temperatures(self, units), units)
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        csv::render_summary(self)
    }
}

/// Temperatures, flows and powers of every run as CSV.
///
/// # Errors
/// [`ReportError`].
pub fn render_trace_csv(report: &TransientReport) -> Result<String, ReportError> {
    csv::render_trace(report)
}

/// The result with its temperatures in the units that people read.
fn convert_temperatures(report: &TransientReport, units: UnitSystem) -> TransientReport {
    let mut out = report.clone();
    let degrees = units.unit_for("degC");
    for run in out.architectures.iter_mut().filter_map(|a| a.run.as_mut()) {
        let always = [&mut run.hottest_chip, &mut run.limiting_chip, &mut run.supply];
        for course in always.into_iter().chain(&mut run.server_inlet) {
            for t in [&mut course.start_c, &mut course.highest_c, &mut course.end_c] {
                *t = degrees.convert_from_si(*t);
            }
        }
        for line in &mut run.limits {
            line.limit_c = degrees.convert_from_si(line.limit_c);
        }
        for h in run.timeline.iter_mut().filter(|h| h.unit == Some("degC")) {
            h.limit = h.limit.map(|t| degrees.convert_from_si(t));
        }
        let warm = |c: &String| c.ends_with("_c");
        let columns: Vec<usize> = (0..run.trace.columns.len()).filter(|i| warm(&run.trace.columns[*i])).collect();
        for row in run.trace.rows.iter_mut().chain(&mut run.trace.course) {
            for column in &columns {
                row[*column] = degrees.convert_from_si(row[*column]);
            }
        }
    }
    out
}
