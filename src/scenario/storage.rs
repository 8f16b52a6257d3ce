//! `storage`: a tank of cold water beside an architecture's main loop.

use crate::units::parse::Dimension;
use crate::units::{Duration, Energy};

use super::reader::{AllowedRange, TableReader};
use super::rejection::HeatRejection;
use super::tree::{TreeNode, ValueOrigin};

/// A tank of cold water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdStorage {
    /// Heat that it takes between the supply and the return of its loop at full power.
    pub capacity: Energy,
    /// Time in which it is filled or emptied, if not the catalog's.
    pub time: Option<Duration>,
}

/// Reads the keys. A size of zero is no tank; keys of a plant that has been switched on the command line may stay.
pub(super) fn read_cold_storage(r: &mut TableReader<'_, '_>, plant: Option<HeatRejection>) -> Option<ColdStorage> {
    let energy = AllowedRange { dimension: Dimension::Energy, min: 0.0, max: 1e6 };
    let capacity = r.read_quantity("storage", energy);
    let hours = AllowedRange { dimension: Dimension::Duration, min: 3600.0, max: 24.0 * 3600.0 };
    let time = r.read_quantity("storage_time", hours).map(Duration::new);
    let set = |node: &TreeNode| matches!(node.origin, ValueOrigin::Set(_));
    let capacity = capacity.filter(|j| *j > 0.0)?;
    if let Some(plant) = plant.filter(|p| p.cools_hall_air())
        && let Some(node) = r.key_node("storage")
    {
        let switched = r.key_node("heat_rejection").is_some_and(set);
        if set(node) || !switched {
            let message =
                format!("`{}` cools the hall's air itself: it has no water that a tank could keep", plant.name());
            let help =
                "leave it out, or use `tower`, `chiller-water`, `dry-cooler`, `adiabatic`, `chiller-air` or `campus`";
            r.report_problem(message, &node.origin, "no water to store", Some(help.to_owned()));
        }
        return None;
    }
    Some(ColdStorage { capacity: Energy::new(capacity), time })
}
