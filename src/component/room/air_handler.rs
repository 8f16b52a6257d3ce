//! Computer-room air handler (CRAH): a chilled-water coil and variable-speed fans.
//!
//! Crossflow, both unmixed, ε-NTU. UA scales with the flows (exponents 0.8 for air, 0.85 for water, equal films at the
//! rating). Fans: `P = P₀ (V/V₀)^k`; all of it heats the air ahead of the coil.
//!
//! The coil takes sensible heat only: the chilled water of halls for accelerators is above the dew point.
//!
//! Neglects: condensation, filters that clog, and stratification in front of the coil.
//!
//! Compared with: the effectiveness of the coil worked in this file; `tests/data/entu.csv` for the law.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::exchange::{self, FlowArrangement};
use crate::units::{Power, Temperature, ThermalConductance, VolumeFlow};

params! {
    /// Rating of one unit: coil and fans.
    pub struct AirHandlerSpec {
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=200.0;
        /// Fan power at full speed.
        fan_power_w ["W"] in 10.0..=1e6;
        /// Exponent of fan power with flow.
        fan_exponent [""] in 2.0..=3.0 = 2.8;
        /// Conductance of the coil at full air flow and rated water.
        coil_ua_w_k ["W/K"] in 100.0..=1e7;
        /// Capacity rate of the water at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e7;
    }
}

/// Kind of a record that says `kind = "air-handler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "air-handler",
    summary: "Computer-room air handler: chilled-water coil and fans",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_air - T_water), ε(NTU) crossflow; P = P0 (V/V0)^k",
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
    pub fn fan_power(&self, flow: VolumeFlow) -> Power {
        Power::new(self.0.fan_power_w * (flow.m3_s() / self.0.air_flow_m3_s).powf(self.0.fan_exponent))
    }

    /// The warmest chilled water with which the coil cools the air to `supply`, taking `heat` from it. `flow` and
    /// `air` are the air's volume flow and capacity rate, `water` the water's capacity rate; all above zero.
    pub fn required_water_temperature(
        &self,
        heat: Power,
        supply: Temperature,
        flow: VolumeFlow,
        air: ThermalConductance,
        water: ThermalConductance,
    ) -> Temperature {
        let ua = self.scaled_ua_w_k(flow, water);
        let cold_c = exchange::required_cold_inlet_c(
            FLOW_ARRANGEMENT,
            ua,
            heat.watts(),
            supply.celsius(),
            air.w_k(),
            water.w_k(),
        );
        Temperature::from_celsius(cold_c)
    }

    fn scaled_ua_w_k(&self, flow: VolumeFlow, water: ThermalConductance) -> f64 {
        let s = &self.0;
        let (air, water) = (flow.m3_s() / s.air_flow_m3_s, water.w_k() / s.rated_water_w_k);
        exchange::scaled_ua(s.coil_ua_w_k, 1.0, air, AIR_EXPONENT, water, WATER_EXPONENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit() -> AirHandler {
        AirHandler(AirHandlerSpec {
            air_flow_m3_s: 12.0,
            fan_power_w: 5000.0,
            fan_exponent: 2.8,
            coil_ua_w_k: 25e3,
            rated_water_w_k: 20e3,
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
                VolumeFlow::new(10.0),
                ThermalConductance::new(12e3),
                ThermalConductance::new(water_w_k),
            )
        };
        assert!(needed(24e3) > needed(20e3));
        assert!(needed(20e3) < c(25.0));
        assert!(unit().fan_power(VolumeFlow::new(6.0)).watts() < 0.15 * 5000.0);
    }

    /// At the rated flows the coil has its rated conductance. Crossflow, both unmixed, by its usual approximation:
    /// `ε = 1 − exp(NTU^0.22 (exp(−C_r NTU^0.78) − 1)/C_r)` of the smaller stream, here the air.
    #[test]
    fn the_water_needed_is_that_of_the_effectiveness() {
        let (air_w_k, water_w_k) = (14e3, 20e3);
        let (ntu, ratio) = (25e3_f64 / air_w_k, air_w_k / water_w_k);
        let effectiveness = 1.0 - (ntu.powf(0.22) * ((-ratio * ntu.powf(0.78)).exp() - 1.0) / ratio).exp();
        let (air_c, water_c) = (35.0, 15.0);
        let heat_w = effectiveness * air_w_k * (air_c - water_c);
        let back = unit().required_water_temperature(
            Power::new(heat_w),
            c(air_c - heat_w / air_w_k),
            VolumeFlow::new(12.0),
            ThermalConductance::new(air_w_k),
            ThermalConductance::new(water_w_k),
        );
        assert!((back.celsius() - water_c).abs() < 1e-6, "{back:?}");
    }

    #[test]
    fn fans_at_rest_draw_nothing() {
        assert_eq!(unit().fan_power(VolumeFlow::ZERO), Power::ZERO);
    }
}
