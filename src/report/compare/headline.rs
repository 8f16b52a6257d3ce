//! What a comparison says, in sentences computed from it.

use crate::report::document::intervals::{EQUAL_SHARE, PowerPair, format_power_to_step, rounding_step};
use crate::report::document::numbers::{format_it_size, format_number, format_percent, format_power};
use crate::report::document::phrase::lowercase_first_letter;
use crate::study::compare::end_use::{EndUse, EndUsePower};
use crate::study::compare::result::{ArchitectureResult, Assumption, Comparison, PowerDifference};
use crate::study::compare::sampled_result::SamplingSummary;

use super::sampled_figures::{find_difference, own_power_range};

/// Feasible architectures with their facility power, the least first; ties keep the order of the scenario.
pub fn rank_architectures(result: &Comparison) -> Vec<(&ArchitectureResult, f64)> {
    let mut out: Vec<_> = result.architectures.iter().filter_map(|a| a.facility_power_w.map(|w| (a, w))).collect();
    out.sort_by(|a, b| a.1.total_cmp(&b.1));
    out
}

/// The answer in one sentence.
pub fn headline_sentence(result: &Comparison) -> String {
    headline_with_names(result, str::to_owned)
}

/// The answer in one sentence, with names in a form of the caller's.
pub fn headline_with_names(result: &Comparison, name: impl Fn(&str) -> String) -> String {
    let count = format_it_size(&result.it);
    let ranked = rank_architectures(result);
    match ranked.as_slice() {
        [] if result.architectures.iter().any(|a| a.load_too_large) => "No architecture can draw this load.".to_owned(),
        [] => "No architecture can cool this load.".to_owned(),
        [(only, w)] => {
            let others = result.architectures.len() - 1;
            let rest = match others {
                0 => String::new(),
                1 => "; the other one is not feasible".to_owned(),
                n => format!("; the other {n} are not feasible"),
            };
            let range = own_power_range(only).map_or_else(String::new, |range| format!(" ({range})"));
            format!(
                "{} draws {}{range} at the utility meter for {count}{}{rest}.",
                name(&only.name),
                format_power(*w),
                reduced_clock_note(only)
            )
        }
        [(best, w), rest @ ..] => {
            let (worst, most) = rest[rest.len() - 1];
            let share = 1.0 - w / most;
            if share < EQUAL_SHARE {
                return format!(
                    "{} and {} draw the same {} at the utility meter.",
                    name(&best.name),
                    name(&worst.name),
                    format_power(*w)
                );
            }
            let pair = PowerPair::new(*w, most, 0.0);
            format!(
                "{} draws {} at the utility meter, {} ({}) less than {}, for {}{}.",
                name(&best.name),
                pair.format(*w),
                pair.format(most - w),
                format_percent(share),
                name(&worst.name),
                compared_size(result, best, worst),
                reduced_clock_note(best)
            )
        }
    }
}

/// What both of two architectures carry: the same where it is, what is equal where it isn't the same.
pub(super) fn compared_size(result: &Comparison, best: &ArchitectureResult, worst: &ArchitectureResult) -> String {
    let size = format_it_size(&result.it);
    let counted = result.it.accelerators.is_some();
    let alike = match (&best.module, &worst.module) {
        (Some(a), Some(b)) => a.chip == b.chip && a.power_limit_w == b.power_limit_w,
        _ => best.silicon == worst.silicon,
    };
    if alike && (counted && best.accelerators == worst.accelerators || best.system == worst.system) {
        return format!("the same {size}");
    }
    if !result.it.groups.is_empty() {
        return format!("the same {size}");
    }
    let each = |a: &ArchitectureResult| {
        let what =
            a.module.as_ref().map(|m| m.name.as_str()).or(a.silicon.as_deref()).unwrap_or("no chip that computes");
        match a.accelerators.filter(|n| *n > 0) {
            Some(n) => format!("{}: {} {what}", a.name, format_number(f64::from(n), 0)),
            None => format!("{}: {what}", a.name),
        }
    };
    let equal = match result.it.equal {
        "rated-work" => "equal rated work".to_owned(),
        "tokens" => "equal output tokens".to_owned(),
        "it-power" => "equal IT power".to_owned(),
        _ => format!("{size} each"),
    };
    format!("{equal} ({}; {})", each(best), each(worst))
}

/// What is equal, what isn't, and what no side counts.
pub(super) fn equality_notes(result: &Comparison) -> Vec<String> {
    let told = &result.equality;
    let mut out = vec![format!("Equal on every side: {}.", told.equal.join(", "))];
    if !told.unequal.is_empty() {
        out.push(format!("Not equal beside the cooling: {}.", told.unequal.join("; ")));
    }
    out.push(format!("Left out of every side: {}.", told.left_out.join(", ")));
    out
}

/// That chips run below their full clock, where they do: a saving by doing less must not look like a better design.
pub(super) fn reduced_clock_note(architecture: &ArchitectureResult) -> String {
    let performance = architecture.rack.as_ref().map_or(1.0, |r| r.performance);
    if performance > 0.9995 {
        return String::new();
    }
    format!(", at {} of their full clock", format_percent(performance))
}

