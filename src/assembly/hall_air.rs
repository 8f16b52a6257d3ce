//! The air of a hall and the handlers that move and cool it.
//!
//! Air flows as the heat asks: in a hall of air-cooled racks as much as the servers draw, in the room of a liquid-cooled
//! hall as much as takes up what the racks leave to it and what the hall's own power chain and lighting lose in it.
//! Handlers are as many as that flow takes, and as many more as the coldest chilled water asks for.

use std::ops::ControlFlow;

use crate::component::plant::design_rules::DesignRulesSpec;
use crate::component::room::air_handler::AirHandler;
use crate::physics::air::{AirFlow, MoistAir, saturation_humidity_ratio};
use crate::plant::error::PlantError;
use crate::plant::sized::PlantLoad;
use crate::plant::sized::module_need::least_sufficient;
use crate::plant::sized::sizing::{self, PlantParts};
use crate::scenario::{ArchitectureSettings, ChilledWaterReset};
use crate::site::air_loop::{AirLoop, ResetLead, WaterReset};
use crate::site::facility::{DataHall, HallCooling, HallState};
use crate::site::power::PowerChain;
use crate::site::room_heat::{RoomHeatSink, WATER_ROUNDING_K};
use crate::solve::convergence::iterate_to_convergence;
use crate::units::count::MachineCount;
use crate::units::{Pressure, Temperature, VolumeFlow};

use super::hall_racks::HallRacks;

/// Passes in which a room's air and the heat of its fans settle; three do.
const MAX_PASSES: usize = 60;
/// Most air handlers over those that the flow takes, where the coldest chilled water asks for them.
const MAX_HANDLER_RATIO: f64 = 20.0;

/// What the air of a hall is designed from.
pub(crate) struct HallAirDesign<'a> {
    /// Records of the plant.
    pub parts: &'a PlantParts,
    /// The architecture.
    pub architecture: &'a ArchitectureSettings,
    /// Its racks.
    pub racks: &'a HallRacks,
    /// Pressure of the site.
    pub pressure: Pressure,
}

/// The air of a hall, moved by as many handlers as its flow takes.
pub(crate) struct SizedAir {
    /// The air and its handlers.
    pub air: AirLoop,
    /// Handlers of the record's size that the flow takes before they are rounded up.
    pub handlers: f64,
}

