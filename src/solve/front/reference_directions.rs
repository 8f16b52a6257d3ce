//! Survival by reference directions (NSGA-III): even directions through the normalised objectives, each of which is to have
//! a point near it (I. Das, J. E. Dennis, SIAM Journal on Optimization 8, 1998, for the directions).

use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::survival::Member;

/// Weight of the other objectives where a point is sought that is extreme in one.
const EXTREME_WEIGHT: f64 = 1e-6;

/// Directions with even distances over the simplex of so many objectives, as many as there are up to `most`; their
/// coordinates add up to one.
fn even_directions(objectives: usize, most: usize) -> Vec<Vec<f64>> {
    let count = |parts: usize| (1..objectives).fold(1_usize, |product, i| product.saturating_mul(parts + i) / i);
    let parts = (1..=most).take_while(|parts| count(*parts) <= most).last().unwrap_or(1);
    let mut directions: Vec<Vec<usize>> = vec![Vec::new()];
    for axis in 0..objectives {
        let extended = directions.iter().flat_map(|head| {
            let left = parts - head.iter().sum::<usize>();
            let range = if axis + 1 == objectives { left..=left } else { 0..=left };
            range.map(|step| head.iter().copied().chain([step]).collect::<Vec<usize>>())
        });
        directions = extended.collect();
    }
    let share = |step: usize| step as f64 / parts as f64;
    directions.into_iter().map(|steps| steps.into_iter().map(share).collect()).collect()
}

/// Numbers of the members of a front that survive beside those kept already.
pub(super) fn choose_by_direction(
    kept: &[Member],
    front: &[Member],
    wanted: usize,
    generator: &mut ChaCha8Rng,
) -> Vec<usize> {
    if front.len() <= wanted {
        return (0..front.len()).collect();
    }
    let all: Vec<&[f64]> = kept.iter().chain(front).map(|m| m.score.objectives.as_slice()).collect();
    let normalised = normalise(&all);
    let directions = even_directions(all[0].len(), kept.len() + wanted);
    let nearest: Vec<(usize, f64)> = normalised.iter().map(|point| nearest_direction(point, &directions)).collect();
    let (of_kept, of_front) = nearest.split_at(kept.len());
    let mut crowd = vec![0_usize; directions.len()];
    for (direction, _) in of_kept {
        crowd[*direction] += 1;
    }
    let mut left: Vec<Vec<usize>> = vec![Vec::new(); directions.len()];
    for (i, (direction, _)) in of_front.iter().enumerate() {
        left[*direction].push(i);
    }
    let mut chosen = Vec::with_capacity(wanted);
    while chosen.len() < wanted {
        let open = || (0..directions.len()).filter(|d| !left[*d].is_empty());
        let Some(fewest) = open().map(|d| crowd[d]).min() else { break };
        let ties: Vec<usize> = open().filter(|d| crowd[*d] == fewest).collect();
        let direction = ties[generator.random_range(0..ties.len())];
        let near = &mut left[direction];
        let place = if fewest == 0 {
            // The nearest one represents the direction.
            (0..near.len()).min_by(|a, b| of_front[near[*a]].1.total_cmp(&of_front[near[*b]].1)).unwrap_or(0)
        } else {
            generator.random_range(0..near.len())
        };
        chosen.push(near.swap_remove(place));
        crowd[direction] += 1;
    }
    chosen
}

/// Objectives with the least of each at 0 and the hyperplane through the extreme points at 1.
fn normalise(points: &[&[f64]]) -> Vec<Vec<f64>> {
    let count = points[0].len();
    let ideal: Vec<f64> = (0..count).map(|k| points.iter().map(|p| p[k]).fold(f64::INFINITY, f64::min)).collect();
    let shifted: Vec<Vec<f64>> =
        points.iter().map(|p| p.iter().zip(&ideal).map(|(x, least)| x - least).collect()).collect();
    let scalar = |point: &[f64], axis: usize| {
        let weighted = |(k, x): (usize, &f64)| if k == axis { *x } else { x / EXTREME_WEIGHT };
        point.iter().enumerate().map(weighted).fold(0.0, f64::max)
    };
    let extreme = |axis: usize| shifted.iter().min_by(|a, b| scalar(a, axis).total_cmp(&scalar(b, axis)));
    let plane = DMatrix::from_fn(count, count, |row, column| extreme(row).map_or(0.0, |point| point[column]));
    let largest = |k: usize| shifted.iter().map(|p| p[k]).fold(0.0, f64::max);
    let solved = plane.lu().solve(&DVector::from_element(count, 1.0));
    let width = |k: usize| {
        let intercept = solved.as_ref().map_or(f64::NAN, |x| x[k].recip());
        // Extreme points that span no plane, or one that no axis meets before zero, give no scale: the largest value does.
        if intercept.is_finite() && intercept > 1e-9 * largest(k) { intercept } else { largest(k) }
    };
    let widths: Vec<f64> = (0..count).map(|k| if width(k) > 0.0 { width(k) } else { 1.0 }).collect();
    shifted.iter().map(|p| p.iter().zip(&widths).map(|(x, width)| x / width).collect()).collect()
}

/// The direction that a point is nearest to, and the square of its distance from it.
fn nearest_direction(point: &[f64], directions: &[Vec<f64>]) -> (usize, f64) {
    let distance = |direction: &Vec<f64>| {
        let along: f64 = point.iter().zip(direction).map(|(x, d)| x * d).sum();
        let length: f64 = direction.iter().map(|d| d * d).sum();
        point.iter().zip(direction).map(|(x, d)| (x - along / length * d).powi(2)).sum::<f64>()
    };
    let all = directions.iter().map(distance).enumerate();
    all.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_as_many_as_binomials_say_and_add_up_to_one() {
        // Three objectives in 12 parts: 91 directions (Deb and Jain, table 1); five in 6: 210.
        for (objectives, most, count) in [(3, 92, 91), (5, 212, 210), (3, 2, 3)] {
            let directions = even_directions(objectives, most);
            assert_eq!(directions.len(), count);
            assert!(directions.iter().all(|d| (d.iter().sum::<f64>() - 1.0).abs() < 1e-12));
        }
    }

    #[test]
    fn a_plane_is_normalised_to_the_unit_simplex() {
        let points: Vec<[f64; 3]> = vec![[10.0, 0.0, 5.0], [0.0, 200.0, 5.0], [0.0, 0.0, 8.0], [5.0, 50.0, 5.75]];
        let normalised = normalise(&points.iter().map(<[f64; 3]>::as_slice).collect::<Vec<_>>());
        assert!(normalised.iter().all(|p| (p.iter().sum::<f64>() - 1.0).abs() < 1e-9), "{normalised:?}");
    }
}
