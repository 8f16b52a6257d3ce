//! One rack as a coupled steady state: chip temperature ↔ leakage ↔ coolant ↔ flow ↔ fan or pump speed.
//!
//! [`build`] makes the model from the catalog, [`server`] holds the thermal network of one server or tray, [`air`] and
//! [`liquid`] the flows of a rack of them, [`control`] the speed and the clock, [`state`] what comes out, and
//! [`response`] the table that a year is computed from.

pub mod air;
pub mod build;
pub mod control;
pub mod liquid;
pub mod response;
pub mod server;
pub mod state;

use thiserror::Error;

use crate::network::hydraulic::HydraulicError;
use crate::network::thermal::ThermalError;
use crate::physics::range::OutOfRange;
use crate::solve::root::RootError;

/// Why a rack's steady state could not be computed.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum RackError {
    /// A part was asked for a state outside the range in which its model holds.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// The flows of the rack could not be found.
    #[error("the rack's flows: {0}")]
    Hydraulic(#[from] HydraulicError),
    /// The temperatures of the rack could not be found.
    #[error("the rack's temperatures: {0}")]
    Thermal(#[from] ThermalError),
    /// The controller's search failed.
    #[error("the rack's control: {0}")]
    Control(String),
    /// Full speed and the lowest clock leave a part above its limit.
    #[error("{part} stays {over_k:.1} K above its limit of {limit_c:.0} degC at full speed and lowest clock")]
    TooHot {
        /// The part.
        part: String,
        /// How far above its limit, K.
        over_k: f64,
        /// Its limit, °C.
        limit_c: f64,
    },
}

impl From<RootError<Self>> for RackError {
    fn from(error: RootError<Self>) -> Self {
        match error {
            RootError::Model(inner) => inner,
            other => Self::Control(other.to_string()),
        }
    }
}

/// A rack, cooled one way or the other.
#[derive(Clone, Debug)]
pub enum Rack {
    /// Air-cooled servers.
    Air(air::AirRack),
    /// Liquid-cooled trays.
    Liquid(liquid::LiquidRack),
}

impl Rack {
    /// The steady state that the rack's controller reaches with a supply temperature and a load.
    ///
    /// # Errors
    /// [`RackError`]; [`RackError::TooHot`] when the rack can't be cooled this way.
    pub fn settle(&self, supply: crate::units::Temperature, load: server::Load) -> Result<state::RackState, RackError> {
        match self {
            Self::Air(rack) => rack.settle(supply, load),
            Self::Liquid(rack) => rack.settle(supply, load),
        }
    }
}
