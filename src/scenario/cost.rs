//! `[cost]`: over how many years and at what interest a cost of ownership is counted. Every key has a default in the
//! catalog.

use crate::units::parse::Dimension;

use super::findings::ScenarioFindings;
use super::reader::{AllowedRange, TableReader};
use super::tree::TreeNode;
use super::values::ratio_range;

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
}

impl CostSettings {
    pub(super) fn to_json(self) -> serde_json::Value {
        serde_json::json!({
            "years": self.years,
            "discount_rate": self.discount_rate,
            "maintenance": self.maintenance,
            "it_cost_usd": self.it_cost_usd,
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
    };
    r.finish();
    cost
}
