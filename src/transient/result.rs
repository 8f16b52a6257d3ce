//! What a run in time gives.

use super::extremes::RunExtremes;
use super::limit_kind::TransientLimitKind;

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

/// A moment of a run.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct TransientSample {
    /// When, s.
    pub at_s: f64,
    /// Junctions, °C: of each group of chips, in the order of [`TransientRunResult::chips`].
    pub junctions_c: Vec<f64>,
    /// Their cases, °C.
    pub cases_c: Vec<f64>,
    /// Coolant supplied to the parts, °C.
    pub supply_c: f64,
    /// Coolant leaving the rack, °C.
    pub return_c: f64,
    /// Air of the room before the racks, °C.
    pub room_c: f64,
    /// Air that enters the servers, of the aisle and of their own exhaust, °C, where fans draw any.
    pub inlet_c: Option<f64>,
    /// Facility water supplied, °C.
    pub facility_c: Option<f64>,
    /// Flow of the main coolant over that of the steady state.
    pub flow_share: f64,
    /// Electricity into the rack, W.
    pub rack_w: f64,
    /// Lowest of it since the sample before, W.
    pub rack_low_w: f64,
    /// Highest of it since the sample before, W.
    pub rack_high_w: f64,
    /// Heat that leaves the loops, W.
    pub out_w: f64,
    /// Work done over work without throttling.
    pub work: f64,
    /// Heat stored above the start, J.
    pub stored_j: f64,
}

impl TransientSample {
    /// The moment at a share between this one and another.
    pub(super) fn between(&self, other: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| a + share * (b - a);
        let all = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| mix(*a, *b)).collect();
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| mix(a, b));
        Self {
            at_s: mix(self.at_s, other.at_s),
            junctions_c: all(&self.junctions_c, &other.junctions_c),
            cases_c: all(&self.cases_c, &other.cases_c),
            supply_c: mix(self.supply_c, other.supply_c),
            return_c: mix(self.return_c, other.return_c),
            room_c: mix(self.room_c, other.room_c),
            inlet_c: both(self.inlet_c, other.inlet_c),
            facility_c: both(self.facility_c, other.facility_c),
            flow_share: mix(self.flow_share, other.flow_share),
            rack_w: mix(self.rack_w, other.rack_w),
            rack_low_w: mix(self.rack_low_w, other.rack_low_w),
            rack_high_w: mix(self.rack_high_w, other.rack_high_w),
            out_w: mix(self.out_w, other.out_w),
            work: mix(self.work, other.work),
            stored_j: mix(self.stored_j, other.stored_j),
        }
    }

    /// The hottest junction, °C, and the place of its group; not a number where no chip is followed.
    pub fn hottest_junction(&self) -> (usize, f64) {
        let places = self.junctions_c.iter().copied().enumerate();
        places.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, f64::NAN))
    }
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
