//! How racks share coolant units: how many each serves, how many there are, and how spare ones run.
//!
//! Units that racks share serve whole racks, so that the state of a rack does not depend on how many racks stand in the
//! hall. Only the last group may be smaller; its racks get the flow of the others.

use crate::scenario::Redundancy;
use crate::units::count::round_up_count;

use super::coolant_loop::PartGroup;

/// Coolant units of a hall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoolantUnits {
    /// Units that run for each rack of a full group.
    pub running_per_rack: f64,
    /// Racks that one unit serves; below 1 where a rack has several.
    pub racks_per_unit: f64,
    /// All of them, spare ones counted.
    pub installed: u32,
    /// Those that the racks ask for before they are rounded up, spare ones left out.
    pub needed: f64,
    /// The last racks, if they are fewer than a unit serves.
    pub part_group: Option<PartGroup>,
}

/// How racks share units.
#[derive(Clone, Copy, Debug)]
pub struct UnitSharing {
    /// Racks that one unit serves; none: as many whole racks as it carries.
    pub racks_per_unit: Option<f64>,
    /// Spare units.
    pub redundancy: Redundancy,
    /// Whether spare units run and share the load.
    pub spare_runs: bool,
    /// Units on one header that share a spare one.
    pub units_per_spare: f64,
}

/// Racks left over within this share of one are rounding.
const RACK_ROUNDING: f64 = 1e-9;

impl CoolantUnits {
    /// Units of each rack's own, where its duty is that of `per_rack` of them.
    pub fn of_each_rack(per_rack: f64, racks: f64) -> Self {
        let each = round_up_count(per_rack);
        let installed = each.saturating_mul(round_up_count(racks));
        Self {
            running_per_rack: f64::from(each),
            racks_per_unit: f64::from(each).recip(),
            installed,
            needed: f64::from(installed),
            part_group: None,
        }
    }

    /// Units that racks share, where the duty of a rack is that of `per_rack` of them.
    pub fn shared_by_racks(per_rack: f64, racks: f64, sharing: &UnitSharing) -> Self {
        let whole = if per_rack > 1.0 {
            f64::from(round_up_count(per_rack)).recip()
        } else {
            (per_rack.max(f64::MIN_POSITIVE).recip() + RACK_ROUNDING).floor().min(MOST_RACKS)
        };
        let racks_per_unit = sharing.racks_per_unit.unwrap_or(whole);
        let needed = racks / racks_per_unit;
        let carrying = round_up_count(needed - RACK_ROUNDING);
        let headers = round_up_count(f64::from(carrying) / sharing.units_per_spare);
        let (spare, more) = match sharing.redundancy {
            Redundancy::None => (0, 1.0),
            Redundancy::Spare => (headers, 1.0 + sharing.units_per_spare.recip()),
            Redundancy::Double => (carrying, 2.0),
        };
        let more = if sharing.spare_runs { more } else { 1.0 };
        let left = racks - racks_per_unit * (f64::from(carrying) - 1.0);
        let partly = left < racks_per_unit * (1.0 - RACK_ROUNDING) && racks_per_unit > 1.0;
        Self {
            running_per_rack: more / racks_per_unit,
            racks_per_unit,
            installed: carrying.saturating_add(spare),
            needed,
            part_group: partly.then(|| PartGroup { share: left / racks, cdu_share: more / left }),
        }
    }
}

/// Most racks that one unit serves.
const MOST_RACKS: f64 = 1000.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn sharing(racks_per_unit: Option<f64>, redundancy: Redundancy, spare_runs: bool) -> UnitSharing {
        UnitSharing { racks_per_unit, redundancy, spare_runs, units_per_spare: 4.0 }
    }

    /// Seventy-four cabinets by threes: 24 units with three and one with two.
    #[test]
    fn the_last_group_is_what_is_left() {
        let units = CoolantUnits::shared_by_racks(0.3, 74.0, &sharing(Some(3.0), Redundancy::None, false));
        assert_eq!((units.installed, units.running_per_rack), (25, 1.0 / 3.0));
        let part = units.part_group.unwrap();
        assert!((part.share - 2.0 / 74.0).abs() < 1e-12 && (part.cdu_share - 0.5).abs() < 1e-12);
        let full = CoolantUnits::shared_by_racks(0.3, 75.0, &sharing(Some(3.0), Redundancy::None, false));
        assert_eq!((full.installed, full.part_group), (25, None));
    }

    /// A unit serves whole racks: three at 0.3 of one each. A rack that needs 1.4 units has two.
    #[test]
    fn units_serve_whole_racks() {
        let racks = |per_rack: f64| {
            CoolantUnits::shared_by_racks(per_rack, 6.0, &sharing(None, Redundancy::None, false)).racks_per_unit
        };
        assert_eq!([0.3, 1.0 / 3.0, 1.0, 1.4].map(racks), [3.0, 3.0, 1.0, 0.5]);
    }

    /// Twelve units on headers of four: one spare for each header, or as many again.
    #[test]
    fn spare_units_stand_by_or_share() {
        let of = |redundancy, runs| CoolantUnits::shared_by_racks(0.5, 24.0, &sharing(None, redundancy, runs));
        let (none, spare) = (of(Redundancy::None, false), of(Redundancy::Spare, false));
        assert_eq!((none.installed, spare.installed, of(Redundancy::Double, false).installed), (12, 15, 24));
        assert_eq!((none.running_per_rack, spare.running_per_rack), (0.5, 0.5));
        assert_eq!(of(Redundancy::Spare, true).running_per_rack, 0.625);
        assert_eq!(of(Redundancy::Double, true).running_per_rack, 1.0);
    }
}
