//! From plant as a scenario describes it to plant that runs: records found, conductances and calibrations solved.

use thiserror::Error;

use crate::catalog::Catalog;
use crate::component::error::ComponentError;
use crate::component::params::ParamError;
use crate::component::plant::chiller::{self, CurveExtrapolation};
use crate::component::plant::counterflow_tower::CounterflowTower;
use crate::component::plant::dry_cooler::{self, VariableSpeedDryCooler};
use crate::component::plant::fan_tower::{FanTower, TowerCorrelation};
use crate::component::plant::fluid_cooler::{self, FluidCooler};
use crate::component::plant::merkel_cell::{self, MerkelCell};
use crate::component::plant::{tower, tower_water};
use crate::component::server::server_block;
use crate::physics::air::{self, MoistAir};
use crate::plant::explicit::{
    self, DESIGN_DENSITY_KG_M3, ExplicitChillerPlant, ExplicitCondenser, ExplicitCooler, ExplicitDryCooler,
    ExplicitEconomizer, ExplicitPlant, ExplicitPump, ExplicitTower, ExplicitTowerCell, SpecificHeatModel,
};
use crate::scenario::explicit_plant as given;
use crate::scenario::explicit_plant::{DryCoolerModel, TowerModel};
use crate::units::{Length, Temperature, ThermalConductance};

/// Why described parts make no plant.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ExplicitPartError {
    /// No size meets a design.
    #[error("{part}: no size meets its design: {why}")]
    Design {
        /// Table.
        part: &'static str,
        /// Why.
        why: &'static str,
    },
    /// A record of the catalog is of another kind.
    #[error("{part}: `{id}` is no chiller but of kind `{kind}`")]
    Kind {
        /// Table.
        part: &'static str,
        /// Record.
        id: String,
        /// Its kind.
        kind: String,
    },
    /// Parameters do not make a part.
    #[error("{part}: {problem}")]
    Parameter {
        /// Table.
        part: &'static str,
        /// What is wrong.
        problem: ParamError,
    },
    /// A design is no state of moist air or water, or has no solution.
    #[error("{part}: {problem}")]
    State {
        /// Table.
        part: &'static str,
        /// What is wrong.
        problem: ComponentError,
    },
}

/// The plant at an elevation.
///
/// # Errors
/// [`ExplicitPartError`].
pub fn build_plant(
    plant: &given::PlantInput,
    elevation_m: f64,
    catalog: &Catalog,
) -> Result<ExplicitPlant, ExplicitPartError> {
    let cp = if plant.specific_heat_at_inlet {
        SpecificHeatModel::AtInlet
    } else {
        SpecificHeatModel::Constant(explicit::specific_heat_j_kg_k(plant.supply_c))
    };
    let cooler = match (&plant.chiller, &plant.tower, &plant.dry_cooler) {
        (Some(machine), tower_given, _) => {
            ExplicitCooler::Chilled(build_chilled_cooler(plant, machine, tower_given.as_ref(), catalog)?)
        }
        (None, Some(t), _) => ExplicitCooler::Tower(build_tower(t, "plant.tower")?),
        (None, None, Some(d)) => ExplicitCooler::Dry(build_dry_cooler(d, elevation_m)?),
        (None, None, None) => {
            return Err(ExplicitPartError::Design { part: "plant", why: "nothing cools the loop" });
        }
    };
    Ok(ExplicitPlant { supply_c: plant.supply_c, pump: build_pump(&plant.pump), cp, cooler })
}

fn build_pump(p: &given::PumpInput) -> ExplicitPump {
    ExplicitPump { kg_s: p.flow_m3_s * DESIGN_DENSITY_KG_M3, power_w: p.power_w, motor_efficiency: p.motor_efficiency }
}

