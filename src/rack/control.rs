//! Control: the lowest speed that holds every part at its target, and the highest clock that holds it at its limit.

use crate::solve::root::{self, RootTolerance};

use super::error::RackError;

/// How far the worst part is above its control target and above its limit, K; negative is below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TemperatureExcess {
    /// Above the target.
    pub target_k: f64,
    /// Above the limit.
    pub limit_k: f64,
}

impl TemperatureExcess {
    /// Nothing is anywhere near.
    pub const FAR_BELOW: Self = Self { target_k: -1e3, limit_k: -1e3 };

    /// The worse of two.
    #[must_use]
    pub fn max_with(self, other: Self) -> Self {
        Self { target_k: self.target_k.max(other.target_k), limit_k: self.limit_k.max(other.limit_k) }
    }
}

/// Temperatures are held to this accuracy, K.
const CONTROL_TOLERANCE: RootTolerance = RootTolerance { x: 1e-12, f: 1e-9 };
const MAX_EVALUATIONS: usize = 100;
/// A speed is first sought this near to where it was in a like state.
const GUESS_MARGIN: f64 = 0.02;

/// The lowest speed from `least` to 1 that holds every part at its target: full speed where none does.
///
/// # Errors
/// What `excess` reports, or a search that does not converge.
pub fn find_lowest_speed(
    mut excess: impl FnMut(f64) -> Result<TemperatureExcess, RackError>,
    least: f64,
    guess: Option<f64>,
) -> Result<f64, RackError> {
    let (mut lo, mut hi) = (least, 1.0);
    if let Some(g) = guess {
        let (a, b) = ((g * (1.0 - GUESS_MARGIN)).max(least), (g * (1.0 + GUESS_MARGIN)).min(1.0));
        if a > least && excess(a)?.target_k > 0.0 {
            lo = a;
        }
        if b < 1.0 && excess(b)?.target_k <= 0.0 {
            hi = b;
        }
    }
    if lo == least && excess(least)?.target_k <= 0.0 {
        return Ok(least);
    }
    if hi == 1.0 && excess(1.0)?.target_k > 0.0 {
        return Ok(1.0);
    }
    let found = root::find_root(|s| excess(s).map(|e| e.target_k), lo, hi, CONTROL_TOLERANCE, MAX_EVALUATIONS);
    found.map(|r| r.x).map_err(|error| error.into_named("the lowest speed of fans or pumps"))
}

/// The highest clock from `least` to 1 that holds every part at its limit: the least where none does.
///
/// # Errors
/// As [`find_lowest_speed`].
pub fn find_highest_clock(
    mut excess: impl FnMut(f64) -> Result<TemperatureExcess, RackError>,
    least: f64,
) -> Result<f64, RackError> {
    if excess(1.0)?.limit_k <= 0.0 {
        return Ok(1.0);
    }
    if excess(least)?.limit_k > 0.0 {
        return Ok(least);
    }
    let found = root::find_root(|c| excess(c).map(|e| e.limit_k), least, 1.0, CONTROL_TOLERANCE, MAX_EVALUATIONS);
    found.map(|r| r.x).map_err(|error| error.into_named("the highest clock"))
}
