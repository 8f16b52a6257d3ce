//! How sure a comparison is, as a user asks for it.

use std::path::Path;
use std::process::Output;
use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::report::compare::metrics::{self, METRICS};
use rackjoule::report::{Report, UnitSystem};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::uncertainty::{self, ProgressMonitor, UncertaintyOptions};
use serde_json::Value;

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn json(out: &Output) -> Value {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

const FEW: [&str; 9] = [
    "uncertainty",
    "--set",
    "site.weather_form=bins",
    "--samples",
    "60",
    "--index-samples",
    "20",
    "--index-inputs",
    "3",
];

#[test]
fn threads_change_no_byte_and_the_seed_does() {
    let dir = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        let out = rackjoule(dir.path(), &[&FEW[..], &["--format", "json"], more].concat());
        let mut json = json(&out);
        // The command is part of the result.
        for key in ["command", "seed"] {
            json.as_object_mut().unwrap().remove(key);
        }
        json.to_string()
    };
    let one = run(&["--threads", "1"]);
    assert_eq!(one, run(&["--threads", "2"]));
    assert_ne!(one, run(&["--seed", "2"]));
}

#[test]
fn the_nominal_answer_is_that_of_compare_and_every_interval_has_an_order() {
    let dir = tempfile::tempdir().unwrap();
    let bins = ["--set", "site.weather_form=bins", "--format", "json"];
    let compared = json(&rackjoule(dir.path(), &[&["compare", "--uncertainty", "0"], &bins[..]].concat()));
    let sampled = json(&rackjoule(dir.path(), &[&FEW[..], &["--format", "json"]].concat()));
    let mut followed = 0;
    assert_eq!(compared["architectures"].as_array().unwrap().len(), 3);
    for (a, b) in compared["architectures"].as_array().unwrap().iter().zip(sampled["architectures"].as_array().unwrap())
    {
        assert_eq!(a["name"], b["name"]);
        for figure in b["figures"].as_array().unwrap() {
            let key = figure["key"].as_str().unwrap();
            let found = key.split('.').fold(a, |at, step| &at[step]);
            assert_eq!(found.as_f64(), figure["nominal"].as_f64(), "{key}");
            let at = |name: &str| figure[name].as_f64().unwrap();
            assert!(at("p05") <= at("median") && at("median") <= at("p95"), "{key}");
            followed += 1;
        }
    }
    assert_eq!(followed, 3 * (METRICS.len() - 5));
    let pairs = sampled["pairs"].as_array().unwrap();
    let names: Vec<_> = pairs.iter().map(|p| (p["a"].as_str().unwrap(), p["b"].as_str().unwrap())).collect();
    assert_eq!(names, [("air", "plates-45"), ("air", "liquid-45"), ("plates-45", "liquid-45")]);
    for figure in pairs.iter().flat_map(|pair| pair["figures"].as_array().unwrap()) {
        let p = figure["a_better_probability"].as_f64().unwrap() + figure["equal_probability"].as_f64().unwrap();
        assert!((0.0..=1.0 + 1e-12).contains(&p), "{figure}");
    }
    // Every input names a source that is listed.
    for input in sampled["inputs"].as_array().unwrap() {
        let known = sampled["sources"].as_array().unwrap().iter().any(|s| s["id"] == input["source"]);
        assert!(known, "{input}");
        let at = |name: &str| input[name].as_f64().unwrap();
        assert!(at("low") < at("high") && at("low") <= at("likely") && at("likely") <= at("high"), "{input}");
    }
}

