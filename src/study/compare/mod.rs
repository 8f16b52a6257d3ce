//! Every architecture of a scenario through the year, side by side.

pub(crate) mod annual;
pub mod annual_result;
mod conditions;
pub mod cost_result;
pub mod end_use;
pub mod equality;
mod facility_result;
pub mod figure;
pub mod group_result;
mod group_totals;
pub mod heat_flow;
pub mod it_summary;
pub mod ladder;
pub mod loops;
mod place;
pub mod rack_summary;
pub mod result;
pub mod sampled_result;
mod site_summary;
mod sizes;
pub(crate) mod summary;
pub mod unit_out;
mod warnings;
mod weather_order;

use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::plant::outdoor::{OutdoorConditions, settle_minutes};
use crate::scenario::{self, Scenario};
use crate::site::year::{self, YearInputs};

pub use super::error::StudyError;

use crate::assembly::error::ArchitectureError;
use crate::assembly::facility;
use crate::assembly::loads::GroupLoads;
use crate::assembly::location::SiteWeather;
use crate::assembly::tariffs::SiteRates;
use crate::assembly::{capital_cost, equal_size, module_edge};

pub(crate) use self::conditions::SiteConditions;
use self::facility_result::FacilityResult;
pub use self::place::Place;
pub(crate) use self::place::PlaceStore;
use self::result::{ArchitectureResult, Comparison, ItSummary, WarningList};
use super::growth::GrowthStudy;
use super::provenance;
use super::site::result::HourRecord;

/// What all architectures share.
pub(crate) struct ComparisonContext<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    place: &'a SiteWeather,
    loads: Option<&'a GroupLoads>,
    rates: SiteRates,
}

/// What a run of an architecture finds beside the totals of its year.
#[derive(Clone, Copy)]
struct RunDetail {
    /// Every hour.
    hours: bool,
    /// The year with one machine out.
    unit_out: bool,
}

impl RunDetail {
    /// The totals alone.
    const TOTALS: Self = Self { hours: false, unit_out: false };
}

/// An architecture's result and the catalog records that it rests on.
pub(crate) struct RecordedResult {
    pub architecture: ArchitectureResult,
    pub records: Vec<String>,
}

/// Runs every architecture of a scenario. The result does not depend on the number of threads.
///
/// # Errors
/// [`StudyError`]. An architecture that can't be cooled is no error: its result says why.
pub fn run(scenario: &Scenario, catalog: &Catalog) -> Result<Comparison, StudyError> {
    at(&Place::find(scenario, catalog)?, scenario, catalog)
}

/// Runs every architecture of a scenario at its place, found before. The result is that of [`run`].
///
/// # Errors
/// As [`run`], and where [`Place::suits`] says that the place is another one.
pub fn at(place: &Place, scenario: &Scenario, catalog: &Catalog) -> Result<Comparison, StudyError> {
    run_comparison(place, scenario, catalog, false).map(|study| study.comparison)
}

/// Runs every architecture of a scenario at its place, one after the other, for the totals of its year: without the years
/// with one machine out, without growth and without what stands beside the architectures. Each equals that of [`at`].
///
/// # Errors
/// As [`at`].
pub fn totals_at(place: &Place, scenario: &Scenario, catalog: &Catalog) -> Result<Vec<ArchitectureResult>, StudyError> {
    let conditions = SiteConditions::at(place, scenario, catalog)?;
    let ran = conditions.run_selected(scenario, catalog, |_| true)?;
    Ok(ran.into_iter().flatten().map(|ran| ran.architecture).collect())
}

/// A comparison and, if asked for, every hour of it.
pub(crate) struct HourlyComparison {
    /// The comparison.
    pub comparison: Comparison,
    /// The weather that it ran by.
    pub place: Arc<SiteWeather>,
    /// The hours of each architecture; none where it can't run or they were not asked for.
    pub hours: Vec<Vec<HourRecord>>,
}

