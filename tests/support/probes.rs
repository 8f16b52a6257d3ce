//! Questions put to the examples: each answers with everything it computes, and says which records it rests on.

use std::collections::BTreeSet;
use std::time::{Duration as Elapsed, Instant};

use rackjoule::catalog::Catalog;
use rackjoule::rack::assembly::{assemble_rack, warmest_facility_water};
use rackjoule::rack::model::RackLoad;
use rackjoule::scenario::transient::{EventKind, ScheduledEvent};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::transient::TransientOptions;
use rackjoule::study::{compare, rack, site, transient};
use rackjoule::transient::DEFAULT_ACCURACY;
use rackjoule::units::{Duration, Pressure};
use rayon::prelude::*;

/// What is asked of an example.
#[derive(Clone, Debug)]
pub enum Question {
    /// The steady states of one rack, busy and idle.
    RackState,
    /// The year of one architecture.
    Compare,
    /// `rack`, with its limits or without.
    Rack(bool),
    /// `site`.
    Site,
    /// A run in seconds.
    Transient(EventKind),
}

/// A question about one architecture of an example.
pub struct Probe {
    /// Example, architecture and question.
    pub name: String,
    scenario: Scenario,
    question: Question,
    /// The records that its answer says it rests on.
    pub records: BTreeSet<String>,
    /// Its answer with the catalog as it is.
    pub answer: String,
    /// How long that took.
    pub cost: Elapsed,
}

impl Probe {
    /// A question put to a scenario of one architecture; nothing for an event that can't befall it.
    pub fn new(name: String, scenario: Scenario, question: Question, catalog: &Catalog) -> Option<Self> {
        let mut probe =
            Self { name, scenario, question, records: BTreeSet::new(), answer: String::new(), cost: Elapsed::ZERO };
        let start = Instant::now();
        (probe.answer, probe.records) = match probe.ask(catalog) {
            Err(_) if matches!(probe.question, Question::Transient(_)) => return None,
            asked => asked.unwrap_or_else(|e| panic!("{}: {e}", probe.name)),
        };
        probe.cost = start.elapsed();
        Some(probe)
    }

    /// Whether another catalog gives another answer; nothing where it gives none at all.
    pub fn moves(&self, catalog: &Catalog) -> Option<bool> {
        self.ask(catalog).ok().map(|(answer, _)| answer != self.answer)
    }

    /// As [`Self::moves`], with the scenario read again: what it does not say is another catalog's.
    pub fn moves_when_read_again(&self, catalog: &Catalog) -> Option<bool> {
        let mut scenario = self.scenario.with_overrides(&[], catalog).ok()?;
        scenario.architectures.retain(|a| a.name == self.scenario.architectures[0].name);
        self.ask_scenario(&scenario, catalog).ok().map(|(answer, _)| answer != self.answer)
    }

    fn ask(&self, catalog: &Catalog) -> Result<(String, BTreeSet<String>), String> {
        self.ask_scenario(&self.scenario, catalog)
    }

    /// Numbers and words of the answer without the catalog's own figures, and the records.
    fn ask_scenario(&self, scenario: &Scenario, catalog: &Catalog) -> Result<(String, BTreeSet<String>), String> {
        let told = |e: &dyn std::fmt::Debug| format!("{e:?}");
        let json = match &self.question {
            Question::RackState => return ask_rack_state(scenario, catalog),
            Question::Compare => serde_json::to_value(compare::run(scenario, catalog).map_err(|e| told(&e))?),
            Question::Rack(limits) => {
                let options =
                    rack::RackOptions { architecture: Some(&scenario.architectures[0].name), limits: *limits };
                serde_json::to_value(rack::run(scenario, catalog, options).map_err(|e| told(&e))?)
            }
            Question::Site => serde_json::to_value(site::run(scenario, catalog, None).map_err(|e| told(&e))?),
            Question::Transient(kind) => {
                let options = transient_options(*kind);
                serde_json::to_value(transient::run(scenario, catalog, &options).map_err(|e| told(&e))?)
            }
        };
        let mut json = json.map_err(|e| e.to_string())?;
        let records = json["assumptions"].as_array().into_iter().flatten();
        let records = records.filter_map(|a| a["record"].as_str().map(str::to_owned)).collect();
        for key in ["assumptions", "sources"] {
            json.as_object_mut().unwrap().remove(key);
        }
        Ok((json.to_string(), records))
    }
}

