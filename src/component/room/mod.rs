//! Room: air handlers, and the classes of air that IT equipment may be given.

pub mod air_envelope;
pub mod air_handler;
pub mod aisle;
pub mod hall_it;
