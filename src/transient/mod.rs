//! A rack in seconds: what its parts, loops and room do after a pump, a fan, a chiller or the power fails.
//!
//! The rack's steady state ([`crate::rack`]) is laid out as a network of heat capacities: die, lid and cooler of every chip,
//! the coolant that has passed it, trays, pipes, the unit, facility water, air and metal of the room (`build`). Flows follow
//! the machines that move them (`moving`), machines follow events and power (`drive`, `plan`), speeds and clocks follow
//! their controllers (`model`). A run steps it with error control and finds when limits are passed (`run`, `watch`).

mod build;
mod control;
mod drive;
mod limit_monitor;
mod loops;
mod machines;
mod model;
mod moving;
mod parts;
mod plan;
mod room;
mod run;

use thiserror::Error;

use crate::component::failure_rules::FailureRulesSpec as Rules;
use crate::component::server::thermal_mass::ThermalMassSpec as Masses;
use crate::rack::RackError;
use crate::rack::assembly::RackAssembly;
use crate::rack::state::RackState;
use crate::scenario::ArchitectureSettings;
use crate::scenario::transient::{BufferTank, EventKind, ScheduledEvent, TransientSettings};
use crate::solve::transient::{IntegrationAccuracy, IntegrationError};

pub use self::limit_monitor::TransientLimitKind;
pub use self::run::{LimitCrossing, MachineEvent, TransientRunResult, TransientSample};

/// Facility water of one rack in the steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RackFacilityWater {
    /// Supplied, °C.
    pub supply_c: f64,
    /// Capacity rate, W/K.
    pub capacity_w_k: f64,
    /// Heat that it takes, W.
    pub heat_w: f64,
}

/// What a boiling fluid stores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoilingFluid {
    /// Density of the liquid, kg/m³.
    pub density_kg_m3: f64,
    /// Specific heat of the liquid, J/(kg K).
    pub specific_heat_j_kg_k: f64,
    /// Heat of evaporation, J/kg.
    pub latent_j_kg: f64,
}

/// A rack and what stands around it.
#[derive(Clone, Debug)]
pub struct BoundaryConditions<'a> {
    /// The rack.
    pub setup: &'a RackAssembly,
    /// What the scenario says of it.
    pub architecture: &'a ArchitectureSettings,
    /// Racks that share plant, units and buffer tank.
    pub rack_count: f64,
    /// Masses.
    pub masses: Masses,
    /// How machines stop and come back.
    pub rules: Rules,
    /// Facility water, where there is any.
    pub water: Option<RackFacilityWater>,
    /// Buffer tank in it, for all racks.
    pub buffer: Option<BufferTank>,
    /// Whether the plant cools with compressors.
    pub compressors: bool,
    /// Name of what cools the facility water or the hall's air.
    pub plant: &'static str,
    /// Whether the coolant distribution unit stands in the rack.
    pub unit_in_rack: bool,
    /// Whether a stopped pump lets nothing back.
    pub check_valves: bool,
    /// Fluid of a boiling tank.
    pub boiling: Option<BoilingFluid>,
    /// Temperature above which liquid in a plate boils, °C.
    pub boiling_c: f64,
}

/// Why a run gives no answer.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum RunError {
    /// The rack has no flows.
    #[error(transparent)]
    Rack(#[from] RackError),
    /// The integration ended early.
    #[error("the run in time: {0}")]
    Time(#[from] IntegrationError),
}

/// What is run.
#[derive(Clone, Debug)]
pub struct TransientCase<'a> {
    /// What stands behind the cooling.
    pub given: &'a TransientSettings,
    /// What happens, in the order of time.
    pub events: &'a [ScheduledEvent],
    /// Length, s.
    pub duration_s: f64,
    /// Spacing of samples, s; none are kept without it.
    pub step_s: Option<f64>,
    /// How exact.
    pub accuracy: IntegrationAccuracy,
}

/// Accuracy of runs: reported times move by less than 0.1 s or 1 % when it is halved.
pub const DEFAULT_ACCURACY: IntegrationAccuracy =
    IntegrationAccuracy { step_error_k: 1e-3, longest_step_s: f64::INFINITY, max_steps: 2_000_000 };

/// Runs a rack from its steady state through the events.
///
/// # Errors
/// [`RunError`].
pub fn simulate_events(
    around: &BoundaryConditions<'_>,
    state: &RackState,
    case: &TransientCase<'_>,
) -> Result<TransientRunResult, RunError> {
    let site = machines::CoolingPlantInfo { compressors: around.compressors, plant: around.plant };
    let plan = plan::DrivePlan::new(case.given, case.events, &around.rules, site, case.duration_s);
    let model = build::build_model(around, state, plan)?;
    run::run_model(model, machine_set(around), site, around, case)
}

/// Events that can befall a rack, in the order of their words.
pub fn possible_events(around: &BoundaryConditions<'_>) -> Vec<EventKind> {
    let has = machine_set(around);
    EventKind::ALL.into_iter().filter(|kind| has.is_affected_by(*kind)).collect()
}

fn machine_set(around: &BoundaryConditions<'_>) -> machines::MachineSet {
    use crate::rack::model::LiquidCooling;
    let rack = &around.setup.rack;
    let fans = rack.trays.iter().any(|t| t.fans.is_some() && t.has_coolant(crate::catalog::system::Coolant::Air));
    let wet = !rack.is_air_only();
    machines::MachineSet {
        pumps: matches!(rack.liquid_cooling, LiquidCooling::Loop(_)),
        cdu: around.setup.cdu.is_some(),
        fans,
        crah: true,
        facility: around.water.is_some(),
        plant: around.water.is_some() || around.compressors,
        room_chiller: wet,
        compressors: around.compressors || wet,
    }
}
