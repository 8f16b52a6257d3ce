//! The air of a hall and the handlers that move and cool it.
//!
//! Air flows as the heat asks: in a hall of air-cooled racks as much as the servers draw, in the room of a liquid-cooled
//! hall as much as takes up what the racks leave to it and what the hall's own power chain and lighting lose in it.
//! Handlers are as many as that flow takes, and as many more as the coldest chilled water asks for.

use std::ops::ControlFlow;

use crate::component::room::air_handler::AirHandler;
use crate::physics::air::{AirFlow, MoistAir, saturation_humidity_ratio};
use crate::plant::error::PlantError;
use crate::plant::sized::PlantLoad;
use crate::plant::sized::sizing::{self, PlantParts};
use crate::rack::response::RackResponse;
use crate::rack::state::RackState;
use crate::scenario::{ArchitectureSettings, CoolingMethod};
use crate::site::air_loop::AirLoop;
use crate::site::facility::{DataHall, HallCooling, HallState};
use crate::site::power::PowerChain;
use crate::solve::convergence::iterate_to_convergence;
use crate::units::count::MachineCount;
use crate::units::{Pressure, Temperature, VolumeFlow};

/// Passes in which a room's air and the heat of its fans settle; three do.
const MAX_PASSES: usize = 60;
/// Most air handlers over those that the flow takes.
const MAX_HANDLER_RATIO: f64 = 20.0;

/// What the air of a hall is designed from.
pub(crate) struct HallAirDesign<'a> {
    /// Records of the plant.
    pub parts: &'a PlantParts,
    /// The architecture.
    pub architecture: &'a ArchitectureSettings,
    /// Racks.
    pub racks: f64,
    /// Pressure of the site.
    pub pressure: Pressure,
}

impl HallAirDesign<'_> {
    /// The air of racks that give all their heat to it.
    ///
    /// # Errors
    /// Air outside the range of the moist-air formulas.
    pub fn size_server_air(&self, rack: &RackState) -> Result<AirLoop, PlantError> {
        let bypass = self.parts.rules.air_bypass;
        let drawn = rack.air.unwrap_or(rack.main_coolant);
        let flow = VolumeFlow::new(self.racks * drawn.flow_m3_s * bypass);
        let supply = self.architecture.air;
        Ok(AirLoop { bypass, ..self.air_loop(supply, self.supply_air(supply, flow)?) })
    }

    /// The air of a room whose racks give their heat to liquid.
    ///
    /// # Errors
    /// Air outside the range of the moist-air formulas, or an overload of the power chain.
    pub fn size_room_air(&self, response: &RackResponse, chain: &PowerChain) -> Result<AirLoop, PlantError> {
        let (rack, air_heat_w) = (&response.design, response.largest_air_heat_w().max(0.0));
        let rules = &self.parts.rules;
        // A hybrid's servers draw their air from the handlers; behind a rear door and elsewhere the room is only kept at its
        // temperature.
        let breathes = self.architecture.cooling == CoolingMethod::Hybrid;
        let room = self.architecture.air;
        let supply = if breathes { room } else { Temperature::from_celsius(room.celsius() - rules.room_air_range_k) };
        let drawn_m3_s =
            if breathes { self.racks * rack.air.map_or(0.0, |air| air.flow_m3_s) * rules.air_bypass } else { 0.0 };
        let unit = self.supply_air(supply, VolumeFlow::new(1.0))?;
        let per_m3_s = unit.capacity_rate().w_k() * rules.room_air_range_k;
        let (mut fan_w, mut machines) = (0.0, MachineCount::for_duty(0.0));
        iterate_to_convergence("the air of a room and its fans", MAX_PASSES, |_| {
            let beside_w = self.racks * (rack.pump_w + rack.cooler_w) + fan_w;
            let fed = chain.backed_up_load(self.racks * rack.power_w(), beside_w)?;
            let heat_w = self.racks * air_heat_w + chain.hall_heat_w(&fed) + fan_w;
            // What the chain loses may not warm the air that servers draw by more than the room's range either.
            let flow = VolumeFlow::new((heat_w / per_m3_s).max(drawn_m3_s));
            let mut air = self.air_loop(supply, AirFlow { flow, ..unit });
            // Handlers that were added stay: two numbers of them could call for each other for ever.
            if machines.record_units() > air.machines.record_units() {
                air.machines = machines;
            }
            machines = air.machines;
            let more_w = air.fan_power_w(&air.air) - fan_w;
            fan_w += more_w;
            Ok(if more_w.abs() <= 1e-9 * heat_w { ControlFlow::Break(air) } else { ControlFlow::Continue(more_w) })
        })
    }

    /// Air of a supply temperature and the room's humidity.
    fn supply_air(&self, supply: Temperature, flow: VolumeFlow) -> Result<AirFlow, PlantError> {
        let air = MoistAir::from_relative_humidity(supply, self.parts.room_humidity, self.pressure)?;
        Ok(AirFlow { flow, density: air.density(), specific_heat: air.specific_heat() })
    }

    /// Whether chilled water of a set point is colder than the dew point of the air that the handlers supply.
    ///
    /// # Errors
    /// Air outside the range of the moist-air formulas.
    pub fn coils_condense(&self, cooling: &HallCooling) -> Result<bool, PlantError> {
        let (HallCooling::Air(air) | HallCooling::Liquid { room: air, .. }) = cooling else { return Ok(false) };
        let Some(water_c) = air.water_set_c else { return Ok(false) };
        let supply = Temperature::from_celsius(air.supply_c);
        let supplied = MoistAir::from_relative_humidity(supply, self.parts.room_humidity, self.pressure)?;
        let on_coil = saturation_humidity_ratio(Temperature::from_celsius(water_c), self.pressure);
        Ok(on_coil < supplied.humidity_ratio())
    }

    fn air_loop(&self, supply: Temperature, air: AirFlow) -> AirLoop {
        AirLoop {
            handler: AirHandler(self.parts.air_handler),
            machines: sizing::size_air_handlers(self.parts, air.flow),
            supply_c: supply.celsius(),
            air,
            bypass: 1.0,
            water_ratio: self.parts.rules.chilled_water_ratio,
            water_set_c: self.architecture.chilled_water_set_point().map(Temperature::celsius),
        }
    }
}

