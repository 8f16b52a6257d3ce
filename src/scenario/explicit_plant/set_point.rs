//! Set points of water: a temperature, or the outdoor wet bulb and an approach within limits.

use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{QuantityKind, QuantityReader, TEMPERATURE, kelvin_to_celsius};

/// A set point, °C.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SetPointInput {
    /// One temperature.
    Fixed(f64),
    /// Wet bulb and approach, K, not colder or warmer than the limits.
    WetBulb {
        /// Above the wet bulb, K.
        approach_k: f64,
        /// Coldest and warmest.
        limits_c: (f64, f64),
    },
}

/// The keys of a set point: a temperature, or an approach and its limits.
pub(crate) struct SetPointKeys {
    pub fixed: &'static str,
    pub approach: &'static str,
    pub min: &'static str,
    pub max: &'static str,
}

/// Keys of the supply in `[plant]`.
pub(crate) const SUPPLY_KEYS: SetPointKeys =
    SetPointKeys { fixed: "supply_temperature", approach: "supply_approach", min: "supply_min", max: "supply_max" };
/// Keys of a tower's leaving water.
pub(crate) const TOWER_KEYS: SetPointKeys =
    SetPointKeys { fixed: "set_point", approach: "set_point_approach", min: "set_point_min", max: "set_point_max" };

const APPROACH: QuantityKind = QuantityKind(Dimension::TempDelta, 0.0, 40.0);

/// Reads a set point; nothing where there is none or it is wrong.
pub(crate) fn read_set_point(k: &mut QuantityReader<'_, '_>, keys: &SetPointKeys) -> Option<SetPointInput> {
    let fixed = k.read_optional(keys.fixed, TEMPERATURE).map(kelvin_to_celsius);
    let approach = k.read_optional(keys.approach, APPROACH);
    let min = k.read_optional(keys.min, TEMPERATURE).map(kelvin_to_celsius);
    let max = k.read_optional(keys.max, TEMPERATURE).map(kelvin_to_celsius);
    let given =
        |k: &mut QuantityReader<'_, '_>, key| k.reader().key_node(key).map(|node: &TreeNode| node.origin.clone());
    if given(k, keys.approach).is_some() {
        if let Some(origin) = given(k, keys.fixed) {
            let message = format!("`{}` beside `{}`", keys.fixed, keys.approach);
            let help = "the water has one temperature or follows the wet bulb: keep one of them".to_owned();
            k.reader().report_problem(message, &origin, "the fixed one", Some(help));
            return None;
        }
        for key in [keys.min, keys.max] {
            if given(k, key).is_none() {
                k.reader().report_missing(key, "water that follows the wet bulb needs its coldest and warmest");
            }
        }
        let limits_c = (min?, max?);
        if limits_c.0 > limits_c.1 {
            let message = format!("`{}` is above `{}`", keys.min, keys.max);
            if let Some(origin) = given(k, keys.min) {
                k.reader().report_problem(message, &origin, "this limit", Some("exchange the two".to_owned()));
            }
            return None;
        }
        return Some(SetPointInput::WetBulb { approach_k: approach?, limits_c });
    }
    for key in [keys.min, keys.max] {
        if let Some(origin) = given(k, key) {
            let message = format!("`{key}` without `{}`", keys.approach);
            let help = format!("limits belong to water that follows the wet bulb: give {} = \"4 K\"", keys.approach);
            k.reader().report_problem(message, &origin, "this limit", Some(help));
        }
    }
    fixed.map(SetPointInput::Fixed)
}
