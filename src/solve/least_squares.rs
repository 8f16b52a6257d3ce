//! Nonlinear least squares with prior knowledge, robust against outliers: damped Gauss–Newton.
//!
//! Minimises Σ ρ(rᵢ/σ) + Σ ((xⱼ − μⱼ)/sⱼ)², with ρ(u) = u² within the knee k and 2 k|u| − k² beyond (P. J. Huber, *Ann.
//! Math. Statist.* 35 (1964) 73), by iterated weights; the second sum is what is known before (μ and its spread s), without
//! which a parameter that no residual depends on would wander. Derivatives are central differences.

use nalgebra::{DMatrix, DVector};
use thiserror::Error;

/// What is known of a parameter before, and how well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParameterPrior {
    /// Value.
    pub value: f64,
    /// Standard deviation.
    pub spread: f64,
}

/// How residuals are weighed, and how derivatives are taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidualWeighting {
    /// Standard deviation of a residual.
    pub scatter: f64,
    /// Residual from which on its weight falls, in the residual's unit.
    pub knee: f64,
    /// Step of the central differences, in the parameters' unit.
    pub step: f64,
}

/// Parameters that fit best, and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastSquaresFit {
    /// Parameters.
    pub x: Vec<f64>,
    /// What was minimised.
    pub cost: f64,
    /// Steps taken.
    pub iterations: usize,
}

/// Why there is no fit.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum LeastSquaresError {
    /// A residual is not a number.
    #[error("a residual is not a number")]
    NotFinite,
    /// The normal equations have no solution.
    #[error("the normal equations have no solution")]
    Singular,
    /// The cost still falls after all steps.
    #[error("the cost still falls after {iterations} steps")]
    NotConverged {
        /// Steps taken.
        iterations: usize,
    },
}

/// Steps after which the search is given up.
const MAX_STEPS: usize = 60;
/// Relative fall of the cost that is none.
const COST_TOLERANCE: f64 = 1e-7;
/// Halvings of a step before it counts as one that doesn't lead down.
const MAX_HALVINGS: usize = 12;

/// The parameters that fit best; starts at the priors' values.
///
/// Where the residuals have kinks the search may end at one: no direction leads down from there, and that is a minimum.
///
/// # Errors
/// [`LeastSquaresError`].
pub fn fit_parameters(
    priors: &[ParameterPrior],
    weighing: ResidualWeighting,
    residuals: impl Fn(&[f64]) -> Vec<f64>,
) -> Result<LeastSquaresFit, LeastSquaresError> {
    let mut x: Vec<f64> = priors.iter().map(|p| p.value).collect();
    let mut r = residuals(&x);
    let mut cost = robust_cost(&x, &r, priors, weighing)?;
    for iterations in 0..MAX_STEPS {
        let slopes = residual_jacobian(&x, weighing.step, r.len(), &residuals);
        let direction = gauss_newton_direction(&x, &r, &slopes, priors, weighing)?;
        let Some((next, found, lower)) = backtrack_step(&x, cost, &direction, priors, weighing, &residuals) else {
            return Ok(LeastSquaresFit { x, cost, iterations });
        };
        let settled = cost - lower <= COST_TOLERANCE * cost;
        (x, r, cost) = (next, found, lower);
        if settled {
            return Ok(LeastSquaresFit { x, cost, iterations: iterations + 1 });
        }
    }
    Err(LeastSquaresError::NotConverged { iterations: MAX_STEPS })
}

fn robust_cost(
    x: &[f64],
    r: &[f64],
    priors: &[ParameterPrior],
    w: ResidualWeighting,
) -> Result<f64, LeastSquaresError> {
    let knee = w.knee / w.scatter;
    let rho = |r: &f64| {
        let u = (r / w.scatter).abs();
        if u <= knee { u * u } else { 2.0 * knee * u - knee * knee }
    };
    let known: f64 = x.iter().zip(priors).map(|(x, p)| ((x - p.value) / p.spread).powi(2)).sum();
    let cost = r.iter().map(rho).sum::<f64>() + known;
    if cost.is_finite() { Ok(cost) } else { Err(LeastSquaresError::NotFinite) }
}

fn residual_jacobian(x: &[f64], step: f64, rows: usize, residuals: &impl Fn(&[f64]) -> Vec<f64>) -> DMatrix<f64> {
    let moved = |j: usize, by: f64| {
        let mut x = x.to_vec();
        x[j] += by;
        residuals(&x)
    };
    let mut slopes = DMatrix::zeros(rows, x.len());
    for j in 0..x.len() {
        for (i, (up, down)) in moved(j, step).iter().zip(moved(j, -step)).enumerate() {
            slopes[(i, j)] = (up - down) / (2.0 * step);
        }
    }
    slopes
}

