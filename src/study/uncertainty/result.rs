//! What sampling a comparison gives.

use serde::Serialize;

use crate::assembly::warning::WarningList;
use crate::scenario::CoolingMethod;
use crate::solve::sampling::ProbabilityLaw;
use crate::study::compare::result::SourceReference;
use crate::study::compare::sampled_result::{DecidingInput, SampledDifference};
use crate::units::message::Message;

pub use super::input::InputConfidence;
use super::options::BetterDirection;

/// A comparison with its uncertainty.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct UncertaintyResult {
    /// The scenario's title.
    pub title: String,
    /// Comparisons that were run for intervals.
    pub samples: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Rows of each matrix that indices are from; 0 where there are none.
    pub index_rows: usize,
    /// Draws whose values make no model for one architecture or another; they count nowhere.
    pub rejected: usize,
    /// The architectures in the scenario's order.
    pub architectures: Vec<ArchitectureSpread>,
    /// Every pair of them.
    pub pairs: Vec<ArchitecturePair>,
    /// Every other architecture less the first feasible one, figure by figure and end use by end use.
    pub differences: Vec<SampledDifference>,
    /// What decides these differences in power at the meter and in life-cycle cost.
    pub deciding_inputs: Vec<DecidingInput>,
    /// What varied.
    pub inputs: Vec<VariedInput>,
    /// What has a range and was held, because it is a choice.
    pub held: Vec<HeldValue>,
    /// The sources that inputs name.
    pub sources: Vec<SourceReference>,
    /// What the reader must know.
    #[serde(flatten)]
    pub warnings: WarningList,
}

/// An architecture over all draws.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitectureSpread {
    /// Its name.
    pub name: String,
    /// Word of the way of cooling.
    pub cooling: CoolingMethod,
    /// Share of the draws in which it can be cooled.
    pub feasible_probability: f64,
    /// The limit that it hit in one of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Message>,
    /// Its figures.
    pub figures: Vec<FigureSpread>,
}

/// A figure over all draws in which it exists.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FigureSpread {
    /// Path of keys in the JSON of an architecture; ends in the unit.
    pub key: &'static str,
    /// With every input at its most likely value.
    pub nominal: Option<f64>,
    /// Half of the draws lie below.
    pub median: Option<f64>,
    /// 5 % of the draws lie below.
    pub p05: Option<f64>,
    /// 5 % of the draws lie above.
    pub p95: Option<f64>,
    /// Draws in which it exists.
    pub samples: usize,
    /// What its variance is from, the largest total first; empty where it does not vary or nothing was asked.
    pub inputs: Vec<InputShare>,
}

/// An input's share of a figure's variance, with 95 % intervals.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct InputShare {
    /// Name of the group of inputs.
    pub input: String,
    /// The first of them as a noun phrase; nothing for all inputs together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Whether it is all inputs together that have no indices of their own.
    pub together: bool,
    /// Numbers of the draws that its inputs follow.
    pub draws: Vec<usize>,
    /// First-order index: what it does alone.
    pub first_order: f64,
    /// Low end.
    pub first_order_low: f64,
    /// High end.
    pub first_order_high: f64,
    /// Total index: what it does with all its interactions.
    pub total: f64,
    /// Low end.
    pub total_low: f64,
    /// High end.
    pub total_high: f64,
    /// Rows that it is from.
    pub rows: usize,
}

/// Widest interval of a total index that still tells something.
const WIDEST_TOLD_INTERVAL: f64 = 0.5;

impl InputShare {
    /// Whether the rows tell the share at all: a share is at most the whole, what an input does alone is no more than what it
    /// does with its interactions, and the interval is no wider than half of the whole. Few rows give noise that breaks this.
    pub fn is_resolved(&self) -> bool {
        self.total <= 1.0
            && self.first_order <= self.total_high
            && self.total_high - self.total_low <= WIDEST_TOLD_INTERVAL
    }
}

/// Two architectures, draw by draw: all that they share is the same in both.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitecturePair {
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
    /// Figures of which one is better.
    pub figures: Vec<PairFigure>,
}

/// A figure of a pair.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PairFigure {
    /// Path of keys in the JSON of an architecture.
    pub key: &'static str,
    /// Which of two is better.
    pub better: BetterDirection,
    /// Share of the draws in which the first is better; only draws in which both have the figure count.
    pub a_better_probability: Option<f64>,
    /// Share in which they are equal.
    pub equal_probability: Option<f64>,
    /// The first less the second, median.
    pub difference_median: Option<f64>,
    /// 5 % of the draws lie below.
    pub difference_p05: Option<f64>,
    /// 5 % of the draws lie above.
    pub difference_p95: Option<f64>,
    /// Draws in which both have it.
    pub samples: usize,
    /// What the variance of the difference is from, for pairs with the first architecture.
    pub inputs: Vec<InputShare>,
}

/// A value that varied.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct VariedInput {
    /// Its name: key of the scenario, or `record:key`; ends in the unit.
    pub name: String,
    /// The other places that hold the same estimate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Lowest value.
    pub low: f64,
    /// Most likely value.
    pub likely: f64,
    /// Highest value.
    pub high: f64,
    /// `triangular`, `log-triangular` or `uniform`.
    pub law: ProbabilityLaw,
    /// Unit, where the scenario gave the range with one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// How well its range is known.
    pub confidence: InputConfidence,
    /// Source id of the range.
    pub source: String,
    /// Number of the draw that it follows; inputs of one number are high or low together.
    pub draw: usize,
}

/// A value with a range that was held.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct HeldValue {
    /// `record:key`.
    pub name: String,
    /// Why.
    pub why: String,
}
