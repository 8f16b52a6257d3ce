//! Tables of a sweep: the best rows, the front, the limits that are hit.

use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::section::{Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::study::design::Objective;
use crate::study::sweep::result::{FrontRow, SweepAxis, SweepResult};
use crate::study::sweep::table::RowTable;

use super::words::{
    axis_cell, axis_heading, figure_heading, figure_label, figure_value, figure_with_unit, superlative,
};

/// Rows of a front that a table shows.
const MAX_FRONT_ROWS: usize = 30;

pub(super) fn build_sections(result: &SweepResult, units: UnitSystem) -> Vec<Section> {
    let objectives: Vec<Objective> = result.objectives.iter().map(|best| best.objective).collect();
    let front = front_table((&result.front, &objectives), &result.axes, &result.rows, units);
    let all = [best_table(result, units), front, limit_table(result), error_table(result)];
    all.into_iter().flatten().map(Section::from).collect()
}

/// The best row of each objective.
fn best_table(result: &SweepResult, units: UnitSystem) -> Option<TableSection> {
    let found: Vec<_> = result.objectives.iter().filter_map(|best| Some((best, best.place?, best.value?))).collect();
    if found.is_empty() {
        return None;
    }
    let head = ["Objective", "Value", "Architecture", "Row"].map(str::to_owned);
    let row = |(best, place, value): &(&crate::study::sweep::result::ObjectiveBest, usize, f64)| {
        let key = best.objective.figure.key;
        let axes = result.axes.iter().map(|axis| axis_cell(axis, &result.rows, *place));
        let own = [
            format!("{} {}", superlative(best.objective.better), figure_label(key)),
            figure_with_unit(key, *value, units),
            best.architecture.clone().unwrap_or_default(),
            best.row.map_or_else(String::new, |row| row.to_string()),
        ];
        own.into_iter().chain(axes).collect()
    };
    Some(TableSection {
        title: "The best of each objective".to_owned(),
        head: head.into_iter().chain(result.axes.iter().map(axis_heading)).collect(),
        rows: found.iter().map(row).collect(),
        numbers: false,
    })
}

/// The rows of a front with their objectives.
pub(super) fn front_table(
    (front, objectives): (&[FrontRow], &[Objective]),
    axes: &[SweepAxis],
    rows: &RowTable,
    units: UnitSystem,
) -> Option<TableSection> {
    if objectives.len() < 2 || front.is_empty() {
        return None;
    }
    let figures = objectives.iter().map(|o| figure_heading(o.figure.key, units));
    let head = ["Row".to_owned(), "Architecture".to_owned()].into_iter();
    let row = |found: &FrontRow| {
        let values = objectives.iter().zip(&found.values);
        let values = values.map(|(o, value)| figure_value(o.figure.key, Some(*value), units));
        let own = [found.row.to_string(), found.architecture.clone()];
        own.into_iter().chain(axes.iter().map(|axis| axis_cell(axis, rows, found.place))).chain(values).collect()
    };
    let shown = shown_places(front.len());
    let which = if shown.len() < front.len() {
        format!("; {} of {} rows, evenly along it", shown.len(), format_number(front.len() as f64, 0))
    } else {
        String::new()
    };
    Some(TableSection {
        title: format!("Front: no row is better in all objectives{which}"),
        head: head.chain(axes.iter().map(axis_heading)).chain(figures).collect(),
        rows: shown.into_iter().map(|place| row(&front[place])).collect(),
        numbers: false,
    })
}

/// Places of rows that a table of so many shows: all, or some evenly along it with both ends.
fn shown_places(count: usize) -> Vec<usize> {
    if count <= MAX_FRONT_ROWS {
        return (0..count).collect();
    }
    (0..MAX_FRONT_ROWS).map(|i| i * (count - 1) / (MAX_FRONT_ROWS - 1)).collect()
}

/// What can't be cooled, by the limit that is hit.
fn limit_table(result: &SweepResult) -> Option<TableSection> {
    let rows: Vec<Vec<String>> = result
        .limits
        .iter()
        .map(|l| vec![l.limit.clone(), format_number(l.rows as f64, 0), format_percent(l.share)])
        .collect();
    (!rows.is_empty()).then(|| TableSection {
        title: "What can't be cooled, by the limit that is hit".to_owned(),
        head: ["Limit", "Results", "Share"].map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    })
}

/// What makes no scenario or no model.
fn error_table(result: &SweepResult) -> Option<TableSection> {
    let rows: Vec<Vec<String>> =
        result.errors.iter().map(|e| vec![e.error.clone(), format_number(e.rows as f64, 0)]).collect();
    (!rows.is_empty()).then(|| TableSection {
        title: "What makes no scenario or no model".to_owned(),
        head: ["Error", "Results"].map(str::to_owned).to_vec(),
        rows,
        numbers: true,
    })
}
