//! What a facility has where its scenario does not say: supply temperatures by the way of cooling, air of the room, racks
//! that share coolant units, the hall that generations are compared in.
//!
//! Neglects: everything that a project decides; each value is a usual choice that a key of the scenario replaces.
//!
//! Compared with: `tests/scenario_defaults.rs`, where a scenario that states the same values has the same results.

use crate::component::kind::{ComponentLaw, EquipmentKind, LawResult};
use crate::params;

params! {
    /// Values of a scenario that gives none.
    pub struct ScenarioDefaultsSpec {
        /// Supply air of racks on air.
        air_supply_c ["degC"] in 10.0..=45.0;
        /// Water to rear doors.
        rear_door_supply_c ["degC"] in 5.0..=40.0;
        /// Coolant to cold plates, with or without fans beside them.
        cold_plate_supply_c ["degC"] in 5.0..=60.0;
        /// Pumped dielectric to tanks.
        immersion_1p_supply_c ["degC"] in 10.0..=65.0;
        /// Water to condensers of boiling tanks.
        immersion_2p_supply_c ["degC"] in 5.0..=60.0;
        /// Air of a room whose racks have fans beside their liquid.
        fan_room_air_c ["degC"] in 10.0..=45.0;
        /// Air of a room whose racks have no fans.
        fanless_room_air_c ["degC"] in 10.0..=45.0;
        /// Flow of coolant for the heat that it takes, where pumps hold a flow for each kW.
        coolant_flow_l_min_kw ["L/min/kW"] in 0.15..=10.0 = 1.5;
        /// Racks that share coolant units where their number is not known.
        racks [""] in 1.0..=1000.0;
        /// Rated power of the accelerators of the hall that generations are compared in.
        generation_hall_w ["W"] in 1e4..=1e9;
        /// Accelerators of a server in a price list.
        server_accelerators [""] in 1.0..=64.0;
        /// Whether a named workload brings the activity at which its token rate was measured: 1 if so, 0 for full activity.
        workload_activity [""] in 0.0..=1.0 = 0.0;
    }
}

impl ScenarioDefaultsSpec {
    /// Whether a named workload brings the activity at which its token rate was measured.
    pub fn takes_workload_activity(&self) -> bool {
        self.workload_activity >= 0.5
    }
}

/// Kind of a record that says `kind = "scenario-defaults"`.
pub static KIND: EquipmentKind = EquipmentKind {
    name: "scenario-defaults",
    summary: "Values of a scenario that gives none",
    law: ComponentLaw {
        symbols: "a key of the scenario, or this value",
        words: "usual choices of designers",
        results: &[LawResult::CoolantSupply],
    },
    params: ScenarioDefaultsSpec::PARAMS,
    check: |table| ScenarioDefaultsSpec::read(table).map(drop),
};
