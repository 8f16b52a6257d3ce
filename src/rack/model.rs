//! What a rack consists of, ready to be solved.

use crate::catalog::record::ChipKind;
use crate::catalog::system::Coolant;
use crate::component::liquid::condenser::TankCondenser;
use crate::component::liquid::rack_rules;
use crate::component::liquid::rear_door::RearDoorExchanger;
use crate::component::power::conversion;
use crate::component::server::boiling::BoilingPlate;
use crate::component::server::chip::ChipPowerModel;
use crate::component::server::cold_plate::ColdPlate;
use crate::component::server::fan_curve::FanCurveSpec;
use crate::component::server::heat_sink::HeatSink;
use crate::component::server::mover::Mover;
use crate::physics::liquid::Liquid;
use crate::scenario::ArchitectureSettings;
use crate::units::{Pressure, TempDelta, Temperature};

pub use super::load::RackLoad;

use super::coolant_loop::{CoolantLoop, PumpControl};

/// What cools a part.
#[derive(Clone, Copy, Debug)]
pub enum PartCooler {
    /// Heat sink in air.
    Sink(HeatSink),
    /// Cold plate, or heat sink in a pumped dielectric.
    Plate(ColdPlate),
    /// Boiling plate in a tank.
    Boiling(BoilingPlate),
}

/// Memory inside a chip's package.
#[derive(Clone, Copy, Debug)]
pub struct PackageMemory {
    /// Temperature at which it slows the chip down, °C.
    pub limit_c: f64,
    /// Its hottest die above the case for each watt of the package, K/W.
    pub k_w: f64,
}

/// A part with a junction.
#[derive(Clone, Copy, Debug)]
pub struct ChipModel {
    /// Its power.
    pub chip: ChipPowerModel,
    /// Resistance from junction to case, K/W.
    pub junction_to_case_k_w: f64,
    /// Memory in the package.
    pub memory: Option<PackageMemory>,
    /// What cools it.
    pub cooler: PartCooler,
    /// Temperature that control aims at, °C.
    pub target_c: f64,
    /// Lowest clock.
    pub clock_floor: f64,
}

impl ChipModel {
    /// Electricity of one chip at a utilisation, a share of its clock and a junction temperature, W, and how it grows with
    /// that temperature, W/K. `scale` is the power over that of the record; a cap holds whatever the temperature.
    pub fn power_and_slope(
        &self,
        (utilisation, clock): (f64, f64),
        scale: f64,
        cap_w: Option<f64>,
        junction_c: f64,
    ) -> (f64, f64) {
        let draw = self.chip.power_draw(utilisation, clock, Temperature::from_celsius(junction_c));
        let watts = scale * draw.power.watts();
        match cap_w {
            Some(cap_w) if watts > cap_w => (cap_w, 0.0),
            _ => (watts, scale * draw.slope_w_k),
        }
    }
}

impl StationModel {
    /// Share of the range from idle to busy that its parts draw under a load, 0..=1.
    pub fn utilisation_under(&self, load: &RackLoad) -> f64 {
        let work = if self.computes { self.duty * load.activity } else { self.duty };
        load.busy * work
    }
}

/// Where the heat of a station arises.
#[expect(
    clippy::large_enum_variant,
    reason = "a rack has some dozen stations, and boxes would be followed in every solve"
)]
#[derive(Clone, Copy, Debug)]
pub enum StationHeat {
    /// In parts without a junction to follow: idle and rated power, W.
    Module {
        /// Idle, W.
        idle_w: f64,
        /// Rated, W.
        max_w: f64,
    },
    /// In chips under a cooler.
    Chip(ChipModel),
}

/// Equal parts side by side.
#[derive(Clone, Debug)]
pub struct StationModel {
    /// Name of the part and its place.
    pub name: String,
    /// What it is.
    pub kind: ChipKind,
    /// Parts side by side.
    pub count: u32,
    /// Share of the busy range while the accelerators are busy.
    pub duty: f64,
    /// Whether it computes the workload, so that its power follows the activity: accelerators, or the processors of a
    /// system without any.
    pub computes: bool,
    /// Where the heat arises.
    pub heat: StationHeat,
}

