//! Servers by curves in place of a heat load.

use crate::component::server_block::{self, Operation, Spec};
use crate::units::Temperature;

/// A block of servers and what its hours ask of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Servers {
    /// Sizes and curves.
    pub block: Spec,
    /// Inlet temperature, °C, and CPU load of every hour of the year.
    pub hours: Vec<(f64, f64)>,
}

impl Servers {
    /// The block in an hour from 0; the profile begins anew behind its end.
    pub fn hour(&self, hour: usize) -> Option<Operation> {
        let (inlet_c, load) = *self.hours.get(hour % self.hours.len().max(1))?;
        Some(server_block::operate(&self.block, load, Temperature::from_celsius(inlet_c)))
    }
}
