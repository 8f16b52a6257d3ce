//! What an attribution found: plain numbers, whose names are the JSON keys.

use serde::Serialize;

use crate::assembly::warning::WarningList;
use crate::scenario::CoolingMethod;
use crate::study::compare::result::{Assumption, SourceReference};

use super::options::PerformanceMetric;

/// The change between two generations and what made it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AttributionResult {
    /// What performance is.
    pub metric: PerformanceMetric,
    /// Unit of performance over power.
    pub unit: &'static str,
    /// Workload of tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
    /// Model that it is served with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
    /// Format in which process and architecture are compared.
    pub equal_format: &'static str,
    /// Before.
    pub from: SideResult,
    /// After.
    pub to: SideResult,
    /// Performance per joule at the meter after over before.
    pub total_factor: f64,
    /// Its logarithm.
    pub total_ln: f64,
    /// What it is made of; logarithms add up to the total's.
    pub factors: Vec<AttributionFactor>,
    /// The same in the three groups that the answer names; logarithms add up to the total's.
    pub groups: Vec<AttributionGroup>,
    /// Number format, process and architecture, and memory bandwidth together.
    pub chips_factor: f64,
    /// Server fans, pumps, air handlers, chillers and heat rejection together.
    pub cooling_factor: f64,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
    /// Every value that it rests on beside those of racks and plant, which `compare` lists.
    pub assumptions: Vec<Assumption>,
    /// The sources of the figures.
    pub sources: Vec<SourceReference>,
}

/// One side.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SideResult {
    /// As asked for.
    pub label: String,
    /// The product and how it is cooled, or the architecture that it stands in.
    pub name: String,
    /// Catalog id of the accelerator.
    pub chip: String,
    /// Catalog id of the system.
    pub system: String,
    /// Its name.
    pub system_name: String,
    /// How it is cooled.
    pub cooling: CoolingMethod,
    /// Place.
    pub location: String,
    /// Number format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<&'static str>,
    /// Performance for one accelerator, throttling counted.
    pub performance: f64,
    /// Share of the performance that heat or a cap leaves.
    pub performance_kept: f64,
    /// Power at the meter for one accelerator.
    pub meter_power_w: f64,
    /// Performance over it.
    pub per_watt: f64,
    /// Facility over IT energy.
    pub pue: f64,
    /// The power by component.
    pub power: Vec<ComponentPower>,
    /// Rates of the roofline, for tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compute_bound_tokens_per_s: Option<f64>,
    /// See the line above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roofline_tokens_per_s: Option<f64>,
}

/// Power of a component for one accelerator.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ComponentPower {
    /// What it is.
    pub component: &'static str,
    /// Its mean power.
    pub power_w: f64,
}

/// One factor.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AttributionFactor {
    /// Id.
    pub id: &'static str,
    /// In words.
    pub label: &'static str,
    /// Its part of the logarithm.
    pub ln: f64,
    /// The same as a factor of performance per joule.
    pub factor: f64,
    /// Its share of the logarithm; nothing where nothing changed.
    pub share: Option<f64>,
    /// What it is made of, where that is several things.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<FactorPart>,
}

/// A part of a factor.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FactorPart {
    /// In words.
    pub label: &'static str,
    /// Its part of the logarithm.
    pub ln: f64,
}

/// Factors that belong together: better chips, better cooling, everything else.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AttributionGroup {
    /// Id.
    pub id: &'static str,
    /// In words.
    pub label: &'static str,
    /// Its part of the logarithm.
    pub ln: f64,
    /// The same as a factor of performance per joule.
    pub factor: f64,
    /// What it is made of.
    pub parts: Vec<FactorPart>,
}
