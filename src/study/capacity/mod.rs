//! How many racks, accelerators and tokens per second fit into a given power.
//!
//! A hall fits if it keeps within the limit in every hour of the year at the load of the scenario, and, with every server
//! busy at the planned activity, on the design day, in the 20-year extreme and in every hour of the year with one machine of
//! each kind of its plant out; if its supply stays met in all of them; and if no stage of its power chain is overloaded
//! without its spare units. Plant and power chain are sized for the racks, so that each count of racks is a hall of its own.

mod binding;
mod hall;
mod plan;
pub mod request;
pub mod result;
mod search;
mod shares;
pub mod trial;

use rayon::prelude::*;
use std::collections::BTreeSet;

use crate::assembly::cooling_variants;
use crate::assembly::loads::{self, GroupLoads};
use crate::assembly::location::{self, SiteWeather};
use crate::assembly::tariffs::{SiteRates, YearClock};
use crate::assembly::warning::{Warning, WarningCode};
use crate::catalog::Catalog;
use crate::plant::outdoor::sum_hours;
use crate::rack::{activity, build};
use crate::scenario::{ActivityChoice, ArchitectureSettings, Scenario};
use crate::units::{Power, Temperature};

use self::hall::HallPlanner;
use self::plan::ArchitecturePlan;
use self::request::{CapacityError, CapacityRequest, PlannedActivity};
use self::result::{ArchitectureCapacity, CapacityReport, CapacitySite, PlanningLoad, PowerLimit};
use self::trial::TrialRules;
use super::compare::StudyError;
use super::compare::result::WeatherKind;
use super::provenance;

/// Outputs that differ by less than this share are equal.
pub const EQUAL_OUTPUT: f64 = 0.005;

/// What all rows of a plan share.
struct CapacityContext<'a> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    request: &'a CapacityRequest,
    place: SiteWeather,
    rates: SiteRates,
    /// Loads by the hour, where the scenario has some.
    loads: Option<GroupLoads>,
    /// The architectures, each under each of the power limits of its accelerators.
    rows: Vec<ArchitectureSettings>,
}

impl<'a> CapacityContext<'a> {
    fn new(scenario: &'a Scenario, catalog: &'a Catalog, request: &'a CapacityRequest) -> Result<Self, CapacityError> {
        let rows = asked_architectures(scenario, catalog, request)?;
        let place = location::load_site_weather(scenario, catalog).map_err(StudyError::from)?;
        if let Some(tank) = rows.iter().find(|a| !place.hourly && a.storage.is_some()) {
            return Err(StudyError::TankInBins { name: tank.name.clone() }.into());
        }
        let year = YearClock { hourly: place.hourly, hours: sum_hours(&place.hours), clock: place.clock };
        let rates = SiteRates::from_scenario(scenario, catalog, year).map_err(StudyError::from)?;
        if !place.hourly && loads::has_profiles(&scenario.it) {
            return Err(StudyError::LoadInBins.into());
        }
        let loads = loads::read_group_loads(&scenario.it, catalog, place.clock, &place.hours);
        let loads = loads.map_err(StudyError::from)?;
        Ok(Self { scenario, catalog, request, place, rates, loads, rows })
    }

    /// Something asked of every row: of the rules of its trials, and whether its plant has spare machines that the plan adds.
    fn ask_rows<T: Send>(
        &self,
        ask: impl Fn(&TrialRules<'_>, bool) -> Result<T, CapacityError> + Sync,
    ) -> Vec<Result<T, CapacityError>> {
        let oversubscribed = self.is_oversubscribed();
        let one = |given: &ArchitectureSettings| {
            let (architecture, adds) = hall::with_plant_spares(given);
            let (catalog, scenario, place, rates) = (self.catalog, self.scenario, &self.place, &self.rates);
            let name = architecture.name.clone();
            let pressure = place.design.typical.pressure();
            let shares = hall::group_shares(catalog, scenario, &architecture, pressure);
            let shares = shares.map_err(|error| plan::data_error(&name, error))?;
            let table = self.loads.as_ref().map(|own| hall::hall_loads(catalog, scenario, &architecture, place, own));
            let loads = table.transpose().map_err(|error| plan::data_error(&name, error))?;
            let planner = HallPlanner { catalog, scenario, place, rates, architecture, oversubscribed, shares, loads };
            let (boundary, limit_w) = (self.request.boundary, self.request.limit.watts());
            ask(&TrialRules { planner: &planner, boundary, limit_w }, adds)
        };
        self.rows.par_iter().map(one).collect()
    }

    fn is_oversubscribed(&self) -> bool {
        self.request.activity != PlannedActivity::Full
    }
}

/// Whether a hall of so many racks keeps within the power, for each row of the plan that [`run`] would make.
///
/// # Errors
/// [`CapacityError`].
pub fn fits(
    scenario: &Scenario,
    catalog: &Catalog,
    request: &CapacityRequest,
    racks: u32,
) -> Result<Vec<bool>, CapacityError> {
    let context = CapacityContext::new(scenario, catalog, request)?;
    let ask = |rules: &TrialRules<'_>, _| {
        rules.passes(racks).map_err(|error| plan::data_error(&rules.planner.architecture.name, error))
    };
    context.ask_rows(ask).into_iter().collect()
}

