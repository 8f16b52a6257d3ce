//! The temperature ladder of a comparison: from the hottest junction to the outdoor air.

use crate::report::chart::Chart;
use crate::report::chart::ladder::{LadderRow, chart_from_rows};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::Comparison;

/// The chart of a comparison; nothing to draw without a feasible architecture.
pub fn build_chart(result: &Comparison, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let shown = result.architectures.iter().enumerate().filter(|(_, a)| !a.ladder.is_empty());
    let rows: Vec<LadderRow<'_>> =
        shown.map(|(place, a)| LadderRow { place, name: &a.name, ladder: &a.ladder }).collect();
    let what = "Temperatures from the hottest part to the outdoor air, full load on the design day";
    let t = units.unit_for("°C");
    let source = format!(
        "{}: design day of {} dry-bulb, {} wet-bulb; weather: {}.",
        result.site.location,
        t.format_with_unit(result.site.design_dry_bulb_c, 1),
        t.format_with_unit(result.site.design_wet_bulb_c, 1),
        result.site.dataset
    );
    chart_from_rows(&rows, what, &source, units)
}
