//! What is run, how exactly, and why it may give no answer.

use thiserror::Error;

use crate::rack::RackError;
use crate::scenario::transient::{ScheduledEvent, TransientSettings};
use crate::solve::convergence::NotConverged;
use crate::solve::transient::{IntegrationAccuracy, IntegrationError};

/// Why a run gives no answer.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum RunError {
    /// The rack has no flows.
    #[error(transparent)]
    Rack(#[from] RackError),
    /// A speed, a flow or a time was not found.
    #[error("the run in time: {0}")]
    NotConverged(#[from] NotConverged),
    /// The integration ended early.
    #[error("the run in time: {0}")]
    Time(#[from] IntegrationError),
}

/// What is run.
#[derive(Clone, Debug)]
pub struct TransientCase<'a> {
    /// What stands behind the cooling.
    pub given: &'a TransientSettings,
    /// What happens, in the order of time.
    pub events: &'a [ScheduledEvent],
    /// Length, s.
    pub duration_s: f64,
    /// Spacing of samples, s; none are kept without it.
    pub step_s: Option<f64>,
    /// A time whose lowest and highest values are wanted apart, s.
    pub window_s: Option<(f64, f64)>,
    /// How exact.
    pub accuracy: IntegrationAccuracy,
}

/// Accuracy of runs: reported times move by less than 0.1 s or 1 % when it is halved.
pub const DEFAULT_ACCURACY: IntegrationAccuracy =
    IntegrationAccuracy { step_error_k: 1e-3, longest_step_s: f64::INFINITY, max_steps: 2_000_000 };
