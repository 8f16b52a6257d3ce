//! One step of a group: every sequence of the batch gets its next token, and prompts are worked off to keep it full.

use serde::Serialize;

use super::coefficients::RooflineCoefficients;
use super::shape::{ModelShape, RoutedExperts};
use super::{AcceleratorRatings, NumberFormats, ServingLoad};

/// Reads and writes of the residual stream in a dense layer, counted: two norms, residual sums, queries, keys, values and
/// their rotation, gate and up of a feed-forward block 3.5 times as wide. It only sets the measure for what experts add.
const COUNTED_PASSES: f64 = 35.0;
/// Reads and writes of the residual stream for each expert that a token goes to: out to it and back, each written and read.
const PASSES_PER_EXPERT: f64 = 4.0;
/// Bytes of a value of the residual stream.
const ACTIVATION_BYTES: f64 = 2.0;

/// What a step's time is made of, s.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepTimes {
    /// Arithmetic of the matrix products with weights.
    pub products_s: f64,
    /// Reading weights.
    pub weights_s: f64,
    /// Arithmetic of attention for the answers' tokens.
    pub attention_s: f64,
    /// Reading the cache.
    pub cache_s: f64,
    /// Attention within prompts.
    pub prompt_attention_s: f64,
    /// Memory traffic of everything between the products.
    pub activations_s: f64,
    /// The link: exchange among the accelerators of the group.
    pub link_s: f64,
    /// Starting the work.
    pub launch_s: f64,
}

impl StepTimes {
    /// Time of the step: products at the nearer roof, then attention at its nearer roof, then the rest.
    pub fn total_time_s(&self) -> f64 {
        self.products_s.max(self.weights_s) + self.attention_s.max(self.cache_s) + self.remaining_time_s()
    }

    fn remaining_time_s(&self) -> f64 {
        self.prompt_attention_s + self.activations_s + self.link_s + self.launch_s
    }

    /// What takes the most of the step.
    pub fn find_bottleneck(&self) -> StepBottleneck {
        let product = if self.products_s >= self.weights_s { StepBottleneck::Compute } else { StepBottleneck::Weights };
        let attention =
            if self.attention_s >= self.cache_s { StepBottleneck::Attention } else { StepBottleneck::Cache };
        let parts = [
            (self.products_s.max(self.weights_s), product),
            (self.attention_s.max(self.cache_s), attention),
            (self.prompt_attention_s, StepBottleneck::Attention),
            (self.activations_s, StepBottleneck::Activations),
            (self.link_s, StepBottleneck::Link),
            (self.launch_s, StepBottleneck::Launch),
        ];
        parts.into_iter().fold((0.0, StepBottleneck::Launch), |most, part| if part.0 > most.0 { part } else { most }).1
    }

    fn scaled_by_pace(mut self, pace: f64) -> Self {
        for part in [
            &mut self.products_s,
            &mut self.weights_s,
            &mut self.attention_s,
            &mut self.cache_s,
            &mut self.prompt_attention_s,
            &mut self.activations_s,
            &mut self.link_s,
            &mut self.launch_s,
        ] {
            *part /= pace;
        }
        self
    }
}

/// What takes the most of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepBottleneck {
    /// Arithmetic of the products with weights.
    Compute,
    /// Bandwidth, reading weights.
    Weights,
    /// Arithmetic of attention.
    Attention,
    /// Bandwidth, reading the cache.
    Cache,
    /// Bandwidth, everything between the products.
    Activations,
    /// The link.
    Link,
    /// Starting the work.
    Launch,
}

impl StepBottleneck {
    /// The word for it in results and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Weights => "weights",
            Self::Attention => "attention",
            Self::Cache => "cache",
            Self::Activations => "activations",
            Self::Link => "link",
            Self::Launch => "launch",
        }
    }
}

/// A model on a group of a machine, serving a load.
#[derive(Clone, Copy, Debug)]
pub struct ServingGroup<'a> {
    /// The model.
    pub shape: &'a ModelShape,
    /// Each of the accelerators.
    pub machine: &'a AcceleratorRatings,
    /// Stored formats.
    pub formats: NumberFormats,
    /// What is asked.
    pub load: &'a ServingLoad,
    /// Coefficients.
    pub coefficients: &'a RooflineCoefficients,
    /// Accelerators in the group.
    pub size: u32,
}

