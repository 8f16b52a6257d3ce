//! What a facility has where its scenario does not say: supply temperatures by the way of cooling, air of the room,
//! flows of coolant, the hall that generations are compared in.
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
        /// Flow of coolant for the heat of the busy rack, where maker and operator state none.
        coolant_flow_l_min_kw ["L/min/kW"] in 0.15..=10.0 = 1.5;
        /// The same of a pumped dielectric in a tank.
        immersion_flow_l_min_kw ["L/min/kW"] in 0.5..=20.0 = 6.9;
        /// What a loop that holds a pressure is set to keep every busy part below its limit, at least.
        limit_margin_k ["K"] in 0.0..=30.0 = 3.0;
        /// Coolant units on one header that share a spare one.
        cdus_per_spare [""] in 1.0..=100.0 = 4.0;
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
