//! Limits within which a search moves set points where a scenario gives none: `set_points.toml`.

use serde::Deserialize;

use super::record::Confidence;

/// The records of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPointFile {
    /// Limits.
    #[serde(default, rename = "limit")]
    pub limits: Vec<SetPointLimit>,
}

/// The limits of a set point.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct SetPointLimit {
    /// Key of a scenario.
    pub key: String,
    /// Kinds of cooling that they are for; empty for all.
    #[serde(default)]
    pub coolings: Vec<String>,
    /// Unit of the two values.
    pub unit: String,
    /// Lowest value.
    pub low: f64,
    /// What the lowest value is.
    pub low_is: String,
    /// Highest value.
    pub high: f64,
    /// What the highest value is.
    pub high_is: String,
    /// Source id.
    pub source: String,
    /// How well they are known.
    pub confidence: Confidence,
}

impl SetPointLimit {
    /// Whether it is for a set point of racks that are cooled in a way.
    pub fn is_for(&self, key: &str, cooling: &str) -> bool {
        self.key == key && (self.coolings.is_empty() || self.coolings.iter().any(|c| c == cooling))
    }

    /// What is wrong with it; nothing where it is right.
    pub(super) fn find_fault(&self) -> Option<String> {
        if self.low.is_finite() && self.high.is_finite() && self.low < self.high {
            return None;
        }
        Some(format!("low is {} and high is {}: low must be below high", self.low, self.high))
    }
}
