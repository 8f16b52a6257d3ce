//! Saturated air by a table, for what asks dozens of times an hour.
//!
//! Saturation pressure over ice and over water, cubic in steps of half a kelvin with the formulas' own values and slopes at
//! every node, so that value and slope are continuous on either side of the triple point, which is a node. Against the
//! formulas it differs by less than 4e-8 (−60 to 0 °C) and 5e-9 (0 to 90 °C) of the pressure: in temperature far below a
//! microkelvin. Made once a process; it holds no state.

use std::sync::LazyLock;

use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, Pressure, Temperature, ZERO_CELSIUS_K};

use super::saturation::{
    CP_DRY_AIR, CP_VAPOUR, ENTHALPY_RANGE, LATENT_0C, MASS_RATIO, TRIPLE_POINT_K, saturated_enthalpy_and_slope,
    saturated_humidity_kg_kg, saturation_log_slope, saturation_pressure_pa, saturation_temperature_at_enthalpy,
    specific_enthalpy,
};

const STEP_K: f64 = 0.5;
/// Cells below and above the triple point.
const CELLS_BELOW_TRIPLE_POINT: usize = 140;
const CELL_COUNT: usize = 340;
const FIRST_C: f64 = TRIPLE_POINT_K - ZERO_CELSIUS_K - STEP_K * CELLS_BELOW_TRIPLE_POINT as f64;

/// Enthalpies at which the temperature is tabulated, as where to look for it.
const FIRST_ENTHALPY_J_KG: f64 = -60e3;
const ENTHALPY_STEP_J_KG: f64 = 2e3;
const ENTHALPY_COUNT: usize = 300;
/// A step of the search after which nothing is left, K.
const CONVERGED_STEP_K: f64 = 0.03;
const SEA_LEVEL_PA: f64 = 101_325.0;

/// Saturation pressure in cells of cubics.
#[derive(Debug)]
pub struct SaturationTable {
    pressure: [[f64; 4]; CELL_COUNT],
    /// Temperature of saturated air at sea level, °C, by its enthalpy.
    inverse: [f64; ENTHALPY_COUNT],
}

/// The cubic of a cell that begins at a temperature, in shares of the cell.
fn hermite_coefficients(low_k: f64) -> [f64; 4] {
    // A hair inside the cell: ice and water have slopes of their own at the triple point.
    let (low_k, high_k) = (low_k + 1e-9, low_k + STEP_K - 1e-9);
    let (a, b) = (saturation_pressure_pa(low_k), saturation_pressure_pa(high_k));
    let (da, db) = (a * saturation_log_slope(low_k) * STEP_K, b * saturation_log_slope(high_k) * STEP_K);
    [a, da, 3.0 * (b - a) - 2.0 * da - db, 2.0 * (a - b) + da + db]
}

static SATURATION_TABLE: LazyLock<SaturationTable> = LazyLock::new(|| SaturationTable {
    pressure: std::array::from_fn(|i| {
        hermite_coefficients(TRIPLE_POINT_K + STEP_K * (i as f64 - CELLS_BELOW_TRIPLE_POINT as f64))
    }),
    inverse: std::array::from_fn(|i| {
        let h_j_kg = FIRST_ENTHALPY_J_KG + ENTHALPY_STEP_J_KG * i as f64;
        let t = saturation_temperature_at_enthalpy(h_j_kg, Pressure::new(SEA_LEVEL_PA));
        t.map_or(ENTHALPY_RANGE.min, Temperature::celsius)
    }),
});

/// Saturated air at a temperature, per kilogram of dry air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaturatedAir {
    /// Humidity ratio, kg/kg.
    pub humidity_ratio: f64,
    /// Enthalpy, J/kg.
    pub enthalpy_j_kg: f64,
    /// Growth of the enthalpy, J/(kg K).
    pub slope_j_kg_k: f64,
}

