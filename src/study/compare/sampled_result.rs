//! What sampling adds to a comparison.

use serde::Serialize;

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
