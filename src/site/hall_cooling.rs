//! How heat leaves a hall: the loops of its air and of its liquid.

use crate::units::count::MachineCount;
use crate::units::{HumidityRatio, Pressure};

use super::air_loop::{AirLoop, ResetLead, WaterReset};
use super::room_heat::RoomHeatSink;

/// The air of a hall that its plant cools itself.
#[derive(Clone, Copy, Debug)]
pub struct AirPath {
    /// Supply air at the set point, °C.
    pub supply_c: f64,
    /// Air moved over air drawn by the servers.
    pub bypass: f64,
    /// Share of the servers' exhaust that returns to their inlets.
    pub recirculation: f64,
    /// Its humidity ratio where it recirculates.
    pub humidity: HumidityRatio,
    /// Its pressure.
    pub pressure: Pressure,
}

/// How heat leaves the hall.
#[derive(Clone, Copy, Debug)]
pub enum HallCooling {
    /// Air-cooled racks: air handlers on the main plant.
    Air(AirLoop),
    /// Air-cooled racks: the main plant cools their air itself.
    Direct(AirPath),
    /// Liquid-cooled racks: CDU on the main plant; air handlers on a plant of their own.
    Liquid {
        /// Air handlers for what leaves to the room, or the air where the room has none.
        room: AirLoop,
        /// What takes the heat of the room's air.
        sink: RoomHeatSink,
    },
}

impl HallCooling {
    /// Air handlers of the hall, if it has some.
    pub fn air_handlers(&self) -> Option<MachineCount> {
        match self {
            Self::Direct(_) | Self::Liquid { sink: RoomHeatSink::Air(..), .. } => None,
            Self::Air(air) | Self::Liquid { room: air, .. } => Some(air.machines),
        }
    }

    /// The same, to change them.
    pub fn air_handlers_mut(&mut self) -> Option<&mut MachineCount> {
        match self {
            Self::Direct(_) | Self::Liquid { sink: RoomHeatSink::Air(..), .. } => None,
            Self::Air(air) | Self::Liquid { room: air, .. } => Some(&mut air.machines),
        }
    }

    /// Set point of the chilled water of its air handlers, °C, where one is given.
    pub const fn water_set_c(&self) -> Option<f64> {
        match self {
            Self::Direct(_) => None,
            Self::Air(air) | Self::Liquid { room: air, .. } => air.water_set_c,
        }
    }

    /// Air supplied to a room that takes all the heat of its racks, °C, with the supply at its set point; none where
    /// liquid takes their heat out of the room.
    pub const fn room_supply_c(&self) -> Option<f64> {
        match self {
            Self::Air(air) => Some(air.supply_c),
            Self::Direct(path) => Some(path.supply_c),
            Self::Liquid { .. } => None,
        }
    }

    /// The same with a reset of its chilled water that follows the load from that of the design, W.
    #[must_use]
    pub fn with_reset_by(mut self, design_w: f64) -> Self {
        if let Self::Air(air) | Self::Liquid { room: air, .. } = &mut self
            && let Some(WaterReset { lead: ResetLead::Load { design_w: design }, .. }) = &mut air.water_reset
        {
            *design = design_w;
        }
        self
    }

    /// The same with the chilled water of an hour's weather, where its set point follows that.
    pub(super) fn in_weather(&self, dry_bulb_c: f64) -> Option<Self> {
        match self {
            Self::Direct(_) => None,
            Self::Air(air) => air.in_weather(dry_bulb_c).map(Self::Air),
            Self::Liquid { room, sink } => room.in_weather(dry_bulb_c).map(|room| Self::Liquid { room, sink: *sink }),
        }
    }
}
