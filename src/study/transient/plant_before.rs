//! What carries the heat of the hall before the first event: which machines run on the site's design day.
//!
//! A plant without running compressors waits for none of them after a loss of power. The design day (0.4 %) is the hour in
//! which a plant needs its compressors most.

use crate::assembly::error::ArchitectureError;
use crate::assembly::facility::build_facility;
use crate::catalog::Catalog;
use crate::physics::air::MoistAir;
use crate::plant::error::PlantError;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::sized::air::{AirPlant, OutdoorAirCooling};
use crate::plant::sized::dry::DryPlant;
use crate::plant::sized::precooled_tower::PrecooledTowerPlant;
use crate::plant::sized::tower::TowerPlant;
use crate::plant::sized::{PlantLoad, PlantMode, SizedPlant, SizedPlantHour, WaterLoad};
use crate::plant::weather::DesignConditions;
use crate::scenario::{ArchitectureSettings, HeatRejection, Scenario};
use crate::site::facility::Facility;
use crate::transient::HeatRejectionPlant;

use super::result::PlantBeforeEvent;

/// The plant before the first event.
pub(crate) struct FoundPlant {
    /// How a run sees it.
    pub plant: HeatRejectionPlant,
    /// How results tell it.
    pub told: PlantBeforeEvent,
    /// Catalog records that it rests on.
    pub records: Vec<String>,
}

/// The plant on the design day at a share of busy servers.
///
/// # Errors
/// When the facility can't be built, or its plant does not carry the design day.
pub(crate) fn find_plant_before(
    (catalog, scenario): (&Catalog, &Scenario),
    architecture: &ArchitectureSettings,
    design: &DesignConditions,
    utilisation: f64,
) -> Result<FoundPlant, ArchitectureError> {
    let room = architecture.plant_options.room;
    if !architecture.cooling.is_air_cooled() && !room.chills_water() {
        return Err(PlantError::RoomWithoutChillers { room: room.name() }.into());
    }
    let built = build_facility(catalog, scenario, architecture, design)?;
    let facility = built.facility.with_utilisation(utilisation)?;
    let outdoor = OutdoorConditions::new(design.typical);
    let hour = facility.solve_hour(&outdoor)?.main;
    let sink_c = sink_temperature_c(&facility.main, &outdoor)?;
    let compressor_share = compressor_share(&facility, &hour, &outdoor, sink_c)?;
    let rejection = architecture.heat_rejection;
    let plant = HeatRejectionPlant {
        has_compressors: has_compressors(&facility.main),
        compressor_share,
        sink_c,
        coolers: cooler_name(rejection),
        compressors: compressor_name(rejection),
    };
    let told = PlantBeforeEvent {
        mode: hour.mode,
        compressor_share,
        outdoor_dry_bulb_c: outdoor.air.dry_bulb().celsius(),
        outdoor_wet_bulb_c: outdoor.wet_bulb.celsius(),
    };
    Ok(FoundPlant { plant, told, records: built.records })
}

/// Outdoor temperature that heat without compressors falls to, °C: of the air that dry coolers and halls draw, the wet-bulb of
/// towers and of exchangers and coils that are wetted.
fn sink_temperature_c(plant: &SizedPlant, outdoor: &OutdoorConditions) -> Result<f64, PlantError> {
    let air: MoistAir = match plant {
        SizedPlant::Tower(_) | SizedPlant::PrecooledTower(_) => return Ok(outdoor.wet_bulb.celsius()),
        SizedPlant::CoilChiller(plant) => outdoor.air.warmed_by(plant.recirculation_rise),
        SizedPlant::Air(air) => match air.outdoor_air {
            Some(OutdoorAirCooling::Indirect { .. }) => return Ok(outdoor.wet_bulb.celsius()),
            Some(OutdoorAirCooling::Direct { pad: Some(pad), .. })
                if pad.is_wetted(outdoor.air.dry_bulb(), outdoor.wet_bulb) =>
            {
                pad.cool_air(&outdoor.air, outdoor.wet_bulb)?.air
            }
            _ => outdoor.air,
        },
        SizedPlant::Dry(dry) if dry.has_sprayed_coils() => return Ok(outdoor.wet_bulb.celsius()),
        SizedPlant::Dry(dry) => {
            let yard = outdoor.air.warmed_by(dry.recirculation_rise);
            dry.air_behind_pads(&yard, outdoor.wet_bulb)?.map_or(yard, |(_, passed)| passed.air)
        }
    };
    Ok(air.dry_bulb().celsius())
}

