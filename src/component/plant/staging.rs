//! Machines with an off state and one or two fan speeds that hold the temperature of the water that leaves them.
//!
//! Water passes at a constant flow and warms by a given range in the loop. The fan stands still if the water leaves cold
//! enough without; else it cycles between the two neighbouring stages, linear in time; if the highest stage does not do,
//! the water gets warmer until it gives off its heat (EnergyPlus 25.2: `CoolingTower:SingleSpeed`, `TwoSpeed`,
//! `FluidCooler:SingleSpeed`, `TwoSpeed`).

use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

const ROOT_TOLERANCE: RootTolerance = RootTolerance { x: 1e-9, f: 1e-9 };

/// A speed of a machine's fan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct FanStage {
    /// Conductance between water and air, W/K.
    pub ua_w_k: f64,
    /// Air flow, m³/s.
    pub air_m3_s: f64,
    /// Fan electricity, W.
    pub fan_w: f64,
}

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
/// range, but a loop that returns at the set point asks for no cooling. There the water bypasses the machine as far as
/// needed, so that what it takes up is the loop's heat and no more. `off_c` is its leaving water at the set point.
///
/// # Errors
/// When the temperature is not found.
pub(crate) fn floating_leaving_c(
    range_k: f64,
    set_c: f64,
    off_c: f64,
    leave: impl Fn(f64) -> Result<f64, NotConverged>,
) -> Result<f64, NotConverged> {
    let miss = |leaving_c: f64| Ok(leave(leaving_c + range_k)? - leaving_c);
    let lowest_c = set_c - range_k;
    let at_lowest_k = miss(lowest_c)?;
    if at_lowest_k <= 0.0 {
        return Ok(lowest_c);
    }
    let ends = ((lowest_c, at_lowest_k), (set_c, off_c - set_c));
    root::find_root_between(miss, ends.0, ends.1, ROOT_TOLERANCE, 80)
        .map(|root| root.x)
        .map_err(|error| error.into_named("the leaving water with the fan off"))
}

/// Holds a set point with stages 0 (off) to `highest`; `leave` gives the leaving water of a stage for entering water. Water
/// that would have to leave above `hottest_c` is not carried: the operation then is that at the set point, and says so.
///
/// # Errors
/// When a temperature is not found.
pub(crate) fn hold_set_point(
    highest: usize,
    range_k: f64,
    set_c: f64,
    hottest_c: f64,
    leave: impl Fn(usize, f64) -> Result<f64, NotConverged>,
) -> Result<StagedOperation, NotConverged> {
    let entering_c = set_c + range_k;
    let mut below_c = leave(0, entering_c)?;
    if below_c <= set_c {
        let leaving_c = floating_leaving_c(range_k, set_c, below_c, |t| leave(0, t))?;
        return Ok(StagedOperation { leaving_c, stage: 0, share: 1.0, carried: true });
    }
    for stage in 1..=highest {
        let here_c = leave(stage, entering_c)?;
        if here_c <= set_c {
            let share = (set_c - below_c) / (here_c - below_c);
            return Ok(StagedOperation { leaving_c: set_c, stage, share, carried: true });
        }
        below_c = here_c;
    }
    let miss = |leaving_c: f64| Ok(leave(highest, leaving_c + range_k)? - leaving_c);
    let hottest_c = hottest_c.max(set_c);
    let at_hottest_k = miss(hottest_c)?;
    if at_hottest_k > 0.0 {
        return Ok(StagedOperation { leaving_c: below_c, stage: highest, share: 1.0, carried: false });
    }
    let ends = ((set_c, below_c - set_c), (hottest_c, at_hottest_k));
    let leaving_c = root::find_root_between(miss, ends.0, ends.1, ROOT_TOLERANCE, 120)
        .map(|root| root.x)
        .map_err(|error| error.into_named("the leaving water with the highest fan stage"))?;
    Ok(StagedOperation { leaving_c, stage: highest, share: 1.0, carried: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine that takes up a share of what is above 20 °C.
    #[expect(clippy::unnecessary_wraps, reason = "machines may fail")]
    fn leave(stage: usize, entering_c: f64) -> Result<f64, NotConverged> {
        Ok(entering_c - [0.1, 0.3, 0.6][stage] * (entering_c - 20.0))
    }

    #[test]
    fn every_stage_has_its_place() {
        let at = |range_k: f64, set_c: f64| hold_set_point(2, range_k, set_c, 95.0, leave).unwrap();
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
        assert!(!hold_set_point(1, 5.0, 27.0, 95.0, |_, t| Ok(t)).unwrap().carried);
    }

    /// Off, 0.6 of what is above 20 °C would be 9 K of the 5 K that a loop returning at 35 °C asks: it is held a range
    /// below the set point.
    #[test]
    fn a_cold_machine_with_its_fan_off_is_held_a_range_below_the_set_point() {
        let held = hold_set_point(2, 5.0, 35.0, 95.0, |_, t| leave(2, t)).unwrap();
        assert_eq!((held.leaving_c, held.stage, held.carried), (30.0, 0, true));
    }

    #[test]
    fn a_machine_that_gives_no_number_is_no_answer() {
        let hot = |stage: usize, t: f64| Ok(if stage < 2 || t < 60.0 { t } else { f64::NAN });
        let error = hold_set_point(2, 5.0, 27.0, 95.0, hot).unwrap_err();
        assert_eq!(error.what, "the leaving water with the highest fan stage");
        let off = |_: usize, t: f64| Ok(if t > 30.5 { 26.0 } else { f64::NAN });
        assert_eq!(hold_set_point(2, 5.0, 27.0, 95.0, off).unwrap_err().what, "the leaving water with the fan off");
    }
}
