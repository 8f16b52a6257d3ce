//! Which inputs a result's variance is from: Sobol indices by the method of two matrices.
//!
//! Rows of A and B are independent samples of all inputs; AB_i has A's rows with the column (or group of columns) i of B.
//! First order, S_i = V(E(f | x_i)) / V(f), by Saltelli et al. (Computer Physics Communications 181, 2010, table 2 b):
//! mean(f(B) (f(AB_i) - f(A))) / V. Total, S_Ti = E(V(f | all but x_i)) / V(f), by Jansen (1999; table 2 f of the same):
//! mean((f(A) - f(AB_i))²) / 2V. Inputs, or groups of them, must be independent of each other.

use rand::RngExt;

use super::sampling::{seeded_generator, sorted_quantile};

/// Draws of the bootstrap that confidence is from.
const BOOTSTRAP_DRAWS: usize = 300;
/// Fewest rows that say something.
const MIN_ROWS: usize = 16;

/// A share of the variance with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceShare {
    /// The estimate; it may fall a little below zero or above one by chance.
    pub value: f64,
    /// 2.5 % of the bootstrap's draws lie below.
    pub low: f64,
    /// 2.5 % of them lie above.
    pub high: f64,
}

/// What an input does alone, and with all its interactions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SobolIndices {
    /// First order.
    pub first: VarianceShare,
    /// Total.
    pub total: VarianceShare,
    /// Rows that had a result in every matrix.
    pub rows: usize,
}

/// The indices of one input from the results of A, B and AB_i, row by row; a row with a result that is not finite does not
/// count. Nothing if fewer than 16 rows are left or the result does not vary. The same seed gives the same draws for every
/// input.
pub fn sobol_indices(a: &[f64], b: &[f64], ab: &[f64], seed: u64) -> Option<SobolIndices> {
    let whole = |(a, b, ab): &(f64, f64, f64)| a.is_finite() && b.is_finite() && ab.is_finite();
    let rows: Vec<(f64, f64, f64)> = a.iter().zip(b).zip(ab).map(|((a, b), ab)| (*a, *b, *ab)).filter(whole).collect();
    if rows.len() < MIN_ROWS {
        return None;
    }
    let (first, total) = estimate_indices(rows.iter().copied())?;
    let mut generator = seeded_generator(seed, u64::MAX);
    let (mut firsts, mut totals) = (Vec::with_capacity(BOOTSTRAP_DRAWS), Vec::with_capacity(BOOTSTRAP_DRAWS));
    for _ in 0..BOOTSTRAP_DRAWS {
        let drawn: Vec<usize> = (0..rows.len()).map(|_| generator.random_range(0..rows.len())).collect();
        if let Some((first, total)) = estimate_indices(drawn.iter().map(|i| rows[*i])) {
            firsts.push(first);
            totals.push(total);
        }
    }
    Some(SobolIndices {
        first: share_with_interval(first, firsts)?,
        total: share_with_interval(total, totals)?,
        rows: rows.len(),
    })
}

fn share_with_interval(value: f64, mut draws: Vec<f64>) -> Option<VarianceShare> {
    draws.sort_unstable_by(f64::total_cmp);
    Some(VarianceShare { value, low: sorted_quantile(&draws, 0.025)?, high: sorted_quantile(&draws, 0.975)? })
}

