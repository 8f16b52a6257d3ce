//! Every architecture of a scenario through the year, side by side.

use std::collections::BTreeSet;

use rayon::prelude::*;
use thiserror::Error;

use crate::catalog::climate::Climate;
use crate::catalog::system::System;
use crate::catalog::{Catalog, CatalogError};
use crate::physics::range::OutOfRange;
use crate::scenario::{self, Scenario};
use crate::site::facility::FacilityHour;
use crate::site::outdoor::Outdoor;
use crate::site::size::whole;
use crate::site::weather::Design;
use crate::site::year::{self, Year};
use crate::units::{CarbonIntensity, EnergyPrice};
use crate::weather::WeatherError;

use super::amount;
use super::build::{self, ArchitectureError, Built};
use super::place::{self, Place};
use super::result::{Annual, Architecture, Comparison, Installed, ItSummary, SiteSummary};
use super::site_result::HourRecord;
use super::{provenance, summary};

/// Why a comparison could not be made.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum StudyError {
    /// Data could not be loaded.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The weather holds a state that is none.
    #[error("weather: {0}")]
    Weather(OutOfRange),
    /// A weather file can't be read or is wrong.
    #[error(transparent)]
    WeatherFile(WeatherError),
    /// No architecture and no way of cooling of a name.
    #[error("no architecture `{name}` in the scenario")]
    Architecture {
        /// The name.
        name: String,
        /// Names that there are.
        known: Vec<String>,
    },
    /// The data do not make a model of an architecture.
    #[error("architecture `{name}`: {error}")]
    Data {
        /// Its name.
        name: String,
        /// What is wrong.
        error: crate::rack::build::BuildError,
    },
}

/// Litres of water in a kilogram at the meter.
const L_PER_KG: f64 = 1.0;
const J_PER_KWH: f64 = 3.6e6;

/// What all architectures share.
struct Context<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    hours: Vec<Outdoor>,
    design: Design,
    price: EnergyPrice,
    carbon: CarbonIntensity,
}

/// Runs every architecture of a scenario. The result does not depend on the number of threads.
///
/// # Errors
/// [`StudyError`]. An architecture that can't be cooled is no error: its result says why.
pub fn run(scenario: &Scenario, catalog: &Catalog) -> Result<Comparison, StudyError> {
    study(scenario, catalog, false).map(|study| study.comparison)
}

/// A comparison and, if asked for, every hour of it.
pub(super) struct Study {
    /// The comparison.
    pub comparison: Comparison,
    /// The outdoor air.
    pub outdoor: Vec<Outdoor>,
    /// Whether its rows are the hours of a year in their order.
    pub hourly: bool,
    /// The hours of each architecture; none where it can't run or they were not asked for.
    pub hours: Vec<Vec<HourRecord>>,
}

/// Runs every architecture of a scenario and keeps the hours if asked to.
///
/// # Errors
/// As [`run`].
pub(super) fn study(scenario: &Scenario, catalog: &Catalog, keep: bool) -> Result<Study, StudyError> {
    let Place { climate, hourly, hours, design, warnings: doubts } = place::find(scenario, catalog)?;
    let climate = &climate;
    let site = catalog.site(&scenario.site.climate);
    let price = scenario.site.price.or(site.map(|s| EnergyPrice::from_usd_kwh(s.price_usd_per_mwh / 1e3)));
    let carbon = scenario.site.carbon.or(site.map(|s| CarbonIntensity::from_g_kwh(s.carbon_g_per_kwh)));
    let context = Context {
        catalog,
        scenario,
        hours: Outdoor::year(&hours),
        design,
        price: price.unwrap_or_default(),
        carbon: carbon.unwrap_or_default(),
    };
    let outcomes: Vec<Result<Outcome, StudyError>> =
        scenario.architectures.par_iter().map(|a| context.architecture(a, keep)).collect();
    let mut hours = Vec::with_capacity(outcomes.len());
    let mut architectures = Vec::with_capacity(outcomes.len());
    let (mut warnings, mut records) = (doubts, BTreeSet::new());
    for outcome in outcomes {
        let Outcome { architecture, notes, records: used, hours: kept } = outcome?;
        architectures.push(architecture);
        hours.push(kept);
        warnings.extend(notes);
        records.extend(used);
    }
    let assumptions = provenance::assumptions(catalog, &records);
    let mlperf = scenario.it.workload.as_ref().map(|_| "mlperf-inference-5.1");
    let sources = provenance::sources(catalog, &assumptions, [Some(climate.source.as_str()), mlperf]);
    let comparison = Comparison {
        title: scenario.title.clone(),
        site: context.site(climate, hourly),
        it: ItSummary::new(&scenario.it),
        differences: summary::differences(&architectures),
        architectures,
        assumptions,
        sources,
        warnings,
    };
    Ok(Study { comparison, outdoor: context.hours, hourly, hours })
}

