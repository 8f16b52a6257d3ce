//! The site: hall, plant and power chain together, through an hour and through the year.
//!
//! [`facility`] couples racks and plant in one [`hour`], [`air_loop`] moves the hall's air, [`power`] feeds the hall,
//! [`storage`] shifts cooling from night to
//! day, [`reuse`] gives heat to a district network, [`year`] sums the hours, [`money`] counts what they cost by the
//! hourly prices that [`profile`] reads; [`load`] says how busy the servers are by the hour.

pub mod air_loop;
pub mod facility;
mod hall_cooling;
mod hall_loads;
pub mod hour;
mod liquid_loop;
pub mod load;
pub mod money;
pub mod power;
pub mod profile;
pub mod reuse;
pub mod room_heat;
mod stamps;
pub mod storage;
mod time_columns;
pub mod year;
