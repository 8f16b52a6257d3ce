//! Colours of quantities: one scale for hours of a map, one for how much worse a cell is than the best.

use plotters::style::RGBColor;

use super::canvas::{Canvas, LabelStyle, TextAnchor};
use super::scale::tick_step;
use super::theme::Theme;
use crate::report::document::numbers::format_number;

/// Strongest tint of a cell.
const MAX_TINT: f64 = 0.92;

/// A scale that rises in lightness for every eye: blue, green, yellow (after viridis, by five anchors); `share` 0 to 1.
pub fn viridis_color(share: f64) -> RGBColor {
    const ANCHORS: [(f64, f64, f64); 5] =
        [(68.0, 1.0, 84.0), (59.0, 82.0, 139.0), (33.0, 145.0, 140.0), (94.0, 201.0, 98.0), (253.0, 231.0, 37.0)];
    let at = share.clamp(0.0, 1.0) * 4.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 3")]
    let i = at.floor().min(3.0) as usize;
    let f = at - i as f64;
    let (a, b) = (ANCHORS[i], ANCHORS[i + 1]);
    let mix = |x: f64, y: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = (x + f * (y - x)).round() as u8;
        byte
    };
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// Fill of a cell by how far it is from the best, 0 to 1: nearly the ground at the best.
pub fn excess_color(theme: &Theme, share: f64) -> RGBColor {
    let hue = if theme.background.0 > 127 { RGBColor(168, 72, 16) } else { RGBColor(240, 150, 90) };
    theme.tint_color(hue, 0.05 + (MAX_TINT - 0.05) * share.clamp(0.0, 1.0))
}

/// A horizontal colour bar with its title to the left and ticks below, from `left` to `right` about a height.
pub fn draw_color_bar(
    canvas: &mut Canvas,
    title: &str,
    (low, high): (f64, f64),
    (left, right, y): (f64, f64, f64),
    color: impl Fn(f64) -> RGBColor,
) {
    const STEPS: u32 = 48;
    let look = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    canvas.draw_text(title, (left - 10.0, y), TextAnchor::Right, look);
    let wide = (right - left) / f64::from(STEPS);
    for k in 0..STEPS {
        let x = left + f64::from(k) * wide;
        canvas.fill_rect([x, y - 6.0, x + wide + 0.25, y + 6.0], color((f64::from(k) + 0.5) / f64::from(STEPS)));
    }
    let span = high - low;
    if span <= 0.0 {
        canvas.draw_text(&format_number(low, 3), (left, y + 16.0), TextAnchor::Left, faint);
        return;
    }
    let step = tick_step(span);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few digits")]
    let digits = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    let mut value = (low / step).ceil() * step;
    while value <= high + 1e-9 * span {
        let x = left + (value - low) / span * (right - left);
        canvas.draw_line(&[(x, y + 6.0), (x, y + 10.0)], canvas.theme.faint, 1.0);
        canvas.draw_text_if_room(&format_number(value, digits), (x, y + 18.0), TextAnchor::Middle, faint);
        value += step;
    }
}
