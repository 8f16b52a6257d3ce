//! A run: step after step, limit after limit.

use std::convert::Infallible;

use crate::physics::liquid::WATER_J_M3_K;
use crate::solve::root::{self, Tolerance};
use crate::solve::transient::{Accuracy, Dynamics, Integrator, TransientError};

use super::drive::{Phase, words};
use super::machines::{Has, Site};
use super::model::{IN, LOST, Model, OUT, VENTED};
use super::watch::{self, LimitKind, Watch};
use super::{Case, RunError, Surroundings};

/// Step that is tried first after a change, s.
const FIRST_STEP_S: f64 = 1e-3;
/// Length of the run that finds the steady state, s: hundreds of times the slowest part.
const SETTLE_S: f64 = 2e4;
/// Places within a step at which limits are looked at, beside its ends.
const LOOKS: usize = 4;

/// A limit passed or kept again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Crossing {
    /// When, s.
    pub at_s: f64,
    /// What of.
    pub kind: LimitKind,
    /// What it concerns.
    pub what: String,
    /// Its value: °C, or J for the vapour of a tank.
    pub limit: f64,
    /// Whether it is passed; kept again otherwise.
    pub passed: bool,
}

/// A turn in the story of a machine.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// When, s.
    pub at_s: f64,
    /// In words.
    pub what: String,
}

/// A moment of a run.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Sample {
    /// When, s.
    pub at_s: f64,
    /// Junctions, °C: of each group of chips, in the order of [`Outcome::chips`].
    pub junctions_c: Vec<f64>,
    /// Their cases, °C.
    pub cases_c: Vec<f64>,
    /// Coolant supplied to the parts, °C.
    pub supply_c: f64,
    /// Coolant leaving the rack, °C.
    pub return_c: f64,
    /// Air of the room before the racks, °C.
    pub room_c: f64,
    /// Facility water supplied, °C.
    pub facility_c: Option<f64>,
    /// Flow of the main coolant over that of the steady state.
    pub flow_share: f64,
    /// Electricity into the rack, W.
    pub rack_w: f64,
    /// Heat that leaves the loops, W.
    pub out_w: f64,
    /// Work done over work without throttling.
    pub work: f64,
    /// Heat stored above the start, J.
    pub stored_j: f64,
}

/// A group of chips that a run follows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Followed {
    /// Part and its place.
    pub name: String,
    /// Tray.
    pub tray: String,
    /// Junction at which it slows down, °C.
    pub limit_c: f64,
    /// Junction at which it switches off, °C.
    pub shutdown_c: f64,
}

/// What a run gives.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// Chips followed.
    pub chips: Vec<Followed>,
    /// Limits passed and kept again, in the order of time.
    pub crossings: Vec<Crossing>,
    /// What machines did, in the order of time.
    pub turns: Vec<Turn>,
    /// When all machines are back, s.
    pub back_s: Option<f64>,
    /// At the start.
    pub start: Sample,
    /// At equal steps of time, the start first and the end last.
    pub samples: Vec<Sample>,
    /// Highest junction of each group of chips, °C, and when, s.
    pub peaks: Vec<(f64, f64)>,
    /// Electricity in, J.
    pub in_j: f64,
    /// Heat out, J.
    pub out_j: f64,
    /// Heat stored at the end above the start, J.
    pub stored_j: f64,
    /// Most of it, J.
    pub most_stored_j: f64,
    /// Work lost, s of the whole rack.
    pub lost_s: f64,
    /// Heat capacities by group, J/K.
    pub capacities: Vec<(&'static str, f64)>,
    /// Steps made.
    pub steps: usize,
}

impl Outcome {
    /// |in − out − stored| / in.
    pub fn balance_error(&self) -> f64 {
        ((self.in_j - self.out_j - self.stored_j) / self.in_j.max(1.0)).abs()
    }

    /// When the first limit of some kinds is passed, s.
    pub fn first(&self, kinds: &[LimitKind]) -> Option<f64> {
        self.crossings.iter().find(|c| c.passed && kinds.contains(&c.kind)).map(|c| c.at_s)
    }
}

struct Run<'a> {
    model: Model,
    watches: Vec<Watch>,
    time: Integrator,
    over: Vec<f64>,
    y0: Vec<f64>,
    look: Vec<f64>,
    out: Outcome,
    next_s: f64,
    step_s: Option<f64>,
    around: &'a Surroundings<'a>,
}

