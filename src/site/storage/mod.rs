//! A tank of cold water beside the loop of the main plant.
//!
//! The tank stands in parallel with the plant, between its supply and its return. Filling, water of the supply enters it
//! below and the warm water above joins the return: the plant cools a larger flow. Emptying, a part of the return enters
//! above, the cold water below joins the supply, and the plant cools the rest just so far that the mix has the
//! temperature that the loop wants. With the loop's capacity rate `C`, its return `T_r` (the pumps' heat in it), its
//! supply `T_s`, the tank's capacity rate `C_t` and the water leaving the tank `T_o`:
//!
//! - filling: the plant takes `Q + C_t (T_o − T_s)` of a flow `C + C_t`;
//! - emptying: it takes `Q + P(C) − P(C − C_t) − C_t (T_r − T_o)` of a flow `C − C_t` and supplies
//!   `(C T_s − C_t T_o)/(C − C_t)`; `P` are the loop's pumps, which move all of `C` through the hall as ever.
//!
//! The tank itself is [`crate::component::plant::storage_tank`], stratified, standing in the outdoor air. [`plan`] says when it
//! works, [`dispatch`] carries it through a year.

pub mod dispatch;
pub mod plan;
mod with_storage;

use crate::component::plant::storage_rules;
use crate::component::plant::storage_tank::{StorageTank, StorageTankSpec, TankDraw};
use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::plant::sized::WaterLoad;
use crate::units::clock::DaylightSaving;
use crate::units::{Duration, Energy, TempDelta};

/// Largest share of the loop's flow that the tank gives: the plant keeps some, to hold the temperature of the mix.
const MAX_TANK_SHARE: f64 = 0.9;

/// A tank and how it is worked.
#[derive(Clone, Copy, Debug)]
pub struct StorageSystem {
    /// The tank.
    pub tank: StorageTank,
    /// Heat that it takes at the loop's temperatures at full power.
    pub capacity: Energy,
    /// Time in which it is filled or emptied.
    pub charge_time: Duration,
    /// Hour of the day at which its day begins.
    pub day_start_h: f64,
    /// Daylight saving of the clock that it counts.
    pub daylight: Option<DaylightSaving>,
    /// Share of the cold that is left when it is drawn, as the plan counts it.
    retained_share: f64,
}

impl StorageSystem {
    /// A tank of a capacity in a loop of a difference of temperatures: one of the record's shape, its surface as the power
    /// 2/3 of its volume. Both the cold and the warm end keep their mixed layer, so a cycle moves `2η − 1` of the volume.
    ///
    /// Nothing when no water could be drawn.
    pub fn new(
        record: &StorageTankSpec,
        rules: &storage_rules::StorageRulesSpec,
        capacity: Energy,
        time: Option<Duration>,
        swing: TempDelta,
    ) -> Option<Self> {
        let moved = 2.0 * record.usable - 1.0;
        let volume_m3 = capacity.joules() / (WATER_HEAT_CAPACITY_J_M3_K * swing.kelvin() * moved);
        if !(volume_m3.is_finite() && volume_m3 > 0.0) {
            return None;
        }
        let size = volume_m3 / record.volume_m3;
        let spec = StorageTankSpec {
            volume_m3,
            loss_w_k: record.loss_w_k * size.powf(2.0 / 3.0),
            flow_max_m3_s: record.flow_max_m3_s * size,
            usable: record.usable,
        };
        let tank = StorageTank::new(spec, WATER_HEAT_CAPACITY_J_M3_K);
        let kept = (-spec.loss_w_k * rules.held_h * 3600.0 / tank.heat_capacity_j_k()).exp();
        let time = time.unwrap_or(Duration::new(rules.time_h * 3600.0));
        Some(Self {
            tank,
            capacity,
            charge_time: time,
            day_start_h: rules.begins_h,
            daylight: None,
            retained_share: kept,
        })
    }

    /// The same with clocks that change.
    #[must_use]
    pub const fn with_daylight_saving(mut self, daylight: Option<DaylightSaving>) -> Self {
        self.daylight = daylight;
        self
    }

    /// Water that a cycle moves, m³.
    pub fn cycle_volume_m3(&self) -> f64 {
        let spec = self.tank.spec();
        spec.volume_m3 * (2.0 * spec.usable - 1.0)
    }

