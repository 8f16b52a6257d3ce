//! The year of a plant under a heat load, rendered many ways.

use crate::plant::outdoor::settle_minutes;
use crate::report::chart::Chart;
use crate::report::document::model::Document;
use crate::report::view::Report;
use crate::study::explicit_plant::result::{AnnualTowerWater, ExplicitPlantReport, ExplicitPlantTotals, HourlyTable};

use super::document::csv::{csv_cell, write_csv_rows};
use super::document::section::TableSection;
use super::document::units::UnitSystem;
use crate::report::context::ReportContext;
use crate::report::error::ReportError;

/// A figure: what it is, its key, value and decimals.
type AnnualFigure = (&'static str, &'static str, Option<f64>, usize);

fn water_figures(
    names: [&'static str; 4],
    keys: [&'static str; 4],
    year: Option<AnnualTowerWater>,
) -> [AnnualFigure; 4] {
    let values = year.map(|w| [w.evaporation_m3, w.drift_m3, w.blowdown_m3, w.makeup_m3]);
    [0, 1, 2, 3].map(|i| (names[i], keys[i], values.map(|v| v[i]), 1))
}

fn annual_figures(a: &ExplicitPlantTotals) -> Vec<AnnualFigure> {
    let tower = water_figures(
        ["Tower evaporation, m3", "Tower drift, m3", "Tower blow-down, m3", "Tower make-up, m3"],
        ["tower_evaporation_m3", "tower_drift_m3", "tower_blowdown_m3", "tower_makeup_m3"],
        a.tower_water,
    );
    let free = water_figures(
        [
            "Economizer tower evaporation, m3",
            "Economizer tower drift, m3",
            "Economizer tower blow-down, m3",
            "Economizer tower make-up, m3",
        ],
        ["fc_tower_evaporation_m3", "fc_tower_drift_m3", "fc_tower_blowdown_m3", "fc_tower_makeup_m3"],
        a.fc_tower_water,
    );
    let mut out = vec![
        ("Load, kWh", "it_energy_kwh", Some(a.it_energy_kwh), 0),
        ("Load and plant, kWh", "facility_energy_kwh", Some(a.facility_energy_kwh), 0),
        ("Pumps, kWh", "pump_energy_kwh", Some(a.pump_energy_kwh), 0),
        ("Tower fan, kWh", "tower_fan_energy_kwh", a.tower_fan_energy_kwh, 1),
        ("Tower heat, kWh", "tower_heat_kwh", a.tower_heat_kwh, 0),
    ];
    out.extend(tower);
    out.push(("Economizer tower fan, kWh", "fc_tower_fan_energy_kwh", a.fc_tower_fan_energy_kwh, 1));
    out.extend(free);
    out.extend([
        ("Chiller, kWh", "chiller_energy_kwh", a.chiller_energy_kwh, 0),
        ("Chiller heat, kWh", "chiller_heat_kwh", a.chiller_heat_kwh, 0),
        ("Economizer heat, kWh", "economizer_heat_kwh", a.economizer_heat_kwh, 0),
        ("Dry cooler fans, kWh", "dry_cooler_fan_energy_kwh", a.dry_cooler_fan_energy_kwh, 1),
        ("Evaporative cooler fans, kWh", "evaporative_cooler_fan_energy_kwh", a.evaporative_cooler_fan_energy_kwh, 1),
        (
            "Evaporative cooler spray pump, kWh",
            "evaporative_cooler_spray_energy_kwh",
            a.evaporative_cooler_spray_energy_kwh,
            1,
        ),
    ]);
    out.extend(water_figures(
        [
            "Evaporative cooler evaporation, m3",
            "Evaporative cooler drift, m3",
            "Evaporative cooler blow-down, m3",
            "Evaporative cooler make-up, m3",
        ],
        [
            "evaporative_cooler_evaporation_m3",
            "evaporative_cooler_drift_m3",
            "evaporative_cooler_blowdown_m3",
            "evaporative_cooler_makeup_m3",
        ],
        a.evaporative_cooler_water,
    ));
    out.extend([
        ("CPUs, kWh", "ite_cpu_energy_kwh", a.ite_cpu_energy_kwh, 0),
        ("Server fans, kWh", "ite_fan_energy_kwh", a.ite_fan_energy_kwh, 0),
        ("Server supply loss, kWh", "ite_ups_loss_kwh", a.ite_ups_loss_kwh, 0),
        ("Free-cooling hours", "free_hours", a.free_hours, 0),
        ("Partial free-cooling hours", "partial_hours", a.partial_hours, 0),
        ("Mechanical-cooling hours", "mechanical_hours", a.mechanical_hours, 0),
        ("Hours with tower water above its set point", "tower_warm_hours", a.tower_warm_hours, 0),
        ("Hours with economizer tower water above its set point", "fc_tower_warm_hours", a.fc_tower_warm_hours, 0),
        ("Unmet hours", "unmet_hours", Some(a.unmet_hours), 0),
        ("Hours outside a model's range", "outside_hours", Some(a.outside_hours), 0),
        ("Maximum supply temperature, degC", "warmest_supply_c", a.warmest_supply_c, 2),
        ("Energy unaccounted for, kWh", "residual_kwh", Some(a.residual_kwh), 1),
    ]);
    out.retain(|f| f.2.is_some());
    out
}

fn subtitle_line(report: &ExplicitPlantReport) -> String {
    format!("{}, {}; {}", report.site.location, report.site.dataset, report.parts)
}

fn annual_section(report: &ExplicitPlantReport, units: UnitSystem) -> TableSection {
    let unit = |name: &'static str| units.unit_for(name.rsplit_once(", ").map_or("", |(_, unit)| unit));
    let rows = annual_figures(&report.annual).into_iter().filter_map(|(name, _, value, digits)| {
        Some(vec![units.convert_heading(name), unit(name).format_number(value?, digits)])
    });
    TableSection {
        title: "The year".to_owned(),
        head: vec![String::new(), "Sum".to_owned()],
        rows: rows.collect(),
        numbers: true,
    }
}

impl Report for ExplicitPlantReport {
    const SCHEMA: &'static str = "rackjoule/site/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        Document {
            title: self.title.clone(),
            subtitle: subtitle_line(self),
            sections: vec![annual_section(self, context.units).into()],
            notes: context.units.format_warnings(&self.warnings),
            remarks: vec![format!("Weather: {}.", self.site.credit)],
            ..Document::default()
        }
    }

    fn build_charts(&self, _: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(Vec::new())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_csv(self)
    }
}

/// A row for every figure.
fn render_csv(report: &ExplicitPlantReport) -> Result<String, ReportError> {
    let rows = annual_figures(&report.annual).into_iter().map(|(_, key, value, _)| [key.to_owned(), csv_cell(value)]);
    write_csv_rows(["quantity", "value"], rows)
}

/// Every hour as CSV.
///
/// # Errors
/// When a row can't be written.
pub fn render_hourly_csv(hours: &HourlyTable) -> Result<String, ReportError> {
    let head = std::iter::once("hour").chain(hours.columns.iter().copied());
    let rows = hours.rows.iter().enumerate().map(|(i, row)| {
        std::iter::once(settle_minutes((i + 1) as f64 * hours.step_h).to_string())
            .chain(row.iter().map(f64::to_string))
            .collect::<Vec<_>>()
    });
    write_csv_rows(head, rows)
}
