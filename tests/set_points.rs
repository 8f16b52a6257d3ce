//! Set points that a designer is free to choose: what each does, against hand calculations and balances.

use crate::support::transient::{event, question};
use crate::support::{architecture, catalog, rack};
use rackjoule::assembly::warning::WarningCode;
use rackjoule::rack::model::{RackLoad, RackModel};
use rackjoule::rack::state::RackState;
use rackjoule::scenario::transient::{EventKind, ScheduledEvent};
use rackjoule::scenario::{FlowControl, Scenario};
use rackjoule::study::compare::end_use::EndUse;
use rackjoule::study::compare::{self, result::ArchitectureResult};
use rackjoule::study::rack as rack_study;
use rackjoule::study::transient::{self, TransientOptions};
use rackjoule::units::{Duration, Temperature};

fn settle(rack: &RackModel, supply_c: f64, busy: bool) -> RackState {
    rack.solve_steady_state(Temperature::from_celsius(supply_c), RackLoad { busy, ..RackLoad::FULL }).unwrap()
}

/// Mean power of an end use, W.
fn watts(a: &ArchitectureResult, bucket: EndUse) -> f64 {
    a.power.iter().find(|p| p.bucket == bucket).map_or(0.0, |p| p.power_w)
}

/// Litres a minute for each kilowatt that the liquid takes.
fn l_min_kw(state: &RackState) -> f64 {
    state.liquid.unwrap().flow_m3_s * 60e3 / (state.captured_w / 1e3)
}

const FLOW: &str = "flow_control = \"flow-per-kw\"";

/// 1.5 L/min for each kW: by the data of water (4.14 kJ/(L K) at 35 °C) and of PG25 (4.0 kJ/(L K)) 9.7 to 10 K.
#[test]
fn pumps_hold_the_flow_of_the_heat_busy_and_idle() {
    for (system, cooling, rise_k) in [
        ("lenovo-sc777-v4", "cold-plate", Some(60.0 / (1.5 * 4.14))),
        ("lenovo-sr780a-v3", "hybrid", Some(60.0 / (1.5 * 4.14))),
        ("gb300-nvl72", "hybrid", Some(60.0 / (1.5 * 4.0))),
        ("hgx-b200-air", "immersion-1p", None),
    ] {
        let held = rack(system, cooling, FLOW);
        let free = rack(system, cooling, "");
        for busy in [true, false] {
            let (state, least) = (settle(&held, 30.0, busy), settle(&free, 30.0, busy));
            let case = format!("{system} {cooling} busy {busy}: {}", l_min_kw(&state));
            assert!(l_min_kw(&state) > 1.5 * (1.0 - 1e-8), "{case}");
            assert!(state.balance_error() < 1e-9, "{case}");
            assert!(state.setting.pump >= least.setting.pump, "{case}");
            // What has less flow by its parts' targets is raised to the flow and not beyond; the rest is left alone.
            if l_min_kw(&least) < 1.5 && state.setting.pump < 1.0 {
                assert!((l_min_kw(&state) / 1.5 - 1.0).abs() < 1e-8, "{case}");
                let liquid = state.liquid.unwrap();
                let rise = liquid.return_c - liquid.supply_c;
                assert!(rise_k.is_none_or(|k| (rise / k - 1.0).abs() < 0.02), "{case}: {rise} K");
                assert!(state.pump_w > least.pump_w, "{case}");
            } else {
                assert_eq!(state.setting, least.setting, "{case}");
            }
        }
    }
    let (held, free) = (rack("lenovo-sc777-v4", "cold-plate", FLOW), rack("lenovo-sc777-v4", "cold-plate", ""));
    assert!(l_min_kw(&settle(&free, 30.0, true)) < 1.4, "the case tells nothing");
    // In warm water the chips ask for more than the flow of the heat.
    let (warm, least) = (settle(&held, 47.0, true), settle(&free, 47.0, true));
    assert!(l_min_kw(&least) > 1.5, "{}", l_min_kw(&least));
    assert_eq!(warm.setting, least.setting);
}

/// With a part throttled by its air the heat falls, and the flow with it.
#[test]
fn the_flow_follows_the_heat_of_throttled_parts() {
    let hot =
        "flow_control = \"flow-per-kw\"\ncoolant_flow = 1.3\nplates = \"accelerator\"\nair_temperature = \"45 degC\"";
    let mut held = rack("hgx-b200-air", "hybrid", hot);
    for clock in [false, true] {
        if clock {
            held.room.air = Temperature::from_celsius(58.0);
        }
        let state = settle(&held, 30.0, true);
        assert_eq!(state.setting.clock < 1.0, clock, "{:?}", state.setting);
        assert!((l_min_kw(&state) / 1.3 - 1.0).abs() < 1e-8, "{} at {:?}", l_min_kw(&state), state.setting);
        assert!(state.balance_error() < 1e-9);
    }
}

#[test]
fn a_flow_that_no_pump_reaches_is_told() {
    let keys = "supply_temperature = \"30 degC\"\nflow_control = \"flow-per-kw\"\ncoolant_flow = \"10 L/min/kW\"";
    let scenario = architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap();
    let options = rack_study::RackOptions { architecture: None, limits: false };
    let report = rack_study::run(&scenario, &catalog(), options).unwrap();
    let liquid = report.architectures[0].detail.as_ref().unwrap().liquid.as_ref().unwrap();
    assert!(liquid.speed == 1.0 && liquid.flow_l_min_per_kw < 10.0);
    let told = |list: &rackjoule::assembly::warning::WarningList| {
        list.iter().find(|w| w.code == WarningCode::CoolantFlow).map(|w| w.text.to_string())
    };
    let text = told(&report.warnings).unwrap();
    let says = format!("give {:.2} L/min/kW of the 10.00 L/min/kW", liquid.flow_l_min_per_kw);
    assert!(text.contains(&says), "{text}");
    let enough = architecture("lenovo-sc777-v4", "cold-plate", &keys.replace("10 L", "1.5 L")).unwrap();
    assert!(told(&rack_study::run(&enough, &catalog(), options).unwrap().warnings).is_none());
}