    /// Steps that fill the tank beside a loop of a capacity rate, and the flow in each, m³/s: all steps alike.
    fn filling_steps(&self, loop_w_k: f64, step: Duration) -> (usize, f64) {
        let most = (MAX_TANK_SHARE * loop_w_k / WATER_HEAT_CAPACITY_J_M3_K).min(self.tank.spec().flow_max_m3_s);
        let flow_m3_s = (self.cycle_volume_m3() / self.charge_time.seconds()).min(most);
        // A hair above a whole number is rounding.
        let steps = (self.cycle_volume_m3() / (flow_m3_s * step.seconds()) - 1e-9).ceil().clamp(1.0, 1e6);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and clamped")]
        let count = steps as usize;
        (count, self.cycle_volume_m3() / (steps * step.seconds()))
    }
}

/// Water that passes the tank in an hour.
#[derive(Clone, Copy, Debug)]
pub struct TankFlow {
    /// Which way.
    pub draw: TankDraw,
    /// Its capacity rate, W/K.
    pub capacity_w_k: f64,
    /// Its temperature when it leaves the tank, °C.
    pub outlet_c: f64,
}

/// What a loop with a tank asks of the plant.
#[derive(Clone, Copy, Debug)]
pub struct TankLoadSplit {
    /// Asked of the plant.
    pub plant_load: WaterLoad,
    /// Pumps that move the tank's water through the hall, beside those of the plant's flow, W.
    pub pump_w: f64,
    /// Water that enters the tank, °C.
    pub inlet_c: f64,
    /// Heat that the tank's water takes from the loop, W; negative while it is filled.
    pub taken_w: f64,
    /// Share of the plant's water in the supply.
    pub plant_share: f64,
}

impl TankFlow {
    /// What is left of a load for the plant, with the loop's pumps by their capacity rate; nothing where the tank would
    /// take more than there is.
    pub fn split_load(&self, load: &WaterLoad, pumps_w: impl Fn(f64) -> f64) -> Option<TankLoadSplit> {
        let (loop_w_k, tank_w_k) = (load.capacity_w_k, self.capacity_w_k);
        let shared = match self.draw {
            TankDraw::Warm => {
                let heat_w = tank_w_k * (self.outlet_c - load.supply_c);
                let plant = WaterLoad { heat_w: load.heat_w + heat_w, capacity_w_k: loop_w_k + tank_w_k, ..*load };
                TankLoadSplit {
                    plant_load: plant,
                    pump_w: 0.0,
                    inlet_c: load.supply_c,
                    taken_w: -heat_w,
                    plant_share: 1.0,
                }
            }
            TankDraw::Cold => {
                let left_w_k = loop_w_k - tank_w_k;
                let pump_w = pumps_w(loop_w_k) - pumps_w(left_w_k);
                let inlet_c = load.supply_c + (load.heat_w + pumps_w(loop_w_k)) / loop_w_k;
                let taken_w = tank_w_k * (inlet_c - self.outlet_c);
                let supply_c = load.supply_c - tank_w_k / left_w_k * (self.outlet_c - load.supply_c);
                let plant = WaterLoad { heat_w: load.heat_w + pump_w - taken_w, supply_c, capacity_w_k: left_w_k };
                TankLoadSplit { plant_load: plant, pump_w, inlet_c, taken_w, plant_share: left_w_k / loop_w_k }
            }
        };
        // Rounding may pass the largest share by a hair.
        let room = shared.plant_share > 1.0 - MAX_TANK_SHARE - 1e-9;
        (room && shared.plant_load.heat_w >= 0.0).then_some(shared)
    }
}

