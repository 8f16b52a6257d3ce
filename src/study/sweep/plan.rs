//! What a large sweep will take, before it is run.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::catalog::Catalog;

use super::design::SweepDesign;
use super::error::SweepError;
use super::evaluate::RowRunner;
use super::lock::SweepLock;
use super::result::{SweepAxis, serialize_method};
use super::sample::SampleMethod;
use super::table::{ColumnValues, RowTable};

/// A sweep before it is run.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SweepPlan {
    /// What is asked.
    pub title: String,
    /// How rows are chosen.
    #[serde(serialize_with = "serialize_method")]
    pub sample: SampleMethod,
    /// What varies.
    pub axes: Vec<SweepAxis>,
    /// Names of the architectures that are run.
    pub architectures: Vec<String>,
    /// Rows.
    pub rows: u64,
    /// Results: one for each row and architecture.
    pub results: u64,
    /// Parts that the rows are run in.
    pub parts: u64,
    /// Rows of a part.
    pub part_rows: u64,
    /// Rows that were run for the estimate.
    pub timed_rows: u64,
    /// Estimate of the time on one core, from the rows that were run.
    pub core_hours: f64,
    /// Estimate of the size of all parts, before compression.
    pub bytes: f64,
    /// What the rows depend on.
    pub lock: SweepLock,
}

/// Rows that are run for an estimate.
const MAX_TIMED_ROWS: u64 = 16;
/// No row more is begun after this time.
const TIMING_LIMIT: Duration = Duration::from_secs(3);
/// Bytes that a text or a truth takes, when most are repeated.
const TEXT_BYTES: f64 = 1.0;
/// Bytes that the metadata of a column take in each part.
const COLUMN_BYTES: f64 = 150.0;

impl SweepPlan {
    /// The plan of a design; some of its rows are run on one core to see how long they take.
    ///
    /// # Errors
    /// When a file that the design names can't be read.
    pub fn new(design: &SweepDesign, catalog: &Catalog) -> Result<Self, SweepError> {
        let lock = SweepLock::new(design, catalog)?;
        let runner = RowRunner::new(design, catalog);
        let rows = design.rows();
        let wanted = rows.min(MAX_TIMED_ROWS);
        let begin = Instant::now();
        let (mut told, mut timed_rows) = (Vec::new(), 0);
        while timed_rows < wanted && (timed_rows == 0 || begin.elapsed() < TIMING_LIMIT) {
            // Evenly over the design, both ends with it.
            told.extend(runner.run_row(place_evenly(timed_rows, wanted, rows)));
            timed_rows += 1;
        }
        let seconds = begin.elapsed().as_secs_f64() / timed_rows as f64 * rows as f64;
        let table = RowTable::from_rows(design, &told);
        let parts = rows.div_ceil(design.part_rows);
        let results = rows.saturating_mul(design.architecture_count() as u64);
        Ok(Self {
            title: design.title.clone(),
            sample: design.plan.method,
            axes: design.axes().iter().map(SweepAxis::new).collect(),
            architectures: design.architecture_names().map(str::to_owned).collect(),
            rows,
            results,
            parts,
            part_rows: design.part_rows,
            timed_rows,
            core_hours: seconds / 3600.0,
            bytes: results as f64 * result_bytes(&table) + parts as f64 * COLUMN_BYTES * table.columns.len() as f64,
            lock,
        })
    }
}

/// The row of a place among some that lie evenly over all.
fn place_evenly(place: u64, places: u64, rows: u64) -> u64 {
    if places < 2 {
        return 0;
    }
    let row = u128::from(place) * u128::from(rows - 1) / u128::from(places - 1);
    u64::try_from(row).unwrap_or(rows - 1)
}

/// Bytes of a result in a file.
fn result_bytes(table: &RowTable) -> f64 {
    let of = |values: &ColumnValues| match values {
        ColumnValues::Count(_) | ColumnValues::Number(_) => 8.0,
        ColumnValues::Text(_) | ColumnValues::Flag(_) => TEXT_BYTES,
    };
    table.columns.iter().map(|column| of(&column.values)).sum()
}