/// Identical parallel ways of a coolant.
#[derive(Clone, Debug)]
pub struct LaneModel {
    /// What flows.
    pub coolant: Coolant,
    /// How many.
    pub count: u32,
    /// Pressure loss of duct or hose, Pa s²/m⁶.
    pub loss_pa_s2_m6: f64,
    /// Stations in the order of flow.
    pub stations: Vec<StationModel>,
}

/// Power supplies that share a load.
#[derive(Clone, Copy, Debug)]
pub struct SupplyModel {
    /// One of them.
    pub spec: conversion::PowerConverterSpec,
    /// How many.
    pub count: f64,
    /// Where their losses go.
    pub heat_to: Coolant,
}

impl SupplyModel {
    /// Loss for an output, W. Supplies grow with the power of the parts (`scale` above 1), and carry an overload with the
    /// loss of their law: the limit is told apart from the loss.
    pub fn loss_w(&self, output_w: f64, scale: f64) -> f64 {
        let units = self.count * scale.max(1.0);
        let x = output_w / (units * self.spec.rated_w);
        units * self.spec.rated_w * (self.spec.a0 + self.spec.a1 * x + self.spec.a2 * x * x)
    }

    /// Load over rating.
    pub fn load_ratio(&self, output_w: f64, scale: f64) -> f64 {
        output_w / (self.count * scale.max(1.0) * self.spec.rated_w)
    }
}

/// Fans of a tray.
#[derive(Clone, Copy, Debug)]
pub struct FanModel {
    /// One fan.
    pub fan: Mover,
    /// Side by side.
    pub count: u32,
    /// Pressure loss of the chassis outside the lanes, Pa s²/m⁶.
    pub loss_pa_s2_m6: f64,
    /// Speed that they hold at least by the air at the inlet.
    pub curve: Option<FanCurveSpec>,
}

/// A kind of tray.
#[derive(Clone, Debug)]
pub struct TrayModel {
    /// Name.
    pub name: String,
    /// How many are in the rack.
    pub count: u32,
    /// Warmest air at its inlet that its maker allows, °C.
    pub inlet_max_c: Option<f64>,
    /// Parallel ways of the coolants.
    pub lanes: Vec<LaneModel>,
    /// Its own supplies.
    pub supply: Option<SupplyModel>,
    /// Its fans.
    pub fans: Option<FanModel>,
}

impl TrayModel {
    /// Lanes of a coolant.
    pub fn coolant_lanes(&self, coolant: Coolant) -> impl Iterator<Item = &LaneModel> {
        self.lanes.iter().filter(move |l| l.coolant == coolant)
    }

    /// Whether it has lanes of a coolant.
    pub fn has_coolant(&self, coolant: Coolant) -> bool {
        self.coolant_lanes(coolant).next().is_some()
    }
}

/// The room that a rack stands in.
#[derive(Clone, Copy, Debug)]
pub struct RackRoom {
    /// Air supplied to the aisle.
    pub air: Temperature,
    /// Pressure of the site.
    pub pressure: Pressure,
    /// Least share of the exhaust that returns to the inlets.
    pub recirculation: f64,
    /// Most air that the room supplies to this rack, m³/s; what the rack draws beyond it is its own exhaust.
    pub supply_m3_s: Option<f64>,
}

/// A rear door.
#[derive(Clone, Copy, Debug)]
pub struct RearDoor {
    /// Its exchanger, with fans or without.
    pub exchanger: RearDoorExchanger,
    /// Coolant in it.
    pub liquid: Liquid,
}

/// A tank of boiling fluid with its condenser.
#[derive(Clone, Copy, Debug)]
pub struct BoilingTank {
    /// The condenser.
    pub condenser: TankCondenser,
    /// Temperature of the boiling fluid.
    pub saturation: Temperature,
    /// Conductance from the fluid through the walls to the room, W/K.
    pub surface_w_k: f64,
    /// Coolant in the condenser.
    pub liquid: Liquid,
}

