//! A rack in seconds: what its parts, loops and room do after a pump, a fan, a chiller or the power fails.
//!
//! The rack's steady state ([`crate::rack`]) is laid out as a network of heat capacities: die, lid and cooler of every chip,
//! the coolant that has passed it, trays, pipes, the unit, facility water, air and metal of the room (`build`). Flows follow
//! the machines that move them (`moving`), machines follow events and power (`drive`, `plan`), speeds and clocks follow
//! their controllers (`model`). A run steps it with error control and finds when limits are passed (`run`, `limit_monitor`).

mod boundary;
mod build;
mod case;
mod control;
mod cooling;
mod crossings;
mod drive;
mod extremes;
mod limit_kind;
mod limit_monitor;
mod load;
mod loops;
mod machines;
mod model;
mod moment;
mod moving;
mod parts;
mod periodic;
mod plan;
mod result;
mod room;
mod run;
mod sample;
mod samples;
mod servers;

use crate::catalog::system::Coolant;
use crate::rack::model::LiquidCooling;
use crate::rack::state::RackState;
use crate::scenario::transient::EventKind;

pub use self::boundary::{BoilingFluid, BoundaryConditions, HeatRejectionPlant, RackFacilityWater};
pub use self::case::{DEFAULT_ACCURACY, RunError, TransientCase};
pub use self::extremes::{RunExtremes, ValueRange};
pub use self::limit_kind::TransientLimitKind;
pub use self::result::{LimitCrossing, MachineEvent, ServerShutdown, TransientRunResult};
pub use self::sample::TransientSample;

/// Runs a rack from its steady state through the events.
///
/// # Errors
/// [`RunError`].
pub fn simulate_events(
    around: &BoundaryConditions<'_>,
    state: &RackState,
    case: &TransientCase<'_>,
) -> Result<TransientRunResult, RunError> {
    let plan = plan::DrivePlan::new(case.given, case.events, &around.rules, case.duration_s);
    let model = build::build_model(around, state, &plan)?;
    run::run_model(model, machine_set(around), around, case)
}

/// Events that can befall a rack, in the order of their words.
pub fn possible_events(around: &BoundaryConditions<'_>) -> Vec<EventKind> {
    let has = machine_set(around);
    EventKind::ALL.into_iter().filter(|kind| has.is_affected_by(*kind)).collect()
}

fn machine_set(around: &BoundaryConditions<'_>) -> machines::MachineSet {
    let rack = &around.setup.rack;
    let fans = rack.trays.iter().any(|t| t.fans.is_some() && t.has_coolant(Coolant::Air));
    let wet = !rack.is_air_only();
    machines::MachineSet {
        pumps: matches!(rack.liquid_cooling, LiquidCooling::Loop(_)),
        batteries: around.architecture.feed.backup_role().is_some(),
        cdu: around.setup.cdu.is_some(),
        fans,
        crah: true,
        facility: around.water.is_some(),
        coolers: around.water.is_some() && around.plant.compressor_share < 1.0,
        running_compressors: (around.water.is_some() || !wet) && around.plant.compressor_share > 0.0,
        room_chiller: wet,
        compressors: around.plant.has_compressors || wet,
    }
}
