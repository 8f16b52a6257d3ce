//! What a hall with its racks asks of its plants.

use crate::plant::sized::{AirLoad, PlantLoad, WaterLoad};
use crate::rack::response::RackMeans;
use crate::solve::convergence::NotConverged;
use crate::units::{Power, TempDelta, Temperature, ThermalConductance, VolumeFlow};

use super::hall_cooling::HallCooling;
use super::liquid_loop::throttled_water;
use super::room_heat::{self, HallLoads, RoomHeatSink};

/// What the main plant and, in a liquid-cooled hall, the room's plant are asked.
pub(super) fn plant_loads(
    cooling: &HallCooling,
    set_point: Temperature,
    racks: &RackMeans,
    supply_c: f64,
    room_w: f64,
) -> Result<HallLoads, NotConverged> {
    // Behind liquid-to-air units the room floats with the racks' supply.
    let floating_k = supply_c - set_point.celsius();
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
        HallCooling::Liquid { cdu, water_set_c, room, sink } => {
            // Liquid colder than the room takes heat from its air. Where the room has no more, its air settles colder and
            // the liquid takes what there is.
            let heat_w = racks.liquid_heat_w + racks.pump_w + room_w.min(0.0);
            let main = match cdu {
                Some((exchanger, ratio)) => {
                    let capacity_w_k = racks.liquid_w_k * ratio;
                    let (hot, cold) =
                        (ThermalConductance::new(racks.liquid_w_k), ThermalConductance::new(capacity_w_k));
                    let supply = Temperature::from_celsius(supply_c);
                    let needed = exchanger.required_cold_inlet(Power::new(heat_w), supply, hot, cold);
                    let warmest = WaterLoad { heat_w, supply_c: needed.celsius(), capacity_w_k };
                    match water_set_c.map(|set_c| set_c + floating_k) {
                        Some(set_c) => throttled_water(exchanger, (supply, hot), &warmest, set_c)?,
                        None => warmest,
                    }
                }
                None => WaterLoad { heat_w, supply_c, capacity_w_k: racks.liquid_w_k },
            };
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
