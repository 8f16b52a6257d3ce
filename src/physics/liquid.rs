//! Liquid coolants: water, and propylene glycol in water at any concentration from 0 to 60 % by mass.
//!
//! Water: polynomials fitted to IAPWS-95 (viscosity IAPWS 2008, conductivity 2011) at 3 bar between 2 and 80 °C;
//! largest errors 2.2e-5 in density, 4.4e-5 in specific heat, 1.1e-3 in viscosity, 7.6e-4 in conductivity.
//!
//! Propylene glycol: Å. Melinder, *Properties of Secondary Working Fluids for Indirect Systems*, IIR 2010, whose
//! bivariate polynomials are rewritten here about 30 % and 30 °C without loss. Against another published table the
//! viscosity differs by 3 to 4 %: that is the honest uncertainty of a glycol's viscosity and of pressure drops with it.
//! At 0 % the polynomials are Melinder's own continuation to water (within 0.3 % in density and 1 % in specific heat);
//! for plain water use [`Liquid::Water`].

use crate::physics::dielectric::DielectricFluid;
use crate::physics::range::{OutOfRange, ValidityRange};
use crate::solve::root;
use crate::units::{Density, SpecificHeat, Temperature};

pub use crate::physics::liquid_state::LiquidState;

/// A liquid coolant whose properties are known over a range of temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Liquid {
    /// Water.
    Water,
    /// Propylene glycol in water; made by [`Liquid::propylene_glycol`].
    PropyleneGlycol {
        /// Share of glycol by mass, 0..=0.6.
        mass_fraction: f64,
    },
    /// A dielectric, by its data sheet.
    Dielectric(DielectricFluid),
}

/// Specific heat of water near 25 °C, J/(kg K).
pub const WATER_HEAT_CAPACITY_J_KG_K: f64 = 4181.0;
/// Volumetric heat capacity of water near 25 °C, J/(m³ K), at 997 kg/m³.
pub const WATER_HEAT_CAPACITY_J_M3_K: f64 = 997.0 * WATER_HEAT_CAPACITY_J_KG_K;

const WATER_RANGE: ValidityRange =
    ValidityRange { model: "water", quantity: "temperature", unit: "degC", min: 2.0, max: 80.0 };
/// Data sheets are read no further than this.
const DIELECTRIC_RANGE: ValidityRange =
    ValidityRange { model: "dielectric", quantity: "temperature", unit: "degC", min: 5.0, max: 100.0 };
const GLYCOL_FRACTION_RANGE: ValidityRange =
    ValidityRange { model: "propylene glycol", quantity: "mass fraction", unit: "", min: 0.0, max: 0.6 };

/// Freezing points that propylene glycol reaches.
const FROST_RANGE: ValidityRange =
    ValidityRange { model: "propylene glycol", quantity: "freezing point", unit: "degC", min: -50.0, max: 0.0 };

fn evaluate_polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// One bivariate polynomial: row i is the power of x = share − 0.3, column j that of y = (t − 30 °C)/10 K.
type BivariateCoefficients = [[f64; 4]; 6];

fn evaluate_bivariate(share: f64, t_c: f64, c: &BivariateCoefficients) -> f64 {
    let (x, y) = (share - 0.3, (t_c - 30.0) / 10.0);
    c.iter().rev().fold(0.0, |sum, row| sum * x + evaluate_polynomial(y, row))
}

const GLYCOL_DENSITY: BivariateCoefficients = [
    [1018.89014873, -5.18992086812, -0.281537807414, 0.0135660952542],
    [78.9782486397, -9.78993727436, 0.570941159459, -0.01390473312],
    [-22.3418246524, 2.3135614849, -0.4140954349, 0.03376],
    [-159.586977086, 29.30327509, -0.7175, 0.0],
    [-115.3181667, -22.21, 0.0, 0.0],
    [234.2, 0.0, 0.0, 0.0],
];
const GLYCOL_SPECIFIC_HEAT: BivariateCoefficients = [
    [3883.86440609, 26.7191119917, -0.152697791586, -0.0114141930264],
    [-1295.24132323, 50.9965819918, -0.772903601192, 0.159048194],
    [-1603.80595415, -3.98605900893, 12.68792613, -0.487],
    [119.218658908, 346.245444, -29.5, 0.0],
    [5367.57085, -713.5, 0.0, 0.0],
    [-4959.0, 0.0, 0.0, 0.0],
];
const GLYCOL_LN_VISCOSITY: BivariateCoefficients = [
    [-6.16385934975, -0.315516150416, 0.026070750787, -0.00138594441271],
    [3.43080899847, -0.422104563435, 0.0450265720469, -0.001853721317],
    [0.634368656052, -0.0239843659094, -0.012215545515, -0.0004465],
    [-4.13145002209, 1.127484284, -0.1589, 0.0],
    [-2.961120625, 0.4475, 0.0, 0.0],
    [35.64, 0.0, 0.0, 0.0],
];
const GLYCOL_CONDUCTIVITY: BivariateCoefficients = [
    [0.45249493969, 0.00807407053959, 1.89379590119e-6, -6.06608025194e-6],
    [-0.477757462212, -0.0175204696504, 0.000948966768596, 1.353828386e-5],
    [0.20477287684, 0.0187467231851, -0.0048334236343, 9.897e-5],
    [-0.0820272136482, -0.02771021118, 0.006543, 0.0],
    [-0.0571531905, -0.03605, 0.0, 0.0],
    [0.2104, 0.0, 0.0, 0.0],
];
/// Freezing point, °C, in powers of share − 0.3.
const GLYCOL_FREEZING_POINT: [f64; 6] = [-12.78910406, -64.80499946, -104.6860916, -218.6401062, -346.0502075, 146.5];

