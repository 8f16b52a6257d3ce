//! Uncertainty of a comparison: the interval of one figure, and the inputs that contribute most.
//!
//! `cargo run --release --example uncertainty`

use std::sync::atomic::AtomicBool;

use rackjoule::catalog::Catalog;
use rackjoule::report::compare::metrics;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::uncertainty::{self, ProgressMonitor, UncertaintyOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::load(None)?;
    let scenario = Scenario::parse("built-in", scenario::DEFAULT, &[], &catalog)?;
    let question = UncertaintyOptions { samples: 200, seed: 1, rows: 50, inputs: 8 };
    let watch = ProgressMonitor { begin: &|_| (), step: &|| (), stop: &AtomicBool::new(false) };
    let spread = uncertainty::run(&scenario, &catalog, &metrics::uncertainty_figures(), question, &watch)?;
    for a in &spread.architectures {
        let Some(figure) = a.figures.iter().find(|f| f.key == "facility_power_w") else { continue };
        if let (Some(low), Some(high)) = (figure.p05, figure.p95) {
            println!("{}: {:.0} to {:.0} kW at the meter", a.name, low / 1e3, high / 1e3);
        }
        for share in figure.inputs.iter().take(3) {
            println!("  {:.0} % from {}", 100.0 * share.total, share.input);
        }
    }
    Ok(())
}
