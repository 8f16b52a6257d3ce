//! The batch and the group that serve a load best.

use serde::Serialize;
use thiserror::Error;

use super::coefficients::RooflineCoefficients;
use super::latency;
use super::shape::ModelShape;
use super::step::{ServingGroup, StepTimes};
use super::{AcceleratorRatings, NumberFormats, ServingLoad};

/// Halvings of an interval: a span of 10⁵ is closed to 10⁻⁵.
const BISECTION_STEPS: u32 = 20;
/// Share of the rate of requests at which none meets another.
const RARE_REQUEST_SHARE: f64 = 1e-6;

/// What holds the batch where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchLimit {
    /// Memory is full.
    Capacity,
    /// A larger batch breaks a limit of latency.
    Latency,
}

/// How a load is served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServingResult {
    /// Tokens of answers a second for each accelerator.
    pub tokens_s: f64,
    /// Accelerators in the group.
    pub group: u32,
    /// Sequences in flight in the group, beams counted; below one answer where the group waits for requests.
    pub batch: f64,
    /// What holds the batch.
    pub batch_limit: BatchLimit,
    /// Time of a step, s: the time for each further token.
    pub step_s: f64,
    /// Time to the first token that 99 % of requests keep, s; nothing where all requests wait from the start.
    pub first_token_s: Option<f64>,
    /// Parts of the step.
    pub parts: StepTimes,
    /// Share of the time that prompts take: what a step is longer than one without them.
    pub prompt_share: f64,
    /// Arithmetic done over the rated one in the weights' format.
    pub flop_use: f64,
    /// Bytes of weights and cache read over the rated bandwidth.
    pub byte_use: f64,
}

/// Why a load can't be served.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum ServeError {
    /// The weights and one request don't fit.
    #[error(
        "weights of {weights_gb:.0} GB and one request do not fit into {accelerators} accelerators of {memory_gb:.0} GB"
    )]
    TooLarge {
        /// Weights, GB.
        weights_gb: f64,
        /// Most accelerators that may be taken.
        accelerators: u32,
        /// Memory of one, GB.
        memory_gb: f64,
    },
    /// Not even one request at a time keeps the limits of latency.
    #[error("the limits of latency are too tight: one request at a time takes {step_s:.4} s a token")]
    TooSlow {
        /// Time for each further token of one request alone, the quickest of the groups, s.
        step_s: f64,
    },
}

/// Sizes of group that are tried: powers of two up to the domain, and the whole domain.
pub fn group_sizes(machine: &AcceleratorRatings) -> impl Iterator<Item = u32> {
    let most = if machine.link_bytes_s.is_some() { machine.domain.max(1) } else { 1 };
    let powers = (0..32).map(|p| 1_u32 << p).take_while(move |size| *size <= most);
    powers.chain((!most.is_power_of_two()).then_some(most))
}

/// The group and batch that give the most tokens an accelerator.
///
/// # Errors
/// [`ServeError`]: the model doesn't fit, or the limits of latency can't be kept.
pub fn optimize_group_and_batch(
    shape: &ModelShape,
    machine: &AcceleratorRatings,
    formats: NumberFormats,
    load: &ServingLoad,
    coefficients: &RooflineCoefficients,
) -> Result<ServingResult, ServeError> {
    let group = |size| ServingGroup { shape, machine, formats, load, coefficients, size };
    let fit = |g: &ServingGroup<'_>| g.sequence_capacity() >= load.beams;
    let mut best: Option<ServingResult> = None;
    let mut quickest = f64::INFINITY;
    for g in group_sizes(machine).map(group).filter(fit) {
        match serve_with_group(&g) {
            Some(served) if best.is_none_or(|b| served.tokens_s > b.tokens_s) => best = Some(served),
            Some(_) => {}
            None => quickest = quickest.min(g.steady_step_times(load.beams).total_time_s()),
        }
    }
    best.ok_or(if quickest.is_finite() {
        ServeError::TooSlow { step_s: quickest }
    } else {
        ServeError::TooLarge {
            weights_gb: shape.total_params * formats.weight_bytes / 1e9,
            accelerators: group_sizes(machine).last().unwrap_or(1),
            memory_gb: machine.memory_bytes / 1e9,
        }
    })
}

