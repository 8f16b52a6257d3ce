//! What to mind in a comparison, an item each: what cannot be cooled, warnings of a kind together, unequal bases, estimates.

use crate::assembly::warning::{Warning, WarningCode};
use crate::report::document::intervals::format_odds;
use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::Comparison;
use crate::units::message::{MessagePart, Quantity};

use super::headline::{is_estimate, rank_architectures};
use super::sampled_figures::find_difference;

/// Items that are told of one kind; of more their number.
const MAX_ITEMS: usize = 4;

/// The items, the most important first.
pub(super) fn notes(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let mut out = capped(infeasible(result, units), "not feasible");
    out.extend(capped_clocks(result));
    out.extend(capped(warnings(result, units), "of this kind"));
    if !result.equality.unequal.is_empty() {
        let kinds = result.equality.unequal.iter().map(|text| outside_brackets(text));
        out.push(format!("not equal beside the cooling: {}", kinds.collect::<Vec<_>>().join(", ")));
    }
    out.push(estimates_line(result));
    out
}

/// The first items, and how many more there are.
fn capped(mut items: Vec<String>, what: &str) -> Vec<String> {
    let left = items.len().saturating_sub(MAX_ITEMS);
    if left > 0 {
        items.truncate(MAX_ITEMS);
        items.push(format!("{left} more {what}: --full"));
    }
    items
}

fn infeasible(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let reason = |a: &crate::study::compare::result::ArchitectureResult| {
        let limit = a.limit.as_ref().map(|l| units.format_message(l));
        limit.or_else(|| a.reason.clone()).unwrap_or_else(|| "no reason given".to_owned())
    };
    let all = result.architectures.iter().filter(|a| a.facility_power_w.is_none());
    all.map(|a| format!("{}: not feasible: {}", a.name, first_clause(&reason(a)))).collect()
}

/// Clocks below full, with the power cap where one makes them.
fn capped_clocks(result: &Comparison) -> Option<String> {
    let slow = result.architectures.iter().filter_map(|a| {
        let performance = a.rack.as_ref().filter(|r| r.performance < 0.9995)?.performance;
        let cap = a
            .module
            .as_ref()
            .map_or_else(String::new, |module| format!(" ({} W)", format_number(module.power_limit_w, 0)));
        Some(format!("{} {}{cap}", a.name, format_percent(performance)))
    });
    let slow = capped(slow.collect(), "below full");
    (!slow.is_empty()).then(|| format!("clock of the accelerators, of full: {}", slow.join(", ")))
}

/// A warning that holds for some architectures, with the quantities of each.
struct WarningGroup<'a> {
    code: WarningCode,
    names: Vec<&'a str>,
    /// The parts behind the name, one list for each architecture.
    parts: Vec<Vec<MessagePart>>,
}

/// Warnings, those that say the same of several architectures as one.
fn warnings(result: &Comparison, units: UnitSystem) -> Vec<String> {
    let mut groups: Vec<WarningGroup<'_>> = Vec::new();
    for warning in result.warnings.iter() {
        let (name, parts) = without_name(result, warning);
        let same = |g: &&mut WarningGroup<'_>| {
            g.code == warning.code && !g.names.is_empty() && g.parts.first().is_some_and(|first| alike(first, &parts))
        };
        match (name, groups.iter_mut().find(same)) {
            (Some(name), Some(group)) => {
                group.names.push(name);
                group.parts.push(parts);
            }
            (name, _) => {
                groups.push(WarningGroup { code: warning.code, names: name.into_iter().collect(), parts: vec![parts] });
            }
        }
    }
    groups.sort_by_key(|g| importance(g.code));
    groups.iter().map(|g| group_text(g, units)).collect()
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

