//! The plane of the growth chart: years to the right, values upwards on a logarithmic scale.

use crate::report::chart::canvas::{Canvas, LabelStyle, TextAnchor};
use crate::report::chart::log::LogAxis;
use crate::report::chart::reserve::reserve_line;

/// Where years and values stand.
pub(crate) struct GrowthPlane {
    /// The rectangle: left, top, right, bottom.
    pub area: [f64; 4],
    /// First and last year.
    pub years: (f64, f64),
    /// Values.
    pub axis: LogAxis,
}

impl GrowthPlane {
    /// The pixel of a value in a year.
    pub fn pixel_point(&self, year: f64, value: f64) -> (f64, f64) {
        let [left, top, right, bottom] = self.area;
        let x = left + (year - self.years.0) / (self.years.1 - self.years.0) * (right - left);
        (x, bottom - self.axis.axis_fraction(value) * (bottom - top))
    }

    /// Whether a point lies on the plane.
    pub fn holds(&self, year: f64, value: f64) -> bool {
        (self.years.0..=self.years.1).contains(&year) && (0.0..=1.0).contains(&self.axis.axis_fraction(value))
    }

    /// Grid, ticks and the unit of the values.
    pub fn draw_axes(&self, canvas: &mut Canvas, unit: &str) {
        let [left, top, right, bottom] = self.area;
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in self.axis.tick_values() {
            let y = self.pixel_point(self.years.0, value).1;
            canvas.draw_line(&[(left, y), (right, y)], canvas.theme.grid, 1.0);
            canvas.draw_text(&LogAxis::tick_label(value), (left - 10.0, y), TextAnchor::Right, faint);
        }
        canvas.draw_text_if_room(unit, (left + 6.0, top + 9.0), TextAnchor::Left, faint);
        let step = if self.years.1 - self.years.0 > 8.0 { 2.0 } else { 1.0 };
        let mut year = (self.years.0 / step).ceil() * step;
        while year <= self.years.1 {
            let x = self.pixel_point(year, 1.0).0;
            let tick = [(x, bottom), (x, bottom + 5.0)];
            canvas.draw_line(&tick, canvas.theme.faint, 1.0);
            reserve_line(canvas, &tick);
            canvas.draw_text(&format!("{year:.0}"), (x, bottom + 17.0), TextAnchor::Middle, faint);
            year += step;
        }
        let middle = f64::midpoint(left, right);
        canvas.draw_text("Year of availability", (middle, bottom + 36.0), TextAnchor::Middle, faint);
    }
}
