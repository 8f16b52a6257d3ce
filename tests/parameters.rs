//! Nothing unread, nothing unlisted: every parameter of the catalog moves some output of some example, and what a result
//! does not list can't move it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rackjoule::catalog::change::ValueChange;
use rackjoule::catalog::{Catalog, RecordKind};
use rackjoule::component;
use rackjoule::scenario::Scenario;
use rackjoule::scenario::transient::EventKind;
use rayon::prelude::*;

use crate::support::probes::{self, Probe, Question};

/// Parameters that move no output of any example, each group with its reason: of records, or of all records of a kind
/// (`kind:…`). One that does move fails the test.
const UNMOVED: &[(&[&str], &[&str], &str)] = include!("support/unmoved.rs");

/// A scenario that leaves its temperatures to the data.
const UNSAID: &str = r#"
[site]
climate = "us-va-ashburn"
[it]
accelerators = 128
system = "hgx-b200-air"
[[architecture]]
name = "air"
cooling = "air"
heat_rejection = "chiller-air"
[[architecture]]
name = "open"
cooling = "air"
containment = "open"
heat_rejection = "chiller-air"
[[architecture]]
name = "door"
cooling = "rear-door"
heat_rejection = "chiller-air"
[[architecture]]
name = "hybrid"
cooling = "hybrid"
heat_rejection = "chiller-air"
[[architecture]]
name = "plates"
system = "lenovo-sc777-v4"
cooling = "cold-plate"
heat_rejection = "dry-cooler"
[[architecture]]
name = "flow"
system = "lenovo-sc777-v4"
cooling = "cold-plate"
flow_control = "flow-per-kw"
cdu_redundancy = "N+1"
cdu_spare = "running"
heat_rejection = "dry-cooler"
[[architecture]]
name = "warm"
system = "hpe-cray-ex235a"
cooling = "cold-plate"
supply_temperature = 59
flow_control = "flow-per-kw"
coolant_flow = 1.0
heat_rejection = "dry-cooler"
trim_chiller = false
[[architecture]]
name = "slow"
system = "lenovo-sc777-v4"
cooling = "cold-plate"
cdu = "in-rack"
flow_control = "flow-per-kw"
coolant_flow = 0.5
supply_temperature = 25
heat_rejection = "dry-cooler"
[[architecture]]
name = "tank"
cooling = "immersion-1p"
flow_control = "flow-per-kw"
heat_rejection = "dry-cooler"
[[architecture]]
name = "boiling"
cooling = "immersion-2p"
heat_rejection = "dry-cooler"
"#;

/// Probes of its record, the cheapest first, that a listed parameter must not move.
const PROBES_OF_LISTED: usize = 8;

/// Kinds of equipment of which no example uses a catalog record.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("chip", "Chips have records of their own kind, not of equipment."),
    ("tower-cooltools", "A second correlation of explicit plants; the tower of the catalog follows the other one."),
    ("tower-merkel-ua", "Of explicit plants: its parameters stand in the scenario."),
    ("fluid-cooler", "Of explicit plants: its parameters stand in the scenario."),
    ("server-block", "Of explicit plants: its parameters stand in the scenario."),
];

/// A value to move, with where it may go.
#[derive(Clone, Debug)]
struct Parameter {
    record: String,
    /// Kind of equipment; empty for silicon, chips, systems and fittings.
    kind: String,
    key: String,
    tries: Vec<f64>,
}

