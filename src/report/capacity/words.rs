//! A plan of capacity put into words.

use crate::report::document::numbers::{format_number, format_percent, format_power};
use crate::report::document::units::UnitSystem;
use crate::study::capacity::result::{ArchitectureCapacity, BindingHour, CapacityReport};
use crate::study::capacity::trial::CapacityTest;
use crate::study::capacity::{EQUAL_OUTPUT, output_of};

/// A count with its noun.
fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", format_number(count as f64, 0))
}

/// Tokens per second, thousands or millions of them.
pub(super) fn format_tokens(per_second: f64) -> String {
    match per_second {
        t if t >= 1e6 => format!("{} million tokens/s", format_number(t / 1e6, 2)),
        t if t >= 1e3 => format!("{} thousand tokens/s", format_number(t / 1e3, 1)),
        t => format!("{} tokens/s", format_number(t, 0)),
    }
}

/// Racks, accelerators and tokens of a row.
fn amount_phrase(a: &ArchitectureCapacity) -> String {
    let racks = counted(a.racks.into(), "rack");
    let accelerators = (a.accelerators > 0).then(|| counted(a.accelerators, "accelerator"));
    let with = accelerators.map_or_else(String::new, |text| format!(" with {text}"));
    let tokens = a.tokens_per_second.map_or_else(String::new, |t| format!(", {}", format_tokens(t)));
    format!("{racks}{with}{tokens}")
}

/// The limit and where it is counted.
pub(super) fn limit_phrase(report: &CapacityReport) -> String {
    format!("{} {}", format_power(report.limit.power_w), report.limit.boundary.place())
}

/// The answer: which fits most, by how much, and why.
pub(super) fn headline_sentence(report: &CapacityReport) -> String {
    let label = |a: &ArchitectureCapacity| a.label(report.compares_caps());
    let limit = limit_phrase(report);
    let Some(best) = report.best() else { return format!("No rack fits into {limit}.") };
    let start = format!("{} fits {} into {limit}", label(best), amount_phrase(best));
    let output = output_of(&report.architectures);
    let Some(other) = compared_row(report, best) else { return format!("{start}.") };
    let more = output(best) / output(other) - 1.0;
    if more < EQUAL_OUTPUT {
        return format!("{start}, as much as {}.", label(other));
    }
    format!("{start}, {} more than {}{}.", format_percent(more), label(other), why_phrase(report, best, other))
}

/// What the best is told against: its architecture under the largest power limit of those that are compared, or the one
/// that fits most after it.
fn compared_row<'a>(report: &'a CapacityReport, best: &ArchitectureCapacity) -> Option<&'a ArchitectureCapacity> {
    let cap_w = |a: &ArchitectureCapacity| a.cap_w.unwrap_or(f64::INFINITY);
    let same = report.feasible().filter(|a| a.name == best.name);
    let uncapped = same.reduce(|a, b| if cap_w(b) > cap_w(a) { b } else { a }).filter(|a| !a.best);
    let output = output_of(&report.architectures);
    let others = || report.feasible().filter(|a| !a.best);
    uncapped.or_else(|| others().reduce(|a, b| if output(b) > output(a) { b } else { a }))
}

/// Why one fits more than another: the limit over its accelerators or racks, and what each of them gives.
fn why_phrase(report: &CapacityReport, best: &ArchitectureCapacity, next: &ArchitectureCapacity) -> String {
    let (noun, counts) = if best.accelerators > 0 && next.accelerators > 0 {
        ("accelerator", [best, next].map(|a| a.accelerators as f64))
    } else {
        ("rack", [best, next].map(|a| f64::from(a.racks)))
    };
    let [own_w, other_w] = counts.map(|count| report.limit.power_w / count);
    let article = if noun == "rack" { "a" } else { "an" };
    let takes = if own_w == other_w {
        format!(": {article} {noun}")
    } else {
        let (own, other) = (format_power(own_w), format_power(other_w));
        format!(": {article} {noun} takes {own} of the limit, not {other}")
    };
    let each = best.tokens_per_second.zip(next.tokens_per_second);
    let share = each.map(|(own, other)| (own / counts[0]) / (other / counts[1]));
    match share.filter(|share| (share - 1.0).abs() >= EQUAL_OUTPUT) {
        Some(share) if own_w == other_w => format!("{takes} gives {} of the tokens", format_percent(share)),
        Some(share) => format!("{takes}, and gives {} of the tokens", format_percent(share)),
        None => takes,
    }
}

/// What stops a row from growing, or why nothing of it fits.
pub(super) fn binding_sentence(report: &CapacityReport, a: &ArchitectureCapacity, units: UnitSystem) -> String {
    format!("{}: {}.", a.label(report.compares_caps()), units.format_message(&a.reason))
}

/// The risk of planning by activity, in a line.
pub(super) fn risk_sentence(report: &CapacityReport, a: &ArchitectureCapacity) -> Option<String> {
    let risk = a.oversubscription?;
    let label = a.label(report.compares_caps());
    let plan = format!("{label} is planned at an activity of {}", format_percent(risk.activity));
    if risk.hours_above_at_full == 0.0 {
        return Some(format!("{plan}; every rack at full activity at once would stay below the limit all year."));
    }
    let hours = format_number(risk.hours_above_at_full, 0);
    let peak = risk
        .peak_at_full_w
        .map_or_else(|| "more than its plant or feeds carry".to_owned(), |w| format!("up to {}", format_power(w)));
    Some(format!(
        "{plan}; every rack at full activity at once would pass the limit in {hours} h of the year, with {peak}."
    ))
}

/// When a limit binds.
pub(super) fn hour_phrase(hour: &BindingHour) -> String {
    match (hour.test, &hour.date, hour.hour) {
        (_, Some(date), _) => date.clone(),
        (_, None, Some(bin)) => format!("bin {}", format_number(bin, 0)),
        (CapacityTest::DesignDay | CapacityTest::Extreme, None, None) if hour.dry_bulb_c.is_some() => {
            hour.test.label().to_owned()
        }
        _ => hour.reason.clone().unwrap_or_else(|| "–".to_owned()),
    }
}
