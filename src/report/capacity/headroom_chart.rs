//! Head-room through the year: what is left of the limit, the hours in rising order of it; a line for each architecture.

use crate::report::chart::Chart;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::plane::Axis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::series::{SeriesAxes, SeriesLine, draw_series, plane_height, series_table};
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::capacity::result::{ArchitectureCapacity, CapacityReport};

use super::words::limit_phrase;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 340.0;
/// Points of a line.
const SEGMENTS: u32 = 200;

/// The chart; nothing to draw where nothing fits.
pub fn build_chart(report: &CapacityReport) -> Result<Option<Chart>, ReportError> {
    let several = report.compares_caps();
    let with: Vec<(usize, String, &ArchitectureCapacity)> = report
        .architectures
        .iter()
        .enumerate()
        .filter(|(_, a)| !a.hours.is_empty())
        .map(|(place, a)| (place, a.label(several), a))
        .collect();
    let Some(title) = chart_title(report, &with) else { return Ok(None) };
    let subtitle = format!(
        "Head-room below {}, the hours of the year in rising order, at the load of the scenario",
        limit_phrase(report)
    );
    let (unit, watts) = if report.limit.power_w >= 1e6 { ("MW", 1e6) } else { ("kW", 1e3) };
    let series: Vec<SeriesLine<'_>> = with
        .iter()
        .map(|(place, name, a)| SeriesLine { name, place: *place, points: rising_points(a, report, watts) })
        .collect();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let bottom = top + plane_height(series.len(), PLANE_HEIGHT);
    let y_title = format!("Head-room, {unit}");
    let chart = Chart::from_painter("head-room", (title, subtitle), (WIDTH, pixel_height(bottom + 82.0)), |canvas| {
        let values = series.iter().flat_map(|line| line.points.iter().map(|p| p.1));
        let axes = SeriesAxes {
            x: (Axis::from_zero(report.site.hours), "Hours of the year"),
            y: (Axis::from_values(values, true), &y_title),
        };
        draw_series(canvas, &series, &axes, (top, bottom));
        let site = &report.site;
        canvas.draw_footer(&format!("{}: {}. Hours: {}.", site.location, site.dataset, format_number(site.hours, 0)));
    })?;
    let said = |(_, name, a): &(usize, String, &ArchitectureCapacity)| {
        let room = a.headroom.as_ref()?;
        Some(format!(
            "{name}: {} racks, head-room from {} to {}, mean {}.",
            format_number(f64::from(a.racks), 0),
            format_power(room.least_w),
            format_power(room.most_w),
            format_power(room.mean_w)
        ))
    };
    let description = with.iter().filter_map(said).collect::<Vec<_>>().join(" ");
    let column = if watts == 1e6 { "headroom_mw" } else { "headroom_kw" };
    Ok(Some(chart.with_numbers(&description, series_table(&series, ["hours", column]))))
}

/// Head-room after so many hours of the year, in rising order.
fn rising_points(a: &ArchitectureCapacity, report: &CapacityReport, watts: f64) -> Vec<(f64, f64)> {
    let mut rising: Vec<(f64, f64)> =
        a.hours.iter().map(|h| ((report.limit.power_w - h.power_w) / watts, h.weight_h)).collect();
    rising.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all_h: f64 = rising.iter().map(|h| h.1).sum();
    let (mut at, mut passed_h) = (0, rising.first().map_or(0.0, |h| h.1));
    (0..=SEGMENTS)
        .map(|k| {
            let hours = f64::from(k) / f64::from(SEGMENTS) * all_h;
            // A hair below is rounding.
            while passed_h < hours - 1e-6 && at + 1 < rising.len() {
                at += 1;
                passed_h += rising[at].1;
            }
            (hours, rising.get(at).map_or(0.0, |h| h.0))
        })
        .collect()
}

/// Who has how much left, half of the year.
fn chart_title(report: &CapacityReport, with: &[(usize, String, &ArchitectureCapacity)]) -> Option<String> {
    let median = |a: &ArchitectureCapacity| {
        let room = a.headroom.as_ref()?;
        room.duration.iter().find(|d| d.share_of_hours == 0.5).map(|d| d.headroom_w)
    };
    let (_, name, best) = with.iter().find(|(_, _, a)| a.best).or_else(|| with.first())?;
    let (least_w, half_w) = (best.headroom.as_ref()?.least_w, median(best)?);
    Some(format!(
        "{} racks of ‘{name}’ leave {} of {} in the worst hour of the year, and {} or less for half of it",
        format_number(f64::from(best.racks), 0),
        format_power(least_w),
        format_power(report.limit.power_w),
        format_power(half_w)
    ))
}
