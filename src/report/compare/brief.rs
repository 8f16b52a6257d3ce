//! A comparison for a manager: what is saved, what it needs and costs, how sure that is and what speaks against it.

use crate::report::context::ReportContext;
use crate::report::document::fold::{fold_sentence, fold_with_hang};
use crate::report::document::intervals::format_odds;
use crate::report::document::numbers::{format_number, format_percent, format_significant};
use crate::report::document::terminal::line_width;
use crate::report::document::units::UnitSystem;
use crate::study::compare::result::{AnnualResult, ArchitectureResult, Comparison};

use super::headline::{headline_sentence, rank_architectures};
use super::sampled_figures::find_difference;
use super::subtitle_line;

/// Amounts closer than this share of the larger are equal to a reader.
const EQUAL_SHARE: f64 = 5e-4;
/// Other architectures that are told of.
const MAX_OTHERS: usize = 3;

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

/// The text for a terminal of the width of `context`.
pub(super) fn render_brief(result: &Comparison, context: &ReportContext) -> String {
    let lines = line_width(context.width);
    let sentence = |text: &str| fold_sentence(text, lines) + "\n";
    let mut out = sentence(&result.title) + &sentence(&subtitle_line(result)) + "\n";
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
    let (saves, costs) = changes(choice, against, &years, context.units);
    let list =
        |items: &[String]| if items.is_empty() { "nothing that was counted".to_owned() } else { items.join(", ") };
    out.push_str(&sentence(&verdict));
    out.push('\n');
    out.push_str(&sentence(&format!("{} against {}:", choice.hall.name, against.hall.name)));
    out.push_str(&labelled("saves", &list(&saves)));
    out.push_str(&labelled("needs", &needs(choice, against)));
    out.push_str(&labelled("costs", &list(&costs)));
    out.push_str(&labelled("sure?", &certainty(result, choice, against, &years)));
    out.push_str(&labelled("against", &objections(result, choice)));
    let others: Vec<String> = sides
        .iter()
        .filter(|s| !s.is(choice) && !s.is(against))
        .take(MAX_OTHERS)
        .map(|s| format!("{} {} and {}", s.hall.name, money_words(s, against, &years), power_words(s, against)))
        .collect();
    if !others.is_empty() {
        out.push('\n');
        out.push_str(&sentence(&format!("Also compared with {}: {}.", against.hall.name, others.join("; "))));
    }
    out
}

fn money_words(side: &Side<'_>, base: &Side<'_>, years: &str) -> String {
    let apart = side.cost_usd() - base.cost_usd();
    let word = if apart < 0.0 { "less" } else { "more" };
    format!("costs {} {word} over {years} years", dollars(apart.abs()))
}

fn power_words(side: &Side<'_>, base: &Side<'_>) -> String {
    let share = side.power_w / base.power_w - 1.0;
    format!("draws {} {}", format_percent(share.abs()), if share < 0.0 { "less" } else { "more" })
}

/// Dollars with three digits.
fn dollars(usd: f64) -> String {
    match usd {
        usd if usd >= 999.5e3 => format!("{} MUSD", format_significant(usd / 1e6)),
        usd => format!("{} kUSD", format_number(usd / 1e3, 0)),
    }
}

