//! How many architectures differ from the first: a table and, where it was sampled, a sentence each, below the answer.

use crate::report::chart::text::quote_name;
use crate::report::document::section::{Block, DataTable, ListItem, Section};
use crate::study::compare::end_use::EndUse;
use crate::study::compare::result::{Comparison, PowerDifference};

use super::figures::MAX_ARCHITECTURE_COLUMNS;
use super::headline::format_signed_power;
use super::how_sure;

/// Differences that stand with the answer as a sentence each; more are a table below it.
const MAX_SENTENCES: usize = 3;
/// Least power of an end use that is told, W.
const LEAST_POWER_W: f64 = 50.0;

/// Whether there are more differences than stand with the answer.
pub(super) fn is_told_apart(result: &Comparison) -> bool {
    result.differences.len() > MAX_SENTENCES
}

/// The differences where they don't stand with the answer.
pub(super) fn differences_section(result: &Comparison) -> Option<Section> {
    let all = &result.differences;
    let base = &all.first().filter(|_| is_told_apart(result))?.base;
    let total = row("Total", all, |d| d.facility_power_w);
    let told = |of: &EndUse| all.iter().any(|d| power_of(d, *of).abs() >= LEAST_POWER_W);
    let of_uses = EndUse::ALL.into_iter().filter(told).map(|of| row(of.label(), all, |d| power_of(d, of)));
    let names = all.iter().map(|d| d.name.clone());
    let head = std::iter::once("Mean power".to_owned()).chain(names).collect();
    let table = DataTable {
        max_columns: Some(MAX_ARCHITECTURE_COLUMNS),
        ..DataTable::from_rows(head, std::iter::once(total).chain(of_uses).collect(), true)
    };
    let sampled = how_sure::sampled_sentences(result).into_iter().skip(1);
    let item = |of: Vec<String>| ListItem { name: None, text: of.join(" "), failure: false };
    let items: Vec<ListItem> = sampled.map(item).collect();
    let blocks = std::iter::once(Block::Table(table)).chain((!items.is_empty()).then_some(Block::List(items)));
    Some(Section::new(format!("Difference from {}", quote_name(base)), blocks.collect()))
}

fn power_of(difference: &PowerDifference, of: EndUse) -> f64 {
    difference.by_bucket.iter().filter(|s| s.bucket == of).map(|s| s.power_w).sum()
}

fn row(name: &str, all: &[PowerDifference], power: impl Fn(&PowerDifference) -> f64) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(all.iter().map(|d| format_signed_power(power(d)))).collect()
}