/// The catalog with every declared parameter of every record written out, defaults too, so that each can be moved.
fn explicit_catalog(folder: &std::path::Path) -> Catalog {
    let data = format!("{}/data", env!("CARGO_MANIFEST_DIR"));
    std::fs::create_dir_all(folder.join("equipment")).unwrap();
    let equipment = std::fs::read_dir(format!("{data}/equipment")).unwrap().map(|e| e.unwrap().file_name());
    let names = equipment.map(|n| format!("equipment/{}", n.to_str().unwrap()));
    for name in names.chain(["costs.toml".to_owned()]) {
        let mut file: toml::Table = std::fs::read_to_string(format!("{data}/{name}")).unwrap().parse().unwrap();
        for record in file["equipment"].as_array_mut().unwrap() {
            let kind = component::find_kind(record["kind"].as_str().unwrap()).unwrap();
            let values = record["parameters"].as_table_mut().unwrap();
            for param in kind.params {
                let value = match values.get(param.name) {
                    Some(toml::Value::Integer(whole)) => *whole as f64,
                    Some(value) => value.as_float().unwrap(),
                    None => param.default.unwrap(),
                };
                values.insert(param.name.to_owned(), toml::Value::Float(value));
            }
        }
        std::fs::write(folder.join(name), file.to_string()).unwrap();
    }
    Catalog::load(Some(folder)).unwrap()
}

/// Both ends of a range; 3 % either way within the declared limits where there is none with a width; near the value where
/// an end makes no model.
fn tries(value: f64, range: Option<[f64; 2]>, (min, max): (f64, f64)) -> Vec<f64> {
    let step = if value == 0.0 { 0.03 * (max - min).min(1.0) } else { 0.03 * value.abs() };
    let mut out = range.filter(|[low, high]| low < high).map_or_else(Vec::new, |[low, high]| vec![low, high]);
    out.extend([value + step, value - step]);
    // Small whole numbers are a form, not a measure: three phases or none.
    if max <= 3.0 && value.fract() == 0.0 && min == 0.0 {
        out.extend([min, max]);
    }
    out.retain(|v| (min..=max).contains(v) && *v != value);
    out
}

/// Everything declared of equipment; of silicon, chips, systems and fittings what has a range.
fn parameters(catalog: &Catalog) -> Vec<Parameter> {
    let mut out = Vec::new();
    for entry in catalog.list_entries(RecordKind::Equipment) {
        let record = catalog.equipment(&entry.id).unwrap();
        for param in component::find_kind(&record.kind).unwrap().params {
            let value = record.parameters[param.name].as_float().unwrap();
            let range = record.range.get(param.name).copied();
            out.push(Parameter {
                record: entry.id.clone(),
                kind: record.kind.clone(),
                key: param.name.to_owned(),
                tries: tries(value, range, (param.min, param.max)),
            });
        }
    }
    for kind in [RecordKind::Silicon, RecordKind::Chip, RecordKind::System, RecordKind::RetrofitKit] {
        for entry in catalog.list_entries(kind) {
            for value in catalog.record_values(kind, &entry.id).unwrap_or_default() {
                let (Some([low, high]), Ok(number)) = (value.range, value.value.parse::<f64>()) else { continue };
                // Whole numbers count things; they have no range that could be sampled.
                if low < high && value.value.parse::<i64>().is_err() {
                    out.push(Parameter {
                        record: entry.id.clone(),
                        kind: String::new(),
                        key: value.key,
                        tries: tries(number, Some([low, high]), (f64::NEG_INFINITY, f64::INFINITY)),
                    });
                }
            }
        }
    }
    out
}