/// Cells of a tower: each is the tower with its share of every flow, conductance and power.
fn build_tower(t: &given::TowerInput, part: &'static str) -> Result<ExplicitTower, ExplicitPartError> {
    let share = 1.0 / f64::from(t.cells);
    let (wet_bulb, approach, range) = t.design;
    let spec = tower::TowerSpec {
        design_wet_bulb_c: wet_bulb,
        design_approach_k: approach,
        design_range_k: range,
        water_flow_m3_s: t.water_flow_m3_s * share,
        air_flow_m3_s: t.air_flow_m3_s * share,
        fan_power_w: t.fan_power_w * share,
        fan_min: t.fan_min,
        free_convection: t.free_convection,
        exponent: t.exponent,
        design_pressure_pa: t.design_pressure_pa,
    };
    let correlated = |correlation| {
        let why = "no water flow has this approach at this range and wet bulb by the correlation";
        FanTower::new(spec, correlation)
            .map_err(|problem| ExplicitPartError::State { part, problem: problem.into() })?
            .map(ExplicitTowerCell::Fan)
            .ok_or(ExplicitPartError::Design { part, why })
    };
    let cell = match t.model {
        TowerModel::CoolTools => correlated(TowerCorrelation::CoolTools)?,
        TowerModel::YorkCalc => correlated(TowerCorrelation::York)?,
        TowerModel::SingleSpeed | TowerModel::TwoSpeed => {
            ExplicitTowerCell::Staged(MerkelCell::new(merkel_cell::MerkelCellSpec {
                high_ua_w_k: t.ua_w_k * share,
                high_air_m3_s: t.air_flow_m3_s * share,
                high_fan_w: t.fan_power_w * share,
                low_ua_w_k: t.low.0 * share,
                low_air_m3_s: t.low.1 * share,
                low_fan_w: t.low.2 * share,
                free_ua_w_k: t.free.0 * share,
                free_air_m3_s: t.free.1 * share,
            }))
        }
        TowerModel::Merkel => {
            let why =
                "the air would leave above saturation at the entering water: give it more air or a larger approach";
            let sized = CounterflowTower::new(spec)
                .map_err(|problem| ExplicitPartError::State { part, problem: problem.into() })?;
            ExplicitTowerCell::Counterflow(sized.ok_or(ExplicitPartError::Design { part, why })?)
        }
    };
    Ok(ExplicitTower {
        cell,
        cells: t.cells,
        cell_flow_min: t.cell_flow_min,
        water_flow_m3_s: t.water_flow_m3_s,
        air_flow_m3_s: t.air_flow_m3_s,
        treatment: tower_water::TowerWaterSpec { cycles: t.cycles, drift: t.drift },
        evaporation: match t.evaporation {
            given::EvaporationMethod::DryAir => tower_water::EvaporationModel::DryAir,
            given::EvaporationMethod::SaturatedExit => tower_water::EvaporationModel::SaturatedExit,
            given::EvaporationMethod::LossFactor(factor) => tower_water::EvaporationModel::LossFactor(factor),
        },
    })
}

fn build_chilled_cooler(
    plant: &given::PlantInput,
    machine: &given::ChillerInput,
    tower_given: Option<&given::TowerInput>,
    catalog: &Catalog,
) -> Result<ExplicitChillerPlant, ExplicitPartError> {
    let condenser = match (tower_given, &plant.condenser_pump) {
        (Some(t), Some(p)) if !machine.air_cooled => {
            let mut pump = build_pump(p);
            if let Some((flow_m3_s, reference_c)) = machine.condenser_flow {
                pump.kg_s = pump.kg_s.min(flow_m3_s * explicit::density_kg_m3(reference_c));
            }
            let set_c = t.set_point_c.unwrap_or(t.design.0 + t.design.1);
            ExplicitCondenser::Water { tower: build_tower(t, "plant.tower")?, set_c, pump }
        }
        _ => ExplicitCondenser::Air,
    };
    let economiser = match &plant.economiser {
        None => None,
        Some(e) => Some(ExplicitEconomizer {
            ua_w_k: e.ua_w_k,
            start_difference_k: e.start_k,
            max_tower_water_kg_s: (e.flow_m3_s * DESIGN_DENSITY_KG_M3).min(e.pump.flow_m3_s * DESIGN_DENSITY_KG_M3),
            tower: build_tower(&e.tower, "plant.free_cooling_tower")?,
            set_c: e.tower.set_point_c.unwrap_or(plant.supply_c),
            pump: build_pump(&e.pump),
        }),
    };
    Ok(ExplicitChillerPlant {
        chiller: build_chiller(machine, catalog)?,
        extrapolation: if machine.clamp { CurveExtrapolation::Clamp } else { CurveExtrapolation::Carnot },
        condenser_share: machine.condenser_share,
        condenser,
        economizer: economiser,
    })
}

