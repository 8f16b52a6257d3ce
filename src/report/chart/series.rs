//! Lines of architectures on a plane, each with its colour, dash, marks and its name beside the plane.

use super::canvas::{Canvas, LabelStyle, MARGIN, text_width};
use super::data::{ChartTable, number_cell};
use super::marks::{SideLabel, draw_side_labels, labels_height};
use super::plane::{Axis, Plane};
use super::text::shorten_middle;

/// Widest name beside a plane.
const MAX_NAME_WIDTH: f64 = 220.0;
/// Room left of a plane for its figures.
const FIGURES_WIDTH: f64 = 48.0;
/// Marks on a line.
const MARKS: usize = 5;

/// A line of an architecture.
pub struct SeriesLine<'a> {
    /// Name of the architecture.
    pub name: &'a str,
    /// Its place in the scenario, which gives its style.
    pub place: usize,
    /// Points in the units of the axes, from left to right.
    pub points: Vec<(f64, f64)>,
}

/// Points of a line of falling values.
const FALLING_SEGMENTS: usize = 200;

/// A line of a year's values in falling order over its hours, each as `show` has it. `falling` is not empty.
pub fn falling_line<'a>(
    (name, place): (&'a str, usize),
    falling: &[f64],
    hours: f64,
    show: impl Fn(f64) -> f64,
) -> SeriesLine<'a> {
    let (last, step_h) = (falling.len() - 1, hours / falling.len() as f64);
    let point = |k: usize| {
        let at = k * last / FALLING_SEGMENTS;
        (at as f64 * step_h, show(falling[at]))
    };
    SeriesLine { name, place, points: (0..=FALLING_SEGMENTS).map(point).collect() }
}

/// Height of a plane that has room for the names of so many lines.
pub fn plane_height(lines: usize, least: f64) -> f64 {
    least.max(labels_height(lines) + 20.0)
}

/// Axes with their titles.
pub struct SeriesAxes<'a> {
    /// Horizontal axis and its title below the plane.
    pub x: (Axis, &'a str),
    /// Vertical axis and its title above the plane.
    pub y: (Axis, &'a str),
}

/// Draws lines on a plane between two heights, above it the title of its vertical axis, below it that of the other; returns the
/// plane.
pub fn draw_series(
    canvas: &mut Canvas,
    lines: &[SeriesLine<'_>],
    axes: &SeriesAxes<'_>,
    (top, bottom): (f64, f64),
) -> Plane {
    let bold = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
    let names: Vec<String> = lines.iter().map(|l| shorten_middle(l.name, bold, MAX_NAME_WIDTH)).collect();
    let names_width = names.iter().map(|n| text_width(n, bold)).fold(0.0, f64::max);
    let (left, right) = (MARGIN + FIGURES_WIDTH, canvas.width - MARGIN - names_width - 14.0);
    let plane = Plane { area: [left, top, right, bottom], x: axes.x.0, y: axes.y.0 };
    plane.draw_axes(canvas, true);
    plane.draw_axis_titles(canvas, axes.x.1, axes.y.1);
    let mut labels = Vec::with_capacity(lines.len());
    for (line, text) in lines.iter().zip(names) {
        let style = canvas.theme.architecture_style(line.place);
        let points: Vec<_> = line.points.iter().map(|p| plane.pixel_point(*p)).collect();
        let Some(last) = points.last().copied() else { continue };
        canvas.draw_dashed_line(&points, style.dash, style.color, 2.25);
        // Marks of lines on each other stand side by side.
        let spacing = (points.len() / MARKS).max(1);
        let first = (line.place * spacing / 7) % spacing;
        for point in points.iter().skip(first).step_by(spacing) {
            canvas.draw_symbol(*point, 4.0, style.symbol, style.color);
        }
        labels.push(SideLabel { y: last.1, text, color: style.color, ink: canvas.theme.ink });
    }
    draw_side_labels(canvas, labels, (right, canvas.width - MARGIN), (top + 6.0, bottom - 4.0));
    plane
}

/// The points of lines as rows, with the headings of their axes.
pub fn series_table(lines: &[SeriesLine<'_>], [x, y]: [&str; 2]) -> ChartTable {
    let mut table = ChartTable::new(["architecture", x, y]);
    for line in lines {
        for (x, y) in &line.points {
            table.push([line.name.to_owned(), number_cell(*x), number_cell(*y)]);
        }
    }
    table
}
