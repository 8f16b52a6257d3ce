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

/// Equal machines that share a duty.
///
/// A duty of less than one machine of the catalog record's size gets one machine of the size that it needs, whose flows,
/// conductances, powers and losses are in proportion. A larger duty gets whole machines of the record's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MachineCount {
    /// How many there are.
    pub count: u32,
    /// Size of each over that of the record, at most 1.
    pub size: f64,
}

impl MachineCount {
    /// The least size of a machine over its record: a duty of nothing still has a machine.
    const MIN_SIZE: f64 = 1e-6;

    /// Some machines of the record's size.
    pub const fn whole(count: u32) -> Self {
        Self { count, size: 1.0 }
    }

    /// Machines for a duty that is `needed` times that of the record's size.
    pub fn for_duty(needed: f64) -> Self {
        Self { count: round_up_count(needed), size: needed.clamp(Self::MIN_SIZE, 1.0) }
    }

    /// As many machines as a duty takes at the record's size, each of the size that just shares it: for machines that are
    /// made to measure.
    pub fn fitted(needed: f64) -> Self {
        let count = round_up_count(needed);
        Self { count, size: (needed / f64::from(count)).clamp(Self::MIN_SIZE, 1.0) }
    }

    /// How many machines of the record's size they are worth.
    pub fn record_units(&self) -> f64 {
        f64::from(self.count) * self.size
    }

    /// Whether one machine is there, smaller than that of the record.
    pub fn is_scaled_down(&self) -> bool {
        self.count == 1 && self.size < 1.0
    }

    /// The next larger choice: a tenth more of a small machine, one more of the record's size.
    #[must_use]
    pub fn next_larger(self) -> Self {
        if self.size < 1.0 {
            Self { size: (1.1 * self.size).min(1.0), ..self }
        } else {
            Self { count: self.count + 1, ..self }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_count_may_be_none() {
        assert_eq!([0.0, 0.4, 0.6, 1_151.999_999].map(round_count), [0, 0, 1, 1152]);
    }

    #[test]
    fn less_than_one_machine_is_a_smaller_one_and_more_are_whole() {
        assert_eq!(MachineCount::for_duty(0.3), MachineCount { count: 1, size: 0.3 });
        assert_eq!(MachineCount::for_duty(1.0), MachineCount::whole(1));
        assert_eq!(MachineCount::for_duty(2.4), MachineCount::whole(3));
        assert_eq!(MachineCount::fitted(2.4).count, 3);
        assert!((MachineCount::fitted(2.4).record_units() - 2.4).abs() < 1e-12);
        assert!(!MachineCount::fitted(2.4).is_scaled_down() && MachineCount::fitted(0.4).is_scaled_down());
        let mut machines = MachineCount::for_duty(0.95);
        assert!(machines.is_scaled_down() && machines.record_units() == 0.95);
        machines = machines.next_larger();
        assert_eq!(machines, MachineCount::whole(1));
        assert_eq!(machines.next_larger(), MachineCount::whole(2));
    }

    #[test]
    fn counts_are_whole_and_never_none() {
        assert_eq!([0.0, 0.2, 1.0, 1.01, 7.5, 1e9].map(round_up_count), [1, 1, 1, 2, 8, 1_000_000]);
    }
}
