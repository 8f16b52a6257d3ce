//! Coil between a liquid and air: what rear doors and liquid-to-air coolant distribution units have in common.
//!
//! Crossflow, both unmixed, ε-NTU, sensible heat only (the liquid is above the room's dew point; a result says when it is
//! not). UA scales with the flows, exponents 0.8 for air and 0.85 for the liquid, equal films at the rating.
//!
//! Neglects: condensation, fouling, air that leaks around the coil, and the spread of flow over its face.
//!
//! Compared with: validation case `ibm-rear-door`; `tests/rack.rs` for the energy balance.

use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

/// A coil by its rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiquidAirCoil {
    /// Air flow at the rating, m³/s.
    pub air_flow_m3_s: f64,
    /// Capacity rate of the liquid at the rating, W/K.
    pub liquid_w_k: f64,
    /// Conductance at the rating, W/K.
    pub ua_w_k: f64,
}

/// Fans of a coil: at the rating they move its air against its pressure loss, `P₀ = V₀ Δp/η`; elsewhere
/// `P = P₀ (V/V₀)^k`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoilFans {
    /// Air flow at the rating, m³/s.
    pub air_flow_m3_s: f64,
    /// Pressure loss of the air at the rating, Pa.
    pub air_loss_pa: f64,
    /// Electricity to the air's work against that loss.
    pub efficiency: f64,
    /// Exponent of power with flow.
    pub exponent: f64,
}

impl CoilFans {
    /// Electricity at an air flow.
    pub fn power(&self, flow: VolumeFlow) -> Power {
        let rated_w = self.air_flow_m3_s * self.air_loss_pa / self.efficiency;
        Power::new(rated_w * (flow.m3_s() / self.air_flow_m3_s).powf(self.exponent))
    }
}

impl LiquidAirCoil {
    fn scaled_ua_w_k(&self, air: f64, liquid: f64) -> f64 {
        exchange::scaled_ua(self.ua_w_k, 1.0, air, 0.8, liquid, 0.85)
    }

    /// Heat from air (its temperature in °C, its flow and capacity rate) into liquid of a temperature (°C) and capacity
    /// rate; both rates above 0.
    pub fn heat_transfer(
        &self,
        air: (f64, VolumeFlow, ThermalConductance),
        liquid_c: f64,
        liquid: ThermalConductance,
    ) -> Power {
        let (air_c, flow, rate) = air;
        let ua = self.scaled_ua_w_k(flow.m3_s() / self.air_flow_m3_s, liquid.w_k() / self.liquid_w_k);
        let arrangement = FlowArrangement::CrossflowUnmixedApproximate;
        Power::new(exchange::exchanged_heat_w(arrangement, ua, (air_c, rate.w_k()), (liquid_c, liquid.w_k())))
    }

    /// Temperature, °C, to which the liquid is cooled by air of `room` at an air flow, m³/s, while it gives `heat`.
    pub fn coldest_supply_c(
        &self,
        heat: Power,
        liquid: ThermalConductance,
        room: Temperature,
        flow_m3_s: f64,
        heat_j_m3_k: f64,
    ) -> f64 {
        let ua = self.scaled_ua_w_k(flow_m3_s / self.air_flow_m3_s, liquid.w_k() / self.liquid_w_k);
        let (q, air_w_k) = (heat.watts(), flow_m3_s * heat_j_m3_k);
        // The hot outlet rises kelvin for kelvin with the cold inlet.
        let arrangement = FlowArrangement::CrossflowUnmixedApproximate;
        room.celsius() - exchange::required_cold_inlet_c(arrangement, ua, q, 0.0, liquid.w_k(), air_w_k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rated_fans_do_the_work_of_the_loss_and_slow_ones_follow_the_exponent() {
        let fans = CoilFans { air_flow_m3_s: 4.0, air_loss_pa: 100.0, efficiency: 0.25, exponent: 2.5 };
        assert!((fans.power(VolumeFlow::new(4.0)).watts() - 1600.0).abs() < 1e-9);
        // 1600 W · 0.25^2.5 = 1600 W / 32.
        assert!((fans.power(VolumeFlow::new(1.0)).watts() - 50.0).abs() < 1e-9);
        assert_eq!(fans.power(VolumeFlow::ZERO), Power::ZERO);
    }
}
