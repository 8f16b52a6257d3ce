//! Reference data embedded from `data/`: chips, systems, equipment, climates, prices. Every record carries its source
//! and its confidence; an estimate carries a range. Nothing here computes physics.

pub mod record;
pub mod system;
