//! Heat exchange between two streams by effectiveness and number of transfer units (ε-NTU).
//!
//! `NTU = UA/C_min`, `c_r = C_min/C_max`, heat `= ε C_min (T_hot,in − T_cold,in)`. Unlike a logarithmic mean difference
//! it never fails on crossed temperatures. Formulas: Kays and London, *Compact Heat Exchangers*, 1984; Incropera et
//! al., *Fundamentals of Heat and Mass Transfer*, table 11.3.

use crate::solve::root;

/// How two streams pass each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowArrangement {
    /// Counterflow.
    Counterflow,
    /// Parallel flow.
    Parallel,
    /// Crossflow, the larger stream mixed.
    CrossflowMaxMixed,
    /// Crossflow, the smaller stream mixed.
    CrossflowMinMixed,
    /// Crossflow, both unmixed: the exact series.
    CrossflowUnmixed,
    /// Crossflow, both unmixed: the usual closed approximation, `1 − exp[(exp(−c_r N^0.78) − 1) N^0.22 / c_r]`.
    CrossflowUnmixedApproximate,
    /// One shell pass, two tube passes.
    ShellAndTube,
}

/// Effectiveness, 0..=1, for `ntu >= 0` and `0 <= cr <= 1`.
pub fn effectiveness(arrangement: FlowArrangement, ntu: f64, cr: f64) -> f64 {
    let n = ntu;
    if n <= 0.0 {
        return 0.0;
    }
    if cr <= 0.0 {
        return -(-n).exp_m1();
    }
    match arrangement {
        FlowArrangement::Counterflow => {
            let x = -(-n * (1.0 - cr)).exp_m1();
            // (1 − e)/(1 − c e) with 1 − e = x, written so that c → 1 is not 0/0.
            if 1.0 - cr < 1e-7 { n / (1.0 + n) } else { x / (1.0 - cr + cr * x) }
        }
        FlowArrangement::Parallel => -(-n * (1.0 + cr)).exp_m1() / (1.0 + cr),
        FlowArrangement::CrossflowMaxMixed => -(cr * (-n).exp_m1()).exp_m1() / cr,
        FlowArrangement::CrossflowMinMixed => -((-cr * n).exp_m1() / cr).exp_m1(),
        FlowArrangement::CrossflowUnmixed => crossflow_unmixed_effectiveness(n, cr),
        FlowArrangement::CrossflowUnmixedApproximate => approximate_crossflow(n, cr).value,
        FlowArrangement::ShellAndTube => {
            let g = (1.0 + cr * cr).sqrt();
            let e = (-n * g).exp();
            2.0 / (1.0 + cr + g * (1.0 + e) / (1.0 - e))
        }
    }
}

/// An effectiveness and its slopes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopedEffectiveness {
    /// The effectiveness.
    pub value: f64,
    /// Its derivative by the logarithm of NTU.
    pub by_ln_ntu: f64,
    /// Its derivative by the logarithm of the ratio of capacity rates.
    pub by_ln_ratio: f64,
}

/// Exponent of NTU in [`FlowArrangement::CrossflowUnmixedApproximate`].
const CROSSFLOW_EXPONENT: f64 = 0.22;

/// [`FlowArrangement::CrossflowUnmixedApproximate`] with its slopes, for `ntu > 0` and `0 < cr <= 1`: `ε = 1 − eˣ` with
/// `x = (e^(−b) − 1) a`, `a = N^0.22/c_r`, `b = c_r N^0.78`.
pub fn approximate_crossflow(ntu: f64, cr: f64) -> SlopedEffectiveness {
    let power = ntu.powf(CROSSFLOW_EXPONENT);
    let (a, b) = (power / cr, cr * ntu / power);
    let taken = one_less_exp(-b);
    let x = -a * taken;
    let value = one_less_exp(x);
    let (left, moved) = (1.0 - value, a * b * (1.0 - taken));
    SlopedEffectiveness {
        value,
        by_ln_ntu: left * ((1.0 - CROSSFLOW_EXPONENT) * moved - CROSSFLOW_EXPONENT * x),
        by_ln_ratio: left * (x + moved),
    }
}

