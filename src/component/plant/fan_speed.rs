//! The lowest fan speed at which a cooler carries its load.

use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

const SPEED_TOLERANCE: RootTolerance = RootTolerance { x: 1e-12, f: 0.0 };
const MAX_EVALUATIONS: usize = 200;

/// Fans on a load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FanDuty {
    /// Heat that is carried, W: the load, or what the full fans carry where that is less.
    pub heat_w: f64,
    /// Fan speed, share of full.
    pub speed: f64,
    /// Share of the time that the fans run: below one where their lowest speed carries more than the load.
    pub running: f64,
}

/// The duty on a positive load of fans whose heat rises with their speed. `above_load_w` is that heat above the load at a speed,
/// `fan_min` the lowest speed, `what` the search as a noun phrase.
///
/// # Errors
/// When the speed is not found.
pub(super) fn find_fan_duty(
    what: &'static str,
    fan_min: f64,
    load_w: f64,
    above_load_w: impl Fn(f64) -> f64,
) -> Result<FanDuty, NotConverged> {
    let (full_w, slow_w) = (above_load_w(1.0), above_load_w(fan_min));
    if full_w <= 0.0 {
        return Ok(FanDuty { heat_w: load_w + full_w, speed: 1.0, running: 1.0 });
    }
    if slow_w >= 0.0 {
        return Ok(FanDuty { heat_w: load_w, speed: fan_min, running: load_w / (load_w + slow_w) });
    }
    let ends = ((fan_min, slow_w), (1.0, full_w));
    let speed = root::find_named_root(what, above_load_w, ends.0, ends.1, SPEED_TOLERANCE, MAX_EVALUATIONS)?;
    Ok(FanDuty { heat_w: load_w, speed, running: 1.0 })
}
