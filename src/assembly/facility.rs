//! From an architecture of a scenario to a facility that can run.

use crate::catalog::Catalog;
use crate::catalog::equipment_role::EquipmentRole;
use crate::component::plant::heat_pump::{self, HeatPump};
use crate::component::plant::heat_reuse::{self, HeatStation};
use crate::component::plant::{storage_rules, storage_tank};
use crate::physics::air::MoistAir;
use crate::plant::sized::installed::{InstallableItem, InstalledUnits};
use crate::plant::sized::sizing::PlantParts;
use crate::plant::sized::{PlantLoad, SizedPlant};

use crate::plant::error::PlantError;
use crate::plant::weather::DesignConditions;
use crate::rack::build::{BuildError, read_equipment};
use crate::rack::response::{RackMeans, RackResponse};
use crate::scenario::{
    ArchitectureSettings, CoolingMethod, DistrictHeat, GroupLoop, PlantSpares, RoomCooling, Scenario,
};
use crate::site::air_loop::AirLoop;
use crate::site::facility::{AirPath, DataHall, Facility, HallCooling};
use crate::site::power::BuildingLoad;
use crate::site::reuse::HeatReuse;
use crate::site::room_heat::RoomHeatSink;
use crate::site::storage::StorageSystem;
use crate::units::clock::DaylightSaving;
use crate::units::count::MachineCount;
use crate::units::{TempDelta, Temperature};

use super::error::ArchitectureError;
use super::hall_air::{CooledHall, HandlerLimits, SizedAir};
use super::hall_racks::{self, BuiltGroup, HallRacks};
use super::machine_records::MachineRecords;
use super::power_chain::SizedPowerChain;
use super::side_plants::{self, SidePlants};
use super::sized_plants::PlantSizing;
use super::{hall_air, outdoor_air_control, plant_parts, power_chain};

/// A facility and what stands in it.
#[derive(Clone, Debug)]
pub struct BuiltFacility {
    /// The facility.
    pub facility: Facility,
    /// What is installed, with catalog ids.
    pub installed: Vec<(InstalledUnits, String)>,
    /// Machines that are smaller than their records.
    pub scaled_down: Vec<&'static str>,
    /// Whether the coils of its air handlers are colder than the dew point of the hall's air.
    pub coils_condense: bool,
    /// Its plants without spare machines.
    pub bare_plants: BarePlants,
    /// Spare machines of its plants.
    pub spares: PlantSpares,
    /// Groups of racks, by the scenario's list.
    pub groups: Vec<BuiltGroup>,
    /// Catalog records that it rests on.
    pub records: Vec<String>,
}

/// The plants of a facility as the design needs them.
#[derive(Clone, Debug)]
pub struct BarePlants {
    /// Main plant.
    pub main: SizedPlant,
    /// Plant of the room's air, in a liquid-cooled hall.
    pub room: Option<SizedPlant>,
    /// Plants of the loops beside the main one, with the spare machines of each.
    pub side: Vec<(SizedPlant, PlantSpares)>,
}

impl BuiltFacility {
    /// Racks that the hall is built for; the last of a group may be partly filled.
    pub fn rack_count(&self) -> f64 {
        self.facility.hall.rack_count()
    }

    /// Power at the inlets of all its racks and of what stands beside them with every server at full activity, W.
    pub fn design_it_w(&self) -> f64 {
        self.groups.iter().map(|built| built.racks * built.response.design.power_w()).sum()
    }
}

/// Most machines of one kind for each rack: more are a record of the wrong size.
const MAX_UNITS_PER_RACK: f64 = 20.0;

/// A hall and what it asks of its plants at most.
struct SizedHall {
    hall: DataHall,
    main_load: PlantLoad,
    room_load: Option<PlantLoad>,
    /// Air handlers of the record's size that it takes before they are rounded up.
    handlers: f64,
}

