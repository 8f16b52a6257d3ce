//! Stiff linear systems in time: `C dT/dt = b − G T`, piecewise constant.
//!
//! TR-BDF2 (Bank et al., IEEE Trans. Electron Devices 32, 1985; in the one-matrix form of Hosea and Shampine, Applied
//! Numerical Mathematics 20, 1996): a trapezoidal stage to `t + γh`, then a second-order backward difference to
//! `t + h`, with `γ = 2 − √2`. It is second order and L-stable, so a fast node never rings. The third-order error of
//! the step, filtered by the same matrix, sets the step.

use nalgebra::{DMatrix, DVector, Dyn, linalg::LU};
use thiserror::Error;

const GAMMA: f64 = 2.0 - std::f64::consts::SQRT_2;
/// Weight of the implicit end in both stages.
const ALPHA: f64 = GAMMA / 2.0;
/// Coefficient of the local error.
const ERROR: f64 = (-3.0 * GAMMA * GAMMA + 4.0 * GAMMA - 2.0) / (12.0 * (2.0 - GAMMA));

/// The system during one stretch of time.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Start, s.
    pub start_s: f64,
    /// `G`, W/K; advection makes it unsymmetric.
    pub g: DMatrix<f64>,
    /// `b`, W.
    pub b: DVector<f64>,
}

/// How exact an integration must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Largest local error of any unknown in one step, K.
    pub step_error_k: f64,
    /// Most steps.
    pub max_steps: usize,
}

impl Default for Accuracy {
    fn default() -> Self {
        Self { step_error_k: 1e-4, max_steps: 1_000_000 }
    }
}

/// Why an integration ended early.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TransientError {
    /// Sizes, order of times or first segment do not fit.
    #[error("{0}")]
    Ill(&'static str),
    /// `C + αhG` has no inverse: a node has neither capacitance nor conductance.
    #[error("a node has neither capacitance nor conductance")]
    Singular,
    /// The steps ran out.
    #[error("not at {wanted_s} s after {steps} steps, but at {reached_s} s")]
    TooManySteps {
        /// Steps made.
        steps: usize,
        /// Time reached.
        reached_s: f64,
        /// Time wanted.
        wanted_s: f64,
    },
}

/// The matrix `C + αhG` factored for one step size.
struct Stage<'a> {
    c: &'a DVector<f64>,
    segment: &'a Segment,
    h: f64,
    lu: LU<f64, Dyn, Dyn>,
}

impl<'a> Stage<'a> {
    fn new(c: &'a DVector<f64>, segment: &'a Segment, h: f64) -> Self {
        let mut m = &segment.g * (ALPHA * h);
        for i in 0..c.len() {
            m[(i, i)] += c[i];
        }
        Self { c, segment, h, lu: m.lu() }
    }

    fn flux(&self, t: &DVector<f64>) -> DVector<f64> {
        &self.segment.b - &self.segment.g * t
    }

    fn solve(&self, rhs: &DVector<f64>) -> Result<DVector<f64>, TransientError> {
        self.lu.solve(rhs).ok_or(TransientError::Singular)
    }

    /// The state after one step and the estimate of its error.
    fn step(&self, t0: &DVector<f64>) -> Result<(DVector<f64>, f64), TransientError> {
        let Self { c, h, .. } = *self;
        let f0 = self.flux(t0);
        let t1 = self.solve(&(c.component_mul(t0) + (&f0 + &self.segment.b) * (ALPHA * h)))?;
        let w = 1.0 / (GAMMA * (2.0 - GAMMA));
        let old = &t1 * w - t0 * (w * (1.0 - GAMMA) * (1.0 - GAMMA));
        let t2 = self.solve(&(c.component_mul(&old) + &self.segment.b * (ALPHA * h)))?;
        let (f1, f2) = (self.flux(&t1), self.flux(&t2));
        let third = f0 / GAMMA - f1 / (GAMMA * (1.0 - GAMMA)) + f2 / (1.0 - GAMMA);
        let error = self.solve(&(third * (2.0 * ERROR * h)))?;
        Ok((t2, error.amax()))
    }
}

