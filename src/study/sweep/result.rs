//! What a small sweep found, and the front of any.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::solve::front::dominance::pareto_front;
use crate::study::compare::figure::ResultFigure;
use crate::study::design::DesignVariable;
use crate::study::design::Objective;

use super::design::SweepDesign;
use super::row::{SweepRow, limit_words};
use super::sample::SampleMethod;
use super::table::{MEETS_CONSTRAINTS, RowTable};

/// All rows of a design, and what they come to.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SweepResult {
    /// What was asked.
    pub title: String,
    /// How rows were chosen.
    pub sample: SampleMethod,
    /// Seed of what is random; nothing for a grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// What varied.
    pub axes: Vec<SweepAxis>,
    /// Names of the architectures, in the scenario's order.
    pub architectures: Vec<String>,
    /// Figures of each row.
    pub columns: Vec<SweepColumn>,
    /// Limits of the design.
    pub constraints: Vec<String>,
    /// How many rows there are and how they ended.
    pub counts: RowCounts,
    /// Limits that are hit, the most frequent first.
    pub limits: Vec<LimitCount>,
    /// Errors of rows, the most frequent first.
    pub errors: Vec<ErrorCount>,
    /// Figures that do not exist in some rows that can be cooled: water of wetted pads in joint bins, tokens without a
    /// measured rate …
    pub absent: Vec<AbsentFigure>,
    /// The best row of each objective.
    pub objectives: Vec<ObjectiveBest>,
    /// Rows that no other is better than in every objective.
    pub front: Vec<FrontRow>,
    /// Every row, for every architecture.
    pub rows: RowTable,
}

/// An axis of a sweep.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SweepAxis {
    /// Path of the key in the scenario.
    pub key: String,
    /// The key in words.
    pub label: String,
    /// Unit of the numbers as written; empty for the documented unit, and for texts.
    pub unit: String,
    /// How many values; nothing where a range has no steps.
    pub values: Option<u64>,
}

/// A figure of each row.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SweepColumn {
    /// Its key.
    pub key: &'static str,
    /// Its name in words.
    pub label: &'static str,
    /// Its unit.
    pub unit: &'static str,
}

/// How rows ended; each counts once for every architecture.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct RowCounts {
    /// All of them.
    pub rows: usize,
    /// Those that can be cooled.
    pub feasible: usize,
    /// Those that also keep the limits of the design.
    pub meeting_constraints: usize,
    /// Those that can't be cooled.
    pub infeasible: usize,
    /// Those whose values make no scenario or no model.
    pub wrong: usize,
}

/// How often a limit is hit.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LimitCount {
    /// The limit, without its quantities.
    pub limit: String,
    /// Rows.
    pub rows: usize,
    /// Share of all rows.
    pub share: f64,
}

/// How often an error occurs.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ErrorCount {
    /// The error.
    pub error: String,
    /// Rows.
    pub rows: usize,
}

/// A figure that does not exist in some rows that can be cooled.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AbsentFigure {
    /// Its key.
    pub key: &'static str,
    /// Rows.
    pub rows: usize,
    /// What to do.
    pub reason: &'static str,
}

/// The best row of an objective.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ObjectiveBest {
    /// What is to be least or most.
    #[serde(flatten)]
    pub objective: Objective,
    /// The best value; nothing where no row keeps the limits.
    pub value: Option<f64>,
    /// Place of its row among the rows.
    #[serde(skip)]
    pub place: Option<usize>,
    /// Number of its row.
    pub row: Option<i64>,
    /// Its architecture.
    pub architecture: Option<String>,
}

/// A row of a front.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FrontRow {
    /// Place of it among the rows.
    #[serde(skip)]
    pub place: usize,
    /// Number of the row.
    pub row: i64,
    /// Its architecture.
    pub architecture: String,
    /// The objectives, in their order.
    pub values: Vec<f64>,
}

/// The front of the rows of a file.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SweepFront {
    /// What is to be least or most.
    pub objectives: Vec<Objective>,
    /// Names of the columns of axes.
    pub axes: Vec<String>,
    /// Results in the file.
    pub results: usize,
    /// Those that can be cooled and keep the limits of the design.
    pub meeting_constraints: usize,
    /// The front, in the order of the first objective.
    pub front: RowTable,
}

impl SweepFront {
    /// The front of a table.
    pub fn new(table: &RowTable, front: &[FrontRow], objectives: Vec<Objective>, axes: Vec<String>) -> Self {
        let places: Vec<usize> = front.iter().map(|row| row.place).collect();
        let kept = kept_places(table).count();
        Self { objectives, axes, results: table.len(), meeting_constraints: kept, front: table.select(&places) }
    }
}

impl SweepResult {
    /// What some rows of a design come to.
    pub fn new(design: &SweepDesign, rows: &[SweepRow]) -> Self {
        let table = RowTable::from_rows(design, rows);
        let sampled = design.plan.method != SampleMethod::Grid;
        Self {
            title: design.title.clone(),
            sample: design.plan.method,
            seed: sampled.then_some(design.plan.seed),
            axes: SweepAxis::of_design(design),
            architectures: design.architecture_names().map(str::to_owned).collect(),
            columns: design
                .columns
                .iter()
                .map(|figure| SweepColumn { key: figure.key, label: figure.label, unit: figure.unit() })
                .collect(),
            constraints: design.basis.constraints.iter().map(ToString::to_string).collect(),
            counts: RowCounts::new(rows),
            limits: count_limits(rows),
            errors: count_errors(rows),
            absent: count_absent(design, rows),
            objectives: design.objectives.iter().map(|objective| find_best(&table, *objective)).collect(),
            front: find_front(&table, &design.objectives),
            rows: table,
        }
    }
}

