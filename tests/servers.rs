//! Servers as they idle and serve: activity of what computes, fans by the inlet, power at rest.

use std::process::Command;

use rackjoule::catalog::Catalog;
use rackjoule::catalog::record::ChipKind;
use rackjoule::rack::model::{RackLoad, RackModel};
use rackjoule::rack::state::RackState;
use rackjoule::scenario::{DEFAULT, Scenario};
use rackjoule::study::compare::{self, result::Comparison};
use rackjoule::units::Temperature;

use crate::support::{architecture, catalog, rack};

fn settle(rack: &RackModel, supply_c: f64, load: RackLoad) -> RackState {
    rack.solve_steady_state(Temperature::from_celsius(supply_c), load).unwrap()
}

fn compare_default(sets: &[&str], catalog: &Catalog) -> Comparison {
    let sets: Vec<String> = sets.iter().chain(&["site.weather_form=bins"]).map(|s| (*s).to_owned()).collect();
    let scenario =
        Scenario::parse("test", DEFAULT, &sets, catalog).unwrap_or_else(|e| panic!("{}", e.render_report(false)));
    compare::run(&scenario, catalog).unwrap()
}

/// H100 of 700 W, 74.7 W at rest: 563 W while serving is measured, which its record of activity says as a share. The power
/// of each accelerator is worked out from its junction temperature by the leakage of the die.
#[test]
fn an_accelerator_draws_its_share_of_the_range() {
    let share: f64 = (563.0 - 74.7) / (700.0 - 74.7);
    assert!((share - rack("dgx-h100", "air", "activity = \"serving\"").activity).abs() < 5e-4);
    for a in [0.3, 0.781, 1.0] {
        let rack = rack("dgx-h100", "air", &format!("activity = {a}"));
        let state = settle(&rack, 25.0, RackLoad { activity: rack.activity, ..RackLoad::FULL });
        assert!(state.balance_error() < 1e-9);
        let leakage_w = |t: f64| 700.0 * 0.15 * (0.015 * (t - 65.0)).exp();
        for part in state.parts.iter().filter(|p| p.kind == ChipKind::Accelerator) {
            let full_w = 700.0 - leakage_w(87.0) + leakage_w(part.junction_c);
            let expected_w = 74.7 + a * (full_w - 74.7);
            assert!((part.power_w - expected_w).abs() < 1e-6 * expected_w, "{} against {expected_w}", part.power_w);
        }
    }
}

/// The hosts beside the accelerators keep their own load; in a system without accelerators the processors follow.
#[test]
fn what_computes_follows_the_activity() {
    let at = |system: &str, a: f64| {
        let rack = rack(system, "air", "");
        settle(&rack, 22.0, RackLoad { activity: a, ..RackLoad::FULL })
    };
    let host_w = |s: &RackState| s.other_it_w;
    let (low, full) = (at("dgx-h100", 0.5), at("dgx-h100", 1.0));
    assert!((host_w(&low) / host_w(&full) - 1.0).abs() < 0.02, "leakage alone: {} {}", host_w(&low), host_w(&full));
    let (low, full) = (at("two-socket-2u", 0.5), at("two-socket-2u", 1.0));
    let processors_w =
        |s: &RackState| s.parts.iter().filter(|p| p.name.contains("EPYC")).map(|p| p.power_w).sum::<f64>();
    assert!(processors_w(&low) < 0.6 * processors_w(&full) && full.accelerator_w == 0.0);
}

/// A limit acts on the power with the activity in it: 563 W keep 600 W at full clock.
#[test]
fn a_limit_above_the_power_at_work_slows_nothing() {
    let state = |a: f64| {
        let rack = rack("dgx-h100", "air", "");
        let cap = Some(rackjoule::units::Power::new(600.0));
        settle(&rack, 25.0, RackLoad { activity: a, cap, ..RackLoad::FULL })
    };
    assert_eq!(state(0.781).performance, 1.0);
    assert!(state(1.0).performance < 0.99);
}