/// Adds air handlers to a hall at full power until its coils do with chilled water of its set point, or without one of
/// `coldest_c`, and gives the hall's state with them.
///
/// # Errors
/// [`PlantError::WaterTooCold`] where no number of handlers is enough, or a liquid loop asks for colder water;
/// [`PlantError::SetPointTooCold`] and [`PlantError::SetPointTooWarm`] of a set point.
pub(crate) fn add_air_handlers(mut busy: DataHall, coldest_c: f64) -> Result<(HallCooling, HallState), PlantError> {
    let set_c = busy.set_point.celsius();
    let water_set_c = busy.cooling.water_set_c();
    if let Some(set_c) = water_set_c.filter(|c| *c < coldest_c) {
        return Err(PlantError::SetPointTooCold { set_c, coldest_c });
    }
    let least_c = water_set_c.unwrap_or(coldest_c);
    let most = MAX_HANDLER_RATIO * busy.cooling.air_handlers().map_or(0.0, |machines| machines.record_units());
    loop {
        let full = busy.state_at_supply(set_c)?;
        let PlantLoad::Water(main) = &full.main_load else { return Ok((busy.cooling, full)) };
        // In a liquid-cooled hall the handlers hang on the room's loop.
        let handlers_c = full.room_load.map_or(main.supply_c, |load| load.supply_c);
        if handlers_c < least_c {
            match busy.cooling.air_handlers_mut() {
                Some(machines) if machines.record_units() < most => *machines = machines.next_larger(),
                machines => {
                    let handlers = machines.map_or(0, |machines| machines.count);
                    return Err(match water_set_c {
                        Some(set_c) => PlantError::SetPointTooWarm { set_c, handlers, needed_c: handlers_c },
                        None => PlantError::WaterTooCold { needed_c: handlers_c, coldest_c },
                    });
                }
            }
        } else if main.supply_c < coldest_c {
            return Err(PlantError::WaterTooCold { needed_c: main.supply_c, coldest_c });
        } else {
            return Ok((busy.cooling, full));
        }
    }
}
