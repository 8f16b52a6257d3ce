//! Racks through events: which, from what steady state, with what around them.

use rayon::prelude::*;
use std::collections::BTreeSet;

use crate::assembly::error::AssemblyError;
use crate::assembly::location::{self, SiteWeather};
use crate::assembly::warning::{WarningCode, WarningList};
use crate::assembly::{cooling_variants, group_rack, rack_count};
use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::server::boiling;
use crate::plant::weather::DesignConditions;
use crate::rack::assembly::{self, RackAssembly};
use crate::rack::build::{BuildError, read_equipment};
use crate::scenario::transient::{EventKind, ScheduledEvent, TransientSettings};
use crate::scenario::{ArchitectureSettings, CoolingMethod, Scenario};
use crate::study::compare::StudyError;
use crate::study::provenance;
use crate::transient::{self, BoundaryConditions};
use crate::units::Duration;

use super::options::{TransientOptions, TransientStudyError, joined_names};
use super::plant_before::{FoundPlant, find_plant_before};
use super::prepared::{PreparedTransient, assumption_ids, rack_floor_m2, read_masses_and_rules};
use super::result::{EventRow, TransientReport, TransientResult};
use super::spread::SampledRideThrough;
use super::{answer, needs, spread};

/// Length of a run where neither the question nor the scenario says.
const DEFAULT_DURATION_S: f64 = 600.0;

/// Runs the racks that a question asks for through its events. The result does not depend on the number of threads.
///
/// # Errors
/// [`TransientStudyError`]. A rack that can't be cooled, or that lacks what fails, is no error beside others: its answer says
/// why.
pub fn run(
    scenario: &Scenario,
    catalog: &Catalog,
    question: &TransientOptions<'_>,
) -> Result<TransientReport, TransientStudyError> {
    let scenario = group_rack::racks_of_group(scenario, catalog, None)?;
    let scenario = scenario.as_ref();
    let SiteWeather { climate, design, warnings: doubts, .. } = location::load_site_weather(scenario, catalog)?;
    let chosen = match question.architecture {
        Some(name) => vec![cooling_variants::select_variant(scenario, catalog, name)?],
        None if question.compare => cooling_variants::all_variants(scenario, catalog)?,
        None => scenario.architectures.clone(),
    };
    let given = scenario.transient.clone();
    let events = question.events.clone().unwrap_or_else(|| given.events.clone());
    let duration_s = question.duration.or(given.duration).map_or(DEFAULT_DURATION_S, Duration::seconds);
    let study = TransientStudy { catalog, scenario, question, design, given, events, duration_s };
    let outcomes: Vec<Result<AnnotatedTransientResult, TransientStudyError>> =
        chosen.par_iter().map(|a| study.study_rack(a)).collect();
    let (mut architectures, mut warnings, mut used) = (Vec::new(), doubts, BTreeSet::new());
    used.extend(assumption_ids(catalog).map(ToOwned::to_owned));
    used.insert(catalog.default_equipment(EquipmentRole::Lighting).to_owned());
    for outcome in outcomes {
        let AnnotatedTransientResult { result, notes, records } = outcome?;
        architectures.push(result);
        warnings.extend(notes);
        used.extend(records);
    }
    if let [only] = architectures.as_slice()
        && let (None, Some(reason)) = (&only.run, &only.reason)
        && !only.can_fail.is_empty()
        && let Some(lacking) = study.unsupported_event(&only.can_fail)
    {
        let help = format!("{} can suffer {}", only.name, joined_names(&only.can_fail));
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
        kind: e.kind,
        at_s: e.at.seconds(),
        lasts_s: e.lasts.map(Duration::seconds),
        share: e.share,
        level: e.level,
        period_s: e.period.map(Duration::seconds),
    }
}

/// A result, what the reader must know of it, and the records that it rests on.
struct AnnotatedTransientResult {
    result: TransientResult,
    notes: WarningList,
    records: Vec<String>,
}

impl AnnotatedTransientResult {
    fn without_notes(result: TransientResult, setup: &RackAssembly) -> Self {
        Self { result, notes: WarningList::default(), records: setup.record_ids() }
    }
}

/// What an architecture lacks that an event would stop.
const fn lacking_equipment(kind: EventKind) -> &'static str {
    match kind {
        EventKind::PumpTrip => "it has no coolant pump",
        EventKind::CduLoss => "it has no coolant distribution unit",
        EventKind::FanFailure => "it has no server fan",
        EventKind::CrahLoss => "it has no air handler",
        EventKind::ChillerTrip => "it has no chiller or cooler that could trip",
        EventKind::UtilityBlip => "it draws no utility power",
        EventKind::LoadStep => "its load cannot change",
    }
}

struct TransientStudy<'a> {
    catalog: &'a Catalog,
    scenario: &'a Scenario,
    question: &'a TransientOptions<'a>,
    design: DesignConditions,
    given: TransientSettings,
    events: Vec<ScheduledEvent>,
    duration_s: f64,
}

