//! Computer-room air handler (CRAH): a chilled-water coil and variable-speed fans.
//!
//! Crossflow, both unmixed, ε-NTU. UA scales with the flows (exponents 0.8 for air, 0.85 for water, equal films at the
//! rating). Fans: `P = P₀ (V/V₀)^k`; all of it heats the air ahead of the coil.
//!
//! [`AirHandler::water_needed`] takes sensible heat only: the chilled water of halls for accelerators is above the dew
//! point. [`AirHandler::cool`] is the coil on any water. Where water enters below the dew point of the air the coil may
//! be wet: the same ε-NTU on enthalpies, air entering against saturated air at the entering water, with the air's mass
//! flow `m_a` and the water's `C_w/c_s`, `1/UA_h = c_p/hA_a + c_s/hA_w`, `c_s` the mean slope of the saturation enthalpy
//! over the water's rise (Braun, Klein and Mitchell, *Effectiveness models for cooling towers and cooling coils*, ASHRAE
//! Transactions 95(2), 1989). All-dry and all-wet both understate a coil that is partly wet: the larger is taken. On a
//! wet coil the air leaves on the line to saturated air at the effective surface, `h_s = h_in − (h_in − h_out)/(1 − e)`,
//! `e = exp(−hA_a/(m_a c_p))`, which gives its sensible share and the condensate.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{self, MoistAir};
use crate::physics::exchange::{self, FlowArrangement};
use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, MassFlow, Power, Pressure, Temperature, ThermalConductance, VolumeFlow};

params! {
    /// Parameters of one unit.
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

/// Kind of equipment.
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

/// Air and water at the coil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirHandlerInlet {
    /// Air that enters.
    pub air: MoistAir,
    /// Its flow.
    pub flow: VolumeFlow,
    /// Water that enters.
    pub water: Temperature,
    /// Capacity rate of the water.
    pub capacity_rate: ThermalConductance,
}

/// A coil at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirHandlerOperation {
    /// Heat taken from the air, sensible and latent.
    pub total: Power,
    /// Sensible heat.
    pub sensible: Power,
    /// Water condensed.
    pub condensate: MassFlow,
    /// Air that leaves.
    pub leaving: MoistAir,
    /// Water that leaves.
    pub water: Temperature,
}

impl AirHandlerOperation {
    /// Sensible over total heat; 1 where no heat passes.
    pub fn sensible_heat_ratio(&self) -> f64 {
        if self.total > Power::ZERO { self.sensible / self.total } else { 1.0 }
    }
}

