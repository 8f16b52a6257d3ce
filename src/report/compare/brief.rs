//! A comparison for a manager: what is saved, what it needs and costs, how sure that is and what speaks against it.

use crate::report::context::ReportContext;
use crate::report::document::fold::{fold_sentence, fold_with_hang};
use crate::report::document::intervals::{EQUAL_SHARE, format_odds, format_to_step, rounding_step, significant_step};
use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::terminal::line_width;
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::{AnnualResult, ArchitectureResult, Comparison};
use crate::study::compare::sampled_result::{SampledDifference, SamplingSummary};
use crate::study::uncertainty::DEFAULT_SAMPLES;

use super::headline::{headline_sentence, rank_architectures};
use super::sampled_figures::find_difference;
use super::{growth, subtitle_line, summary_figures, summary_notes};

/// Other architectures that are told of in a sentence; of more a table tells.
const MAX_OTHERS: usize = 2;
/// Digits of a difference that was not sampled.
const DIFFERENCE_DIGITS: i32 = 3;

/// An architecture that can be cooled, with its year.
#[derive(Clone, Copy)]
struct Side<'a> {
    hall: &'a ArchitectureResult,
    year: &'a AnnualResult,
    power_w: f64,
}

impl Side<'_> {
    fn cost_usd(&self) -> f64 {
        self.year.ownership.net_present_cost_usd
    }

    fn is(&self, other: &Self) -> bool {
        self.hall.name == other.hall.name
    }
}

/// What sampling knows of the differences between two architectures.
struct PairDifferences<'a> {
    sampled: Option<&'a SamplingSummary>,
    name: &'a str,
    against: &'a str,
    units: UnitSystem,
}

impl PairDifferences<'_> {
    /// The sampled difference of a figure, whichever of the two is its base.
    fn find(&self, key: &str) -> Option<&SampledDifference> {
        let of = |name: &str, base: &str| find_difference(self.sampled?, name, key).filter(|d| d.base == base);
        of(self.name, self.against).or_else(|| of(self.against, self.name))
    }

    /// The step of the digits of a difference: what its interval leaves, one digit at least.
    fn step(&self, key: &str, apart: f64) -> f64 {
        let known = self.find(key).map_or(0.0, |d| rounding_step(d.difference));
        if known > 0.0 { known.min(significant_step(apart, 1)) } else { significant_step(apart, DIFFERENCE_DIGITS) }
    }

    /// A difference in per cent, to the digits that its interval leaves.
    fn percent(&self, key: &str, share: f64) -> String {
        let known = self.find(key).and_then(|d| d.relative).map_or(0.0, rounding_step);
        if known > 0.0 {
            format!("{} %", format_to_step(share, known.min(significant_step(share, 1)), 0.01))
        } else {
            format_percent(share)
        }
    }

    /// Money, to the digits that the interval leaves.
    fn money(&self, key: &str, usd: f64) -> String {
        let money = self.units.unit_for("USD");
        let (amount, step) = (money.convert_from_si(usd), money.convert_from_si(self.step(key, usd)));
        let (unit, scale) = if amount >= 999.5e3 { ("MUSD", 1e6) } else { ("kUSD", 1e3) };
        format!("{} {}", format_to_step(amount, step, scale), self.units.unit_for(unit).label)
    }
}

