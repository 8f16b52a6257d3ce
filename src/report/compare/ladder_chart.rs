//! The temperature ladder of a comparison: from the hottest junction to the outdoor air.

use crate::report::chart::Chart;
use crate::report::chart::ladder::{LadderPanel, chart_from_panels};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::{ArchitectureResult, Comparison};

/// The chart of a comparison; nothing to draw without a feasible architecture.
pub fn build_chart(result: &Comparison, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let feasible: Vec<&ArchitectureResult> = result.architectures.iter().filter(|a| !a.ladder.is_empty()).collect();
    let panels: Vec<LadderPanel<'_>> = feasible
        .iter()
        .map(|a| LadderPanel { name: &a.name, air: a.cooling.is_air_cooled(), ladder: &a.ladder })
        .collect();
    let what = "Temperatures from the hottest junction to the outdoor air, full load on the design day";
    let t = units.unit_for("°C");
    let source = format!(
        "{}: design day of {} dry-bulb, {} wet-bulb.",
        result.site.location,
        t.format_with_unit(result.site.design_dry_bulb_c, 1),
        t.format_with_unit(result.site.design_wet_bulb_c, 1)
    );
    chart_from_panels(&panels, (chart_title(&feasible, units), what), &source, units)
}

fn chart_title(feasible: &[&ArchitectureResult], units: UnitSystem) -> String {
    let coolant = |a: &ArchitectureResult| {
        a.ladder.iter().find(|s| s.kind.is_rack_supply()).map_or(f64::NEG_INFINITY, |s| s.temperature_c)
    };
    let margin = |a: &ArchitectureResult| a.rack.as_ref().map_or(0.0, |r| r.chip_limit_c - r.hottest_chip_c);
    let warmest = feasible.iter().max_by(|a, b| coolant(a).total_cmp(&coolant(b)));
    let Some(a) = warmest else { return String::new() };
    format!(
        "{} keeps its hottest chip {} below its limit with coolant of {}",
        a.name,
        units.unit_for("K").format_with_unit(margin(a), 1),
        units.unit_for("°C").format_with_unit(coolant(a), 0)
    )
}
