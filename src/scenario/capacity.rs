//! How much equipment there is: accelerators, racks or a load.

use crate::units::Power;
use crate::units::parse::Dimension;

use super::findings::KeyContent;
use super::reader::{AllowedRange, TableReader};
use super::tree::{TreeNode, ValueOrigin};

/// How much equipment every architecture holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ItCapacity {
    /// So many accelerators, in as many racks as they take.
    Accelerators(u32),
    /// So many full racks.
    Racks(u32),
    /// As many racks as draw this power together at full load.
    Load(Power),
}

impl ItCapacity {
    /// Accelerators, racks and load, W, of which one is given.
    pub(crate) fn amounts(self) -> (Option<u32>, Option<u32>, Option<f64>) {
        match self {
            Self::Accelerators(n) => (Some(n), None, None),
            Self::Racks(n) => (None, Some(n), None),
            Self::Load(power) => (None, None, Some(power.watts())),
        }
    }
}

const CAPACITY_KEYS: [&str; 3] = ["accelerators", "racks", "load"];
const MAX_ACCELERATORS: u32 = 10_000_000;
const MAX_RACKS: u32 = 1_000_000;
/// Power of all racks, W.
pub(super) const LOAD: AllowedRange = AllowedRange { dimension: Dimension::Power, min: 100.0, max: 1e10 };

/// Share of the racks that stand there.
pub(super) const FILLED: AllowedRange = AllowedRange { dimension: Dimension::Ratio, min: 0.001, max: 1.0 };

/// Notes what the keys may hold, of which only one is read.
fn note_capacity_keys(r: &mut TableReader<'_, '_>) {
    r.note_content("accelerators", KeyContent::Integer(1, MAX_ACCELERATORS));
    r.note_content("racks", KeyContent::Integer(1, MAX_RACKS));
    r.note_content("load", KeyContent::Quantity(LOAD.dimension, LOAD.min, LOAD.max));
}

/// The amounts given, of which there may be one. An amount on the command line takes the place of the file's.
pub(super) fn given_amounts<'a>(r: &mut TableReader<'a, '_>) -> Vec<(&'static str, &'a TreeNode)> {
    note_capacity_keys(r);
    let mut given: Vec<(&str, &TreeNode)> =
        CAPACITY_KEYS.into_iter().filter_map(|key| Some((key, r.key_node(key)?))).collect();
    let set = |(_, node): &(&str, &TreeNode)| matches!(node.origin, ValueOrigin::Set(_));
    if given.iter().any(set) {
        given.retain(set);
    }
    given
}

/// Reads how much there is of racks.
pub(super) fn read_amount(r: &mut TableReader<'_, '_>, help: &str) -> Option<ItCapacity> {
    match given_amounts(r).as_slice() {
        [] => {
            r.report_missing("accelerators", help);
            None
        }
        [("accelerators", _)] => r.read_integer("accelerators", 1, MAX_ACCELERATORS).map(ItCapacity::Accelerators),
        [("racks", _)] => r.read_integer("racks", 1, MAX_RACKS).map(ItCapacity::Racks),
        [_] => r.read_quantity("load", LOAD).map(|w| ItCapacity::Load(Power::new(w))),
        [(first, _), (second, node), ..] => {
            let (first, second) = (r.full_path(first), r.full_path(second));
            let message = format!("`{first}` and `{second}` both say how much equipment there is");
            r.report_problem(message, &node.origin, "the second", Some("keep one of them".to_owned()));
            None
        }
    }
}
