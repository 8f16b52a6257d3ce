//! `[servers]`: servers by curves, driven by a profile of inlet temperature and CPU load.

use serde_json::Value as Json;

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{QuantityKind, QuantityReader, SHARE};

const CURVE_COEFFICIENT: QuantityKind = QuantityKind(Dimension::Ratio, -100.0, 100.0);
/// Keys as the component has them, and whether they must be given.
const CURVE_KEYS: [(&str, bool); 19] = [
    ("cpu_c1", true),
    ("cpu_c2", true),
    ("cpu_c3", false),
    ("cpu_c4", false),
    ("cpu_c5", false),
    ("cpu_c6", false),
    ("air_c1", true),
    ("air_c2", true),
    ("air_c3", false),
    ("air_c4", false),
    ("air_c5", false),
    ("air_c6", false),
    ("fan_c1", false),
    ("fan_c2", false),
    ("fan_c3", false),
    ("fan_c4", false),
    ("supply_c1", false),
    ("supply_c2", false),
    ("supply_c3", false),
];

/// Servers; parameters named as the component has them.
#[derive(Clone, Debug, PartialEq)]
pub struct ServersInput {
    /// Parameters in SI.
    pub parameters: Vec<(&'static str, f64)>,
}

/// Reads the table.
pub(crate) fn read_servers(node: &TreeNode, issues: &mut ScenarioFindings) -> (ServersInput, Json) {
    let mut k = QuantityReader::new(node, "servers", issues);
    let mut parameters = Vec::new();
    let fixed = [
        ("units", "units", QuantityKind(Dimension::Ratio, 1.0, 1e7)),
        ("unit_power", "unit_power_w", QuantityKind(Dimension::Power, 1.0, 1e6)),
        ("fan_share", "fan_share", SHARE),
        ("air_flow_per_watt", "air_m3_s_per_w", QuantityKind(Dimension::Ratio, 0.0, 0.01)),
        ("supply_efficiency", "supply_efficiency", QuantityKind(Dimension::Ratio, 0.1, 1.0)),
    ];
    for (key, parameter, kind) in fixed {
        parameters.extend(k.read_required(key, kind).map(|v| (parameter, v)));
    }
    for (key, wanted) in CURVE_KEYS {
        let value =
            if wanted { k.read_required(key, CURVE_COEFFICIENT) } else { k.read_optional(key, CURVE_COEFFICIENT) };
        parameters.extend(value.map(|v| (key, v)));
    }
    (ServersInput { parameters }, k.finish().into())
}
