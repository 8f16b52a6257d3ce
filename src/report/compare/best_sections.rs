//! As given and at its best, side by side: figures, set points and the limits that they lie on; and their columns in CSV.

use crate::report::document::csv::csv_cell;
use crate::report::document::section::{Block, DataTable, ListItem, RowGroup, Section};
use crate::report::document::units::UnitSystem;
use crate::scenario::set_point_keys;
use crate::study::best::result::{BestArchitecture, BestComparison, BestFigures, FreeSetPoint};

use super::best_words::{describe_bound, format_end, format_value};
use super::metrics::find_metric;

/// A figure: the key of its metric, its own key, and its value.
struct ShownFigure {
    metric: &'static str,
    key: &'static str,
    value: fn(&BestFigures) -> Option<f64>,
}

const fn figure(metric: &'static str, key: &'static str, value: fn(&BestFigures) -> Option<f64>) -> ShownFigure {
    ShownFigure { metric, key, value }
}

/// The figures in the order of the table.
const FIGURES: [ShownFigure; 13] = [
    figure("facility_power_w", "facility_power_w", |f| Some(f.facility_power_w)),
    figure("it_power_w", "it_power_w", |f| Some(f.it_power_w)),
    figure("rack.performance", "performance", |f| Some(f.performance)),
    figure("annual.pue", "pue", |f| Some(f.pue)),
    figure("annual.tue", "tue", |f| Some(f.tue)),
    figure("annual.energy_kwh", "energy_kwh", |f| Some(f.energy_kwh)),
    figure("annual.wue_l_per_kwh", "wue_l_per_kwh", |f| f.wue_l_per_kwh),
    figure("annual.water_l", "water_l", |f| f.water_l),
    figure("annual.unmet_hours", "unmet_hours", |f| Some(f.unmet_hours)),
    figure("annual.carbon_kg_co2e", "carbon_kg_co2e", |f| Some(f.carbon_kg_co2e)),
    figure("annual.annual_cost_usd", "annual_cost_usd", |f| Some(f.annual_cost_usd)),
    figure("annual.capital_usd", "capital_usd", |f| Some(f.capital_usd)),
    figure("annual.net_present_cost_usd", "net_present_cost_usd", |f| Some(f.net_present_cost_usd)),
];

/// Columns side by side on a terminal: two for each architecture.
const MAX_COLUMNS: usize = 4;

/// Figures and set points as given and at their best.
pub(crate) fn best_sections(best: &BestComparison, units: UnitSystem) -> Vec<Section> {
    vec![
        Section::new(format!("At its best for {}", best.objective), vec![Block::Table(figures_table(best, units))]),
        set_points_section(best, units),
    ]
}

fn figures_table(best: &BestComparison, units: UnitSystem) -> DataTable {
    let names = best.architectures.iter().flat_map(|a| [format!("{}, as given", a.name), "at its best".to_owned()]);
    let row = |shown: &ShownFigure| {
        let metric = find_metric(shown.metric)?;
        let show = |figures: &Option<BestFigures>| {
            let value = figures.as_ref().and_then(shown.value);
            value.map_or_else(|| "–".to_owned(), |v| metric.format_value(v, units))
        };
        let cells = best.architectures.iter().flat_map(|a| [show(&a.given), show(&a.best)]);
        Some(std::iter::once(metric.heading_with_unit(units)).chain(cells).collect())
    };
    DataTable {
        head: std::iter::once(String::new()).chain(names).collect(),
        groups: vec![RowGroup { title: None, rows: FIGURES.iter().filter_map(row).collect() }],
        numbers: true,
        max_columns: Some(MAX_COLUMNS),
    }
}

/// Every free set point with its limits, and the limits that the best lies on.
fn set_points_section(best: &BestComparison, units: UnitSystem) -> Section {
    let row = |s: &FreeSetPoint| {
        let end = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format_end(s, v, units));
        vec![
            units.unit_for(s.unit).heading_with_unit(s.label),
            format_value(s, s.given, units),
            format_value(s, s.best, units),
            end(s.low),
            end(s.high),
        ]
    };
    let group = |a: &BestArchitecture| RowGroup {
        title: Some(a.name.clone()),
        rows: a.moved.iter().chain(&a.kept).map(row).collect(),
    };
    let table = DataTable {
        head: ["", "As given", "At its best", "Lowest", "Highest"].map(str::to_owned).to_vec(),
        groups: best.architectures.iter().map(group).filter(|g| !g.rows.is_empty()).collect(),
        numbers: true,
        max_columns: None,
    };
    let on_bounds = best.architectures.iter().flat_map(|a| {
        a.moved.iter().chain(&a.kept).filter_map(|s| {
            Some(ListItem { name: Some(a.name.clone()), text: describe_bound(s, units)?, failure: false })
        })
    });
    let mut blocks = vec![Block::Table(table)];
    let items: Vec<ListItem> = on_bounds.collect();
    if !items.is_empty() {
        blocks.push(Block::List(items));
    }
    Section::new("Free set points", blocks)
}

/// Heads of the columns of CSV: objective, figures at the best, and every set point that some architecture has free.
pub(super) fn csv_heads(best: &BestComparison) -> Vec<String> {
    let figures = FIGURES.iter().map(|f| format!("best.{}", f.key));
    let points = free_keys(best).into_iter().map(|(key, unit)| format!("best.{key}{}", key_ending(unit)));
    std::iter::once("best.objective".to_owned()).chain(figures).chain(points).collect()
}

/// The cells of an architecture below these heads.
pub(super) fn csv_cells(best: &BestComparison, name: &str) -> Vec<String> {
    let Some(a) = best.architectures.iter().find(|a| a.name == name) else { return Vec::new() };
    let figures = FIGURES.iter().map(|f| csv_cell(a.best.as_ref().and_then(f.value)));
    let points = free_keys(best).into_iter().map(|(key, _)| {
        let found = a.moved.iter().chain(&a.kept).find(|s| s.key == key);
        found.map_or_else(String::new, |s| s.best.to_string())
    });
    std::iter::once(best.objective.to_string()).chain(figures).chain(points).collect()
}

/// Key and unit of every set point that is free somewhere.
fn free_keys(best: &BestComparison) -> Vec<(&'static str, &'static str)> {
    let mut out: Vec<(&str, &str)> = Vec::new();
    for s in best.architectures.iter().flat_map(|a| a.moved.iter().chain(&a.kept)) {
        if !out.iter().any(|(key, _)| *key == s.key) {
            out.push((s.key, s.unit));
        }
    }
    out.sort_by_key(|(key, _)| set_point_keys().iter().position(|k| k == key));
    out
}

/// How a key says its unit.
fn key_ending(unit: &str) -> String {
    match unit {
        "" => String::new(),
        "degC" => "_c".to_owned(),
        unit => format!("_{}", unit.to_lowercase().replace('/', "_")),
    }
}