fn estimate_indices(rows: impl Iterator<Item = (f64, f64, f64)> + Clone) -> Option<(f64, f64)> {
    let (mut n, mut sum) = (0.0, 0.0);
    for (a, b, _) in rows.clone() {
        n += 1.0;
        sum += a + b;
    }
    let mean = sum / (2.0 * n);
    let (mut variance, mut first, mut total) = (0.0, 0.0, 0.0);
    for (a, b, ab) in rows {
        variance += (a - mean).powi(2) + (b - mean).powi(2);
        // B about its mean: the same expectation with less noise.
        first += (b - mean) * (ab - a);
        total += (a - ab).powi(2);
    }
    variance /= 2.0 * n;
    // A result that moves in its last digits only does not vary.
    if variance <= 1e-20 * mean * mean || variance == 0.0 {
        return None;
    }
    Some((first / n / variance, total / (2.0 * n) / variance))
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::solve::sampling::latin_hypercube;

    /// Ishigami and Homma (1990) with a = 7, b = 0.1, inputs uniform in -π..π.
    fn ishigami(u: &[f64]) -> f64 {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
    }

    /// Exact indices, from its variance in closed form.
    fn exact() -> [(f64, f64); 3] {
        let (a, b) = (7.0_f64, 0.1_f64);
        let v1 = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
        let v2 = a * a / 8.0;
        let v13 = b * b * PI.powi(8) * 8.0 / 225.0;
        let v = v1 + v2 + v13;
        [(v1 / v, (v1 + v13) / v), (v2 / v, v2 / v), (0.0, v13 / v)]
    }

    fn sampled(rows: usize, seed: u64) -> Vec<SobolIndices> {
        let (a, b) = (latin_hypercube(rows, 3, seed, 0), latin_hypercube(rows, 3, seed, 1));
        let of = |m: &[Vec<f64>]| m.iter().map(|r| ishigami(r)).collect::<Vec<_>>();
        let (fa, fb) = (of(&a), of(&b));
        (0..3)
            .map(|i| {
                let ab: Vec<Vec<f64>> =
                    a.iter().zip(&b).map(|(a, b)| (0..3).map(|j| if j == i { b[j] } else { a[j] }).collect()).collect();
                sobol_indices(&fa, &fb, &of(&ab), seed).unwrap()
            })
            .collect()
    }

    #[test]
    fn ishigami_is_met() {
        // The published values (Saltelli et al. 2008): 0.314, 0.442, 0 and 0.558, 0.442, 0.244.
        let exact = exact();
        assert!((exact[0].0 - 0.3139).abs() < 1e-4 && (exact[2].1 - 0.2437).abs() < 1e-4);
        for (got, (first, total)) in sampled(4096, 1).iter().zip(exact) {
            assert!((got.first.value - first).abs() < 0.04, "{got:?} {first}");
            assert!((got.total.value - total).abs() < 0.04, "{got:?} {total}");
        }
    }

    #[test]
    fn intervals_hold_the_exact_values_as_often_as_they_say() {
        let (mut inside, mut all) = (0, 0);
        for seed in 0..40 {
            for (got, (first, total)) in sampled(512, seed).iter().zip(exact()) {
                for (share, exact) in [(got.first, first), (got.total, total)] {
                    inside += i32::from((share.low..=share.high).contains(&exact));
                    all += 1;
                }
            }
        }
        let covered = f64::from(inside) / f64::from(all);
        assert!(covered > 0.90, "95 % intervals hold {covered} of 240");
    }

    #[test]
    fn a_sum_has_no_interactions_and_its_shares_fill_the_whole() {
        let (a, b) = (latin_hypercube(2000, 2, 9, 0), latin_hypercube(2000, 2, 9, 1));
        let f = |x: f64, y: f64| 3.0 * x + y;
        let of = |m: &[Vec<f64>]| m.iter().map(|r| f(r[0], r[1])).collect::<Vec<_>>();
        let ab: Vec<f64> = a.iter().zip(&b).map(|(a, b)| f(b[0], a[1])).collect();
        let got = sobol_indices(&of(&a), &of(&b), &ab, 9).unwrap();
        assert!((got.first.value - 0.9).abs() < 0.03 && (got.total.value - 0.9).abs() < 0.03, "{got:?}");
    }

    #[test]
    fn nothing_is_said_of_what_does_not_vary_or_is_missing() {
        let same = vec![2.0; 100];
        assert_eq!(sobol_indices(&same, &same, &same, 1), None);
        let missing = vec![f64::NAN; 100];
        assert_eq!(sobol_indices(&missing, &same, &same, 1), None);
    }
}
