//! Racks of the built-in systems in every way of cooling: balances, control, limits.

use crate::support::{architecture, catalog, rack};
use rackjoule::catalog::change::ValueChange;
use rackjoule::catalog::record::ChipKind;
use rackjoule::rack::assembly::assemble_rack;
use rackjoule::rack::limits::{RackLimit, RackLimitKind};
use rackjoule::rack::model::{LiquidCooling, RackLoad, RackModel};
use rackjoule::rack::solve::RackSolver;
use rackjoule::rack::state::{ControlSetting, RackState};
use rackjoule::units::{Power, Pressure, Temperature};

fn settle(rack: &RackModel, supply_c: f64) -> RackState {
    rack.solve_steady_state(Temperature::from_celsius(supply_c), RackLoad::FULL).unwrap()
}

fn air(recirculation: f64) -> RackModel {
    let mut rack = rack("hgx-b200-air", "air", "");
    rack.room.recirculation = recirculation;
    rack
}

fn liquid() -> RackModel {
    rack("lenovo-sc777-v4", "cold-plate", "flow_control = \"chip-target\"\nracks_per_cdu = 4")
}

#[test]
fn energy_leaves_as_it_entered() {
    for system in ["hgx-b200-air", "lenovo-sr780a-v3", "lenovo-sc777-v4", "gb200-nvl72", "gb300-nvl72", "dgx-a100"] {
        for cooling in ["air", "rear-door", "hybrid", "cold-plate", "immersion-1p", "immersion-2p"] {
            let rack = rack(system, cooling, "");
            let state = settle(&rack, 25.0);
            assert!(state.balance_error() < 1e-9, "{system} {cooling}: {}", state.balance_error());
            assert!(state.power_w() > 1e4 && !state.limits.is_empty());
        }
    }
}

#[test]
fn an_air_cooled_node_draws_what_was_measured() {
    // MLPerf Inference v5.1, Lenovo SR680a V3, 8 B200 in air at full power limit, Llama-2-70B offline: 10.40 kW at the
    // wall. Nothing is fitted to it; the hosts' power is an estimate of its own, hence the tolerance.
    let node_kw = settle(&air(0.0), 25.0).power_w() / 4.0 / 1e3;
    assert!((node_kw / 10.40 - 1.0).abs() < 0.05, "{node_kw} kW");
}

#[test]
fn control_holds_the_hottest_part_at_its_target() {
    for (rack, supply_c) in [(air(0.03), 27.0), (liquid(), 42.0)] {
        let state = settle(&rack, supply_c);
        assert!(state.main_mover_speed() > 0.3 && state.main_mover_speed() < 1.0, "{:?}", state.setting);
        let over = state.parts.iter().map(|p| p.junction_c - p.target_c).fold(f64::NEG_INFINITY, f64::max);
        assert!(over.abs() < 1e-6, "{over} K from the target");
    }
}

#[test]
fn fans_and_pumps_of_a_hybrid_hold_their_own_parts() {
    let state = settle(&rack("lenovo-sr780a-v3", "hybrid", "flow_control = \"chip-target\"\nracks_per_cdu = 10"), 45.0);
    let over = |liquid: bool| {
        let own = state.parts.iter().filter(|p| p.liquid == liquid);
        own.map(|p| p.junction_c - p.target_c).fold(f64::NEG_INFINITY, f64::max)
    };
    assert!(over(true).abs() < 1e-6 || state.setting.pump == 0.3, "{}", over(true));
    assert!(over(false) < 1e-6 && state.liquid.is_some() && state.air.is_some());
    assert!(state.captured_w > 0.7 * state.power_w() && state.captured_w < 0.95 * state.power_w());
}

#[test]
fn warmer_supply_takes_more_fan_or_pump() {
    for (rack, cold, warm) in [(air(0.03), 22.0, 28.0), (liquid(), 36.0, 43.0)] {
        let (a, b) = (settle(&rack, cold), settle(&rack, warm));
        assert!(b.fan_w + b.pump_w > a.fan_w + a.pump_w);
        assert!(b.main_mover_speed() > a.main_mover_speed());
    }
}

#[test]
fn a_rack_too_warm_throttles_and_then_fails_with_its_limit_named() {
    for (rack, throttled_c) in [(air(0.03), 42.0), (liquid(), 54.0)] {
        let state = settle(&rack, throttled_c);
        assert!(state.main_mover_speed() == 1.0 && state.setting.clock < 1.0, "{:?}", state.setting);
        assert!(state.performance < 1.0 && state.balance_error() < 1e-9 && state.is_within_limits());
        let part = state.critical_part().unwrap();
        assert!((part.junction_c - part.limit_c).abs() < 1e-6);
    }
    let state = settle(&air(0.03), 70.0);
    let limit = state.binding_limit().unwrap();
    assert!(!state.is_within_limits() && limit.is_exceeded());
    let chips = state.limits.iter().filter(|l| l.is_exceeded() && l.kind == RackLimitKind::Chip);
    assert!(chips.count() > 0, "accelerators are too hot even at their lowest clock");
    assert!(state.balance_error() < 1e-9, "what cannot be cooled is still a state");
    let error = air(0.03).solve_within_limits(Temperature::from_celsius(70.0), RackLoad::FULL).unwrap_err().to_string();
    assert!(error.contains("above its limit") && error.contains("to fix: "), "{error}");
}

