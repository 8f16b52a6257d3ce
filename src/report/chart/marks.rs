//! Marks on an axis with their words in rows above a plane, and the names of lines beside it: none on another.

use plotters::style::RGBColor;

use super::canvas::{Canvas, LabelStyle, TextAnchor, text_width, truncate_to_width};

/// Height of a row of words.
pub const ROW_HEIGHT: f64 = 17.0;
/// Least distance of names beside a plane.
const MIN_LABEL_SPACING: f64 = 17.0;
const BLACK: RGBColor = RGBColor(0, 0, 0);

/// How the words of marks and names look.
const fn mark_style(color: RGBColor) -> LabelStyle {
    LabelStyle { size: 12.0, bold: true, color }
}

/// Widest of some texts.
pub fn max_text_width<'t>(texts: impl Iterator<Item = &'t str>) -> f64 {
    texts.map(|text| text_width(text, mark_style(BLACK))).fold(0.0, f64::max)
}

/// Words to the right of a line from a plane.
pub struct AxisMark {
    /// Pixel of the line.
    x: f64,
    /// What it says, cut to its room.
    text: String,
    /// Row above the plane, from 0.
    row: usize,
}

/// Rows for marks, given as pixel and words in the order of pixels: no words on others, none across a line.
pub fn place_marks(marks: &[(f64, String)], right: f64) -> Vec<AxisMark> {
    let mut out: Vec<AxisMark> = Vec::with_capacity(marks.len());
    for (x, text) in marks.iter().rev() {
        let text = truncate_to_width(text, mark_style(BLACK), (right - x - 5.0).max(0.0));
        let end = x + 5.0 + text_width(&text, mark_style(BLACK)) + 6.0;
        // Lines of the marks to the right rise to their rows: words that reach them stand above.
        let row = out.iter().filter(|other| other.x <= end).map(|other| other.row + 1).max().unwrap_or(0);
        out.push(AxisMark { x: *x, text, row });
    }
    out.reverse();
    out
}

/// Rows that marks take.
pub fn row_count(marks: &[AxisMark]) -> f64 {
    marks.iter().map(|m| m.row + 1).max().unwrap_or(0) as f64
}

/// Draws marks above planes that begin at `top`: their lines go through each of the spans of heights.
pub fn draw_marks(canvas: &mut Canvas, marks: &[AxisMark], colors: &[RGBColor], top: f64, spans: &[(f64, f64)]) {
    for (mark, color) in marks.iter().zip(colors) {
        let y = top - 10.0 - mark.row as f64 * ROW_HEIGHT;
        canvas.draw_line(&[(mark.x, y - 6.0), (mark.x, top)], *color, 1.0);
        for (from, to) in spans {
            canvas.draw_line(&[(mark.x, *from), (mark.x, *to)], *color, 1.0);
        }
        canvas.draw_text(&mark.text, (mark.x + 5.0, y), TextAnchor::Left, mark_style(*color));
    }
}

/// A name beside a plane: the height of what it names, its words, its colour, and that of its words.
pub struct SideLabel {
    /// Pixel.
    pub y: f64,
    /// What it says.
    pub text: String,
    /// Colour of the leader.
    pub color: RGBColor,
    /// Colour of the words.
    pub ink: RGBColor,
}

/// Room that so many names take.
pub fn labels_height(tags: usize) -> f64 {
    tags as f64 * MIN_LABEL_SPACING
}

/// Draws names to the right of a plane between two heights, pushed apart, each led to its line.
pub fn draw_side_labels(
    canvas: &mut Canvas,
    mut tags: Vec<SideLabel>,
    (right, most): (f64, f64),
    (top, bottom): (f64, f64),
) {
    tags.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut ys: Vec<f64> = tags.iter().map(|t| t.y.clamp(top, bottom)).collect();
    for i in 1..ys.len() {
        ys[i] = ys[i].max(ys[i - 1] + MIN_LABEL_SPACING);
    }
    let mut floor = bottom + MIN_LABEL_SPACING;
    for y in ys.iter_mut().rev() {
        *y = y.min(floor - MIN_LABEL_SPACING);
        floor = *y;
    }
    for (tag, y) in tags.iter().zip(ys) {
        canvas.draw_line(&[(right, tag.y), (right + 8.0, y)], tag.color, 1.5);
        let text = truncate_to_width(&tag.text, mark_style(tag.ink), most);
        canvas.draw_text(&text, (right + 11.0, y), TextAnchor::Left, mark_style(tag.ink));
    }
}
