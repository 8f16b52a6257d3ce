//! Load duration: what everything but the IT equipment draws, the hours in falling order.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::marks::{SideLabel, draw_side_labels, labels_height, max_text_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::site::result::SiteReport;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 340.0;
/// Points of a line.
const LINE_SEGMENTS: usize = 200;
/// Points of a line between its marks.
const MARK_SPACING: usize = 40;
/// Widest name beside the plane.
const MAX_NAME_WIDTH: f64 = 220.0;

/// An architecture's hours.
struct DurationCurve<'a> {
    name: &'a str,
    /// Its place in the scenario.
    place: usize,
    /// Facility power above that of the IT equipment, falling, kW.
    kw: Vec<f64>,
}

impl DurationCurve<'_> {
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
    let plane_height = PLANE_HEIGHT.max(labels_height(lines.len()) + 20.0);
    let height = pixel_height(top + plane_height + 82.0);
    let chart = Chart::from_painter("load-duration", (title, subtitle), (WIDTH, height), |canvas| {
        let bold = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
        let names: Vec<String> = lines.iter().map(|l| truncate_to_width(l.name, bold, MAX_NAME_WIDTH)).collect();
        let names_width = max_text_width(names.iter().map(String::as_str));
        let (left, right) = (MARGIN + 48.0, canvas.width - MARGIN - names_width - 14.0);
        let values = lines.iter().flat_map(|l| l.kw.iter().copied());
        let plane = Plane {
            area: [left, top, right, top + plane_height],
            x: Axis::from_zero(report.site.hours),
            y: Axis::from_values(values, true),
        };
        plane.draw_axes(canvas, true);
        let ink = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
        canvas.draw_text("Overhead, kW", (MARGIN, top - 18.0), TextAnchor::Left, ink);
        canvas.draw_text(
            "Hours of the year",
            (f64::midpoint(left, right), top + plane_height + 36.0),
            TextAnchor::Middle,
            ink,
        );
        let mut labels = Vec::with_capacity(lines.len());
        for (line, text) in lines.iter().zip(names) {
            let style = canvas.theme.architecture_style(line.place);
            let last = line.kw.len() - 1;
            let step_h = report.site.hours / line.kw.len() as f64;
            let point = |k: usize| {
                let at = k * last / LINE_SEGMENTS;
                plane.pixel_point((at as f64 * step_h, line.kw[at]))
            };
            let points: Vec<_> = (0..=LINE_SEGMENTS).map(point).collect();
            canvas.draw_dashed_line(&points, style.dash, style.color, 2.25);
            // Marks of lines on each other stand side by side.
            for k in (4 + 5 * (line.place % 7)..LINE_SEGMENTS).step_by(MARK_SPACING) {
                canvas.draw_symbol(points[k], 4.0, style.symbol, style.color);
            }
            labels.push(SideLabel { y: points[LINE_SEGMENTS].1, text, color: style.color, ink: canvas.theme.ink });
        }
        draw_side_labels(canvas, labels, (right, canvas.width - MARGIN), (top + 6.0, top + plane_height - 4.0));
        canvas.draw_footer(&format!(
            "{}: {}. Hours: {}.",
            report.site.location,
            report.site.dataset,
            format_number(report.site.hours, 0)
        ));
    })?;
    Ok(Some(chart))
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
