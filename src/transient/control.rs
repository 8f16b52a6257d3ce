//! Controllers: speeds hold parts at their targets, clocks hold chips at their limits.

use crate::catalog::system::Coolant;
use crate::solve::convergence::NotConverged;
use crate::solve::transient::DynamicSystem;

use super::model::{SUM_COUNT, TransientModel};

impl TransientModel {
    /// The hottest against its target of the chips with liquid, or of those in the air of a kind of tray.
    fn max_target_excess(&self, y: &[f64], kind: Option<usize>) -> Option<(usize, f64, usize)> {
        let own = self.chips.iter().enumerate().filter(|(_, c)| {
            let wet = self.streams[c.stream].coolant == Coolant::Liquid;
            !c.is_off() && wet == kind.is_none() && kind.is_none_or(|k| c.kind == k)
        });
        let over = own.map(|(i, c)| {
            let (over_k, row) = c.target_excess(y);
            (i, over_k, row)
        });
        over.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// A controller that moves `steered` by a temperature, as a PI controller does: its output's rate is the temperature's
    /// own and what it is over, both over the band. No wind-up at the ends of the range.
    fn apply_pi_control(
        &mut self,
        (steered, value, least): (usize, f64, f64),
        (chips, over_k, row): (usize, f64, usize),
        (sign, most, period_s, band_k): (f64, f64, f64, f64),
        flux: &mut [f64],
    ) {
        let asked = sign * (flux[row] / self.net.heat_capacities()[row] + over_k / period_s) / band_k;
        flux[steered] = limit_rate(asked.clamp(-most, most), value, least);
        if asked.abs() < most && flux[steered] == asked {
            let c = &self.chips[chips];
            let own = sign / band_k;
            if row == c.rows.die {
                let inertia = self.net.heat_capacities()[row];
                let slope = (c.slope_w_k - c.inside_w_k) / inertia + period_s.recip();
                self.scratch.steering.push((steered, row, own * slope));
                self.scratch.steering.push((steered, c.rows.lid, own * c.inside_w_k / inertia));
            } else {
                self.scratch.steering.push((steered, row, own / period_s));
            }
        }
    }

    /// Speeds and clocks follow their controllers, where any machine has power; what they hold moves with the fluxes of this moment.
    pub(super) fn update_controls(&mut self, y: &[f64], flux: &mut [f64]) {
        self.scratch.steering.clear();
        let rules = self.rules;
        let (period_s, band_k) = (rules.control_period_s, rules.control_band_k);
        let own = self.coolant_loop.as_ref().filter(|_| self.plan.loop_pumps_have_power());
        if let Some((speed, least)) = own.map(|own| (own.speed, own.min_speed))
            && let Some(worst) = self.max_target_excess(y, None)
        {
            let how = (1.0, rules.pump_ramp_s.recip(), period_s, band_k);
            self.apply_pi_control((speed, y[speed], least), worst, how, flux);
        }
        for i in 0..self.tray_air.len() {
            let (speed, least, kind) = (self.tray_air[i].speed, self.tray_air[i].min_speed, self.tray_air[i].kind);
            if self.tray_air[i].has_power(self.plan.fan_share.value())
                && let Some(worst) = self.max_target_excess(y, Some(kind))
            {
                let how = (1.0, rules.fan_ramp_s.recip(), period_s, band_k);
                self.apply_pi_control((speed, y[speed], least), worst, how, flux);
            }
        }
        for i in 0..self.chips.len() {
            let c = &self.chips[i];
            let (over_k, row) = c.limit_excess(y);
            let (clock, floor) = (c.rows.clock, c.model.clock_floor);
            if !c.is_off() && (over_k > 0.0 || y[clock] < 1.0) {
                let how = (-1.0, rules.throttle_period_s.recip(), rules.throttle_period_s, rules.throttle_band_k);
                self.apply_pi_control((clock, y[clock], floor), (i, over_k, row), how, flux);
            }
        }
        // Work that all parts share waits for the slowest, and for a server that is gone.
        let gone = self.servers.iter().any(|s| s.off) || !self.plan.servers.is_powered();
        let clocks = self.chips.iter().filter(|c| c.works).map(|c| y[c.rows.clock].clamp(0.0, 1.0));
        self.outputs.work = if gone { 0.0 } else { clocks.fold(1.0, f64::min) };
    }

    /// How fluxes move with a speed, or with all clocks at once, by a small change of them.
    pub(super) fn flux_sensitivity(
        &mut self,
        t: f64,
        y: &[f64],
        rows: std::ops::Range<usize>,
        base: &[f64],
        into: &mut [f64],
    ) -> Result<(), NotConverged> {
        let mut near = std::mem::take(&mut self.scratch.perturbed);
        near.copy_from_slice(y);
        for row in rows {
            near[row] -= PERTURBATION;
        }
        self.evaluate_flux(t, &near, into, &mut [0.0; SUM_COUNT])?;
        for (f, b) in into.iter_mut().zip(base) {
            *f = (b - *f) / PERTURBATION;
        }
        self.scratch.perturbed = near;
        Ok(())
    }
}

/// A change of a speed or clock that tells how fluxes move with it.
const PERTURBATION: f64 = 1e-5;

/// A rate that does not leave the range of what it moves, and leads back into it.
fn limit_rate(rate: f64, value: f64, least: f64) -> f64 {
    if value >= 1.0 && rate > 0.0 {
        1.0 - value
    } else if value <= least && rate < 0.0 {
        least - value
    } else {
        rate
    }
}
