//! Racks through events: which, from what steady state, with what around them.

use rayon::prelude::*;
use std::collections::BTreeSet;
use std::convert::Infallible;

use crate::assembly::error::AssemblyError;
use crate::assembly::location::{self, SiteWeather};
use crate::assembly::{cooling_variants, rack_count};
use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::record::EquipmentRecord;
use crate::component::failure_rules::{self, FailureRulesSpec as Rules};
use crate::component::server::boiling;
use crate::component::server::thermal_mass::{self, ThermalMassSpec as Masses};
use crate::physics::air::saturation_pressure;
use crate::rack::assembly::{self, RackAssembly};
use crate::rack::build::{BuildError, read_equipment};
use crate::rack::model::{LiquidCooling, RackLoad};
use crate::rack::state::RackState;
use crate::scenario::transient::{BufferTank, EventKind, ScheduledEvent, TransientSettings};
use crate::scenario::{ArchitectureSettings, CduKind, CoolingMethod, HeatRejection, Scenario};
use crate::solve::root::{self, RootTolerance};
use crate::solve::transient::IntegrationAccuracy;
use crate::study::compare::StudyError;
use crate::study::provenance;
use crate::transient::{self, BoilingFluid, BoundaryConditions, RackFacilityWater, TransientCase, TransientRunResult};
use crate::units::{Duration, Pressure, Temperature};

use super::options::{TransientOptions, TransientStudyError};
use super::result::{EventRow, TransientReport, TransientResult};
use super::{answer, needs, spread};

/// Length of a run where neither the question nor the scenario says.
const DEFAULT_DURATION_S: f64 = 600.0;

/// A rack ready to be run.
pub(crate) struct PreparedTransient<'a> {
    pub setup: &'a RackAssembly,
    pub architecture: &'a ArchitectureSettings,
    pub state: &'a RackState,
    pub racks: f64,
    pub pressure: Pressure,
    pub fluid: Option<boiling::BoilingFluidSpec>,
    pub given: TransientSettings,
    pub events: Vec<ScheduledEvent>,
    pub duration_s: f64,
    pub accuracy: IntegrationAccuracy,
}

impl PreparedTransient<'_> {
    /// What stands around the rack, with masses and rules.
    pub fn boundary_conditions(
        &self,
        masses: Masses,
        rules: Rules,
        buffer: Option<BufferTank>,
    ) -> BoundaryConditions<'_> {
        let plant = self.architecture.heat_rejection;
        BoundaryConditions {
            setup: self.setup,
            architecture: self.architecture,
            rack_count: self.racks,
            masses,
            rules,
            water: self.facility_water(&rules),
            buffer,
            compressors: has_compressors(plant),
            plant: plant_name(plant),
            unit_in_rack: self.architecture.cdu != CduKind::InRow
                || self.architecture.cooling == CoolingMethod::Immersion1p,
            check_valves: self.given.check_valves.unwrap_or(true),
            boiling: self.fluid.map(|f| BoilingFluid {
                density_kg_m3: f.liquid_kg_m3,
                specific_heat_j_kg_k: masses.boiling_j_kg_k,
                latent_j_kg: f.latent_j_kg,
            }),
            boiling_c: water_boiling_point_c(self.pressure),
        }
    }

    /// Facility water in the steady state.
    fn facility_water(&self, rules: &Rules) -> Option<RackFacilityWater> {
        let state = self.state;
        match (&self.setup.rack.liquid_cooling, state.liquid) {
            (LiquidCooling::None, _) => {
                let air = state.air.filter(|_| !self.architecture.heat_rejection.cools_hall_air())?;
                let back_c = air.supply_c + state.air_heat_w / air.capacity_w_k;
                let span_k = rules.coil_reserve * (back_c - air.supply_c) / rules.coil_effectiveness;
                Some(RackFacilityWater {
                    supply_c: back_c - span_k,
                    capacity_w_k: air.capacity_w_k,
                    heat_w: state.air_heat_w,
                })
            }
            (LiquidCooling::Loop(_), Some(liquid)) => {
                let set = self.setup.cdu.as_ref()?;
                let spec = set.exchanger.spec();
                let warmest = assembly::warmest_facility_water(set, self.racks, state)?.celsius();
                Some(RackFacilityWater {
                    supply_c: warmest - rules.facility_margin_k,
                    capacity_w_k: liquid.capacity_w_k * spec.cold_w_k / spec.hot_w_k,
                    heat_w: state.liquid_heat_w + state.pump_w,
                })
            }
            (_, Some(liquid)) => Some(RackFacilityWater {
                supply_c: liquid.supply_c,
                capacity_w_k: liquid.capacity_w_k,
                heat_w: state.liquid_heat_w,
            }),
            (_, None) => None,
        }
    }

    /// One run.
    pub fn simulate(
        &self,
        around: &BoundaryConditions<'_>,
        step: Option<Duration>,
    ) -> Result<TransientRunResult, transient::RunError> {
        let case = TransientCase {
            given: &self.given,
            events: &self.events,
            duration_s: self.duration_s,
            step_s: step.map(Duration::seconds),
            accuracy: self.accuracy,
        };
        transient::simulate_events(around, self.state, &case)
    }

    /// When the first event begins, s.
    pub fn first_event_s(&self) -> f64 {
        self.events.first().map_or(0.0, |e| e.at.seconds())
    }
}

