//! Which points of a population survive: whole ranks of them, and of the rank that does not fit as a whole those that stand
//! alone most (two objectives) or nearest to directions that few others are near to (more).

use rand_chacha::ChaCha8Rng;

use super::dominance::ranks;
use super::reference_directions::choose_by_direction;
use super::score::FrontScore;
use crate::solve::grid_search::GridPoint;

/// A point of a population.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Place on each axis.
    pub point: GridPoint,
    /// What it is worth.
    pub score: FrontScore,
    rank: usize,
    /// How far its neighbours on the front are; endless at its ends.
    crowding: f64,
}

impl Member {
    /// A point that has not been ranked.
    pub fn new(point: GridPoint, score: FrontScore) -> Self {
        Self { point, score, rank: 0, crowding: 0.0 }
    }

    /// Whether it is the better parent.
    pub fn is_preferred_to(&self, other: &Self) -> bool {
        self.rank < other.rank || (self.rank == other.rank && self.crowding > other.crowding)
    }
}

/// The best members of a population, `count` at most, with their rank and crowding.
pub(super) fn survivors(mut members: Vec<Member>, count: usize, generator: &mut ChaCha8Rng) -> Vec<Member> {
    let scores: Vec<&FrontScore> = members.iter().map(|m| &m.score).collect();
    let ranks = ranks(&scores);
    let by_direction = members.first().is_some_and(|m| m.score.objectives.len() > 2);
    for (member, rank) in members.iter_mut().zip(ranks) {
        member.rank = rank;
    }
    members.sort_by_key(|m| m.rank);
    let mut from = 0;
    let mut kept: Vec<Member> = Vec::with_capacity(count);
    while from < members.len() && kept.len() < count {
        let rank = members[from].rank;
        let end = from + members[from..].iter().take_while(|m| m.rank == rank).count();
        let front = &mut members[from..end];
        from = end;
        let wanted = count - kept.len();
        if front[0].score.violation > 0.0 {
            kept.extend(front.iter().take(wanted).cloned());
        } else if by_direction {
            let chosen = choose_by_direction(&kept, front, wanted, generator);
            kept.extend(chosen.into_iter().map(|i| front[i].clone()));
        } else {
            set_crowding(front);
            front.sort_by(|a, b| b.crowding.total_cmp(&a.crowding));
            kept.extend(front.iter().take(wanted).cloned());
        }
    }
    kept
}

/// The crowding distance of Deb et al. (2002).
fn set_crowding(front: &mut [Member]) {
    for member in front.iter_mut() {
        member.crowding = 0.0;
    }
    for k in 0..front[0].score.objectives.len() {
        front.sort_by(|a, b| a.score.objectives[k].total_cmp(&b.score.objectives[k]));
        let last = front.len() - 1;
        let value = |i: usize, front: &[Member]| front[i].score.objectives[k];
        let width = value(last, front) - value(0, front);
        front[0].crowding = f64::INFINITY;
        front[last].crowding = f64::INFINITY;
        if width > 0.0 {
            for i in 1..last {
                front[i].crowding += (value(i + 1, front) - value(i - 1, front)) / width;
            }
        }
    }
}
