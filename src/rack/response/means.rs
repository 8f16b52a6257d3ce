//! What a rack draws and gives off, as means over its busy and idle servers.

use crate::rack::state::RackState;

/// How much further a flow may be off than a power: heat goes with the power, and a flow moves its temperatures alone.
const FLOW_WEIGHT: f64 = 5.0;

/// What stands beside each rack in the hall's air, busy or idle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BesideRack {
    /// Its share of the switches between racks, W.
    pub network_w: f64,
    /// Its share of storage and management, W.
    pub storage_w: f64,
    /// Controls of its coolant units, W: booked with their pumps.
    pub cdu_control_w: f64,
}

impl BesideRack {
    /// IT power.
    pub fn it_w(&self) -> f64 {
        self.network_w + self.storage_w
    }

    /// Heat into the hall's air.
    pub fn heat_w(&self) -> f64 {
        self.it_w() + self.cdu_control_w
    }
}

/// Per-rack means over busy and idle servers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RackMeans {
    /// Accelerators, W.
    pub accelerator_w: f64,
    /// Other parts that compute, W.
    pub other_it_w: f64,
    /// Server fans, W.
    pub fan_w: f64,
    /// Losses of power supplies, W.
    pub psu_loss_w: f64,
    /// Fans of rear doors and liquid-to-air units, W.
    pub cooler_w: f64,
    /// Coolant pumps, W.
    pub pump_w: f64,
    /// Heat with liquid, W.
    pub liquid_heat_w: f64,
    /// Heat into the room's air, W.
    pub air_heat_w: f64,
    /// Capacity rate of the liquid, W/K.
    pub liquid_w_k: f64,
    /// Capacity rate of the air drawn from the room, W/K.
    pub air_w_k: f64,
    /// Air drawn from the room, m³/s.
    pub air_m3_s: f64,
    /// What stands beside it.
    pub beside: BesideRack,
    /// Work done against work without throttling, of the busy servers.
    pub performance: f64,
}

impl RackMeans {
    /// Power at the inlets of the rack and of the IT beside it, W.
    pub fn power_w(&self) -> f64 {
        self.accelerator_w + self.other_it_w + self.fan_w + self.psu_loss_w + self.beside.it_w()
    }

    /// Warmth of the inlets above the supply where a share of the exhaust returns to them, K.
    pub fn inlet_rise_k(&self, recirculation: f64) -> f64 {
        if self.air_w_k > 0.0 { recirculation * self.air_heat_w / self.air_w_k } else { 0.0 }
    }

    /// Coolant pumps and the controls of their units, W.
    pub fn coolant_pump_w(&self) -> f64 {
        self.pump_w + self.beside.cdu_control_w
    }

    /// Every value combined with the same value of `other`.
    fn combine_with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            accelerator_w: f(self.accelerator_w, other.accelerator_w),
            other_it_w: f(self.other_it_w, other.other_it_w),
            fan_w: f(self.fan_w, other.fan_w),
            psu_loss_w: f(self.psu_loss_w, other.psu_loss_w),
            cooler_w: f(self.cooler_w, other.cooler_w),
            pump_w: f(self.pump_w, other.pump_w),
            liquid_heat_w: f(self.liquid_heat_w, other.liquid_heat_w),
            air_heat_w: f(self.air_heat_w, other.air_heat_w),
            liquid_w_k: f(self.liquid_w_k, other.liquid_w_k),
            air_w_k: f(self.air_w_k, other.air_w_k),
            air_m3_s: f(self.air_m3_s, other.air_m3_s),
            beside: BesideRack {
                network_w: f(self.beside.network_w, other.beside.network_w),
                storage_w: f(self.beside.storage_w, other.beside.storage_w),
                cdu_control_w: f(self.beside.cdu_control_w, other.beside.cdu_control_w),
            },
            performance: f(self.performance, other.performance),
        }
    }

    /// Largest difference of power, heats and flows from those of `other`, share of the power, or of the flow at a fifth.
    pub(super) fn differs_from(&self, other: &Self) -> f64 {
        let power_w = self.power_w().max(f64::MIN_POSITIVE);
        let heats = [
            self.power_w() - other.power_w(),
            self.liquid_heat_w - other.liquid_heat_w,
            self.air_heat_w - other.air_heat_w,
            self.pump_w - other.pump_w,
        ];
        let flow = |a: f64, b: f64| if a > 0.0 { (a - b).abs() / a / FLOW_WEIGHT } else { 0.0 };
        let flows = flow(self.liquid_w_k, other.liquid_w_k).max(flow(self.air_w_k, other.air_w_k));
        heats.iter().map(|w| w.abs() / power_w).fold(flows, f64::max)
    }

    /// `self` and `other` in the proportions `1 − share` and `share`.
    pub(super) fn mix_with(&self, other: &Self, share: f64) -> Self {
        self.combine_with(other, |a, b| a + share * (b - a))
    }

    /// These racks and others together; performance is the mean of as many racks as each stands for.
    #[must_use]
    pub fn with_racks(&self, count: f64, other: &Self, others: f64) -> Self {
        let racks = count + others;
        let performance = if racks > 0.0 {
            (count * self.performance + others * other.performance) / racks
        } else {
            self.performance
        };
        Self { performance, ..self.combine_with(other, |a, b| a + b) }
    }

    /// The same with heat of other racks in the air, which draws as much more of it: at the rise of these racks.
    #[must_use]
    pub fn with_air_heat(&self, heat_w: f64) -> Self {
        let more = if self.air_heat_w > 0.0 && self.air_w_k > 0.0 { 1.0 + heat_w / self.air_heat_w } else { 1.0 };
        let (air_w_k, air_m3_s) = (self.air_w_k * more, self.air_m3_s * more);
        Self { air_heat_w: self.air_heat_w + heat_w, air_w_k, air_m3_s, ..*self }
    }

    /// `count` such racks together; performance stays a share.
    #[must_use]
    pub fn for_racks(&self, count: f64) -> Self {
        Self { performance: self.performance, ..self.combine_with(self, |one, _| count * one) }
    }
}

impl From<&RackState> for RackMeans {
    fn from(s: &RackState) -> Self {
        Self {
            accelerator_w: s.accelerator_w,
            other_it_w: s.other_it_w,
            fan_w: s.fan_w,
            psu_loss_w: s.psu_loss_w,
            cooler_w: s.cooler_w,
            pump_w: s.hall_pump_w,
            liquid_heat_w: s.liquid_heat_w,
            air_heat_w: s.air_heat_w,
            liquid_w_k: s.liquid.map_or(0.0, |l| l.capacity_w_k),
            air_w_k: s.air.map_or(0.0, |a| a.capacity_w_k),
            air_m3_s: s.air.map_or(0.0, |a| a.flow_m3_s),
            beside: BesideRack::default(),
            performance: s.performance,
        }
    }
}
