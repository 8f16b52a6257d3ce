//! Why a design can't be studied.

use thiserror::Error;

use crate::scenario::issue::InvalidScenario;
use crate::study::error::StudyError;

/// Why a design can't be studied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DesignError {
    /// The design, or the scenario that it is about, is wrong: what, and where.
    #[error(transparent)]
    Invalid(#[from] InvalidScenario),
    /// The study can't be made.
    #[error(transparent)]
    Study(#[from] StudyError),
}
