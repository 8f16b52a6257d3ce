//! How an architecture's heat meets the outdoor air.

use std::fmt;

use serde::{Serialize, Serializer};

use super::findings::KeyContent;
use super::reader::TableReader;
use super::tree::NodeValue;

/// Topology of the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatRejection {
    /// Cooling towers.
    Tower {
        /// Waterside economiser.
        economiser: WatersideEconomizer,
        /// With water-cooled chillers; without them the supply floats above the tower water.
        chillers: bool,
    },
    /// Dry coolers.
    DryCooler {
        /// With trim chillers; without them the supply floats on hot days.
        trim: bool,
        /// With wetted pads ahead of the coils.
        pads: bool,
    },
    /// Closed-circuit evaporative coolers.
    ClosedCircuit {
        /// With trim chillers; without them the supply floats on humid days.
        trim: bool,
    },
    /// Air-cooled chillers alone.
    ChillerAir,
    /// Direct-expansion units in the hall.
    Dx,
    /// Outdoor air through the hall, direct-expansion units behind it.
    AirEconomizer {
        /// Water evaporated to cool it.
        evaporative: EvaporativeAssist,
    },
}

/// How towers cool the chilled loop without compressors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatersideEconomizer {
    /// Not at all.
    None,
    /// Beside the chillers: it carries all of the load or nothing.
    Separate,
    /// Ahead of the chillers in series: it carries what it can.
    Integrated,
}

/// How evaporation helps an airside economiser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaporativeAssist {
    /// Not at all: outdoor air mixes with return air.
    None,
    /// Outdoor air passes wetted pads into the hall.
    Direct,
    /// Outdoor air stays outside: an exchanger between it, wetted, and the hall's air.
    Indirect,
}