/// Whether a plant cools with compressors.
const fn has_compressors(plant: HeatRejection) -> bool {
    match plant {
        HeatRejection::Tower { chillers, .. } => chillers,
        HeatRejection::DryCooler { trim, .. } => trim,
        HeatRejection::ChillerAir | HeatRejection::Dx => true,
        HeatRejection::AirEconomizer { .. } => false,
    }
}

const fn plant_name(plant: HeatRejection) -> &'static str {
    match plant {
        HeatRejection::Tower { chillers: true, .. } | HeatRejection::ChillerAir => "chillers",
        HeatRejection::DryCooler { trim: true, .. } => "trim chillers",
        HeatRejection::Tower { .. } => "towers",
        HeatRejection::DryCooler { .. } => "dry coolers",
        HeatRejection::Dx => "cooling units",
        HeatRejection::AirEconomizer { .. } => "outdoor air",
    }
}

/// Boiling point of water at a pressure, °C: coolants of water and glycol boil no sooner.
fn water_boiling_point_c(pressure: Pressure) -> f64 {
    let excess = |c: f64| Ok::<_, Infallible>((saturation_pressure(Temperature::from_celsius(c)) - pressure).pascals());
    let tolerance = RootTolerance { x: 1e-9, f: 1e-6 };
    root::find_root(excess, 60.0, 110.0, tolerance, 100).map_or(110.0, |r| r.x)
}

/// Records of the masses and of what happens in a failure.
fn assumption_ids(catalog: &Catalog) -> [&str; 2] {
    [EquipmentRole::ThermalMass, EquipmentRole::FailureRules].map(|role| catalog.default_equipment(role))
}

/// Masses and rules of the catalog.
pub(crate) fn read_masses_and_rules(catalog: &Catalog) -> Result<(Masses, Rules), BuildError> {
    let [masses, rules] = assumption_ids(catalog);
    Ok((
        read_equipment(catalog, "transient", masses, "thermal-mass", thermal_mass::ThermalMassSpec::read)?,
        read_equipment(catalog, "transient", rules, "failure-rules", failure_rules::FailureRulesSpec::read)?,
    ))
}

/// The two records themselves.
pub(crate) fn estimate_records(catalog: &Catalog) -> [Option<&EquipmentRecord>; 2] {
    assumption_ids(catalog).map(|id| catalog.equipment(id))
}

/// Runs the racks that a question asks for through its events. The result does not depend on the number of threads.
///
/// # Errors
/// [`TransientError`]. A rack that can't be cooled, or that lacks what fails, is no error beside others: its answer says
/// why.
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    question: &TransientOptions<'_>,
) -> Result<TransientReport, TransientStudyError> {
    let SiteWeather { climate, design, warnings: doubts, .. } = location::load_site_weather(scenario, catalog)?;
    let chosen = match question.architecture {
        Some(name) => vec![cooling_variants::select_variant(scenario, catalog, name)?],
        None if question.compare => cooling_variants::all_variants(scenario, catalog),
        None => scenario.architectures.clone(),
    };
    let given = scenario.transient.clone();
    let events = question.events.clone().unwrap_or_else(|| given.events.clone());
    let duration_s = question.duration.or(given.duration).map_or(DEFAULT_DURATION_S, Duration::seconds);
    let study =
        TransientStudy { catalog, scenario, question, pressure: design.typical.pressure(), given, events, duration_s };
    let outcomes: Vec<Result<AnnotatedTransientResult, TransientStudyError>> =
        chosen.par_iter().map(|a| study.study_rack(a)).collect();
    let (mut architectures, mut warnings, mut used) = (Vec::new(), doubts, BTreeSet::new());
    used.extend(assumption_ids(catalog).map(ToOwned::to_owned));
    for outcome in outcomes {
        let (answer, notes, records) = outcome?;
        architectures.push(answer);
        warnings.extend(notes);
        used.extend(records);
    }
    if let [only] = architectures.as_slice()
        && let (None, Some(reason)) = (&only.run, &only.reason)
        && let Some(lacking) = study.unsupported_event(&only.can_fail)
    {
        let help = format!("{} can suffer {}", only.name, only.can_fail.join(", "));
        return Err(TransientStudyError::Event { message: format!("{}: {lacking}: {reason}", only.name), help });
    }
    let assumptions = provenance::collect_assumptions(catalog, &used);
    let sources = provenance::collect_sources(catalog, &assumptions, [None, None]);
    Ok(TransientReport {
        title: scenario.title.clone(),
        location: climate.location,
        duration_s,
        first_event_s: study.events.first().map_or(0.0, |e| e.at.seconds()),
        events: study.events.iter().map(event_row).collect(),
        wanted_ride_through_s: question.ride_through.map(Duration::seconds),
        samples: question.samples,
        architectures,
        assumptions,
        sources,
        warnings,
    })
}