#[test]
fn compare_shows_intervals_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        let args = ["compare", "--set", "site.weather_form=bins", "--uncertainty", "40"];
        rackjoule(dir.path(), &[&args[..], more].concat())
    };
    let out = run(&["-o", "out"]);
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let intervals = |text: &str, figure: &str| {
        let line = text.lines().find(|l| l.trim_start().starts_with(figure)).unwrap();
        assert_eq!(line.matches(" to ").count(), 3, "one for each architecture: {line}");
    };
    intervals(&text, "TUE");
    intervals(&String::from_utf8(run(&["--full"]).stdout).unwrap(), "PUE");
    assert!(text.contains("in nine of ten, less in all 64 draws"), "{text}");
    let page = std::fs::read_to_string(dir.path().join("out/report.html")).unwrap();
    assert!(page.contains("<section id=\"uncertainty\""), "the page has a section on it");
    assert!(dir.path().join("out/differences.svg").is_file());
    let json = json(&run(&["--format", "json"]));
    assert_eq!(json["schema"], "rackjoule/compare/1");
    let interval = &json["architectures"][0]["uncertainty"]["annual.pue"];
    assert!(interval["p05"].as_f64().unwrap() < interval["p95"].as_f64().unwrap(), "{interval}");
    assert_eq!(json["uncertainty"]["samples"], 64);
    // What is asked for is rounded up, and the result says so.
    let place = json["warning_codes"].as_array().unwrap().iter().position(|c| c == "samples-rounded-up").unwrap();
    let says = "64 samples were drawn for the 40 asked for: a Sobol sequence is even in powers of two";
    assert_eq!(json["warnings"][place], says);
    assert!(String::from_utf8(run(&["--full"]).stdout).unwrap().replace("\n  ", " ").contains(says));
}

const BINS: [&str; 3] = ["compare", "--set", "site.weather_form=bins"];

#[test]
fn compare_is_sampled_unasked_and_its_table_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| rackjoule(dir.path(), &[&BINS[..], more].concat());
    // A sentence goes on in lines that are indented.
    let unfolded = |out: std::process::Output| String::from_utf8(out.stdout).unwrap().replace("\n  ", " ");
    let text = unfolded(run(&["--full", "-o", "out"]));
    let first = text.lines().nth(3).unwrap();
    assert!(first.contains("in nine of ten draws; it draws less in"), "{text}");
    assert!(text.contains("cheaper in"), "{text}");
    assert!(text.contains("What decides between") && text.contains("Settled by"), "{text}");
    let page = std::fs::read_to_string(dir.path().join("out/report.html")).unwrap();
    assert!(page.contains("in nine of ten draws") && page.contains("Settled by"));
    let markdown = String::from_utf8(run(&["--format", "markdown"]).stdout).unwrap();
    assert!(markdown.contains("in nine of ten draws") && markdown.contains("Settled by"));

    // Every row of figures is that of a comparison that is not sampled.
    let plain = unfolded(run(&["--full", "--uncertainty", "0"]));
    assert!(!plain.contains("draws;") && !plain.contains("What decides"), "{plain}");
    let table = |text: &str| {
        let from = text.find("\nSide by side").unwrap();
        text[from..].split("\n\n").next().unwrap().to_owned()
    };
    assert_eq!(table(&text), table(&plain));

    let sampled = json(&run(&["--format", "json"]));
    assert_eq!(sampled["uncertainty"]["samples"], 256);
    assert!(sampled.get("not_sampled").is_none());
    let without = json(&run(&["--uncertainty", "0", "--format", "json"]));
    assert!(without.get("uncertainty").is_none() && without["architectures"][0].get("uncertainty").is_none());
    assert!(without.get("not_sampled").is_none());
    let traced = run(&["--explain", "annual.pue"]);
    let traced = (traced.status.success(), String::from_utf8(traced.stdout).unwrap());
    assert!(traced.0 && traced.1.contains("PUE"), "{}", traced.1);
    assert!(
        !traced.1.contains("of ten draws") && !traced.1.contains("Settled by"),
        "a trace is of one run: {}",
        traced.1
    );
}

#[test]
fn default_samples_change_no_byte_with_the_threads() {
    let dir = tempfile::tempdir().unwrap();
    let run = |threads: &str| {
        let mut json = json(&rackjoule(dir.path(), &[&BINS[..], &["--format", "json", "--threads", threads]].concat()));
        json.as_object_mut().unwrap().remove("command");
        json.to_string()
    };
    assert_eq!(run("1"), run("2"));
}

