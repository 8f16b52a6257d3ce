//! Load duration: what everything but the IT equipment draws, the hours in falling order.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::scenario::CoolingMethod;
use crate::study::site::result::SiteReport;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 340.0;
/// Points of a line.
const LINE_SEGMENTS: usize = 400;
/// Least distance of labels.
const MIN_LABEL_SPACING: f64 = 18.0;

/// The chart; nothing to draw without hours.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let lines: Vec<(&str, CoolingMethod, Vec<f64>)> = report
        .architectures
        .iter()
        .filter(|a| !a.hours.is_empty())
        .map(|a| {
            let mut kw: Vec<f64> = a.hours.iter().map(|h| h.overhead_w() / 1e3).collect();
            kw.sort_by(|a, b| b.total_cmp(a));
            (a.total.name.as_str(), a.total.cooling, kw)
        })
        .collect();
    let Some((name, _, first)) = lines.first() else { return Ok(None) };
    let middle = first[first.len() / 2];
    let title = format!(
        "{name} has an overhead above IT of {} or less for half of the year, {} in its worst hour",
        format_power(middle * 1e3),
        format_power(first[0] * 1e3)
    );
    let subtitle = "Facility power above IT, kW, hours of the year in descending order".to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 16.0;
    let height = pixel_height(top + PLANE_HEIGHT + 66.0);
    let chart = Chart::from_painter("load-duration", (title, subtitle), (WIDTH, height), |canvas| {
        let names = lines.iter().map(|l| truncated_label(l.0, canvas)).fold(0.0, |w: f64, t| w.max(t.1));
        let (left, right) = (MARGIN + 48.0, canvas.width - MARGIN - names - 14.0);
        let hours = lines.iter().map(|l| l.2.len()).max().unwrap_or(1) as f64;
        let step_h = report.site.hours / hours;
        let values = lines.iter().flat_map(|l| l.2.iter().copied());
        let plane = Plane {
            area: [left, top, right, top + PLANE_HEIGHT],
            x: Axis::from_zero(report.site.hours),
            y: Axis::from_values(values, true),
        };
        plane.draw_axes(canvas, true);
        let mut ends: Vec<(f64, usize)> = Vec::new();
        for (i, (_, cooling, kw)) in lines.iter().enumerate() {
            let at = |k: usize| (k * (kw.len() - 1)) / LINE_SEGMENTS;
            let line: Vec<_> =
                (0..=LINE_SEGMENTS).map(|k| plane.pixel_point((at(k) as f64 * step_h, kw[at(k)]))).collect();
            canvas.draw_line(&line, canvas.theme.cooling_color(*cooling), 2.5);
            ends.push((plane.pixel_y(kw[kw.len() - 1]), i));
        }
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
        // Pushed up from the floor, so that no label falls below the plane.
        let mut floor = top + PLANE_HEIGHT + MIN_LABEL_SPACING;
        for (y, i) in ends.into_iter().rev() {
            floor = y.min(floor - MIN_LABEL_SPACING);
            let text = truncated_label(lines[i].0, canvas).0;
            canvas.draw_line(&[(right, y), (right + 8.0, floor)], canvas.theme.cooling_color(lines[i].1), 1.5);
            canvas.draw_text(&text, (right + 11.0, floor), TextAnchor::Left, look);
        }
        canvas.draw_footer(&format!(
            "{}: {}. Hours: {}.",
            report.site.location,
            report.site.dataset,
            format_number(report.site.hours, 0)
        ));
    })?;
    Ok(Some(chart))
}

/// A name that fits beside the plane, and its width.
fn truncated_label(name: &str, canvas: &Canvas) -> (String, f64) {
    let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let text = truncate_to_width(name, look, 200.0);
    let width = text_width(&text, look);
    (text, width)
}