/// An air handler.
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

    /// The coil with air and water entering, dry or wet; nothing passes without a flow or from warmer water.
    ///
    /// # Errors
    /// When the coil would be outside the range of the moist-air formulas.
    pub fn cool_air(&self, inlet: &AirHandlerInlet) -> Result<AirHandlerOperation, OutOfRange> {
        let air = &inlet.air;
        let still = AirHandlerOperation {
            total: Power::ZERO,
            sensible: Power::ZERO,
            condensate: MassFlow::ZERO,
            leaving: *air,
            water: inlet.water,
        };
        let span_k = (air.dry_bulb() - inlet.water).kelvin();
        if inlet.flow.m3_s() <= 0.0 || inlet.capacity_rate.w_k() <= 0.0 || span_k <= 0.0 {
            return Ok(still);
        }
        let dry_air_kg_s = inlet.flow.m3_s() / air.specific_volume_m3_kg();
        let w = air.humidity_ratio();
        let cp = air::enthalpy_j_kg(Temperature::from_celsius(1.0), w)
            - air::enthalpy_j_kg(Temperature::from_celsius(0.0), w);
        let air_w_k = dry_air_kg_s * cp;
        let ua = self.scaled_ua_w_k(inlet.flow, inlet.capacity_rate);
        let dry_w =
            exchange::exchanged_heat_w(FLOW_ARRANGEMENT, ua, (span_k, air_w_k), (0.0, inlet.capacity_rate.w_k()));
        let may_condense = air::saturation_humidity_ratio(inlet.water, air.pressure()) < w;
        let wet_w = if may_condense { self.wet_coil_heat_w(inlet, (dry_air_kg_s, cp), dry_w) } else { 0.0 };
        let total_w = dry_w.max(wet_w);
        let leaving = if wet_w > dry_w {
            self.wet_coil_outlet(inlet, (dry_air_kg_s, cp), wet_w)?
        } else {
            air_from_enthalpy(air.enthalpy_j_kg() - dry_w / dry_air_kg_s, w, air.pressure())?
        };
        let condensed = (w - leaving.humidity_ratio()).kg_kg().max(0.0);
        let sensible_j_kg = air::enthalpy_j_kg(air.dry_bulb(), leaving.humidity_ratio()) - leaving.enthalpy_j_kg();
        Ok(AirHandlerOperation {
            total: Power::new(total_w),
            sensible: Power::new((dry_air_kg_s * sensible_j_kg).min(total_w)),
            condensate: MassFlow::new(dry_air_kg_s * condensed),
            leaving,
            water: inlet.water + Power::new(total_w) / inlet.capacity_rate,
        })
    }

    /// Conductance of the air's film, W/K.
    fn air_film_w_k(&self, flow: VolumeFlow) -> f64 {
        // Equal films at the rating: each is twice the whole.
        2.0 * self.0.coil_ua_w_k * (flow.m3_s() / self.0.air_flow_m3_s).powf(AIR_EXPONENT)
    }

    /// Heat of the coil all wet, W; `guess_w` is a first guess of it.
    fn wet_coil_heat_w(&self, inlet: &AirHandlerInlet, (dry_air_kg_s, cp): (f64, f64), guess_w: f64) -> f64 {
        let pressure = inlet.air.pressure();
        let capacity_w_k = inlet.capacity_rate.w_k();
        let h_water = air::saturated_enthalpy_j_kg(inlet.water, pressure);
        let ha_air = self.air_film_w_k(inlet.flow);
        let ha_water = 2.0 * self.0.coil_ua_w_k * (capacity_w_k / self.0.rated_water_w_k).powf(WATER_EXPONENT);
        let mut heat_w = guess_w;
        // The slope changes little with the heat: three passes settle it to about 1e-4 of the heat.
        for _ in 0..3 {
            let rise_k = (heat_w / capacity_w_k).max(0.1);
            let warm = Temperature::from_celsius(inlet.water.celsius() + rise_k);
            let slope = (air::saturated_enthalpy_j_kg(warm, pressure) - h_water) / rise_k;
            let ua_kg_s = (cp / ha_air + slope / ha_water).recip();
            let span = inlet.air.enthalpy_j_kg() - h_water;
            heat_w = exchange::exchanged_heat_w(
                FLOW_ARRANGEMENT,
                ua_kg_s,
                (span, dry_air_kg_s),
                (0.0, capacity_w_k / slope),
            );
        }
        heat_w
    }

    /// Air that leaves a wet coil with a heat.
    fn wet_coil_outlet(
        &self,
        inlet: &AirHandlerInlet,
        (dry_air_kg_s, cp): (f64, f64),
        heat_w: f64,
    ) -> Result<MoistAir, OutOfRange> {
        let (air, pressure) = (&inlet.air, inlet.air.pressure());
        let through = (-self.air_film_w_k(inlet.flow) / (dry_air_kg_s * cp)).exp();
        let h_out = air.enthalpy_j_kg() - heat_w / dry_air_kg_s;
        let h_surface = air.enthalpy_j_kg() - heat_w / (dry_air_kg_s * (1.0 - through));
        let surface = air::saturation_temperature_at_enthalpy(h_surface, pressure)?;
        let w_surface = air::saturation_humidity_ratio(surface, pressure).kg_kg();
        let w_in = air.humidity_ratio().kg_kg();
        let w_out = HumidityRatio::new((w_surface + (w_in - w_surface) * through).min(w_in));
        air_from_enthalpy(h_out, w_out, pressure)
    }
}

