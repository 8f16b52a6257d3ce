//! Figures traced to the data: that nothing explained is wrong, and that everything is explained.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::component;
use rackjoule::component::kind::LawResult;
use rackjoule::report::compare::metrics::METRICS;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;
use rackjoule::study::explain::{self, FigureNode};
use serde_json::Value;

fn rackjoule(args: &[&str]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir.path()).args(args).output().unwrap()
}

#[test]
fn every_figure_of_the_table_is_explained() {
    let keys: Vec<&str> = explain::explainable_keys().map(|(key, _)| key).collect();
    for metric in METRICS.iter() {
        assert!(keys.contains(&metric.key), "{} has no explanation", metric.key);
    }
}

#[test]
fn every_kind_has_a_law_of_its_own() {
    for kind in component::equipment_kinds() {
        let law = kind.law;
        assert!(!law.symbols.is_empty() && !law.words.is_empty(), "{} has no law", kind.name);
        assert!(!law.results.is_empty(), "{} takes part in no result", kind.name);
        assert_ne!(law.words, kind.summary, "{}", kind.name);
    }
}

/// Source files below a folder.
fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] }).collect()
}

#[test]
fn every_component_says_what_it_neglects_and_what_it_was_compared_with() {
    let mut components = 0;
    for path in source_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/component")) {
        let text = std::fs::read_to_string(&path).unwrap();
        if text.contains(": EquipmentKind = EquipmentKind {") {
            for words in ["//! Neglects: ", "//! Compared with: "] {
                assert!(text.contains(words), "{} has no line `{words}`", path.display());
            }
            components += 1;
        }
    }
    assert!(components > 30, "{components}");
}

/// A page with other rows in the table that begins with a header.
fn renew_table(page: &str, header: &str, rows: &[String]) -> String {
    let lines: Vec<&str> = page.lines().collect();
    // The rows follow the header and the line below it.
    let first = lines.iter().position(|line| line.starts_with(header)).unwrap() + 2;
    let last = first + lines[first..].iter().take_while(|line| line.starts_with('|')).count();
    let rows = rows.iter().map(String::as_str);
    let renewed: Vec<&str> = lines[..first].iter().copied().chain(rows).chain(lines[last..].iter().copied()).collect();
    renewed.join("\n") + "\n"
}

#[test]
fn the_page_of_components_shows_every_law() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/components.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let rows = component::equipment_kinds().map(|kind| {
        let end_use = |result: &LawResult| match result {
            LawResult::Power(end_use) => Some(end_use.label()),
            _ => None,
        };
        let end_uses: Vec<&str> = kind.law.results.iter().filter_map(end_use).collect();
        let end_uses = if end_uses.is_empty() { "none".to_owned() } else { end_uses.join(", ") };
        format!("| `{}` | {} | `{}` | {} | {end_uses} |", kind.name, kind.summary, kind.law.symbols, kind.law.words)
    });
    let left_out = component::equipment_kinds().flat_map(|kind| {
        let defaults = kind.params.iter().filter_map(|p| p.default.map(|value| (p, value)));
        defaults
            .map(|(p, value)| format!("| `{}` | `{}` | {} | {value} | {} |", kind.name, p.name, p.unit, p.doc.trim()))
    });
    let renewed = renew_table(&page, "| kind | what it is |", &rows.collect::<Vec<_>>());
    let renewed = renew_table(&renewed, "| kind | parameter |", &left_out.collect::<Vec<_>>());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &renewed).unwrap();
    }
    assert_eq!(page, renewed, "UPDATE_DOCS=1 cargo test --test suite explain:: renews docs/components.md");
}

/// Every node below one.
fn walk<'a>(node: &'a FigureNode, into: &mut Vec<&'a FigureNode>) {
    into.push(node);
    node.terms.iter().for_each(|t| walk(t, into));
}