impl WatersideEconomizer {
    const WORDS: [&'static str; 3] = ["none", "separate", "integrated"];

    const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl EvaporativeAssist {
    const WORDS: [&'static str; 3] = ["none", "direct", "indirect"];

    pub(super) const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// Kind of heat rejection: the word of a scenario, without the choices within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatRejectionKind {
    /// Cooling towers with an economizer or without chillers.
    Tower,
    /// Cooling towers and water-cooled chillers without an economizer.
    ChillerWater,
    /// Dry coolers.
    DryCooler,
    /// Dry coolers behind wetted pads.
    Adiabatic,
    /// Air-cooled chillers alone.
    ChillerAir,
    /// Direct-expansion units in the hall.
    Dx,
    /// Outdoor air for the hall, direct-expansion units behind it.
    AirEconomizer,
    /// Closed-circuit evaporative coolers.
    ClosedCircuit,
}

impl HeatRejectionKind {
    /// The word in scenarios and results.
    pub const fn name(self) -> &'static str {
        HeatRejection::WORDS[self as usize]
    }
}

impl fmt::Display for HeatRejectionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for HeatRejectionKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl HeatRejection {
    /// Every word in scenarios, in the order of [`HeatRejectionKind`].
    pub const WORDS: [&'static str; 8] =
        ["tower", "chiller-water", "dry-cooler", "adiabatic", "chiller-air", "dx", "air-economizer", "closed-circuit"];

    /// Its kind.
    pub const fn kind(self) -> HeatRejectionKind {
        match self {
            Self::Tower { economiser: WatersideEconomizer::None, chillers: true } => HeatRejectionKind::ChillerWater,
            Self::Tower { .. } => HeatRejectionKind::Tower,
            Self::DryCooler { pads: false, .. } => HeatRejectionKind::DryCooler,
            Self::DryCooler { pads: true, .. } => HeatRejectionKind::Adiabatic,
            Self::ChillerAir => HeatRejectionKind::ChillerAir,
            Self::Dx => HeatRejectionKind::Dx,
            Self::AirEconomizer { .. } => HeatRejectionKind::AirEconomizer,
            Self::ClosedCircuit { .. } => HeatRejectionKind::ClosedCircuit,
        }
    }

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        self.kind().name()
    }

    /// Whether water evaporates into the air ahead of coils, exchangers or the hall.
    pub const fn has_wetted_air(self) -> bool {
        matches!(
            self,
            Self::DryCooler { pads: true, .. }
                | Self::AirEconomizer { evaporative: EvaporativeAssist::Direct | EvaporativeAssist::Indirect }
        )
    }

    /// Whether compressors cool the water that a main loop supplies.
    pub const fn chills_water(self) -> bool {
        match self {
            Self::Tower { chillers, .. } => chillers,
            Self::DryCooler { trim, .. } | Self::ClosedCircuit { trim } => trim,
            Self::ChillerAir => true,
            Self::Dx | Self::AirEconomizer { .. } => false,
        }
    }

    /// Whether water evaporates in the outdoor air, so that the wet-bulb temperature counts.
    pub const fn evaporates_water(self) -> bool {
        match self {
            Self::Tower { .. } | Self::DryCooler { pads: true, .. } | Self::ClosedCircuit { .. } => true,
            Self::AirEconomizer { evaporative } => !matches!(evaporative, EvaporativeAssist::None),
            Self::DryCooler { pads: false, .. } | Self::ChillerAir | Self::Dx => false,
        }
    }

    /// Whether the supply floats above its set point where outdoor air is too warm: nothing compresses.
    pub const fn has_floating_supply(self) -> bool {
        matches!(
            self,
            Self::Tower { chillers: false, .. }
                | Self::DryCooler { trim: false, .. }
                | Self::ClosedCircuit { trim: false }
        )
    }

    /// Whether it takes heat from the hall's air without water between: of use for air-cooled racks only.
    pub const fn cools_hall_air(self) -> bool {
        matches!(self, Self::Dx | Self::AirEconomizer { .. })
    }

    /// The keys that it has, with their values.
    pub(super) fn key_values(self) -> Vec<(&'static str, serde_json::Value)> {
        match self {
            Self::Tower { economiser, chillers } => {
                vec![("economizer", economiser.name().into()), ("chillers", chillers.into())]
            }
            Self::DryCooler { trim, .. } | Self::ClosedCircuit { trim } => vec![("trim_chiller", trim.into())],
            Self::ChillerAir | Self::Dx => Vec::new(),
            Self::AirEconomizer { evaporative } => vec![("evaporative", evaporative.name().into())],
        }
    }
}

/// Reads the topology and its keys, and how evaporation helps outdoor air. Keys of another topology may stay when one is
/// switched: they have no part then.
pub(super) fn read_heat_rejection(r: &mut TableReader<'_, '_>) -> (Option<HeatRejection>, EvaporativeAssist) {
    let given = r.key_node("heat_rejection").is_some();
    let word = r.read_choice("heat_rejection", &HeatRejection::WORDS);
    if !given {
        r.report_missing("heat_rejection", &format!("use \"{}\"", HeatRejection::WORDS.join("\", \"")));
    }
    let economiser = read_economizer(r);
    let chillers = r.read_boolean("chillers").unwrap_or(true);
    let trim = r.read_boolean("trim_chiller").unwrap_or(true);
    let evaporative = read_evaporative_assist(r);
    let rejection = word.map(|word| match word {
        "tower" => HeatRejection::Tower { economiser, chillers },
        "chiller-water" => HeatRejection::Tower { economiser: WatersideEconomizer::None, chillers: true },
        "dry-cooler" => HeatRejection::DryCooler { trim, pads: false },
        "adiabatic" => HeatRejection::DryCooler { trim, pads: true },
        "closed-circuit" => HeatRejection::ClosedCircuit { trim },
        "chiller-air" => HeatRejection::ChillerAir,
        "dx" => HeatRejection::Dx,
        _ => HeatRejection::AirEconomizer { evaporative },
    });
    (rejection, evaporative)
}

/// How evaporation helps the outdoor air of the hall, or of the room beside liquid.
fn read_evaporative_assist(r: &mut TableReader<'_, '_>) -> EvaporativeAssist {
    match r.read_choice("evaporative", &EvaporativeAssist::WORDS) {
        Some("direct") => EvaporativeAssist::Direct,
        Some("indirect") => EvaporativeAssist::Indirect,
        _ => EvaporativeAssist::None,
    }
}

/// A truth or a word: true is integrated.
fn read_economizer(r: &mut TableReader<'_, '_>) -> WatersideEconomizer {
    r.note_content("economizer", KeyContent::Boolean);
    if let Some(NodeValue::Bool(with)) = r.key_node("economizer").map(|node| &node.value) {
        return if *with { WatersideEconomizer::Integrated } else { WatersideEconomizer::None };
    }
    match r.read_choice("economizer", &WatersideEconomizer::WORDS) {
        Some("none") => WatersideEconomizer::None,
        Some("separate") => WatersideEconomizer::Separate,
        _ => WatersideEconomizer::Integrated,
    }
}
