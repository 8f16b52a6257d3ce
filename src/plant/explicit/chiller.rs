//! A chiller between the water that it chills and its condenser.

use crate::component::plant::chiller::{CurveExtrapolation, EirChiller};
use crate::units::{Power, Temperature};

use super::loops::{SpecificHeatModel, WaterCircuit};

/// A chiller and how it is run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitChiller {
    /// The machine.
    pub machine: EirChiller,
    /// What holds outside its curves.
    pub extrapolation: CurveExtrapolation,
    /// Share of its electricity that the condenser gives off.
    pub condenser_share: f64,
}

/// A chiller's hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExplicitChillerHour {
    /// Electricity, W.
    pub power_w: f64,
    /// Load over capacity.
    pub plr: f64,
    /// Heat taken from the loop, W.
    pub heat_w: f64,
    /// Heat given to the condenser, W.
    pub rejected_w: f64,
    /// False load, W.
    pub false_load_w: f64,
    /// Chilled water before and behind it, °C.
    pub chilled_c: (f64, f64),
    /// What enters the condenser, water or outdoor air, °C.
    pub condenser_c: f64,
    /// Whether its temperatures lie outside the curves.
    pub extrapolated: bool,
    /// Whether it carries less than its load even at its highest part-load ratio.
    pub overloaded: bool,
}

/// Chilled water that returns from its load to be cooled to a set point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChilledWater {
    /// Water, kg/s.
    pub kg_s: f64,
    /// Specific heat.
    pub cp: SpecificHeatModel,
    /// Return and set point of the supply, °C.
    pub return_c: f64,
    pub set_c: f64,
}

/// A chiller is not started for less, W: the rounding of the water's temperatures.
const MIN_LOAD_W: f64 = 1e-5;

impl ChilledWater {
    /// The water of a loop whose supply has a set point.
    pub fn from_circuit(circuit: &WaterCircuit, set_c: f64) -> Self {
        Self { kg_s: circuit.kg_s, cp: circuit.cp, return_c: circuit.return_temperature_c(set_c), set_c }
    }

    /// Capacity rate of water that enters a component at a temperature, W/K.
    pub fn capacity_rate_w_k(&self, entering_c: f64) -> f64 {
        self.kg_s * self.cp.value_at_inlet(entering_c)
    }

    /// Water that returned, less a heat, °C.
    pub fn cooled_return_c(&self, heat_w: f64) -> f64 {
        if self.kg_s > 0.0 { self.return_c - heat_w / self.capacity_rate_w_k(self.return_c) } else { self.return_c }
    }
}

impl ExplicitChiller {
    /// The chiller on water that enters at a temperature, its condenser entered at another.
    pub(crate) fn operate_on(&self, water: &ChilledWater, entering_c: f64, condenser_c: f64) -> ExplicitChillerHour {
        let capacity_w_k = water.capacity_rate_w_k(entering_c);
        let load_w = (entering_c - water.set_c) * capacity_w_k;
        let standing =
            ExplicitChillerHour { chilled_c: (entering_c, entering_c), condenser_c, ..ExplicitChillerHour::default() };
        if load_w <= MIN_LOAD_W {
            return standing;
        }
        let (supply, condenser) = (Temperature::from_celsius(water.set_c), Temperature::from_celsius(condenser_c));
        let detail = self.machine.operate_with_extrapolation(self.extrapolation, Power::new(load_w), supply, condenser);
        let heat_w = detail.operation.carried.watts();
        ExplicitChillerHour {
            power_w: detail.operation.power.watts(),
            plr: detail.plr,
            heat_w,
            rejected_w: detail.condenser_heat(self.condenser_share).watts(),
            false_load_w: detail.false_load.watts(),
            chilled_c: (entering_c, entering_c - heat_w / capacity_w_k),
            extrapolated: detail.operation.extrapolated,
            overloaded: heat_w < load_w * (1.0 - 1e-9),
            ..standing
        }
    }
}

impl ExplicitChillerHour {
    /// Whether the chiller runs.
    pub fn is_running(&self) -> bool {
        self.power_w > 0.0
    }

    /// The mean of two states, `share` of the time in this one.
    pub(crate) fn blend_with(self, other: Self, share: f64) -> Self {
        let mean = |f: fn(&Self) -> f64| share * f(&self) + (1.0 - share) * f(&other);
        Self {
            power_w: mean(|c| c.power_w),
            plr: mean(|c| c.plr),
            heat_w: mean(|c| c.heat_w),
            rejected_w: mean(|c| c.rejected_w),
            false_load_w: mean(|c| c.false_load_w),
            chilled_c: (mean(|c| c.chilled_c.0), mean(|c| c.chilled_c.1)),
            condenser_c: mean(|c| c.condenser_c),
            extrapolated: self.extrapolated || other.extrapolated,
            overloaded: self.overloaded || other.overloaded,
        }
    }
}
