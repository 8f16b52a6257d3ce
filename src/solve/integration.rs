//! How exact an integration in time must be, and why one may end early.

use thiserror::Error;

use super::convergence::NotConverged;

/// How exact an integration must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntegrationAccuracy {
    /// Largest local error of any unknown in one step, K.
    pub step_error_k: f64,
    /// Longest step, s.
    pub longest_step_s: f64,
    /// Most steps.
    pub max_steps: usize,
}

impl Default for IntegrationAccuracy {
    fn default() -> Self {
        Self { step_error_k: 1e-4, longest_step_s: f64::INFINITY, max_steps: 1_000_000 }
    }
}

/// Why an integration ended early.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum IntegrationError {
    /// `C + αhJ` has no inverse: a node has neither capacitance nor conductance.
    #[error("a node has neither capacitance nor conductance")]
    Singular,
    /// A search within the system did not settle.
    #[error(transparent)]
    NotConverged(#[from] NotConverged),
    /// The steps ran out, or became too short to tell.
    #[error("not at {wanted_s} s after {steps} steps, but at {reached_s} s")]
    TooManySteps {
        /// Steps made so far, rejected ones too.
        steps: usize,
        /// Time reached.
        reached_s: f64,
        /// Time wanted.
        wanted_s: f64,
    },
}
