//! `[servers]`: servers by curves, driven by a profile of inlet temperature and CPU load.

use serde_json::Value as Json;

use crate::scenario::findings::Findings;
use crate::scenario::tree::Node;
use crate::units::parse::Dimension;

use super::keys::{Keys, Kind, SHARE};

const CURVE: Kind = Kind(Dimension::Ratio, -100.0, 100.0);
/// Keys as the component has them, and whether they must be given.
const CURVES: [(&str, bool); 19] = [
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
pub struct Servers {
    /// Parameters in SI.
    pub parameters: Vec<(&'static str, f64)>,
}

/// Reads the table.
pub(super) fn read(node: &Node, issues: &mut Findings) -> (Servers, Json) {
    let mut k = Keys::new(node, "servers", issues);
    let mut parameters = Vec::new();
    let fixed = [
        ("units", "units", Kind(Dimension::Ratio, 1.0, 1e7)),
        ("unit_power", "unit_power_w", Kind(Dimension::Power, 1.0, 1e6)),
        ("fan_share", "fan_share", SHARE),
        ("air_flow_per_watt", "air_m3_s_per_w", Kind(Dimension::Ratio, 0.0, 0.01)),
        ("supply_efficiency", "supply_efficiency", Kind(Dimension::Ratio, 0.1, 1.0)),
    ];
    for (key, parameter, kind) in fixed {
        parameters.extend(k.must(key, kind).map(|v| (parameter, v)));
    }
    for (key, wanted) in CURVES {
        let value = if wanted { k.must(key, CURVE) } else { k.maybe(key, CURVE) };
        parameters.extend(value.map(|v| (key, v)));
    }
    (Servers { parameters }, k.finish().into())
}
