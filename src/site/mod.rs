//! The site: hall, plant and power chain together, through an hour and through the year.
//!
//! [`facility`] couples the racks of a [`hall`] and plant in one [`hour`]: [`rack_loop`] holds groups of racks on one supply,
//! [`side_loops`] are those of other temperatures, [`air_loop`] moves the hall's air, [`power`] feeds the hall,
//! [`storage`] shifts cooling from night to
//! day, [`reuse`] gives heat to a district network, [`year`] sums the hours, [`money`] counts what they cost by the
//! hourly prices that [`profile`] reads; [`load`] says how busy the servers are by the hour.

pub mod air_loop;
pub mod facility;
pub mod hall;
mod hall_cooling;
mod hall_loads;
pub mod hour;
mod liquid_loop;
pub mod load;
pub mod load_table;
pub mod money;
pub mod power;
pub mod profile;
pub mod rack_loop;
pub mod reuse;
pub mod room_heat;
mod run;
pub mod side_loops;
mod stamps;
pub mod storage;
mod time_columns;
pub mod year;
mod year_groups;
mod year_parts;
