//! Plant: chillers, DX units, towers, dry coolers, economizers, pumps, storage, heat reuse, and rules for their design.

pub mod adiabatic_pad;
pub mod air_economizer;
pub mod chiller;
pub(crate) mod cool_tools;
pub mod counterflow_tower;
pub mod design_rules;
pub mod dry_cooler;
pub mod dry_cooling_unit;
pub mod dx;
pub mod ec_dry_cooler;
pub mod energy_input_curve;
pub mod fan_tower;
pub mod fluid_cooler;
pub mod heat_pump;
pub mod heat_reuse;
pub mod humidifier;
pub mod indirect_evaporative;
pub mod merkel_cell;
pub mod plant_pump;
pub mod saturated_exit;
mod scavenger;
pub(crate) mod staging;
pub mod storage_rules;
pub mod storage_tank;
pub mod tower;
pub mod tower_water;
pub(crate) mod york;
