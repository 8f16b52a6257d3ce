//! What happens in the seconds and minutes after a pump, a fan, a chiller or the power fails.

mod answer;
mod needs;
pub mod options;
mod plant_before;
mod prepared;
mod reasons;
pub mod result;
mod runs;
mod spread;

pub use self::options::{TransientOptions, TransientStudyError, joined_names};
pub use self::runs::run;
