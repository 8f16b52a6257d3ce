//! How sure a comparison is, in its first sentences: intervals and odds of every architecture against the first.

use crate::report::document::intervals::{
    format_odds, format_power_difference, format_power_to_step, format_share_difference, rounding_step,
};
use crate::report::document::numbers::format_number;
use crate::study::compare::result::{ArchitectureResult, Comparison};
use crate::study::compare::sampled_result::{NotSampled, PercentileInterval, SamplingSummary};

use super::headline::{compared_size, reduced_clock_note};
use super::sampled_figures::{INTERVAL_WORDS, find_difference, interval_of};

/// The architectures of the pairs with the base of all: those of its silicon first, then the others, each in the scenario's
/// order.
fn compared_pairs(result: &Comparison) -> Vec<(&ArchitectureResult, &ArchitectureResult)> {
    let mut feasible = result.architectures.iter().filter(|a| a.feasible);
    let Some(base) = feasible.next() else { return Vec::new() };
    let (alike, unlike): (Vec<_>, Vec<_>) = feasible.partition(|a| a.silicon == base.silicon);
    alike.into_iter().chain(unlike).map(|other| (other, base)).collect()
}

/// The pair that the first sentence is of.
pub(crate) fn headline_pair(result: &Comparison) -> Option<(&ArchitectureResult, &ArchitectureResult)> {
    compared_pairs(result).into_iter().next()
}

/// The sentences of a sampled comparison, those of each architecture together and the first ones first; none where it was
/// not sampled or too little is feasible.
pub fn sampled_sentences(result: &Comparison) -> Vec<Vec<String>> {
    let Some(sampled) = &result.uncertainty else { return Vec::new() };
    let of_pair = |(other, base)| {
        let power = power_sentence(result, sampled, other, base);
        power.into_iter().chain(token_sentence(sampled, other, base)).collect()
    };
    compared_pairs(result).into_iter().map(of_pair).filter(|of: &Vec<String>| !of.is_empty()).collect()
}

fn power_sentence(
    result: &Comparison,
    sampled: &SamplingSummary,
    other: &ArchitectureResult,
    base: &ArchitectureResult,
) -> Option<String> {
    let power = find_difference(sampled, &other.name, "facility_power_w")?;
    let step = interval_of(other, "facility_power_w").map_or(0.0, rounding_step);
    let apart = if other.silicon == base.silicon { "" } else { ", told apart because its silicon is another," };
    let cost = find_difference(sampled, &other.name, "annual.net_present_cost_usd").map(|cost| {
        let years = format_number(result.cost.years, 0);
        let odds = format_odds(cost.lower_probability, cost.samples);
        format!(", and over {years} years it is cheaper in {odds}")
    });
    Some(format!(
        "{}{apart} draws {} at the utility meter for {}, {} than {} {INTERVAL_WORDS}{}; it draws less in {}{}.",
        other.name,
        format_power_to_step(other.facility_power_w?, step),
        compared_size(result, other, base),
        format_power_difference(power.difference, power.relative),
        base.name,
        reduced_clock_note(other),
        format_odds(power.lower_probability, power.samples),
        cost.unwrap_or_default()
    ))
}

/// Energy per output token, where tokens are counted.
fn token_sentence(sampled: &SamplingSummary, other: &ArchitectureResult, base: &ArchitectureResult) -> Option<String> {
    let (energy, odds) = (energy_per_token_difference(sampled, other)?, token_odds(sampled, other)?);
    Some(format!(
        "Per output token {} needs {energy} than {} {INTERVAL_WORDS}; it needs less in {odds}.",
        other.name, base.name
    ))
}

/// The interval of the energy that an architecture needs for each output token, against the base of all.
pub(super) fn energy_per_token_difference(sampled: &SamplingSummary, other: &ArchitectureResult) -> Option<String> {
    let output = find_difference(sampled, &other.name, "annual.tokens_per_joule")?.relative?;
    // Energy per token is the inverse: what is high in one is low in the other.
    let energy = |more_tokens: f64| (1.0 + more_tokens).recip() - 1.0;
    let share = PercentileInterval { p05: energy(output.p95), median: energy(output.median), p95: energy(output.p05) };
    Some(format_share_difference(share, "energy"))
}

/// How often an architecture needs less energy for each output token than the base of all.
fn token_odds(sampled: &SamplingSummary, other: &ArchitectureResult) -> Option<String> {
    let tokens = find_difference(sampled, &other.name, "annual.tokens_per_joule")?;
    Some(format_odds(1.0 - tokens.lower_probability - tokens.equal_probability, tokens.samples))
}

/// Why nothing was drawn, and how to.
pub(crate) fn not_sampled_sentence(not: NotSampled) -> String {
    let million = |steps: u64| format_number(steps as f64 / 1e6, 1);
    format!(
        "How sure this is was not drawn unasked: {} draws take {} million steps of weather, and no more than {} million are \
         taken so; `--uncertainty {}` draws them.",
        not.samples,
        million(not.steps),
        million(not.most_steps),
        not.samples
    )
}
