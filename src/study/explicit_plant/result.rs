//! What the year of a plant under a heat load found. Field names are the JSON keys.

use serde::Serialize;

use crate::assembly::warning::WarningList;

/// A plant's year.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ExplicitPlantReport {
    /// The scenario's title.
    pub title: String,
    /// Place and weather.
    pub site: ExplicitPlantSite,
    /// The parts, in words.
    pub parts: String,
    /// Sums and extremes of the year.
    pub annual: ExplicitPlantTotals,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
    /// Every hour; where the weather is hourly.
    #[serde(skip)]
    pub hours: HourlyTable,
}

/// Place and weather.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ExplicitPlantSite {
    /// Catalog id of the climate, or name of the weather file.
    pub climate: String,
    /// Place in words.
    pub location: String,
    /// Data set and period of the weather.
    pub dataset: String,
    /// Who must be credited.
    pub credit: String,
    /// Hours that the year stands for.
    pub hours: f64,
    /// Elevation.
    pub elevation_m: f64,
    /// Mean dry-bulb.
    pub mean_dry_bulb_c: f64,
}

/// Sums of a year; what a plant has no part for is left out.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct ExplicitPlantTotals {
    /// Load of the loop, or servers with their fans.
    pub it_energy_kwh: f64,
    /// All electricity, the load counted as such.
    pub facility_energy_kwh: f64,
    /// Pumps.
    pub pump_energy_kwh: f64,
    /// Fan of the tower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tower_fan_energy_kwh: Option<f64>,
    /// Heat that the tower gives off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tower_heat_kwh: Option<f64>,
    /// Its water.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tower_water: Option<AnnualTowerWater>,
    /// Fan of the economiser's tower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fc_tower_fan_energy_kwh: Option<f64>,
    /// Its water.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fc_tower_water: Option<AnnualTowerWater>,
    /// Chiller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chiller_energy_kwh: Option<f64>,
    /// Heat that the chiller takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chiller_heat_kwh: Option<f64>,
    /// Heat that the economiser takes from the loop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub economizer_heat_kwh: Option<f64>,
    /// Fans of the dry cooler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_cooler_fan_energy_kwh: Option<f64>,
    /// Fans of the evaporative cooler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaporative_cooler_fan_energy_kwh: Option<f64>,
    /// Its spray pump.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaporative_cooler_spray_energy_kwh: Option<f64>,
    /// Its water.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaporative_cooler_water: Option<AnnualTowerWater>,
    /// CPUs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ite_cpu_energy_kwh: Option<f64>,
    /// Server fans.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ite_fan_energy_kwh: Option<f64>,
    /// Loss of the servers' supply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ite_ups_loss_kwh: Option<f64>,
    /// Hours without compressor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_hours: Option<f64>,
    /// Hours with economiser and compressor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_hours: Option<f64>,
    /// Hours with the compressor alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mechanical_hours: Option<f64>,
    /// Hours with the water of the tower more than 0.1 K above its set point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tower_warm_hours: Option<f64>,
    /// The same of the economiser's tower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fc_tower_warm_hours: Option<f64>,
    /// Hours with the supply more than 0.1 K above its set point, or with heat left over.
    pub unmet_hours: f64,
    /// Hours in which a model was outside its range.
    pub outside_hours: f64,
    /// Warmest supply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warmest_supply_c: Option<f64>,
    /// Energy that entered and did not leave: load that is not carried and, where specific heats are taken at each inlet,
    /// what that loses.
    pub residual_kwh: f64,
}

/// A tower's water of a year.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct AnnualTowerWater {
    /// Evaporated.
    pub evaporation_m3: f64,
    /// Carried out as drops.
    pub drift_m3: f64,
    /// Drained.
    pub blowdown_m3: f64,
    /// Drawn.
    pub makeup_m3: f64,
}

/// Every hour as a table; which columns there are depends on the parts.
#[derive(Clone, Debug, Default)]
pub struct HourlyTable {
    /// Hours from one row to the next.
    pub step_h: f64,
    /// Names of the columns behind `hour`.
    pub columns: Vec<&'static str>,
    /// A row for every hour.
    pub rows: Vec<Vec<f64>>,
}

impl HourlyTable {
    /// A column by its name.
    pub fn column_values(&self, name: &str) -> Option<impl Iterator<Item = f64> + '_> {
        let place = self.columns.iter().position(|c| *c == name)?;
        Some(self.rows.iter().filter_map(move |row| row.get(place).copied()))
    }
}
