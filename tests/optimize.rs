//! `optimize` through the binary: the contract of its JSON, its files, its exit codes and its words.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

fn optimize(dir: &Path, design: &str, more: &[&str]) -> Output {
    std::fs::write(dir.join("design.toml"), design).unwrap();
    let args = [&["optimize", "design.toml", "--set", "site.weather_form=bins"], more].concat();
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

/// Supply temperature and flow of plates, few designs.
fn design(objectives: &str, constraints: &str) -> String {
    format!(
        "architecture = \"plates-45\"\nobjectives = [{objectives}]\nconstraints = [{constraints}]\npopulation = 8\n\
         generations = 3\n[[variable]]\nkey = \"architecture.*.supply_temperature\"\nlow = \"25 degC\"\nhigh = \"45 degC\"\n\
         [[variable]]\nkey = \"architecture.*.coolant_flow\"\nlow = \"1.25 L/min/kW\"\nhigh = \"2 L/min/kW\"\nstep = 0.25\n"
    )
}

const TWO: &str = "\"annual.capital_usd\", \"annual.energy_kwh\"";

#[test]
fn the_json_has_front_ends_knee_and_limits() {
    let dir = tempfile::tempdir().unwrap();
    let out = optimize(dir.path(), &design(TWO, "\"annual.unmet_hours <= 10 h\""), &["--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let json: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["schema"], "rackjoule/optimize/1");
    assert_eq!(json["objectives"][1]["key"], "annual.energy_kwh");
    assert_eq!(json["objectives"][1]["better"], "lower");
    assert_eq!(json["variables"][0]["key"], "architecture.*.supply_temperature");
    let a = &json["architectures"][0];
    assert_eq!((a["name"].as_str(), a["method"].as_str()), (Some("plates-45"), Some("nsga-2")));
    let front = a["front"].as_array().unwrap();
    assert!(front.len() > 3, "{front:?}");
    // Along a front of two, one rises and the other falls.
    let value = |i: usize, k: usize| front[i]["objectives"][k].as_f64().unwrap();
    assert!((1..front.len()).all(|i| value(i, 0) > value(i - 1, 0) && value(i, 1) < value(i - 1, 1)));
    let named = a["named"].as_array().unwrap();
    let names: Vec<&str> = named.iter().map(|n| n["name"].as_str().unwrap()).collect();
    assert_eq!(names[..2], ["least annual.capital_usd", "least annual.energy_kwh"]);
    assert_eq!(named[0]["front_index"], 0);
    assert_eq!(named[1]["front_index"], front.len() - 1);
    // The warmest water needs the smallest plant.
    let limit = named[0]["limits"].as_array().unwrap().iter().find(|l| l["kind"] == "high-end").unwrap();
    assert_eq!(
        (limit["variable"].as_str(), limit["bound"].as_f64()),
        (Some("architecture.plates-45.supply_temperature"), Some(45.0))
    );
    assert!(limit["prices"][0]["per_unit"].as_f64().unwrap() < 0.0, "{limit}");
    assert!(!String::from_utf8(out.stdout).unwrap().contains("NaN"));
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_and_two_threads() {
    let dir = tempfile::tempdir().unwrap();
    let run = |threads: &str, seed: &str| {
        let text = format!("seed = {seed}\n{}", design(TWO, ""));
        let out = optimize(dir.path(), &text, &["--format", "csv", "--threads", threads]);
        String::from_utf8(out.stdout).unwrap()
    };
    let one = run("1", "1");
    assert!(one.starts_with("architecture,design,best_of_all,architecture.*.supply_temperature"), "{one}");
    assert_eq!(one, run("2", "1"));
    assert_ne!(one, run("2", "2"));
}

#[test]
fn every_form_and_file_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let out = optimize(dir.path(), &design(TWO, ""), &["-o", "out", "--quiet"]);
    let text = String::from_utf8(out.stdout).unwrap().replace("\n   ", " ");
    for words in
        ["Best designs of plates-45", "Lowest capital", "What holds the designs of plates-45 back", "for each K"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let page = std::fs::read_to_string(dir.path().join("out/report.html")).unwrap();
    assert!(page.contains("Best designs of plates-45") && page.contains("Lowest electricity"));
    for file in ["front.svg", "front.png", "front.csv"] {
        assert!(dir.path().join("out").join(file).is_file(), "{file}");
    }
    let markdown = optimize(dir.path(), &design("\"annual.energy_kwh\"", ""), &["--format", "markdown"]);
    let markdown = String::from_utf8(markdown.stdout).unwrap();
    assert!(markdown.contains("| Best |") && markdown.contains("than as given"), "{markdown}");
    let us = optimize(dir.path(), &design(TWO, ""), &["--units", "us"]);
    assert!(us.status.success());
}

#[test]
fn where_nothing_is_feasible_the_exit_code_is_3_and_the_limit_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let out =
        optimize(dir.path(), &design(TWO, "\"annual.pue <= 0.5\", \"rack.chip_margin_k >= 1 K\""), &["-o", "out"]);
    assert_eq!(out.status.code(), Some(3));
    let text = String::from_utf8(out.stdout).unwrap().replace("\n  ", " ");
    assert!(text.contains("none of 32 designs is feasible") && text.contains("annual.pue <= 0.5"), "{text}");
    assert!(dir.path().join("out/report.html").is_file() && !dir.path().join("out/front.svg").exists());
}

#[test]
fn wrong_designs_end_with_2_and_are_told_where() {
    let dir = tempfile::tempdir().unwrap();
    let wrong = |text: &str, words: &[&str]| {
        let out = optimize(dir.path(), text, &[]);
        let err = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{err}");
        assert!(out.stdout.is_empty());
        for word in words {
            assert!(err.contains(word), "{word}\n{err}");
        }
    };
    wrong(&design("\"annual.enrgy_kwh\"", ""), &["design.toml:2", "did you mean `annual.energy_kwh`"]);
    wrong(&design(TWO, "\"annual.pue <\""), &["design.toml:3", "no limit"]);
    wrong(&design(TWO, "").replace("coolant_flow", "coolant_flw"), &["unknown key", "coolant_flow"]);
    wrong(&design(TWO, "").replace("low = \"25 degC\"", "low = \"50 degC\""), &["is not above `low`", "exchange them"]);
    wrong(&design(TWO, "").replace("plates-45", "plates"), &["no architecture `plates`", "did you mean `plates-45`"]);
    wrong("", &["missing"]);
    let of_another = design(TWO, "").replace("architecture.*", "architecture.air");
    wrong(&of_another, &["no variable touches an architecture", "give a [[variable]]"]);
    let none = Command::cargo_bin("rackjoule")
        .unwrap()
        .current_dir(dir.path())
        .args(["optimize", "none.toml"])
        .output()
        .unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8(none.stderr).unwrap().contains("rackjoule optimize init"));
}

#[test]
fn the_written_design_runs_and_is_the_example() {
    let dir = tempfile::tempdir().unwrap();
    let run =
        |args: &[&str]| Command::cargo_bin("rackjoule").unwrap().current_dir(dir.path()).args(args).output().unwrap();
    assert!(run(&["optimize", "init", "best.toml"]).status.success());
    assert_eq!(run(&["optimize", "init", "best.toml"]).status.code(), Some(2), "it exists");
    let text = std::fs::read_to_string(dir.path().join("best.toml")).unwrap();
    let shorter = text.replace("generations = 12", "generations = 1").replace("population = 24", "population = 4");
    assert_ne!(shorter, text);
    let out = optimize(dir.path(), &shorter, &[]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}
