//! Why a view can't be made.

use thiserror::Error;

/// Why a view could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV.
    #[error("CSV: {0}")]
    Csv(String),
    /// A chart.
    #[error("chart: {0}")]
    Chart(String),
}