/// Runs every architecture of a scenario and keeps the hours if asked to.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_comparison(
    place: &Place,
    scenario: &Scenario,
    catalog: &Catalog,
    keep: bool,
) -> Result<HourlyComparison, StudyError> {
    let detail = RunDetail { hours: keep, unit_out: true };
    let conditions = SiteConditions::at(place, scenario, catalog)?;
    let context = conditions.comparison_context(scenario, catalog)?;
    let place = &*place.weather;
    let growth = GrowthStudy::new(scenario, catalog, (place, context.loads), &context.rates);
    let run_one = |(i, given): (usize, &scenario::ArchitectureSettings)| {
        let mut out = context.run_architecture(given, detail)?;
        if let Some(growth) = growth.as_ref().filter(|_| out.architecture.feasible) {
            let data = |error| StudyError::Data { name: given.name.clone(), error };
            out.architecture.growth = Some(growth.run(i).map_err(data)?);
        }
        Ok(out)
    };
    let outcomes: Vec<Result<AnnotatedResult, StudyError>> =
        scenario.architectures.par_iter().enumerate().map(run_one).collect();
    let mut hours = Vec::with_capacity(outcomes.len());
    let mut architectures = Vec::with_capacity(outcomes.len());
    let mut warnings = place.warnings.clone();
    warnings.extend(context.rates.warnings.iter().cloned());
    warnings.extend(context.loads.iter().flat_map(|loads| warnings::tell_loads(loads)));
    let mut records: BTreeSet<String> = context.rates.records.iter().cloned().collect();
    for outcome in outcomes {
        let AnnotatedResult { architecture, notes, records: used, hours: kept } = outcome?;
        architectures.push(architecture);
        hours.push(kept);
        warnings.extend(notes);
        records.extend(used);
    }
    warnings.extend(warnings::warn_of_unlike_work(scenario, catalog, &architectures));
    let assumptions = provenance::collect_assumptions(catalog, &records);
    let mlperf = scenario.it.workload.as_ref().map(|_| "mlperf-inference-5.1");
    let sources = provenance::collect_sources(catalog, &assumptions, [Some(place.climate.source.as_str()), mlperf]);
    let comparison = Comparison {
        title: scenario.title.clone(),
        site: site_summary::summarize_site(place, &context.rates),
        it: ItSummary::new(&scenario.it),
        equality: equality::summarize_equality(&ItSummary::new(&scenario.it), &architectures),
        cost: context.rates.rules.clone(),
        differences: summary::power_differences(&architectures),
        architectures,
        assumptions,
        sources,
        uncertainty: None,
        not_sampled: None,
        best: None,
        warnings,
    };
    Ok(HourlyComparison { comparison, place: Arc::clone(&conditions.place.weather), hours })
}

