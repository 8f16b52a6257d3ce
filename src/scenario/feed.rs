//! How electricity comes to the racks: the way of distribution, spare units, the UPS.

use super::reader::Reader;
use super::tree::Origin;

/// Which conversions stand between the utility meter and the boards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Distribution {
    /// Transformer, UPS, three phases of 415 V to the racks, power supplies as the system is made.
    #[default]
    Ac415,
    /// Transformer, UPS, three phases of 415 V to the racks, one rectifier shelf and a 54 V busbar in each.
    Dc54,
    /// Transformer, rectifier to an 800 V bus with the batteries on it, converters from 800 V in the trays.
    Dc800,
}

impl Distribution {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["415vac", "54vdc", "800vdc"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Ac415, Self::Dc54, Self::Dc800].into_iter().find(|d| d.name() == word)
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

    fn of(word: &str) -> Option<Self> {
        [Self::None, Self::Spare, Self::Double].into_iter().find(|r| r.name() == word)
    }

    /// Units installed where `needed` carry the load.
    pub const fn installed(self, needed: u32) -> u32 {
        match self {
            Self::None => needed,
            Self::Spare => needed.saturating_add(1),
            Self::Double => needed.saturating_mul(2),
        }
    }

    /// Ways installed where `needed` carry the load: a spare way only comes with a whole second path.
    pub const fn ways(self, needed: u32) -> u32 {
        match self {
            Self::None | Self::Spare => needed,
            Self::Double => needed.saturating_mul(2),
        }
    }
}

/// The power chain of an architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Conversions between meter and boards.
    pub distribution: Distribution,
    /// Spare units.
    pub redundancy: Redundancy,
    /// Equipment id of the UPS, or of the rectifier to the direct-current bus.
    pub backup: &'static str,
}

impl Feed {
    pub(super) fn read(r: &mut Reader<'_, '_>) -> Self {
        let distribution =
            r.choice("distribution", &Distribution::WORDS, &[]).and_then(Distribution::of).unwrap_or_default();
        let redundancy = r.choice("redundancy", &Redundancy::WORDS, &[]).and_then(Redundancy::of).unwrap_or_default();
        let ups = r.choice("ups", &["double-conversion", "eco"], &[]);
        let direct = distribution == Distribution::Dc800;
        if direct
            && ups.is_some()
            && let Some(origin) = r.node("ups").map(|n| n.origin.clone())
            // An inherited key may stay when the distribution is switched on the command line.
            && !r.node("distribution").is_some_and(|n| matches!(n.origin, Origin::Set(_)))
        {
            let message = "`ups` has no part in distribution = \"800vdc\": the batteries stand on the bus".to_owned();
            r.problem(message, &origin, "no UPS here", Some("leave it out".to_owned()));
        }
        let backup = match (direct, ups) {
            (true, _) => "rectifier-800vdc",
            (false, Some("eco")) => "ups-eco",
            (false, _) => "ups-double-conversion",
        };
        Self { distribution, redundancy, backup }
    }

    /// The word of the UPS; none where no UPS stands.
    pub(super) fn ups(self) -> Option<&'static str> {
        match self.backup {
            "ups-eco" => Some("eco"),
            "ups-double-conversion" => Some("double-conversion"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spare_units_by_their_words() {
        let installed = |word: &str| Redundancy::of(word).unwrap().installed(3);
        assert_eq!(["N", "N+1", "2N"].map(installed), [3, 4, 6]);
        let ways = |word: &str| Redundancy::of(word).unwrap().ways(3);
        assert_eq!(["N", "N+1", "2N"].map(ways), [3, 3, 6]);
        assert!(Redundancy::WORDS.into_iter().all(|w| Redundancy::of(w).unwrap().name() == w));
        assert!(Distribution::WORDS.into_iter().all(|w| Distribution::of(w).unwrap().name() == w));
    }
}
