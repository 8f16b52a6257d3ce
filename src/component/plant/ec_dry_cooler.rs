//! Dry cooler with EC fans: the coil of [`super::dry_cooler`], fans whose electronics draw a fixed share.
//!
//! `P = P0 (ρ/ρ0) (f + (1 − f) n^m)` at the share `n` of full speed. The affinity laws give `m = 3` for the shaft and no
//! loss beside it. Electrical power measured over speed follows exponents of 2.5 to 2.9, since the electronics, the
//! magnetisation of the motor and the friction of the bearings do not fall with the cube of the speed: `f` is their share
//! of full power. Fans that stand still draw nothing.
//!
//! Neglects: stand-by power of the electronics in fans that stand still, back-flow through them, and what the coil of a
//! [`dry_cooler`](super::dry_cooler) neglects.
//!
//! Compared with: worked points of the fan law in this file; no published year of such a cooler.

use crate::component::end_use::EndUse;
use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::component::params::ParamError;
use crate::params;
use crate::physics::air::MoistAir;
use crate::solve::convergence::NotConverged;
use crate::units::{Power, Temperature, ThermalConductance};

use super::dry_cooler::{DryCoolerOperation, DryCoolerSpec, VariableSpeedDryCooler};

params! {
    /// Rating of one unit, its air flow and its fans.
    pub struct EcDryCoolerSpec {
        /// Heat at the rating.
        rated_w ["W"] in 1000.0..=1e8;
        /// Water entering at the rating.
        rated_water_c ["degC"] in 10.0..=90.0;
        /// Air entering at the rating.
        rated_air_c ["degC"] in -20.0..=60.0;
        /// Capacity rate of the water at the rating.
        rated_water_w_k ["W/K"] in 100.0..=1e8;
        /// Air flow at full speed.
        air_flow_m3_s ["m3/s"] in 0.1..=10000.0;
        /// Density of the air at the rating.
        rated_density_kg_m3 ["kg/m3"] in 0.5..=1.5 = 1.146;
        /// Electrical power of the fans at full speed and the density of the rating.
        fan_power_w ["W"] in 1.0..=1e7;
        /// Lowest fan speed, share of full.
        fan_min [""] in 0.05..=1.0 = 0.2;
        /// Share of the full power that does not depend on the speed.
        fixed_loss [""] in 0.0..=0.5;
        /// Exponent of the speed in the rest of the power.
        fan_exponent [""] in 1.5..=3.0;
    }
}

/// Kind of a record that says `kind = "ec-dry-cooler"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "ec-dry-cooler",
    summary: "Dry cooler with EC fans: crossflow coil, fan power with a fixed loss",
    law: ComponentLaw {
        symbols: "Q = ε C_min (T_water - T_db), ε(NTU) crossflow; P = P0 (f + (1 - f) n^m)",
        words: "finned coil in outdoor air, fans with a fixed loss",
        results: &[LawResult::Power(EndUse::HeatRejection)],
    },
    params: EcDryCoolerSpec::PARAMS,
    check: |table| EcDryCoolerSpec::read(table).map(drop),
};

/// A dry cooler with EC fans, the conductance of its coil known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EcDryCooler {
    coil: VariableSpeedDryCooler,
    fixed_loss: f64,
    fan_exponent: f64,
}

impl EcDryCooler {
    /// A unit of the given rating, or nothing if no conductance reaches it.
    pub fn new(spec: &EcDryCoolerSpec) -> Option<Self> {
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
        Some(Self { coil, fixed_loss: spec.fixed_loss, fan_exponent: spec.fan_exponent })
    }

    /// The unit on a load: the lowest fan speed that carries it. Water enters at `water`.
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
        let fan_share = |speed: f64| self.fixed_loss + (1.0 - self.fixed_loss) * speed.powf(self.fan_exponent);
        self.coil.operate_with_fans(load, water, capacity, air, fan_share)
    }

    /// The same, its curves made for many hours with water at a capacity rate.
    ///
    /// # Errors
    /// When the curves are not found.
    pub fn prepared_for(self, capacity: ThermalConductance) -> Result<Self, NotConverged> {
        Ok(Self { coil: self.coil.prepared_for(capacity)?, ..self })
    }

    /// The same with another liquid, whose film has a ratio of conductance to that of water.
    #[must_use]
    pub const fn with_liquid_film(self, ratio: f64) -> Self {
        Self { coil: self.coil.with_liquid_film(ratio), ..self }
    }

    /// Rating and air flow of its coil.
    pub const fn spec(&self) -> &DryCoolerSpec {
        self.coil.spec()
    }
}

