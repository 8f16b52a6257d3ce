//! What a run in time gives.

use super::extremes::RunExtremes;
use super::limit_kind::TransientLimitKind;
use super::sample::TransientSample;

/// A limit passed or kept again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LimitCrossing {
    /// When, s.
    pub at_s: f64,
    /// What of.
    pub kind: TransientLimitKind,
    /// What it concerns.
    pub what: String,
    /// Its value: °C, or J for the vapour of a tank.
    pub limit: f64,
    /// Whether it is passed; kept again otherwise.
    pub passed: bool,
    /// Group of chips that it concerns, by its place in [`TransientRunResult::chips`].
    pub chips: Option<usize>,
}

/// Servers that shut down for good.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerShutdown {
    /// When, s.
    pub at_s: f64,
    /// Kind of tray.
    pub what: String,
    /// How many.
    pub count: f64,
    /// How many of the kind there are.
    pub of: f64,
    /// The part that took them with it.
    pub cause: String,
}

/// A turn in the story of a machine.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MachineEvent {
    /// When, s.
    pub at_s: f64,
    /// In words.
    pub what: String,
}

/// A group of chips that a run follows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TrackedChips {
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
pub struct TransientRunResult {
    /// Chips followed.
    pub chips: Vec<TrackedChips>,
    /// Limits passed and kept again, in the order of time.
    pub crossings: Vec<LimitCrossing>,
    /// What machines did, in the order of time.
    pub machine_events: Vec<MachineEvent>,
    /// Whether any machine stops.
    pub machines_stop: bool,
    /// When all machines are back, s.
    pub recovery_time_s: Option<f64>,
    /// Servers that shut down, in the order of time.
    pub shutdowns: Vec<ServerShutdown>,
    /// Servers of the rack: its trays.
    pub servers: f64,
    /// At the start.
    pub start: TransientSample,
    /// At the end.
    pub end: TransientSample,
    /// At equal steps of time, the start first and the end last.
    pub samples: Vec<TransientSample>,
    /// The moments that show the course of the run, from its own steps.
    pub course: Vec<TransientSample>,
    /// Lowest and highest values of the run.
    pub extremes: RunExtremes,
    /// The same within the time that was asked for apart.
    pub window: Option<RunExtremes>,
    /// Electricity in, J.
    pub in_j: f64,
    /// Heat out, J.
    pub out_j: f64,
    /// Heat stored at the end above the start, J.
    pub stored_j: f64,
    /// Most of it, J.
    pub max_stored_j: f64,
    /// Work lost, s of the whole rack.
    pub lost_s: f64,
    /// Heat capacities by group, J/K.
    pub capacities: Vec<(&'static str, f64)>,
    /// Steps made.
    pub steps: usize,
}

impl TransientRunResult {
    /// |in − out − stored| / in.
    pub fn balance_error(&self) -> f64 {
        ((self.in_j - self.out_j - self.stored_j) / self.in_j.max(1.0)).abs()
    }

    /// When the first limit of some kinds is passed, s.
    pub fn first_crossing_s(&self, kinds: &[TransientLimitKind]) -> Option<f64> {
        self.crossings.iter().find(|c| c.passed && kinds.contains(&c.kind)).map(|c| c.at_s)
    }
}
