//! Plants that the program sizes: what carries the heat of a water loop, or of a hall's air, into the outdoor air.
//!
//! A plant is asked to supply water or air at a temperature while it takes a heat. It always takes the heat; where it
//! can't hold the temperature it says which one it reaches. A plant with a load makes a [`PlantAtLoad`]: what no hour
//! changes is computed once, and an hour costs a fraction of a microsecond.

pub mod air;
pub mod campus;
pub mod chiller_bank;
mod chiller_sizing;
pub mod coil_chiller;
pub mod coil_chiller_sizing;
pub mod condenser_water;
pub mod controlled_air;
pub mod cooler_bank;
pub mod cooler_duty;
pub mod dry;
mod dry_campus;
pub mod dry_sizing;
pub mod glycol_loop;
mod glycol_sizing;
pub mod hour;
pub mod installed;
pub mod loop_pump;
pub mod loop_state;
pub mod module_need;
pub mod plant;
pub mod precooled_tower;
pub mod precooled_tower_sizing;
pub mod sizing;
pub mod spares;
pub mod tower;
mod tower_campus;
pub mod tower_cells;
mod tower_loops;
pub mod unit_counts;

pub use self::chiller_bank::ChillerBank;
pub use self::hour::{AirLoad, OutdoorAirHour, PlantLoad, PlantMode, RejectionWater, SizedPlantHour, WaterLoad};
pub use self::plant::{PlantAtLoad, SizedPlant};
