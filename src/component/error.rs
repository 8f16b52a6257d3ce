//! Why a component at work gives no answer.

use thiserror::Error;

use crate::physics::range::OutOfRange;
use crate::solve::convergence::NotConverged;

/// Why a component's operation can't be computed.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ComponentError {
    /// A state left the range of a property formula.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// A search did not settle.
    #[error(transparent)]
    NotConverged(#[from] NotConverged),
}
