//! Every chart of a sampled comparison.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::uncertainty::result::UncertaintyResult;

use super::{interval_chart, tornado_chart};

/// Every chart of a sampled comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &UncertaintyResult, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let all = [interval_chart::build_chart(result, units)?, tornado_chart::build_chart(result)?];
    Ok(all.into_iter().flatten().collect())
}
