//! The short text of a comparison: the answer, how sure it is, why, the figures that decide, what to mind.

use crate::report::context::ReportContext;
use crate::report::document::fold::{fold_sentence, fold_with_hang};
use crate::report::document::intervals::{
    EQUAL_SHARE, PowerPair, format_odds, format_power_difference, format_signed_kilowatts, rounding_step,
};
use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::phrase::{lowercase_first_letter, uppercase_first_letter};
use crate::report::document::terminal::{line_width, render_section};
use crate::study::compare::end_use::EndUsePower;
use crate::study::compare::result::{ArchitectureResult, Comparison, PowerDifference};

use super::headline::{compared_size, headline_sentence, rank_architectures, reduced_clock_note};
use super::how_sure::energy_per_token_difference;
use super::metrics::METRICS;
use super::sampled_figures::find_difference;
use super::{best_sections, best_words, growth, subtitle_line, summary_figures, summary_notes};

/// Architectures that a sentence each is told of; of more the table tells.
const MAX_TOLD: usize = 3;
/// End uses that explain a difference; the rest is summed.
const MAX_END_USES: usize = 6;
/// Least share of all changes that an end use is named for.
const LEAST_END_USE_SHARE: f64 = 0.02;

/// The text for a terminal of the width of `context`.
pub(super) fn render_summary(result: &Comparison, context: &ReportContext) -> String {
    let (units, lines) = (context.units, line_width(context.width));
    let sentence = |text: &str| fold_sentence(text, lines) + "\n";
    let mut out = sentence(&result.title) + &sentence(&subtitle_line(result));
    out.extend(context.units.currency_note().map(|note| sentence(&note)));
    out.push('\n');
    if let Some(best) = &result.best {
        out.extend(best_words::best_sentences(best, units).iter().map(|text| sentence(text)));
    }
    for Answer { text, reasons } in answers(result) {
        out.push_str(&sentence(&text));
        out.extend(reasons.iter().map(|reason| fold_with_hang(reason, lines, "  ", "    ") + "\n"));
    }
    if let Some(table) = summary_figures::figures_table(result, units, context.width) {
        out.extend(["\n", &table]);
    }
    if let Some(best) = &result.best {
        out.extend(best_sections::best_sections(best, units).iter().map(|s| render_section(s, context.width)));
    }
    let growth = growth::short_section(result.architectures.iter(), units);
    out.extend(growth.map(|section| render_section(&section, context.width)));
    let labelled = |label: &str, items: &[String]| -> String {
        let items = items.iter().enumerate();
        items
            .map(|(i, item)| {
                let first = if i == 0 { format!("{label:<6} ") } else { " ".repeat(7) };
                fold_with_hang(item, lines, &first, "         ") + "\n"
            })
            .collect()
    };
    let more = [
        format!("--brief for a manager, --full all {} figures, --estimates the list,", METRICS.len()),
        "--explain KEY where a figure is from, -o DIR charts and a report".to_owned(),
    ];
    out.push('\n');
    out.push_str(&labelled("Mind", &summary_notes::notes(result, units)));
    out.push_str(&labelled("More", &more));
    out
}

/// What is told of an architecture: the answer, and under it how sure it is, cost and tokens, and why.
struct Answer {
    text: String,
    reasons: Vec<String>,
}

impl Answer {
    const fn bare(text: String) -> Self {
        Self { text, reasons: Vec::new() }
    }
}

/// A sentence for each architecture that is told of, with why where it is known; the one that draws least first.
fn answers(result: &Comparison) -> Vec<Answer> {
    let ranked = rank_architectures(result);
    let base = result.architectures.iter().find(|a| a.facility_power_w.is_some());
    let (Some(base), [(least, least_w), (_, next_w), ..]) = (base, ranked.as_slice()) else {
        return vec![Answer::bare(headline_sentence(result))];
    };
    let others = ranked.iter().map(|(a, _)| *a).filter(|a| a.name != base.name);
    let told = if ranked.len() > MAX_TOLD { 1 } else { MAX_TOLD };
    let mut out = Vec::new();
    if least.name == base.name {
        let pair = PowerPair::new(*least_w, *next_w, 0.0);
        let verb = if 1.0 - least_w / next_w < EQUAL_SHARE { "draws" } else { "draws least:" };
        let text = format!("{} {verb} {} at the utility meter.", base.name, pair.format(*least_w));
        out.push(Answer::bare(text));
    }
    out.extend(others.take(told).map(|other| answer(result, other, base, least)));
    out
}