impl SweepAxis {
    /// The axes of a design. Where one architecture alone is run, it is not named.
    pub(super) fn of_design(design: &SweepDesign) -> Vec<Self> {
        let mut names = design.architecture_names();
        let only = names.next().filter(|_| names.next().is_none());
        design.axes().iter().map(|variable| Self::new(variable, only)).collect()
    }

    fn new(variable: &DesignVariable, only: Option<&str>) -> Self {
        let (domain, label) = (&variable.domain, variable.label());
        let of_only = only.and_then(|name| label.strip_suffix(&format!(" of {name}")));
        Self {
            key: variable.key.clone(),
            label: of_only.unwrap_or(&label).to_owned(),
            unit: domain.unit().to_owned(),
            values: domain.count(),
        }
    }
}

impl RowCounts {
    fn new(rows: &[SweepRow]) -> Self {
        let count = |is: &dyn Fn(&SweepRow) -> bool| rows.iter().filter(|row| is(row)).count();
        Self {
            rows: rows.len(),
            feasible: count(&|row| row.feasible),
            meeting_constraints: count(&|row| row.meets_constraints),
            infeasible: count(&|row| !row.feasible && row.error.is_none()),
            wrong: count(&|row| row.error.is_some()),
        }
    }
}

/// How often each text occurs, the most frequent first, then in the order of the alphabet.
fn count_texts(texts: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let mut out: Vec<(String, usize)> = counts.into_iter().collect();
    out.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    out
}

fn count_limits(rows: &[SweepRow]) -> Vec<LimitCount> {
    let share = |count: usize| count as f64 / rows.len() as f64;
    let limits = count_texts(rows.iter().filter_map(|row| row.limit.as_ref()).map(limit_words));
    limits.into_iter().map(|(limit, rows)| LimitCount { limit, rows, share: share(rows) }).collect()
}

fn count_errors(rows: &[SweepRow]) -> Vec<ErrorCount> {
    let errors = count_texts(rows.iter().filter_map(|row| row.error.clone()));
    errors.into_iter().map(|(error, rows)| ErrorCount { error, rows }).collect()
}

/// How often each figure does not exist in a row that can be cooled.
fn count_absent(design: &SweepDesign, rows: &[SweepRow]) -> Vec<AbsentFigure> {
    let reason = "it does not exist for these values; `rackjoule compare` with them says why";
    let count = |place: usize| rows.iter().filter(|row| row.feasible && row.figures[place].is_none()).count();
    let of = |(place, figure): (usize, &&'static ResultFigure)| {
        let rows = count(place);
        (rows > 0).then_some(AbsentFigure { key: figure.key, rows, reason })
    };
    design.columns.iter().enumerate().filter_map(of).collect()
}

/// Places of the rows that keep the limits of the design.
fn kept_places(table: &RowTable) -> impl Iterator<Item = usize> {
    let kept = table.flags(MEETS_CONSTRAINTS).unwrap_or_default();
    kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(place, _)| place)
}

fn architecture_at(table: &RowTable, place: usize) -> String {
    let names = table.texts(super::table::ARCHITECTURE).unwrap_or_default();
    names.get(place).cloned().flatten().unwrap_or_default()
}

/// The best row of an objective; of equal ones the first.
fn find_best(table: &RowTable, objective: Objective) -> ObjectiveBest {
    let values = table.numbers(objective.figure.key).unwrap_or_default();
    let found = kept_places(table).filter_map(|place| Some((place, values.get(place).copied().flatten()?)));
    let best = found.min_by(|a, b| objective.cost_of(a.1).total_cmp(&objective.cost_of(b.1)));
    let place = best.map(|(place, _)| place);
    ObjectiveBest {
        objective,
        value: best.map(|(_, value)| value),
        place,
        row: place.and_then(|place| table.row_ids().get(place).copied()),
        architecture: place.map(|place| architecture_at(table, place)),
    }
}

/// The rows that keep the limits of the design and that no other one is better than in every objective. Rows without a
/// value of an objective have no part.
pub fn find_front(table: &RowTable, objectives: &[Objective]) -> Vec<FrontRow> {
    let columns: Vec<&[Option<f64>]> =
        objectives.iter().map(|o| table.numbers(o.figure.key).unwrap_or_default()).collect();
    let value = |column: &&[Option<f64>], place: usize| column.get(place).copied().flatten();
    let with_values = |place: usize| {
        let values = columns.iter().map(|column| value(column, place)).collect::<Option<Vec<f64>>>()?;
        Some((place, values))
    };
    let candidates: Vec<(usize, Vec<f64>)> = kept_places(table).filter_map(with_values).collect();
    let costs = |values: &[f64]| -> Vec<f64> { objectives.iter().zip(values).map(|(o, v)| o.cost_of(*v)).collect() };
    let points: Vec<Vec<f64>> = candidates.iter().map(|(_, values)| costs(values)).collect();
    let row = |found: usize| {
        let (place, values) = &candidates[found];
        FrontRow {
            place: *place,
            row: table.row_ids()[*place],
            architecture: architecture_at(table, *place),
            values: values.clone(),
        }
    };
    pareto_front(&points).into_iter().map(row).collect()
}
