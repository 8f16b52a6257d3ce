//! Pure laws: moist air, liquids, friction, heat exchange, conductors. Functions of their arguments and nothing else; every
//! one cites its source and knows the range in which it holds.

pub mod air;
pub mod conductor;
pub mod dielectric;
pub mod exchange;
pub mod friction;
pub mod liquid;
pub mod liquid_state;
pub mod range;
