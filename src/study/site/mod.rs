//! A site through the year: the totals of a comparison, its months, and every hour.

pub mod cooling_modes;
pub(crate) mod outdoor_air;
pub mod result;

use crate::assembly::cooling_variants;
use crate::catalog::Catalog;
use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::plant::sized::PlantMode;
use crate::scenario::Scenario;

use self::result::{HourRecord, ModeHours, MonthlyTotals, SiteReport, SiteYearResult};
use super::compare::{self, Place, StudyError};

const J_PER_KWH: f64 = 3.6e6;
/// Days of the months of a common year and of a leap year.
const MONTH_DAYS: [[usize; 12]; 2] =
    [[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]];

/// Runs the year of every architecture, or of one by its name or way of cooling. The result does not depend on the number of
/// threads.
///
/// # Errors
/// [`StudyError`]. An architecture that can't be cooled is no error: its totals say why.
pub fn run(scenario: &Scenario, catalog: &Catalog, architecture: Option<&str>) -> Result<SiteReport, StudyError> {
    let mut scenario = scenario.clone();
    if let Some(name) = architecture {
        scenario.architectures = vec![cooling_variants::select_variant(&scenario, catalog, name)?];
    }
    let site = Place::find(&scenario, catalog)?;
    let compare::HourlyComparison { comparison, place, hours } =
        compare::run_comparison(&site, &scenario, catalog, true)?;
    let (outdoor, hourly) = (&place.hours, place.hourly);
    let mut architectures = Vec::with_capacity(hours.len());
    for ((total, hours), given) in comparison.architectures.into_iter().zip(hours).zip(&scenario.architectures) {
        let met = place.weather_of(given);
        let modes = count_mode_hours(&hours, met, |h| Some(h.mode)).unwrap_or_default();
        let liquid_plant_modes = count_mode_hours(&hours, met, |h| h.liquid_plant_mode);
        let supply_air_c = hours.first().filter(|_| total.cooling.is_air_cooled()).map(|h| h.supply_c);
        let months = if hourly { sum_months(&hours, outdoor) } else { Vec::new() };
        let mode_cells = cooling_modes::count_mode_cells(&hours, met, hourly);
        let hours = if hourly { hours } else { Vec::new() };
        architectures.push(SiteYearResult {
            total,
            supply_air_c,
            modes,
            liquid_plant_modes,
            months,
            mode_cells,
            hours,
        });
    }
    let (air_classes, outdoor_air) =
        outdoor_air::classify_outdoor_air(catalog, comparison.site.elevation_m, outdoor, hourly)?;
    let (mut assumptions, mut sources) = (comparison.assumptions, comparison.sources);
    let classes = outdoor_air::air_class_provenance(catalog);
    assumptions.extend(classes.0);
    sources.extend(classes.1.into_iter().filter(|s| sources.iter().all(|known| known.id != s.id)).collect::<Vec<_>>());
    Ok(SiteReport {
        title: comparison.title,
        site: comparison.site,
        it: comparison.it,
        air_classes,
        outdoor_air,
        hourly_places: if hourly { Vec::new() } else { catalog.hourly_places() },
        cost: comparison.cost,
        architectures,
        assumptions,
        sources,
        warnings: comparison.warnings,
    })
}

/// Hours in each mode; nothing where no hour has one.
fn count_mode_hours(
    records: &[HourRecord],
    hours: &[OutdoorConditions],
    mode_of: fn(&HourRecord) -> Option<PlantMode>,
) -> Option<ModeHours> {
    records.first().and_then(mode_of)?;
    let of = |mode: PlantMode| -> f64 {
        let those = records.iter().zip(hours).filter(|(r, _)| mode_of(r) == Some(mode));
        // An empty sum of f64 is -0.
        settle_minutes(those.fold(0.0, |sum, (_, h)| sum + h.weight_h))
    };
    Some(ModeHours {
        free_hours: of(PlantMode::Free),
        partial_hours: of(PlantMode::Partial),
        mechanical_hours: of(PlantMode::Mechanical),
    })
}

/// Sums of the months of a year in order.
fn sum_months(records: &[HourRecord], hours: &[OutdoorConditions]) -> Vec<MonthlyTotals> {
    let Some(step_h) = hours.first().map(|h| h.weight_h) else { return Vec::new() };
    let total_h: f64 = hours.iter().map(|h| h.weight_h).sum();
    let days = &MONTH_DAYS[usize::from(total_h > 8772.0)];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few rows a day")]
    let per_day = (24.0 / step_h).round() as usize;
    let mut at = 0;
    (1..)
        .zip(days)
        .map(|(month, days)| {
            let rows = records.get(at..at + days * per_day).unwrap_or_default();
            at += days * per_day;
            let kwh = |f: fn(&HourRecord) -> f64| rows.iter().map(|r| f(r) * step_h * 3600.0).sum::<f64>() / J_PER_KWH;
            let (energy_kwh, it_energy_kwh) = (kwh(|r| r.facility_power_w), kwh(|r| r.it_power_w));
            MonthlyTotals {
                month,
                dry_bulb_c: rows.iter().map(|r| r.dry_bulb_c).sum::<f64>() / rows.len().max(1) as f64,
                energy_kwh,
                it_energy_kwh,
                server_fan_energy_kwh: kwh(|r| r.server_fan_power_w),
                conversion_energy_kwh: kwh(|r| r.psu_loss_w + r.power_chain_loss_w),
                power_chain_energy_kwh: kwh(|r| r.power_chain_loss_w),
                air_handling_energy_kwh: kwh(|r| r.air_handling_power_w),
                pump_energy_kwh: kwh(|r| r.coolant_pump_power_w + r.plant_pump_power_w),
                compressor_energy_kwh: kwh(|r| r.compressor_power_w),
                purchased_cooling_energy_kwh: kwh(|r| r.purchased_cooling_power_w),
                rejection_fan_energy_kwh: kwh(|r| r.rejection_fan_power_w),
                building_energy_kwh: kwh(|r| r.lighting_power_w + r.fixed_power_w),
                pue: energy_kwh / it_energy_kwh,
                cooling_modes: cooling_modes::count_modes(rows.iter().map(|r| (r, step_h))),
                water_l: rows.iter().map(|r| r.water_kg_s * step_h * 3600.0).sum(),
                free_cooling_hours: rows.iter().filter(|r| r.mode == PlantMode::Free).count() as f64 * step_h,
                liquid_plant_free_cooling_hours: rows.first().and_then(|r| r.liquid_plant_mode).map(|_| {
                    rows.iter().filter(|r| r.liquid_plant_mode == Some(PlantMode::Free)).count() as f64 * step_h
                }),
            }
        })
        .filter(|m| m.energy_kwh > 0.0)
        .collect()
}
