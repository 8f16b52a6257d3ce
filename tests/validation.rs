//! Published cases: what they must hold, what the page shows, how the command ends.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use rackjoule::catalog::Catalog;
use rackjoule::report::{self, OutputFormat, Report, ReportContext, UnitSystem};
use rackjoule::study::validation::result::{CaseResult, QuantityResult, ValidationReport};
use rackjoule::study::validation::{self, ValidationOptions};
use serde_json::Value;

fn report() -> ValidationReport {
    validation::run(&Catalog::load(None).unwrap(), &ValidationOptions::default()).unwrap()
}

fn context() -> ReportContext {
    ReportContext {
        version: String::new(),
        command: String::new(),
        scenario: Value::Null,
        scenario_text: String::new(),
        width: None,
        units: UnitSystem::SI,
    }
}

fn rackjoule(dir: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("rackjoule").unwrap().current_dir(dir).args(args).output().unwrap()
}

fn root(path: &str) -> String {
    format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_page_and_its_charts_show_what_the_model_gives() {
    let report = report();
    let text = report::render(OutputFormat::Markdown, &report, &context()).unwrap();
    // The page has a title of its own.
    let (_, text) = text.split_once("\n\n").unwrap();
    let page = fs::read_to_string(root("docs/validation.md")).unwrap();
    let (before, rest) = page.split_once("<!-- rackjoule validate --format markdown -->\n").unwrap();
    let (shown, after) = rest.split_once("<!-- end -->").unwrap();
    let charts = report::render_files(&report, &context()).unwrap();
    let charts: Vec<_> = charts
        .into_iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|e| e == "svg") && !name.contains("-dark"))
        .collect();
    assert_eq!(charts.len(), 1);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let new = format!("{before}<!-- rackjoule validate --format markdown -->\n{text}<!-- end -->{after}");
        fs::write(root("docs/validation.md"), new).unwrap();
        for (name, bytes) in &charts {
            fs::write(root(&format!("docs/{name}")), bytes).unwrap();
        }
        return;
    }
    assert_eq!(shown, text, "docs/validation.md is out of date: UPDATE_DOCS=1 cargo test --test suite validation::");
    for (name, bytes) in charts {
        assert!(fs::read(root(&format!("docs/{name}"))).unwrap() == bytes, "docs/{name} is out of date");
    }
}

#[test]
fn no_label_of_the_charts_meets_another() {
    let catalog = Catalog::load(None).unwrap();
    for question in
        [ValidationOptions::default(), ValidationOptions { ids: vec!["b200-air-inference".to_owned()], kind: None }]
    {
        let report = validation::run(&catalog, &question).unwrap();
        crate::support::labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), &format!("{question:?}"));
    }
}

#[test]
fn the_baseline_is_what_holds() {
    let report = report();
    assert!(report.fallen.is_empty(), "fell out of tolerance: {:?}", report.fallen);
    let text = fs::read_to_string(root("data/validation/baseline.toml")).unwrap();
    assert_eq!(text, report::validation::render_baseline(&report), "data/validation/baseline.toml is out of date");
}

/// All predictions of cases beside those of EnergyPlus.
fn beyond_energyplus(report: &ValidationReport) -> (Vec<&CaseResult>, Vec<&QuantityResult>) {
    let cases: Vec<&CaseResult> = report.cases.iter().filter(|c| c.source != "energyplus-25.2").collect();
    let predictions = cases.iter().flat_map(|c| &c.quantities).filter(|q| !q.calibrated).collect();
    (cases, predictions)
}

#[test]
fn there_are_enough_cases_and_two_thirds_of_their_predictions_hold() {
    let report = report();
    let (cases, predictions) = beyond_energyplus(&report);
    assert!(cases.len() >= 15, "{}", cases.len());
    let within = predictions.iter().filter(|q| q.within_tolerance).count();
    assert!(3 * within >= 2 * predictions.len(), "{within} of {}", predictions.len());
    for case in &report.cases {
        let missed = case.quantities.iter().any(|q| !q.calibrated && !q.within_tolerance);
        assert!(!missed || case.discussion.is_some(), "{} has a miss and no word on it", case.id);
        assert!(!case.notes.is_empty() && !case.location.is_empty(), "{}", case.id);
    }
}

#[test]
fn a_quantity_is_the_ratio_or_difference_it_says() {
    for q in report().cases.iter().flat_map(|c| &c.quantities) {
        let (Some(predicted), Some(error)) = (q.predicted, q.error) else { panic!("{} has no answer", q.name) };
        let again = if q.relative { predicted / q.measured - 1.0 } else { predicted - q.measured };
        assert!((again - error).abs() < 1e-12);
        assert_eq!(q.within_tolerance, error.abs() <= q.tolerance);
    }
}

