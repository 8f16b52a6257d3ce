//! What is asked of a run in seconds, and why there may be no answer.

use crate::assembly::error::AssemblyError;
use crate::scenario::transient::{EventKind, ScheduledEvent};
use crate::solve::transient::IntegrationAccuracy;
use crate::study::compare::StudyError;
use crate::units::Duration;

/// What to run.
#[derive(Clone, Debug)]
pub struct TransientOptions<'a> {
    /// Name of an architecture, or a way of cooling; without it the scenario's architectures.
    pub architecture: Option<&'a str>,
    /// Whether every other way of cooling runs beside them.
    pub compare: bool,
    /// Events in place of the scenario's, in the order of time.
    pub events: Option<Vec<ScheduledEvent>>,
    /// Length of the run in place of the scenario's.
    pub duration: Option<Duration>,
    /// Distance of the rows of a trace.
    pub step: Duration,
    /// Ride-through that measures are sought for.
    pub ride_through: Option<Duration>,
    /// Draws of every estimate within its range.
    pub samples: Option<u32>,
    /// Seed of the draws.
    pub seed: u64,
    /// How exact the run is; [`crate::transient::DEFAULT_ACCURACY`] unless a test asks for more.
    pub accuracy: IntegrationAccuracy,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum TransientStudyError {
    /// The study could not be made.
    Study(StudyError),
    /// The events can't befall what is asked.
    Event {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
}

impl From<AssemblyError> for TransientStudyError {
    fn from(error: AssemblyError) -> Self {
        Self::Study(error.into())
    }
}

impl From<StudyError> for TransientStudyError {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

/// Names of kinds of events, one after the other.
pub fn joined_names(kinds: &[EventKind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}
