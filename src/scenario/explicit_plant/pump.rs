//! `[plant.pump]`, `[plant.condenser_pump]` and `[plant.free_cooling_pump]`.

use serde_json::Value as Json;

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{POWER, QuantityKind, QuantityReader, SHARE, WATER_FLOW};

/// Pumps of a loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PumpInput {
    /// Design flow, m³/s.
    pub flow_m3_s: f64,
    /// Electricity at the design flow, W.
    pub power_w: f64,
    /// Share of it that ends in the water.
    pub motor_efficiency: f64,
    /// Variable speed; otherwise flow and power are constant.
    pub variable: Option<VariablePumpInput>,
}

/// How a pump of variable speed works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VariablePumpInput {
    /// Least flow while it runs, share of design.
    pub flow_min: f64,
    /// Power over design in rising powers of the flow share.
    pub power_curve: [f64; 4],
}

const COEFFICIENT: QuantityKind = QuantityKind(Dimension::Ratio, -10.0, 10.0);
/// Keys of the power curve and their usual values: the cube of the flow.
const CURVE_KEYS: [(&str, f64); 4] = [("power_c1", 0.0), ("power_c2", 0.0), ("power_c3", 0.0), ("power_c4", 1.0)];
/// Furthest that the curve may be from the design power at the design flow.
const CURVE_TOLERANCE: f64 = 0.05;

/// Reads a pump.
pub(super) fn read_pump(node: &TreeNode, path: &str, issues: &mut ScenarioFindings) -> (Option<PumpInput>, Json) {
    let mut k = QuantityReader::new(node, path, issues);
    let flow = k.read_required("flow", WATER_FLOW);
    let power_w = k.read_or_default("power", POWER, 0.0);
    let motor_efficiency = k.read_or_default("motor_efficiency", SHARE, 1.0);
    let variable = k.read_word("control", &["constant", "variable"]) == "variable";
    let flow_min = k.read_optional("flow_min", SHARE);
    let curve = CURVE_KEYS.map(|(key, usual)| k.read_optional(key, COEFFICIENT).unwrap_or(usual));
    if !variable {
        for key in std::iter::once("flow_min").chain(CURVE_KEYS.map(|(key, _)| key)) {
            if let Some(given) = k.reader().key_node(key) {
                let (message, origin) = (format!("`{path}.{key}` has no part at constant speed"), given.origin.clone());
                let help = "give control = \"variable\", or remove it".to_owned();
                k.reader().report_problem(message, &origin, "this key", Some(help));
            }
        }
    }
    let at_design: f64 = curve.iter().sum();
    let off_design = (at_design - 1.0).abs() > CURVE_TOLERANCE;
    if variable && off_design {
        let message =
            format!("the power curve of `{path}` gives {at_design:.3} of the design power at the design flow");
        let help = "power_c1 to power_c4 must add up to 1".to_owned();
        k.reader().report_problem(message, &node.origin, "this pump", Some(help));
    }
    let json = k.finish().into();
    let variable = variable.then_some(VariablePumpInput { flow_min: flow_min.unwrap_or(0.0), power_curve: curve });
    let sound = !(variable.is_some() && off_design);
    (flow.filter(|_| sound).map(|flow_m3_s| PumpInput { flow_m3_s, power_w, motor_efficiency, variable }), json)
}