#[test]
fn the_json_names_pairs_and_deciding_inputs() {
    let dir = tempfile::tempdir().unwrap();
    let result = json(&rackjoule(dir.path(), &[&BINS[..], &["--format", "json"]].concat()));
    let text = rackjoule(dir.path(), &[&BINS[..], &["--full"]].concat());
    // A sentence goes on in lines that are indented.
    let text = String::from_utf8(text.stdout).unwrap().replace("\n  ", " ");
    let base = result["architectures"][0]["name"].as_str().unwrap();
    for other in result["architectures"].as_array().unwrap().iter().skip(1) {
        let name = other["name"].as_str().unwrap();
        let pair = |key: &str| {
            let all = result["uncertainty"]["pairs"].as_array().unwrap();
            all.iter().find(|p| p["name"] == name && p["key"] == key).unwrap_or_else(|| panic!("{name} {key}"))
        };
        let cost = pair("annual.net_present_cost_usd");
        assert_eq!(cost["base"], base);
        let odds = 100.0 * cost["lower_probability"].as_f64().unwrap();
        let sentence = text.lines().find(|l| l.starts_with(name) && l.contains("cheaper")).unwrap();
        let said = sentence.split("cheaper in ").nth(1).unwrap();
        match said.split(' ').next().unwrap().parse::<f64>() {
            Ok(number) => assert!((number - odds).abs() <= 0.5, "{sentence}: {odds}"),
            Err(_) => assert!(!(1.0..=99.0).contains(&odds), "{sentence}: {odds}"),
        }
        // The mean powers of end uses and the meter have their intervals.
        for key in ["facility_power_w", "power.chillers", "power.heat_rejection"] {
            let difference = &pair(key)["difference"];
            assert!(difference["p05"].as_f64() <= difference["p95"].as_f64(), "{difference}");
        }
    }
    let inputs = result["uncertainty"]["deciding_inputs"].as_array().unwrap();
    assert!(!inputs.is_empty());
    for input in inputs {
        for key in ["name", "base", "key", "input", "words", "settled_by", "direction"] {
            assert!(input[key].as_str().is_some_and(|s| !s.is_empty()), "{key}: {input}");
        }
        assert!((0.0..=1.0).contains(&input["share"].as_f64().unwrap()));
        assert!(["rises", "falls"].contains(&input["direction"].as_str().unwrap()));
    }
    let own = json(&rackjoule(dir.path(), &[&FEW[..], &["--format", "json"]].concat()));
    assert!(
        own["deciding_inputs"].as_array().is_some() && own["differences"].as_array().is_some_and(|d| !d.is_empty())
    );
}

#[test]
fn what_takes_longer_is_not_drawn_unasked_and_says_how() {
    let dir = tempfile::tempdir().unwrap();
    let one = "[[architecture]]\nname = \"NAME\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\n\
               supply_temperature = \"25 degC\"\nheat_rejection = \"tower\"\n";
    let site = &scenario::DEFAULT[..scenario::DEFAULT.find("\n[[architecture]]").unwrap()];
    let all: String = (0..5).map(|i| one.replace("NAME", &format!("air {i}"))).collect();
    std::fs::write(dir.path().join("five.toml"), format!("{site}\n{all}")).unwrap();
    let run = |more: &[&str]| {
        let out = rackjoule(dir.path(), &[&["compare", "five.toml"], more].concat());
        // A sentence goes on in lines that are indented.
        String::from_utf8(out.stdout).unwrap().replace("\n  ", " ")
    };
    assert!(run(&[]).contains("was not drawn: use --uncertainty 256"));
    let text = run(&["--full"]);
    let says = "was not drawn unasked: 256 draws take 13.1 million steps of weather";
    assert!(text.contains(says) && text.contains("`--uncertainty 256` draws them."), "{text}");
    assert!(!text.contains("nine of ten"), "{text}");
    let result = json(&rackjoule(dir.path(), &["compare", "five.toml", "--format", "json"]));
    assert_eq!(result["not_sampled"]["steps"], 256 * 5 * (8760 + 1500));
    assert!(result.get("uncertainty").is_none());
    let off = run(&["--full", "--uncertainty", "0"]);
    assert!(!off.contains("not drawn unasked"), "{off}");
}

