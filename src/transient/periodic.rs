//! A load that goes to and fro for long: once every period is like the one before, periods are repeated and not computed.
//!
//! States one stretch of whole periods apart are compared. The slowest part still moves by `D` from stretch to stretch, and
//! by `r D` in the next: what is left until it stands is `D r/(1 − r)`. When that is below the accuracy of temperatures twice
//! in a row, and nothing else is to happen, the stretch repeats. In a periodic state no heat is stored, so what enters in
//! the repeated stretches leaves in them.

use super::sample::TransientSample;

/// What a temperature may still move in all repeated periods together, K: half of the last digit that tables print. For a
/// speed or clock it is its error scale of that.
const DRIFT_K: f64 = 0.05;
/// Shortest stretch that is compared, s: a drift within it stands out from the error of a step.
const MIN_STRETCH_S: f64 = 60.0;
/// A drift that fades more slowly from stretch to stretch is taken to fade like this.
const SLOWEST_FADING: f64 = 0.97;
/// Stretches that are computed after the repeated ones, so that the last periods of a run are its own.
const LAST_STRETCHES: f64 = 1.0;

/// A load to and fro, and the time in which nothing else happens.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_field_names, reason = "all are times, and end in their unit")]
pub(super) struct SteadySwing {
    /// Its first edge, s.
    pub from_s: f64,
    /// Period, s.
    pub period_s: f64,
    /// Its end, s.
    pub until_s: f64,
}

/// What is not over with a period: how many limits were passed or kept again so far, and the heat of vented vapour, J.
pub(super) type StretchMarks = (usize, f64);

/// Stretches of a swing, one after the other.
#[derive(Clone, Debug)]
pub(super) struct PeriodicWatch {
    swing: SteadySwing,
    stretch_s: f64,
    /// End of the stretch that runs.
    next_s: f64,
    /// State and sums at its start.
    state: Vec<f64>,
    sums: Vec<f64>,
    /// Movement over the stretch before.
    moved: Option<f64>,
    /// Limits passed and vapour vented, J, until its start.
    marks: StretchMarks,
    /// Stretches in a row after which little is left to move.
    settled: u32,
    /// Moments of the stretch that runs.
    pub moments: Vec<TransientSample>,
}

/// What a stretch that repeats holds.
pub(super) struct RepeatedStretch {
    /// Its length, s.
    pub length_s: f64,
    /// How often it is repeated.
    pub times: f64,
    /// Where the repetitions end, s.
    pub until_s: f64,
    /// What its sums grew by.
    pub growth: Vec<f64>,
}

impl PeriodicWatch {
    /// Watches a swing.
    pub fn new(swing: SteadySwing) -> Self {
        let stretch_s = swing.period_s * (MIN_STRETCH_S / swing.period_s).ceil().max(1.0);
        Self {
            swing,
            stretch_s,
            next_s: swing.from_s,
            state: Vec::new(),
            sums: Vec::new(),
            moved: None,
            marks: (0, 0.0),
            settled: 0,
            moments: Vec::new(),
        }
    }

    /// At an edge of the load: whether the stretch that ends here repeats. `marks` are those of this time, and without them
    /// something but the load changes later; `scale` is what of an unknown counts as a kelvin.
    pub fn close_stretch(
        &mut self,
        at_s: f64,
        (y, sums): (&[f64], &[f64]),
        scale: impl Fn(usize) -> f64,
        marks: Option<StretchMarks>,
    ) -> Option<RepeatedStretch> {
        if at_s < self.next_s - 1e-6 * self.swing.period_s {
            return None;
        }
        let moved =
            self.state.iter().zip(y).enumerate().map(|(i, (a, b))| (b - a).abs() / scale(i)).fold(0.0, f64::max);
        let known = !self.state.is_empty() && marks == Some(self.marks);
        let settles = self.moved.filter(|_| known).is_some_and(|before| {
            let fading = if before > 0.0 { (moved / before).min(SLOWEST_FADING) } else { 0.0 };
            moved.max(moved * fading / (1.0 - fading)) <= DRIFT_K
        });
        self.settled = if settles { self.settled + 1 } else { 0 };
        self.moved = known.then_some(moved);
        let times = ((self.swing.until_s - at_s) / self.stretch_s).floor() - LAST_STRETCHES;
        if self.settled >= 2 && times >= 1.0 {
            let growth = sums.iter().zip(&self.sums).map(|(b, a)| b - a).collect();
            return Some(RepeatedStretch {
                length_s: self.stretch_s,
                times,
                until_s: at_s + times * self.stretch_s,
                growth,
            });
        }
        self.next_s = at_s + self.stretch_s;
        self.state = y.to_vec();
        self.sums = sums.to_vec();
        self.marks = marks.unwrap_or(self.marks);
        self.moments.clear();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part with `y(t) = e^(−t/τ)` K above where it will stand, seen once a stretch.
    fn repeated_from(tau_s: f64, noise: f64) -> Option<f64> {
        let swing = SteadySwing { from_s: 0.0, period_s: 2.0, until_s: 36_000.0 };
        let mut watch = PeriodicWatch::new(swing);
        for n in 0..600_u32 {
            let t = 60.0 * f64::from(n);
            let y = [5.0 * (-t / tau_s).exp() + noise * f64::from(n % 2)];
            if let Some(found) = watch.close_stretch(t, (&y, &[3.0 * t]), |_| 1.0, Some((0, 0.0))) {
                assert_eq!((found.length_s, found.growth.as_slice()), (60.0, [180.0].as_slice()));
                assert!(found.until_s <= 36_000.0 - 60.0 && found.until_s > 36_000.0 - 180.0);
                return Some(t);
            }
        }
        None
    }

    #[test]
    fn what_is_left_to_move_is_below_the_accuracy() {
        for tau_s in [30.0, 180.0, 600.0, 1700.0] {
            let from_s = repeated_from(tau_s, 0.0).unwrap();
            let left_k = 5.0 * (-from_s / tau_s).exp();
            assert!(left_k <= DRIFT_K && from_s <= 200.0 + 8.0 * tau_s, "{tau_s}: {left_k} K left at {from_s} s");
        }
        // The error of a step hides nothing, and a state that never settles never repeats.
        assert!(repeated_from(180.0, 5e-4).is_some());
        assert_eq!(repeated_from(180.0, 0.1), None);
    }

    #[test]
    fn a_stretch_in_which_a_limit_is_passed_does_not_repeat() {
        let mut watch = PeriodicWatch::new(SteadySwing { from_s: 0.0, period_s: 7.0, until_s: 36_000.0 });
        for n in 0..100_u32 {
            let t = 63.0 * f64::from(n);
            assert!(watch.close_stretch(t, (&[1.0], &[0.0]), |_| 1.0, Some((n as usize, 0.0))).is_none());
        }
    }
}
