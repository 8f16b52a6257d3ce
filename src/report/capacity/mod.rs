//! What fits into a power, as table, JSON, CSV, Markdown and a page.

pub(crate) mod headroom_chart;
mod sections;
mod words;

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::write_csv_records;
use crate::report::document::model::{Answer, Document, Emphasis};
use crate::report::document::numbers::format_percent;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::capacity::result::{BindingLimit, CapacityReport};

fn subtitle_line(report: &CapacityReport) -> String {
    let planning = &report.planning;
    let load = if planning.by_group_or_hour {
        "the loads of the scenario".to_owned()
    } else {
        format!("{} of the servers busy", format_percent(planning.year_utilisation))
    };
    format!("{}, {}; the year at {load}", report.site.location, report.site.dataset)
}

/// Rows that stand with the answer, a sentence each.
const MAX_ANSWERS: usize = 3;

fn build_answers(report: &CapacityReport, units: UnitSystem) -> Vec<Answer> {
    let mut out = vec![Answer::headline(words::headline_sentence(report))];
    let few = report.architectures.len() <= MAX_ANSWERS;
    for a in report.architectures.iter().filter(|a| few || a.best || !a.feasible) {
        let emphasis = if a.feasible { Emphasis::Plain } else { Emphasis::Failure };
        out.push(Answer { text: words::binding_sentence(report, a, units), emphasis });
    }
    let risks = report.architectures.iter().filter(|a| few || a.best);
    out.extend(
        risks.filter_map(|a| words::risk_sentence(report, a)).map(|text| Answer { text, emphasis: Emphasis::Plain }),
    );
    out
}

/// A row of CSV.
#[derive(serde::Serialize)]
struct CapacityCsvRow<'a> {
    name: &'a str,
    cap_w: Option<f64>,
    feasible: bool,
    best: bool,
    racks: u32,
    accelerators: u64,
    tokens_per_second: Option<f64>,
    peak_power_w: Option<f64>,
    limit_w: f64,
    provisioned_w_per_rack: Option<f64>,
    binding_limit: Option<BindingLimit>,
    binding_hour: Option<f64>,
    binding_date: Option<&'a str>,
    hours_above: Option<f64>,
    headroom_least_w: Option<f64>,
    headroom_mean_w: Option<f64>,
    reason: String,
}

/// An hour of CSV.
#[derive(serde::Serialize)]
struct HourCsvRow<'a> {
    architecture: &'a str,
    cap_w: Option<f64>,
    hour: String,
    hours: String,
    dry_bulb_c: f64,
    wet_bulb_c: f64,
    power_w: f64,
    limit_w: f64,
    headroom_w: f64,
}

impl Report for CapacityReport {
    const SCHEMA: &'static str = "rackjoule/capacity/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let units = context.units;
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            answers: build_answers(self, units),
            sections: sections::build_sections(self, units),
            notes: units.format_warnings(&self.warnings),
            remarks: vec![
                format!("The limit counts {}.", self.limit.definition),
                format!("Tests: {}.", self.planning.definition),
                format!("Weather: {}.", self.site.credit),
            ],
            assumptions: &self.assumptions,
            sources: &self.sources,
        }
    }

    fn build_charts(&self, _: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(headroom_chart::build_chart(self)?.into_iter().collect())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        write_csv_records(self.architectures.iter().map(|a| CapacityCsvRow {
            name: &a.name,
            cap_w: a.cap_w,
            feasible: a.feasible,
            best: a.best,
            racks: a.racks,
            accelerators: a.accelerators,
            tokens_per_second: a.tokens_per_second,
            peak_power_w: a.peak_power_w,
            limit_w: self.limit.power_w,
            provisioned_w_per_rack: a.provisioned_w_per_rack,
            binding_limit: a.binding_limit,
            binding_hour: a.binding_hour.as_ref().and_then(|h| h.hour),
            binding_date: a.binding_hour.as_ref().and_then(|h| h.date.as_deref()),
            hours_above: a.hours_above,
            headroom_least_w: a.headroom.as_ref().map(|h| h.least_w),
            headroom_mean_w: a.headroom.as_ref().map(|h| h.mean_w),
            reason: a.reason.to_string(),
        }))
    }
}

/// Every hour of every architecture that fits, as CSV.
///
/// # Errors
/// When a row can't be written.
pub fn render_hourly_csv(report: &CapacityReport) -> Result<String, ReportError> {
    let limit_w = report.limit.power_w;
    let hours = report.architectures.iter().flat_map(|a| a.hours.iter().map(move |hour| (a, hour)));
    write_csv_records(hours.map(|(a, hour)| HourCsvRow {
        architecture: &a.name,
        cap_w: a.cap_w,
        // Whole numbers without a decimal point.
        hour: hour.hour.to_string(),
        hours: hour.weight_h.to_string(),
        dry_bulb_c: hour.dry_bulb_c,
        wet_bulb_c: hour.wet_bulb_c,
        power_w: hour.power_w,
        limit_w,
        headroom_w: limit_w - hour.power_w,
    }))
}
