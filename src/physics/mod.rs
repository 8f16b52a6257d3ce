//! Pure laws: moist air, liquids, friction, heat exchange, spreading, conductors. Functions of their arguments and nothing else;
//! every one cites its source and knows the range in which it holds.

pub mod air;
pub mod conductor;
pub mod dielectric;
pub mod exchange;
pub mod friction;
pub mod liquid;
pub mod range;
pub mod spreading;
