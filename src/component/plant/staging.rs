//! Machines with an off state and one or two fan speeds that hold the temperature of the water that leaves them.
//!
//! Water passes at a constant flow and warms by a given range in the loop. The fan stands still if the water leaves cold
//! enough without; else it cycles between the two neighbouring stages, linear in time; if the highest stage does not do,
//! the water gets warmer until it gives off its heat (EnergyPlus 25.2: `CoolingTower:SingleSpeed`, `TwoSpeed`,
//! `FluidCooler:SingleSpeed`, `TwoSpeed`).

use std::convert::Infallible;

use crate::solve::root::{self, RootTolerance};

const ROOT_TOLERANCE: RootTolerance = RootTolerance { x: 1e-9, f: 1e-9 };

/// A staged machine at work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct StagedOperation {
    /// Leaving water, °C.
    pub leaving_c: f64,
    /// Highest stage that runs; 0 is off.
    pub stage: usize,
    /// Share of time in that stage; the rest is spent in the one below.
    pub share: f64,
    /// Whether the highest stage gives off all heat at some temperature.
    pub carried: bool,
}

/// Leaving water of a machine that passes the set point with its fan off: it cools until it takes up no more than the
/// range, but a loop that returns at the set point asks for no cooling.
pub(crate) fn floating_leaving_c(range_k: f64, set_c: f64, leave: impl Fn(f64) -> f64) -> f64 {
    let miss = |leaving_c: f64| Ok::<_, Infallible>(leave(leaving_c + range_k) - leaving_c);
    root::find_root(miss, set_c - range_k, set_c, ROOT_TOLERANCE, 80).map_or(set_c - range_k, |root| root.x)
}

/// Holds a set point with stages 0 (off) to `highest`; `leave` gives the leaving water of a stage for entering water. Water
/// that would have to leave above `hottest_c` is not carried.
pub(crate) fn hold_set_point(
    highest: usize,
    range_k: f64,
    (set_c, hottest_c): (f64, f64),
    leave: impl Fn(usize, f64) -> f64,
) -> StagedOperation {
    let entering_c = set_c + range_k;
    let mut below_c = leave(0, entering_c);
    if below_c <= set_c {
        let leaving_c = floating_leaving_c(range_k, set_c, |t| leave(0, t));
        return StagedOperation { leaving_c, stage: 0, share: 1.0, carried: true };
    }
    for stage in 1..=highest {
        let here_c = leave(stage, entering_c);
        if here_c <= set_c {
            let share = (set_c - below_c) / (here_c - below_c);
            return StagedOperation { leaving_c: set_c, stage, share, carried: true };
        }
        below_c = here_c;
    }
    let miss = |leaving_c: f64| Ok::<_, Infallible>(leave(highest, leaving_c + range_k) - leaving_c);
    match root::find_root(miss, set_c, hottest_c.max(set_c), ROOT_TOLERANCE, 120) {
        Ok(found) => StagedOperation { leaving_c: found.x, stage: highest, share: 1.0, carried: true },
        Err(_) => StagedOperation { leaving_c: below_c, stage: highest, share: 1.0, carried: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine that takes up a share of what is above 20 °C.
    fn leave(stage: usize, entering_c: f64) -> f64 {
        entering_c - [0.1, 0.3, 0.6][stage] * (entering_c - 20.0)
    }

    #[test]
    fn every_stage_has_its_place() {
        let at = |range_k: f64, set_c: f64| hold_set_point(2, range_k, (set_c, 95.0), leave);
        // Off: 0.1 (t − 20) = 0.5 at t = 25.
        let off = at(0.5, 26.0);
        assert_eq!(off.stage, 0);
        assert!((off.leaving_c - 25.5).abs() < 1e-6 || off.leaving_c >= 25.5 - 1e-6);
        let low = at(2.0, 28.0);
        // Off 29, low 27, set 28: half the time.
        assert_eq!(low.stage, 1);
        assert!((low.share - 0.5).abs() < 1e-9);
        assert_eq!(at(5.0, 28.0).stage, 2);
        let full = at(12.0, 27.0);
        assert!((full.leaving_c - 28.0).abs() < 1e-6 && full.carried, "0.6 of 20 K are 12 K");
    }

    #[test]
    fn a_machine_that_gives_off_nothing_says_so() {
        assert!(!hold_set_point(1, 5.0, (27.0, 95.0), |_, t| t).carried);
    }
}
