//! The points of a box-shaped grid that are best in several objectives at once: no other point is as good in all of them
//! and better in one (the Pareto front).
//!
//! Two objectives are searched by NSGA-II (K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, IEEE Transactions on Evolutionary
//! Computation 6, 2002), more by NSGA-III (K. Deb, H. Jain, the same, 18, 2014); one objective is the case of NSGA-II in
//! which a front is one value. Constraints count before objectives: a point that keeps them is better than one that does
//! not, and of two that do not the one that fails by less. The first population is a scrambled Sobol sequence. A point is
//! evaluated once, the points of a generation together, so that the result does not depend on how many threads do it.

pub mod dominance;
mod reference_directions;
mod score;
mod survival;
mod variation;

use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub use self::score::FrontScore;

use self::survival::{Member, survivors};
use super::grid_search::{GridAxis, GridPoint};
use super::sampling::{seeded_generator, sobol_sequence};

/// Children that are tried for each one that is wanted before a generation stays smaller: on a small grid most are known.
const TRIES_PER_CHILD: usize = 20;
/// Stream of random numbers of a search.
const SEARCH_STREAM: u64 = 1 << 41;

/// A point that was evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluatedPoint {
    /// Place on each axis.
    pub point: GridPoint,
    /// What it is worth.
    pub score: FrontScore,
    /// Generation that it was evaluated in, from 0 for the first population.
    pub generation: usize,
}

/// A search for a front.
#[derive(Clone, Debug)]
pub struct FrontSearch {
    /// Axes of the grid.
    pub axes: Vec<GridAxis>,
    /// Points of a generation, at least 4.
    pub population: usize,
    /// Generations after the first population.
    pub generations: usize,
    /// Seed of the first population and of all that follows.
    pub seed: u64,
}

impl FrontSearch {
    /// Points that are evaluated, at most.
    pub const fn max_evaluations(&self) -> usize {
        self.population * (self.generations + 1)
    }

    /// Points of the grid; `usize::MAX` where there are more.
    pub fn grid_points(&self) -> usize {
        self.axes.iter().fold(1, |product, axis| product.saturating_mul(axis.points))
    }

    /// Every point that was evaluated, in order: all of the grid where it has no more points than the search may evaluate.
    /// `evaluate` gives the scores of points in their order, or nothing to end the search; then nothing is found.
    pub fn run<F>(&self, mut evaluate: F) -> Option<Vec<EvaluatedPoint>>
    where
        F: FnMut(&[GridPoint]) -> Option<Vec<FrontScore>>,
    {
        if self.grid_points() <= self.max_evaluations() {
            let points: Vec<GridPoint> = (0..self.grid_points()).map(|number| self.point_of_number(number)).collect();
            let scores = evaluate(&points)?;
            let of = |(point, score)| EvaluatedPoint { point, score, generation: 0 };
            return Some(points.into_iter().zip(scores).map(of).collect());
        }
        let mut generator = seeded_generator(self.seed, SEARCH_STREAM);
        let mut archive = Vec::with_capacity(self.max_evaluations());
        let mut seen: BTreeMap<GridPoint, FrontScore> = BTreeMap::new();
        let mut parents: Vec<Member> = Vec::new();
        for generation in 0..=self.generations {
            let points =
                if generation == 0 { self.first_points() } else { self.children(&parents, &seen, &mut generator) };
            if points.is_empty() {
                break;
            }
            let scores = evaluate(&points)?;
            for (point, score) in points.into_iter().zip(scores) {
                seen.insert(point.clone(), score.clone());
                parents.push(Member::new(point.clone(), score.clone()));
                archive.push(EvaluatedPoint { point, score, generation });
            }
            parents = survivors(parents, self.population, &mut generator);
        }
        Some(archive)
    }

    /// A point of the grid by its number, the last axis first.
    fn point_of_number(&self, mut number: usize) -> GridPoint {
        let mut point: GridPoint =
            self.axes.iter().rev().map(|axis| (number % axis.points, number /= axis.points).0).collect();
        point.reverse();
        point
    }

    /// Different points that fill the box evenly.
    fn first_points(&self) -> Vec<GridPoint> {
        let rows = sobol_sequence(self.population.next_power_of_two(), self.axes.len(), self.seed, 0);
        let mut points: Vec<GridPoint> = Vec::with_capacity(self.population);
        for row in rows {
            let point: GridPoint = row.iter().zip(&self.axes).map(|(u, axis)| axis.place_of_share(*u)).collect();
            if points.len() < self.population && !points.contains(&point) {
                points.push(point);
            }
        }
        points
    }

    /// Points that were not evaluated yet, from pairs of parents; fewer than a population where few are left.
    fn children(
        &self,
        parents: &[Member],
        seen: &BTreeMap<GridPoint, FrontScore>,
        generator: &mut ChaCha8Rng,
    ) -> Vec<GridPoint> {
        let mut children: Vec<GridPoint> = Vec::with_capacity(self.population + 1);
        for _ in 0..TRIES_PER_CHILD * self.population {
            if children.len() >= self.population {
                break;
            }
            let pair = [select(parents, generator), select(parents, generator)];
            for mut child in variation::cross(pair, &self.axes, generator) {
                variation::mutate(&mut child, &self.axes, generator);
                if !seen.contains_key(&child) && !children.contains(&child) {
                    children.push(child);
                }
            }
        }
        children.truncate(self.population);
        children
    }
}

/// The better of two parents by chance.
fn select<'a>(parents: &'a [Member], generator: &mut ChaCha8Rng) -> &'a [usize] {
    let [a, b] = [0, 0].map(|_| &parents[generator.random_range(0..parents.len())]);
    if b.is_preferred_to(a) { &b.point } else { &a.point }
}

#[cfg(test)]
mod tests;
