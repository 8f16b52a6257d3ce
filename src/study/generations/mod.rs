//! Generations of accelerators: performance per watt from chip to meter, its growth, what made it grow, and what a site of
//! a given power makes of it.

pub mod attribution;
mod attribution_groups;
mod attribution_result;
pub mod boundaries;
mod boundary;
pub mod factory;
mod factory_options;
mod factory_result;
mod fit;
pub mod halls;
pub mod options;
mod performance;
pub mod replacement;
mod replacement_result;
pub mod result;
mod series;
pub mod serving;
mod verdict;