/// `1 − eˣ` to a few units of rounding; `exp_m1`, which takes longer, only where the difference would lose digits.
fn one_less_exp(x: f64) -> f64 {
    if x < -0.1 { 1.0 - x.exp() } else { -x.exp_m1() }
}

/// Up to here the series starts at its first term; beyond, `e⁻ᴺ` leaves the range of numbers.
const SERIES_NTU: f64 = 500.0;
/// From here on the distributions of the series are normal to eight digits.
const NORMAL_NTU: f64 = 1e8;
/// Standard deviations beyond which a distribution is below rounding.
const TAIL_DEVIATIONS: f64 = 9.0;

/// `ε = (1/(c N)) Σₙ P(n+1, N) P(n+1, c N)` with P the regularised lower incomplete gamma function: for whole `n`,
/// `P(n+1, x) = P(n, x) − xⁿ e⁻ˣ/n!`, the chance that a Poisson number of mean `x` is above `n`.
///
/// So the sum is the expected lesser of two Poisson numbers of means `N` and `c N`. Small NTU are summed from the first
/// term, larger ones where the chances differ from 1, and the largest by the normal limit.
fn crossflow_unmixed_effectiveness(n: f64, cr: f64) -> f64 {
    if n <= SERIES_NTU {
        return crossflow_series(n, cr);
    }
    let (x, y) = (n, cr * n);
    let deviation = (1.0 + cr).sqrt() * n.sqrt();
    if x - y > TAIL_DEVIATIONS * deviation {
        // The hotter stream's number is above the other one's in every case: what is left of the mean is all of it.
        return 1.0;
    }
    if n > NORMAL_NTU {
        return 1.0 - normal_excess((x - y) / deviation) * deviation / y;
    }
    // Both numbers are above `low` for certain, and the lesser is never above `high`.
    let low = (y - TAIL_DEVIATIONS * y.sqrt()).floor().max(0.0);
    let (mut px, mut py) = (PoissonTail::above(x, low), PoissonTail::above(y, low));
    let mut sum = low;
    let high = y + TAIL_DEVIATIONS * y.sqrt();
    while py.at < high {
        sum += px.above * py.above;
        px.step();
        py.step();
    }
    (sum / y).min(1.0)
}

fn crossflow_series(n: f64, cr: f64) -> f64 {
    let (x, y) = (n, cr * n);
    let (mut px, mut py) = (-(-x).exp_m1(), -(-y).exp_m1());
    let (mut tx, mut ty) = ((-x).exp(), (-y).exp());
    let mut sum = px * py;
    let mut k = 0.0;
    loop {
        k += 1.0;
        tx *= x / k;
        ty *= y / k;
        px -= tx;
        py -= ty;
        // Past the bulk of the distribution what is left is below rounding.
        if px <= 0.0 || py <= 0.0 || px * py < 1e-17 * sum {
            return (sum / y).min(1.0);
        }
        sum += px * py;
    }
}

/// The chance that a Poisson number is above a whole number, which steps upwards.
struct PoissonTail {
    mean: f64,
    /// The whole number.
    at: f64,
    /// Chance of just that number.
    here: f64,
    /// Chance of a larger one.
    above: f64,
}

impl PoissonTail {
    /// Terms over the one at the mean, summed from both sides, so that no term leaves the range of numbers.
    fn above(mean: f64, at: f64) -> Self {
        let (mode, reach) = (mean.floor(), TAIL_DEVIATIONS * mean.sqrt());
        let lowest = (mode - reach).min(at);
        let (mut total, mut above, mut here) = (0.0, 0.0, 0.0);
        let mut count = |k: f64, term: f64| {
            total += term;
            if k > at {
                above += term;
            } else if k == at {
                here = term;
            }
        };
        let (mut k, mut term) = (mode, 1.0);
        while k >= 0.0 && k >= lowest {
            count(k, term);
            term *= k / mean;
            k -= 1.0;
        }
        (k, term) = (mode + 1.0, mean / (mode + 1.0));
        while k < mode + reach {
            count(k, term);
            k += 1.0;
            term *= mean / k;
        }
        Self { mean, at, here: here / total, above: above / total }
    }