/// What an architecture draws against the base, how sure that is, and why.
fn answer(
    result: &Comparison,
    other: &ArchitectureResult,
    base: &ArchitectureResult,
    least: &ArchitectureResult,
) -> Answer {
    let (power, against) = (other.facility_power_w.unwrap_or(0.0), base.facility_power_w.unwrap_or(0.0));
    let sampled = result.uncertainty.as_ref();
    let drawn = sampled.and_then(|s| find_difference(s, &other.name, "facility_power_w"));
    let pair = PowerPair::new(power, against, drawn.map_or(0.0, |d| rounding_step(d.difference)));
    let word = if power <= against { "less" } else { "more" };
    let apart = if other.silicon == base.silicon { "" } else { ", with other silicon," };
    let share = (power / against - 1.0).abs();
    let verb = if other.name == least.name && share >= EQUAL_SHARE { "draws least:" } else { "draws" };
    let difference = if share < EQUAL_SHARE {
        format!("the same as {}", base.name)
    } else {
        let decimals = usize::from(drawn.is_none());
        let share = format_number(100.0 * share, decimals);
        format!("{} ({share} %) {word} than {}", pair.format((power - against).abs()), base.name)
    };
    let text = format!(
        "{}{apart} {verb} {} at the utility meter, {difference}, for {}{}.",
        other.name,
        pair.format(power),
        compared_size(result, other, base),
        reduced_clock_note(other)
    );
    let mut reasons = Vec::new();
    reasons.extend(drawn.map(|drawn| {
        let apart = format_power_difference(drawn.difference, None);
        let odds = format_odds(drawn.lower_probability, drawn.samples);
        format!("How sure: {apart} in nine of ten, less in {odds}")
    }));
    let cost = sampled.and_then(|s| find_difference(s, &other.name, "annual.net_present_cost_usd"));
    let cheaper = cost.map(|cost| format!("cheaper in {}", format_odds(cost.lower_probability, cost.samples)));
    let beside: Vec<String> = cheaper.into_iter().chain(per_token_words(result, other, base)).collect();
    if !beside.is_empty() {
        reasons.push(uppercase_first_letter(&beside.join("; ")));
    }
    let difference = result.differences.iter().find(|d| d.name == other.name && d.base == base.name);
    reasons.extend(difference.and_then(|d| why_line(result, d)));
    Answer { text, reasons }
}

/// What an architecture needs for each output token against the base, where tokens are counted.
fn per_token_words(result: &Comparison, other: &ArchitectureResult, base: &ArchitectureResult) -> Option<String> {
    if let Some(tokens) = result.uncertainty.as_ref().and_then(|s| energy_per_token_difference(s, other)) {
        return Some(format!("per token {tokens}"));
    }
    let tokens = |a: &ArchitectureResult| a.annual.as_ref().and_then(|y| y.tokens_per_joule);
    let share = tokens(base)? / tokens(other)? - 1.0;
    let word = if share < 0.0 { "less" } else { "more" };
    Some(format!("per token {} {word} energy", format_percent(share.abs())))
}

/// The end uses that make a difference, in kW, the largest first; nothing where none stands out.
fn why_line(result: &Comparison, difference: &PowerDifference) -> Option<String> {
    let mut parts: Vec<&EndUsePower> = difference.by_bucket.iter().collect();
    parts.sort_by(|a, b| b.power_w.abs().total_cmp(&a.power_w.abs()));
    let all: f64 = parts.iter().map(|p| p.power_w.abs()).sum();
    let largest = parts.first().map_or(0.0, |p| p.power_w.abs());
    if largest < 50.0 {
        return None;
    }
    let common = (10_f64.powf(largest.log10().floor()) / 10.0).min(1e3);
    let step = |p: &EndUsePower| {
        let key = format!("power.{}", p.bucket.key());
        let drawn = result.uncertainty.as_ref().and_then(|s| find_difference(s, &difference.name, &key));
        drawn.map_or(common, |d| rounding_step(d.difference).max(common))
    };
    let named = |p: &&EndUsePower| p.power_w.abs() >= LEAST_END_USE_SHARE * all && p.power_w.abs() >= 0.5 * step(p);
    let (told, rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|p| named(p));
    let (told, more) = told.split_at(told.len().min(MAX_END_USES));
    let mut list: Vec<String> = told
        .iter()
        .map(|p| {
            let label = lowercase_first_letter(p.bucket.label());
            format!("{label} {}", format_signed_kilowatts(p.power_w, step(p)))
        })
        .collect();
    let rest: f64 = more.iter().chain(&rest).map(|p| p.power_w).sum();
    if rest.abs() >= 0.5 * common {
        list.push(format!("other {}", format_signed_kilowatts(rest, common)));
    }
    Some(format!("Why, kW: {}", list.join(", ")))
}
