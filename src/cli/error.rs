//! What can go wrong on the command line, its words and its exit code.

use annotate_snippets::{Level, Renderer};
use thiserror::Error;

use crate::assembly::error::AssemblyError;
use crate::catalog::CatalogError;
use crate::report::ReportError;
use crate::scenario::issue::InvalidScenario;
use crate::scenario::reader::{did_you_mean, nearest_word};
use crate::study::compare::StudyError;
use crate::study::generations::options::GenerationError;

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CliError {
    /// The scenario is wrong.
    #[error(transparent)]
    Scenario(#[from] InvalidScenario),
    /// The input is wrong.
    #[error("{message}")]
    Input {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// The data are wrong.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The study failed.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The report failed.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Whoever read the output has gone.
    #[error("the output was closed")]
    ClosedPipe,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl CliError {
    /// The input is wrong, and what to do.
    pub fn invalid_input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Input { message: message.into(), help: Some(help.into()) }
    }

    /// Exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            // A study fails on what it was given: data that make no model, weather that is none.
            Self::Scenario(_) | Self::Input { .. } | Self::Catalog(_) | Self::Study(_) => 2,
            Self::Report(_) | Self::Other(_) => 1,
            Self::ClosedPipe => 0,
        }
    }

    /// The message as printed.
    pub fn render_message(&self, color: bool) -> String {
        if let Self::Scenario(invalid) = self {
            return invalid.render_report(color);
        }
        let message = self.to_string();
        let help = match self {
            Self::Input { help, .. } => help.as_deref(),
            Self::Study(StudyError::Assembly(AssemblyError::WeatherFile(error))) => error.help.as_deref(),
            Self::Study(StudyError::Assembly(AssemblyError::Profile(error))) => error.help.as_deref(),
            Self::Study(StudyError::Assembly(AssemblyError::Load(error))) => Some(error.help.as_str()),
            _ => None,
        };
        let mut group =
            Level::ERROR.primary_title(message.as_str()).elements(std::iter::empty::<annotate_snippets::Element<'_>>());
        if let Some(help) = help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

/// An architecture or a group that does not exist: what there is.
pub fn describe_study_error(error: StudyError) -> CliError {
    let StudyError::Assembly(AssemblyError::Architecture { name, known } | AssemblyError::Group { name, known }) =
        &error
    else {
        return error.into();
    };
    if known.is_empty() {
        return CliError::invalid_input(
            error.to_string(),
            "its racks are alike: leave --group out, or add [[it.group]]",
        );
    }
    let hint = did_you_mean(nearest_word(name, known.iter().map(String::as_str)).as_slice());
    CliError::invalid_input(error.to_string(), format!("{hint}use `{}`", known.join("`, `")))
}

/// What is wrong, and what to do.
pub fn describe_generation_error(error: GenerationError) -> CliError {
    let help = error.help();
    match error {
        GenerationError::Study(inner) => inner.into(),
        other => CliError::Input { message: other.to_string(), help },
    }
}
