//! A hall that grows: each calendar year composed of its phases by their dates.
//!
//! A phase is the hall with the racks that stand there, run through the whole year of the weather. A calendar year takes of
//! each of its phases the hours between their dates, where the weather has hours, and else as large a share of the phase's
//! year as it has days. Every calendar year has the same weather, prices and carbon.

mod installed_phase;
pub mod result;
mod span;
mod stock;
mod sums;

use rayon::prelude::*;

use crate::assembly::error::ArchitectureError;
use crate::assembly::loads::GroupLoads;
use crate::assembly::location::SiteWeather;
use crate::assembly::tariffs::SiteRates;
use crate::catalog::Catalog;
use crate::plant::outdoor::OutdoorConditions;
use crate::rack::build::BuildError;
use crate::scenario::{PhaseSettings, Scenario};
use crate::units::date::Date;

use self::installed_phase::{PhaseRun, run_phase};
use self::result::{GrowthResult, PhaseResult, YearResult};
use self::span::{YearSpan, year_spans};
use self::stock::Stock;
use self::sums::{TimeSums, charge_monthly_peaks};

/// A hall's phases, and what all architectures share.
pub(crate) struct GrowthStudy<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    place: &'a SiteWeather,
    rates: &'a SiteRates,
    /// Loads by the hour, which no phase changes, where the scenario has some.
    loads: Option<&'a GroupLoads>,
    /// The scenario as it is during each phase.
    cases: Vec<Scenario>,
    spans: Vec<YearSpan>,
}

impl<'a> GrowthStudy<'a> {
    /// The study of a scenario; nothing where it has no phases.
    pub fn new(
        scenario: &'a Scenario,
        catalog: &'a Catalog,
        (place, loads): (&'a SiteWeather, Option<&'a GroupLoads>),
        rates: &'a SiteRates,
    ) -> Option<Self> {
        let phases = &scenario.it.growth.phases;
        if phases.is_empty() {
            return None;
        }
        let cases = (0..phases.len()).map(|phase| scenario.at_phase(phase)).collect();
        let from: Vec<Date> = phases.iter().map(|phase| phase.from).collect();
        Some(Self { catalog, scenario, place, rates, loads, cases, spans: year_spans(&from) })
    }

    /// Phases and years of an architecture by its place. A phase in which it can't run is no error: the result says why.
    ///
    /// # Errors
    /// Data that the catalog lacks.
    pub fn run(&self, architecture: usize) -> Result<GrowthResult, BuildError> {
        match self.run_phases(architecture) {
            Ok(found) => Ok(found),
            Err(ArchitectureError::Build(error)) => Err(error),
            Err(error) => Ok(GrowthResult {
                plant_building: self.scenario.it.growth.plant.name(),
                phases: Vec::new(),
                years: Vec::new(),
                growth_cost_usd: None,
                growth_discounted_cost_usd: None,
                growth_reason: Some(format!("no figures by phase: {error}")),
            }),
        }
    }

