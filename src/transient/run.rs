//! A run: step after step, limit after limit.

use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::solve::convergence::NotConverged;
use crate::solve::root::{self, RootTolerance};
use crate::solve::transient::{DynamicSystem, IntegrationAccuracy, IntegrationError, TrBdf2Integrator};

use super::boundary::BoundaryConditions;
use super::case::{RunError, TransientCase};
use super::drive::{MachineEventKind, describe_event};
use super::limit_monitor::{self, LimitMonitor, TransientLimitKind};
use super::machines::{CoolingPlantInfo, MachineSet};
use super::model::{ENERGY_IN, HEAT_OUT, HEAT_VENTED, TransientModel, WORK_LOST};
use super::result::{LimitCrossing, MachineEvent, TrackedChips, TransientRunResult, TransientSample};

/// Step that is tried first after a change, s.
const FIRST_STEP_S: f64 = 1e-3;
/// Length of the run that finds the steady state, s: hundreds of times the slowest part.
const STEADY_RUN_S: f64 = 2e4;
/// Places within a step at which limits are looked at, beside its ends.
const CHECKS_PER_STEP: usize = 4;
/// How exactly the share of a step is found at which a limit is passed.
const CROSSING_TOLERANCE: RootTolerance = RootTolerance { x: 1e-12, f: 1e-9 };

struct TransientRunner<'a> {
    model: TransientModel,
    monitors: Vec<LimitMonitor>,
    integrator: TrBdf2Integrator,
    exceedances: Vec<f64>,
    y0: Vec<f64>,
    scratch_state: Vec<f64>,
    out: TransientRunResult,
    next_s: f64,
    step_s: Option<f64>,
    boundary: &'a BoundaryConditions<'a>,
}

/// Runs a model from its steady state.
pub(super) fn run_model(
    mut model: TransientModel,
    has: MachineSet,
    site: CoolingPlantInfo,
    around: &BoundaryConditions<'_>,
    case: &TransientCase<'_>,
) -> Result<TransientRunResult, RunError> {
    model.enter_time(f64::NEG_INFINITY);
    let y0 = solve_steady_state(&mut model)?;
    let mut turns: Vec<MachineEvent> = model
        .plan
        .machine_drives(has, site)
        .into_iter()
        .flat_map(|(name, drive)| {
            let turn =
                |(at_s, phase): (f64, MachineEventKind)| MachineEvent { at_s, what: describe_event(name, phase) };
            drive.event_log().map(turn).collect::<Vec<_>>()
        })
        .filter(|t| t.at_s <= case.duration_s)
        .collect();
    turns.sort_by(|a, b| a.at_s.total_cmp(&b.at_s).then_with(|| a.what.cmp(&b.what)));
    let back_s = model.plan.recovery_time_s(has, site);
    let watches = limit_monitor::build_monitors(&model, around);
    let time = TrBdf2Integrator::new(&model, (0.0, &y0), FIRST_STEP_S, case.accuracy);
    let followed = |c: &super::parts::ChipGroup| TrackedChips {
        name: c.name.clone(),
        tray: c.tray.clone(),
        limit_c: c.model.chip.spec().limit_c,
        shutdown_c: c.model.chip.spec().shutdown_c,
    };
    let out = TransientRunResult {
        chips: model.chips.iter().map(followed).collect(),
        crossings: Vec::new(),
        machine_events: turns,
        recovery_time_s: back_s,
        start: TransientSample::default(),
        samples: Vec::new(),
        peaks: model.chips.iter().map(|c| (y0[c.rows.die], 0.0)).collect(),
        in_j: 0.0,
        out_j: 0.0,
        stored_j: 0.0,
        max_stored_j: 0.0,
        lost_s: 0.0,
        capacities: Vec::new(),
        steps: 0,
    };
    let look = y0.clone();
    let mut own = TransientRunner {
        model,
        monitors: watches,
        integrator: time,
        exceedances: Vec::new(),
        y0,
        scratch_state: look,
        out,
        next_s: 0.0,
        step_s: case.step_s,
        boundary: around,
    };
    own.run_to_end(case.duration_s)?;
    Ok(own.out)
}

/// The steady state: what the model comes to when nothing happens.
fn solve_steady_state(model: &mut TransientModel) -> Result<Vec<f64>, IntegrationError> {
    let accuracy = IntegrationAccuracy { step_error_k: 1e-3, max_steps: 100_000, ..IntegrationAccuracy::default() };
    let start = model.start.clone();
    let mut run = TrBdf2Integrator::new(model, (0.0, &start), FIRST_STEP_S, accuracy);
    while run.now_s() < STEADY_RUN_S {
        run.advance_step(model, STEADY_RUN_S)?;
    }
    Ok(run.state().to_vec())
}