/// The text for a terminal of the width of `context`.
pub(super) fn render_brief<'a>(result: &'a Comparison, context: &ReportContext) -> String {
    let lines = line_width(context.width);
    let sentence = |text: &str| fold_sentence(text, lines) + "\n";
    let mut out = sentence(&result.title) + &sentence(&subtitle_line(result));
    out.extend(context.units.currency_note().map(|note| sentence(&note)));
    if growth::grows(result.architectures.iter()) {
        out.push_str(&sentence(growth::LAST_PHASE_NOTE));
    }
    out.push('\n');
    let ranked = rank_architectures(result);
    let sides: Vec<Side<'_>> = ranked
        .into_iter()
        .filter_map(|(hall, power_w)| Some(Side { hall, year: hall.annual.as_ref()?, power_w }))
        .collect();
    let base = result.architectures.iter().find_map(|a| sides.iter().find(|s| s.hall.name == a.name));
    let cheapest = sides.iter().min_by(|a, b| a.cost_usd().total_cmp(&b.cost_usd()));
    let (Some(base), Some(cheapest), [least, next, ..]) = (base, cheapest, sides.as_slice()) else {
        return out + &sentence(&headline_sentence(result));
    };
    let years = format_number(result.cost.years, 0);
    let verdict = if !least.is(cheapest) {
        format!("{} draws least power; {} costs least over {years} years.", least.hall.name, cheapest.hall.name)
    } else if least.is(base) {
        format!("{} is the best choice here: nothing compared with it draws or costs less.", base.hall.name)
    } else {
        format!("{} is the best choice here: it draws least power and costs least over {years} years.", least.hall.name)
    };
    // The money decides; where the base is cheapest, what the power saves, and else what the base saves against the next.
    let (choice, against) = match (cheapest.is(base), least.is(base)) {
        (false, _) => (cheapest, base),
        (true, false) => (least, base),
        (true, true) => (base, next),
    };
    let labelled =
        |label: &str, text: &str| fold_with_hang(text, lines, &format!("  {label:<9}"), &" ".repeat(11)) + "\n";
    let differences = |side: &Side<'a>| PairDifferences {
        sampled: result.uncertainty.as_ref(),
        name: &side.hall.name,
        against: &against.hall.name,
        units: context.units,
    };
    let (saves, costs) = changes(choice, against, &differences(choice), &years, context.units);
    let list =
        |items: &[String]| if items.is_empty() { "nothing that was counted".to_owned() } else { items.join(", ") };
    out.push_str(&sentence(&verdict));
    out.push('\n');
    out.push_str(&sentence(&format!("{} against {}:", choice.hall.name, against.hall.name)));
    out.push_str(&labelled("saves", &list(&saves)));
    out.push_str(&labelled("needs", &needs(choice, against, &differences(choice))));
    out.push_str(&labelled("costs", &list(&costs)));
    out.push_str(&labelled("sure?", &certainty(&differences(choice), &years)));
    out.push_str(&labelled("against", &objections(result, choice, context.units)));
    let others: Vec<&Side<'_>> = sides.iter().filter(|s| !s.is(choice) && !s.is(against)).collect();
    if others.len() > MAX_OTHERS {
        out.push('\n');
        out.push_str(&summary_figures::brief_table(result, context.units, lines));
    } else if !others.is_empty() {
        let told: Vec<String> = others
            .iter()
            .map(|s| {
                let known = differences(s);
                format!(
                    "{} {} and {}",
                    s.hall.name,
                    money_words(s, against, &known, &years),
                    power_words(s, against, &known)
                )
            })
            .collect();
        out.push('\n');
        out.push_str(&sentence(&format!("Also compared with {}: {}.", against.hall.name, told.join("; "))));
    }
    out
}

fn money_words(side: &Side<'_>, base: &Side<'_>, known: &PairDifferences<'_>, years: &str) -> String {
    let apart = side.cost_usd() - base.cost_usd();
    let word = if apart < 0.0 { "less" } else { "more" };
    format!("costs {} {word} over {years} years", known.money("annual.net_present_cost_usd", apart.abs()))
}

fn power_words(side: &Side<'_>, base: &Side<'_>, known: &PairDifferences<'_>) -> String {
    let share = side.power_w / base.power_w - 1.0;
    let word = if share < 0.0 { "less" } else { "more" };
    format!("draws {} {word}", known.percent("facility_power_w", share.abs()))
}

