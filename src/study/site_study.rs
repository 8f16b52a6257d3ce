//! A site through the year: the totals of a comparison, its months, and every hour.

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::scenario::{Architecture, Scenario};
use crate::site::facility::FacilityHour;
use crate::site::outdoor::Outdoor;
use crate::site::plant::Mode;
use crate::site::weather::Hour;

use super::build::{self, ArchitectureError};
use super::compare::{self, StudyError};
use super::place::{self, Place};
use super::site_result::{HourRecord, Modes, Month, SiteAnswer, SiteReport};
use super::ways;

const J_PER_KWH: f64 = 3.6e6;
/// Days of the months of a common year and of a leap year.
const DAYS: [[usize; 12]; 2] =
    [[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]];

/// Runs the year of every architecture, or of one by its name or way of cooling. The result does not depend on the number of
/// threads.
///
/// # Errors
/// [`StudyError`]. An architecture that can't be cooled is no error: its totals say why.
pub fn run(scenario: &Scenario, catalog: &Catalog, architecture: Option<&str>) -> Result<SiteReport, StudyError> {
    let mut scenario = scenario.clone();
    if let Some(name) = architecture {
        scenario.architectures = vec![ways::pick(&scenario, catalog, name)?];
    }
    let totals = compare::run(&scenario, catalog)?;
    let place = place::find(&scenario, catalog)?;
    let study = Study { scenario: &scenario, catalog, place: &place };
    let years: Vec<Result<Vec<HourRecord>, StudyError>> =
        scenario.architectures.par_iter().map(|a| study.hours(a)).collect();
    let mut architectures = Vec::with_capacity(years.len());
    for (total, hours) in totals.architectures.into_iter().zip(years) {
        let hours = hours?;
        let modes = modes(&hours, &place.hours);
        let months = if place.hourly { months(&hours, &place.hours) } else { Vec::new() };
        let hours = if place.hourly { hours } else { Vec::new() };
        architectures.push(SiteAnswer { total, modes, months, hours });
    }
    Ok(SiteReport {
        title: totals.title,
        site: totals.site,
        it: totals.it,
        architectures,
        assumptions: totals.assumptions,
        sources: totals.sources,
        warnings: totals.warnings,
    })
}

struct Study<'a> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    place: &'a Place,
}

impl Study<'_> {
    /// Every hour; none where the architecture can't run, which its totals tell.
    fn hours(&self, architecture: &Architecture) -> Result<Vec<HourRecord>, StudyError> {
        match self.year(architecture) {
            Ok(hours) => Ok(hours),
            Err(ArchitectureError::Build(error)) => Err(StudyError::Data { name: architecture.name.clone(), error }),
            Err(_) => Ok(Vec::new()),
        }
    }

    fn year(&self, architecture: &Architecture) -> Result<Vec<HourRecord>, ArchitectureError> {
        let built = build::facility(self.catalog, self.scenario, architecture, &self.place.design)?;
        let hours = Outdoor::year(&self.place.hours);
        let numbered = hours.iter().enumerate();
        numbered.map(|(i, hour)| Ok(record(i + 1, hour, &built.facility.hour(hour)?))).collect()
    }
}

fn record(hour: usize, weather: &Outdoor, h: &FacilityHour) -> HourRecord {
    HourRecord {
        hour,
        dry_bulb_c: weather.air.dry_bulb().celsius(),
        wet_bulb_c: weather.wet_bulb.celsius(),
        pressure_pa: weather.air.pressure().pascals(),
        it_power_w: h.it_w(),
        facility_power_w: h.facility_w,
        accelerator_power_w: h.racks.accelerator_w,
        other_it_power_w: h.racks.other_it_w,
        server_fan_power_w: h.racks.fan_w,
        psu_loss_w: h.racks.psu_loss_w,
        power_chain_loss_w: h.chain_loss_w,
        air_handling_power_w: h.handler_w,
        coolant_pump_power_w: h.racks.pump_w,
        plant_pump_power_w: h.main.pump_w + h.room.pump_w,
        compressor_power_w: h.main.compressor_w + h.room.compressor_w,
        rejection_fan_power_w: h.main.fan_w + h.room.fan_w,
        rejected_heat_w: h.rejected_w,
        liquid_heat_w: h.racks.liquid_heat_w,
        water_kg_s: h.main.water_kg_s + h.room.water_kg_s,
        supply_c: h.supply_c,
        water_supply_c: h.water_c,
        rejection_leaving_c: h.main.rejection_c.1,
        mode: h.main.mode.name(),
    }
}

fn modes(records: &[HourRecord], hours: &[Hour]) -> Modes {
    let of = |mode: Mode| -> f64 {
        records.iter().zip(hours).filter(|(r, _)| r.mode == mode.name()).map(|(_, h)| h.weight_h).sum()
    };
    Modes { free_hours: of(Mode::Free), partial_hours: of(Mode::Partial), mechanical_hours: of(Mode::Mechanical) }
}

/// Sums of the months of a year in order.
fn months(records: &[HourRecord], hours: &[Hour]) -> Vec<Month> {
    let Some(step_h) = hours.first().map(|h| h.weight_h) else { return Vec::new() };
    let total_h: f64 = hours.iter().map(|h| h.weight_h).sum();
    let days = &DAYS[usize::from(total_h > 8772.0)];
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
            Month {
                month,
                dry_bulb_c: rows.iter().map(|r| r.dry_bulb_c).sum::<f64>() / rows.len().max(1) as f64,
                energy_kwh,
                it_energy_kwh,
                server_fan_energy_kwh: kwh(|r| r.server_fan_power_w),
                conversion_energy_kwh: kwh(|r| r.psu_loss_w + r.power_chain_loss_w),
                air_handling_energy_kwh: kwh(|r| r.air_handling_power_w),
                pump_energy_kwh: kwh(|r| r.coolant_pump_power_w + r.plant_pump_power_w),
                compressor_energy_kwh: kwh(|r| r.compressor_power_w),
                rejection_fan_energy_kwh: kwh(|r| r.rejection_fan_power_w),
                pue: energy_kwh / it_energy_kwh,
                water_l: rows.iter().map(|r| r.water_kg_s * step_h * 3600.0).sum(),
                free_cooling_hours: rows.iter().filter(|r| r.mode == Mode::Free.name()).count() as f64 * step_h,
            }
        })
        .filter(|m| m.energy_kwh > 0.0)
        .collect()
}
