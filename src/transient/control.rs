//! Controllers: speeds hold parts at their targets, clocks hold chips at their limits.

use crate::catalog::system::Coolant;
use crate::solve::convergence::NotConverged;
use crate::solve::transient::DynamicSystem;

use super::loops::PumpsFollow;
use super::model::{SUM_COUNT, TransientModel};

/// What a controller acts on: how far a temperature is above where it shall be, and what it moves with.
#[derive(Clone, Copy, Debug)]
struct ControlDeviation {
    over_k: f64,
    /// Row of the temperature.
    row: usize,
    from: DeviationSource,
}

/// What a controlled temperature belongs to.
#[derive(Clone, Copy, Debug)]
enum DeviationSource {
    /// Chips, by their place.
    Chips(usize),
    /// Liquid that leaves the trays, measured above the liquid of another row.
    Rise(usize),
}

impl TransientModel {
    /// The hottest against its target of the chips with liquid, or of those in the air of a kind of tray.
    fn max_target_excess(&self, y: &[f64], kind: Option<usize>) -> Option<ControlDeviation> {
        let own = self.chips.iter().enumerate().filter(|(_, c)| {
            let wet = self.streams[c.stream].coolant == Coolant::Liquid;
            !c.is_off() && wet == kind.is_none() && kind.is_none_or(|k| c.kind == k)
        });
        let over = own.map(|(i, c)| {
            let (over_k, row) = c.target_excess(y);
            ControlDeviation { over_k, row, from: DeviationSource::Chips(i) }
        });
        over.max_by(|a, b| a.over_k.total_cmp(&b.over_k))
    }

    /// What the pumps of the loop act on: the hottest chip against its target, or the warming of the liquid.
    fn pump_deviation(&self, y: &[f64]) -> Option<ControlDeviation> {
        let own = self.coolant_loop.as_ref()?;
        match own.follows {
            PumpsFollow::Parts => self.max_target_excess(y, None),
            PumpsFollow::Rise(rise_k) => Some(ControlDeviation {
                over_k: y[own.tray_return_row] - y[own.tray_inlet_row] - rise_k,
                row: own.tray_return_row,
                from: DeviationSource::Rise(own.tray_inlet_row),
            }),
            PumpsFollow::Nothing => None,
        }
    }

    /// A controller that moves `steered` by a temperature, as a PI controller does: its output's rate is the temperature's
    /// own and what it is over, both over the band. No wind-up at the ends of the range.
    fn apply_pi_control(
        &mut self,
        (steered, value, least): (usize, f64, f64),
        ControlDeviation { over_k, row, from }: ControlDeviation,
        (sign, most, period_s, band_k): (f64, f64, f64, f64),
        flux: &mut [f64],
    ) {
        let capacities = self.net.heat_capacities();
        let base_rate = match from {
            DeviationSource::Chips(_) => 0.0,
            DeviationSource::Rise(base) => flux[base] / capacities[base],
        };
        let asked = sign * (flux[row] / capacities[row] - base_rate + over_k / period_s) / band_k;
        flux[steered] = limit_rate(asked.clamp(-most, most), value, least);
        if asked.abs() < most && flux[steered] == asked {
            let own = sign / band_k;
            match from {
                DeviationSource::Chips(chips) if row == self.chips[chips].rows.die => {
                    let c = &self.chips[chips];
                    let inertia = capacities[row];
                    let slope = (c.slope_w_k - c.inside_w_k) / inertia + period_s.recip();
                    self.scratch.steering.push((steered, row, own * slope));
                    self.scratch.steering.push((steered, c.rows.lid, own * c.inside_w_k / inertia));
                }
                DeviationSource::Chips(_) => self.scratch.steering.push((steered, row, own / period_s)),
                DeviationSource::Rise(base) => {
                    self.scratch.steering.push((steered, row, own / period_s));
                    self.scratch.steering.push((steered, base, -own / period_s));
                }
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
            && let Some(worst) = self.pump_deviation(y)
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
                let over = ControlDeviation { over_k, row, from: DeviationSource::Chips(i) };
                self.apply_pi_control((clock, y[clock], floor), over, how, flux);
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
