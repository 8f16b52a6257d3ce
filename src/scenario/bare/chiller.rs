//! `[plant.chiller]`: a record of the catalog, or its curves; both may be changed key by key.

use serde_json::Value as Json;

use crate::catalog::{Catalog, RecordKind};
use crate::scenario::check::id;
use crate::scenario::findings::Findings;
use crate::scenario::tree::Node;
use crate::units::parse::Dimension;

use super::keys::{Keys, Kind, SHARE, TEMPERATURE, WATER};
use super::tower::celsius;

const COEFFICIENT: Kind = Kind(Dimension::Ratio, -100.0, 100.0);
const PART: Kind = Kind(Dimension::Ratio, 0.0, 2.0);
const OUTPUT: Kind = Kind(Dimension::Ratio, 0.0, 1000.0);

/// Keys of curves as in the catalog's records, and what they may hold.
const CURVES: [(&str, Kind); 34] = [
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
    ("capft_out_min", OUTPUT),
    ("capft_out_max", OUTPUT),
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
    ("eirft_out_min", OUTPUT),
    ("eirft_out_max", OUTPUT),
    ("plr_c1", COEFFICIENT),
    ("plr_c2", COEFFICIENT),
    ("plr_c3", COEFFICIENT),
    ("plr_min", PART),
    ("plr_max", PART),
    ("cycle_plr", PART),
    ("most_plr", PART),
    ("unload_plr", PART),
    ("evaporator_approach_k", COEFFICIENT),
    ("condenser_approach_k", COEFFICIENT),
];

/// A chiller, every value in SI (`_c` in °C).
#[derive(Clone, Debug, PartialEq)]
pub struct Chiller {
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
pub(super) fn read(node: &Node, catalog: &Catalog, issues: &mut Findings) -> (Option<Chiller>, Json) {
    let mut k = Keys::new(node, "plant.chiller", issues);
    let given = k.text("equipment").is_some();
    let equipment = if given { id(k.reader(), "equipment", RecordKind::Equipment, catalog) } else { None };
    let air_cooled = k.word("condenser", &["water", "air"]) == "air";
    let clamp = k.word("limits", &["carnot", "clamp"]) == "clamp";
    let capacity = Kind(Dimension::Power, 1000.0, 1e8);
    let cop = Kind(Dimension::Ratio, 1.0, 15.0);
    let mut parameters = Vec::new();
    for (key, parameter, kind) in [("capacity", "rated_w", capacity), ("cop", "rated_cop", cop)] {
        let value = if given { k.maybe(key, kind) } else { k.must(key, kind) };
        parameters.extend(value.map(|v| (parameter, v)));
    }
    for (key, kind) in CURVES {
        // Rarely met edges and what clamping makes idle have usual values in the component.
        let optional = given || key.contains("_out_") || (clamp && key.contains("approach"));
        let value = if optional { k.maybe(key, kind) } else { k.must(key, kind) };
        parameters.extend(value.map(|v| (key, v)));
    }
    let condenser_share = k.or("condenser_share", SHARE, 1.0);
    let flow = k.maybe("condenser_flow", WATER);
    let reference = celsius(k.or("condenser_reference_temperature", TEMPERATURE, 29.4));
    let json = k.finish().into();
    let whole = equipment.is_some() || !given;
    let chiller = Chiller {
        equipment,
        parameters,
        clamp,
        air_cooled,
        condenser_share,
        condenser_flow: flow.map(|f| (f, reference)),
    };
    (whole.then_some(chiller), json)
}
