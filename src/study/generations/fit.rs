//! Growth along a series: ln(value) against time by least squares.

use crate::solve::regression::{RegressionError, RegressionLine};

use super::result::{BandPoint, GrowthFit, SeriesPoint};

/// Confidence of intervals and bands.
const CONFIDENCE_LEVEL: f64 = 0.95;
/// Points of a drawn line.
const LINE_INTERVALS: u32 = 24;

/// The growth of a series with its 95 % interval (Student's t with n − 2 degrees of freedom).
///
/// # Errors
/// [`RegressionError`]: fewer than three points, or all in one month.
pub fn fit_growth(points: &[SeriesPoint]) -> Result<GrowthFit, RegressionError> {
    let logs: Vec<(f64, f64)> = points.iter().map(|p| (p.year, p.value.ln())).collect();
    let line = RegressionLine::from_points(&logs)?;
    let half = line.slope_half_width(CONFIDENCE_LEVEL)?;
    let ends = |f: fn(f64, f64) -> f64, start: f64| logs.iter().map(|p| p.0).fold(start, f);
    let (first, last) = (ends(f64::min, f64::INFINITY), ends(f64::max, f64::NEG_INFINITY));
    let value_at = |year: f64| points.iter().filter(|p| p.year == year).map(|p| p.value).fold(0.0, f64::max);
    let drawn = (0..=LINE_INTERVALS).map(|i| {
        let year = first + (last - first) * f64::from(i) / f64::from(LINE_INTERVALS);
        let (at, mean, point) = (
            line.value_at(year),
            line.mean_half_width(year, CONFIDENCE_LEVEL)?,
            line.point_half_width(year, CONFIDENCE_LEVEL)?,
        );
        Ok(BandPoint {
            year,
            value: at.exp(),
            mean_low: (at - mean).exp(),
            mean_high: (at + mean).exp(),
            point_low: (at - point).exp(),
            point_high: (at + point).exp(),
        })
    });
    Ok(GrowthFit {
        n: line.n,
        factor_per_year: line.slope.exp(),
        factor_low: (line.slope - half).exp(),
        factor_high: (line.slope + half).exp(),
        r_squared: line.r_squared,
        doubling_years: (line.slope > 0.0).then(|| std::f64::consts::LN_2 / line.slope),
        total_factor: value_at(last) / value_at(first),
        years: last - first,
        line: drawn.collect::<Result<_, RegressionError>>()?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn points(values: &[(f64, f64)]) -> Vec<SeriesPoint> {
        let point = |&(year, value)| SeriesPoint { label: String::new(), year, value, source: String::new() };
        values.iter().map(point).collect()
    }

    /// Exact doubling every year.
    #[test]
    fn doubling_is_found() {
        let g = fit_growth(&points(&[(2020.0, 1.0), (2021.0, 2.0), (2023.0, 8.0)])).unwrap();
        assert!((g.factor_per_year - 2.0).abs() < 1e-12 && (g.doubling_years.unwrap() - 1.0).abs() < 1e-12);
        assert!((g.total_factor - 8.0).abs() < 1e-12 && (g.years - 3.0).abs() < 1e-12);
        assert!(g.factor_low <= 2.0 + 1e-9 && g.factor_high >= 2.0 - 1e-9);
    }

    #[test]
    fn two_points_are_refused() {
        assert_eq!(fit_growth(&points(&[(2020.0, 1.0), (2021.0, 2.0)])).unwrap_err(), RegressionError::TooFew { n: 2 });
    }

    #[test]
    fn what_falls_has_no_doubling() {
        let g = fit_growth(&points(&[(2020.0, 4.0), (2021.0, 3.0), (2022.0, 1.0)])).unwrap();
        assert!(g.doubling_years.is_none() && g.factor_per_year < 1.0);
    }
}