    fn step(&mut self) {
        self.at += 1.0;
        self.here *= self.mean / self.at;
        self.above -= self.here;
    }
}

/// `∫₀^∞ t φ(t + a) dt`: the mean excess of a standard normal number over `a`, by the trapezoidal rule, which converges
/// faster than any power on a bell.
fn normal_excess(a: f64) -> f64 {
    const STEPS: u32 = 2000;
    let step = (TAIL_DEVIATIONS + 1.0) / f64::from(STEPS);
    let term = |i: u32| {
        let t = step * f64::from(i);
        t * (-0.5 * (t + a) * (t + a)).exp()
    };
    let sum: f64 = (1..STEPS).map(term).sum();
    // The slope of the integrand at its lower end, which the rule leaves out (Euler and Maclaurin).
    let correction = step * step / 12.0 * (-0.5 * a * a).exp();
    (sum * step + correction) / std::f64::consts::TAU.sqrt()
}

/// Heat that passes from a hot to a cold stream, W: `ε C_min (T_hot,in − T_cold,in)`; none when a stream stands still.
pub fn exchanged_heat_w(arrangement: FlowArrangement, ua_w_k: f64, hot: (f64, f64), cold: (f64, f64)) -> f64 {
    let ((hot_in_c, c_hot), (cold_in_c, c_cold)) = (hot, cold);
    let (c_min, c_max) = (c_hot.min(c_cold), c_hot.max(c_cold));
    if c_min <= 0.0 {
        return 0.0;
    }
    effectiveness(arrangement, ua_w_k / c_min, c_min / c_max) * c_min * (hot_in_c - cold_in_c)
}

/// Logarithms of the conductances that are searched, W/K.
const LN_UA_W_K: (f64, f64) = (0.0, 25.0);

/// Conductance UA, W/K, that passes `q_w` from a hot to a cold stream, each with its inlet, °C, and capacity rate, W/K.
/// Nothing where the smaller stream can't carry so much heat, or less than 1 W/K passes more. Heat rises with the
/// conductance, so halving always ends at it.
pub fn solve_conductance(arrangement: FlowArrangement, q_w: f64, hot: (f64, f64), cold: (f64, f64)) -> Option<f64> {
    let excess_w = |ln_ua: f64| exchanged_heat_w(arrangement, ln_ua.exp(), hot, cold) - q_w;
    let (low, high) = LN_UA_W_K;
    (excess_w(low) <= 0.0 && excess_w(high) >= 0.0).then(|| root::bisect(excess_w, low, high).exp())
}

/// The warmest inlet of the cold stream, °C, with which the exchanger cools the hot stream (capacity rate `c_hot`) to
/// `hot_out_c` while it takes `q_w` from it. All rates must be positive.
pub fn required_cold_inlet_c(
    arrangement: FlowArrangement,
    ua_w_k: f64,
    q_w: f64,
    hot_out_c: f64,
    c_hot: f64,
    c_cold: f64,
) -> f64 {
    let (c_min, c_max) = (c_hot.min(c_cold), c_hot.max(c_cold));
    hot_out_c + q_w / c_hot - q_w / (effectiveness(arrangement, ua_w_k / c_min, c_min / c_max) * c_min)
}