impl TransientStudy<'_> {
    /// The event that can't befall a rack, in words.
    fn unsupported_event(&self, can_fail: &[EventKind]) -> Option<EventKind> {
        self.events.iter().map(|e| e.kind).find(|kind| !can_fail.contains(kind))
    }

    /// A result without a run.
    fn empty_result(&self, architecture: &ArchitectureSettings) -> TransientResult {
        let system = self.catalog.system(&architecture.system);
        TransientResult {
            name: architecture.name.clone(),
            cooling: architecture.cooling,
            system: architecture.system.clone(),
            system_name: system.map_or_else(|| architecture.system.clone(), |record| record.name.clone()),
            can_fail: Vec::new(),
            plant_before: None,
            reason: None,
            run: None,
        }
    }

    fn study_rack(&self, architecture: &ArchitectureSettings) -> Result<AnnotatedTransientResult, TransientStudyError> {
        let pressure = self.design.typical.pressure();
        let counted = rack_count::rack_count(self.catalog, &self.scenario.it, architecture, pressure);
        let data = |error| StudyError::Data { name: architecture.name.clone(), error };
        // A rack does not depend on how many stand beside it.
        let racks = counted.unwrap_or(1.0).max(1.0);
        let mut out = self.empty_result(architecture);
        let setup = match assembly::assemble_rack(self.catalog, architecture, pressure, racks) {
            Ok(setup) => setup,
            // Another way of cooling that its parts do not bear is an answer.
            Err(error @ BuildError::CannotRetrofit { .. }) => {
                out.reason = Some(format!("no figures: {error}"));
                let notes = WarningList::default();
                return Ok(AnnotatedTransientResult { result: out, notes, records: Vec::new() });
            }
            Err(error) => return Err(data(error).into()),
        };
        let load = setup.rack.busy_load(architecture);
        let state = match setup.rack.solve_steady_state(architecture.supply, load) {
            Ok(state) => state,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Ok(AnnotatedTransientResult::without_notes(out, &setup));
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
        let place = (self.catalog, self.scenario);
        let found = find_plant_before(place, architecture, &self.design, self.given.load.unwrap_or(1.0));
        let FoundPlant { plant, told, records } = match found {
            Ok(found) => found,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Ok(AnnotatedTransientResult::without_notes(out, &setup));
            }
        };
        out.plant_before = Some(told);
        let rack_floor_m2 = rack_floor_m2(self.catalog).map_err(AssemblyError::Records)?;
        let ready = PreparedTransient {
            setup: &setup,
            architecture,
            state: &state,
            racks,
            pressure,
            plant,
            rack_floor_m2,
            fluid,
            given: self.given.clone(),
            events: self.events.clone(),
            duration_s: self.duration_s,
            accuracy: self.question.accuracy,
        };
        let around = match ready.boundary_conditions(masses, rules, self.given.buffer) {
            Ok(around) => around,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return Ok(AnnotatedTransientResult::without_notes(out, &setup));
            }
        };
        out.can_fail = transient::possible_events(&around);
        if let Some(lacking) = self.unsupported_event(&out.can_fail) {
            out.reason = Some(format!("not affected: {}", lacking_equipment(lacking)));
            return Ok(AnnotatedTransientResult::without_notes(out, &setup));
        }
        if !state.is_within_cooling_limits() || state.setting.clock < 1.0 {
            let limit = state.binding_limit().map_or_else(String::new, |l| l.describe().to_string());
            out.reason = Some(format!("is too hot before anything fails: {limit}"));
            return Ok(AnnotatedTransientResult::without_notes(out, &setup));
        }
        let notes = self.fill_result(&mut out, &ready, &around);
        Ok(AnnotatedTransientResult { result: out, notes, records: [setup.record_ids(), records].concat() })
    }

    fn fill_result(
        &self,
        out: &mut TransientResult,
        ready: &PreparedTransient<'_>,
        around: &BoundaryConditions<'_>,
    ) -> WarningList {
        let outcome = match ready.simulate(around, Some(self.question.step)) {
            Ok(outcome) => outcome,
            Err(error) => {
                out.reason = Some(format!("no figures: {error}"));
                return WarningList::default();
            }
        };
        let mut run = answer::summarize_run(ready, around, &outcome);
        if let Some(wanted) = self.question.ride_through {
            run.needs = Some(needs::find_measures(ready, around, &outcome, wanted.seconds()));
        }
        let mut notes = WarningList::default();
        if let Some(dry_s) = run.time_to_dry_s {
            let at_s = dry_s + ready.first_event_s();
            notes.add(WarningCode::DryTank, format!(
                "{}: chips are uncovered (fluid boiled off) from {at_s:.0} s on, and what follows takes them as still covered: a larger \
                 condenser, or its water held longer, keeps the fluid in",
                out.name
            ));
        }
        if let Some(samples) = self.question.samples {
            let SampledRideThrough { interval, rejected } =
                spread::sample_ride_through(ready, self.catalog, samples, self.question.seed);
            if rejected > 0 {
                notes.add(
                    WarningCode::RejectedDraws,
                    format!("{}: {rejected} draws make no model and count nowhere", out.name),
                );
            }
            run.uncertainty = Some(interval);
        }
        out.run = Some(run);
        notes
    }
}
