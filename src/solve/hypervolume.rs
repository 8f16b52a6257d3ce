//! The hypervolume of a front: how much of the objectives between it and a reference point is worse than one of its points
//! (E. Zitzler, L. Thiele, IEEE Transactions on Evolutionary Computation 3, 1999). It grows with every point that is better
//! in some way, so that it tells how much of a known front a search has found.

/// The volume that the points dominate up to the reference; all objectives are minimised, and a point that is not better
/// than the reference in every one of them adds nothing. Exact, by slices along the last objective.
pub fn hypervolume<P: AsRef<[f64]>>(points: &[P], reference: &[f64]) -> f64 {
    let inside = |point: &&[f64]| point.iter().zip(reference).all(|(x, limit)| x < limit);
    let mut points: Vec<&[f64]> = points.iter().map(AsRef::as_ref).filter(inside).collect();
    match reference {
        [] => 0.0,
        [reference] => points.iter().map(|point| reference - point[0]).fold(0.0, f64::max),
        reference => sliced_volume(&mut points, reference),
    }
}

/// The volume in the objectives that the reference has, two or more.
fn sliced_volume(points: &mut [&[f64]], reference: &[f64]) -> f64 {
    let last = reference.len() - 1;
    points.sort_by(|a, b| a[last].total_cmp(&b[last]));
    let thickness =
        |points: &[&[f64]], i: usize| points.get(i + 1).map_or(reference[last], |next| next[last]) - points[i][last];
    let mut volume = 0.0;
    let mut least = reference[0];
    for i in 0..points.len() {
        let slice = if last == 1 {
            least = least.min(points[i][0]);
            reference[0] - least
        } else {
            sliced_volume(&mut points[..=i].to_vec(), &reference[..last])
        };
        volume += slice * thickness(points, i);
    }
    volume
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::sampling::latin_hypercube;

    #[test]
    fn boxes_are_counted_once() {
        assert_eq!(hypervolume(&[[1.0]], &[3.0]), 2.0);
        // Two boxes of 2 by 1 and 1 by 2 that share a square.
        assert_eq!(hypervolume(&[[1.0, 2.0], [2.0, 1.0]], &[3.0, 3.0]), 3.0);
        assert_eq!(hypervolume(&[[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [3.0, 0.0]], &[3.0, 3.0]), 3.0);
        // Three boxes of 1 by 1 by 3 that share a cube.
        let corners = [[2.0, 2.0, 0.0], [2.0, 0.0, 2.0], [0.0, 2.0, 2.0]];
        assert_eq!(hypervolume(&corners, &[3.0; 3]), 7.0);
        assert_eq!(hypervolume::<[f64; 2]>(&[], &[3.0, 3.0]), 0.0);
    }

    /// The share of a box of random points that some point of the front dominates.
    #[test]
    fn volumes_are_those_of_counted_points() {
        for objectives in [2, 3, 4] {
            let front = latin_hypercube(12, objectives, 4, 0);
            let counted = latin_hypercube(40_000, objectives, 5, 1);
            let worse = |point: &&Vec<f64>| front.iter().any(|f| f.iter().zip(*point).all(|(f, p)| f <= p));
            let share = counted.iter().filter(worse).count() as f64 / 40_000.0;
            let volume = hypervolume(&front, &vec![1.0; objectives]);
            assert!((volume - share).abs() < 0.01, "{objectives}: {volume} {share}");
        }
    }
}