struct FacilityBuilder<'a> {
    catalog: &'a Catalog,
    architecture: &'a ArchitectureSettings,
    racks: HallRacks,
    parts: PlantParts,
    design: &'a DesignConditions,
    /// Loads beside racks and plant, and the record that they rest on.
    building: (BuildingLoad, Option<String>),
    /// A heat network beside the site.
    district: Option<DistrictHeat>,
    /// Daylight saving of the site's clock.
    daylight: Option<DaylightSaving>,
    /// Loops beside the main one.
    side: SidePlants,
}

/// Builds an architecture.
///
/// # Errors
/// [`ArchitectureError`].
pub fn build_facility(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &ArchitectureSettings,
    design: &DesignConditions,
) -> Result<BuiltFacility, ArchitectureError> {
    let mut parts = plant_parts::read_plant_parts(catalog, scenario, architecture)?;
    parts.outdoor_air = outdoor_air_control::read_outdoor_air_control(
        catalog,
        architecture,
        parts.air_economizer.spec(),
        design.typical.pressure(),
    )?;
    let rise_k = |on: GroupLoop| match on {
        GroupLoop::Main => supply_rise_k(architecture, &parts),
        GroupLoop::RoomAir => 0.0,
        GroupLoop::Side(place) => supply_rise_k(&architecture.loops[place].settings, &parts),
    };
    let racks = hall_racks::build_groups(catalog, scenario, architecture, design, rise_k)?;
    let building = power_chain::building_loads(catalog, scenario, racks.count())?;
    let side = side_plants::size_side_plants(catalog, scenario, architecture, &racks, design)?;
    let district = scenario.site.district_heat;
    let daylight = scenario.site.daylight_saving;
    let builder = FacilityBuilder { catalog, architecture, racks, parts, design, building, district, daylight, side };
    let mut built = builder.build()?;
    let filled: Vec<f64> = built.groups.iter().map(|own| own.group.it.filled).collect();
    if filled.iter().any(|share| *share < 1.0) {
        built.facility.fill(&filled)?;
    }
    Ok(built)
}

/// How far the supply may rise above its set point, K, in the whole steps of the racks' table.
fn supply_rise_k(architecture: &ArchitectureSettings, parts: &PlantParts) -> f64 {
    if architecture.floats_above_set_point() {
        return parts.rules.floating_range_k;
    }
    let above_k = (architecture.warmest_supply() - architecture.supply).kelvin();
    RackResponse::STEP_K * (above_k / RackResponse::STEP_K - 1e-9).ceil().max(0.0)
}

