//! Samples of several inputs that fill their ranges evenly, and quantiles of what comes out.

use nalgebra::{Cholesky, DMatrix, Dyn};
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use statrs::distribution::{ContinuousCDF, Normal};

/// A generator of random numbers of its own for each pair of seed and stream, the same on every machine.
pub(super) fn seeded_generator(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    generator.set_stream(stream);
    generator
}

/// Rows of numbers in 0..1: each column has one number in each of as many equal strips as there are rows, in an order of
/// its own (a Latin hypercube; McKay, Beckman, Conover, Technometrics 21, 1979). Column j depends on seed, `plan` and j
/// alone: a column more does not change the others. Plans of different number are independent of each other.
pub fn latin_hypercube(rows: usize, columns: usize, seed: u64, plan: u32) -> Vec<Vec<f64>> {
    let mut out = vec![Vec::with_capacity(columns); rows];
    let mut strips: Vec<usize> = Vec::with_capacity(rows);
    for column in 0..columns {
        let mut generator = seeded_generator(seed, (u64::from(plan) << 32) | column as u64);
        strips.clear();
        strips.extend(0..rows);
        strips.shuffle(&mut generator);
        for (row, strip) in out.iter_mut().zip(&strips) {
            let within: f64 = generator.random();
            row.push((*strip as f64 + within) / rows as f64);
        }
    }
    out
}

/// How a value is spread over its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbabilityLaw {
    /// Most likely at its mode, falling linearly to nothing at both ends.
    Triangular,
    /// The same over the logarithm, for ranges that are a factor up and down; all values above zero.
    LogTriangular,
    /// As likely anywhere.
    Uniform,
}

impl serde::Serialize for ProbabilityLaw {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Triangular => "triangular",
            Self::LogTriangular => "log-triangular",
            Self::Uniform => "uniform",
        })
    }
}

impl ProbabilityLaw {
    /// The triangle that a range was meant as: over the logarithm where the mode stands nearer to the middle of the ends'
    /// logarithms than to the middle of the ends.
    pub fn triangular_for_range(low: f64, mode: f64, high: f64) -> Self {
        if low <= 0.0 {
            return Self::Triangular;
        }
        let off = |l: f64, m: f64, h: f64| ((m - l) / (h - l) - 0.5).abs();
        if off(low.ln(), mode.ln(), high.ln()) < off(low, mode, high) { Self::LogTriangular } else { Self::Triangular }
    }

    /// The value that a share `u` of all draws lies below, 0..=1; it grows with `u`.
    pub fn quantile(self, u: f64, low: f64, mode: f64, high: f64) -> f64 {
        if high <= low {
            return mode;
        }
        match self {
            Self::Uniform => low + u * (high - low),
            Self::LogTriangular => Self::Triangular.quantile(u, low.ln(), mode.ln(), high.ln()).exp().clamp(low, high),
            Self::Triangular => {
                let mode = mode.clamp(low, high);
                if u * (high - low) < mode - low {
                    low + (u * (high - low) * (mode - low)).sqrt()
                } else {
                    high - ((1.0 - u) * (high - low) * (high - mode)).sqrt()
                }
            }
        }
    }
}

/// A Gaussian copula: it makes independent numbers in 0..1 follow a matrix of correlations and keeps each one's own law.
#[derive(Clone, Debug)]
pub struct GaussianCopula {
    factor: Cholesky<f64, Dyn>,
}

impl GaussianCopula {
    /// Of a symmetric matrix with ones on its diagonal; nothing if no set of numbers can have these correlations (the
    /// matrix is not positive definite).
    pub fn new(correlations: DMatrix<f64>) -> Option<Self> {
        Cholesky::new(correlations).map(|factor| Self { factor })
    }

    /// Makes them follow the correlations.
    pub fn correlate_sample(&self, u: &[f64]) -> Vec<f64> {
        let normal = Normal::standard();
        // The ends of 0..1 have no normal number.
        let z: Vec<f64> = u.iter().map(|u| normal.inverse_cdf(u.clamp(1e-12, 1.0 - 1e-12))).collect();
        let l = self.factor.l_dirty();
        (0..u.len()).map(|i| normal.cdf((0..=i).map(|j| l[(i, j)] * z[j]).sum())).collect()
    }
}

