//! Dry cooler with a single- or two-speed fan and a constant UA per speed.
//!
//! Crossflow, both streams unmixed, `ε = 1 − exp[(exp(−r N^0.78) − 1) N^0.22/r]` on the dry-bulb; air flow is a volume flow
//! of the air that enters. UA of each speed follows from its nominal capacity with design water and air at the standard
//! pressure of the site. No heat passes with the fan off; stages as in `staging.rs`. Source: EnergyPlus 25.2
//! `FluidCooler:SingleSpeed` and `TwoSpeed`.
//!
//! Neglects: the dependence of UA on water flow and air density, and drives.
//!
//! Compared with: EnergyPlus hour by hour; validation cases `energyplus-c-dry-ss-40` and `energyplus-c-dry-ts-40`.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::MoistAir;
use crate::physics::exchange::{self, FlowArrangement};
use crate::solve::convergence::NotConverged;
use crate::units::{Power, Temperature, ThermalConductance};

use super::staging::{self, FanStage};

params! {
    /// Nominal capacities, air flows and fan powers; a cooler without a low speed has one speed.
    pub struct FluidCoolerSpec {
        /// Water entering at the design.
        design_water_c ["degC"] in 10.0..=90.0;
        /// Nominal capacity at the high speed.
        high_capacity_w ["W"] in 1000.0..=1e9;
        /// Air flow at the high speed.
        high_air_m3_s ["m3/s"] in 0.1..=100000.0;
        /// Fan power at the high speed.
        high_fan_w ["W"] in 1.0..=1e8;
        /// Nominal capacity at the low speed; 0 for a single-speed cooler.
        low_capacity_w ["W"] in 0.0..=1e9 = 0.0;
        /// Air flow at the low speed.
        low_air_m3_s ["m3/s"] in 0.0..=100000.0 = 0.0;
        /// Fan power at the low speed.
        low_fan_w ["W"] in 0.0..=1e8 = 0.0;
    }
}

/// Kind of a record that says `kind = "fluid-cooler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "fluid-cooler",
    summary: "Dry cooler, single- or two-speed fan, nominal capacity",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_water - T_air), ε(NTU) crossflow",
        words: "EnergyPlus dry cooler with stages",
        results: &[LawResult::Power(EndUse::HeatRejection)],
    },
    params: FluidCoolerSpec::PARAMS,
    check: |table| FluidCoolerSpec::read(table).map(drop),
};

const FLOW_ARRANGEMENT: FlowArrangement = FlowArrangement::CrossflowUnmixedApproximate;
/// Warmest leaving water that is looked for.
const MAX_LEAVING_C: f64 = 95.0;

/// A dry cooler, its conductances known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FluidCooler {
    /// Off, (low) and high.
    stages: [FanStage; 3],
    highest: usize,
}

/// What a dry cooler with stages rejects and draws in an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FluidCoolerOperation {
    /// Leaving water; warmer than the set point when the highest speed does not reach it.
    pub leaving: Temperature,
    /// Fan electricity.
    pub fan_power: Power,
    /// Whether the heat is given off at some temperature below 95 °C.
    pub carried: bool,
}

/// Capacity rate of a volume flow of moist air, W/K.
fn capacity_rate_w_k(air: &MoistAir, flow_m3_s: f64) -> f64 {
    flow_m3_s * air.density().kg_m3() * air.specific_heat().j_kg_k()
}

impl FluidCooler {
    /// A cooler of nominal capacities in `design` air (at the standard pressure of the site) with a capacity rate of water;
    /// nothing where no conductance reaches them.
    pub fn new(spec: &FluidCoolerSpec, water: ThermalConductance, design: &MoistAir) -> Option<Self> {
        let stage = |capacity_w: f64, air_m3_s: f64, fan_w: f64| {
            let air = (design.dry_bulb().celsius(), capacity_rate_w_k(design, air_m3_s));
            let water = (spec.design_water_c, water.w_k());
            let ua_w_k = exchange::solve_conductance(FLOW_ARRANGEMENT, capacity_w, water, air)?;
            Some(FanStage { ua_w_k, air_m3_s, fan_w })
        };
        let high = stage(spec.high_capacity_w, spec.high_air_m3_s, spec.high_fan_w)?;
        let off = FanStage::default();
        if spec.low_capacity_w <= 0.0 {
            return Some(Self { stages: [off, high, high], highest: 1 });
        }
        let low = stage(spec.low_capacity_w, spec.low_air_m3_s, spec.low_fan_w)?;
        Some(Self { stages: [off, low, high], highest: 2 })
    }

