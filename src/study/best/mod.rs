//! Every architecture at its best: the set points that are free, moved within their limits to where energy, cost, water or
//! carbon of a year is least.
//!
//! The best keeps every limit of racks and plant, has no more hours above its set point than as given, does no less work,
//! and is never worse than as given. The search is that of [`crate::solve::grid_search`] over set points in steps that a
//! plant is set by; it is seeded and does not depend on the number of threads.

mod score;
mod space;

pub mod result;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::scenario::{ArchitectureSettings, Scenario};
use crate::solve::grid_search::GridSearch;
use crate::study::compare::result::ArchitectureResult;
use crate::study::compare::{ComparisonContext, SiteConditions};
use crate::study::error::StudyError;

use self::result::{BestArchitecture, BestComparison, BestFigures, BestObjective};
use self::score::{Allowance, INFEASIBLE, Score, is_nearly_as_good};
use self::space::SearchSpace;

/// Points of the sample for each free set point and one more.
const SAMPLES_PER_AXIS: usize = 8;

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchEffort {
    /// Most set points that are put to the model for an architecture, at least 1.
    pub evaluations: usize,
    /// Seed of its samples.
    pub seed: u64,
}

impl Default for SearchEffort {
    fn default() -> Self {
        Self { evaluations: 400, seed: 1 }
    }
}

/// Searches the best set points of every architecture of a scenario with the usual effort.
///
/// # Errors
/// As [`find_best_with`].
pub fn find_best(
    scenario: &Scenario,
    catalog: &Catalog,
    objective: BestObjective,
) -> Result<BestComparison, StudyError> {
    find_best_with(scenario, catalog, objective, SearchEffort::default())
}

/// Searches the best set points of every architecture of a scenario.
///
/// # Errors
/// [`StudyError::NothingFree`] where no set point of any architecture is free; else as a comparison. An architecture that
/// no set points make feasible is no error: its result says why.
pub fn find_best_with(
    scenario: &Scenario,
    catalog: &Catalog,
    objective: BestObjective,
    effort: SearchEffort,
) -> Result<BestComparison, StudyError> {
    space::check_limits(catalog)?;
    let site = SiteConditions::from_scenario(scenario, catalog)?;
    let context = site.comparison_context(scenario, catalog)?;
    let as_given: Vec<ArchitectureResult> =
        scenario.architectures.par_iter().map(|a| context.run_alone(a)).collect::<Result<_, _>>()?;
    let space = |(given, result)| SearchSpace::new(scenario, given, result, catalog);
    let spaces: Vec<SearchSpace> = scenario.architectures.iter().zip(&as_given).map(space).collect();
    if spaces.iter().all(|space| space.axes.is_empty()) {
        return Err(StudyError::NothingFree { fixed: describe_fixed(scenario, &spaces) });
    }
    let search = |((settings, given), space): ((&ArchitectureSettings, &ArchitectureResult), &SearchSpace)| {
        ArchitectureSearch { context: &context, catalog, settings, given, space, objective, effort }.run()
    };
    let architectures: Vec<BestArchitecture> =
        scenario.architectures.par_iter().zip(&as_given).zip(&spaces).map(search).collect();
    let leader = |figures: fn(&BestArchitecture) -> Option<&BestFigures>| {
        let all = architectures.iter().filter_map(|a| Some((a, figures(a)?.objective_value(objective)?)));
        all.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(a, _)| a.name.clone())
    };
    Ok(BestComparison {
        objective,
        leader_given: leader(|a| a.given.as_ref()),
        leader_best: leader(|a| a.best.as_ref()),
        architectures,
    })
}

/// What is not free, architecture by architecture.
fn describe_fixed(scenario: &Scenario, spaces: &[SearchSpace]) -> String {
    let one = |(given, space): (&ArchitectureSettings, &SearchSpace)| {
        let keys: Vec<String> = space.fixed.iter().map(|(key, why)| format!("`{key}` ({why})")).collect();
        format!("{}: {}", given.name, keys.join(", "))
    };
    scenario.architectures.iter().zip(spaces).map(one).collect::<Vec<_>>().join("; ")
}

/// The search for one architecture.
struct ArchitectureSearch<'a> {
    context: &'a ComparisonContext<'a>,
    catalog: &'a Catalog,
    settings: &'a ArchitectureSettings,
    /// Its result as given.
    given: &'a ArchitectureResult,
    space: &'a SearchSpace,
    objective: BestObjective,
    effort: SearchEffort,
}

impl ArchitectureSearch<'_> {
    fn run(&self) -> BestArchitecture {
        let allowance = Allowance::of_given(self.given);
        let axes = self.space.grid_axes();
        let search = GridSearch {
            samples: if axes.is_empty() { 0 } else { SAMPLES_PER_AXIS * (axes.len() + 1) },
            axes,
            max_evaluations: self.effort.evaluations,
            seed: self.effort.seed,
        };
        let start = self.space.given_point();
        let given_score = allowance.score(self.given, self.objective);
        let score_at = |point: &Vec<usize>| {
            if *point == start {
                given_score
            } else {
                self.run_at(point).map_or(INFEASIBLE, |r| allowance.score(&r, self.objective))
            }
        };
        let found = search.minimize(&start, |points| points.par_iter().map(score_at).collect());
        let (point, dropped) = self.drop_idle_moves(found.point, found.score, given_score, score_at);
        let at_best = if point == start { Some(self.given.clone()) } else { self.run_at(&point) };
        let set_points = self.space.set_points_at(&point);
        let (kept, moved) = set_points.into_iter().partition(|s| s.given == s.best);
        BestArchitecture {
            name: self.settings.name.clone(),
            evaluations: found.evaluations + dropped,
            reason: self.reason(point == start),
            given: BestFigures::from_result(self.given),
            best: at_best.as_ref().and_then(BestFigures::from_result),
            moved,
            kept,
        }
    }

    /// The architecture with its set points at a place; nothing where they make no model.
    fn run_at(&self, point: &[usize]) -> Option<ArchitectureResult> {
        self.context.run_alone(&self.space.settings_at(self.settings, point, self.catalog)).ok()
    }

    /// The best place with those set points back as given that gain next to nothing, and how many places were tried.
    fn drop_idle_moves(
        &self,
        best: Vec<usize>,
        best_score: Score,
        given_score: Score,
        score_at: impl Fn(&Vec<usize>) -> Score,
    ) -> (Vec<usize>, usize) {
        let (mut point, mut score, mut tried) = (best.clone(), best_score, 0);
        for (i, axis) in self.space.axes.iter().enumerate().filter(|(i, axis)| best[*i] != axis.given) {
            let mut without = point.clone();
            without[i] = axis.given;
            let other = score_at(&without);
            tried += 1;
            if is_nearly_as_good(other, best_score) && other <= given_score {
                (point, score) = (without, other);
            }
        }
        debug_assert!(score <= given_score);
        (point, tried)
    }

    fn reason(&self, stays: bool) -> Option<String> {
        if !stays {
            return None;
        }
        if !self.given.feasible {
            let limit = self.given.limit.as_ref().map(ToString::to_string).unwrap_or_default();
            return Some(format!("no set points within the limits make it feasible; as given: {limit}"));
        }
        if self.space.axes.is_empty() {
            let keys: Vec<&str> = self.space.fixed.iter().map(|(key, _)| *key).collect();
            return Some(format!("nothing is free to be moved: {} stay as given", keys.join(", ")));
        }
        Some("no set points within the limits are better".to_owned())
    }
}