/// The states of the racks of every group.
fn ask_rack_state(scenario: &Scenario, catalog: &Catalog) -> Result<(String, BTreeSet<String>), String> {
    let (mut answer, mut records) = (String::new(), BTreeSet::new());
    for group in scenario.it.hall_groups(&scenario.architectures[0], catalog) {
        let (own, of_it) = ask_group_state(&group.architecture, catalog)?;
        answer.push_str(&own);
        records.extend(of_it);
    }
    Ok((answer, records))
}

fn ask_group_state(
    architecture: &scenario::ArchitectureSettings,
    catalog: &Catalog,
) -> Result<(String, BTreeSet<String>), String> {
    let racks = 8.0;
    let rack = assemble_rack(catalog, architecture, Pressure::new(100_000.0), racks).map_err(|e| e.to_string())?;
    let load = rack.rack.busy_load(architecture);
    let state = |load| rack.rack.solve_steady_state(architecture.supply, load).map_err(|e| e.to_string());
    let (busy, idle) = (state(load)?, state(RackLoad { busy: 0.0, ..load })?);
    let water = rack.cdu.as_ref().map(|set| (set.count, warmest_facility_water(set, racks, &busy)));
    Ok((format!("{busy:?} {idle:?} {water:?}"), rack.record_ids().into_iter().collect()))
}

fn transient_options(kind: EventKind) -> TransientOptions<'static> {
    let event = ScheduledEvent {
        kind,
        at: Duration::new(10.0),
        // Longer than the batteries last.
        lasts: (kind == EventKind::UtilityBlip).then(|| Duration::new(400.0)),
        share: None,
        level: (kind == EventKind::LoadStep).then_some(0.3),
        period: None,
    };
    TransientOptions {
        architecture: None,
        compare: false,
        events: Some(vec![event]),
        duration: Some(Duration::new(if kind == EventKind::UtilityBlip { 900.0 } else { 300.0 })),
        step: Duration::new(10.0),
        ride_through: None,
        samples: None,
        seed: 1,
        accuracy: DEFAULT_ACCURACY,
    }
}

/// The texts of every example, the built-in scenario first.
pub fn example_texts() -> Vec<(String, String)> {
    let folder = format!("{}/examples", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let read = |p: &std::path::PathBuf| {
        (p.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(p).unwrap())
    };
    std::iter::once(("default".to_owned(), scenario::DEFAULT.to_owned())).chain(files.iter().map(read)).collect()
}

/// A scenario for each architecture of an example, in joint bins where the climate has them: a hundred states of the air
/// do for a year.
pub fn one_by_one(name: &str, text: &str, sets: &[&str], catalog: &Catalog) -> Vec<(String, Scenario)> {
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    let all = Scenario::parse(name, text, &sets, catalog).unwrap_or_else(|e| panic!("{name}: {e:?}"));
    let one = |a: &scenario::ArchitectureSettings| {
        let alone = Scenario { architectures: vec![a.clone()], ..all.clone() };
        let parts = [&[name.to_owned(), a.name.clone()], sets.as_slice()].concat();
        (parts.join(", "), alone)
    };
    all.architectures.iter().map(one).collect()
}

/// All probes of some scenarios, cheap ones first.
pub fn put(questions: Vec<(String, Scenario, Question)>, catalog: &Catalog) -> Vec<Probe> {
    let mut out: Vec<Probe> = questions
        .into_par_iter()
        .filter_map(|(name, scenario, question)| {
            let name = format!("{name}: {question:?}");
            Probe::new(name, scenario, question, catalog)
        })
        .collect();
    out.sort_by_key(|p| p.cost);
    out
}
