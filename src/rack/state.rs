//! What a rack's steady state is: plain numbers per rack.

use crate::catalog::record::ChipKind;
use crate::catalog::system::PumpControlKind;

use super::limits::{RackLimit, RackLimitKind};

/// Speeds and clock that control chose.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlSetting {
    /// Speed of the pumps, share of the highest.
    pub pump: f64,
    /// Speed of the fans of each kind of tray, share of the highest.
    pub fans: Vec<f64>,
    /// Clock of throttled chips, share of the highest.
    pub clock: f64,
}

/// A coolant through the rack.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CoolantState {
    /// Supplied, °C.
    pub supply_c: f64,
    /// Reaching the first parts, °C: for air after recirculation and fans.
    pub inlet_c: f64,
    /// Leaving the rack, °C.
    pub return_c: f64,
    /// Capacity rate, W/K; for air of what the room supplies.
    pub capacity_w_k: f64,
    /// Volume flow, m³/s; for air of what the room supplies.
    pub flow_m3_s: f64,
    /// Pressure rise of pumps or fans, Pa.
    pub rise_pa: f64,
}

/// A rack in its steady state. Powers and heats are per rack and positive.
#[derive(Clone, Debug, PartialEq)]
pub struct RackState {
    /// Electricity into accelerators, W.
    pub accelerator_w: f64,
    /// Electricity into all other parts that compute, W.
    pub other_it_w: f64,
    /// Electricity into server fans, W.
    pub fan_w: f64,
    /// Losses of power supplies and busbar, W.
    pub psu_loss_w: f64,
    /// Electricity into fans that cool the rack's air or take its liquid's heat to the room: those of a rear door or a
    /// liquid-to-air unit, W. Not part of the rack's own power.
    pub cooler_w: f64,
    /// Electricity into the rack's share of the coolant pumps, W; not part of the rack's own power. Its coolant unit serves
    /// as many racks as it can.
    pub pump_w: f64,
    /// The same as a mean over all racks of the hall: the pumps of a last, partly filled group draw otherwise.
    pub hall_pump_w: f64,
    /// Pumps of a coolant loop.
    pub pumps: Option<CoolantPumpState>,
    /// Heat that parts, doors and condensers give to liquid, W, wherever the liquid takes it.
    pub captured_w: f64,
    /// Heat that leaves with liquid, W; pump heat not counted.
    pub liquid_heat_w: f64,
    /// Heat that leaves into the room's air, W; that of the pumps of a liquid-to-air unit is part of it.
    pub air_heat_w: f64,
    /// The liquid.
    pub liquid: Option<CoolantState>,
    /// The air through fans.
    pub air: Option<CoolantState>,
    /// The one of both that the site supplies for the parts: liquid where there is any.
    pub main_coolant: CoolantState,
    /// The liquid-to-air unit.
    pub liquid_to_air: Option<LiquidToAirState>,
    /// Air behind the trays, °C, where fans blow.
    pub exhaust_c: Option<f64>,
    /// Share of the air that is the rack's own exhaust.
    pub recirculation: f64,
    /// Speeds and clock that the controllers chose.
    pub setting: ControlSetting,
    /// Work done against work without throttling or cap, 0..=1.
    pub performance: f64,
    /// Parts with a junction, each in its worst position.
    pub parts: Vec<PartState>,
    /// Trays along the manifold.
    pub branches: Vec<BranchState>,
    /// What could fail, each with its margin.
    pub limits: Vec<RackLimit>,
}

/// Pumps of a coolant loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoolantPumpState {
    /// What they hold.
    pub holds: PumpControlKind,
    /// Racks that share a unit; below 1 where a rack has several.
    pub racks_per_unit: f64,
    /// Speed, share of full.
    pub speed: f64,
    /// What passes the bypass of the coolant unit because the pumps run no slower, m³/s; for the rack.
    pub bypass_m3_s: f64,
    /// Pressure between the supply and the return manifold of the rack, Pa.
    pub manifold_pressure_pa: f64,
}

impl CoolantPumpState {
    /// Whether they hold the parts at their control targets.
    pub fn follow_parts(&self) -> bool {
        self.holds == PumpControlKind::ChipTarget
    }
}

/// A liquid-to-air unit of a rack.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LiquidToAirState {
    /// Air through it, m³/s.
    pub air_m3_s: f64,
    /// Electricity of its fans, W.
    pub fan_w: f64,
}

/// A part with a junction, in its worst position.
#[derive(Clone, Debug, PartialEq)]
pub struct PartState {
    /// Name of the part and its place.
    pub name: String,
    /// Tray that it is in.
    pub tray: String,
    /// What it is; the memory in a package is memory.
    pub kind: ChipKind,
    /// Whether liquid cools it.
    pub liquid: bool,
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
    /// Flow of coolant for one, m³/s; none in a boiling tank.
    pub flow_m3_s: Option<f64>,
    /// Whether its cooler is within its published range.
    pub in_range: bool,
}

/// A tray along the manifold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BranchState {
    /// Kind of tray.
    pub kind: usize,
    /// Flow, m³/s.
    pub flow_m3_s: f64,
    /// Pressure lost in the tray with its connectors, Pa.
    pub loss_pa: f64,
    /// Liquid leaving, °C.
    pub return_c: f64,
}

impl RackState {
    /// Share of the heat of rack and door that liquid takes up, wherever it takes it.
    pub fn capture_fraction(&self) -> f64 {
        self.captured_w / (self.liquid_heat_w + self.air_heat_w)
    }

    /// Flow of the loop over the heat that the rack's liquid takes, m³/J; none without liquid.
    pub fn coolant_flow_m3_j(&self) -> Option<f64> {
        self.liquid.map(|liquid| liquid.flow_m3_s / self.captured_w)
    }

    /// Power at the rack's inlet, W.
    pub fn power_w(&self) -> f64 {
        self.accelerator_w + self.other_it_w + self.fan_w + self.psu_loss_w
    }

    /// Speed of what moves the main coolant.
    pub fn main_mover_speed(&self) -> f64 {
        match (&self.liquid, &self.pumps) {
            (Some(_), Some(pumps)) => pumps.speed,
            (Some(_), None) => self.setting.pump,
            (None, _) => self.setting.fans.iter().copied().fold(0.0, f64::max),
        }
    }

    /// The part with the smallest margin to its limit.
    pub fn critical_part(&self) -> Option<&PartState> {
        self.parts.iter().min_by(|a, b| (a.limit_c - a.junction_c).total_cmp(&(b.limit_c - b.junction_c)))
    }

    /// The limit that binds, or comes first.
    pub fn binding_limit(&self) -> Option<&RackLimit> {
        self.limits.iter().min_by(|a, b| a.relative_margin().total_cmp(&b.relative_margin()))
    }

    /// Whether every limit is kept.
    pub fn is_within_limits(&self) -> bool {
        self.limits.iter().all(|l| !l.is_exceeded())
    }

    /// Whether every limit is kept but those of the electrical supply, which are not the cooling's.
    pub fn is_within_cooling_limits(&self) -> bool {
        self.limits.iter().all(|l| !l.is_exceeded() || l.kind == RackLimitKind::PowerSupply)
    }

    /// |heat out − electricity in| over electricity in.
    pub fn balance_error(&self) -> f64 {
        // The pumps' heat counts on both sides or on neither.
        let pump_w = if self.liquid_to_air.is_some() { self.pump_w } else { 0.0 };
        ((self.liquid_heat_w + self.air_heat_w) / (self.power_w() + self.cooler_w + pump_w) - 1.0).abs()
    }
}
