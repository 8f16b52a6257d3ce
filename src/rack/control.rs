//! Control of a rack's fans or pumps, and of the clock when they are not enough.
//!
//! The speed is the lowest that holds every part at or below its target temperature. Where full speed does not reach
//! the targets, parts may run up to their limits; where one would pass its limit, the clock falls until none does.
//! Where even the lowest clock does not help, the rack can't be cooled this way.

use crate::solve::root::{self, Tolerance};

use super::RackError;

/// What a controller can set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Speed of fans or pumps, share of the highest.
    pub speed: f64,
    /// Clock of throttled chips, share of the highest.
    pub clock: f64,
}

/// Speeds and clocks that a rack allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lowest speed, share of the highest.
    pub speed_min: f64,
    /// Lowest clock, share of the highest.
    pub clock_min: f64,
}

/// How far the worst part is above its control target and above its limit, K; negative is below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// Above the target.
    pub target_k: f64,
    /// Above the limit.
    pub limit_k: f64,
}

/// A rack under control: one steady state for each setting.
pub trait Controlled {
    /// The excess of the worst part in the steady state of a setting.
    ///
    /// # Errors
    /// When the state can't be computed.
    fn excess(&mut self, setting: Setting) -> Result<Excess, RackError>;
}

/// The controller's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Settled {
    /// Every part is at or below its limit with this setting.
    Held(Setting),
    /// Full speed and the lowest clock leave a part above its limit.
    TooHot {
        /// How far above, K.
        over_k: f64,
    },
}

/// Temperatures are held to this accuracy, K.
const ACCURACY: Tolerance = Tolerance { x: 1e-12, f: 1e-9 };
const MAX_STEPS: usize = 100;

/// Finds the setting that a controller would reach in the steady state.
///
/// # Errors
/// What `rack` reports, or a search that does not converge.
pub fn settle(rack: &mut impl Controlled, bounds: Bounds) -> Result<Settled, RackError> {
    let Bounds { speed_min, clock_min } = bounds;
    let at = |speed, clock| Setting { speed, clock };
    if rack.excess(at(speed_min, 1.0))?.target_k <= 0.0 {
        return Ok(Settled::Held(at(speed_min, 1.0)));
    }
    let full = rack.excess(at(1.0, 1.0))?;
    if full.target_k <= 0.0 {
        let found = root::bracketed(
            |speed| rack.excess(at(speed, 1.0)).map(|e| e.target_k),
            speed_min,
            1.0,
            ACCURACY,
            MAX_STEPS,
        )?;
        return Ok(Settled::Held(at(found.x, 1.0)));
    }
    if full.limit_k <= 0.0 {
        return Ok(Settled::Held(at(1.0, 1.0)));
    }
    let slowest = rack.excess(at(1.0, clock_min))?;
    if slowest.limit_k > 0.0 {
        return Ok(Settled::TooHot { over_k: slowest.limit_k });
    }
    let found =
        root::bracketed(|clock| rack.excess(at(1.0, clock)).map(|e| e.limit_k), clock_min, 1.0, ACCURACY, MAX_STEPS)?;
    Ok(Settled::Held(at(1.0, found.x)))
}
