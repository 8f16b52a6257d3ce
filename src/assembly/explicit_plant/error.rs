//! Why described parts make no plant.

use thiserror::Error;

use crate::component::error::ComponentError;
use crate::component::params::ParamError;

/// Why described parts make no plant.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ExplicitPartError {
    /// No size meets a design.
    #[error("{part}: no size meets its design: {why}")]
    Design {
        /// Table.
        part: &'static str,
        /// Why.
        why: &'static str,
    },
    /// A record of the catalog is of another kind.
    #[error("{part}: `{id}` is no chiller but of kind `{kind}`")]
    Kind {
        /// Table.
        part: &'static str,
        /// Record.
        id: String,
        /// Its kind.
        kind: String,
    },
    /// Parameters do not make a part.
    #[error("{part}: {problem}")]
    Parameter {
        /// Table.
        part: &'static str,
        /// What is wrong.
        problem: ParamError,
    },
    /// A design is no state of moist air or water, or has no solution.
    #[error("{part}: {problem}")]
    State {
        /// Table.
        part: &'static str,
        /// What is wrong.
        problem: ComponentError,
    },
}
