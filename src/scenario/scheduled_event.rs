//! What may fail in a run, and when.

use crate::units::Duration;
use crate::units::parse::Dimension;

use super::reader::AllowedRange;

/// Shortest and longest run, s.
pub const DURATION_RANGE_S: (f64, f64) = (1.0, 86_400.0);

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

impl std::fmt::Display for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for EventKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
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

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }

    /// Whether a share of the machines can fail.
    pub const fn allows_share(self) -> bool {
        !matches!(self, Self::UtilityBlip | Self::LoadStep)
    }
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScheduledEvent {
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

/// Times between two bounds, s.
pub(super) const fn time_range(min: f64, max: f64) -> AllowedRange {
    AllowedRange { dimension: Dimension::Duration, min, max }
}
