//! What is wrong with a file of load.

use thiserror::Error;

/// What is wrong with a load: the place, what was found and is allowed, and the mend.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "{file}{}: {}{problem}",
    line.map_or(String::new(), |l| format!(":{l}")),
    column.as_ref().map_or(String::new(), |c| format!("column `{c}`: "))
)]
pub struct LoadError {
    /// The file, or the name of the shape.
    pub file: String,
    /// Line, from 1, where there is one to blame.
    pub line: Option<usize>,
    /// Title of the column, where there is one to blame.
    pub column: Option<String>,
    /// What was found and what is allowed.
    pub problem: String,
    /// What to do.
    pub help: String,
}

impl LoadError {
    /// Of a file as a whole.
    pub(super) fn of_file(file: &str, problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, column: None, problem: problem.into(), help: help.into() }
    }

    /// The same in a line.
    #[must_use]
    pub(super) fn at_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same in a column.
    #[must_use]
    pub(super) fn in_column(self, title: &str) -> Self {
        Self { column: Some(title.to_owned()), ..self }
    }
}
