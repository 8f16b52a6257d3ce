//! The least value of a function over the points of a box-shaped grid, for functions that step, that are not defined
//! everywhere and that cost too much to be put to every point.
//!
//! Neither derivatives nor continuity are asked for. A seeded Latin hypercube over the box is followed by compass searches
//! from its best points (T. G. Kolda, R. M. Lewis, V. Torczon, SIAM Review 45, 2003): all neighbours at a distance along the
//! axes, and the sum of the steps that improve; where none is better the distance is halved, down to neighbours on the
//! grid. Scans of each axis over its whole length then look beyond steps that a compass does not see over; what they find is
//! searched from again. Polls of seeded points around the best end the search. The points of each pass are evaluated together, so that the result does not depend on how many
//! threads do it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::sampling::{latin_hypercube, seeded_generator};

/// Points of the scan of an axis.
const SCAN_POINTS: usize = 9;
/// Points of the sample that a search starts from.
const STARTS: usize = 4;
/// Polls without success after which a search ends.
const POLLS: usize = 8;
/// Shares of an axis that polls reach, one after the other.
const POLL_SCALES: [f64; 4] = [0.3, 0.1, 0.03, 0.01];
/// Points of a poll for each axis.
const POLL_POINTS_PER_AXIS: usize = 4;
/// Stream of random numbers of the polls.
const POLL_STREAM: u64 = 1 << 40;

/// An axis of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridAxis {
    /// Points on it, at least one.
    pub points: usize,
    /// Points at its beginning that are choices without an order; the others rise.
    pub choices: usize,
}

/// A search over a grid.
#[derive(Clone, Debug)]
pub struct GridSearch {
    /// Its axes.
    pub axes: Vec<GridAxis>,
    /// Points of the sample.
    pub samples: usize,
    /// Most points that are evaluated.
    pub max_evaluations: usize,
    /// Seed of the sample.
    pub seed: u64,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct GridOptimum<S> {
    /// Place on each axis.
    pub point: Vec<usize>,
    /// The score there.
    pub score: S,
    /// Points that were evaluated.
    pub evaluations: usize,
}

/// A place on each axis.
pub type GridPoint = Vec<usize>;

/// What was evaluated, and what may still be.
struct Progress<'a, S, F> {
    search: &'a GridSearch,
    evaluate: F,
    seen: BTreeMap<GridPoint, S>,
}

impl GridAxis {
    /// An axis of rising points.
    pub const fn rising(points: usize) -> Self {
        Self { points, choices: 0 }
    }

    /// An axis of choices.
    pub const fn of_choices(points: usize) -> Self {
        Self { points, choices: points }
    }

    /// The place that stands at a share of the axis, 0..1.
    pub(super) fn place_of_share(self, share: f64) -> usize {
        whole_part(share * self.points as f64).min(self.points - 1)
    }

    /// The rising place that is nearest to a number of places.
    pub(super) fn nearest_place(self, places: f64) -> usize {
        whole_part(places.round().max(self.choices as f64)).min(self.points - 1)
    }

    /// Rising points.
    const fn rising_points(self) -> usize {
        self.points - self.choices
    }

    /// First step along it.
    const fn first_step(self) -> usize {
        if self.rising_points() > 4 { self.rising_points() / 4 } else { 1 }
    }

    /// First step after a scan.
    const fn step_after_scan(self) -> usize {
        let half = self.rising_points() / (2 * SCAN_POINTS);
        if half > 1 { half } else { 1 }
    }

    /// Up to so many points over its whole length, every choice with them.
    fn spread(self, count: usize) -> Vec<usize> {
        let last = self.rising_points().saturating_sub(1);
        let mut out: Vec<usize> = (0..self.choices).collect();
        if self.rising_points() > 0 {
            let parts = (count - 1).clamp(1, last.max(1));
            out.extend((0..=parts).map(|i| self.choices + i * last / parts));
        }
        out.dedup();
        out
    }

    /// A place within a share of the axis from one; of choices any.
    fn place_near(self, at: usize, scale: f64, generator: &mut ChaCha8Rng) -> usize {
        if at < self.choices || self.rising_points() < 2 {
            return generator.random_range(0..self.points);
        }
        let most = whole_part(scale * self.rising_points() as f64).max(1);
        let low = at.saturating_sub(most).max(self.choices);
        generator.random_range(low..=(at + most).min(self.points - 1))
    }

