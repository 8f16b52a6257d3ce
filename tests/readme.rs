//! What the README shows is what the program prints.

#![allow(clippy::unwrap_used, missing_docs)]

use rackjoule::catalog::Catalog;
use rackjoule::report::table;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;

#[test]
fn the_readme_shows_the_real_output() {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let table = table::render(&compare::run(&scenario, &catalog).unwrap());
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    assert!(readme.contains(table.trim_end()), "the README is out of date; it should show:\n{table}");
}
