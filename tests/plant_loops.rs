//! Loops of a plant: set points of condenser water, ranges, and pumps, against hand calculations.

use rackjoule::scenario::Scenario;
use rackjoule::study::compare;
use rackjoule::study::compare::end_use::EndUse;
use rackjoule::study::compare::result::{ArchitectureResult, LoopResult};
use rackjoule::study::site;
use rackjoule::study::site::result::SiteYearResult;

use crate::support::catalog;

/// A hall on air with chillers alone: its pumps are those of chilled and condenser water, and nothing else.
fn air_hall(utilisation: f64, keys: &str) -> ArchitectureResult {
    hall("hgx-b200-air", "air", utilisation, &format!("heat_rejection = \"chiller-water\"\n{keys}"))
}

fn hall(system: &str, cooling: &str, utilisation: f64, keys: &str) -> ArchitectureResult {
    let result = run_hall(system, cooling, utilisation, keys);
    assert!(result.feasible, "{keys}: {:?}", result.reason);
    assert!(result.energy_balance_relative_error.unwrap() < 1e-9);
    result
}

/// Why a hall can't run.
fn infeasible(system: &str, cooling: &str, keys: &str) -> String {
    run_hall(system, cooling, 0.8, keys).reason.unwrap()
}

fn run_hall(system: &str, cooling: &str, utilisation: f64, keys: &str) -> ArchitectureResult {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nracks = 40\nutilisation = {utilisation}\n\
         [[architecture]]\nname = \"a\"\nsystem = \"{system}\"\ncooling = \"{cooling}\"\n{keys}\n"
    );
    let catalog = catalog();
    let scenario = Scenario::parse("test", &text, &[], &catalog).unwrap_or_else(|e| panic!("{text}\n{e}"));
    compare::run(&scenario, &catalog).unwrap().architectures.remove(0)
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
        // Coolant units whose pumps follow the heat ask for less facility water.
        let control = "flow_control = \"flow-per-kw\"";
        let keys = format!("heat_rejection = \"dry-cooler\"\n{control}\nplant_pumps = \"{pumps}\"");
        pump_w(&hall("lenovo-sc777-v4", "cold-plate", 0.3, &keys))
    };
    assert!(liquid("variable") < liquid("constant"));
}

/// A loop of an architecture by its name.
fn loop_of<'a>(a: &'a ArchitectureResult, name: &str) -> &'a LoopResult {
    a.loops.iter().find(|l| l.name == name).unwrap_or_else(|| panic!("{name} of {:?}", a.loops))
}

/// Heat of a loop, W, with the 4,181 J/(kg K) and 997 kg/m³ of the documentation.
fn heat_w(l: &LoopResult) -> f64 {
    l.flow_l_min / 60e3 * 997.0 * 4181.0 * (l.return_c - l.supply_c)
}

#[test]
fn loops_are_shown_with_flows_and_returns() {
    let air = air_hall(1.0, "");
    let (chilled, condenser) = (loop_of(&air, "chilled water"), loop_of(&air, "condenser water"));
    // Condensers add what the compressors draw, between 5 and 25 % of the heat of machines at their design.
    let added = heat_w(condenser) / heat_w(chilled);
    assert!((1.05..1.25).contains(&added), "{added}");
    // The range of the rules, 5.6 K, is that of the warmest water.
    assert!((condenser.return_c - condenser.supply_c - 5.6).abs() < 0.6);
    // Head over efficiency of the records: 250 kPa over 0.68, and 200 kPa over 0.7.
    for (l, w_per_m3_s) in [(chilled, 250e3 / 0.68), (condenser, 200e3 / 0.7)] {
        let pump_w = l.flow_l_min / 60e3 * w_per_m3_s;
        assert!((l.pump_power_w.unwrap() / pump_w - 1.0).abs() < 1e-9, "{l:?}");
    }
    let campus = hall("hgx-b200-air", "air", 1.0, "heat_rejection = \"campus\"");
    let (chilled, bought) = (loop_of(&campus, "chilled water"), loop_of(&campus, "campus water"));
    assert_eq!((bought.supply_c, bought.pump_power_w), (5.6, None));
    assert!((heat_w(bought) / heat_w(chilled) - 1.0).abs() < 0.01);
    assert!(bought.return_c <= 13.3 && bought.return_c < chilled.return_c);
    let liquid = hall("lenovo-sc777-v4", "cold-plate", 1.0, "heat_rejection = \"dry-cooler\"");
    let names: Vec<&str> = liquid.loops.iter().map(|l| l.name).collect();
    assert_eq!(names, ["facility water", "chilled water of the room"]);
    let dx = hall("hgx-b200-air", "air", 1.0, "heat_rejection = \"dx\"");
    assert!(dx.loops.is_empty());
}

