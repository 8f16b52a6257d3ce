//! Why a published case has no result.

use thiserror::Error;

use crate::catalog::CatalogError;

/// Why no case could be run.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ValidationError {
    /// The data are wrong.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// No case of an id.
    #[error("no published case `{id}`")]
    Unknown {
        /// The id.
        id: String,
        /// Ids that there are.
        known: Vec<String>,
    },
    /// A case is wrong.
    #[error("data/validation/{id}.toml, `{quantity}`: {reason}")]
    Case {
        /// Id of the case.
        id: String,
        /// The quantity.
        quantity: String,
        /// What is wrong.
        reason: String,
    },
}

/// Why a quantity has no prediction.
pub(super) enum PredictionFailure {
    /// The case is wrong.
    InvalidCase(String),
    /// The model has no answer: a miss.
    NoSolution(String),
}

impl PredictionFailure {
    /// A case that is wrong.
    pub fn invalid_case(reason: impl Into<String>) -> Self {
        Self::InvalidCase(reason.into())
    }
}
