//! What the README shows is what the program prints.

use rackjoule::catalog::Catalog;
use rackjoule::report::compare::table;
use rackjoule::report::{OutputFormat, ReportContext, UnitSystem, rack};
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;
use rackjoule::study::rack::{self as rack_study, RackOptions};

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

#[test]
fn the_readme_shows_the_real_output() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let table = table::render_comparison(&compare::run(&scenario, &catalog).unwrap(), None, UnitSystem::Si);
    assert!(readme().contains(table.trim_end()), "the README is out of date; it should show:\n{table}");
}

#[test]
fn the_readme_shows_the_real_limits() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let question = RackOptions { architecture: None, limits: true };
    let report = rack_study::run(&scenario, &catalog, question).unwrap();
    let context = ReportContext {
        version: String::new(),
        command: String::new(),
        scenario: scenario.to_json(),
        scenario_text: String::new(),
        width: None,
        units: UnitSystem::Si,
    };
    let text = rack::render(OutputFormat::Table, &report, &context).unwrap();
    let (_, tables) = text.split_once("The most power of a rack").unwrap();
    let (tables, _) = tables.split_once("What binds").unwrap();
    assert!(readme().contains(tables.trim_end()), "the README is out of date; it should show:\n{tables}");
}