/// Runs a model from its steady state.
pub(super) fn run(
    mut model: Model,
    has: Has,
    site: Site,
    around: &Surroundings<'_>,
    case: &Case<'_>,
) -> Result<Outcome, RunError> {
    model.enter(f64::NEG_INFINITY);
    let y0 = settle(&mut model)?;
    let mut turns: Vec<Turn> = model
        .plan
        .story(has, site)
        .into_iter()
        .flat_map(|(name, drive)| {
            let turn = |(at_s, phase): (f64, Phase)| Turn { at_s, what: words(name, phase) };
            drive.story().map(turn).collect::<Vec<_>>()
        })
        .filter(|t| t.at_s <= case.duration_s)
        .collect();
    turns.sort_by(|a, b| a.at_s.total_cmp(&b.at_s).then_with(|| a.what.cmp(&b.what)));
    let back_s = model.plan.back_s(has, site);
    let watches = watch::all(&model, around);
    let time = Integrator::new(&model, (0.0, &y0), FIRST_STEP_S, case.accuracy);
    let followed = |c: &super::parts::Chips| Followed {
        name: c.name.clone(),
        tray: c.tray.clone(),
        limit_c: c.model.chip.spec().limit_c,
        shutdown_c: c.model.chip.spec().shutdown_c,
    };
    let out = Outcome {
        chips: model.chips.iter().map(followed).collect(),
        crossings: Vec::new(),
        turns,
        back_s,
        start: Sample::default(),
        samples: Vec::new(),
        peaks: model.chips.iter().map(|c| (y0[c.die], 0.0)).collect(),
        in_j: 0.0,
        out_j: 0.0,
        stored_j: 0.0,
        most_stored_j: 0.0,
        lost_s: 0.0,
        capacities: Vec::new(),
        steps: 0,
    };
    let look = y0.clone();
    let mut own =
        Run { model, watches, time, over: Vec::new(), y0, look, out, next_s: 0.0, step_s: case.step_s, around };
    own.through(case.duration_s)?;
    Ok(own.out)
}

/// The steady state: what the model comes to when nothing happens.
fn settle(model: &mut Model) -> Result<Vec<f64>, TransientError> {
    let accuracy = Accuracy { step_error_k: 1e-3, max_steps: 100_000, ..Accuracy::default() };
    let start = model.start.clone();
    let mut run = Integrator::new(model, (0.0, &start), FIRST_STEP_S, accuracy);
    while run.now_s() < SETTLE_S {
        run.advance(model, SETTLE_S)?;
    }
    Ok(run.state().to_vec())
}

