//! `[transient]`: what stands behind the cooling when something fails, and what fails.

use crate::units::{Duration, Volume};

/// What fails or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Pumps of the liquid that passes the racks stop.
    PumpTrip,
    /// Coolant distribution units stop: their pumps and their exchangers' facility water.
    CduLoss,
    /// Fans of the servers stop.
    FanFailure,
    /// Air handlers of the room stop.
    CrahLoss,
    /// Chillers, or whatever cools the facility water or the hall's air, stop.
    ChillerTrip,
    /// The utility's power is lost.
    UtilityBlip,
    /// The load changes, once or to and fro.
    LoadStep,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::PumpTrip,
        Self::CduLoss,
        Self::FanFailure,
        Self::CrahLoss,
        Self::ChillerTrip,
        Self::UtilityBlip,
        Self::LoadStep,
    ];

    /// Word in files, arguments and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PumpTrip => "pump-trip",
            Self::CduLoss => "cdu-loss",
            Self::FanFailure => "fan-failure",
            Self::CrahLoss => "crah-loss",
            Self::ChillerTrip => "chiller-trip",
            Self::UtilityBlip => "utility-blip",
            Self::LoadStep => "load-step",
        }
    }
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// When it begins, from the start of the run.
    pub at: Duration,
    /// How long it lasts; until the end of the run if not given.
    pub lasts: Option<Duration>,
    /// Share of the pumps, units or fans that fail, 0..=1; all of them if not given.
    pub share: Option<f64>,
    /// Load after a step, as a share of the busy range, 0..=1; idle if not given.
    pub level: Option<f64>,
    /// Period of a load that swings between `level` and the load before, half of the time each.
    pub period: Option<Duration>,
}

/// How the water of a buffer tank stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TankKind {
    /// Fully mixed.
    Mixed,
    /// Cold below warm.
    Stratified,
}

impl TankKind {
    /// Word in files and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mixed => "mixed",
            Self::Stratified => "stratified",
        }
    }
}

/// A buffer tank in the facility water, for all racks together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Buffer {
    /// Its water.
    pub volume: Volume,
    /// How it stands.
    pub kind: TankKind,
}

/// Machines that an uninterruptible supply may feed beside the servers, which it always feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent switches, as they stand in a one-line diagram")]
pub struct OnUps {
    /// Pumps of coolant distribution units, doors and tanks.
    pub pumps: bool,
    /// Fans of the room's air handlers.
    pub crah_fans: bool,
    /// Pumps of the facility water.
    pub plant_pumps: bool,
    /// Chillers, or the fans of dry coolers and towers.
    pub chillers: bool,
}

impl OnUps {
    /// Words in files, in the order of the fields.
    pub const WORDS: [&'static str; 4] = ["pumps", "crah-fans", "plant-pumps", "chillers"];
}

/// What stands behind the cooling, and what happens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transient {
    /// How long the run is, if not 600 s.
    pub duration: Option<Duration>,
    /// Load at the start as a share of the busy range, 0..=1; full if not given.
    pub load: Option<f64>,
    /// What is on the uninterruptible supply, if not the pumps of coolant distribution units alone.
    pub ups: Option<OnUps>,
    /// How long its batteries last, if not the catalog's.
    pub ups_time: Option<Duration>,
    /// When the generators carry the load after a loss, if not the catalog's; `None` inside for no generators.
    pub generator_start: Option<Option<Duration>>,
    /// From power to cooling for a chiller, if not the catalog's.
    pub chiller_restart: Option<Duration>,
    /// Equal pumps side by side in the loop, if not 2.
    pub pumps: Option<u32>,
    /// Whether a stopped pump lets no liquid back; it does if not given.
    pub check_valves: Option<bool>,
    /// Water beside the plant.
    pub buffer: Option<Buffer>,
    /// What happens, in the order of time.
    pub events: Vec<Event>,
}
