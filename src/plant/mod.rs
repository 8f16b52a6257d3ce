//! Plants that carry heat from the hall to the outdoor air, hour by hour.
//!
//! [`sized`] plants are sized by the program for a design day and choose the cheapest admissible mode each hour;
//! [`explicit`] plants are described part by part by the user, as EnergyPlus has them. [`weather`] and [`outdoor`] give
//! both the outdoor air.

pub mod bin_spread;
pub mod error;
pub mod explicit;
pub mod outdoor;
pub mod sized;
pub mod weather;
