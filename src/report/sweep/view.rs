//! What the charts of a sweep share: values as drawn, rows that lie on a line or a plane through the best row.

use crate::report::compare::metrics::find_metric;
use crate::report::document::units::UnitSystem;
use crate::study::compare::figure::ResultFigure;
use crate::study::sweep::result::{ObjectiveBest, SweepAxis, SweepResult};
use crate::study::sweep::table::{ARCHITECTURE, FEASIBLE, MEETS_CONSTRAINTS};

use super::words::{axis_value, axis_words};

/// A value of a figure as the number that its heading asks for.
pub(in crate::report) fn shown_number(figure: &ResultFigure, value: f64, units: UnitSystem) -> f64 {
    let Some(metric) = find_metric(figure.key) else { return value };
    let factor = match (figure.unit(), metric.unit) {
        (own, shown) if own == shown => 1.0,
        ("", "%") => 100.0,
        // Watts as kilowatts, litres as cubic metres, kilograms as tonnes.
        _ => 1e-3,
    };
    units.unit_for(metric.unit).convert_from_si(value * factor)
}

/// Name of the architecture of a row.
pub(super) fn architecture_of(result: &SweepResult, place: usize) -> &str {
    result.rows.texts(ARCHITECTURE).and_then(|all| all[place].as_deref()).unwrap_or_default()
}

/// Place of a row's architecture among those of the sweep, which gives its style.
pub(super) fn architecture_place(result: &SweepResult, place: usize) -> usize {
    let name = architecture_of(result, place);
    result.architectures.iter().position(|own| own == name).unwrap_or(0)
}

/// Whether a row keeps the limits of the design.
pub(super) fn is_kept(result: &SweepResult, place: usize) -> bool {
    result.rows.flags(MEETS_CONSTRAINTS).is_some_and(|all| all[place])
}

/// Whether a row can be cooled.
pub(super) fn is_feasible(result: &SweepResult, place: usize) -> bool {
    result.rows.flags(FEASIBLE).is_some_and(|all| all[place])
}

/// The first objective and its best row; nothing where no row keeps the limits.
pub(super) fn first_best(result: &SweepResult) -> Option<(&ObjectiveBest, usize)> {
    let best = result.objectives.first()?;
    Some((best, best.place?))
}

/// Whether two rows have the same value of an axis.
pub(super) fn same_value(result: &SweepResult, axis: &SweepAxis, a: usize, b: usize) -> bool {
    result.rows.values(&axis.key).is_some_and(|values| values.text_at(a) == values.text_at(b))
}

/// Rows that differ from one in some axes alone, those given by their places.
pub(super) fn rows_through(result: &SweepResult, place: usize, free: &[usize]) -> Vec<usize> {
    let fixed: Vec<&SweepAxis> =
        result.axes.iter().enumerate().filter(|(axis, _)| !free.contains(axis)).map(|(_, axis)| axis).collect();
    let through = |row: &usize| fixed.iter().all(|axis| same_value(result, axis, *row, place));
    (0..result.rows.len()).filter(through).collect()
}

/// The axes that are held at the values of a row, in words; empty where none is.
pub(super) fn held_words(result: &SweepResult, place: usize, free: &[usize]) -> String {
    let held = result.axes.iter().enumerate().filter(|(axis, _)| !free.contains(axis));
    let words: Vec<String> = held.map(|(_, axis)| axis_words(axis, &result.rows, place)).collect();
    if words.is_empty() { String::new() } else { format!("; others as in the best row: {}", words.join(", ")) }
}

/// The number of a row on an axis; nothing where the axis has texts.
pub(super) fn axis_number_at(result: &SweepResult, axis: &SweepAxis, place: usize) -> Option<f64> {
    result.rows.numbers(&axis.key)?[place]
}

/// The values of an axis that occur in some rows as texts, numbers in their order and texts in that of the rows.
pub(super) fn axis_levels(result: &SweepResult, axis: &SweepAxis, rows: &[usize]) -> Vec<String> {
    let mut numbered: Vec<usize> = rows.to_vec();
    if let Some(numbers) = result.rows.numbers(&axis.key) {
        let value = |row: &usize| numbers[*row].unwrap_or(f64::NAN);
        numbered.sort_by(|a, b| value(a).total_cmp(&value(b)));
    }
    let mut out: Vec<String> = Vec::new();
    for row in numbered {
        let text = axis_value(axis, &result.rows, row);
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