impl Context<'_> {
    fn site(&self, climate: &Climate, hourly: bool) -> SiteSummary {
        let row = self.catalog.site(&self.scenario.site.climate);
        let hours: f64 = self.hours.iter().map(|h| h.weight_h).sum();
        let most = |f: fn(&Outdoor) -> f64| self.hours.iter().map(f).fold(f64::NEG_INFINITY, f64::max);
        let basis = |own: bool, text: Option<String>| {
            if own { "given by the scenario".to_owned() } else { text.unwrap_or_default() }
        };
        let mean = self.hours.iter().map(|h| h.weight_h * h.air.dry_bulb().celsius()).sum::<f64>() / hours;
        SiteSummary {
            climate: climate.id.clone(),
            location: climate.location.clone(),
            dataset: climate.dataset.clone(),
            credit: climate.credit.clone(),
            weather_kind: if hourly { "hourly" } else { "bins" },
            hours,
            mean_dry_bulb_c: mean,
            max_dry_bulb_c: most(|h| h.air.dry_bulb().celsius()),
            max_wet_bulb_c: most(|h| h.wet_bulb.celsius()),
            design_dry_bulb_c: self.design.typical.dry_bulb().celsius(),
            design_wet_bulb_c: self.design.typical.wet_bulb().celsius(),
            electricity_price_usd_per_kwh: self.price.usd_kwh(),
            electricity_price_basis: basis(
                self.scenario.site.price.is_some(),
                row.map(|s| format!("{} ({})", s.price_source, s.price_confidence.name())),
            ),
            grid_carbon_g_per_kwh: self.carbon.g_kwh(),
            grid_carbon_basis: basis(
                self.scenario.site.carbon.is_some(),
                row.map(|s| {
                    let name = s.carbon_confidence.name();
                    format!("{}, {}, {} ({name})", s.carbon_basis, s.carbon_source, s.carbon_year)
                }),
            ),
        }
    }

    fn architecture(&self, given: &scenario::Architecture, keep: bool) -> Result<Outcome, StudyError> {
        let system = self.catalog.system(&given.system);
        let per_rack = system.map_or(1, System::accelerators).max(1);
        let mut out = Architecture {
            name: given.name.clone(),
            cooling: given.cooling.name().to_owned(),
            system: given.system.clone(),
            system_name: system.map_or_else(String::new, |s| s.name.clone()),
            heat_rejection: given.heat_rejection.name().to_owned(),
            feasible: false,
            limit: None,
            reason: None,
            racks: self.racks(given),
            it_power_w: None,
            facility_power_w: None,
            energy_balance_relative_error: None,
            power: Vec::new(),
            ladder: Vec::new(),
            rack: None,
            annual: None,
            plant: Vec::new(),
        };
        match self.run(given, keep) {
            Ok(mut done) => {
                let (notes, records) = (done.notes(&given.name), done.built.records.clone());
                let hours = std::mem::take(&mut done.hours);
                done.fill(self, &mut out, per_rack);
                Ok(Outcome { architecture: out, notes, records, hours })
            }
            Err(ArchitectureError::Build(error)) => Err(StudyError::Data { name: given.name.clone(), error }),
            Err(error) => {
                out.limit = Some(error.to_string());
                out.reason = Some(format!("no figures: {error}"));
                Ok(Outcome { architecture: out, notes: Vec::new(), records: Vec::new(), hours: Vec::new() })
            }
        }
    }

    /// Racks needed, the last perhaps partly filled.
    fn racks(&self, given: &scenario::Architecture) -> Option<u32> {
        let racks = amount::racks(self.catalog, self.scenario.it.amount, given, self.design.typical.pressure()).ok()?;
        // A hair above a whole number is rounding.
        Some(whole(racks - 1e-9))
    }

    fn run(&self, given: &scenario::Architecture, keep: bool) -> Result<Done, ArchitectureError> {
        let built = build::facility(self.catalog, self.scenario, given, &self.design)?;
        let mut hours = Vec::with_capacity(if keep { self.hours.len() } else { 0 });
        let year = year::run(&built.facility, &self.hours, |outdoor, state| {
            if keep {
                hours.push(HourRecord::new(hours.len() + 1, outdoor, state));
            }
        })?;
        let full = built.facility.at_utilisation(1.0)?;
        let design_day = full.hour(&Outdoor::new(self.design.typical))?;
        Ok(Done { built, year, design_day, hours })
    }

    /// Output tokens per joule at the meter and what the figure rests on.
    fn tokens(&self, system: &str, accelerators: f64, year: &Year) -> (Option<f64>, String) {
        let Some(workload) = &self.scenario.it.workload else {
            return (None, "the scenario names no workload".to_owned());
        };
        let chips = self.catalog.system(system).into_iter().flat_map(System::stations);
        let chip = chips.filter_map(|s| self.catalog.chip(&s.chip)).find(|c| c.compute.is_some());
        let rate = chip.and_then(|c| self.catalog.token_rate(workload, &c.id));
        let Some(rate) = rate else {
            return (None, format!("no measured rate of `{workload}` for the accelerator of `{system}`"));
        };
        let busy_h = self.scenario.it.utilisation * year.performance_h;
        let tokens = rate.tokens_per_s * accelerators * busy_h * 3600.0;
        let basis = format!("{} tokens/s per accelerator: {}", rate.tokens_per_s, rate.notes);
        (Some(tokens / year.facility_j), basis)
    }
}

