//! Every chart of a validation.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::validation::result::ValidationReport;

use super::{error_chart, predicted_chart};

/// Every chart of a validation.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &ValidationReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let all = [predicted_chart::build_chart(result, units)?, error_chart::build_chart(result, units)?];
    Ok(all.into_iter().flatten().collect())
}