/// The value that a share `p` of sorted values lies below, between neighbours by a straight line (Hyndman and Fan's
/// seventh); nothing without values.
pub fn sorted_quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_strip_of_every_column_holds_one() {
        let rows = latin_hypercube(50, 7, 3, 0);
        for column in 0..7 {
            let mut strips: Vec<f64> = rows.iter().map(|r| (r[column] * 50.0).floor()).collect();
            strips.sort_unstable_by(f64::total_cmp);
            assert_eq!(strips, (0..50).map(f64::from).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_column_more_leaves_the_others_and_another_seed_or_plan_does_not() {
        let (few, more) = (latin_hypercube(20, 3, 1, 0), latin_hypercube(20, 4, 1, 0));
        assert!(few.iter().zip(&more).all(|(a, b)| a[..] == b[..3]));
        assert_ne!(few, latin_hypercube(20, 3, 2, 0));
        assert_ne!(few, latin_hypercube(20, 3, 1, 1));
    }

    #[test]
    fn a_copula_gives_its_correlations() {
        let matrix = DMatrix::from_row_slice(2, 2, &[1.0, 0.8, 0.8, 1.0]);
        let copula = GaussianCopula::new(matrix).unwrap();
        let pairs: Vec<Vec<f64>> = latin_hypercube(4000, 2, 5, 0).iter().map(|u| copula.correlate_sample(u)).collect();
        // Spearman's correlation of a Gaussian copula: 6/π asin(r/2).
        let wanted = 6.0 / std::f64::consts::PI * (0.4_f64).asin();
        let covariance = pairs.iter().map(|p| (p[0] - 0.5) * (p[1] - 0.5)).sum::<f64>() / 4000.0;
        assert!((covariance * 12.0 - wanted).abs() < 0.02, "{} {wanted}", covariance * 12.0);
        let mean = pairs.iter().map(|p| p[1]).sum::<f64>() / 4000.0;
        assert!((mean - 0.5).abs() < 0.01);
    }

    #[test]
    fn impossible_correlations_are_refused() {
        let matrix = DMatrix::from_row_slice(3, 3, &[1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0]);
        assert!(GaussianCopula::new(matrix).is_none());
    }

    #[test]
    fn a_factor_up_and_down_is_a_triangle_of_logarithms() {
        assert_eq!(ProbabilityLaw::triangular_for_range(85.0, 200.0, 450.0), ProbabilityLaw::LogTriangular);
        assert_eq!(ProbabilityLaw::triangular_for_range(90.0, 100.0, 110.0), ProbabilityLaw::Triangular);
        assert_eq!(ProbabilityLaw::triangular_for_range(0.0, 1.0, 3.0), ProbabilityLaw::Triangular);
        let half = ProbabilityLaw::LogTriangular.quantile(0.5, 50.0, 100.0, 200.0);
        assert!((half - 100.0).abs() < 1e-9, "its median is its mode: {half}");
    }

    #[test]
    fn quantiles_of_few_values() {
        assert_eq!(sorted_quantile(&[], 0.5), None);
        assert_eq!(sorted_quantile(&[3.0], 0.95), Some(3.0));
        assert_eq!(sorted_quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
    }

    proptest! {
        #[test]
        fn a_law_grows_from_low_to_high(
            low in -10.0..0.0f64, mode in 0.0..5.0f64, over in 0.0..5.0f64, u in 0.0..1.0f64, v in 0.0..1.0f64
        ) {
            let high = mode + over;
            for law in [ProbabilityLaw::Triangular, ProbabilityLaw::Uniform] {
                let x = law.quantile(u, low, mode, high);
                prop_assert!((low..=high).contains(&x));
                prop_assert!((law.quantile(v, low, mode, high) >= x) == (v >= u) || (u - v).abs() < 1e-9);
            }
            // The share below the mode of a triangle.
            let share = (mode - low) / (high - low);
            prop_assert!((ProbabilityLaw::Triangular.quantile(share, low, mode, high) - mode).abs() < 1e-6);
            let (l, m, h) = (low.exp(), mode.exp(), high.exp());
            let x = ProbabilityLaw::LogTriangular.quantile(u, l, m, h);
            prop_assert!((l..=h).contains(&x) && (x.ln() - ProbabilityLaw::Triangular.quantile(u, low, mode, high)).abs() < 1e-9);
        }
    }
}
