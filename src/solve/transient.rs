//! Stiff systems in time: `C dy/dt = F(t, y)`.
//!
//! TR-BDF2 (Bank et al., IEEE Trans. Electron Devices 32, 1985; in the one-matrix form of Hosea and Shampine, Applied
//! Numerical Mathematics 20, 1996): a trapezoidal stage to `t + γh`, then a second-order backward difference to
//! `t + h`, with `γ = 2 − √2`. It is second order and L-stable, so a fast unknown never rings. The third-order error of
//! the step, filtered by the same matrix, sets the step. Each stage is solved by Newton's method with one matrix a step,
//! which may be approximate. What leaves and enters is summed with the weights of the step itself, so a balance that
//! `F` keeps is kept over the whole run.

use super::convergence::NotConverged;
use super::stage::{ALPHA, GAMMA, StageSolver};

pub use super::integration::{IntegrationAccuracy, IntegrationError};
pub use super::stage::DynamicSystem;

/// Weight of start and stage in the step.
const STAGE_WEIGHT: f64 = std::f64::consts::SQRT_2 / 4.0;
/// Coefficient of the local error.
const ERROR_COEFFICIENT: f64 = (-3.0 * GAMMA * GAMMA + 4.0 * GAMMA - 2.0) / (6.0 * (2.0 - GAMMA));
/// A stage is solved when its last correction is below this share of the error allowed in a step.
const STAGE_TOLERANCE: f64 = 1e-3;

/// How a trial step went.
enum TrialStep {
    /// Error over what is allowed.
    Solved(f64),
    /// A stage was not solved.
    Unsolved,
}

/// A state in time and the last step that led to it.
#[derive(Clone, Debug)]
pub struct TrBdf2Integrator {
    accuracy: IntegrationAccuracy,
    now_s: f64,
    steps: usize,
    wanted_h: f64,
    last_h: f64,
    fresh: bool,
    y: Vec<f64>,
    start: Vec<f64>,
    stage: Vec<f64>,
    f: [Vec<f64>; 3],
    rates: [Vec<f64>; 3],
    sums: Vec<f64>,
    sums_start: Vec<f64>,
    r: Vec<f64>,
    work: Vec<f64>,
}

impl TrBdf2Integrator {
    /// A state at a time; `first_step_s` is tried first.
    pub fn new(
        system: &impl DynamicSystem,
        (now_s, y): (f64, &[f64]),
        first_step_s: f64,
        accuracy: IntegrationAccuracy,
    ) -> Self {
        let zeros = || vec![0.0; y.len()];
        let rates = || vec![0.0; system.rate_count()];
        Self {
            accuracy,
            now_s,
            steps: 0,
            wanted_h: first_step_s,
            last_h: 0.0,
            fresh: true,
            y: y.to_vec(),
            start: y.to_vec(),
            stage: y.to_vec(),
            f: [zeros(), zeros(), zeros()],
            rates: [rates(), rates(), rates()],
            sums: rates(),
            sums_start: rates(),
            r: zeros(),
            work: zeros(),
        }
    }

    /// The time that the integration has reached, s.
    pub fn now_s(&self) -> f64 {
        self.now_s
    }

    /// The state at the time reached.
    pub fn state(&self) -> &[f64] {
        &self.y
    }

    /// What was summed since the start.
    pub fn time_integrals(&self) -> &[f64] {
        &self.sums
    }

    /// Steps made so far, rejected ones too.
    pub fn step_count(&self) -> usize {
        self.steps
    }

    /// Length of the last step, s.
    pub fn last_step_s(&self) -> f64 {
        self.last_h
    }

    /// Tells that the system has changed at this time; `first_step_s` is tried next.
    pub fn restart_with_step(&mut self, first_step_s: f64) {
        self.fresh = true;
        self.wanted_h = first_step_s;
    }

    /// Goes to a later time with the state as it is, and more in the sums: a stretch that repeats.
    pub fn repeat_until(&mut self, now_s: f64, growth: impl IntoIterator<Item = f64>) {
        self.now_s = now_s;
        for (sum, more) in self.sums.iter_mut().zip(growth) {
            *sum += more;
        }
        self.sums_start.copy_from_slice(&self.sums);
        self.fresh = true;
    }