/// Plant and power chain are those of full activity, whatever the workload draws; racks of a load are counted by it. The
/// room is sized for its warmest state, which with less coolant flow may be that of less activity.
#[test]
fn halls_are_sized_for_full_activity() {
    let catalog = catalog();
    let [full, serving] = ["1", "serving"].map(|a| {
        let mut sets = vec!["it.load=2 MW".to_owned(), format!("it.activity={a}"), "site.weather_form=bins".to_owned()];
        sets.push("it.workload=llama-3.1-405b-offline".to_owned());
        let scenario = Scenario::parse("test", DEFAULT, &sets, &catalog).unwrap();
        compare::run(&scenario, &catalog).unwrap()
    });
    for (full, serving) in full.architectures.iter().zip(&serving.architectures) {
        assert_eq!(full.accelerators, serving.accelerators);
        let usd = |a: &compare::result::ArchitectureResult| -> f64 { a.capital.iter().map(|item| item.usd).sum() };
        assert!((usd(full) / usd(serving) - 1.0).abs() < 1e-4, "{}: {} {}", full.name, usd(full), usd(serving));
        assert!(serving.it_power_w.unwrap() < 0.9 * full.it_power_w.unwrap());
        assert!(serving.energy_balance_relative_error.unwrap() < 1e-9);
    }
}

/// The workload brings the activity of its runs, a key overrules it, and the data switch it off.
#[test]
fn a_workload_brings_the_activity_of_its_runs() {
    let catalog = catalog();
    let it_w = |sets: &[&str], catalog: &Catalog| compare_default(sets, catalog).architectures[0].it_power_w.unwrap();
    let offline = it_w(&[], &catalog);
    let stated = it_w(&["it.activity=saturated"], &catalog);
    assert_eq!(offline, stated);
    let interactive = it_w(&["it.workload=llama-3.1-405b-interactive"], &catalog);
    assert_eq!(interactive, it_w(&["it.activity=serving"], &catalog));
    assert!(interactive < 0.9 * offline);
    let own = it_w(&["it.workload=llama-3.1-405b-interactive", "architecture.air.activity=1"], &catalog);
    assert_eq!(own, offline);
    let off = catalog
        .with_values(&[rackjoule::catalog::change::ValueChange {
            record: "scenario-defaults".to_owned(),
            key: "workload_activity".to_owned(),
            value: 0.0,
        }])
        .unwrap();
    assert_eq!(it_w(&["it.workload=llama-3.1-405b-interactive"], &off), offline);
}

#[test]
fn a_rate_of_other_runs_is_told() {
    let catalog = catalog();
    let told = |sets: &[&str]| {
        let out = compare_default(sets, &catalog);
        out.warnings.iter().filter(|w| w.to_string().contains("an activity of")).count()
    };
    assert_eq!(told(&[]), 0);
    assert_eq!(told(&["it.activity=0.5"]), 3);
    assert_eq!(told(&["it.activity=0.5", "it.workload=llama-3.1-405b-interactive"]), 3);
    assert_eq!(told(&["it.activity=serving", "it.workload=llama-3.1-405b-interactive"]), 0);
}

/// At rest no part is near its target: the fans run at the speed of their curve at the air in front of the servers.
#[test]
fn fans_hold_the_speed_of_their_inlet() {
    let idle = RackLoad { busy: 0.0, ..RackLoad::FULL };
    for (supply_c, recirculation) in [(20.0, 0.0), (26.0, 0.0), (29.0, 0.05), (33.0, 0.1)] {
        let rack = rack("two-socket-2u", "air", &format!("recirculation = {recirculation}"));
        let state = settle(&rack, supply_c, idle);
        let front_c = supply_c + recirculation * (state.exhaust_c.unwrap() - supply_c);
        let expected = 0.25 + 0.25 * ((front_c - 23.0) / 12.0).max(0.0);
        assert!((state.setting.fans[0] - expected).abs() < 1e-9, "{:?} against {expected}", state.setting.fans);
        assert!(state.balance_error() < 1e-9);
    }
    let by_parts = settle(&rack("two-socket-2u", "air", "fan_control = \"component\""), 26.0, idle);
    assert!(by_parts.setting.fans[0] < 0.25, "{:?}", by_parts.setting.fans);
    let floor = settle(&rack("two-socket-2u", "air", "fan_speed_min = 0.6"), 20.0, idle);
    assert_eq!(floor.setting.fans, [0.6]);
    let other =
        "fan_control = \"inlet\"\nrecirculation = 0\n[architecture.equipment]\nfan_curve = \"fan-curve-ocp-2s\"";
    let ocp = settle(&rack("two-socket-2u", "air", other), 38.0, idle);
    assert!((ocp.setting.fans[0] - 0.3).abs() < 1e-9, "{:?}", ocp.setting.fans);
}

