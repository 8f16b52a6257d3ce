//! Why data could not be loaded.

use std::path::PathBuf;

use thiserror::Error;

/// Why data could not be loaded.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum CatalogError {
    /// The folder given for the user's own data holds nothing known.
    #[error(
        "{} {}; it may hold any of: {}", folder.display(),
        if *exists { "holds none of the known data files" } else { "is not a folder" }, known.join(", ")
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Whether it exists.
        exists: bool,
        /// Files that would be read.
        known: Vec<&'static str>,
    },
    /// A file can't be read.
    #[error("{file}: {reason}")]
    Read {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A TOML file is wrong.
    #[error("{file}:{line}:{column}: {reason}")]
    Toml {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A CSV file is wrong.
    #[error("{file}: {reason}")]
    Csv {
        /// The file.
        file: String,
        /// What is wrong and in which line.
        reason: String,
    },
    /// A record says what can't be.
    #[error("{file}{}: `{record}`: {problem}; {help}", line.map_or(String::new(), |l| format!(":{l}")))]
    Record {
        /// The file.
        file: String,
        /// Line, from 1, where it is known.
        line: Option<usize>,
        /// Id of the record.
        record: String,
        /// What was found, and what is allowed.
        problem: String,
        /// What to do.
        help: String,
    },
    /// A published case lacks what makes it honest.
    #[error("{file}: {reason}")]
    Case {
        /// The file.
        file: String,
        /// What it lacks.
        reason: String,
    },
    /// A value can't be replaced.
    #[error("`{record}`, `{key}`: {reason}")]
    Change {
        /// Id of the record.
        record: String,
        /// Key of the value.
        key: String,
        /// Why.
        reason: String,
    },
    /// A climate lacks the form of weather asked for.
    #[error("climate `{climate}` has no {form} weather")]
    Form {
        /// The climate.
        climate: String,
        /// `hourly` or `bins`.
        form: &'static str,
    },
}
