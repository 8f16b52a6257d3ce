//! What a run in seconds found: plain numbers that every view shows alike. Field names are the JSON keys.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::assembly::warning::WarningList;
use crate::plant::sized::PlantMode;
use crate::scenario::CoolingMethod;
use crate::scenario::transient::EventKind;
use crate::study::compare::result::{Assumption, SourceReference};
use crate::study::words::result_words;

/// What failed, and what became of each rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TransientReport {
    /// The scenario's title.
    pub title: String,
    /// Place.
    pub location: String,
    /// Length of the run.
    pub duration_s: f64,
    /// When the first event begins: times "after the event" count from here.
    pub first_event_s: f64,
    /// What happened, in the order of time.
    pub events: Vec<EventRow>,
    /// Ride-through that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted_ride_through_s: Option<f64>,
    /// Samples behind the intervals; none where none were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub samples: Option<u32>,
    /// The racks.
    pub architectures: Vec<TransientResult>,
    /// Every parameter that the result rests on, with its source.
    pub assumptions: Vec<Assumption>,
    /// The sources that the assumptions name.
    pub sources: Vec<SourceReference>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

/// An event as asked.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EventRow {
    /// What fails.
    pub kind: EventKind,
    /// When it begins.
    pub at_s: f64,
    /// How long it lasts; null: to the end.
    pub lasts_s: Option<f64>,
    /// Share of the machines that fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Load after a step, share of the busy range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Period of a swing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period_s: Option<f64>,
}

/// One rack through the events.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TransientResult {
    /// Name of the architecture.
    pub name: String,
    /// How it is cooled.
    pub cooling: CoolingMethod,
    /// Catalog id of the system.
    pub system: String,
    /// The system in words.
    pub system_name: String,
    /// Events that can befall it.
    pub can_fail: Vec<EventKind>,
    /// What carries the heat before the first event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plant_before: Option<PlantBeforeEvent>,
    /// Why there are no figures, where there are none: an event on a part that it lacks, or a rack that can't be cooled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its run.
    #[serde(flatten)]
    pub run: Option<TransientRun>,
}

/// The plant before the first event: that of the site's design day.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct PlantBeforeEvent {
    /// How it cools.
    pub mode: PlantMode,
    /// Share of the heat that compressors carry, 0..=1.
    pub compressor_share: f64,
    /// Outdoor dry-bulb, °C.
    pub outdoor_dry_bulb_c: f64,
    /// Outdoor wet-bulb, °C.
    pub outdoor_wet_bulb_c: f64,
}

/// Servers of a rack, its trays, and those that shut down for good.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct ServerCount {
    /// In the rack.
    pub total: f64,
    /// Shut down within the run.
    pub shut_down: f64,
}

/// A run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TransientRun {
    /// From the first event to the first chip that slows down, switches off or stands dry; null: none does within the run.
    pub ride_through_s: Option<f64>,
    /// From the first event until a chip slows down.
    pub time_to_throttle_s: Option<f64>,
    /// From the first event until a chip switches off.
    pub time_to_shutdown_s: Option<f64>,
    /// From the first event until a boiling tank has lost so much fluid that parts stand dry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_dry_s: Option<f64>,
    /// From the first event until every limit is kept again, where one was passed and comes back within the run.
    pub recovered_s: Option<f64>,
    /// Intervals of the times, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<RideThroughInterval>,
    /// From the first event until all that failed cools again; null: not within the run, or nothing failed.
    pub cooling_back_s: Option<f64>,
    /// Ride-through less the time until all cools again; negative where chips slow down first. Null where either has none.
    pub margin_s: Option<f64>,
    /// Why a time above is null, by its key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<&'static str, String>,
    /// Steps of time that the run took.
    pub steps: usize,
    /// Work lost, in seconds of the whole rack at its load without throttling.
    pub work_lost_s: f64,
    /// Servers that a part beyond its shutdown temperature took with it.
    pub servers: ServerCount,
    /// The hottest of all junctions at the start, at its hottest, and at the end; named is the part of the hottest.
    pub hottest_chip: TemperatureCourse,
    /// The part that slows down first; where none does, the one that comes nearest to its limit.
    pub limiting_chip: TemperatureCourse,
    /// Coolant supplied to the parts: liquid where there is any, else the air at the servers' inlets.
    pub supply: TemperatureCourse,
    /// Air that enters the servers, of the aisle and of their own exhaust, where fans draw any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_inlet: Option<TemperatureCourse>,
    /// Electricity into the rack at the start, at its highest, and at the end, W.
    pub rack_power: PowerCourse,
    /// Energy over the run.
    pub energy: EnergyBalance,
    /// Heat that the rack and its loops store for each kelvin, J/K, largest first.
    pub capacities: Vec<GroupHeatCapacity>,
    /// What happened, in the order of time: machines, controllers, limits.
    pub timeline: Vec<TimelineEvent>,
    /// The swing of a load to and fro.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub swing: Option<LoadSwing>,
    /// What a wanted ride-through takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<RideThroughMeasures>,
    /// Limits of the limiting chip, which charts show.
    pub limits: Vec<LimitLine>,
    /// Temperatures, flows and powers at equal steps of time.
    #[serde(skip)]
    pub trace: TransientTrace,
}

