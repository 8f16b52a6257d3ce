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
    CP_DRY_AIR, CP_VAPOUR, ENTHALPY_RANGE, LATENT_0C, MASS_RATIO, TRIPLE_POINT_K, enthalpy,
    saturated_enthalpy_and_slope, saturation_growth, saturation_pa, saturation_temperature_at_enthalpy, saturation_w,
};

const STEP_K: f64 = 0.5;
/// Cells below and above the triple point.
const BELOW: usize = 140;
const CELLS: usize = 340;
const FIRST_C: f64 = TRIPLE_POINT_K - ZERO_CELSIUS_K - STEP_K * BELOW as f64;

/// Enthalpies at which the temperature is tabulated, as where to look for it.
const ENTHALPY_FIRST: f64 = -60e3;
const ENTHALPY_STEP: f64 = 2e3;
const ENTHALPIES: usize = 300;
/// A step of the search after which nothing is left, K.
const SMALL_K: f64 = 0.03;
const SEA_LEVEL_PA: f64 = 101_325.0;

/// Saturation pressure in cells of cubics.
#[derive(Debug)]
pub struct Table {
    pressure: [[f64; 4]; CELLS],
    /// Temperature of saturated air at sea level, °C, by its enthalpy.
    inverse: [f64; ENTHALPIES],
}

/// The cubic of a cell that begins at a temperature, in shares of the cell.
fn cell(low_k: f64) -> [f64; 4] {
    // A hair inside the cell: ice and water have slopes of their own at the triple point.
    let (low_k, high_k) = (low_k + 1e-9, low_k + STEP_K - 1e-9);
    let (a, b) = (saturation_pa(low_k), saturation_pa(high_k));
    let (da, db) = (a * saturation_growth(low_k) * STEP_K, b * saturation_growth(high_k) * STEP_K);
    [a, da, 3.0 * (b - a) - 2.0 * da - db, 2.0 * (a - b) + da + db]
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    pressure: std::array::from_fn(|i| cell(TRIPLE_POINT_K + STEP_K * (i as f64 - BELOW as f64))),
    inverse: std::array::from_fn(|i| {
        let h_j_kg = ENTHALPY_FIRST + ENTHALPY_STEP * i as f64;
        let t = saturation_temperature_at_enthalpy(h_j_kg, Pressure::new(SEA_LEVEL_PA));
        t.map_or(ENTHALPY_RANGE.min, Temperature::celsius)
    }),
});

/// Saturated air at a temperature, per kilogram of dry air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saturated {
    /// Humidity ratio, kg/kg.
    pub humidity_ratio: f64,
    /// Enthalpy, J/kg.
    pub enthalpy_j_kg: f64,
    /// Growth of the enthalpy, J/(kg K).
    pub slope_j_kg_k: f64,
}

