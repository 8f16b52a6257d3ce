//! What to mind in a comparison, an item each: what cannot be cooled, warnings of a kind together, unequal bases, estimates.

use crate::assembly::warning::{Warning, WarningCode};
use crate::report::document::intervals::format_odds;
use crate::report::document::numbers::format_number;
use crate::report::document::phrase::lowercase_first_letter;
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::{ArchitectureResult, Comparison};
use crate::study::compare::sampled_result::DecidingInput;
use crate::study::uncertainty::DEFAULT_SAMPLES;

use super::headline::{is_estimate, rank_architectures};
use super::sampled_figures::find_difference;

/// Items that are told of one kind; of more their number.
const MAX_ITEMS: usize = 4;
/// Architectures that one item names; of more their number.
const MAX_NAMES: usize = 4;
/// Largest [`importance`] of a warning that speaks against a choice.
const PRESSING: u8 = 1;

/// The items, the most important first.
pub(super) fn notes(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let mut out = capped(infeasible(result, units), "not feasible");
    out.extend(capped(warnings(result, units), "to mind"));
    if !result.equality.unequal.is_empty() {
        let kinds = result.equality.unequal.iter().map(|text| outside_brackets(text));
        out.push(format!("more than the cooling differs: {}", kinds.collect::<Vec<_>>().join(", ")));
    }
    out.push(estimates_line(result));
    out.extend(deciding_line(result));
    out
}

/// The first items, and how many more there are.
fn capped(mut items: Vec<String>, what: &str) -> Vec<String> {
    let left = items.len().saturating_sub(MAX_ITEMS);
    if left > 0 {
        items.truncate(MAX_ITEMS);
        items.push(format!("{left} more {what}: see --full"));
    }
    items
}

fn infeasible(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let reason = |a: &ArchitectureResult| {
        let limit = a.limit.as_ref().map(|l| units.format_message(l));
        limit.or_else(|| a.reason.clone()).unwrap_or_else(|| "no reason given".to_owned())
    };
    let all = result.architectures.iter().filter(|a| a.facility_power_w.is_none());
    all.map(|a| format!("{}: not feasible: {}", a.name, first_clause(&reason(a)))).collect()
}

/// Warnings that say the same of some architectures, but for their numbers.
struct WarningGroup<'a> {
    code: WarningCode,
    names: Vec<&'a str>,
    /// The words of each behind its name.
    texts: Vec<Vec<String>>,
}

/// Warnings, those that say the same of several architectures as one.
fn warnings(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let mut groups: Vec<WarningGroup<'_>> = Vec::new();
    for (warning, text) in result.warnings.iter().zip(units.format_warnings(&result.warnings)) {
        let own = |name: &&str| text.strip_prefix(*name).is_some_and(|rest| rest.starts_with(": "));
        let name = result.architectures.iter().map(|a| a.name.as_str()).find(own);
        let rest = brief_text(warning, name, &text, units);
        let words: Vec<String> = rest.split(' ').map(str::to_owned).collect();
        let same =
            |g: &&mut WarningGroup<'_>| g.code == warning.code && !g.names.is_empty() && alike(&g.texts[0], &words);
        match (name, groups.iter_mut().find(same)) {
            (Some(name), Some(group)) => {
                group.names.push(name);
                group.texts.push(words);
            }
            (name, _) => {
                groups.push(WarningGroup { code: warning.code, names: name.into_iter().collect(), texts: vec![words] });
            }
        }
    }
    groups.sort_by_key(|g| importance(g.code));
    let feasible = rank_architectures(result).len();
    groups.iter().map(|group| group_text(group, feasible)).collect()
}

/// A warning in a line: its consequence, or where it has none of its own the first clause behind the name.
fn brief_text(warning: &Warning, name: Option<&str>, text: &str, units: UnitSystem) -> String {
    let rest = name.map_or(text, |name| &text[name.len() + ": ".len()..]);
    warning.brief.as_ref().map_or_else(|| first_clause(rest), |brief| units.format_message(brief))
}

/// What speaks against an architecture: its warnings of what is not cooled or not done.
pub(super) fn pressing_warnings(result: &Comparison, name: &str, units: UnitSystem) -> Vec<String> {
    let texts = result.warnings.iter().zip(units.format_warnings(&result.warnings));
    let own = |text: &str| text.strip_prefix(name).is_some_and(|rest| rest.starts_with(": "));
    texts
        .filter(|(warning, text)| importance(warning.code) <= PRESSING && own(text))
        .map(|(warning, text)| brief_text(warning, Some(name), &text, units))
        .collect()
}

/// Place of a kind of warning: what is not cooled or not done first.
fn importance(code: WarningCode) -> u8 {
    match code {
        WarningCode::UnmetHours
        | WarningCode::ChipShutdown
        | WarningCode::PlantOverload
        | WarningCode::EnergyResidual => 0,
        WarningCode::ReducedClock | WarningCode::Throttled | WarningCode::UnlikeWork | WarningCode::InfeasibleDraws => {
            1
        }
        WarningCode::ExtrapolatedCurve | WarningCode::TowerOutOfRange | WarningCode::CoolerOutOfRange => 2,
        _ => 3,
    }
}

