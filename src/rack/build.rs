//! From catalog records to a rack that can be solved.

use thiserror::Error;

use crate::catalog::Catalog;
use crate::catalog::record::{ChipRecord, EquipmentRecord};
use crate::catalog::system::{
    Coolant, CoolantLane, LaneStation, PowerSupplies, RackBusbar, RackManifold, SystemRecord, Tray,
};
use crate::component::liquid::dielectric;
use crate::component::params::ParamError;
use crate::component::power::conversion;
use crate::component::server::boiling::{self, BoilingPlate};
use crate::component::server::chip::{self, ChipPowerModel};
use crate::component::server::cold_plate::{self, ColdPlate};
use crate::component::server::heat_sink::{self, HeatSink};
use crate::component::server::interface;
use crate::component::server::mover::{self, Mover};
use crate::physics::liquid::Liquid;
use crate::physics::range::OutOfRange;
use crate::solve::convergence::NotConverged;
use crate::units::{Area, Pressure};

use super::model::{
    ChipModel, FanModel, LaneModel, PackageMemory, PartCooler, StationHeat, StationModel, SupplyModel, TrayModel,
};

/// Why records do not make a model.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum BuildError {
    /// A record names one that does not exist.
    #[error("`{by}` names {kind} `{id}`, which does not exist")]
    Missing {
        /// Record that names it.
        by: String,
        /// Kind of record.
        kind: &'static str,
        /// Id.
        id: String,
    },
    /// A record is of another kind than its place needs.
    #[error("`{id}` is of kind {found}; {wanted} is needed here")]
    WrongKind {
        /// Record.
        id: String,
        /// Its kind.
        found: String,
        /// Kind needed.
        wanted: &'static str,
    },
    /// Parameters of a record are wrong.
    #[error("`{id}`: {}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Parameters {
        /// Record.
        id: String,
        /// What is wrong.
        problems: Vec<ParamError>,
    },
    /// A record lacks what its place needs.
    #[error("`{id}` has no {what}")]
    Incomplete {
        /// Record.
        id: String,
        /// What it lacks.
        what: &'static str,
    },
    /// A design was not found from its rating.
    #[error(transparent)]
    NotConverged(#[from] NotConverged),
    /// A body that can't be built.
    #[error("system `{id}`: {problem}")]
    Geometry {
        /// System.
        id: String,
        /// What is impossible, and what is allowed.
        problem: String,
    },
    /// A fluid outside the range of its properties.
    #[error(transparent)]
    Fluid(#[from] OutOfRange),
    /// The system cannot be cooled this way.
    #[error("`{system}` cannot be fitted to cooling = \"{cooling}\": {reason}")]
    CannotRetrofit {
        /// System.
        system: String,
        /// Way of cooling.
        cooling: &'static str,
        /// Why not.
        reason: String,
    },
    /// A record that can't do what is asked of it here.
    #[error("`{id}` cannot serve this duty: {problem}")]
    Duty {
        /// Record.
        id: String,
        /// What is asked, and which duties or records fit.
        problem: String,
    },
    /// Accelerators that the data can't compare.
    #[error("`{id}` has no {lacks}, which the comparison goes by; use it.{help}")]
    NotComparable {
        /// Accelerator.
        id: String,
        /// What its records lack.
        lacks: String,
        /// Bases that need less.
        help: &'static str,
    },
    /// No conductance reaches the rating of a unit.
    #[error("`{id}`: no size of exchanger reaches its rating")]
    Rating {
        /// Record.
        id: String,
    },
}

/// Reads the parameters of an equipment record of one of the wanted kinds.
///
/// # Errors
/// [`BuildError`].
pub fn read_equipment<T>(
    catalog: &Catalog,
    by: &str,
    id: &str,
    wanted: &'static str,
    read: fn(&toml::Table) -> Result<T, Vec<ParamError>>,
) -> Result<T, BuildError> {
    let record = find_equipment(catalog, by, id)?;
    if record.kind != wanted {
        return Err(BuildError::WrongKind { id: id.to_owned(), found: record.kind.clone(), wanted });
    }
    read(&record.parameters).map_err(|problems| BuildError::Parameters { id: id.to_owned(), problems })
}

/// A record of equipment; `by` names what asks for it.
///
/// # Errors
/// When there is none of this id.
pub(crate) fn find_equipment<'a>(catalog: &'a Catalog, by: &str, id: &str) -> Result<&'a EquipmentRecord, BuildError> {
    let missing = || BuildError::Missing { by: by.to_owned(), kind: "equipment", id: id.to_owned() };
    catalog.equipment(id).ok_or_else(missing)
}

/// The fluid of a boiling tank and the pressure on it.
pub type BoilingConditions = (boiling::BoilingFluidSpec, Pressure);

/// The kinds of tray of a system. A tank's fluid is needed where parts stand in one.
///
/// # Errors
/// [`BuildError`].
pub fn build_trays(
    catalog: &Catalog,
    system: &SystemRecord,
    boiling: Option<BoilingConditions>,
) -> Result<Vec<TrayModel>, BuildError> {
    system.trays.iter().map(|t| TrayBuilder { catalog, system, boiling }.build_tray(t)).collect()
}

