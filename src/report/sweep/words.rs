//! Findings of a sweep in words.

use crate::report::compare::metrics::find_metric;
use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::phrase::uppercase_first_letter;
use crate::report::document::units::UnitSystem;
use crate::study::sweep::result::{AbsentFigure, ObjectiveBest, RowCounts, SweepAxis, SweepResult};
use crate::study::sweep::table::RowTable;
use crate::study::uncertainty::BetterDirection;
use crate::units::typeset::typeset_unit;

/// How rows were chosen.
pub(super) fn subtitle_line(result: &SweepResult) -> String {
    let rows = result.counts.rows / result.architectures.len().max(1);
    let chosen = match result.seed {
        None => "every combination of the values".to_owned(),
        Some(seed) => format!("a sample of the kind `{}`, seed {seed}", result.sample.name()),
    };
    format!(
        "{} rows of {} for {}: {chosen}",
        format_number(rows as f64, 0),
        count_words(result.axes.len(), "axis", "axes"),
        count_words(result.architectures.len(), "architecture", "architectures")
    )
}

/// A number and its noun.
pub(in crate::report) fn count_words(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", format_number(count as f64, 0), if count == 1 { one } else { many })
}

/// The best of the first objective, or that there is none.
pub(super) fn headline_sentence(result: &SweepResult, units: UnitSystem) -> String {
    let Some(best) = result.objectives.first() else { return outcome_sentence(result) };
    let Some(row) = best_words(result, best, units) else {
        return format!("No row keeps the limits. {}", outcome_sentence(result));
    };
    format!("{row} {}", outcome_sentence(result))
}

/// The best row of an objective in a sentence; nothing where no row keeps the limits.
fn best_words(result: &SweepResult, best: &ObjectiveBest, units: UnitSystem) -> Option<String> {
    let (value, place) = (best.value?, best.place?);
    let architecture = best.architecture.as_ref()?;
    let figure = figure_with_unit(best.objective.figure.key, value, units);
    let at: Vec<String> = result.axes.iter().map(|axis| axis_words(axis, &result.rows, place)).collect();
    let (label, superlative) = (figure_label(best.objective.figure.key), superlative(best.objective.better));
    Some(format!("{superlative} {label}: {figure}, by ‘{architecture}’ with {}.", at.join(", ")))
}

/// Word for the best of an objective.
pub(in crate::report) const fn superlative(better: BetterDirection) -> &'static str {
    match better {
        BetterDirection::Lower => "Lowest",
        BetterDirection::Higher => "Highest",
    }
}

/// How many rows can be cooled and keep the limits.
fn outcome_sentence(result: &SweepResult) -> String {
    let RowCounts { rows, feasible, meeting_constraints, .. } = result.counts;
    let share = |count: usize| format_percent(count as f64 / rows.max(1) as f64);
    let results = count_words(rows, "result", "results");
    if result.constraints.is_empty() {
        return format!("Of {results}, {} can be cooled ({}).", format_number(feasible as f64, 0), share(feasible));
    }
    format!(
        "Of {results}, {} can be cooled ({}) and {} also keep the limits of the design ({}).",
        format_number(feasible as f64, 0),
        share(feasible),
        format_number(meeting_constraints as f64, 0),
        share(meeting_constraints)
    )
}

/// What the reader must know of rows without a result.
pub(super) fn notes(result: &SweepResult) -> Vec<String> {
    let wrong = result.counts.wrong;
    let unknown = |absent: &AbsentFigure| {
        let (label, rows) = (figure_label(absent.key), count_words(absent.rows, "result", "results"));
        format!(
            "{label}: none in {rows} that can be cooled, which have no part in its best and in the front; {}",
            absent.reason
        )
    };
    let told = (wrong > 0).then(|| {
        format!(
            "{} no scenario or no model; their errors stand in the rows",
            count_words(wrong, "result makes", "results make")
        )
    });
    told.into_iter().chain(result.absent.iter().map(unknown)).collect()
}

/// The value of an axis in a row with its name.
pub(super) fn axis_words(axis: &SweepAxis, rows: &RowTable, place: usize) -> String {
    format!("{} = {}", axis.label, axis_value(axis, rows, place))
}

/// The value of an axis in a row, below a heading with its unit.
pub(super) fn axis_cell(axis: &SweepAxis, rows: &RowTable, place: usize) -> String {
    match rows.numbers(&axis.key).and_then(|values| values.get(place).copied().flatten()) {
        Some(value) => axis_number(value),
        None => rows.values(&axis.key).map_or_else(String::new, |values| values.text_at(place)),
    }
}

/// The value of an axis in a row with its unit.
pub(super) fn axis_value(axis: &SweepAxis, rows: &RowTable, place: usize) -> String {
    let cell = axis_cell(axis, rows, place);
    if rows.numbers(&axis.key).is_some() { with_axis_unit(&cell, axis) } else { cell }
}

/// A number of an axis as a reader writes it.
pub(in crate::report) fn axis_number(value: f64) -> String {
    let rounded = format!("{value:.5e}").parse().unwrap_or(value);
    let text = f64::to_string(&rounded);
    let digits = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    format_number(rounded, digits)
}

fn with_axis_unit(number: &str, axis: &SweepAxis) -> String {
    format!("{number} {}", typeset_unit(&axis.unit)).trim_end().to_owned()
}

/// Name of an axis with its unit, as a heading.
pub(super) fn axis_heading(axis: &SweepAxis) -> String {
    let label = uppercase_first_letter(&axis.label);
    if axis.unit.is_empty() { label } else { format!("{label}, {}", typeset_unit(&axis.unit)) }
}

/// Name of a figure within a sentence.
pub(in crate::report) fn figure_label(key: &str) -> String {
    let label = find_metric(key).map_or(key, |metric| metric.standalone_label());
    // Names like PUE keep their capitals.
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

/// Name of a figure with its unit, as a heading.
pub(in crate::report) fn figure_heading(key: &str, units: UnitSystem) -> String {
    find_metric(key).map_or_else(|| key.to_owned(), |metric| metric.standalone_heading(units))
}

/// A value of a figure as shown below its heading; a dash where there is none.
pub(in crate::report) fn figure_value(key: &str, value: Option<f64>, units: UnitSystem) -> String {
    match (find_metric(key), value) {
        (Some(metric), Some(value)) => metric.format_value(value, units),
        _ => "–".to_owned(),
    }
}

/// A value of a figure with its unit.
pub(in crate::report) fn figure_with_unit(key: &str, value: f64, units: UnitSystem) -> String {
    let Some(metric) = find_metric(key) else { return value.to_string() };
    let unit = units.unit_for(metric.unit);
    format!("{} {}", metric.format_value(value, units), unit.label).trim_end().to_owned()
}
