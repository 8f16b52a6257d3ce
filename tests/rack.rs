//! Racks of the built-in systems: balances, control, limits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use rackjoule::catalog::Catalog;
use rackjoule::component::mover::{self, Mover};
use rackjoule::component::quick_disconnect;
use rackjoule::physics::liquid::Liquid;
use rackjoule::rack::air::AirRack;
use rackjoule::rack::build;
use rackjoule::rack::liquid::LiquidRack;
use rackjoule::rack::server::Load;
use rackjoule::rack::state::RackState;
use rackjoule::rack::{Rack, RackError};
use rackjoule::units::{Power, Pressure, Temperature};

const BUSY: Load = Load { busy: true, cap: None };

fn air(recirculation: f64) -> Rack {
    let catalog = Catalog::load(None).unwrap();
    let system = catalog.system("hgx-b200-air").unwrap();
    let fans = system.fans.as_ref().unwrap();
    let spec = build::equipment(&catalog, "test", &fans.equipment, "fan", mover::Spec::read).unwrap();
    Rack::Air(AirRack {
        server: build::server(&catalog, system).unwrap(),
        fan: Mover(spec),
        fan_count: fans.count,
        chassis_loss_pa_s2_m6: fans.loss_pa_s2_m6,
        servers: system.per_rack,
        recirculation,
        pressure: Pressure::new(100_000.0),
    })
}

fn liquid(trays: u32) -> Rack {
    let catalog = Catalog::load(None).unwrap();
    let system = catalog.system("lenovo-sc777-v4").unwrap();
    let manifold = system.manifold.clone().unwrap();
    let coupling = build::equipment(
        &catalog,
        "test",
        &manifold.quick_disconnect,
        "quick-disconnect",
        quick_disconnect::Spec::read,
    );
    let pump = build::equipment(&catalog, "test", "pump-cdu-1300kw", "pump", mover::Spec::read).unwrap();
    Rack::Liquid(LiquidRack {
        tray: build::server(&catalog, system).unwrap(),
        trays,
        coupling: coupling.unwrap(),
        manifold,
        pump: Mover(pump),
        cdu_share: f64::from(trays) / 24.0 / 9.0,
        cdu_loss_pa: 80e3,
        liquid: Liquid::Water,
        room: Temperature::from_celsius(27.0),
    })
}

fn settle(rack: &Rack, supply_c: f64) -> RackState {
    rack.settle(Temperature::from_celsius(supply_c), BUSY).unwrap()
}

#[test]
fn energy_leaves_as_it_entered() {
    for state in [settle(&air(0.05), 25.0), settle(&liquid(24), 45.0), settle(&liquid(8), 20.0)] {
        assert!(state.balance_error() < 1e-9, "{}", state.balance_error());
        assert!(state.power_w() > 0.0 && state.performance == 1.0);
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
    for (rack, supply_c) in [(air(0.03), 27.0), (liquid(24), 42.0)] {
        let state = settle(&rack, supply_c);
        assert!(state.setting.speed > 0.3 && state.setting.speed < 1.0, "{:?}", state.setting);
        let over = state.parts.iter().map(|p| p.junction_c - p.target_c).fold(f64::NEG_INFINITY, f64::max);
        assert!(over.abs() < 1e-6, "{over} K from the target");
    }
}

#[test]
fn warmer_supply_takes_more_fan_or_pump() {
    for (rack, cold, warm) in [(air(0.03), 22.0, 28.0), (liquid(24), 36.0, 43.0)] {
        let (a, b) = (settle(&rack, cold), settle(&rack, warm));
        assert!(b.fan_w + b.pump_w > a.fan_w + a.pump_w);
        assert!(b.setting.speed > a.setting.speed);
    }
}

#[test]
fn a_rack_too_warm_throttles_and_then_fails_with_its_limit_named() {
    for (rack, throttled_c) in [(air(0.03), 42.0), (liquid(24), 54.0)] {
        let state = settle(&rack, throttled_c);
        assert!(state.setting.speed == 1.0 && state.setting.clock < 1.0, "{:?}", state.setting);
        assert!(state.performance < 1.0 && state.balance_error() < 1e-9);
        let part = state.critical().unwrap();
        assert!((part.junction_c - part.limit_c).abs() < 1e-6);
    }
    let error = air(0.03).settle(Temperature::from_celsius(70.0), BUSY).unwrap_err();
    assert!(
        matches!(&error, RackError::TooHot { part, over_k, .. } if part.contains("B200") && *over_k > 0.0),
        "{error}"
    );
}

#[test]
fn a_power_cap_slows_and_cools() {
    let free = settle(&liquid(24), 45.0);
    let cap = Load { busy: true, cap: Some(Power::new(1000.0)) };
    let capped = liquid(24).settle(Temperature::from_celsius(45.0), cap).unwrap();
    assert!(capped.accelerator_w <= 96.0 * 1000.0 + 1e-6 && capped.performance < 1.0);
    assert!(capped.pump_w < free.pump_w);
}

#[test]
fn the_second_in_line_is_the_hotter() {
    for state in [settle(&air(0.03), 25.0), settle(&liquid(24), 45.0)] {
        let mut in_line = state.parts.iter().filter(|p| p.name.contains("place"));
        let (first, second) = (in_line.next().unwrap(), in_line.next().unwrap());
        assert!(second.inlet_c > first.inlet_c + 2.0 && second.junction_c > first.junction_c);
    }
}

#[test]
fn recirculation_warms_the_inlets() {
    let (none, some) = (settle(&air(0.0), 25.0), settle(&air(0.1), 25.0));
    // T_in = T_supply + r/(1−r) ΔT, beside the fans' own heat.
    assert!(some.inlet_c > none.inlet_c + 1.0);
    assert!(some.fan_w > none.fan_w);
}

#[test]
fn warm_surfaces_lose_heat_to_the_room_only_when_warmer() {
    let warm = settle(&liquid(24), 45.0);
    assert!(warm.air_heat_w > 0.0 && warm.air_heat_w < 0.02 * warm.power_w());
    let cold = settle(&liquid(24), 10.0);
    assert!(cold.air_heat_w < warm.air_heat_w);
}
