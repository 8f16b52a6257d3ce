//! One rack as a coupled steady state: chip temperature ↔ leakage ↔ coolant ↔ flow ↔ fan or pump speed.
//!
//! `geometry` refuses a body that can't be built, [`fit`] fits a system to a way of cooling, [`distribution`] to a way of feeding it, [`build`] makes the model ([`model`]) from the catalog, [`lane`] follows a
//! coolant past the parts, `air` and `liquid` find the flows, [`solve`] puts them together under [`control`], `assemble`
//! books every watt, [`limits`] says what fails first, [`state`] is what comes out, and [`response`] the table that a year
//! is computed from.

mod air;
pub mod assembly;
pub mod branch;
pub mod build;
pub mod control;
pub mod distribution;
pub mod flows;
mod geometry;
pub mod limits;
mod liquid;
pub mod model;
mod network_assembly;
pub mod response;
pub mod retrofit_kit;
pub mod solve;
pub mod state;

use thiserror::Error;

use crate::network::hydraulic::HydraulicError;
use crate::physics::range::OutOfRange;
use crate::solve::root::RootError;
use crate::units::Temperature;

use limits::RackLimit;
use model::{RackLoad, RackModel};
use solve::RackSolver;
use state::RackState;

/// Why a rack's steady state could not be computed, or does not serve.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum RackError {
    /// A part was asked for a state outside the range in which its model holds.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// The flows of the rack could not be found.
    #[error("the rack's flows: {0}")]
    Hydraulic(#[from] HydraulicError),
    /// The controller's search failed.
    #[error("the rack's control: {0}")]
    Control(String),
    /// A limit is passed at full speed and lowest clock.
    #[error("{}; it takes {}", .0.describe(), .0.kind.suggested_remedy())]
    Limit(Box<RackLimit>),
}

impl From<RootError<Self>> for RackError {
    fn from(error: RootError<Self>) -> Self {
        match error {
            RootError::Model(inner) => inner,
            other => Self::Control(other.to_string()),
        }
    }
}

impl RackModel {
    /// The steady state that the rack's controllers reach with a supply temperature and a load. A rack that is too hot is
    /// a state too: its limits tell.
    ///
    /// # Errors
    /// [`RackError`] when no state could be computed.
    pub fn solve_steady_state(&self, supply: Temperature, load: RackLoad) -> Result<RackState, RackError> {
        RackSolver::new(self, supply, load)?.solve_steady_state(None)
    }

    /// As [`Self::settle`], for a rack that must keep every limit.
    ///
    /// # Errors
    /// [`RackError`]; [`RackError::Limit`] names the limit that is passed.
    pub fn solve_within_limits(&self, supply: Temperature, load: RackLoad) -> Result<RackState, RackError> {
        let state = self.solve_steady_state(supply, load)?;
        let broken = state.binding_limit().filter(|l| l.is_exceeded()).cloned();
        broken.map_or(Ok(state), |limit| Err(RackError::Limit(Box::new(limit))))
    }
}
