//! Roofline of serving a language model: how many tokens a second a group of accelerators gives, and what binds it.
//!
//! Requests arrive with a prompt and want an answer. The group keeps a batch of sequences in its memory; one *step* gives
//! each of them its next token and works off as many prompt tokens as keep the batch full (continuous batching, prompts
//! in pieces beside the answers). The step's time is the sum of what follows one another in every layer, each part at
//! the nearer of its two roofs, arithmetic or memory ([`step`]). The batch is what the memory holds, or what the limits
//! of latency allow ([`latency`]). The group is the one of those offered that gives the most tokens an accelerator
//! ([`serve`]).
//!
//! Valid for decoder-only transformers, dense or mixtures of experts, with grouped-query or latent attention, on
//! accelerators of one kind joined by their scale-up link, one model held in memory as a whole. Not in it: speculative
//! decoding, prompts on other machines than answers, sliding windows and sparse attention, pipelines over nodes, the
//! host's work beyond a fixed time a layer, and the drain at the end of a finite run.
//!
//! Numbers are plain SI with the unit in the name; nothing here knows the catalog.

pub mod coefficients;
pub mod latency;
pub mod serve;
pub mod shape;
pub mod step;

/// What a group of accelerators can do, each of them, by its data sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AcceleratorRatings {
    /// Dense arithmetic in the format of the weights, FLOP/s.
    pub flop_s: f64,
    /// Dense arithmetic in the format of attention, FLOP/s.
    pub attention_flop_s: f64,
    /// Memory, bytes.
    pub memory_bytes: f64,
    /// Memory bandwidth, bytes/s.
    pub memory_bytes_s: f64,
    /// Scale-up link, one direction, bytes/s; nothing where accelerators are not joined.
    pub link_bytes_s: Option<f64>,
    /// Most accelerators that the link joins.
    pub domain: u32,
}

/// Bytes of one stored value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberFormats {
    /// Of a weight, with its share of the block's scale.
    pub weight_bytes: f64,
    /// Of a value in the cache.
    pub cache_bytes: f64,
}

/// What is asked, request by request: means, and how they spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServingLoad {
    /// Tokens of the prompt.
    pub input_tokens: f64,
    /// Standard deviation of the prompt over its mean.
    pub input_variation: f64,
    /// Share of the prompt whose cache is still there from an earlier request.
    pub cached_share: f64,
    /// Tokens of the answer.
    pub output_tokens: f64,
    /// Standard deviation of the answer over its mean.
    pub output_variation: f64,
    /// Sequences that are followed for one answer (beam search); 1 otherwise.
    pub beams: f64,
    /// Limit of the time to the first token, s.
    pub first_token_s: Option<f64>,
    /// Limit of the time for each further token, s.
    pub next_token_s: Option<f64>,
}

impl ServingLoad {
    /// Prompt tokens that must be computed for a request.
    pub fn computed_prompt_tokens(&self) -> f64 {
        self.input_tokens * (1.0 - self.cached_share)
    }
    /// Tokens of the answer that a sequence in flight has on average. A long answer stays longer: seen at any moment, the
    /// mean of what is there already is n (1 + v²)/2, not n/2 (length-biased sampling, v the coefficient of variation).
    pub fn output_tokens_in_flight(&self) -> f64 {
        self.output_tokens * (1.0 + self.output_variation.powi(2)) / 2.0
    }
    /// Tokens whose keys and values a sequence keeps in memory on average; beams share their prompt's.
    pub fn cached_tokens_per_sequence(&self) -> f64 {
        self.input_tokens / self.beams + self.output_tokens_in_flight()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