    /// Neighbours of a point at a distance: one down and one up, every choice, and from a choice all over the rising
    /// points.
    fn neighbors(self, at: usize, step: usize) -> Vec<usize> {
        if at < self.choices {
            return self.spread(SCAN_POINTS.div_ceil(2)).into_iter().filter(|other| *other != at).collect();
        }
        let down = at.saturating_sub(step).max(self.choices);
        let up = (at + step).min(self.points - 1);
        (0..self.choices).chain([down, up]).filter(|other| *other != at).collect()
    }
}

impl GridSearch {
    /// The best point that is found from `start` and the sample; where nothing is better, `start`. `evaluate` gives the
    /// scores of points in their order; a lower one is better.
    pub fn minimize<S, F>(&self, start: &[usize], evaluate: F) -> GridOptimum<S>
    where
        S: PartialOrd + Copy,
        F: Fn(&[GridPoint]) -> Vec<S>,
    {
        let mut progress = Progress { search: self, evaluate, seen: BTreeMap::new() };
        let mut first = vec![start.to_vec()];
        first.extend(self.sample_points());
        progress.evaluate_points(&first);
        let mut best = start.to_vec();
        let first_steps: Vec<usize> = self.axes.iter().map(|axis| axis.first_step()).collect();
        for from in progress.best_of(first, STARTS) {
            // Half of the evaluations are for what follows.
            if 2 * progress.seen.len() > self.max_evaluations {
                break;
            }
            let found = progress.descend(from, first_steps.clone());
            best = progress.better_of(best, found);
        }
        best = progress.scan_axes(best);
        // Where all of these end at an edge that runs across the axes, only moves along it are better.
        let mut generator = seeded_generator(self.seed, POLL_STREAM);
        let mut failures = 0;
        while failures < POLLS && progress.has_budget() {
            let around = self.points_near(&best, POLL_SCALES[failures % POLL_SCALES.len()], &mut generator);
            failures += 1;
            if let Some(better) = progress.improvement(around, &best) {
                best = progress.descend(better, vec![1; self.axes.len()]);
                failures = 0;
            }
        }
        let score = progress.seen[&best];
        GridOptimum { point: best, score, evaluations: progress.seen.len() }
    }

    /// The best point that a compass search finds from `start` with first steps of so many places; else `start`.
    pub fn descend<S, F>(&self, start: &[usize], step: usize, evaluate: F) -> GridPoint
    where
        S: PartialOrd + Copy,
        F: Fn(&[GridPoint]) -> Vec<S>,
    {
        let mut progress = Progress { search: self, evaluate, seen: BTreeMap::new() };
        progress.evaluate_points(&[start.to_vec()]);
        progress.descend(start.to_vec(), vec![step; self.axes.len()])
    }

    /// Points of a Latin hypercube.
    fn sample_points(&self) -> Vec<GridPoint> {
        let place = |(u, axis): (&f64, &GridAxis)| axis.place_of_share(*u);
        let rows = latin_hypercube(self.samples, self.axes.len(), self.seed, 0);
        rows.iter().map(|row| row.iter().zip(&self.axes).map(place).collect()).collect()
    }

    /// Points that differ from one on some of the axes, by up to a share of each.
    fn points_near(&self, at: &[usize], scale: f64, generator: &mut ChaCha8Rng) -> Vec<GridPoint> {
        let mut near = || -> GridPoint {
            let always = generator.random_range(0..self.axes.len());
            let one = |(i, axis): (usize, &GridAxis)| {
                let moves = i == always || generator.random_bool(0.5);
                if moves { axis.place_near(at[i], scale, generator) } else { at[i] }
            };
            self.axes.iter().enumerate().map(one).collect()
        };
        (0..POLL_POINTS_PER_AXIS * self.axes.len()).map(|_| near()).collect()
    }

