//! What is asked of a language model: lengths of prompts and answers, and how long one may wait.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive, check_range_share};

/// A workload: means over requests, in tokens of the model.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ServingWorkload {
    /// Catalog id, kebab-case.
    pub id: String,
    /// What it is.
    pub name: String,
    /// MLPerf benchmark that it stands for, as MLCommons names it.
    pub benchmark: Option<String>,
    /// MLPerf scenario, with a benchmark.
    pub scenario: Option<String>,
    /// Model that it is for; any where none is named.
    pub model: Option<String>,
    /// Tokens of the prompt.
    pub input_tokens: f64,
    /// Standard deviation of the prompt over its mean.
    pub input_variation: f64,
    /// Share of the prompt whose cache is still there from an earlier request, below 1.
    pub cached_share: f64,
    /// Tokens of the answer.
    pub output_tokens: f64,
    /// Standard deviation of the answer over its mean.
    pub output_variation: f64,
    /// Sequences followed for one answer; 1 without beam search.
    pub beams: u32,
    /// Limit of the time to the first token that 99 % of requests keep, s.
    pub first_token_s: Option<f64>,
    /// Limit of the time for each further token that 99 % of requests keep, s.
    pub next_token_s: Option<f64>,
    /// Source id.
    pub source: String,
    /// How well the row is known.
    pub confidence: Confidence,
    /// Range of the lengths as a share, plus or minus; every estimate has one.
    pub range_share: Option<f64>,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl ServingWorkload {
    /// Columns that `range_share` is for.
    pub(crate) const RANGED_COLUMNS: [&'static str; 2] = ["input_tokens", "output_tokens"];
}

impl TableRow for ServingWorkload {
    fn unique_key(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        check_positive(&[
            ("input_tokens", Some(self.input_tokens)),
            ("output_tokens", Some(self.output_tokens)),
            ("beams", Some(f64::from(self.beams))),
            ("first_token_s", self.first_token_s),
            ("next_token_s", self.next_token_s),
        ])?;
        for (column, v) in [("input_variation", self.input_variation), ("output_variation", self.output_variation)] {
            if !(0.0..=5.0).contains(&v) {
                return Err((column, format!("{v} must be between 0 and 5")));
            }
        }
        if !(0.0..1.0).contains(&self.cached_share) {
            return Err(("cached_share", format!("{} must be 0 or more and below 1", self.cached_share)));
        }
        if self.benchmark.is_some() != self.scenario.is_some() || (self.benchmark.is_some() && self.model.is_none()) {
            return Err(("benchmark", "must come with `scenario` and `model`".to_owned()));
        }
        check_range_share(self.confidence, self.range_share)
    }
}
