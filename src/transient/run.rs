//! A run: step after step, limit after limit.

use crate::physics::liquid::WATER_HEAT_CAPACITY_J_M3_K;
use crate::solve::convergence::NotConverged;
use crate::solve::transient::{DynamicSystem, IntegrationAccuracy, IntegrationError, TrBdf2Integrator};

use super::boundary::BoundaryConditions;
use super::case::{RunError, TransientCase};
use super::drive::{MachineEventKind, describe_event};
use super::extremes::{RunCourse, RunExtremes, ValueRange};
use super::limit_monitor::{self, LimitMonitor};
use super::load::steady_swing;
use super::machines::MachineSet;
use super::model::{ENERGY_IN, HEAT_OUT, TransientModel, WORK_LOST};
use super::periodic::PeriodicWatch;
use super::result::{MachineEvent, ServerShutdown, TrackedChips, TransientRunResult};
use super::sample::TransientSample;

/// Step that is tried first after a change, s.
const FIRST_STEP_S: f64 = 1e-3;
/// Length of the run that finds the steady state, s: hundreds of times the slowest part.
const STEADY_RUN_S: f64 = 2e4;

pub(super) struct TransientRunner<'a> {
    pub(super) model: TransientModel,
    pub(super) monitors: Vec<LimitMonitor>,
    pub(super) integrator: TrBdf2Integrator,
    pub(super) exceedances: Vec<f64>,
    pub(super) y0: Vec<f64>,
    pub(super) scratch_state: Vec<f64>,
    pub(super) out: TransientRunResult,
    /// The moment at the end of the last step.
    pub(super) moment: TransientSample,
    pub(super) course: RunCourse,
    /// Lowest and highest power since the last sample, W.
    pub(super) since_sample_w: ValueRange,
    pub(super) next_s: f64,
    pub(super) step_s: Option<f64>,
    pub(super) window_s: Option<(f64, f64)>,
    pub(super) periodic: Option<PeriodicWatch>,
    pub(super) boundary: &'a BoundaryConditions<'a>,
}

/// Runs a model from its steady state.
pub(super) fn run_model(
    mut model: TransientModel,
    has: MachineSet,
    around: &BoundaryConditions<'_>,
    case: &TransientCase<'_>,
) -> Result<TransientRunResult, RunError> {
    let y0 = solve_steady_state(&mut model)?;
    let start = sample_steady_state(&mut model, &y0)?;
    let integrator = TrBdf2Integrator::new(&model, (0.0, &y0), FIRST_STEP_S, case.accuracy);
    let mut own = TransientRunner {
        monitors: limit_monitor::build_monitors(&model, around),
        integrator,
        exceedances: Vec::new(),
        out: empty_result(&model, has, (around, case), start.clone()),
        since_sample_w: ValueRange::new(start.rack_w, 0.0),
        moment: start,
        course: RunCourse::new(case.duration_s),
        next_s: 0.0,
        step_s: case.step_s,
        window_s: case.window_s,
        periodic: steady_swing(case.events, case.duration_s).map(PeriodicWatch::new),
        boundary: around,
        scratch_state: y0.clone(),
        y0,
        model,
    };
    own.run_to_end(case.duration_s)?;
    own.out.course = own.course.finish();
    Ok(own.out)
}

