//! Ways of cooling a rack, and the choices within them.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::catalog::equipment_role::EquipmentRole;
use crate::catalog::record::ChipKind;

/// How an architecture's racks are cooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoolingMethod {
    /// Air alone.
    Air,
    /// Air, and a coil with water in the rear door.
    RearDoor,
    /// Cold plates on some parts, air for the rest.
    Hybrid,
    /// Cold plates on everything.
    ColdPlate,
    /// A tank of pumped dielectric.
    Immersion1p,
    /// A tank of boiling dielectric.
    Immersion2p,
}

impl CoolingMethod {
    /// Every way, from air to boiling.
    pub const ALL: [Self; 6] =
        [Self::Air, Self::RearDoor, Self::Hybrid, Self::ColdPlate, Self::Immersion1p, Self::Immersion2p];
    /// The words in scenarios.
    pub const WORDS: [&'static str; 6] = ["air", "rear-door", "hybrid", "cold-plate", "immersion-1p", "immersion-2p"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The way of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == word)
    }

    /// Whether air is the only coolant.
    pub const fn is_air_cooled(self) -> bool {
        matches!(self, Self::Air)
    }

    /// Whether fans draw the room's air.
    pub const fn has_server_fans(self) -> bool {
        matches!(self, Self::Air | Self::RearDoor | Self::Hybrid)
    }

    /// Whether pumps send liquid past the parts.
    pub const fn has_coolant_loop(self) -> bool {
        matches!(self, Self::Hybrid | Self::ColdPlate | Self::Immersion1p)
    }

    /// Supply temperatures of the main coolant that a scenario may ask for: of air; of water to doors and condensers; of
    /// the liquid that reaches the parts.
    pub const fn supply_range(self) -> SupplyRange {
        let (min_c, max_c) = match self {
            Self::Air => (10.0, 45.0),
            Self::RearDoor => (5.0, 40.0),
            Self::Hybrid | Self::ColdPlate | Self::Immersion2p => (5.0, 60.0),
            Self::Immersion1p => (10.0, 65.0),
        };
        SupplyRange { min_c, max_c }
    }
}

/// Lowest and highest supply temperature, °C.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SupplyRange {
    /// Lowest.
    pub min_c: f64,
    /// Highest.
    pub max_c: f64,
}

/// Whether hot and cold aisles are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Containment {
    /// By doors and roofs.
    #[default]
    Contained,
    /// Not at all.
    Open,
}

impl Containment {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 2] = ["contained", "open"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The choice of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "contained" => Some(Self::Contained),
            "open" => Some(Self::Open),
            _ => None,
        }
    }

    /// Role of the aisle.
    pub const fn aisle_role(self) -> EquipmentRole {
        match self {
            Self::Contained => EquipmentRole::ContainedAisle,
            Self::Open => EquipmentRole::OpenAisle,
        }
    }
}

impl fmt::Display for CoolingMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for CoolingMethod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Parts under plates in a hybrid rack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColdPlateCoverage {
    /// Accelerators.
    Accelerators,
    /// Accelerators and processors.
    Processors,
    /// Accelerators, processors and scale-up switches.
    #[default]
    Switches,
    /// All of these and memory modules.
    Memory,
}

impl ColdPlateCoverage {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 4] =
        ["accelerator", "accelerator+cpu", "accelerator+cpu+switch", "accelerator+cpu+switch+memory"];
    const ALL: [Self; 4] = [Self::Accelerators, Self::Processors, Self::Switches, Self::Memory];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The choice of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == word)
    }

    /// Whether parts of a kind are under plates.
    pub const fn covers_kind(self, kind: ChipKind) -> bool {
        match kind {
            ChipKind::Accelerator => true,
            ChipKind::Cpu => !matches!(self, Self::Accelerators),
            ChipKind::Switch => matches!(self, Self::Switches | Self::Memory),
            ChipKind::Memory => matches!(self, Self::Memory),
            ChipKind::Module | ChipKind::Network => false,
        }
    }
}

/// Where the heat of a rack's liquid goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CduKind {
    /// Through a large unit that several racks share, to facility water.
    #[default]
    InRow,
    /// Through a unit in the rack, to facility water.
    InRack,
    /// Through a coil with fans beside the rack, to the room's air.
    LiquidToAir,
}

impl CduKind {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["in-row", "in-rack", "liquid-to-air"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The choice of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::InRow, Self::InRack, Self::LiquidToAir].into_iter().find(|c| c.name() == word)
    }
}
