//! One hour of a facility: racks, loops, plant and power chain together.
//!
//! Racks give heat to liquid and to air. Liquid heat leaves through the CDU to facility water and the main plant. Air
//! heat, with the losses of busway and UPS and the lighting, leaves through air handlers: in a liquid-cooled hall to its own small
//! chillers, in an air-cooled hall to the main plant. Where the main plant can't hold the set point, the supply rises
//! until heat in and heat out agree, and the hour counts as unmet. Loops of other temperatures have plants of their own.

use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::sized::cooler_bank::LoopCooler;
use crate::plant::sized::dry::DryPlant;
use crate::plant::sized::{PlantAtLoad, PlantLoad, SizedPlant, SizedPlantHour};
use crate::solve::least_met::{LeastMetSearch, Unmet};
use crate::units::Temperature;

use super::hour::FacilityHour;
use super::reuse::{HeatReuse, HeatReuseHour};
use super::room_heat;
use super::side_loops::{self, SideLoopsHour};
use super::storage::{StorageSystem, TankFlow};

pub use super::hall::{DataHall, HallState, SideSupplies};
pub use super::hall_cooling::{AirPath, HallCooling};

/// A facility as installed.
#[derive(Clone, Debug)]
pub struct Facility {
    /// The hall.
    pub hall: DataHall,
    /// Main plant.
    pub(crate) main: SizedPlant,
    /// Plant of the room's air, in a liquid-cooled hall.
    room: Option<SizedPlant>,
    /// Plants of the loops beside the main one, in their order.
    side: Vec<SizedPlant>,
    /// Heat to a district, in a liquid-cooled hall.
    heat_reuse: Option<HeatReuse>,
    /// A tank of cold water beside the loop of the main plant.
    storage: Option<StorageSystem>,
    /// With the supply at its set point: most hours of a year.
    pub(crate) at_set_point: FacilityAtSupply,
}

/// Which of a facility's plants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlantPlace {
    /// The main one.
    Main,
    /// That of the room's air.
    Room,
    /// That of a loop beside the main one, by its place.
    Side(usize),
}

/// The hall at a supply temperature and its plants with what that asks of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FacilityAtSupply {
    supply_c: f64,
    /// Of the loops beside the main one.
    side_c: SideSupplies,
    pub(crate) hall: HallState,
    main: PlantAtLoad,
    room: Option<PlantAtLoad>,
}

/// Kelvins that are rounding.
pub(super) const SUPPLY_ROUNDING_K: f64 = 1e-9;
/// How supply temperature and plant settle with each other; the limit is the racks'.
pub(super) const SUPPLY_SEARCH: LeastMetSearch = LeastMetSearch {
    what: "supply temperature and plant",
    limit: f64::INFINITY,
    tolerance: SUPPLY_ROUNDING_K,
    max_trials: 200,
};
/// A supply this much above its set point is met: far below what a sensor sees.
pub const SUPPLY_TOLERANCE_K: f64 = 0.01;

impl FacilityAtSupply {
    /// A hall with the set points of an hour, its loops at their supplies.
    fn new(
        (hall, cooling): (&DataHall, &HallCooling),
        main: &SizedPlant,
        room: Option<&SizedPlant>,
        (supply_c, side_c): (f64, &SideSupplies),
    ) -> Result<Self, PlantError> {
        let state = hall.state_with_cooling(cooling, supply_c, side_c)?;
        room_heat::check_facility_water(&state.main_load, state.room_on_facility_water.as_ref())?;
        let room = room.zip(state.room_load).map(|(plant, load)| plant.at_load(&load)).transpose()?;
        Ok(Self { supply_c, side_c: *side_c, main: main.at_load(&state.main_load)?, room, hall: state })
    }
}

impl Facility {
    /// A hall with its plants: the main one, that of the room's air, and those of the loops beside the main one.
    ///
    /// # Errors
    /// An overload of the power chain.
    pub fn new(
        hall: DataHall,
        main: SizedPlant,
        room: Option<SizedPlant>,
        side: Vec<SizedPlant>,
    ) -> Result<Self, PlantError> {
        let at_set_point = Self::at_set_points(&hall, &main, room.as_ref())?;
        Ok(Self { hall, main, room, side, heat_reuse: None, storage: None, at_set_point })
    }

    fn at_set_points(
        hall: &DataHall,
        main: &SizedPlant,
        room: Option<&SizedPlant>,
    ) -> Result<FacilityAtSupply, PlantError> {
        let supplies = (hall.main.set_point.celsius(), &hall.side_set_points());
        FacilityAtSupply::new((hall, &hall.cooling), main, room, supplies)
    }

    /// The same facility with another plant in a place.
    ///
    /// # Errors
    /// A plant that serves loads of another kind.
    pub fn with_plant(&self, place: PlantPlace, plant: SizedPlant) -> Result<Self, PlantError> {
        let mut out = self.clone();
        match place {
            PlantPlace::Main => out.main = plant,
            PlantPlace::Room => out.room = Some(plant),
            PlantPlace::Side(at) => out.side[at] = plant,
        }
        out.at_set_point = Self::at_set_points(&out.hall, &out.main, out.room.as_ref())?;
        Ok(out)
    }

