//! Rows of architectures with a column of bars for each figure, every column on an axis of its own from zero.

use plotters::style::RGBColor;

use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, wrap_text};
use crate::report::chart::text::shorten_middle;

const ROW_HEIGHT: f64 = 26.0;
const BAR_HEIGHT: f64 = 14.0;
/// Room above the bars for the two lines of a column's head.
const HEAD_HEIGHT: f64 = 40.0;
const MAX_NAME_WIDTH: f64 = 220.0;
const COLUMN_GAP: f64 = 18.0;

/// A column: what it is with its unit, and for every row the parts of its bar with the text of their sum; nothing where the
/// figure is not known.
pub(super) struct BarColumn {
    /// Its head.
    pub head: String,
    /// Bars in the order of the rows.
    pub bars: Vec<Option<BarFigure>>,
}

/// A bar of some parts.
pub(super) struct BarFigure {
    /// Its parts from the axis, in the unit of the column.
    pub parts: Vec<f64>,
    /// What stands at its end.
    pub text: String,
}

impl BarFigure {
    fn sum(&self) -> f64 {
        self.parts.iter().sum()
    }
}

/// Height of a picture's part with so many rows.
pub(super) fn panels_height(rows: usize) -> f64 {
    HEAD_HEIGHT + rows as f64 * ROW_HEIGHT + 8.0
}

/// Draws the columns from a top; `fills` are the colours of parts.
pub(super) fn draw_bar_panels(
    canvas: &mut Canvas,
    names: &[&str],
    columns: &[BarColumn],
    top: f64,
    fills: &[RGBColor],
) {
    let bold = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let names: Vec<String> = names.iter().map(|n| shorten_middle(n, bold, MAX_NAME_WIDTH)).collect();
    let names_width = names.iter().map(|n| text_width(n, bold)).fold(40.0, f64::max);
    let left = MARGIN + names_width + 16.0;
    let wide = (canvas.width - MARGIN - left - COLUMN_GAP * (columns.len() as f64 - 1.0)) / columns.len() as f64;
    let floor = top + HEAD_HEIGHT;
    for (i, name) in names.iter().enumerate() {
        canvas.draw_text(name, (left - 12.0, floor + (i as f64 + 0.5) * ROW_HEIGHT), TextAnchor::Right, bold);
    }
    for (k, column) in columns.iter().enumerate() {
        draw_column(canvas, column, (left + k as f64 * (wide + COLUMN_GAP), floor, wide), fills);
    }
}

fn draw_column(canvas: &mut Canvas, column: &BarColumn, (left, floor, wide): (f64, f64, f64), fills: &[RGBColor]) {
    let head = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
    let plain = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
    let lines = wrap_text(&column.head, head, wide);
    for (i, line) in lines.iter().take(2).rev().enumerate() {
        canvas.draw_text(line, (left, floor - 12.0 - i as f64 * 15.0), TextAnchor::Left, head);
    }
    let texts = column.bars.iter().flatten().map(|b| text_width(&b.text, plain)).fold(10.0, f64::max);
    let most = column.bars.iter().flatten().map(BarFigure::sum).fold(1e-12, f64::max);
    let scale = (wide - texts - 8.0).max(10.0) / most;
    let height = column.bars.len() as f64 * ROW_HEIGHT;
    canvas.draw_line(&[(left, floor), (left, floor + height)], canvas.theme.faint, 1.0);
    for (i, bar) in column.bars.iter().enumerate() {
        let middle = floor + (i as f64 + 0.5) * ROW_HEIGHT;
        let Some(bar) = bar else {
            let faint = LabelStyle { color: canvas.theme.faint, ..plain };
            canvas.draw_text("–", (left + 6.0, middle), TextAnchor::Left, faint);
            continue;
        };
        let mut x = left;
        for (part, fill) in bar.parts.iter().zip(fills) {
            let end = x + part.max(0.0) * scale;
            if end > x {
                canvas.fill_rect([x, middle - BAR_HEIGHT / 2.0, end, middle + BAR_HEIGHT / 2.0], *fill);
            }
            x = end;
        }
        canvas.draw_text(&bar.text, (x + 6.0, middle), TextAnchor::Left, plain);
    }
}
