//! `[plant.tower]` and `[plant.free_cooling_tower]`.

use serde_json::Value as Json;

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::tree::TreeNode;
use crate::units::parse::Dimension;

use super::keys::{
    AIR_FLOW, CONDUCTANCE, POWER, QuantityKind, QuantityReader, SHARE, TEMPERATURE, TEMPERATURE_DIFFERENCE, WATER_FLOW,
    kelvin_to_celsius,
};
use super::set_point::{self, SetPointInput};

/// How a tower's cells are modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TowerModel {
    /// From first principles.
    Merkel,
    /// CoolTools correlation.
    CoolTools,
    /// YorkCalc correlation.
    YorkCalc,
    /// Constant UA, one fan speed.
    SingleSpeed,
    /// Constant UA, two fan speeds.
    TwoSpeed,
}

const TOWER_MODELS: [(&str, TowerModel); 5] = [
    ("merkel", TowerModel::Merkel),
    ("cooltools", TowerModel::CoolTools),
    ("yorkcalc", TowerModel::YorkCalc),
    ("single-speed", TowerModel::SingleSpeed),
    ("two-speed", TowerModel::TwoSpeed),
];

/// How a tower's evaporation is reckoned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EvaporationMethod {
    /// Balance of the dry air.
    DryAir,
    /// Saturated exit as EnergyPlus has it.
    SaturatedExit,
    /// Share of the water flow per kelvin of range.
    LossFactor(f64),
}

/// A tower, every value in SI (`_c` in °C).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TowerInput {
    /// Model.
    pub model: TowerModel,
    /// Set point of the leaving water, where it is not the plant's supply.
    pub set_point: Option<SetPointInput>,
    /// Wet bulb, approach and range of the design.
    pub design: (f64, f64, f64),
    /// Design water flow of all cells, m³/s.
    pub water_flow_m3_s: f64,
    /// Design air flow of all cells, m³/s.
    pub air_flow_m3_s: f64,
    /// Fan power at the design air flow, W.
    pub fan_power_w: f64,
    /// Lowest air flow of the fan, share of design.
    pub fan_min: f64,
    /// Share of the full heat (correlations) or air (Merkel) with the fan off.
    pub free_convection: f64,
    /// Exponent of the Merkel characteristic.
    pub exponent: f64,
    /// Pressure of the Merkel design, Pa.
    pub design_pressure_pa: f64,
    /// UA at the high speed, W/K.
    pub ua_w_k: f64,
    /// UA, air flow and fan power of the low speed.
    pub low: (f64, f64, f64),
    /// UA and air flow with the fan off.
    pub free: (f64, f64),
    /// Equal cells.
    pub cells: u32,
    /// Least water of a cell, share of its design.
    pub cell_flow_min: f64,
    /// Cycles of concentration.
    pub cycles: f64,
    /// Drift, share of a water flow.
    pub drift: f64,
    /// Whether that is the design flow, in proportion to the air, rather than what passes.
    pub drift_of_design: bool,
    /// Evaporation.
    pub evaporation: EvaporationMethod,
}

/// How water that evaporates is reckoned and kept.
pub(crate) struct TowerWaterInput {
    pub cycles: f64,
    pub drift: f64,
    pub evaporation: EvaporationMethod,
}

/// Reads the keys of the water.
pub(crate) fn read_water_keys(k: &mut QuantityReader<'_, '_>) -> TowerWaterInput {
    let cycles = k.read_or_default("cycles", QuantityKind(Dimension::Ratio, 1.1, 20.0), 4.0);
    let drift = k.read_or_default("drift", QuantityKind(Dimension::Ratio, 0.0, 0.01), 8e-5);
    let form = k.read_word("evaporation", &["dry-air", "saturated-exit", "loss-factor"]);
    let factor = k.read_or_default("loss_factor", QuantityKind(Dimension::Ratio, 0.0, 0.02), 0.002);
    let evaporation = match form {
        "saturated-exit" => EvaporationMethod::SaturatedExit,
        "loss-factor" => EvaporationMethod::LossFactor(factor),
        _ => EvaporationMethod::DryAir,
    };
    TowerWaterInput { cycles, drift, evaporation }
}

