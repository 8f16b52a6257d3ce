//! Moist air as an ideal mixture of dry air and water vapour.
//!
//! Formulas of the ASHRAE Handbook of Fundamentals 2017, chapter 1 (equation numbers below), with the saturation
//! pressure of Hyland and Wexler (1983). Against a real-gas model they differ by less than 0.7 % in humidity ratio,
//! 0.03 K in wet-bulb and 0.1 % in density between −20 and 60 °C and up to 3050 m.
//!
//! Enthalpy counts from dry air and liquid water at 0 °C and is per kilogram of *dry* air.

mod saturation;
mod table;
mod wet_bulb;

use crate::physics::range::{OutOfRange, ValidityRange};
use crate::units::{
    Density, HumidityRatio, Length, MassFlow, Pressure, SpecificHeat, TempDelta, Temperature, ThermalConductance,
    VolumeFlow,
};

/// Gas constant of dry air, J/(kg K).
pub const R_DRY_AIR: f64 = 287.042;

pub use saturation::{
    CP_DRY_AIR, enthalpy_j_kg, humidity_ratio_at_vapour_pressure, saturated_enthalpy_j_kg, saturation_humidity_ratio,
    saturation_pressure, saturation_temperature_at_enthalpy, temperature_at_enthalpy,
};
use saturation::{
    CP_LIQUID, CP_VAPOUR, LATENT_0C, MASS_RATIO, MIN_HUMIDITY_RATIO, find_rising_root, humidity_from_vapour,
    saturated_humidity_kg_kg, saturation_pressure_pa, specific_enthalpy,
};
pub use table::{SaturatedAir, SaturationTable};
use wet_bulb::humidity_from_wet_bulb;

const DRY_BULB_RANGE: ValidityRange =
    ValidityRange { model: "moist air", quantity: "dry-bulb", unit: "degC", min: -90.0, max: 100.0 };
const PRESSURE_RANGE: ValidityRange =
    ValidityRange { model: "moist air", quantity: "pressure", unit: "Pa", min: 30e3, max: 120e3 };

/// Pressure of the standard atmosphere at an altitude (eq. 3). Valid from −5000 to 11 000 m.
pub fn standard_pressure(altitude: Length) -> Pressure {
    Pressure::new(101_325.0 * (1.0 - 2.25577e-5 * altitude.metres()).powf(5.2559))
}

/// Altitude at which the standard atmosphere has a pressure: the inverse of [`standard_pressure`].
pub fn standard_altitude(pressure: Pressure) -> Length {
    Length::new((1.0 - (pressure.pascals() / 101_325.0).powf(1.0 / 5.2559)) / 2.25577e-5)
}

/// Air that passes a fan or a coil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirFlow {
    /// Volume flow.
    pub flow: VolumeFlow,
    /// Density, of moist air.
    pub density: Density,
    /// Specific heat, of a kilogram of moist air.
    pub specific_heat: SpecificHeat,
}

impl AirFlow {
    /// A flow of which a cubic metre holds some heat, J/(m³ K).
    pub fn from_volumetric_heat(flow: VolumeFlow, heat_j_m3_k: f64, specific_heat: SpecificHeat) -> Self {
        Self { flow, density: Density::new(heat_j_m3_k / specific_heat.j_kg_k()), specific_heat }
    }

    /// Mass flow.
    pub fn mass_flow(&self) -> MassFlow {
        self.flow * self.density
    }

    /// Capacity rate.
    pub fn capacity_rate(&self) -> ThermalConductance {
        self.mass_flow() * self.specific_heat
    }
}

/// A state of moist air. Valid from −90 to 100 °C and from 30 to 120 kPa, never above saturation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoistAir {
    dry_bulb: Temperature,
    humidity_ratio: HumidityRatio,
    pressure: Pressure,
}