#[test]
fn terms_make_their_figure_in_every_scenario() {
    let catalog = Catalog::load(None).unwrap();
    let read = |file: &str| std::fs::read_to_string(format!("{}/examples/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut checked = 0;
    for (name, text) in [
        ("default", scenario::DEFAULT.to_owned()),
        ("every-way", read("every-way.toml")),
        ("cold-storage", read("cold-storage.toml")),
        ("heat-reuse", read("heat-reuse.toml")),
        ("power-distribution", read("power-distribution.toml")),
    ] {
        let scenario = Scenario::parse(name, &text, &[], &catalog).unwrap();
        let comparison = compare::run(&scenario, &catalog).unwrap();
        for (key, _) in explain::explainable_keys() {
            let explanation = explain::explain_figure(&comparison, &catalog, key).unwrap();
            for a in &explanation.architectures {
                let mut nodes = Vec::new();
                walk(&a.figure, &mut nodes);
                for node in nodes {
                    assert_eq!(node.from_terms, None, "{name}, {}: {} is {:?}", a.architecture, node.key, node.value);
                    checked += usize::from(!node.terms.is_empty());
                }
            }
        }
    }
    assert!(checked > 1000, "{checked}");
}

/// Every parameter below a node.
fn collect(node: &Value, into: &mut Vec<Value>) {
    for law in node["laws"].as_array().into_iter().flatten() {
        let records = law["records"].as_array().unwrap();
        into.extend(records.iter().filter_map(|r| r["parameters"].as_array()).flatten().cloned());
    }
    node["terms"].as_array().into_iter().flatten().for_each(|t| collect(t, into));
}

#[test]
fn a_trace_ends_at_parameters_with_a_source() {
    let out = rackjoule(&["compare", "--set", "site.weather_form=bins", "--explain", "pue", "--format", "json"]);
    assert!(out.status.success());
    let json: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["schema"], "rackjoule/explain/1");
    let of = &json["explanations"][0];
    assert_eq!(of["key"], "annual.pue");
    let figure = &of["architectures"][0]["figure"];
    let terms = figure["terms"].as_array().unwrap();
    let ratio = terms[0]["value"].as_f64().unwrap() / terms[1]["value"].as_f64().unwrap();
    assert!((ratio / figure["value"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    let mut parameters = Vec::new();
    collect(figure, &mut parameters);
    assert!(parameters.len() > 150, "{}", parameters.len());
    let known: Vec<&str> = json["sources"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    for p in &parameters {
        assert!(known.contains(&p["source"].as_str().unwrap()), "{p}");
        assert!(["datasheet", "published", "estimate"].contains(&p["confidence"].as_str().unwrap()));
    }
    let flags = of["architectures"][0]["flags"].as_array().unwrap();
    assert!(flags.iter().any(|f| f.as_str().unwrap().contains("outside its published curve")), "{flags:?}");
}

#[test]
fn parameters_carry_the_units_that_their_kinds_declare() {
    let catalog = Catalog::load(None).unwrap();
    let text = std::fs::read_to_string(format!("{}/examples/every-way.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let scenario = Scenario::parse("every-way", &text, &[], &catalog).unwrap();
    let comparison = compare::run(&scenario, &catalog).unwrap();
    let mut compared = 0;
    for a in &explain::explain_figure(&comparison, &catalog, "annual.energy_kwh").unwrap().architectures {
        let mut nodes = Vec::new();
        walk(&a.figure, &mut nodes);
        for law in nodes.iter().flat_map(|n| &n.laws) {
            let kind = if matches!(law.kind, "accelerator" | "part") { "chip" } else { law.kind };
            let Some(kind) = component::find_kind(kind) else { continue };
            for parameter in law.records.iter().flat_map(|r| &r.parameters) {
                if let Some(declared) = kind.params.iter().find(|p| p.name == parameter.key) {
                    assert_eq!(parameter.unit, declared.unit, "{} {}", kind.name, parameter.key);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn every_record_of_equipment_is_reached_by_some_figure() {
    let catalog = Catalog::load(None).unwrap();
    for template in rackjoule::scenario::template::TEMPLATES {
        let scenario = Scenario::parse(template.name, template.text, &[], &catalog).unwrap();
        let comparison = compare::run(&scenario, &catalog).unwrap();
        let traces: Vec<_> = explain::explainable_keys()
            .map(|(key, _)| explain::explain_figure(&comparison, &catalog, key).unwrap())
            .collect();
        for (i, architecture) in comparison.architectures.iter().enumerate() {
            let mut nodes = Vec::new();
            for trace in &traces {
                walk(&trace.architectures[i].figure, &mut nodes);
            }
            for law in nodes.iter().flat_map(|n| &n.laws) {
                assert!(!law.symbols.is_empty() && !law.words.is_empty(), "{} has no law", law.kind);
                if let Some(kind) = component::find_kind(law.kind) {
                    assert_eq!((law.symbols, law.words), (kind.law.symbols, kind.law.words), "{}", kind.name);
                }
            }
            let reached: Vec<&str> =
                nodes.iter().flat_map(|n| &n.laws).flat_map(|l| &l.records).map(|r| r.id.as_str()).collect();
            for id in architecture.records.iter().filter(|id| catalog.equipment(id).is_some()) {
                assert!(reached.contains(&id.as_str()), "{}, {}: {id}", template.name, architecture.name);
            }
        }
    }
}

#[test]
fn an_hourly_tariff_is_told_from_a_product_of_means() {
    let dir = tempfile::tempdir().unwrap();
    let mut tariff = "price [USD/kWh]\n".to_owned();
    for hour in 0..8760 {
        tariff.push_str(if hour % 24 < 12 { "0.04\n" } else { "0.12\n" });
    }
    std::fs::write(dir.path().join("tariff.csv"), tariff).unwrap();
    let text = scenario::DEFAULT.replacen("[site]", "[site]\nelectricity_tariff = \"tariff.csv\"", 1);
    std::fs::write(dir.path().join("my.toml"), text).unwrap();
    let args = ["compare", "my.toml", "--explain", "cost_usd"];
    let out = Command::cargo_bin("rackjoule").unwrap().current_dir(dir.path()).args(args).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("summed hour by hour"), "{text}");
}

#[test]
fn the_tree_reads_well() {
    let out = rackjoule(&["compare", "--explain", "annual.wue_source_l_per_kwh", "--explain", "rack.hottest_chip_c"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(
        text.lines().all(|l| l.chars().count() <= 110 || l.starts_with("  estimate") || l.contains("; ")),
        "{text}"
    );
    insta::assert_snapshot!(text);
}

#[test]
fn keys_are_listed_and_wrong_ones_are_named() {
    let list = String::from_utf8(rackjoule(&["compare", "--explain", "list"]).stdout).unwrap();
    assert!(list.contains("annual.pue") && list.lines().count() == explain::explainable_keys().count());
    let wrong = rackjoule(&["compare", "--explain", "anual.pue"]);
    assert_eq!(wrong.status.code(), Some(2));
    let err = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(err.contains("did you mean `annual.pue`") && err.contains("--explain list"), "{err}");
    let csv = rackjoule(&["compare", "--explain", "facility_power_w", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.stdout.as_slice());
    assert!(reader.records().map(Result::unwrap).filter(|r| &r[3] == "fan-80mm-dual-rotor").count() >= 6);
    let markdown = rackjoule(&["compare", "--explain", "annual.pue", "--format", "markdown"]);
    assert!(String::from_utf8(markdown.stdout).unwrap().contains("## air: annual.pue"));
}

#[test]
fn the_page_shows_a_real_trace() {
    let out = rackjoule(&["compare", "--explain", "annual.cue_kg_per_kwh"]);
    let text = String::from_utf8(out.stdout).unwrap();
    let first: Vec<&str> = text.lines().take(12).collect();
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explain.md")).unwrap();
    assert!(page.contains(&first.join("\n")), "docs/explain.md is out of date; it should show:\n{}", first.join("\n"));
}
