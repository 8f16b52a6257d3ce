//! Sampled comparisons of the built-in scenario.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::atomic::AtomicBool;

use divan::Bencher;
use rackjoule::catalog::Catalog;
use rackjoule::report::compare::metrics;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::uncertainty::{self, ProgressMonitor, UncertaintyOptions};

fn main() {
    divan::main();
}

/// A hundred comparisons of two architectures through an hourly year, on all cores; 2,000 take twenty times as long.
#[divan::bench(sample_count = 5)]
fn hundred_comparisons(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let question = UncertaintyOptions { samples: 100, seed: 1, rows: 0, inputs: 0 };
    let stop = AtomicBool::new(false);
    let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &stop };
    bencher.bench(|| uncertainty::run(&scenario, &catalog, &metrics::uncertainty_figures(), question, &watch).unwrap());
}
