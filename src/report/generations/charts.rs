//! Every chart of generations.

use crate::report::chart::Chart;
use crate::report::error::ReportError;
use crate::study::generations::result::GenerationReport;

use super::{boundary_chart, growth_chart, measured_chart};

/// Every chart of generations.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(report: &GenerationReport) -> Result<Vec<Chart>, ReportError> {
    let all = [
        growth_chart::build_chart(report)?,
        boundary_chart::build_chart(report)?,
        measured_chart::build_chart(report)?,
    ];
    Ok(all.into_iter().flatten().collect())
}
