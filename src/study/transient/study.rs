//! Racks through events: which, from what steady state, with what around them.

use std::collections::BTreeSet;
use std::convert::Infallible;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::catalog::record::Equipment;
use crate::component::boiling;
use crate::component::failure_rules::{self, Spec as Rules};
use crate::component::thermal_mass::{self, Spec as Masses};
use crate::physics::air::saturation_pressure;
use crate::rack::build::{BuildError, equipment};
use crate::rack::model::{Load, Wet};
use crate::rack::setup::{self, Setup};
use crate::rack::state::RackState;
use crate::scenario::transient::{Buffer, Event, EventKind, Transient};
use crate::scenario::{Architecture, Cdu, Cooling, HeatRejection, Scenario};
use crate::solve::root::{self, Tolerance};
use crate::solve::transient::Accuracy;
use crate::transient::{self, BoilingFluid, Case, Outcome, Surroundings, Water};
use crate::units::{Duration, Pressure, Temperature};

use super::super::compare::StudyError;
use super::super::place::{self, Place};
use super::super::{amount, provenance, ways};
use super::question::{Question, TransientError};
use super::result::{EventRow, TransientAnswer, TransientReport};
use super::{answer, needs, spread};

/// Records of what is assumed.
pub(super) const MASSES: &str = "thermal-mass-usual";
pub(super) const RULES: &str = "failure-rules-usual";
/// Fluid of a boiling tank.
const BOILING_FLUID: &str = "fluid-fk-5-1-12";
/// Length of a run where neither the question nor the scenario says.
const USUAL_S: f64 = 600.0;

/// A rack ready to be run.
pub(super) struct Ready<'a> {
    pub setup: &'a Setup,
    pub architecture: &'a Architecture,
    pub state: &'a RackState,
    pub racks: f64,
    pub pressure: Pressure,
    pub fluid: Option<boiling::Fluid>,
    pub given: Transient,
    pub events: Vec<Event>,
    pub duration_s: f64,
    pub accuracy: Accuracy,
}

impl Ready<'_> {
    /// What stands around the rack, with masses and rules.
    pub fn surroundings(&self, masses: Masses, rules: Rules, buffer: Option<Buffer>) -> Surroundings<'_> {
        let plant = self.architecture.heat_rejection;
        Surroundings {
            setup: self.setup,
            architecture: self.architecture,
            racks: self.racks,
            masses,
            rules,
            water: self.water(&rules),
            buffer,
            compressors: compresses(plant),
            plant: plant_name(plant),
            unit_in_rack: self.architecture.cdu != Cdu::InRow || self.architecture.cooling == Cooling::Immersion1p,
            check_valves: self.given.check_valves.unwrap_or(true),
            boiling: self.fluid.map(|f| BoilingFluid {
                density_kg_m3: f.liquid_kg_m3,
                specific_heat_j_kg_k: masses.boiling_j_kg_k,
                latent_j_kg: f.latent_j_kg,
            }),
            boiling_c: boiling_c(self.pressure),
        }
    }

    /// Facility water in the steady state.
    fn water(&self, rules: &Rules) -> Option<Water> {
        let state = self.state;
        match (&self.setup.rack.wet, state.liquid) {
            (Wet::None, _) => {
                let air = state.air.filter(|_| !self.architecture.heat_rejection.takes_air())?;
                let back_c = air.supply_c + state.air_heat_w / air.capacity_w_k;
                let span_k = rules.coil_reserve * (back_c - air.supply_c) / rules.coil_effectiveness;
                Some(Water { supply_c: back_c - span_k, capacity_w_k: air.capacity_w_k, heat_w: state.air_heat_w })
            }
            (Wet::Loop(_), Some(liquid)) => {
                let set = self.setup.cdu.as_ref()?;
                let spec = set.exchanger.spec();
                let warmest = setup::facility_water(set, self.racks, state)?.celsius();
                Some(Water {
                    supply_c: warmest - rules.facility_margin_k,
                    capacity_w_k: liquid.capacity_w_k * spec.cold_w_k / spec.hot_w_k,
                    heat_w: state.liquid_heat_w + state.pump_w,
                })
            }
            (_, Some(liquid)) => Some(Water {
                supply_c: liquid.supply_c,
                capacity_w_k: liquid.capacity_w_k,
                heat_w: state.liquid_heat_w,
            }),
            (_, None) => None,
        }
    }

    /// One run.
    pub fn simulate(&self, around: &Surroundings<'_>, step: Option<Duration>) -> Result<Outcome, transient::RunError> {
        let case = Case {
            given: &self.given,
            events: &self.events,
            duration_s: self.duration_s,
            step_s: step.map(Duration::seconds),
            accuracy: self.accuracy,
        };
        transient::simulate(around, self.state, &case)
    }

    /// When the first event begins, s.
    pub fn first_s(&self) -> f64 {
        self.events.first().map_or(0.0, |e| e.at.seconds())
    }
}

