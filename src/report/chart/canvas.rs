//! A drawing in logical pixels on plotters' SVG backend.
//!
//! The backend rounds to whole pixels, so it draws on a grid four times as fine. Texts are measured before they are
//! placed, and the boxes of labels are kept so that tests can see whether any two overlap.

use std::sync::Once;

use plotters::prelude::{DrawingBackend, IntoFont, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, RGBColor, ShapeStyle, TextStyle, register_font};

use super::super::ReportError;
use super::theme::Theme;
use super::{REGULAR, SEMIBOLD};

/// Grid points per logical pixel.
pub const GRID: u32 = 4;
/// Margin at every side.
pub const MARGIN: f64 = 28.0;
const FAMILY: &str = "Inter";

/// Where a text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Left,
    /// It is centred there.
    Middle,
    /// It ends there.
    Right,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Size in pixels.
    pub size: f64,
    /// Semibold.
    pub bold: bool,
    /// Colour.
    pub color: RGBColor,
}

enum Shape {
    Rect([f64; 4], RGBColor),
    Line(Vec<(f64, f64)>, RGBColor, f64),
    Dot((f64, f64), f64, RGBColor),
    Area(Vec<(f64, f64)>, RGBColor),
    Text(String, (f64, f64), Anchor, Look),
}

/// A drawing.
pub struct Canvas {
    shapes: Vec<Shape>,
    /// Width in pixels.
    pub width: f64,
    height: f64,
    /// Colours.
    pub theme: Theme,
    /// Where the space below the heading begins.
    pub top: f64,
    labels: Vec<[f64; 4]>,
    blocked: Vec<[f64; 4]>,
}

static FONTS: Once = Once::new();

fn font(look: Look) -> plotters::style::FontDesc<'static> {
    FONTS.call_once(|| {
        // The embedded fonts are read by a test; were one broken, texts would measure zero and nothing worse.
        let _ = register_font(FAMILY, FontStyle::Normal, REGULAR);
        let _ = register_font(FAMILY, FontStyle::Bold, SEMIBOLD);
    });
    let style = if look.bold { FontStyle::Bold } else { FontStyle::Normal };
    (FAMILY, look.size * f64::from(GRID)).into_font().style(style)
}

/// Width of a text in pixels.
pub fn measure(text: &str, look: Look) -> f64 {
    font(look).box_size(text).map_or(0.0, |(width, _)| f64::from(width) / f64::from(GRID))
}

/// A text cut with an ellipsis so that it is no wider than `most`.
pub fn fit(text: &str, look: Look, most: f64) -> String {
    if measure(text, look) <= most {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let cut: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if measure(&cut, look) <= most {
            return cut;
        }
    }
    String::new()
}

/// A text in lines no wider than `most`.
pub fn wrap(text: &str, look: Look, most: f64) -> Vec<String> {
    // A number stays with its unit.
    let mut text = text.to_owned();
    for unit in ["%", "W", "kW", "MW", "GW", "K", "°C", "°F"] {
        for after in [" ", ",", ")", ";", "."] {
            text = text.replace(&format!(" {unit}{after}"), &format!("\u{a0}{unit}{after}"));
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if measure(&format!("{line} {word}"), look) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fit(word, look, most)),
        }
    }
    lines
}

/// The box of a text: left, top, right, bottom.
fn frame(text: &str, at: (f64, f64), anchor: Anchor, look: Look) -> [f64; 4] {
    let width = measure(text, look);
    let left = match anchor {
        Anchor::Left => at.0,
        Anchor::Middle => at.0 - width / 2.0,
        Anchor::Right => at.0 - width,
    };
    // Capitals and descenders reach about this far from the middle.
    let half = 0.5 * look.size;
    [left, at.1 - half, left + width, at.1 + half]
}

