//! Liquid in the rack: couplings, heat exchangers and coolant distribution, rear doors, dielectric fluids.

pub mod coil;
pub mod condenser;
pub mod dielectric;
pub mod liquid_to_air;
pub mod plate_exchanger;
pub mod quick_disconnect;
pub mod rack_rules;
pub mod rear_door;
