//! Where the difference in facility power arises: one bar per component, less to the left, more to the right.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::compare::result::{Comparison, EndUse, PowerDifference};

use super::headline::format_signed_power;
use crate::report::chart::scale::{pixel_height, tick_step};
use crate::report::document::phrase::lowercase_first_letter;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 34.0;
const NAMES_WIDTH: f64 = 170.0;
/// Room for the figures beside the bars.
const FIGURES_WIDTH: f64 = 90.0;

/// The chart of the architecture that draws least against the base; nothing to draw without a second feasible one.
pub fn build_chart(result: &Comparison) -> Result<Option<Chart>, ReportError> {
    let least = result.differences.iter().min_by(|a, b| a.facility_power_w.total_cmp(&b.facility_power_w));
    let Some(difference) = least else { return Ok(None) };
    let title = chart_title(difference);
    let subtitle = format!("Mean power of {} less that of {}, by component, kW", difference.name, difference.base);
    let rows = visible_differences(difference).len() as f64 + 1.0;
    let height = pixel_height(Canvas::heading_height(&title, &subtitle, WIDTH) + rows * ROW_HEIGHT + 82.0);
    let chart = Chart::from_painter("difference", (title, subtitle), (WIDTH, height), |canvas| {
        draw_bars(canvas, difference, result);
    })?;
    Ok(Some(chart))
}

/// Component classes that differ by something to see.
fn visible_differences(difference: &PowerDifference) -> Vec<(EndUse, f64)> {
    difference.by_bucket.iter().filter(|s| s.power_w.abs() >= 50.0).map(|s| (s.bucket, s.power_w)).collect()
}

fn chart_title(difference: &PowerDifference) -> String {
    let most = |sign: f64| {
        visible_differences(difference)
            .into_iter()
            .filter(|s| s.1 * sign > 0.0)
            .max_by(|a, b| (a.1 * sign).total_cmp(&(b.1 * sign)))
    };
    let total_w = difference.facility_power_w;
    let word = if total_w < 0.0 { "saves" } else { "costs" };
    let part = if total_w < 0.0 { most(-1.0) } else { most(1.0) };
    let part = part.map_or(String::new(), |(bucket, w)| {
        format!(", {} of it in {}", format_power(w.abs()), lowercase_first_letter(bucket.label()))
    });
    let against = if total_w < 0.0 { most(1.0) } else { most(-1.0) };
    let against = against.filter(|s| s.1.abs() > 0.1 * total_w.abs()).map_or(String::new(), |(bucket, w)| {
        format!("; {} in {} goes the other way", format_signed_power(w), lowercase_first_letter(bucket.label()))
    });
    // What is saved in one class can exceed the sum: then it is not "of it".
    let part = if part.is_empty() || most(total_w.signum()).is_some_and(|s| s.1.abs() > total_w.abs()) {
        part.replace(" of it in ", " in ")
    } else {
        part
    };
    format!("{} {word} {} against {}{part}{against}", difference.name, format_power(total_w.abs()), difference.base)
}

fn draw_bars(canvas: &mut Canvas, difference: &PowerDifference, result: &Comparison) {
    let rows = visible_differences(difference);
    let sum = difference.facility_power_w / 1e3;
    let values = rows.iter().map(|r| r.1 / 1e3).chain([sum]);
    let low = values.clone().fold(0.0, f64::min);
    let high = values.fold(0.0, f64::max);
    let left = MARGIN + NAMES_WIDTH + FIGURES_WIDTH;
    let scale = (canvas.width - MARGIN - FIGURES_WIDTH - left) / (high - low).max(1e-9);
    let zero = left - low * scale;
    let top = canvas.top + 4.0;
    let floor = top + (rows.len() as f64 + 1.0) * ROW_HEIGHT;
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let tick = tick_step(high - low);
    let mut value = (low / tick).ceil() * tick;
    while value <= high + 1e-9 {
        let x = zero + value * scale;
        canvas.draw_line(&[(x, top), (x, floor)], canvas.theme.grid, 1.0);
        canvas.draw_text(&format_number(value, 0), (x, floor + 14.0), TextAnchor::Middle, faint);
        value += tick;
    }
    for (i, (bucket, watts)) in rows.iter().enumerate() {
        let fill = canvas.theme.end_use_colors(*bucket).0;
        draw_bar(canvas, bucket.label(), watts / 1e3, top + i as f64 * ROW_HEIGHT, (zero, scale), fill, false);
    }
    let ink = canvas.theme.ink;
    draw_bar(canvas, "Total", sum, floor - ROW_HEIGHT, (zero, scale), ink, true);
    canvas.draw_line(&[(zero, top), (zero, floor)], canvas.theme.faint, 1.0);
    canvas.draw_footer(&format!(
        "{}: {}. Components that differ by less than 50 W are left out.",
        result.site.location, result.site.dataset
    ));
}

fn draw_bar(
    canvas: &mut Canvas,
    label: &str,
    kw: f64,
    top: f64,
    (zero, scale): (f64, f64),
    fill: plotters::style::RGBColor,
    bold: bool,
) {
    let middle = top + ROW_HEIGHT / 2.0;
    let look = LabelStyle { size: 13.5, bold, color: canvas.theme.ink };
    canvas.draw_text(label, (MARGIN + NAMES_WIDTH - 12.0, middle), TextAnchor::Right, look);
    let end = zero + kw * scale;
    canvas.fill_rect([zero.min(end), middle - 10.0, zero.max(end), middle + 10.0], fill);
    let text = if kw > 0.0 { format!("+{}", format_number(kw, 1)) } else { format_number(kw, 1) };
    let (x, anchor) = if kw < 0.0 { (end - 8.0, TextAnchor::Right) } else { (end + 8.0, TextAnchor::Left) };
    debug_assert!(text_width(&text, look) < FIGURES_WIDTH);
    canvas.draw_text(&text, (x, middle), anchor, look);
}
