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

/// Points of one scrambled sequence, at most.
const SEQUENCE_POINTS: usize = 1 << 16;

/// Rows of numbers in 0..1 that fill the box of all columns more evenly than a Latin hypercube: points of the sequence of
/// Sobol (1967) with the direction numbers of Joe and Kuo (SIAM Journal on Scientific Computing 30, 2008) and the nested
/// scrambling of Owen (1995) as Burley hashes it (Journal of Computer Graphics Techniques 9, 2020). With a power of two of
/// rows, 65,536 at most, each column has one number in each of as many equal strips; further rows are sequences of their
/// own. Plans of different number are independent of each other, and so is a row of one from the same row of another.
///
/// Columns come in blocks of a sixteenth as many as rows. Each block has its own scrambling and its own order of rows, so
/// that columns of two blocks meet by chance, as in a Latin hypercube. In one block of all columns, some far columns of few
/// rows would be in step (a correlation of 0.94 among 150 columns of 256 rows), and the effect of one would be taken for
/// that of the other.
pub fn sobol_sequence(rows: usize, columns: usize, seed: u64, plan: u32) -> Vec<Vec<f64>> {
    let mut out = vec![Vec::with_capacity(columns); rows];
    let width = u32::try_from(rows / 16).unwrap_or(u32::MAX).clamp(1, sobol_burley::NUM_DIMENSIONS);
    let mut columns = (0..columns).map(|column| column as u64).peekable();
    while let Some(first) = columns.peek().copied() {
        let dimensions = (0..width).zip(columns.by_ref()).map(|(dimension, _)| dimension).collect::<Vec<u32>>();
        let mut generator = seeded_generator(seed, (u64::from(plan) << 32) | first);
        for part in out.chunks_mut(SEQUENCE_POINTS) {
            let scrambling: u32 = generator.random();
            let mut order: Vec<u32> = (0..).take(part.len()).collect();
            order.shuffle(&mut generator);
            for (row, point) in part.iter_mut().zip(order) {
                row.extend(dimensions.iter().map(|d| f64::from(sobol_burley::sample(point, *d, scrambling))));
            }
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
    fn every_strip_of_every_column_of_a_sequence_holds_one() {
        for (rows, columns) in [(16, 3), (64, 70), (256, 300), (1024, 20)] {
            let points = sobol_sequence(rows, columns, 3, 1);
            for column in 0..columns {
                let mut strips: Vec<f64> = points.iter().map(|r| (r[column] * rows as f64).floor()).collect();
                strips.sort_unstable_by(f64::total_cmp);
                assert!(strips.iter().enumerate().all(|(i, strip)| i as f64 == *strip), "{rows} {column}");
            }
            assert!(points.iter().all(|p| p.len() == columns));
        }
    }

    /// Columns of one block fill squares evenly too: each of 16 by 16 squares has one of 256 points in the first two columns.
    #[test]
    fn squares_of_two_columns_hold_one_point_each() {
        let mut squares: Vec<(i32, i32)> = Vec::new();
        for point in sobol_sequence(256, 2, 9, 0) {
            #[expect(clippy::cast_possible_truncation, reason = "0 to 15")]
            let square = ((point[0] * 16.0) as i32, (point[1] * 16.0) as i32);
            squares.push(square);
        }
        squares.sort_unstable();
        squares.dedup();
        assert_eq!(squares.len(), 256);
    }

    #[test]
    fn sequences_of_other_seeds_and_plans_are_others_and_no_two_columns_are_in_step() {
        let points = sobol_sequence(256, 150, 1, 0);
        assert_eq!(points, sobol_sequence(256, 150, 1, 0));
        assert_ne!(points, sobol_sequence(256, 150, 2, 0));
        let beside = sobol_sequence(256, 150, 1, 1);
        let correlation = |a: &[Vec<f64>], i: usize, b: &[Vec<f64>], j: usize| {
            12.0 / 256.0 * a.iter().zip(b).map(|(a, b)| (a[i] - 0.5) * (b[j] - 0.5)).sum::<f64>()
        };
        for i in 0..150 {
            assert!((0..i).all(|j| correlation(&points, i, &points, j).abs() < 0.4), "{i}");
            assert!((0..150).all(|j| correlation(&points, i, &beside, j).abs() < 0.4), "{i}");
        }
        // More rows than one sequence has points.
        let long = sobol_sequence(SEQUENCE_POINTS + 4, 1, 1, 0);
        assert!(long.iter().all(|p| (0.0..1.0).contains(&p[0])));
    }

    /// Π (1 + (u − ½)/j) over 20 columns; its mean is 1.
    #[test]
    fn a_mean_over_many_columns_needs_an_eighth_of_the_points() {
        let product = |u: &Vec<f64>| u.iter().zip(1..).map(|(u, j)| 1.0 + (u - 0.5) / f64::from(j)).product::<f64>();
        let error = |points: &dyn Fn(u64) -> Vec<Vec<f64>>| {
            let squares = (0..24).map(|seed| {
                let points = points(seed);
                (points.iter().map(product).sum::<f64>() / points.len() as f64 - 1.0).powi(2)
            });
            (squares.sum::<f64>() / 24.0).sqrt()
        };
        let (few, many) =
            (error(&|seed| sobol_sequence(256, 20, seed, 0)), error(&|seed| latin_hypercube(2000, 20, seed, 0)));
        assert!(few < many && few > 0.0, "{few} {many}");
    }

    /// A sum in which the first of 60 columns counts most; its percentiles from a Latin hypercube of 200,000.
    #[test]
    fn percentiles_from_a_sequence_are_nearer_than_those_from_as_many_of_a_hypercube() {
        let sum =
            |u: &Vec<f64>| u.iter().zip(1..).map(|(u, j)| (u - 0.5) * (1.0 + 0.3 * u) / f64::from(j)).sum::<f64>();
        let percentiles = |points: Vec<Vec<f64>>| {
            let mut sums: Vec<f64> = points.iter().map(sum).collect();
            sums.sort_by(f64::total_cmp);
            [0.05, 0.5, 0.95].map(|p| sorted_quantile(&sums, p).unwrap())
        };
        let exact = percentiles(latin_hypercube(200_000, 60, 99, 0));
        let error = |points: &dyn Fn(u64) -> Vec<Vec<f64>>| {
            let squares = (0..20).map(|seed| {
                let found = percentiles(points(seed));
                found.iter().zip(&exact).map(|(found, exact)| (found - exact).powi(2)).sum::<f64>()
            });
            squares.sum::<f64>().sqrt()
        };
        let sequence = error(&|seed| sobol_sequence(256, 60, seed, 0));
        let hypercube = error(&|seed| latin_hypercube(256, 60, seed, 0));
        assert!(sequence < 0.9 * hypercube && sequence > 0.0, "{sequence} {hypercube}");
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
