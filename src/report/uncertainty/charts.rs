//! Every chart of a sampled comparison.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::uncertainty::result::UncertaintyResult;

use super::{difference_chart, interval_chart, tornado_chart};

/// Every chart of a sampled comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &UncertaintyResult, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    // One architecture has no differences: then how far its own figures may be off is drawn.
    let spread = match difference_chart::build_chart(result, units)? {
        None => interval_chart::build_chart(result, units)?,
        differences => differences,
    };
    let all = [spread, tornado_chart::build_chart(result)?];
    Ok(all.into_iter().flatten().collect())
}
