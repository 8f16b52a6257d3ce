//! Why the year of a plant could not be made.

use thiserror::Error;

use crate::assembly::explicit_plant::ExplicitPartError;
use crate::component::error::ComponentError;
use crate::study::compare::StudyError;

/// Why the year of a plant could not be made.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum ExplicitPlantError {
    /// Weather or data.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The parts do not make a plant.
    #[error(transparent)]
    Part(#[from] ExplicitPartError),
    /// The scenario describes architectures.
    #[error("the scenario describes architectures, no plant part by part")]
    NotExplicitPlant,
    /// A profile is wrong.
    #[error("{file}{}: {problem}", line.map_or(String::new(), |l| format!(":{l}")))]
    Profile {
        /// The file.
        file: String,
        /// Line, from 1.
        line: Option<u64>,
        /// What is wrong.
        problem: String,
    },
    /// Steps between rows of weather that is no sequence of hours.
    #[error("plant.steps_per_hour needs hourly weather: bins have no hour before them")]
    StepsOfBins,
    /// An hour has no state.
    #[error("hour {hour}: {problem}")]
    Hour {
        /// Hour of the year, from 1.
        hour: usize,
        /// What is wrong.
        problem: ComponentError,
    },
}

impl ExplicitPlantError {
    /// What is wrong with a profile, at a line where one is at fault.
    pub(crate) fn wrong_profile(file: &str, line: Option<u64>, problem: impl Into<String>) -> Self {
        Self::Profile { file: file.to_owned(), line, problem: problem.into() }
    }
}
