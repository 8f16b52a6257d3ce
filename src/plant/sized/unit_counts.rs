//! Numbers of units that a designer chooses, beside those that the design needs.

use crate::plant::error::PlantError;
use crate::units::count::{MachineCount, round_count};

/// How many units are wanted; none: as many as the design needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitCounts {
    /// Tower cells.
    pub tower_cells: Option<u32>,
    /// Dry coolers.
    pub dry_coolers: Option<u32>,
}

/// As many units as are wanted, each of the size that the design gave them: `needed` of them at least, up to `most_units`
/// of the record's size. `key` is that of the scenario.
///
/// # Errors
/// [`PlantError::UnitCount`] for a number beyond.
pub(super) fn choose_count(
    key: &'static str,
    wanted: Option<u32>,
    needed: MachineCount,
    most_units: f64,
) -> Result<MachineCount, PlantError> {
    let Some(count) = wanted else { return Ok(needed) };
    let chosen = MachineCount { count, ..needed };
    if count < needed.count || count > needed.count && chosen.record_units() > most_units {
        let most = round_count((most_units / needed.size).floor()).max(needed.count);
        return Err(PlantError::UnitCount { key, count, least: needed.count, most });
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_units_are_of_the_size_that_the_design_gave() {
        let needed = MachineCount { count: 3, size: 0.8 };
        let choose = |wanted| choose_count("tower_cells", wanted, needed, 8.0);
        assert_eq!(choose(None).unwrap(), needed);
        assert_eq!(choose(Some(3)).unwrap(), needed);
        assert_eq!(choose(Some(10)).unwrap(), MachineCount { count: 10, size: 0.8 });
        for count in [1, 2, 11] {
            let error = choose(Some(count)).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("tower_cells is {count}; the design needs 3, and 10 are the most that it has use for")
            );
        }
    }
}
