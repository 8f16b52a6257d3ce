//! `plant_redundancy` and `spare_units`: spare machines of a plant and how they run.

use super::feed::Redundancy;
use super::reader::TableReader;

/// Spare chillers, tower cells, dry coolers and cooling units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlantSpares {
    /// How many are installed beside those that the design needs.
    pub redundancy: Redundancy,
    /// Whether the spare ones share the load; otherwise they stand by.
    pub running: bool,
}

impl Default for PlantSpares {
    fn default() -> Self {
        Self { redundancy: Redundancy::None, running: false }
    }
}

impl PlantSpares {
    /// The words of how spare units run.
    const WORDS: [&'static str; 2] = ["standby", "running"];

    /// Reads the keys. How spare units run has no part without any.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        let redundancy = r.read_choice("plant_redundancy", &Redundancy::WORDS).and_then(Redundancy::from_word);
        let running = r.read_choice("spare_units", &Self::WORDS) == Some(Self::WORDS[1]);
        Self { redundancy: redundancy.unwrap_or(Redundancy::None), running }
    }

    /// Units installed where `needed` carry the load.
    pub const fn installed_units(self, needed: u32) -> u32 {
        self.redundancy.installed_units(needed)
    }

    /// Units that share a load for which `needed` are enough.
    pub const fn working_units(self, needed: u32) -> u32 {
        if self.running { self.installed_units(needed) } else { needed }
    }

    /// Keys and values that are not the default.
    pub(super) fn key_values(self) -> Vec<(&'static str, serde_json::Value)> {
        if self.redundancy == Redundancy::None {
            return Vec::new();
        }
        let words = Self::WORDS[usize::from(self.running)];
        vec![("plant_redundancy", self.redundancy.name().into()), ("spare_units", words.into())]
    }
}
