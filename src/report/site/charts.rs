//! Every chart of a site's year.

use crate::report::chart::Chart;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::site::result::SiteReport;

use super::{
    day_chart, duration_chart, heatmap_chart, mode_bands_chart, monthly_chart, power_duration_chart,
    psychrometric_chart, supply_chart,
};
use crate::report::compare::{energy_flow_chart, growth_chart};

/// Every chart of a site's year.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn build_charts(report: &SiteReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    let totals: Vec<_> = report.architectures.iter().map(|a| &a.total).collect();
    out.extend(energy_flow_chart::build_chart(&totals, &report.site)?);
    out.extend(mode_bands_chart::build_chart(report)?);
    out.extend(day_chart::build_chart(report)?);
    out.extend(power_duration_chart::build_chart(report)?);
    out.extend(duration_chart::build_chart(report)?);
    out.extend(heatmap_chart::build_chart(report)?);
    out.extend(monthly_chart::build_chart(report)?);
    out.extend(psychrometric_chart::build_chart(report, units)?);
    out.extend(supply_chart::build_chart(report, units)?);
    out.extend(growth_chart::build_chart(&totals, units)?);
    Ok(out)
}