    /// The points that differ from one by another place on one axis.
    fn points_around(&self, at: &[usize], places: impl Fn(GridAxis, usize) -> Vec<usize>) -> Vec<GridPoint> {
        let on_axis = |(i, axis): (usize, &GridAxis)| {
            places(*axis, i).into_iter().map(|place| moved(at, &[(i, place)])).collect::<Vec<_>>()
        };
        self.axes.iter().enumerate().flat_map(on_axis).collect()
    }
}

/// A point with other places on some axes.
fn moved(at: &[usize], moves: &[(usize, usize)]) -> GridPoint {
    let mut out = at.to_vec();
    for (axis, place) in moves {
        out[*axis] = *place;
    }
    out
}

impl<S: PartialOrd + Copy, F: Fn(&[GridPoint]) -> Vec<S>> Progress<'_, S, F> {
    /// Evaluates those of some points that have not been, each once, as far as the number of evaluations goes.
    fn evaluate_points(&mut self, points: &[GridPoint]) {
        let mut new: Vec<GridPoint> = Vec::with_capacity(points.len());
        for point in points {
            if self.seen.len() + new.len() < self.search.max_evaluations
                && !self.seen.contains_key(point)
                && !new.contains(point)
            {
                new.push(point.clone());
            }
        }
        let scores = (self.evaluate)(&new);
        self.seen.extend(new.into_iter().zip(scores));
    }

    /// Whether a point is known to be better than another.
    fn is_better(&self, point: &GridPoint, than: &GridPoint) -> bool {
        matches!((self.seen.get(point), self.seen.get(than)), (Some(a), Some(b)) if a < b)
    }

    fn better_of(&self, a: GridPoint, b: GridPoint) -> GridPoint {
        if self.is_better(&b, &a) { b } else { a }
    }

    /// Whether more points may be evaluated.
    fn has_budget(&self) -> bool {
        self.seen.len() < self.search.max_evaluations
    }

    /// The best of some points where it is better than another one.
    fn improvement(&mut self, points: Vec<GridPoint>, than: &GridPoint) -> Option<GridPoint> {
        self.evaluate_points(&points);
        self.best_of(points, 1).pop().filter(|p| self.is_better(p, than))
    }

    /// Scans of every axis over its whole length, and a compass search from what they find, until they find nothing.
    fn scan_axes(&mut self, mut best: GridPoint) -> GridPoint {
        let search = self.search;
        let steps: Vec<usize> = search.axes.iter().map(|axis| axis.step_after_scan()).collect();
        loop {
            let scan = search.points_around(&best, |axis, _| axis.spread(SCAN_POINTS));
            let Some(better) = self.improvement(scan, &best) else { return best };
            best = self.descend(better, steps.clone());
        }
    }

    /// The best of some points, at most so many; of equal ones the first.
    fn best_of(&self, mut points: Vec<GridPoint>, count: usize) -> Vec<GridPoint> {
        points.retain(|p| self.seen.contains_key(p));
        points.sort_by(|a, b| self.seen[a].partial_cmp(&self.seen[b]).unwrap_or(Ordering::Equal));
        points.dedup();
        points.truncate(count);
        points
    }

    /// A compass search.
    fn descend(&mut self, from: GridPoint, mut steps: Vec<usize>) -> GridPoint {
        let search = self.search;
        let mut at = from;
        loop {
            let around = search.points_around(&at, |axis, i| axis.neighbors(at[i], steps[i]));
            self.evaluate_points(&around);
            // The best place on each axis that improves.
            let better = |(i, axis): (usize, &GridAxis)| {
                let near = axis.neighbors(at[i], steps[i]).into_iter().map(|place| moved(&at, &[(i, place)]));
                let best = self.best_of(near.collect(), 1).pop().filter(|p| self.is_better(p, &at))?;
                Some((i, best))
            };
            let improving: Vec<(usize, GridPoint)> = search.axes.iter().enumerate().filter_map(better).collect();
            if improving.is_empty() {
                if steps.iter().all(|step| *step == 1) {
                    return at;
                }
                for step in &mut steps {
                    *step = (*step / 2).max(1);
                }
                continue;
            }
            let moves: Vec<(usize, usize)> = improving.iter().map(|(i, point)| (*i, point[*i])).collect();
            let mut next: Vec<GridPoint> = improving.into_iter().map(|(_, point)| point).collect();
            next.push(moved(&at, &moves));
            self.evaluate_points(&next);
            at = self.best_of(next, 1).pop().unwrap_or(at);
        }
    }
}