impl Canvas {
    /// An empty drawing.
    pub fn new(width: u32, height: u32, theme: Theme) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let back = Shape::Rect([0.0, 0.0, width, height], theme.background);
        Self { shapes: vec![back], width, height, theme, top: MARGIN, labels: Vec::new(), blocked: Vec::new() }
    }

    /// Title and subtitle; moves `top` below them.
    pub fn heading(&mut self, title: &str, subtitle: &str) {
        let most = self.width - 2.0 * MARGIN;
        let title_look = Look { size: 20.0, bold: true, color: self.theme.ink };
        let look = Look { size: 13.5, bold: false, color: self.theme.faint };
        let mut y = MARGIN + 10.0;
        for line in wrap(title, title_look, most) {
            self.text(&line, (MARGIN, y), Anchor::Left, title_look);
            y += 26.0;
        }
        for line in wrap(subtitle, look, most) {
            self.text(&line, (MARGIN, y), Anchor::Left, look);
            y += 19.0;
        }
        self.top = y + 8.0;
    }

    /// Where the heading of a drawing of this width ends.
    pub fn heading_height(title: &str, subtitle: &str, width: u32) -> f64 {
        let mut canvas = Self::new(width, 100, Theme::LIGHT);
        canvas.heading(title, subtitle);
        canvas.top
    }

    /// A line of small print at the bottom.
    pub fn source(&mut self, text: &str) {
        let look = Look { size: 11.0, bold: false, color: self.theme.faint };
        let text = fit(text, look, self.width - 2.0 * MARGIN);
        self.text(&text, (MARGIN, self.height - 18.0), Anchor::Left, look);
    }

    /// A filled rectangle: left, top, right, bottom.
    pub fn rect(&mut self, area: [f64; 4], color: RGBColor) {
        self.shapes.push(Shape::Rect(area, color));
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f64, f64)], color: RGBColor, width: f64) {
        self.shapes.push(Shape::Line(points.to_vec(), color, width));
    }

    /// A filled shape with the given corners.
    pub fn area(&mut self, corners: Vec<(f64, f64)>, color: RGBColor) {
        self.shapes.push(Shape::Area(corners, color));
    }

    /// A dot.
    pub fn dot(&mut self, at: (f64, f64), radius: f64, color: RGBColor) {
        self.shapes.push(Shape::Dot(at, radius, color));
    }

    /// Keeps texts that need a free place away from a dot.
    pub fn block(&mut self, (x, y): (f64, f64), radius: f64) {
        self.blocked.push([x - radius, y - radius, x + radius, y + radius]);
    }

    /// Whether a text would stand inside the picture and clear of every text so far and of what is blocked.
    pub fn free(&self, text: &str, at: (f64, f64), anchor: Anchor, look: Look) -> bool {
        let [left, top, right, bottom] = frame(text, at, anchor, look);
        let inside = left >= 0.0 && top >= 0.0 && right <= self.width && bottom <= self.height;
        let clear =
            |l: &[f64; 4]| right + 4.0 <= l[0] || l[2] + 4.0 <= left || bottom + 2.0 <= l[1] || l[3] + 2.0 <= top;
        inside && self.labels.iter().chain(&self.blocked).all(clear)
    }

    /// A text where it is free, else none.
    pub fn text_if_free(&mut self, text: &str, at: (f64, f64), anchor: Anchor, look: Look) {
        if self.free(text, at, anchor, look) {
            self.text(text, at, anchor, look);
        }
    }

    /// A text; `at` is the height of its middle.
    pub fn text(&mut self, text: &str, at: (f64, f64), anchor: Anchor, look: Look) {
        self.labels.push(frame(text, at, anchor, look));
        self.shapes.push(Shape::Text(text.to_owned(), at, anchor, look));
    }

    /// The SVG body and the boxes of its texts.
    pub fn finish(self) -> Result<(String, Vec<[f64; 4]>), ReportError> {
        let grid = f64::from(GRID);
        // Pictures are some thousand pixels wide: far inside the range.
        #[expect(clippy::cast_possible_truncation, reason = "rounded to the grid")]
        let px = |v: f64| (v * grid).round() as i32;
        let at = |p: (f64, f64)| (px(p.0), px(p.1));
        let size = (px(self.width).unsigned_abs(), px(self.height).unsigned_abs());
        let mut buffer = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut buffer, size);
            for shape in &self.shapes {
                let drawn = match shape {
                    Shape::Rect([l, t, r, b], color) => {
                        backend.draw_rect((px(*l), px(*t)), (px(*r), px(*b)), &ShapeStyle::from(color).filled(), true)
                    }
                    Shape::Line(points, color, width) => {
                        let style = ShapeStyle::from(color).stroke_width(px(*width).unsigned_abs());
                        backend.draw_path(points.iter().map(|p| at(*p)), &style)
                    }
                    Shape::Area(corners, color) => {
                        let style = ShapeStyle::from(color).filled();
                        backend.fill_polygon(corners.iter().map(|p| at(*p)), &style)
                    }
                    Shape::Dot(center, radius, color) => backend.draw_circle(
                        at(*center),
                        px(*radius).unsigned_abs(),
                        &ShapeStyle::from(color).filled(),
                        true,
                    ),
                    Shape::Text(text, point, anchor, look) => {
                        let h_pos = match anchor {
                            Anchor::Left => HPos::Left,
                            Anchor::Middle => HPos::Center,
                            Anchor::Right => HPos::Right,
                        };
                        // The baseline is set by hand, so that every renderer agrees.
                        let style = TextStyle::from(font(*look)).color(&look.color).pos(Pos::new(h_pos, VPos::Bottom));
                        backend.draw_text(text, &style, at((point.0, point.1 + 0.36 * look.size)))
                    }
                };
                drawn.map_err(|e| ReportError::Chart(e.to_string()))?;
            }
            backend.present().map_err(|e| ReportError::Chart(e.to_string()))?;
        }
        let start = buffer.find("<rect").unwrap_or(0);
        let end = buffer.rfind("</svg>").unwrap_or(buffer.len());
        Ok((buffer[start..end].to_owned(), self.labels))
    }
}