/// The year: more flow costs pumps and takes leakage; the hall's heat leaves to 1e-9.
#[test]
fn a_year_with_more_flow_draws_more_pumps_and_less_leakage() {
    let run = |keys: &str| {
        let keys = format!("supply_temperature = \"35 degC\"\n{keys}");
        let scenario = architecture("lenovo-sc777-v4", "cold-plate", &keys).unwrap();
        compare::run(&scenario, &catalog()).unwrap().architectures.remove(0)
    };
    let (free, held, more) = (run(""), run(FLOW), run("flow_control = \"flow-per-kw\"\ncoolant_flow = 2"));
    for (less, more) in [(&free, &held), (&held, &more)] {
        assert!(watts(more, EndUse::Pumps) > watts(less, EndUse::Pumps));
        assert!(watts(more, EndUse::Accelerators) < watts(less, EndUse::Accelerators));
    }
    for a in [&free, &held, &more] {
        assert!(a.energy_balance_relative_error.unwrap() < 1e-9);
    }
}

/// A run in time starts where `rack` stands, and at half the load the pumps give the flow of half the heat.
#[test]
fn pumps_follow_the_heat_in_time() {
    for (system, cooling) in
        [("lenovo-sc777-v4", "cold-plate"), ("lenovo-sr780a-v3", "hybrid"), ("hgx-b200-air", "immersion-1p")]
    {
        let keys = format!("supply_temperature = \"30 degC\"\n{FLOW}");
        let scenario = architecture(system, cooling, &keys).unwrap();
        let steady = settle(&rack(system, cooling, &keys), 30.0, true);
        let step = ScheduledEvent { level: Some(0.5), ..event(EventKind::LoadStep, 10.0) };
        let ask = TransientOptions { step: Duration::new(60.0), ..question(Some("a"), vec![step], 3600.0) };
        let report = transient::run(&scenario, &catalog(), &ask).unwrap();
        let run = report.architectures[0].run.as_ref().unwrap();
        let start = run.rack_power.start_w / steady.power_w() - 1.0;
        assert!(start.abs() < 3e-3, "{system}: {start}");
        let column = |name: &str| run.trace.columns.iter().position(|c| c == name).unwrap();
        let last = run.trace.rows.last().unwrap();
        let flow = last[column("flow_share")] / (last[column("rack_power_w")] / run.rack_power.start_w);
        assert!((flow - 1.0).abs() < 0.02, "{system} {cooling}: {flow} {last:?}");
        assert!(run.energy.balance_relative_error < 1e-6);
    }
}

#[test]
fn wrong_flows_are_refused_and_idle_keys_told() {
    let says = |keys: &str| architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap_err().to_string();
    for (keys, part) in [
        ("flow_control = \"flow-per-kW\"", "did you mean `flow-per-kw`"),
        ("flow_control = 1.5", "must be a text"),
        ("coolant_flow = \"20 L/min/kW\"", "must be 0.15 to 10 L/min/kW, found 20"),
        ("coolant_flow = \"1.5 L/min\"", "a volume flow for each unit of power is wanted"),
        ("coolant_flow = 0", "must be 0.15 to 10 L/min/kW"),
    ] {
        assert!(says(keys).contains(part), "{keys}: {}", says(keys));
    }
    let hints = |cooling: &str, keys: &str| architecture("hgx-b200-air", cooling, keys).unwrap().hints.join("\n");
    assert!(
        hints("rear-door", FLOW).contains("`a.flow_control` (test:9:1) has no effect here: it is for coolant loops")
    );
    assert!(hints("hybrid", "coolant_flow = 2").contains("it is for `flow_control = \"flow-per-kw\"`"));
    assert_eq!(hints("hybrid", &format!("coolant_flow = 2\n{FLOW}")), "");
}

/// The default of the data is 1.5, within 1.25 to 2.0, and a result that rests on it says so.
#[test]
fn the_usual_flow_is_that_of_the_data() {
    let read = |keys: &str| architecture("lenovo-sc777-v4", "cold-plate", keys).unwrap();
    let control = |s: &Scenario| s.architectures[0].set_points.flow_control;
    assert_eq!(control(&read("")), FlowControl::ChipTarget);
    let usual = control(&read(FLOW)).flow_m3_j().unwrap();
    assert!((usual * 60e6 - 1.5).abs() < 1e-12, "{usual}");
    let record = catalog();
    let record = record.equipment("scenario-defaults").unwrap();
    assert_eq!(record.range["coolant_flow_l_min_kw"], [1.25, 2.0]);
    let json = read(&format!("{FLOW}\ncoolant_flow = \"2 L/min/kW\"")).to_json();
    let one = &json["architecture"][0];
    assert_eq!((one["flow_control"].as_str(), one["coolant_flow_l_min_kw"].as_f64()), (Some("flow-per-kw"), Some(2.0)));
    assert!(read("").to_json()["architecture"][0].get("flow_control").is_none());
}
