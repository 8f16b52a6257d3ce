//! A phase of a hall through the whole year of the weather, and through the parts of it that calendar years take.

use std::ops::Range;

use crate::assembly::capital_cost::{self, CapitalItem};
use crate::assembly::error::ArchitectureError;
use crate::assembly::facility;
use crate::plant::outdoor::sum_hours;
use crate::scenario::Scenario;
use crate::site::money::UtilityMeter;
use crate::site::year::{self, FacilityYear, YearInputs};
use crate::study::compare::annual;
use crate::units::calendar::whole_minutes;
use crate::units::count::round_count;

use super::GrowthStudy;
use super::span::YearSpan;
use super::sums::TimeSums;

/// More hours than a common year has, and fewer than a leap year.
const LEAP_YEAR_H: f64 = 8772.0;

/// What a phase is.
pub(super) struct PhaseRun {
    /// A whole year of it.
    pub whole: TimeSums,
    /// The parts of calendar years that it has.
    pub spans: Vec<TimeSums>,
    /// What is priced of what stands there.
    pub capital: Vec<CapitalItem>,
    /// Racks that it is built for.
    pub built_racks: f64,
    /// Accelerators that stand there, by group.
    pub accelerators: Vec<(Option<String>, f64)>,
}

impl PhaseRun {
    /// Accelerators of all groups.
    pub fn accelerator_count(&self) -> u32 {
        round_count(self.accelerators.iter().map(|(_, count)| count).sum())
    }
}

/// Runs a phase of an architecture by its place.
///
/// # Errors
/// [`ArchitectureError`].
pub(super) fn run_phase(
    study: &GrowthStudy<'_>,
    scenario: &Scenario,
    architecture: usize,
    spans: &[YearSpan],
) -> Result<PhaseRun, ArchitectureError> {
    let (place, rates) = (study.place, study.rates);
    let given = &scenario.architectures[architecture];
    let built = facility::build_facility(study.catalog, scenario, given, &place.design)?;
    let weather = place.weather_of(given);
    let step_h = weather.first().map_or(1.0, |hour| hour.weight_h);
    let (minutes, leap) = (whole_minutes(step_h), sum_hours(weather) > LEAP_YEAR_H);
    // Years in the middle of a phase take the same steps: each range is summed once.
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let range_of: Vec<usize> = spans
        .iter()
        .filter(|_| place.hourly)
        .map(|span| {
            let steps = span.steps(weather.len(), minutes, leap);
            ranges.iter().position(|known| *known == steps).unwrap_or_else(|| {
                ranges.push(steps);
                ranges.len() - 1
            })
        })
        .collect();
    let mut meter = rates.start_meter();
    let start = |steps: &Range<usize>| rates.start_meter().at_minute(u32::try_from(steps.start).unwrap_or(0) * minutes);
    let mut meters: Vec<UtilityMeter<'_>> = ranges.iter().map(start).collect();
    let loads = study.loads.map(|loads| loads.of_facility(&built, step_h)).transpose()?;
    let inputs = YearInputs { price: rates.tariff(), loads: loads.as_ref().map(|own| &own.table) };
    let mut step = 0;
    let year = year::run_year_in_parts(&built.facility, weather, inputs, &ranges, |seen| {
        let (outdoor, state) = (seen.outdoor, seen.state);
        meter.add_period(state.facility_w, outdoor.weight_h);
        for (_, meter) in ranges.iter().zip(&mut meters).filter(|(steps, _)| steps.contains(&step)) {
            meter.add_period(state.facility_w, outdoor.weight_h);
        }
        step += 1;
    })?;
    let sums = |(year, share): (&FacilityYear, f64), meter: &UtilityMeter<'_>| {
        let tokens = annual::annual_tokens(study.catalog, &built.groups, year).count;
        TimeSums::from_year((year, share), meter, rates, (built.design_it_w(), tokens))
    };
    let own = if place.hourly {
        range_of.iter().map(|range| sums((&year.parts[*range], 1.0), &meters[*range])).collect()
    } else {
        spans.iter().map(|span| sums((&year.whole, span.share_by_days()), &meter)).collect()
    };
    let standing = built.groups.iter().map(|own| {
        let count = own.group.it.filled * own.racks * f64::from(own.accelerators);
        (own.group.name.clone(), count)
    });
    Ok(PhaseRun {
        whole: sums((&year.whole, 1.0), &meter),
        spans: own,
        capital: capital_cost::price_capital_items(study.catalog, &built, scenario.cost.modules)?,
        built_racks: built.rack_count(),
        accelerators: standing.collect(),
    })
}