#[test]
fn every_form_and_file_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &[&FEW[..], &["-o", "out", "--format", "csv"]].concat());
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let mut reader = csv::Reader::from_reader(out.stdout.as_slice());
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for kind in ["interval", "difference", "index"] {
        assert!(rows.iter().any(|r| &r[at("row")] == kind), "{kind}");
    }
    for name in ["differences.svg", "uncertain-inputs.svg", "report.html"] {
        assert!(dir.path().join("out").join(name).is_file(), "{name}");
    }
    let markdown = rackjoule(dir.path(), &[&FEW[..], &["--format", "markdown"]].concat());
    let text = String::from_utf8(markdown.stdout).unwrap();
    assert!(text.contains("b200-sxm:thermal.limit\\_c = gb200-gpu:thermal.limit\\_c"), "{text}");
    assert!(text.contains("cost-rules:years"));
}

#[test]
fn wrong_questions_end_with_2() {
    let dir = tempfile::tempdir().unwrap();
    let scenario = include_str!("../data/default.toml");
    let input = "[[uncertainty.input]]\nkey = \"it.utilisation\"\nlow = 0.6\nhigh = 0.9\n";
    let pair = "[[uncertainty.correlation]]\nbetween = [\"it.utilisation\", \"site.nothing\"]\nvalue = 0.5\n";
    std::fs::write(dir.path().join("pair.toml"), format!("{scenario}\n{input}{pair}")).unwrap();
    for (args, says) in [
        (vec!["uncertainty", "--samples", "0"], "0 is not in 10..="),
        (vec!["uncertainty", "--samples=-4"], "--samples"),
        (vec!["uncertainty", "--seed", "one"], "--seed"),
        (vec!["uncertainty", "pair.toml", "--samples", "10"], "site.nothing"),
        (vec!["uncertainty", "absent.toml"], "absent.toml"),
        (vec!["compare", "--uncertainty", "5"], "5 is neither 0 nor in 10..=1000000"),
    ] {
        let out = rackjoule(dir.path(), &args);
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(says) && !err.contains("panicked"), "{args:?}: {err}");
        assert!(out.stdout.is_empty());
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_and_says_how_far_it_came() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let dir = tempfile::tempdir().unwrap();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("rackjoule"))
        .current_dir(dir.path())
        .args(["uncertainty", "--samples", "200000", "-o", "out"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Until it listens, the signal would simply end it.
    std::thread::sleep(Duration::from_secs(2));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let status = child.wait().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(status.code(), Some(1), "{err}");
    assert!(err.contains("interrupted after") && err.contains("of 2"), "{err}");
    let left = std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(left, 0, "nothing is left behind");
}

#[test]
fn charts_stay_apart_with_one_and_with_twelve_architectures_of_long_names() {
    let catalog = Catalog::load(None).unwrap();
    let one = "[[architecture]]\nname = \"NAME\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = \"25 degC\"\n\
               heat_rejection = \"tower\"\n";
    let site = &scenario::DEFAULT[..scenario::DEFAULT.find("\n[[architecture]]").unwrap()];
    for count in [1, 2, 12] {
        let names = (0..count).map(|i| format!("architecture {i:02} with quite a long name {i:02}"));
        let all: String = names.map(|name| one.replace("NAME", &name)).collect();
        let bins = ["site.weather_form=bins".to_owned()];
        let scenario = Scenario::parse("many", &format!("{site}\n{all}"), &bins, &catalog).unwrap();
        let stop = AtomicBool::new(false);
        let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
        let question = UncertaintyOptions { samples: 40, seed: 1, rows: 16, inputs: 4 };
        let spread = uncertainty::run(&scenario, &catalog, &metrics::uncertainty_figures(), question, &watch).unwrap();
        assert_eq!(spread.pairs.len(), count * (count - 1) / 2);
        crate::support::labels_apart(&spread.build_charts(UnitSystem::SI).unwrap(), &format!("{count} architectures"));
    }
}
