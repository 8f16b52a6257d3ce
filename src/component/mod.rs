//! One file per part: its equation, its parameters with unit and range, its source and its test.
//!
//! A component is a pure map from inlet to outlet. To add one: write `component/<group>/<kind>.rs` with a spec declared by
//! [`params!`](crate::params) and an [`EquipmentKind`] that carries its law, declare the file in the group's `mod.rs`, and
//! add one line to the kinds here; a dry cooler instead adds its line to [`plant::dry_cooling_unit`].

pub mod end_use;
pub mod error;
pub mod failure_rules;
pub mod kind;
pub mod liquid;
pub mod params;
pub mod plant;
pub mod power;
pub mod rates;
pub mod room;
pub mod scenario_defaults;
pub mod server;

use kind::EquipmentKind;

/// Kinds of equipment that a data file may describe, beside those of dry coolers.
static EQUIPMENT_KINDS: &[&EquipmentKind] = &[
    &server::chip::KIND,
    &server::activity::KIND,
    &server::heat_sink::KIND,
    &server::cold_plate::KIND,
    &server::cold_plate::IMMERSED_SINK,
    &server::boiling::PLATE_KIND,
    &server::boiling::FLUID_KIND,
    &liquid::dielectric::KIND,
    &liquid::rear_door::PASSIVE,
    &liquid::rear_door::ACTIVE,
    &liquid::liquid_to_air::KIND,
    &liquid::condenser::KIND,
    &liquid::rack_rules::KIND,
    &room::hall_it::KIND,
    &server::thermal_mass::KIND,
    &failure_rules::KIND,
    &scenario_defaults::KIND,
    &server::mover::FAN,
    &server::fan_curve::KIND,
    &server::mover::PUMP,
    &liquid::quick_disconnect::KIND,
    &plant::chiller::WATER_COOLED,
    &plant::chiller::AIR_COOLED,
    &plant::fan_tower::COOL_TOOLS,
    &plant::fan_tower::YORK_CALC,
    &plant::merkel_cell::KIND,
    &plant::counterflow_tower::KIND,
    &plant::tower_water::KIND,
    &plant::fluid_cooler::KIND,
    &server::server_block::KIND,
    &plant::adiabatic_pad::KIND,
    &plant::closed_circuit_cooler::KIND,
    &plant::free_cooling_coil::KIND,
    &plant::glycol_rules::KIND,
    &plant::air_economizer::KIND,
    &plant::humidifier::KIND,
    &room::air_envelope::KIND,
    &plant::indirect_evaporative::KIND,
    &plant::dx::KIND,
    &room::air_handler::KIND,
    &room::aisle::KIND,
    &plant::plant_pump::KIND,
    &plant::storage_tank::KIND,
    &plant::storage_rules::KIND,
    &plant::heat_pump::KIND,
    &plant::heat_reuse::KIND,
    &plant::design_rules::KIND,
    &plant::campus_water::KIND,
    &plant::pump_drive::KIND,
    &plant::water_reset::KIND,
    &liquid::plate_exchanger::CDU,
    &liquid::plate_exchanger::ECONOMIZER,
    &power::conversion::POWER_SUPPLY,
    &power::conversion::UPS,
    &power::conversion::TRANSFORMER,
    &power::conversion::RECTIFIER,
    &power::busway::KIND,
    &power::lighting::KIND,
    &rates::CAPITAL,
    &rates::OWNERSHIP,
    &rates::WATER_PRICE,
    &rates::ELECTRICITY_WATER,
];

/// Every kind of equipment that a data file may describe.
pub fn equipment_kinds() -> impl Iterator<Item = &'static EquipmentKind> {
    EQUIPMENT_KINDS.iter().chain(plant::dry_cooling_unit::DRY_COOLER_KINDS).copied()
}

/// The kind of a given name.
pub fn find_kind(name: &str) -> Option<&'static EquipmentKind> {
    equipment_kinds().find(|kind| kind.name == name)
}
