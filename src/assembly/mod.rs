//! From a scenario to what stands there: which records of the catalog, and how many of each, make this facility.
//!
//! `equal_size` decides how large each architecture is, `rack_count` how many racks that takes, `beside_racks` what stands beside them, `cooling_variants` which ways of cooling, `power_chain` what feeds them,
//! `tower_cells` which towers, `hall_air` how much air and how many air handlers, `sized_plants` which plants, `machine_records` which records the machines are of, `location` the weather, `tariffs` prices and carbon, `water_value` what water is worth in electricity, `capital_cost` what is paid
//! once, `module_edge` which numbers of modules are close to a step of the load; [`facility`] puts them together, [`explicit_plant`] builds a plant that the scenario describes part by part.

pub(crate) mod beside_racks;
pub(crate) mod capital_cost;
pub(crate) mod cooling_variants;
pub mod equal_size;
pub mod error;
pub mod explicit_plant;
pub mod facility;
pub(crate) mod group_rack;
pub(crate) mod hall_air;
pub mod hall_racks;
pub(crate) mod loads;
pub(crate) mod location;
pub(crate) mod machine_records;
pub mod module_edge;
pub(crate) mod network_share;
pub(crate) mod outdoor_air_control;
pub(crate) mod plant_parts;
pub mod power_chain;
pub(crate) mod rack_count;
pub(crate) mod side_plants;
pub(crate) mod sized_plants;
pub(crate) mod tariffs;
pub(crate) mod tower_cells;
pub mod units_out;
pub mod warning;
pub(crate) mod water_value;
