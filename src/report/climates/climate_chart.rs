//! Every climate as a line of dots, one for each architecture: mean power at the meter.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::scenario::CoolingMethod;
use crate::study::climates::ClimateReport;

use super::words::headline_sentence;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 19.0;
/// Room for the names of places.
const NAMES_WIDTH: f64 = 300.0;

/// The chart; nothing to draw without a figure.
pub fn build_chart(report: &ClimateReport) -> Result<Option<Chart>, ReportError> {
    let powers = || report.climates.iter().flat_map(|c| &c.architectures).filter_map(|a| a.facility_power_w);
    if powers().next().is_none() {
        return Ok(None);
    }
    let title = headline_sentence(report).trim_end_matches('.').to_owned();
    let subtitle =
        "Mean power at the utility meter in every climate, kW; the climates by that of the first architecture"
            .to_owned();
    let count = report.climates.len() as f64;
    let names: Vec<(&str, CoolingMethod)> = report
        .climates
        .first()
        .map_or_else(Vec::new, |c| c.architectures.iter().map(|a| (a.name.as_str(), a.cooling)).collect());
    let lines = names.len().div_ceil(4) as f64;
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 14.0 + lines * 22.0;
    let height = pixel_height(top + count * ROW_HEIGHT + 70.0);
    let chart = Chart::from_painter("climates", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, &names);
        let area = [MARGIN + NAMES_WIDTH, top, canvas.width - MARGIN - 12.0, top + count * ROW_HEIGHT];
        let rows = Axis::from_zero(count);
        let plane = Plane { area, x: Axis::from_values(powers().map(|w| w / 1e3), false), y: rows };
        plane.draw_x_axis(canvas);
        let look = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
        for (i, c) in report.climates.iter().enumerate() {
            let y = top + (i as f64 + 0.5) * ROW_HEIGHT;
            canvas.draw_text(
                &truncate_to_width(&c.location, look, NAMES_WIDTH - 14.0),
                (area[0] - 12.0, y),
                TextAnchor::Right,
                look,
            );
            let xs: Vec<f64> =
                c.architectures.iter().filter_map(|a| a.facility_power_w).map(|w| plane.pixel_x(w / 1e3)).collect();
            let (from, to) = xs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(*x), b.max(*x)));
            if to > from {
                canvas.draw_line(&[(from, y), (to, y)], canvas.theme.grid, 2.0);
            }
            for (k, a) in c.architectures.iter().enumerate() {
                let Some(w) = a.facility_power_w else { continue };
                canvas.draw_dot(
                    (plane.pixel_x(w / 1e3), y),
                    4.5 - 0.25 * (k % 4) as f64,
                    canvas.theme.cooling_color(a.cooling),
                );
            }
        }
        canvas.draw_footer(&format!("Weather: {}. Climates: {}.", report.credits.join("; "), format_number(count, 0)));
    })?;
    Ok(Some(chart))
}

/// Four names to a line, each with its colour.
fn draw_legend(canvas: &mut Canvas, names: &[(&str, CoolingMethod)]) {
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    let wide = (canvas.width - 2.0 * MARGIN) / 4.0;
    for (i, (name, cooling)) in names.iter().enumerate() {
        let (x, y) = (MARGIN + (i % 4) as f64 * wide, canvas.top + 6.0 + (i / 4) as f64 * 22.0);
        let fill = canvas.theme.cooling_color(*cooling);
        canvas.draw_dot((x + 6.0, y), 5.0, fill);
        let text = truncate_to_width(name, look, wide - 30.0);
        debug_assert!(text_width(&text, look) < wide);
        canvas.draw_text(&text, (x + 18.0, y), TextAnchor::Left, look);
    }
}
