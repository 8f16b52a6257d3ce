//! The power chain from the utility meter to the racks.
//!
//! Meter → transformer → UPS → busway → racks. The UPS also carries what must not stop with the grid: coolant pumps and
//! air handlers. The rest of the plant hangs on the transformer. Busway and UPS heat the rooms they stand in, the
//! transformer the outdoor air.

use crate::component::conversion::{self, Spec};
use crate::physics::range::OutOfRange;
use crate::units::Power;

/// Converters of a site and how many share the load.
#[derive(Clone, Copy, Debug)]
pub struct Chain {
    /// Busways.
    pub busway: (Spec, f64),
    /// UPS modules.
    pub ups: (Spec, f64),
    /// Transformers.
    pub transformer: (Spec, f64),
}

impl Chain {
    /// Loss of the busways, W, for a power at the racks.
    ///
    /// # Errors
    /// An overload.
    pub fn busway_loss_w(&self, racks_w: f64) -> Result<f64, OutOfRange> {
        conversion::loss(&self.busway.0, self.busway.1, Power::new(racks_w)).map(Power::watts)
    }
    /// Loss of the UPS, W, for its output.
    ///
    /// # Errors
    /// An overload.
    pub fn ups_loss_w(&self, output_w: f64) -> Result<f64, OutOfRange> {
        conversion::loss(&self.ups.0, self.ups.1, Power::new(output_w)).map(Power::watts)
    }
    /// Loss of the transformers, W, for their output.
    ///
    /// # Errors
    /// An overload.
    pub fn transformer_loss_w(&self, output_w: f64) -> Result<f64, OutOfRange> {
        conversion::loss(&self.transformer.0, self.transformer.1, Power::new(output_w)).map(Power::watts)
    }
}
