//! What the search of the best set points found. Field names are the JSON keys.

use serde::Serialize;

use crate::scenario::SetPointValue;
use crate::study::words::result_words;

result_words! {
    /// What the set points are chosen for.
    pub enum BestObjective {
        /// Energy at the utility meter.
        Energy => "energy",
        /// Life-cycle cost, net present.
        Cost => "cost",
        /// Water on site, and of equal water the energy.
        Water => "water",
        /// Location-based carbon of the electricity.
        Carbon => "carbon",
    }
}

result_words! {
    /// A limit that a set point lies on.
    pub enum BoundSide {
        /// The lowest value allowed.
        Low => "low",
        /// The highest value allowed.
        High => "high",
    }
}

/// Every architecture of a scenario as given and at its best.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BestComparison {
    /// What is least at the best.
    pub objective: BestObjective,
    /// The architecture with the least as given, among those that are feasible.
    pub leader_given: Option<String>,
    /// The architecture with the least when each is at its best.
    pub leader_best: Option<String>,
    /// The architectures in the scenario's order.
    pub architectures: Vec<BestArchitecture>,
}

/// An architecture as given and at its best.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct BestArchitecture {
    /// The scenario's name for it.
    pub name: String,
    /// Set points that were put to the model, that as given included.
    pub evaluations: usize,
    /// Its figures as given; nothing where it is not feasible so.
    pub given: Option<BestFigures>,
    /// Its figures at its best; nothing where no set points make it feasible.
    pub best: Option<BestFigures>,
    /// Set points that are elsewhere at its best.
    pub moved: Vec<FreeSetPoint>,
    /// Set points that are free and stay as given.
    pub kept: Vec<FreeSetPoint>,
    /// Why it has no best, or why its best is as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A set point that is free.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FreeSetPoint {
    /// Its key in a scenario.
    pub key: &'static str,
    /// What people read.
    #[serde(skip)]
    pub label: &'static str,
    /// Unit of its numbers; empty for words.
    pub unit: &'static str,
    /// Decimals of its numbers.
    #[serde(skip)]
    pub decimals: usize,
    /// Its value as given.
    pub given: SetPointValue,
    /// Its value at the best.
    pub best: SetPointValue,
    /// Lowest value allowed; nothing of words.
    pub low: Option<f64>,
    /// Highest value allowed; nothing of words.
    pub high: Option<f64>,
    /// The limit that the best lies on.
    pub at_bound: Option<BoundSide>,
    /// What that limit is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
    /// Source of the limits: an id of the catalog, or `scenario`.
    pub limit_source: String,
}

/// The figures that are shown side by side.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[non_exhaustive]
pub struct BestFigures {
    /// At the utility meter, mean of the year.
    pub facility_power_w: f64,
    /// At the inlets of the IT equipment, mean of the year.
    pub it_power_w: f64,
    /// Energy at the utility meter in the year.
    pub energy_kwh: f64,
    /// Facility over IT energy.
    pub pue: f64,
    /// Facility over compute energy.
    pub tue: f64,
    /// Site water over IT energy, where it is known.
    pub wue_l_per_kwh: Option<f64>,
    /// Site water, where it is known.
    pub water_l: Option<f64>,
    /// Cost of a year.
    pub annual_cost_usd: f64,
    /// What is priced.
    pub capital_usd: f64,
    /// Life-cycle cost.
    pub net_present_cost_usd: f64,
    /// Location-based emissions of the electricity.
    pub carbon_kg_co2e: f64,
    /// Hours in which a set point is not met.
    pub unmet_hours: f64,
    /// Work done against work without throttling at full load, 0..=1.
    pub performance: f64,
}