impl TransientRun {
    /// Whether the parts are supplied with the air at the servers' inlets, and with nothing else.
    pub fn is_supplied_with_air(&self) -> bool {
        self.server_inlet.as_ref().is_some_and(|inlet| inlet.what == self.supply.what)
    }
}

/// A temperature over the run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TemperatureCourse {
    /// What it is.
    pub what: String,
    /// At the start, °C.
    pub start_c: f64,
    /// Highest, °C.
    pub highest_c: f64,
    /// When, from the start of the run.
    pub highest_at_s: f64,
    /// At the end, °C.
    pub end_c: f64,
}

/// A power over the run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PowerCourse {
    /// At the start, W.
    pub start_w: f64,
    /// Highest, W.
    pub highest_w: f64,
    /// Lowest, W.
    pub lowest_w: f64,
    /// At the end, W.
    pub end_w: f64,
}

/// Energy over the run, per rack.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EnergyBalance {
    /// Electricity into the rack and what cools it inside the loops, J.
    pub in_j: f64,
    /// Heat that left, J.
    pub out_j: f64,
    /// Heat stored at the end above the start, J.
    pub stored_j: f64,
    /// Most heat stored at any time above the start, J.
    pub most_stored_j: f64,
    /// |in − out − stored| / in.
    pub balance_relative_error: f64,
}

/// Heat capacity of a group of parts.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GroupHeatCapacity {
    /// Which.
    pub what: String,
    /// J/K.
    pub j_k: f64,
}

result_words! {
    /// What sort of thing happened.
    pub enum TimelineKind {
        /// An event of the scenario.
        Event => "event",
        /// A machine starts, stops or starts again.
        Machine => "machine",
        /// A limit is passed.
        Limit => "limit",
        /// A limit is kept again.
        Back => "back",
    }
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TimelineEvent {
    /// When, from the start of the run.
    pub at_s: f64,
    /// When, from the first event.
    pub after_event_s: f64,
    /// What sort of thing.
    pub kind: TimelineKind,
    /// In words.
    pub what: String,
    /// The limit's value, where it is a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
}

/// A load that goes to and fro: the last whole period of the run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LoadSwing {
    /// Period.
    pub period_s: f64,
    /// Highest less lowest junction of the limiting chip, K.
    pub chip_k: f64,
    /// The same in a steady state at each load, K: what it would be with an endless period.
    pub chip_steady_k: f64,
    /// Highest less lowest electricity of the rack, W.
    pub power_w: f64,
    /// Highest less lowest heat that leaves the loops to the plant or the room's air handlers, W.
    pub rejected_w: f64,
    /// Share of the swing of power that thermal mass keeps from the plant, 0..=1.
    pub smoothed: f64,
}

/// What a wanted ride-through takes: one measure alone, whatever else stays as it is.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RideThroughMeasures {
    /// Wanted, from the first event.
    pub wanted_s: f64,
    /// Whether it is reached as things are.
    pub reached: bool,
    /// Buffer tank in the facility water of all racks, m³; null where no tank reaches it.
    pub buffer_m3: Option<f64>,
    /// Of that, for each rack, m³.
    pub buffer_m3_rack: Option<f64>,
    /// Share of the pumps that must go on, on an uninterruptible supply; null where none reaches it.
    pub pump_share: Option<f64>,
    /// Why a measure does not reach it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<String>,
}

/// Times with every estimate varied within its range.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RideThroughInterval {
    /// Share of the draws in which a chip slows down or switches off within the run.
    pub fails_probability: f64,
    /// 5 % of the draws ride through for less, s; null: more than the run.
    pub p05_s: Option<f64>,
    /// Half of them, s; null: more than the run.
    pub median_s: Option<f64>,
    /// 95 % of them, s; null: more than the run.
    pub p95_s: Option<f64>,
    /// The inputs that matter most, with their rank correlation with the ride-through, largest first.
    pub inputs: Vec<InputRank>,
}

/// An input and how the ride-through follows it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct InputRank {
    /// Its name: record and key.
    pub input: String,
    /// What it is, in words.
    pub label: String,
    /// Spearman's rank correlation, −1..=1.
    pub rank_correlation: f64,
}

/// A limit of temperature.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LimitLine {
    /// What it limits.
    pub what: String,
    /// °C.
    pub limit_c: f64,
}

/// Values at equal steps of time. The first column is the time.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TransientTrace {
    /// Headings, snake_case, ending in the unit: `time_s`, `hottest_chip_c`, `supply_c`, ….
    pub columns: Vec<String>,
    /// Rows at equal steps of time.
    pub rows: Vec<Vec<f64>>,
    /// Rows at the steps of the integration that hold the lowest and highest values: what charts draw.
    pub course: Vec<Vec<f64>>,
}
