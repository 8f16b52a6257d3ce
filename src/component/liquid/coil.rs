//! Coil between a liquid and air: what rear doors and liquid-to-air coolant distribution units have in common.
//!
//! Crossflow, both unmixed, ε-NTU, sensible heat only (the liquid is above the room's dew point; a result says when it is
//! not). UA scales with the mass flows, exponents 0.8 for air and 0.85 for the liquid, equal films at the rating.
//!
//! Neglects: condensation, fouling, air that leaks around the coil, and the spread of flow over its face.
//!
//! Compared with: validation case `ibm-rear-door`; `tests/rack.rs` for the energy balance.

use crate::physics::air::AirFlow;
use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Power, Temperature, ThermalConductance};

/// A coil by its rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiquidAirCoil {
    /// Mass flow of the air at the rating, kg/s.
    pub air_kg_s: f64,
    /// Capacity rate of the liquid at the rating, W/K.
    pub liquid_w_k: f64,
    /// Conductance at the rating, W/K.
    pub ua_w_k: f64,
}

/// Fans of a coil: at the rating they move its air against its pressure loss, `P₀ = V₀ Δp/η`; elsewhere
/// `P = P₀ (ρ/ρ₀) (V/V₀)^k`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoilFans {
    /// Air flow at the rating, m³/s.
    pub air_flow_m3_s: f64,
    /// Density of the air of the rating, kg/m³.
    pub rated_density_kg_m3: f64,
    /// Pressure loss of the air at the rating, Pa.
    pub air_loss_pa: f64,
    /// Electricity to the air's work against that loss.
    pub efficiency: f64,
    /// Exponent of power with flow.
    pub exponent: f64,
}

impl CoilFans {
    /// Electricity at an air flow.
    pub fn power(&self, air: &AirFlow) -> Power {
        let rated_w = self.air_flow_m3_s * self.air_loss_pa / self.efficiency;
        let density = air.density.kg_m3() / self.rated_density_kg_m3;
        Power::new(rated_w * density * (air.flow.m3_s() / self.air_flow_m3_s).powf(self.exponent))
    }
}

impl LiquidAirCoil {
    fn scaled_ua_w_k(&self, air: &AirFlow, liquid: ThermalConductance) -> f64 {
        let (air, liquid) = (air.mass_flow().kg_s() / self.air_kg_s, liquid.w_k() / self.liquid_w_k);
        exchange::scaled_ua(self.ua_w_k, 1.0, air, 0.8, liquid, 0.85)
    }

    /// Heat from air, which enters at `air_c` (°C), into liquid of a temperature (°C) and capacity rate; both flows above 0.
    pub fn heat_transfer(&self, air_c: f64, air: &AirFlow, liquid_c: f64, liquid: ThermalConductance) -> Power {
        let ua = self.scaled_ua_w_k(air, liquid);
        let (warm, cold) = ((air_c, air.capacity_rate().w_k()), (liquid_c, liquid.w_k()));
        Power::new(exchange::exchanged_heat_w(FlowArrangement::CrossflowUnmixedApproximate, ua, warm, cold))
    }

    /// Temperature, °C, to which the liquid is cooled by air of `room` while it gives `heat`.
    pub fn coldest_supply_c(&self, heat: Power, liquid: ThermalConductance, room: Temperature, air: &AirFlow) -> f64 {
        let ua = self.scaled_ua_w_k(air, liquid);
        let (q, air_w_k) = (heat.watts(), air.capacity_rate().w_k());
        // The hot outlet rises kelvin for kelvin with the cold inlet.
        let arrangement = FlowArrangement::CrossflowUnmixedApproximate;
        room.celsius() - exchange::required_cold_inlet_c(arrangement, ua, q, 0.0, liquid.w_k(), air_w_k)
    }
}

#[cfg(test)]
mod tests {
    use crate::units::{Density, SpecificHeat, VolumeFlow};

    use super::*;

    #[test]
    fn rated_fans_do_the_work_of_the_loss_and_slow_ones_follow_the_exponent() {
        let rated_density_kg_m3 = 1.2;
        let fans =
            CoilFans { air_flow_m3_s: 4.0, rated_density_kg_m3, air_loss_pa: 100.0, efficiency: 0.25, exponent: 2.5 };
        assert!((fans.power(&air(4.0, 1.2)).watts() - 1600.0).abs() < 1e-9);
        // 1600 W · 0.25^2.5 = 1600 W / 32.
        assert!((fans.power(&air(1.0, 1.2)).watts() - 50.0).abs() < 1e-9);
        // Three quarters of the density: three quarters of the power.
        assert!((fans.power(&air(1.0, 0.9)).watts() - 37.5).abs() < 1e-9);
        assert_eq!(fans.power(&air(0.0, 1.2)), Power::ZERO);
    }

    fn air(flow_m3_s: f64, density_kg_m3: f64) -> AirFlow {
        AirFlow {
            flow: VolumeFlow::new(flow_m3_s),
            density: Density::new(density_kg_m3),
            specific_heat: SpecificHeat::new(1006.0),
        }
    }

    /// Equal films: the air's half of the resistance grows with the density to the power of −0.8.
    #[test]
    fn thin_air_has_a_thinner_film() {
        let coil = LiquidAirCoil { air_kg_s: 3.0, liquid_w_k: 5000.0, ua_w_k: 6000.0 };
        let ua = |density| coil.scaled_ua_w_k(&air(2.5, density), ThermalConductance::new(5000.0));
        assert!((ua(1.2) - 6000.0).abs() < 1e-9);
        assert!((ua(0.9) - 6000.0 * 2.0 / (1.0 + 0.75f64.powf(-0.8))).abs() < 1e-9);
    }
}
