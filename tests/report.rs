//! Views of a result: whole, safe, and the same every time.

use crate::support::labels_apart;
use rackjoule::catalog::Catalog;
use rackjoule::report::{self, OutputFormat, Report, ReportContext, UnitSystem};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;
use rackjoule::study::compare::result::Comparison;

fn default() -> (Comparison, ReportContext) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let context = ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule compare".to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
        width: None,
        units: UnitSystem::SI,
    };
    (compare::run(&scenario, &catalog).unwrap(), context)
}

/// The default with more architectures, awkward names and one that is not feasible.
fn many(count: usize) -> (Comparison, ReportContext) {
    let (mut result, context) = default();
    let base = result.architectures.clone();
    result.architectures = (0..count)
        .map(|i| {
            let mut a = base[i % 2].clone();
            a.name = match i {
                0 => "<script>alert('x')</script> & \"quotes\"".to_owned(),
                1 => "a name of forty characters, all of it 40".to_owned(),
                _ => format!("architecture number {i} with a long name"),
            };
            if i == 2 {
                a.feasible = false;
                a.limit = Some("chip stays 7.0 K above its limit <b>at full speed</b>".into());
                (a.rack, a.annual, a.facility_power_w, a.it_power_w) = (None, None, None, None);
                (a.ladder, a.power) = (Vec::new(), Vec::new());
            }
            a
        })
        .collect();
    (result, context)
}

#[test]
fn json_keeps_its_contract() {
    let (result, context) = default();
    let text = report::render(OutputFormat::Json, &result, &context).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["schema"], "rackjoule/compare/1");
    assert!(json["version"].is_string() && json["scenario"]["it"]["accelerators"] == 1448);
    for a in json["architectures"].as_array().unwrap() {
        for key in
            ["name", "feasible", "limit", "racks", "it_power_w", "facility_power_w", "energy_balance_relative_error"]
        {
            assert!(!a[key].is_null(), "{key}");
        }
        for key in ["power_w", "fan_power_w", "pump_power_w", "hottest_chip_c", "chip_limit_c", "liquid_heat_fraction"]
        {
            assert!(a["rack"][key].is_number(), "{key}");
        }
        for key in [
            "energy_kwh",
            "it_energy_kwh",
            "pue",
            "itue",
            "tue",
            "wue_l_per_kwh",
            "cue_kg_per_kwh",
            "water_l",
            "free_cooling_hours",
            "unmet_hours",
            "cost_usd",
            "carbon_kg_co2e",
            "tokens_per_joule",
        ] {
            assert!(a["annual"][key].is_number(), "{key}");
        }
    }
}

/// Paths of every null.
fn nulls(path: &str, value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Null => out.push(path.to_owned()),
        serde_json::Value::Array(items) => items.iter().for_each(|v| nulls(path, v, out)),
        serde_json::Value::Object(fields) => fields.iter().for_each(|(k, v)| nulls(&format!("{path}.{k}"), v, out)),
        _ => {}
    }
}

#[test]
fn no_null_stands_without_a_reason() {
    let (result, context) = default();
    let mut found = Vec::new();
    let json = |r: &Comparison| -> serde_json::Value {
        serde_json::from_str(&report::render(OutputFormat::Json, r, &context).unwrap()).unwrap()
    };
    nulls("", &json(&result), &mut found);
    assert!(found.is_empty(), "{found:?}");
    let (mut result, _) = many(3);
    result.architectures[2].reason = Some("too hot".to_owned());
    let json = json(&result);
    nulls("", &json, &mut found);
    assert!(!found.is_empty() && found.iter().all(|p| p.starts_with(".architectures.")), "{found:?}");
    assert_eq!(json["architectures"][2]["reason"], "too hot");
}

#[test]
fn what_is_missing_is_null_with_a_reason() {
    let catalog = Catalog::load(None).unwrap();
    let text = scenario::DEFAULT.replace("workload =", "# workload =");
    let set = ["architecture.air.power_limit=5000".to_owned(), "architecture.air.supply_temperature=45".to_owned()];
    let scenario = Scenario::parse("default", &text, &set, &catalog).unwrap();
    let result = compare::run(&scenario, &catalog).unwrap();
    for a in &result.architectures {
        if let Some(year) = &a.annual {
            assert!(year.tokens_per_joule.is_none() && !year.tokens_reason.is_empty());
        } else {
            assert!(a.reason.as_ref().is_some_and(|r| !r.is_empty()));
        }
    }
}

#[test]
fn same_input_same_bytes() {
    let (first, second) = (default(), default());
    for format in [OutputFormat::Table, OutputFormat::Json, OutputFormat::Csv, OutputFormat::Markdown] {
        assert_eq!(
            report::render(format, &first.0, &first.1).unwrap(),
            report::render(format, &second.0, &second.1).unwrap()
        );
    }
    assert_eq!(
        report::compare::render_files(&first.0, None, &first.1).unwrap(),
        report::compare::render_files(&second.0, None, &second.1).unwrap()
    );
}

#[test]
fn markdown_and_csv_have_every_architecture() {
    let (result, context) = many(5);
    let csv = report::render(OutputFormat::Csv, &result, &context).unwrap();
    let rows: Vec<_> = csv::Reader::from_reader(csv.as_bytes()).into_records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    assert_eq!(&rows[0][0], result.architectures[0].name);
    let markdown = report::render(OutputFormat::Markdown, &result, &context).unwrap();
    assert!(markdown.contains("not feasible") && !markdown.contains("<script>"));
}

#[test]
fn labels_never_collide_or_leave_the_picture() {
    for count in [1, 2, 3, 6, 12] {
        let (result, _) = many(count);
        labels_apart(&result.build_charts(UnitSystem::SI).unwrap(), &count.to_string());
    }
}

#[test]
fn text_from_a_scenario_is_text_in_the_page() {
    let (result, context) = many(4);
    let files = report::compare::render_files(&result, None, &context).unwrap();
    let page = files.iter().find(|(name, _)| name == "report.html").unwrap();
    let page = String::from_utf8(page.1.clone()).unwrap();
    assert!(!page.contains("<script") && !page.contains("<b>at full speed"));
    assert!(page.contains("&lt;script&gt;"));
    for fetched in ["src=\"http", "href=\"http", "url(http", "@import", "<link", "<img"] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    for (name, bytes) in files.iter().filter(|(_, bytes)| bytes.starts_with(b"<svg")) {
        let svg = String::from_utf8(bytes.clone()).unwrap();
        assert!(!svg.contains("<script") && svg.contains("<title>") && svg.contains("role=\"img\""), "{name}");
    }
}

#[test]
fn the_table_reads_well() {
    let (result, context) = default();
    let table = report::render(OutputFormat::Table, &result, &context).unwrap();
    insta::assert_snapshot!(table);
    let longest = table.lines().map(|l| l.chars().count()).max().unwrap();
    assert!(longest <= 100, "{longest}");
}

#[test]
fn tables_stay_within_a_narrow_terminal() {
    let (result, mut context) = many(6);
    for width in [40, 60, 80, 120] {
        context.width = Some(width);
        let text = report::render(OutputFormat::Table, &result, &context).unwrap();
        let figures = text.lines().filter(|l| l.starts_with("   ") || l.starts_with("  "));
        let most = figures.map(|l| l.chars().count()).max().unwrap();
        assert!(most <= width, "{width}: {most}\n{text}");
        assert!(text.contains("architecture numb"), "{text}");
    }
}
