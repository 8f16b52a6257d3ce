//! What a reader of a result must know, each with a code that programs can match on.

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::units::message::Message;

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WarningCode {
    /// Values of a weather file were repaired or are doubtful.
    WeatherData,
    /// Rows of a tariff or of carbon by the hour were put in order or moved from another clock.
    HourlyTimes,
    /// What a load by the hour was read from, or asks for that racks don't do.
    LoadProfile,
    /// The weather gives no extreme of many years, so that capacity is sized on its own year.
    NoDesignExtreme,
    /// The supply is above its set point in some hours.
    UnmetHours,
    /// Outdoor air never supplies a hall alone, or passes through it outside the limits of the air at its servers.
    OutdoorAirLimits,
    /// A curve is used outside the range that it was published for.
    ExtrapolatedCurve,
    /// A tower is outside the range of its model.
    TowerOutOfRange,
    /// What a storage tank saves or costs.
    StorageSavings,
    /// Accelerators run below their full clock.
    ReducedClock,
    /// A part is warmer than its control aims at.
    AboveControlTarget,
    /// Chips are too hot even at their lowest clock.
    ChipShutdown,
    /// The system is cooled by a retrofit kit.
    RetrofitKit,
    /// The system, or a part of it, is announced and not delivered.
    Announced,
    /// Liquid is colder than a dew point that the room may reach.
    BelowDewPoint,
    /// The flow at a cooler is outside the range in which it was measured.
    CoolerOutOfRange,
    /// A rack leaves more heat to the room than an ordinary one takes.
    RoomHeat,
    /// Power supplies are loaded beyond their rating.
    PowerSupplyOverload,
    /// Parts of a tank stand dry.
    DryTank,
    /// More samples were drawn than asked for.
    SamplesRoundedUp,
    /// Draws make no model and are left out.
    RejectedDraws,
    /// In some draws an architecture can't be cooled.
    InfeasibleDraws,
    /// The plant does not carry its load in some hours.
    PlantOverload,
    /// A share of the energy is not accounted for.
    EnergyResidual,
    /// Figures are estimates.
    Estimates,
    /// Power is taken from a ratio of other parts.
    RatioBasis,
    /// Heat throttles an accelerator.
    Throttled,
    /// Tokens are predicted by a model.
    PredictedTokens,
    /// Prices are as quoted in public.
    QuotedPrices,
    /// The network between racks is fed and cooled as the hall is.
    NetworkShare,
    /// Water of wetted plants is from joint bins.
    WaterFromBins,
    /// Plain water outdoors would freeze.
    Frost,
    /// Machines are smaller than the records that they are made from.
    SmallMachines,
    /// Architectures do different work.
    UnlikeWork,
    /// Token rates were measured at an unknown power setting.
    RateAtUnknownPower,
    /// Numbers of modules are close to a step of the load.
    ModuleEdge,
    /// A plan adds spare machines to plants.
    AddedSpares,
    /// Hours are joint bins, without dates.
    HoursFromBins,
    /// Hours that could not be tested.
    UntestedHours,
}

/// Something that a reader must know.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What it is about.
    pub code: WarningCode,
    /// In words.
    pub text: Message,
    /// The consequence in a line, without the name of an architecture that the text begins with; nothing where the text is
    /// short itself.
    pub brief: Option<Message>,
}

impl Warning {
    /// A warning of a code.
    pub fn new(code: WarningCode, text: impl Into<Message>) -> Self {
        Self { code, text: text.into(), brief: None }
    }

    /// The warning with its consequence in a line.
    #[must_use]
    pub fn with_brief(mut self, brief: impl Into<Message>) -> Self {
        self.brief = Some(brief.into());
        self
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// The warnings of a result, in the order in which they are shown. In JSON two lists of the same length, to be flattened
/// into the result: `warnings` with the texts and `warning_codes` with their codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WarningList(Vec<Warning>);

impl WarningList {
    /// Adds one.
    pub fn add(&mut self, code: WarningCode, text: impl Into<Message>) {
        self.0.push(Warning::new(code, text));
    }

    /// Adds one that is made.
    pub fn push(&mut self, warning: Warning) {
        self.0.push(warning);
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The warnings in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Warning> {
        self.0.iter()
    }

    /// Their texts, in SI.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(|w| w.text.to_string()).collect()
    }
}

impl Extend<Warning> for WarningList {
    fn extend<I: IntoIterator<Item = Warning>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl FromIterator<Warning> for WarningList {
    fn from_iter<I: IntoIterator<Item = Warning>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl IntoIterator for WarningList {
    type Item = Warning;
    type IntoIter = std::vec::IntoIter<Warning>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a WarningList {
    type Item = &'a Warning;
    type IntoIter = std::slice::Iter<'a, Warning>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Serialize for WarningList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("warnings", &self.texts())?;
        map.serialize_entry("warning_codes", &self.0.iter().map(|w| w.code).collect::<Vec<_>>())?;
        map.end()
    }
}
