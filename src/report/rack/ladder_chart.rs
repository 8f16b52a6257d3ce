//! The temperature ladder of racks: from the hottest part to what the rack is supplied with.

use crate::report::chart::Chart;
use crate::report::chart::ladder::{LadderRow, chart_from_rows};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::rack::result::RackReport;

use super::words::format_location;

/// The chart; nothing to draw without a rack that has figures.
pub fn build_chart(report: &RackReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let shown = report.architectures.iter().enumerate().filter(|(_, a)| !a.ladder.is_empty());
    let rows: Vec<LadderRow<'_>> =
        shown.map(|(place, a)| LadderRow { place, name: &a.name, ladder: &a.ladder }).collect();
    let what = "Temperatures in one rack at full load, from its hottest part to what it is supplied with";
    chart_from_rows(&rows, what, &format!("{}.", format_location(report, units)), units)
}
