//! Pool boiling on a plate: two-phase immersion.
//!
//! `T_case = T_sat + P (R₀ + 1/(h A φ))` with the heat-transfer coefficient of M. G. Cooper, *Heat flow rates in
//! saturated nucleate pool boiling*, Advances in Heat Transfer 16 (1984): `h = 55 p_r^(0.12 − 0.2 lg Rp)
//! (−lg p_r)^−0.55 M^−0.5 q″^0.67`, Rp in µm, M in g/mol, on the enlarged area A φ of a boiling coating.
//!
//! The most that boiling carries: N. Zuber (1959), `q″ = 0.131 h_fg √ρ_v [σ g (ρ_l − ρ_v)]^¼` on the flat area, times
//! what the coating adds. Beyond it the plate dries out and the chip is lost.
//!
//! The saturation temperature follows the pressure by Clausius and Clapeyron, `dp/dT = h_fg/(T Δv)`, with h_fg and p Δv of
//! the normal boiling point: within 0.2 K from 57 to 133 kPa for FK-5-1-12. At that temperature the vapour has the
//! compressibility of the normal boiling point, `ρ_v ∝ p/T`; the heat of evaporation follows K. M. Watson (1943),
//! `h_fg ∝ (1 − T/T_c)^0.38`, and the surface tension E. A. Guggenheim (1945), `σ ∝ (1 − T/T_c)^(11/9)`.
//!
//! Neglects: start of boiling with its overshoot, dissolved gas, neighbouring plates, and the change of the liquid's
//! density with the pressure (2 % from 57 to 101 kPa, in the fourth root).
//!
//! Compared with: the saturation table and the critical heat flux in this file.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;
use crate::units::{Area, Power, Pressure, TempDelta, Temperature, ZERO_CELSIUS_K};

params! {
    /// Saturation properties of a fluid near its normal boiling point.
    pub struct BoilingFluidSpec {
        /// Boiling point at 101325 Pa.
        boiling_c ["degC"] in 20.0..=120.0;
        /// Heat of evaporation at the boiling point.
        latent_j_kg ["J/kg"] in 2e4..=3e6;
        /// Density of the liquid.
        liquid_kg_m3 ["kg/m3"] in 500.0..=2500.0;
        /// Density of the vapour at the boiling point.
        vapour_kg_m3 ["kg/m3"] in 0.1..=100.0;
        /// Surface tension at the boiling point.
        tension_n_m ["N/m"] in 0.001..=0.1;
        /// Molar mass.
        molar_g_mol ["g/mol"] in 10.0..=600.0;
        /// Critical pressure.
        critical_pa ["Pa"] in 5e5..=3e7;
        /// Critical temperature.
        critical_c ["degC"] in 80.0..=500.0;
    }
}

params! {
    /// A plate with a boiling coating.
    pub struct BoilingPlateSpec {
        /// Flat area.
        area_cm2 ["cm2"] in 0.5..=400.0;
        /// Resistance of metal and interface.
        base_k_per_w ["K/W"] in 0.0..=1.0;
        /// Wetted over flat area of the coating.
        enlargement [""] in 1.0..=30.0;
        /// Critical heat flux over that of a flat plate.
        critical_gain [""] in 1.0..=12.0;
        /// Roughness in Cooper's correlation.
        roughness_um ["um"] in 0.05..=20.0 = 1.0;
    }
}

/// Kind of a record that says `kind = "boiling-fluid"`.
pub static FLUID_KIND: EquipmentKind = EquipmentKind {
    name: "boiling-fluid",
    summary: "Fluid of a two-phase immersion tank",
    law: ComponentLaw {
        symbols: "dp/dT = h_fg / (T Δv)",
        words: "saturation by Clausius and Clapeyron",
        results: &[LawResult::PartTemperature],
    },
    params: BoilingFluidSpec::PARAMS,
    check: |table| BoilingFluidSpec::read(table).map(drop),
};
/// Kind of a record that says `kind = "boiling-plate"`.
pub static PLATE_KIND: EquipmentKind = EquipmentKind {
    name: "boiling-plate",
    summary: "Plate with boiling coating in a two-phase immersion tank",
    law: ComponentLaw {
        symbols: "T_case = T_sat + P (R0 + 1 / (h A φ))",
        words: "pool boiling by Cooper, dry-out by Zuber",
        results: &[LawResult::PartTemperature],
    },
    params: BoilingPlateSpec::PARAMS,
    check: |table| BoilingPlateSpec::read(table).map(drop),
};

