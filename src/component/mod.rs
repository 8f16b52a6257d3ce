//! One file per part: its equation, its parameters with unit and range, its source and its test.
//!
//! A component is a pure map from inlet to outlet. To add one: write `component/<kind>.rs` with a `Spec` declared by
//! [`params!`](crate::params) and a [`Kind`], and add one line to [`KINDS`].

pub mod adiabatic_pad;
pub mod air_economiser;
pub mod air_envelope;
pub mod air_handler;
pub mod boiling;
pub mod busway;
pub mod chiller;
pub mod chip;
pub mod coil;
pub mod cold_plate;
pub mod condenser;
pub mod conversion;
mod cool_tools;
pub mod counterflow_tower;
pub mod design_rules;
pub mod dielectric;
pub mod dry_cooler;
pub mod dx;
pub mod failure_rules;
pub mod fan_tower;
pub mod fluid_cooler;
pub mod heat_pump;
pub mod heat_reuse;
pub mod heat_sink;
pub mod indirect_evaporative;
pub mod interface;
pub mod lighting;
pub mod merkel_cell;
pub mod merkel_tower;
pub mod mover;
pub mod params;
pub mod plant_pump;
pub mod plate_exchanger;
pub mod quick_disconnect;
pub mod rack_rules;
pub mod rates;
pub mod saturated_exit;
pub mod server_block;
mod staging;
pub mod storage_rules;
pub mod storage_tank;
pub mod thermal_mass;
pub mod tower;
pub mod tower_water;
mod york;

use params::{Param, ParamError};

/// A kind of equipment: what the catalog's `kind` key may name.
#[derive(Clone, Copy, Debug)]
pub struct EquipmentKind {
    /// Name in data files, kebab-case.
    pub name: &'static str,
    /// One line for the user.
    pub summary: &'static str,
    /// Declared parameters.
    pub params: &'static [Param],
    /// Reads and checks a record's parameters.
    pub check: fn(&toml::Table) -> Result<(), Vec<ParamError>>,
}

/// Every kind of equipment that a data file may describe.
pub static EQUIPMENT_KINDS: &[&EquipmentKind] = &[
    &chip::KIND,
    &heat_sink::KIND,
    &cold_plate::KIND,
    &cold_plate::IMMERSED_SINK,
    &boiling::PLATE_KIND,
    &boiling::FLUID_KIND,
    &dielectric::KIND,
    &coil::REAR_DOOR,
    &coil::LIQUID_TO_AIR,
    &condenser::KIND,
    &rack_rules::KIND,
    &thermal_mass::KIND,
    &failure_rules::KIND,
    &mover::FAN,
    &mover::PUMP,
    &quick_disconnect::KIND,
    &chiller::WATER_COOLED,
    &chiller::AIR_COOLED,
    &fan_tower::COOL_TOOLS,
    &fan_tower::YORK_CALC,
    &merkel_cell::KIND,
    &counterflow_tower::KIND,
    &tower_water::KIND,
    &fluid_cooler::KIND,
    &server_block::KIND,
    &dry_cooler::KIND,
    &adiabatic_pad::KIND,
    &air_economiser::KIND,
    &air_envelope::KIND,
    &indirect_evaporative::KIND,
    &dx::KIND,
    &air_handler::KIND,
    &plant_pump::KIND,
    &storage_tank::KIND,
    &storage_rules::KIND,
    &heat_pump::KIND,
    &heat_reuse::KIND,
    &design_rules::KIND,
    &plate_exchanger::CDU,
    &plate_exchanger::ECONOMIZER,
    &conversion::POWER_SUPPLY,
    &conversion::UPS,
    &conversion::TRANSFORMER,
    &conversion::RECTIFIER,
    &busway::KIND,
    &lighting::KIND,
    &rates::CAPITAL,
    &rates::OWNERSHIP,
    &rates::WATER_PRICE,
    &rates::ELECTRICITY_WATER,
];

/// The kind of a given name.
pub fn find_kind(name: &str) -> Option<&'static EquipmentKind> {
    EQUIPMENT_KINDS.iter().find(|kind| kind.name == name).copied()
}
