//! Power duration: what a facility draws at the utility meter, the hours in falling order; where the load goes by the hour.

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
const PLANE_HEIGHT: f64 = 300.0;

/// An architecture's hours: name, place, and power at the meter, falling, kW.
struct PowerCurve<'a> {
    name: &'a str,
    place: usize,
    kw: Vec<f64>,
}

impl PowerCurve<'_> {
    fn mean(&self) -> f64 {
        self.kw.iter().sum::<f64>() / self.kw.len() as f64
    }

    /// Mean over the largest.
    fn load_factor(&self) -> f64 {
        self.mean() / self.kw[0]
    }
}

/// The chart; nothing to draw without hours or with constant loads.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let curves: Vec<PowerCurve<'_>> = report
        .architectures
        .iter()
        .enumerate()
        .filter(|(_, a)| report.it.has_profile() && !a.hours.is_empty())
        .map(|(place, a)| {
            let mut kw: Vec<f64> = a.hours.iter().map(|h| h.facility_power_w / 1e3).collect();
            kw.sort_by(|a, b| b.total_cmp(a));
            PowerCurve { name: &a.total.name, place, kw }
        })
        .collect();
    let Some(most) = curves.iter().max_by(|a, b| a.kw[0].total_cmp(&b.kw[0])) else { return Ok(None) };
    let title = format!(
        "‘{}’ draws up to {}, {} of it in the mean: a load factor of {}",
        most.name,
        format_power(most.kw[0] * 1e3),
        format_power(most.mean() * 1e3),
        format_number(most.load_factor(), 2)
    );
    let subtitle = "Power at the utility meter, the hours of the year in falling order".to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let bottom = top + plane_height(curves.len(), PLANE_HEIGHT);
    let series: Vec<SeriesLine<'_>> =
        curves.iter().map(|c| falling_line((c.name, c.place), &c.kw, report.site.hours, |kw| kw)).collect();
    let size = (WIDTH, pixel_height(bottom + 82.0));
    let chart = Chart::from_painter("power-duration", (title, subtitle), size, |canvas| {
        let values = series.iter().flat_map(|s| s.points.iter().map(|p| p.1));
        let axes = SeriesAxes {
            x: (Axis::from_zero(report.site.hours), "Hours of the year"),
            y: (Axis::from_values(values, true), "Facility power, kW"),
        };
        draw_series(canvas, &series, &axes, (top, bottom));
        canvas.draw_footer(&hours_footer(report));
    })?;
    let said = |c: &PowerCurve<'_>| {
        format!(
            "{}: at most {} kW, mean {} kW, load factor {}.",
            c.name,
            format_number(c.kw[0], 0),
            format_number(c.mean(), 0),
            format_number(c.load_factor(), 2)
        )
    };
    let description = curves.iter().map(said).collect::<Vec<_>>().join(" ");
    Ok(Some(chart.with_numbers(&description, series_table(&series, ["hours", "facility_kw"]))))
}
