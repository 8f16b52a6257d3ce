//! Many variants of a scenario: every combination of some values, or a sample of them.
//!
//! A row is a variant, and depends on nothing but the design and its number: rows can be run in any order, on any number of
//! threads and machines, and again after an interruption.

mod design;
mod error;
mod evaluate;
pub mod lock;
#[cfg(feature = "parquet")]
mod parquet_file;
#[cfg(feature = "parquet")]
pub mod parts;
pub mod plan;
pub mod result;
mod row;
mod sample;
pub mod table;

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::study::uncertainty::ProgressMonitor;

pub use self::design::SweepDesign;
pub use self::error::SweepError;
pub use self::evaluate::RowRunner;
pub use self::row::SweepRow;
pub use self::sample::{MAX_SOBOL_AXES, MAX_SOBOL_ROWS, RowPlan, SampleMethod};

use self::result::SweepResult;

/// Rows that one command runs and keeps in memory.
pub const MAX_ROWS_IN_MEMORY: u64 = 100_000;

/// Parts of a large sweep: files in one folder.
pub const MAX_PARTS: u64 = 1_000_000;

/// Runs every row of a design. The result does not depend on the number of threads.
///
/// # Errors
/// [`SweepError`]. A row that is wrong, or can't be cooled, is none: it tells why.
pub fn run(design: &SweepDesign, catalog: &Catalog, watch: &ProgressMonitor<'_>) -> Result<SweepResult, SweepError> {
    let rows = design.rows();
    let too_many = || SweepError::TooManyRows { rows };
    let count = usize::try_from(rows).ok().filter(|_| rows <= MAX_ROWS_IN_MEMORY).ok_or_else(too_many)?;
    (watch.begin)(count);
    let runner = RowRunner::new(design, catalog);
    let all = run_rows(&runner, 0..rows, watch).ok_or(SweepError::Interrupted { parts: false })?;
    Ok(SweepResult::new(design, &all))
}

/// Some rows in their order; nothing where they were stopped.
fn run_rows(runner: &RowRunner<'_>, rows: std::ops::Range<u64>, watch: &ProgressMonitor<'_>) -> Option<Vec<SweepRow>> {
    let run_one = |row: u64| {
        if watch.stop.load(Ordering::Relaxed) {
            return None;
        }
        let told = runner.run_row(row);
        (watch.step)();
        Some(told)
    };
    let all: Option<Vec<Vec<SweepRow>>> = rows.into_par_iter().map(run_one).collect();
    Some(all?.into_iter().flatten().collect())
}
