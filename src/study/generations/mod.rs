//! Performance per watt over the generations of accelerators: at the chip, at the wall and at the meter; how fast it
//! grows, what becomes of a claim about it, and what its change is made of.

pub mod result;
pub mod serving;
