//! The front of a file of rows, rendered as table, JSON, CSV and Markdown.

use crate::report::chart::Chart;
use crate::report::context::ReportContext;
use crate::report::document::model::{Answer, Document};
use crate::report::document::numbers::format_number;
use crate::report::document::section::{Section, TableSection};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::view::Report;
use crate::study::sweep::result::SweepFront;

use super::render_table_csv;
use super::words::{axis_number, figure_heading, figure_label, figure_value, superlative};

impl Report for SweepFront {
    const SCHEMA: &'static str = "rackjoule/sweep-front/1";

    fn build_document(&self, context: &ReportContext) -> Document<'_> {
        let objectives: Vec<String> = self
            .objectives
            .iter()
            .map(|o| format!("{} {}", superlative(o.better).to_lowercase(), figure_label(o.figure.key)))
            .collect();
        let kept = format_number(self.meeting_constraints as f64, 0);
        let answer = format!(
            "Of {kept} results that keep the limits, {} are on the front: none is better in all of {}.",
            format_number(self.front.len() as f64, 0),
            objectives.join(", ")
        );
        Document {
            title: "Front of a sweep".to_owned(),
            subtitle: format!("{} results", format_number(self.results as f64, 0)),
            answers: vec![Answer::headline(answer)],
            sections: vec![Section::from(front_table(self, context.units))],
            ..Document::default()
        }
    }

    fn build_charts(&self, _units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
        Ok(Vec::new())
    }

    fn render_csv(&self) -> Result<String, ReportError> {
        render_table_csv(&self.front)
    }
}

fn front_table(result: &SweepFront, units: UnitSystem) -> TableSection {
    let own = ["row", "architecture"].into_iter().map(str::to_owned);
    let figures = || result.objectives.iter().map(|o| o.figure.key);
    let heads = ["Row", "Architecture"].into_iter().map(str::to_owned);
    let names: Vec<String> = own.chain(result.axes.iter().cloned()).collect();
    let cell = |name: &String, place: usize| {
        let number = result.front.numbers(name).and_then(|all| all[place]);
        let text = || result.front.values(name).map_or_else(String::new, |values| values.text_at(place));
        number.map_or_else(text, axis_number)
    };
    let row = |place: usize| -> Vec<String> {
        let value = |key: &str| figure_value(key, result.front.numbers(key).and_then(|all| all[place]), units);
        names.iter().map(|name| cell(name, place)).chain(figures().map(value)).collect()
    };
    TableSection {
        title: "The front".to_owned(),
        head: heads.chain(result.axes.iter().cloned()).chain(figures().map(|key| figure_heading(key, units))).collect(),
        rows: (0..result.front.len()).map(row).collect(),
        numbers: false,
    }
}
