//! Ten thousand random racks: energy closes, every solve ends or names its limit, and nothing gets better the wrong way.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::support::rack;
use rackjoule::rack::coolant_loop::PumpControl;
use rackjoule::rack::limits::RackLimitKind;
use rackjoule::rack::model::{LiquidCooling, RackLoad, RackModel, StationHeat};
use rackjoule::rack::solve::RackSolver;
use rackjoule::rack::state::{ControlSetting, RackState};
use rackjoule::units::{Power, Pressure, Temperature};
use rayon::prelude::*;

/// A generator of numbers that is the same everywhere (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn whole(&mut self, low: u32, high: u32) -> u32 {
        low + u32::try_from(self.next() % u64::from(high - low + 1)).unwrap()
    }
}

const SYSTEMS: [&str; 7] = [
    "hgx-b200-air",
    "lenovo-sr780a-v3",
    "lenovo-sc777-v4",
    "gb200-nvl72",
    "vera-rubin-nvl144",
    "dgx-h100",
    "lenovo-sd665-v3",
];
const COOLINGS: [&str; 6] = ["air", "rear-door", "hybrid", "cold-plate", "immersion-1p", "immersion-2p"];

/// Changes whatever a rack may differ in.
fn shake(rack: &mut RackModel, random: &mut Random) {
    for tray in &mut rack.trays {
        tray.count = random.whole(1, 24);
        for lane in &mut tray.lanes {
            lane.count = random.whole(1, 4);
            lane.loss_pa_s2_m6 *= random.between(0.3, 3.0);
            for station in &mut lane.stations {
                station.count = random.whole(1, 4);
                station.duty = random.between(0.1, 1.0);
                if let StationHeat::Module { idle_w, max_w } = &mut station.heat {
                    *max_w *= random.between(0.3, 3.0);
                    *idle_w = idle_w.min(*max_w);
                }
            }
        }
        if let Some(fans) = &mut tray.fans {
            fans.count = random.whole(2, 30);
            fans.loss_pa_s2_m6 *= random.between(0.3, 3.0);
        }
    }
    let wet: Vec<usize> = (0..rack.trays.len()).filter(|k| rack.manifold_order.contains(k)).collect();
    rack.manifold_order = wet.iter().flat_map(|&k| std::iter::repeat_n(k, rack.trays[k].count as usize)).collect();
    rack.room.recirculation = random.between(0.0, 0.4);
    rack.room.pressure = Pressure::new(random.between(65e3, 104e3));
    rack.room.air = Temperature::from_celsius(random.between(12.0, 40.0));
    if random.whole(0, 3) == 0 {
        rack.room.supply_m3_s = Some(random.between(0.2, 4.0));
    }
    if let LiquidCooling::Loop(own) = &mut rack.liquid_cooling {
        own.manifold.bore_mm *= random.between(0.4, 1.6);
        own.cdu_share = random.between(0.02, 2.0);
        own.manifold.surface_w_k *= random.between(0.0, 3.0);
    }
}

static BASES: OnceLock<HashMap<(&str, &str), RackModel>> = OnceLock::new();

fn bases() -> HashMap<(&'static str, &'static str), RackModel> {
    let pairs = SYSTEMS.into_iter().flat_map(|s| COOLINGS.map(|c| (s, c)));
    pairs.map(|(s, c)| ((s, c), rack(s, c, ""))).collect()
}

fn one(case: u64) -> Option<String> {
    let mut random = Random(case.wrapping_mul(0xD1B5_4A32_D192_ED03));
    let system = SYSTEMS[random.whole(0, 6) as usize];
    let cooling = COOLINGS[random.whole(0, 5) as usize];
    let mut rack = BASES.get_or_init(bases)[&(system, cooling)].clone();
    shake(&mut rack, &mut random);
    // Pumps hold the parts, a flow for the heat of 0.5 to 2.5 L/min for each kW, a pressure, or a return.
    let flow_m3_j = (0.5 + 0.5 * (case % 5) as f64) / 60e6;
    let control = match case % 4 {
        0 => PumpControl::ChipTarget,
        1 => PumpControl::FlowPerHeat { flow_m3_j },
        2 => PumpControl::ManifoldPressure { pressure_pa: random.between(2e3, 300e3) },
        _ => PumpControl::ReturnTemperature { leaving_c: random.between(30.0, 75.0) },
    };
    rack.set_pump_control(control);
    let supply = Temperature::from_celsius(random.between(if cooling == "immersion-1p" { 12.0 } else { 6.0 }, 62.0));
    let cap = (random.whole(0, 3) == 0).then(|| Power::new(random.between(300.0, 1500.0)));
    let (busy, scale, activity) = (random.whole(0, 5) > 0, random.between(0.1, 3.0), random.between(0.05, 1.0));
    let load = RackLoad { busy: f64::from(u8::from(busy)), activity, cap, scale };
    let name = format!("case {case}: {system}, {cooling}, {:.1} degC, x{:.2}", supply.celsius(), load.scale);
    let state = match rack.solve_steady_state(supply, load) {
        Ok(state) => state,
        Err(error) => return Some(format!("{name}: {error}")),
    };
    let error = state.balance_error();
    if error.is_nan() || error > 1e-9 {
        return Some(format!("{name}: energy is off by {error:e}"));
    }
    if let Some(wrong) = set_point_missed(&rack, control, &state) {
        return Some(format!("{name}: {wrong}"));
    }
    let over = state.parts.iter().map(|p| p.junction_c - p.limit_c).fold(f64::NEG_INFINITY, f64::max);
    if over > 1e-6 && (state.is_within_cooling_limits() || state.setting.clock > rack.clock_floor() + 1e-9) {
        return Some(format!("{name}: {over} K too hot and no limit says so"));
    }
    if case.is_multiple_of(10) { wrong_way(&rack, supply, load, &state).map(|e| format!("{name}: {e}")) } else { None }
}

