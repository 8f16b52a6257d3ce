//! From catalog records to a server that can be solved.

use thiserror::Error;

use crate::catalog::Catalog;
use crate::catalog::record::{Chip as ChipRecord, ChipKind};
use crate::catalog::system::{Coolant, Lane, Station, System};
use crate::component::chip::{self, Chip};
use crate::component::cold_plate::{self, ColdPlate};
use crate::component::heat_sink::{self, HeatSink};
use crate::component::params::ParamError;
use crate::component::{conversion, interface};
use crate::units::Area;

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
    Lacks {
        /// Record.
        id: String,
        /// What it lacks.
        what: &'static str,
    },
    /// No conductance reaches the rating of a unit.
    #[error("`{id}`: no size of exchanger reaches its rating")]
    Rating {
        /// Record.
        id: String,
    },
}

/// What cools a part.
#[derive(Clone, Copy, Debug)]
pub enum Cooler {
    /// Heat sink in air.
    Sink(HeatSink),
    /// Cold plate.
    Plate(ColdPlate),
}

/// A part with a junction.
#[derive(Clone, Copy, Debug)]
pub struct ChipModel {
    /// Its power.
    pub chip: Chip,
    /// Resistance from junction to case, K/W.
    pub junction_to_case_k_w: f64,
    /// What cools it.
    pub cooler: Cooler,
    /// Temperature that control aims at, °C.
    pub target_c: f64,
    /// Lowest clock.
    pub clock_floor: f64,
}

/// Where the heat of a station arises.
#[derive(Clone, Copy, Debug)]
pub enum Heat {
    /// In parts without a junction to follow: idle and rated power, W.
    Module {
        /// Idle, W.
        idle_w: f64,
        /// Rated, W.
        max_w: f64,
    },
    /// In chips under a cooler.
    Chip(ChipModel),
}

/// Equal parts side by side.
#[derive(Clone, Debug)]
pub struct StationModel {
    /// Name of the part and its place.
    pub name: String,
    /// Whether they compute the workload.
    pub accelerator: bool,
    /// Parts side by side.
    pub count: u32,
    /// Share of the busy range while the accelerators are busy.
    pub duty: f64,
    /// Where the heat arises.
    pub heat: Heat,
}

/// Identical parallel ways of the coolant.
#[derive(Clone, Debug)]
pub struct LaneModel {
    /// How many.
    pub count: u32,
    /// Pressure loss of duct or hose, Pa s²/m⁶.
    pub loss_pa_s2_m6: f64,
    /// Stations in the order of flow.
    pub stations: Vec<StationModel>,
}

/// A server or tray.
#[derive(Clone, Debug)]
pub struct ServerModel {
    /// Parallel ways of the coolant.
    pub lanes: Vec<LaneModel>,
    /// Power supply.
    pub supply: conversion::Spec,
    /// Supplies that share the load.
    pub supply_count: f64,
    /// Where their losses go.
    pub supply_heat_to: Coolant,
    /// Lowest clock of any chip.
    pub clock_floor: f64,
}

/// Reads the parameters of an equipment record of one of the wanted kinds.
///
/// # Errors
/// [`BuildError`].
pub fn equipment<T>(
    catalog: &Catalog,
    by: &str,
    id: &str,
    wanted: &'static str,
    read: fn(&toml::Table) -> Result<T, Vec<ParamError>>,
) -> Result<T, BuildError> {
    let missing = || BuildError::Missing { by: by.to_owned(), kind: "equipment", id: id.to_owned() };
    let record = catalog.equipment(id).ok_or_else(missing)?;
    if record.kind != wanted {
        return Err(BuildError::WrongKind { id: id.to_owned(), found: record.kind.clone(), wanted });
    }
    read(&record.parameters).map_err(|problems| BuildError::Parameters { id: id.to_owned(), problems })
}