#[test]
fn a_power_cap_slows_and_cools() {
    let free = settle(&liquid(), 45.0);
    let cap = RackLoad { cap: Some(Power::new(1000.0)), ..RackLoad::FULL };
    let capped = liquid().solve_steady_state(Temperature::from_celsius(45.0), cap).unwrap();
    assert!(capped.accelerator_w <= 96.0 * 1000.0 + 1e-6 && capped.performance < 1.0);
    assert!(capped.pump_w < free.pump_w);
    // Hotter, a capped chip is slower, not hungrier.
    let hotter = liquid().solve_steady_state(Temperature::from_celsius(46.0), cap).unwrap();
    assert!(
        (hotter.accelerator_w - capped.accelerator_w).abs() < 1e-6,
        "{} {}",
        hotter.accelerator_w,
        capped.accelerator_w
    );
    assert!(hotter.performance <= capped.performance + 1e-9, "{} {}", hotter.performance, capped.performance);
}

#[test]
fn the_second_in_line_is_the_hotter() {
    for state in [settle(&air(0.03), 25.0), settle(&liquid(), 45.0)] {
        let mut in_line = state.parts.iter().filter(|p| p.name.contains(" in the ") && p.kind != ChipKind::Memory);
        let (first, second) = (in_line.next().unwrap(), in_line.next().unwrap());
        assert!(second.inlet_c > first.inlet_c + 2.0 && second.junction_c > first.junction_c);
    }
}

#[test]
fn recirculation_warms_the_inlets_by_its_law() {
    let (none, some) = (settle(&air(0.0), 25.0), settle(&air(0.1), 25.0));
    assert!(some.fan_w > none.fan_w && some.air.unwrap().inlet_c > none.air.unwrap().inlet_c + 1.0);
    // T_in = T_sup + r/(1−r) ΔT with ΔT of what enters and leaves: from temperatures, r = (T_mix − T_s)/(T_out − T_s).
    let a = some.air.unwrap();
    let fans_k = some.fan_w / (a.capacity_w_k / 0.9);
    let r = (a.inlet_c - fans_k - a.supply_c) / (a.return_c - a.supply_c);
    assert!((r - 0.1).abs() < 1e-9, "{r}");
}

#[test]
fn a_room_that_supplies_too_little_makes_the_rack_breathe_its_exhaust() {
    let mut short = air(0.0);
    let free = settle(&short, 22.0);
    short.room.supply_m3_s = Some(0.8 * free.air.unwrap().flow_m3_s);
    let state = settle(&short, 22.0);
    assert!(state.recirculation > 0.2 && state.air.unwrap().flow_m3_s <= short.room.supply_m3_s.unwrap() + 1e-9);
    assert!(state.fan_w > free.fan_w);
}

#[test]
fn warm_surfaces_lose_heat_to_the_room_only_when_warmer() {
    let warm = settle(&liquid(), 45.0);
    assert!(warm.air_heat_w > 0.0 && warm.air_heat_w < 0.02 * warm.power_w());
    assert!(settle(&liquid(), 10.0).air_heat_w < warm.air_heat_w);
}

#[test]
fn capture_falls_as_the_coolant_warms() {
    let rack = rack("gb200-nvl72", "hybrid", "");
    let share = |c: f64| {
        let s = settle(&rack, c);
        s.captured_w / s.power_w()
    };
    let (cold, warm, hot) = (share(20.0), share(35.0), share(50.0));
    assert!(cold > warm && warm > hot, "{cold} {warm} {hot}");
    assert!(cold < 0.97 && hot > 0.75);
}

#[test]
fn a_door_takes_heat_until_its_water_is_as_warm_as_the_exhaust() {
    let active = rack("hgx-b200-air", "rear-door", "");
    let (cold, mild) = (settle(&active, 14.0), settle(&active, 26.0));
    assert!(cold.air_heat_w < mild.air_heat_w && cold.liquid_heat_w > mild.liquid_heat_w);
    assert_eq!(settle(&active, 60.0).liquid_heat_w, 0.0);
    assert!(cold.air.unwrap().return_c >= 25.0 - 1e-9, "a door does not cool below the room");
    // A passive door's resistance slows the same fans: they must turn faster for the same chips.
    let passive = rack("hgx-b200-air", "rear-door", "door = \"passive\"");
    assert!(settle(&passive, 18.0).main_mover_speed() <= 1.0);
    let fans = |rack: &RackModel| settle(rack, 18.0).setting.fans[0];
    assert!(fans(&passive) > fans(&active));
}

