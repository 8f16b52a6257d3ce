//! Every chart of a validation.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::validation::result::ValidationReport;

use super::error_chart;

/// Every chart of a validation.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &ValidationReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    Ok(error_chart::build_chart(result, units)?.into_iter().collect())
}
