//! Which of several points are best: dominance, fronts and the points that no other dominates. All objectives are
//! minimised.

use std::cmp::Ordering;

use super::score::FrontScore;

/// Whether `a` is as good as `b` in every objective and better in one.
pub fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b) && a.iter().zip(b).any(|(a, b)| a < b)
}

/// Places of the points that no other dominates, less being better in every coordinate: a point dominates another where it
/// is nowhere worse and somewhere better. Points that are alike stand side by side. The order is that of the first
/// coordinate, then of the further ones, then of the points.
///
/// Coordinates must not be NaN. Of two coordinates it takes n log n steps, of more at most n times the length of the front.
pub fn pareto_front<P: AsRef<[f64]>>(points: &[P]) -> Vec<usize> {
    let at = |place: usize| points[place].as_ref();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_unstable_by(|a, b| compare_objectives(at(*a), at(*b)).then(a.cmp(b)));
    let mut front: Vec<usize> = Vec::new();
    for place in order {
        // In this order nothing that comes later dominates what came before.
        let dominated = if at(place).len() <= 2 {
            front.last().is_some_and(|last| dominates(at(*last), at(place)))
        } else {
            front.iter().any(|other| dominates(at(*other), at(place)))
        };
        if !dominated {
            front.push(place);
        }
    }
    front
}

/// The same, of points that are alike the first alone.
pub fn non_dominated<P: AsRef<[f64]>>(points: &[P]) -> Vec<usize> {
    let mut front = pareto_front(points);
    front.dedup_by(|later, first| points[*later].as_ref() == points[*first].as_ref());
    front
}

fn compare_objectives(a: &[f64], b: &[f64]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Whether `a` is better than `b` with regard to constraints first.
fn is_better(a: &FrontScore, b: &FrontScore) -> bool {
    if a.violation > 0.0 || b.violation > 0.0 {
        a.violation < b.violation
    } else {
        dominates(&a.objectives, &b.objectives)
    }
}

/// The rank of each point: 0 for those that no other is better than, 1 for those that only these are better than, and so
/// on.
pub(super) fn ranks(scores: &[&FrontScore]) -> Vec<usize> {
    let mut better_than: Vec<Vec<usize>> = vec![Vec::new(); scores.len()];
    let mut worse_count = vec![0_usize; scores.len()];
    for i in 0..scores.len() {
        for j in 0..i {
            let (better, worse) = if is_better(scores[i], scores[j]) {
                (i, j)
            } else if is_better(scores[j], scores[i]) {
                (j, i)
            } else {
                continue;
            };
            better_than[better].push(worse);
            worse_count[worse] += 1;
        }
    }
    let mut ranks = vec![0; scores.len()];
    let mut front: Vec<usize> = (0..scores.len()).filter(|i| worse_count[*i] == 0).collect();
    let mut rank = 0;
    while !front.is_empty() {
        let mut next = Vec::new();
        for i in front {
            ranks[i] = rank;
            for worse in &better_than[i] {
                worse_count[*worse] -= 1;
                if worse_count[*worse] == 0 {
                    next.push(*worse);
                }
            }
        }
        front = next;
        rank += 1;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn constraints_count_before_objectives() {
        let score = |x: f64, y: f64, violation: f64| FrontScore { objectives: vec![x, y], violation };
        let all = [
            score(1.0, 2.0, 0.0),
            score(2.0, 1.0, 0.0),
            score(2.0, 2.0, 0.0),
            score(0.0, 0.0, 0.1),
            score(0.0, 0.0, 0.2),
        ];
        assert_eq!(ranks(&all.iter().collect::<Vec<_>>()), [0, 0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn a_front_is_what_comparing_all_pairs_gives(
            points in prop::collection::vec(prop::collection::vec(0_i32..8, 3), 0..60), two in any::<bool>()
        ) {
            let points: Vec<Vec<f64>> =
                points.iter().map(|p| p[..if two { 2 } else { 3 }].iter().map(|x| f64::from(*x)).collect()).collect();
            let mut expected: Vec<Vec<f64>> = points
                .iter()
                .filter(|p| !points.iter().any(|q| q != *p && q.iter().zip(*p).all(|(q, p)| q <= p)))
                .cloned()
                .collect();
            expected.sort_by(|a, b| a.partial_cmp(b).unwrap());
            expected.dedup();
            let found: Vec<Vec<f64>> = non_dominated(&points).into_iter().map(|i| points[i].clone()).collect();
            prop_assert_eq!(found, expected);
        }
    }

    /// By the definition: every point against every other.
    fn brute_force(points: &[Vec<f64>]) -> Vec<usize> {
        let better = |a: &[f64], b: &[f64]| {
            (0..a.len()).filter(|i| a[*i] > b[*i]).count() == 0 && (0..a.len()).filter(|i| a[*i] < b[*i]).count() > 0
        };
        (0..points.len()).filter(|i| !points.iter().any(|other| better(other, &points[*i]))).collect()
    }

    proptest! {
        #[test]
        fn the_front_is_that_of_the_definition(
            // Few values, so that many coordinates are equal.
            (_, points) in (1_usize..5).prop_flat_map(|n| (
                Just(n),
                prop::collection::vec(prop::collection::vec((0_i32..9).prop_map(f64::from), n), 0..120),
            ))
        ) {
            let found = pareto_front(&points);
            let mut sorted = found.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, brute_force(&points));
            prop_assert!(found.windows(2).all(|pair| points[pair[0]][0] <= points[pair[1]][0]));
        }
    }

    #[test]
    fn points_that_are_alike_are_kept_in_their_order() {
        let points = [[2.0, 1.0], [1.0, 2.0], [2.0, 1.0], [2.0, 2.0]];
        assert_eq!(pareto_front(&points), [1, 0, 2]);
    }
}
