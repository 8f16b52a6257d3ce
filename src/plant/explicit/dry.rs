//! A dry cooler at work on its loop.

use std::ops::ControlFlow;

use crate::component::plant::dry_cooler::VariableSpeedDryCooler as FanDryCooler;
use crate::component::plant::fluid_cooler::FluidCooler;
use crate::physics::air::MoistAir;
use crate::solve::convergence::{NotConverged, iterate_to_convergence};
use crate::solve::root::{self, RootTolerance};
use crate::units::{Power, Temperature, ThermalConductance};

use super::loops::WaterCircuit;

/// Model of a dry cooler.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a plant has one")]
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
const MAX_PASSES: usize = 50;
/// Warmest leaving water that is looked for, °C.
const MAX_LEAVING_C: f64 = 95.0;

impl ExplicitDryCooler {
    /// Leaving water, fan power and whether the heat is carried.
    fn operate_at_range(
        &self,
        range_k: f64,
        capacity_w_k: f64,
        set_c: f64,
        air: &MoistAir,
    ) -> Result<(f64, f64, bool), NotConverged> {
        let (capacity, load) = (ThermalConductance::new(capacity_w_k), Power::new(range_k * capacity_w_k));
        match self {
            Self::Staged(cooler) => {
                let o = cooler.operate(load, capacity, Temperature::from_celsius(set_c), air)?;
                Ok((o.leaving.celsius(), o.fan_power.watts(), o.carried))
            }
            Self::Fan(cooler) => {
                let held = cooler.operate(load, Temperature::from_celsius(set_c + range_k), capacity, air)?;
                if held.heat >= load {
                    return Ok((set_c, held.fan_power.watts(), true));
                }
                // The full fans: their heat grows with the water's temperature.
                let full = |leaving_c: f64| {
                    let water = Temperature::from_celsius(leaving_c + range_k);
                    cooler.operate(Power::new(f64::INFINITY), water, capacity, air)
                };
                let miss = |heat: Power| heat / load - 1.0;
                let hottest_c = MAX_LEAVING_C.max(set_c);
                let hottest = full(hottest_c)?;
                if hottest.heat < load {
                    return Ok((hottest_c, hottest.fan_power.watts(), false));
                }
                let leaving_c = root::find_root_between(
                    |t| Ok(miss(full(t)?.heat)),
                    (set_c, miss(held.heat)),
                    (hottest_c, miss(hottest.heat)),
                    RootTolerance { x: 1e-9, f: 1e-10 },
                    100,
                )
                .map_err(|error| error.into_named::<NotConverged>("the leaving water of a dry cooler"))?
                .x;
                Ok((leaving_c, full(leaving_c)?.fan_power.watts(), true))
            }
        }
    }

    /// The cooler on a loop, holding a set point. Heat that it does not carry even with water at 95 °C is told by its
    /// hour, which then counts as unmet.
    ///
    /// # Errors
    /// When fan speed or leaving water do not settle.
    pub(crate) fn solve_hour(
        &self,
        circuit: &WaterCircuit,
        set_c: f64,
        air: &MoistAir,
    ) -> Result<ExplicitDryCoolerHour, NotConverged> {
        if circuit.is_idle() {
            return Ok(ExplicitDryCoolerHour { leaving_c: set_c, carried: true, ..ExplicitDryCoolerHour::default() });
        }
        let mut leaving_c = set_c;
        iterate_to_convergence("range and leaving water of a dry cooler", MAX_PASSES, |_| {
            let entering_c = circuit.return_temperature_c(leaving_c);
            let capacity_w_k = circuit.kg_s * circuit.cp.value_at_inlet(entering_c);
            let (next_c, fan_w, carried) = self.operate_at_range(entering_c - leaving_c, capacity_w_k, set_c, air)?;
            let moved_k = next_c - leaving_c;
            leaving_c = next_c;
            let range_k = circuit.return_temperature_c(leaving_c) - leaving_c;
            let hour = ExplicitDryCoolerHour { leaving_c, heat_w: range_k * capacity_w_k, fan_w, carried };
            Ok(if moved_k.abs() < 1e-8 { ControlFlow::Break(hour) } else { ControlFlow::Continue(moved_k) })
        })
    }
}
