//! A facility through the hours of a year.

use std::ops::Range;

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::units::Duration;

use super::facility::Facility;
use super::hour::FacilityHour;
use super::load_table::LoadTable;
use super::profile::HourlyProfile;
use super::storage::dispatch::StorageDispatch;
use super::year::FacilityYear;
use super::year_groups::{self, GroupYear};

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
    inputs: YearInputs<'_>,
    see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<FacilityYear, PlantError> {
    run_year_in_parts(facility, hours, inputs, &[], see).map(|parts| parts.whole)
}

/// A year and parts of it.
#[derive(Clone, Debug)]
pub struct YearWithParts {
    /// All of it.
    pub whole: FacilityYear,
    /// Its parts, in the order that they were asked for in.
    pub parts: Vec<FacilityYear>,
}

/// Sums of some steps of a year.
#[derive(Default)]
struct StepSums {
    year: FacilityYear,
    groups: Vec<GroupYear>,
    /// Largest powers within the steps.
    peaks: FacilityYear,
}

impl StepSums {
    fn finish(self, facility: &Facility) -> FacilityYear {
        let Self { mut year, groups, peaks } = self;
        year.groups = groups;
        year.peak_w = year.peak_w.max(peaks.peak_w);
        year.it_peak_w = year.it_peak_w.max(peaks.it_peak_w);
        year.settle_hours();
        let building = &facility.hall.power_chain.building;
        year.building_j = year.hours * 3600.0 * (building.lighting_w + building.fixed_w);
        year.lighting_j = year.hours * 3600.0 * building.lighting_w;
        year
    }
}

/// The year and sums over ranges of its steps.
///
/// # Errors
/// As [`run_year`].
pub fn run_year_in_parts(
    facility: &Facility,
    hours: &[OutdoorConditions],
    YearInputs { price, loads }: YearInputs<'_>,
    parts: &[Range<usize>],
    mut see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<YearWithParts, PlantError> {
    let mut sums: Vec<StepSums> = (0..=parts.len()).map(|_| StepSums::default()).collect();
    let holds = |part: usize, step: usize| part == 0 || parts[part - 1].contains(&step);
    let mut step = 0;
    let leap = hours.iter().map(|h| h.weight_h).sum::<f64>() > LEAP_YEAR_H;
    let set_c = facility.warmest_met_supply().celsius();
    let mut book =
        |facility: &Facility, hour: &OutdoorConditions, state: &FacilityHour, peak: Option<&FacilityHour>| {
            for (_, sums) in sums.iter_mut().enumerate().filter(|(part, _)| holds(*part, step)) {
                sums.year.add_hour(state, hour.weight_h, set_c);
                year_groups::add_hour(&mut sums.groups, facility, state, hour.weight_h);
                if let Some(peak) = peak {
                    sums.peaks.add_peak(peak);
                }
            }
            step += 1;
            see(hour, state);
        };
    if let (Some(storage), Some(first)) = (facility.storage(), hours.first()) {
        let step = Duration::new(first.weight_h * 3600.0);
        let mut keeper = StorageDispatch::new(facility, storage, step, price, leap).with_loads(loads);
        let mut left = hours;
        while !left.is_empty() {
            let (day, rest) = left.split_at(keeper.plan_day(left)?);
            for (place, hour) in day.iter().enumerate() {
                let state = keeper.dispatch_hour(place, hour)?;
                book(keeper.facility(), hour, &state, None);
            }
            left = rest;
        }
    } else if let Some(table) = loads {
        let mut facility = facility.clone();
        for (step, hour) in hours.iter().enumerate() {
            let loads = table.step(step);
            let mut peak = None;
            if loads.has_peak() {
                facility.set_loads(loads.peaks)?;
                peak = Some(facility.solve_hour(hour)?);
            }
            facility.set_loads(loads.means)?;
            let state = facility.solve_hour(hour)?;
            book(&facility, hour, &state, peak.as_ref());
        }
    } else {
        for hour in hours {
            match &facility.solve_hour(hour) {
                Ok(state) => book(facility, hour, state, None),
                Err(error) => return Err(error.clone()),
            }
        }
    }
    let mut all = sums.into_iter().map(|sums| sums.finish(facility));
    let whole = all.next().unwrap_or_default();
    Ok(YearWithParts { whole, parts: all.collect() })
}
