//! Effects of single inputs, rendered as table, JSON, CSV, Markdown and a page.

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::{csv_cell, write_csv_rows};
use crate::report::document::model::{Answer, Document};
use crate::report::document::numbers::{format_number, format_power, format_significant};
use crate::report::document::section::{Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::uncertainty::one_at_a_time::{EndChanges, InputEffect, NominalDifference, OneAtATimeResult};

/// A value in three digits.
fn format_value(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.01 { format_significant(value) } else { format!("{value:.2e}") }
}

/// A change in kW with its sign.
fn format_change(watts: Option<f64>) -> String {
    watts.map_or_else(|| "–".to_owned(), |w| format!("{}{}", if w > 0.0 { "+" } else { "" }, format_number(w / 1e3, 1)))
}

fn effect_cells(effect: &InputEffect) -> Vec<String> {
    let range = format!("{} to {}", format_value(effect.low), format_value(effect.high));
    let mut cells = vec![effect.input.clone(), format_value(effect.value), range];
    cells.extend(effect.changes.iter().flat_map(|c| [format_change(c.at_low_w), format_change(c.at_high_w)]));
    cells.push(effect.source.clone());
    cells
}

fn table_head(result: &OneAtATimeResult) -> Vec<String> {
    let mut head = vec!["Input".to_owned(), "Value".to_owned(), "Range".to_owned()];
    head.extend(result.differences.iter().flat_map(|d| [format!("{} low", d.name), format!("{} high", d.name)]));
    head.push("Source".to_owned());
    head
}

impl Report for OneAtATimeResult {
    const SCHEMA: &'static str = "rackjoule/one-at-a-time/1";

    fn build_document(&self, _context: &ReportContext) -> Document<'_> {
        let known = |w: Option<f64>| w.map_or_else(|| "not feasible".to_owned(), format_power);
        let answers = self.differences.iter().map(|d| {
            (format!("{} against {} as given: {} at the meter.", d.name, self.base, known(d.facility_power_w)), false)
        });
        let table = TableSection {
            title: format!(
                "Change of the difference to {} with one input at either end of its range, kW; + is against the architecture",
                self.base
            ),
            head: table_head(self),
            rows: self.effects.iter().map(effect_cells).collect(),
            numbers: true,
        };
        Document {
            title: self.title.clone(),
            subtitle: format!(
                "{} of {} inputs change a difference by {} or more",
                self.effects.len(),
                self.moved,
                format_power(self.least_w)
            ),
            answers: Answer::from_verdicts(answers),
            sections: vec![Section::from(table)],
            sources: &self.sources,
            ..Document::default()
        }
    }

    fn build_charts(&self, _units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(Vec::new())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        let head = ["input", "architecture", "value", "low", "high", "at_low_w", "at_high_w", "source"];
        let of_effect = |effect: &InputEffect| {
            let pairs = self.differences.iter().zip(&effect.changes);
            let row = |(difference, change): (&NominalDifference, &EndChanges)| {
                [
                    effect.input.clone(),
                    difference.name.clone(),
                    effect.value.to_string(),
                    effect.low.to_string(),
                    effect.high.to_string(),
                    csv_cell(change.at_low_w),
                    csv_cell(change.at_high_w),
                    effect.source.clone(),
                ]
            };
            pairs.map(row).collect::<Vec<_>>()
        };
        write_csv_rows(head, self.effects.iter().flat_map(of_effect))
    }
}
