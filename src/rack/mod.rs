//! One rack as a coupled steady state: chip temperature ↔ leakage ↔ coolant ↔ flow ↔ fan or pump speed.
//!
//! `geometry` refuses a body that can't be built. `activity` finds what its workload draws. [`retrofit_kit`] fits a system to a way of cooling and [`distribution`]
//! to a way of feeding it. [`build`] makes the model ([`model`]) from the catalog. [`branch`] follows a coolant past the
//! parts, `air` and `liquid` find the flows ([`flows`]); `coolant_units` says how many racks share a unit. [`solve`] is
//! the solver: it puts them together under [`control`], `pump_control` (with
//! `pump_speed`) and `fan_control`. `state_assembly` books every
//! watt, [`limits`] says what fails first, [`state`] is what comes out, and
//! [`response`] the table that a year is computed from.

pub(crate) mod activity;
mod air;
pub mod assembly;
pub mod branch;
pub mod build;
pub mod control;
pub mod coolant_loop;
mod coolant_units;
pub mod distribution;
mod error;
mod fan_control;
pub mod flows;
mod geometry;
pub mod limits;
mod liquid;
mod load;
pub mod model;
mod part_limits;
mod pump_control;
mod pump_speed;
pub mod response;
pub mod retrofit_kit;
pub mod solve;
pub mod state;
mod state_assembly;

pub use self::error::RackError;
