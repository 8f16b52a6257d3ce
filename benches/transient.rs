//! Ten minutes of a full rack, from its steady state to the end of the run.

#![allow(clippy::unwrap_used, missing_docs)]

use rackjoule::catalog::Catalog;
use rackjoule::scenario::transient::parse_event;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::transient::{self, TransientOptions};
use rackjoule::transient::DEFAULT_ACCURACY;
use rackjoule::units::Duration;

fn main() {
    divan::main();
}

#[divan::bench(args = ["air", "liquid-45", "hybrid", "immersion-2p"])]
fn ten_minutes_without_the_utility(bencher: divan::Bencher<'_, '_>, architecture: &str) {
    let catalog = Catalog::load(None).unwrap();
    let scenario = Scenario::parse("default", scenario::DEFAULT, &[], &catalog).unwrap();
    let question = TransientOptions {
        architecture: Some(architecture),
        compare: false,
        events: Some(vec![parse_event("utility-blip,at=10s").unwrap()]),
        duration: Some(Duration::new(600.0)),
        step: Duration::new(1.0),
        ride_through: None,
        samples: None,
        seed: 1,
        accuracy: DEFAULT_ACCURACY,
    };
    bencher.bench(|| transient::run(&scenario, &catalog, &question).unwrap());
}
