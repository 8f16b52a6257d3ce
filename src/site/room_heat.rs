//! Where the heat of the room's air goes in a liquid-cooled hall.

use crate::plant::error::PlantError;
use crate::plant::sized::{AirLoad, PlantLoad, WaterLoad};
use crate::solve::convergence::NotConverged;
use crate::units::{HumidityRatio, Pressure, TempDelta};

use super::air_loop::AirLoop;

/// Kelvins of water that are rounding.
pub(crate) const WATER_ROUNDING_K: f64 = 1e-9;

/// What takes the heat of the room's air in a liquid-cooled hall.
#[derive(Clone, Copy, Debug)]
pub enum RoomHeatSink {
    /// Air handlers on water of a plant of their own.
    OwnWater,
    /// Air handlers on the water that the main plant supplies to the racks' loop.
    FacilityWater,
    /// A plant that moves the room's air itself; recirculating air has this humidity ratio and pressure.
    Air(HumidityRatio, Pressure),
}

/// What a hall asks of its plants.
pub(super) struct HallLoads {
    /// Of the main plant.
    pub main: PlantLoad,
    /// Of the plant of the room's air.
    pub room: Option<PlantLoad>,
    /// By the room's air handlers, of the facility water: a part of what the main plant is asked.
    pub on_facility_water: Option<WaterLoad>,
}

impl From<PlantLoad> for HallLoads {
    fn from(main: PlantLoad) -> Self {
        Self { main, room: None, on_facility_water: None }
    }
}

/// What plants are asked for liquid and for the air of a room that takes a heat.
pub(super) fn room_loads(
    main: WaterLoad,
    room: &AirLoop,
    sink: &RoomHeatSink,
    heat_w: f64,
) -> Result<HallLoads, NotConverged> {
    let supply_c = room.supply_c;
    Ok(match sink {
        RoomHeatSink::OwnWater => HallLoads {
            main: PlantLoad::Water(main),
            room: Some(PlantLoad::Water(room.water_load(&room.air, heat_w, supply_c)?)),
            on_facility_water: None,
        },
        RoomHeatSink::FacilityWater => {
            let on_water = AirLoop { water_set_c: Some(main.supply_c), water_reset: None, ..*room };
            let own = on_water.water_load(&room.air, heat_w, supply_c)?;
            let both = WaterLoad {
                heat_w: main.heat_w + own.heat_w,
                supply_c: main.supply_c,
                capacity_w_k: main.capacity_w_k + own.capacity_w_k,
            };
            HallLoads { main: PlantLoad::Water(both), room: None, on_facility_water: Some(own) }
        }
        RoomHeatSink::Air(humidity, pressure) => {
            let load = AirLoad {
                heat_w,
                supply_c,
                flow: room.air.flow,
                capacity_w_k: room.air.capacity_rate().w_k(),
                // No limits of the servers' air hold in the room of liquid-cooled racks.
                inlet_rise: TempDelta::ZERO,
                humidity: *humidity,
                pressure: *pressure,
            };
            HallLoads { main: PlantLoad::Water(main), room: Some(PlantLoad::Air(load)), on_facility_water: None }
        }
    })
}

/// Refuses facility water that is warmer than the room's air handlers on it do with.
pub(super) fn check_facility_water(main: &PlantLoad, own: Option<&WaterLoad>) -> Result<(), PlantError> {
    let water_c = main.supply_c();
    match own {
        Some(own) if own.supply_c < water_c - WATER_ROUNDING_K => {
            Err(PlantError::RoomWaterTooWarm { water_c, warmest_c: own.supply_c })
        }
        _ => Ok(()),
    }
}