impl HallAirDesign<'_> {
    /// The air of racks that give all their heat to it.
    ///
    /// # Errors
    /// Air outside the range of the moist-air formulas.
    pub fn size_server_air(&self) -> Result<SizedAir, PlantError> {
        let bypass = self.parts.rules.air_bypass;
        let flow = VolumeFlow::new(self.racks.server_air_m3_s() * bypass);
        let supply = self.architecture.air;
        let own = self.air_loop(supply, self.supply_air(supply, flow)?, MachineCount::for_duty);
        // Water that nothing chills floats: behind doors that are shut off the main plant may have no chillers.
        let water_set_c = own.water_set_c.filter(|_| self.architecture.heat_rejection.chills_water());
        let air = AirLoop { bypass, water_set_c, ..own };
        Ok(SizedAir { air, handlers: sizing::air_handlers_for_flow(self.parts, flow) })
    }

    /// The air of a room whose racks give their heat to liquid.
    ///
    /// # Errors
    /// Air outside the range of the moist-air formulas, or an overload of the power chain.
    pub fn size_room_air(&self, chain: &PowerChain) -> Result<SizedAir, PlantError> {
        let air = self.settle_room_air(chain, MachineCount::for_duty)?;
        // Fewer handlers draw more power, of which the chain may not carry the last.
        let in_part = self.settle_room_air(chain, MachineCount::fitted);
        let handlers = in_part.map_or(air.machines, |air| air.machines).record_units();
        Ok(SizedAir { air, handlers })
    }

    /// The air of a room with as many handlers as a number of them makes.
    fn settle_room_air(
        &self,
        chain: &PowerChain,
        machines_for: fn(f64) -> MachineCount,
    ) -> Result<AirLoop, PlantError> {
        let racks = self.racks;
        let racks_air_w = racks.sum(|built| built.racks * built.response.largest_air_heat_w().max(0.0));
        let racks_w = racks.sum(|built| built.racks * built.response.design.power_w());
        let moved_w = racks.sum(|built| {
            let rack = &built.response.design;
            built.racks * (rack.hall_pump_w + rack.cooler_w)
        });
        let rules = &self.parts.rules;
        // The servers of hybrids and of air-cooled racks draw their air from the handlers; behind a rear door and elsewhere
        // the room is only kept at its temperature.
        let breathes = racks.breathe_room_air();
        let room = self.architecture.air;
        let supply = if breathes { room } else { Temperature::from_celsius(room.celsius() - rules.room_air_range_k) };
        let drawn_m3_s = racks.drawn_room_air_m3_s() * rules.air_bypass;
        let unit = self.supply_air(supply, VolumeFlow::new(1.0))?;
        let per_m3_s = unit.capacity_rate().w_k() * rules.room_air_range_k;
        let (mut fan_w, mut machines) = (0.0, MachineCount::for_duty(0.0));
        iterate_to_convergence("the air of a room and its fans", MAX_PASSES, |_| {
            let fed = chain.backed_up_load(racks_w, moved_w + fan_w)?;
            let heat_w = racks_air_w + chain.hall_heat_w(&fed) + fan_w;
            // What the chain loses may not warm the air that servers draw by more than the room's range either.
            let flow = VolumeFlow::new((heat_w / per_m3_s).max(drawn_m3_s));
            let mut air = self.air_loop(supply, AirFlow { flow, ..unit }, machines_for);
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

    /// Reset of the set point; by load with no heat yet, so that the sizing sees the coldest water.
    fn water_reset(&self) -> Option<WaterReset> {
        let (given, rule) = (&self.architecture.set_points.water, self.parts.water_reset);
        let coldest_c = self.architecture.chilled_water_set_point()?.celsius();
        let lead = match given.reset {
            ChilledWaterReset::None => return None,
            ChilledWaterReset::Load => ResetLead::Load { design_w: 0.0 },
            ChilledWaterReset::Weather => ResetLead::Weather(rule),
        };
        Some(WaterReset { warmest_c: given.chilled_max.map_or(coldest_c + rule.span_k, Temperature::celsius), lead })
    }

    fn air_loop(&self, supply: Temperature, air: AirFlow, machines_for: fn(f64) -> MachineCount) -> AirLoop {
        AirLoop {
            handler: AirHandler(self.parts.air_handler),
            machines: machines_for(sizing::air_handlers_for_flow(self.parts, air.flow)),
            supply_c: supply.celsius(),
            air,
            bypass: 1.0,
            water_ratio: self.parts.rules.chilled_water_ratio,
            water_set_c: self.architecture.chilled_water_set_point().map(Temperature::celsius),
            water_reset: self.water_reset(),
        }
    }
}

/// A hall whose air handlers are enough.
pub(crate) struct CooledHall {
    /// How its heat leaves.
    pub cooling: HallCooling,
    /// Its state at full power.
    pub state: HallState,
    /// Handlers of the record's size that it takes before they are rounded up.
    pub handlers: f64,
}

/// What bounds the air handlers of a hall.
pub(crate) struct HandlerLimits {
    /// Coldest chilled water, °C.
    coldest_c: f64,
    /// Most handlers of the record's size.
    most_units: f64,
}

impl HandlerLimits {
    /// Those of a hall whose handlers are as many as its air takes, or on facility water that floats as many as there may be.
    pub fn new(cooling: &HallCooling, rules: &DesignRulesSpec, supply_floats: bool) -> Self {
        let on_facility_water = matches!(cooling, HallCooling::Liquid { sink: RoomHeatSink::FacilityWater, .. });
        let has_set_point = on_facility_water || cooling.water_set_c().is_some();
        let ratio = if on_facility_water && supply_floats {
            1.0
        } else if has_set_point {
            rules.air_handlers_max_ratio
        } else {
            MAX_HANDLER_RATIO
        };
        let by_flow = cooling.air_handlers().map_or(0.0, |machines| machines.record_units());
        Self { coldest_c: rules.chilled_water_min_c, most_units: ratio * by_flow }
    }
}

/// Adds air handlers to a hall at full power until its coils do with chilled water of its set point, or without one of the
/// coldest; its air flow, or another load, takes no fewer than `least`.
///
/// # Errors
/// [`PlantError::WaterTooCold`] where no number of handlers is enough, or a liquid loop asks for colder water;
/// [`PlantError::SetPointTooCold`] and [`PlantError::SetPointTooWarm`] of a set point;
/// [`PlantError::RoomWaterTooWarm`] of the racks' water.
pub(crate) fn add_air_handlers(
    mut busy: DataHall,
    &HandlerLimits { coldest_c, most_units }: &HandlerLimits,
    least: f64,
) -> Result<CooledHall, PlantError> {
    let set_c = busy.main.set_point.celsius();
    let water_set_c = busy.cooling.water_set_c();
    if let Some(set_c) = water_set_c.filter(|c| *c < coldest_c) {
        return Err(PlantError::SetPointTooCold { set_c, coldest_c });
    }
    let least_c = water_set_c.unwrap_or(coldest_c);
    loop {
        let full = busy.state_at_supply(set_c)?;
        let PlantLoad::Water(main) = full.main_load else {
            return Ok(CooledHall { cooling: busy.cooling, state: full, handlers: least });
        };
        let handlers_c = handler_water_c(&full).unwrap_or(main.supply_c);
        let on_facility_water = full.room_on_facility_water.is_some();
        let least_c = if on_facility_water { main.supply_c - WATER_ROUNDING_K } else { least_c };
        if handlers_c < least_c {
            match busy.cooling.air_handlers_mut() {
                Some(machines) if machines.record_units() < most_units => *machines = machines.next_larger(),
                machines => {
                    let handlers = machines.map_or(0, |machines| machines.count);
                    return Err(match water_set_c {
                        _ if on_facility_water => {
                            PlantError::RoomWaterTooWarm { water_c: main.supply_c, warmest_c: handlers_c }
                        }
                        Some(set_c) => PlantError::SetPointTooWarm { set_c, handlers, needed_c: handlers_c },
                        None => PlantError::WaterTooCold { needed_c: handlers_c, coldest_c },
                    });
                }
            }
        } else if main.supply_c < coldest_c {
            return Err(PlantError::WaterTooCold { needed_c: main.supply_c, coldest_c });
        } else {
            let enough = busy.cooling.air_handlers().map_or(0.0, |machines| machines.record_units());
            let cooling = busy.cooling;
            let handlers = least_sufficient(least, enough, |units| {
                if let Some(machines) = busy.cooling.air_handlers_mut() {
                    *machines = MachineCount::fitted(units);
                }
                let water_c = handler_water_c(&busy.state_at_supply(set_c)?);
                Ok::<_, PlantError>(water_c.map_or(0.0, |water_c| water_c - least_c))
            });
            return Ok(CooledHall { cooling, state: full, handlers });
        }
    }
}

/// The chilled water that a hall's handlers need, °C: in a liquid-cooled hall they hang on the room's loop. Nothing where
/// they have none.
const fn handler_water_c(hall: &HallState) -> Option<f64> {
    if let Some(on_facility_water) = &hall.room_on_facility_water {
        return Some(on_facility_water.supply_c);
    }
    match (&hall.room_load, &hall.main_load) {
        (Some(PlantLoad::Water(load)), _) | (None, PlantLoad::Water(load)) => Some(load.supply_c),
        (Some(PlantLoad::Air(_)), _) | (None, PlantLoad::Air(_)) => None,
    }
}
