//! Dashed lines: limits and claims, told from what was computed without a colour.

use plotters::style::RGBColor;

use super::canvas::Canvas;

/// Length of a dash and of the gap after it, pixels.
const DASH: (f64, f64) = (6.0, 4.0);

/// Draws a straight line in dashes.
pub fn draw_dashed_line(canvas: &mut Canvas, from: (f64, f64), to: (f64, f64), color: RGBColor, width: f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    let at = |s: f64| (from.0 + dx * s / length, from.1 + dy * s / length);
    let mut start = 0.0;
    while start < length {
        canvas.draw_line(&[at(start), at((start + DASH.0).min(length))], color, width);
        start += DASH.0 + DASH.1;
    }
}