/// Questions to every example, and to the built-in one with what the examples leave out.
fn questions(catalog: &Catalog) -> Vec<(String, Scenario, Question)> {
    let mut out = Vec::new();
    for (name, text) in probes::example_texts() {
        // Loads by the hour need hours in their order, and no parameter of a record is in them.
        let hourly = |line: &&str| line.starts_with("profile = ") || line.starts_with("step = ");
        let text = text.lines().filter(|line| !hourly(line)).collect::<Vec<_>>().join("\n") + "\n";
        // The desert's own year is hourly; its neighbour has joint bins. A tank needs hours in their order.
        let sets: &[&str] = match name.as_str() {
            "heat-rejection" => &["site.climate=us-az-phoenix", "site.weather_form=bins"],
            "cold-storage" => &[],
            _ => &["site.weather_form=bins"],
        };
        for (label, scenario) in probes::one_by_one(&name, &text, sets, catalog) {
            out.push((label.clone(), scenario.clone(), Question::RackState));
            out.push((label, scenario, Question::Compare));
        }
    }
    let texts: BTreeMap<_, _> = probes::example_texts().into_iter().collect();
    let more: &[(&str, &[&str])] = &[
        ("default", &["architecture.air.tower=tower-1mw-york"]),
        ("default", &["architecture.air.ups=eco"]),
        ("default", &["it.workload=llama-3.1-405b-interactive"]),
        ("default", &["architecture.liquid-45.cdu=in-rack"]),
        ("default", &["architecture.liquid-45.system=gb300-nvl72", "architecture.liquid-45.cooling=hybrid"]),
        ("every-way", &["architecture.rear door.door=passive"]),
        ("default", &["architecture.air.system=dgx-a100"]),
        ("default", &["architecture.air.system=dgx-h100"]),
        ("default", &["architecture.liquid-45.equipment.dry_cooler=dry-cooler-1mw"]),
        ("every-way", &["architecture.hybrid.system=hgx-b200-air"]),
        (
            "heat-reuse",
            &["site.district_heat.supply_temperature=48 degC", "site.district_heat.return_temperature=35 degC"],
        ),
    ];
    for (name, sets) in more {
        let sets: Vec<&str> = sets.iter().copied().chain(["site.weather_form=bins"]).collect();
        for (label, scenario) in probes::one_by_one(name, &texts[*name], &sets, catalog) {
            out.push((label.clone(), scenario.clone(), Question::RackState));
            out.push((label, scenario, Question::Compare));
        }
    }
    let cold = &["architecture.liquid-45.supply_temperature=16 degC"];
    for (label, scenario) in probes::one_by_one("default", &texts["default"], cold, catalog) {
        out.extend([Question::Rack(false), Question::Rack(true)].map(|q| (label.clone(), scenario.clone(), q)));
    }
    // Limits of the outdoor air lie close to each other: hours tell more than joint bins.
    for (name, sets) in [("default", [].as_slice()), ("high-altitude", &[]), ("heat-rejection", &[])] {
        let first = probes::one_by_one(name, &texts[name], sets, catalog).swap_remove(0);
        out.push((first.0, first.1, Question::Site));
    }
    for (label, scenario) in probes::one_by_one("unsaid", UNSAID, &[], catalog) {
        out.push((label, scenario, Question::RackState));
    }
    let processors = &["architecture.plates.system=lenovo-sd665-v3"];
    for (label, scenario) in probes::one_by_one("unsaid", UNSAID, processors, catalog) {
        out.push((label, scenario, Question::Rack(false)));
    }
    // The only tank whose time the scenario leaves to the rules.
    let tank =
        probes::one_by_one("default", &texts["default"], &["architecture.air.storage=2 MWh"], catalog).swap_remove(0);
    out.push((tank.0, tank.1, Question::Compare));
    // Dry coolers without compressors start again in a time of their own.
    let free =
        probes::one_by_one("cool-climate-no-chiller", &texts["cool-climate-no-chiller"], &[], catalog).swap_remove(1);
    out.push((free.0, free.1, Question::Transient(EventKind::UtilityBlip)));
    for name in ["default", "every-way", "edge-room"] {
        for (label, scenario) in probes::one_by_one(name, &texts[name], &[], catalog) {
            out.extend(EventKind::ALL.map(|kind| (label.clone(), scenario.clone(), Question::Transient(kind))));
        }
    }
    out
}

fn moved(catalog: &Catalog, parameter: &Parameter, probes: &[&Probe]) -> Option<String> {
    let Parameter { record, key, tries, .. } = parameter;
    let change = |value| {
        let change = ValueChange { record: record.clone(), key: key.clone(), value };
        catalog.with_values(&[change]).unwrap_or_else(|e| panic!("{e}"))
    };
    let changed: Vec<Catalog> = tries.iter().map(|v| change(*v)).collect();
    // These values are the scenario's own once it is read.
    let moves = if parameter.kind == "scenario-defaults" { Probe::moves_when_read_again } else { Probe::moves };
    let seen = |probe: &&&Probe| changed.iter().any(|c| moves(probe, c) == Some(true));
    probes.iter().find(seen).map(|p| p.name.clone())
}