/// Whether a plant cools with compressors.
const fn compresses(plant: HeatRejection) -> bool {
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
fn boiling_c(pressure: Pressure) -> f64 {
    let excess = |c: f64| Ok::<_, Infallible>((saturation_pressure(Temperature::from_celsius(c)) - pressure).pascals());
    let tolerance = Tolerance { x: 1e-9, f: 1e-6 };
    root::bracketed(excess, 60.0, 110.0, tolerance, 100).map_or(110.0, |r| r.x)
}

/// Masses and rules of the catalog.
pub(super) fn records(catalog: &Catalog) -> Result<(Masses, Rules), BuildError> {
    Ok((
        equipment(catalog, "transient", MASSES, "thermal-mass", thermal_mass::Spec::read)?,
        equipment(catalog, "transient", RULES, "failure-rules", failure_rules::Spec::read)?,
    ))
}

/// The two records themselves.
pub(super) fn estimates(catalog: &Catalog) -> [Option<&Equipment>; 2] {
    [MASSES, RULES].map(|id| catalog.equipment(id))
}

/// Runs the racks that a question asks for through its events. The result does not depend on the number of threads.
///
/// # Errors
/// [`TransientError`]. A rack that can't be cooled, or that lacks what fails, is no error beside others: its answer says
/// why.
pub fn run(scenario: &Scenario, catalog: &Catalog, question: &Question<'_>) -> Result<TransientReport, TransientError> {
    let Place { climate, design, warnings: doubts, .. } = place::find(scenario, catalog)?;
    let chosen = match question.architecture {
        Some(name) => vec![ways::pick(scenario, catalog, name)?],
        None if question.compare => ways::all(scenario, catalog),
        None => scenario.architectures.clone(),
    };
    let given = scenario.transient.clone();
    let events = question.events.clone().unwrap_or_else(|| given.events.clone());
    let duration_s = question.duration.or(given.duration).map_or(USUAL_S, Duration::seconds);
    let study = Study { catalog, scenario, question, pressure: design.typical.pressure(), given, events, duration_s };
    let outcomes: Vec<Result<Answered, TransientError>> = chosen.par_iter().map(|a| study.answer(a)).collect();
    let (mut architectures, mut warnings, mut used) = (Vec::new(), doubts, BTreeSet::new());
    used.extend([MASSES.to_owned(), RULES.to_owned()]);
    for outcome in outcomes {
        let (answer, notes, records) = outcome?;
        architectures.push(answer);
        warnings.extend(notes);
        used.extend(records);
    }
    if let [only] = architectures.as_slice()
        && let (None, Some(reason)) = (&only.run, &only.reason)
        && let Some(lacking) = study.lacking(&only.can_fail)
    {
        let help = format!("{} can suffer {}", only.name, only.can_fail.join(", "));
        return Err(TransientError::Event { message: format!("{}: {lacking}: {reason}", only.name), help });
    }
    let assumptions = provenance::assumptions(catalog, &used);
    let sources = provenance::sources(catalog, &assumptions, [None, None]);
    Ok(TransientReport {
        title: scenario.title.clone(),
        location: climate.location,
        duration_s,
        first_event_s: study.events.first().map_or(0.0, |e| e.at.seconds()),
        events: study.events.iter().map(row).collect(),
        wanted_ride_through_s: question.ride_through.map(Duration::seconds),
        samples: question.samples,
        architectures,
        assumptions,
        sources,
        warnings,
    })
}

fn row(e: &Event) -> EventRow {
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
type Answered = (TransientAnswer, Vec<String>, Vec<String>);

struct Study<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    question: &'a Question<'a>,
    pressure: Pressure,
    given: Transient,
    events: Vec<Event>,
    duration_s: f64,
}

impl Study<'_> {
    /// The event that can't befall a rack, in words.
    fn lacking(&self, can_fail: &[&'static str]) -> Option<&'static str> {
        self.events.iter().map(|e| e.kind.name()).find(|name| !can_fail.contains(name))
    }

    fn answer(&self, architecture: &Architecture) -> Result<Answered, TransientError> {
        let counted = amount::racks(self.catalog, self.scenario.it.amount, architecture, self.pressure);
        let racks = counted.unwrap_or(amount::SOME).max(1.0);
        let data = |error| StudyError::Data { name: architecture.name.clone(), error };
        let setup = setup::setup(self.catalog, architecture, self.pressure, racks).map_err(data)?;
        let mut out = TransientAnswer {
            name: architecture.name.clone(),
            cooling: architecture.cooling.name().to_owned(),
            system: setup.system.id.clone(),
            system_name: setup.system.name.clone(),
            can_fail: Vec::new(),
            reason: None,
            run: None,
        };
        let load = Load { cap: architecture.power_limit, ..Load::FULL };
        let state = match setup.rack.settle(architecture.supply, load) {
            Ok(state) => state,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Ok((out, Vec::new(), setup.record_ids()));
            }
        };
        let fluid = if architecture.cooling == Cooling::Immersion2p {
            let by = &setup.system.id;
            Some(equipment(self.catalog, by, BOILING_FLUID, "boiling-fluid", boiling::Fluid::read).map_err(data)?)
        } else {
            None
        };
        let (masses, rules) = records(self.catalog).map_err(StudyError::Records)?;
        let ready = Ready {
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
        let around = ready.surroundings(masses, rules, self.given.buffer);
        out.can_fail = transient::can_fail(&around).into_iter().map(EventKind::name).collect();
        if let Some(lacking) = self.lacking(&out.can_fail) {
            out.reason = Some(format!("has nothing that {lacking} befalls"));
            return Ok((out, Vec::new(), setup.record_ids()));
        }
        if !state.coolable() || state.setting.clock < 1.0 {
            let limit = state.binding().map_or_else(String::new, crate::rack::limits::Limit::describe);
            out.reason = Some(format!("is too hot before anything fails: {limit}"));
            return Ok((out, Vec::new(), setup.record_ids()));
        }
        let notes = self.fill(&mut out, &ready, &around);
        Ok((out, notes, setup.record_ids()))
    }

    fn fill(&self, out: &mut TransientAnswer, ready: &Ready<'_>, around: &Surroundings<'_>) -> Vec<String> {
        let outcome = match ready.simulate(around, Some(self.question.step)) {
            Ok(outcome) => outcome,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Vec::new();
            }
        };
        let mut run = answer::of(ready, around, &outcome);
        if let Some(wanted) = self.question.ride_through {
            run.needs = Some(needs::find(ready, around, &outcome, wanted.seconds()));
        }
        let mut notes = Vec::new();
        if let Some(dry_s) = run.time_to_dry_s {
            let at_s = dry_s + ready.first_s();
            notes.push(format!(
                "{}: parts of the tank stand dry from {at_s:.0} s on, and what follows takes them as still covered: a larger \
                 condenser, or its water held longer, keeps the fluid in",
                out.name
            ));
        }
        if let Some(samples) = self.question.samples {
            let drawn = spread::draw(ready, self.catalog, samples, self.question.seed);
            if drawn.1 > 0 {
                notes.push(format!("{}: {} draws make no model and count nowhere", out.name, drawn.1));
            }
            run.uncertainty = Some(drawn.0);
        }
        out.run = Some(run);
        notes
    }
}
