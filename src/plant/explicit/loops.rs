//! A water loop at constant flow: a pump and the temperatures along it.

use super::water;

/// Which specific heat a component takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpecificHeatModel {
    /// One for the whole plant, J/(kg K): heat is conserved.
    Constant(f64),
    /// That of EnergyPlus's table at the inlet of each component: heat given by one and taken by another differ by as much
    /// as the table between them, up to 0.3 %.
    AtInlet,
}

impl SpecificHeatModel {
    /// J/(kg K) at an inlet temperature.
    pub(crate) fn value_at_inlet(self, t_c: f64) -> f64 {
        match self {
            Self::Constant(cp) => cp,
            Self::AtInlet => water::specific_heat(t_c),
        }
    }
}

/// Pumps at constant flow and power.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExplicitPump {
    /// Water, kg/s.
    pub kg_s: f64,
    /// Electricity, W.
    pub power_w: f64,
    /// Share of it that ends in the water; the rest warms the room.
    pub motor_efficiency: f64,
}

impl ExplicitPump {
    /// Heat into the water, W.
    pub fn heat_w(&self) -> f64 {
        self.power_w * self.motor_efficiency
    }
}

/// What warms the water between what leaves a cooler and what returns to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WaterCircuit {
    /// Water, kg/s.
    pub kg_s: f64,
    /// What is cooled, then the pump, W.
    pub heats_w: [f64; 2],
    /// Specific heat.
    pub cp: SpecificHeatModel,
}

impl WaterCircuit {
    /// Return of water that left at a temperature, °C.
    pub fn return_temperature_c(&self, leaving_c: f64) -> f64 {
        self.heats_w.iter().fold(leaving_c, |t, q| t + q / (self.kg_s * self.cp.value_at_inlet(t)))
    }
    /// Heat into the water, W.
    pub fn heat_w(&self) -> f64 {
        self.heats_w.iter().sum()
    }
}
