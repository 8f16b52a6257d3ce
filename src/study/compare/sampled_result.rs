//! What sampling adds to a comparison.

use serde::Serialize;

use crate::study::words::result_words;

/// What sampling a comparison told.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SamplingSummary {
    /// Comparisons that were run.
    pub samples: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Values that varied.
    pub inputs: usize,
    /// How often the first architecture is better than another, figure by figure.
    pub chances: Vec<PairwiseProbability>,
    /// Every other architecture less the first feasible one, figure by figure and end use by end use.
    pub pairs: Vec<SampledDifference>,
    /// What decides the differences in power at the meter and in life-cycle cost: the largest share first.
    pub deciding_inputs: Vec<DecidingInput>,
    /// Whether tables show the interval beside every figure.
    #[serde(skip)]
    pub beside_figures: bool,
}

/// That a comparison was not sampled unasked, and the work that it would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NotSampled {
    /// Draws.
    pub samples: u32,
    /// Steps of weather that they take, one architecture at a time.
    pub steps: u64,
    /// Steps that are taken unasked.
    pub most_steps: u64,
}

/// A figure of one architecture less that of another, draw by draw: all that both share is the same in both.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SampledDifference {
    /// The architecture.
    pub name: String,
    /// The one that it is compared with.
    pub base: String,
    /// Path of keys of the figure; `power.` with the end use for its mean power.
    pub key: String,
    /// Draws in which both have the figure.
    pub samples: usize,
    /// The difference: 5 % of the draws lie below, half below, 5 % above.
    pub difference: PercentileInterval,
    /// The difference over the figure of `base`, where that is above zero in every draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative: Option<PercentileInterval>,
    /// Share of the draws in which the figure is lower than that of `base`.
    pub lower_probability: f64,
    /// Share in which they are equal.
    pub equal_probability: f64,
    /// Share of a difference's variance below which an input can't be told from chance with so many draws; where inputs
    /// were ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_by_chance: Option<f64>,
}

/// An input that decides a difference.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DecidingInput {
    /// The architecture.
    pub name: String,
    /// The one that it is compared with.
    pub base: String,
    /// Path of keys of the figure.
    pub key: &'static str,
    /// The input: key of the scenario, or `record:key`.
    pub input: String,
    /// Other values that follow the same draw.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What it is, as a noun phrase.
    pub words: String,
    /// The measurement or document that would settle it, as a noun phrase.
    pub settled_by: String,
    /// Share of the variance of the difference's ranks: Spearman's correlation, squared.
    pub share: f64,
    /// What the difference does when the input rises.
    pub direction: TrendDirection,
}

result_words! {
    /// What a difference does when an input rises.
    pub enum TrendDirection {
        /// It rises too.
        Rises => "rises",
        /// It falls.
        Falls => "falls",
    }
}

/// How often one architecture is better than another.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PairwiseProbability {
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
    /// Path of keys of the figure.
    pub key: &'static str,
    /// Share of the draws in which the first is better.
    pub a_better_probability: f64,
    /// Share in which they are equal.
    pub equal_probability: f64,
}

/// A figure over the draws in which it exists.
#[derive(Clone, Copy, Debug, Serialize)]
#[non_exhaustive]
pub struct PercentileInterval {
    /// 5 % of the draws lie below.
    pub p05: f64,
    /// Half of the draws lie below.
    pub median: f64,
    /// 5 % of the draws lie above.
    pub p95: f64,
}
