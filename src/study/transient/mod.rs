//! What happens in the seconds and minutes after a pump, a fan, a chiller or the power fails.

mod answer;
mod needs;
pub mod question;
mod reasons;
pub mod result;
mod spread;
mod study;

pub use question::{TransientOptions, TransientStudyError};
pub use study::run;