#[test]
fn every_parameter_moves_an_output() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = explicit_catalog(folder.path());
    let probes = probes::put(questions(&catalog), &catalog);
    let used: BTreeSet<&String> = probes.iter().flat_map(|p| &p.records).collect();
    let all = parameters(&catalog);
    let names = |(of, keys, _): &(&[&str], &[&str], _), p: &Parameter| {
        keys.contains(&p.key.as_str())
            && of.iter().any(|of| *of == p.record || of.strip_prefix("kind:") == Some(p.kind.as_str()))
    };
    let listed = |p: &Parameter| UNMOVED.iter().any(|group| names(group, p));
    let verdicts: Vec<(&Parameter, Option<String>)> = all
        .par_iter()
        .filter(|p| used.contains(&p.record))
        .map(|p| {
            let most = if listed(p) { PROBES_OF_LISTED } else { usize::MAX };
            let of_record = probes.iter().filter(|probe| probe.records.contains(&p.record));
            let of_record: Vec<&Probe> = of_record.take(most).collect();
            (p, moved(&catalog, p, &of_record))
        })
        .collect();
    let mut text = String::new();
    for (p, by) in &verdicts {
        let place = format!("{} ({}) {}", p.record, p.kind, p.key);
        match (listed(p), by) {
            (false, None) => writeln!(text, "{place} moves nothing: use it or remove it").unwrap(),
            (true, Some(by)) => writeln!(text, "{place} is on the list but moves {by}").unwrap(),
            _ => {}
        }
    }
    for (of, keys, _) in UNMOVED {
        for (of, key) in of.iter().flat_map(|of| keys.iter().map(move |key| (of, key))) {
            let alone: (&[&str], &[&str], &str) = (std::slice::from_ref(of), std::slice::from_ref(key), "");
            if !verdicts.iter().any(|(p, _)| names(&alone, p)) {
                writeln!(text, "{of} {key} is on the list but in no example").unwrap();
            }
        }
    }
    let kinds: BTreeSet<&str> = verdicts.iter().map(|(p, _)| p.kind.as_str()).collect();
    for kind in component::equipment_kinds().map(|k| k.name) {
        if kinds.contains(kind) == WITHOUT_EXAMPLE.iter().any(|(k, _)| *k == kind) {
            writeln!(text, "kind {kind}: in an example and on the list of those without, or neither").unwrap();
        }
    }
    assert!(text.is_empty(), "of {} parameters\n{text}", verdicts.len());
}

/// Moves everything that an architecture's result does not list, at once: nothing of the result may move.
#[test]
fn what_is_not_listed_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = explicit_catalog(folder.path());
    let all = parameters(&catalog);
    let questions: Vec<_> = questions(&catalog).into_iter().filter(|q| !matches!(q.2, Question::Rack(true))).collect();
    let found: Vec<String> = questions
        .into_par_iter()
        .filter_map(|(name, scenario, question)| {
            let probe = Probe::new(format!("{name}: {question:?}"), scenario, question, &catalog)?;
            let change = |p: &Parameter| {
                let value = *p.tries.last()?;
                Some(ValueChange { record: p.record.clone(), key: p.key.clone(), value })
            };
            let others: Vec<ValueChange> =
                all.iter().filter(|p| !probe.records.contains(&p.record)).filter_map(change).collect();
            if probe.moves(&catalog.with_values(&others).unwrap()) == Some(false) {
                return None;
            }
            let records: BTreeSet<&String> = others.iter().map(|c| &c.record).collect();
            let alone = |record: &&&String| {
                let own: Vec<_> = others.iter().filter(|c| c.record == ***record).cloned().collect();
                probe.moves(&catalog.with_values(&own).unwrap()) != Some(false)
            };
            let guilty: Vec<&&String> = records.iter().filter(alone).collect();
            Some(format!("{} rests on {guilty:?} and does not list it", probe.name))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
