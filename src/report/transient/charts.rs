//! Every chart of a run in seconds.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::transient::result::TransientReport;

use super::{ride_through_chart, trace_chart};

/// Every chart of a run in seconds.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(report: &TransientReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out: Vec<Chart> = ride_through_chart::build_chart(report)?.into_iter().collect();
    out.extend(trace_chart::build_charts(report, units)?);
    Ok(out)
}