/// Share of the main plant's heat that its compressors carry.
fn compressor_share(
    facility: &Facility,
    hour: &SizedPlantHour,
    outdoor: &OutdoorConditions,
    sink_c: f64,
) -> Result<f64, PlantError> {
    match hour.mode {
        PlantMode::Free => return Ok(0.0),
        PlantMode::Mechanical => return Ok(1.0),
        PlantMode::Partial => {}
    }
    let load = facility.hall.state_at_supply(facility.hall.main.set_point.celsius())?.main_load;
    match (facility.main, &load) {
        (SizedPlant::Dry(plant), PlantLoad::Water(water)) => {
            let alone = SizedPlant::Dry(DryPlant { trim_chillers: None, campus: None, ..plant });
            warmer_water_share(&alone, water, outdoor, sink_c)
        }
        // What the coils leave of the range of the water.
        (SizedPlant::CoilChiller(_), PlantLoad::Water(water)) => {
            let return_c = water.supply_c + water.heat_w / water.capacity_w_k;
            let reached_c = hour.rejection_water.map_or(return_c, |passed| passed.leaving_c);
            let range_k = return_c - water.supply_c;
            Ok(((reached_c - water.supply_c) / range_k).clamp(0.0, 1.0))
        }
        (
            SizedPlant::Tower(plant) | SizedPlant::PrecooledTower(PrecooledTowerPlant { tower: plant, .. }),
            PlantLoad::Water(water),
        ) => {
            let alone = SizedPlant::Tower(TowerPlant { chillers: None, campus: None, ..plant });
            warmer_water_share(&alone, water, outdoor, sink_c)
        }
        // The compressors' electricity beside outdoor air over what they draw without it.
        (SizedPlant::Air(plant), _) => {
            let alone = SizedPlant::Air(AirPlant { outdoor_air: None, ..plant }).at_load(&load)?;
            Ok((hour.compressor_w / alone.solve_hour(outdoor)?.compressor_w).clamp(0.0, 1.0))
        }
        _ => Err(PlantError::LoadKindMismatch),
    }
}

/// Share that a plant lacks at the wanted supply, from the warmer supply at which it carries the heat alone: what it gives
/// off grows with the difference between its return water and the outdoor air.
fn warmer_water_share(
    alone: &SizedPlant,
    load: &WaterLoad,
    outdoor: &OutdoorConditions,
    sink_c: f64,
) -> Result<f64, PlantError> {
    let reached_c = alone.at_load(&PlantLoad::Water(*load))?.solve_hour(outdoor)?.supply_c;
    let wanted_k = load.supply_c + load.heat_w / load.capacity_w_k - sink_c;
    let needed_k = wanted_k + (reached_c - load.supply_c).max(0.0);
    Ok(if needed_k > 0.0 { 1.0 - (wanted_k / needed_k).clamp(0.0, 1.0) } else { 1.0 })
}

fn has_compressors(plant: &SizedPlant) -> bool {
    match plant {
        SizedPlant::Tower(tower) | SizedPlant::PrecooledTower(PrecooledTowerPlant { tower, .. }) => {
            tower.chillers.is_some() || tower.campus.is_some()
        }
        SizedPlant::Dry(dry) => dry.trim_chillers.is_some() || dry.campus.is_some(),
        SizedPlant::Air(air) => air.has_compressors(),
        SizedPlant::CoilChiller(_) => true,
    }
}

const fn cooler_name(rejection: HeatRejection) -> &'static str {
    match rejection {
        HeatRejection::Tower { .. } => "towers",
        HeatRejection::DryCooler { .. } | HeatRejection::ChillerAir | HeatRejection::Campus => "dry coolers",
        HeatRejection::ClosedCircuit { .. } => "closed-circuit coolers",
        HeatRejection::Dx | HeatRejection::AirEconomizer { .. } => "outdoor air",
    }
}

const fn compressor_name(rejection: HeatRejection) -> &'static str {
    match rejection {
        _ if rejection.buys_water() => "campus chilled water",
        HeatRejection::DryCooler { .. } | HeatRejection::ClosedCircuit { .. } => "trim chillers",
        HeatRejection::Tower { .. } | HeatRejection::ChillerAir | HeatRejection::Campus => "chillers",
        HeatRejection::Dx | HeatRejection::AirEconomizer { .. } => "cooling units",
    }
}
