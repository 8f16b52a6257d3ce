//! What a hall with its racks asks of its plants.

use crate::plant::sized::{AirLoad, PlantLoad};
use crate::rack::response::RackMeans;
use crate::solve::convergence::NotConverged;
use crate::units::{TempDelta, VolumeFlow};

use super::hall_cooling::HallCooling;
use super::rack_loop::RackLoop;
use super::room_heat::{self, HallLoads, RoomHeatSink};

/// What the main plant and, in a liquid-cooled hall, the room's plant are asked.
pub(super) fn plant_loads(
    cooling: &HallCooling,
    (rack_loop, on_loop): (&RackLoop, &RackMeans),
    racks: &RackMeans,
    supply_c: f64,
    room_w: f64,
) -> Result<HallLoads, NotConverged> {
    // Behind liquid-to-air units the room floats with the racks' supply.
    let floating_k = supply_c - rack_loop.set_point.celsius();
    Ok(match cooling {
        HallCooling::Direct(path) => {
            let load = AirLoad {
                heat_w: room_w,
                supply_c: path.supply_c + floating_k,
                flow: VolumeFlow::new(racks.air_m3_s * path.bypass),
                capacity_w_k: racks.air_w_k * path.bypass,
                inlet_rise: TempDelta::new(racks.inlet_rise_k(path.recirculation)),
                humidity: path.humidity,
                pressure: path.pressure,
            };
            PlantLoad::Air(load).into()
        }
        HallCooling::Air(air) => {
            let load = air.water_load(&air.drawn_air(racks), room_w, air.supply_c + floating_k)?;
            PlantLoad::Water(load).into()
        }
        HallCooling::Liquid { room, sink } => {
            // Liquid colder than the room takes heat from its air. Where the room has no more, its air settles colder and
            // the liquid takes what there is.
            let main = rack_loop.water_load_of(on_loop, supply_c, room_w.min(0.0))?;
            room_heat::room_loads(main, room, sink, room_w.max(0.0))?
        }
    })
}

/// Electricity of the fans of a hall's air handlers, W.
pub(super) fn air_handler_fan_w(cooling: &HallCooling, racks: &RackMeans) -> f64 {
    match cooling {
        HallCooling::Direct(_) | HallCooling::Liquid { sink: RoomHeatSink::Air(..), .. } => 0.0,
        HallCooling::Air(air) => air.fan_power_w(&air.drawn_air(racks)),
        HallCooling::Liquid { room, .. } => room.fan_power_w(&room.air),
    }
}