/// The largest batch of a group that memory and the limits of latency allow. Where one request after another already comes
/// too fast for the first token's limit, the group waits for requests part of the time. Nothing where one alone breaks a
/// limit.
fn serve_with_group(group: &ServingGroup<'_>) -> Option<ServingResult> {
    let (one, full) = (group.load.beams, group.sequence_capacity());
    if latency::meets_latency_limits(group, full, 1.0) {
        return Some(evaluate_batch(group, full, BatchLimit::Capacity));
    }
    if latency::meets_latency_limits(group, one, 1.0) {
        let batch = largest_within_limit(one, full, |batch| latency::meets_latency_limits(group, batch, 1.0));
        return Some(evaluate_batch(group, batch, BatchLimit::Latency));
    }
    latency::meets_latency_limits(group, one, RARE_REQUEST_SHARE).then(|| {
        let share =
            largest_within_limit(RARE_REQUEST_SHARE, 1.0, |share| latency::meets_latency_limits(group, one, share));
        derate_for_waiting(group, evaluate_batch(group, one, BatchLimit::Latency), share)
    })
}

/// The largest value that keeps a limit, between one that does and one that doesn't: bisection in the logarithm. Steps and
/// waits grow with the batch and with the rate of requests.
fn largest_within_limit(mut kept: f64, mut broken: f64, keeps: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..BISECTION_STEPS {
        let middle = (kept * broken).sqrt();
        if keeps(middle) { kept = middle } else { broken = middle }
    }
    kept
}

/// The same group when requests come at a share of the rate that it could take, and it waits for them otherwise.
fn derate_for_waiting(group: &ServingGroup<'_>, busy: ServingResult, share: f64) -> ServingResult {
    let rate = share * latency::requests_per_second(group, busy.batch, busy.step_s);
    ServingResult {
        tokens_s: share * busy.tokens_s,
        batch: share * busy.batch,
        first_token_s: Some(latency::first_token_time_s(group, rate, busy.step_s)),
        flop_use: share * busy.flop_use,
        byte_use: share * busy.byte_use,
        ..busy
    }
}

/// What a group does with a batch in steady state.
pub fn evaluate_batch(group: &ServingGroup<'_>, batch: f64, batch_limit: BatchLimit) -> ServingResult {
    let (m, load, size) = (group.shape, group.load, f64::from(group.size));
    let parts = group.steady_step_times(batch);
    let step_s = parts.total_time_s();
    let answers = batch / load.beams;
    let prompts = answers / load.output_tokens;
    let prompt_tokens = prompts * load.computed_prompt_tokens();
    let flop = 2.0 * m.active_params * (batch + prompt_tokens)
        + m.answer_attention_flop() * (load.input_tokens + load.output_tokens_in_flight()) * batch
        + group.prompt_attention_flop(prompts);
    let weights = m.total_params - m.expert_params().1 + m.touched_expert_params(batch + prompt_tokens);
    let bytes = weights * group.formats.weight_bytes
        + batch * load.cached_tokens_per_sequence() * m.cache_values * group.formats.cache_bytes;
    let online = load.first_token_s.is_some() || load.next_token_s.is_some();
    let first = latency::first_token_time_s(group, latency::requests_per_second(group, batch, step_s), step_s);
    ServingResult {
        tokens_s: answers / step_s / size,
        group: group.size,
        batch,
        batch_limit,
        step_s,
        first_token_s: (online && first.is_finite()).then_some(first),
        parts,
        prompt_share: 1.0 - group.step_times(batch, 0.0).total_time_s() / step_s,
        flop_use: flop / (step_s * size * group.machine.flop_s),
        byte_use: bytes / (step_s * size * group.machine.memory_bytes_s),
    }
}