/// The number that a word is, and the punctuation behind it.
fn number_of(word: &str) -> Option<(f64, &str)> {
    let digits = word.trim_end_matches([',', ':', ')']);
    // A sign is a word of its own: it would be lost.
    if digits.starts_with('+') {
        return None;
    }
    let value = digits.replace(',', "").replace('−', "-").parse().ok()?;
    Some((value, &word[digits.len()..]))
}

/// Whether two texts have the same words, whatever their numbers.
fn alike(a: &[String], b: &[String]) -> bool {
    let same = |(a, b): (&String, &String)| a == b || number_of(a).is_some() && number_of(b).is_some();
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// A group in words, each number that differs as a list in the order of the names; `feasible` is how many architectures
/// could be named.
fn group_text(group: &WarningGroup<'_>, feasible: usize) -> String {
    let first = &group.texts[0];
    let few = group.names.len() <= MAX_NAMES;
    let word = |i: usize| {
        let Some((_, end)) = number_of(&first[i]) else { return first[i].clone() };
        let numbers: Vec<String> = group.texts.iter().map(|words| number_text(&words[i])).collect();
        if numbers.iter().all(|n| *n == numbers[0]) {
            return numbers[0].clone() + end;
        }
        if few {
            return numbers.join(" / ") + end;
        }
        let value = |words: &&Vec<String>| number_of(&words[i]).map_or(0.0, |(value, _)| value);
        let least = group.texts.iter().min_by(|a, b| value(a).total_cmp(&value(b)));
        let most = group.texts.iter().max_by(|a, b| value(a).total_cmp(&value(b)));
        let show = |words: Option<&Vec<String>>| words.map_or_else(String::new, |words| number_text(&words[i]));
        format!("{} to {}{end}", show(least), show(most))
    };
    let text = (0..first.len()).map(word).collect::<Vec<_>>().join(" ");
    match group.names.len() {
        0 => text,
        count if count > 1 && count == feasible => format!("all: {text}"),
        count if !few => format!("{count} architectures: {text}"),
        _ => {
            // A name with a comma of its own would read as two.
            let apart = |name: &&str| if name.contains(',') { format!("‘{name}’") } else { (*name).to_owned() };
            format!("{}: {text}", group.names.iter().map(apart).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A number with thousands set apart, and with the decimals that it has.
fn number_text(word: &str) -> String {
    let Some((value, end)) = number_of(word) else { return word.to_owned() };
    let digits = word[..word.len() - end.len()].split_once('.').map_or(0, |(_, decimals)| decimals.len());
    format_number(value, digits)
}

/// A text up to its first semicolon outside of brackets.
fn first_clause(text: &str) -> String {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' if depth == 0 => return text[..at].to_owned(),
            _ => {}
        }
    }
    text.trim_end_matches('.').to_owned()
}

/// A text without what stands in brackets behind it.
fn outside_brackets(text: &str) -> &str {
    text.split(" (").next().unwrap_or(text)
}

/// The input that spreads the difference in power the most, where they were ranked.
fn deciding_line(result: &Comparison) -> Option<String> {
    let sampled = result.uncertainty.as_ref()?;
    let (other, _) = compared_with_base(result)?;
    let own = |d: &&DecidingInput| d.key == "facility_power_w" && d.name == other.name;
    let largest = sampled.deciding_inputs.iter().find(own)?;
    let share = format_number(100.0 * largest.share, 0);
    Some(format!("{share} % of that spread is from {}", lowercase_first_letter(&largest.words)))
}

/// The architecture that draws least, or the next where that is the base of all, and the base.
fn compared_with_base(result: &Comparison) -> Option<(&ArchitectureResult, &ArchitectureResult)> {
    let base = result.architectures.iter().find(|a| a.facility_power_w.is_some())?;
    let other = rank_architectures(result).into_iter().map(|(a, _)| a).find(|a| a.name != base.name)?;
    Some((other, base))
}

/// How many inputs are estimates, and what that does to the order of the architectures.
fn estimates_line(result: &Comparison) -> String {
    let all = format_number(result.assumptions.len() as f64, 0);
    let estimates = format_number(result.assumptions.iter().filter(|a| is_estimate(a)).count() as f64, 0);
    let count = format!("{estimates} of {all} inputs are estimates");
    if let Some(not) = &result.not_sampled {
        return format!("{count}; how sure this is was not drawn: use --uncertainty {}", not.samples);
    }
    let order = result.uncertainty.as_ref().and_then(|sampled| {
        let (other, base) = compared_with_base(result)?;
        let drawn = find_difference(sampled, &other.name, "facility_power_w")?;
        let less = other.facility_power_w <= base.facility_power_w;
        let kept = if less { drawn.lower_probability } else { 1.0 - drawn.lower_probability - drawn.equal_probability };
        Some(format!("; the order held in {} of them", format_odds(kept, drawn.samples)))
    });
    let unknown = || {
        let asks = || format!("; whether they turn the order: --uncertainty {DEFAULT_SAMPLES}");
        compared_with_base(result).map_or_else(String::new, |_| asks())
    };
    count + &order.unwrap_or_else(unknown)
}