fn build_chiller(machine: &given::ChillerInput, catalog: &Catalog) -> Result<chiller::EirChiller, ExplicitPartError> {
    const PART: &str = "plant.chiller";
    let mut table = toml::Table::new();
    if let Some(record) = machine.equipment.as_deref().and_then(|id| catalog.equipment(id)) {
        if record.kind != chiller::WATER_COOLED.name && record.kind != chiller::AIR_COOLED.name {
            return Err(ExplicitPartError::Kind { part: PART, id: record.id.clone(), kind: record.kind.clone() });
        }
        table.clone_from(&record.parameters);
    } else if machine.clamp {
        // Approaches and least lift belong to the continuation that clamping takes the place of.
        table.extend([("evaporator_approach_k", 1.0), ("condenser_approach_k", 1.0)].map(parameter_entry));
    }
    table.extend(machine.parameters.iter().copied().map(parameter_entry));
    chiller::ChillerSpec::read(&table).map(chiller::EirChiller::new).map_err(first_problem(PART))
}

fn parameter_entry((key, value): (&str, f64)) -> (String, toml::Value) {
    (key.to_owned(), toml::Value::Float(value))
}

/// The first of a part's problems: the scenario has checked the keys, so that there is seldom more than one.
fn first_problem(part: &'static str) -> impl Fn(Vec<ParamError>) -> ExplicitPartError {
    move |problems| {
        let why = "its parameters are not sound";
        problems
            .into_iter()
            .next()
            .map_or(ExplicitPartError::Design { part, why }, |problem| ExplicitPartError::Parameter { part, problem })
    }
}

fn build_dry_cooler(d: &given::DryCoolerInput, elevation_m: f64) -> Result<ExplicitDryCooler, ExplicitPartError> {
    const PART: &str = "plant.dry_cooler";
    let (water_c, air_c, wet_bulb_c) = d.design_c;
    let pressure = air::standard_pressure(Length::new(elevation_m));
    let design =
        MoistAir::from_wet_bulb(Temperature::from_celsius(air_c), Temperature::from_celsius(wet_bulb_c), pressure)
            .map_err(|problem| ExplicitPartError::State { part: PART, problem: problem.into() })?;
    let why = "the smaller stream can't carry the capacity: give more air or water, or less capacity";
    let refused = ExplicitPartError::Design { part: PART, why };
    let water_w_k = explicit::design_capacity_rate_w_k(d.water_flow_m3_s, water_c);
    if d.model == DryCoolerModel::Variable {
        let spec = dry_cooler::DryCoolerSpec {
            rated_w: d.high.0,
            rated_water_c: water_c,
            rated_air_c: air_c,
            rated_water_w_k: water_w_k,
            air_flow_m3_s: d.high.1,
            rated_density_kg_m3: design.density().kg_m3(),
            fan_power_w: d.high.2,
            fan_min: d.fan_min,
        };
        return VariableSpeedDryCooler::new(spec).map(ExplicitDryCooler::Fan).ok_or(refused);
    }
    let spec = fluid_cooler::FluidCoolerSpec {
        design_water_c: water_c,
        high_capacity_w: d.high.0,
        high_air_m3_s: d.high.1,
        high_fan_w: d.high.2,
        low_capacity_w: d.low.0,
        low_air_m3_s: d.low.1,
        low_fan_w: d.low.2,
    };
    FluidCooler::new(&spec, ThermalConductance::new(water_w_k), &design).map(ExplicitDryCooler::Staged).ok_or(refused)
}

/// The servers' curves.
///
/// # Errors
/// [`ExplicitPartError`].
pub fn read_server_block(servers: &given::ServersInput) -> Result<server_block::ServerBlockSpec, ExplicitPartError> {
    let table = servers.parameters.iter().copied().map(parameter_entry).collect();
    server_block::ServerBlockSpec::read(&table).map_err(first_problem("servers"))
}