/// Plans every architecture of a scenario, or one, within a power. The result does not depend on the number of threads.
///
/// # Errors
/// [`CapacityError`]. An architecture of which no rack fits is no error: its result says why.
pub fn run(scenario: &Scenario, catalog: &Catalog, request: &CapacityRequest) -> Result<CapacityReport, CapacityError> {
    let context = CapacityContext::new(scenario, catalog, request)?;
    let plans = context.ask_rows(plan::plan_architecture);
    let oversubscribed = context.is_oversubscribed();
    let CapacityContext { place, rates, .. } = context;
    let mut architectures = Vec::with_capacity(plans.len());
    let mut warnings = place.warnings.clone();
    warnings.extend(rates.warnings.iter().cloned());
    let mut records: BTreeSet<String> = rates.records.iter().cloned().collect();
    for plan in plans {
        let ArchitecturePlan { capacity, notes, records: used } = plan?;
        architectures.push(capacity);
        warnings.extend(notes);
        records.extend(used);
    }
    mark_best(&mut architectures);
    warnings.extend(spares_warning(&architectures));
    warnings.extend(bins_warning(&place));
    let assumptions = provenance::collect_assumptions(catalog, &records);
    let mlperf = scenario.it.workload.as_ref().map(|_| "mlperf-inference-5.1");
    let sources = provenance::collect_sources(catalog, &assumptions, [Some(place.climate.source.as_str()), mlperf]);
    Ok(CapacityReport {
        title: scenario.title.clone(),
        site: summarize_site(&place),
        limit: PowerLimit {
            boundary: request.boundary,
            power_w: request.limit.watts(),
            definition: request.boundary.definition(),
        },
        planning: PlanningLoad {
            year_utilisation: scenario.it.utilisation,
            by_group_or_hour: !scenario.it.groups.is_empty() || scenario.it.load.is_some(),
            oversubscribed,
            definition: planning_definition(oversubscribed),
        },
        architectures,
        assumptions,
        sources,
        warnings,
    })
}

/// The architectures that are asked for, each once for every power limit of its accelerators.
fn asked_architectures(
    scenario: &Scenario,
    catalog: &Catalog,
    request: &CapacityRequest,
) -> Result<Vec<ArchitectureSettings>, CapacityError> {
    let mut chosen = match &request.architecture {
        Some(name) => {
            vec![cooling_variants::select_variant(scenario, catalog, name).map_err(StudyError::from)?]
        }
        None => scenario.architectures.clone(),
    };
    if let PlannedActivity::Share(share) = request.activity {
        for architecture in &mut chosen {
            architecture.activity = ActivityChoice::Share(share);
        }
    }
    if request.activity == PlannedActivity::AsMeasured && !some_is_below_full(catalog, &chosen)? {
        return Err(CapacityError::NoActivity);
    }
    let mut out = Vec::with_capacity(chosen.len() * request.caps.len().max(1));
    for architecture in chosen {
        if request.caps.is_empty() {
            out.push(architecture);
            continue;
        }
        for cap in &request.caps {
            check_cap(catalog, &architecture, *cap)?;
            let mut capped = ArchitectureSettings { power_limit: Some(*cap), ..architecture.clone() };
            capped.loops.iter_mut().for_each(|own| own.settings.power_limit = Some(*cap));
            out.push(capped);
        }
    }
    Ok(out)
}

