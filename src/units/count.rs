//! Counts of equipment.

/// A whole number of units that is no fewer than asked, and at least one.
pub fn round_up_count(count: f64) -> u32 {
    // Counts are small and not negative; an absurd one saturates.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded up and clamped before")]
    let count = count.ceil().clamp(1.0, 1e6) as u32;
    count
}

/// The whole number nearest to a count; none of less than half.
pub fn round_count(count: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded and clamped before")]
    let count = count.round().clamp(0.0, f64::from(u32::MAX)) as u32;
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_count_may_be_none() {
        assert_eq!([0.0, 0.4, 0.6, 1_151.999_999].map(round_count), [0, 0, 1, 1152]);
    }

    #[test]
    fn counts_are_whole_and_never_none() {
        assert_eq!([0.0, 0.2, 1.0, 1.01, 7.5, 1e9].map(round_up_count), [1, 1, 1, 2, 8, 1_000_000]);
    }
}