/// What the answer means per output token, where tokens are counted: throttled, capped and unlike chips do not do the
/// same work.
pub fn energy_per_token_sentence(result: &Comparison) -> Option<String> {
    let ranked = rank_architectures(result);
    let [(best, _), .., (worst, _)] = ranked.as_slice() else { return None };
    let tokens = |a: &ArchitectureResult| a.annual.as_ref().and_then(|y| y.tokens_per_joule);
    let share = tokens(worst)? / tokens(best)? - 1.0;
    let word = if share < 0.0 { "less" } else { "more" };
    Some(format!(
        "Per output token {} needs {} {word} energy than {}.",
        best.name,
        format_percent(share.abs()),
        worst.name
    ))
}

/// Where a difference arises: the component classes that make it, the largest first; to the digits that intervals leave.
pub fn difference_sentence(difference: &PowerDifference, sampled: Option<&SamplingSummary>) -> String {
    let step = |key: &str| {
        let found = sampled.and_then(|s| find_difference(s, &difference.name, key));
        found.map_or(0.0, |d| rounding_step(d.difference))
    };
    let show = |watts: f64, key: &str| {
        let sign = if watts > 0.0 { "+" } else { "" };
        format!("{sign}{}", format_power_to_step(watts, step(key)))
    };
    let own_step = |of: EndUse| step(&format!("power.{}", of.key()));
    let told = |s: &&EndUsePower| s.power_w.abs() >= (0.5 * own_step(s.bucket)).max(50.0);
    let mut parts: Vec<_> = difference.by_bucket.iter().filter(told).collect();
    parts.sort_by(|a, b| b.power_w.abs().total_cmp(&a.power_w.abs()));
    let one = |s: &&EndUsePower| {
        let key = format!("power.{}", s.bucket.key());
        format!("{} {}", lowercase_first_letter(s.bucket.label()), show(s.power_w, &key))
    };
    let list: Vec<String> = parts.iter().map(one).collect();
    let parts = if list.is_empty() { String::new() } else { format!("; {}", list.join(", ")) };
    format!(
        "{} against {}: {} in total{parts}.",
        difference.name,
        difference.base,
        show(difference.facility_power_w, "facility_power_w")
    )
}

/// A power with its sign.
pub fn format_signed_power(watts: f64) -> String {
    if watts > 0.0 { format!("+{}", format_power(watts)) } else { format_power(watts) }
}

/// How a comparison was sampled.
pub fn sampling_note(sampled: &SamplingSummary) -> String {
    let (samples, inputs) = (format_number(f64::from(sampled.samples), 0), sampled.inputs);
    let place = if sampled.beside_figures { "In brackets" } else { "Intervals" };
    format!(
        "{place}: the 5th and 95th percentiles of {samples} comparisons, with {inputs} uncertain values drawn within their \
         ranges (seed {}; `rackjoule uncertainty` has the interval of every figure and Sobol indices).",
        sampled.seed
    )
}

/// Whether a value is an estimate with a range.
pub(super) fn is_estimate(a: &Assumption) -> bool {
    a.range.is_some_and(|[low, high]| low < high)
}

/// How many inputs are estimates, and where they are listed.
pub fn estimates_note(result: &Comparison) -> String {
    let all = result.assumptions.len();
    let estimates = result.assumptions.iter().filter(|a| is_estimate(a)).count();
    format!("{estimates} of {all} values are estimates with a range; `rackjoule compare --estimates` lists them.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::compare::sampled_result::{PercentileInterval, SampledDifference};

    fn sampled(key: &str, p05: f64, p95: f64) -> SampledDifference {
        SampledDifference {
            name: "plates".to_owned(),
            base: "air".to_owned(),
            key: key.to_owned(),
            samples: 200,
            difference: PercentileInterval { p05, median: f64::midpoint(p05, p95), p95 },
            relative: None,
            lower_probability: 1.0,
            equal_probability: 0.0,
            share_by_chance: None,
        }
    }

    #[test]
    fn a_difference_has_no_digit_that_its_interval_leaves_open() {
        let part = |bucket, power_w| EndUsePower { bucket, power_w };
        let by_bucket = vec![
            part(EndUse::ServerFans, -87_654.0),
            part(EndUse::Pumps, 3_456.0),
            part(EndUse::Chillers, -1_234.0),
            part(EndUse::Building, 312.0),
        ];
        let facility_power_w = by_bucket.iter().map(|s| s.power_w).sum();
        let difference =
            PowerDifference { base: "air".to_owned(), name: "plates".to_owned(), facility_power_w, by_bucket };
        let plain = "plates against air: −85.1 kW in total; server fans −87.7 kW, pumps +3.46 kW, chillers −1.23 kW, lighting \
                     and fixed loads +312 W.";
        assert_eq!(difference_sentence(&difference, None), plain);
        let summary = SamplingSummary {
            samples: 200,
            seed: 1,
            inputs: 3,
            chances: Vec::new(),
            pairs: vec![
                sampled("facility_power_w", -150e3, -20e3),
                sampled("power.server_fans", -140e3, -30e3),
                sampled("power.pumps", 3e3, 4e3),
                sampled("power.chillers", -9e3, 2e3),
                sampled("power.building", -12e3, 12e3),
            ],
            deciding_inputs: Vec::new(),
            beside_figures: false,
        };
        // Lighting is known to within 12 kW: its 312 W say nothing.
        let rounded = "plates against air: −90 kW in total; server fans −90 kW, pumps +3.5 kW, chillers −1 kW.";
        assert_eq!(difference_sentence(&difference, Some(&summary)), rounded);
        let alike = PowerDifference { by_bucket: Vec::new(), facility_power_w: 0.0, ..difference };
        assert_eq!(difference_sentence(&alike, None), "plates against air: 0 W in total.");
    }
}