/// Valves throttle facility water that is colder than needed: less of it returns warmer with the same heat.
#[test]
fn cold_facility_water_is_throttled() {
    let at = |keys: &str| {
        hall(
            "lenovo-sc777-v4",
            "cold-plate",
            1.0,
            &format!("supply_temperature = 40\nheat_rejection = \"tower\"\n{keys}"),
        )
    };
    let free = at("");
    let warmest = loop_of(&free, "facility water").clone();
    let mut before = warmest.clone();
    for colder_k in [1.0, 4.0, 10.0] {
        let set_c = warmest.supply_c - colder_k;
        let cold = at(&format!("facility_water_temperature = \"{set_c} degC\""));
        let water = loop_of(&cold, "facility water").clone();
        assert!((water.supply_c - set_c).abs() < 1e-6, "{water:?}");
        assert!(water.flow_l_min < before.flow_l_min && water.return_c > warmest.supply_c);
        assert!((heat_w(&water) / heat_w(&warmest) - 1.0).abs() < 0.01, "the pumps' heat alone");
        before = water;
    }
    let warm = format!(
        "heat_rejection = \"tower\"\nsupply_temperature = 40\nfacility_water_temperature = {}",
        warmest.supply_c + 0.5
    );
    let reason = infeasible("lenovo-sc777-v4", "cold-plate", &warm);
    assert!(reason.contains("facility_water_temperature is") && reason.contains("or colder"), "{reason}");
}

/// Chilled water by the documented ramp of the outdoor dry-bulb, but no warmer than the coils do with.
#[test]
fn chilled_water_follows_the_weather() {
    let year = |keys: &str| {
        let text = format!(
            "[site]\nclimate = \"us-va-ashburn\"\n[it]\nracks = 40\nutilisation = 0.8\n[[architecture]]\nname = \"a\"\nsystem = \
             \"hgx-b200-air\"\ncooling = \"air\"\nsupply_temperature = 25\nheat_rejection = \"chiller-air\"\n{keys}\n"
        );
        let catalog = catalog();
        site::run(&Scenario::parse("test", &text, &[], &catalog).unwrap(), &catalog, None)
            .unwrap()
            .architectures
            .remove(0)
    };
    let coils_c = year("").hours[0].water_supply_c.unwrap();
    let reset = year("chilled_water_temperature = 10\nchilled_water_max = 15\nchilled_water_reset = \"weather\"");
    assert!(coils_c > 12.0, "{coils_c}");
    for hour in &reset.hours {
        let ramp = ((hour.dry_bulb_c - 15.6) / (26.7 - 15.6)).clamp(0.0, 1.0);
        let wanted_c = (15.0 - 5.0 * ramp).min(coils_c);
        assert!((hour.water_supply_c.unwrap() - wanted_c).abs() < 1e-6, "{} {wanted_c}", hour.dry_bulb_c);
    }
    let energy = |year: &SiteYearResult| year.total.facility_power_w.unwrap();
    let fixed = year("chilled_water_temperature = 10");
    assert!(energy(&reset) < energy(&fixed));
    let by_load = year("chilled_water_temperature = 10\nchilled_water_max = 15\nchilled_water_reset = \"load\"");
    let supply_c = by_load.hours[0].water_supply_c.unwrap();
    assert!(
        supply_c > 10.0 && supply_c < 15.0_f64.min(coils_c + 1e-9) && energy(&by_load) < energy(&fixed),
        "{supply_c}"
    );
}

/// Spare units that stand by are bought and change no energy; running ones give towers more surface.
#[test]
fn spare_units_are_bought_and_save_the_worst_hour() {
    let with = |keys: &str| air_hall(0.8, keys);
    let units = |a: &ArchitectureResult, what: &str| a.plant.iter().find(|p| p.what == what).unwrap().count;
    let capital = |a: &ArchitectureResult| a.capital.iter().map(|c| c.usd).sum::<f64>();
    let bare = with("");
    let spare = with("plant_redundancy = \"N+1\"");
    let double = with("plant_redundancy = \"2N\"");
    let running = with("plant_redundancy = \"2N\"\nspare_units = \"running\"");
    for what in ["chiller", "cooling tower cell"] {
        assert_eq!((units(&spare, what), units(&double, what)), (units(&bare, what) + 1, 2 * units(&bare, what)));
    }
    assert_eq!(spare.facility_power_w, bare.facility_power_w);
    assert!(capital(&bare) < capital(&spare) && capital(&spare) < capital(&double));
    assert!(watts(&running, EndUse::HeatRejection) < watts(&bare, EndUse::HeatRejection));
    assert_ne!(watts(&running, EndUse::Chillers), watts(&bare, EndUse::Chillers));
    let chiller_out = |a: &ArchitectureResult| {
        let case = a.one_unit_out.iter().find(|case| case.equipment == "chiller").unwrap();
        (case.count, case.unmet_hours, case.worst_hour.as_ref().unwrap().heat_left_kw)
    };
    let (count, unmet_h, left_kw) = chiller_out(&bare);
    assert_eq!(count, units(&bare, "chiller"));
    assert!(unmet_h > 0.0 && left_kw > 0.0, "{unmet_h} {left_kw}");
    assert_eq!(chiller_out(&spare), (count + 1, 0.0, 0.0));
    // Cells out warm the condenser water; the chillers still hold the supply with a spare cell.
    let cell = spare.one_unit_out.iter().find(|case| case.equipment == "cooling tower cell").unwrap();
    assert_eq!((cell.unmet_hours, cell.worst_hour.as_ref().unwrap().heat_left_kw), (0.0, 0.0));
    let dry = hall("lenovo-sc777-v4", "cold-plate", 0.8, "heat_rejection = \"dry-cooler\"\ntrim_chiller = false");
    let case = dry.one_unit_out.iter().find(|case| case.equipment == "dry cooler").unwrap();
    let worst = case.worst_hour.as_ref().unwrap();
    assert!(worst.supply_c.is_none_or(|c| c > 40.0) || worst.heat_left_kw > 0.0, "{worst:?}");
    assert!(dry.one_unit_out.iter().any(|case| case.equipment == "room chiller"));
}