    fn run_phases(&self, architecture: usize) -> Result<GrowthResult, ArchitectureError> {
        // The first error by date, whichever phase is done first.
        let runs: Vec<Result<PhaseRun, ArchitectureError>> = self
            .cases
            .par_iter()
            .enumerate()
            .map(|(phase, case)| {
                let own: Vec<YearSpan> = self.spans.iter().filter(|span| span.phase == phase).copied().collect();
                run_phase(self, case, architecture, &own)
            })
            .collect();
        let runs = runs.into_iter().collect::<Result<Vec<PhaseRun>, ArchitectureError>>()?;
        let given = &self.scenario.architectures[architecture];
        let water_known = self.place.hourly || !given.has_wetted_air();
        let mut sums: Vec<TimeSums> = runs.iter().flat_map(|run| run.spans.iter().cloned()).collect();
        let phases = &self.scenario.it.growth.phases;
        let discounted_from = |time: f64| (1.0 + self.rates.rules.discount_rate).powf(begin_time(&phases[0]) - time);
        let (mut stock, mut it, mut paid) = (Stock::default(), Vec::new(), 0.0);
        let mut discounted: Vec<(u32, f64)> = Vec::new();
        let mut phase_parts = Vec::with_capacity(runs.len());
        for (place, (run, phase)) in runs.iter().zip(phases).enumerate() {
            let equipment = stock.add_needed(self.catalog, &run.capital)?;
            let plant_usd = stock.paid_usd() - paid;
            paid = stock.paid_usd();
            let price = self.rates.rules.it_cost_usd_per_accelerator;
            let it_usd = price.map(|usd| usd * add_accelerators(&mut it, &run.accelerators));
            let capital_usd = plant_usd + it_usd.unwrap_or(0.0);
            let mut first = true;
            for (span, sums) in self.spans.iter().zip(&mut sums).filter(|(span, _)| span.phase == place) {
                let share = if self.place.hourly { sums.hours / self.year_hours() } else { span.share_by_days() };
                sums.maintenance_usd = self.rates.rules.maintenance_share * paid * share;
                if std::mem::take(&mut first) {
                    sums.capital_usd = capital_usd;
                    discounted.push((span.year, capital_usd * discounted_from(begin_time(phase))));
                }
            }
            phase_parts.push((equipment, it_usd));
        }
        for year in self.years() {
            let own = self.spans.iter().zip(&mut sums).filter(|(span, _)| span.year == year);
            let mut times: Vec<&mut TimeSums> = own.map(|(_, sums)| sums).collect();
            charge_monthly_peaks(&mut times, self.rates.demand_usd_kw);
        }
        let sum_of = |keep: &dyn Fn(&YearSpan) -> bool| {
            let own = self.spans.iter().zip(&sums).filter(|(span, _)| keep(span));
            TimeSums::sum(own.map(|(_, sums)| sums)).totals(self.rates, water_known)
        };
        let year_of = |year: u32| {
            let totals = sum_of(&|span| span.year == year);
            let capital_usd: f64 = discounted.iter().filter(|(of, _)| *of == year).map(|(_, usd)| usd).sum();
            let running_usd = totals.running_cost_usd() * discounted_from(f64::from(year + 1));
            YearResult { year, discounted_cost_usd: capital_usd + running_usd, totals }
        };
        let years: Vec<YearResult> = self.years().map(year_of).collect();
        let result_of = |(place, ((run, phase), (equipment, it_capital_usd))): (usize, _)| {
            let (run, phase): (&PhaseRun, &PhaseSettings) = (run, phase);
            let year = run.whole.totals(self.rates, water_known);
            PhaseResult {
                name: phase.name.clone(),
                from: phase.from.to_string(),
                until: phases.get(place + 1).map_or_else(
                    || format!("{:04}-12-31", phase.from.year() + 1),
                    |next| next.from.day_before().to_string(),
                ),
                built_racks: run.built_racks,
                accelerators: run.accelerator_count(),
                equipment,
                it_capital_usd,
                full_year_pue: year.pue,
                full_year_it_load_share: year.it_load_share,
                totals: sum_of(&|span| span.phase == place),
            }
        };
        Ok(GrowthResult {
            plant_building: self.scenario.it.growth.plant.name(),
            phases: runs.iter().zip(phases).zip(phase_parts).enumerate().map(result_of).collect(),
            growth_cost_usd: Some(years.iter().map(|year| year.totals.total_cost_usd).sum()),
            growth_discounted_cost_usd: Some(years.iter().map(|year| year.discounted_cost_usd).sum()),
            years,
            growth_reason: None,
        })
    }

    /// Calendar years.
    fn years(&self) -> impl Iterator<Item = u32> + use<> {
        let first = self.spans.first().map_or(1, |span| span.year);
        first..=self.spans.last().map_or(0, |span| span.year)
    }

    fn year_hours(&self) -> f64 {
        self.place.hours.iter().map(|hour: &OutdoorConditions| hour.weight_h).sum()
    }
}

/// When a phase begins, years.
fn begin_time(phase: &PhaseSettings) -> f64 {
    f64::from(phase.from.year()) + phase.from.share_of_year()
}

/// Accelerators that come beyond the most that there were of each group.
fn add_accelerators(most: &mut Vec<(Option<String>, f64)>, now: &[(Option<String>, f64)]) -> f64 {
    let mut added = 0.0;
    for (name, count) in now {
        let place = most.iter().position(|(own, _)| own == name).unwrap_or_else(|| {
            most.push((name.clone(), 0.0));
            most.len() - 1
        });
        let more = (count - most[place].1).max(0.0);
        most[place].1 += more;
        added += more;
    }
    added
}
