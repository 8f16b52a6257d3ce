//! The best designs in words.

use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::phrase::uppercase_first_letter;
use crate::report::document::units::UnitSystem;
use crate::report::sweep::words::{axis_number, count_words, figure_label, figure_with_unit, superlative};
use crate::study::design::DesignValue;
use crate::study::optimize::result::{
    ArchitectureOptimum, BindingLimit, FrontDesign, LimitKind, NamedResult, OptimizeResult, SearchMethod, ShadowPrice,
};
use crate::units::typeset::typeset_unit;

/// A change that is told as none.
const SAME_SHARE: f64 = 5e-4;

/// What was searched and how far.
pub(super) fn subtitle_line(result: &OptimizeResult) -> String {
    let designs: usize = result.architectures.iter().map(|a| a.designs).sum();
    let searched = result.architectures.iter().any(|a| a.method != SearchMethod::EveryDesign);
    let how = if searched {
        format!("generations of {}, seed {}", result.population, result.seed)
    } else {
        "every combination".to_owned()
    };
    format!(
        "{} of {} tried for {}: {how}",
        count_words(designs, "design", "designs"),
        count_words(result.variables.len(), "variable", "variables"),
        count_words(result.architectures.len(), "architecture", "architectures")
    )
}

/// The best of an architecture in a sentence or two, or why there is none.
pub(super) fn answer_sentence(result: &OptimizeResult, a: &ArchitectureOptimum, units: UnitSystem) -> String {
    let name = &a.name;
    if let Some(reason) = &a.reason {
        return format!("{name}: {reason}.");
    }
    let ends: Vec<String> =
        a.named.iter().take(result.objectives.len()).filter_map(|named| end_words(result, a, named, units)).collect();
    let knee = a.named.iter().find(|named| named.name == "knee").map(|named| {
        let design = &a.front[named.front_index];
        format!(" The knee has {} with {}.", objective_words(result, design, units), design_words(a, design))
    });
    format!("{name}: {}.{}", ends.join("; "), knee.unwrap_or_default())
}

/// An end of a front: its figure, against the scenario as given, and its values.
fn end_words(
    result: &OptimizeResult,
    a: &ArchitectureOptimum,
    named: &NamedResult,
    units: UnitSystem,
) -> Option<String> {
    let place = a.named.iter().position(|own| own.name == named.name)?;
    let (objective, design) = (result.objectives.get(place)?, &a.front[named.front_index]);
    let (key, value) = (objective.figure.key, *design.objectives.get(place)?);
    let against = a.as_given.as_ref().and_then(|given| given.get(place)).filter(|given| **given != 0.0).map(|given| {
        let change = value / given - 1.0;
        if change.abs() < SAME_SHARE {
            return " (as given)".to_owned();
        }
        let word = if change < 0.0 { "less" } else { "more" };
        let keeps = if a.as_given_meets_constraints { "" } else { ", which fails the constraints" };
        format!(" ({} {word} than as given{keeps})", format_percent(change.abs()))
    });
    let figure = figure_with_unit(key, value, units);
    let label = figure_label(key);
    let superlative = superlative(objective.better).to_lowercase();
    Some(format!("{superlative} {label} {figure}{} with {}", against.unwrap_or_default(), design_words(a, design)))
}

/// All objectives of a design.
fn objective_words(result: &OptimizeResult, design: &FrontDesign, units: UnitSystem) -> String {
    let one = |(objective, value): (&crate::study::design::Objective, &f64)| {
        format!("{} {}", figure_label(objective.figure.key), figure_with_unit(objective.figure.key, *value, units))
    };
    join_words(&result.objectives.iter().zip(&design.objectives).map(one).collect::<Vec<_>>())
}

/// The values of a design.
fn design_words(a: &ArchitectureOptimum, design: &FrontDesign) -> String {
    let one = |(key, value): (&String, &DesignValue)| format!("{} {}", variable_label(key), value_words(value));
    join_words(&a.variables.iter().zip(&design.values).map(one).collect::<Vec<_>>())
}

