//! Fronts against known ones.

use super::dominance::non_dominated;
use super::*;
use crate::solve::hypervolume::hypervolume;

fn search(points: usize, axes: usize, population: usize, generations: usize) -> FrontSearch {
    FrontSearch { axes: vec![GridAxis::rising(points); axes], population, generations, seed: 1 }
}

/// The objectives of the points that keep the constraints and that no other dominates.
fn front_of(found: &[EvaluatedPoint]) -> Vec<Vec<f64>> {
    let kept: Vec<&Vec<f64>> = found.iter().filter(|p| p.score.violation == 0.0).map(|p| &p.score.objectives).collect();
    let objectives: Vec<&[f64]> = kept.iter().map(|o| o.as_slice()).collect();
    non_dominated(&objectives).into_iter().map(|i| objectives[i].to_vec()).collect()
}

fn each(f: impl Fn(&[f64]) -> FrontScore, points: usize) -> impl FnMut(&[GridPoint]) -> Option<Vec<FrontScore>> {
    move |asked| {
        let share = |place: &usize| *place as f64 / (points - 1) as f64;
        Some(asked.iter().map(|p| f(&p.iter().map(share).collect::<Vec<f64>>())).collect())
    }
}

/// ZDT1 (E. Zitzler, K. Deb, L. Thiele, Evolutionary Computation 8, 2000): its front is f2 = 1 − √f1.
fn zdt1(x: &[f64]) -> FrontScore {
    let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
    FrontScore { objectives: vec![x[0], g * (1.0 - (x[0] / g).sqrt())], violation: 0.0 }
}

#[test]
fn the_front_of_zdt1_is_found() {
    let search = search(1001, 30, 100, 250);
    let found = search.run(each(zdt1, 1001)).unwrap();
    assert!(found.len() <= search.max_evaluations());
    // Up to (1.1, 1.1): 0.1 + √f1 over f1 from 0 to 1, and 1.1 over the last tenth.
    let exact = 0.1 + 2.0 / 3.0 + 0.11;
    let share = hypervolume(&front_of(&found), &[1.1, 1.1]) / exact;
    assert!((0.99..=1.0).contains(&share), "{share}");
    // A random sample of as many points is far from it.
    let rows = sobol_sequence(16_384, 30, 1, 0);
    let sampled: Vec<Vec<f64>> = rows.iter().map(|x| zdt1(x).objectives).collect();
    assert!(hypervolume(&sampled, &[1.1, 1.1]) < 0.5 * exact);
}

/// DTLZ2 (K. Deb et al., CEC 2002) with three objectives: its front is the eighth of a sphere.
#[test]
fn the_front_of_three_objectives_is_a_sphere() {
    let dtlz2 = |x: &[f64]| {
        let g: f64 = x[2..].iter().map(|x| (x - 0.5).powi(2)).sum();
        let (a, b) = (x[0] * std::f64::consts::FRAC_PI_2, x[1] * std::f64::consts::FRAC_PI_2);
        let objectives = vec![(1.0 + g) * a.cos() * b.cos(), (1.0 + g) * a.cos() * b.sin(), (1.0 + g) * a.sin()];
        FrontScore { objectives, violation: 0.0 }
    };
    let found = search(1001, 7, 92, 100).run(each(dtlz2, 1001)).unwrap();
    // A cube of side 1.1 without the eighth of a ball of radius 1.
    let exact = 1.1_f64.powi(3) - std::f64::consts::PI / 6.0;
    let share = hypervolume(&front_of(&found), &[1.1; 3]) / exact;
    assert!((0.95..=1.0).contains(&share), "{share}");
}

/// Least x² + y² and (x − 1)² + y² where x + y is one at least: the constraint cuts the straight front off.
#[test]
fn constraints_are_kept_and_one_objective_finds_its_least_value() {
    let cut = |x: &[f64]| FrontScore {
        objectives: vec![x[0] * x[0] + x[1] * x[1], (x[0] - 1.0).powi(2) + x[1] * x[1]],
        violation: (1.0 - x[0] - x[1]).max(0.0),
    };
    let found = search(1001, 2, 40, 50).run(each(cut, 1001)).unwrap();
    let front = front_of(&found);
    // From (1/2, 1/2), the nearest point to the first centre, to (1, 0), the second centre.
    let (first, last) = (front.first().unwrap(), front.last().unwrap());
    assert!((first[0] - 0.5).abs() < 0.005 && last[1] < 0.005, "{first:?} {last:?}");
    let single = |x: &[f64]| FrontScore { objectives: cut(x).objectives[..1].to_vec(), violation: cut(x).violation };
    let found = search(1001, 2, 40, 50).run(each(single, 1001)).unwrap();
    let front = front_of(&found);
    assert!(front.len() == 1 && (front[0][0] - 0.5).abs() < 0.002, "{front:?}");
}

#[test]
fn a_small_grid_is_evaluated_whole_and_no_point_twice() {
    let search = FrontSearch {
        axes: vec![GridAxis::of_choices(3), GridAxis::rising(7)],
        population: 8,
        generations: 5,
        seed: 3,
    };
    let score =
        |p: &GridPoint| FrontScore { objectives: vec![p[1] as f64, -(p[1] as f64) - p[0] as f64], violation: 0.0 };
    let found = search.run(|points| Some(points.iter().map(score).collect())).unwrap();
    assert_eq!(found.len(), 21);
    assert_eq!((found[0].point.clone(), found[20].point.clone()), (vec![0, 0], vec![2, 6]));
    let larger = FrontSearch { generations: 1, ..search };
    let found = larger.run(|points| Some(points.iter().map(score).collect())).unwrap();
    let mut points: Vec<GridPoint> = found.iter().map(|f| f.point.clone()).collect();
    points.sort();
    points.dedup();
    assert_eq!((points.len(), larger.run(|_| None)), (found.len(), None));
}

#[test]
fn a_seed_gives_the_same_points_and_another_others() {
    let run = |seed| FrontSearch { seed, ..search(101, 4, 20, 6) }.run(each(zdt1, 101)).unwrap();
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