/// A number of places without its fraction.
fn whole_part(places: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the points of an axis")]
    let whole = places as usize;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(axes: Vec<GridAxis>) -> GridSearch {
        GridSearch { axes, samples: 24, max_evaluations: 300, seed: 1 }
    }

    fn each(f: impl Fn(&[usize]) -> f64) -> impl Fn(&[GridPoint]) -> Vec<f64> {
        move |points| points.iter().map(|p| f(p)).collect()
    }

    /// Every point of a grid.
    fn brute_force(axes: &[GridAxis], f: impl Fn(&[usize]) -> f64) -> f64 {
        let count: usize = axes.iter().map(|a| a.points).product();
        let point = |mut n: usize| -> GridPoint { axes.iter().map(|a| (n % a.points, n /= a.points).0).collect() };
        (0..count).map(|n| f(&point(n))).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn a_bowl_with_steps_and_holes_is_searched_to_its_lowest_point() {
        let axes = vec![GridAxis::rising(91), GridAxis::rising(61), GridAxis::of_choices(3)];
        // Stairs along the first axis, a valley across both, a third of the box without a value.
        let f = |p: &[usize]| {
            let (x, y) = (p[0] as f64 / 90.0, p[1] as f64 / 60.0);
            let bowl = (x - 0.62).powi(2) + (y - 0.31).powi(2) + 1.2 * (x - 0.62) * (y - 0.31);
            let stairs = 0.02 * (8.0 * x).floor();
            if x + y > 1.35 { f64::INFINITY } else { 1.0 + bowl + stairs + [0.3, 0.0, 0.1][p[2]] }
        };
        let least = brute_force(&axes, f);
        for start in [[0, 0, 0], [90, 0, 2], [0, 60, 1], [45, 30, 0], [90, 60, 0]] {
            let found = search(axes.clone()).minimize(&start, each(f));
            assert!(found.score <= least * 1.0002, "{start:?}: {found:?}, not {least}");
            assert!(found.evaluations <= 300);
        }
    }

    #[test]
    fn it_stays_where_nothing_is_better() {
        let axes = vec![GridAxis::rising(50), GridAxis { points: 8, choices: 1 }];
        let found = search(axes.clone()).minimize(&[17, 3], each(|_| 1.0));
        assert_eq!(found.point, [17, 3]);
        let found = search(axes).minimize(&[17, 3], each(|_| f64::INFINITY));
        assert_eq!((found.point, found.score), (vec![17, 3], f64::INFINITY));
        let alone = search(vec![GridAxis::rising(1)]).minimize(&[0], each(|_| 2.0));
        assert_eq!((alone.point, alone.evaluations), (vec![0], 1));
    }

    #[test]
    fn a_choice_and_the_rising_points_beside_it_are_both_tried() {
        let axes = vec![GridAxis { points: 41, choices: 1 }];
        let low = |p: &[usize]| if p[0] == 0 { 5.0 } else { (p[0] as f64 - 30.0).abs() };
        assert_eq!(search(axes.clone()).minimize(&[0], each(low)).point, [30]);
        let own = |p: &[usize]| if p[0] == 0 { -1.0 } else { (p[0] as f64 - 30.0).abs() };
        assert_eq!(search(axes).minimize(&[40], each(own)).point, [0]);
    }

    #[test]
    fn no_more_points_are_evaluated_than_allowed_and_none_twice() {
        use std::cell::RefCell;
        let asked = RefCell::new(Vec::new());
        let search = GridSearch { max_evaluations: 40, ..search(vec![GridAxis::rising(500); 4]) };
        let found = search.minimize(&[250; 4], |points| {
            asked.borrow_mut().extend(points.to_vec());
            points.iter().map(|p| p.iter().map(|x| (*x as f64 - 99.0).powi(2)).sum::<f64>()).collect()
        });
        let mut asked = asked.into_inner();
        assert_eq!((asked.len(), found.evaluations), (40, 40));
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), 40);
    }
}
