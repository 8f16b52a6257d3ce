//! Many climates, rendered as table, JSON, CSV and Markdown.

pub(crate) mod climate_chart;
pub(crate) mod words;

use crate::report::document::model::{Answer, Document};
use crate::report::document::section::Section;
use crate::study::climates::{ClimateCell, ClimateReport, UNKNOWN_WATER};

use self::words::headline_sentence;
use super::document::csv::{csv_cell, write_csv_rows};
use super::document::numbers::{format_it, format_number};
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;
use crate::report::view::Report;

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
    let places = TableSection {
        title: "Climates".to_owned(),
        head: units.convert_headings(["Climate", "Mean, degC", "Design wet-bulb, degC", "Altitude, m"]),
        rows: report
            .climates
            .iter()
            .map(|c| {
                let t = units.unit_for("degC");
                vec![
                    c.location.clone(),
                    t.format_number(c.mean_dry_bulb_c, 1),
                    t.format_number(c.design_wet_bulb_c, 1),
                    units.unit_for("m").format_number(c.elevation_m, 0),
                ]
            })
            .collect(),
        numbers: true,
    };
    let has_liquid_plant =
        report.climates.iter().flat_map(|c| &c.architectures).any(|a| a.liquid_plant_free_cooling_hours.is_some());
    let liquid_plant = has_liquid_plant.then(|| {
        table("Free-cooling hours, liquid plant alone", &|a| {
            a.liquid_plant_free_cooling_hours.map(|v| format_number(v, 0))
        })
    });
    let sections = [
        table("Mean power at the meter, kW", &|a| a.facility_power_w.map(|w| format_number(w / 1e3, 0))),
        table("PUE", &|a| a.pue.map(|v| format_number(v, 3))),
        table("Free-cooling hours", &|a| a.free_cooling_hours.map(|v| format_number(v, 0))),
        table("WUE, L/kWh", &|a| a.wue_l_per_kwh.map(|v| units.unit_for("L/kWh").format_number(v, 2))),
    ];
    sections.into_iter().chain(liquid_plant).chain([places]).collect()
}

fn subtitle_line(report: &ClimateReport) -> String {
    format!("{} climates; {}", report.climates.len(), format_it(&report.it))
}

/// What the reader must know of the figures, and whose weather it is.
fn build_remarks(report: &ClimateReport) -> Vec<String> {
    let mut cells = report.climates.iter().flat_map(|c| &c.architectures);
    let unknown_water = cells.any(|a| a.feasible && a.wue_l_per_kwh.is_none());
    let why = unknown_water.then(|| format!("No WUE is given where {UNKNOWN_WATER}: `rackjoule site` has it."));
    why.into_iter().chain([format!("Weather: {}.", report.credits.join("; "))]).collect()
}

impl Report for ClimateReport {
    const SCHEMA: &'static str = "rackjoule/climates/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            answers: vec![Answer::headline(headline_sentence(self))],
            sections: build_sections(self, context.units).into_iter().map(Section::from).collect(),
            remarks: build_remarks(self),
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(climate_chart::build_chart(self, units)?.into_iter().collect())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
}

/// One row per climate and architecture.
fn render_csv(report: &ClimateReport) -> Result<String, ReportError> {
    let head = [
        "climate",
        "location",
        "mean_dry_bulb_c",
        "elevation_m",
        "design_wet_bulb_c",
        "name",
        "feasible",
        "facility_power_w",
        "pue",
        "tue",
        "wue_l_per_kwh",
        "free_cooling_hours",
        "liquid_plant_free_cooling_hours",
        "unmet_hours",
    ];
    let all = report.climates.iter().flat_map(|c| c.architectures.iter().map(move |a| (c, a)));
    let rows = all.map(|(c, a)| {
        [
            c.climate.clone(),
            c.location.clone(),
            c.mean_dry_bulb_c.to_string(),
            c.elevation_m.to_string(),
            c.design_wet_bulb_c.to_string(),
            a.name.clone(),
            a.feasible.to_string(),
            csv_cell(a.facility_power_w),
            csv_cell(a.pue),
            csv_cell(a.tue),
            csv_cell(a.wue_l_per_kwh),
            csv_cell(a.free_cooling_hours),
            csv_cell(a.liquid_plant_free_cooling_hours),
            csv_cell(a.unmet_hours),
        ]
    });
    write_csv_rows(head, rows)
}