/// Whether the activity of some architecture is below full.
fn some_is_below_full(catalog: &Catalog, all: &[ArchitectureSettings]) -> Result<bool, CapacityError> {
    for architecture in all {
        let Some(system) = catalog.system(&architecture.system) else { continue };
        let found = activity::find_activity(catalog, architecture, system);
        if found.map_err(|error| CapacityError::of_data(&architecture.name, error))?.share < 1.0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses a power limit that no clock keeps.
fn check_cap(catalog: &Catalog, architecture: &ArchitectureSettings, cap: Power) -> Result<(), CapacityError> {
    let (name, system) = (architecture.name.clone(), architecture.system.clone());
    let Some(chip) = catalog.system(&system).and_then(|s| catalog.accelerator_of(s)) else {
        return Err(CapacityError::NothingToCap { name, system });
    };
    let data = |error| CapacityError::of_data(&name, error);
    let (Some(die), Some(thermal)) = (catalog.die_of_chip(chip), &chip.thermal) else { return Ok(()) };
    let model = build::chip_power_model(catalog, chip).map_err(data)?;
    let least_w = model.power_draw(1.0, die.clock_floor, Temperature::from_celsius(thermal.limit_c)).power.watts();
    if cap.watts() < least_w {
        return Err(CapacityError::CapTooLow { name, chip: chip.id.clone(), cap_w: cap.watts(), least_w });
    }
    Ok(())
}

/// What architectures are ranked by: tokens where all that fit have a rate, accelerators where all have some, else racks.
pub(crate) fn output_of(all: &[ArchitectureCapacity]) -> fn(&ArchitectureCapacity) -> f64 {
    let mut fitting = all.iter().filter(|a| a.feasible);
    if fitting.clone().all(|a| a.tokens_per_second.is_some()) {
        |a| a.tokens_per_second.unwrap_or(0.0)
    } else if fitting.all(|a| a.accelerators > 0) {
        |a| a.accelerators as f64
    } else {
        |a| f64::from(a.racks)
    }
}

/// Marks the first of the most output.
fn mark_best(all: &mut [ArchitectureCapacity]) {
    let output = output_of(all);
    let most = all.iter().filter(|a| a.feasible).map(output).fold(0.0, f64::max);
    if let Some(best) = all.iter_mut().find(|a| a.feasible && output(a) >= most) {
        best.best = true;
    }
}

const fn planning_definition(oversubscribed: bool) -> &'static str {
    if oversubscribed {
        "every hour of the year at the utilisation and activity of the plan; design day, 20-year extreme and one unit out \
         with every server busy at the activity of the plan"
    } else {
        "every hour of the year at the utilisation and activity of the scenario; design day, 20-year extreme and one unit \
         out with every server busy at full activity"
    }
}

/// That plants have spare machines which the scenario does not ask for.
fn spares_warning(all: &[ArchitectureCapacity]) -> Option<Warning> {
    let mut names: Vec<&str> = all.iter().filter(|a| a.plant_spares_added).map(|a| a.name.as_str()).collect();
    names.dedup();
    (!names.is_empty()).then(|| {
        let text = format!(
            "{}: the plan adds one spare machine of each kind of plant (plant_redundancy = \"N+1\"), without which the hall \
             would not stay met with one out",
            names.join(", ")
        );
        Warning::new(WarningCode::AddedSpares, text)
    })
}

fn bins_warning(place: &SiteWeather) -> Option<Warning> {
    let text = "the weather is joint bins: hours are bins with their weight, without dates, and the mean of a bin is milder \
                than its worst hour";
    (!place.hourly).then(|| Warning::new(WarningCode::HoursFromBins, text))
}

fn summarize_site(place: &SiteWeather) -> CapacitySite {
    let (climate, design) = (&place.climate, &place.design);
    CapacitySite {
        climate: climate.id.clone(),
        location: climate.location.clone(),
        dataset: climate.dataset.clone(),
        credit: climate.credit.clone(),
        weather_kind: if place.hourly { WeatherKind::Hourly } else { WeatherKind::Bins },
        hours: sum_hours(&place.hours),
        design_dry_bulb_c: design.typical.dry_bulb().celsius(),
        design_wet_bulb_c: design.typical.wet_bulb().celsius(),
        extreme_dry_bulb_c: design.extreme.dry_bulb().celsius(),
        extreme_wet_bulb_c: design.extreme.wet_bulb().celsius(),
        design_basis: place.basis,
    }
}
