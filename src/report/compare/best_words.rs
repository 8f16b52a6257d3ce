//! What the search of the best set points found, in sentences.

use crate::report::document::intervals::EQUAL_SHARE;
use crate::report::document::numbers::{format_number, format_percent, format_power};
use crate::report::document::units::UnitSystem;
use crate::scenario::SetPointValue;
use crate::study::best::result::{
    BestArchitecture, BestComparison, BestFigures, BestObjective, BoundSide, FreeSetPoint,
};

/// What an objective is the least of.
pub(super) const fn objective_noun(objective: BestObjective) -> &'static str {
    match objective {
        BestObjective::Energy => "energy at the meter",
        BestObjective::Cost => "life-cycle cost",
        BestObjective::Water => "site water",
        BestObjective::Carbon => "carbon",
    }
}

/// The figure of an objective with its unit.
pub(super) fn format_objective(figures: &BestFigures, objective: BestObjective, units: UnitSystem) -> String {
    match objective {
        BestObjective::Energy => format_power(figures.facility_power_w),
        BestObjective::Cost => units.unit_for("kUSD").format_with_unit(figures.net_present_cost_usd / 1e3, 0),
        BestObjective::Water => figures
            .water_l
            .map_or_else(|| "an unknown amount".to_owned(), |l| units.unit_for("m3").format_with_unit(l / 1e3, 0)),
        BestObjective::Carbon => format!("{} t CO₂e", format_number(figures.carbon_kg_co2e / 1e3, 0)),
    }
}

/// Which architecture is ahead as given and at their best, then what the best of each is.
pub(super) fn best_sentences(best: &BestComparison, units: UnitSystem) -> Vec<String> {
    let leaders = leader_sentence(best).into_iter();
    leaders.chain(best.architectures.iter().map(|a| architecture_sentence(a, best.objective, units))).collect()
}

/// Which architecture is ahead as given, and which at their best; nothing without two to compare.
pub(super) fn leader_sentence(best: &BestComparison) -> Option<String> {
    let objective = best.objective;
    let lead = |figures: fn(&BestArchitecture) -> Option<&BestFigures>| {
        let value = |a: &BestArchitecture| figures(a)?.objective_value(objective);
        let mut all: Vec<_> = best.architectures.iter().filter_map(|a| Some((a.name.as_str(), value(a)?))).collect();
        all.sort_by(|a, b| a.1.total_cmp(&b.1));
        let ((first, least), (last, most)) = (*all.first()?, *all.last()?);
        let share = if most > 0.0 { 1.0 - least / most } else { 0.0 };
        Some(match all.len() {
            1 => format!("{first} alone is feasible"),
            _ if share < EQUAL_SHARE => format!("{first} and {last} need the same"),
            _ => format!("{first} needs the least, {} less than {last}", format_percent(share)),
        })
    };
    let noun = objective_noun(objective);
    let given = lead(|a| a.given.as_ref()).unwrap_or_else(|| "none is feasible".to_owned());
    let at_best = lead(|a| a.best.as_ref())?;
    (best.architectures.len() > 1).then(|| format!("Of {noun}: as given, {given}; at their best, {at_best}."))
}

/// An architecture at its best against as given, and what moved.
fn architecture_sentence(a: &BestArchitecture, objective: BestObjective, units: UnitSystem) -> String {
    let (name, show) = (&a.name, |f: &BestFigures| format_objective(f, objective, units));
    let verb = match objective {
        BestObjective::Energy => "draws",
        BestObjective::Cost => "has a life-cycle cost of",
        BestObjective::Water => "takes, in water on site,",
        BestObjective::Carbon => "causes emissions of",
    };
    let moves: Vec<String> = a.moved.iter().map(|s| describe_move(s, units)).collect();
    match (&a.given, &a.best) {
        (_, None) => format!("{name}: {}.", a.reason.as_deref().unwrap_or("it has no best")),
        (Some(given), Some(_)) if a.moved.is_empty() => format!(
            "At its best for {objective}, {name} {verb} {}, as given: {}.",
            show(given),
            a.reason.as_deref().unwrap_or("nothing is better")
        ),
        (Some(given), Some(best)) => format!(
            "At its best for {objective}, {name} {verb} {} instead of {}{}: {}.",
            show(best),
            show(given),
            saved_share(given, best, objective),
            moves.join(", ")
        ),
        (None, Some(best)) => format!(
            "At its best for {objective}, {name} {verb} {}, and is not feasible as given: {}.",
            show(best),
            moves.join(", ")
        ),
    }
}

/// How much less the best is, where that is to be seen.
fn saved_share(given: &BestFigures, best: &BestFigures, objective: BestObjective) -> String {
    let share = best.objective_value(objective).zip(given.objective_value(objective));
    match share.map(|(best, given)| 1.0 - best / given) {
        Some(share) if share >= EQUAL_SHARE => format!(", {} less", format_percent(share)),
        _ => String::new(),
    }
}

fn describe_move(s: &FreeSetPoint, units: UnitSystem) -> String {
    let (best, given) = (format_value(s, s.best, units), format_value(s, s.given, units));
    format!("{} {best} instead of {given} {}", s.label, units.unit_for(s.unit).label).trim_end().to_owned()
}

/// A value of a set point without its unit.
pub(super) fn format_value(s: &FreeSetPoint, value: SetPointValue, units: UnitSystem) -> String {
    match value {
        SetPointValue::Number(number) => format_end(s, number, units),
        SetPointValue::Word(word) => word.to_owned(),
    }
}

/// A number of a set point without its unit, with the decimals of its steps.
pub(super) fn format_end(s: &FreeSetPoint, number: f64, units: UnitSystem) -> String {
    units.unit_for(s.unit).format_number(number, s.decimals)
}

/// That a set point lies on a limit, and what the limit is; nothing where it does not.
pub(super) fn describe_bound(s: &FreeSetPoint, units: UnitSystem) -> Option<String> {
    let side = match s.at_bound? {
        BoundSide::Low => "lower",
        BoundSide::High => "upper",
    };
    let value = format!("{} {}", format_value(s, s.best, units), units.unit_for(s.unit).label);
    Some(format!(
        "{} {} is at its {side} limit: {}",
        s.label,
        value.trim_end(),
        s.bound.as_deref().unwrap_or("given by the scenario")
    ))
}
