//! A facility through the hours of a year.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::units::Duration;

use super::facility::Facility;
use super::hour::FacilityHour;
use super::load_table::LoadTable;
use super::profile::HourlyProfile;
use super::storage::dispatch::StorageDispatch;
use super::year::FacilityYear;
use super::year_groups;

/// More hours than a common year has, and fewer than a leap year.
const LEAP_YEAR_H: f64 = 8772.0;

/// What a year is run with beside its weather.
#[derive(Clone, Copy, Debug, Default)]
pub struct YearInputs<'a> {
    /// A price for every hour, by which a tank is worked.
    pub price: Option<&'a HourlyProfile>,
    /// Loads of the groups in every step of the weather; none where they are constant.
    pub loads: Option<&'a LoadTable>,
}

/// Runs a facility through the hours of a year; `see` is shown each of them. Where it has a tank, the hours must stand in
/// their order.
///
/// # Errors
/// [`PlantError`] of the first hour that fails.
pub fn run_year(
    facility: &Facility,
    hours: &[OutdoorConditions],
    see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<FacilityYear, PlantError> {
    run_priced_year(facility, hours, YearInputs::default(), see)
}

/// The same with prices and loads of every hour. The largest powers count the most within an hour too, where loads are finer:
/// the most of all groups are taken to come together.
///
/// # Errors
/// As [`run_year`].
pub fn run_priced_year(
    facility: &Facility,
    hours: &[OutdoorConditions],
    YearInputs { price, loads }: YearInputs<'_>,
    mut see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<FacilityYear, PlantError> {
    let mut year = FacilityYear::default();
    let mut groups = Vec::new();
    let leap = hours.iter().map(|h| h.weight_h).sum::<f64>() > LEAP_YEAR_H;
    let set_c = facility.warmest_met_supply().celsius();
    let mut book = |facility: &Facility, hour: &OutdoorConditions, state: &FacilityHour| {
        year.add_hour(state, hour.weight_h, set_c);
        year_groups::add_hour(&mut groups, facility, state, hour.weight_h);
        see(hour, state);
    };
    let mut peaks = FacilityYear::default();
    if let (Some(storage), Some(first)) = (facility.storage(), hours.first()) {
        let step = Duration::new(first.weight_h * 3600.0);
        let mut keeper = StorageDispatch::new(facility, storage, step, price, leap).with_loads(loads);
        let mut left = hours;
        while !left.is_empty() {
            let (day, rest) = left.split_at(keeper.plan_day(left)?);
            for (place, hour) in day.iter().enumerate() {
                let state = keeper.dispatch_hour(place, hour)?;
                book(keeper.facility(), hour, &state);
            }
            left = rest;
        }
    } else if let Some(table) = loads {
        let mut facility = facility.clone();
        for (step, hour) in hours.iter().enumerate() {
            let loads = table.step(step);
            if loads.has_peak() {
                facility.set_loads(loads.peaks)?;
                peaks.add_peak(&facility.solve_hour(hour)?);
            }
            facility.set_loads(loads.means)?;
            let state = facility.solve_hour(hour)?;
            book(&facility, hour, &state);
        }
    } else {
        for hour in hours {
            match &facility.solve_hour(hour) {
                Ok(state) => book(facility, hour, state),
                Err(error) => return Err(error.clone()),
            }
        }
    }
    year.groups = groups;
    year.peak_w = year.peak_w.max(peaks.peak_w);
    year.it_peak_w = year.it_peak_w.max(peaks.it_peak_w);
    year.settle_hours();
    let building = &facility.hall.power_chain.building;
    year.building_j = year.hours * 3600.0 * (building.lighting_w + building.fixed_w);
    year.lighting_j = year.hours * 3600.0 * building.lighting_w;
    Ok(year)
}
