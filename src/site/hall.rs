//! A data hall: racks on their loops, how the heat of its air leaves, and the power chain.

use crate::plant::error::PlantError;
use crate::plant::sized::{PlantLoad, WaterLoad};
use crate::rack::response::RackMeans;
use crate::scenario::MAX_SIDE_LOOPS;

use super::hall_cooling::HallCooling;
use super::hall_loads;
use super::power::{BackedUpLoad, PowerChain};
use super::rack_loop::{RackGroup, RackLoop};
use super::room_heat::HallLoads;

/// Supply temperature of each loop beside the main one, °C.
pub type SideSupplies = [f64; MAX_SIDE_LOOPS];

/// Racks, the loops that take their heat, and their power chain.
#[derive(Clone, Debug)]
pub struct DataHall {
    /// Racks on the main loop, and those in the room's air.
    pub main: RackLoop,
    /// Racks on loops of other temperatures, each with a plant of its own; at most [`MAX_SIDE_LOOPS`].
    pub side: Vec<RackLoop>,
    /// How heat leaves the hall.
    pub cooling: HallCooling,
    /// Power chain.
    pub power_chain: PowerChain,
}

/// A hall at a supply temperature: what it draws and what it asks of its plants.
#[derive(Clone, Copy, Debug)]
pub struct HallState {
    /// All racks.
    pub racks: RackMeans,
    /// Fans of air handlers, rear doors and liquid-to-air units, W.
    pub handler_w: f64,
    /// Racks and what is backed up, seen from the UPS.
    pub backed_up: BackedUpLoad,
    /// Asked of the main plant.
    pub main_load: PlantLoad,
    /// Asked of the plant of the room's air, in a liquid-cooled hall that has one.
    pub room_load: Option<PlantLoad>,
    /// What the room's air handlers ask of the facility water, where they hang on it; a part of what the main plant is asked.
    pub room_on_facility_water: Option<WaterLoad>,
}

impl DataHall {
    /// Set points of the loops beside the main one, °C.
    pub fn side_set_points(&self) -> SideSupplies {
        let mut supplies = [0.0; MAX_SIDE_LOOPS];
        for (supply, own) in supplies.iter_mut().zip(&self.side) {
            *supply = own.set_point.celsius();
        }
        supplies
    }

    /// Every group of racks with the place of its loop: none for the main one, else that of a loop beside it.
    pub fn groups(&self) -> impl Iterator<Item = (Option<usize>, &RackGroup)> {
        let beside = self.side.iter().enumerate();
        let beside = beside.flat_map(|(place, own)| own.groups.iter().map(move |group| (Some(place), group)));
        self.main.groups.iter().map(|group| (None, group)).chain(beside)
    }

    /// The first group on the main loop, which the temperatures of the hall are told by.
    pub fn lead_group(&self) -> &RackGroup {
        self.main.groups.iter().find(|group| group.room_supply.is_none()).unwrap_or(&self.main.groups[0])
    }

    /// Racks that the hall is built for.
    pub fn rack_count(&self) -> f64 {
        let mut racks = self.groups().map(|(_, group)| group.rack_count);
        let first = racks.next().unwrap_or(0.0);
        racks.fold(first, |sum, count| sum + count)
    }

    /// All racks there and busy at full activity: what the hall is sized for.
    #[must_use]
    pub fn at_full_power(&self) -> Self {
        let side = self.side.iter().map(RackLoop::at_full_power).collect();
        Self { main: self.main.at_full_power(), side, ..self.clone() }
    }

    /// All racks there, at one load.
    #[must_use]
    pub fn with_load(&self, load: f64) -> Self {
        let side = self.side.iter().map(|own| own.with_load(load)).collect();
        Self { main: self.main.with_load(load), side, ..self.clone() }
    }

    /// All racks, those on the main loop and in the room's air known.
    fn rack_totals(&self, on_main: &RackMeans, side_c: &SideSupplies) -> RackMeans {
        let mut total = *on_main;
        let mut racks = self.main.standing_racks();
        for (own, side_c) in self.side.iter().zip(side_c) {
            let (means, count) = (own.means(*side_c), own.standing_racks());
            // Racks that draw no air of their own leave their heat in that of the others.
            total = if means.air_w_k > 0.0 {
                total.with_racks(racks, &means, count)
            } else {
                let rest = RackMeans { air_heat_w: 0.0, ..means };
                total.with_air_heat(means.air_heat_w).with_racks(racks, &rest, count)
            };
            racks += count;
        }
        total
    }

    /// The hall with the coolant of its main loop at `supply_c` and that of the others at their set points.
    ///
    /// # Errors
    /// An overload of the power chain, or chilled water whose flow is not found.
    pub fn state_at_supply(&self, supply_c: f64) -> Result<HallState, PlantError> {
        self.state_with_cooling(&self.cooling, supply_c, &self.side_set_points())
    }

    /// The same with the set points of an hour, and the loops beside the main one at their supplies, °C.
    pub(super) fn state_with_cooling(
        &self,
        cooling: &HallCooling,
        supply_c: f64,
        side_c: &SideSupplies,
    ) -> Result<HallState, PlantError> {
        let on_main = self.main.means(supply_c);
        let racks = self.rack_totals(&on_main, side_c);
        let fan_w = hall_loads::air_handler_fan_w(cooling, &racks);
        let handler_w = fan_w + racks.cooler_w;
        let fed =
            self.power_chain.backed_up_load(racks.power_w(), racks.pump_w + racks.beside.cdu_control_w + handler_w)?;
        // The racks' own heat to air holds that of their doors and liquid-to-air units.
        let room_w = racks.air_heat_w + self.power_chain.hall_heat_w(&fed) + fan_w;
        let HallLoads { main, room, on_facility_water } =
            hall_loads::plant_loads(cooling, (&self.main, &on_main), &racks, supply_c, room_w)?;
        Ok(HallState {
            racks,
            handler_w,
            backed_up: fed,
            main_load: main,
            room_load: room,
            room_on_facility_water: on_facility_water,
        })
    }
}
