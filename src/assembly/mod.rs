//! From a scenario to what stands there: which records of the catalog, and how many of each, make this facility.
//!
//! `rack_count` decides how many racks, `cooling_variants` which ways of cooling, `power_chain` what feeds them,
//! `tower_cells` which towers, `hall_air` how much air and how many air handlers, `location` the weather, `tariffs` prices and carbon, `capital_cost` what is paid
//! once, `module_edge` which numbers of modules are close to a step of the load; [`facility`] puts them together, [`explicit_plant`] builds a plant that the scenario describes part by part.

pub(crate) mod capital_cost;
pub(crate) mod cooling_variants;
pub mod error;
pub mod explicit_plant;
pub mod facility;
pub(crate) mod hall_air;
pub(crate) mod location;
pub mod module_edge;
pub(crate) mod network_share;
pub(crate) mod plant_parts;
pub mod power_chain;
pub(crate) mod rack_count;
pub(crate) mod tariffs;
pub(crate) mod tower_cells;
pub mod warning;
