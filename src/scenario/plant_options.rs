//! Options of an architecture's plant beside its topology.

use super::reader::TableReader;
use super::rejection::{EvaporativeAssist, HeatRejection};

/// What takes a part of the heat dry ahead of towers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryPrecooling {
    /// Dry coolers.
    DryCooler,
    /// Thermosyphon coolers.
    Thermosyphon,
}

impl DryPrecooling {
    /// Words in scenarios, the first for no dry side.
    const WORDS: [&'static str; 3] = ["none", "dry-cooler", "thermosyphon"];

    const fn name(self) -> &'static str {
        match self {
            Self::DryCooler => Self::WORDS[1],
            Self::Thermosyphon => Self::WORDS[2],
        }
    }
}

/// What cools the room of a hall whose racks give their heat to liquid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoomCooling {
    /// Air handlers on chillers of their own.
    #[default]
    Chillers,
    /// Air handlers on dry coolers ahead of chillers of their own.
    FreeCooling,
    /// Air handlers on the facility water of the racks.
    FacilityWater,
    /// Outdoor air, with direct-expansion units for the rest.
    Economizer(EvaporativeAssist),
}

impl RoomCooling {
    const WORDS: [&'static str; 4] = ["chillers", "free-cooling", "facility-water", "economizer"];

    /// Word in scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chillers => Self::WORDS[0],
            Self::FreeCooling => Self::WORDS[1],
            Self::FacilityWater => Self::WORDS[2],
            Self::Economizer(_) => Self::WORDS[3],
        }
    }

    /// Whether water evaporates into the air ahead of the room or of its exchangers.
    pub const fn has_wetted_air(self) -> bool {
        matches!(self, Self::Economizer(EvaporativeAssist::Direct | EvaporativeAssist::Indirect))
    }

    /// Whether the room has chilled water of its own.
    pub const fn chills_water(self) -> bool {
        matches!(self, Self::Chillers | Self::FreeCooling)
    }
}

/// Options of a plant; without them it is the plain one of its topology.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlantOptions {
    /// Whether glycol passes the dry coolers, behind an exchanger.
    pub glycol: bool,
    /// Whether air-cooled chillers have a free-cooling coil.
    pub free_cooling_coil: bool,
    /// What cools the water dry ahead of towers.
    pub dry_precooling: Option<DryPrecooling>,
    /// What cools the room beside liquid.
    pub room: RoomCooling,
}

impl PlantOptions {
    /// Reads the keys.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>, evaporative: EvaporativeAssist) -> Self {
        let dry_precooling = match r.read_choice("dry_precooling", &DryPrecooling::WORDS) {
            Some("dry-cooler") => Some(DryPrecooling::DryCooler),
            Some("thermosyphon") => Some(DryPrecooling::Thermosyphon),
            _ => None,
        };
        Self {
            glycol: r.read_boolean("glycol").unwrap_or(false),
            free_cooling_coil: r.read_boolean("free_cooling_coil").unwrap_or(false),
            dry_precooling,
            room: read_room_cooling(r, evaporative),
        }
    }

    /// The dry side ahead of the towers of a plant that has some.
    pub fn precooling_of(self, rejection: HeatRejection) -> Option<DryPrecooling> {
        self.dry_precooling.filter(|_| matches!(rejection, HeatRejection::Tower { .. }))
    }

    /// Where plain water stands in outdoor air, of an architecture's main plant and of its room beside liquid; nothing where none
    /// does.
    pub fn water_outdoors(self, rejection: HeatRejection, has_room: bool) -> Option<&'static str> {
        match rejection {
            HeatRejection::DryCooler { .. } if !self.glycol => Some("the dry coolers"),
            HeatRejection::ClosedCircuit { .. } => Some("the closed-circuit coolers"),
            HeatRejection::ChillerAir if self.free_cooling_coil => Some("the free-cooling coils"),
            HeatRejection::Tower { .. } if self.dry_precooling == Some(DryPrecooling::DryCooler) => {
                Some("the dry coolers ahead of the towers")
            }
            _ if has_room && self.room == RoomCooling::FreeCooling && !self.glycol => {
                Some("the dry coolers of the room")
            }
            _ => None,
        }
    }

    /// Keys and values that are not the default.
    pub(super) fn key_values(self) -> Vec<(&'static str, serde_json::Value)> {
        let flags = [("glycol", self.glycol), ("free_cooling_coil", self.free_cooling_coil)];
        let mut out: Vec<(&str, serde_json::Value)> =
            flags.into_iter().filter(|(_, on)| *on).map(|(key, on)| (key, on.into())).collect();
        out.extend(self.dry_precooling.map(|dry| ("dry_precooling", dry.name().into())));
        match self.room {
            RoomCooling::Chillers => {}
            RoomCooling::FreeCooling => out.push(("room_free_cooling", true.into())),
            RoomCooling::FacilityWater => out.push(("room_cooling", self.room.name().into())),
            RoomCooling::Economizer(evaporative) => {
                out.push(("room_cooling", self.room.name().into()));
                out.push(("evaporative", evaporative.name().into()));
            }
        }
        out
    }
}

/// The room's cooling, by its own key or by the older switch of free cooling; both must say the same.
fn read_room_cooling(r: &mut TableReader<'_, '_>, evaporative: EvaporativeAssist) -> RoomCooling {
    let free = r.read_boolean("room_free_cooling");
    let word = r.read_choice("room_cooling", &RoomCooling::WORDS);
    let chosen = match word {
        Some("free-cooling") => RoomCooling::FreeCooling,
        Some("facility-water") => RoomCooling::FacilityWater,
        Some("economizer") => RoomCooling::Economizer(evaporative),
        None if free == Some(true) => RoomCooling::FreeCooling,
        _ => RoomCooling::Chillers,
    };
    if let (Some(word), Some(free)) = (word, free)
        && free != (chosen == RoomCooling::FreeCooling)
        && let Some(node) = r.key_node("room_free_cooling")
    {
        let message = format!("`room_free_cooling = {free}` contradicts `room_cooling = \"{word}\"`");
        let help = "leave `room_free_cooling` out: `room_cooling = \"free-cooling\"` says the same";
        r.report_problem(message, &node.origin, "the other key says otherwise", Some(help.to_owned()));
    }
    chosen
}