/// Reads a tower.
pub(crate) fn read_tower(node: &TreeNode, path: &str, issues: &mut ScenarioFindings) -> (Option<TowerInput>, Json) {
    let mut k = QuantityReader::new(node, path, issues);
    let words = TOWER_MODELS.map(|m| m.0);
    let word = k.read_word("model", &words);
    let model = TOWER_MODELS.iter().find(|m| m.0 == word).map_or(TowerModel::Merkel, |m| m.1);
    let set_point = set_point::read_set_point(&mut k, &set_point::TOWER_KEYS);
    let water_flow = k.read_required("design_water_flow", WATER_FLOW);
    let air_flow = k.read_required("design_air_flow", AIR_FLOW);
    let fan_power = k.read_required("design_fan_power", POWER);
    let staged = matches!(model, TowerModel::SingleSpeed | TowerModel::TwoSpeed);
    // Keys of another model may stay when one is switched: they have no part then.
    let must = |k: &mut QuantityReader<'_, '_>, key, kind, wanted: bool| {
        if wanted { k.read_required(key, kind) } else { k.read_optional(key, kind) }
    };
    let wet_bulb = must(&mut k, "design_wet_bulb", TEMPERATURE, !staged);
    let approach = must(&mut k, "design_approach", TEMPERATURE_DIFFERENCE, !staged);
    let range = must(&mut k, "design_range", TEMPERATURE_DIFFERENCE, !staged);
    let ua = must(&mut k, "ua", CONDUCTANCE, staged);
    let two = model == TowerModel::TwoSpeed;
    let low_ua = must(&mut k, "low_speed_ua", CONDUCTANCE, two);
    let low_air = must(&mut k, "low_speed_air_flow", AIR_FLOW, two);
    let low_fan = must(&mut k, "low_speed_fan_power", POWER, two);
    let free_ua = k.read_or_default("free_convection_ua", QuantityKind(Dimension::ThermalConductance, 0.0, 1e9), 0.0);
    let free_air = k.read_or_default("free_convection_air_flow", QuantityKind(Dimension::VolumeFlow, 0.0, 1e5), 0.0);
    let fan_min = k.read_or_default("fan_min", QuantityKind(Dimension::Ratio, 0.05, 1.0), 0.2);
    let usual = if model == TowerModel::Merkel { 0.1 } else { 0.125 };
    let free_convection = k.read_or_default("free_convection", QuantityKind(Dimension::Ratio, 0.0, 0.3), usual);
    let exponent = k.read_or_default("exponent", QuantityKind(Dimension::Ratio, 0.3, 0.9), 0.6);
    let design_pressure_pa =
        k.read_or_default("design_pressure", QuantityKind(Dimension::Pressure, 50e3, 120e3), 101_325.0);
    let cells = k.read_integer("cells", (1, 1000), 1);
    let cell_flow_min = k.read_or_default("cell_flow_min", SHARE, 0.33);
    let drift_of_design = k.read_word("drift_basis", &["flow", "design"]) == "design";
    let TowerWaterInput { cycles, drift, evaporation } = read_water_keys(&mut k);
    let json = k.finish().into();
    let read = || {
        let design = match (wet_bulb, approach, range) {
            (Some(wb), Some(a), Some(r)) => (kelvin_to_celsius(wb), a, r),
            _ if staged => (25.6, 3.9, 5.6),
            _ => return None,
        };
        let low = (low_ua, low_air, low_fan);
        Some(TowerInput {
            model,
            set_point,
            design,
            water_flow_m3_s: water_flow?,
            air_flow_m3_s: air_flow?,
            fan_power_w: fan_power?,
            fan_min,
            free_convection,
            exponent,
            design_pressure_pa,
            ua_w_k: if staged { ua? } else { 0.0 },
            low: if two { (low.0?, low.1?, low.2?) } else { (0.0, 0.0, 0.0) },
            free: (free_ua, free_air),
            cells,
            cell_flow_min,
            cycles,
            drift,
            drift_of_design,
            evaporation,
        })
    };
    (read(), json)
}
