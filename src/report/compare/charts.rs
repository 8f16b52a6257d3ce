//! Every chart of a comparison.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::Comparison;

use super::{best_chart, difference_chart, end_use_chart, ladder_chart};

/// Every chart of a comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(result: &Comparison, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = vec![end_use_chart::build_chart(result)?];
    if let Some(best) = &result.best {
        out.extend(best_chart::build_chart(result, best, units)?);
    }
    out.extend(difference_chart::build_chart(result)?);
    out.extend(ladder_chart::build_chart(result, units)?);
    Ok(out)
}
