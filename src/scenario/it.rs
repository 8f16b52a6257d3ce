//! `[it]`: how much is cooled, and how busy it is.

use crate::catalog::{Catalog, RecordKind};
use crate::units::Power;
use crate::units::parse::Dimension;

use super::findings::{KeyContent, ScenarioFindings};
use super::reader::{AllowedRange, TableReader};
use super::tree::{TreeNode, ValueOrigin};
use super::values::{ratio_range, read_catalog_id};

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

/// A checked `[it]`.
#[derive(Clone, Debug)]
pub struct ItSettings {
    /// How much.
    pub capacity: ItCapacity,
    /// System of architectures that name none.
    pub system: Option<String>,
    /// Share of the servers that are busy, 0..=1.
    pub utilisation: f64,
    /// Workload id.
    pub workload: Option<String>,
    /// Hours of inlet temperature and CPU load for `[servers]`: a file, as written.
    pub profile: Option<String>,
    /// IT beside each rack that the hall's air cools, such as its share of the switches between racks, W. No scenario's own:
    /// a study sets it.
    pub beside_rack_w: f64,
}

impl ItSettings {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let (mut accelerators, mut racks, mut load_w) = (None, None, None);
        match self.capacity {
            ItCapacity::Accelerators(n) => accelerators = Some(n),
            ItCapacity::Racks(n) => racks = Some(n),
            ItCapacity::Load(power) => load_w = Some(power.watts()),
        }
        serde_json::json!({
            "accelerators": accelerators,
            "racks": racks,
            "load_w": load_w,
            "utilisation": self.utilisation,
            "workload": self.workload,
            "profile": self.profile,
        })
    }
}

/// What stands beside `[it]` in place of architectures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExplicitPlantKind {
    /// Plant under a load.
    Plant,
    /// Servers, with or without plant.
    Servers,
}

const CAPACITY_KEYS: [&str; 3] = ["accelerators", "racks", "load"];
const MAX_ACCELERATORS: u32 = 10_000_000;
const MAX_RACKS: u32 = 1_000_000;
/// Power of all racks, W.
const LOAD: AllowedRange = AllowedRange { dimension: Dimension::Power, min: 100.0, max: 1e10 };

/// Notes what the keys may hold, of which only one is read.
fn note_capacity_keys(r: &mut TableReader<'_, '_>) {
    r.note_content("accelerators", KeyContent::Integer(1, MAX_ACCELERATORS));
    r.note_content("racks", KeyContent::Integer(1, MAX_RACKS));
    r.note_content("load", KeyContent::Quantity(LOAD.dimension, LOAD.min, LOAD.max));
}

/// Reads the table; `bare` says that it stands beside `[plant]`, which wants a load, or beside `[servers]`, which want a
/// profile.
pub(super) fn read_it(
    node: &TreeNode,
    bare: Option<ExplicitPlantKind>,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<ItSettings> {
    let mut r = TableReader::new(node, "it", issues);
    note_capacity_keys(&mut r);
    let mut given: Vec<(&str, &TreeNode)> =
        CAPACITY_KEYS.into_iter().filter_map(|key| Some((key, r.key_node(key)?))).collect();
    // An amount on the command line takes the place of the file's.
    let set = |(_, node): &(&str, &TreeNode)| matches!(node.origin, ValueOrigin::Set(_));
    if given.iter().any(set) {
        given.retain(set);
    }
    let amount = match given.as_slice() {
        [] if bare == Some(ExplicitPlantKind::Servers) => Some(ItCapacity::Load(Power::ZERO)),
        [] if bare == Some(ExplicitPlantKind::Plant) => {
            r.report_missing("load", "say how much heat enters the loop: load = \"1 MW\"");
            None
        }
        [(key, node)] if bare.is_some() && *key != "load" => {
            let message = format!("`it.{key}` has no meaning beside [plant] or [servers]");
            r.report_problem(message, &node.origin, "this amount", Some("give load = \"1 MW\"".to_owned()));
            None
        }
        [] => {
            r.report_missing("accelerators", "say how much: accelerators = 1152, or racks = 16, or load = \"1 MW\"");
            None
        }
        [("accelerators", _)] => r.read_integer("accelerators", 1, MAX_ACCELERATORS).map(ItCapacity::Accelerators),
        [("racks", _)] => r.read_integer("racks", 1, MAX_RACKS).map(ItCapacity::Racks),
        [_] => r.read_quantity("load", LOAD).map(|w| ItCapacity::Load(Power::new(w))),
        [(first, _), (second, node), ..] => {
            let message = format!("`it.{first}` and `it.{second}` both say how much equipment there is");
            r.report_problem(message, &node.origin, "the second", Some("keep one of them".to_owned()));
            None
        }
    };
    let system = read_catalog_id(&mut r, "system", RecordKind::System, catalog);
    let utilisation = r.read_quantity("utilisation", ratio_range(0.0, 1.0)).unwrap_or(1.0);
    let workload = read_catalog_id(&mut r, "workload", RecordKind::Workload, catalog);
    let profile = r.read_text("profile");
    match (profile, bare) {
        (None, Some(ExplicitPlantKind::Servers)) if r.key_node("profile").is_none() => {
            let help = "give profile = \"FILE.csv\" with columns inlet_c and cpu_load, a row for every hour";
            r.report_missing("profile", help);
        }
        (Some((_, origin)), None | Some(ExplicitPlantKind::Plant)) => {
            let help = "a profile drives [servers]; here utilisation says how busy they are";
            r.report_problem("`it.profile` has no meaning here".to_owned(), origin, "this key", Some(help.to_owned()));
        }
        _ => {}
    }
    r.finish();
    Some(ItSettings {
        capacity: amount?,
        system,
        utilisation,
        workload,
        profile: profile.map(|(text, _)| text.to_owned()),
        beside_rack_w: 0.0,
    })
}
