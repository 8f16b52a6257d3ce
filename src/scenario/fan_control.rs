//! What the fans of servers hold.

use super::reader::TableReader;
use super::values::ratio_range;

/// What server fans hold beside the control targets of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FanControl {
    /// Nothing: the lowest speed that holds every part at its target.
    Component,
    /// A speed by the temperature of the air at the inlet, and more where a part needs it for its target.
    Inlet,
}

impl FanControl {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 2] = ["component", "inlet"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Component, Self::Inlet].into_iter().find(|control| control.name() == word)
    }
}

/// Server fans as an architecture has them; nothing given means as the system is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FanSettings {
    /// What they hold.
    pub control: Option<FanControl>,
    /// Lowest speed, share of full.
    pub speed_min: Option<f64>,
}

impl FanSettings {
    /// Reads `fan_control` and `fan_speed_min`.
    pub(super) fn read_keys(r: &mut TableReader<'_, '_>) -> Self {
        Self {
            control: r.read_choice("fan_control", &FanControl::WORDS).and_then(FanControl::from_word),
            speed_min: r.read_quantity("fan_speed_min", ratio_range(0.05, 1.0)),
        }
    }
}
