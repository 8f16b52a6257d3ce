//! Why a rack's steady state gives no answer.

use thiserror::Error;

use crate::network::hydraulic::HydraulicError;
use crate::physics::range::OutOfRange;
use crate::solve::convergence::NotConverged;
use crate::units::message::Message;

use super::limits::RackLimit;

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
    /// A temperature, a speed or a clock was not found.
    #[error("the rack: {0}")]
    NotConverged(#[from] NotConverged),
    /// Neither fans nor liquid pass the parts.
    #[error("no coolant passes the rack's parts: give its trays fans, or cool it with liquid")]
    NoCoolant,
    /// A limit is passed at full speed and lowest clock.
    #[error("{}; to fix: {}", .0.describe(), .0.kind.suggested_remedy())]
    Limit(Box<RackLimit>),
}

impl RackError {
    /// The error in words, with its quantities.
    pub fn describe(&self) -> Message {
        match self {
            Self::OutOfRange(error) => error.describe(),
            Self::Limit(limit) => limit.describe().with_text(format!("; to fix: {}", limit.kind.suggested_remedy())),
            other => other.to_string().into(),
        }
    }
}
