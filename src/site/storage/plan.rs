//! When a tank works: the plan of a day.
//!
//! For every hour of the day it is known what filling would cost and what emptying would save, at one rate, in money where
//! electricity has a price for every hour, else in energy. The day is cut in two: filling before the cut in its cheapest
//! hours, emptying behind it in its dearest. Each hour of filling is paired with one of emptying, cheapest with dearest, as
//! long as the tank has room and a pair saves more than standing loses. The cut that saves most is taken; if none saves, the
//! tank stands still. A tank is empty at the end of its day, so no day needs to know the next one's weather.

use std::cmp::Ordering;

use crate::component::plant::storage_tank::TankDraw;

/// What emptying is worth in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StorageSavings {
    /// Kelvins by which the supply comes nearer to its set point: counted before any saving.
    pub excess_reduction_k: f64,
    /// Saving.
    pub saved: f64,
}

impl StorageSavings {
    fn compare_savings(self, other: Self) -> Ordering {
        self.excess_reduction_k.total_cmp(&other.excess_reduction_k).then(self.saved.total_cmp(&other.saved))
    }
}

/// A day's choices; its lists are filled anew every day without being allocated anew.
#[derive(Clone, Debug, Default)]
pub struct StorageDayPlan {
    /// Hours that can be filled in, by their cost.
    fill: Vec<(f64, usize)>,
    /// Hours that can be emptied in, by their worth.
    empty: Vec<(StorageSavings, usize)>,
    /// What is done in each hour.
    actions: Vec<Option<TankDraw>>,
}

impl StorageDayPlan {
    /// Room for a day of so many hours.
    pub fn new(hours: usize) -> Self {
        Self { fill: Vec::with_capacity(hours), empty: Vec::with_capacity(hours), actions: Vec::with_capacity(hours) }
    }

    /// Begins a day.
    pub fn clear(&mut self) {
        self.fill.clear();
        self.empty.clear();
        self.actions.clear();
    }

    /// Adds the next hour: the cost of filling and the worth of emptying, where they can be done.
    pub fn add_hour(&mut self, cost: Option<f64>, worth: Option<StorageSavings>) {
        let hour = self.actions.len();
        self.actions.push(None);
        self.fill.extend(cost.map(|cost| (cost, hour)));
        self.empty.extend(worth.map(|worth| (worth, hour)));
    }

    /// Chooses what is done: at most `room` hours of filling; a share `kept` of the cold is left when it is drawn.
    pub fn choose_actions(&mut self, room: usize, kept: f64) {
        self.fill.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.empty.sort_unstable_by(|a, b| b.0.compare_savings(a.0).then(a.1.cmp(&b.1)));
        let mut best = (StorageSavings::default(), 0, 0);
        for cut in 1..self.actions.len() {
            let (mut sum, mut pairs) = (StorageSavings::default(), 0);
            for worth in self.paired_savings(cut, room, kept) {
                sum = StorageSavings {
                    excess_reduction_k: sum.excess_reduction_k + worth.excess_reduction_k,
                    saved: sum.saved + worth.saved,
                };
                pairs += 1;
            }
            if sum.compare_savings(best.0) == Ordering::Greater {
                best = (sum, cut, pairs);
            }
        }
        let (_, cut, pairs) = best;
        for (_, hour) in self.fill.iter().filter(|f| f.1 < cut).take(pairs) {
            self.actions[*hour] = Some(TankDraw::Warm);
        }
        for (_, hour) in self.empty.iter().filter(|e| e.1 >= cut).take(pairs) {
            self.actions[*hour] = Some(TankDraw::Cold);
        }
    }

    /// What each pair of hours gains, the best first, with a cut.
    fn paired_savings(&self, cut: usize, room: usize, kept: f64) -> impl Iterator<Item = StorageSavings> {
        let fill = self.fill.iter().filter(move |f| f.1 < cut).take(room);
        let empty = self.empty.iter().filter(move |e| e.1 >= cut);
        fill.zip(empty)
            .map(move |((cost, _), (worth, _))| StorageSavings { saved: kept * worth.saved - cost, ..*worth })
            .take_while(|w| w.excess_reduction_k > 0.0 || w.saved > 0.0)
    }