/// Conductance UA, W/K, of a counterflow exchanger that carries `q_w` between streams of the given capacity rates with
/// an approach (hot outlet less cold inlet) of `approach_k`; in closed form. Nothing when the streams would have to cross.
pub fn counterflow_ua_for_approach(q_w: f64, approach_k: f64, c_hot: f64, c_cold: f64) -> Option<f64> {
    // Differences at both ends; UA is the heat over their logarithmic mean.
    let cold_end_k = approach_k;
    let hot_end_k = approach_k + q_w / c_hot - q_w / c_cold;
    if hot_end_k <= 0.0 || cold_end_k <= 0.0 {
        return None;
    }
    let ratio = hot_end_k / cold_end_k;
    let mean_k = if (ratio - 1.0).abs() < 1e-6 {
        f64::midpoint(hot_end_k, cold_end_k)
    } else {
        (hot_end_k - cold_end_k) / ratio.ln()
    };
    Some(q_w / mean_k)
}

/// Conductance of a two-stream exchanger away from its rating: each side's film scales with a power of its flow,
/// `1/UA = 1/hA₁ + 1/hA₂`, `hA_i = hA_i0 (m_i/m_i0)^n_i`, with `ratio = hA₁₀/hA₂₀` at the rating.
///
/// At the rating it gives back `ua0`. Flow ratios must be positive.
pub fn scaled_ua(ua0: f64, ratio: f64, flow1: f64, n1: f64, flow2: f64, n2: f64) -> f64 {
    // 1/UA0 = 1/h1 + 1/h2 and h1 = ratio·h2, hence h2 = UA0 (1 + 1/ratio).
    let h2 = ua0 * (1.0 + ratio.recip());
    let h1 = ratio * h2;
    ((h1 * flow1.powf(n1)).recip() + (h2 * flow2.powf(n2)).recip()).recip()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [FlowArrangement; 7] = [
        FlowArrangement::Counterflow,
        FlowArrangement::Parallel,
        FlowArrangement::CrossflowMaxMixed,
        FlowArrangement::CrossflowMinMixed,
        FlowArrangement::CrossflowUnmixed,
        FlowArrangement::CrossflowUnmixedApproximate,
        FlowArrangement::ShellAndTube,
    ];

    #[test]
    fn limits() {
        for a in ALL {
            assert_eq!(effectiveness(a, 0.0, 0.5), 0.0);
            assert!((effectiveness(a, 3.0, 0.0) - (1.0 - (-3f64).exp())).abs() < 1e-12, "{a:?}");
            assert!((effectiveness(a, 3.0, 1e-9) - (1.0 - (-3f64).exp())).abs() < 1e-7, "{a:?}");
        }
        assert!((effectiveness(FlowArrangement::Counterflow, 4.0, 1.0) - 0.8).abs() < 1e-12);
        assert!((effectiveness(FlowArrangement::Counterflow, 4.0, 1.0 - 2e-7) - 0.8).abs() < 1e-6);
    }

    #[test]
    fn the_slopes_of_crossflow_are_its_differences() {
        for (n, cr) in [(0.3_f64, 0.2_f64), (1.0, 0.5), (2.5, 1.0), (6.0, 0.9), (0.05, 0.05)] {
            let of = |n: f64, cr: f64| effectiveness(FlowArrangement::CrossflowUnmixedApproximate, n, cr);
            let formula = 1.0 - (((-cr * n.powf(0.78)).exp() - 1.0) * n.powf(0.22) / cr).exp();
            let here = approximate_crossflow(n, cr);
            assert!((here.value - formula).abs() < 1e-14, "{n} {cr}");
            let h = 1e-5_f64;
            let by_n = (of(n * h.exp(), cr) - of(n * (-h).exp(), cr)) / (2.0 * h);
            let by_cr = (of(n, cr * h.exp()) - of(n, cr * (-h).exp())) / (2.0 * h);
            assert!((here.by_ln_ntu - by_n).abs() < 1e-8, "{n} {cr}: {} {by_n}", here.by_ln_ntu);
            assert!((here.by_ln_ratio - by_cr).abs() < 1e-8, "{n} {cr}: {} {by_cr}", here.by_ln_ratio);
        }
    }

    #[test]
    fn an_exchanger_sized_for_an_approach_has_it() {
        for (c_hot, c_cold) in [(8e4, 8e4), (8e4, 12e4), (9e4, 8e4)] {
            let ua = counterflow_ua_for_approach(1e6, 4.0, c_hot, c_cold).unwrap();
            let cold_c = required_cold_inlet_c(FlowArrangement::Counterflow, ua, 1e6, 45.0, c_hot, c_cold);
            assert!((cold_c - 41.0).abs() < 1e-6, "{cold_c}");
            let q = exchanged_heat_w(FlowArrangement::Counterflow, ua, (45.0 + 1e6 / c_hot, c_hot), (cold_c, c_cold));
            assert!((q - 1e6).abs() < 1e-3);
        }
        assert_eq!(counterflow_ua_for_approach(1e6, 4.0, 12e4, 8e4), None, "the streams would cross");
        assert_eq!(exchanged_heat_w(FlowArrangement::Counterflow, 1e5, (50.0, 0.0), (20.0, 1e4)), 0.0);
    }

    #[test]
    fn scaling_gives_back_the_rating() {
        assert!((scaled_ua(5e4, 0.5, 1.0, 0.8, 1.0, 0.85) - 5e4).abs() < 1e-9);
        assert!(scaled_ua(5e4, 0.5, 0.5, 0.8, 1.0, 0.85) < 5e4);
    }

    /// With equal capacity rates the series is `1 − e^(−2N) (I₀(2N) + I₁(2N))`; the figures are that form, and elsewhere
    /// the double sum, with 40 digits (mpmath 1.3).
    #[test]
    fn crossflow_is_right_at_any_number_of_transfer_units() {
        let of = |n, cr| effectiveness(FlowArrangement::CrossflowUnmixed, n, cr);
        for (n, cr, reference) in CROSSFLOW_REFERENCE {
            assert!((of(n, cr) / reference - 1.0).abs() < 1e-11, "{n} {cr}: {} against {reference}", of(n, cr));
        }
        let mut last = 0.0;
        for i in 0..600 {
            let n = 10f64.powf(-3.0 + 0.03 * f64::from(i));
            let e = of(n, 1.0);
            assert!(e >= last - 1e-9 && e <= 1.0, "{n}: {e} after {last}");
            // Far out, 1 − ε is 1/√(πN).
            assert!(n < 1e3 || ((1.0 - e) * (std::f64::consts::PI * n).sqrt() - 1.0).abs() < 1e-3, "{n}: {e}");
            last = e;
        }
        assert!((of(1e300, 0.5) - 1.0).abs() < 1e-12 && of(f64::MAX, 1.0) <= 1.0);
    }

    /// N, c and ε.
    const CROSSFLOW_REFERENCE: [(f64, f64, f64); 13] = [
        (0.5, 1.0, 0.326_329_977_056_651_1),
        (5.0, 1.0, 0.750_903_981_452_115_9),
        (3.0, 0.7, 0.763_388_562_578_985_8),
        (50.0, 0.9, 0.958_145_961_481_047_7),
        (499.0, 1.0, 0.974_746_569_540_209_6),
        (501.0, 1.0, 0.974_797_013_387_283_9),
        (510.0, 0.97, 0.986_984_555_999_452_6),
        (710.0, 1.0, 0.978_828_206_354_629_6),
        (750.0, 1.0, 0.979_400_426_214_347_3),
        (750.0, 0.97, 0.990_875_890_856_057_1),
        (1e4, 0.995, 0.996_498_270_764_531_3),
        (1e4, 1.0, 0.994_358_139_426_702),
        (1e12, 1.0, 0.999_999_435_810_416_5),
    ];

    proptest! {
        #[test]
        fn more_area_never_moves_less_heat(n in 0.01..8.0f64, cr in 0.0..1.0f64) {
            for a in ALL {
                let (e, more) = (effectiveness(a, n, cr), effectiveness(a, n * 1.05, cr));
                prop_assert!((0.0..=1.0).contains(&e));
                // Mixed and shell arrangements saturate; the smaller-mixed one even turns very slightly.
                prop_assert!(more >= e - 1e-12, "{a:?}");
            }
        }
    }
}
