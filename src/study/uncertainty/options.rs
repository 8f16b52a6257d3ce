//! How a comparison is sampled, what is followed, and why it could not be.

use thiserror::Error;

use crate::study::compare::StudyError;
use crate::study::compare::result::ArchitectureResult;

/// A figure of an architecture that is followed.
#[derive(Clone, Copy)]
pub struct TrackedFigure {
    /// Path of keys in the JSON of an architecture.
    pub key: &'static str,
    /// The figure.
    pub value: fn(&ArchitectureResult) -> Option<f64>,
    /// Which of two is better.
    pub better: Option<BetterDirection>,
    /// Whether decisions rest on it: inputs get indices of their own by what they do to such figures.
    pub decisive: bool,
}

/// Which of two values is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetterDirection {
    /// The lower.
    Lower,
    /// The higher.
    Higher,
}

impl BetterDirection {
    /// Word in results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
        }
    }
}

impl serde::Serialize for BetterDirection {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// How a comparison is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UncertaintyOptions {
    /// Comparisons that are asked for, at least 2; a power of two is run.
    pub samples: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Rows of each matrix that indices are from, 0 for none; a power of two is run, at most as many as samples.
    pub rows: u32,
    /// Inputs that get indices of their own.
    pub inputs: usize,
}

impl UncertaintyOptions {
    /// Comparisons that are run for intervals: the power of two that is not below the samples asked for, since points of a
    /// Sobol sequence are even in powers of two.
    pub const fn even_samples(&self) -> u32 {
        self.samples.next_power_of_two()
    }

    /// Rows of each matrix, as many as are asked for or the next power of two.
    pub(crate) const fn even_rows(&self) -> u32 {
        if self.rows == 0 { 0 } else { self.rows.next_power_of_two() }
    }
}

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum UncertaintyError {
    /// The comparison can't be made at all.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// What the scenario says of uncertainty can't be.
    #[error("{message}")]
    Input {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Stopped from outside.
    #[error("interrupted after {done} of {all} comparisons; nothing was written")]
    Interrupted {
        /// Comparisons that were run.
        done: usize,
        /// Comparisons that were to run.
        all: usize,
    },
}
