//! A straight line through points by ordinary least squares, with what it leaves unexplained.
//!
//! y = a + b x + e with e independent, of mean zero and equal variance. Slope, its standard error, and the bands of the
//! mean and of a single further point as in N. R. Draper and H. Smith, *Applied Regression Analysis*, 3rd ed., Wiley 1998,
//! chapters 1 and 3; quantiles of Student's t with n − 2 degrees of freedom.

use statrs::distribution::{ContinuousCDF, StudentsT};
use thiserror::Error;

/// A line of least squares with what its intervals need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegressionLine {
    /// Points.
    pub n: usize,
    /// Value at x = 0.
    pub intercept: f64,
    /// Rise for each unit of x.
    pub slope: f64,
    /// Standard error of the slope.
    pub slope_error: f64,
    /// Share of the variance of y that the line explains, 0 to 1; 1 where y does not vary.
    pub r_squared: f64,
    /// Standard deviation of a point about the line.
    pub scatter: f64,
    mean_x: f64,
    /// Sum of squares of x about its mean.
    spread: f64,
}

/// Why there is no line.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RegressionError {
    /// Two points always lie on a line: they say nothing of how well it holds.
    #[error("{n} points; a fit needs at least three")]
    TooFew {
        /// Points given.
        n: usize,
    },
    /// All points have one x.
    #[error("all points lie at the same place")]
    NoSpread,
    /// A coordinate is not a number.
    #[error("a point is not a number")]
    NotFinite,
    /// The level of confidence is not between 0 and 1.
    #[error("confidence {level} is not between 0 and 1")]
    Level {
        /// The level given.
        level: f64,
    },
}

