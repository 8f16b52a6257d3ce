//! Storage, network, processor and management racks: the power of each against the figures of its maker or of a
//! measurement, which stand here by hand.

use std::collections::HashSet;

use rackjoule::catalog::RecordKind;
use rackjoule::catalog::system_role::SystemRole;
use rackjoule::rack::limits::RackLimitKind;
use rackjoule::rack::model::{RackLoad, RackModel};
use rackjoule::rack::state::RackState;
use rackjoule::scenario::{DEFAULT, Scenario};
use rackjoule::study::compare;
use rackjoule::units::Temperature;

use crate::support::{catalog, rack};

const M3_S_PER_CFM: f64 = 4.719_474e-4;

fn settle(rack: &RackModel, busy: bool) -> RackState {
    let load = RackLoad { busy: f64::from(u8::from(busy)), ..RackLoad::FULL };
    rack.solve_steady_state(Temperature::from_celsius(25.0), load).unwrap()
}

/// Power of one tray of a system, busy and idle, W.
fn tray_power(system: &str) -> (f64, f64) {
    let rack = rack(system, "air", "");
    let trays: u32 = rack.trays.iter().map(|t| t.count).sum();
    let each = |busy| {
        let state = settle(&rack, busy);
        assert!(state.balance_error() < 1e-9, "{system}");
        assert!(state.limits.iter().all(|l| !l.is_exceeded()), "{system}: {:?}", state.limits);
        state.power_w() / f64::from(trays)
    };
    (each(true), each(false))
}

fn assert_near(what: &str, value: f64, published: f64, tolerance: f64) {
    let error = value / published - 1.0;
    assert!(error.abs() < tolerance, "{what}: {value:.1} against {published}, {:.1} %", 100.0 * error);
}

/// The maker's node: 315 W idle, 605 W at most; 400 W typical lie between.
#[test]
fn a_flash_node_draws_what_its_maker_states() {
    let (full, idle) = tray_power("flash-nodes-1u");
    assert_near("full", full, 605.0, 0.03);
    assert_near("idle", idle, 315.0, 0.03);
    let rack = rack("flash-nodes-1u", "air", "activity = 0.29");
    let load = RackLoad { activity: rack.activity, ..RackLoad::FULL };
    let typical = rack.solve_steady_state(Temperature::from_celsius(25.0), load).unwrap().power_w() / 40.0;
    assert_near("typical, 29 % of the range", typical, 400.0, 0.03);
}

/// 60 disks of 5.4 to 9.4 W; an enclosure with a petabyte is known to run below 500 W in service, which is neither idle nor
/// the hardest random load.
#[test]
fn an_enclosure_of_disks_draws_its_disks_and_little_more() {
    let (full, idle) = tray_power("disk-enclosures-4u");
    for (power, disks) in [(full, 60.0 * 9.4), (idle, 60.0 * 5.4)] {
        assert!(power > disks && power < 1.4 * disks, "{power} W for disks of {disks} W");
    }
    assert!(idle < 500.0 && 500.0 < full, "{idle} {full}");
}

/// 747 W typical with passive cables, 1,720 W at most; 32 optical modules of 15 W come on top of the former.
#[test]
fn an_infiniband_switch_lies_between_its_makers_figures() {
    let (full, idle) = tray_power("infiniband-qm9700");
    assert_near("without optics", full - 32.0 * 15.0 / 0.94, 747.0, 0.05);
    assert!((747.0..1720.0).contains(&full) && (747.0..full).contains(&idle), "{idle} {full}");
}

/// 2.08 kW with 64 optical modules; 0.9 kW typical with passive cables.
#[test]
fn an_ethernet_switch_draws_what_its_maker_states() {
    let (full, idle) = tray_power("ethernet-sn5610");
    assert_near("with 64 optical modules", full, 2080.0, 0.03);
    assert_near("without optics", idle - 64.0 * 12.0 / 0.95, 900.0, 0.06);
}

