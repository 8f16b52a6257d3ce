//! What happens in the seconds and minutes after a pump, a fan, a chiller or the power fails.

pub mod question;
pub mod result;

pub use question::{Question, TransientError, run};