/// The states at `times_s`, from `initial` at the start of the first segment.
///
/// A node without capacitance follows its neighbours at once.
///
/// # Errors
/// [`TransientError`].
pub fn integrate(
    c: &DVector<f64>,
    segments: &[Segment],
    initial: &DVector<f64>,
    times_s: &[f64],
    accuracy: Accuracy,
) -> Result<Vec<DVector<f64>>, TransientError> {
    check(c, segments, initial, times_s)?;
    let mut state = initial.clone();
    let mut now_s = segments[0].start_s;
    let mut wanted_h = times_s.last().map_or(0.0, |end| (end - now_s) * 1e-6);
    let mut steps = 0;
    let mut out = Vec::with_capacity(times_s.len());
    for &time_s in times_s {
        while now_s < time_s {
            let index = segments.partition_point(|s| s.start_s <= now_s) - 1;
            let until_s = segments.get(index + 1).map_or(time_s, |next| next.start_s.min(time_s));
            let reach = until_s - now_s;
            let last = wanted_h >= reach * (1.0 - 1e-9);
            let h = if last { reach } else { wanted_h };
            let stage = Stage::new(c, &segments[index], h);
            let (next, error) = stage.step(&state)?;
            steps += 1;
            if steps > accuracy.max_steps {
                return Err(TransientError::TooManySteps { steps, reached_s: now_s, wanted_s: time_s });
            }
            let factor = 0.9 * (accuracy.step_error_k / error.max(f64::MIN_POSITIVE)).cbrt();
            if error <= accuracy.step_error_k {
                state = next;
                now_s = if last { until_s } else { now_s + h };
                // A step shortened to end on time says nothing against the longer one that was wanted.
                wanted_h = if last { wanted_h.max(h * factor.clamp(0.2, 4.0)) } else { h * factor.clamp(0.2, 4.0) };
            } else {
                wanted_h = h * factor.clamp(0.1, 0.9);
            }
        }
        out.push(state.clone());
    }
    Ok(out)
}

/// One step of size `h_s` from `state`; its error falls with the cube of the step.
///
/// # Errors
/// [`TransientError::Singular`].
pub fn step(
    c: &DVector<f64>,
    segment: &Segment,
    state: &DVector<f64>,
    h_s: f64,
) -> Result<DVector<f64>, TransientError> {
    Ok(Stage::new(c, segment, h_s).step(state)?.0)
}

fn rises(times_s: &[f64]) -> bool {
    times_s.iter().all(|t| t.is_finite()) && times_s.is_sorted()
}

fn check(
    c: &DVector<f64>,
    segments: &[Segment],
    initial: &DVector<f64>,
    times_s: &[f64],
) -> Result<(), TransientError> {
    let n = c.len();
    let fits = |s: &Segment| s.g.shape() == (n, n) && s.b.len() == n;
    if segments.is_empty() || initial.len() != n || !segments.iter().all(fits) {
        return Err(TransientError::Ill("sizes of the system do not fit each other"));
    }
    let starts: Vec<f64> = segments.iter().map(|s| s.start_s).collect();
    if !rises(&starts) || !rises(times_s) {
        return Err(TransientError::Ill("times must be finite and rise"));
    }
    if times_s.first().is_some_and(|t| *t < segments[0].start_s) {
        return Err(TransientError::Ill("a time lies before the first segment"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decay(rate: f64) -> (DVector<f64>, Segment) {
        let g = DMatrix::from_element(1, 1, rate);
        (DVector::from_element(1, 1.0), Segment { start_s: 0.0, g, b: DVector::zeros(1) })
    }

    #[test]
    fn halving_the_step_quarters_the_error() {
        let (c, segment) = decay(1.0);
        let error = |n: usize| {
            let mut t = DVector::from_element(1, 1.0);
            for _ in 0..n {
                t = step(&c, &segment, &t, 1.0 / n as f64).unwrap();
            }
            (t[0] - (-1f64).exp()).abs()
        };
        let ratio = error(20) / error(40);
        assert!((ratio - 4.0).abs() < 0.15, "ratio {ratio}");
    }

    #[test]
    fn a_stiff_node_does_not_ring() {
        let (c, segment) = decay(1e9);
        let after = step(&c, &segment, &DVector::from_element(1, 1.0), 1.0).unwrap();
        assert!(after[0].abs() < 1e-8, "{after}");
    }

    #[test]
    fn a_node_without_capacitance_follows_its_neighbours() {
        let g = DMatrix::from_row_slice(2, 2, &[2.0, -1.0, -1.0, 2.0]);
        let segment = Segment { start_s: 0.0, g, b: DVector::from_vec(vec![1.0, 0.0]) };
        let c = DVector::from_vec(vec![10.0, 0.0]);
        let out = integrate(&c, &[segment], &DVector::zeros(2), &[5.0, 500.0], Accuracy::default()).unwrap();
        for t in &out {
            assert!((t[1] - 0.5 * t[0]).abs() < 1e-3);
        }
        assert!((out[0][0] - (1.0 - (-0.15f64 * 5.0).exp()) / 1.5).abs() < 1e-3);
        assert!((out[1][0] - 1.0 / 1.5).abs() < 1e-3);
    }

    #[test]
    fn what_cannot_be_integrated_says_why() {
        let (c, segment) = decay(1.0);
        let one = DVector::from_element(1, 1.0);
        let few = Accuracy { step_error_k: 1e-12, max_steps: 3 };
        assert!(matches!(
            integrate(&c, std::slice::from_ref(&segment), &one, &[1.0], few),
            Err(TransientError::TooManySteps { .. })
        ));
        assert!(integrate(&c, &[], &one, &[1.0], few).is_err());
        assert!(integrate(&c, std::slice::from_ref(&segment), &one, &[2.0, 1.0], few).is_err());
        assert!(integrate(&c, &[segment], &one, &[-1.0], few).is_err());
    }
}