impl Table {
    /// The table.
    pub fn get() -> &'static Self {
        &TABLE
    }

    /// Saturated air; outside the table's −70 to 100 °C by the formulas.
    #[inline]
    pub fn at(&self, t_c: f64, p_pa: f64) -> Saturated {
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
                Saturated {
                    humidity_ratio: w,
                    enthalpy_j_kg: CP_DRY_AIR * t_c + w * latent,
                    slope_j_kg_k: CP_DRY_AIR + w * CP_VAPOUR + MASS_RATIO * p_pa * dry * dry * growth * latent,
                }
            }
            _ => exact(t_c, p_pa),
        }
    }

    /// Saturated air of an enthalpy, J per kg of dry air, and its temperature; to 2e-6 K, across the triple point and above
    /// 60 °C to 1e-4 K. The humidity ratio has exactly that enthalpy.
    ///
    /// # Errors
    /// When that temperature is outside −60..=90 °C.
    pub fn at_enthalpy(&self, h_j_kg: f64, p: Pressure) -> Result<(Temperature, HumidityRatio), OutOfRange> {
        let p_pa = p.pascals();
        let mut t_c = self.near_c(h_j_kg, p_pa);
        for _ in 0..6 {
            let here = self.at(t_c, p_pa);
            let step_k = here.warmer_k(h_j_kg - here.enthalpy_j_kg);
            t_c += step_k;
            // A step by the parabola cubes the error.
            if step_k.abs() < SMALL_K && (ENTHALPY_RANGE.min..=ENTHALPY_RANGE.max).contains(&t_c) {
                let w = (h_j_kg - CP_DRY_AIR * t_c) / (LATENT_0C + CP_VAPOUR * t_c);
                return Ok((Temperature::from_celsius(t_c), HumidityRatio::new(w)));
            }
        }
        let t = saturation_temperature_at_enthalpy(h_j_kg, p)?;
        Ok((t, HumidityRatio::new(saturation_w(t.celsius(), p_pa))))
    }

    /// About the temperature of saturated air of an enthalpy: that at sea level with as much less vapour as the pressure makes.
    fn near_c(&self, h_j_kg: f64, p_pa: f64) -> f64 {
        let sea_level_c = |h_j_kg: f64| {
            let x = ((h_j_kg - ENTHALPY_FIRST) / ENTHALPY_STEP).clamp(0.0, (ENTHALPIES - 2) as f64);
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

impl Saturated {
    /// How much warmer saturated air of some more enthalpy is, K, by a parabola: what evaporates grows by about 6.5 % a kelvin.
    #[inline]
    pub fn warmer_k(&self, more_j_kg: f64) -> f64 {
        let slope = self.slope_j_kg_k;
        let bend = 0.0325 * (slope - CP_DRY_AIR);
        2.0 * more_j_kg / (slope + (slope * slope + 4.0 * bend * more_j_kg).max(0.0).sqrt())
    }
}

#[cold]
fn exact(t_c: f64, p_pa: f64) -> Saturated {
    let w = saturation_w(t_c, p_pa);
    let (_, slope) = saturated_enthalpy_and_slope(t_c, p_pa);
    Saturated { humidity_ratio: w, enthalpy_j_kg: enthalpy(t_c, w), slope_j_kg_k: slope }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_follows_the_formulas() {
        let table = Table::get();
        for i in 0..16_000 {
            let t_c = -60.0 + 0.009_375 * f64::from(i);
            for p_pa in [61e3, 101_325.0].into_iter().filter(|p| saturation_pa(t_c + ZERO_CELSIUS_K) < 0.9 * p) {
                let (got, wanted) = (table.at(t_c, p_pa), exact(t_c, p_pa));
                let w = got.humidity_ratio / wanted.humidity_ratio - 1.0;
                let most = if t_c < 0.01 { 4e-8 } else { 5e-9 };
                // Humidity grows faster than pressure where vapour is most of the air.
                let most = most * p_pa / (p_pa - saturation_pa(t_c + ZERO_CELSIUS_K));
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
            assert_eq!(Table::get().at(t_c, 101_325.0), exact(t_c, 101_325.0));
        }
        assert!(Table::get().at(f64::NAN, 101_325.0).enthalpy_j_kg.is_nan());
    }

    #[test]
    fn enthalpy_is_inverted() {
        let p = Pressure::new(95e3);
        for i in 0..300 {
            let t_c = -59.9 + 0.4998 * f64::from(i);
            let wanted = exact(t_c, 95e3);
            let (t, w) = Table::get().at_enthalpy(wanted.enthalpy_j_kg, p).unwrap();
            let most_k = if t_c.abs() < 0.05 || t_c > 60.0 { 1e-4 } else { 2e-6 };
            assert!((t.celsius() - t_c).abs() < most_k, "{t_c}: {t:?}");
            let back = enthalpy(t.celsius(), w.kg_kg());
            assert!((back - wanted.enthalpy_j_kg).abs() < 1e-9 * (1e4 + back.abs()), "{t_c}");
            assert!((w.kg_kg() / wanted.humidity_ratio - 1.0).abs() < 1e-3, "{t_c}: {w:?}");
        }
        let at = |h_j_kg| Table::get().at_enthalpy(h_j_kg, p);
        assert!(at(f64::NAN).is_err() && at(-1e6).is_err() && at(1e9).is_err());
    }
}
