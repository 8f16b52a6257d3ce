//! One draw: values from columns, the catalog with them, and the figures of the architectures.

use crate::catalog::Catalog;
use crate::catalog::change::ValueChange;
use crate::scenario::Scenario;
use crate::study::compare::end_use::EndUse;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::{SiteConditions, StudyError};
use crate::units::message::Message;

use super::inputs::InputSet;
use super::options::TrackedFigure;

/// What a draw gave for an architecture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ArchitectureDraw {
    /// It was not asked for: the draw can't move it.
    Unaffected,
    /// Its figures in their order, not a number where one does not exist; then its mean power by end use, W.
    Figures(Vec<f64>),
    /// It can't be cooled; the limit.
    Infeasible(Message),
    /// The drawn values make no model.
    Rejected(String),
}

/// What a draw gave for every architecture.
pub(crate) type DrawResult = Vec<ArchitectureDraw>;

/// Values of one draw.
struct DrawnValues {
    /// Of the catalog.
    changes: Vec<ValueChange>,
    /// Of the scenario, as arguments.
    arguments: Vec<String>,
}

/// Runs draws.
pub(crate) struct ComparisonSampler<'a> {
    /// The scenario as given.
    pub scenario: &'a Scenario,
    /// The data as given.
    pub catalog: &'a Catalog,
    /// Its place.
    pub boundary_conditions: &'a SiteConditions,
    /// What varies.
    pub inputs: &'a InputSet,
    /// What is followed.
    pub figures: &'a [TrackedFigure],
}

impl ComparisonSampler<'_> {
    /// The wanted architectures at a row of numbers in 0..1.
    pub fn run_draw(&self, row: &[f64], wanted: &impl Fn(usize) -> bool) -> DrawResult {
        let count = self.scenario.architectures.len();
        match self.run_architectures(row, wanted) {
            Ok(outcomes) => outcomes
                .iter()
                .map(|o| o.as_ref().map_or(ArchitectureDraw::Unaffected, |a| self.evaluate_architecture(a)))
                .collect(),
            Err(why) => vec![ArchitectureDraw::Rejected(why); count],
        }
    }

    /// The figures of an architecture.
    pub fn evaluate_architecture(&self, architecture: &ArchitectureResult) -> ArchitectureDraw {
        if !architecture.feasible {
            return ArchitectureDraw::Infeasible(architecture.limit.clone().unwrap_or_default());
        }
        let figures = self.figures.iter().map(|f| (f.value)(architecture).unwrap_or(f64::NAN));
        let end_use_w = |of: EndUse| architecture.power.iter().find(|p| p.bucket == of).map_or(f64::NAN, |p| p.power_w);
        ArchitectureDraw::Figures(figures.chain(EndUse::ALL.into_iter().map(end_use_w)).collect())
    }

    fn run_architectures(
        &self,
        row: &[f64],
        wanted: &impl Fn(usize) -> bool,
    ) -> Result<Vec<Option<ArchitectureResult>>, String> {
        let DrawnValues { changes, arguments } = self.drawn_values(row);
        let catalog = self.catalog.with_values(&changes).map_err(|e| e.to_string())?;
        let said = |e: &StudyError| e.to_string();
        let outcomes = if arguments.is_empty() {
            self.boundary_conditions.run_selected(self.scenario, &catalog, wanted)
        } else {
            let invalid = |e: crate::scenario::issue::InvalidScenario| {
                e.issues.first().map_or_else(|| "the scenario is wrong".to_owned(), |i| i.message.clone())
            };
            let scenario = self.scenario.with_overrides(&arguments, &catalog).map_err(invalid)?;
            if scenario.site.offset_k == self.scenario.site.offset_k {
                self.boundary_conditions.run_selected(&scenario, &catalog, wanted)
            } else {
                let elsewhere = SiteConditions::from_scenario(&scenario, &catalog).map_err(|e| said(&e))?;
                elsewhere.run_selected(&scenario, &catalog, wanted)
            }
        };
        let outcomes = outcomes.map_err(|e| said(&e))?;
        Ok(outcomes.into_iter().map(|o| o.map(|ran| ran.architecture)).collect())
    }

    /// Values of the catalog and arguments of the scenario at a row.
    fn drawn_values(&self, row: &[f64]) -> DrawnValues {
        let row = self.inputs.correlated_row(row);
        let (mut changes, mut arguments) = (Vec::new(), Vec::new());
        for input in &self.inputs.all {
            let value = input.law.quantile(row[input.column], input.low, input.likely, input.high);
            if let Some(given) = input.given.as_ref().filter(|_| input.slots.is_empty()) {
                arguments.push(given.set_argument(value));
            }
            let change =
                |(record, key): &(String, String)| ValueChange { record: record.clone(), key: key.clone(), value };
            changes.extend(input.slots.iter().map(change));
        }
        DrawnValues { changes, arguments }
    }
}