/// What the pumps of a loop hold is held, or full speed is short of it and a limit says so.
fn set_point_missed(rack: &RackModel, control: PumpControl, state: &RackState) -> Option<String> {
    let (LiquidCooling::Loop(_), Some(liquid)) = (&rack.liquid_cooling, state.liquid) else { return None };
    let off = match control {
        PumpControl::ChipTarget => return None,
        PumpControl::FlowPerHeat { flow_m3_j } => liquid.flow_m3_s / (flow_m3_j * state.captured_w) - 1.0,
        PumpControl::ManifoldPressure { pressure_pa } => state.pumps?.manifold_pressure_pa / pressure_pa - 1.0,
        // No flow brings the liquid back colder than it came.
        PumpControl::ReturnTemperature { leaving_c } if leaving_c <= liquid.supply_c => -1.0,
        PumpControl::ReturnTemperature { leaving_c } => {
            (leaving_c - liquid.supply_c) / (liquid.return_c - liquid.supply_c) - 1.0
        }
    };
    let told = state.limits.iter().any(|l| l.kind == RackLimitKind::PumpHead && l.is_exceeded());
    let short = state.setting.pump >= 1.0 && off < 0.0;
    // Next to no heat asks for less flow than is looked for.
    let least = state.setting.pump <= 0.02 * (1.0 + 1e-6);
    (!(short || least) && off.abs() > 1e-6 || short && off < -2e-6 && !told)
        .then(|| format!("{control:?} misses by {off}: {liquid:?}"))
}

/// More flow, warmer supply, thinner air at a fixed setting.
fn wrong_way(rack: &RackModel, supply: Temperature, load: RackLoad, state: &RackState) -> Option<String> {
    let at = |rack: &RackModel, supply: Temperature, setting: ControlSetting| {
        RackSolver::new(rack, supply, load).unwrap().state_at_setting(setting).unwrap()
    };
    let middle = ControlSetting { pump: 0.6, fans: vec![0.6; state.setting.fans.len()], clock: 0.8 };
    let base = at(rack, supply, middle.clone());
    let pairs = |other: &RackState| base.parts.clone().into_iter().zip(other.parts.clone()).collect::<Vec<_>>();
    let faster = ControlSetting { pump: 0.8, fans: vec![0.8; middle.fans.len()], clock: 0.8 };
    // Faster fans heat the air that they move: what flow does to a part is its rise above the air that reaches the tray.
    let inlet = |s: &RackState, liquid: bool| if liquid { 0.0 } else { s.air.map_or(0.0, |a| a.inlet_c) };
    let more = at(rack, supply, faster);
    for (a, b) in pairs(&more) {
        let (x, y) = (a.junction_c - inlet(&base, a.liquid), b.junction_c - inlet(&more, b.liquid));
        // Cooler air leaks less, and what follows of it is in the last digits only.
        if a.liquid && y > x + 1e-9 || !a.liquid && rack.trays.len() == 1 && y > x + 0.3 {
            return Some(format!("{} is hotter with more flow: {x} {y}", a.name));
        }
    }
    // A warmer liquid is thinner and flows faster, which only racks starved far beyond their limits feel more than the
    // warmth itself.
    if state.is_within_cooling_limits() {
        let base = at(rack, supply, state.setting.clone());
        let warmer = at(rack, Temperature::from_celsius(supply.celsius() + 1.0), state.setting.clone());
        for (a, b) in base.parts.iter().zip(&warmer.parts) {
            if (a.liquid || rack.is_air_only()) && b.junction_c < a.junction_c - 1e-9 {
                return Some(format!("{} is colder with warmer supply: {} {}", a.name, a.junction_c, b.junction_c));
            }
        }
    }
    // Thin air carries less heat past a door's coil and leaves it colder: what recirculates then is colder too.
    if matches!(rack.liquid_cooling, LiquidCooling::Door(_)) {
        return None;
    }
    let mut high = rack.clone();
    high.room.pressure = high.room.pressure * 0.85;
    for (a, b) in pairs(&at(&high, supply, middle)) {
        if !a.liquid && b.junction_c < a.junction_c - 1e-9 {
            return Some(format!("{} is colder in thinner air: {} {}", a.name, a.junction_c, b.junction_c));
        }
    }
    None
}

#[test]
fn ten_thousand_random_racks_close_and_end() {
    let wrong: Vec<String> = (0..10_000u64).into_par_iter().filter_map(one).collect();
    let few: Vec<&String> = wrong.iter().take(12).collect();
    assert!(wrong.is_empty(), "{} of 10,000 are wrong, among them:\n{few:#?}", wrong.len());
}
