//! Spearman's rank correlation, and how much of it chance alone makes.
//!
//! C. Spearman, The American Journal of Psychology 15, 1904. The limit is that of Student's t for the correlation of
//! `n` independent pairs (M. G. Kendall, *Rank Correlation Methods*, 4th ed. 1970, 5.14), divided among all correlations
//! that are looked at (Bonferroni), so that one beyond it by chance is rare among all of them.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The rank of each value among all, from 1; equal values have the mean of their ranks. Values must be numbers.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut left = order.as_slice();
    while let Some(first) = left.first() {
        let same = left.iter().take_while(|i| values[**i] == values[*first]).count();
        let before = (order.len() - left.len()) as f64;
        for i in &left[..same] {
            ranks[*i] = before + f64::midpoint(1.0, same as f64);
        }
        left = &left[same..];
    }
    ranks
}

/// Correlation of ranks, −1..=1; nothing for fewer than three pairs, or where one side is constant.
pub fn rank_correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() < 3 || a.len() != b.len() {
        return None;
    }
    let middle = f64::midpoint(1.0, a.len() as f64);
    let mut sums = (0.0, 0.0, 0.0);
    for (a, b) in average_ranks(a).into_iter().zip(average_ranks(b)) {
        let (a, b) = (a - middle, b - middle);
        sums = (sums.0 + a * a, sums.1 + b * b, sums.2 + a * b);
    }
    (sums.0 > 0.0 && sums.1 > 0.0).then(|| sums.2 / (sums.0 * sums.1).sqrt())
}

/// The size of a rank correlation that chance passes with a probability of `chance` in any of `tests` correlations of
/// `pairs` independent pairs each; 1 for fewer than three pairs.
pub fn chance_limit(pairs: usize, tests: usize, chance: f64) -> f64 {
    let freedom = pairs as f64 - 2.0;
    let tail = chance / (2.0 * tests.max(1) as f64);
    let Some(student) = (freedom > 0.0).then(|| StudentsT::new(0.0, 1.0, freedom).ok()).flatten() else { return 1.0 };
    let t = student.inverse_cdf(1.0 - tail);
    t / (freedom + t * t).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::sampling::latin_hypercube;

    #[test]
    fn ranks_of_equal_values_are_shared() {
        assert_eq!(average_ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(average_ranks(&[]), [0.0; 0]);
    }

    /// Without equal values `ρ = 1 − 6 Σd²/(n (n² − 1))`.
    #[test]
    fn the_formula_of_distinct_ranks_is_met() {
        let a: [f64; 10] = [0.7, 0.4, 0.3, 9.0, 0.6, 0.2, 0.95, 0.8, -1.0, 0.5];
        let b: [f64; 10] = [50.0, 70.0, 30.0, 100.0, 10.0, 90.0, 60.0, 20.0, 80.0, 40.0];
        let ranks =
            [[7.0, 4.0, 3.0, 10.0, 6.0, 2.0, 9.0, 8.0, 1.0, 5.0], [5.0, 7.0, 3.0, 10.0, 1.0, 9.0, 6.0, 2.0, 8.0, 4.0]];
        assert_eq!((average_ranks(&a), average_ranks(&b)), (ranks[0].to_vec(), ranks[1].to_vec()));
        let squares: f64 = (0..10).map(|i| (ranks[0][i] - ranks[1][i]) * (ranks[0][i] - ranks[1][i])).sum();
        let found = rank_correlation(&a, &b).unwrap();
        assert!((found - (1.0 - 6.0 * squares / 990.0)).abs() < 1e-14, "{found}");
        assert_eq!(rank_correlation(&a, &[1.0; 10]), None);
        assert_eq!(rank_correlation(&[1.0, 2.0], &[1.0, 2.0]), None);
    }

    /// The critical value of ρ for 30 pairs and 5 % on both sides is 0.361 by Student's t.
    #[test]
    fn the_limit_is_that_of_tables() {
        assert!((chance_limit(30, 1, 0.05) - 0.361).abs() < 5e-4);
        assert!(chance_limit(30, 100, 0.05) > chance_limit(30, 1, 0.05));
        assert_eq!(chance_limit(2, 1, 0.05), 1.0);
    }

    /// Of `y = Σ cᵢ xᵢ` with equal, independent inputs the share of an input is `cᵢ²/Σc²`. Ranks of a sum of
    /// several inputs keep it to a few hundredths.
    #[test]
    fn shares_of_a_linear_model_are_known() {
        let weights = [4.0, -3.0, 2.0, 1.0, 1.0, 0.0];
        let all: f64 = weights.iter().map(|c| c * c).sum();
        let rows = latin_hypercube(20_000, weights.len(), 1, 0);
        let y: Vec<f64> = rows.iter().map(|x| x.iter().zip(weights).map(|(x, c)| c * x).sum()).collect();
        for (i, weight) in weights.iter().enumerate() {
            let x: Vec<f64> = rows.iter().map(|row| row[i]).collect();
            let rho = rank_correlation(&x, &y).unwrap();
            assert!((rho * rho - weight * weight / all).abs() < 0.03, "{i}: {rho}");
            assert!(*weight == 0.0 || rho.signum() == weight.signum(), "{i}: {rho}");
        }
    }

    /// Among a hundred inputs that do nothing, one passes the limit in about 5 % of the plans, not in more.
    #[test]
    fn chance_passes_the_limit_rarely() {
        let limit = chance_limit(60, 100, 0.05);
        let passed = (0..200).filter(|seed| {
            let rows = latin_hypercube(60, 101, *seed, 0);
            let column = |i: usize| rows.iter().map(|row| row[i]).collect::<Vec<f64>>();
            let y = column(100);
            (0..100).any(|i| rank_correlation(&column(i), &y).unwrap().abs() > limit)
        });
        let passed = passed.count();
        assert!((1..=20).contains(&passed), "{passed} of 200");
    }
}
