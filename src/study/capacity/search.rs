//! The most racks that a test passes, where more racks do not always draw more: a further chiller or tower cell lets the
//! others run slower.
//!
//! Below [`EXHAUSTIVE_COUNT`] candidates every count is tried, the largest first. Of more candidates the edge is found by
//! halving; then every count above it is tried one by one, up to the bound or [`EXHAUSTIVE_COUNT`] beyond the last that
//! passes. The bound is one that no count above it can pass, so that nothing is missed up to it.

/// Counts that are tried one by one.
pub(super) const EXHAUSTIVE_COUNT: u32 = 256;

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundCount {
    /// The largest count that passes; 0 where none does.
    pub most: u32,
    /// Every count above `most` up to here was tried and failed.
    pub tried_to: u32,
}

/// The largest count of 1 to `bound` that passes.
///
/// # Errors
/// The first error of a trial.
pub(super) fn find_most<E>(
    bound: u32,
    exhaustive: u32,
    mut passes: impl FnMut(u32) -> Result<bool, E>,
) -> Result<FoundCount, E> {
    if bound <= exhaustive {
        for count in (1..=bound).rev() {
            if passes(count)? {
                return Ok(FoundCount { most: count, tried_to: bound });
            }
        }
        return Ok(FoundCount { most: 0, tried_to: bound });
    }
    // None passes always, and one beyond the bound never does.
    let (mut most, mut fails) = (0, bound + 1);
    while fails - most > 1 {
        let middle = most + (fails - most) / 2;
        if passes(middle)? { most = middle } else { fails = middle }
    }
    let mut count = fails;
    while count < bound && count - most < exhaustive {
        count += 1;
        if passes(count)? {
            most = count;
        }
    }
    Ok(FoundCount { most, tried_to: count.min(bound) })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    fn found(bound: u32, exhaustive: u32, passes: impl Fn(u32) -> bool) -> FoundCount {
        find_most(bound, exhaustive, |n| Ok::<_, Infallible>(passes(n))).unwrap()
    }

    #[test]
    fn a_single_edge_is_found_with_few_trials() {
        for (bound, edge) in [(10, 0), (10, 1), (10, 10), (100_000, 0), (100_000, 70_123), (100_000, 100_000)] {
            let mut trials = 0;
            let most = find_most(bound, 64, |n| {
                trials += 1;
                Ok::<_, Infallible>(n <= edge)
            });
            assert_eq!(most.unwrap().most, edge);
            assert!(trials <= 17 + 64, "{trials}");
        }
    }

    #[test]
    fn an_error_ends_the_search() {
        assert_eq!(find_most(1000, 10, |n| if n > 600 { Err("no") } else { Ok(true) }), Err("no"));
    }

    proptest! {
        /// A load of whole machines: each rack draws `p`, each machine `m` for `k` racks, and fans fall with the square of
        /// the machines that share them. The largest count that passes is that of trying all.
        #[test]
        fn steps_of_machines_hide_no_count(
            p in 1.0..3.0f64, m in 0.0..4.0f64, k in 1u32..12, fan in 0.0..8.0f64, limit in 1.0..2000.0f64,
            exhaustive in 24u32..64,
        ) {
            let draw = |n: u32| {
                let (racks, machines) = (f64::from(n), f64::from(n.div_ceil(k)));
                p * racks + m + fan * machines * (racks / (machines * f64::from(k))).powi(3)
            };
            let bound = (1..=2000u32).take_while(|n| f64::from(*n) * p <= limit).last().unwrap_or(0);
            let all = (1..=bound).rev().find(|n| draw(*n) <= limit).unwrap_or(0);
            prop_assert_eq!(found(bound, exhaustive, |n| draw(n) <= limit).most, all);
        }

        #[test]
        fn what_is_found_passes_and_nothing_tried_above_does(
            bits in proptest::collection::vec(any::<bool>(), 1..300), exhaustive in 1u32..400,
        ) {
            let passes = |n: u32| bits[n as usize - 1];
            let bound = u32::try_from(bits.len()).unwrap();
            let FoundCount { most, tried_to } = found(bound, exhaustive, passes);
            prop_assert!(most == 0 || passes(most));
            prop_assert!((most + 1..=tried_to).all(|n| !passes(n)));
            if bound <= exhaustive {
                prop_assert_eq!(most, (1..=bound).rev().find(|n| passes(*n)).unwrap_or(0));
            }
        }
    }
}