impl RegressionLine {
    /// The line through points (x, y).
    ///
    /// # Errors
    /// [`RegressionError`]: fewer than three points, no spread in x, or a coordinate that is not a number.
    pub fn from_points(points: &[(f64, f64)]) -> Result<Self, RegressionError> {
        let n = points.len();
        if n < 3 {
            return Err(RegressionError::TooFew { n });
        }
        if points.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
            return Err(RegressionError::NotFinite);
        }
        let count = n as f64;
        let mean_x = points.iter().map(|p| p.0).sum::<f64>() / count;
        let mean_y = points.iter().map(|p| p.1).sum::<f64>() / count;
        let spread: f64 = points.iter().map(|p| (p.0 - mean_x).powi(2)).sum();
        if spread <= f64::EPSILON * mean_x.abs().max(1.0) {
            return Err(RegressionError::NoSpread);
        }
        let slope = points.iter().map(|p| (p.0 - mean_x) * (p.1 - mean_y)).sum::<f64>() / spread;
        let intercept = mean_y - slope * mean_x;
        let left: f64 = points.iter().map(|p| (p.1 - mean_y - slope * (p.0 - mean_x)).powi(2)).sum();
        let whole: f64 = points.iter().map(|p| (p.1 - mean_y).powi(2)).sum();
        let variance = left / (count - 2.0);
        let r_squared = if whole > 0.0 { 1.0 - left / whole } else { 1.0 };
        let slope_error = (variance / spread).sqrt();
        Ok(Self { n, intercept, slope, slope_error, r_squared, scatter: variance.sqrt(), mean_x, spread })
    }

    /// The line's value at x.
    pub fn value_at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }

    /// Half-width of the slope's confidence interval at a two-sided level, for instance 0.95.
    ///
    /// # Errors
    /// When the level is not between 0 and 1.
    pub fn slope_half_width(&self, level: f64) -> Result<f64, RegressionError> {
        Ok(self.student_t_quantile(level)? * self.slope_error)
    }

    /// Half-width of the confidence band of the mean at x.
    ///
    /// # Errors
    /// When the level is not between 0 and 1.
    pub fn mean_half_width(&self, x: f64, level: f64) -> Result<f64, RegressionError> {
        Ok(self.student_t_quantile(level)? * self.scatter * self.leverage(x).sqrt())
    }

    /// Half-width of the band that holds one further point at x.
    ///
    /// # Errors
    /// When the level is not between 0 and 1.
    pub fn point_half_width(&self, x: f64, level: f64) -> Result<f64, RegressionError> {
        Ok(self.student_t_quantile(level)? * self.scatter * (1.0 + self.leverage(x)).sqrt())
    }

    fn leverage(&self, x: f64) -> f64 {
        1.0 / self.n as f64 + (x - self.mean_x).powi(2) / self.spread
    }

    /// Two-sided quantile of Student's t.
    fn student_t_quantile(&self, level: f64) -> Result<f64, RegressionError> {
        if !(level > 0.0 && level < 1.0) {
            return Err(RegressionError::Level { level });
        }
        let t = StudentsT::new(0.0, 1.0, self.n as f64 - 2.0).map_err(|_| RegressionError::TooFew { n: self.n })?;
        Ok(t.inverse_cdf(0.5 + level / 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a} against {b}");
    }

    /// NIST StRD, linear regression, Norris (lower level of difficulty): certified slope, intercept, standard deviations.
    #[test]
    fn meets_a_certified_regression() {
        let y = [
            0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3,
            448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6,
            228.9, 668.4, 449.2, 0.2,
        ];
        let x = [
            0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0,
            447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3,
            229.2, 669.1, 448.9, 0.5,
        ];
        let points: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        let line = RegressionLine::from_points(&points).unwrap();
        near(line.slope, 1.00211681802045, 1e-12);
        near(line.intercept, -0.262323073774029, 1e-11);
        near(line.slope_error, 0.429796848199937e-3, 1e-12);
        near(line.scatter, 0.884796396144373, 1e-11);
        near(line.r_squared, 0.999993745883712, 1e-13);
    }

    /// Student's t at 95 %, two-sided, from printed tables: 12.706 (1 degree of freedom), 4.303 (2), 2.228 (10).
    #[test]
    fn quantiles_are_those_of_printed_tables() {
        for (n, t) in [(3, 12.706), (4, 4.303), (12, 2.228)] {
            let points: Vec<(f64, f64)> = (0..n).map(|i| (f64::from(i), f64::from(i % 2))).collect();
            let line = RegressionLine::from_points(&points).unwrap();
            near(line.slope_half_width(0.95).unwrap() / line.slope_error, t, 2e-4);
        }
    }

    #[test]
    fn refuses_what_is_no_line() {
        assert_eq!(RegressionLine::from_points(&[(1.0, 2.0), (2.0, 3.0)]), Err(RegressionError::TooFew { n: 2 }));
        assert_eq!(RegressionLine::from_points(&[(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)]), Err(RegressionError::NoSpread));
        assert_eq!(
            RegressionLine::from_points(&[(1.0, f64::NAN), (2.0, 3.0), (3.0, 4.0)]),
            Err(RegressionError::NotFinite)
        );
        let line = RegressionLine::from_points(&[(0.0, 0.0), (1.0, 1.0), (2.0, 2.5)]).unwrap();
        assert_eq!(line.slope_half_width(1.0), Err(RegressionError::Level { level: 1.0 }));
    }

    proptest! {
        #[test]
        fn a_line_is_found_again_and_bands_widen_outwards(
            a in -5.0..5.0f64, b in -2.0..2.0f64, xs in prop::collection::vec(0.0..30.0f64, 3..20),
        ) {
            prop_assume!(xs.iter().any(|x| (x - xs[0]).abs() > 0.1));
            let exact: Vec<(f64, f64)> = xs.iter().map(|x| (*x, a + b * x)).collect();
            let line = RegressionLine::from_points(&exact).unwrap();
            prop_assert!((line.slope - b).abs() < 1e-8 && (line.intercept - a).abs() < 1e-7);
            let rough: Vec<(f64, f64)> = exact.iter().enumerate().map(|(i, p)| (p.0, p.1 + (i % 2) as f64)).collect();
            let line = RegressionLine::from_points(&rough).unwrap();
            let mean = xs.iter().sum::<f64>() / xs.len() as f64;
            let near = line.mean_half_width(mean, 0.95).unwrap();
            prop_assert!(near <= line.mean_half_width(mean + 10.0, 0.95).unwrap());
            prop_assert!(near <= line.point_half_width(mean, 0.95).unwrap());
        }
    }
}
