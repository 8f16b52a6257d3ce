//! Every chart of a site's year.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::site::result::SiteReport;

use super::{duration_chart, heatmap_chart, monthly_chart, psychrometric_chart};

/// Every chart of a site's year.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(report: &SiteReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    out.extend(duration_chart::build_chart(report)?);
    out.extend(heatmap_chart::build_chart(report)?);
    out.extend(monthly_chart::build_chart(report)?);
    out.extend(psychrometric_chart::build_chart(report, units)?);
    Ok(out)
}
