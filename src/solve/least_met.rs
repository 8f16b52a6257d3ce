//! The least value of an unknown at which a demand is met.
//!
//! A demand that is met leaves no shortfall, however far beyond its least value the unknown lies, and far beyond it a model
//! may have no answer at all: the shortfall has no sign change that a root search could bracket. So the search keeps the
//! largest value that falls short and the least one that does not, and steps from below by the slope of the shortfall.

use super::convergence::NotConverged;

/// Why there is no least value.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmet<E> {
    /// The demand is not met at the limit, or the model ends before and the unknown would pass the limit: how far it would go.
    PastLimit(f64),
    /// The model ends where the demand is not yet met.
    Beyond(E),
    /// The trials were too few.
    NotConverged(NotConverged),
}

/// A search for a least value.
#[derive(Clone, Copy, Debug)]
pub struct LeastMetSearch {
    /// The search, as a noun phrase.
    pub what: &'static str,
    /// The largest value that is tried.
    pub limit: f64,
    /// Shortfall, and width between a value that falls short and one that does not, that are rounding.
    pub tolerance: f64,
    /// Trials, at most.
    pub max_trials: usize,
}

/// A step is at most so many times the shortfall: a flat part of the curve sends no step far beyond the least value.
const LONGEST_STEP: f64 = 10.0;

impl LeastMetSearch {
    /// The answer at the least value, from a value that falls short by `start.1`. A trial gives its shortfall in units of the
    /// unknown, nothing or less where the demand is met, and its answer; or why the model has none, where the unknown is too
    /// large. Of those reasons the first is told, unless it is a `vague` one.
    ///
    /// # Errors
    /// [`Unmet`].
    pub fn solve<T, E>(
        &self,
        start: (f64, f64),
        vague: impl Fn(&E) -> bool,
        mut trial: impl FnMut(f64) -> Result<(f64, T), E>,
    ) -> Result<T, Unmet<E>> {
        let Self { what, limit, tolerance, max_trials } = *self;
        let ((mut low, mut short), mut gain) = (start, 1.0);
        let mut high: Option<(f64, Result<T, E>)> = None;
        let mut past_limit = None;
        for _ in 0..max_trials {
            if let Some((_, answer)) = high.take_if(|(x, _)| *x - low <= tolerance) {
                return answer.map_err(|error| past_limit.map_or(Unmet::Beyond(error), Unmet::PastLimit));
            }
            if low + short > limit + tolerance {
                past_limit.get_or_insert(low + short);
            }
            // Half the tolerance is left on purpose: rounding does not carry the step past the least value.
            let step = low + (short - 0.5 * tolerance) * gain;
            let x = match &high {
                Some((high, _)) if step >= *high => f64::midpoint(low, *high),
                _ => step.min(limit),
            };
            match trial(x) {
                Ok((left, answer)) if left <= tolerance => {
                    if left > 0.25 * tolerance {
                        return Ok(answer);
                    }
                    high = Some((x, Ok(answer)));
                }
                Ok((left, _)) if x >= limit => return Err(Unmet::PastLimit(past_limit.unwrap_or(x + left))),
                Ok((left, _)) => {
                    let slope = (short - left) / (x - low);
                    gain = if slope > 0.0 { slope.recip().min(LONGEST_STEP) } else { 1.0 };
                    (low, short) = (x, left);
                }
                Err(error) => {
                    let reason = match high {
                        Some((_, Err(first))) if !vague(&first) => first,
                        _ => error,
                    };
                    high = Some((x, Err(reason)));
                }
            }
        }
        Err(Unmet::NotConverged(NotConverged { what, residual: short }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEARCH: LeastMetSearch =
        LeastMetSearch { what: "a least value", limit: 10.0, tolerance: 1e-9, max_trials: 100 };

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum End {
        Vague(f64),
        Plain(f64),
    }

    /// The least `x` of `x >= needed(x)`, from 0, and the trials that it took; the model ends at `end`.
    fn least(needed: impl Fn(f64) -> f64, end: f64) -> (Result<f64, Unmet<End>>, usize) {
        let mut trials = 0;
        let found = SEARCH.solve(
            (0.0, needed(0.0)),
            |error| matches!(error, End::Vague(_)),
            |x| {
                trials += 1;
                match x - end {
                    over if over > 1.0 => Err(End::Vague(x)),
                    over if over > 0.0 => Err(End::Plain(x)),
                    _ => Ok(((needed(x) - x).max(0.0), x)),
                }
            },
        );
        (found, trials)
    }

    #[test]
    fn the_least_value_is_found_whatever_the_need_does_with_it() {
        let end = f64::INFINITY;
        // Constant, falling, and rising nearly as fast as the value itself.
        for (slope, wanted) in [(0.0, 2.0), (-0.8, 2.0 / 1.8), (0.7, 2.0 / 0.3)] {
            let (found, trials) = least(|x| 2.0 + slope * x, end);
            assert!((found.unwrap() - wanted).abs() < 1e-8 && trials < 15, "{slope} in {trials}");
        }
        // Falling in a step at 3.
        let (found, _) = least(|x| if x < 3.0 { 4.0 } else { 1.0 }, end);
        assert!((found.unwrap() - 3.0).abs() < 2e-9);
        // By hand: 2 + x/2 + x²/40 = x at 10 − √20.
        let (found, trials) = least(|x| 2.0 + 0.5 * x + x * x / 40.0, end);
        assert!((found.unwrap() - (10.0 - 20.0_f64.sqrt())).abs() < 1e-7 && trials < 20, "in {trials}");
    }

    #[test]
    fn a_trial_beyond_the_model_is_no_end() {
        let (found, _) = least(|x| 4.0 - x, 2.5);
        assert!((found.unwrap() - 2.0).abs() < 1e-8);
        // From 4 by half the way: 4 and 2 are beyond 0.9 by more than one, 1 by less.
        assert!(matches!(least(|x| 4.0 - x, 0.9).0, Err(Unmet::Beyond(End::Plain(x))) if (x - 1.0).abs() < 1e-6));
        assert_eq!(least(|_| 12.0, 5.0).0, Err(Unmet::PastLimit(12.0)));
        assert!(matches!(least(|x| 9.0 + x, f64::INFINITY).0, Err(Unmet::PastLimit(x)) if (x - 18.0).abs() < 1e-8));
        let few = LeastMetSearch { max_trials: 2, ..SEARCH };
        let few = few.solve((0.0, 4.0), |_: &End| true, |x| Ok(((4.0 - 3.0 * x).max(0.0), x)));
        assert!(matches!(few, Err(Unmet::NotConverged(NotConverged { what: "a least value", .. }))));
    }
}
