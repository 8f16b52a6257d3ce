//! Saturated air and the enthalpy of moist air: what states of moist air are made of.

use crate::physics::range::{OutOfRange, ValidityRange};
use crate::units::{HumidityRatio, Pressure, Temperature, ZERO_CELSIUS_K};

/// Ratio of the molar masses of water and dry air.
pub(super) const MASS_RATIO: f64 = 0.621945;
/// Specific heat of dry air, J/(kg K): that of the enthalpy of moist air in the ASHRAE Handbook of Fundamentals 2017,
/// chapter 1 (eq. 30).
pub const CP_DRY_AIR: f64 = 1006.0;
/// Specific heat of water vapour, J/(kg K).
pub(super) const CP_VAPOUR: f64 = 1860.0;
/// Heat of evaporation at 0 °C, J/kg.
pub(super) const LATENT_0C: f64 = 2_501_000.0;
/// Specific heat of liquid water in the wet-bulb equations (eq. 33), J/(kg K).
pub(super) const CP_LIQUID: f64 = 4186.0;
/// Where the saturation formulas over ice and over water meet.
pub(super) const TRIPLE_POINT_K: f64 = 273.16;
/// Smallest humidity ratio: keeps the logarithm of a bone-dry state finite.
pub(super) const MIN_HUMIDITY_RATIO: f64 = 1e-7;

/// Saturation pressure of water vapour, over ice below the triple point and over water above it (eq. 5 and 6).
///
/// Valid from −100 to 200 °C.
pub fn saturation_pressure(t: Temperature) -> Pressure {
    Pressure::new(saturation_pressure_pa(t.kelvin()))
}

#[inline]
pub(super) fn saturation_pressure_pa(t_k: f64) -> f64 {
    let t = t_k;
    let ln = if t < TRIPLE_POINT_K {
        -5674.5359 / t
            + 6.3925247
            + t * (-9.677843e-3 + t * (6.2215701e-7 + t * (2.0747825e-9 - 9.484024e-13 * t)))
            + 4.1635019 * t.ln()
    } else {
        -5800.2206 / t + 1.3914993 + t * (-4.8640239e-2 + t * (4.1764768e-5 - 1.4452093e-8 * t)) + 6.5459673 * t.ln()
    };
    ln.exp()
}

#[inline]
pub(super) fn humidity_from_vapour(pw_pa: f64, p_pa: f64) -> f64 {
    (MASS_RATIO * pw_pa / (p_pa - pw_pa)).max(MIN_HUMIDITY_RATIO)
}

#[inline]
pub(super) fn saturated_humidity_kg_kg(t_c: f64, p_pa: f64) -> f64 {
    humidity_from_vapour(saturation_pressure_pa(t_c + ZERO_CELSIUS_K), p_pa)
}

#[inline]
pub(super) fn specific_enthalpy(t_c: f64, w: f64) -> f64 {
    CP_DRY_AIR * t_c + w * (LATENT_0C + CP_VAPOUR * t_c)
}

/// Humidity ratio of saturated air (eq. 21). The total pressure must exceed the saturation pressure.
pub fn saturation_humidity_ratio(t: Temperature, p: Pressure) -> HumidityRatio {
    HumidityRatio::new(saturated_humidity_kg_kg(t.celsius(), p.pascals()))
}

/// Enthalpy of saturated air, J per kg of dry air.
pub fn saturated_enthalpy_j_kg(t: Temperature, p: Pressure) -> f64 {
    specific_enthalpy(t.celsius(), saturated_humidity_kg_kg(t.celsius(), p.pascals()))
}

/// Enthalpy of air of a temperature and humidity ratio, J per kg of dry air (eq. 30).
pub fn enthalpy_j_kg(t: Temperature, w: HumidityRatio) -> f64 {
    specific_enthalpy(t.celsius(), w.kg_kg())
}

/// Dry-bulb of air of an enthalpy (J per kg of dry air) and humidity ratio: the inverse of [`enthalpy_j_kg`].
pub fn temperature_at_enthalpy(h_j_kg: f64, w: HumidityRatio) -> Temperature {
    let w = w.kg_kg();
    Temperature::from_celsius((h_j_kg - w * LATENT_0C) / (CP_DRY_AIR + w * CP_VAPOUR))
}

/// Humidity ratio of air whose vapour has a pressure, below the total `p` (eq. 20).
pub fn humidity_ratio_at_vapour_pressure(vapour: Pressure, p: Pressure) -> HumidityRatio {
    HumidityRatio::new(humidity_from_vapour(vapour.pascals(), p.pascals()))
}

