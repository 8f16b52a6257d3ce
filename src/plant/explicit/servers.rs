//! Servers by curves in place of a heat load.

use crate::component::server::server_block::{self, ServerBlockOperation, ServerBlockSpec};
use crate::units::Temperature;

/// A block of servers and what its hours ask of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduledServerBlock {
    /// Sizes and curves.
    pub block: ServerBlockSpec,
    /// Inlet temperature, °C, and CPU load of every hour of the year.
    pub hours: Vec<(f64, f64)>,
}

impl ScheduledServerBlock {
    /// The block in an hour from 0; the profile begins anew behind its end.
    pub fn operate_hour(&self, hour: usize) -> Option<ServerBlockOperation> {
        let (inlet_c, load) = *self.hours.get(hour % self.hours.len().max(1))?;
        Some(server_block::operate_block(&self.block, load, Temperature::from_celsius(inlet_c)))
    }
}