impl SaturationTable {
    /// The table.
    pub fn get() -> &'static Self {
        &SATURATION_TABLE
    }

    /// Saturated air; outside the table's −70 to 100 °C by the formulas.
    #[inline]
    pub fn saturated_air(&self, t_c: f64, p_pa: f64) -> SaturatedAir {
        let x = (t_c - FIRST_C) / STEP_K;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; the share tells")]
        let i = x as usize;
        match self.pressure.get(i) {
            Some([a, b, c, d]) if x >= 0.0 => {
                let u = x - i as f64;
                let pw_pa = a + u * (b + u * (c + u * d));
                let growth = (b + u * (2.0 * c + 3.0 * u * d)) / STEP_K;
                // Water that boils has no saturated air: the last per cent of dry air is kept.
                let dry = 1.0 / (p_pa - pw_pa).max(0.01 * p_pa);
                let w = MASS_RATIO * pw_pa * dry;
                let latent = LATENT_0C + CP_VAPOUR * t_c;
                SaturatedAir {
                    humidity_ratio: w,
                    enthalpy_j_kg: CP_DRY_AIR * t_c + w * latent,
                    slope_j_kg_k: CP_DRY_AIR + w * CP_VAPOUR + MASS_RATIO * p_pa * dry * dry * growth * latent,
                }
            }
            _ => saturated_from_formulas(t_c, p_pa),
        }
    }

    /// Saturated air of an enthalpy, J per kg of dry air, and its temperature; to 2e-6 K, across the triple point and above
    /// 60 °C to 1e-4 K. The humidity ratio has exactly that enthalpy.
    ///
    /// # Errors
    /// When that temperature is outside −60..=90 °C.
    pub fn saturated_at_enthalpy(&self, h_j_kg: f64, p: Pressure) -> Result<(Temperature, HumidityRatio), OutOfRange> {
        let p_pa = p.pascals();
        let mut t_c = self.estimate_temperature_c(h_j_kg, p_pa);
        for _ in 0..6 {
            let here = self.saturated_air(t_c, p_pa);
            let step_k = here.temperature_rise_k(h_j_kg - here.enthalpy_j_kg);
            t_c += step_k;
            // A step by the parabola cubes the error.
            if step_k.abs() < CONVERGED_STEP_K && (ENTHALPY_RANGE.min..=ENTHALPY_RANGE.max).contains(&t_c) {
                let w = (h_j_kg - CP_DRY_AIR * t_c) / (LATENT_0C + CP_VAPOUR * t_c);
                return Ok((Temperature::from_celsius(t_c), HumidityRatio::new(w)));
            }
        }
        let t = saturation_temperature_at_enthalpy(h_j_kg, p)?;
        Ok((t, HumidityRatio::new(saturated_humidity_kg_kg(t.celsius(), p_pa))))
    }

    /// About the temperature of saturated air of an enthalpy: that at sea level with as much less vapour as the pressure makes.
    fn estimate_temperature_c(&self, h_j_kg: f64, p_pa: f64) -> f64 {
        let sea_level_c = |h_j_kg: f64| {
            let x = ((h_j_kg - FIRST_ENTHALPY_J_KG) / ENTHALPY_STEP_J_KG).clamp(0.0, (ENTHALPY_COUNT - 2) as f64);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
            let i = x as usize;
            match self.inverse.get(i..i + 2) {
                Some([low, high]) => low + (x - i as f64) * (high - low),
                _ => ENTHALPY_RANGE.min,
            }
        };
        let vapour = h_j_kg - CP_DRY_AIR * sea_level_c(h_j_kg);
        sea_level_c(h_j_kg - vapour * (1.0 - p_pa / SEA_LEVEL_PA))
    }
}

impl SaturatedAir {
    /// Growth of the humidity ratio at its temperature, 1/K.
    #[inline]
    pub(super) fn humidity_slope_k(&self, t_c: f64) -> f64 {
        (self.slope_j_kg_k - CP_DRY_AIR - self.humidity_ratio * CP_VAPOUR) / (LATENT_0C + CP_VAPOUR * t_c)
    }