impl MoistAir {
    /// From dry-bulb and humidity ratio.
    ///
    /// # Errors
    /// When temperature or pressure is out of range, or the air would hold more water than at saturation.
    pub fn new(dry_bulb: Temperature, humidity_ratio: HumidityRatio, pressure: Pressure) -> Result<Self, OutOfRange> {
        let t_c = DRY_BULB_RANGE.check_value(dry_bulb.celsius())?;
        let p_pa = PRESSURE_RANGE.check_value(pressure.pascals())?;
        let w = humidity_ratio.kg_kg();
        // Most air is drier than saturation by far more than the table is off; the rest is told by the formula.
        if (0.0..0.9999 * SaturationTable::get().saturated_air(t_c, p_pa).humidity_ratio).contains(&w) {
            let humidity_ratio = HumidityRatio::new(w.max(MIN_HUMIDITY_RATIO));
            return Ok(Self { dry_bulb, humidity_ratio, pressure });
        }
        let saturated = if saturation_pressure_pa(dry_bulb.kelvin()) < p_pa {
            saturated_humidity_kg_kg(t_c, p_pa)
        } else {
            f64::INFINITY
        };
        // One part in a million covers the rounding of published states.
        let wettest = ValidityRange {
            model: "moist air",
            quantity: "humidity ratio",
            unit: "kg/kg",
            min: 0.0,
            max: saturated * 1.000001,
        };
        let w = wettest.check_value(w)?.min(saturated).max(MIN_HUMIDITY_RATIO);
        Ok(Self { dry_bulb, humidity_ratio: HumidityRatio::new(w), pressure })
    }

    /// From dry-bulb and relative humidity, 0..=1 (eq. 22).
    ///
    /// # Errors
    /// As [`Self::new`], or a relative humidity outside 0..=1.
    pub fn from_relative_humidity(
        dry_bulb: Temperature,
        relative_humidity: f64,
        pressure: Pressure,
    ) -> Result<Self, OutOfRange> {
        const RH: ValidityRange =
            ValidityRange { model: "moist air", quantity: "relative humidity", unit: "", min: 0.0, max: 1.0 };
        let pw_pa = RH.check_value(relative_humidity)? * saturation_pressure_pa(dry_bulb.kelvin());
        Self::new(dry_bulb, HumidityRatio::new(humidity_from_vapour(pw_pa, pressure.pascals())), pressure)
    }

    /// From dry-bulb and dew point.
    ///
    /// # Errors
    /// As [`Self::new`]; a dew point above the dry-bulb is above saturation.
    pub fn from_dew_point(
        dry_bulb: Temperature,
        dew_point: Temperature,
        pressure: Pressure,
    ) -> Result<Self, OutOfRange> {
        DRY_BULB_RANGE.check_value(dew_point.celsius())?;
        Self::new(dry_bulb, saturation_humidity_ratio(dew_point, pressure), pressure)
    }

    /// From dry-bulb and wet-bulb (eq. 33 and 35).
    ///
    /// # Errors
    /// As [`Self::new`]; also when the wet-bulb is so low that the air would hold less than no water.
    pub fn from_wet_bulb(dry_bulb: Temperature, wet_bulb: Temperature, pressure: Pressure) -> Result<Self, OutOfRange> {
        DRY_BULB_RANGE.check_value(wet_bulb.celsius())?;
        let w = humidity_from_wet_bulb(dry_bulb.celsius(), wet_bulb.celsius(), pressure.pascals());
        Self::new(dry_bulb, HumidityRatio::new(w), pressure)
    }

    /// The same air some kelvins warmer, none colder; its humidity ratio stays.
    #[must_use]
    pub fn warmed_by(self, by: TempDelta) -> Self {
        Self { dry_bulb: self.dry_bulb + by.max(TempDelta::ZERO), ..self }
    }

    /// Dry-bulb temperature, −90 to 100 °C.
    pub fn dry_bulb(&self) -> Temperature {
        self.dry_bulb
    }
    /// Water over dry air, by mass.
    pub fn humidity_ratio(&self) -> HumidityRatio {
        self.humidity_ratio
    }
    /// Total pressure of air and vapour.
    pub fn pressure(&self) -> Pressure {
        self.pressure
    }