/// Kind of each tray along the manifold: those with liquid, in the order in which they stand.
///
/// # Errors
/// A stack that names no tray, or not each as often as there are.
pub fn manifold_order(system: &SystemRecord) -> Result<Vec<usize>, BuildError> {
    let lacks = |what| BuildError::Incomplete { id: system.id.clone(), what };
    let wet = |t: &Tray| t.lanes.iter().any(|l| l.coolant == Coolant::Liquid);
    let mut out = Vec::new();
    if system.stack.is_empty() {
        for (kind, tray) in system.trays.iter().enumerate().filter(|(_, t)| wet(t)) {
            out.extend(std::iter::repeat_n(kind, tray.count as usize));
        }
        return Ok(out);
    }
    let mut left: Vec<u32> = system.trays.iter().map(|t| t.count).collect();
    for group in &system.stack {
        let found = system.trays.iter().position(|t| t.name == group.tray);
        let kind = found.ok_or_else(|| lacks("tray of a name that its stack holds"))?;
        left[kind] = left[kind].checked_sub(group.count).ok_or_else(|| lacks("as many trays as its stack holds"))?;
        if wet(&system.trays[kind]) {
            out.extend(std::iter::repeat_n(kind, group.count as usize));
        }
    }
    if left.iter().any(|n| *n > 0) {
        return Err(lacks("place in its stack for every tray"));
    }
    Ok(out)
}

/// The liquid of a manifold.
///
/// # Errors
/// An unknown liquid.
pub fn manifold_liquid(catalog: &Catalog, by: &str, manifold: &RackManifold) -> Result<Liquid, BuildError> {
    match manifold.liquid.as_str() {
        "water" => Ok(Liquid::Water),
        "pg25" => Ok(Liquid::propylene_glycol_by_volume(0.25)?),
        id => Ok(Liquid::Dielectric(
            read_equipment(catalog, by, id, "dielectric", dielectric::DielectricSpec::read)?.into(),
        )),
    }
}

/// Supplies of a tray or shelf.
///
/// # Errors
/// [`BuildError`].
pub fn build_supply(catalog: &Catalog, by: &str, supply: &PowerSupplies) -> Result<SupplyModel, BuildError> {
    let spec = read_equipment(catalog, by, &supply.equipment, "power-supply", conversion::PowerConverterSpec::read)?;
    Ok(SupplyModel { spec, count: supply.count, heat_to: supply.heat_to })
}

/// Voltage and resistance of a busbar, V and Ω.
pub fn busbar_parameters(bus: &RackBusbar) -> (f64, f64) {
    (bus.volts, bus.resistance_mohm * 1e-3)
}

/// What a part lacks that states no die and names no silicon.
const NO_SILICON: &str = "die: neither its own nor that of a [[silicon]] record";

/// The power of a part whose junction is followed, with the curve and the leakage of its silicon.
///
/// # Errors
/// A part without limits or without a die, or values that no part can have.
pub(crate) fn chip_power_model(catalog: &Catalog, record: &ChipRecord) -> Result<ChipPowerModel, BuildError> {
    let lacks = |what| BuildError::Incomplete { id: record.id.clone(), what };
    let thermal = record.thermal.as_ref().ok_or_else(|| lacks("[chip.thermal]"))?;
    let die = catalog.die_of_chip(record).ok_or_else(|| lacks(NO_SILICON))?;
    let (exponent, lowest) = die.curve.unzip();
    let mut table = toml::Table::new();
    for (key, value) in [
        ("max_w", Some(record.power.max_w)),
        ("idle_w", Some(record.power.idle_w)),
        ("limit_c", Some(thermal.limit_c)),
        ("shutdown_c", Some(thermal.shutdown_c)),
        ("leakage_share", Some(die.leakage_share)),
        ("leakage_reference_c", Some(die.leakage_reference_c)),
        ("leakage_per_k", Some(die.leakage_per_k)),
        ("voltage_exponent", exponent),
        ("lowest_voltage_clock", lowest),
    ] {
        if let Some(value) = value {
            table.insert(key.to_owned(), value.into());
        }
    }
    let spec =
        chip::ChipSpec::read(&table).map_err(|problems| BuildError::Parameters { id: record.id.clone(), problems })?;
    Ok(ChipPowerModel::new(spec))
}

struct TrayBuilder<'a> {
    catalog: &'a Catalog,
    system: &'a SystemRecord,
    boiling: Option<BoilingConditions>,
}

