//! A dry cooler at work on its loop.

use std::convert::Infallible;

use crate::component::plant::dry_cooler::VariableSpeedDryCooler as FanDryCooler;
use crate::component::plant::fluid_cooler::FluidCooler;
use crate::physics::air::MoistAir;
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature, ThermalConductance};

use super::loops::WaterCircuit;

/// Model of a dry cooler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExplicitDryCooler {
    /// One or two speeds.
    Staged(FluidCooler),
    /// Variable speed.
    Fan(FanDryCooler),
}

/// A dry cooler's hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExplicitDryCoolerHour {
    /// Leaving water, °C.
    pub leaving_c: f64,
    /// Heat given to the air, W.
    pub heat_w: f64,
    /// Fan electricity, W.
    pub fan_w: f64,
    /// Whether all heat is carried.
    pub carried: bool,
}

/// Passes in which range and leaving water settle with each other; three do.
const MAX_PASSES: u32 = 50;
/// Warmest leaving water that is looked for, °C.
const MAX_LEAVING_C: f64 = 95.0;

impl ExplicitDryCooler {
    /// Leaving water, fan power and whether the heat is carried.
    fn operate_at_range(&self, range_k: f64, capacity_w_k: f64, set_c: f64, air: &MoistAir) -> (f64, f64, bool) {
        let (capacity, load) = (ThermalConductance::new(capacity_w_k), Power::new(range_k * capacity_w_k));
        match self {
            Self::Staged(cooler) => {
                let o = cooler.operate(load, capacity, Temperature::from_celsius(set_c), air);
                (o.leaving.celsius(), o.fan_power.watts(), o.carried)
            }
            Self::Fan(cooler) => {
                let at = |leaving_c: f64| {
                    cooler.operate(load, Temperature::from_celsius(leaving_c + range_k), capacity, air)
                };
                let held = at(set_c);
                if held.heat >= load {
                    return (set_c, held.fan_power.watts(), true);
                }
                let most = Power::new(f64::INFINITY);
                let miss = |t: f64| {
                    let water = Temperature::from_celsius(t + range_k);
                    Ok::<_, Infallible>(cooler.operate(most, water, capacity, air).heat / load - 1.0)
                };
                let tolerance = RootTolerance { x: 1e-9, f: 1e-10 };
                match root::find_root(miss, set_c, MAX_LEAVING_C.max(set_c), tolerance, 100) {
                    Ok(found) => {
                        let full = cooler.operate(most, Temperature::from_celsius(found.x + range_k), capacity, air);
                        (found.x, full.fan_power.watts(), true)
                    }
                    Err(_) => (MAX_LEAVING_C.max(set_c), at(MAX_LEAVING_C.max(set_c)).fan_power.watts(), false),
                }
            }
        }
    }

    /// The cooler on a loop, holding a set point.
    pub(crate) fn solve_hour(&self, circuit: &WaterCircuit, set_c: f64, air: &MoistAir) -> ExplicitDryCoolerHour {
        let mut leaving_c = set_c;
        let mut pass = 0;
        loop {
            let entering_c = circuit.return_temperature_c(leaving_c);
            let capacity_w_k = circuit.kg_s * circuit.cp.value_at_inlet(entering_c);
            let (next_c, fan_w, carried) = self.operate_at_range(entering_c - leaving_c, capacity_w_k, set_c, air);
            let moved_k = next_c - leaving_c;
            leaving_c = next_c;
            pass += 1;
            if moved_k.abs() < 1e-8 || pass == MAX_PASSES {
                let range_k = circuit.return_temperature_c(leaving_c) - leaving_c;
                return ExplicitDryCoolerHour { leaving_c, heat_w: range_k * capacity_w_k, fan_w, carried };
            }
        }
    }
}