impl FacilityBuilder<'_> {
    fn build(mut self) -> Result<BuiltFacility, ArchitectureError> {
        let racks_w = self.racks.sum(|built| built.racks * built.response.largest_power_w());
        let load_max = self.parts.rules.converter_load_max;
        let chain = power_chain::size_power_chain(self.catalog, self.architecture, load_max, racks_w, self.building.0)?;
        if self.racks.main_has_liquid() {
            return self.build_liquid_facility(chain);
        }
        if self.architecture.cooling == CoolingMethod::RearDoor {
            // Water warmer than the exhaust: the doors are shut off.
            self.racks.stop_main_pumps();
        }
        self.build_air_facility(chain)
    }

    /// Records of its machines.
    const fn records(&self) -> MachineRecords<'_> {
        MachineRecords { catalog: self.catalog, architecture: self.architecture }
    }

    fn hall_air(&self) -> hall_air::HallAirDesign<'_> {
        hall_air::HallAirDesign {
            parts: &self.parts,
            architecture: self.architecture,
            racks: &self.racks,
            pressure: self.design.typical.pressure(),
        }
    }

    fn build_air_facility(self, chain: SizedPowerChain) -> Result<BuiltFacility, ArchitectureError> {
        if self.architecture.heat_rejection.cools_hall_air() {
            let loops = HallCooling::Direct(self.build_air_path()?);
            return self.assemble_facility(chain, (loops, 0.0), Vec::new());
        }
        let SizedAir { air, handlers } = self.hall_air().size_server_air()?;
        self.assemble_facility(chain, (HallCooling::Air(air), handlers), Vec::new())
    }

    /// The air of a hall that its plant cools itself.
    fn build_air_path(&self) -> Result<AirPath, ArchitectureError> {
        let supply = self.architecture.air;
        let pressure = self.design.typical.pressure();
        let air = MoistAir::from_relative_humidity(supply, self.parts.room_humidity, pressure)?;
        let in_air = self.racks.groups.iter().filter(|built| built.group.on == GroupLoop::Main);
        if let Some(control) = &self.parts.outdoor_air {
            for response in in_air.clone().map(|built| &built.response) {
                let (asked, limit) = (control.warmest_supply, response.warmest_supply());
                if asked > limit + TempDelta::new(1e-6) {
                    let (asked_c, limit_c) = (asked.celsius(), limit.celsius());
                    return Err(PlantError::WarmestSupplyTooWarm { asked_c, limit_c }.into());
                }
                outdoor_air_control::check_inlets(
                    control,
                    supply,
                    TempDelta::new(RackMeans::from(&response.design).inlet_rise_k(response.design.recirculation)),
                    pressure,
                )?;
            }
        }
        let recirculation = in_air.map(|built| built.response.design.recirculation).fold(0.0, f64::max);
        Ok(AirPath {
            supply_c: supply.celsius(),
            recirculation,
            bypass: self.parts.rules.air_bypass,
            humidity: air.humidity_ratio(),
            pressure,
        })
    }

    fn build_liquid_facility(self, chain: SizedPowerChain) -> Result<BuiltFacility, ArchitectureError> {
        let sized = self.hall_air().size_room_air(&chain.chain)?;
        let sink = self.room_heat_sink(&sized.air)?;
        let SizedAir { air: room, handlers } = self.with_handlers_for_floating_water(sized, &sink);
        let units = self.racks.coolant_units(None);
        self.assemble_facility(chain, (HallCooling::Liquid { room, sink }, handlers), units)
    }

    /// A room on facility water that floats has as many handlers as one may have: warmer water then still cools its air.
    fn with_handlers_for_floating_water(&self, sized: SizedAir, sink: &RoomHeatSink) -> SizedAir {
        if !matches!(sink, RoomHeatSink::FacilityWater) || !self.architecture.heat_rejection.has_floating_supply() {
            return sized;
        }
        let ratio = self.parts.rules.air_handlers_max_ratio;
        let machines = MachineCount::fitted(ratio * sized.air.machines.record_units());
        SizedAir { air: AirLoop { machines, ..sized.air }, handlers: ratio * sized.handlers }
    }

    /// What takes the heat of the room's air.
    fn room_heat_sink(&self, room: &AirLoop) -> Result<RoomHeatSink, ArchitectureError> {
        Ok(match self.architecture.plant_options.room {
            RoomCooling::Chillers | RoomCooling::FreeCooling => RoomHeatSink::OwnWater,
            RoomCooling::FacilityWater => RoomHeatSink::FacilityWater,
            RoomCooling::Economizer(_) => {
                let pressure = self.design.typical.pressure();
                let supply = Temperature::from_celsius(room.supply_c);
                let air = MoistAir::from_relative_humidity(supply, self.parts.room_humidity, pressure)?;
                RoomHeatSink::Air(air.humidity_ratio(), pressure)
            }
        })
    }

    /// Sizes air handlers and plants for the hall at full power; its air flow takes a number of handlers, before they are
    /// rounded up.
    fn assemble_facility(
        self,
        SizedPowerChain { chain, units: chain_units, scaled_down }: SizedPowerChain,
        (loops, handlers): (HallCooling, f64),
        coolant_units: Vec<(InstalledUnits, String)>,
    ) -> Result<BuiltFacility, ArchitectureError> {
        let main = self.racks.rack_loop(None, self.architecture);
        let hall = DataHall { main, side: self.side.loops.clone(), cooling: loops, power_chain: chain };
        let SizedHall { hall, main_load, room_load, handlers } = self.size_hall(hall, handlers)?;
        let handlers = hall.cooling.air_handlers().map(|machines| {
            InstalledUnits::of_record_size(InstallableItem::AirHandler, machines.count, handlers, None)
        });
        let plants = PlantSizing { architecture: self.architecture, parts: &self.parts, design: self.design };
        let (main, plant_units) = plants.size_main_plant(&main_load)?;
        let mut units = plant_units;
        let room = match &room_load {
            Some(load) => {
                let (plant, room_units) = plants.size_room_plant(load)?;
                units.extend(room_units);
                Some(plant)
            }
            None => None,
        };
        let spares = self.architecture.set_points.spares;
        let with_spares = |units: Vec<InstalledUnits>| -> Vec<InstalledUnits> {
            units.into_iter().map(|unit| unit.with_spares(spares)).collect()
        };
        let mut own_units = with_spares(units);
        own_units.extend(chain_units);
        let reuse = self.build_heat_reuse()?;
        if let Some(reuse) = &reuse {
            let capacity_w = Some(reuse.district.demand.watts());
            own_units.push(InstalledUnits::single(InstallableItem::HeatStation, capacity_w));
        }
        let mut scaled_down = scaled_down;
        if hall.cooling.air_handlers().is_some_and(|machines| machines.is_scaled_down()) {
            scaled_down.push(InstallableItem::AirHandler.label());
        }
        if let Some((item, machines)) = main.machines() {
            scaled_down.extend(machines.is_scaled_down().then_some(item.label()));
        }
        let coils_condense = self.hall_air().coils_condense(&hall.cooling)?;
        let bare_plants = BarePlants { main, room, side: self.side.bare_plants.clone() };
        let (main, room) = (main.with_spares(spares), room.map(|plant| plant.with_spares(spares)));
        let facility = Facility::new(hall, main, room, self.side.plants.clone())?.with_heat_reuse(reuse);
        let storage = self.size_storage(&facility)?;
        if storage.is_some() {
            own_units.push(InstalledUnits::single(InstallableItem::StorageTank, None));
        }
        let handlers = with_spares(handlers.into_iter().collect());
        let coolant_units: Vec<_> =
            coolant_units.into_iter().map(|(unit, id)| (unit.with_spares(spares), id)).collect();
        let all: Vec<InstalledUnits> = handlers.iter().chain(&own_units).cloned().collect();
        let mut records = self.records().of_facility(&all);
        let mut installed = self.records().name_units(handlers);
        installed.extend(coolant_units);
        installed.extend(self.records().name_units(own_units));
        installed.extend(self.side.units.iter().cloned());
        installed.iter().try_for_each(|(unit, id)| self.check_capacity(unit, id))?;
        records.extend(installed.iter().filter(|(unit, _)| unit.count > 0).map(|(_, id)| id.clone()));
        records.extend(self.racks.groups.iter().flat_map(BuiltGroup::record_ids));
        records.extend(self.side.records.iter().cloned());
        records.extend(self.building.1.clone());
        records.extend(outdoor_air_control::outdoor_air_records(self.catalog, self.architecture));
        Ok(BuiltFacility {
            facility: facility.with_storage(storage),
            installed,
            scaled_down,
            coils_condense,
            bare_plants,
            spares,
            groups: self.racks.groups,
            records,
        })
    }

    /// A hall with as many air handlers as it takes at full power and at rest, and what it asks of its plants at most.
    fn size_hall(&self, hall: DataHall, handlers: f64) -> Result<SizedHall, ArchitectureError> {
        let limits = HandlerLimits::new(
            &hall.cooling,
            &self.parts.rules,
            self.architecture.heat_rejection.has_floating_supply(),
        );
        let CooledHall { cooling, state: full, handlers } =
            hall_air::add_air_handlers(hall.at_full_power(), &limits, handlers)?;
        // Behind warm doors idle racks may leave more heat to the room, or to the doors, than busy ones.
        let idle = DataHall { cooling, ..hall.with_load(0.0) };
        let CooledHall { cooling, state: resting, handlers } = hall_air::add_air_handlers(idle, &limits, handlers)?;
        if matches!(cooling, HallCooling::Liquid { .. }) {
            hall.main.at_full_power().check_water_set_point()?;
        }
        let room_load = full.room_load.map(|load| match resting.room_load {
            Some(other) if other.heat_w() > load.heat_w() => other,
            _ => load,
        });
        let air_heat_w = room_load.map_or_else(|| full.main_load.heat_w(), |load| load.heat_w());
        let hall = DataHall { cooling: cooling.with_reset_by(air_heat_w), ..hall };
        let main_load = if resting.main_load.heat_w() > full.main_load.heat_w() { resting } else { full }.main_load;
        Ok(SizedHall { hall, main_load, room_load, handlers })
    }

    /// Refuses units that are far too small for their load.
    fn check_capacity(&self, unit: &InstalledUnits, id: &str) -> Result<(), BuildError> {
        let times = f64::from(unit.count) / (MAX_UNITS_PER_RACK * self.racks.count().ceil());
        if times <= 1.0 {
            return Ok(());
        }
        let (id, count, what) = (id.to_owned(), unit.count, unit.kind.label());
        let fits = unit.capacity_w.map_or_else(
            || format!("one that is at least {times:.1} times as large fits"),
            |each_w| format!("one of at least {:.1} kW fits", each_w * times / 1e3),
        );
        let problem = format!("{count} of them would carry the load ({what}); {fits}");
        Err(BuildError::Duty { id, problem })
    }

    /// The heat station and its heat pump, of the district's size.
    fn build_heat_reuse(&self) -> Result<Option<HeatReuse>, BuildError> {
        let Some(district) = self.district else { return Ok(None) };
        let (by, catalog) = ("heat reuse", self.catalog);
        let (station, pump) =
            (self.records().of_role(EquipmentRole::HeatStation), self.records().of_role(EquipmentRole::HeatPump));
        let spec = read_equipment(catalog, by, station, "heat-reuse", heat_reuse::HeatStationSpec::read)?;
        let pump = read_equipment(catalog, by, pump, "heat-pump", heat_pump::HeatPumpSpec::read)?;
        let station = HeatStation { capacity: district.demand, spec, heat_pump: Some(HeatPump(pump)) };
        Ok(Some(HeatReuse { station, district }))
    }

    /// The tank beside the main loop, of the size that the scenario gives at full power.
    fn size_storage(&self, facility: &Facility) -> Result<Option<StorageSystem>, ArchitectureError> {
        let Some(asked) = self.architecture.storage else { return Ok(None) };
        let (by, id) = ("storage", self.records().of_role(EquipmentRole::StorageTank));
        let tank = read_equipment(self.catalog, by, id, "storage-tank", storage_tank::StorageTankSpec::read)?;
        let rules = self.records().of_role(EquipmentRole::StorageRules);
        let rules = read_equipment(self.catalog, by, rules, "storage-rules", storage_rules::StorageRulesSpec::read)?;
        let (supply_c, return_c, _) = facility.with_utilisation(1.0)?.main_loop();
        let swing = TempDelta::new(return_c - supply_c);
        let storage = StorageSystem::new(&tank, &rules, asked.capacity, asked.time, swing)
            .map(|s| s.with_daylight_saving(self.daylight));
        Ok(Some(storage.ok_or_else(|| BuildError::Rating { id: id.to_owned() })?))
    }
}