    fn vapour_pressure_pa(&self) -> f64 {
        let w = self.humidity_ratio.kg_kg();
        self.pressure.pascals() * w / (MASS_RATIO + w)
    }

    /// Vapour pressure over that of saturation at the dry-bulb, 0..=1.
    pub fn relative_humidity(&self) -> f64 {
        // Air is never beyond saturation here; rounding may say so.
        (self.vapour_pressure_pa() / saturation_pressure_pa(self.dry_bulb.kelvin())).min(1.0)
    }

    /// Dew point (frost point below the triple point): the temperature whose saturation pressure is that of the
    /// vapour, by Newton on the logarithm, to 1e-9 K.
    pub fn dew_point(&self) -> Temperature {
        let ln_pw = self.vapour_pressure_pa().ln();
        let residual = |t_k: f64| saturation_pressure_pa(t_k).ln() - ln_pw;
        let dry_k = self.dry_bulb.kelvin();
        Temperature::from_kelvin(find_rising_root(residual, 150.0, dry_k))
    }

    /// Thermodynamic wet-bulb, between dew point and dry-bulb. Where the formulas over ice and over water both have a
    /// root, the ice root is given.
    pub fn wet_bulb(&self) -> Temperature {
        let air = (self.dry_bulb.celsius(), self.humidity_ratio.kg_kg());
        Temperature::from_celsius(wet_bulb::wet_bulb_c(air, self.pressure.pascals()))
    }

    /// Enthalpy, J per kg of dry air (eq. 30).
    pub fn enthalpy_j_kg(&self) -> f64 {
        specific_enthalpy(self.dry_bulb.celsius(), self.humidity_ratio.kg_kg())
    }

    /// Humidity ratio of this air after it took up `heat_j_kg` per kg of dry air and liquid water of temperature
    /// `water`, and left at `leaving`: `h_out = h_in + q + (W_out − W_in) c_w t_w`, solved for `W_out`. With no heat and
    /// water at the wet-bulb it is the line of adiabatic saturation (eq. 33). The result may lie beyond saturation when
    /// `leaving` is too cold for the heat.
    pub fn humidity_ratio_after_exchange(
        &self,
        leaving: Temperature,
        heat_j_kg: f64,
        water: Temperature,
    ) -> HumidityRatio {
        let (t_c, liquid_j_kg) = (leaving.celsius(), CP_LIQUID * water.celsius());
        let dry_j_kg = self.enthalpy_j_kg() + heat_j_kg - self.humidity_ratio.kg_kg() * liquid_j_kg - CP_DRY_AIR * t_c;
        HumidityRatio::new((dry_j_kg / (LATENT_0C + CP_VAPOUR * t_c - liquid_j_kg)).max(MIN_HUMIDITY_RATIO))
    }

    /// Volume per kg of dry air, m³/kg (eq. 26).
    pub fn specific_volume_m3_kg(&self) -> f64 {
        R_DRY_AIR * self.dry_bulb.kelvin() * (1.0 + 1.607858 * self.humidity_ratio.kg_kg()) / self.pressure.pascals()
    }

    /// Density of the mixture of dry air and vapour.
    pub fn density(&self) -> Density {
        Density::new((1.0 + self.humidity_ratio.kg_kg()) / self.specific_volume_m3_kg())
    }

    /// Specific heat per kg of *moist* air.
    pub fn specific_heat(&self) -> SpecificHeat {
        let w = self.humidity_ratio.kg_kg();
        SpecificHeat::new((CP_DRY_AIR + w * CP_VAPOUR) / (1.0 + w))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sea_level() -> Pressure {
        Pressure::new(101_325.0)
    }

    #[test]
    fn density_falls_with_altitude_as_published() {
        // ASHRAE formulas at 25 °C and 40 % relative humidity.
        for (z_m, rho) in [(0.0, 1.178), (1500.0, 0.982), (2000.0, 0.923), (3050.0, 0.808)] {
            let p = standard_pressure(Length::new(z_m));
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(25.0), 0.4, p).unwrap();
            assert!((air.density().kg_m3() - rho).abs() < 1e-3, "{z_m} m");
        }
    }

