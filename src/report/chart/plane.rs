//! A plane with two axes: ticks at round numbers, light grid lines, a map from values to pixels.

use crate::report::chart::scale::tick_step;
use crate::report::document::numbers::format_number;

use super::canvas::{Canvas, LabelStyle, TextAnchor};

/// Size of the names of axes, pixels.
pub const AXIS_TITLE_SIZE: f64 = 12.5;
/// Room below a plane for the numbers and the name of its horizontal axis, pixels.
pub const X_TITLE_HEIGHT: f64 = 44.0;

/// An axis: lowest and highest value and the distance of its ticks.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    tick: f64,
}

impl Axis {
    /// An axis that holds every value, with ticks at round numbers; from zero if asked.
    pub fn from_values(values: impl Iterator<Item = f64>, from_zero: bool) -> Self {
        let (mut low, mut high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if !low.is_finite() {
            (low, high) = (0.0, 1.0);
        }
        if from_zero {
            low = 0.0;
        }
        if high - low <= 1e-9 * high.abs() {
            // One value: a span about it that still has round ticks, so that it stands in the middle and not on an edge.
            let room = if high == 0.0 { 1.0 } else { 0.1 * high.abs() };
            (low, high) = (if from_zero { low } else { low - room }, high + room);
        }
        let tick = tick_step((high - low).max(1e-6));
        Self { low: (low / tick).floor() * tick, high: (high / tick).ceil().max(low / tick + 1.0) * tick, tick }
    }

    /// An axis from zero to exactly `high`.
    pub fn from_zero(high: f64) -> Self {
        Self { low: 0.0, high, tick: tick_step(high) }
    }

    /// An axis from the tick below the lowest value to the tick above the highest.
    pub fn with_tick(tick: f64, low: f64, high: f64) -> Self {
        Self { low: (low / tick).floor() * tick, high: (high / tick).ceil() * tick, tick }
    }

    /// Its lowest and highest value.
    pub fn value_range(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    fn tick_values(&self) -> impl Iterator<Item = f64> {
        let Self { low, high, tick } = *self;
        let mut value = low;
        std::iter::from_fn(move || {
            let at = value;
            value += tick;
            (at <= high + 1e-9 * tick).then_some(at)
        })
    }

    fn tick_decimals(&self) -> usize {
        // As many as tell ticks apart.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 9")]
        let decimals = (-(self.tick * 1.000_001).log10().floor()).clamp(0.0, 9.0) as usize;
        decimals
    }
}

/// A plane in a rectangle of the canvas: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    /// The rectangle.
    pub area: [f64; 4],
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
}

impl Plane {
    /// The pixel of a value of x.
    pub fn pixel_x(&self, x: f64) -> f64 {
        let [left, _, right, _] = self.area;
        left + (x - self.x.low) / (self.x.high - self.x.low) * (right - left)
    }

    /// The pixel of a value of y.
    pub fn pixel_y(&self, y: f64) -> f64 {
        let [_, top, _, bottom] = self.area;
        bottom - (y - self.y.low) / (self.y.high - self.y.low) * (bottom - top)
    }

    /// The pixel of a point.
    pub fn pixel_point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.pixel_x(x), self.pixel_y(y))
    }

    /// Grid and ticks of the horizontal axis alone.
    pub fn draw_x_axis(&self, canvas: &mut Canvas) {
        let [_, top, _, bottom] = self.area;
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in self.x.tick_values() {
            let x = self.pixel_x(value);
            canvas.draw_line(&[(x, top), (x, bottom)], canvas.theme.grid, 1.0);
            canvas.draw_text(
                &format_number(value, self.x.tick_decimals()),
                (x, bottom + 17.0),
                TextAnchor::Middle,
                faint,
            );
        }
    }

    /// Grid and ticks; `labels_x` whether the horizontal axis has its numbers.
    pub fn draw_axes(&self, canvas: &mut Canvas, labels_x: bool) {
        let [left, _, right, bottom] = self.area;
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in self.y.tick_values() {
            let y = self.pixel_y(value);
            canvas.draw_line(&[(left, y), (right, y)], canvas.theme.grid, 1.0);
            canvas.draw_text(&format_number(value, self.y.tick_decimals()), (left - 10.0, y), TextAnchor::Right, faint);
        }
        for value in self.x.tick_values().filter(|_| labels_x) {
            let x = self.pixel_x(value);
            canvas.draw_line(&[(x, bottom), (x, bottom + 5.0)], canvas.theme.faint, 1.0);
            canvas.draw_text(
                &format_number(value, self.x.tick_decimals()),
                (x, bottom + 17.0),
                TextAnchor::Middle,
                faint,
            );
        }
    }

    /// Names of the axes with their units: that of the vertical axis over its upper end, that of the horizontal one below
    /// the numbers. An empty one is left out; [`X_TITLE_HEIGHT`] is the room below the plane that numbers and name take.
    pub fn draw_axis_titles(&self, canvas: &mut Canvas, x: &str, y: &str) {
        let [left, top, right, bottom] = self.area;
        let look = LabelStyle { size: AXIS_TITLE_SIZE, bold: false, color: canvas.theme.ink };
        if !x.is_empty() {
            let at = (f64::midpoint(left, right), bottom + X_TITLE_HEIGHT - 8.0);
            canvas.draw_text(x, at, TextAnchor::Middle, look);
        }
        if !y.is_empty() {
            canvas.draw_text(y, (left, top - 15.0), TextAnchor::Left, look);
        }
    }
}