    /// Its plants: the main one, and that of the room's air.
    pub const fn plants(&self) -> (&SizedPlant, Option<&SizedPlant>) {
        (&self.main, self.room.as_ref())
    }

    /// The same facility, its liquid's heat offered to a district.
    #[must_use]
    pub fn with_heat_reuse(self, reuse: Option<HeatReuse>) -> Self {
        Self { heat_reuse: reuse, ..self }
    }

    /// The same facility with a tank, which works when a whole year is run.
    #[must_use]
    pub fn with_storage(self, storage: Option<StorageSystem>) -> Self {
        Self { storage, ..self }
    }

    /// The warmest supply that is met: the set point, or the warmest before compressors start.
    pub fn warmest_met_supply(&self) -> Temperature {
        let control = match &self.main {
            SizedPlant::Air(plant) => plant.outdoor_air_control(),
            SizedPlant::Tower(_) | SizedPlant::Dry(_) | SizedPlant::CoilChiller(_) | SizedPlant::PrecooledTower(_) => {
                None
            }
        };
        control.map_or(self.hall.main.set_point, |control| control.warmest_supply)
    }

    /// A cooler of the main loop, where it has some that no tower stands behind.
    pub const fn main_cooler(&self) -> Option<&LoopCooler> {
        match &self.main {
            SizedPlant::Dry(DryPlant { cooler: Some(bank), .. }) => Some(&bank.unit),
            _ => None,
        }
    }

    /// The tank.
    pub const fn storage(&self) -> Option<&StorageSystem> {
        self.storage.as_ref()
    }

    /// The same facility with all racks there, at one share of busy servers.
    ///
    /// # Errors
    /// An overload of the power chain.
    pub fn with_utilisation(&self, utilisation: f64) -> Result<Self, PlantError> {
        let hall = self.hall.with_load(utilisation);
        let plants = Self::new(hall, self.main, self.room, self.side.clone())?;
        Ok(plants.with_heat_reuse(self.heat_reuse).with_storage(self.storage))
    }

    /// Gives each group of racks its load, by the scenario's list of groups.
    ///
    /// # Errors
    /// An overload of the power chain.
    pub fn set_loads(&mut self, loads: &[f64]) -> Result<(), PlantError> {
        let loops = std::iter::once(&mut self.hall.main).chain(&mut self.hall.side);
        loops.for_each(|own| own.set_loads(loads));
        self.at_set_point = Self::at_set_points(&self.hall, &self.main, self.room.as_ref())?;
        Ok(())
    }

    /// Puts a share of the racks of each group in their places, by the scenario's list of groups.
    ///
    /// # Errors
    /// An overload of the power chain.
    pub fn fill(&mut self, filled: &[f64]) -> Result<(), PlantError> {
        let loops = std::iter::once(&mut self.hall.main).chain(&mut self.hall.side);
        loops.for_each(|own| own.fill(filled));
        self.at_set_point = Self::at_set_points(&self.hall, &self.main, self.room.as_ref())?;
        Ok(())
    }