/// Gauss–Newton: (Jᵀ W J + S⁻²) d = −Jᵀ W r − S⁻² (x − μ), with Huber's weights in W.
fn gauss_newton_direction(
    x: &[f64],
    r: &[f64],
    slopes: &DMatrix<f64>,
    priors: &[ParameterPrior],
    w: ResidualWeighting,
) -> Result<DVector<f64>, LeastSquaresError> {
    let weight = |r: &f64| (w.knee / r.abs().max(w.knee)) / w.scatter.powi(2);
    let weights = DVector::from_iterator(r.len(), r.iter().map(weight));
    let weighed = DMatrix::from_fn(slopes.nrows(), slopes.ncols(), |i, j| weights[i] * slopes[(i, j)]);
    let mut normal = slopes.transpose() * &weighed;
    let mut right = -(weighed.transpose() * DVector::from_row_slice(r));
    for (j, (x, p)) in x.iter().zip(priors).enumerate() {
        normal[(j, j)] += p.spread.powi(-2);
        right[j] -= (x - p.value) * p.spread.powi(-2);
    }
    normal.cholesky().map(|c| c.solve(&right)).ok_or(LeastSquaresError::Singular)
}

/// The first of the steps 1, 1/2, 1/4 … that lowers the cost.
fn backtrack_step(
    x: &[f64],
    cost: f64,
    direction: &DVector<f64>,
    priors: &[ParameterPrior],
    weighing: ResidualWeighting,
    residuals: &impl Fn(&[f64]) -> Vec<f64>,
) -> Option<(Vec<f64>, Vec<f64>, f64)> {
    (0..MAX_HALVINGS).find_map(|halvings| {
        let share = 0.5_f64.powi(i32::try_from(halvings).unwrap_or(i32::MAX));
        let next: Vec<f64> = x.iter().zip(direction.iter()).map(|(x, d)| x + share * d).collect();
        let r = residuals(&next);
        let lower = robust_cost(&next, &r, priors, weighing).ok()?;
        (lower < cost).then_some((next, r, lower))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FREE: ParameterPrior = ParameterPrior { value: 0.0, spread: 1e6 };
    const PLAIN: ResidualWeighting = ResidualWeighting { scatter: 1.0, knee: 1e9, step: 1e-4 };

    /// y = 1 + 2 x through (0, 1.1), (1, 2.9), (2, 5.1), (3, 6.9): by hand slope 1.96, intercept 1.06.
    #[test]
    fn a_line_is_the_line_of_least_squares() {
        let points = [(0.0, 1.1), (1.0, 2.9), (2.0, 5.1), (3.0, 6.9)];
        let f = fit_parameters(&[FREE, FREE], PLAIN, |p| points.iter().map(|(x, y)| p[0] + p[1] * x - y).collect())
            .unwrap();
        assert!((f.x[0] - 1.06).abs() < 1e-6 && (f.x[1] - 1.96).abs() < 1e-6, "{f:?}");
    }

    /// exp(−a t) at a = 0.7, started at 0.2.
    #[test]
    fn a_decay_is_found() {
        let start = ParameterPrior { value: 0.2, spread: 1e6 };
        let residuals =
            |p: &[f64]| (0..6).map(|t| f64::exp(-p[0] * f64::from(t)) - f64::exp(-0.7 * f64::from(t))).collect();
        let f = fit_parameters(&[start], PLAIN, residuals).unwrap();
        assert!((f.x[0] - 0.7).abs() < 1e-6, "{f:?}");
    }

    /// Four measurements near 1 and one of 11: the mean is 3; with a knee of 0.5 it pulls with 0.5: the sum of
    /// (x − 1) over four is 0.5, x = 1.125.
    #[test]
    fn an_outlier_pulls_no_harder_than_the_knee() {
        let measured = [1.0, 1.0, 1.0, 1.0, 11.0];
        let residuals = |p: &[f64]| measured.iter().map(|m| p[0] - m).collect();
        let mean = fit_parameters(&[FREE], PLAIN, residuals).unwrap();
        let robust = fit_parameters(&[FREE], ResidualWeighting { knee: 0.5, ..PLAIN }, residuals).unwrap();
        assert!((mean.x[0] - 3.0).abs() < 1e-6 && (robust.x[0] - 1.125).abs() < 1e-3, "{mean:?} {robust:?}");
    }

    /// Without a residual that depends on it a parameter stays what is known before; with one of equal weight it lies in
    /// the middle.
    #[test]
    fn what_is_known_before_holds() {
        let priors = [ParameterPrior { value: 3.0, spread: 1.0 }, ParameterPrior { value: 5.0, spread: 0.1 }];
        let f = fit_parameters(&priors, PLAIN, |p| vec![p[0] - 5.0]).unwrap();
        assert!((f.x[0] - 4.0).abs() < 1e-6 && (f.x[1] - 5.0).abs() < 1e-9, "{f:?}");
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        assert_eq!(fit_parameters(&[FREE], PLAIN, |_| vec![f64::NAN]), Err(LeastSquaresError::NotFinite));
    }
}
