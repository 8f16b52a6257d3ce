//! Free-cooling coil of an air-cooled chiller: chilled water passes a coil in the air ahead of the condenser, moved by the
//! chiller's own fans.
//!
//! The coil is that of [`super::dry_cooler`]. While compressors stand, the fans run as slowly as carries the load. While they
//! run, the chiller's power holds that of fans without a coil in their way, in proportion to the load of the compressors; the
//! coil adds `loss_share` of the full power in the same proportion. Where water passes the coil too, the fans run at full speed
//! and draw their full power, of which the chiller's holds its part. The condenser then breathes the air that left the coil.
//!
//! Source: crossflow coil as [`super::dry_cooler`]; arrangement as makers of chillers with integrated free cooling publish it.
//!
//! Neglects: the pressure loss of the water in the coil, which is part of the head of the pumps, and slower fans of compressors in
//! the cold.
//!
//! Compared with: a worked point in this file.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::physics::air::{CP_DRY_AIR, MoistAir};
use crate::solve::convergence::NotConverged;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance};

use super::dry_cooler::{DryCoolerOperation, DryCoolerSpec, VariableSpeedDryCooler};

params! {
    /// Rating of the coil of a chiller, and the fans that it shares.
    pub struct FreeCoolingCoilSpec {
        /// Rated cooling capacity of the chiller that has such a coil.
        chiller_w ["W"] in 1000.0..=1e8;
        /// Heat at the rating of the coil.
        rated_w ["W"] in 1000.0..=1e8;
        /// Water entering at the rating.
        rated_water_c ["degC"] in 5.0..=60.0;
        /// Air entering at the rating.
        rated_air_c ["degC"] in -20.0..=40.0;
        /// Capacity rate of the water at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e8;
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Density of the air at the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.5..=1.5 = 1.25;
        /// Fan power at full speed and the density of the rating.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Lowest fan speed, share of full.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Share of the full fan power that the coil's pressure loss takes.
        loss_share [""] in 0.0..=1.0 = 0.3;
    }
}

/// Kind of a record that says `kind = "free-cooling-coil"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "free-cooling-coil",
    summary: "Free-cooling coil of an air-cooled chiller, on the chiller's fans",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_water - T_db), ε(NTU) crossflow; P = P0 n³",
        words: "coil for the chilled water ahead of the condenser",
        results: &[LawResult::Power(EndUse::HeatRejection)],
    },
    params: FreeCoolingCoilSpec::PARAMS,
    check: |table| FreeCoolingCoilSpec::read(table).map(drop),
};

/// A free-cooling coil, its conductance known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreeCoolingCoil {
    coil: VariableSpeedDryCooler,
    spec: FreeCoolingCoilSpec,
}

impl FreeCoolingCoil {
    /// A coil of the given rating, or nothing if no conductance reaches it.
    pub fn new(spec: FreeCoolingCoilSpec) -> Option<Self> {
        let coil = VariableSpeedDryCooler::new(DryCoolerSpec {
            rated_w: spec.rated_w,
            rated_water_c: spec.rated_water_c,
            rated_air_c: spec.rated_air_c,
            rated_water_w_k: spec.rated_water_w_k,
            air_flow_m3_s: spec.air_flow_m3_s,
            rated_density_kg_m3: spec.rated_density_kg_m3,
            fan_power_w: spec.fan_power_w,
            fan_min: spec.fan_min,
        })?;
        Some(Self { coil, spec })
    }

    /// The parameters.
    pub const fn spec(&self) -> &FreeCoolingCoilSpec {
        &self.spec
    }

    /// The coil on a load while the compressors stand: the lowest fan speed that carries it; less heat where the full fans do
    /// not.
    ///
    /// # Errors
    /// When the speed of the fans is not found.
    pub fn operate(
        &self,
        load: Power,
        water: Temperature,
        capacity: ThermalConductance,
        air: &MoistAir,
    ) -> Result<DryCoolerOperation, NotConverged> {
        self.coil.operate(load, water, capacity, air)
    }

    /// Fan power at full speed in an air.
    pub fn full_fan_power(&self, air: &MoistAir) -> Power {
        Power::new(self.spec.fan_power_w * (air.density().kg_m3() / self.spec.rated_density_kg_m3))
    }

    /// What the coil's pressure loss takes of it.
    pub fn loss_power(&self, air: &MoistAir) -> Power {
        self.full_fan_power(air) * self.spec.loss_share
    }

    /// What the power of the fully loaded chiller holds of it.
    pub fn chiller_fan_power(&self, air: &MoistAir) -> Power {
        self.full_fan_power(air) * (1.0 - self.spec.loss_share)
    }

    /// What a heat warms the air at full speed by.
    pub fn air_rise(&self, heat: Power, air: &MoistAir) -> TempDelta {
        TempDelta::new(heat.watts() / (self.spec.air_flow_m3_s * air.density().kg_m3() * CP_DRY_AIR))
    }
}

#[cfg(test)]
mod tests {
    use crate::units::Pressure;

    use super::*;

    const SPEC: FreeCoolingCoilSpec = FreeCoolingCoilSpec {
        chiller_w: 1e6,
        rated_w: 1e6,
        rated_water_c: 20.0,
        rated_air_c: 5.0,
        rated_water_w_k: 160e3,
        air_flow_m3_s: 90.0,
        rated_density_kg_m3: 1.25,
        fan_power_w: 25e3,
        fan_min: 0.2,
        loss_share: 0.3,
    };

    /// By hand: 90 m3/s × 1.25 kg/m3 × 1006 J/(kg K) = 113.2 kW/K, so 500 kW warm the air by 4.42 K; the coil's loss is 0.3 × 25 kW.
    #[test]
    fn the_fans_carry_the_coil_and_the_condenser_breathes_its_air() {
        let coil = FreeCoolingCoil::new(SPEC).unwrap();
        let air =
            MoistAir::from_relative_humidity(Temperature::from_celsius(5.0), 0.5, Pressure::new(101_325.0)).unwrap();
        let density_ratio = air.density().kg_m3() / 1.25;
        assert!((coil.loss_power(&air).watts() - 7500.0 * density_ratio).abs() < 1e-6);
        assert!((coil.chiller_fan_power(&air).watts() - 17_500.0 * density_ratio).abs() < 1e-6);
        assert!((coil.air_rise(Power::from_kw(500.0), &air).kelvin() * density_ratio - 4.42).abs() < 0.01);
        let capacity = ThermalConductance::new(160e3);
        let full = coil.operate(Power::from_kw(5000.0), Temperature::from_celsius(20.0), capacity, &air).unwrap();
        assert!((full.heat.kw() - 1000.0).abs() < 15.0, "{full:?}");
        assert!(FreeCoolingCoil::new(FreeCoolingCoilSpec { rated_w: 5e6, ..SPEC }).is_none());
    }
}
