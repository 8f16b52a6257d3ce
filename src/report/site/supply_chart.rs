//! Temperature of the coolant at the racks, air or liquid, the hours of the year in falling order; where it varies at all.

use crate::report::chart::Chart;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::Axis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::series::{SeriesAxes, SeriesLine, draw_series, falling_line, plane_height};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::site::result::SiteReport;

use super::words::hours_footer;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 300.0;
/// Least span of a year's supply temperatures that is drawn, K.
const MIN_SPAN_K: f64 = 0.2;

/// An architecture whose supply varies: its name, place, and temperatures in falling order, °C.
struct SupplyCurve<'a> {
    name: &'a str,
    place: usize,
    falling_c: Vec<f64>,
}

impl SupplyCurve<'_> {
    fn warmest_c(&self) -> f64 {
        self.falling_c[0]
    }

    fn coldest_c(&self) -> f64 {
        self.falling_c[self.falling_c.len() - 1]
    }
}

/// The chart; nothing to draw where every supply stays as it is all year.
pub fn build_chart(report: &SiteReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let curves: Vec<SupplyCurve<'_>> = report
        .architectures
        .iter()
        .enumerate()
        .filter(|(_, a)| !a.hours.is_empty())
        .map(|(place, a)| {
            let mut falling_c: Vec<f64> = a.hours.iter().map(|h| h.supply_c).collect();
            falling_c.sort_by(|a, b| b.total_cmp(a));
            SupplyCurve { name: &a.total.name, place, falling_c }
        })
        .filter(|c| c.warmest_c() - c.coldest_c() >= MIN_SPAN_K)
        .collect();
    let by = |a: &&SupplyCurve<'_>, b: &&SupplyCurve<'_>| {
        (a.warmest_c() - a.coldest_c()).total_cmp(&(b.warmest_c() - b.coldest_c()))
    };
    let Some(widest) = curves.iter().max_by(by) else { return Ok(None) };
    let t = units.unit_for("°C");
    let title = format!(
        "The supply of ‘{}’ to its racks floats between {} and {}",
        widest.name,
        t.format_with_unit(widest.coldest_c(), 1),
        t.format_with_unit(widest.warmest_c(), 1)
    );
    let subtitle =
        "Coolant at the racks (air at the aisle or liquid), the hours of the year in falling order; architectures \
                    whose supply varies"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let bottom = top + plane_height(curves.len(), PLANE_HEIGHT);
    let series: Vec<SeriesLine<'_>> = curves
        .iter()
        .map(|c| falling_line((c.name, c.place), &c.falling_c, report.site.hours, |c| t.convert_from_si(c)))
        .collect();
    let size = (WIDTH, pixel_height(bottom + 82.0));
    let chart = Chart::from_painter("supply-through-the-year", (title, subtitle), size, |canvas| {
        let values = series.iter().flat_map(|s| s.points.iter().map(|p| p.1));
        let temperature = format!("Supply, {}", t.label);
        let axes = SeriesAxes {
            x: (Axis::from_zero(report.site.hours), "Hours of the year"),
            y: (Axis::from_values(values, false), &temperature),
        };
        draw_series(canvas, &series, &axes, (top, bottom));
        canvas.draw_footer(&hours_footer(report));
    })?;
    let said = |c: &SupplyCurve<'_>| {
        let ends = [c.coldest_c(), c.warmest_c()].map(|c| t.format_with_unit(c, 1));
        format!("{}: {} to {}.", c.name, ends[0], ends[1])
    };
    let mut table = ChartTable::new(["architecture", "hours", "supply_c"]);
    for (line, (hours, shown)) in series.iter().flat_map(|s| s.points.iter().map(move |p| (s, p))) {
        table.push([line.name.to_owned(), number_cell(*hours), number_cell(t.convert_to_si(*shown))]);
    }
    Ok(Some(chart.with_numbers(&curves.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}
