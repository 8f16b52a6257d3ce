//! The comparison end to end.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use rackjoule::catalog::Catalog;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;
use rackjoule::study::result::Comparison;

fn run(overrides: &[&str]) -> Comparison {
    let catalog = Catalog::load(None).unwrap();
    let overrides: Vec<String> = overrides.iter().map(ToString::to_string).collect();
    let scenario =
        Scenario::parse("default", scenario::DEFAULT, &overrides, &catalog).unwrap_or_else(|e| panic!("{e}"));
    compare::run(&scenario, &catalog).unwrap()
}

#[test]
fn show() {
    let c = run(&[]);
    println!("{}", serde_json::to_string_pretty(&c.architectures).unwrap());
    println!("{:?} {:?}", c.warnings, c.differences);
}