#[test]
fn starved_trays_are_the_hot_ones_and_reverse_return_evens_them() {
    let mut direct = rack("gb200-nvl72", "hybrid", "");
    let spread = |rack: &RackModel| {
        let flows = settle(rack, 40.0).branches;
        let own = || flows.iter().filter(|b| b.kind == 0).map(|b| b.flow_m3_s);
        own().fold(0.0, f64::max) / own().fold(f64::INFINITY, f64::min) - 1.0
    };
    let narrow = |rack: &mut RackModel, layout| {
        let LiquidCooling::Loop(own) = &mut rack.liquid_cooling else { panic!() };
        own.manifold.bore_mm = 20.0;
        own.manifold.layout = layout;
    };
    narrow(&mut direct, rackjoule::catalog::system::ManifoldLayout::Direct);
    let mut reverse = direct.clone();
    narrow(&mut reverse, rackjoule::catalog::system::ManifoldLayout::Reverse);
    assert!(spread(&direct) > 0.05 && spread(&reverse) < 0.5 * spread(&direct));
    let state = settle(&direct, 40.0);
    let last = state.branches.iter().filter(|b| b.kind == 0).map(|b| b.flow_m3_s).fold(f64::INFINITY, f64::min);
    assert_eq!(state.branches.last().unwrap().flow_m3_s, last, "direct return starves the far end");
    let part = state.parts.iter().find(|p| p.liquid && p.name.contains("third in")).unwrap();
    assert!(part.flow_m3_s.unwrap() < 0.5 * last, "one of two lanes of the starved tray");
}

#[test]
fn a_liquid_to_air_unit_leaves_all_heat_in_the_room() {
    let rack = rack("lenovo-sc777-v4", "cold-plate", "cdu = \"liquid-to-air\"");
    let state = settle(&rack, 55.0);
    assert_eq!(state.liquid_heat_w, 0.0);
    assert!(state.cooler_w > 0.0 && state.pump_w > 0.0 && state.captured_w > 0.95 * state.power_w());
    let drawn_w = state.power_w() + state.cooler_w + state.pump_w;
    assert!((state.air_heat_w - drawn_w).abs() < 1e-6 * state.power_w() && state.balance_error() < 1e-6);
    let cold = settle(&rack, 28.0);
    let limit = cold.limits.iter().find(|l| l.kind == RackLimitKind::LiquidToAirExchanger).unwrap();
    assert!(limit.is_exceeded(), "3 K above the room is out of its reach: {}", limit.describe());
}

/// The loop meets the unit's own coil: the pressure rise of its pumps grows by what the coil loses more, no plate exchanger
/// stands in it, and its record is listed.
#[test]
fn a_liquid_to_air_unit_brings_its_own_pressure_loss() {
    let scenario = architecture("lenovo-sc777-v4", "cold-plate", "cdu = \"liquid-to-air\"").unwrap();
    let built = |changes: &[ValueChange]| {
        let catalog = catalog().with_values(changes).unwrap();
        assemble_rack(&catalog, &scenario.architectures[0], Pressure::new(101_325.0), 10.0).unwrap()
    };
    let change = |record: &str, key: &str, value| ValueChange { record: record.into(), key: key.into(), value };
    let usual = built(&[]);
    assert!(usual.record_ids().contains(&"liquid-to-air-70kw".to_owned()));
    assert!(!usual.record_ids().contains(&"cdu-in-rack-100kw".to_owned()));
    let flow_and_rise = |rack: &RackModel| {
        let mut solver = RackSolver::new(rack, Temperature::from_celsius(55.0), RackLoad::FULL).unwrap();
        let setting = solver.solve_steady_state(None).unwrap().setting;
        let state = solver.state_at_setting(ControlSetting { pump: 1.0, ..setting }).unwrap();
        let liquid = state.liquid.unwrap();
        (liquid.flow_m3_s, liquid.rise_pa, liquid.capacity_w_k)
    };
    let (flow, rise, rate) = flow_and_rise(&usual.rack);
    let tight = built(&[change("liquid-to-air-70kw", "liquid_loss_pa", 150_000.0)]);
    let (less, more, _) = flow_and_rise(&tight.rack);
    // Everything else in the loop is the same, and nearly a square law: k V² + b V², of which b triples.
    let LiquidCooling::Loop(own) = &usual.rack.liquid_cooling else { panic!() };
    let unit_pa = 50_000.0 * (rate / own.cdu_share / 6500.0).powi(2);
    let other = (rise - unit_pa) / (flow * flow);
    let expected = other * less * less + 3.0 * unit_pa * (less / flow).powi(2);
    assert!(less < flow && (more / expected - 1.0).abs() < 0.02, "{more} Pa, {expected} Pa expected");
    let elsewhere = built(&[change("cdu-in-rack-100kw", "hot_loss_pa", 84_000.0)]);
    assert_eq!(flow_and_rise(&elsewhere.rack), (flow, rise, rate));
}

