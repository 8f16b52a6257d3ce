//! Every chart of a study of racks.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::rack::result::RackReport;

use super::{branch_chart, ladder_chart, reach_chart, sankey_chart, supply_chart};

/// Every chart of a study of racks.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(report: &RackReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    out.extend(reach_chart::build_chart(report, units)?);
    out.extend(ladder_chart::build_chart(report, units)?);
    if let [only] = report.architectures.as_slice() {
        out.extend(sankey_chart::build_chart(only, units)?);
        out.extend(supply_chart::build_chart(only, units)?);
        out.extend(branch_chart::build_chart(only, units)?);
    }
    Ok(out)
}
