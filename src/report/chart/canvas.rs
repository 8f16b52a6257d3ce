//! A drawing in logical pixels on plotters' SVG backend.
//!
//! The backend rounds to whole pixels, so it draws on a grid four times as fine. Texts are measured before they are
//! placed, and the boxes of labels are kept so that tests can see whether any two overlap.

use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{RGBColor, ShapeStyle, TextStyle};

use crate::report::error::ReportError;

use super::strikes::{self, Drawn};
use super::symbol::Symbol;
use super::text::font_description;
pub use super::text::{GRID_PER_PIXEL, LabelStyle, text_width, truncate_to_width, wrap_text};
use super::theme::Theme;

/// Margin at every side.
pub const MARGIN: f64 = 28.0;
/// The program that drew it, at the end of the source line.
const PROGRAM: &str = concat!("rackjoule ", env!("CARGO_PKG_VERSION"));
/// Height of a line of the source.
const SOURCE_LINE_HEIGHT: f64 = 15.0;

/// Where a text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextAnchor {
    /// It begins there.
    Left,
    /// It is centred there.
    Middle,
    /// It ends there.
    Right,
}

/// A finished picture.
pub struct Drawing {
    /// Body of its SVG.
    pub svg: String,
    /// Width and height in pixels.
    pub size: (f64, f64),
    /// Boxes of its texts: left, top, right, bottom.
    pub labels: Vec<[f64; 4]>,
    /// Texts that a line strikes through.
    pub struck: Vec<String>,
}

/// Areas no wider than this are marks.
const WIDEST_MARK: f64 = 30.0;

/// Width of an area.
fn span(corners: &[(f64, f64)]) -> f64 {
    let xs = || corners.iter().map(|corner| corner.0);
    xs().fold(f64::NEG_INFINITY, f64::max) - xs().fold(f64::INFINITY, f64::min)
}

enum CanvasShape {
    Rect([f64; 4], RGBColor),
    Line(Vec<(f64, f64)>, RGBColor, f64),
    Dot((f64, f64), f64, RGBColor),
    Area(Vec<(f64, f64)>, RGBColor),
    Text(String, (f64, f64), TextAnchor, LabelStyle),
}

/// A drawing.
pub struct Canvas {
    shapes: Vec<CanvasShape>,
    /// Width in pixels.
    pub width: f64,
    height: f64,
    /// Colours.
    pub theme: Theme,
    /// Where the space below the heading begins.
    pub top: f64,
    labels: Vec<[f64; 4]>,
    blocked: Vec<[f64; 4]>,
    /// Paths of many cells each, above all other shapes.
    cell_paths: String,
}

/// The strokes of a dashed line, each through the points that it passes.
fn dash_strokes(points: &[(f64, f64)], dash: &[f64]) -> Vec<Vec<(f64, f64)>> {
    let mut out: Vec<Vec<(f64, f64)>> = points.first().map(|p| vec![*p]).into_iter().collect();
    let (mut turn, mut left) = (0, dash[0]);
    for pair in points.windows(2) {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let length = (x1 - x0).hypot(y1 - y0);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let at = (x0 + done / length * (x1 - x0), y0 + done / length * (y1 - y0));
            // Strokes stand at even places of the pattern: one ends here, or the next begins.
            match out.last_mut() {
                Some(stroke) if turn % 2 == 0 => stroke.push(at),
                _ => out.push(vec![at]),
            }
            turn += 1;
            left = dash[turn % dash.len()];
        }
        left -= length - done;
        if turn % 2 == 0
            && let Some(stroke) = out.last_mut()
        {
            stroke.push((x1, y1));
        }
    }
    out.retain(|stroke| stroke.len() > 1);
    out
}

/// The box of a text: left, top, right, bottom.
fn text_box(text: &str, at: (f64, f64), anchor: TextAnchor, look: LabelStyle) -> [f64; 4] {
    let width = text_width(text, look);
    let left = match anchor {
        TextAnchor::Left => at.0,
        TextAnchor::Middle => at.0 - width / 2.0,
        TextAnchor::Right => at.0 - width,
    };
    // Capitals and descenders reach about this far from the middle.
    let half = 0.5 * look.size;
    [left, at.1 - half, left + width, at.1 + half]
}

