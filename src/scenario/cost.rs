//! `[cost]`: over how many years and at what interest a cost of ownership is counted, and how modules are priced. Every
//! number has a default in the catalog.

use crate::units::parse::Dimension;

use super::findings::ScenarioFindings;
use super::reader::{AllowedRange, TableReader};
use super::tree::TreeNode;
use super::values::ratio_range;

/// How the number of modules of plant and power chain is priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModulePricing {
    /// As many as are installed.
    #[default]
    Whole,
    /// As many as the duty asks for, the last in part: the price follows the load without steps. The machines that run stay
    /// whole.
    Scaled,
}

impl ModulePricing {
    /// The words in scenarios.
    pub const WORDS: [&'static str; 2] = ["whole", "scaled"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Whole, Self::Scaled].into_iter().find(|m| m.name() == word)
    }
}

impl serde::Serialize for ModulePricing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A checked `[cost]`: what the scenario gives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostSettings {
    /// Years that are counted.
    pub years: Option<f64>,
    /// Interest on later money, a year, inflation taken off.
    pub discount_rate: Option<f64>,
    /// Maintenance a year over the price of plant and power chain.
    pub maintenance: Option<f64>,
    /// Price of the IT equipment for each accelerator, USD; not counted where absent.
    pub it_cost_usd: Option<f64>,
    /// How modules are priced.
    pub modules: ModulePricing,
}

impl CostSettings {
    pub(super) fn to_json(self) -> serde_json::Value {
        serde_json::json!({
            "years": self.years,
            "discount_rate": self.discount_rate,
            "maintenance": self.maintenance,
            "it_cost_usd": self.it_cost_usd,
            "modules": self.modules,
        })
    }
}

/// Reads the table.
pub(super) fn read_cost(node: &TreeNode, issues: &mut ScenarioFindings) -> CostSettings {
    let mut r = TableReader::new(node, "cost", issues);
    let cost = CostSettings {
        years: r.read_quantity("years", ratio_range(1.0, 60.0)),
        discount_rate: r.read_quantity("discount_rate", ratio_range(0.0, 0.5)),
        maintenance: r.read_quantity("maintenance", ratio_range(0.0, 0.5)),
        it_cost_usd: r.read_quantity("it_cost", AllowedRange { dimension: Dimension::Money, min: 0.0, max: 1e7 }),
        modules: r.read_choice("modules", &ModulePricing::WORDS).and_then(ModulePricing::from_word).unwrap_or_default(),
    };
    r.finish();
    cost
}