/// The model of a system's server or tray.
///
/// # Errors
/// [`BuildError`].
pub fn server(catalog: &Catalog, system: &System) -> Result<ServerModel, BuildError> {
    let mut lanes = Vec::with_capacity(system.lanes.len());
    for l in &system.lanes {
        lanes.push(lane(catalog, system, l)?);
    }
    let floors = lanes.iter().flat_map(|l| &l.stations).filter_map(|s| match &s.heat {
        Heat::Chip(model) => Some(model.clock_floor),
        Heat::Module { .. } => None,
    });
    Ok(ServerModel {
        clock_floor: floors.fold(0.05, f64::max),
        lanes,
        supply: equipment(catalog, &system.id, &system.supply.equipment, "power-supply", conversion::Spec::read)?,
        supply_count: system.supply.count,
        supply_heat_to: system.supply.heat_to,
    })
}

fn lane(catalog: &Catalog, system: &System, lane: &Lane) -> Result<LaneModel, BuildError> {
    let mut stations = Vec::with_capacity(lane.stations.len());
    for (place, s) in lane.stations.iter().enumerate() {
        stations.push(station(catalog, system, lane, place, s)?);
    }
    Ok(LaneModel { count: lane.count, loss_pa_s2_m6: lane.loss_pa_s2_m6, stations })
}

fn station(
    catalog: &Catalog,
    system: &System,
    lane: &Lane,
    place: usize,
    station: &Station,
) -> Result<StationModel, BuildError> {
    let missing = || BuildError::Missing { by: system.id.clone(), kind: "chip", id: station.chip.clone() };
    let record = catalog.chip(&station.chip).ok_or_else(missing)?;
    let heat = match &station.cooler {
        None => Heat::Module { idle_w: record.power.idle_w, max_w: record.power.max_w },
        Some(cooler) => Heat::Chip(chip_model(catalog, system, record, cooler)?),
    };
    let repeated = lane.stations.iter().filter(|s| s.chip == station.chip).count() > 1;
    let name = if repeated {
        format!("{}, place {} of the {}", record.name, place + 1, lane.name)
    } else {
        record.name.clone()
    };
    Ok(StationModel {
        name,
        accelerator: record.kind == ChipKind::Accelerator,
        count: station.count,
        duty: station.duty,
        heat,
    })
}

fn chip_model(catalog: &Catalog, system: &System, record: &ChipRecord, cooler: &str) -> Result<ChipModel, BuildError> {
    let lacks = || BuildError::Lacks { id: record.id.clone(), what: "[chip.thermal]" };
    let thermal = record.thermal.as_ref().ok_or_else(lacks)?;
    let mut table = toml::Table::new();
    for (key, value) in [
        ("max_w", record.power.max_w),
        ("idle_w", record.power.idle_w),
        ("limit_c", thermal.limit_c),
        ("leakage_share", thermal.leakage_share),
        ("leakage_reference_c", thermal.leakage_reference_c),
        ("leakage_per_k", thermal.leakage_per_k),
    ] {
        table.insert(key.to_owned(), value.into());
    }
    let spec =
        chip::Spec::read(&table).map_err(|problems| BuildError::Parameters { id: record.id.clone(), problems })?;
    let area = Area::new(thermal.die_area_mm2 * 1e-6);
    let cooler = match system.coolant {
        Coolant::Air => {
            Cooler::Sink(HeatSink(equipment(catalog, &system.id, cooler, "heat-sink", heat_sink::Spec::read)?))
        }
        Coolant::Liquid => {
            Cooler::Plate(ColdPlate(equipment(catalog, &system.id, cooler, "cold-plate", cold_plate::Spec::read)?))
        }
    };
    Ok(ChipModel {
        chip: Chip::new(spec),
        junction_to_case_k_w: interface::resistance(thermal.junction_to_case_k_cm2_w, area).k_w(),
        cooler,
        // Control never aims above the limit, whatever the data say.
        target_c: thermal.target_c.min(thermal.limit_c),
        clock_floor: thermal.clock_floor,
    })
}
