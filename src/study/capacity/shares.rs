//! How the racks of a hall are shared by its groups, whatever their number.

/// Racks of each group of so many in all, by the groups' shares, which sum to 1: each group has one at least. Nothing where
/// there are fewer racks than groups.
///
/// Shares are rounded in the order of the groups, so that the sum is exact and no group is off its share by more than one,
/// but for those that have just one.
pub(super) fn split_racks(racks: u32, shares: &[f64]) -> Option<Vec<u32>> {
    let groups = u32::try_from(shares.len()).ok()?;
    if racks < groups {
        return None;
    }
    let total = f64::from(racks);
    let mut sum = 0.0;
    let ends: Vec<f64> = shares
        .iter()
        .map(|share| {
            sum += share;
            (sum * total).round()
        })
        .collect();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of racks")]
    let mut out: Vec<u32> =
        ends.iter().enumerate().map(|(i, end)| (end - if i > 0 { ends[i - 1] } else { 0.0 }) as u32).collect();
    // Each group has one; rounding of the last share may leave a rack over, or one short.
    for count in &mut out {
        *count = (*count).max(1);
    }
    let (mut have, mut guard) = (out.iter().sum::<u32>(), 0);
    while have != racks && guard <= 2 * groups {
        let largest = (0..out.len()).max_by_key(|place| out[*place])?;
        if have > racks {
            out[largest] -= 1;
            have -= 1;
        } else {
            out[largest] += 1;
            have += 1;
        }
        guard += 1;
    }
    (have == racks).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_by_hand() {
        assert_eq!(split_racks(21, &[8.0 / 21.0, 4.0 / 21.0, 6.0 / 21.0, 3.0 / 21.0]), Some(vec![8, 4, 6, 3]));
        assert_eq!(split_racks(7, &[1.0]), Some(vec![7]));
        assert_eq!(split_racks(2, &[0.99, 0.01]), Some(vec![1, 1]));
        assert_eq!(split_racks(1, &[0.5, 0.5]), None);
    }

    proptest! {
        #[test]
        fn every_group_has_a_rack_and_no_rack_is_lost(racks in 10_u32..5000, parts in prop::collection::vec(1.0_f64..100.0, 1..10)) {
            let sum: f64 = parts.iter().sum();
            let shares: Vec<f64> = parts.iter().map(|part| part / sum).collect();
            let found = split_racks(racks, &shares).unwrap();
            prop_assert_eq!(found.iter().sum::<u32>(), racks);
            prop_assert!(found.iter().all(|n| *n >= 1));
            let off = |(n, share): (&u32, &f64)| (f64::from(*n) - share * f64::from(racks)).abs();
            let more = f64::from(u32::try_from(parts.len()).unwrap());
            prop_assert!(found.iter().zip(&shares).map(off).all(|off| off <= more));
        }
    }
}