/// Fans that follow the inlet never run slower than the parts ask for.
#[test]
fn the_parts_still_get_what_they_need() {
    for supply_c in [18.0, 25.0, 32.0, 38.0] {
        let speed = |more: &str| settle(&rack("two-socket-2u", "air", more), supply_c, RackLoad::FULL).setting.fans[0];
        let (parts, inlet) = (speed("fan_control = \"component\""), speed("fan_control = \"inlet\""));
        assert!(inlet >= parts - 1e-9, "{supply_c}: {inlet} {parts}");
    }
    // A server without a curve of its own follows the usual one.
    let rest = RackLoad { busy: 0.0, ..RackLoad::FULL };
    let server = rack("dgx-h100", "air", "fan_control = \"inlet\"\nrecirculation = 0");
    assert!((settle(&server, 35.0, rest).setting.fans[0] - 0.5).abs() < 1e-9);
    assert!(settle(&rack("dgx-h100", "air", ""), 35.0, rest).setting.fans[0] < 0.5);
}

#[test]
fn wrong_values_are_refused_with_what_is_allowed() {
    for (more, words) in [
        ("activity = \"busy\"", ["unknown activity `busy`", "`serving`"]),
        ("activity = 1.5", ["architecture.0.activity", "1"]),
        ("activity = 0", ["architecture.0.activity", "0.05"]),
        ("fan_control = \"manual\"", ["manual", "inlet"]),
        ("fan_speed_min = 0.01", ["fan_speed_min", "0.05"]),
    ] {
        let report = architecture("dgx-h100", "air", more).unwrap_err().render_report(false);
        assert!(words.iter().all(|word| report.contains(word)), "{report}");
    }
    let fans = architecture("lenovo-sc777-v4", "cold-plate", "fan_control = \"inlet\"\nfan_speed_min = 0.4").unwrap();
    assert_eq!(fans.hints.iter().filter(|h| h.contains("it is for racks with fans")).count(), 2, "{:?}", fans.hints);
    let plant = "[site]\nclimate = \"us-va-ashburn\"\n[it]\nload = \"1 MW\"\nactivity = 0.5\n[plant]\n";
    let report = Scenario::parse("test", plant, &[], &catalog()).unwrap_err().render_report(false);
    assert!(report.contains("`it.activity` has no meaning beside [plant]"), "{report}");
}

/// The keys as the program echoes them.
#[test]
fn the_keys_are_echoed() {
    let more = "activity = 0.8\nfan_control = \"inlet\"\nfan_speed_min = 0.3";
    let json = architecture("dgx-h100", "air", more).unwrap().to_json();
    let own = &json["architecture"][0];
    assert_eq!(
        (&own["activity"], &own["fan_control"], &own["fan_speed_min"]),
        (&0.8.into(), &"inlet".into(), &0.3.into())
    );
    let out = Command::new(env!("CARGO_BIN_EXE_rackjoule"))
        .args(["compare", "examples/two-socket-servers.toml", "--set", "it.activity=serving", "--format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(json["scenario"]["it"]["activity"], "serving");
}

/// Two sockets at rest: SPECpower has 121 to 128 W for the whole server; a factor of 1.5 either way holds what is estimated.
#[test]
fn a_server_of_two_sockets_rests() {
    let rack = rack("two-socket-2u", "air", "recirculation = 0");
    let idle = settle(&rack, 25.0, RackLoad { busy: 0.0, ..RackLoad::FULL });
    let server_w = idle.power_w() / 20.0;
    assert!((124.5 / 1.5..124.5 * 1.5).contains(&server_w), "{server_w}");
    assert!(idle.balance_error() < 1e-9);
}
