//! Load duration: what everything but the IT equipment draws, the hours in falling order.

use crate::report::chart::Chart;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::plane::Axis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::series::{SeriesAxes, SeriesLine, draw_series, falling_line, plane_height, series_table};
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::site::result::SiteReport;

use super::words::hours_footer;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 340.0;

/// An architecture's hours.
struct DurationCurve<'a> {
    name: &'a str,
    /// Its place in the scenario.
    place: usize,
    /// Facility power above that of the IT equipment, falling, kW.
    kw: Vec<f64>,
}

impl DurationCurve<'_> {
    /// Its line.
    fn series(&self, hours: f64) -> SeriesLine<'_> {
        falling_line((self.name, self.place), &self.kw, hours, |kw| kw)
    }

    fn peak(&self) -> f64 {
        self.kw.first().copied().unwrap_or(0.0)
    }

    fn median(&self) -> f64 {
        self.kw.get(self.kw.len() / 2).copied().unwrap_or(0.0)
    }
}

/// The chart; nothing to draw without hours.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let lines: Vec<DurationCurve<'_>> = report
        .architectures
        .iter()
        .enumerate()
        .filter(|(_, a)| !a.hours.is_empty())
        .map(|(place, a)| {
            let mut kw: Vec<f64> = a.hours.iter().map(|h| h.overhead_w() / 1e3).collect();
            kw.sort_by(|a, b| b.total_cmp(a));
            DurationCurve { name: &a.total.name, place, kw }
        })
        .collect();
    let Some(title) = chart_title(&lines) else { return Ok(None) };
    let subtitle =
        "Facility overhead (power above that of the IT equipment), the hours of the year in falling order".to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let bottom = top + plane_height(lines.len(), PLANE_HEIGHT);
    let series: Vec<SeriesLine<'_>> = lines.iter().map(|line| line.series(report.site.hours)).collect();
    let chart =
        Chart::from_painter("load-duration", (title, subtitle), (WIDTH, pixel_height(bottom + 82.0)), |canvas| {
            let values = lines.iter().flat_map(|l| l.kw.iter().copied());
            let axes = SeriesAxes {
                x: (Axis::from_zero(report.site.hours), "Hours of the year"),
                y: (Axis::from_values(values, true), "Overhead, kW"),
            };
            draw_series(canvas, &series, &axes, (top, bottom));
            canvas.draw_footer(&hours_footer(report));
        })?;
    let said = |l: &DurationCurve<'_>| {
        format!(
            "{}: at most {} kW, half of the year {} kW or less.",
            l.name,
            format_number(l.peak(), 0),
            format_number(l.median(), 0)
        )
    };
    let description = lines.iter().map(said).collect::<Vec<_>>().join(" ");
    Ok(Some(chart.with_numbers(&description, series_table(&series, ["hours", "overhead_kw"]))))
}

/// The largest overhead of any hour, whose it is, and that of the other end.
fn chart_title(lines: &[DurationCurve<'_>]) -> Option<String> {
    let by = |a: &&DurationCurve<'_>, b: &&DurationCurve<'_>| a.peak().total_cmp(&b.peak());
    let (most, least) = (lines.iter().rev().max_by(by)?, lines.iter().min_by(by)?);
    let power = |kw: f64| format_power(kw * 1e3);
    let start = format!(
        "‘{}’ needs up to {} above its IT power, {} or less for half of the year",
        most.name,
        power(most.peak()),
        power(most.median())
    );
    let apart = least.peak() < 0.995 * most.peak();
    Some(if apart { format!("{start}; ‘{}’ at most {}", least.name, power(least.peak())) } else { start })
}
