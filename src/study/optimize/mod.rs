//! The best designs of a scenario: the keys that may vary, searched for the least or the most of one figure or several,
//! within constraints.
//!
//! The model has steps, choices and places without figures, so nothing is derived: generations of designs
//! ([`crate::solve::front`]) find the front, compass searches ([`crate::solve::grid_search`]) end at its ends and its knee.
//! Values go in steps, a thousandth of a range where none is given, so that a design is run once and its figures are those
//! of the values shown.

mod aim;
mod design;
mod limits;
pub mod result;
mod search;
mod space;
#[cfg(test)]
mod tests;
mod trial;

use std::cell::RefCell;
use std::collections::BTreeMap;

use thiserror::Error;

use crate::assembly::warning::WarningList;
use crate::catalog::Catalog;
use crate::solve::front::dominance::non_dominated;
use crate::study::compare::PlaceStore;
use crate::study::error::StudyError;
use crate::study::uncertainty::{BetterDirection, ProgressMonitor};

pub use design::OptimizeDesign;

use self::aim::Aim;
use self::limits::{NamedDesign, find_binding_limits};
use self::result::{
    ArchitectureOptimum, FailedLimit, FrontDesign, NamedResult, OptimizeResult, SearchMethod, VariableSummary,
};
use self::search::{ArchitectureSearch, FoundFront};
use self::space::DesignSpace;
use self::trial::{Trial, TrialRunner};

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OptimizeError {
    /// The scenario can't be run at all.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// No variable touches an architecture that is searched.
    #[error("no variable touches an architecture that is searched")]
    NothingVaries,
    /// Stopped from outside.
    #[error("interrupted after {done} designs; nothing was written")]
    Interrupted {
        /// Designs that were run.
        done: usize,
    },
}

/// Searches the best designs. The same design, data and seed give the same answer on any number of threads.
///
/// # Errors
/// [`OptimizeError`]. That no design keeps the constraints is no error: the result says which limit fails most.
pub fn run(
    design: &OptimizeDesign,
    catalog: &Catalog,
    watch: &ProgressMonitor<'_>,
) -> Result<OptimizeResult, OptimizeError> {
    let scenario = &design.basis.scenario;
    let places = PlaceStore::default();
    places.find(scenario, catalog)?;
    let wanted = (0..scenario.architectures.len()).filter(|i| design.architecture.is_none_or(|own| own == *i));
    let searches: Vec<ArchitectureSearch<'_>> = wanted
        .map(|architecture| ArchitectureSearch {
            runner: TrialRunner { design, catalog, places: &places, architecture },
            space: DesignSpace::new(&design.basis, architecture),
            watch,
            tried: RefCell::new(BTreeMap::new()),
        })
        .filter(|search| !search.space.variables.is_empty())
        .collect();
    if searches.is_empty() {
        return Err(OptimizeError::NothingVaries);
    }
    let most = |search: &ArchitectureSearch<'_>| {
        let front = search.front_search();
        front.max_evaluations().min(front.grid_points())
    };
    (watch.begin)(searches.iter().map(most).sum());
    let mut architectures = Vec::with_capacity(searches.len());
    let mut done = 0;
    for search in &searches {
        let found = optimum(search)?;
        done += search.tried.borrow().len();
        architectures.push(found.ok_or(OptimizeError::Interrupted { done })?);
    }
    mark_best_of_all(design, &mut architectures);
    Ok(OptimizeResult {
        title: scenario.title.clone(),
        objectives: design.objectives.clone(),
        constraints: design.basis.constraints.iter().map(ToString::to_string).collect(),
        variables: summarize_variables(design, &searches),
        population: design.population,
        generations: design.generations,
        seed: design.seed,
        architectures,
        warnings: WarningList::default(),
    })
}