/// An architecture's result, what the reader must know of it, and the records that it rests on.
struct Outcome {
    architecture: Architecture,
    notes: Vec<String>,
    records: Vec<String>,
    hours: Vec<HourRecord>,
}

/// An architecture's runs.
struct Done {
    built: Built,
    year: Year,
    design_day: FacilityHour,
    hours: Vec<HourRecord>,
}

impl Done {
    fn notes(&self, name: &str) -> Vec<String> {
        let mut notes = Vec::new();
        let y = &self.year;
        if y.unmet_h > 0.0 {
            notes.push(format!(
                "{name}: the supply is above its set point in {:.0} h of the year, {:.1} degC at most",
                y.unmet_h, y.warmest_supply_c
            ));
        }
        if y.extrapolated_h > 0.0 {
            notes.push(format!(
                "{name}: in {:.0} h a chiller or tower runs outside its published curve; a matched Carnot law continues it",
                y.extrapolated_h
            ));
        }
        let rack = &self.built.facility.hall.response.design;
        if rack.performance < 1.0 - 1e-9 {
            let lost = 100.0 * (1.0 - rack.performance);
            let why = if rack.setting.clock < 1.0 { "throttled by temperature" } else { "held by power_limit" };
            notes.push(format!("{name}: accelerators run {lost:.1} % below their full clock, {why}"));
        }
        if let Some(over) = rack.parts.iter().find(|p| p.junction_c > p.target_c + 1e-6) {
            let why = if rack.speed() >= 1.0 { " with fans or pumps at full speed" } else { "" };
            notes.push(format!(
                "{name}: {} runs {:.1} K above its control target{why}",
                over.name,
                over.junction_c - over.target_c
            ));
        }
        notes
    }

    fn fill(self, context: &Context<'_>, out: &mut Architecture, per_rack: u32) {
        let Self { built, year, design_day, .. } = self;
        let state = &built.facility.hall.response.design;
        let seconds = year.hours * 3600.0;
        out.feasible = true;
        out.limit = state.critical().map(|p| {
            format!(
                "{}: {:.1} K below its limit of {:.0} degC at full load",
                p.name,
                p.limit_c - p.junction_c,
                p.limit_c
            )
        });
        out.it_power_w = Some(year.it_j / seconds);
        out.facility_power_w = Some(year.facility_j / seconds);
        out.energy_balance_relative_error = Some(year.balance_error().max(state.balance_error()));
        out.power = summary::buckets(&year, seconds);
        out.ladder = summary::ladder(state, &design_day, &context.design, &out.heat_rejection);
        out.rack = Some(summary::rack(state, per_rack));
        out.annual = Some(annual(context, &out.system, built.facility.hall.racks * f64::from(per_rack), &year));
        out.plant = built
            .installed
            .into_iter()
            .map(|(unit, equipment)| Installed {
                what: unit.item.label().to_owned(),
                count: unit.count,
                capacity_w: unit.capacity_w,
                equipment: equipment.to_owned(),
            })
            .collect();
    }
}

fn annual(context: &Context<'_>, system: &str, accelerators: f64, y: &Year) -> Annual {
    let compute_j = y.accelerator_j + y.other_it_j;
    let kwh = |j: f64| j / J_PER_KWH;
    let (pue, itue) = (y.facility_j / y.it_j, y.it_j / compute_j);
    let (tokens_per_joule, tokens_reason) = context.tokens(system, accelerators, y);
    Annual {
        energy_kwh: kwh(y.facility_j),
        it_energy_kwh: kwh(y.it_j),
        compute_energy_kwh: kwh(compute_j),
        pue,
        itue,
        tue: y.facility_j / compute_j,
        wue_l_per_kwh: y.water_kg * L_PER_KG / kwh(y.it_j),
        cue_kg_per_kwh: y.facility_j * context.carbon.kg_j() / kwh(y.it_j),
        water_l: y.water_kg * L_PER_KG,
        free_cooling_hours: y.free_h,
        unmet_hours: y.unmet_h,
        peak_facility_power_w: y.peak_w,
        cost_usd: y.facility_j * context.price.usd_j(),
        carbon_kg_co2e: y.facility_j * context.carbon.kg_j(),
        tokens_per_joule,
        tokens_reason,
    }
}
