//! What every variable-speed cooling tower is designed by and asked to do.
//!
//! Models: [`super::counterflow_tower`] (first principles, the default of plants) and [`super::fan_tower`] (published
//! correlations). Water that evaporates, drifts and is blown down: [`super::tower_water`].

use crate::params;
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

params! {
    /// Design values of a tower or of one of its cells.
    pub struct TowerSpec {
        /// Wet bulb of the design.
        design_wet_bulb_c ["degC"] in -10.0..=40.0;
        /// Leaving water above the wet bulb at the design.
        design_approach_k ["K"] in 1.0..=30.0;
        /// Entering above leaving water at the design.
        design_range_k ["K"] in 1.0..=25.0;
        /// Design water flow.
        water_flow_m3_s ["m3/s"] in 1e-4..=100.0;
        /// Design air flow, of air that enters.
        air_flow_m3_s ["m3/s"] in 0.1..=100000.0;
        /// Fan power at the design air flow (and density, where the model knows it).
        fan_power_w ["W"] in 1.0..=1e8;
        /// Lowest air flow of the fan, share of design.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// With the fan off: share of the design air flow (counterflow-tower), or of the full fan's heat (correlations).
        free_convection [""] in 0.0..=0.5 = 0.1;
        /// Exponent of the characteristic, n of KaV/L = c (L/G)^-n; counterflow-tower alone.
        exponent [""] in 0.3..=0.9 = 0.6;
        /// Pressure of the design; counterflow-tower alone.
        design_pressure_pa ["Pa"] in 50000.0..=120000.0 = 101325.0;
    }
}

/// What a cell is asked to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TowerDuty {
    /// Heat to reject.
    pub heat: Power,
    /// Capacity rate of the water.
    pub capacity_rate: ThermalConductance,
    /// Water flow.
    pub flow: VolumeFlow,
    /// Temperature wanted of the leaving water.
    pub set_point: Temperature,
}

/// What a tower cell does with its duty in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TowerOperation {
    /// Leaving water; warmer than the set point when the full fan does not reach it.
    pub leaving: Temperature,
    /// Fan electricity.
    pub fan_power: Power,
    /// Air flow, share of design, free convection included.
    pub air_ratio: f64,
    /// Whether the state lies outside the model's ranges.
    pub extrapolated: bool,
}

/// What a cell's fan does to hold a set point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FanControl {
    /// Leaving water, °C.
    pub leaving_c: f64,
    /// Speed, share of full.
    pub speed: f64,
    /// Share of time in which it runs.
    pub running: f64,
}

impl FanControl {
    /// The full fan.
    pub const fn full(leaving_c: f64) -> Self {
        Self { leaving_c, speed: 1.0, running: 1.0 }
    }

    /// Electricity over that of the full fan: the cube of the speed, in the time in which it runs.
    pub const fn power_share(&self) -> f64 {
        self.speed * self.speed * self.speed * self.running
    }

    /// Air flow over that of the full fan, with what passes while the fan is off.
    pub const fn air_ratio(&self, free_convection: f64) -> f64 {
        self.speed * self.running + free_convection * (1.0 - self.running)
    }
}
