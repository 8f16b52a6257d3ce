//! A system in time, and one implicit stage of a step in time, by Newton's method with a matrix that may be approximate.

use super::convergence::NotConverged;

/// Where the first stage ends, share of the step.
pub(super) const GAMMA: f64 = 2.0 - std::f64::consts::SQRT_2;
/// Weight of the implicit end in both stages.
pub(super) const ALPHA: f64 = GAMMA / 2.0;

/// Newton iterations before the step is shortened.
const MAX_ITERATIONS: usize = 10;

/// A system in time, `C dy/dt = F(t, y)`, as an integrator needs it.
pub trait DynamicSystem {
    /// `C`; an unknown without it follows the others at once.
    fn capacity(&self) -> &[f64];
    /// `F` at a time and a state, and the rates of what is summed over time.
    ///
    /// # Errors
    /// When a search within the system does not settle; it ends the integration.
    fn evaluate_flux(&mut self, t_s: f64, y: &[f64], flux: &mut [f64], rates: &mut [f64]) -> Result<(), NotConverged>;
    /// Factors `C + s J`, with `J` near `−∂F/∂y` at a time and a state with its flux; false when there are no factors.
    ///
    /// # Errors
    /// As [`Self::evaluate_flux`].
    fn factor_matrix(&mut self, t_s: f64, at: (&[f64], &[f64]), s: f64) -> Result<bool, NotConverged>;
    /// Solves with these factors, in place.
    fn solve_factored(&mut self, rhs: &mut [f64]);
    /// What of an unknown counts as much as one kelvin: below 1 for what must be closer.
    fn error_scale(&self, _unknown: usize) -> f64 {
        1.0
    }
    /// How many rates [`Self::evaluate_flux`] gives.
    fn rate_count(&self) -> usize {
        0
    }
}

/// `C y − αh F(t, y) = known` for `y`.
pub(super) struct StageSolver<'a> {
    /// Right-hand side.
    pub known: &'a [f64],
    /// Room for a correction.
    pub work: &'a mut [f64],
    /// A correction that is small enough.
    pub small: f64,
    /// The whole step, s.
    pub h: f64,
}

impl StageSolver<'_> {
    /// Moves `y` to the solution and leaves fluxes and rates there; false where it does not come to one.
    pub fn solve_stage(
        &mut self,
        system: &mut impl DynamicSystem,
        t: f64,
        y: &mut [f64],
        (f, rates): (&mut Vec<f64>, &mut Vec<f64>),
    ) -> Result<bool, NotConverged> {
        let mut before = f64::INFINITY;
        for _ in 0..MAX_ITERATIONS {
            system.evaluate_flux(t, y, f, rates)?;
            for (i, w) in self.work.iter_mut().enumerate() {
                *w = self.known[i] - system.capacity()[i] * y[i] + ALPHA * self.h * f[i];
            }
            system.solve_factored(self.work);
            let mut moved = 0.0_f64;
            for (i, w) in self.work.iter().enumerate() {
                // The larger of a number and none is the number: what is no number must be seen here.
                if !w.is_finite() {
                    return Ok(false);
                }
                y[i] += w;
                moved = moved.max(w.abs() / system.error_scale(i));
            }
            if moved <= self.small {
                system.evaluate_flux(t, y, f, rates)?;
                return Ok(true);
            }
            if moved > 2.0 * before {
                return Ok(false);
            }
            before = moved;
        }
        Ok(false)
    }
}
