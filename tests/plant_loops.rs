//! Loops of a plant: set points of condenser water, ranges, and pumps, against hand calculations.

use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::compare::end_use::EndUse;
use rackjoule::study::compare::result::ArchitectureResult;

use crate::support::catalog;

/// A hall on air with chillers alone: its pumps are those of chilled and condenser water, and nothing else.
fn air_hall(utilisation: f64, keys: &str) -> ArchitectureResult {
    hall("hgx-b200-air", "air", utilisation, &format!("heat_rejection = \"chiller-water\"\n{keys}"))
}

fn hall(system: &str, cooling: &str, utilisation: f64, keys: &str) -> ArchitectureResult {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nracks = 40\nutilisation = {utilisation}\n\
         [[architecture]]\nname = \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\n{keys}\n"
    );
    let catalog = catalog();
    let scenario = Scenario::parse("test", &text, &[], &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"));
    let result = compare::run(&scenario, &catalog).unwrap().architectures.remove(0);
    assert!(result.feasible, "{keys}: {:?}", result.reason);
    assert!(result.energy_balance_relative_error.unwrap() < 1e-9);
    result
}

fn watts(a: &ArchitectureResult, bucket: EndUse) -> f64 {
    a.power.iter().find(|p| p.bucket == bucket).map_or(0.0, |p| p.power_w)
}

fn pump_w(a: &ArchitectureResult) -> f64 {
    watts(a, EndUse::Pumps)
}

/// `P = V Δp/η` with `V = Q/(ρ c range)`: what the condenser pumps draw goes with the reciprocal of the range, and the chilled
/// pumps do not know of it. The differences of two pairs of ranges stand as (1/4 − 1/8) to (1/5.6 − 1/11.2).
#[test]
fn condenser_pumps_go_with_the_reciprocal_of_the_range() {
    let at = |range: &str| pump_w(&air_hall(0.8, &format!("condenser_range = \"{range} K\"")));
    let (narrow, wide) = (at("4") - at("8"), at("5.6") - at("11.2"));
    assert!((narrow / wide - 1.4).abs() < 1e-9, "{}", narrow / wide);
    assert_eq!(at("5.6"), pump_w(&air_hall(0.8, "")), "the rule of the data");
}

#[test]
fn warmer_condenser_water_costs_compressors_and_saves_fans() {
    let of = |keys: &str| {
        let a = air_hall(0.8, keys);
        (watts(&a, EndUse::Chillers), watts(&a, EndUse::HeatRejection))
    };
    let fixed = ["20", "23", "26", "29"].map(|c| of(&format!("condenser_water_temperature = \"{c} degC\"")));
    for (colder, warmer) in fixed.iter().zip(&fixed[1..]) {
        assert!(warmer.0 > colder.0 && warmer.1 < colder.1, "{fixed:?}");
    }
    let free = of("");
    // 40 °C is above every set point of the year.
    assert_eq!(of("condenser_water_max = \"40 degC\""), free);
    let capped = of("condenser_water_max = 22");
    assert!(capped.0 < free.0 && capped.1 > free.1, "{capped:?} {free:?}");
}

/// At the design the head is the same, and the drive adds its losses: 3 % of what passes it, and 2 % of the design power.
/// A primary loop carries 41 % of the head without a drive.
#[test]
fn drives_cost_at_the_design_and_save_below_it() {
    let at = |utilisation: f64, pumps: &str| pump_w(&air_hall(utilisation, &format!("plant_pumps = \"{pumps}\"")));
    let own = 1.0 / 0.97 + 0.02;
    let constant = at(1.0, "constant");
    assert_eq!(constant, pump_w(&air_hall(1.0, "")));
    assert!((at(1.0, "variable") / constant / own - 1.0).abs() < 2e-3, "{}", at(1.0, "variable") / constant);
    let both = 0.41 + 0.59 * own;
    assert!((at(1.0, "primary-secondary") / constant / both - 1.0).abs() < 2e-3);
    let [constant, variable, both] = ["constant", "variable", "primary-secondary"].map(|pumps| at(0.3, pumps));
    assert!(variable < both && variable < 0.8 * constant, "{constant} {variable} {both}");
    // Liquid loops at dry coolers have one loop of facility water.
    let liquid = |pumps: &str| {
        let keys = format!("heat_rejection = \"dry-cooler\"\nplant_pumps = \"{pumps}\"");
        pump_w(&hall("lenovo-sc777-v4", "cold-plate", 0.3, &keys))
    };
    assert!(liquid("variable") < liquid("constant"));
}