/// SPECpower: 782 and 939 W at full load, 185 and 218 W at active idle.
#[test]
fn a_server_of_two_xeon_lies_within_its_measurements() {
    let (full, idle) = tray_power("two-socket-6787p");
    assert!((782.0..939.0).contains(&full) && (185.0 * 0.95..218.0).contains(&idle), "{idle} {full}");
}

/// SPECpower: 658 W of the most frugal and 827 W of the hungriest server of two EPYC 9654; the model's full load is a stress
/// test at the rating. Two nodes with cold plates and no fans draw less at full load than two in air.
#[test]
fn servers_with_cold_plates_draw_less_than_those_in_air() {
    let (air, _) = tray_power("two-socket-2u");
    let plates = rack("lenovo-sd665-v3", "cold-plate", "supply_temperature = \"40 degC\"");
    let state = plates.solve_steady_state(Temperature::from_celsius(40.0), RackLoad::FULL).unwrap();
    assert!(state.fan_w == 0.0 && state.power_w() / 72.0 < 1.1 * air, "{} {air}", state.power_w() / 72.0);
}

/// A fabric manager: 689 W at most and 52.1 CFM; a switch: 98 W typical.
#[test]
fn managers_and_their_switches_draw_what_their_maker_states() {
    let only = |name: &str| {
        let mut rack = rack("management-rack", "air", "");
        rack.trays.retain(|t| t.name == name);
        let state = settle(&rack, true);
        let count = f64::from(rack.trays[0].count);
        (state.power_w() / count, state.air.unwrap().flow_m3_s / (1.0 - state.recirculation) / count / M3_S_PER_CFM)
    };
    let (power, cfm) = only("fabric manager");
    assert_near("fabric manager", power, 689.0, 0.03);
    assert_near("its air", cfm, 52.1, 0.1);
    let (power, _) = only("management switch");
    assert!((98.0..120.0).contains(&power), "{power}");
}

/// Air that is warmer than the maker allows is a limit that is passed; colder air keeps it.
#[test]
fn the_inlet_of_a_switch_is_a_limit() {
    let rack = rack("infiniband-qm9700", "air", "recirculation = 0");
    let at = |celsius: f64| {
        let state = rack.solve_steady_state(Temperature::from_celsius(celsius), RackLoad::FULL).unwrap();
        let limit = state.limits.into_iter().find(|l| l.kind == RackLimitKind::InletAir).unwrap();
        (limit.is_exceeded(), limit.value)
    };
    assert_eq!(at(35.0), (false, 35.0));
    assert_eq!(at(36.0), (true, 36.0));
}

/// Every role has a system, and a hall of one rack of each that is made for air can be compared.
#[test]
fn a_rack_of_every_role_can_be_compared() {
    let catalog = catalog();
    let mut roles = HashSet::new();
    for entry in catalog.list_entries(RecordKind::System) {
        let system = catalog.system(&entry.id).unwrap();
        roles.insert(system.role());
        if system.role() == SystemRole::Compute {
            continue;
        }
        let cooling = if system.coolings.iter().any(|c| c == "air") { "air" } else { "cold-plate" };
        let text = format!(
            "[site]\nclimate = \"us-va-ashburn\"\nweather_form = \"bins\"\n[it]\nracks = 3\n[[architecture]]\nname = \
             \"a\"\nsystem = \"{}\"\ncooling = \"{cooling}\"\nheat_rejection = \"dry-cooler\"\ntrim_chiller = true\n",
            entry.id
        );
        let scenario = Scenario::parse("test", &text, &[], &catalog).unwrap();
        let result = compare::run(&scenario, &catalog).unwrap();
        let a = &result.architectures[0];
        assert!(a.feasible && a.racks == Some(3), "{}: {:?}", entry.id, a.limit);
        let rack = a.rack.as_ref().unwrap();
        assert!(rack.hottest_chip_c > 30.0 && rack.hottest_chip_c < rack.chip_limit_c, "{}", entry.id);
    }
    assert_eq!(roles.len(), 5);
    let default = Scenario::parse("test", DEFAULT, &[], &catalog).unwrap();
    assert!(default.architectures.iter().all(|a| catalog.system(&a.system).unwrap().role() == SystemRole::Compute));
}
