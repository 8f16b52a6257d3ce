//! The points that no other point is better than: the non-dominated front.

use std::cmp::Ordering;

/// Places of the points that no other dominates, less being better in every coordinate: a point dominates another where it
/// is nowhere worse and somewhere better. Points that are alike stand side by side. The order is that of the first
/// coordinate, then of the further ones, then of the points.
///
/// Coordinates must not be NaN. Of two coordinates it takes n log n steps, of more at most n times the length of the front.
pub fn pareto_front<P: AsRef<[f64]>>(points: &[P]) -> Vec<usize> {
    let at = |place: usize| points[place].as_ref();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_unstable_by(|a, b| compare_points(at(*a), at(*b)).then(a.cmp(b)));
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

fn compare_points(a: &[f64], b: &[f64]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Whether a point is nowhere worse than another and somewhere better.
fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b) && a.iter().zip(b).any(|(a, b)| a < b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