    /// UA at the high speed.
    pub const fn high_speed_ua(&self) -> ThermalConductance {
        ThermalConductance::new(self.stages[self.highest].ua_w_k)
    }

    /// The cooler on a load, holding the water that leaves at a set point.
    ///
    /// # Errors
    /// When the leaving water is not found.
    pub fn operate(
        &self,
        load: Power,
        water: ThermalConductance,
        set_point: Temperature,
        air: &MoistAir,
    ) -> Result<FluidCoolerOperation, NotConverged> {
        let cold_c = air.dry_bulb().celsius();
        let leave = |stage: usize, entering_c: f64| {
            let FanStage { ua_w_k, air_m3_s, .. } = self.stages[stage];
            let heat_w = exchange::exchanged_heat_w(
                FLOW_ARRANGEMENT,
                ua_w_k,
                (entering_c, water.w_k()),
                (cold_c, capacity_rate_w_k(air, air_m3_s)),
            );
            Ok(entering_c - heat_w.max(0.0) / water.w_k())
        };
        let held =
            staging::hold_set_point(self.highest, (load / water).kelvin(), set_point.celsius(), MAX_LEAVING_C, leave)?;
        let fan_w = |stage: usize| self.stages[stage].fan_w;
        let below_w = held.stage.checked_sub(1).map_or(0.0, fan_w);
        Ok(FluidCoolerOperation {
            leaving: Temperature::from_celsius(held.leaving_c),
            fan_power: Power::new(held.share * fan_w(held.stage) + (1.0 - held.share) * below_w),
            carried: held.carried,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::physics::air::standard_pressure;
    use crate::units::Length;

    use super::*;

    const SPEC: FluidCoolerSpec = FluidCoolerSpec {
        design_water_c: 48.0,
        high_capacity_w: 1e6,
        high_air_m3_s: 125.0,
        high_fan_w: 40e3,
        low_capacity_w: 650e3,
        low_air_m3_s: 62.5,
        low_fan_w: 6400.0,
    };
    const WATER: ThermalConductance = ThermalConductance::new(0.02984 * 999.898 * 4180.6);

    fn design(elevation_m: f64) -> MoistAir {
        let c = Temperature::from_celsius;
        MoistAir::from_wet_bulb(c(35.0), c(25.6), standard_pressure(Length::new(elevation_m))).unwrap()
    }

    /// EnergyPlus 25.2 found 220,448 W/K at Chicago O'Hare (201 m) and 215,943 W/K at Tampa (3 m), 133,806 and 130,062 W/K
    /// at the low speed.
    #[test]
    fn conductance_follows_from_nominal_capacity_and_elevation() {
        for (elevation_m, high, low) in [(201.0, 220_447.8, 133_806.5), (3.0, 215_943.1, 130_061.8)] {
            let unit = FluidCooler::new(&SPEC, WATER, &design(elevation_m)).unwrap();
            assert!((unit.stages[2].ua_w_k / high - 1.0).abs() < 2e-3, "{}", unit.stages[2].ua_w_k);
            assert!((unit.stages[1].ua_w_k / low - 1.0).abs() < 2e-3, "{}", unit.stages[1].ua_w_k);
        }
    }

    #[test]
    fn a_capacity_beyond_the_smaller_stream_is_refused() {
        assert!(FluidCooler::new(&FluidCoolerSpec { high_capacity_w: 9e6, ..SPEC }, WATER, &design(0.0)).is_none());
    }

    #[test]
    fn the_set_point_is_held_until_the_fans_are_full() {
        let unit = FluidCooler::new(&SPEC, WATER, &design(0.0)).unwrap();
        let at = |kw: f64, t: f64| {
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t), 0.4, design(0.0).pressure());
            unit.operate(Power::from_kw(kw), WATER, Temperature::from_celsius(40.0), &air.unwrap()).unwrap()
        };
        assert_eq!(at(1000.0, 0.0).leaving, Temperature::from_celsius(40.0));
        assert!(at(1000.0, 0.0).fan_power < at(1000.0, 10.0).fan_power);
        let hot = at(1000.0, 38.0);
        assert!(hot.leaving.celsius() > 42.0 && (hot.fan_power.watts() - 40e3).abs() < 1e-6, "{hot:?}");
    }
}