#[test]
fn json_has_its_names_and_threads_change_no_byte() {
    let dir = tempfile::tempdir().unwrap();
    let run = |threads: &str| {
        rackjoule(dir.path(), &["validate", "--kind", "measured", "--format", "json", "--threads", threads])
    };
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.status.code(), Some(0), "{}", String::from_utf8_lossy(&one.stderr));
    let json: Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!(json["schema"], "rackjoule/validate/1");
    let quantity = &json["cases"][0]["quantities"][0];
    for key in ["name", "measured", "predicted", "error", "tolerance", "within_tolerance"] {
        assert!(!quantity[key].is_null(), "{key}");
    }
    assert!(json["cases"].as_array().unwrap().iter().all(|c| c["kind"] == "measured" && !c["id"].is_null()));
    let cases = |out: &Output| serde_json::from_slice::<Value>(&out.stdout).unwrap()["cases"].clone();
    assert_eq!(cases(&one), cases(&two));
}

#[test]
fn charts_and_page_are_written_and_a_case_runs_alone() {
    let dir = tempfile::tempdir().unwrap();
    let out = rackjoule(dir.path(), &["validate", "b200-air-inference", "-o", "out"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("Measured by instrument: 2 of 2 predictions"), "{text}");
    for name in ["errors.svg", "report.html"] {
        assert!(dir.path().join("out").join(name).is_file(), "{name}");
    }
    let unknown = rackjoule(dir.path(), &["validate", "b200-air-inferense"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("did you mean `b200-air-inference`"));
}

/// A case as a user may write it.
const OWN: &str = "id = \"own\"\ntitle = \"a rack of mine\"\nkind = \"measured\"\nsource = \"mlperf-inference-5.1\"\nnotes = \"mine\"\n\
    discussion = \"none\"\n[run.rack]\nsystem = \"dgx-h100\"\ncooling = \"air\"\nsupply_temperature = \"25 degC\"\n[[quantity]]\n\
    name = \"node\"\npublished = 7.9\nunit = \"kW\"\ntolerance = \"5 %\"\nbasis = \"my meter\"\nfigure = \"server_power\"\n";

fn with_own(text: &str) -> (tempfile::TempDir, Output) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("data/validation")).unwrap();
    fs::write(dir.path().join("data/validation/own.toml"), text).unwrap();
    let out = rackjoule(dir.path(), &["validate", "own", "--data", "data"]);
    (dir, out)
}

#[test]
fn a_user_s_own_case_runs_beside_the_program_s() {
    let (_dir, out) = with_own(OWN);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stdout).contains("own: node"));
}

#[test]
fn a_case_that_is_not_honest_is_refused_at_load() {
    for (from, to, says) in [
        ("source = \"mlperf-inference-5.1\"\n", "", "missing field `source`"),
        ("mlperf-inference-5.1", "mlperf-9", "source `mlperf-9` is not in sources.toml"),
        ("tolerance = \"5 %\"\n", "", "missing field `tolerance`"),
        ("\"5 %\"", "\"much\"", "no positive number"),
        ("\"5 %\"", "\"-5 %\"", "no positive number"),
        ("basis = \"my meter\"\n", "", "missing field `basis`"),
        ("\"my meter\"", "\" \"", "`basis`"),
        ("\"measured\"", "\"guessed\"", "unknown variant `guessed`"),
        ("id = \"own\"", "id = \"mine\"", "name it as its file"),
        ("\"server_power\"", "\"server_power\"\ncalibrated = true", "must stay a prediction"),
        ("\"server_power\"", "\"server_speed\"", "a rack has no figure `server_speed`"),
        ("\"kW\"", "\"W\"", "`server_power` is in `kW`, not `W`"),
        ("\"dgx-h100\"", "\"dgx-h999\"", "unknown system `dgx-h999`"),
        ("published = 7.9", "published = nan", "needs a published number"),
        ("[run.rack]", "[run.room]", "unknown variant `room`"),
        (
            "[[quantity]]",
            "[[change]]\nrecord = \"h100-sxm\"\nkey = \"power.most_w\"\nvalue = 1\nwhy = \"x\"\n[[quantity]]",
            "no such key",
        ),
    ] {
        assert!(OWN.contains(from));
        let (_dir, out) = with_own(&OWN.replacen(from, to, 1));
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{to}: {err}");
        assert!(err.contains(says), "{to}: {err}");
    }
}

#[test]
fn a_figure_that_falls_out_ends_with_1_and_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data/validation");
    fs::create_dir_all(&data).unwrap();
    let path = root("data/validation/b200-air-inference.toml");
    let text = fs::read_to_string(path).unwrap().replacen("published = 10.401", "published = 12.0", 1);
    fs::write(data.join("b200-air-inference.toml"), text).unwrap();
    let out = rackjoule(dir.path(), &["validate", "b200-air-inference", "--data", "data"]);
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{err}");
    assert!(err.contains("b200-air-inference: node, offline"), "{err}");
    assert!(!out.stdout.is_empty(), "the table is printed all the same");
    let update = rackjoule(dir.path(), &["validate", "--data", "data", "--update-baseline", "new.toml"]);
    assert_eq!(update.status.code(), Some(0));
    let new = fs::read_to_string(dir.path().join("new.toml")).unwrap();
    assert!(!new.contains("node, offline") && new.contains("node, server"));
}
