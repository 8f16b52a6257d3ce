//! Friction of pipe flow: the Darcy factor `f` in `Δp = f (L/D) ρ v²/2` (four times the Fanning factor).
//!
//! Laminar `f = 64/Re`; turbulent by Colebrook (1939), `1/√f = −2 log₁₀(ε/3.7 + 2.51/(Re √f))`, with `ε` the roughness
//! over the diameter. Between Re 2040 (where turbulence first sustains itself: Avila et al., Science 333, 2011) and
//! 4000 the flow is intermittent and no formula is exact; [`darcy_factor_and_slope`] joins both by a cubic, so that
//! Newton's method meets a continuous derivative.

/// Highest Reynolds number of laminar flow.
pub const LAMINAR_MAX_REYNOLDS: f64 = 2040.0;
/// Lowest Reynolds number of fully turbulent flow.
pub const TURBULENT_MIN_REYNOLDS: f64 = 4000.0;

/// Colebrook's factor, solved to rounding. For `re > 0` and a relative roughness of 0 to 0.05.
pub fn colebrook_factor(re: f64, relative_roughness: f64) -> f64 {
    // Newton on x = 1/√f; Haaland's estimate is within 2 %, so four steps reach rounding.
    let mut x = haaland_factor(re, relative_roughness).sqrt().recip();
    for _ in 0..6 {
        let argument = relative_roughness / 3.7 + 2.51 * x / re;
        let residual = x + 2.0 * argument.log10();
        let slope = 1.0 + 2.0 * 2.51 / (re * argument * std::f64::consts::LN_10);
        let step = residual / slope;
        x -= step;
        if step.abs() < 1e-15 * x {
            break;
        }
    }
    (x * x).recip()
}

/// Haaland's explicit factor (J. Fluids Eng. 105, 1983): within 1.5 % of Colebrook for Re 4000 to 3·10⁶.
fn haaland_factor(re: f64, relative_roughness: f64) -> f64 {
    (-1.8 * ((relative_roughness / 3.7).powf(1.11) + 6.9 / re).log10()).powi(-2)
}

/// Slope of Colebrook's factor with the Reynolds number, from its implicit derivative.
pub fn colebrook_slope(re: f64, relative_roughness: f64, f: f64) -> f64 {
    let x = f.sqrt().recip();
    let argument = relative_roughness / 3.7 + 2.51 * x / re;
    let k = 2.0 * 2.51 / (argument * re * std::f64::consts::LN_10);
    let dx_dre = k * x / re / (1.0 + k);
    -2.0 * dx_dre / (x * x * x)
}

/// The factor and its slope `df/dRe`, both continuous for every `re > 0`: laminar up to Re 2040, Colebrook from 4000,
/// between them a cubic that meets both laws in value and slope.
pub fn darcy_factor_and_slope(re: f64, relative_roughness: f64) -> (f64, f64) {
    if re <= LAMINAR_MAX_REYNOLDS {
        return (64.0 / re, -64.0 / (re * re));
    }
    if re >= TURBULENT_MIN_REYNOLDS {
        let f = colebrook_factor(re, relative_roughness);
        return (f, colebrook_slope(re, relative_roughness, f));
    }
    let width = TURBULENT_MIN_REYNOLDS - LAMINAR_MAX_REYNOLDS;
    let s = (re - LAMINAR_MAX_REYNOLDS) / width;
    let (f0, d0) = (64.0 / LAMINAR_MAX_REYNOLDS, -64.0 / (LAMINAR_MAX_REYNOLDS * LAMINAR_MAX_REYNOLDS) * width);
    let f1 = colebrook_factor(TURBULENT_MIN_REYNOLDS, relative_roughness);
    let d1 = colebrook_slope(TURBULENT_MIN_REYNOLDS, relative_roughness, f1) * width;
    // Cubic Hermite polynomial c0 + c1 s + c2 s² + c3 s³.
    let c2 = 3.0 * (f1 - f0) - 2.0 * d0 - d1;
    let c3 = 2.0 * (f0 - f1) + d0 + d1;
    (f0 + s * (d0 + s * (c2 + s * c3)), (d0 + s * (2.0 * c2 + 3.0 * s * c3)) / width)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn factor_and_slope_are_continuous_at_both_ends_of_the_transition() {
        for edge in [LAMINAR_MAX_REYNOLDS, TURBULENT_MIN_REYNOLDS] {
            let (below, above) =
                (darcy_factor_and_slope(edge * (1.0 - 1e-9), 1e-4), darcy_factor_and_slope(edge * (1.0 + 1e-9), 1e-4));
            assert!((below.0 - above.0).abs() < 1e-8);
            assert!((below.1 - above.1).abs() < 1e-10);
        }
    }

    proptest! {
        #[test]
        fn slope_is_the_derivative(re in 100.0..1e6f64, e in 0.0..0.02f64) {
            let h = re * 1e-6;
            let numeric = (darcy_factor_and_slope(re + h, e).0 - darcy_factor_and_slope(re - h, e).0) / (2.0 * h);
            prop_assert!((numeric - darcy_factor_and_slope(re, e).1).abs() < 1e-4 * numeric.abs() + 1e-10);
        }

        #[test]
        fn a_rougher_pipe_never_flows_easier(re in 4000.0..1e7f64, e in 0.0..0.04f64) {
            prop_assert!(colebrook_factor(re, e + 1e-4) > colebrook_factor(re, e));
        }

        #[test]
        fn more_flow_always_loses_more_pressure(re in 100.0..1e6f64, e in 0.0..0.02f64) {
            let head = |re: f64| darcy_factor_and_slope(re, e).0 * re * re;
            prop_assert!(head(re * 1.001) > head(re));
        }
    }
}
