//! Random orders and random numbers that are found one at a time, without the ones before them.

/// Scrambles the bits of a number (Steele, Lea, Flood, OOPSLA 2014: the output function of SplitMix64).
const fn scramble(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number that depends on a seed and a place alone.
pub const fn hash_of(seed: u64, place: u64) -> u64 {
    scramble(scramble(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// A number in 0..1 that depends on a seed and a place alone.
pub fn unit_number(seed: u64, place: u64) -> f64 {
    // The upper 53 bits: as many as a double holds.
    (hash_of(seed, place) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Where a random order of `length` items puts item `index`: each index below `length` has a place of its own below it.
///
/// A network of four rounds over the bits of the next even power of two, walked until it ends below `length` (Black,
/// Rogaway, CT-RSA 2002: cycle walking); at most four steps on average. `index` must be below `length`.
pub fn permuted_place(index: u64, length: u64, seed: u64) -> u64 {
    if length < 2 {
        return 0;
    }
    let half_bits = (u64::BITS - (length - 1).leading_zeros()).div_ceil(2);
    let mask = (1_u64 << half_bits) - 1;
    let mut at = index;
    loop {
        let (mut left, mut right) = (at >> half_bits, at & mask);
        for round in 0..4 {
            let mixed = left ^ (hash_of(seed.wrapping_add(round), right) & mask);
            (left, right) = (right, mixed);
        }
        at = (left << half_bits) | right;
        if at < length {
            return at;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_order_has_every_place_once(length in 1_u64..3000, seed in any::<u64>()) {
            let mut places: Vec<u64> = (0..length).map(|i| permuted_place(i, length, seed)).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..length).collect::<Vec<_>>());
        }

        #[test]
        fn numbers_lie_in_0_to_1(seed in any::<u64>(), place in any::<u64>()) {
            prop_assert!((0.0..1.0).contains(&unit_number(seed, place)));
        }
    }

    #[test]
    fn orders_of_two_seeds_are_independent() {
        // Spearman's correlation of two random orders of n items has the standard deviation 1/√(n − 1).
        let n = 4096_u64;
        let of = |seed| (0..n).map(move |i| permuted_place(i, n, seed) as f64 - (n - 1) as f64 / 2.0);
        let variance = (n * n - 1) as f64 / 12.0;
        for seed in 0..20 {
            let covariance = of(seed).zip(of(seed + 1)).map(|(a, b)| a * b).sum::<f64>() / n as f64;
            assert!((covariance / variance).abs() < 5.0 / (n as f64).sqrt(), "{seed}: {}", covariance / variance);
        }
    }

    #[test]
    fn numbers_of_a_seed_fill_0_to_1_evenly() {
        let n = 100_000_u64;
        let mut bins = [0_u32; 20];
        (0..n).for_each(|place| bins[(unit_number(7, place) * 20.0) as usize] += 1);
        // χ² of 19 degrees of freedom is below 43.8 in 99.9 % of all cases.
        let wanted = n as f64 / 20.0;
        let chi2: f64 = bins.iter().map(|count| (f64::from(*count) - wanted).powi(2) / wanted).sum();
        assert!(chi2 < 43.8, "{chi2}");
    }
}
