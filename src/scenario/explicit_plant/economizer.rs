//! `[plant.economizer]`: an exchanger ahead of a chiller.

use serde_json::Value as Json;

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{CONDUCTANCE, QuantityKind, QuantityReader, WATER_FLOW};
use super::pump::PumpInput;
use super::tower::TowerInput;

/// Exchanger between the loop and a tower loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EconomizerInput {
    /// Conductance, W/K.
    pub ua_w_k: f64,
    /// How much colder than the return the tower water must be, K.
    pub start_k: f64,
    /// Most tower water through it, m³/s.
    pub flow_m3_s: f64,
    /// Its tower loop; without one it takes water from the loop of the condenser.
    pub own_loop: Option<OwnTowerLoop>,
}

/// A tower loop that serves nothing but an economizer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnTowerLoop {
    /// Tower.
    pub tower: TowerInput,
    /// Pumps.
    pub pump: PumpInput,
}

/// The table itself.
#[derive(Clone, Copy)]
pub(super) struct ExchangerInput {
    ua_w_k: f64,
    start_k: f64,
    flow_m3_s: f64,
    /// Whether it takes its water from the loop of the condenser.
    pub of_condenser: bool,
}

impl ExchangerInput {
    /// The exchanger with its loop.
    pub fn with_loop(self, own_loop: Option<&OwnTowerLoop>) -> EconomizerInput {
        let Self { ua_w_k, start_k, flow_m3_s, of_condenser } = self;
        EconomizerInput { ua_w_k, start_k, flow_m3_s, own_loop: own_loop.copied().filter(|_| !of_condenser) }
    }
}

/// Reads the exchanger.
pub(super) fn read_exchanger(node: &TreeNode, issues: &mut ScenarioFindings) -> (Option<ExchangerInput>, Json) {
    let mut k = QuantityReader::new(node, "plant.economizer", issues);
    let (ua, flow) = (k.read_required("ua", CONDUCTANCE), k.read_required("flow", WATER_FLOW));
    let start_k = k.read_or_default("start_difference", QuantityKind(Dimension::TempDelta, 0.0, 20.0), 0.5);
    let of_condenser = k.read_word("tower_loop", &["own", "condenser"]) == "condenser";
    let json = k.finish().into();
    (ua.zip(flow).map(|(ua_w_k, flow_m3_s)| ExchangerInput { ua_w_k, start_k, flow_m3_s, of_condenser }), json)
}
