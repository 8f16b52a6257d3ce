//! The exchanger between a hall's air and a scavenger stream, dry or wetted: heat, conductance, slope of saturation.

use crate::physics::air;
use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Pressure, Temperature};

/// Growth of a film with its flow.
pub(super) const FLOW_EXPONENT: f64 = 0.7;

/// The exchanger with its scavenger dry or wetted.
#[derive(Clone, Copy)]
pub(super) struct ScavengerSide {
    pub ua_w_k: f64,
    /// Capacity rate of the scavenger at full speed.
    pub full_w_k: f64,
}

/// How the scavenger fans run, and the heat that passes.
#[derive(Clone, Copy)]
pub(super) struct ScavengerFanState {
    pub heat_w: f64,
    pub speed: f64,
    /// Share of the time.
    pub running: f64,
}

impl ScavengerSide {
    /// Heat per kelvin between the hall's air and the sink, W/K, with the scavenger at a mass flow (share of the rating).
    pub fn heat_per_kelvin(&self, hall_w_k: f64, hall_film: f64, flow: f64) -> f64 {
        // Equal films at the rating: each is twice the whole.
        let ua = 2.0 * self.ua_w_k / (hall_film.recip() + flow.powf(-FLOW_EXPONENT));
        let scavenger_w_k = self.full_w_k * flow;
        exchange::exchanged_heat_w(FlowArrangement::Counterflow, ua, (1.0, hall_w_k), (0.0, scavenger_w_k))
    }
}

/// Slope of the saturation enthalpy of air above a wet-bulb that warms towards `return_c`, J/(kg K).
pub(super) fn saturation_enthalpy_slope(wet_bulb: Temperature, return_c: f64, pressure: Pressure) -> f64 {
    let half_k = 0.5 * (return_c - wet_bulb.celsius());
    let top = Temperature::from_celsius(wet_bulb.celsius() + half_k);
    (air::saturated_enthalpy_j_kg(top, pressure) - air::saturated_enthalpy_j_kg(wet_bulb, pressure)) / half_k
}

/// `UA/C_hall` of a counterflow exchanger of an effectiveness on the hall's air, at `r = C_hall/C_scavenger`; nothing
/// when the scavenger can't carry that heat.
pub(super) fn transfer_units(effectiveness: f64, r: f64) -> Option<f64> {
    let (left, over) = (1.0 - effectiveness, 1.0 - effectiveness * r);
    if left <= 0.0 || over <= 0.0 {
        return None;
    }
    let even = (1.0 - r).abs() < 1e-6;
    Some(if even { effectiveness / left } else { (over / left).ln() / (1.0 - r) })
}
