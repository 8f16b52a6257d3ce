//! The search of one architecture: the front, its ends and its knee.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::solve::front::dominance::non_dominated;
use crate::solve::front::{EvaluatedPoint, FrontScore, FrontSearch};
use crate::solve::grid_search::{GridPoint, GridSearch};
use crate::solve::hypervolume::hypervolume;
use crate::study::design::Constraint;
use crate::study::uncertainty::ProgressMonitor;

use super::aim::{Aim, AimScore, ObjectiveScale};
use super::space::DesignSpace;
use super::trial::{Trial, TrialRunner};

/// Most designs that polishing a named design tries, for each variable.
const POLISH_TRIALS_PER_AXIS: usize = 60;
/// Most designs that a search around a named design tries, for each variable.
const LOCAL_TRIALS_PER_AXIS: usize = 20;
/// First step of a search around a named design, in places.
const LOCAL_STEP: usize = 8;

/// The search of one architecture.
pub(crate) struct ArchitectureSearch<'a> {
    /// Runs designs.
    pub runner: TrialRunner<'a>,
    /// The designs there are.
    pub space: DesignSpace,
    /// Looks on.
    pub watch: &'a ProgressMonitor<'a>,
    /// Every design that was tried.
    pub tried: RefCell<BTreeMap<GridPoint, Trial>>,
}

/// What the search found.
pub(crate) struct FoundFront {
    /// Points of the front, by rising first objective.
    pub points: Vec<GridPoint>,
    /// Their objectives, minimised.
    pub objectives: Vec<Vec<f64>>,
    /// The named designs: what they are the best in, and their place on the front.
    pub named: Vec<(Aim, usize)>,
    /// Scale of the objectives.
    pub scale: ObjectiveScale,
    /// Share of the final hypervolume that was found after three quarters of the generations.
    pub early_share: Option<f64>,
}

