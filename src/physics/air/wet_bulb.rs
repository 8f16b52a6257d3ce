//! The wet-bulb temperature of moist air.

use std::sync::LazyLock;

use crate::units::ZERO_CELSIUS_K;

use super::saturation::{find_rising_root, humidity_from_vapour, saturated_humidity_kg_kg, saturation_pressure_pa};
use super::table::SaturationTable;

/// A step of the search after which the table has no more to tell, K.
const TABLE_STEP_K: f64 = 1e-4;

/// The wet-bulb equation of a wick: water (eq. 33) or ice (eq. 35).
struct PsychrometricSide {
    /// Heat that a kilogram takes up to evaporate from a wick at 0 °C, kJ, and what less at each kelvin more.
    latent: (f64, f64),
    /// Specific heat of what is on the wick, kJ/(kg K).
    wick: f64,
}

impl PsychrometricSide {
    const WATER: Self = Self { latent: (2501.0, 2.326), wick: 4.186 };
    const ICE: Self = Self { latent: (2830.0, 0.24), wick: 2.1 };

    const fn at(t_wb_c: f64) -> &'static Self {
        if t_wb_c >= 0.0 { &Self::WATER } else { &Self::ICE }
    }

    /// The humidity ratio that a wet bulb implies, with that of saturated air at it; negative where the pair can't be.
    #[inline]
    fn humidity(&self, t_c: f64, t_wb_c: f64, saturated: f64) -> f64 {
        let (at_zero, fall) = self.latent;
        ((at_zero - fall * t_wb_c) * saturated - 1.006 * (t_c - t_wb_c)) / (at_zero + 1.86 * t_c - self.wick * t_wb_c)
    }

    /// The wet-bulb of air within a range, by Newton's rule from the dry-bulb: the table of saturated air comes within a
    /// microkelvin, the formula takes the last step. Beyond the table, or at an end of the range, by the bracket.
    fn solve_wet_bulb_c(&self, (t_c, w): (f64, f64), p_pa: f64, (low_c, high_c): (f64, f64)) -> f64 {
        let table = SaturationTable::get();
        let (at_zero, fall) = self.latent;
        let mut t_wb_c = high_c;
        for _ in 0..12 {
            let air = table.saturated_air(t_wb_c, p_pa);
            let implied = self.humidity(t_c, t_wb_c, air.humidity_ratio);
            let slope = ((at_zero - fall * t_wb_c) * air.humidity_slope_k(t_wb_c) - fall * air.humidity_ratio
                + 1.006
                + self.wick * implied)
                / (at_zero + 1.86 * t_c - self.wick * t_wb_c);
            let step_k = (w - implied) / slope;
            let next_c = t_wb_c + step_k;
            if !(low_c..=high_c).contains(&next_c) || !(-65.0..=90.0).contains(&next_c) {
                break;
            }
            t_wb_c = next_c;
            if step_k.abs() < TABLE_STEP_K {
                let exact = self.humidity(t_c, t_wb_c, saturated_humidity_kg_kg(t_wb_c, p_pa));
                return (t_wb_c + (w - exact) / slope).clamp(low_c, high_c);
            }
        }
        let residual = |t_wb_c: f64| self.humidity(t_c, t_wb_c, saturated_humidity_kg_kg(t_wb_c, p_pa)) - w;
        find_rising_root(residual, low_c, high_c)
    }
}

/// Humidity ratio of air saturated over ice at 0 °C.
fn saturated_on_ice_at_zero(p_pa: f64) -> f64 {
    static PRESSURE_PA: LazyLock<f64> = LazyLock::new(|| saturation_pressure_pa(ZERO_CELSIUS_K));
    humidity_from_vapour(*PRESSURE_PA, p_pa)
}

/// The humidity ratio that a wet bulb implies (eq. 33 over water, 35 over ice), negative where the pair can't be.
pub(super) fn humidity_from_wet_bulb(t_c: f64, t_wb_c: f64, p_pa: f64) -> f64 {
    PsychrometricSide::at(t_wb_c).humidity(t_c, t_wb_c, saturated_humidity_kg_kg(t_wb_c, p_pa))
}

/// Wet-bulb of air of a dry-bulb and a humidity ratio, °C, to 1e-9 K. Where the formulas over ice and over water both have
/// a root, the ice root is given.
pub(super) fn wet_bulb_c((t_c, w): (f64, f64), p_pa: f64) -> f64 {
    // The implied humidity rises on each side of the freezing point and jumps down at it.
    let below = -f64::MIN_POSITIVE;
    if t_c < 0.0 || PsychrometricSide::ICE.humidity(t_c, below, saturated_on_ice_at_zero(p_pa)) >= w {
        PsychrometricSide::ICE.solve_wet_bulb_c((t_c, w), p_pa, ((t_c - 45.0).min(-45.0), t_c.min(below)))
    } else {
        PsychrometricSide::WATER.solve_wet_bulb_c((t_c, w), p_pa, (0.0, t_c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newton's steps and the table against the bracket and the formula alone.
    #[test]
    fn the_bracket_finds_the_same_wet_bulb() {
        for i in 0..24_000_u32 {
            let t_c = -60.0 + 0.01 * f64::from(i % 12_000);
            let p_pa = 60e3 + 1.7 * f64::from(i);
            let share = 0.01 + 0.99 * f64::from(i * 7919 % 1000) / 999.0;
            let pw_pa = share * saturation_pressure_pa(t_c + ZERO_CELSIUS_K);
            let w = humidity_from_vapour(pw_pa, p_pa);
            let found_c = wet_bulb_c((t_c, w), p_pa);
            let residual = |t_wb_c: f64| humidity_from_wet_bulb(t_c, t_wb_c, p_pa) - w;
            let by_bracket_c = if t_c < 0.0 || residual(-f64::MIN_POSITIVE) >= 0.0 {
                find_rising_root(residual, (t_c - 45.0).min(-45.0), t_c.min(-f64::MIN_POSITIVE))
            } else {
                find_rising_root(residual, 0.0, t_c)
            };
            // Below −40 °C saturated air holds so little water that 1e-13 kg/kg, the bracket's end, is up to 1e-8 K.
            let most_k = if t_c < -40.0 { 1e-7 } else { 2e-9 };
            assert!((found_c - by_bracket_c).abs() < most_k, "{t_c} degC, {share}: {found_c} {by_bracket_c}");
        }
    }
}
