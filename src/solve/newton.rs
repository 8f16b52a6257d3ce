//! Newton's method for systems, with a damped step.

use nalgebra::{DMatrix, DVector};
use thiserror::Error;

/// A system of as many equations as unknowns.
pub trait NonlinearSystem {
    /// What can go wrong in an evaluation.
    type Error: std::error::Error;

    /// The residual at `x`.
    ///
    /// # Errors
    /// The system's own.
    fn residual(&self, x: &DVector<f64>) -> Result<DVector<f64>, Self::Error>;

    /// The matrix of ∂residual/∂x at `x`; by default forward differences.
    ///
    /// # Errors
    /// The system's own.
    fn jacobian(&self, x: &DVector<f64>, residual: &DVector<f64>) -> Result<DMatrix<f64>, Self::Error> {
        let mut jacobian = DMatrix::zeros(residual.len(), x.len());
        let mut moved = x.clone();
        for j in 0..x.len() {
            let h = f64::EPSILON.sqrt() * x[j].abs().max(1.0);
            moved[j] = x[j] + h;
            jacobian.set_column(j, &((self.residual(&moved)? - residual) / h));
            moved[j] = x[j];
        }
        Ok(jacobian)
    }
}

/// When to stop. The residual's largest entry is compared with `tolerance`: scaling is the system's business.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewtonSolver {
    /// Most iterations.
    pub max_iterations: usize,
    /// Largest residual of a solution.
    pub tolerance: f64,
}

/// A solution and how it was reached.
#[derive(Clone, Debug, PartialEq)]
pub struct NewtonSolution {
    /// The unknowns.
    pub x: DVector<f64>,
    /// Largest entry of the residual.
    pub residual: f64,
    /// Iterations made.
    pub iterations: usize,
}

/// Why there is no solution.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum NewtonError<E> {
    /// The tolerance was not reached.
    #[error("not converged after {iterations} iterations (residual {residual})")]
    NotConverged {
        /// Iterations made.
        iterations: usize,
        /// Largest entry of the last residual.
        residual: f64,
    },
    /// The Jacobian has no inverse.
    #[error("the equations are singular at iteration {iteration}")]
    Singular {
        /// Iteration.
        iteration: usize,
    },
    /// The system failed.
    #[error(transparent)]
    Model(#[from] E),
}

impl NewtonSolver {
    /// Solves `system` from `x0`. A step that does not lower the residual is halved, at most thirty times.
    ///
    /// # Errors
    /// [`SolveError`].
    pub fn solve<S: NonlinearSystem>(
        &self,
        system: &S,
        x0: DVector<f64>,
    ) -> Result<NewtonSolution, NewtonError<S::Error>> {
        let mut x = x0;
        let mut r = system.residual(&x)?;
        for iteration in 0..self.max_iterations {
            let size = r.amax();
            if size <= self.tolerance {
                return Ok(NewtonSolution { x, residual: size, iterations: iteration });
            }
            let full = system
                .jacobian(&x, &r)?
                .lu()
                .solve(&r)
                .filter(|s| s.iter().all(|v| v.is_finite()))
                .ok_or(NewtonError::Singular { iteration })?;
            let mut factor = 1.0;
            for _ in 0..30 {
                let next = &x - &full * factor;
                let next_r = system.residual(&next)?;
                let better = next_r.amax() < size;
                if better || factor < 1e-8 {
                    (x, r) = (next, next_r);
                    break;
                }
                factor *= 0.5;
            }
        }
        let residual = r.amax();
        if residual <= self.tolerance {
            return Ok(NewtonSolution { x, residual, iterations: self.max_iterations });
        }
        Err(NewtonError::NotConverged { iterations: self.max_iterations, residual })
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    struct From<F>(F);
    impl<F: Fn(&DVector<f64>) -> DVector<f64>> NonlinearSystem for From<F> {
        type Error = Infallible;
        fn residual(&self, x: &DVector<f64>) -> Result<DVector<f64>, Infallible> {
            Ok((self.0)(x))
        }
    }
    const NEWTON: NewtonSolver = NewtonSolver { max_iterations: 100, tolerance: 1e-10 };

    #[test]
    fn a_linear_system_takes_two_steps() {
        let system = From(|x: &DVector<f64>| DVector::from_vec(vec![2.0 * x[0] + x[1] - 3.0, x[0] - x[1]]));
        let found = NEWTON.solve(&system, DVector::zeros(2)).unwrap();
        assert!((found.x[0] - 1.0).abs() < 1e-10 && (found.x[1] - 1.0).abs() < 1e-10);
        assert!(found.iterations <= 2);
    }

    #[test]
    fn the_valley_of_rosenbrock_is_crossed() {
        let system = From(|x: &DVector<f64>| DVector::from_vec(vec![10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]));
        let found = NEWTON.solve(&system, DVector::from_vec(vec![-1.2, 1.0])).unwrap();
        assert!((found.x[0] - 1.0).abs() < 1e-9 && (found.x[1] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_singular_or_rootless_system_says_so() {
        let flat = From(|_: &DVector<f64>| DVector::from_vec(vec![1.0]));
        assert!(matches!(NEWTON.solve(&flat, DVector::zeros(1)), Err(NewtonError::Singular { .. })));
        let none = From(|x: &DVector<f64>| DVector::from_vec(vec![x[0] * x[0] + 1.0]));
        assert!(NEWTON.solve(&none, DVector::from_element(1, 0.7)).is_err());
    }
}