impl Run<'_> {
    fn through(&mut self, duration_s: f64) -> Result<(), RunError> {
        let start = self.sample(0.0, &self.y0.clone(), 0.0);
        self.over = self.watches.iter().map(|w| w.over(&self.model, &self.y0, 0.0)).collect();
        self.out.start = start.clone();
        self.keep(start);
        let mut ends = self.model.plan.changes(duration_s);
        ends.push(duration_s);
        self.model.enter(0.0);
        for end_s in ends {
            while self.time.now_s() < end_s {
                self.time.advance(&mut self.model, end_s)?;
                self.after()?;
            }
            self.model.enter(end_s);
            self.time.restart(FIRST_STEP_S);
        }
        let sums = self.time.sums();
        (self.out.in_j, self.out.out_j, self.out.lost_s) = (sums[IN], sums[OUT], sums[LOST]);
        self.out.stored_j = self.stored_j(self.time.state());
        self.out.steps = self.time.steps();
        self.out.capacities = self.capacities();
        Ok(())
    }

    fn stored_j(&self, y: &[f64]) -> f64 {
        let n = self.model.nodes;
        self.model.capacity()[..n].iter().zip(y).zip(&self.y0).map(|((c, t), t0)| c * (t - t0)).sum()
    }

    /// Looks at the last step: limits, samples, peaks.
    fn after(&mut self) -> Result<(), RunError> {
        if let Some((share, chips)) = self.first_shutdown() {
            let h = share * self.time.last_step_s();
            // A step too short to tell is made whole: the chip switches off at its end.
            if h > 1e-9 {
                self.time.redo(&mut self.model, h)?;
            }
            self.limits();
            self.samples();
            self.model.chips[chips].off = true;
            self.time.restart(FIRST_STEP_S);
        } else {
            self.limits();
            self.samples();
        }
        for (peak, c) in self.out.peaks.iter_mut().zip(&self.model.chips) {
            let t = self.time.state()[c.die];
            if t > peak.0 {
                *peak = (t, self.time.now_s());
            }
        }
        let stored = self.stored_j(self.time.state());
        self.out.most_stored_j = self.out.most_stored_j.max(stored);
        Ok(())
    }

    /// Share of the last step after which the first chip switches off, and which.
    fn first_shutdown(&mut self) -> Option<(f64, usize)> {
        let mut first: Option<(f64, usize)> = None;
        for i in 0..self.watches.len() {
            let w = &self.watches[i];
            let Some(chips) = w.chips.filter(|c| w.kind == LimitKind::Shutdown && !self.model.chips[*c].off) else {
                continue;
            };
            if let Some(share) = self.crossings(i).into_iter().next().map(|c| c.0)
                && first.is_none_or(|(known, _)| share < known)
            {
                first = Some((share, chips));
            }
        }
        first
    }

    /// Shares of the last step at which a limit is passed or kept again.
    fn crossings(&mut self, watch: usize) -> Vec<(f64, bool)> {
        let mut at = |share: f64| {
            self.time.within(share, &mut self.look);
            self.watches[watch].over(&self.model, &self.look, self.time.sum_within(VENTED, share))
        };
        let mut out = Vec::new();
        let mut before = self.over[watch];
        for look in 1..=LOOKS {
            let (lo, hi) = ((look - 1) as f64 / LOOKS as f64, look as f64 / LOOKS as f64);
            let after = at(hi);
            if (before > 0.0) != (after > 0.0) {
                let tolerance = Tolerance { x: 1e-12, f: 1e-9 };
                let found = root::bracketed(|x| Ok::<_, Infallible>(at(x)), lo, hi, tolerance, 100);
                out.push((found.map_or(hi, |r| r.x), after > 0.0));
            }
            before = after;
        }
        out
    }

    /// Notes every limit that was passed or kept again in the last step.
    fn limits(&mut self) {
        let vapour = self.time.sums()[VENTED];
        let (h, now) = (self.time.last_step_s(), self.time.now_s());
        let mut found = Vec::new();
        for i in 0..self.watches.len() {
            for (share, passed) in self.crossings(i) {
                found.push((now - (1.0 - share) * h, i, passed));
            }
            self.over[i] = self.watches[i].over(&self.model, self.time.state(), vapour);
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (at_s, i, passed) in found {
            let Watch { kind, what, limit, .. } = &self.watches[i];
            self.out.crossings.push(Crossing { at_s, kind: *kind, what: what.clone(), limit: *limit, passed });
        }
    }

    /// Keeps the samples that fall into the last step.
    fn samples(&mut self) {
        let Some(step_s) = self.step_s else { return };
        let (h, now) = (self.time.last_step_s(), self.time.now_s());
        while self.next_s <= now * (1.0 + 1e-12) {
            let share = if h > 0.0 { (1.0 - (now - self.next_s) / h).clamp(0.0, 1.0) } else { 1.0 };
            let mut y = std::mem::take(&mut self.look);
            self.time.within(share, &mut y);
            let sample = self.sample(self.next_s, &y, self.stored_j(&y));
            self.look = y;
            self.keep(sample);
            if step_s <= 0.0 {
                break;
            }
        }
    }

    fn keep(&mut self, sample: Sample) {
        if let Some(step_s) = self.step_s {
            self.next_s = step_s * (self.out.samples.len() + 1) as f64;
            self.out.samples.push(sample);
        }
    }

    /// The moment of a state.
    fn sample(&mut self, at_s: f64, y: &[f64], stored_j: f64) -> Sample {
        let (mut flux, mut rates) = (vec![0.0; y.len()], vec![0.0; self.model.rates()]);
        self.model.flux(at_s, y, &mut flux, &mut rates);
        let m = &self.model;
        let (supply_c, return_c) = match (&m.own, &m.tank, &m.aisles) {
            (Some(own), ..) => (y[own.top], y[own.unit]),
            (None, Some(tank), _) => (y[tank.row], y[tank.row]),
            (None, None, Some(aisles)) => (m.net.celsius(aisles.cold, y), y[aisles.exit_row]),
            _ => (f64::NAN, f64::NAN),
        };
        let room_c = m.aisles.as_ref().map_or(y[m.back], |a| m.net.celsius(a.cold, y));
        Sample {
            at_s,
            junctions_c: m.chips.iter().map(|c| y[c.die]).collect(),
            cases_c: m.chips.iter().map(|c| y[c.case]).collect(),
            supply_c,
            return_c,
            room_c,
            facility_c: m.facility.as_ref().map(|f| y[f.inlet_row]),
            flow_share: m.flow_share(),
            rack_w: m.side.rack_w,
            out_w: m.side.out_w,
            work: m.side.work,
            stored_j,
        }
    }

    /// Heat capacities, largest first: chips with their coolers, and everything else of the network.
    fn capacities(&self) -> Vec<(&'static str, f64)> {
        let c = self.model.capacity();
        let chips: f64 = self.model.chips.iter().map(|p| c[p.die] + c[p.die + 1] + c[p.case]).sum();
        let modules: f64 = self.model.modules.iter().map(|m| c[m.row]).sum();
        let all: f64 = c[..self.model.nodes].iter().sum();
        let buffer = self.around.buffer.map_or(0.0, |b| b.volume.m3() / self.around.racks * WATER_J_M3_K);
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
