//! Computer-room air handler (CRAH): a chilled-water coil and variable-speed fans.
//!
//! Crossflow, both unmixed, ε-NTU, sensible heat only: the chilled water of halls for accelerators is above the dew
//! point, and the result says when it is not. UA scales with the flows (exponents 0.8 for air, 0.85 for water, equal
//! films at the rating). Fans: `P = P₀ (V/V₀)^k`; all of it heats the air ahead of the coil.

use crate::component::Kind;
use crate::params;
use crate::physics::exchange::{self, Arrangement};
use crate::units::{HeatRate, Power, Temperature, VolumeFlow};

params! {
    /// Parameters of one unit.
    pub struct Spec {
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

/// Kind of equipment.
pub static KIND: Kind = Kind {
    name: "air-handler",
    summary: "Computer-room air handler: chilled-water coil and fans",
    params: Spec::PARAMS,
    check: |table| Spec::read(table).map(drop),
};

/// An air handler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirHandler(pub Spec);

impl AirHandler {
    /// Electricity of the fans at an air flow.
    pub fn fan_power(&self, flow: VolumeFlow) -> Power {
        Power::new(self.0.fan_power_w * (flow.m3_s() / self.0.air_flow_m3_s).powf(self.0.fan_exponent))
    }

    /// The warmest chilled water with which the coil cools the air to `supply`, taking `heat` from it. `flow` and
    /// `air` are the air's volume flow and capacity rate, `water` the water's capacity rate; all above zero.
    pub fn water_needed(
        &self,
        heat: Power,
        supply: Temperature,
        flow: VolumeFlow,
        air: HeatRate,
        water: HeatRate,
    ) -> Temperature {
        let ua = exchange::scaled_ua(
            self.0.coil_ua_w_k,
            1.0,
            flow.m3_s() / self.0.air_flow_m3_s,
            0.8,
            water.w_k() / self.0.rated_water_w_k,
            0.85,
        );
        let arrangement = Arrangement::CrossflowUnmixedApproximate;
        let cold_c =
            exchange::cold_inlet_needed(arrangement, ua, heat.watts(), supply.celsius(), air.w_k(), water.w_k());
        Temperature::from_celsius(cold_c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_water_lets_it_be_warmer_and_slow_fans_are_cheap() {
        let unit = AirHandler(Spec {
            air_flow_m3_s: 12.0,
            fan_power_w: 5000.0,
            fan_exponent: 2.8,
            coil_ua_w_k: 25e3,
            rated_water_w_k: 20e3,
        });
        let needed = |water_w_k: f64| {
            unit.water_needed(
                Power::from_kw(120.0),
                Temperature::from_celsius(25.0),
                VolumeFlow::new(10.0),
                HeatRate::new(12e3),
                HeatRate::new(water_w_k),
            )
        };
        assert!(needed(24e3) > needed(20e3));
        assert!(needed(20e3) < Temperature::from_celsius(25.0));
        assert!(unit.fan_power(VolumeFlow::new(6.0)).watts() < 0.15 * 5000.0);
    }
}
