//! Moist air and water.
//!
//! Air: ASHRAE Handbook of Fundamentals 2017, chapter 1, with the saturation pressure of Hyland and Wexler. Water: the
//! industrial formulation IAPWS-IF97.

use super::root;

/// Water in the loops of a plant, near 25 °C (`docs/plant-topologies.md`).
pub const LOOP_WATER_J_KG_K: f64 = 4181.0;
pub const LOOP_WATER_J_M3_K: f64 = 997.0 * LOOP_WATER_J_KG_K;
/// Pressure at which the properties of water are taken, MPa: they hardly depend on it.
const LOOP_MPA: f64 = 0.3;
/// Specific heat of dry air, J/(kg K).
pub const DRY_AIR_J_KG_K: f64 = 1006.0;

/// Pressure of the standard atmosphere, Pa.
pub fn standard_pressure(elevation_m: f64) -> f64 {
    101_325.0 * (1.0 - 2.25577e-5 * elevation_m).powf(5.2559)
}

/// Saturation pressure over ice or water, Pa.
pub fn saturation_pressure(t_c: f64) -> f64 {
    let t = t_c + 273.15;
    let ln = if t_c < 0.01 {
        -5.674_535_9e3 / t + 6.392_524_7 - 9.677_843e-3 * t + 6.221_570_1e-7 * t * t + 2.074_782_5e-9 * t.powi(3)
            - 9.484_024e-13 * t.powi(4)
            + 4.163_501_9 * t.ln()
    } else {
        -5.800_220_6e3 / t + 1.391_499_3 - 4.864_023_9e-2 * t + 4.176_476_8e-5 * t * t - 1.445_209_3e-8 * t.powi(3)
            + 6.545_967_3 * t.ln()
    };
    ln.exp()
}

/// Humidity ratio at a vapour pressure.
fn ratio(vapour_pa: f64, p_pa: f64) -> f64 {
    0.621_945 * vapour_pa / (p_pa - vapour_pa)
}

/// Enthalpy, J per kg of dry air.
pub fn enthalpy(t_c: f64, w: f64) -> f64 {
    DRY_AIR_J_KG_K * t_c + w * (2_501_000.0 + 1860.0 * t_c)
}

/// Humidity ratio of saturated air.
pub fn saturated_ratio(t_c: f64, p_pa: f64) -> f64 {
    ratio(saturation_pressure(t_c), p_pa)
}

/// Enthalpy of saturated air, J per kg of dry air.
pub fn saturated_enthalpy(t_c: f64, p_pa: f64) -> f64 {
    enthalpy(t_c, saturated_ratio(t_c, p_pa))
}

/// Humidity ratio of saturated air of an enthalpy.
pub fn saturated_ratio_at_enthalpy(h: f64, p_pa: f64) -> f64 {
    saturated_ratio(root::find(-60.0, 80.0, |t| saturated_enthalpy(t, p_pa) - h), p_pa)
}

/// A state of moist air.
#[derive(Clone, Copy)]
pub struct Air {
    /// Dry-bulb, °C.
    pub t_c: f64,
    /// Humidity ratio.
    pub w: f64,
    pub p_pa: f64,
}

/// Humidity ratio by dry-bulb and wet-bulb (equations 33 and 35).
fn ratio_at_wet_bulb(t_c: f64, wb_c: f64, p_pa: f64) -> f64 {
    let saturated = saturated_ratio(wb_c, p_pa);
    if wb_c >= 0.0 {
        ((2501.0 - 2.326 * wb_c) * saturated - 1.006 * (t_c - wb_c)) / (2501.0 + 1.86 * t_c - 4.186 * wb_c)
    } else {
        ((2830.0 - 0.24 * wb_c) * saturated - 1.006 * (t_c - wb_c)) / (2830.0 + 1.86 * t_c - 2.1 * wb_c)
    }
}

impl Air {
    pub fn at_dew_point(t_c: f64, dew_c: f64, p_pa: f64) -> Self {
        Self { t_c, w: saturated_ratio(dew_c, p_pa), p_pa }
    }

    pub fn at_relative_humidity(t_c: f64, share: f64, p_pa: f64) -> Self {
        Self { t_c, w: ratio(share * saturation_pressure(t_c), p_pa), p_pa }
    }

    pub fn at_wet_bulb(t_c: f64, wb_c: f64, p_pa: f64) -> Self {
        Self { t_c, w: ratio_at_wet_bulb(t_c, wb_c, p_pa), p_pa }
    }

    /// Thermodynamic wet-bulb, °C.
    pub fn wet_bulb(&self) -> f64 {
        let miss = |wb: f64| ratio_at_wet_bulb(self.t_c, wb, self.p_pa) - self.w;
        // The equations over ice and over water leave a step at 0 °C; where both have a root, that over ice counts.
        let ice = -1e-9;
        let (low, high) =
            if self.t_c <= 0.0 || miss(ice) >= 0.0 { (self.t_c - 40.0, self.t_c.min(ice)) } else { (0.0, self.t_c) };
        // Saturated air may be a hair beyond by rounding.
        if miss(high) <= 0.0 { high } else { root::find(low, high, miss) }
    }

    /// Volume for each kilogram of dry air, m³/kg.
    pub fn volume_of_dry_air(&self) -> f64 {
        287.042 * (self.t_c + 273.15) * (1.0 + 1.607_858 * self.w) / self.p_pa
    }

    /// Density of the mixture, kg/m³.
    pub fn density(&self) -> f64 {
        (1.0 + self.w) / self.volume_of_dry_air()
    }

    /// Specific heat for each kilogram of moist air.
    pub fn specific_heat(&self) -> f64 {
        (DRY_AIR_J_KG_K + 1860.0 * self.w) / (1.0 + self.w)
    }

    /// The same air some kelvins warmer.
    pub fn warmer(&self, k: f64) -> Self {
        Self { t_c: self.t_c + k, ..*self }
    }
}

/// Properties of liquid water.
#[derive(Clone, Copy)]
pub struct Water {
    pub density: f64,
    pub specific_heat: f64,
    pub viscosity: f64,
}

impl Water {
    /// At a temperature, °C, and the pressure of a loop.
    pub fn at(t_c: f64) -> Self {
        let find = |property| seuif97::pt(LOOP_MPA, t_c, property);
        Self {
            density: 1.0 / find(seuif97::OV),
            specific_heat: 1000.0 * find(seuif97::OCP),
            viscosity: find(seuif97::ODV),
        }
    }

    /// Heat of a cubic metre for each kelvin.
    pub fn heat_j_m3_k(&self) -> f64 {
        self.density * self.specific_heat
    }
}