impl TrayBuilder<'_> {
    fn missing_error(&self, what: &'static str) -> BuildError {
        BuildError::Incomplete { id: self.system.id.clone(), what }
    }

    fn build_tray(&self, tray: &Tray) -> Result<TrayModel, BuildError> {
        let id = &self.system.id;
        let fans = match &tray.fans {
            None if tray.lanes.iter().any(|l| l.coolant == Coolant::Air) => {
                return Err(self.missing_error("fans in a tray with parts in air"));
            }
            None => None,
            Some(fans) => {
                let spec = read_equipment(self.catalog, id, &fans.equipment, "fan", mover::MoverSpec::read)?;
                Some(FanModel { fan: Mover(spec), count: fans.count, loss_pa_s2_m6: fans.loss_pa_s2_m6, curve: None })
            }
        };
        let supply = tray.supply.as_ref().map(|s| build_supply(self.catalog, id, s)).transpose()?;
        if supply.is_none() && self.system.shelf.is_none() {
            return Err(self.missing_error("power supply: neither in the tray nor as a shelf"));
        }
        let lanes = tray.lanes.iter().map(|l| self.build_lane(l)).collect::<Result<_, _>>()?;
        let (name, inlet_max_c) = (tray.name.clone(), tray.inlet_max_c);
        Ok(TrayModel { name, count: tray.count, inlet_max_c, lanes, supply, fans })
    }

    fn build_lane(&self, lane: &CoolantLane) -> Result<LaneModel, BuildError> {
        let stations = lane.stations.iter().enumerate();
        let stations = stations.map(|(place, s)| self.build_station(lane, place, s)).collect::<Result<_, _>>()?;
        Ok(LaneModel { coolant: lane.coolant, count: lane.count, loss_pa_s2_m6: lane.loss_pa_s2_m6, stations })
    }

    fn build_station(
        &self,
        lane: &CoolantLane,
        place: usize,
        station: &LaneStation,
    ) -> Result<StationModel, BuildError> {
        let by = || self.system.id.clone();
        let missing = || BuildError::Missing { by: by(), kind: "chip", id: station.chip.clone() };
        let record = self.catalog.chip(&station.chip).ok_or_else(missing)?;
        let heat = match &station.cooler {
            None => StationHeat::Module { idle_w: record.power.idle_w, max_w: record.power.max_w },
            Some(cooler) => StationHeat::Chip(self.build_chip(record, lane.coolant, cooler)?),
        };
        let repeated = lane.stations.iter().filter(|s| s.chip == station.chip).count() > 1;
        let name = if repeated {
            format!("{}, {} in the {}", record.name, ordinal(place + 1), lane.name)
        } else {
            record.name.clone()
        };
        let computes = self.system.follows_activity(record.kind);
        Ok(StationModel { name, kind: record.kind, count: station.count, duty: station.duty, computes, heat })
    }

    fn build_chip(&self, record: &ChipRecord, coolant: Coolant, cooler: &str) -> Result<ChipModel, BuildError> {
        let lacks = |what| BuildError::Incomplete { id: record.id.clone(), what };
        let thermal = record.thermal.as_ref().ok_or_else(|| lacks("[chip.thermal]"))?;
        let die = self.catalog.die_of_chip(record).ok_or_else(|| lacks(NO_SILICON))?;
        let area = Area::new(die.area_mm2 * 1e-6);
        let memory = thermal.memory_limit_c.zip(thermal.memory_k_w);
        Ok(ChipModel {
            chip: chip_power_model(self.catalog, record)?,
            junction_to_case_k_w: interface::interface_resistance(thermal.junction_to_case_k_cm2_w, area).k_w(),
            memory: memory.map(|(limit_c, k_w)| PackageMemory { limit_c, k_w }),
            cooler: self.build_cooler(coolant, cooler)?,
            // Control never aims above the limit, whatever the data say.
            target_c: thermal.target_c.min(thermal.limit_c),
            clock_floor: die.clock_floor,
        })
    }

    fn build_cooler(&self, coolant: Coolant, id: &str) -> Result<PartCooler, BuildError> {
        let (catalog, by) = (self.catalog, self.system.id.as_str());
        if coolant == Coolant::Air {
            return Ok(PartCooler::Sink(HeatSink(read_equipment(
                catalog,
                by,
                id,
                "heat-sink",
                heat_sink::HeatSinkSpec::read,
            )?)));
        }
        match (find_equipment(catalog, by, id)?.kind.as_str(), self.boiling) {
            ("boiling-plate", Some((fluid, pressure))) => {
                let spec = read_equipment(catalog, by, id, "boiling-plate", boiling::BoilingPlateSpec::read)?;
                Ok(PartCooler::Boiling(BoilingPlate { spec, fluid, pressure }))
            }
            ("immersed-sink", _) => Ok(PartCooler::Plate(ColdPlate(read_equipment(
                catalog,
                by,
                id,
                "immersed-sink",
                cold_plate::ColdPlateSpec::read,
            )?))),
            _ => Ok(PartCooler::Plate(ColdPlate(read_equipment(
                catalog,
                by,
                id,
                "cold-plate",
                cold_plate::ColdPlateSpec::read,
            )?))),
        }
    }
}

/// Which of several a part is, in the direction of the flow: "third", "11th".
fn ordinal(number: usize) -> String {
    let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if let Some(word) = number.checked_sub(1).and_then(|at| words.get(at)) {
        return (*word).to_owned();
    }
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