/// A tank's part in an hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct StorageHour {
    /// Heat that its water takes from the loop, W; negative while it is filled.
    pub taken_w: f64,
    /// Water that enters it, °C.
    pub inlet_c: f64,
    /// Heat that it loses to its surroundings, W; negative where it gains some.
    pub lost_w: f64,
    /// Growth of the heat in it, W.
    pub change_w: f64,
    /// Heat that it could take until it is as warm as emptied, J, at the end of the hour.
    pub content_j: f64,
    /// Cold water drawn, as a share of what a cycle moves.
    pub cycles: f64,
    /// Power of the plant's pumps above that of standing still, W.
    pub pump_w: f64,
    /// Power at the meter, had it stood still, W.
    pub baseline_w: f64,
    /// Supply temperature then, °C.
    pub baseline_supply_c: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUMPS: f64 = 0.01;

    fn load() -> WaterLoad {
        WaterLoad { heat_w: 1e6, supply_c: 18.0, capacity_w_k: 125e3 }
    }

    fn passing(draw: TankDraw, outlet_c: f64) -> TankFlow {
        TankFlow { draw, capacity_w_k: 25e3, outlet_c }
    }

    /// A fifth of the flow at 8.01 K (the pumps heat 125 kW/K by 0.01 K) is 200.25 kW.
    #[test]
    fn a_fifth_of_the_flow_is_a_fifth_of_the_heat() {
        let shared = passing(TankDraw::Cold, 18.0).split_load(&load(), |w_k| PUMPS * w_k).unwrap();
        assert!((shared.inlet_c - 26.01).abs() < 1e-12 && (shared.taken_w - 200_250.0).abs() < 1e-6);
        assert!((shared.plant_load.heat_w - 800e3).abs() < 1e-6 && (shared.plant_load.supply_c - 18.0).abs() < 1e-12);
        assert!((shared.pump_w - 250.0).abs() < 1e-9 && (shared.plant_share - 0.8).abs() < 1e-12);
        let fill = passing(TankDraw::Warm, 26.0).split_load(&load(), |w_k| PUMPS * w_k).unwrap();
        assert!((fill.plant_load.heat_w - 1.2e6).abs() < 1e-6 && fill.plant_load.capacity_w_k == 150e3);
        assert!((fill.taken_w + 200e3).abs() < 1e-6 && fill.inlet_c == 18.0);
    }

    /// Water that warmed by 0.4 K in the tank is mixed with plant water that is 0.1 K colder.
    #[test]
    fn the_mix_has_the_temperature_that_the_loop_wants() {
        let shared = passing(TankDraw::Cold, 18.4).split_load(&load(), |_| 0.0).unwrap();
        let mixed = 0.8 * shared.plant_load.supply_c + 0.2 * 18.4;
        assert!((shared.plant_load.supply_c - 17.9).abs() < 1e-12 && (mixed - 18.0).abs() < 1e-12);
        // What the plant takes, from the return to its supply, is what the load says.
        let taken_w = 100e3 * (shared.inlet_c - shared.plant_load.supply_c);
        assert!((taken_w - shared.plant_load.heat_w).abs() < 1e-6);
    }

    #[test]
    fn a_tank_never_takes_more_than_there_is() {
        let all = TankFlow { capacity_w_k: 120e3, ..passing(TankDraw::Cold, 18.0) };
        assert!(all.split_load(&load(), |_| 0.0).is_none());
        assert!(passing(TankDraw::Cold, -30.0).split_load(&load(), |_| 0.0).is_none());
    }

    /// 2 MWh between 18 and 26 degC with 70 % of the water moved: 7.2e9/(4.168e6 8 0.7) = 308 m³.
    #[test]
    fn volume_and_flow_by_hand() {
        let record = StorageTankSpec { volume_m3: 50.0, loss_w_k: 30.0, flow_max_m3_s: 0.06, usable: 0.85 };
        let rules = storage_rules::StorageRulesSpec { time_h: 8.0, begins_h: 22.0, held_h: 12.0 };
        let of = |record: &StorageTankSpec, j: f64| {
            StorageSystem::new(record, &rules, Energy::new(j), None, TempDelta::new(8.0))
        };
        let storage = of(&record, 7.2e9).unwrap();
        let spec = storage.tank.spec();
        assert!((spec.volume_m3 - 308.44).abs() < 0.01, "{}", spec.volume_m3);
        assert!((spec.loss_w_k - 100.9).abs() < 0.1, "{}", spec.loss_w_k);
        let hour = Duration::new(3600.0);
        let (steps, flow_m3_s) = storage.filling_steps(125e3, hour);
        assert!(steps == 8 && (flow_m3_s * WATER_HEAT_CAPACITY_J_M3_K * 8.0 - 250e3).abs() < 1e-6);
        // Beside a small loop it takes longer: 90 % of 20 kW/K at 8 K is 144 kW, 14 hours.
        assert_eq!(storage.filling_steps(20e3, hour).0, 14);
        assert_eq!(storage.filling_steps(125e3, Duration::new(1800.0)).0, 16);
        assert!(of(&record, 0.0).is_none() && of(&StorageTankSpec { usable: 0.5, ..record }, 7.2e9).is_none());
    }
}