    /// One step that keeps the error allowed and goes no further than `until_s`.
    ///
    /// # Errors
    /// [`IntegrationError`].
    pub fn advance_step(&mut self, system: &mut impl DynamicSystem, until_s: f64) -> Result<(), IntegrationError> {
        let reach = until_s - self.now_s;
        self.begin_step(system)?;
        loop {
            self.wanted_h = self.wanted_h.min(self.accuracy.longest_step_s);
            let last = self.wanted_h >= reach * (1.0 - 1e-9);
            let h = if last { reach } else { self.wanted_h };
            self.steps += 1;
            if self.steps > self.accuracy.max_steps || self.now_s + h * 1e-3 == self.now_s {
                let (steps, reached_s) = (self.steps, self.now_s);
                return Err(IntegrationError::TooManySteps { steps, reached_s, wanted_s: until_s });
            }
            let TrialStep::Solved(error) = self.try_step(system, h)? else {
                self.wanted_h = 0.3 * h;
                continue;
            };
            let factor = 0.9 * error.max(f64::MIN_POSITIVE).recip().cbrt();
            if error <= 1.0 {
                self.accept_step(h);
                self.now_s = if last { until_s } else { self.now_s + h };
                let next = h * factor.clamp(0.2, 4.0);
                // A step shortened to end on time says nothing against the longer one that was wanted.
                self.wanted_h = if last { self.wanted_h.max(next) } else { next };
                return Ok(());
            }
            self.wanted_h = h * factor.clamp(0.1, 0.9);
        }
    }

    /// Goes back to the start of the last step and makes a shorter one of `h_s`.
    ///
    /// # Errors
    /// [`IntegrationError`].
    pub fn redo_step(&mut self, system: &mut impl DynamicSystem, h_s: f64) -> Result<(), IntegrationError> {
        let from_s = self.now_s - self.last_h;
        self.y.copy_from_slice(&self.start);
        self.sums.copy_from_slice(&self.sums_start);
        self.fresh = true;
        self.now_s = from_s;
        self.begin_step(system)?;
        // What was solved over a longer step is solved over a part of it.
        match self.try_step(system, h_s)? {
            TrialStep::Solved(_) => {
                self.accept_step(h_s);
                self.now_s = from_s + h_s;
                Ok(())
            }
            TrialStep::Unsolved => {
                Err(IntegrationError::TooManySteps { steps: self.steps, reached_s: from_s, wanted_s: from_s + h_s })
            }
        }
    }

    /// The state at a share of the last step, 0..=1: the parabola through its start, stage and end.
    pub fn state_within_step(&self, share: f64, into: &mut [f64]) {
        let x = share;
        let (a, b, c) =
            ((x - GAMMA) * (x - 1.0) / GAMMA, x * (x - 1.0) / (GAMMA * (GAMMA - 1.0)), x * (x - GAMMA) / (1.0 - GAMMA));
        for (i, out) in into.iter_mut().enumerate() {
            *out = a * self.start[i] + b * self.stage[i] + c * self.y[i];
        }
    }

    /// Where within the last step an unknown turns, as a share of the step, and its value there: the vertex of the parabola of
    /// [`Self::state_within_step`]; none where it rises or falls all the way.
    pub fn turning_point(&self, unknown: usize) -> Option<(f64, f64)> {
        let (start, stage, end) = (self.start[unknown], self.stage[unknown], self.y[unknown]);
        let bend = ((stage - start) / GAMMA - (end - start)) / (GAMMA - 1.0);
        let slope = (end - start) - bend;
        let share = -slope / (2.0 * bend);
        (share > 0.0 && share < 1.0).then_some((share, start + 0.5 * slope * share))
    }

    /// A sum at a share of the last step, 0..=1: the parabola from its start, with the rate there, to its end.
    pub fn integral_within_step(&self, sum: usize, share: f64) -> f64 {
        let (from, to) = (self.sums_start[sum], self.sums[sum]);
        let first = self.last_h * self.rates[0][sum];
        from + share * (first + share * (to - from - first))
    }