/// What is less and what is more than on the other side.
fn changes(
    choice: &Side<'_>,
    against: &Side<'_>,
    known: &PairDifferences<'_>,
    years: &str,
    units: UnitSystem,
) -> (Vec<String>, Vec<String>) {
    let (mut saves, mut costs) = (Vec::new(), Vec::new());
    let mut add = |now: f64, before: f64, text: &dyn Fn(f64, &str) -> String| {
        let apart = now - before;
        if apart.abs() > EQUAL_SHARE * now.abs().max(before.abs()) {
            if apart < 0.0 { saves.push(text(-apart, "")) } else { costs.push(text(apart, " more")) }
        }
    };
    let cost = choice.cost_usd() / against.cost_usd() - 1.0;
    let amount = |key: &str, value: f64| format_to_step(value, known.step(key, value), 1e3);
    add(choice.cost_usd(), against.cost_usd(), &|usd, more| {
        let key = "annual.net_present_cost_usd";
        format!("{}{more} in {years} years ({})", known.money(key, usd), known.percent(key, cost.abs()))
    });
    add(choice.year.energy_kwh, against.year.energy_kwh, &|kwh, more| {
        format!("{} MWh{more} of electricity a year", amount("annual.energy_kwh", kwh))
    });
    if let (Some(now), Some(before)) = (choice.year.water_l, against.year.water_l) {
        let volume = units.unit_for("m³");
        add(now, before, &|litres, more| {
            let shown = |litres: f64| volume.convert_from_si(litres / 1e3);
            let step = shown(known.step("annual.water_l", litres));
            format!("{} {}{more} of water a year", format_to_step(shown(litres), step, 1.0), volume.label)
        });
    }
    add(choice.year.carbon_kg_co2e, against.year.carbon_kg_co2e, &|kg, more| {
        format!("{} t CO₂e{more} a year", amount("annual.carbon_kg_co2e", kg))
    });
    let slow = |s: &Side<'_>| s.hall.rack.as_ref().map_or(0.0, |r| 1.0 - r.performance);
    if slow(choice) > slow(against) + EQUAL_SHARE {
        costs.push(format!("{} of the accelerators' clock", format_percent(slow(choice) - slow(against))));
    }
    if let (Some(now), Some(before)) = (choice.year.tokens_per_joule, against.year.tokens_per_joule) {
        let energy = before / now - 1.0;
        let share = known.percent("annual.tokens_per_joule", energy.abs());
        if energy < -EQUAL_SHARE {
            saves.push(format!("{share} of the energy for each output token"));
        } else if energy > EQUAL_SHARE {
            costs.push(format!("{share} more energy for each output token"));
        }
    }
    (saves, costs)
}

/// Racks and capital.
fn needs(choice: &Side<'_>, against: &Side<'_>, known: &PairDifferences<'_>) -> String {
    let mut out = Vec::new();
    if let (Some(now), Some(before)) = (choice.hall.racks, against.hall.racks) {
        let count = |racks: u32| format_number(f64::from(racks), 0);
        let instead = if now == before { ", as many".to_owned() } else { format!(" instead of {}", count(before)) };
        out.push(format!("{} racks{instead}", count(now)));
    }
    let (now, before) = (choice.year.ownership.capital_usd, against.year.ownership.capital_usd);
    let apart = now - before;
    out.push(if apart.abs() <= EQUAL_SHARE * now.max(before) {
        "the same capital for plant and power".to_owned()
    } else {
        let word = if apart < 0.0 { "less" } else { "more" };
        format!("{} {word} capital for plant and power", known.money("annual.capital_usd", apart.abs()))
    });
    out.join("; ")
}

/// How often the choice draws and costs less among the draws of what is not known.
fn certainty(known: &PairDifferences<'_>, years: &str) -> String {
    if known.sampled.is_none() {
        return format!("not drawn; `rackjoule compare --brief --uncertainty {DEFAULT_SAMPLES}` does");
    }
    let odds = |key: &str| {
        known.find(key).map(|d| {
            let more = 1.0 - d.lower_probability - d.equal_probability;
            (if d.name == known.name { d.lower_probability } else { more }, d.samples)
        })
    };
    let word = |key: &str, what: &str| odds(key).map(|(p, samples)| format!("{what} in {}", format_odds(p, samples)));
    let power = word("facility_power_w", "less power");
    let cost = word("annual.net_present_cost_usd", &format!("less cost over {years} years"));
    let told: Vec<String> = power.into_iter().chain(cost).collect();
    if told.is_empty() {
        return "not drawn for this pair".to_owned();
    }
    format!("{}, estimates drawn within their ranges", told.join(", "))
}

/// What speaks against the choice, and what no side counts.
fn objections(result: &Comparison, choice: &Side<'_>, units: UnitSystem) -> String {
    let mut out = summary_notes::pressing_warnings(result, &choice.hall.name, units);
    if !result.equality.unequal.is_empty() {
        out.push("more than the cooling differs (--full says what)".to_owned());
    }
    if out.is_empty() {
        out.push("nothing in this comparison".to_owned());
    }
    format!("{}; not covered: {}", out.join("; "), result.equality.left_out.join(", "))
}
