//! rackjoule as a library: the built-in comparison, and the temperature of one chip from its components.
//!
//! Run it with `cargo run --release --example library`.

use std::error::Error;

use rackjoule::catalog::Catalog;
use rackjoule::physics::air::{self, MoistAir};
use rackjoule::physics::liquid::Liquid;
use rackjoule::scenario::{self, Scenario};
use rackjoule::study::compare;
use rackjoule::units::{Length, Temperature, VolumeFlow};

fn main() -> Result<(), Box<dyn Error>> {
    let catalog = Catalog::load(None)?;
    let scenario = Scenario::parse("built-in", scenario::DEFAULT, &[], &catalog)?;
    for architecture in compare::run(&scenario, &catalog)?.architectures {
        if let (Some(rack), Some(year)) = (architecture.rack, architecture.annual) {
            println!("{}: {:.1} degC at the hottest chip, TUE {:.3}", architecture.name, rack.hottest_chip_c, year.tue);
        }
    }

    let denver = air::standard_pressure(Length::new(1655.0));
    let summer = MoistAir::from_relative_humidity(Temperature::from_celsius(32.0), 0.2, denver)?;
    println!("Denver at 32 degC and 20 %: wet-bulb {:.1} degC", summer.wet_bulb().celsius());

    let supply = Temperature::from_celsius(45.0);
    let water = Liquid::Water.properties_at(supply)?;
    let capacity = VolumeFlow::from_l_min(2.0) * water.density * water.specific_heat;
    println!("2 L/min of water carry 1 kW with a rise of {:.1} K", 1000.0 / capacity.w_k());
    Ok(())
}