fn event_row(e: &ScheduledEvent) -> EventRow {
    EventRow {
        kind: e.kind.name(),
        at_s: e.at.seconds(),
        lasts_s: e.lasts.map(Duration::seconds),
        share: e.share,
        level: e.level,
        period_s: e.period.map(Duration::seconds),
    }
}

/// An answer, what the reader must know of it, the records that it rests on.
type AnnotatedTransientResult = (TransientResult, Vec<String>, Vec<String>);

struct TransientStudy<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    question: &'a TransientOptions<'a>,
    pressure: Pressure,
    given: TransientSettings,
    events: Vec<ScheduledEvent>,
    duration_s: f64,
}

impl TransientStudy<'_> {
    /// The event that can't befall a rack, in words.
    fn unsupported_event(&self, can_fail: &[&'static str]) -> Option<&'static str> {
        self.events.iter().map(|e| e.kind.name()).find(|name| !can_fail.contains(name))
    }

    fn study_rack(&self, architecture: &ArchitectureSettings) -> Result<AnnotatedTransientResult, TransientStudyError> {
        let counted = rack_count::rack_count(self.catalog, self.scenario.it.capacity, architecture, self.pressure);
        let racks = counted.unwrap_or(rack_count::DEFAULT_RACKS).max(1.0);
        let data = |error| StudyError::Data { name: architecture.name.clone(), error };
        let setup = assembly::assemble_rack(self.catalog, architecture, self.pressure, racks).map_err(data)?;
        let mut out = TransientResult {
            name: architecture.name.clone(),
            cooling: architecture.cooling.name().to_owned(),
            system: setup.system.id.clone(),
            system_name: setup.system.name.clone(),
            can_fail: Vec::new(),
            reason: None,
            run: None,
        };
        let load = RackLoad { cap: architecture.power_limit, ..RackLoad::FULL };
        let state = match setup.rack.solve_steady_state(architecture.supply, load) {
            Ok(state) => state,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Ok((out, Vec::new(), setup.record_ids()));
            }
        };
        let fluid = if architecture.cooling == CoolingMethod::Immersion2p {
            let by = &setup.system.id;
            let id = architecture.equipment.record_id(self.catalog, EquipmentRole::BoilingFluid);
            let fluid =
                read_equipment(self.catalog, by, id, "boiling-fluid", boiling::BoilingFluidSpec::read).map_err(data)?;
            Some(fluid)
        } else {
            None
        };
        let (masses, rules) = read_masses_and_rules(self.catalog).map_err(AssemblyError::Records)?;
        let ready = PreparedTransient {
            setup: &setup,
            architecture,
            state: &state,
            racks,
            pressure: self.pressure,
            fluid,
            given: self.given.clone(),
            events: self.events.clone(),
            duration_s: self.duration_s,
            accuracy: self.question.accuracy,
        };
        let around = ready.boundary_conditions(masses, rules, self.given.buffer);
        out.can_fail = transient::possible_events(&around).into_iter().map(EventKind::name).collect();
        if let Some(lacking) = self.unsupported_event(&out.can_fail) {
            out.reason = Some(format!("has nothing that {lacking} befalls"));
            return Ok((out, Vec::new(), setup.record_ids()));
        }
        if !state.is_within_cooling_limits() || state.setting.clock < 1.0 {
            let limit = state.binding_limit().map_or_else(String::new, crate::rack::limits::RackLimit::describe);
            out.reason = Some(format!("is too hot before anything fails: {limit}"));
            return Ok((out, Vec::new(), setup.record_ids()));
        }
        let notes = self.fill_result(&mut out, &ready, &around);
        Ok((out, notes, setup.record_ids()))
    }

    fn fill_result(
        &self,
        out: &mut TransientResult,
        ready: &PreparedTransient<'_>,
        around: &BoundaryConditions<'_>,
    ) -> Vec<String> {
        let outcome = match ready.simulate(around, Some(self.question.step)) {
            Ok(outcome) => outcome,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Vec::new();
            }
        };
        let mut run = answer::summarize_run(ready, around, &outcome);
        if let Some(wanted) = self.question.ride_through {
            run.needs = Some(needs::find_measures(ready, around, &outcome, wanted.seconds()));
        }
        let mut notes = Vec::new();
        if let Some(dry_s) = run.time_to_dry_s {
            let at_s = dry_s + ready.first_event_s();
            notes.push(format!(
                "{}: parts of the tank stand dry from {at_s:.0} s on, and what follows takes them as still covered: a larger \
                 condenser, or its water held longer, keeps the fluid in",
                out.name
            ));
        }
        if let Some(samples) = self.question.samples {
            let drawn = spread::sample_ride_through(ready, self.catalog, samples, self.question.seed);
            if drawn.1 > 0 {
                notes.push(format!("{}: {} draws make no model and count nowhere", out.name, drawn.1));
            }
            run.uncertainty = Some(drawn.0);
        }
        out.run = Some(run);
        notes
    }
}
