//! What a rack's steady state is: plain numbers per rack.

use super::control::Setting;

/// A rack in its steady state. Powers and heats are per rack and positive.
#[derive(Clone, Debug, PartialEq)]
pub struct RackState {
    /// Electricity into accelerators, W.
    pub accelerator_w: f64,
    /// Electricity into all other parts that compute, W.
    pub other_it_w: f64,
    /// Electricity into server fans, W.
    pub fan_w: f64,
    /// Losses of power supplies, W.
    pub psu_loss_w: f64,
    /// Electricity into the rack's share of the coolant pumps, W; not part of the rack's own power.
    pub pump_w: f64,
    /// Heat that leaves with liquid, W; pump heat not counted.
    pub liquid_heat_w: f64,
    /// Heat that leaves into the room's air, W.
    pub air_heat_w: f64,
    /// Coolant reaching the parts, °C: after recirculation and fans for air.
    pub inlet_c: f64,
    /// Coolant leaving, °C.
    pub return_c: f64,
    /// Capacity rate of the coolant, W/K.
    pub capacity_w_k: f64,
    /// Volume flow of the coolant, m³/s.
    pub flow_m3_s: f64,
    /// Pressure rise of fans or pumps, Pa.
    pub rise_pa: f64,
    /// Speed and clock that the controller chose.
    pub setting: Setting,
    /// Work done against work without throttling or cap, 0..=1.
    pub performance: f64,
    /// Parts with a junction, each in its worst position.
    pub parts: Vec<PartState>,
}

/// A part with a junction, in its worst position.
#[derive(Clone, Debug, PartialEq)]
pub struct PartState {
    /// Name of the part and its place.
    pub name: String,
    /// How many are in the rack.
    pub count: u32,
    /// Power of one, W.
    pub power_w: f64,
    /// Coolant that reaches it, °C.
    pub inlet_c: f64,
    /// Case, °C.
    pub case_c: f64,
    /// Junction, °C.
    pub junction_c: f64,
    /// Temperature that control aims at, °C.
    pub target_c: f64,
    /// Temperature at which the clock is reduced, °C.
    pub limit_c: f64,
}

impl RackState {
    /// Power at the rack's inlet, W.
    pub fn power_w(&self) -> f64 {
        self.accelerator_w + self.other_it_w + self.fan_w + self.psu_loss_w
    }

    /// The part with the smallest margin to its limit.
    pub fn critical(&self) -> Option<&PartState> {
        self.parts.iter().min_by(|a, b| (a.limit_c - a.junction_c).total_cmp(&(b.limit_c - b.junction_c)))
    }

    /// |heat out − electricity in| over electricity in.
    pub fn balance_error(&self) -> f64 {
        ((self.liquid_heat_w + self.air_heat_w) / self.power_w() - 1.0).abs()
    }
}
