//! One design put to the model: the figures that are sought and limited, and how far it fails.

use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::solve::front::FrontScore;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::{PlaceStore, SiteConditions};
use crate::study::design::Constraint;
use crate::study::design::Objective;
use crate::study::error::StudyError;

use super::design::OptimizeDesign;
use super::space::DesignSpace;

/// Violation where the figure of a constraint does not exist.
const NO_FIGURE: f64 = 1e11;
/// Violation of a design that can't be cooled: more than that of any constraint, less than that of no model.
const INFEASIBLE: f64 = 1e12;
/// Violation of a design that makes no model.
const REJECTED: f64 = 1e13;

/// What a design gave.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Trial {
    /// It runs: values of the objectives, and of the figures of the constraints where they exist.
    Ran {
        /// The objectives in their units.
        objectives: Vec<f64>,
        /// The figures of the constraints.
        limited: Vec<Option<f64>>,
        /// Share of the full speed that accelerators keep.
        performance: Option<f64>,
    },
    /// It can't be cooled, or has no value of an objective: why, without figures.
    Infeasible(String),
    /// The scenario does not allow it, or it makes no model: why.
    Rejected(String),
}

impl Trial {
    /// What it is worth under some constraints; objectives of which more is better count negative.
    pub fn score(&self, design: &OptimizeDesign, constraints: &[Constraint]) -> FrontScore {
        match self {
            Self::Ran { objectives, limited, .. } => {
                let signed = objectives.iter().zip(&design.objectives).map(|(value, of)| of.cost_of(*value));
                let excess = constraints.iter().zip(limited).map(|(constraint, value)| {
                    let scale = if constraint.bound == 0.0 { 1.0 } else { constraint.bound.abs() };
                    value.map_or(NO_FIGURE, |value| constraint.excess(value) / scale)
                });
                FrontScore { objectives: signed.collect(), violation: excess.sum() }
            }
            Self::Infeasible(_) => no_score(design, INFEASIBLE),
            Self::Rejected(_) => no_score(design, REJECTED),
        }
    }

    /// The limits that it fails, each in words.
    pub fn failed_limits(&self, constraints: &[Constraint]) -> Vec<String> {
        match self {
            Self::Ran { limited, .. } => {
                let fails = |(constraint, value): &(&Constraint, &Option<f64>)| {
                    !value.is_some_and(|value| constraint.allows(value))
                };
                constraints.iter().zip(limited).filter(fails).map(|(constraint, _)| constraint.to_string()).collect()
            }
            Self::Infeasible(why) | Self::Rejected(why) => vec![why.clone()],
        }
    }
}

fn no_score(design: &OptimizeDesign, violation: f64) -> FrontScore {
    FrontScore { objectives: vec![0.0; design.objectives.len()], violation }
}

/// Runs designs of an architecture.
pub(crate) struct TrialRunner<'a> {
    /// What is sought.
    pub design: &'a OptimizeDesign,
    /// The data.
    pub catalog: &'a Catalog,
    /// Places found so far: a variable may move the site.
    pub places: &'a PlaceStore,
    /// Number of the architecture.
    pub architecture: usize,
}

impl TrialRunner<'_> {
    /// The design at a point of a space.
    pub fn run(&self, space: &DesignSpace, point: &[usize]) -> Trial {
        let changes = space.changes_at(point);
        let scenario = match self.design.basis.base.at(&changes, self.catalog) {
            Ok(scenario) => scenario,
            Err(invalid) => {
                let why = invalid.issues.first().map_or("the scenario is wrong", |issue| issue.message.as_str());
                return Trial::Rejected(format!("not allowed: {why}"));
            }
        };
        self.run_scenario(&scenario).unwrap_or_else(|error| Trial::Rejected(error.to_string()))
    }

    /// The architecture of a scenario.
    ///
    /// # Errors
    /// As a comparison.
    pub fn run_scenario(&self, scenario: &Scenario) -> Result<Trial, StudyError> {
        let place = self.places.find(scenario, self.catalog)?;
        let conditions = SiteConditions::at(&place, scenario, self.catalog)?;
        let ran = conditions.run_selected(scenario, self.catalog, |i| i == self.architecture)?;
        let missing = || Trial::Rejected("the architecture does not exist".to_owned());
        Ok(ran.into_iter().flatten().next().map_or_else(missing, |ran| self.read_result(&ran.architecture)))
    }

    fn read_result(&self, result: &ArchitectureResult) -> Trial {
        if !result.feasible {
            let limit = result.limit.as_ref().map_or_else(|| "it can't be cooled".to_owned(), ToString::to_string);
            // Figures behind the colon are of this design alone.
            let short = limit.split(": ").next().unwrap_or(&limit);
            return Trial::Infeasible(short.to_owned());
        }
        let value = |objective: &Objective| {
            let figure = objective.figure;
            (figure.value)(result).filter(|value| value.is_finite()).ok_or(figure.key)
        };
        match self.design.objectives.iter().map(value).collect::<Result<Vec<f64>, _>>() {
            Ok(objectives) => {
                let constraints = self.design.basis.constraints.iter();
                let limited = constraints.map(|c| (c.figure.value)(result).filter(|value| value.is_finite())).collect();
                Trial::Ran { objectives, limited, performance: result.rack.as_ref().map(|rack| rack.performance) }
            }
            Err(key) => Trial::Infeasible(format!("there is no `{key}`")),
        }
    }
}
