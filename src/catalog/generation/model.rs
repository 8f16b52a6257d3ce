//! Language models: the shape that says what a token costs.

use serde::{Deserialize, Serialize};

use super::super::record::Confidence;
use super::super::table::{ColumnFault, TableRow, check_positive};

/// A language model's shape.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageModel {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Layers.
    pub layers: u32,
    /// Width of the residual stream.
    pub hidden: u32,
    /// Width of the (dense) feed-forward block.
    pub ffn: u32,
    /// Query heads of a layer.
    pub heads: u32,
    /// Key/value heads of a layer; 1 latent for multi-head latent attention.
    pub kv_heads: u32,
    /// Width of a head: mean of key and value, so that attention costs 4·layers·heads·head_dim·context FLOP a token.
    pub head_dim: u32,
    /// Words of the vocabulary.
    pub vocab: u32,
    /// All parameters.
    pub total_params: f64,
    /// Parameters that one token uses.
    pub active_params: f64,
    /// Routed experts of a layer, for mixtures.
    pub experts: Option<u32>,
    /// Routed experts that a token uses.
    pub experts_per_token: Option<u32>,
    /// Values that one token leaves in the cache, all layers together; times the bytes of the format is its size.
    pub kv_elements_per_token: f64,
    /// Source id.
    pub source: String,
    /// How well the row is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl TableRow for LanguageModel {
    fn unique_key(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn check_row(&self) -> Result<(), ColumnFault> {
        let whole = |n: u32| Some(f64::from(n));
        check_positive(&[
            ("layers", whole(self.layers)),
            ("hidden", whole(self.hidden)),
            ("ffn", whole(self.ffn)),
            ("heads", whole(self.heads)),
            ("kv_heads", whole(self.kv_heads)),
            ("head_dim", whole(self.head_dim)),
            ("vocab", whole(self.vocab)),
            ("total_params", Some(self.total_params)),
            ("active_params", Some(self.active_params)),
            ("kv_elements_per_token", Some(self.kv_elements_per_token)),
        ])?;
        if self.active_params > self.total_params {
            return Err(("active_params", "must not be above `total_params`".to_owned()));
        }
        if self.confidence == Confidence::Estimate {
            return Err(("confidence", "a shape is counted, not estimated: use `published` or `datasheet`".to_owned()));
        }
        match (self.experts, self.experts_per_token) {
            (None, None) => Ok(()),
            (Some(all), Some(used)) if (1..=all).contains(&used) => Ok(()),
            _ => Err(("experts_per_token", "must go with `experts` and not be above it".to_owned())),
        }
    }
}
