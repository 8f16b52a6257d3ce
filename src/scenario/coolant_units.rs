//! Coolant distribution units that racks share: how many racks each serves, and which are spare.

use super::feed::Redundancy;
use super::reader::TableReader;

/// Most racks that one unit may serve.
const MOST_RACKS: u32 = 1_000;
/// What spare units do, as scenarios name it.
const SPARE_WORDS: [&str; 2] = ["standby", "running"];

/// Coolant units of an architecture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CoolantUnitSettings {
    /// Racks that one unit serves; none: what the system states, or as many as its rating and its pumps carry.
    pub racks_per_unit: Option<u32>,
    /// Spare units.
    pub redundancy: Redundancy,
    /// Whether spare units run and share the load; else they stand by.
    pub spare_runs: bool,
}

impl CoolantUnitSettings {
    /// Without keys: no spare units.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        let racks_per_unit = r.read_integer("racks_per_cdu", 1, MOST_RACKS);
        let redundancy = r.read_choice("cdu_redundancy", &Redundancy::WORDS).and_then(Redundancy::from_word);
        let spare = r.read_choice("cdu_spare", &SPARE_WORDS);
        Self {
            racks_per_unit,
            redundancy: redundancy.unwrap_or(Redundancy::None),
            spare_runs: spare == Some(SPARE_WORDS[1]),
        }
    }

    /// Keys and values that are not the default.
    pub(super) fn key_values(self) -> Vec<(&'static str, serde_json::Value)> {
        let racks = self.racks_per_unit.map(|racks| ("racks_per_cdu", racks.into()));
        let spare = (self.redundancy != Redundancy::None).then(|| {
            let word = SPARE_WORDS[usize::from(self.spare_runs)];
            [("cdu_redundancy", self.redundancy.name().into()), ("cdu_spare", word.into())]
        });
        racks.into_iter().chain(spare.into_iter().flatten()).collect()
    }
}
