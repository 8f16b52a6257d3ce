//! The same architectures in many climates, each through its year in joint bins where there are some: a map in seconds.

use rayon::prelude::*;
use serde::Serialize;

use crate::assembly::cooling_variants;
use crate::catalog::climate::WeatherForm;
use crate::catalog::{Catalog, RecordKind};
use crate::scenario::{CoolingMethod, Scenario, SiteSettings};

use super::compare::result::{ArchitectureResult, ItSummary};
use super::compare::{self, StudyError};

/// Architectures in many climates.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClimateReport {
    /// The scenario's title.
    pub title: String,
    /// What is cooled.
    pub it: ItSummary,
    /// The climates, the mildest for the first architecture first.
    pub climates: Vec<ClimateRow>,
    /// Who must be credited for the weather.
    pub credits: Vec<String>,
}

/// One climate.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClimateRow {
    /// Catalog id.
    pub climate: String,
    /// Place in words.
    pub location: String,
    /// Mean dry-bulb of the year.
    pub mean_dry_bulb_c: f64,
    /// Height above the sea.
    pub elevation_m: f64,
    /// Wet-bulb that 0.4 % of the hours pass.
    pub design_wet_bulb_c: f64,
    /// What each architecture comes to there.
    pub architectures: Vec<ClimateCell>,
}

/// One architecture in one climate.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClimateCell {
    /// Its name.
    pub name: String,
    /// How it is cooled.
    pub cooling: CoolingMethod,
    /// Whether it can be cooled there.
    pub feasible: bool,
    /// Why figures are missing, where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Mean power at the utility meter.
    pub facility_power_w: Option<f64>,
    /// Facility over IT energy.
    pub pue: Option<f64>,
    /// Facility over compute energy.
    pub tue: Option<f64>,
    /// Water over IT energy.
    pub wue_l_per_kwh: Option<f64>,
    /// Hours in which no compressor of the facility draws power.
    pub free_cooling_hours: Option<f64>,
    /// Hours in which none of the liquid loop's plant does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid_plant_free_cooling_hours: Option<f64>,
    /// Hours above the set point.
    pub unmet_hours: Option<f64>,
}

/// Runs a scenario in the climates named, or in all of the catalog. Prices and carbon have no part.
///
/// # Errors
/// [`StudyError`].
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    climates: Option<&[String]>,
    architecture: Option<&str>,
) -> Result<ClimateReport, StudyError> {
    let mut base = scenario.clone();
    if let Some(name) = architecture {
        base.architectures = vec![cooling_variants::select_variant(scenario, catalog, name)?];
    }
    (base.site.weather, base.site.form) = (None, WeatherForm::Bins);
    // Bins have no hours that a file could go with.
    (base.site.utility.tariff, base.site.utility.carbon_profile) = (None, None);
    let all = || catalog.list_entries(RecordKind::Climate).into_iter().map(|e| e.id).collect();
    let ids: Vec<String> = climates.map_or_else(all, <[String]>::to_vec);
    let rows: Vec<Result<ClimateRun, StudyError>> =
        ids.into_par_iter().map(|id| run_climate(&base, catalog, id)).collect();
    let mut out = Vec::with_capacity(rows.len());
    let mut credits = Vec::new();
    let mut it = None;
    for found in rows {
        let ClimateRun { row, credit, it: summary } = found?;
        out.push(row);
        if !credits.contains(&credit) {
            credits.push(credit);
        }
        it.get_or_insert(summary);
    }
    let mean = |r: &ClimateRow| r.architectures.first().and_then(|a| a.facility_power_w).unwrap_or(f64::INFINITY);
    out.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
    let it = it.unwrap_or(ItSummary::new(&scenario.it));
    Ok(ClimateReport { title: scenario.title.clone(), it, climates: out, credits })
}

/// A scenario in one climate.
struct ClimateRun {
    row: ClimateRow,
    /// Who must be credited for the weather.
    credit: String,
    /// What is compared.
    it: ItSummary,
}

fn run_climate(base: &Scenario, catalog: &Catalog, id: String) -> Result<ClimateRun, StudyError> {
    let form = catalog
        .climate(&id)
        .and_then(|c| c.resolve_weather_form(WeatherForm::Bins))
        .map_or(WeatherForm::Auto, |_| WeatherForm::Bins);
    let tank = base.architectures.iter().find(|a| a.storage.is_some());
    if let Some(tank) = tank.filter(|_| form == WeatherForm::Bins) {
        return Err(StudyError::TankInMap { name: tank.name.clone(), climate: id });
    }
    let site = SiteSettings { climate: id.clone(), form, ..base.site.clone() };
    let result = compare::run(&Scenario { site, ..base.clone() }, catalog)?;
    let row = ClimateRow {
        climate: id,
        location: result.site.location,
        mean_dry_bulb_c: result.site.mean_dry_bulb_c,
        elevation_m: result.site.elevation_m,
        design_wet_bulb_c: result.site.design_wet_bulb_c,
        architectures: result.architectures.into_iter().map(climate_cell).collect(),
    };
    Ok(ClimateRun { row, credit: result.site.credit, it: result.it })
}

/// Why there is no WUE of wetted pads.
pub(crate) const UNKNOWN_WATER: &str =
    "the WUE of wetted pads needs an hourly year, and climates are compared by joint bins";

fn climate_cell(a: ArchitectureResult) -> ClimateCell {
    let year = a.annual.as_ref();
    let unknown_water = year.filter(|y| y.water_l.is_none()).map(|_| UNKNOWN_WATER);
    ClimateCell {
        pue: year.map(|y| y.pue),
        tue: year.map(|y| y.tue),
        wue_l_per_kwh: year.and_then(|y| y.wue_l_per_kwh),
        free_cooling_hours: year.map(|y| y.free_cooling_hours),
        liquid_plant_free_cooling_hours: year.and_then(|y| y.liquid_plant_free_cooling_hours),
        unmet_hours: year.map(|y| y.unmet_hours),
        name: a.name,
        cooling: a.cooling,
        feasible: a.feasible,
        reason: a.reason.or_else(|| unknown_water.map(str::to_owned)),
        facility_power_w: a.facility_power_w,
    }
}