/// What is known before a run: its chips, its machines and its start.
fn empty_result(
    model: &TransientModel,
    has: MachineSet,
    (around, case): (&BoundaryConditions<'_>, &TransientCase<'_>),
    start: TransientSample,
) -> TransientRunResult {
    let drives = model.plan.machine_drives(has, &around.plant);
    let machines_stop = drives.iter().any(|(_, drive)| drive.ever_stops());
    let mut turns: Vec<MachineEvent> = drives
        .into_iter()
        .flat_map(|(name, drive)| {
            let turn =
                |(at_s, phase): (f64, MachineEventKind)| MachineEvent { at_s, what: describe_event(name, phase) };
            drive.event_log().map(turn).collect::<Vec<_>>()
        })
        .filter(|t| t.at_s <= case.duration_s)
        .collect();
    turns.sort_by(|a, b| a.at_s.total_cmp(&b.at_s).then_with(|| a.what.cmp(&b.what)));
    let followed = |c: &super::parts::ChipGroup| TrackedChips {
        name: c.name.clone(),
        tray: c.tray.clone(),
        limit_c: c.model.chip.spec().limit_c,
        shutdown_c: c.model.chip.spec().shutdown_c,
    };
    TransientRunResult {
        chips: model.chips.iter().map(followed).collect(),
        crossings: Vec::new(),
        machine_events: turns,
        machines_stop,
        recovery_time_s: model.plan.recovery_time_s(has, &around.plant),
        shutdowns: Vec::new(),
        servers: model.servers.iter().map(|s| s.count).sum(),
        extremes: RunExtremes::new(&start),
        window: None,
        end: start.clone(),
        start,
        samples: Vec::new(),
        course: Vec::new(),
        in_j: 0.0,
        out_j: 0.0,
        stored_j: 0.0,
        max_stored_j: 0.0,
        lost_s: 0.0,
        capacities: Vec::new(),
        steps: 0,
    }
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

/// The moment of the steady state, before anything happens.
fn sample_steady_state(model: &mut TransientModel, y0: &[f64]) -> Result<TransientSample, NotConverged> {
    let (mut flux, mut rates) = (vec![0.0; y0.len()], vec![0.0; model.rate_count()]);
    model.evaluate_flux(0.0, y0, &mut flux, &mut rates)?;
    let mut start = TransientSample::default();
    model.write_sample((0.0, y0, 0.0), &mut start);
    Ok(start)
}

impl TransientRunner<'_> {
    fn run_to_end(&mut self, duration_s: f64) -> Result<(), RunError> {
        self.exceedances = self.monitors.iter().map(|w| w.limit_exceedance(&self.model, &self.y0, 0.0)).collect();
        let start = self.out.start.clone();
        self.store_sample(start);
        let mut ends = self.model.plan.change_times(duration_s);
        ends.push(duration_s);
        self.model.enter_time(0.0, &self.y0);
        let mut repeated_until_s = f64::NEG_INFINITY;
        for (i, end_s) in ends.iter().copied().enumerate() {
            if end_s < repeated_until_s {
                continue;
            }
            while self.integrator.now_s() < end_s {
                self.integrator.advance_step(&mut self.model, end_s)?;
                self.process_step()?;
            }
            if end_s >= duration_s {
                continue;
            }
            if let Some(until_s) = self.repeat_stretches(end_s, &ends[i..]) {
                repeated_until_s = until_s;
                if until_s > end_s {
                    continue;
                }
            }
            self.begin_stretch(end_s)?;
        }
        self.out.end = self.moment.clone();
        let sums = self.integrator.time_integrals();
        (self.out.in_j, self.out.out_j, self.out.lost_s) = (sums[ENERGY_IN], sums[HEAT_OUT], sums[WORK_LOST]);
        self.out.stored_j = self.stored_heat_j(self.integrator.state());
        self.out.steps = self.integrator.step_count();
        self.out.capacities = self.heat_capacities();
        Ok(())
    }

    /// Goes over to what holds from a time on: power and flows may step there.
    fn begin_stretch(&mut self, at_s: f64) -> Result<(), NotConverged> {
        self.model.enter_time(at_s, self.integrator.state());
        self.integrator.restart_with_step(FIRST_STEP_S);
        self.evaluate_moment(at_s)?;
        self.include_moment();
        Ok(())
    }

    pub(super) fn stored_heat_j(&self, y: &[f64]) -> f64 {
        let n = self.model.layout.nodes;
        self.model.capacity()[..n].iter().zip(y).zip(&self.y0).map(|((c, t), t0)| c * (t - t0)).sum()
    }

    /// Looks at the last step: limits, samples, extremes.
    fn process_step(&mut self) -> Result<(), RunError> {
        let shutdown = self.first_shutdown()?;
        if let Some((share, _)) = shutdown {
            let h = share * self.integrator.last_step_s();
            // A step too short to tell is made whole: the chip switches off at its end.
            if h > 1e-9 {
                self.integrator.redo_step(&mut self.model, h)?;
            }
        }
        // The last evaluation of a step is that of its end.
        self.write_moment(self.integrator.now_s());
        self.record_crossings()?;
        self.record_samples()?;
        self.include_turning_points();
        self.include_moment();
        self.out.max_stored_j = self.out.max_stored_j.max(self.moment.stored_j);
        if let Some((_, chips)) = shutdown {
            self.shut_down_servers(chips)?;
        }
        Ok(())
    }

    /// A chip beyond its shutdown temperature takes its servers with it.
    fn shut_down_servers(&mut self, chips: usize) -> Result<(), NotConverged> {
        let at_s = self.integrator.now_s();
        let all = &self.model.servers;
        let own: Vec<usize> = self.model.chips[chips].servers.iter().copied().filter(|s| !all[*s].off).collect();
        for server in own.iter().map(|s| &all[*s]) {
            self.out.shutdowns.push(ServerShutdown {
                at_s,
                what: server.name.clone(),
                count: server.count,
                of: all.iter().filter(|s| s.kind == server.kind).map(|s| s.count).sum(),
                cause: self.model.chips[chips].name.clone(),
            });
        }
        self.model.shut_down(&own);
        self.integrator.restart_with_step(FIRST_STEP_S);
        self.evaluate_moment(at_s)?;
        self.include_moment();
        Ok(())
    }

    /// Sets the moment to the state reached, as the last evaluation found it.
    fn write_moment(&mut self, at_s: f64) {
        let y = self.integrator.state();
        let stored_j = self.stored_heat_j(y);
        self.model.write_sample((at_s, y, stored_j), &mut self.moment);
    }

    /// Sets the moment to the state reached, evaluated anew.
    fn evaluate_moment(&mut self, at_s: f64) -> Result<(), NotConverged> {
        let (mut flux, mut rates) = (vec![0.0; self.y0.len()], vec![0.0; self.model.rate_count()]);
        self.model.evaluate_flux(at_s, self.integrator.state(), &mut flux, &mut rates)?;
        self.write_moment(at_s);
        Ok(())
    }

    /// Takes the moment into extremes and course.
    fn include_moment(&mut self) {
        let moment = &self.moment;
        self.out.extremes.include(moment);
        if self.window_s.is_some_and(|(from, to)| (from..=to).contains(&moment.at_s)) {
            self.out.window.get_or_insert_with(|| RunExtremes::new(moment)).include(moment);
        }
        if self.step_s.is_some() {
            self.course.include(moment);
            self.since_sample_w.include(moment.rack_w, moment.at_s);
            if let Some(watch) = &mut self.periodic {
                watch.moments.push(moment.clone());
            }
        }
    }

    /// Takes in where junctions turn within the last step.
    fn include_turning_points(&mut self) {
        let (h, now) = (self.integrator.last_step_s(), self.integrator.now_s());
        let inside = self.window_s.is_some_and(|(from, to)| from <= now - h && now <= to);
        for (i, c) in self.model.chips.iter().enumerate() {
            let Some((share, celsius)) = self.integrator.turning_point(c.rows.die) else { continue };
            let at_s = now - (1.0 - share) * h;
            self.out.extremes.include_junction(i, celsius, at_s);
            if let Some(window) = self.out.window.as_mut().filter(|_| inside) {
                window.include_junction(i, celsius, at_s);
            }
        }
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