impl ServingGroup<'_> {
    /// The step of a batch (sequences in flight, beams counted), with `prompts` prompts worked off in it.
    ///
    /// With n tokens = batch + prompt tokens, g accelerators, P active parameters and η the coefficients' shares:
    /// products 2 P n/(g η F) against weights W/(g η B), where of the experts only those touched are read, and they are
    /// worked and read at `expert_share`; attention of the answers a c·batch/(g η F₁₆) against the cache's c·batch·bytes/(g η B);
    /// attention within prompts over the half of them that lies before a token (1 + v²)/2 n, cached part included;
    /// activations: passes·hidden·layers·2 bytes a token; two all-reduces a layer, for each of which an accelerator sends, and at the same time receives, 2·(g − 1)/g of the message
    /// (S. Williams et al., *Commun. ACM* 52 (2009) 65, for the roofs; R. Thakur et al., *Int. J. High Perf. Comp. Appl.* 19
    /// (2005) 49, for the all-reduce); with spread experts, out in 8 bit and back in 16 bit to k of them instead.
    pub fn step_times(&self, batch: f64, prompts: f64) -> StepTimes {
        let (m, k, load, g) = (self.shape, self.coefficients, self.load, f64::from(self.size));
        let flop_s = g * self.machine.flop_s * k.compute_share;
        let attention_flop_s = g * self.machine.attention_flop_s * k.compute_share;
        let bytes_s = g * self.machine.memory_bytes_s * k.memory_share;
        let prompt_tokens = prompts * load.computed_prompt_tokens();
        let tokens = batch + prompt_tokens;
        let (expert_used, expert_all) = m.expert_params();
        let touched = m.touched_expert_params(tokens);
        let worked = m.active_params - expert_used + expert_used / k.expert_share;
        let read = m.total_params - expert_all + touched / k.expert_share;
        let used = m.experts.map_or(0.0, |x| x.used);
        let passes = k.activation_passes * (1.0 + PASSES_PER_EXPERT * used / COUNTED_PASSES);
        StepTimes {
            products_s: 2.0 * worked * tokens / flop_s,
            weights_s: read * self.formats.weight_bytes / bytes_s,
            attention_s: m.answer_attention_flop() * (load.input_tokens + load.output_tokens_in_flight()) * batch
                / attention_flop_s,
            cache_s: batch * load.cached_tokens_per_sequence() * m.cache_values * self.formats.cache_bytes / bytes_s,
            prompt_attention_s: self.prompt_attention_flop(prompts) / attention_flop_s,
            activations_s: tokens * m.layers * m.hidden * ACTIVATION_BYTES * passes / bytes_s,
            link_s: self.exchange_time_s(tokens),
            launch_s: m.layers * k.layer_s,
        }
        .scaled_by_pace(self.combined_pace())
    }

    /// Arithmetic of attention within so many prompts, FLOP: each new token meets the cached part and the new tokens before it.
    pub fn prompt_attention_flop(&self, prompts: f64) -> f64 {
        let before = self.load.input_tokens * self.load.cached_share + self.preceding_new_tokens();
        self.shape.prompt_attention_flop() * before * prompts * self.load.computed_prompt_tokens()
    }

    /// The step of a batch in steady state: in n steps every sequence of the batch is replaced.
    pub fn steady_step_times(&self, batch: f64) -> StepTimes {
        self.step_times(batch, batch / self.load.beams / self.load.output_tokens)
    }

    /// Time that a prompt adds to the steps that work it off: the service time of the queue of prompts. Weights are read
    /// and collectives started anyway.
    pub fn prompt_service_time_s(&self) -> f64 {
        let parts = self.step_times(0.0, 1.0);
        let messages = self.message_time_s(self.load.computed_prompt_tokens()) / self.combined_pace();
        parts.products_s + parts.prompt_attention_s + parts.activations_s + messages
    }

    /// Sequences that fit into memory beside the weights; below zero where the weights don't fit.
    pub fn sequence_capacity(&self) -> f64 {
        let (m, f) = (self.shape, self.formats);
        let room = f64::from(self.size) * self.machine.memory_bytes - m.total_params * f.weight_bytes;
        room * self.coefficients.cache_share / (self.load.cached_tokens_per_sequence() * m.cache_values * f.cache_bytes)
    }

    fn combined_pace(&self) -> f64 {
        let spread = self.shape.experts.is_some_and(RoutedExperts::are_spread);
        self.coefficients.software_pace * if spread { self.coefficients.spread_pace } else { 1.0 }
    }

    /// Tokens of a prompt that stand before one of its new tokens among the new ones, on average over tokens: a token of a
    /// long prompt has more before it, n (1 + v²)/2.
    fn preceding_new_tokens(&self) -> f64 {
        self.load.computed_prompt_tokens() * (1.0 + self.load.input_variation.powi(2)) / 2.0
    }

    fn exchange_time_s(&self, tokens: f64) -> f64 {
        let collectives = if self.size > 1 { 2.0 * self.shape.layers } else { 0.0 };
        collectives * self.coefficients.collective_s + self.message_time_s(tokens)
    }

    fn message_time_s(&self, tokens: f64) -> f64 {
        let g = f64::from(self.size);
        let (Some(link), true) = (self.machine.link_bytes_s, self.size > 1) else { return 0.0 };
        let m = self.shape;
        let message = match m.experts.filter(|x| x.are_spread()) {
            Some(x) => tokens / g * x.used * m.hidden * (1.0 + ACTIVATION_BYTES) * (g - 1.0) / g,
            None => 2.0 * 2.0 * tokens * m.hidden * ACTIVATION_BYTES * (g - 1.0) / g,
        };
        m.layers * message / (link * self.coefficients.link_share)
    }
}