/// What liquid does in a rack.
#[derive(Clone, Debug)]
pub enum LiquidCooling {
    /// Nothing.
    None,
    /// It cools the exhaust.
    Door(RearDoor),
    /// It passes the parts.
    Loop(Box<CoolantLoop>),
    /// It condenses vapour.
    Tank(BoilingTank),
}

/// A rack, cooled one way or another.
#[derive(Clone, Debug)]
pub struct RackModel {
    /// Kinds of tray.
    pub trays: Vec<TrayModel>,
    /// Kind of each tray along the manifold.
    pub manifold_order: Vec<usize>,
    /// Power shelves.
    pub shelf: Option<SupplyModel>,
    /// Busbar: voltage and resistance, V and Ω.
    pub bus: Option<(f64, f64)>,
    /// The room.
    pub room: RackRoom,
    /// What liquid does.
    pub liquid_cooling: LiquidCooling,
    /// Limits of air, hoses and connectors.
    pub rules: rack_rules::RackRulesSpec,
    /// Share of the range from idle to full power that its computing parts draw at work, 0..=1.
    pub activity: f64,
}

impl RackModel {
    /// Its load at work: that of [`RackLoad::full_load`] at its activity.
    pub fn busy_load(&self, architecture: &ArchitectureSettings) -> RackLoad {
        RackLoad { activity: self.activity, ..RackLoad::full_load(architecture) }
    }

    /// Whether air is the only coolant.
    pub fn is_air_only(&self) -> bool {
        matches!(self.liquid_cooling, LiquidCooling::None)
    }

    /// Temperatures of air and liquid at a supply temperature of the main coolant.
    pub(super) fn supply_temperatures(&self, supply: Temperature) -> (Temperature, Temperature) {
        (if self.is_air_only() { supply } else { self.room.air }, supply)
    }

    /// Shifts the temperature that control aims at of every chip, up to its limit. Memory in a package is held at its limit
    /// as before.
    pub(super) fn shift_control_targets(&mut self, shift: TempDelta) {
        let lanes = self.trays.iter_mut().flat_map(|t| &mut t.lanes);
        for station in lanes.flat_map(|l| &mut l.stations) {
            if let StationHeat::Chip(model) = &mut station.heat {
                model.target_c = (model.target_c + shift.kelvin()).min(model.chip.spec().limit_c);
            }
        }
    }

    /// Gives the pumps of its coolant loop another thing to hold; without a loop it has no part.
    pub fn set_pump_control(&mut self, control: PumpControl) {
        if let LiquidCooling::Loop(own) = &mut self.liquid_cooling {
            own.pump_control = control;
        }
    }

    /// Lowest clock of any chip.
    pub fn clock_floor(&self) -> f64 {
        let stations = self.trays.iter().flat_map(|t| &t.lanes).flat_map(|l| &l.stations);
        let floors = stations.filter_map(|s| match &s.heat {
            StationHeat::Chip(model) => Some(model.clock_floor),
            StationHeat::Module { .. } => None,
        });
        floors.fold(0.05, f64::max)
    }

    /// Power with every part at its rating and losses left out: for sizing only.
    pub fn nameplate_w(&self) -> f64 {
        let tray_w = |t: &TrayModel| -> f64 {
            let stations = t.lanes.iter().flat_map(|l| l.stations.iter().map(move |s| (l.count, s)));
            let each_w = stations.map(|(lanes, s)| {
                let part_w = match &s.heat {
                    StationHeat::Module { max_w, .. } => *max_w,
                    StationHeat::Chip(model) => model.chip.spec().max_w,
                };
                f64::from(lanes * s.count) * part_w
            });
            each_w.sum()
        };
        self.trays.iter().map(|t| f64::from(t.count) * tray_w(t)).sum()
    }
}