    fn begin_step(&mut self, system: &mut impl DynamicSystem) -> Result<(), NotConverged> {
        if self.fresh {
            system.evaluate_flux(self.now_s, &self.y, &mut self.f[0], &mut self.rates[0])?;
        } else {
            let [first, _, last] = &mut self.f;
            std::mem::swap(first, last);
            let [first, _, last] = &mut self.rates;
            std::mem::swap(first, last);
        }
        self.fresh = false;
        self.start.copy_from_slice(&self.y);
        self.sums_start.copy_from_slice(&self.sums);
        Ok(())
    }

    fn accept_step(&mut self, h: f64) {
        self.last_h = h;
        for (i, sum) in self.sums.iter_mut().enumerate() {
            *sum += h * (STAGE_WEIGHT * (self.rates[0][i] + self.rates[1][i]) + ALPHA * self.rates[2][i]);
        }
    }

    /// Stage and end of a step from `start`; the end is left in `y`.
    fn try_step(&mut self, system: &mut impl DynamicSystem, h: f64) -> Result<TrialStep, IntegrationError> {
        if !system.factor_matrix(self.now_s, (&self.start, &self.f[0]), ALPHA * h)? {
            return Err(IntegrationError::Singular);
        }
        let n = self.start.len();
        let t0 = self.now_s;
        self.stage.copy_from_slice(&self.start);
        let [f0, f1, f2] = &mut self.f;
        let [_, rates1, rates2] = &mut self.rates;
        let small = STAGE_TOLERANCE * self.accuracy.step_error_k;
        for (i, r) in self.r.iter_mut().enumerate() {
            *r = system.capacity()[i] * self.start[i] + ALPHA * h * f0[i];
        }
        let mut newton = StageSolver { known: &self.r, work: &mut self.work, small, h };
        if !newton.solve_stage(system, t0 + GAMMA * h, &mut self.stage, (f1, rates1))? {
            return Ok(TrialStep::Unsolved);
        }
        for i in 0..n {
            self.r[i] = system.capacity()[i] * self.start[i] + STAGE_WEIGHT * h * (f0[i] + f1[i]);
            self.y[i] = self.start[i] + (self.stage[i] - self.start[i]) / GAMMA;
        }
        let mut newton = StageSolver { known: &self.r, work: &mut self.work, small, h };
        if !newton.solve_stage(system, t0 + h, &mut self.y, (f2, rates2))? {
            self.y.copy_from_slice(&self.start);
            return Ok(TrialStep::Unsolved);
        }
        for i in 0..n {
            let third = f0[i] / GAMMA - f1[i] / (GAMMA * (1.0 - GAMMA)) + f2[i] / (1.0 - GAMMA);
            self.r[i] = third * ERROR_COEFFICIENT * h;
        }
        system.solve_factored(&mut self.r);
        let error = self.r.iter().enumerate().map(|(i, e)| e.abs() / system.error_scale(i)).fold(0.0, f64::max);
        // Not a number is no error that a step may have.
        Ok(if error.is_finite() { TrialStep::Solved(error / self.accuracy.step_error_k) } else { TrialStep::Unsolved })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `dy/dt = −k y`, with the sum of what leaves.
    struct Decay {
        k: f64,
        inverse: f64,
        /// From then on a search within it fails, and from then on it gives no number.
        fails_at_s: f64,
        lost_at_s: f64,
    }

    fn decay(k: f64) -> Decay {
        Decay { k, inverse: 1.0, fails_at_s: f64::INFINITY, lost_at_s: f64::INFINITY }
    }

    impl DynamicSystem for Decay {
        fn capacity(&self) -> &[f64] {
            &[1.0]
        }
        fn evaluate_flux(
            &mut self,
            t: f64,
            y: &[f64],
            flux: &mut [f64],
            rates: &mut [f64],
        ) -> Result<(), NotConverged> {
            if t > self.fails_at_s {
                return Err(NotConverged { what: "a search within", residual: 1.0 });
            }
            flux[0] = if t > self.lost_at_s { f64::NAN } else { -self.k * y[0] };
            rates[0] = self.k * y[0];
            Ok(())
        }
        fn factor_matrix(&mut self, _: f64, _: (&[f64], &[f64]), s: f64) -> Result<bool, NotConverged> {
            self.inverse = (1.0 + s * self.k).recip();
            Ok(true)
        }
        fn solve_factored(&mut self, rhs: &mut [f64]) {
            rhs[0] *= self.inverse;
        }
        fn rate_count(&self) -> usize {
            1
        }
    }

    fn after(k: f64, steps: usize) -> TrBdf2Integrator {
        let mut system = decay(k);
        let wide = IntegrationAccuracy { step_error_k: 1e9, ..IntegrationAccuracy::default() };
        let mut run = TrBdf2Integrator::new(&system, (0.0, &[1.0]), 1.0, wide);
        for i in 1..=steps {
            run.advance_step(&mut system, i as f64 / steps as f64).unwrap();
        }
        run
    }

    #[test]
    fn halving_the_step_quarters_the_error() {
        let error = |n: usize| (after(1.0, n).state()[0] - (-1f64).exp()).abs();
        let ratio = error(20) / error(40);
        assert!((ratio - 4.0).abs() < 0.15, "ratio {ratio}");
    }

    #[test]
    fn a_stiff_unknown_does_not_ring() {
        let y = after(1e9, 1).state()[0];
        assert!(y.abs() < 1e-8, "{y}");
    }

    #[test]
    fn what_left_is_what_is_gone() {
        for k in [0.5, 7.0, 300.0] {
            let run = after(k, 13);
            assert!((run.time_integrals()[0] + run.state()[0] - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn between_its_ends_a_step_is_a_parabola() {
        let mut system = decay(1.0);
        let mut run = TrBdf2Integrator::new(
            &system,
            (0.0, &[1.0]),
            0.1,
            IntegrationAccuracy { step_error_k: 1e-3, ..IntegrationAccuracy::default() },
        );
        run.advance_step(&mut system, 0.1).unwrap();
        let mut y = [0.0];
        for share in [0.0, 0.3, 0.7, 1.0] {
            run.state_within_step(share, &mut y);
            assert!((y[0] - (-0.1 * share).exp()).abs() < 5e-5, "{share}: {}", y[0]);
        }
        for share in [0.0, 0.3, 0.7, 1.0] {
            assert!((run.integral_within_step(0, share) - 1.0 + (-0.1 * share).exp()).abs() < 5e-5, "{share}");
        }
        run.redo_step(&mut system, 0.04).unwrap();
        assert!((run.now_s() - 0.04).abs() < 1e-15);
        assert!((run.state()[0] - (-0.04f64).exp()).abs() < 1e-5);
        assert!((run.time_integrals()[0] + run.state()[0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_fails_within_or_is_no_number_ends_the_run() {
        let run = |mut system: Decay| {
            let accuracy = IntegrationAccuracy { step_error_k: 1e-3, ..IntegrationAccuracy::default() };
            let mut run = TrBdf2Integrator::new(&system, (0.0, &[1.0]), 0.1, accuracy);
            while run.now_s() < 1.0 {
                run.advance_step(&mut system, 1.0)?;
            }
            Ok::<_, IntegrationError>(run.state()[0])
        };
        assert!((run(decay(1.0)).unwrap() - (-1f64).exp()).abs() < 1e-2);
        let inner = NotConverged { what: "a search within", residual: 1.0 };
        assert_eq!(run(Decay { fails_at_s: 0.5, ..decay(1.0) }), Err(inner.into()));
        let lost = run(Decay { lost_at_s: 0.5, ..decay(1.0) });
        assert!(matches!(lost, Err(IntegrationError::TooManySteps { .. })), "{lost:?}");
    }

    #[test]
    fn too_few_steps_are_an_error() {
        let mut system = decay(1.0);
        let tight = IntegrationAccuracy { step_error_k: 1e-12, max_steps: 3, ..IntegrationAccuracy::default() };
        let mut run = TrBdf2Integrator::new(&system, (0.0, &[1.0]), 0.5, tight);
        let mut ended = Ok(());
        while ended.is_ok() && run.now_s() < 1.0 {
            ended = run.advance_step(&mut system, 1.0);
        }
        assert!(matches!(ended, Err(IntegrationError::TooManySteps { .. })));
    }
}
