//! Many climates, rendered as table, JSON, CSV and Markdown.

pub(crate) mod climate_chart;
pub(crate) mod words;

use std::fmt::Write;

use crate::study::climates::{ClimateCell, ClimateReport};

use self::words::headline_sentence;
use super::document::csv::{csv_cell, write_csv_rows};
use super::document::escape::escape_markdown;
use super::document::json;
use super::document::numbers::{format_it_size, format_number};
use super::document::page::ReportPage;
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::format::OutputFormat;
use crate::report::view::Report;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/climates/1";

fn build_sections(report: &ClimateReport, units: UnitSystem) -> Vec<TableSection> {
    let names: Vec<String> =
        report.climates.first().map_or_else(Vec::new, |c| c.architectures.iter().map(|a| a.name.clone()).collect());
    let table = |title: &str, value: &dyn Fn(&ClimateCell) -> Option<String>| TableSection {
        title: units.convert_heading(title),
        head: units.convert_headings(["Climate", "Mean, degC"]).into_iter().chain(names.iter().cloned()).collect(),
        rows: report
            .climates
            .iter()
            .map(|c| {
                let cells = c.architectures.iter().map(|a| value(a).unwrap_or_else(|| "–".to_owned()));
                [c.location.clone(), units.unit_for("degC").format_number(c.mean_dry_bulb_c, 1)]
                    .into_iter()
                    .chain(cells)
                    .collect()
            })
            .collect(),
        numbers: true,
    };
    vec![
        table("Mean power at the meter, kW", &|a| a.facility_power_w.map(|w| format_number(w / 1e3, 0))),
        table("PUE", &|a| a.pue.map(|v| format_number(v, 3))),
        table("Hours without compressors", &|a| a.free_cooling_hours.map(|v| format_number(v, 0))),
        table("WUE, L/kWh", &|a| a.wue_l_per_kwh.map(|v| units.unit_for("L/kWh").format_number(v, 2))),
    ]
}

fn subtitle_line(report: &ClimateReport) -> String {
    format!(
        "{} climates; {}, {} % of the servers busy",
        report.climates.len(),
        format_it_size(&report.it),
        format_number(report.it.utilisation * 100.0, 0)
    )
}

impl Report for ClimateReport {
    fn build_charts(&self, _: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(climate_chart::build_chart(self)?.into_iter().collect())
    }
}

/// The study as text.
///
/// # Errors
/// [`ReportError`].
pub fn render(format: OutputFormat, report: &ClimateReport, context: &ReportContext) -> Result<String, ReportError> {
    match format {
        OutputFormat::Json => json::render(SCHEMA, report, context),
        OutputFormat::Csv => render_csv(report),
        OutputFormat::Table => {
            let mut out = format!("{}\n{}\n\n{}\n", report.title, subtitle_line(report), headline_sentence(report));
            out.extend(build_sections(report, context.units).iter().map(|s| s.render_text(context.width)));
            // Writing to a string can't fail.
            let _ = writeln!(out, "\nWeather: {}.", report.credits.join("; "));
            Ok(out)
        }
        OutputFormat::Markdown => {
            let mut out = format!(
                "# {}\n\n{}\n\n{}\n",
                escape_markdown(&report.title),
                escape_markdown(&subtitle_line(report)),
                escape_markdown(&headline_sentence(report))
            );
            out.extend(build_sections(report, context.units).iter().map(TableSection::render_markdown));
            Ok(out)
        }
    }
}

/// One row per climate and architecture.
fn render_csv(report: &ClimateReport) -> Result<String, ReportError> {
    let head = [
        "climate",
        "location",
        "mean_dry_bulb_c",
        "name",
        "feasible",
        "facility_power_w",
        "pue",
        "tue",
        "wue_l_per_kwh",
        "free_cooling_hours",
        "unmet_hours",
    ];
    let all = report.climates.iter().flat_map(|c| c.architectures.iter().map(move |a| (c, a)));
    let rows = all.map(|(c, a)| {
        [
            c.climate.clone(),
            c.location.clone(),
            c.mean_dry_bulb_c.to_string(),
            a.name.clone(),
            a.feasible.to_string(),
            csv_cell(a.facility_power_w),
            csv_cell(a.pue),
            csv_cell(a.tue),
            csv_cell(a.wue_l_per_kwh),
            csv_cell(a.free_cooling_hours),
            csv_cell(a.unmet_hours),
        ]
    });
    write_csv_rows(head, rows)
}

/// Every file of a study: the chart and a page.
///
/// # Errors
/// [`ReportError`].
pub fn render_files(report: &ClimateReport, context: &ReportContext) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let charts: Vec<_> = climate_chart::build_chart(report)?.into_iter().collect();
    let mut out = chart::render_files(&charts)?;
    let sections = build_sections(report, context.units);
    let page = ReportPage {
        title: &report.title,
        lead: subtitle_line(report),
        answers: vec![(headline_sentence(report), false)],
        charts: &charts,
        sections: &sections,
        warnings: &report.credits,
        assumptions: &[],
        sources: &[],
    };
    out.push(("report.html".to_owned(), page.render_html(context).into_bytes()));
    Ok(out)
}
