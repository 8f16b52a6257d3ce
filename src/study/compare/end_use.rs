//! Power of a facility by end use.

use serde::Serialize;

pub use crate::component::end_use::EndUse;

/// Mean power of one component class.
#[derive(Clone, Debug, Serialize)]
pub struct EndUsePower {
    /// The class.
    pub bucket: EndUse,
    /// Mean over the year.
    pub power_w: f64,
}