const STANDARD_PA: f64 = 101_325.0;
const GRAVITY_M_S2: f64 = 9.80665;
const WATSON_EXPONENT: f64 = 0.38;
const GUGGENHEIM_EXPONENT: f64 = 11.0 / 9.0;

impl BoilingFluidSpec {
    /// Temperature at which it boils under a pressure near that of the atmosphere.
    pub fn saturation_temperature(&self, pressure: Pressure) -> Temperature {
        let boiling_k = self.boiling_c + ZERO_CELSIUS_K;
        let work_j_kg = STANDARD_PA * (self.vapour_kg_m3.recip() - self.liquid_kg_m3.recip());
        let inverse =
            boiling_k.recip() - work_j_kg / (self.latent_j_kg * boiling_k) * (pressure.pascals() / STANDARD_PA).ln();
        Temperature::from_kelvin(inverse.recip())
    }

    /// Heat-transfer coefficient of nucleate boiling, W/(m² K), at a heat flux, W/m².
    pub fn boiling_coefficient_w_m2k(&self, flux_w_m2: f64, pressure: Pressure, roughness_um: f64) -> f64 {
        let reduced = pressure.pascals() / self.critical_pa;
        55.0 * reduced.powf(0.12 - 0.2 * roughness_um.log10())
            * (-reduced.log10()).powf(-0.55)
            * self.molar_g_mol.powf(-0.5)
            * flux_w_m2.powf(0.67)
    }

    /// Density of the vapour at saturation under a pressure near that of the atmosphere, kg/m³.
    fn vapour_density_kg_m3(&self, pressure: Pressure) -> f64 {
        let warmer = self.saturation_temperature(pressure).kelvin() / (self.boiling_c + ZERO_CELSIUS_K);
        self.vapour_kg_m3 * pressure.pascals() / STANDARD_PA / warmer
    }

    /// How far below the critical temperature it boils under a pressure, over that at the boiling point.
    fn critical_distance(&self, pressure: Pressure) -> f64 {
        let saturation_c = self.saturation_temperature(pressure).celsius();
        ((self.critical_c - saturation_c) / (self.critical_c - self.boiling_c)).max(0.0)
    }

    /// Heat of evaporation under a pressure near that of the atmosphere, J/kg.
    fn latent_heat_j_kg(&self, pressure: Pressure) -> f64 {
        self.latent_j_kg * self.critical_distance(pressure).powf(WATSON_EXPONENT)
    }

    /// Critical heat flux of a flat plate under a pressure near that of the atmosphere, W/m².
    pub fn critical_flux_w_m2(&self, pressure: Pressure) -> f64 {
        let vapour_kg_m3 = self.vapour_density_kg_m3(pressure);
        let tension_n_m = self.tension_n_m * self.critical_distance(pressure).powf(GUGGENHEIM_EXPONENT);
        let buoyancy = tension_n_m * GRAVITY_M_S2 * (self.liquid_kg_m3 - vapour_kg_m3);
        0.131 * self.latent_heat_j_kg(pressure) * vapour_kg_m3.sqrt() * buoyancy.powf(0.25)
    }
}

/// A plate in a fluid at a pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoilingPlate {
    /// The plate.
    pub spec: BoilingPlateSpec,
    /// The fluid.
    pub fluid: BoilingFluidSpec,
    /// Pressure of the tank.
    pub pressure: Pressure,
}

impl BoilingPlate {
    fn flat_area(&self) -> Area {
        Area::new(self.spec.area_cm2 * 1e-4)
    }