    /// How much warmer saturated air of some more enthalpy is, K, by a parabola: what evaporates grows by about 6.5 % a kelvin.
    #[inline]
    pub fn temperature_rise_k(&self, more_j_kg: f64) -> f64 {
        let slope = self.slope_j_kg_k;
        let bend = 0.0325 * (slope - CP_DRY_AIR);
        2.0 * more_j_kg / (slope + (slope * slope + 4.0 * bend * more_j_kg).max(0.0).sqrt())
    }
}

#[cold]
fn saturated_from_formulas(t_c: f64, p_pa: f64) -> SaturatedAir {
    let w = saturated_humidity_kg_kg(t_c, p_pa);
    let (_, slope) = saturated_enthalpy_and_slope(t_c, p_pa);
    SaturatedAir { humidity_ratio: w, enthalpy_j_kg: specific_enthalpy(t_c, w), slope_j_kg_k: slope }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_follows_the_formulas() {
        let table = SaturationTable::get();
        for i in 0..16_000 {
            let t_c = -60.0 + 0.009_375 * f64::from(i);
            for p_pa in [61e3, 101_325.0].into_iter().filter(|p| saturation_pressure_pa(t_c + ZERO_CELSIUS_K) < 0.9 * p)
            {
                let (got, wanted) = (table.saturated_air(t_c, p_pa), saturated_from_formulas(t_c, p_pa));
                let w = got.humidity_ratio / wanted.humidity_ratio - 1.0;
                let most = if t_c < 0.01 { 4e-8 } else { 5e-9 };
                // Humidity grows faster than pressure where vapour is most of the air.
                let most = most * p_pa / (p_pa - saturation_pressure_pa(t_c + ZERO_CELSIUS_K));
                assert!(w.abs() < most, "{t_c}: {w:e}");
                let off_k = (got.enthalpy_j_kg - wanted.enthalpy_j_kg) / wanted.slope_j_kg_k;
                assert!(off_k.abs() < 1e-7, "{t_c}: {off_k:e} K");
                assert!((got.slope_j_kg_k / wanted.slope_j_kg_k - 1.0).abs() < 1e-5, "{t_c}");
            }
        }
    }

    #[test]
    fn far_outside_the_formulas_answer() {
        for t_c in [-75.0, -70.1, 100.5] {
            assert_eq!(SaturationTable::get().saturated_air(t_c, 101_325.0), saturated_from_formulas(t_c, 101_325.0));
        }
        assert!(SaturationTable::get().saturated_air(f64::NAN, 101_325.0).enthalpy_j_kg.is_nan());
    }

    #[test]
    fn enthalpy_is_inverted() {
        let p = Pressure::new(95e3);
        for i in 0..300 {
            let t_c = -59.9 + 0.4998 * f64::from(i);
            let wanted = saturated_from_formulas(t_c, 95e3);
            let (t, w) = SaturationTable::get().saturated_at_enthalpy(wanted.enthalpy_j_kg, p).unwrap();
            let most_k = if t_c.abs() < 0.05 || t_c > 60.0 { 1e-4 } else { 2e-6 };
            assert!((t.celsius() - t_c).abs() < most_k, "{t_c}: {t:?}");
            let back = specific_enthalpy(t.celsius(), w.kg_kg());
            assert!((back - wanted.enthalpy_j_kg).abs() < 1e-9 * (1e4 + back.abs()), "{t_c}");
            assert!((w.kg_kg() / wanted.humidity_ratio - 1.0).abs() < 1e-3, "{t_c}: {w:?}");
        }
        let at = |h_j_kg| SaturationTable::get().saturated_at_enthalpy(h_j_kg, p);
        assert!(at(f64::NAN).is_err() && at(-1e6).is_err() && at(1e9).is_err());
    }
}