/// Growth of the logarithm of saturation pressure with temperature, 1/K: the derivative of the formulas above.
#[inline]
pub(super) fn saturation_log_slope(t_k: f64) -> f64 {
    let t = t_k;
    if t < TRIPLE_POINT_K {
        (5674.5359 / t + 4.1635019) / t
            + (-9.677843e-3 + t * (2.0 * 6.2215701e-7 + t * (3.0 * 2.0747825e-9 - 4.0 * 9.484024e-13 * t)))
    } else {
        (5800.2206 / t + 6.5459673) / t + (-4.8640239e-2 + t * (2.0 * 4.1764768e-5 - 3.0 * 1.4452093e-8 * t))
    }
}

/// Enthalpy of saturated air, J per kg of dry air, and its growth with temperature, J/(kg K).
#[inline]
pub(super) fn saturated_enthalpy_and_slope(t_c: f64, p_pa: f64) -> (f64, f64) {
    let t_k = t_c + ZERO_CELSIUS_K;
    let pw_pa = saturation_pressure_pa(t_k);
    let w = humidity_from_vapour(pw_pa, p_pa);
    let w_slope = w * p_pa / (p_pa - pw_pa) * saturation_log_slope(t_k);
    (specific_enthalpy(t_c, w), CP_DRY_AIR + w * CP_VAPOUR + w_slope * (LATENT_0C + CP_VAPOUR * t_c))
}

/// Where the inverse of saturated enthalpy is looked for.
pub(super) const ENTHALPY_RANGE: ValidityRange = ValidityRange {
    model: "saturated air",
    quantity: "temperature of the enthalpy",
    unit: "degC",
    min: -60.0,
    max: 90.0,
};
/// Temperature at which saturated air has the given enthalpy: the inverse of [`saturated_enthalpy_j_kg`] to 1e-9 K.
///
/// # Errors
/// When that temperature is outside −60..=90 °C.
pub fn saturation_temperature_at_enthalpy(h_j_kg: f64, p: Pressure) -> Result<Temperature, OutOfRange> {
    const RANGE: ValidityRange = ENTHALPY_RANGE;
    // The logarithm of the enthalpy above this is nearly a straight line in temperature: Newton takes three or four steps.
    const BELOW_J_KG: f64 = 61_000.0;
    let p_pa = p.pascals();
    let wanted = (h_j_kg + BELOW_J_KG).max(f64::MIN_POSITIVE).ln();
    // At 20 °C and sea level the logarithm is 11.68 and grows by 0.027 a kelvin.
    let mut t_c = (20.0 + (wanted - 11.68) / 0.031).clamp(RANGE.min, RANGE.max);
    for _ in 0..20 {
        let (h, slope) = saturated_enthalpy_and_slope(t_c, p_pa);
        let above = h + BELOW_J_KG;
        let step_k = (wanted - above.ln()) * above / slope;
        t_c += step_k;
        // Newton squares the error: what is left after such a step is far below 1e-9 K.
        if step_k.abs() < 1e-5 {
            return RANGE.check_value(t_c).map(Temperature::from_celsius);
        }
        if !(RANGE.min - 60.0..=RANGE.max + 60.0).contains(&t_c) {
            break;
        }
        t_c = t_c.clamp(RANGE.min, RANGE.max);
    }
    // Far from the start, or beyond the range: by the bracket.
    let residual = |t_c: f64| specific_enthalpy(t_c, saturated_humidity_kg_kg(t_c, p_pa)) - h_j_kg;
    if residual(RANGE.min) > 0.0 {
        RANGE.check_value(f64::NEG_INFINITY)?;
    }
    if residual(RANGE.max) < 0.0 || h_j_kg.is_nan() {
        RANGE.check_value(f64::INFINITY)?;
    }
    Ok(Temperature::from_celsius(find_rising_root(residual, RANGE.min, RANGE.max)))
}

/// Root of a rising function in a bracket that holds it, by the Illinois rule (regula falsi that never stalls).
pub(super) fn find_rising_root(f: impl Fn(f64) -> f64, lo: f64, hi: f64) -> f64 {
    let (mut a, mut b) = (lo, hi);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa >= 0.0 {
        return a;
    }
    if fb <= 0.0 {
        return b;
    }
    for _ in 0..60 {
        let x = (a * fb - b * fa) / (fb - fa);
        let fx = f(x);
        if fx > 0.0 {
            // Halving the value kept at the other end makes the next chord cross over.
            fa *= 0.5;
            (b, fb) = (x, fx);
        } else {
            fb *= 0.5;
            (a, fa) = (x, fx);
        }
        if fx == 0.0 || (b - a).abs() < 1e-11 || fx.abs() < 1e-13 {
            return x;
        }
    }
    f64::midpoint(a, b)
}