    /// The hour with this outdoor air, a tank standing still.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour(&self, outdoor: &OutdoorConditions) -> Result<FacilityHour, PlantError> {
        self.solve_floating_supply(outdoor, None)
    }

    /// The hour with water passing through the tank.
    ///
    /// # Errors
    /// [`PlantError`].
    pub fn solve_hour_with_storage(
        &self,
        outdoor: &OutdoorConditions,
        tank: &TankFlow,
    ) -> Result<FacilityHour, PlantError> {
        self.solve_floating_supply(outdoor, Some(tank))
    }

    fn solve_floating_supply(
        &self,
        outdoor: &OutdoorConditions,
        tank: Option<&TankFlow>,
    ) -> Result<FacilityHour, PlantError> {
        let over_k =
            |supplied: &FacilityAtSupply, hour: &FacilityHour| hour.main.supply_c - supplied.hall.main_load.supply_c();
        let reset = self.hall.cooling.in_weather(outdoor.air.dry_bulb().celsius());
        let cooling = reset.as_ref().unwrap_or(&self.hall.cooling);
        let side = side_loops::solve_side_loops(&self.hall, &self.side, outdoor)?;
        let at_supply = |supply_c: f64| {
            let supplies = (supply_c, &side.supply_c);
            FacilityAtSupply::new((&self.hall, cooling), &self.main, self.room.as_ref(), supplies)
        };
        let as_set = reset.is_none() && side.supply_c == self.at_set_point.side_c;
        let in_weather = (!as_set).then(|| at_supply(self.at_set_point.supply_c)).transpose()?;
        let at_set_point = in_weather.as_ref().unwrap_or(&self.at_set_point);
        // Most hours are met at the set point; they go on as they are, for an hour is long to copy.
        let met = self.hour_at_supply(at_set_point, &side, outdoor, tank);
        let Ok(hour) = &met else { return met };
        let missed_k = over_k(at_set_point, hour);
        if missed_k <= SUPPLY_ROUNDING_K {
            return met;
        }
        let limit_c = self.hall.main.warmest_supply().celsius();
        let search = LeastMetSearch { limit: limit_c, ..SUPPLY_SEARCH };
        // Warmer water leaves more heat to the room, and less to itself: a trial may ask more of a machine than it has, or of
        // a model, where a colder one settles.
        let found = search.solve((at_set_point.supply_c, missed_k), PlantError::is_of_model, |supply_c| {
            let solved = at_supply(supply_c).and_then(|warmer| {
                let hour = self.hour_at_supply(&warmer, &side, outdoor, tank)?;
                Ok((over_k(&warmer, &hour), hour))
            });
            solved.map_err(|error| {
                let supplies = (supply_c, &side.supply_c);
                if error.is_of_model() { self.model_end(error, cooling, supplies, outdoor) } else { error }
            })
        });
        found.map_err(|unmet| match unmet {
            Unmet::PastLimit(supply_c) => {
                PlantError::SupplyTooWarm { supply_c, dry_bulb_c: outdoor.air.dry_bulb().celsius(), limit_c }
            }
            Unmet::Beyond(error) => error,
            Unmet::NotConverged(error) => error.into(),
        })
    }

    /// Where a model ends with a floating supply: the heat that warmer racks leave to the room, if it ends in the room's plant.
    fn model_end(
        &self,
        error: PlantError,
        cooling: &HallCooling,
        (supply_c, side_c): (f64, &SideSupplies),
        outdoor: &OutdoorConditions,
    ) -> PlantError {
        let load = self.hall.state_with_cooling(cooling, supply_c, side_c).ok().and_then(|state| state.room_load);
        let Some((room, load)) = self.room.as_ref().zip(load) else { return error };
        match room.at_load(&load).and_then(|at_load| at_load.solve_hour(outdoor)) {
            Err(of_room) if of_room.is_of_model() => PlantError::HeatLeftToRoom {
                supply_c,
                dry_bulb_c: outdoor.air.dry_bulb().celsius(),
                left_kw: load.heat_w() / 1e3,
                carried_kw: None,
            },
            _ => error,
        }
    }

    /// The room's plant. Rear doors whose water floats leave their heat to it, for which it was not sized.
    fn solve_room(
        &self,
        plant: &PlantAtLoad,
        supply_c: f64,
        outdoor: &OutdoorConditions,
    ) -> Result<SizedPlantHour, PlantError> {
        plant.solve_hour(outdoor).map_err(|error| match error {
            PlantError::Overload { available_kw, load_kw, dry_bulb_c }
                if supply_c > self.hall.main.set_point.celsius() + SUPPLY_TOLERANCE_K =>
            {
                PlantError::HeatLeftToRoom { supply_c, dry_bulb_c, left_kw: load_kw, carried_kw: Some(available_kw) }
            }
            other => other,
        })
    }

    /// The hour with a supply temperature; the main plant may not reach what that needs.
    fn hour_at_supply(
        &self,
        supplied: &FacilityAtSupply,
        side: &SideLoopsHour,
        outdoor: &OutdoorConditions,
        tank: Option<&TankFlow>,
    ) -> Result<FacilityHour, PlantError> {
        let FacilityAtSupply { supply_c, hall, main, room, .. } = supplied;
        let (reused, main, storage) = match (&self.heat_reuse, &hall.main_load, tank) {
            (None, _, None) | (_, PlantLoad::Air(_), _) => (HeatReuseHour::default(), main.solve_hour(outdoor)?, None),
            (reuse, PlantLoad::Water(load), tank) => {
                let (reused, left) =
                    reuse.as_ref().map_or((HeatReuseHour::default(), *load), |r| r.take_heat(load, outdoor));
                let (main, storage) = self.solve_main_plant(&left, outdoor, tank)?;
                (reused, main, storage)
            }
        };
        let liquid_plant_mode = room.is_some().then_some(main.mode);
        let room = room.as_ref().map(|task| self.solve_room(task, *supply_c, outdoor)).transpose()?.unwrap_or_default();
        let chain = self
            .hall
            .power_chain
            .hour_with_plant(hall.backed_up, main.metered_w() + room.metered_w() + reused.power_w + side.metered_w())?;
        Ok(FacilityHour {
            racks: hall.racks,
            supply_c: *supply_c,
            water_supply_c: match &hall.main_load {
                PlantLoad::Water(load) => Some(load.supply_c),
                PlantLoad::Air(_) => None,
            },
            power_chain: chain,
            handler_w: hall.handler_w + main.air_fan_w + main.humidifier_w + room.air_fan_w,
            main,
            room,
            liquid_plant_mode,
            heat_reuse: reused,
            storage,
            facility_w: chain.facility_w() + main.purchased_w + room.purchased_w + side.purchased_w,
            rejected_w: main.rejected_w + room.rejected_w + chain.outdoor_heat_w() + side.rejected_w,
            side: *side,
        })
    }
}
