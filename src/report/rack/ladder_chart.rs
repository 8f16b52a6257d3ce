//! The temperature ladder of racks: from the hottest part to what the rack is supplied with.

use crate::report::chart::Chart;
use crate::report::chart::ladder::{LadderPanel, chart_from_panels};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::rack::result::{RackReport, RackResult};

use super::words::format_location;

/// The chart; nothing to draw without a rack that has figures.
pub fn build_chart(report: &RackReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let shown: Vec<_> = report.architectures.iter().filter(|a| !a.ladder.is_empty()).collect();
    let panels: Vec<_> = shown
        .iter()
        .map(|a| LadderPanel { name: &a.name, air: a.cooling.is_air_cooled(), ladder: &a.ladder })
        .collect();
    let what = "Temperatures in one rack at full load, from its hottest part to what it is supplied with";
    let source = format!("{}.", format_location(report, units));
    chart_from_panels(&panels, (chart_title(&shown, units), what), &source, units)
}

/// What the ladders of racks show: the one with the least left.
fn chart_title(racks: &[&RackResult], units: UnitSystem) -> String {
    let margin = |a: &RackResult| a.rack.as_ref().map_or(f64::INFINITY, |r| r.chip_limit_c - r.hottest_chip_c);
    let least = racks.iter().min_by(|a, b| margin(a).total_cmp(&margin(b)));
    let Some(a) = least else { return String::new() };
    let (part, k) = (a.rack.as_ref().map_or("", |r| r.hottest_chip.as_str()), units.unit_for("K"));
    if margin(a) < 0.0 {
        format!("{} leaves {part} {} above its limit", a.name, k.format_with_unit(-margin(a), 1))
    } else {
        format!("{} leaves {part} {} to its limit", a.name, k.format_with_unit(margin(a), 1))
    }
}