    /// Case above the boiling fluid.
    pub fn case_rise(&self, power: Power) -> TempDelta {
        let wetted_m2 = self.flat_area().m2() * self.spec.enlargement;
        let flux = power.watts().max(0.0) / wetted_m2;
        if flux == 0.0 {
            return TempDelta::ZERO;
        }
        let film_k = flux / self.fluid.boiling_coefficient_w_m2k(flux, self.pressure, self.spec.roughness_um);
        TempDelta::new(power.watts() * self.spec.base_k_per_w + film_k)
    }

    /// Heat at which the plate dries out.
    pub fn critical_heat(&self) -> Power {
        Power::new(self.fluid.critical_flux_w_m2(self.pressure) * self.flat_area().m2() * self.spec.critical_gain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FK-5-1-12 at its boiling point: CoolProp, but surface tension from the maker.
    const FK: BoilingFluidSpec = BoilingFluidSpec {
        boiling_c: 49.0,
        latent_j_kg: 88.0e3,
        liquid_kg_m3: 1527.0,
        vapour_kg_m3: 12.8,
        tension_n_m: 0.0108,
        molar_g_mol: 316.04,
        critical_pa: 1.869e6,
        critical_c: 168.66,
    };

    #[test]
    fn saturation_follows_the_reference_table() {
        // CoolProp: 74356 Pa at 40.43 °C, 57017 Pa at 33.47 °C, 133118 Pa at 57.16 °C.
        for (pa, c) in [(74356.2, 40.43), (57017.4, 33.47), (133117.6, 57.16)] {
            let t = FK.saturation_temperature(Pressure::new(pa)).celsius();
            assert!((t - c).abs() < 0.2, "{pa}: {t}");
        }
    }

    #[test]
    fn a_flat_plate_dries_out_near_fourteen_watts_per_square_centimetre() {
        let chf = FK.critical_flux_w_m2(Pressure::new(101_325.0)) / 1e4;
        assert!((13.0..16.0).contains(&chf), "{chf}");
    }

    /// CoolProp 8.0.0, Novec649: pressure, heat of evaporation in J/kg and vapour in kg/m³ at saturation.
    #[test]
    fn vapour_and_latent_heat_follow_the_pressure() {
        let normal = FK.critical_flux_w_m2(Pressure::new(101_325.0));
        let rows = [(57_017.4, 92_472.6, 7.3851), (74_356.2, 90_482.9, 9.5059), (133_117.6, 85_481.8, 16.618)];
        for (pa, latent_j_kg, vapour_kg_m3) in rows {
            let p = Pressure::new(pa);
            assert!((FK.latent_heat_j_kg(p) / latent_j_kg - 1.0).abs() < 0.008, "{}", FK.latent_heat_j_kg(p));
            let density = FK.vapour_density_kg_m3(p);
            assert!((density / vapour_kg_m3 - 1.0).abs() < 0.03, "{density}");
            // Zuber with these, the surface tension left alone: it is in the fourth root.
            let flux = latent_j_kg / 88.0e3 * f64::sqrt(vapour_kg_m3 / 12.8);
            assert!((FK.critical_flux_w_m2(p) / normal / flux - 1.0).abs() < 0.06, "{pa}");
        }
        // A tank at 2548 m bears nine tenths of one at the sea.
        let high = FK.critical_flux_w_m2(Pressure::new(74_300.0)) / normal;
        assert!((0.88..0.93).contains(&high), "{high}");
    }

    #[test]
    fn more_heat_is_hotter_but_not_in_proportion() {
        let spec = BoilingPlateSpec {
            area_cm2: 40.0,
            base_k_per_w: 0.01,
            enlargement: 5.0,
            critical_gain: 2.0,
            roughness_um: 1.0,
        };
        let plate = BoilingPlate { spec, fluid: FK, pressure: Pressure::new(101_325.0) };
        let (a, b) = (plate.case_rise(Power::new(400.0)).kelvin(), plate.case_rise(Power::new(800.0)).kelvin());
        assert!(b > a && b < 2.0 * a);
        assert_eq!(plate.case_rise(Power::ZERO).kelvin(), 0.0);
    }
}
