//! Sampled comparisons of the built-in scenario.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::atomic::AtomicBool;

use divan::Bencher;
use rackjoule::catalog::Catalog;
use rackjoule::report::metrics;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::uncertainty::{self, Question, Watch};

fn main() {
    divan::main();
}

/// A hundred comparisons of two architectures through an hourly year, on all cores; 2,000 take twenty times as long.
#[divan::bench(sample_count = 5)]
fn hundred_comparisons(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let question = Question { samples: 100, seed: 1, rows: 0, inputs: 0 };
    let stop = AtomicBool::new(false);
    let watch = Watch { begin: &|_| (), step: &|| (), stop: &stop };
    bencher.bench(|| uncertainty::run(&scenario, &catalog, &metrics::followed(), question, &watch).unwrap());
}
