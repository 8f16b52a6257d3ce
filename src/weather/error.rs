//! What is wrong with a weather file.

use thiserror::Error;

/// What is wrong with a weather file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}{}: {problem}", line.map_or(String::new(), |l| format!(":{l}")))]
pub struct WeatherError {
    /// The file.
    pub file: String,
    /// Line, from 1, where there is one to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub help: Option<String>,
}

/// A problem before the file's name is known.
#[derive(Debug)]
pub(super) struct WeatherProblem {
    pub line: Option<usize>,
    pub text: String,
    pub help: Option<&'static str>,
}

impl WeatherProblem {
    /// A problem of the whole file.
    pub fn in_file(text: impl Into<String>, help: &'static str) -> Self {
        Self { line: None, text: text.into(), help: Some(help) }
    }
    /// A problem of one line, from 1.
    pub fn at_line(line: usize, text: impl Into<String>) -> Self {
        Self { line: Some(line), text: text.into(), help: None }
    }
    /// The same problem with what to do about it.
    pub fn with_help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }
}
