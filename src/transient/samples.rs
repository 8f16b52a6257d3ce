//! Samples of a run at equal steps of time, computed or repeated.

use crate::solve::convergence::NotConverged;
use crate::solve::transient::DynamicSystem;

use super::extremes::ValueRange;
use super::model::{ENERGY_IN, HEAT_OUT, HEAT_VENTED};
use super::periodic::RepeatedStretch;
use super::run::TransientRunner;
use super::sample::TransientSample;

impl TransientRunner<'_> {
    /// Keeps the samples that fall into the last step.
    pub(super) fn record_samples(&mut self) -> Result<(), NotConverged> {
        let Some(step_s) = self.step_s else { return Ok(()) };
        let (h, now) = (self.integrator.last_step_s(), self.integrator.now_s());
        while self.next_s <= now * (1.0 + 1e-12) {
            let share = if h > 0.0 { (1.0 - (now - self.next_s) / h).clamp(0.0, 1.0) } else { 1.0 };
            let mut y = std::mem::take(&mut self.scratch_state);
            self.integrator.state_within_step(share, &mut y);
            let sample = self.sample_state(self.next_s, &y, self.stored_heat_j(&y))?;
            self.scratch_state = y;
            self.store_sample(sample);
            if step_s <= 0.0 {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn store_sample(&mut self, mut sample: TransientSample) {
        if let Some(step_s) = self.step_s {
            self.since_sample_w.include(sample.rack_w, sample.at_s);
            (sample.rack_low_w, sample.rack_high_w) = (self.since_sample_w.low, self.since_sample_w.high);
            self.since_sample_w = ValueRange::new(sample.rack_w, sample.at_s);
            self.course.include(&sample);
            self.next_s = step_s * (self.out.samples.len() + 1) as f64;
            self.out.samples.push(sample);
        }
    }

    /// The moment of a state within the last step.
    pub(super) fn sample_state(
        &mut self,
        at_s: f64,
        y: &[f64],
        stored_j: f64,
    ) -> Result<TransientSample, NotConverged> {
        let (mut flux, mut rates) = (vec![0.0; y.len()], vec![0.0; self.model.rate_count()]);
        self.model.evaluate_flux(at_s, y, &mut flux, &mut rates)?;
        let mut sample = TransientSample::default();
        self.model.write_sample((at_s, y, stored_j), &mut sample);
        Ok(sample)
    }

    /// Repeats what a swing has come to, at an edge of its load; gives the later edge from which the run goes on.
    pub(super) fn repeat_stretches(&mut self, at_s: f64, edges: &[f64]) -> Option<f64> {
        let watch = self.periodic.as_mut()?;
        let vapour_j = self.integrator.time_integrals()[HEAT_VENTED];
        let quiet = self.model.plan.only_load_changes_from(at_s);
        let marks = quiet.then_some((self.out.crossings.len(), vapour_j));
        let model = &self.model;
        let ends = (self.integrator.state(), self.integrator.time_integrals());
        let found = watch.close_stretch(at_s, ends, |unknown| model.error_scale(unknown), marks);
        let RepeatedStretch { length_s, times, until_s, mut growth } = found?;
        // The edge itself, which the sum of lengths may miss by its rounding.
        let until_s = edges.iter().copied().min_by(|a, b| (a - until_s).abs().total_cmp(&(b - until_s).abs()))?;
        growth[HEAT_OUT] = growth[ENERGY_IN];
        self.integrator.repeat_until(until_s, growth.into_iter().map(|g| times * g));
        let moments = std::mem::take(&mut self.periodic.as_mut()?.moments);
        self.periodic = None;
        let mut before = self.moment.clone();
        let mut shift_s = 0.0;
        while shift_s < (times - 0.5) * length_s {
            shift_s += length_s;
            for moment in &moments {
                let now = TransientSample { at_s: moment.at_s + shift_s, ..moment.clone() };
                self.store_between(&before, &now);
                self.course.include(&now);
                self.since_sample_w.include(now.rack_w, now.at_s);
                before = now;
            }
        }
        Some(until_s)
    }

    /// Keeps the samples that fall between two moments.
    pub(super) fn store_between(&mut self, from: &TransientSample, to: &TransientSample) {
        if self.step_s.is_none_or(|step_s| step_s <= 0.0) {
            return;
        }
        while self.next_s <= to.at_s && self.next_s > from.at_s {
            let share = ((self.next_s - from.at_s) / (to.at_s - from.at_s).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
            let sample = TransientSample { at_s: self.next_s, ..from.between(to, share) };
            self.store_sample(sample);
        }
    }
}