    #[test]
    fn too_wet_or_too_hot_is_refused() {
        let t = Temperature::from_celsius(20.0);
        assert!(MoistAir::new(t, HumidityRatio::new(0.02), sea_level()).is_err());
        assert!(MoistAir::from_relative_humidity(t, 1.2, sea_level()).is_err());
        assert!(MoistAir::from_relative_humidity(Temperature::from_celsius(120.0), 0.1, sea_level()).is_err());
        assert!(MoistAir::from_relative_humidity(t, 0.5, Pressure::new(1013.25)).is_err(), "hPa taken for Pa");
        assert!(MoistAir::from_relative_humidity(Temperature::from_celsius(f64::NAN), 0.5, sea_level()).is_err());
    }

    #[test]
    fn saturated_enthalpy_and_its_inverse_agree() {
        for t_c in [-60.0, -20.0, -0.3, 0.5, 15.0, 35.0, 60.0, 80.0] {
            let t = Temperature::from_celsius(t_c);
            let h = saturated_enthalpy_j_kg(t, sea_level());
            let back = saturation_temperature_at_enthalpy(h, sea_level()).unwrap();
            assert!((back - t).kelvin().abs() < 1e-9, "{t_c}");
        }
        assert!(saturation_temperature_at_enthalpy(f64::NAN, sea_level()).is_err());
    }

    proptest! {
        #[test]
        fn wet_bulb_lies_between_dew_point_and_dry_bulb(t_c in -40.0..50.0f64, rh in 0.02..1.0f64, z in 0.0..3000.0f64) {
            let p = standard_pressure(Length::new(z));
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t_c), rh, p).unwrap();
            let (dp, wb) = (air.dew_point(), air.wet_bulb());
            prop_assert!(wb <= air.dry_bulb() + TempDelta::new(1e-9));
            // On a freezing wick the definition leaves up to 0.35 K between the ice and the water root.
            prop_assert!(dp.kelvin() <= wb.kelvin() + 0.35);
            if wb.celsius() > 0.5 {
                let back = MoistAir::from_wet_bulb(air.dry_bulb(), wb, p).unwrap();
                prop_assert!((back.humidity_ratio().kg_kg() - air.humidity_ratio().kg_kg()).abs() < 1e-9);
            }
        }

        #[test]
        fn adiabatic_saturation_is_the_wet_bulb_equation(t_c in 5.0..50.0f64, rh in 0.05..0.95f64, share in 0.0..1.0f64) {
            let t = Temperature::from_celsius(t_c);
            let air = MoistAir::from_relative_humidity(t, rh, sea_level()).unwrap();
            let wb = air.wet_bulb();
            prop_assume!(wb.celsius() > 0.5);
            let leaving = t + (wb - t) * share;
            let w = air.humidity_ratio_after_exchange(leaving, 0.0, wb);
            let published = humidity_from_wet_bulb(leaving.celsius(), wb.celsius(), 101_325.0);
            prop_assert!((w.kg_kg() - published).abs() < 1e-9, "{} {published}", w.kg_kg());
            let back = temperature_at_enthalpy(enthalpy_j_kg(leaving, w), w);
            prop_assert!((back - leaving).kelvin().abs() < 1e-9);
        }

        #[test]
        fn dew_point_and_back(t_c in -30.0..45.0f64, rh in 0.02..1.0f64) {
            let t = Temperature::from_celsius(t_c);
            let air = MoistAir::from_relative_humidity(t, rh, sea_level()).unwrap();
            let back = MoistAir::from_dew_point(t, air.dew_point(), sea_level()).unwrap();
            prop_assert!((back.humidity_ratio().kg_kg() / air.humidity_ratio().kg_kg() - 1.0).abs() < 1e-8);
        }
    }
}
