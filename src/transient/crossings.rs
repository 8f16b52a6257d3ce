//! Limits passed and kept again within the steps of a run.

use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};

use super::limit_kind::TransientLimitKind;
use super::limit_monitor::LimitMonitor;
use super::model::HEAT_VENTED;
use super::result::LimitCrossing;
use super::run::TransientRunner;

/// Places within a step at which limits are looked at, beside its ends.
const CHECKS_PER_STEP: usize = 4;
/// How exactly the share of a step is found at which a limit is passed.
const CROSSING_TOLERANCE: RootTolerance = RootTolerance { x: 1e-12, f: 1e-9 };

impl TransientRunner<'_> {
    /// Share of the last step after which the first chip switches off, and which.
    pub(super) fn first_shutdown(&mut self) -> Result<Option<(f64, usize)>, NotConverged> {
        let mut first: Option<(f64, usize)> = None;
        for i in 0..self.monitors.len() {
            let w = &self.monitors[i];
            let Some(chips) =
                w.chips.filter(|c| w.kind == TransientLimitKind::Shutdown && !self.model.chips[*c].is_off())
            else {
                continue;
            };
            if let Some(share) = self.find_crossings(i)?.into_iter().next().map(|c| c.0)
                && first.is_none_or(|(known, _)| share < known)
            {
                first = Some((share, chips));
            }
        }
        Ok(first)
    }

    /// Shares of the last step at which a limit is passed or kept again.
    pub(super) fn find_crossings(&mut self, watch: usize) -> Result<Vec<(f64, bool)>, NotConverged> {
        let mut at = |share: f64| {
            self.integrator.state_within_step(share, &mut self.scratch_state);
            self.monitors[watch].limit_exceedance(
                &self.model,
                &self.scratch_state,
                self.integrator.integral_within_step(HEAT_VENTED, share),
            )
        };
        let mut out = Vec::new();
        let mut before = self.exceedances[watch];
        for look in 1..=CHECKS_PER_STEP {
            let (lo, hi) = ((look - 1) as f64 / CHECKS_PER_STEP as f64, look as f64 / CHECKS_PER_STEP as f64);
            let after = at(hi);
            if (before > 0.0) != (after > 0.0) {
                let (low, high) = ((lo, at(lo)), (hi, after));
                // A limit that moves with a power, which may have stepped since it was last looked at, is passed at once.
                let at_once = (low.1 > 0.0) == (after > 0.0);
                let share = if at_once {
                    lo
                } else {
                    root::find_named_root("the crossing of a limit", &mut at, low, high, CROSSING_TOLERANCE, 100)?
                };
                out.push((share, after > 0.0));
            }
            before = after;
        }
        Ok(out)
    }

    /// Notes every limit that was passed or kept again in the last step.
    pub(super) fn record_crossings(&mut self) -> Result<(), NotConverged> {
        let vapour = self.integrator.time_integrals()[HEAT_VENTED];
        let (h, now) = (self.integrator.last_step_s(), self.integrator.now_s());
        let mut found = Vec::new();
        for i in 0..self.monitors.len() {
            for (share, passed) in self.find_crossings(i)? {
                found.push((now - (1.0 - share) * h, i, passed));
            }
            self.exceedances[i] = self.monitors[i].limit_exceedance(&self.model, self.integrator.state(), vapour);
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (at_s, i, passed) in found {
            let LimitMonitor { kind, what, limit, chips, .. } = &self.monitors[i];
            // What cools down because it is off keeps no limit again.
            if !passed && chips.is_some_and(|c| self.model.chips[c].is_off()) {
                continue;
            }
            let (kind, what, limit, chips) = (*kind, what.clone(), *limit, *chips);
            self.out.crossings.push(LimitCrossing { at_s, kind, what, limit, passed, chips });
        }
        Ok(())
    }
}
