//! The change of a ratio, split among its causes by the logarithmic mean: exact, without residue, in any order.
//!
//! For V = Π f the change of the logarithm is the sum of the changes of the factors' logarithms. Where a factor is itself
//! a sum, s = Σ p, the change of its logarithm is split with the logarithmic mean L(a, b) = (b − a)/ln(b/a):
//! ln(s₁/s₀) = Σ (p₁ − p₀)/L(s₀, s₁). Parts may be zero on either side. B. W. Ang, *Energy Policy* 33 (2005) 867–871
//! (the logarithmic mean Divisia index); the split of a sum follows from the definition of L.

/// The logarithmic mean of two positive numbers: between the geometric and the arithmetic one; `a` where both are equal.
pub fn log_mean(a: f64, b: f64) -> f64 {
    let ratio = b / a;
    // Near equality the quotient loses its digits; the series in ln(b/a) does not: L = a (1 + u/2 + u²/6 + u³/24 + …).
    let u = ratio.ln();
    if u.abs() < 1e-3 { a * (1.0 + u / 2.0 * (1.0 + u / 3.0 * (1.0 + u / 4.0 * (1.0 + u / 5.0)))) } else { (b - a) / u }
}

/// What each part of a sum adds to the logarithm of its change, ln(Σ after / Σ before); the shares add up to it exactly.
/// Both sums must be positive.
pub fn log_change_shares<const N: usize>(before: &[f64; N], after: &[f64; N]) -> [f64; N] {
    let (from, to): (f64, f64) = (before.iter().sum(), after.iter().sum());
    let mean = log_mean(from, to);
    std::array::from_fn(|i| (after[i] - before[i]) / mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// L(1, e) = e − 1; L(2, 8) = 6/ln 4.
    #[test]
    fn log_means_are_those_worked_by_hand() {
        assert!((log_mean(1.0, std::f64::consts::E) - (std::f64::consts::E - 1.0)).abs() < 1e-15);
        assert!((log_mean(2.0, 8.0) - 4.328085122666891).abs() < 1e-14);
        assert_eq!(log_mean(3.0, 3.0), 3.0);
    }

    proptest! {
        #[test]
        fn lies_between_the_means_and_is_symmetric(a in 1e-3..1e3f64, b in 1e-3..1e3f64) {
            let l = log_mean(a, b);
            prop_assert!(l >= (a * b).sqrt() * (1.0 - 1e-12) && l <= a.midpoint(b) * (1.0 + 1e-12));
            prop_assert!((l - log_mean(b, a)).abs() <= 1e-12 * l);
        }

        #[test]
        fn is_smooth_where_the_formula_changes(a in 0.1..10.0f64, u in -2e-3..2e-3f64) {
            let b = a * f64::exp(u);
            let exact = a * (1.0 + u / 2.0 + u * u / 6.0 + u * u * u / 24.0 + u.powi(4) / 120.0);
            prop_assert!((log_mean(a, b) - exact).abs() < 1e-12 * a);
        }

        #[test]
        fn parts_add_up_to_the_whole(before in prop::array::uniform6(0.0..100.0f64), after in prop::array::uniform6(0.0..100.0f64)) {
            let (from, to): (f64, f64) = (before.iter().sum(), after.iter().sum());
            prop_assume!(from > 1.0 && to > 1.0);
            let whole = (to / from).ln();
            prop_assert!((log_change_shares(&before, &after).iter().sum::<f64>() - whole).abs() < 1e-12);
        }
    }
}
