//! One rack at full load, in figures.

use serde::Serialize;

/// One rack at full load with the supply at its set point.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackSummary {
    /// Power at the rack's inlet.
    pub power_w: f64,
    /// Accelerators in it.
    pub accelerators: u32,
    /// Power of the accelerators.
    pub accelerator_power_w: f64,
    /// Power of everything else that computes.
    pub other_it_power_w: f64,
    /// Server fans.
    pub fan_power_w: f64,
    /// The rack's share of its coolant pumps.
    pub pump_power_w: f64,
    /// Losses of the power supplies.
    pub psu_loss_w: f64,
    /// Name of the hottest part.
    pub hottest_chip: String,
    /// Its junction temperature.
    pub hottest_chip_c: f64,
    /// Its limit.
    pub chip_limit_c: f64,
    /// Share of the heat that leaves with the liquid.
    pub liquid_heat_fraction: f64,
    /// Heat to the liquid.
    pub liquid_heat_w: f64,
    /// Heat to the room's air.
    pub air_heat_w: f64,
    /// Temperature of the coolant (air or liquid) at the inlet.
    pub supply_c: f64,
    /// Temperature of the coolant leaving.
    pub return_c: f64,
    /// Liquid flow, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liquid_flow_l_min: Option<f64>,
    /// Air flow, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub air_flow_m3_s: Option<f64>,
    /// Pressure rise of the fans or pumps.
    pub pressure_rise_pa: f64,
    /// Speed of fans or pumps, share of the highest.
    pub speed: f64,
    /// Work done against work without throttling, 0..=1.
    pub performance: f64,
    /// Every thermally modelled part in its worst position.
    pub parts: Vec<RackPart>,
}

/// A part of the rack in its worst position.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RackPart {
    /// Name of the part.
    pub name: String,
    /// How many are in the rack.
    pub count: u32,
    /// Power of one.
    pub power_w: f64,
    /// Liquid that flows past one; for parts in liquid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_l_min: Option<f64>,
    /// Coolant temperature that reaches it.
    pub inlet_c: f64,
    /// Its case temperature.
    pub case_c: f64,
    /// Its junction temperature.
    pub temperature_c: f64,
    /// Its limit.
    pub limit_c: f64,
}
