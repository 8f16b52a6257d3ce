//! A plane with two axes: ticks at round numbers, light grid lines, a map from values to pixels.

use super::super::format::number;
use super::canvas::{Anchor, Canvas, Look};
use super::stacked::step;

/// An axis: lowest and highest value and the distance of its ticks.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    tick: f64,
}

impl Axis {
    /// An axis that holds every value, with ticks at round numbers; from zero if asked.
    pub fn around(values: impl Iterator<Item = f64>, from_zero: bool) -> Self {
        let (mut low, mut high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if !low.is_finite() {
            (low, high) = (0.0, 1.0);
        }
        if from_zero {
            low = 0.0;
        }
        let tick = step((high - low).max(1e-6));
        Self { low: (low / tick).floor() * tick, high: (high / tick).ceil().max(low / tick + 1.0) * tick, tick }
    }

    /// An axis from zero to exactly `high`.
    pub fn to(high: f64) -> Self {
        Self { low: 0.0, high, tick: step(high) }
    }

    /// An axis from the tick below the lowest value to the tick above the highest.
    pub fn by(tick: f64, low: f64, high: f64) -> Self {
        Self { low: (low / tick).floor() * tick, high: (high / tick).ceil() * tick, tick }
    }

    /// Its lowest and highest value.
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let Self { low, high, tick } = *self;
        let mut value = low;
        std::iter::from_fn(move || {
            let at = value;
            value += tick;
            (at <= high + 1e-9 * tick).then_some(at)
        })
    }

    fn digits(&self) -> usize {
        match self.tick {
            t if t < 0.1 => 2,
            t if t < 1.0 => 1,
            _ => 0,
        }
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
    pub fn px(&self, x: f64) -> f64 {
        let [left, _, right, _] = self.area;
        left + (x - self.x.low) / (self.x.high - self.x.low) * (right - left)
    }

    /// The pixel of a value of y.
    pub fn py(&self, y: f64) -> f64 {
        let [_, top, _, bottom] = self.area;
        bottom - (y - self.y.low) / (self.y.high - self.y.low) * (bottom - top)
    }

    /// The pixel of a point.
    pub fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.px(x), self.py(y))
    }

    /// Grid and ticks of the horizontal axis alone.
    pub fn draw_x(&self, canvas: &mut Canvas) {
        let [_, top, _, bottom] = self.area;
        let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in self.x.ticks() {
            let x = self.px(value);
            canvas.line(&[(x, top), (x, bottom)], canvas.theme.grid, 1.0);
            canvas.text(&number(value, self.x.digits()), (x, bottom + 17.0), Anchor::Middle, faint);
        }
    }

    /// Grid and ticks; `labels_x` whether the horizontal axis has its numbers.
    pub fn draw(&self, canvas: &mut Canvas, labels_x: bool) {
        let [left, _, right, bottom] = self.area;
        let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in self.y.ticks() {
            let y = self.py(value);
            canvas.line(&[(left, y), (right, y)], canvas.theme.grid, 1.0);
            canvas.text(&number(value, self.y.digits()), (left - 10.0, y), Anchor::Right, faint);
        }
        for value in self.x.ticks().filter(|_| labels_x) {
            let x = self.px(value);
            canvas.line(&[(x, bottom), (x, bottom + 5.0)], canvas.theme.faint, 1.0);
            canvas.text(&number(value, self.x.digits()), (x, bottom + 17.0), Anchor::Middle, faint);
        }
    }
}
