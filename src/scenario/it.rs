//! `[it]`: how much is cooled, and how busy it is.

use crate::catalog::{Catalog, RecordKind};
use crate::units::Power;
use crate::units::parse::Dimension;

use super::check::{id, ratio};
use super::issue::Issue;
use super::reader::{Allowed, Reader};
use super::tree::{Node, Origin};

/// How much equipment every architecture holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// So many accelerators, in as many racks as they take.
    Accelerators(u32),
    /// So many full racks.
    Racks(u32),
    /// As many racks as draw this power together at full load.
    Load(Power),
}

/// A checked `[it]`.
#[derive(Clone, Debug)]
pub struct It {
    /// How much.
    pub amount: Amount,
    /// System of architectures that name none.
    pub system: Option<String>,
    /// Share of the servers that are busy, 0..=1.
    pub utilisation: f64,
    /// Workload id.
    pub workload: Option<String>,
}

impl It {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let (mut accelerators, mut racks, mut load_w) = (None, None, None);
        match self.amount {
            Amount::Accelerators(n) => accelerators = Some(n),
            Amount::Racks(n) => racks = Some(n),
            Amount::Load(power) => load_w = Some(power.watts()),
        }
        serde_json::json!({
            "accelerators": accelerators,
            "racks": racks,
            "load_w": load_w,
            "utilisation": self.utilisation,
            "workload": self.workload,
        })
    }
}

const AMOUNTS: [&str; 3] = ["accelerators", "racks", "load"];

/// Reads the table.
pub(super) fn read(node: &Node, catalog: &Catalog, issues: &mut Vec<Issue>) -> Option<It> {
    let mut r = Reader::new(node, "it", issues);
    let mut given: Vec<(&str, &Node)> = AMOUNTS.into_iter().filter_map(|key| Some((key, r.node(key)?))).collect();
    // An amount on the command line takes the place of the file's.
    let set = |(_, node): &(&str, &Node)| matches!(node.origin, Origin::Set(_));
    if given.iter().any(set) {
        given.retain(set);
    }
    let load = Allowed { dimension: Dimension::Power, min: 100.0, max: 1e10 };
    let amount = match given.as_slice() {
        [] => {
            r.missing("accelerators", "say how much: accelerators = 1152, or racks = 16, or load = \"1 MW\"");
            None
        }
        [("accelerators", _)] => r.whole("accelerators", 1, 10_000_000).map(Amount::Accelerators),
        [("racks", _)] => r.whole("racks", 1, 1_000_000).map(Amount::Racks),
        [_] => r.quantity("load", load).map(|w| Amount::Load(Power::new(w))),
        [(first, _), (second, node), ..] => {
            let message = format!("`it.{first}` and `it.{second}` both say how much equipment there is");
            r.problem(message, &node.origin, "the second", Some("keep one of them".to_owned()));
            None
        }
    };
    let system = id(&mut r, "system", RecordKind::System, catalog);
    let utilisation = r.quantity("utilisation", ratio(0.0, 1.0)).unwrap_or(1.0);
    let workload = id(&mut r, "workload", RecordKind::Workload, catalog);
    r.finish();
    Some(It { amount: amount?, system, utilisation, workload })
}