/// Every variable of the design, as the first search that it touches has it.
fn summarize_variables(design: &OptimizeDesign, searches: &[ArchitectureSearch<'_>]) -> Vec<VariableSummary> {
    let summary = |variable: &crate::study::design::DesignVariable| {
        let domain = searches.iter().find_map(|search| {
            let place = search.space.variables.iter().position(|own| own.origin == variable.origin)?;
            Some((search.space.variables[place].domain.clone(), search.space.step(place)))
        });
        let (domain, step) = domain?;
        Some(VariableSummary {
            key: variable.key.clone(),
            ends: domain.end_values(),
            unit: domain.unit().to_owned(),
            step,
            values: domain.count().unwrap_or(u64::MAX),
        })
    };
    design.basis.variables.iter().filter_map(summary).collect()
}

/// The best designs of an architecture; nothing where the search was stopped.
fn optimum(search: &ArchitectureSearch<'_>) -> Result<Option<ArchitectureOptimum>, StudyError> {
    let design = search.runner.design;
    let given = search.runner.run_scenario(&design.basis.scenario)?;
    let Some(found) = search.run() else { return Ok(None) };
    let Some(named) = name_designs(search, &found) else { return Ok(None) };
    let tried = search.tried.borrow();
    let constraints = &design.basis.constraints;
    let architecture = &design.basis.scenario.architectures[search.runner.architecture];
    let front_design = |point: &Vec<usize>| {
        let (objectives, constraint_figures, performance) = match &tried[point] {
            Trial::Ran { objectives, limited, performance } => (objectives.clone(), limited.clone(), *performance),
            Trial::Infeasible(_) | Trial::Rejected(_) => (Vec::new(), Vec::new(), None),
        };
        FrontDesign {
            values: search.space.values_at(point),
            objectives,
            constraint_figures,
            performance,
            best_of_all: false,
        }
    };
    let failed_limits = count_failed_limits(tried.values(), constraints);
    let reason = found.points.is_empty().then(|| match failed_limits.first() {
        Some(most) => {
            format!("none of {} designs is feasible; {} of them fail: {}", tried.len(), most.designs, most.limit)
        }
        None => "there is no design".to_owned(),
    });
    let search_of_front = search.front_search();
    let method = if search_of_front.grid_points() <= search_of_front.max_evaluations() {
        SearchMethod::EveryDesign
    } else if design.objectives.len() > 2 {
        SearchMethod::Nsga3
    } else {
        SearchMethod::Nsga2
    };
    Ok(Some(ArchitectureOptimum {
        name: architecture.name.clone(),
        place: search.runner.architecture,
        cooling: architecture.cooling,
        method,
        designs: tried.len(),
        feasible_designs: tried.values().filter(|trial| trial.score(design, constraints).violation == 0.0).count(),
        variables: search.space.variables.iter().map(|variable| variable.key.clone()).collect(),
        variable_places: search
            .space
            .variables
            .iter()
            .filter_map(|own| design.basis.variables.iter().position(|variable| variable.origin == own.origin))
            .collect(),
        as_given_meets_constraints: given.failed_limits(constraints).is_empty(),
        as_given: match given {
            Trial::Ran { objectives, .. } => Some(objectives),
            Trial::Infeasible(_) | Trial::Rejected(_) => None,
        },
        front: found.points.iter().map(front_design).collect(),
        named,
        early_hypervolume_share: found.early_share,
        failed_limits,
        reason,
    }))
}

/// The named designs with what holds them back.
fn name_designs(search: &ArchitectureSearch<'_>, found: &FoundFront) -> Option<Vec<NamedResult>> {
    let objectives = &search.runner.design.objectives;
    let name = |aim: &Aim| match aim {
        Aim::Knee => "knee".to_owned(),
        Aim::Least(_) if objectives.len() == 1 => "best".to_owned(),
        Aim::Least(k) => {
            let word = if objectives[*k].better == BetterDirection::Higher { "most" } else { "least" };
            format!("{word} {}", objectives[*k].figure.key)
        }
    };
    let explain = |(aim, place): &(Aim, usize)| {
        let named = NamedDesign {
            point: &found.points[*place],
            objectives: &found.objectives[*place],
            aim,
            scale: &found.scale,
        };
        Some(NamedResult { name: name(aim), front_index: *place, limits: find_binding_limits(search, &named)? })
    };
    found.named.iter().map(explain).collect()
}

/// How many designs fail each limit, the most frequent first.
fn count_failed_limits<'a>(
    trials: impl Iterator<Item = &'a Trial>,
    constraints: &[crate::study::design::Constraint],
) -> Vec<FailedLimit> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for limit in trials.flat_map(|trial| trial.failed_limits(constraints)) {
        *counts.entry(limit).or_default() += 1;
    }
    let mut out: Vec<FailedLimit> = counts.into_iter().map(|(limit, designs)| FailedLimit { limit, designs }).collect();
    out.sort_by_key(|failed| std::cmp::Reverse(failed.designs));
    out
}

/// Marks the designs that no design of any architecture is better than.
fn mark_best_of_all(design: &OptimizeDesign, architectures: &mut [ArchitectureOptimum]) {
    let signed = |objectives: &[f64]| -> Vec<f64> {
        design.objectives.iter().zip(objectives).map(|(objective, value)| objective.cost_of(*value)).collect()
    };
    let mut all: Vec<&mut FrontDesign> = architectures.iter_mut().flat_map(|a| &mut a.front).collect();
    let objectives: Vec<Vec<f64>> = all.iter().map(|own| signed(&own.objectives)).collect();
    for place in non_dominated(&objectives) {
        all[place].best_of_all = true;
    }
}
