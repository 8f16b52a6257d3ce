//! Computer-room air handler (CRAH): a chilled-water coil and variable-speed fans.
//!
//! Crossflow, both unmixed, ε-NTU. UA scales with the mass flows (exponents 0.8 for air, 0.85 for water, equal films at
//! the rating). Fans: `P = P₀ (ρ/ρ₀) (V/V₀)^k`, a pressure loss being in proportion to the density at a given volume flow;
//! all of it heats the air ahead of the coil.
//!
//! The coil takes sensible heat only: the chilled water of halls for accelerators is above the dew point.
//!
//! Neglects: condensation, filters that clog, and stratification in front of the coil.
//!
//! Compared with: the effectiveness of the coil worked in this file; `tests/data/entu.csv` for the law.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::AirFlow;
use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Power, Temperature, ThermalConductance};

params! {
    /// Rating of one unit: coil and fans.
    pub struct AirHandlerSpec {
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=200.0;
        /// Fan power at full speed in air of the rated density.
        fan_power_w ["W"] in 10.0..=1e6;
        /// Exponent of fan power with flow.
        fan_exponent [""] in 2.0..=3.0 = 2.8;
        /// Conductance of the coil at full flow of air of the rated density and rated water.
        coil_ua_w_k ["W/K"] in 100.0..=1e7;
        /// Capacity rate of the water at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e7;
        /// Density of the air of the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.9..=1.4 = 1.2;
    }
}

/// Kind of a record that says `kind = "air-handler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "air-handler",
    summary: "Computer-room air handler: chilled-water coil and fans",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; P = P0 (ρ/ρ0) (V/V0)^k",
        words: "chilled-water coil and fans",
        results: &[LawResult::Power(EndUse::AirHandling)],
    },
    params: AirHandlerSpec::PARAMS,
    check: |table| AirHandlerSpec::read(table).map(drop),
};

const FLOW_ARRANGEMENT: FlowArrangement = FlowArrangement::CrossflowUnmixedApproximate;
const AIR_EXPONENT: f64 = 0.8;
const WATER_EXPONENT: f64 = 0.85;

/// A computer-room air handler at any flows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirHandler(pub AirHandlerSpec);

impl AirHandler {
    /// Electricity of the fans at an air flow.
    pub fn fan_power(&self, air: &AirFlow) -> Power {
        let s = &self.0;
        let density = air.density.kg_m3() / s.rated_density_kg_m3;
        Power::new(s.fan_power_w * density * (air.flow.m3_s() / s.air_flow_m3_s).powf(s.fan_exponent))
    }

    /// The warmest chilled water with which the coil cools the air to `supply`, taking `heat` from it. The flow of the air
    /// and the water's capacity rate are above zero.
    pub fn required_water_temperature(
        &self,
        heat: Power,
        supply: Temperature,
        air: &AirFlow,
        water: ThermalConductance,
    ) -> Temperature {
        let cold_c = exchange::required_cold_inlet_c(
            FLOW_ARRANGEMENT,
            self.scaled_ua_w_k(air, water),
            heat.watts(),
            supply.celsius(),
            air.capacity_rate().w_k(),
            water.w_k(),
        );
        Temperature::from_celsius(cold_c)
    }

    fn scaled_ua_w_k(&self, air: &AirFlow, water: ThermalConductance) -> f64 {
        let s = &self.0;
        let mass = air.mass_flow().kg_s() / (s.air_flow_m3_s * s.rated_density_kg_m3);
        exchange::scaled_ua(s.coil_ua_w_k, 1.0, mass, AIR_EXPONENT, water.w_k() / s.rated_water_w_k, WATER_EXPONENT)
    }
}

#[cfg(test)]
mod tests {
    use crate::units::{Density, SpecificHeat, VolumeFlow};

    use super::*;

    /// Air of a density and a flow, with 1010 J/(kg K).
    fn air(flow_m3_s: f64, density_kg_m3: f64) -> AirFlow {
        AirFlow {
            flow: VolumeFlow::new(flow_m3_s),
            density: Density::new(density_kg_m3),
            specific_heat: SpecificHeat::new(1010.0),
        }
    }

    fn unit() -> AirHandler {
        AirHandler(AirHandlerSpec {
            air_flow_m3_s: 12.0,
            fan_power_w: 5000.0,
            fan_exponent: 2.8,
            coil_ua_w_k: 25e3,
            rated_water_w_k: 20e3,
            rated_density_kg_m3: 1.2,
        })
    }

    fn c(t: f64) -> Temperature {
        Temperature::from_celsius(t)
    }

    #[test]
    fn more_water_lets_it_be_warmer_and_slow_fans_are_cheap() {
        let needed = |water_w_k: f64| {
            unit().required_water_temperature(
                Power::from_kw(120.0),
                c(25.0),
                &air(10.0, 1.2),
                ThermalConductance::new(water_w_k),
            )
        };
        assert!(needed(24e3) > needed(20e3));
        assert!(needed(20e3) < c(25.0));
        assert!(unit().fan_power(&air(6.0, 1.2)).watts() < 0.15 * 5000.0);
    }

    /// At the rated flows the coil has its rated conductance. Crossflow, both unmixed, by its usual approximation:
    /// `ε = 1 − exp(NTU^0.22 (exp(−C_r NTU^0.78) − 1)/C_r)` of the smaller stream, here the air.
    #[test]
    fn the_water_needed_is_that_of_the_effectiveness() {
        let (air_w_k, water_w_k) = (12.0 * 1.2 * 1010.0, 20e3);
        let (ntu, ratio) = (25e3_f64 / air_w_k, air_w_k / water_w_k);
        let effectiveness = 1.0 - (ntu.powf(0.22) * ((-ratio * ntu.powf(0.78)).exp() - 1.0) / ratio).exp();
        let (air_c, water_c) = (35.0, 15.0);
        let heat_w = effectiveness * air_w_k * (air_c - water_c);
        let back = unit().required_water_temperature(
            Power::new(heat_w),
            c(air_c - heat_w / air_w_k),
            &air(12.0, 1.2),
            ThermalConductance::new(water_w_k),
        );
        assert!((back.celsius() - water_c).abs() < 1e-6, "{back:?}");
    }

    #[test]
    fn fans_at_rest_draw_nothing() {
        assert_eq!(unit().fan_power(&air(0.0, 1.2)), Power::ZERO);
    }

    /// Fan laws: at a given volume flow the power is in proportion to the density. The film of the air follows the mass
    /// flow to the power of 0.8: with equal films, three quarters of the density leave 1/(1/2 + 1/2 · 0.75^−0.8) of the UA.
    #[test]
    fn thin_air_takes_less_power_and_less_conductance() {
        let power = |density| unit().fan_power(&air(9.0, density)).watts();
        assert!((power(0.9) / power(1.2) - 0.75).abs() < 1e-12);
        let ua = |density| unit().scaled_ua_w_k(&air(12.0, density), ThermalConductance::new(20e3));
        assert!((ua(1.2) - 25e3).abs() < 1e-6);
        assert!((ua(0.9) - 25e3 * 2.0 / (1.0 + 0.75f64.powf(-0.8))).abs() < 1e-6);
    }
}