fn join_words(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// A key as words: its last step.
pub(super) fn variable_label(key: &str) -> String {
    key.rsplit('.').next().unwrap_or(key).replace('_', " ")
}

/// A value with its unit as a reader writes it.
pub(super) fn value_words(value: &DesignValue) -> String {
    match value {
        DesignValue::Number { value, unit } => {
            format!("{} {}", axis_number(*value), typeset_unit(unit)).trim_end().to_owned()
        }
        other => other.to_string(),
    }
}

/// What a named design is called.
pub(super) fn design_name(result: &OptimizeResult, named: &NamedResult) -> String {
    let of = |objective: &&crate::study::design::Objective| {
        named.name.strip_suffix(objective.figure.key).is_some_and(|word| matches!(word, "least " | "most "))
    };
    match result.objectives.iter().find(of) {
        Some(objective) => format!("{} {}", superlative(objective.better), figure_label(objective.figure.key)),
        None if named.name == "knee" => "Knee".to_owned(),
        None => "Best".to_owned(),
    }
}

/// What holds a design back, as sentences behind its name.
pub(super) fn limit_sentences(named: &NamedResult, units: UnitSystem) -> String {
    let mut sentences = named.limits.iter().map(|limit| limit_sentence(limit, units));
    match sentences.next() {
        None => "no limit binds: the best lies within all of them".to_owned(),
        Some(first) => sentences.fold(first, |text, next| text + ". " + &uppercase_first_letter(&next)),
    }
}

fn limit_sentence(limit: &BindingLimit, units: UnitSystem) -> String {
    let what = match (limit.kind, &limit.variable) {
        (LimitKind::LowEnd | LimitKind::HighEnd, Some(key)) => {
            let end = if limit.kind == LimitKind::LowEnd { "lower" } else { "upper" };
            format!("at the {end} end of the range of {}", variable_label(key))
        }
        (LimitKind::Model, Some(key)) => {
            format!("a further step of {} makes no design: {}", variable_label(key), limit.limit)
        }
        _ => format!("held by the constraint {}", limit.limit),
    };
    let price = match (&limit.reason, limit.prices.as_slice()) {
        (Some(reason), _) => format!("; no price is defined, {reason}"),
        (None, []) => String::new(),
        (None, prices) => {
            let all: Vec<String> = prices.iter().map(|price| price_words(price, limit, units)).collect();
            format!("; {}", join_words(&all))
        }
    };
    what + &price
}

/// What an objective changes by for each unit that a limit gives way, and the step that tells it.
fn price_words(price: &ShadowPrice, limit: &BindingLimit, units: UnitSystem) -> String {
    let label = figure_label(price.objective);
    let unit = typeset_unit(&limit.unit);
    let unit = if unit.is_empty() { "unit" } else { unit };
    let step = format!("by a step of {} {}", axis_number(limit.relaxed_by.unwrap_or(1.0)), typeset_unit(&limit.unit));
    if price.per_unit == 0.0 {
        return format!("{label} gains nothing {}", step.trim_end());
    }
    let change = figure_with_unit(price.objective, price.per_unit.abs(), units);
    let word = if price.per_unit < 0.0 { "falls" } else { "rises" };
    format!("{label} {word} by {change} for each {unit} that it gives way, {}", step.trim_end())
}

/// How far the search had settled.
pub(super) fn convergence_note(a: &ArchitectureOptimum) -> Option<String> {
    let share = a.early_hypervolume_share.filter(|share| *share < 0.99)?;
    Some(format!(
        "{}: the last quarter of the generations and the polish of the named designs found {} of the hypervolume of the \
         front; more generations may find better designs",
        a.name,
        format_percent(1.0 - share)
    ))
}

/// The named designs whose accelerators run below their full speed: what they save, they also leave undone.
pub(super) fn slower_work_note(result: &OptimizeResult, a: &ArchitectureOptimum) -> Option<String> {
    let slower = |named: &&NamedResult| a.front[named.front_index].performance.is_some_and(|share| share < 0.9995);
    let words = |named: &NamedResult| {
        let share = a.front[named.front_index].performance.unwrap_or(1.0);
        format!("{} of its full speed in ‘{}’", format_percent(share), design_name(result, named))
    };
    let slower: Vec<String> = a.named.iter().filter(slower).map(words).collect();
    (!slower.is_empty()).then(|| {
        let all = join_words(&slower);
        format!(
            "{}: the hottest accelerator keeps {all}; the constraint rack.performance >= 1 asks for no less work",
            a.name
        )
    })
}

/// How many designs keep the constraints.
pub(super) fn count_sentence(a: &ArchitectureOptimum) -> String {
    format!(
        "{} of {} designs keep the constraints; {} on the front",
        format_number(a.feasible_designs as f64, 0),
        format_number(a.designs as f64, 0),
        format_number(a.front.len() as f64, 0)
    )
}
