//! One rack in detail: its power, and its maximum supply temperature.
//!
//! `cargo run --release --example one_rack`

use rackjoule::catalog::Catalog;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::rack::{self, RackOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::load(None)?;
    let scenario = Scenario::parse("built-in", scenario::DEFAULT, &[], &catalog)?;
    let question = RackOptions { architecture: Some("liquid-45"), limits: true };
    let report = rack::run(&scenario, &catalog, question)?;
    for answer in &report.architectures {
        if let Some(rack) = &answer.rack {
            println!("{}: {:.1} kW, hottest junction {:.1} degC", answer.name, rack.power_w / 1e3, rack.hottest_chip_c);
        }
        if let Some(warmest) = answer.envelope.as_ref().and_then(|e| e.max_supply_c) {
            println!("warmest supply without throttling: {warmest:.1} degC");
        }
    }
    Ok(())
}
