//! The loops of a tower plant with a load: heat, pumps and return of the chilled one, and what an economizer exchanges.

use crate::units::Temperature;

use super::hour::WaterLoad;

/// Pumps of both loops and what they add to the chilled one.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoopHeat {
    /// Heat of the chilled loop with its pumps, W.
    pub(super) heat_w: f64,
    /// Return of the chilled loop, °C.
    pub(super) return_c: f64,
    /// Pumps of the condenser loop, W.
    pub(super) condenser_w: f64,
    /// All pumps, W.
    pub(super) pump_w: f64,
}

impl LoopHeat {
    pub(super) fn new(load: &WaterLoad, chilled_w: f64, condenser_w: f64) -> Self {
        let heat_w = load.heat_w + chilled_w;
        let return_c = load.supply_c + heat_w / load.capacity_w_k;
        Self { heat_w, return_c, condenser_w, pump_w: chilled_w + condenser_w }
    }
}

/// What an economiser does between loops of constant flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct EconomizerExchange {
    /// The warmest tower water with which it takes all heat.
    pub(super) warmest_tower_water: Temperature,
    /// Heat for each kelvin between the warm and the cold inlet, W/K.
    pub(super) conductance_w_k: f64,
    /// The loops while their water passes it.
    pub(super) loops: LoopHeat,
}
