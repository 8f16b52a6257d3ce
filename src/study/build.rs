//! From an architecture of a scenario to a facility that can run.

use thiserror::Error;

use crate::catalog::Catalog;
use crate::component::adiabatic_pad::{self, Pad};
use crate::component::air_economiser::{self, AirEconomiser, DewPoints};
use crate::component::dry_cooler::{self, DryCooler};
use crate::component::dx::{self, Dx};
use crate::component::heat_pump::{self, HeatPump};
use crate::component::heat_reuse::{self, HeatStation};
use crate::component::indirect_evaporative::{self, IndirectEvaporative};
use crate::component::plate_exchanger::{self, PlateExchanger};
use crate::component::{air_handler, chiller, design_rules, plant_pump, storage_rules, storage_tank, tower_water};
use crate::physics::air::MoistAir;
use crate::rack::RackError;
use crate::rack::build::{BuildError, equipment};
use crate::rack::distribution::Supplies;
use crate::rack::model::Load;
use crate::rack::response::Response;
use crate::rack::setup::{self, Setup};
use crate::scenario::{Amount, Architecture, Cooling, DistrictHeat, HeatRejection, Scenario};
use crate::site::SiteError;
use crate::site::facility::{AirLoop, AirPath, Facility, Hall, Loops};
use crate::site::plant::{Load as Asked, Plant};
use crate::site::power::Building;
use crate::site::reuse::Reuse;
use crate::site::size::{self, Item, Parts, Unit};
use crate::site::storage::Storage;
use crate::site::weather::Design;
use crate::units::{TempDelta, Temperature};

use super::{amount, feed, towers};

/// Catalog records of which plants are built.
const RULES: &str = "design-rules";
const TOWER_WATER: &str = "tower-water";
const CHILLER_WATER: &str = "chiller-trane-cvhe-1407kw";
const CHILLER_AIR: &str = "chiller-carrier-30rb330-1124kw";
const ECONOMISER: &str = "economiser-1mw";
const DRY_COOLER: &str = "dry-cooler-1mw";
const HEAT_STATION: &str = "heat-station-1mw";
const HEAT_PUMP: &str = "heat-pump-district";
const STORAGE_TANK: &str = "storage-tank-50m3";
const STORAGE_RULES: &str = "storage-rules";
const DX: &str = "dx-york-zf240-82kw";
const AIR_ECONOMISER: &str = "air-economiser-600kw";
const INDIRECT: &str = "indirect-evaporative-250kw";
const PAD: &str = "adiabatic-pad";
const CHILLED_PUMP: &str = "pump-chilled-water";
const CONDENSER_PUMP: &str = "pump-condenser-water";
const FACILITY_PUMP: &str = "pump-facility-water";
const AIR_HANDLER: &str = "air-handler-100kw";

