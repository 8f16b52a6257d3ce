//! Children of two parents: simulated binary crossover (K. Deb, R. B. Agrawal, Complex Systems 9, 1995) and polynomial
//! mutation (K. Deb, M. Goyal, Computer Science and Informatics 26, 1996) on the rising places of an axis; choices are
//! swapped and drawn anew.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::solve::grid_search::{GridAxis, GridPoint};

/// Share of pairs that are crossed.
const CROSSOVER_CHANCE: f64 = 0.9;
/// How near to their parents children are; Deb et al. (2002) have 20 for both.
const CROSSOVER_INDEX: f64 = 15.0;
/// How near to where it was a mutated place is.
const MUTATION_INDEX: f64 = 20.0;

/// Two children of two parents.
pub(super) fn cross(parents: [&[usize]; 2], axes: &[GridAxis], generator: &mut ChaCha8Rng) -> [GridPoint; 2] {
    let mut children = parents.map(<[usize]>::to_vec);
    if !generator.random_bool(CROSSOVER_CHANCE) {
        return children;
    }
    for (i, axis) in axes.iter().enumerate() {
        let [a, b] = parents.map(|parent| parent[i]);
        let (swapped, crossed, u) = (generator.random_bool(0.5), generator.random_bool(0.5), generator.random::<f64>());
        let places = if crossed && a >= axis.choices && b >= axis.choices { blend(a, b, u, *axis) } else { [a, b] };
        let [first, second] = if swapped { [places[1], places[0]] } else { places };
        (children[0][i], children[1][i]) = (first, second);
    }
    children
}

/// Two places around two others, as far from their middle as chance says, within the axis.
fn blend(a: usize, b: usize, u: f64, axis: GridAxis) -> [usize; 2] {
    if a == b {
        return [a, b];
    }
    let (low, high) = (axis.choices as f64, (axis.points - 1) as f64);
    let (x, y) = (a.min(b) as f64, a.max(b) as f64);
    let spread = |room: f64| {
        let alpha = 2.0 - (1.0 + 2.0 * room / (y - x)).powf(-(CROSSOVER_INDEX + 1.0));
        let base = if u * alpha <= 1.0 { u * alpha } else { (2.0 - u * alpha).recip() };
        base.powf((CROSSOVER_INDEX + 1.0).recip())
    };
    let first = 0.5 * (x + y - spread(x - low) * (y - x));
    let second = 0.5 * (x + y + spread(high - y) * (y - x));
    [first, second].map(|place| axis.nearest_place(place))
}

/// Moves each place with a chance of one over the number of axes.
pub(super) fn mutate(point: &mut GridPoint, axes: &[GridAxis], generator: &mut ChaCha8Rng) {
    let chance = (axes.len() as f64).recip();
    for (place, axis) in point.iter_mut().zip(axes) {
        if axis.points < 2 || !generator.random_bool(chance) {
            continue;
        }
        if *place < axis.choices || axis.points - axis.choices < 2 {
            *place = generator.random_range(0..axis.points);
            continue;
        }
        // Between choices and rising places only chance leads.
        if axis.choices > 0 && generator.random_bool(0.25) {
            *place = generator.random_range(0..axis.choices);
            continue;
        }
        let (low, high) = (axis.choices as f64, (axis.points - 1) as f64);
        let (x, u) = (*place as f64, generator.random::<f64>());
        let power = MUTATION_INDEX + 1.0;
        let shift = if u < 0.5 {
            let room = 1.0 - (x - low) / (high - low);
            (2.0 * u + (1.0 - 2.0 * u) * room.powf(power)).powf(power.recip()) - 1.0
        } else {
            let room = 1.0 - (high - x) / (high - low);
            1.0 - (2.0 * (1.0 - u) + 2.0 * (u - 0.5) * room.powf(power)).powf(power.recip())
        };
        // A move that is less than one place is one place: on a coarse axis nothing would ever move.
        let moved = (shift * (high - low)).abs().max(1.0).copysign(shift);
        *place = axis.nearest_place(x + moved);
    }
}
