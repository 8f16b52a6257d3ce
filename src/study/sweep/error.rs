//! Why a sweep has no result.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::catalog::CatalogError;

use super::MAX_ROWS_IN_MEMORY;

/// Why a sweep has no result.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SweepError {
    /// Too many rows to keep all of them.
    #[error("the design has {rows} rows; up to {MAX_ROWS_IN_MEMORY} run in one command")]
    TooManyRows {
        /// Rows of the design.
        rows: u64,
    },
    /// Stopped from outside.
    #[error("interrupted; {}", if *.parts { "the finished parts stay, and the same command goes on from them" } else { "nothing was written" })]
    Interrupted {
        /// Whether finished parts stay.
        parts: bool,
    },
    /// Data could not be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A file can't be read or written.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A lock file is none.
    #[error("{} is no lock of a sweep: {reason}", path.display())]
    NoLock {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The rows in a folder are of another making.
    #[error("the rows in {} were made otherwise; changed since: {}", folder.display(), differences.join(", "))]
    LockMismatch {
        /// The folder.
        folder: PathBuf,
        /// What changed.
        differences: Vec<String>,
    },
    /// A file in the place of a part, or beside parts, is not one of this sweep.
    #[error("{}: {reason}", path.display())]
    ForeignFile {
        /// The file.
        path: PathBuf,
        /// What it is.
        reason: String,
    },
    /// Parts are missing.
    #[error("{}: {missing} of {all} parts are missing: {list}", folder.display())]
    MissingParts {
        /// The folder.
        folder: PathBuf,
        /// How many.
        missing: usize,
        /// Parts of the sweep.
        all: u64,
        /// Which ones.
        list: String,
    },
    /// A part stands in a folder twice.
    #[error("part {part} stands in {} and in {}", first.display(), second.display())]
    RepeatedPart {
        /// Its number.
        part: u64,
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// A table lacks a column that is asked for.
    #[error("{} has no column `{column}`", path.display())]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// Columns of figures that it has.
        known: Vec<String>,
    },
}

impl SweepError {
    /// A file that can't be read or written.
    pub(super) fn file(path: &Path, error: &dyn std::fmt::Display) -> Self {
        Self::File { path: path.to_owned(), reason: error.to_string() }
    }

    /// What to do, where something can be done.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::TooManyRows { .. } => "use `rackjoule sweep plan` and `rackjoule sweep run`".to_owned(),
            Self::LockMismatch { .. } => {
                "take another folder, undo the change, or add --force to begin anew there".to_owned()
            }
            Self::ForeignFile { .. } => "move the file elsewhere, or take another folder".to_owned(),
            Self::MissingParts { .. } => {
                "`rackjoule sweep run` with the same design and folder runs what is missing".to_owned()
            }
            Self::RepeatedPart { .. } => "remove one of the two".to_owned(),
            Self::NoLock { .. } => "`rackjoule sweep plan` writes it".to_owned(),
            Self::MissingColumn { known, .. } => format!("its figures are `{}`", known.join("`, `")),
            Self::File { .. } => "check the folder and its rights, and the room on the disk".to_owned(),
            Self::Interrupted { .. } | Self::Catalog(_) => return None,
        })
    }
}