impl ArchitectureSearch<'_> {
    /// The search for the front.
    pub fn front_search(&self) -> FrontSearch {
        let design = self.runner.design;
        FrontSearch {
            axes: self.space.axes.clone(),
            population: design.population as usize,
            generations: design.generations as usize,
            seed: u64::from(design.seed),
        }
    }

    /// The front; without points where no design keeps the constraints, nothing where the search was stopped.
    pub fn run(&self) -> Option<FoundFront> {
        let constraints = &self.runner.design.basis.constraints;
        let search = self.front_search();
        let archive = search.run(|points| self.scores(points, constraints))?;
        let (_, objectives) = self.front();
        if objectives.is_empty() {
            let scale = ObjectiveScale::of_front(&objectives);
            return Some(FoundFront { points: vec![], objectives, named: vec![], scale, early_share: None });
        }
        let ends = (0..self.runner.design.objectives.len()).map(Aim::Least);
        for aim in ends.chain((objectives[0].len() > 1).then_some(Aim::Knee)) {
            self.polish(&aim)?;
        }
        self.settle_named()?;
        let (points, objectives) = self.front();
        let scale = ObjectiveScale::of_front(&objectives);
        let named = self.name(&objectives, &scale);
        let early_share = early_share(&search, &archive, &objectives, &scale);
        Some(FoundFront { points, objectives, named, scale, early_share })
    }

    /// The scores of points under constraints, each point run once; nothing where the search was stopped.
    pub fn scores(&self, points: &[GridPoint], constraints: &[Constraint]) -> Option<Vec<FrontScore>> {
        let (runner, space, watch) = (&self.runner, &self.space, self.watch);
        let mut new: Vec<&GridPoint> = points.iter().filter(|p| !self.tried.borrow().contains_key(*p)).collect();
        new.sort_unstable();
        new.dedup();
        let trials: Option<Vec<Trial>> = new
            .par_iter()
            .map(|point| {
                if watch.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let trial = runner.run(space, point);
                (watch.step)();
                Some(trial)
            })
            .collect();
        let mut tried = self.tried.borrow_mut();
        tried.extend(new.into_iter().cloned().zip(trials?));
        Some(points.iter().map(|point| tried[point].score(runner.design, constraints)).collect())
    }

    /// Every design tried that keeps the constraints and that no other is better than: points and objectives.
    fn front(&self) -> (Vec<GridPoint>, Vec<Vec<f64>>) {
        let design = self.runner.design;
        let tried = self.tried.borrow();
        let kept: Vec<(&GridPoint, Vec<f64>)> = tried
            .iter()
            .map(|(point, trial)| (point, trial.score(design, &design.basis.constraints)))
            .filter(|(_, score)| score.violation == 0.0)
            .map(|(point, score)| (point, score.objectives))
            .collect();
        let objectives: Vec<&[f64]> = kept.iter().map(|(_, objectives)| objectives.as_slice()).collect();
        non_dominated(&objectives).into_iter().map(|i| (kept[i].0.clone(), kept[i].1.clone())).unzip()
    }

    /// The named designs of a front: its ends, and its knee where there is one.
    fn name(&self, objectives: &[Vec<f64>], scale: &ObjectiveScale) -> Vec<(Aim, usize)> {
        let best = |aim: Aim| {
            let score =
                |i: &usize| aim.score(scale, &FrontScore { objectives: objectives[*i].clone(), violation: 0.0 });
            let place = (0..objectives.len())
                .min_by(|a, b| score(a).partial_cmp(&score(b)).unwrap_or(std::cmp::Ordering::Equal));
            place.map(|place| (aim.clone(), place))
        };
        let count = self.runner.design.objectives.len();
        let mut named: Vec<(Aim, usize)> = (0..count).filter_map(|k| best(Aim::Least(k))).collect();
        // A knee at an end of the front is none.
        let knee = best(Aim::Knee).filter(|(_, place)| count > 1 && named.iter().all(|(_, end)| end != place));
        named.extend(knee);
        named
    }

    /// Searches on from the best design for an aim over the whole of each range.
    fn polish(&self, aim: &Aim) -> Option<()> {
        let (points, objectives) = self.front();
        let scale = ObjectiveScale::of_front(&objectives);
        let best = self.name(&objectives, &scale).into_iter().find(|(own, _)| own == aim);
        let Some((_, place)) = best else { return Some(()) };
        let search = self.grid_search(POLISH_TRIALS_PER_AXIS);
        search.minimize(&points[place], |asked| self.aim_scores(asked, aim, &scale, None));
        self.unless_stopped()
    }

    /// Searches around the named designs until none moves any more.
    fn settle_named(&self) -> Option<()> {
        loop {
            let (points, objectives) = self.front();
            let scale = ObjectiveScale::of_front(&objectives);
            let named = self.name(&objectives, &scale);
            let before = self.tried.borrow().len();
            let mut moved = false;
            for (aim, place) in &named {
                moved |= self.search_around(&points[*place], aim, &scale, None) != points[*place];
            }
            self.unless_stopped()?;
            if !moved || self.tried.borrow().len() == before {
                return Some(());
            }
        }
    }

    /// The best design for an aim around one, under the constraints of the design or under others.
    pub fn search_around(
        &self,
        point: &GridPoint,
        aim: &Aim,
        scale: &ObjectiveScale,
        constraints: Option<&[Constraint]>,
    ) -> GridPoint {
        let search = self.grid_search(LOCAL_TRIALS_PER_AXIS);
        search.descend(point, LOCAL_STEP, |asked| self.aim_scores(asked, aim, scale, constraints))
    }

    /// Nothing where the search was stopped.
    pub fn unless_stopped(&self) -> Option<()> {
        (!self.watch.stop.load(Ordering::Relaxed)).then_some(())
    }

    fn grid_search(&self, trials_per_axis: usize) -> GridSearch {
        GridSearch {
            axes: self.space.axes.clone(),
            samples: 0,
            max_evaluations: trials_per_axis * (self.space.axes.len() + 1),
            seed: u64::from(self.runner.design.seed),
        }
    }

    fn aim_scores(
        &self,
        points: &[GridPoint],
        aim: &Aim,
        scale: &ObjectiveScale,
        constraints: Option<&[Constraint]>,
    ) -> Vec<AimScore> {
        let constraints = constraints.unwrap_or(&self.runner.design.basis.constraints);
        let Some(scores) = self.scores(points, constraints) else { return vec![AimScore::WORST; points.len()] };
        scores.iter().map(|score| aim.score(scale, score)).collect()
    }
}

/// How much of the final hypervolume the first three quarters of the generations had found.
fn early_share(
    search: &FrontSearch,
    archive: &[EvaluatedPoint],
    front: &[Vec<f64>],
    scale: &ObjectiveScale,
) -> Option<f64> {
    // One design spans no volume.
    if search.grid_points() <= search.max_evaluations() || front.len() < 2 {
        return None;
    }
    let reference = scale.reference();
    let early: Vec<&[f64]> = archive
        .iter()
        .filter(|p| 4 * p.generation <= 3 * search.generations && p.score.violation == 0.0)
        .map(|p| p.score.objectives.as_slice())
        .collect();
    let early: Vec<&[f64]> = non_dominated(&early).into_iter().map(|i| early[i]).collect();
    let whole = hypervolume(front, &reference);
    (whole > 0.0).then(|| hypervolume(&early, &reference) / whole)
}
