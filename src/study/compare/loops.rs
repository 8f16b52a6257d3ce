//! Loops of water of an architecture's plants at full load on the design day.

use serde::Serialize;

use crate::plant::error::PlantError;
use crate::plant::sized::PlantLoad;
use crate::plant::sized::loop_state::{PlantLoopKind, PlantLoopState};
use crate::scenario::HeatRejection;
use crate::site::facility::{Facility, HallCooling};
use crate::site::hour::FacilityHour;

/// A loop of water.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LoopResult {
    /// Which.
    #[serde(rename = "loop")]
    pub name: &'static str,
    /// Supply temperature: the colder side.
    pub supply_c: f64,
    /// Return temperature.
    pub return_c: f64,
    /// Flow.
    pub flow_l_min: f64,
    /// Its pumps; nothing where they belong to a campus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pump_power_w: Option<f64>,
}

/// Name of a loop; `hall` is that of the one which serves the hall.
const fn loop_name(kind: PlantLoopKind, hall: &'static str) -> &'static str {
    match kind {
        PlantLoopKind::Hall => hall,
        PlantLoopKind::Condenser => "condenser water",
        PlantLoopKind::Campus => "campus water",
    }
}

fn loop_result(state: &PlantLoopState, hall: &'static str) -> LoopResult {
    LoopResult {
        name: loop_name(state.kind, hall),
        supply_c: state.supply_c,
        return_c: state.return_c,
        flow_l_min: state.flow.m3_s() * 60e3,
        pump_power_w: state.pump_w,
    }
}

/// The loops of a facility at full load in an hour.
///
/// # Errors
/// As [`crate::site::facility::DataHall::state_at_supply`].
pub(super) fn summarize_loops(
    full: &Facility,
    hour: &FacilityHour,
    rejection: HeatRejection,
) -> Result<Vec<LoopResult>, PlantError> {
    let state = full.hall.state_at_supply(hour.supply_c)?;
    let (main, room) = full.plants();
    let mut out = Vec::new();
    if let PlantLoad::Water(load) = &state.main_load {
        let chilled = matches!(full.hall.cooling, HallCooling::Air(_)) && rejection.chills_water();
        let name = if chilled { "chilled water" } else { "facility water" };
        out.extend(main.loop_states(load, &hour.main).iter().map(|state| loop_result(state, name)));
    }
    if let (Some(plant), Some(PlantLoad::Water(load))) = (room, &state.room_load) {
        let states = plant.loop_states(load, &hour.room);
        let own = states.iter().filter(|state| state.kind == PlantLoopKind::Hall);
        out.extend(own.map(|state| loop_result(state, "chilled water of the room")));
    }
    Ok(out)
}