/// A warning without the name of the architecture that it begins with.
fn without_name<'a>(result: &'a Comparison, warning: &Warning) -> (Option<&'a str>, Vec<MessagePart>) {
    let mut parts = warning.text.parts().to_vec();
    let Some(MessagePart::Text(first)) = parts.first_mut() else { return (None, parts) };
    let own = |name: &&str| first.strip_prefix(*name).is_some_and(|rest| rest.starts_with(": "));
    let name = result.architectures.iter().map(|a| a.name.as_str()).find(own);
    if let Some(name) = name {
        *first = first[name.len() + ": ".len()..].to_owned();
    }
    (name, parts)
}

/// Whether two messages have the same words, whatever their quantities.
fn alike(a: &[MessagePart], b: &[MessagePart]) -> bool {
    let same = |(a, b): (&MessagePart, &MessagePart)| match (a, b) {
        (MessagePart::Text(a), MessagePart::Text(b)) => a == b,
        (MessagePart::Quantity(a), MessagePart::Quantity(b)) => a.unit == b.unit,
        (a, b) => a == b,
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// A group in words: what differs between its architectures stands behind their names, in brackets.
fn group_text(group: &WarningGroup<'_>, units: UnitSystem) -> String {
    let first = &group.parts[0];
    let quantity = |parts: &[MessagePart], i: usize| match &parts[i] {
        MessagePart::Quantity(q) => Some(*q),
        _ => None,
    };
    let differs = |i: usize| group.parts.iter().any(|parts| parts[i] != first[i]);
    let part = |i: usize| match &first[i] {
        MessagePart::Text(text) => text.clone(),
        MessagePart::Quantity(q) if !differs(i) => show(*q, units),
        MessagePart::Quantity(_) => {
            let all = group.parts.iter().filter_map(|parts| quantity(parts, i));
            all.map(|q| show(q, units)).collect::<Vec<_>>().join(", ")
        }
        MessagePart::Range(low, high) => format!("{} to {}", show(*low, units), show(*high, units)),
    };
    let text = first_clause(&(0..first.len()).map(part).collect::<String>());
    if group.names.is_empty() { text } else { format!("{}: {text}", group.names.join(", ")) }
}

/// A quantity with thousands set apart.
fn show(quantity: Quantity, units: UnitSystem) -> String {
    match units {
        UnitSystem::Si => {
            let unit = if quantity.unit == "degC" { "°C" } else { quantity.unit };
            format!("{} {unit}", format_number(quantity.value, quantity.digits)).trim_end().to_owned()
        }
        UnitSystem::Us => units.format_quantity(quantity),
    }
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

/// How many inputs are estimates, and what that does to the order of the architectures.
fn estimates_line(result: &Comparison) -> String {
    let all = format_number(result.assumptions.len() as f64, 0);
    let estimates = format_number(result.assumptions.iter().filter(|a| is_estimate(a)).count() as f64, 0);
    let count = format!("{estimates} of {all} inputs are estimates");
    if let Some(not) = &result.not_sampled {
        return format!("{count}; how sure the answer is was not drawn: --uncertainty {} does", not.samples);
    }
    let ranked = rank_architectures(result);
    let order = result.uncertainty.as_ref().and_then(|sampled| {
        let base = result.architectures.iter().find(|a| a.facility_power_w.is_some())?;
        // Against the base of all, the one that draws least, or the next where that is the base.
        let other = ranked.iter().map(|(a, _)| *a).find(|a| a.name != base.name)?;
        let drawn = find_difference(sampled, &other.name, "facility_power_w")?;
        let less = other.facility_power_w <= base.facility_power_w;
        let kept = if less { drawn.lower_probability } else { 1.0 - drawn.lower_probability - drawn.equal_probability };
        let (first, last) = if less { (other, base) } else { (base, other) };
        Some(format!(
            "; with all of them drawn within their ranges, {} draws less than {} in {}",
            first.name,
            last.name,
            format_odds(kept, drawn.samples)
        ))
    });
    let unknown = if ranked.len() < 2 { "" } else { "; --uncertainty 200 tells whether they could turn the order" };
    count + &order.unwrap_or_else(|| unknown.to_owned())
}
