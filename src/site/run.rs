//! A facility through the hours of a year.

use std::ops::Range;

use crate::physics::air::MoistAir;
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

/// An hour of a year as it was solved.
#[derive(Clone, Copy, Debug)]
pub struct SeenHour<'a> {
    /// The facility with the loads of the hour.
    pub facility: &'a Facility,
    /// The outdoor air.
    pub outdoor: &'a OutdoorConditions,
    /// What the facility does.
    pub state: &'a FacilityHour,
    /// The same with the largest loads within the hour, where these are above their means.
    pub peak: Option<&'a FacilityHour>,
}

/// The same with prices and loads of every hour.
///
/// # Errors
/// As [`run_year`].
pub fn run_priced_year(
    facility: &Facility,
    hours: &[OutdoorConditions],
    inputs: YearInputs<'_>,
    mut see: impl FnMut(&OutdoorConditions, &FacilityHour),
) -> Result<FacilityYear, PlantError> {
    run_detailed_year(facility, hours, inputs, |seen| see(seen.outdoor, seen.state))
}

/// The same, shown every hour with its facility and its peak. The largest powers count the most within an hour too, where
/// loads are finer: the most of all groups are taken to come together.
///
/// # Errors
/// As [`run_year`].
pub fn run_detailed_year(
    facility: &Facility,
    hours: &[OutdoorConditions],
    inputs: YearInputs<'_>,
    see: impl FnMut(&SeenHour<'_>),
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
}

impl StepSums {
    fn finish(self, facility: &Facility) -> FacilityYear {
        let Self { mut year, groups } = self;
        year.groups = groups;
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
    mut see: impl FnMut(&SeenHour<'_>),
) -> Result<YearWithParts, PlantError> {
    let mut sums: Vec<StepSums> = (0..=parts.len()).map(|_| StepSums::default()).collect();
    let holds = |part: usize, step: usize| part == 0 || parts[part - 1].contains(&step);
    let mut step = 0;
    let leap = hours.iter().map(|h| h.weight_h).sum::<f64>() > LEAP_YEAR_H;
    let set_c = facility.warmest_met_supply().celsius();
    let mut book = |seen: &SeenHour<'_>| {
        for (_, sums) in sums.iter_mut().enumerate().filter(|(part, _)| holds(*part, step)) {
            sums.year.add_hour(seen.state, seen.outdoor.weight_h, set_c);
            seen.peak.iter().for_each(|peak| sums.year.add_peak(peak));
            year_groups::add_hour(&mut sums.groups, seen);
        }
        step += 1;
        see(seen);
    };
    if let (Some(storage), Some(first)) = (facility.storage(), hours.first()) {
        let step = Duration::new(first.weight_h * 3600.0);
        let mut keeper = StorageDispatch::new(facility, storage, step, price, leap).with_loads(loads);
        let mut left = hours;
        while !left.is_empty() {
            let (day, rest) = left.split_at(keeper.plan_day(left)?);
            for (place, hour) in day.iter().enumerate() {
                let state = keeper.dispatch_hour(place, hour)?;
                book(&SeenHour { facility: keeper.facility(), outdoor: hour, state: &state, peak: None });
            }
            left = rest;
        }
    } else if let Some(table) = loads {
        let mut facility = facility.clone();
        for (step, hour) in hours.iter().enumerate() {
            let loads = table.step(step);
            let peak = if loads.has_peak() {
                facility.set_loads(loads.peaks)?;
                Some(facility.solve_hour(hour)?)
            } else {
                None
            };
            facility.set_loads(loads.means)?;
            let state = facility.solve_hour(hour)?;
            book(&SeenHour { facility: &facility, outdoor: hour, state: &state, peak: peak.as_ref() });
        }
    } else {
        let prepared = facility.prepared()?;
        // One hour in twelve of a typical year has the very air of the hour before.
        let mut last: Option<(MoistAir, FacilityHour)> = None;
        for hour in hours {
            let (_, state) = match last.take() {
                Some(same) if same.0 == hour.air => last.insert(same),
                _ => last.insert((hour.air, prepared.solve_hour(hour)?)),
            };
            book(&SeenHour { facility, outdoor: hour, state, peak: None });
        }
    }
    let mut all = sums.into_iter().map(|sums| sums.finish(facility));
    let whole = all.next().unwrap_or_default();
    Ok(YearWithParts { whole, parts: all.collect() })
}
