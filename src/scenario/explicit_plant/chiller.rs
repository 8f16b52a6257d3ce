//! `[plant.chiller]`: a record of the catalog, or its curves; both may be changed key by key.

use serde_json::Value as Json;

use crate::catalog::{Catalog, RecordKind};
use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::scenario::values::read_catalog_id;
use crate::units::parse::Dimension;

use super::keys::{QuantityKind, QuantityReader, SHARE, TEMPERATURE, WATER_FLOW, kelvin_to_celsius};

const COEFFICIENT: QuantityKind = QuantityKind(Dimension::Ratio, -100.0, 100.0);
const PART_LOAD: QuantityKind = QuantityKind(Dimension::Ratio, 0.0, 2.0);
const CURVE_OUTPUT: QuantityKind = QuantityKind(Dimension::Ratio, 0.0, 1000.0);

/// Keys of curves as in the catalog's records, and what they may hold.
const CURVE_KEYS: [(&str, QuantityKind); 34] = [
    ("capft_c1", COEFFICIENT),
    ("capft_c2", COEFFICIENT),
    ("capft_c3", COEFFICIENT),
    ("capft_c4", COEFFICIENT),
    ("capft_c5", COEFFICIENT),
    ("capft_c6", COEFFICIENT),
    ("capft_x_min_c", COEFFICIENT),
    ("capft_x_max_c", COEFFICIENT),
    ("capft_y_min_c", COEFFICIENT),
    ("capft_y_max_c", COEFFICIENT),
    ("capft_out_min", CURVE_OUTPUT),
    ("capft_out_max", CURVE_OUTPUT),
    ("eirft_c1", COEFFICIENT),
    ("eirft_c2", COEFFICIENT),
    ("eirft_c3", COEFFICIENT),
    ("eirft_c4", COEFFICIENT),
    ("eirft_c5", COEFFICIENT),
    ("eirft_c6", COEFFICIENT),
    ("eirft_x_min_c", COEFFICIENT),
    ("eirft_x_max_c", COEFFICIENT),
    ("eirft_y_min_c", COEFFICIENT),
    ("eirft_y_max_c", COEFFICIENT),
    ("eirft_out_min", CURVE_OUTPUT),
    ("eirft_out_max", CURVE_OUTPUT),
    ("plr_c1", COEFFICIENT),
    ("plr_c2", COEFFICIENT),
    ("plr_c3", COEFFICIENT),
    ("plr_min", PART_LOAD),
    ("plr_max", PART_LOAD),
    ("cycle_plr", PART_LOAD),
    ("most_plr", PART_LOAD),
    ("unload_plr", PART_LOAD),
    ("evaporator_approach_k", COEFFICIENT),
    ("condenser_approach_k", COEFFICIENT),
];

/// A chiller, every value in SI (`_c` in °C).
#[derive(Clone, Debug, PartialEq)]
pub struct ChillerInput {
    /// Catalog record that gives what is not given here.
    pub equipment: Option<String>,
    /// Parameters given, named as in records.
    pub parameters: Vec<(&'static str, f64)>,
    /// Whether the curves hold their edge outside, as in EnergyPlus, rather than follow Carnot.
    pub clamp: bool,
    /// Whether outdoor air cools the condenser.
    pub air_cooled: bool,
    /// Share of the electricity that the condenser gives off.
    pub condenser_share: f64,
    /// Condenser water at the reference, m³/s and °C: the most that flows.
    pub condenser_flow: Option<(f64, f64)>,
}

/// Reads a chiller.
pub(crate) fn read_chiller(
    node: &TreeNode,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> (Option<ChillerInput>, Json) {
    let mut k = QuantityReader::new(node, "plant.chiller", issues);
    let given = k.read_text("equipment").is_some();
    let equipment = if given { read_catalog_id(k.reader(), "equipment", RecordKind::Equipment, catalog) } else { None };
    let air_cooled = k.read_word("condenser", &["water", "air"]) == "air";
    let clamp = k.read_word("limits", &["carnot", "clamp"]) == "clamp";
    let capacity = QuantityKind(Dimension::Power, 1000.0, 1e8);
    let cop = QuantityKind(Dimension::Ratio, 1.0, 15.0);
    let mut parameters = Vec::new();
    for (key, parameter, kind) in [("capacity", "rated_w", capacity), ("cop", "rated_cop", cop)] {
        let value = if given { k.read_optional(key, kind) } else { k.read_required(key, kind) };
        parameters.extend(value.map(|v| (parameter, v)));
    }
    for (key, kind) in CURVE_KEYS {
        // Rarely met edges and what clamping makes idle have usual values in the component.
        let optional = given || key.contains("_out_") || (clamp && key.contains("approach"));
        let value = if optional { k.read_optional(key, kind) } else { k.read_required(key, kind) };
        parameters.extend(value.map(|v| (key, v)));
    }
    let condenser_share = k.read_or_default("condenser_share", SHARE, 1.0);
    let flow = k.read_optional("condenser_flow", WATER_FLOW);
    let reference = kelvin_to_celsius(k.read_or_default("condenser_reference_temperature", TEMPERATURE, 29.4));
    let json = k.finish().into();
    let whole = equipment.is_some() || !given;
    let chiller = ChillerInput {
        equipment,
        parameters,
        clamp,
        air_cooled,
        condenser_share,
        condenser_flow: flow.map(|f| (f, reference)),
    };
    (whole.then_some(chiller), json)
}
