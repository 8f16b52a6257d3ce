//! The best designs, rendered as table, JSON, CSV, Markdown and a page.

pub(crate) mod front_chart;
mod sections;
mod words;

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::csv::{csv_cell, write_csv_rows};
use crate::report::document::model::{Answer, Document};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::optimize::result::{ArchitectureOptimum, FrontDesign, OptimizeResult};

impl Report for OptimizeResult {
    const SCHEMA: &'static str = "rackjoule/optimize/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let units = context.units;
        let answers = self.architectures.iter().map(|a| (words::answer_sentence(self, a, units), a.front.is_empty()));
        Document {
            title: self.title.clone(),
            subtitle: words::subtitle_line(self),
            answers: Answer::from_verdicts(answers),
            sections: sections::build_sections(self, units),
            notes: self
                .architectures
                .iter()
                .flat_map(|a| [words::slower_work_note(self, a), words::convergence_note(a)])
                .flatten()
                .collect(),
            remarks: units.currency_note().into_iter().collect(),
            ..Document::default()
        }
    }

    fn build_charts(&self, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(front_chart::build_chart(self, units)?.into_iter().collect())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        let head = ["architecture", "design", "best_of_all"].into_iter().map(str::to_owned);
        let variables = self.variables.iter().map(|variable| variable.key.clone());
        let objectives = self.objectives.iter().map(|objective| objective.figure.key.to_owned());
        let constraints = self.constraints.iter().cloned();
        let rows = self
            .architectures
            .iter()
            .flat_map(|a| a.front.iter().enumerate().map(move |(place, design)| csv_row(self, a, place, design)));
        write_csv_rows(head.chain(variables).chain(objectives).chain(constraints), rows)
    }
}

/// A design of a front; variables that do not touch its architecture are empty.
fn csv_row(result: &OptimizeResult, a: &ArchitectureOptimum, place: usize, design: &FrontDesign) -> Vec<String> {
    let names: Vec<&str> = a.named.iter().filter(|n| n.front_index == place).map(|n| n.name.as_str()).collect();
    let own = [a.name.clone(), names.join("; "), design.best_of_all.to_string()];
    let variables = (0..result.variables.len()).map(|variable| {
        let value = a.variable_places.iter().position(|own| *own == variable).map(|i| &design.values[i]);
        value.map_or_else(String::new, |value| value.number().map_or_else(|| value.to_string(), |n| n.to_string()))
    });
    let objectives = design.objectives.iter().map(ToString::to_string);
    own.into_iter()
        .chain(variables)
        .chain(objectives)
        .chain(design.constraint_figures.iter().map(|value| csv_cell(*value)))
        .collect()
}