impl Canvas {
    /// An empty drawing.
    pub fn new(width: u32, height: u32, theme: Theme) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        Self {
            shapes: Vec::new(),
            width,
            height,
            theme,
            top: MARGIN,
            labels: Vec::new(),
            blocked: Vec::new(),
            cell_paths: String::new(),
        }
    }

    /// Title and subtitle; moves `top` below them.
    pub fn draw_heading(&mut self, title: &str, subtitle: &str) {
        let most = self.width - 2.0 * MARGIN;
        let title_look = LabelStyle { size: 20.0, bold: true, color: self.theme.ink };
        let look = LabelStyle { size: 13.5, bold: false, color: self.theme.faint };
        let mut y = MARGIN + 10.0;
        for line in wrap_text(title, title_look, most) {
            self.draw_text(&line, (MARGIN, y), TextAnchor::Left, title_look);
            y += 26.0;
        }
        for line in wrap_text(subtitle, look, most) {
            self.draw_text(&line, (MARGIN, y), TextAnchor::Left, look);
            y += 19.0;
        }
        self.top = y + 8.0;
    }

    /// Where the heading of a drawing of this width ends.
    pub fn heading_height(title: &str, subtitle: &str, width: u32) -> f64 {
        let mut canvas = Self::new(width, 100, Theme::LIGHT);
        canvas.draw_heading(title, subtitle);
        canvas.top
    }

    /// The source line at the bottom: where the data are from, and the program. A second line makes the picture taller.
    pub fn draw_footer(&mut self, text: &str) {
        let look = LabelStyle { size: 11.0, bold: false, color: self.theme.faint };
        let text = text.trim_end().trim_end_matches('.');
        for (i, line) in wrap_text(&format!("{text}. {PROGRAM}."), look, self.width - 2.0 * MARGIN).iter().enumerate() {
            if i > 0 {
                self.height += SOURCE_LINE_HEIGHT;
            }
            self.draw_text(line, (MARGIN, self.height - 18.0), TextAnchor::Left, look);
        }
    }

    /// A filled rectangle: left, top, right, bottom.
    pub fn fill_rect(&mut self, area: [f64; 4], color: RGBColor) {
        self.shapes.push(CanvasShape::Rect(area, color));
    }

    /// Many filled rectangles of one colour as one path, above all else and without seams between them: thousands of cells
    /// take a few kilobytes. Each is left, top, right, bottom.
    pub fn fill_cells(&mut self, cells: &[[f64; 4]], RGBColor(red, green, blue): RGBColor) {
        if cells.is_empty() {
            return;
        }
        let px = |v: f64| (v * f64::from(GRID_PER_PIXEL)).round();
        // Steps from cell to cell are shorter than places.
        let mut last = (0.0, 0.0);
        let step = |[left, top, right, bottom]: [f64; 4]| {
            let (wide, tall) = (right - left, bottom - top);
            let step = format!("m{} {}h{wide}v{tall}h-{wide}z", left - last.0, top - last.1);
            last = (left, top);
            step
        };
        let steps: Vec<String> = cells.iter().map(|cell| cell.map(px)).map(step).collect();
        let look = format!("fill=\"#{red:02x}{green:02x}{blue:02x}\" shape-rendering=\"crispEdges\"");
        self.cell_paths.extend(["<path ", &look, " d=\"", &steps.concat(), "\"/>"]);
    }

    /// A line through points.
    pub fn draw_line(&mut self, points: &[(f64, f64)], color: RGBColor, width: f64) {
        self.shapes.push(CanvasShape::Line(points.to_vec(), color, width));
    }

    /// A filled shape with the given corners.
    pub fn fill_polygon(&mut self, corners: Vec<(f64, f64)>, color: RGBColor) {
        self.shapes.push(CanvasShape::Area(corners, color));
    }

    /// A dot.
    pub fn draw_dot(&mut self, at: (f64, f64), radius: f64, color: RGBColor) {
        self.shapes.push(CanvasShape::Dot(at, radius, color));
    }

    /// A line through points in a pattern of strokes and gaps, pixels by turns; solid without one.
    pub fn draw_dashed_line(&mut self, points: &[(f64, f64)], dash: &[f64], color: RGBColor, width: f64) {
        if dash.is_empty() {
            self.draw_line(points, color, width);
            return;
        }
        for stroke in dash_strokes(points, dash) {
            self.draw_line(&stroke, color, width);
        }
    }

    /// A mark of a series. Its edge in the colour of the ground keeps it apart from what lies under it.
    pub fn draw_symbol(&mut self, (x, y): (f64, f64), radius: f64, symbol: Symbol, color: RGBColor) {
        let scaled = |by: f64| symbol.outline().iter().map(|(dx, dy)| (x + by * dx, y + by * dy)).collect::<Vec<_>>();
        let ground = self.theme.background;
        self.fill_polygon(scaled(radius + 1.2), ground);
        self.fill_polygon(scaled(radius), color);
        if symbol.is_open() {
            self.fill_polygon(scaled(0.55 * radius), ground);
        }
    }

    /// Keeps texts that need a free place away from a dot.
    pub fn reserve_area(&mut self, (x, y): (f64, f64), radius: f64) {
        self.blocked.push([x - radius, y - radius, x + radius, y + radius]);
    }

    /// Whether a text would stand inside the picture and clear of every text so far and of what is blocked.
    pub fn has_room_for_text(&self, text: &str, at: (f64, f64), anchor: TextAnchor, look: LabelStyle) -> bool {
        let [left, top, right, bottom] = text_box(text, at, anchor, look);
        let inside = left >= 0.0 && top >= 0.0 && right <= self.width && bottom <= self.height;
        let clear =
            |l: &[f64; 4]| right + 4.0 <= l[0] || l[2] + 4.0 <= left || bottom + 2.0 <= l[1] || l[3] + 2.0 <= top;
        inside && self.labels.iter().chain(&self.blocked).all(clear)
    }

    /// A text where it is free, else none.
    pub fn draw_text_if_room(&mut self, text: &str, at: (f64, f64), anchor: TextAnchor, look: LabelStyle) {
        if self.has_room_for_text(text, at, anchor, look) {
            self.draw_text(text, at, anchor, look);
        }
    }

    /// A text on a patch of the ground, which hides the lines below it.
    pub fn draw_text_on_ground(&mut self, text: &str, at: (f64, f64), anchor: TextAnchor, look: LabelStyle) {
        let [left, top, right, bottom] = text_box(text, at, anchor, look);
        self.fill_rect([left - 2.0, top - 1.0, right + 2.0, bottom + 1.0], self.theme.background);
        self.draw_text(text, at, anchor, look);
    }

    /// A text; `at` is the height of its middle.
    pub fn draw_text(&mut self, text: &str, at: (f64, f64), anchor: TextAnchor, look: LabelStyle) {
        self.labels.push(text_box(text, at, anchor, look));
        self.shapes.push(CanvasShape::Text(text.to_owned(), at, anchor, look));
    }

    /// The picture.
    pub fn render_svg(self) -> Result<Drawing, ReportError> {
        let grid = f64::from(GRID_PER_PIXEL);
        // Pictures are some thousand pixels wide: far inside the range.
        #[expect(clippy::cast_possible_truncation, reason = "rounded to the grid")]
        let px = |v: f64| (v * grid).round() as i32;
        let at = |p: (f64, f64)| (px(p.0), px(p.1));
        let size = (px(self.width).unsigned_abs(), px(self.height).unsigned_abs());
        let mut buffer = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut buffer, size);
            let ground = CanvasShape::Rect([0.0, 0.0, self.width, self.height], self.theme.background);
            for shape in std::iter::once(&ground).chain(&self.shapes) {
                let drawn = match shape {
                    CanvasShape::Rect([l, t, r, b], color) => {
                        backend.draw_rect((px(*l), px(*t)), (px(*r), px(*b)), &ShapeStyle::from(color).filled(), true)
                    }
                    CanvasShape::Line(points, color, width) => {
                        let style = ShapeStyle::from(color).stroke_width(px(*width).unsigned_abs());
                        backend.draw_path(points.iter().map(|p| at(*p)), &style)
                    }
                    CanvasShape::Area(corners, color) => {
                        let style = ShapeStyle::from(color).filled();
                        backend.fill_polygon(corners.iter().map(|p| at(*p)), &style)
                    }
                    CanvasShape::Dot(center, radius, color) => backend.draw_circle(
                        at(*center),
                        px(*radius).unsigned_abs(),
                        &ShapeStyle::from(color).filled(),
                        true,
                    ),
                    CanvasShape::Text(text, point, anchor, look) => {
                        let h_pos = match anchor {
                            TextAnchor::Left => HPos::Left,
                            TextAnchor::Middle => HPos::Center,
                            TextAnchor::Right => HPos::Right,
                        };
                        // The baseline is set by hand, so that every renderer agrees.
                        let style = TextStyle::from(font_description(*look))
                            .color(&look.color)
                            .pos(Pos::new(h_pos, VPos::Bottom));
                        backend.draw_text(text, &style, at((point.0, point.1 + 0.36 * look.size)))
                    }
                };
                drawn.map_err(|e| ReportError::Chart(e.to_string()))?;
            }
            backend.present().map_err(|e| ReportError::Chart(e.to_string()))?;
        }
        let start = buffer.find("<rect").unwrap_or(0);
        let end = buffer.rfind("</svg>").unwrap_or(buffer.len());
        let struck = strikes::struck_texts(self.shapes.iter().filter_map(|shape| self.trace_shape(shape)));
        let svg = format!("{}{}", &buffer[start..end], self.cell_paths);
        Ok(Drawing { svg, size: (self.width, self.height), labels: self.labels, struck })
    }

    /// What a shape covers or strikes: lines, and the edges of areas wider than a mark. Grid lines and lines in the colour of
    /// the ground strike nothing.
    fn trace_shape<'s>(&self, shape: &'s CanvasShape) -> Option<Drawn<'s>> {
        match shape {
            CanvasShape::Rect(area, _) => Some(Drawn::Cover(*area)),
            CanvasShape::Line(points, color, _) if *color != self.theme.grid => Some(Drawn::Line(points)),
            CanvasShape::Text(text, at, anchor, look) => Some(Drawn::Text(text, text_box(text, *at, *anchor, *look))),
            CanvasShape::Area(corners, _) if span(corners) > WIDEST_MARK => Some(Drawn::Area(corners)),
            CanvasShape::Line(..) | CanvasShape::Area(..) | CanvasShape::Dot(..) => None,
        }
    }
}