/// Why an architecture could not be run.
#[derive(Clone, Debug, Error)]
pub enum ArchitectureError {
    /// The data do not make a model.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The racks can't be cooled this way, or not computed.
    #[error(transparent)]
    Rack(#[from] RackError),
    /// The site can't carry them, or not be computed.
    #[error(transparent)]
    Site(#[from] SiteError),
}

impl From<crate::physics::range::OutOfRange> for ArchitectureError {
    fn from(error: crate::physics::range::OutOfRange) -> Self {
        Self::Rack(error.into())
    }
}

/// A facility and what stands in it.
#[derive(Clone, Debug)]
pub struct Built {
    /// The facility.
    pub facility: Facility,
    /// What is installed, with catalog ids.
    pub installed: Vec<(Unit, String)>,
    /// Power supplies of one rack.
    pub supplies: Supplies,
    /// Catalog records that it rests on.
    pub records: Vec<String>,
}

/// Relative humidity of a hall's supply air where it recirculates; it enters densities only, and coils stay dry.
const ROOM_HUMIDITY: f64 = 0.4;

impl Built {
    /// Racks; the last may be partly filled.
    pub const fn racks(&self) -> f64 {
        self.facility.hall.racks
    }
}

/// How far above the set point the supply may float when no chiller trims it, K.
const FLOAT_K: f64 = 20.0;

struct Builder<'a> {
    catalog: &'a Catalog,
    architecture: &'a Architecture,
    setup: &'a Setup,
    parts: Parts,
    design: &'a Design,
    racks: f64,
    /// Loads beside racks and plant, and the record that they rest on.
    building: (Building, Option<&'static str>),
    /// A heat network beside the site.
    district: Option<DistrictHeat>,
}

/// Builds an architecture.
///
/// # Errors
/// [`ArchitectureError`].
pub fn facility(
    catalog: &Catalog,
    scenario: &Scenario,
    architecture: &Architecture,
    design: &Design,
) -> Result<Built, ArchitectureError> {
    let missing =
        || BuildError::Missing { by: architecture.name.clone(), kind: "system", id: architecture.system.clone() };
    let system = catalog.system(&architecture.system).ok_or_else(missing)?;
    if system.accelerators() == 0 && matches!(scenario.it.amount, Amount::Accelerators(_)) {
        return Err(BuildError::Lacks { id: system.id.clone(), what: "accelerators to compare it by" }.into());
    }
    let racks = amount::racks(catalog, scenario.it.amount, architecture, design.typical.pressure())?;
    let setup = setup::setup(catalog, architecture, design.typical.pressure(), racks)?;
    let building = feed::building(catalog, scenario, racks)?;
    let district = scenario.site.district_heat;
    Builder {
        catalog,
        architecture,
        setup: &setup,
        parts: parts(catalog, &architecture.tower)?,
        design,
        racks,
        building,
        district,
    }
    .build(scenario)
}

fn parts(catalog: &Catalog, tower: &str) -> Result<Parts, BuildError> {
    let by = "plant";
    let pump = |id: &str| equipment(catalog, by, id, "plant-pump", plant_pump::Spec::read);
    let rating = |id: &str| BuildError::Rating { id: id.to_owned() };
    let indirect = equipment(catalog, by, INDIRECT, "indirect-evaporative", indirect_evaporative::Spec::read)?;
    let dry = equipment(catalog, by, DRY_COOLER, "dry-cooler", dry_cooler::Spec::read)?;
    Ok(Parts {
        tower: towers::cell(catalog, tower)?,
        tower_water: equipment(catalog, by, TOWER_WATER, "tower-water", tower_water::Spec::read)?,
        chiller_water: equipment(catalog, by, CHILLER_WATER, "chiller-water", chiller::Spec::read)?,
        chiller_air: equipment(catalog, by, CHILLER_AIR, "chiller-air", chiller::Spec::read)?,
        economiser: exchanger(catalog, ECONOMISER, "economiser")?,
        dry_cooler: DryCooler::new(dry).ok_or_else(|| rating(DRY_COOLER))?,
        dx: Dx::new(equipment(catalog, by, DX, "dx", dx::Spec::read)?).ok_or_else(|| rating(DX))?,
        air_economiser: AirEconomiser::new(
            equipment(catalog, by, AIR_ECONOMISER, "air-economiser", air_economiser::Spec::read)?,
            DewPoints::LockOut,
        ),
        indirect: IndirectEvaporative::new(indirect).ok_or_else(|| rating(INDIRECT))?,
        pad: Pad(equipment(catalog, by, PAD, "adiabatic-pad", adiabatic_pad::Spec::read)?),
        chilled_pump: pump(CHILLED_PUMP)?,
        condenser_pump: pump(CONDENSER_PUMP)?,
        facility_pump: pump(FACILITY_PUMP)?,
        handler: equipment(catalog, by, AIR_HANDLER, "air-handler", air_handler::Spec::read)?,
        rules: equipment(catalog, by, RULES, "design-rules", design_rules::Spec::read)?,
    })
}

fn exchanger(catalog: &Catalog, id: &str, kind: &'static str) -> Result<PlateExchanger, BuildError> {
    let spec = equipment(catalog, "plant", id, kind, plate_exchanger::Spec::read)?;
    PlateExchanger::new(spec).ok_or_else(|| BuildError::Rating { id: id.to_owned() })
}

impl Builder<'_> {
    fn build(&self, scenario: &Scenario) -> Result<Built, ArchitectureError> {
        let load = Load { cap: self.architecture.power_limit, ..Load::FULL };
        let rise_k = if self.architecture.heat_rejection.floats() { FLOAT_K } else { 0.0 };
        let rack = &self.setup.rack;
        let response = Response::tabulate(rack, self.architecture.supply, rise_k, scenario.it.utilisation, load)?;
        if response.design.liquid_heat_w > 0.0 { self.liquid_facility(response) } else { self.air_facility(response) }
    }

    fn air_facility(&self, response: Response) -> Result<Built, ArchitectureError> {
        let rules = &self.parts.rules;
        let air = response.design.air.unwrap_or(response.design.main());
        let flow_m3_s = self.racks * air.flow_m3_s * rules.air_bypass;
        let unit = size::handlers(&self.parts, flow_m3_s);
        if self.architecture.heat_rejection.takes_air() {
            return self.finish(response, Loops::Direct(self.path()?), Vec::new());
        }
        let air = AirLoop {
            handler: air_handler::AirHandler(self.parts.handler),
            count: unit.count,
            supply_c: self.architecture.air.celsius(),
            flow: (flow_m3_s, 0.0),
            bypass: rules.air_bypass,
            water_ratio: rules.chilled_water_ratio,
        };
        self.finish(response, Loops::Air(air), vec![unit])
    }

    /// The air of a hall that its plant cools itself.
    fn path(&self) -> Result<AirPath, ArchitectureError> {
        let supply = self.architecture.air;
        let pressure = self.design.typical.pressure();
        let air = MoistAir::from_relative_humidity(supply, ROOM_HUMIDITY, pressure)?;
        Ok(AirPath {
            supply_c: supply.celsius(),
            bypass: self.parts.rules.air_bypass,
            humidity: air.humidity_ratio(),
            pressure,
        })
    }

    fn liquid_facility(&self, response: Response) -> Result<Built, ArchitectureError> {
        let rules = &self.parts.rules;
        let full = &response.design;
        // The room's air carries surfaces, busway, UPS and lighting: sized with 5 % of the racks' power for the converters.
        let room_w = self.racks * (full.air_heat_w.max(0.0) + 0.05 * full.power_w()) + self.building.0.lighting_w;
        // A hybrid's servers draw their air from the handlers; behind a rear door and elsewhere the room is only kept at its
        // temperature.
        let room_c = self.architecture.air.celsius();
        let breathes = self.architecture.cooling == Cooling::Hybrid;
        let supply_c = if breathes { room_c } else { room_c - rules.room_air_range_k };
        let supply = Temperature::from_celsius(supply_c);
        let air = MoistAir::from_relative_humidity(supply, ROOM_HUMIDITY, self.design.typical.pressure())?;
        let heat_j_m3_k = air.density().kg_m3() * air.specific_heat().j_kg_k();
        let drawn_m3_s = self.racks * full.air.map_or(0.0, |a| a.flow_m3_s) * rules.air_bypass;
        // What the converters add may not warm the air by more than the room's range either.
        let flow_m3_s = (room_w / (heat_j_m3_k * rules.room_air_range_k)).max(if breathes { drawn_m3_s } else { 0.0 });
        let unit = size::handlers(&self.parts, flow_m3_s);
        let room = AirLoop {
            handler: air_handler::AirHandler(self.parts.handler),
            count: unit.count,
            supply_c,
            flow: (flow_m3_s, heat_j_m3_k),
            bypass: 1.0,
            water_ratio: rules.chilled_water_ratio,
        };
        let set = self.setup.cdu.as_ref();
        let spec = |e: &PlateExchanger| *e.spec();
        let cdu = set.map(|c| (c.exchanger, spec(&c.exchanger).cold_w_k / spec(&c.exchanger).hot_w_k));
        let mut units = vec![unit];
        units.extend(set.map(|c| {
            let capacity_w = Some(c.exchanger.spec().rated_w);
            Unit { item: Item::Cdu, count: c.count, capacity_w }
        }));
        self.finish(response, Loops::Liquid { cdu, room }, units)
    }

    /// Sizes power chain and plants for the hall at full power.
    fn finish(&self, response: Response, loops: Loops, units: Vec<Unit>) -> Result<Built, ArchitectureError> {
        let load_max = self.parts.rules.converter_load_max;
        let racks_w = self.racks * response.design.power_w();
        let (chain, chain_units) = feed::chain(self.catalog, self.architecture, load_max, racks_w, self.building.0)?;
        let set_point = self.architecture.supply;
        let hall = Hall { racks: self.racks, response, set_point, loops, chain };
        let busy = Hall { response: hall.response.at_utilisation(1.0), ..hall.clone() };
        let full = busy.state(set_point.celsius())?;
        let (main, plant_units) = self.plant(&full.main)?;
        let mut units = [units, plant_units].concat();
        let room = match &full.room {
            Some(load) => {
                let (plant, unit) = size::air_chillers(&self.parts, load, self.design);
                units.push(Unit { item: Item::RoomChiller, ..unit });
                Some(plant)
            }
            None => None,
        };
        units.extend(chain_units);
        let reuse = self.reuse()?;
        if let Some(reuse) = &reuse {
            let capacity_w = Some(reuse.district.demand.watts());
            units.push(Unit { item: Item::HeatStation, count: 1, capacity_w });
        }
        let facility = Facility::new(hall, main, room)?.with_reuse(reuse);
        let storage = self.storage(&facility)?;
        if storage.is_some() {
            units.push(Unit { item: Item::StorageTank, count: 1, capacity_w: None });
        }
        let records = self.records(&units);
        Ok(Built {
            facility: facility.with_storage(storage),
            installed: self.with_ids(units),
            supplies: self.setup.supplies.clone(),
            records,
        })
    }

    /// The main plant for what the hall asks at full power.
    fn plant(&self, load: &Asked) -> Result<(Plant, Vec<Unit>), SiteError> {
        let (parts, design) = (&self.parts, self.design);
        match (self.architecture.heat_rejection, load) {
            (HeatRejection::Tower { economiser, chillers }, Asked::Water(load)) => {
                Ok(size::tower_plant(parts, load, design, economiser, chillers))
            }
            (HeatRejection::DryCooler { trim, pads }, Asked::Water(load)) => {
                size::dry_plant(parts, load, design, trim, pads)
            }
            (HeatRejection::ChillerAir, Asked::Water(load)) => {
                let (plant, unit) = size::air_chillers(parts, load, design);
                Ok((plant, vec![Unit { item: Item::AirChiller, ..unit }]))
            }
            (HeatRejection::Dx, Asked::Air(load)) => size::air_plant(parts, load, design, None),
            (HeatRejection::AirEconomizer { evaporative }, Asked::Air(load)) => {
                size::air_plant(parts, load, design, Some(evaporative))
            }
            _ => Err(SiteError::OtherLoad),
        }
    }

    fn id(&self, item: Item) -> &str {
        match item {
            Item::AirHandler => AIR_HANDLER,
            Item::Chiller => CHILLER_WATER,
            Item::AirChiller | Item::TrimChiller | Item::RoomChiller => CHILLER_AIR,
            Item::Pad => PAD,
            Item::Dx => DX,
            Item::HeatStation => HEAT_STATION,
            Item::AirEconomiser => AIR_ECONOMISER,
            Item::Indirect => INDIRECT,
            Item::TowerCell => &self.architecture.tower,
            Item::Economiser => ECONOMISER,
            Item::DryCooler => DRY_COOLER,
            Item::StorageTank => STORAGE_TANK,
            Item::Cdu => self.setup.cdu.as_ref().map_or("", |c| c.id),
            Item::Busway | Item::Ups | Item::Rectifier | Item::Transformer => feed::record(self.architecture, item),
        }
    }

    fn with_ids(&self, units: Vec<Unit>) -> Vec<(Unit, String)> {
        units.into_iter().map(|unit| (unit.clone(), self.id(unit.item).to_owned())).collect()
    }

    /// The heat station and its heat pump, of the district's size.
    fn reuse(&self) -> Result<Option<Reuse>, BuildError> {
        let Some(district) = self.district else { return Ok(None) };
        let spec = equipment(self.catalog, "heat reuse", HEAT_STATION, "heat-reuse", heat_reuse::Spec::read)?;
        let pump = equipment(self.catalog, "heat reuse", HEAT_PUMP, "heat-pump", heat_pump::Spec::read)?;
        let spec = heat_reuse::Spec { capacity_w: district.demand.watts(), ..spec };
        Ok(Some(Reuse { station: HeatStation { spec, heat_pump: Some(HeatPump(pump)) }, district }))
    }

    /// The tank beside the main loop, of the size that the scenario gives at full power.
    fn storage(&self, facility: &Facility) -> Result<Option<Storage>, ArchitectureError> {
        let Some(asked) = self.architecture.storage else { return Ok(None) };
        let tank = equipment(self.catalog, "storage", STORAGE_TANK, "storage-tank", storage_tank::Spec::read)?;
        let rules = equipment(self.catalog, "storage", STORAGE_RULES, "storage-rules", storage_rules::Spec::read)?;
        let (supply_c, return_c, _) = facility.at_utilisation(1.0)?.main_loop();
        let swing = TempDelta::new(return_c - supply_c);
        let storage = Storage::new(&tank, &rules, asked.capacity, asked.time, swing);
        Ok(Some(storage.ok_or_else(|| BuildError::Rating { id: STORAGE_TANK.to_owned() })?))
    }

    /// Every record that the facility rests on.
    fn records(&self, units: &[Unit]) -> Vec<String> {
        let has = |item: Item| units.iter().any(|u| u.item == item);
        let mut ids = vec![RULES.to_owned()];
        ids.extend(units.iter().map(|u| self.id(u.item).to_owned()));
        ids.extend(self.setup.record_ids());
        ids.extend(self.building.1.map(ToOwned::to_owned));
        let pumps = [
            (has(Item::TowerCell) || has(Item::RoomChiller) || has(Item::AirChiller), CHILLED_PUMP),
            (has(Item::TowerCell), CONDENSER_PUMP),
            (has(Item::TowerCell), TOWER_WATER),
            (has(Item::DryCooler), FACILITY_PUMP),
            (has(Item::HeatStation), HEAT_PUMP),
            (has(Item::StorageTank), STORAGE_RULES),
        ];
        ids.extend(pumps.iter().filter(|(used, _)| *used).map(|(_, id)| (*id).to_owned()));
        ids
    }
}