/// Air of an enthalpy and a humidity ratio; saturated where it can't hold that much water, the rest having condensed.
fn air_from_enthalpy(h_j_kg: f64, w: HumidityRatio, pressure: Pressure) -> Result<MoistAir, OutOfRange> {
    let t = air::temperature_at_enthalpy(h_j_kg, w);
    if air::saturation_humidity_ratio(t, pressure) >= w {
        return MoistAir::new(t, w, pressure);
    }
    let t = air::saturation_temperature_at_enthalpy(h_j_kg, pressure)?;
    MoistAir::new(t, air::saturation_humidity_ratio(t, pressure), pressure)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    fn inlet(air_c: f64, dew_c: f64, water_c: f64, m3_s: f64, w_k: f64) -> AirHandlerInlet {
        let air = MoistAir::from_dew_point(c(air_c), c(dew_c), Pressure::new(101_325.0)).unwrap();
        AirHandlerInlet {
            air,
            flow: VolumeFlow::new(m3_s),
            water: c(water_c),
            capacity_rate: ThermalConductance::new(w_k),
        }
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

    #[test]
    fn the_water_needed_cools_a_dry_coil_as_wanted() {
        let at = inlet(35.0, 8.0, 15.0, 10.0, 20e3);
        let cooled = unit().cool_air(&at).unwrap();
        let dry = 10.0 / at.air.specific_volume_m3_kg();
        let air_w_k = dry * (1006.0 + 1860.0 * at.air.humidity_ratio().kg_kg());
        let leaving = cooled.leaving.dry_bulb();
        assert!((air_w_k * (35.0 - leaving.celsius()) / cooled.total.watts() - 1.0).abs() < 1e-9);
        let back = unit().required_water_temperature(
            cooled.total,
            leaving,
            at.flow,
            ThermalConductance::new(air_w_k),
            at.capacity_rate,
        );
        assert!((back - at.water).kelvin().abs() < 1e-6, "{back:?}");
        assert_eq!((cooled.condensate, cooled.sensible_heat_ratio()), (MassFlow::ZERO, 1.0));
    }

    /// A large coil on much water brings the air to saturation at the water's temperature: from 30 °C and 20 °C dew point
    /// to 10 °C, 67.7 − 29.4 = 38.4 kJ/kg of enthalpy less at W 14.7 to 7.7 g/kg.
    #[test]
    fn a_large_wet_coil_saturates_the_air_at_the_water() {
        let large = AirHandler(AirHandlerSpec { coil_ua_w_k: 5e6, rated_water_w_k: 1e7, ..unit().0 });
        let at = inlet(30.0, 20.0, 10.0, 12.0, 1e7);
        let o = large.cool_air(&at).unwrap();
        assert!((o.leaving.dry_bulb().celsius() - 10.0).abs() < 0.1, "{o:?}");
        assert!((o.leaving.humidity_ratio().kg_kg() - 0.00766).abs() < 5e-5, "{o:?}");
        let per_kg = o.total.watts() / (12.0 / at.air.specific_volume_m3_kg());
        assert!((per_kg / 38.4e3 - 1.0).abs() < 0.01, "{per_kg}");
        assert!((o.sensible_heat_ratio() - 0.53).abs() < 0.02, "{}", o.sensible_heat_ratio());
    }

    #[test]
    fn nothing_passes_without_flow_or_from_warmer_water() {
        for at in [
            inlet(30.0, 15.0, 8.0, 0.0, 20e3),
            inlet(30.0, 15.0, 8.0, 10.0, 0.0),
            inlet(30.0, 15.0, 30.0, 10.0, 20e3),
            inlet(30.0, 15.0, 35.0, 10.0, 20e3),
        ] {
            let o = unit().cool_air(&at).unwrap();
            assert_eq!((o.total, o.condensate, o.leaving, o.water), (Power::ZERO, MassFlow::ZERO, at.air, at.water));
        }
        assert_eq!(unit().fan_power(VolumeFlow::ZERO), Power::ZERO);
    }

    /// Little air over a large cold coil: the straight line towards the surface would leave it above saturation.
    #[test]
    fn a_deeply_wet_coil_leaves_air_saturated() {
        let o = unit().cool_air(&inlet(22.0, 20.5553, 5.0, 1.0, 21_941.0)).unwrap();
        assert!((o.leaving.relative_humidity() - 1.0).abs() < 1e-9, "{o:?}");
    }

    proptest! {
        #[test]
        fn heat_and_water_balance(
            air_c in 22.0..42.0f64, dew_c in 2.0..21.0f64, water_c in 5.0..25.0f64, m3_s in 1.0..14.0f64, w_k in 2e3..30e3f64,
        ) {
            let at = inlet(air_c, dew_c, water_c, m3_s, w_k);
            let o = unit().cool_air(&at).unwrap();
            let dry = m3_s / at.air.specific_volume_m3_kg();
            let lost = dry * (at.air.enthalpy_j_kg() - o.leaving.enthalpy_j_kg());
            prop_assert!((lost - o.total.watts()).abs() < 1e-6 * (o.total.watts() + 1.0), "{lost} {o:?}");
            prop_assert!((w_k * (o.water - at.water).kelvin() - o.total.watts()).abs() < 1e-6 * (o.total.watts() + 1.0));
            let condensed = dry * (at.air.humidity_ratio() - o.leaving.humidity_ratio()).kg_kg();
            prop_assert!((condensed - o.condensate.kg_s()).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&o.sensible_heat_ratio()));
            prop_assert!(o.leaving.dry_bulb() >= at.water.min(at.air.dry_bulb()) && o.leaving.relative_humidity() <= 1.0 + 1e-9);
        }

        #[test]
        fn colder_water_never_takes_less(air_c in 25.0..40.0f64, dew_c in 5.0..20.0f64, water_c in 5.0..24.0f64) {
            let total = |water_c: f64| unit().cool_air(&inlet(air_c, dew_c, water_c, 10.0, 20e3)).unwrap().total;
            prop_assert!(total(water_c - 0.5) >= total(water_c));
        }
    }
}
