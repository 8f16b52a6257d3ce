//! Coolers of closed loops from their capacity at a design: dry and evaporative.

use crate::component::plant::dry_cooler::{self, VariableSpeedDryCooler};
use crate::component::plant::evaporative_cooler::{self, EvaporativeDesign, EvaporativeStage};
use crate::component::plant::fluid_cooler::{self, FluidCooler};
use crate::component::plant::tower_water;
use crate::physics::air::{self, MoistAir};
use crate::plant::explicit::{
    self, DriftBasis, ExplicitDryCooler, ExplicitEvaporativeCooler, ExplicitTower, ExplicitTowerCell,
};
use crate::scenario::explicit_plant as given;
use crate::scenario::explicit_plant::DryCoolerModel;
use crate::units::{Length, Temperature, ThermalConductance};

use super::error::ExplicitPartError;

/// Why a capacity can't be had.
const BEYOND_STREAMS: &str = "the smaller stream can't carry the capacity: give more air or water, or less capacity";

/// Air of a design at the standard pressure of an elevation.
fn design_air(
    rating: &given::CoolerRating,
    elevation_m: f64,
    part: &'static str,
) -> Result<MoistAir, ExplicitPartError> {
    let (_, air_c, wet_bulb_c) = rating.design_c;
    let pressure = air::standard_pressure(Length::new(elevation_m));
    MoistAir::from_wet_bulb(Temperature::from_celsius(air_c), Temperature::from_celsius(wet_bulb_c), pressure)
        .map_err(|problem| ExplicitPartError::State { part, problem: problem.into() })
}

pub(super) fn build_dry_cooler(
    d: &given::DryCoolerInput,
    elevation_m: f64,
) -> Result<ExplicitDryCooler, ExplicitPartError> {
    const PART: &str = "plant.dry_cooler";
    let rating = &d.rating;
    let (water_c, air_c, _) = rating.design_c;
    let design = design_air(rating, elevation_m, PART)?;
    let refused = ExplicitPartError::Design { part: PART, why: BEYOND_STREAMS };
    let water_w_k = explicit::design_capacity_rate_w_k(rating.water_flow_m3_s, water_c);
    if d.model == DryCoolerModel::Variable {
        let spec = dry_cooler::DryCoolerSpec {
            rated_w: rating.high.0,
            rated_water_c: water_c,
            rated_air_c: air_c,
            rated_water_w_k: water_w_k,
            air_flow_m3_s: rating.high.1,
            rated_density_kg_m3: design.density().kg_m3(),
            fan_power_w: rating.high.2,
            fan_min: d.fan_min,
        };
        return VariableSpeedDryCooler::new(spec).map(ExplicitDryCooler::Fan).ok_or(refused);
    }
    let spec = fluid_cooler::FluidCoolerSpec {
        design_water_c: water_c,
        high_capacity_w: rating.high.0,
        high_air_m3_s: rating.high.1,
        high_fan_w: rating.high.2,
        low_capacity_w: rating.low.0,
        low_air_m3_s: rating.low.1,
        low_fan_w: rating.low.2,
    };
    FluidCooler::new(&spec, ThermalConductance::new(water_w_k), &design).map(ExplicitDryCooler::Staged).ok_or(refused)
}

pub(super) fn build_evaporative_cooler(
    e: &given::EvaporativeCoolerInput,
    elevation_m: f64,
) -> Result<ExplicitEvaporativeCooler, ExplicitPartError> {
    const PART: &str = "plant.evaporative_cooler";
    let rating = &e.rating;
    let (water_c, _, wet_bulb_c) = rating.design_c;
    let design = EvaporativeDesign {
        water: Temperature::from_celsius(water_c),
        capacity_rate: ThermalConductance::new(explicit::design_capacity_rate_w_k(rating.water_flow_m3_s, water_c)),
        air: design_air(rating, elevation_m, PART)?,
        wet_bulb: Temperature::from_celsius(wet_bulb_c),
    };
    let stage = |(capacity_w, air_m3_s, fan_w)| EvaporativeStage { capacity_w, air_m3_s, fan_w };
    let (high, low) = (stage(rating.high), stage(rating.low));
    let low = (low.capacity_w > 0.0).then_some(&low);
    let coil = evaporative_cooler::size_coil(&high, low, &design)
        .map_err(|problem| ExplicitPartError::State { part: PART, problem: problem.into() })?
        .ok_or(ExplicitPartError::Design { part: PART, why: BEYOND_STREAMS })?;
    Ok(ExplicitEvaporativeCooler {
        coil: ExplicitTower {
            cell: ExplicitTowerCell::Staged(coil),
            cells: 1,
            cell_flow_min: 0.0,
            water_flow_m3_s: rating.water_flow_m3_s,
            air_flow_m3_s: rating.high.1,
            treatment: tower_water::TowerWaterSpec { cycles: e.cycles, drift: e.drift },
            drift_basis: DriftBasis::DesignWater(e.spray_flow_m3_s),
            evaporation: convert_evaporation(e.evaporation),
        },
        spray_pump_w: e.spray_pump_w,
    })
}

/// The balance that gives the evaporation.
pub(super) const fn convert_evaporation(method: given::EvaporationMethod) -> tower_water::EvaporationModel {
    match method {
        given::EvaporationMethod::DryAir => tower_water::EvaporationModel::DryAir,
        given::EvaporationMethod::SaturatedExit => tower_water::EvaporationModel::SaturatedExit,
        given::EvaporationMethod::LossFactor(factor) => tower_water::EvaporationModel::LossFactor(factor),
    }
}
