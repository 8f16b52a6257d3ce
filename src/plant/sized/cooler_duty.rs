//! What coolers of a loop of water are given, and what they do.

use crate::component::plant::adiabatic_pad::{AdiabaticPad, PadOutlet};
use crate::component::plant::dry_cooler::DryCoolerOperation;
use crate::component::plant::dry_cooling_unit::DryCoolingUnit;
use crate::physics::air::MoistAir;
use crate::units::VolumeFlow;

/// A heat that drives the fans of a cooler to their full speed, W.
pub(super) const MORE_THAN_ANY_W: f64 = 1e12;

/// Water of a loop that coolers are given.
#[derive(Clone, Copy, Debug)]
pub struct CoolerDuty {
    /// Heat to take from it, W.
    pub heat_w: f64,
    /// Entering, °C.
    pub entering_c: f64,
    /// Capacity rate, W/K.
    pub capacity_w_k: f64,
}

/// The air that coils breathe.
#[derive(Clone, Copy, Debug)]
pub struct CoilAir {
    /// Pads in its way, wet or dry.
    pub pads: Option<AdiabaticPad>,
    /// What the pads did where they are wetted.
    pub wetted: Option<PadOutlet>,
    /// The air ahead of the pads.
    pub yard: MoistAir,
}

impl CoilAir {
    /// Air as it enters the coils.
    pub const fn passed(air: MoistAir) -> Self {
        Self { pads: None, wetted: None, yard: air }
    }

    /// The air at the coils.
    pub fn at_coils(&self) -> &MoistAir {
        self.wetted.as_ref().map_or(&self.yard, |passed| &passed.air)
    }
}

/// What coolers do in an hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct CoolerOperation {
    /// Heat taken from the loop, W.
    pub heat_w: f64,
    /// Fans, W.
    pub fan_w: f64,
    /// Pumps of their own, W.
    pub pump_w: f64,
    /// Water drawn, kg/s.
    pub water_kg_s: f64,
}

impl CoolerOperation {
    /// Electricity, W.
    pub const fn power_w(&self) -> f64 {
        self.fan_w + self.pump_w
    }

    /// A number of dry coolers at work, with the pads ahead of them.
    pub(super) fn of_dry_coolers(done: &DryCoolerOperation, unit: &DryCoolingUnit, count: f64, air: &CoilAir) -> Self {
        let coil_air = air.at_coils();
        let water_kg_s = air.pads.zip(air.wetted.as_ref()).map_or(0.0, |(pad, passed)| {
            let flow = VolumeFlow::new(count * done.air_ratio * unit.spec().air_flow_m3_s);
            let dry_air = flow * coil_air.density() * (1.0 + coil_air.humidity_ratio().kg_kg()).recip();
            pad.water_draw(passed.evaporation, dry_air).kg_s()
        });
        Self {
            heat_w: count * done.heat.watts(),
            fan_w: count * done.fan_power.watts() * air.pads.map_or(1.0, |pad| pad.fan_power_factor()),
            pump_w: 0.0,
            water_kg_s,
        }
    }

    /// The same of a number of coolers.
    pub(super) fn of_units(self, count: f64) -> Self {
        Self {
            heat_w: count * self.heat_w,
            fan_w: count * self.fan_w,
            pump_w: count * self.pump_w,
            water_kg_s: count * self.water_kg_s,
        }
    }
}
