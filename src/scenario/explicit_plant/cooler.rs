//! `[plant.dry_cooler]` and `[plant.evaporative_cooler]`: coolers of closed loops by their capacity.

use serde_json::Value as Json;

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{AIR_FLOW, POWER, QuantityKind, QuantityReader, TEMPERATURE, WATER_FLOW, kelvin_to_celsius};
use super::tower::{EvaporationMethod, read_water_keys};

/// How a dry cooler is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryCoolerModel {
    /// Variable speed.
    Variable,
    /// One speed.
    SingleSpeed,
    /// Two speeds.
    TwoSpeed,
}

/// Capacity, air flow and fan power of a cooler, and what enters it at its design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoolerRating {
    /// Water, air and its wet bulb at the design, °C.
    pub design_c: (f64, f64, f64),
    /// Design water flow, m³/s.
    pub water_flow_m3_s: f64,
    /// Capacity, air flow and fan power at full speed, W and m³/s.
    pub high: (f64, f64, f64),
    /// The same at the low speed; zeros where there is none.
    pub low: (f64, f64, f64),
}

/// A dry cooler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DryCoolerInput {
    /// Model.
    pub model: DryCoolerModel,
    /// Design and speeds.
    pub rating: CoolerRating,
    /// Lowest speed of variable fans, share of full.
    pub fan_min: f64,
}

/// A closed-circuit evaporative cooler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaporativeCoolerInput {
    /// Design and speeds.
    pub rating: CoolerRating,
    /// Water sprayed over the coil, m³/s, of which drift is a share.
    pub spray_flow_m3_s: f64,
    /// Electricity of the spray pump, W.
    pub spray_pump_w: f64,
    /// Cycles of concentration.
    pub cycles: f64,
    /// Drift over the spray flow.
    pub drift: f64,
    /// How evaporation is reckoned.
    pub evaporation: EvaporationMethod,
}

const CAPACITY: QuantityKind = QuantityKind(Dimension::Power, 1000.0, 1e9);
/// Reads the keys of the design and of the speeds; `two` says that the low speed must be there.
fn read_rating(k: &mut QuantityReader<'_, '_>, two: bool) -> Option<CoolerRating> {
    let water = k.read_required("design_entering_water", TEMPERATURE);
    let air = k.read_required("design_entering_air", TEMPERATURE);
    let wet_bulb = k.read_required("design_entering_wet_bulb", TEMPERATURE);
    let flow = k.read_required("design_water_flow", WATER_FLOW);
    let high = (
        k.read_required("capacity", CAPACITY),
        k.read_required("air_flow", AIR_FLOW),
        k.read_required("fan_power", POWER),
    );
    let mut low = |key, kind| if two { k.read_required(key, kind) } else { k.read_optional(key, kind) };
    let low =
        (low("low_speed_capacity", CAPACITY), low("low_speed_air_flow", AIR_FLOW), low("low_speed_fan_power", POWER));
    Some(CoolerRating {
        design_c: (kelvin_to_celsius(water?), kelvin_to_celsius(air?), kelvin_to_celsius(wet_bulb?)),
        water_flow_m3_s: flow?,
        high: (high.0?, high.1?, high.2?),
        low: if two { (low.0?, low.1?, low.2?) } else { (0.0, 0.0, 0.0) },
    })
}

/// Reads a dry cooler.
pub(super) fn read_dry_cooler(node: &TreeNode, issues: &mut ScenarioFindings) -> (Option<DryCoolerInput>, Json) {
    let mut k = QuantityReader::new(node, "plant.dry_cooler", issues);
    let model = match k.read_word("model", &["variable", "single-speed", "two-speed"]) {
        "single-speed" => DryCoolerModel::SingleSpeed,
        "two-speed" => DryCoolerModel::TwoSpeed,
        _ => DryCoolerModel::Variable,
    };
    let rating = read_rating(&mut k, model == DryCoolerModel::TwoSpeed);
    let fan_min = k.read_or_default("fan_min", QuantityKind(Dimension::Ratio, 0.05, 1.0), 0.2);
    let json = k.finish().into();
    (rating.map(|rating| DryCoolerInput { model, rating, fan_min }), json)
}

/// Reads an evaporative cooler.
pub(super) fn read_evaporative_cooler(
    node: &TreeNode,
    issues: &mut ScenarioFindings,
) -> (Option<EvaporativeCoolerInput>, Json) {
    let mut k = QuantityReader::new(node, "plant.evaporative_cooler", issues);
    let two = k.read_word("model", &["single-speed", "two-speed"]) == "two-speed";
    let rating = read_rating(&mut k, two);
    let spray = k.read_required("spray_flow", WATER_FLOW);
    let spray_pump_w = k.read_or_default("spray_pump_power", POWER, 0.0);
    let water = read_water_keys(&mut k);
    let json = k.finish().into();
    let cooler = rating.zip(spray).map(|(rating, spray_flow_m3_s)| EvaporativeCoolerInput {
        rating,
        spray_flow_m3_s,
        spray_pump_w,
        cycles: water.cycles,
        drift: water.drift,
        evaporation: water.evaporation,
    });
    (cooler, json)
}