#[test]
fn boiling_ends_at_the_critical_heat_flux_and_at_the_condenser() {
    let rack = rack("hgx-b200-air", "immersion-2p", "");
    let hot =
        rack.solve_steady_state(Temperature::from_celsius(30.0), RackLoad { scale: 3.0, ..RackLoad::FULL }).unwrap();
    let broken: Vec<_> = hot.limits.iter().filter(|l| l.is_exceeded()).map(|l| l.kind).collect();
    assert!(broken.contains(&RackLimitKind::CriticalHeatFlux) || hot.setting.clock < 1.0, "{broken:?}");
    let warm = settle(&rack, 47.0);
    let condenser = warm.limits.iter().find(|l| l.kind == RackLimitKind::Condenser).unwrap();
    assert!(condenser.is_exceeded() && !warm.is_within_limits());
    // The water does not change the chips: the boiling point does.
    let (a, b) = (settle(&rack, 20.0), settle(&rack, 35.0));
    assert!((a.critical_part().unwrap().junction_c - b.critical_part().unwrap().junction_c).abs() < 1e-9);
    assert!(b.liquid.unwrap().flow_m3_s > a.liquid.unwrap().flow_m3_s);
}

#[test]
fn thin_air_is_never_better() {
    for system in ["hgx-b200-air", "lenovo-sr780a-v3"] {
        let mut rack = rack(system, if system == "hgx-b200-air" { "air" } else { "hybrid" }, "");
        let at = |rack: &RackModel| {
            let setting = ControlSetting { pump: 0.6, fans: vec![0.7; rack.trays.len()], clock: 1.0 };
            let supply = Temperature::from_celsius(30.0);
            RackSolver::new(rack, supply, RackLoad::FULL).unwrap().state_at_setting(setting).unwrap()
        };
        let sea = at(&rack);
        rack.room.pressure = Pressure::new(84_500.0);
        let high = at(&rack);
        for (a, b) in sea.parts.iter().zip(&high.parts).filter(|(a, _)| !a.liquid) {
            assert!(b.junction_c > a.junction_c, "{}: {} at sea, {} at 1500 m", a.name, a.junction_c, b.junction_c);
        }
    }
}

#[test]
fn a_near_guess_finds_the_same_state() {
    for rack in [rack("gb200-nvl72", "hybrid", ""), liquid(), air(0.05)] {
        let supply = Temperature::from_celsius(if rack.is_air_only() { 26.0 } else { 42.0 });
        let cold = RackSolver::new(&rack, supply, RackLoad::FULL).unwrap().solve_steady_state(None).unwrap();
        let mut near = cold.setting.clone();
        near.pump *= 1.01;
        near.fans.iter_mut().for_each(|f| *f *= 0.99);
        let warm = RackSolver::new(&rack, supply, RackLoad::FULL).unwrap().solve_steady_state(Some(&near)).unwrap();
        assert!((warm.setting.pump - cold.setting.pump).abs() < 1e-7);
        assert!((warm.power_w() / cold.power_w() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn plates_cover_what_is_asked() {
    let capture = |plates: &str| {
        let rack = rack("hgx-b200-air", "hybrid", &format!("plates = \"{plates}\""));
        let s = settle(&rack, 35.0);
        s.captured_w / s.power_w()
    };
    let shares: Vec<f64> =
        ["accelerator", "accelerator+cpu", "accelerator+cpu+switch", "accelerator+cpu+switch+memory"]
            .map(capture)
            .to_vec();
    assert!(shares.windows(2).all(|w| w[1] > w[0]), "{shares:?}");
    assert!(shares[0] > 0.6 && shares[3] < 0.95);
}

#[test]
fn every_system_of_the_catalog_stands_in_a_rack() {
    let catalog = catalog();
    for entry in catalog.list_entries(rackjoule::catalog::RecordKind::System) {
        let system = catalog.system(&entry.id).unwrap();
        for cooling in &system.coolings {
            let supply_c = if cooling == "air" { 22.0 } else { 20.0 };
            let state = settle(&rack(&entry.id, cooling, ""), supply_c);
            let broken: Vec<_> = state.limits.iter().filter(|l| l.is_exceeded()).map(RackLimit::describe).collect();
            assert!(state.is_within_limits() && state.setting.clock == 1.0, "{} {cooling}: {broken:?}", entry.id);
            assert!(state.balance_error() < 1e-9);
        }
    }
    assert!(architecture("hgx-b200-air", "air", "").is_ok());
}