/// A unit from the parameters of a record.
///
/// # Errors
/// Parameters that are missing, unknown or out of range.
pub fn read_unit(parameters: &toml::Table) -> Result<Option<EcDryCooler>, Vec<ParamError>> {
    EcDryCoolerSpec::read(parameters).map(|spec| EcDryCooler::new(&spec))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::units::Pressure;

    use super::*;

    const SPEC: EcDryCoolerSpec = EcDryCoolerSpec {
        rated_w: 1e6,
        rated_water_c: 48.0,
        rated_air_c: 35.0,
        rated_water_w_k: 1.2e5,
        air_flow_m3_s: 100.0,
        rated_density_kg_m3: 1.146,
        fan_power_w: 20e3,
        fan_min: 0.2,
        fixed_loss: 0.03,
        fan_exponent: 2.7,
    };

    fn at(spec: &EcDryCoolerSpec, kw: f64, air_c: f64) -> DryCoolerOperation {
        let air =
            MoistAir::from_relative_humidity(Temperature::from_celsius(air_c), 0.3, Pressure::new(101_325.0)).unwrap();
        let unit = EcDryCooler::new(spec).unwrap();
        unit.operate(Power::from_kw(kw), Temperature::from_celsius(48.0), ThermalConductance::new(1.2e5), &air).unwrap()
    }

    #[test]
    fn without_loss_and_with_the_cube_it_is_the_plain_dry_cooler() {
        let spec = EcDryCoolerSpec { fixed_loss: 0.0, fan_exponent: 3.0, ..SPEC };
        let plain = VariableSpeedDryCooler::new(*EcDryCooler::new(&spec).unwrap().spec()).unwrap();
        let air =
            MoistAir::from_relative_humidity(Temperature::from_celsius(15.0), 0.3, Pressure::new(101_325.0)).unwrap();
        let (water, rate) = (Temperature::from_celsius(48.0), ThermalConductance::new(1.2e5));
        let wanted = plain.operate(Power::from_kw(700.0), water, rate, &air).unwrap();
        let found = at(&spec, 700.0, 15.0);
        assert!((found.fan_power.watts() - wanted.fan_power.watts()).abs() < 1e-9 * wanted.fan_power.watts());
    }

    #[test]
    fn the_power_at_half_speed_follows_the_law() {
        // Air flow goes with the speed. By hand: 0.03 + 0.97 · 0.5^2.7 = 0.17928 of full power at half speed.
        let (mut low, mut high) = (50.0, 3000.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if at(&SPEC, middle, 20.0).air_ratio < 0.5 { low = middle } else { high = middle }
        }
        let half = at(&SPEC, low, 20.0);
        let full = at(&SPEC, 5000.0, 20.0);
        assert!((half.air_ratio - 0.5).abs() < 1e-6, "{half:?}");
        assert!((half.fan_power.watts() / full.fan_power.watts() - 0.179_28).abs() < 1e-4);
    }

    #[test]
    fn fans_that_stand_draw_nothing() {
        let idle = at(&SPEC, 500.0, 50.0);
        assert_eq!((idle.heat, idle.fan_power), (Power::ZERO, Power::ZERO));
    }

    proptest! {
        #[test]
        fn a_fixed_loss_never_saves_power(kw in 50.0..900.0f64, air_c in -10.0..30.0f64, loss in 0.0..0.2f64) {
            let lossless = at(&EcDryCoolerSpec { fixed_loss: 0.0, ..SPEC }, kw, air_c);
            let lossy = at(&EcDryCoolerSpec { fixed_loss: loss, ..SPEC }, kw, air_c);
            prop_assert!(lossy.fan_power.watts() >= lossless.fan_power.watts() * (1.0 - 1e-9));
            prop_assert!((lossy.heat.watts() - lossless.heat.watts()).abs() < 1e-6 * lossless.heat.watts());
        }
    }
}
