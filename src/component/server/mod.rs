//! Server: chips, thermal interfaces, heat sinks, cold plates, boiling surfaces, fans and pumps, thermal masses.

pub mod activity;
pub mod boiling;
pub mod chip;
pub mod cold_plate;
pub mod fan_curve;
pub mod heat_sink;
pub mod interface;
pub mod mover;
pub mod server_block;
pub mod thermal_mass;
