//! What happens in the seconds and minutes after a pump, a fan, a chiller or the power fails.

pub mod result;