impl TransientRunner<'_> {
    fn run_to_end(&mut self, duration_s: f64) -> Result<(), RunError> {
        let start = self.sample_state(0.0, &self.y0.clone(), 0.0)?;
        self.exceedances = self.monitors.iter().map(|w| w.limit_exceedance(&self.model, &self.y0, 0.0)).collect();
        self.out.start = start.clone();
        self.store_sample(start);
        let mut ends = self.model.plan.change_times(duration_s);
        ends.push(duration_s);
        self.model.enter_time(0.0);
        for end_s in ends {
            while self.integrator.now_s() < end_s {
                self.integrator.advance_step(&mut self.model, end_s)?;
                self.process_step()?;
            }
            self.model.enter_time(end_s);
            self.integrator.restart_with_step(FIRST_STEP_S);
        }
        let sums = self.integrator.time_integrals();
        (self.out.in_j, self.out.out_j, self.out.lost_s) = (sums[ENERGY_IN], sums[HEAT_OUT], sums[WORK_LOST]);
        self.out.stored_j = self.stored_heat_j(self.integrator.state());
        self.out.steps = self.integrator.step_count();
        self.out.capacities = self.heat_capacities();
        Ok(())
    }

    fn stored_heat_j(&self, y: &[f64]) -> f64 {
        let n = self.model.layout.nodes;
        self.model.capacity()[..n].iter().zip(y).zip(&self.y0).map(|((c, t), t0)| c * (t - t0)).sum()
    }

    /// Looks at the last step: limits, samples, peaks.
    fn process_step(&mut self) -> Result<(), RunError> {
        if let Some((share, chips)) = self.first_shutdown()? {
            let h = share * self.integrator.last_step_s();
            // A step too short to tell is made whole: the chip switches off at its end.
            if h > 1e-9 {
                self.integrator.redo_step(&mut self.model, h)?;
            }
            self.record_crossings()?;
            self.record_samples()?;
            self.model.chips[chips].off = true;
            self.integrator.restart_with_step(FIRST_STEP_S);
        } else {
            self.record_crossings()?;
            self.record_samples()?;
        }
        for (peak, c) in self.out.peaks.iter_mut().zip(&self.model.chips) {
            let t = self.integrator.state()[c.rows.die];
            if t > peak.0 {
                *peak = (t, self.integrator.now_s());
            }
        }
        let stored = self.stored_heat_j(self.integrator.state());
        self.out.max_stored_j = self.out.max_stored_j.max(stored);
        Ok(())
    }

    /// Share of the last step after which the first chip switches off, and which.
    fn first_shutdown(&mut self) -> Result<Option<(f64, usize)>, NotConverged> {
        let mut first: Option<(f64, usize)> = None;
        for i in 0..self.monitors.len() {
            let w = &self.monitors[i];
            let Some(chips) = w.chips.filter(|c| w.kind == TransientLimitKind::Shutdown && !self.model.chips[*c].off)
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
    fn find_crossings(&mut self, watch: usize) -> Result<Vec<(f64, bool)>, NotConverged> {
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
    fn record_crossings(&mut self) -> Result<(), NotConverged> {
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
            let LimitMonitor { kind, what, limit, .. } = &self.monitors[i];
            self.out.crossings.push(LimitCrossing { at_s, kind: *kind, what: what.clone(), limit: *limit, passed });
        }
        Ok(())
    }

    /// Keeps the samples that fall into the last step.
    fn record_samples(&mut self) -> Result<(), NotConverged> {
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

    fn store_sample(&mut self, sample: TransientSample) {
        if let Some(step_s) = self.step_s {
            self.next_s = step_s * (self.out.samples.len() + 1) as f64;
            self.out.samples.push(sample);
        }
    }

    /// The moment of a state.
    fn sample_state(&mut self, at_s: f64, y: &[f64], stored_j: f64) -> Result<TransientSample, NotConverged> {
        let (mut flux, mut rates) = (vec![0.0; y.len()], vec![0.0; self.model.rate_count()]);
        self.model.evaluate_flux(at_s, y, &mut flux, &mut rates)?;
        let m = &self.model;
        let (supply_c, return_c) = match (&m.coolant_loop, &m.boiling_tank, &m.room_air) {
            (Some(own), ..) => (y[own.tray_inlet_row], y[own.return_row]),
            (None, Some(tank), _) => (y[tank.row], y[tank.row]),
            (None, None, Some(aisles)) => (m.net.node_celsius(aisles.cold, y), y[aisles.exit_row]),
            _ => (f64::NAN, f64::NAN),
        };
        let room_c = m.room_air.as_ref().map_or(y[m.return_air_row], |a| m.net.node_celsius(a.cold, y));
        Ok(TransientSample {
            at_s,
            junctions_c: m.chips.iter().map(|c| y[c.rows.die]).collect(),
            cases_c: m.chips.iter().map(|c| y[c.rows.cooler]).collect(),
            supply_c,
            return_c,
            room_c,
            facility_c: m.facility_water.as_ref().map(|f| y[f.inlet_row]),
            flow_share: m.flow_share(),
            rack_w: m.outputs.rack_w,
            out_w: m.outputs.out_w,
            work: m.outputs.work,
            stored_j,
        })
    }

    /// Heat capacities, largest first: chips with their coolers, and everything else of the network.
    fn heat_capacities(&self) -> Vec<(&'static str, f64)> {
        let c = self.model.capacity();
        let chips: f64 = self.model.chips.iter().map(|p| c[p.rows.die] + c[p.rows.lid] + c[p.rows.cooler]).sum();
        let modules: f64 = self.model.modules.iter().map(|m| c[m.row]).sum();
        let all: f64 = c[..self.model.layout.nodes].iter().sum();
        let buffer =
            self.boundary.buffer.map_or(0.0, |b| b.volume.m3() / self.boundary.rack_count * WATER_HEAT_CAPACITY_J_M3_K);
        let mut out = vec![
            ("chips and their coolers", chips),
            ("other parts", modules),
            ("coolants, pipes, trays and room", all - chips - modules - buffer),
            ("buffer tank, its share", buffer),
        ];
        out.retain(|g| g.1 > 0.0);
        out.sort_by(|a, b| b.1.total_cmp(&a.1));
        out
    }
}
