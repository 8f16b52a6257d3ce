//! `[servers]`: servers by curves, driven by a profile of CPU load and of the air that they breathe.

use serde_json::Value as Json;

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{AIR_FLOW, QuantityKind, QuantityReader, SHARE, TEMPERATURE, kelvin_to_celsius};

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
/// Curve of the recirculated share: no factor unless it is given.
const RECIRCULATION_KEYS: [(&str, f64); 6] = [
    ("recirculation_c1", 1.0),
    ("recirculation_c2", 0.0),
    ("recirculation_c3", 0.0),
    ("recirculation_c4", 0.0),
    ("recirculation_c5", 0.0),
    ("recirculation_c6", 0.0),
];
/// Largest recirculated share: the rest is what supplies a well-mixed room.
const MAX_RECIRCULATION: f64 = 0.95;

/// Servers; parameters named as the component has them.
#[derive(Clone, Debug, PartialEq)]
pub struct ServersInput {
    /// Parameters in SI.
    pub parameters: Vec<(&'static str, f64)>,
    /// The air that they breathe.
    pub inlet: InletInput,
}

/// Where the inlet temperature comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InletInput {
    /// Column `inlet_c` of the profile.
    Profile,
    /// Supply air, mixed with a share of the room's.
    AdjustedSupply {
        /// Supply temperature, °C; otherwise column `supply_c`.
        supply_c: Option<f64>,
        /// Share of the room's air.
        recirculation: f64,
        /// Factor on it: constant, load, load², supply, supply², load times supply.
        curve: [f64; 6],
        /// The room's air.
        zone: ZoneInput,
    },
}

/// The room's air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ZoneInput {
    /// Well mixed, at a supply flow in m³/s, or at what the servers draw less what they recirculate.
    WellMixed(Option<f64>),
    /// Held at a temperature, °C.
    Held(f64),
    /// Column `zone_c` of the profile.
    Profile,
}

/// Keys of air that is mixed, and the word of `zone` that each belongs to; nothing for those of every word.
const MIXED_KEYS: [(&str, Option<&str>); 10] = [
    ("supply_temperature", None),
    ("recirculation", None),
    ("recirculation_c1", None),
    ("recirculation_c2", None),
    ("recirculation_c3", None),
    ("recirculation_c4", None),
    ("recirculation_c5", None),
    ("recirculation_c6", None),
    ("zone_temperature", Some("held")),
    ("supply_air_flow", Some("well-mixed")),
];

/// Reads the air that the servers breathe.
fn read_inlet(k: &mut QuantityReader<'_, '_>) -> Option<InletInput> {
    let adjusted = k.read_word("inlet", &["profile", "adjusted-supply"]) == "adjusted-supply";
    let supply_c = k.read_optional("supply_temperature", TEMPERATURE).map(kelvin_to_celsius);
    let share = QuantityKind(Dimension::Ratio, 0.0, MAX_RECIRCULATION);
    let recirculation =
        if adjusted { k.read_required("recirculation", share) } else { k.read_optional("recirculation", share) };
    let curve = RECIRCULATION_KEYS.map(|(key, usual)| k.read_optional(key, CURVE_COEFFICIENT).unwrap_or(usual));
    let zone = k.read_word("zone", &["well-mixed", "held", "profile"]);
    let held = adjusted && zone == "held";
    let zone_c = if held {
        k.read_required("zone_temperature", TEMPERATURE)
    } else {
        k.read_optional("zone_temperature", TEMPERATURE)
    };
    let flow = k.read_optional("supply_air_flow", AIR_FLOW);
    for (key, word) in MIXED_KEYS {
        let why = match word {
            _ if !adjusted => "inlet = \"adjusted-supply\"".to_owned(),
            Some(word) if word != zone => format!("zone = \"{word}\""),
            _ => continue,
        };
        if let Some(origin) = k.reader().key_node(key).map(|node| node.origin.clone()) {
            let message = format!("`servers.{key}` has no part without {why}");
            k.reader().report_problem(message, &origin, "this key", Some(format!("give {why}, or remove it")));
        }
    }
    if !adjusted {
        return Some(InletInput::Profile);
    }
    let zone = match zone {
        "held" => ZoneInput::Held(kelvin_to_celsius(zone_c?)),
        "profile" => ZoneInput::Profile,
        _ => ZoneInput::WellMixed(flow),
    };
    Some(InletInput::AdjustedSupply { supply_c, recirculation: recirculation?, curve, zone })
}

/// Reads the table.
pub(crate) fn read_servers(node: &TreeNode, issues: &mut ScenarioFindings) -> (Option<ServersInput>, Json) {
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
    let inlet = read_inlet(&mut k);
    let json = k.finish().into();
    (inlet.map(|inlet| ServersInput { parameters, inlet }), json)
}
