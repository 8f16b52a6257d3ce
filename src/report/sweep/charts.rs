//! Every chart of a sweep.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::sweep::result::SweepResult;

use super::{front_chart, map_chart, parallel_chart, response_chart};

/// Every chart of a sweep.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &SweepResult, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let all = [
        front_chart::build_chart(result, units)?,
        response_chart::build_chart(result, units)?,
        map_chart::build_chart(result, units)?,
        parallel_chart::build_chart(result, units)?,
    ];
    Ok(all.into_iter().flatten().collect())
}