    /// What is done in an hour of the day.
    pub fn action_in_hour(&self, hour: usize) -> Option<TankDraw> {
        self.actions[hour]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan(hours: &[(f64, f64)], room: usize, kept: f64) -> Vec<Option<TankDraw>> {
        let mut plan = StorageDayPlan::default();
        for (cost, saved) in hours {
            plan.add_hour(Some(*cost), Some(StorageSavings { excess_reduction_k: 0.0, saved: *saved }));
        }
        plan.choose_actions(room, kept);
        (0..hours.len()).map(|h| plan.action_in_hour(h)).collect()
    }

    const F: Option<TankDraw> = Some(TankDraw::Warm);
    const E: Option<TankDraw> = Some(TankDraw::Cold);

    #[test]
    fn a_cold_night_serves_a_hot_afternoon() {
        let day = [(3.0, 3.0), (1.0, 1.0), (2.0, 2.0), (5.0, 5.0), (9.0, 9.0), (7.0, 7.0), (4.0, 4.0)];
        assert_eq!(plan(&day, 2, 1.0), [None, F, F, None, E, E, None]);
        assert_eq!(plan(&day, 1, 1.0), [None, F, None, None, E, None, None]);
        // With room for all, 3 also pays before 5.
        assert_eq!(plan(&day, 9, 1.0), [F, F, F, E, E, E, None]);
        // Nothing is stored before it is cold, nor where standing eats the gain.
        assert!(plan(&[(9.0, 9.0), (5.0, 5.0), (1.0, 1.0)], 2, 1.0).iter().all(Option::is_none));
        assert!(plan(&[(1.0, 1.0), (1.05, 1.05)], 2, 0.9).iter().all(Option::is_none));
        assert!(plan(&day, 0, 1.0).iter().all(Option::is_none) && plan(&[], 3, 1.0).is_empty());
    }

    #[test]
    fn a_supply_above_its_set_point_comes_first() {
        let mut plan = StorageDayPlan::new(3);
        plan.add_hour(Some(5.0), None);
        plan.add_hour(None, Some(StorageSavings { excess_reduction_k: 0.0, saved: 9.0 }));
        plan.add_hour(None, Some(StorageSavings { excess_reduction_k: 0.5, saved: 0.0 }));
        plan.choose_actions(1, 1.0);
        assert_eq!((plan.action_in_hour(0), plan.action_in_hour(1), plan.action_in_hour(2)), (F, None, E));
        plan.clear();
        plan.add_hour(None, Some(StorageSavings { excess_reduction_k: 1.0, saved: 1.0 }));
        plan.choose_actions(1, 1.0);
        assert_eq!(plan.action_in_hour(0), None);
    }

    proptest! {
        /// Against every choice of one hour to fill and one to empty.
        #[test]
        fn one_pair_is_the_best_there_is(day in proptest::collection::vec((0.0..9.0f64, 0.0..9.0f64), 1..24)) {
            let acts = plan(&day, 1, 1.0);
            let mut best = 0.0_f64;
            for (i, (cost, _)) in day.iter().enumerate() {
                for (_, saved) in &day[i + 1..] {
                    best = best.max(saved - cost);
                }
            }
            let sum: f64 = acts.iter().zip(&day).map(|(act, (cost, saved))| match act {
                Some(TankDraw::Warm) => -cost,
                Some(TankDraw::Cold) => *saved,
                None => 0.0,
            }).sum();
            prop_assert!((sum - best).abs() < 1e-12);
        }

        #[test]
        fn what_is_drawn_was_filled_before(day in proptest::collection::vec((0.0..9.0f64, 0.0..9.0f64), 1..30), room in 0..9usize) {
            let mut held = 0_usize;
            for act in plan(&day, room, 0.98) {
                match act {
                    Some(TankDraw::Warm) => held += 1,
                    Some(TankDraw::Cold) => {
                        prop_assert!(held > 0);
                        held -= 1;
                    }
                    None => {}
                }
                prop_assert!(held <= room);
            }
            prop_assert_eq!(held, 0);
        }
    }
}
