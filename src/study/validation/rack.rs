//! One rack at full load at sea level, as cases ask of it.

use crate::catalog::Catalog;
use crate::catalog::record::ChipKind;
use crate::catalog::validation::CaseQuantity;
use crate::rack::assembly;
use crate::rack::model::{RackLoad, RackModel};
use crate::rack::solve::RackSolver;
use crate::rack::state::{ControlSetting, PartState, RackState};
use crate::scenario::{ArchitectureSettings, Scenario};
use crate::study::rack::envelope;
use crate::units::Pressure;

use super::error::PredictionFailure;

const SEA_LEVEL_PA: f64 = 101_325.0;
/// Racks that share coolant units.
const RACK_COUNT: f64 = 10.0;
const M3_S_PER_CFM: f64 = 4.719_474e-4;

/// The figures, each with its unit.
const RACK_FIGURES: [(&str, &str); 17] = [
    ("power", "kW"),
    ("server_power", "kW"),
    ("idle_server_power", "kW"),
    ("accelerator_power", "W"),
    ("accelerator_temperature", "degC"),
    ("supply_loss", "%"),
    ("liquid_heat", "%"),
    ("liquid_heat_of_tray", "kW"),
    ("liquid_flow", "L/min"),
    ("liquid_flow_at_10_k", "L/min/kW"),
    ("return", "degC"),
    ("fan_power_of_server", "W"),
    ("fan_share", "%"),
    ("server_airflow", "CFM"),
    ("hottest_accelerator", "degC"),
    ("warmest_supply", "degC"),
    ("exhaust_rise", "K"),
];

/// The figure of a quantity.
pub(crate) fn rack_figure(catalog: &Catalog, keys: &toml::Table, q: &CaseQuantity) -> Result<f64, PredictionFailure> {
    let (name, unit) = RACK_FIGURES.iter().find(|(name, _)| *name == q.figure).ok_or_else(|| {
        let known: Vec<&str> = RACK_FIGURES.iter().map(|(name, _)| *name).collect();
        PredictionFailure::invalid_case(format!("a rack has no figure `{}`; it has {}", q.figure, known.join(", ")))
    })?;
    if *unit != q.unit {
        return Err(PredictionFailure::invalid_case(format!("`{name}` is in `{unit}`, not `{}`", q.unit)));
    }
    let architecture = case_architecture(catalog, keys, q)?;
    let setup = assembly::assemble_rack(catalog, &architecture, Pressure::new(SEA_LEVEL_PA), RACK_COUNT);
    let rack = setup.map_err(|e| PredictionFailure::invalid_case(e.to_string()))?.rack;
    let load = rack.busy_load(&architecture);
    let no_answer = |e: crate::rack::RackError| PredictionFailure::NoSolution(e.to_string());
    match *name {
        "warmest_supply" => {
            let warmest = envelope::max_supply_temperature(&rack, architecture.cooling, load).map_err(no_answer)?;
            let (supply_c, _) =
                warmest.ok_or_else(|| PredictionFailure::NoSolution("no supply is cold enough".to_owned()))?;
            Ok(supply_c)
        }
        "server_airflow" => {
            let speed = q.at.get("fan_speed").copied();
            let speed = speed
                .ok_or_else(|| PredictionFailure::invalid_case("`server_airflow` needs at = { fan_speed = 0.8 }"))?;
            let setting = ControlSetting { pump: 1.0, fans: vec![speed; rack.trays.len()], clock: 1.0 };
            let mut solver = RackSolver::new(&rack, architecture.supply, load).map_err(no_answer)?;
            let state = solver.state_at_setting(setting).map_err(no_answer)?;
            let air = state.air.ok_or_else(|| PredictionFailure::NoSolution("no air flows".to_owned()))?;
            Ok(air.flow_m3_s / (1.0 - state.recirculation) / f64::from(rack.trays[0].count) / M3_S_PER_CFM)
        }
        _ => {
            let load = RackLoad { busy: if *name == "idle_server_power" { 0.0 } else { 1.0 }, ..load };
            let state = rack.solve_steady_state(architecture.supply, load).map_err(no_answer)?;
            figure_from_state(name, &rack, &state)
                .ok_or_else(|| PredictionFailure::NoSolution(format!("this rack has no `{name}`")))
        }
    }
}

fn figure_from_state(name: &str, rack: &RackModel, s: &RackState) -> Option<f64> {
    let servers = f64::from(rack.trays.first()?.count);
    let liquid = s.liquid;
    Some(match name {
        "power" => s.power_w() / 1e3,
        "server_power" | "idle_server_power" => s.power_w() / servers / 1e3,
        "accelerator_power" => accelerator_mean(s, |part| part.power_w)?,
        "accelerator_temperature" => accelerator_mean(s, |part| part.junction_c)?,
        "supply_loss" => 100.0 * s.psu_loss_w / s.power_w(),
        "liquid_heat" => 100.0 * s.captured_w / s.power_w(),
        "liquid_heat_of_tray" => {
            let liquid = liquid?;
            let tray = s.branches.iter().find(|b| b.kind == 0)?;
            liquid.capacity_w_k * tray.flow_m3_s / liquid.flow_m3_s * (tray.return_c - liquid.supply_c) / 1e3
        }
        "liquid_flow" => liquid?.flow_m3_s * 60e3,
        "liquid_flow_at_10_k" => {
            let liquid = liquid?;
            liquid.flow_m3_s * 60e6 / s.captured_w * (liquid.return_c - liquid.supply_c) / 10.0
        }
        "return" => s.main_coolant.return_c,
        "fan_power_of_server" => s.fan_w / servers,
        "fan_share" => 100.0 * s.fan_w / s.power_w(),
        "hottest_accelerator" => {
            let accelerators = s.parts.iter().filter(|part| part.kind == ChipKind::Accelerator);
            accelerators.map(|part| part.junction_c).reduce(f64::max)?
        }
        "exhaust_rise" => s.exhaust_c? - s.air?.supply_c,
        _ => return None,
    })
}

/// Mean of a value over the accelerators whose junction is followed.
fn accelerator_mean(s: &RackState, value: impl Fn(&PartState) -> f64) -> Option<f64> {
    let parts = || s.parts.iter().filter(|part| part.kind == ChipKind::Accelerator);
    let count: f64 = parts().map(|part| f64::from(part.count)).sum();
    let sum: f64 = parts().map(|part| f64::from(part.count) * value(part)).sum();
    (count > 0.0).then(|| sum / count)
}

/// The architecture of the keys of a case.
fn case_architecture(
    catalog: &Catalog,
    keys: &toml::Table,
    q: &CaseQuantity,
) -> Result<ArchitectureSettings, PredictionFailure> {
    let mut one = keys.clone();
    // Neither has a part in a rack, and a scenario wants them.
    one.insert("name".to_owned(), "case".into());
    one.entry("heat_rejection").or_insert_with(|| "tower".into());
    let mut scenario = toml::Table::new();
    scenario.insert("site".to_owned(), toml::toml! { climate = "us-va-ashburn" }.into());
    scenario.insert("it".to_owned(), toml::toml! { racks = 10 }.into());
    scenario.insert("architecture".to_owned(), toml::Value::Array(vec![one.into()]));
    let text = toml::to_string(&scenario).map_err(|e| PredictionFailure::invalid_case(e.to_string()))?;
    let parsed =
        Scenario::parse("case", &text, &q.set, catalog).map_err(|e| PredictionFailure::invalid_case(e.to_string()))?;
    parsed.architectures.into_iter().next().ok_or_else(|| PredictionFailure::invalid_case("no architecture"))
}
