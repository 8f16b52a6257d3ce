//! Views of a study of racks: whole, safe, readable, and the same every time.

use crate::support::labels_apart;
use rackjoule::catalog::Catalog;
use rackjoule::report::{self, OutputFormat, Report, ReportContext, UnitSystem};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::rack::result::RackReport;
use rackjoule::study::rack::{self as rack_study, RackOptions};

fn study(set: &[&str], question: RackOptions<'_>) -> (RackReport, ReportContext) {
    let catalog = Catalog::load(None).unwrap();
    let set: Vec<String> = set.iter().map(ToString::to_string).collect();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &set, &catalog).unwrap_or_else(|e| panic!("{e}"));
    let context = ReportContext {
        version: "0.0.0".to_owned(),
        command: "rackjoule rack".to_owned(),
        scenario: scenario.to_json(),
        scenario_text: scenario.text.clone(),
        width: None,
        units: UnitSystem::SI,
    };
    (rack_study::run(&scenario, &catalog, question).unwrap(), context)
}

const NVL72: [&str; 3] =
    ["architecture.1.system=gb200-nvl72", "architecture.1.cooling=hybrid", "architecture.1.supply_temperature=40"];

fn one() -> (RackReport, ReportContext) {
    study(&NVL72, RackOptions::default())
}

fn limits() -> (RackReport, ReportContext) {
    study(&[], RackOptions { architecture: None, limits: true })
}

#[test]
fn the_table_of_a_rack_reads_well() {
    let (report, context) = one();
    insta::assert_snapshot!(report::render(OutputFormat::Table, &report, &context).unwrap());
}

#[test]
fn the_table_of_limits_reads_well() {
    let (report, context) = limits();
    insta::assert_snapshot!(report::render(OutputFormat::Table, &report, &context).unwrap());
}

#[test]
fn no_null_stands_without_a_reason() {
    let (report, context) = limits();
    let json: serde_json::Value =
        serde_json::from_str(&report::render(OutputFormat::Json, &report, &context).unwrap()).unwrap();
    for a in json["architectures"].as_array().unwrap() {
        let nulls: Vec<&String> = a.as_object().unwrap().iter().filter(|(_, v)| v.is_null()).map(|(k, _)| k).collect();
        assert!(nulls.is_empty(), "{}: {nulls:?}", a["name"]);
    }
    let text = json.to_string();
    assert!(!text.contains("NaN") && !text.contains("Infinity"));
}

#[test]
fn what_cannot_be_cooled_has_its_limit_and_its_cure() {
    let set =
        ["system=gb200-nvl72", "cooling=air", "supply_temperature=25"].map(|s| format!("architecture.liquid-45.{s}"));
    let (report, context) =
        study(&set.each_ref().map(String::as_str), RackOptions { architecture: Some("liquid-45"), limits: true });
    let a = &report.architectures[0];
    assert!(!a.feasible && a.cure.is_some() && a.limit.as_ref().unwrap().contains("above its limit"));
    assert!(a.envelope.as_ref().unwrap().max_rack_power_kw.unwrap() < 0.6 * a.rack.as_ref().unwrap().power_w / 1e3);
    for format in [OutputFormat::Table, OutputFormat::Json, OutputFormat::Csv, OutputFormat::Markdown] {
        assert!(!report::render(format, &report, &context).unwrap().is_empty());
    }
    assert!(!report::render_files(&report, &context).unwrap().is_empty());
}

#[test]
fn same_input_same_bytes() {
    let (first, second) = (limits(), limits());
    assert_eq!(report::render_files(&first.0, &first.1).unwrap(), report::render_files(&second.0, &second.1).unwrap());
}

#[test]
fn every_chart_that_is_promised_is_there() {
    let names =
        |r: &RackReport| r.build_charts(UnitSystem::SI).unwrap().iter().map(|c| c.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one().0), ["temperature-ladder", "rack-energy", "supply-temperature"]);
    assert_eq!(names(&limits().0), ["power-limit", "temperature-ladder"]);
    // Flows that differ along the manifold are drawn, alike ones are not.
    let (mut uneven, _) = one();
    let branches = &mut uneven.architectures[0].detail.as_mut().unwrap().branches;
    for b in branches.iter_mut() {
        b.flow_l_min *= 1.0 - 0.004 * b.position as f64;
    }
    assert_eq!(names(&uneven).last().unwrap(), "branch-flows");
    apart(&uneven, 1);
}

fn apart(report: &RackReport, count: usize) {
    labels_apart(&report.build_charts(UnitSystem::SI).unwrap(), &count.to_string());
}

#[test]
fn labels_never_collide_or_leave_the_picture() {
    let (base, _) = limits();
    for count in [1, 2, 3, 6, 9, 12] {
        let mut report = base.clone();
        report.architectures = (0..count)
            .map(|i| {
                let mut a = base.architectures[i % base.architectures.len()].clone();
                a.name = format!("a name of forty characters, number {i:05}");
                a
            })
            .collect();
        apart(&report, count);
    }
    for cooling in ["air", "rear-door", "hybrid", "cold-plate", "immersion-1p", "immersion-2p"] {
        apart(&study(&[], RackOptions { architecture: Some(cooling), limits: false }).0, 1);
    }
    apart(&one().0, 1);
}

#[test]
fn text_from_a_scenario_is_text_in_the_page() {
    let (mut report, context) = one();
    report.architectures[0].name = "<script>alert('x')</script> & \"quotes\"".to_owned();
    report.title = "<b>title</b>".to_owned();
    for (name, bytes) in report::render_files(&report, &context).unwrap() {
        // Rows are data: names stand there as they are.
        if bytes.starts_with(b"\x89PNG") || std::path::Path::new(&name).extension().is_some_and(|e| e == "csv") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("<script>") && !text.contains("<b>title"), "{name}");
        for fetched in ["src=\"http", "href=\"http", "url(http", "@import", "<link", "<img"] {
            assert!(!text.contains(fetched), "{name}: {fetched}");
        }
    }
    let markdown = report::render(OutputFormat::Markdown, &report, &context).unwrap();
    assert!(!markdown.contains("<script>"));
}
