//! Tables of the best designs: the named ones, what holds them back, the front, the limits that designs fail.

use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::section::{Audience, Block, DataTable, ListItem, Placement, Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::report::sweep::words::{figure_heading, figure_value};
use crate::study::optimize::result::{ArchitectureOptimum, FrontDesign, OptimizeResult};

use super::words::{count_sentence, design_name, limit_sentences, value_words, variable_label};

/// Designs of a front that a table shows.
const MAX_FRONT_ROWS: usize = 20;
/// Failed limits that a table shows.
const MAX_LIMITS: usize = 8;

pub(super) fn build_sections(result: &OptimizeResult, units: UnitSystem) -> Vec<Section> {
    let several = result.objectives.len() > 1;
    result
        .architectures
        .iter()
        .flat_map(|a| {
            let front = (several && !a.front.is_empty()).then(|| front_section(result, a, units));
            [named_section(result, a, units), limits_section(result, a, units), front, failed_section(a)]
        })
        .flatten()
        .collect()
}

/// Heads of the columns of designs: the variables, then the objectives.
fn design_heads(result: &OptimizeResult, a: &ArchitectureOptimum, units: UnitSystem) -> Vec<String> {
    let capital = |label: String| {
        let mut letters = label.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let objectives = result.objectives.iter().map(|objective| figure_heading(objective.figure.key, units));
    a.variables.iter().map(|key| capital(variable_label(key))).chain(objectives).collect()
}

fn design_cells(result: &OptimizeResult, design: &FrontDesign, units: UnitSystem) -> Vec<String> {
    let figures = result.objectives.iter().zip(&design.objectives);
    let figures = figures.map(|(objective, value)| figure_value(objective.figure.key, Some(*value), units));
    design.values.iter().map(value_words).chain(figures).collect()
}

fn named_section(result: &OptimizeResult, a: &ArchitectureOptimum, units: UnitSystem) -> Option<Section> {
    let row = |named: &crate::study::optimize::result::NamedResult| {
        let cells = design_cells(result, &a.front[named.front_index], units);
        std::iter::once(design_name(result, named)).chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = a.named.iter().map(row).collect();
    let head = std::iter::once("Design".to_owned()).chain(design_heads(result, a, units)).collect();
    let table = Block::Table(DataTable::from_rows(head, rows, false));
    let section =
        Section::new(format!("Best designs of {}", a.name), vec![table, Block::Paragraph(count_sentence(a) + ".")]);
    (!a.named.is_empty()).then(|| section.placed(Placement::BeforeCharts))
}

fn limits_section(result: &OptimizeResult, a: &ArchitectureOptimum, units: UnitSystem) -> Option<Section> {
    let item = |named: &crate::study::optimize::result::NamedResult| ListItem {
        name: Some(design_name(result, named)),
        text: limit_sentences(named, units),
        failure: false,
    };
    let items: Vec<ListItem> = a.named.iter().map(item).collect();
    (!items.is_empty())
        .then(|| Section::new(format!("What holds the designs of {} back", a.name), vec![Block::List(items)]))
}

fn front_section(result: &OptimizeResult, a: &ArchitectureOptimum, units: UnitSystem) -> Section {
    let count = a.front.len();
    let places: Vec<usize> = if count <= MAX_FRONT_ROWS {
        (0..count).collect()
    } else {
        (0..MAX_FRONT_ROWS).map(|i| i * (count - 1) / (MAX_FRONT_ROWS - 1)).collect()
    };
    let which =
        if places.len() < count { format!(", {} of {count} evenly along it", places.len()) } else { String::new() };
    let rows = places.iter().map(|place| {
        let number = format_number((place + 1) as f64, 0);
        std::iter::once(number).chain(design_cells(result, &a.front[*place], units)).collect()
    });
    let head = std::iter::once("Number".to_owned()).chain(design_heads(result, a, units)).collect();
    let table = DataTable::from_rows(head, rows.collect(), false);
    Section::new(
        format!("Front of {}: no design is better in all objectives{which}", a.name),
        vec![Block::Table(table)],
    )
    .shown_to(Audience::Everywhere)
}

fn failed_section(a: &ArchitectureOptimum) -> Option<Section> {
    let rows: Vec<Vec<String>> = a
        .failed_limits
        .iter()
        .take(MAX_LIMITS)
        .map(|failed| {
            let share = failed.designs as f64 / a.designs.max(1) as f64;
            vec![failed.limit.clone(), format_number(failed.designs as f64, 0), format_percent(share)]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        TableSection {
            title: format!("Limits that designs of {} fail", a.name),
            head: ["Limit", "Designs", "Share"].map(str::to_owned).to_vec(),
            rows,
            numbers: true,
        }
        .into()
    })
}