impl ComparisonContext<'_> {
    /// The result of an architecture, of the scenario or changed.
    ///
    /// # Errors
    /// As [`run`].
    pub fn run_alone(&self, given: &scenario::ArchitectureSettings) -> Result<ArchitectureResult, StudyError> {
        self.run_architecture(given, RunDetail::TOTALS).map(|run| run.architecture)
    }

    /// The result of an architecture before its run: what its scenario and the catalog say of it.
    fn start_result(&self, given: &scenario::ArchitectureSettings) -> ArchitectureResult {
        let system = self.catalog.system(&given.system);
        ArchitectureResult {
            name: given.name.clone(),
            cooling: given.cooling,
            system: given.system.clone(),
            system_name: system.map_or_else(String::new, |s| s.name.clone()),
            silicon: system.and_then(|s| self.catalog.silicon_name(s)).map(ToOwned::to_owned),
            module: None,
            accelerators: None,
            rated_work: None,
            heat_rejection: given.heat_rejection.kind(),
            set_points: given.set_points.key_values().into_iter().collect(),
            distribution: given.feed.distribution,
            redundancy: given.feed.redundancy,
            feasible: false,
            limit: None,
            reason: None,
            load_too_large: false,
            racks: sizes::rounded_rack_count(
                self.catalog,
                &self.scenario.it,
                given,
                self.place.design.typical.pressure(),
            ),
            it_power_w: None,
            facility_power_w: None,
            energy_balance_relative_error: None,
            uncertainty: None,
            power: Vec::new(),
            ladder: Vec::new(),
            rack: None,
            groups: Vec::new(),
            annual: None,
            growth: None,
            plant: Vec::new(),
            power_chain: Vec::new(),
            capital: Vec::new(),
            edges: Vec::new(),
            loops: Vec::new(),
            one_unit_out: Vec::new(),
            records: Vec::new(),
        }
    }

    fn run_architecture(
        &self,
        given: &scenario::ArchitectureSettings,
        detail: RunDetail,
    ) -> Result<AnnotatedResult, StudyError> {
        let mut out = self.start_result(given);
        let data = |error| StudyError::Data { name: given.name.clone(), error };
        if self.scenario.it.groups.is_empty() {
            out.module = equal_size::rate_module(self.catalog, &self.scenario.it, given).map_err(data)?;
        }
        match self.run_facility(given, detail) {
            Ok(mut done) => {
                let (mut notes, records) = (
                    warnings::collect_warnings(
                        &given.name,
                        (given.supply.celsius(), done.built.facility.warmest_met_supply().celsius()),
                        &done.year,
                        done.storage.as_ref(),
                        &done.built.facility.hall.lead_group().response.rack,
                    ),
                    done.record_ids(),
                );
                let outdoor_air = done.year.outdoor_air.as_ref();
                notes.extend(
                    outdoor_air.and_then(|air| warnings::warn_of_outdoor_air(&given.name, air, given.outdoor_air.dx)),
                );
                let chilled_water = given.chilled_water_set_point().filter(|_| done.built.coils_condense);
                notes.extend(chilled_water.map(|water| warnings::warn_of_condensing_coils(&given.name, water)));
                notes.extend(warnings::warn_of_frost(given, self.place.design.coldest));
                if self.has_unknown_water(given) {
                    notes.extend([warnings::warn_of_bins_water(&given.name)]);
                }
                notes.extend(warnings::warn_of_small_machines(&given.name, &done.built.scaled_down));
                notes.extend(warnings::warn_of_module_edges(&given.name, &done, self.scenario.cost.modules));
                notes.extend(warnings::warn_of_loads_below_idle(&given.name, &done.below_idle));
                let hours = std::mem::take(&mut done.hours);
                done.fill_result(self, given, &mut out);
                let all: BTreeSet<&String> = records.iter().chain(&self.rates.records).collect();
                out.records = all.into_iter().cloned().collect();
                Ok(AnnotatedResult { architecture: out, notes, records, hours })
            }
            Err(ArchitectureError::Build(error)) => Err(StudyError::Data { name: given.name.clone(), error }),
            Err(error) => {
                out.limit = Some(error.describe());
                out.load_too_large = matches!(error, ArchitectureError::LoadTooLarge { .. });
                out.reason = Some(format!("no figures: {error}"));
                Ok(AnnotatedResult {
                    architecture: out,
                    notes: WarningList::default(),
                    records: Vec::new(),
                    hours: Vec::new(),
                })
            }
        }
    }

    /// Whether the weather does not tell the water of an architecture: wetted pads in joint bins.
    const fn has_unknown_water(&self, given: &scenario::ArchitectureSettings) -> bool {
        !self.place.hourly && given.has_wetted_air()
    }

    fn run_facility(
        &self,
        given: &scenario::ArchitectureSettings,
        detail: RunDetail,
    ) -> Result<FacilityResult<'_>, ArchitectureError> {
        let built = facility::build_facility(self.catalog, self.scenario, given, &self.place.design)?;
        let weather = self.place.weather_of(given);
        let mut meter = self.rates.start_meter();
        let mut hours = Vec::with_capacity(if detail.hours { weather.len() } else { 0 });
        let mut without = meter.clone();
        let step_h = weather.first().map_or(1.0, |hour| hour.weight_h);
        let loads = self.loads.map(|loads| loads.of_facility(&built, step_h)).transpose()?;
        let inputs = YearInputs { price: self.rates.tariff(), loads: loads.as_ref().map(|own| &own.table) };
        let tells_groups = loads.is_some() || built.groups.len() > 1;
        let year = year::run_detailed_year(&built.facility, weather, inputs, |seen| {
            let (outdoor, state) = (seen.outdoor, seen.state);
            meter.add_period(state.facility_w, outdoor.weight_h);
            if let Some(stored) = &state.storage {
                without.add_period(stored.baseline_w, outdoor.weight_h);
            }
            if detail.hours {
                let count = (hours.len() + 1) as f64;
                let ends_h = if self.place.hourly { settle_minutes(count * outdoor.weight_h) } else { count };
                let groups = if tells_groups { group_totals::hours_of_groups(seen) } else { Vec::new() };
                hours.push(HourRecord::new(ends_h, seen, groups, loads.is_some()));
            }
        })?;
        let modules = self.scenario.cost.modules;
        let capital = capital_cost::price_capital_items(self.catalog, &built, modules)?;
        let full = built.facility.with_utilisation(1.0)?;
        let design_day = full.solve_hour(&OutdoorConditions::new(self.place.design.typical))?;
        let loops = loops::summarize_loops(&full, &design_day, given.heat_rejection)?;
        let one_unit_out = if detail.unit_out { unit_out::one_unit_out(&built, given, weather)? } else { Vec::new() };
        let storage =
            built.facility.storage().map(|tank| annual::summarize_storage(&year, &self.rates, &meter, &without, tank));
        let edges = module_edge::find_module_edges(self.catalog, &built, &year, modules)?;
        let below_idle = loads.map_or_else(Vec::new, |own| own.below_idle);
        let found = FacilityResult {
            built,
            year,
            meter,
            storage,
            capital,
            edges,
            full,
            design_day,
            loops,
            one_unit_out,
            hours,
            below_idle,
        };
        Ok(found)
    }
}

/// An architecture's result, what the reader must know of it, and the records that it rests on.
struct AnnotatedResult {
    architecture: ArchitectureResult,
    notes: WarningList,
    records: Vec<String>,
    hours: Vec<HourRecord>,
}
