//! `plant_pumps`: how the pumps of a plant's loops follow the flow.

/// What the pumps of chilled, facility and condenser water do when less flow is asked for than in the design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlantPumpControl {
    /// They keep the head of the design.
    #[default]
    Constant,
    /// Their speed holds a differential pressure.
    Variable,
    /// Primary pumps keep the flow of the design, secondary ones hold a differential pressure.
    PrimarySecondary,
}

impl PlantPumpControl {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["constant", "variable", "primary-secondary"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Constant, Self::Variable, Self::PrimarySecondary].into_iter().find(|control| control.name() == word)
    }
}
