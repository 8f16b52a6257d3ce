//! How electricity comes to the racks: the way of distribution, spare units, the UPS.

use crate::catalog::equipment_role::EquipmentRole;

use super::reader::TableReader;
use super::tree::ValueOrigin;

/// Which conversions stand between the utility meter and the boards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PowerDistribution {
    /// Transformer, UPS, three phases of 415 V to the racks, power supplies as the system is made.
    #[default]
    Ac415,
    /// Transformer, UPS, three phases of 415 V to the racks, one rectifier shelf and a 54 V busbar in each.
    Dc54,
    /// Transformer, rectifier to an 800 V bus with the batteries on it, converters from 800 V in the trays.
    Dc800,
}

impl PowerDistribution {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["415vac", "54vdc", "800vdc"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Ac415, Self::Dc54, Self::Dc800].into_iter().find(|d| d.name() == word)
    }
}

impl std::fmt::Display for PowerDistribution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for PowerDistribution {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Spare units of the power chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redundancy {
    /// As many as the load needs.
    None,
    /// One more than needed, sharing the load; a single way of busways.
    #[default]
    Spare,
    /// Two full paths, each at half the load.
    Double,
}

impl Redundancy {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["N", "N+1", "2N"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::None, Self::Spare, Self::Double].into_iter().find(|r| r.name() == word)
    }

    /// Units installed where `needed` carry the load.
    pub const fn installed_units(self, needed: u32) -> u32 {
        match self {
            Self::None => needed,
            Self::Spare => needed.saturating_add(1),
            Self::Double => needed.saturating_mul(2),
        }
    }

    /// The same where units come in every size: the spare one is as large as those that carry the load.
    pub const fn scaled_units(self, needed: f64) -> f64 {
        match self {
            Self::None => needed,
            Self::Spare => needed + needed.min(1.0),
            Self::Double => 2.0 * needed,
        }
    }

    /// Ways installed where they come in every size.
    pub const fn scaled_paths(self, needed: f64) -> f64 {
        match self {
            Self::None | Self::Spare => needed,
            Self::Double => 2.0 * needed,
        }
    }

    /// Ways installed where `needed` carry the load: a spare way only comes with a whole second path.
    pub const fn installed_paths(self, needed: u32) -> u32 {
        match self {
            Self::None | Self::Spare => needed,
            Self::Double => needed.saturating_mul(2),
        }
    }
}

impl std::fmt::Display for Redundancy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for Redundancy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What stands between transformer and busway of an alternating-current feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UpsMode {
    /// Double conversion.
    #[default]
    DoubleConversion,
    /// Economy mode.
    Eco,
    /// No UPS: racks on the grid, as in halls of supercomputers.
    None,
}

impl UpsMode {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["double-conversion", "eco", "none"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::DoubleConversion, Self::Eco, Self::None].into_iter().find(|u| u.name() == word)
    }
}

/// The power chain of an architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PowerFeedSettings {
    /// Conversions between meter and boards.
    pub distribution: PowerDistribution,
    /// Spare units.
    pub redundancy: Redundancy,
    /// The UPS; without meaning where the batteries stand on a direct-current bus.
    pub ups: UpsMode,
}

impl PowerFeedSettings {
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        let distribution = r
            .read_choice("distribution", &PowerDistribution::WORDS)
            .and_then(PowerDistribution::from_word)
            .unwrap_or_default();
        let redundancy =
            r.read_choice("redundancy", &Redundancy::WORDS).and_then(Redundancy::from_word).unwrap_or_default();
        let ups = r.read_choice("ups", &UpsMode::WORDS).and_then(UpsMode::from_word);
        let direct = distribution == PowerDistribution::Dc800;
        if direct
            && ups.is_some()
            && let Some(origin) = r.key_node("ups").map(|n| n.origin.clone())
            // An inherited key may stay when the distribution is switched on the command line.
            && !r.key_node("distribution").is_some_and(|n| matches!(n.origin, ValueOrigin::Set(_)))
        {
            let message = "`ups` has no part in distribution = \"800vdc\": the batteries stand on the bus".to_owned();
            r.report_problem(message, &origin, "no UPS here", Some("leave it out".to_owned()));
        }
        Self { distribution, redundancy, ups: ups.unwrap_or_default() }
    }

    /// The role of what stands between transformer and busway: a UPS, or a rectifier to a direct-current bus; none without
    /// a UPS.
    pub const fn backup_role(self) -> Option<EquipmentRole> {
        match (self.distribution, self.ups) {
            (PowerDistribution::Dc800, _) => Some(EquipmentRole::Rectifier),
            (_, UpsMode::Eco) => Some(EquipmentRole::UpsEco),
            (_, UpsMode::DoubleConversion) => Some(EquipmentRole::UpsDoubleConversion),
            (_, UpsMode::None) => None,
        }
    }

    /// The role of the busway.
    pub const fn busway_role(self) -> EquipmentRole {
        match self.distribution {
            PowerDistribution::Ac415 | PowerDistribution::Dc54 => EquipmentRole::Busway415Vac,
            PowerDistribution::Dc800 => EquipmentRole::Busway800Vdc,
        }
    }

    /// The word of the UPS; none where the batteries stand on a direct-current bus.
    pub(super) const fn ups_word(self) -> Option<&'static str> {
        match self.distribution {
            PowerDistribution::Dc800 => None,
            PowerDistribution::Ac415 | PowerDistribution::Dc54 => Some(self.ups.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spare_units_by_their_words() {
        let installed = |word: &str| Redundancy::from_word(word).unwrap().installed_units(3);
        assert_eq!(["N", "N+1", "2N"].map(installed), [3, 4, 6]);
        let ways = |word: &str| Redundancy::from_word(word).unwrap().installed_paths(3);
        assert_eq!(["N", "N+1", "2N"].map(ways), [3, 3, 6]);
        assert!(Redundancy::WORDS.into_iter().all(|w| Redundancy::from_word(w).unwrap().name() == w));
        assert!(PowerDistribution::WORDS.into_iter().all(|w| PowerDistribution::from_word(w).unwrap().name() == w));
    }
}