/// What is less and what is more than on the other side.
fn changes(choice: &Side<'_>, against: &Side<'_>, years: &str, units: UnitSystem) -> (Vec<String>, Vec<String>) {
    let (mut saves, mut costs) = (Vec::new(), Vec::new());
    let mut add = |now: f64, before: f64, text: &dyn Fn(f64) -> String| {
        let apart = now - before;
        if apart.abs() > EQUAL_SHARE * now.abs().max(before.abs()) {
            if apart < 0.0 { saves.push(text(-apart)) } else { costs.push(format!("{} more", text(apart))) }
        }
    };
    let cost = choice.cost_usd() / against.cost_usd() - 1.0;
    add(choice.cost_usd(), against.cost_usd(), &|usd| {
        format!("{} in {years} years ({})", dollars(usd), format_percent(cost.abs()))
    });
    add(choice.year.energy_kwh, against.year.energy_kwh, &|kwh| {
        format!("{} MWh of electricity a year", format_number(kwh / 1e3, 0))
    });
    if let (Some(now), Some(before)) = (choice.year.water_l, against.year.water_l) {
        let volume = units.unit_for("m³");
        add(now, before, &|litres| format!("{} of water a year", volume.format_with_unit(litres / 1e3, 0)));
    }
    add(choice.year.carbon_kg_co2e, against.year.carbon_kg_co2e, &|kg| {
        format!("{} t CO₂e a year", format_number(kg / 1e3, 0))
    });
    let slow = |s: &Side<'_>| s.hall.rack.as_ref().map_or(0.0, |r| 1.0 - r.performance);
    if slow(choice) > slow(against) + EQUAL_SHARE {
        costs.push(format!("{} of the accelerators' clock", format_percent(slow(choice) - slow(against))));
    }
    if let (Some(now), Some(before)) = (choice.year.tokens_per_joule, against.year.tokens_per_joule) {
        let energy = before / now - 1.0;
        let text = format!("{} of the energy for each output token", format_percent(energy.abs()));
        if energy < -EQUAL_SHARE {
            saves.push(text);
        } else if energy > EQUAL_SHARE {
            costs.push(format!("{} more energy for each output token", format_percent(energy)));
        }
    }
    (saves, costs)
}

/// Racks and capital.
fn needs(choice: &Side<'_>, against: &Side<'_>) -> String {
    let mut out = Vec::new();
    if let (Some(now), Some(before)) = (choice.hall.racks, against.hall.racks) {
        let (now, before) = (f64::from(now), f64::from(before));
        let instead = if now < before || now > before {
            format!(" instead of {}", format_number(before, 0))
        } else {
            ", as many".to_owned()
        };
        out.push(format!("{} racks{instead}", format_number(now, 0)));
    }
    let (now, before) = (choice.year.ownership.capital_usd, against.year.ownership.capital_usd);
    let apart = now - before;
    out.push(if apart.abs() <= EQUAL_SHARE * now.max(before) {
        "the same capital for plant and power".to_owned()
    } else {
        format!("{} {} capital for plant and power", dollars(apart.abs()), if apart < 0.0 { "less" } else { "more" })
    });
    out.join("; ")
}

/// How often the choice draws and costs less among the draws of what is not known.
fn certainty(result: &Comparison, choice: &Side<'_>, against: &Side<'_>, years: &str) -> String {
    let Some(sampled) = &result.uncertainty else {
        return "not drawn; `rackjoule compare --brief --uncertainty 200` does".to_owned();
    };
    // Differences are sampled against the first architecture that can be cooled.
    let odds = |key: &str| {
        let found = |name: &str, base: &str| find_difference(sampled, name, key).filter(|d| d.base == base);
        let (name, other) = (choice.hall.name.as_str(), against.hall.name.as_str());
        let less = found(name, other).map(|d| (d.lower_probability, d.samples));
        less.or_else(|| found(other, name).map(|d| (1.0 - d.lower_probability - d.equal_probability, d.samples)))
    };
    let word = |key: &str, what: &str| odds(key).map(|(p, samples)| format!("{what} in {}", format_odds(p, samples)));
    let power = word("facility_power_w", "less power");
    let cost = word("annual.net_present_cost_usd", &format!("less cost over {years} years"));
    let told: Vec<String> = power.into_iter().chain(cost).collect();
    if told.is_empty() {
        return "not drawn for this pair".to_owned();
    }
    format!("{}, each with all estimates drawn within their ranges", told.join(", "))
}

/// What speaks against the choice, and what no side counts.
fn objections(result: &Comparison, choice: &Side<'_>) -> String {
    let mut out = Vec::new();
    if choice.year.unmet_hours > 0.0 {
        out.push(format!(
            "its supply exceeds the set point in {} h of the year",
            format_number(choice.year.unmet_hours, 0)
        ));
    }
    if !result.equality.unequal.is_empty() {
        out.push("more than the cooling differs (--full says what)".to_owned());
    }
    if out.is_empty() {
        out.push("nothing in this comparison".to_owned());
    }
    format!("{}; not covered: {}", out.join("; "), result.equality.left_out.join(", "))
}
