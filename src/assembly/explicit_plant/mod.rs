//! From plant as a scenario describes it to plant that runs: records found, conductances and calibrations solved.

mod closed_cooler;
mod error;

use crate::catalog::Catalog;
use crate::component::params::ParamError;
use crate::component::plant::chiller::{self, CurveExtrapolation};
use crate::component::plant::counterflow_tower::CounterflowTower;
use crate::component::plant::fan_tower::{FanTower, TowerCorrelation};
use crate::component::plant::merkel_cell::{self, MerkelCell};
use crate::component::plant::{tower, tower_water};
use crate::component::server::server_block;
use crate::plant::explicit::{
    self, DESIGN_DENSITY_KG_M3, DriftBasis, ExplicitChiller, ExplicitChillerPlant, ExplicitCondenser, ExplicitCooler,
    ExplicitEconomizer, ExplicitPlant, ExplicitPump, ExplicitSetPoint, ExplicitTower, ExplicitTowerCell,
    ExplicitTowerLoop, ServerInlet, SpecificHeatModel, VariableSpeedPump, ZoneAir,
};
use crate::scenario::explicit_plant as given;
use crate::scenario::explicit_plant::TowerModel;

pub use self::error::ExplicitPartError;

use self::closed_cooler::convert_evaporation;

/// The plant at an elevation.
///
/// # Errors
/// [`ExplicitPartError`].
pub fn build_plant(
    plant: &given::PlantInput,
    elevation_m: f64,
    catalog: &Catalog,
) -> Result<ExplicitPlant, ExplicitPartError> {
    let supply = convert_set_point(plant.supply);
    let cp = if plant.specific_heat_at_inlet {
        SpecificHeatModel::AtInlet
    } else {
        SpecificHeatModel::Constant(explicit::specific_heat_j_kg_k(supply.typical_c()))
    };
    let cooler = if let Some(machine) = &plant.chiller {
        ExplicitCooler::Chilled(build_chilled_cooler(plant, machine, &supply, catalog)?)
    } else if let Some(t) = &plant.tower {
        ExplicitCooler::Tower(build_tower(t, "plant.tower")?)
    } else if let Some(d) = &plant.dry_cooler {
        ExplicitCooler::Dry(closed_cooler::build_dry_cooler(d, elevation_m)?)
    } else if let Some(e) = &plant.evaporative_cooler {
        ExplicitCooler::Evaporative(closed_cooler::build_evaporative_cooler(e, elevation_m)?)
    } else {
        return Err(ExplicitPartError::Design { part: "plant", why: "nothing cools the loop" });
    };
    Ok(ExplicitPlant { supply, pump: build_pump(&plant.pump), cp, cooler })
}

const fn convert_set_point(set_point: given::SetPointInput) -> ExplicitSetPoint {
    match set_point {
        given::SetPointInput::Fixed(set_c) => ExplicitSetPoint::Fixed(set_c),
        given::SetPointInput::WetBulb { approach_k, limits_c } => ExplicitSetPoint::WetBulb { approach_k, limits_c },
    }
}

fn build_pump(p: &given::PumpInput) -> ExplicitPump {
    let variable = p.variable.map(|v| VariableSpeedPump { least_share: v.flow_min, power_curve: v.power_curve });
    ExplicitPump {
        flow_m3_s: p.flow_m3_s,
        kg_s: p.flow_m3_s * DESIGN_DENSITY_KG_M3,
        power_w: p.power_w,
        motor_efficiency: p.motor_efficiency,
        variable,
    }
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
        drift_basis: if t.drift_of_design {
            DriftBasis::DesignWater(t.water_flow_m3_s)
        } else {
            DriftBasis::PassingWater
        },
        evaporation: convert_evaporation(t.evaporation),
    })
}

fn build_chilled_cooler(
    plant: &given::PlantInput,
    machine: &given::ChillerInput,
    supply: &ExplicitSetPoint,
    catalog: &Catalog,
) -> Result<ExplicitChillerPlant, ExplicitPartError> {
    let condenser = match (&plant.tower, &plant.condenser_pump) {
        (Some(t), Some(p)) if !machine.air_cooled => {
            let mut pump = build_pump(p);
            let taken_kg_s = machine.condenser_flow.map(|(m3_s, at_c)| m3_s * explicit::density_kg_m3(at_c));
            let kg_s = taken_kg_s.map_or(pump.kg_s, |taken| taken.min(pump.kg_s));
            // A pump that serves nothing but the condenser gives no more than that takes.
            if plant.economiser.is_none_or(|e| e.own_loop.is_some()) {
                pump.kg_s = kg_s;
            }
            let set_point = t.set_point.map_or(ExplicitSetPoint::Fixed(t.design.0 + t.design.1), convert_set_point);
            let tower = build_tower(t, "plant.tower")?;
            ExplicitCondenser::Water { tower_loop: ExplicitTowerLoop { tower, set_point, pump }, kg_s }
        }
        _ => ExplicitCondenser::Air,
    };
    let economizer = plant.economiser.map(|e| build_economizer(&e, supply)).transpose()?;
    let chiller = ExplicitChiller {
        machine: build_chiller(machine, catalog)?,
        extrapolation: if machine.clamp { CurveExtrapolation::Clamp } else { CurveExtrapolation::Carnot },
        condenser_share: machine.condenser_share,
    };
    Ok(ExplicitChillerPlant { chiller, condenser, economizer })
}

fn build_economizer(
    e: &given::EconomizerInput,
    supply: &ExplicitSetPoint,
) -> Result<ExplicitEconomizer, ExplicitPartError> {
    let own_loop = match &e.own_loop {
        None => None,
        Some(own) => Some(ExplicitTowerLoop {
            tower: build_tower(&own.tower, "plant.free_cooling_tower")?,
            set_point: own.tower.set_point.map_or(*supply, convert_set_point),
            pump: build_pump(&own.pump),
        }),
    };
    let most_kg_s = e.flow_m3_s * DESIGN_DENSITY_KG_M3;
    Ok(ExplicitEconomizer {
        ua_w_k: e.ua_w_k,
        start_difference_k: e.start_k,
        max_tower_water_kg_s: own_loop.map_or(most_kg_s, |own| most_kg_s.min(own.pump.kg_s)),
        own_loop,
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

/// The servers' curves.
///
/// # Errors
/// [`ExplicitPartError`].
pub fn read_server_block(servers: &given::ServersInput) -> Result<server_block::ServerBlockSpec, ExplicitPartError> {
    let table = servers.parameters.iter().copied().map(parameter_entry).collect();
    server_block::ServerBlockSpec::read(&table).map_err(first_problem("servers"))
}

/// What servers breathe.
pub const fn convert_inlet(inlet: &given::InletInput) -> ServerInlet {
    match *inlet {
        given::InletInput::Profile => ServerInlet::Profile,
        given::InletInput::AdjustedSupply { supply_c, recirculation, curve, zone } => {
            let zone = match zone {
                given::ZoneInput::WellMixed(Some(m3_s)) => ZoneAir::SupplyFlow(m3_s),
                given::ZoneInput::WellMixed(None) => ZoneAir::ServerFlow,
                given::ZoneInput::Held(zone_c) => ZoneAir::Held(zone_c),
                given::ZoneInput::Profile => ZoneAir::Profile,
            };
            ServerInlet::AdjustedSupply { supply_c, recirculation, curve, zone }
        }
    }
}