impl Liquid {
    /// Propylene glycol in water by mass.
    ///
    /// # Errors
    /// A mass fraction outside 0..=0.6.
    pub fn propylene_glycol(mass_fraction: f64) -> Result<Self, OutOfRange> {
        Ok(Self::PropyleneGlycol { mass_fraction: GLYCOL_FRACTION_RANGE.check_value(mass_fraction)? })
    }

    /// Propylene glycol by volume as vendors quote it ("PG25"), mixed at 20 °C from parts of 1036 and 998.2 kg/m³:
    /// 25 % by volume is 25.7 % by mass.
    ///
    /// # Errors
    /// As [`Self::propylene_glycol`].
    pub fn propylene_glycol_by_volume(volume_fraction: f64) -> Result<Self, OutOfRange> {
        let glycol = 1036.0 * volume_fraction;
        Self::propylene_glycol(glycol / (glycol + 998.2 * (1.0 - volume_fraction)))
    }

    /// Propylene glycol that freezes at a temperature, of at least a mass fraction.
    ///
    /// # Errors
    /// A temperature below the freezing point of 60 % by mass, −50.5 °C.
    pub fn propylene_glycol_for_frost(freezing: Temperature, least_mass_fraction: f64) -> Result<Self, OutOfRange> {
        let most = GLYCOL_FRACTION_RANGE.max;
        let freezing_c = |share: f64| evaluate_polynomial(share - 0.3, &GLYCOL_FREEZING_POINT);
        let coldest_c = FROST_RANGE.check_value(freezing.celsius().min(FROST_RANGE.max))?;
        let share = root::bisect(|share| coldest_c - freezing_c(share), 0.0, most);
        Self::propylene_glycol(share.clamp(least_mass_fraction, most))
    }

    /// The temperatures at which the properties hold: above freezing, at least 2 °C, at most 80 °C.
    pub fn temperature_range(&self) -> ValidityRange {
        match *self {
            Self::Water => WATER_RANGE,
            Self::Dielectric(_) => DIELECTRIC_RANGE,
            Self::PropyleneGlycol { mass_fraction } => ValidityRange {
                model: "propylene glycol",
                min: evaluate_polynomial(mass_fraction - 0.3, &GLYCOL_FREEZING_POINT).max(-10.0),
                ..WATER_RANGE
            },
        }
    }

    /// Properties at a temperature.
    ///
    /// # Errors
    /// A temperature outside [`Self::temperature_range`].
    pub fn properties_at(&self, t: Temperature) -> Result<LiquidState, OutOfRange> {
        let t_c = self.temperature_range().check_value(t.celsius())?;
        let (rho, cp, ln_mu, k) = match *self {
            Self::Dielectric(sheet) => return Ok(sheet.properties_at(t_c)),
            Self::Water => (
                evaluate_polynomial(t_c, &[999.98995, 0.052604933, -7.7286479e-3, 4.7008379e-5, -1.6938765e-7]),
                evaluate_polynomial(
                    t_c,
                    &[4217.9494, -3.2162556, 0.10171309, -1.630218e-3, 1.4186711e-5, -4.9382095e-8],
                ),
                evaluate_polynomial(t_c, &[-6.3270557, -0.034135255, 3.000761e-4, -2.2333649e-6, 8.195575e-9]),
                evaluate_polynomial(t_c, &[0.55653106, 2.3852401e-3, -1.6537329e-5, 5.0468471e-8]),
            ),
            Self::PropyleneGlycol { mass_fraction: x } => (
                evaluate_bivariate(x, t_c, &GLYCOL_DENSITY),
                evaluate_bivariate(x, t_c, &GLYCOL_SPECIFIC_HEAT),
                evaluate_bivariate(x, t_c, &GLYCOL_LN_VISCOSITY),
                evaluate_bivariate(x, t_c, &GLYCOL_CONDUCTIVITY),
            ),
        };
        Ok(LiquidState {
            density: Density::new(rho),
            specific_heat: SpecificHeat::new(cp),
            viscosity_pa_s: ln_mu.exp(),
            conductivity_w_mk: k,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pg25_by_volume_is_25_7_percent_by_mass() {
        let Liquid::PropyleneGlycol { mass_fraction } = Liquid::propylene_glycol_by_volume(0.25).unwrap() else {
            unreachable!()
        };
        assert!((mass_fraction - 0.2571).abs() < 1e-4);
    }

    #[test]
    fn outside_the_range_is_an_error() {
        assert!(Liquid::propylene_glycol(0.61).is_err());
        assert!(Liquid::Water.properties_at(Temperature::from_celsius(95.0)).is_err());
        assert!(Liquid::Water.properties_at(Temperature::from_celsius(0.0)).is_err());
        assert!(
            Liquid::propylene_glycol(0.1).unwrap().properties_at(Temperature::from_celsius(-5.0)).is_err(),
            "frozen"
        );
    }

    #[test]
    fn water_agrees_with_the_industrial_formulation() {
        for t_c in [5.0, 20.0, 40.0, 60.0, 78.0] {
            let s = Liquid::Water.properties_at(Temperature::from_celsius(t_c)).unwrap();
            let v = seuif97::pt(0.3, t_c, seuif97::OV);
            let cp = seuif97::pt(0.3, t_c, seuif97::OCP) * 1e3;
            let mu = seuif97::pt(0.3, t_c, seuif97::ODV);
            assert!((s.density.kg_m3() * v - 1.0).abs() < 1e-4);
            assert!((s.specific_heat.j_kg_k() / cp - 1.0).abs() < 1e-3);
            assert!((s.viscosity_pa_s / mu - 1.0).abs() < 3e-3);
        }
    }
}
