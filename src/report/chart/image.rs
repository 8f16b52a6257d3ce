//! A drawn chart: SVG and PNG, light and dark.

use std::borrow::Cow;

use crate::report::document::phrase::uppercase_first_letter;
use crate::report::error::ReportError;

use super::canvas::{Canvas, Drawing, GRID_PER_PIXEL};
use super::data::ChartTable;
use super::fonts::font_css;
#[cfg(feature = "png")]
use super::fonts::{REGULAR_FONT, SEMIBOLD_FONT};
use super::inline::{PageColors, compact_body};
use super::scale::pixel_height;
use super::text::bind_units;
use super::theme::Theme;

/// Last letter of Unicode's Latin blocks up to Latin Extended-B.
#[cfg(feature = "png")]
const LAST_LATIN_LETTER: char = '\u{24f}';

/// A chart, drawn light and dark.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name of its files.
    pub name: Cow<'static, str>,
    /// What is seen, in a sentence.
    pub title: String,
    /// What is plotted, with units.
    pub subtitle: String,
    width: u32,
    height: u32,
    light: String,
    dark: String,
    /// What is seen in numbers, a sentence or two, for those who can't see it; empty where the title says it all.
    pub description: String,
    /// The rows that it draws.
    pub table: ChartTable,
    /// Boxes of the labels that were placed, for tests: left, top, right, bottom.
    pub labels: Vec<[f64; 4]>,
    /// Texts that a line strikes through, for tests.
    pub struck: Vec<String>,
}

/// Text made safe for XML.
pub fn escape_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Chart {
    pub(crate) fn from_painter(
        name: impl Into<Cow<'static, str>>,
        (title, subtitle): (String, String),
        (width, height): (u32, u32),
        paint: impl Fn(&mut Canvas),
    ) -> Result<Self, ReportError> {
        let title = bind_units(&uppercase_first_letter(&title));
        let subtitle = bind_units(&subtitle);
        let render = |theme: Theme| -> Result<Drawing, ReportError> {
            let mut canvas = Canvas::new(width, height, theme);
            canvas.draw_heading(&title, &subtitle);
            paint(&mut canvas);
            canvas.render_svg()
        };
        let (light, dark) = (render(Theme::LIGHT)?, render(Theme::DARK)?);
        let height = pixel_height(light.size.1);
        let (labels, struck) = (light.labels, light.struck);
        let (light, dark) = (light.svg, dark.svg);
        let (description, table) = (String::new(), ChartTable::default());
        Ok(Self { name: name.into(), title, subtitle, width, height, light, dark, description, table, labels, struck })
    }

    /// The same chart with what it shows in numbers: a sentence or two as alternative text, and the rows that it draws.
    pub(crate) fn with_numbers(mut self, description: &str, table: ChartTable) -> Self {
        (self.description, self.table) = (bind_units(description), table);
        self
    }

    /// Alternative text: the numbers, or what is plotted where there are none; then where its data lie.
    fn alternative_text(&self) -> String {
        let said = if self.description.is_empty() { &self.subtitle } else { &self.description };
        let stop = if said.ends_with(['.', '!', '?']) { "" } else { "." };
        let data = if self.table.is_empty() { String::new() } else { format!(" Data: {}.csv.", self.name) };
        format!("{said}{stop}{data}")
    }

    /// Width and height in pixels.
    pub fn pixel_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn svg_document(&self, body: &str, style: &str, class: &str) -> String {
        let Self { width, height, .. } = self;
        let (w, h) = (width * GRID_PER_PIXEL, height * GRID_PER_PIXEL);
        let (title, text) = (escape_xml(&self.title), escape_xml(&self.alternative_text()));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\"><title>{title}</title><desc>{text}</desc>{style}{body}</svg>"
        )
    }

    fn themed_body(&self, dark: bool) -> &str {
        if dark { &self.dark } else { &self.light }
    }

    /// For a page that brings the font and the `colors` of its charts: one drawing for both themes, or one for each where
    /// they differ in more than colours.
    pub fn inline_svg(&self, colors: &mut PageColors) -> String {
        if let Some(body) = colors.merge_themes(&self.light, &self.dark) {
            let body = format!("<g id=\"{}\">{}</g>", self.drawing_id(), compact_body(&body));
            return self.svg_document(&body, "", "chart");
        }
        let themed = |body: &str, class: &str| self.svg_document(&compact_body(body), "", class);
        themed(&self.light, "light") + &themed(&self.dark, "dark")
    }

    fn drawing_id(&self) -> String {
        format!("drawing-{}", self.name)
    }

    /// Parts of a drawing that is taller than `tallest` pixels, one below the other and none cut through a text: further
    /// views of the same drawing. None where it is not taller.
    pub fn inline_parts(&self, tallest: f64) -> Vec<String> {
        let bottom = f64::from(self.height);
        let mut parts = Vec::new();
        let mut top = 0.0;
        while bottom > tallest && top < bottom {
            let end =
                if bottom - top <= tallest { bottom } else { self.free_height(top + tallest / 2.0, top + tallest) };
            let [y, tall] = [top, end - top].map(|px| px * f64::from(GRID_PER_PIXEL));
            let wide = self.width * GRID_PER_PIXEL;
            parts.push(format!(
                "<svg class=\"part\" viewBox=\"0 {y} {wide} {tall}\" aria-hidden=\"true\"><use href=\"#{}\"/></svg>",
                self.drawing_id()
            ));
            top = end;
        }
        parts
    }

    /// The greatest height between two that is clear of every text; the greatest of all where none is.
    fn free_height(&self, least: f64, most: f64) -> f64 {
        let clear = |y: &f64| self.labels.iter().all(|[_, top, _, bottom]| *y < top - 2.0 || *y > bottom + 2.0);
        let below_texts = self.labels.iter().map(|[_, _, _, bottom]| (bottom + 3.0).round());
        below_texts.filter(|y| (least..=most).contains(y)).filter(clear).max_by(f64::total_cmp).unwrap_or(most)
    }

    /// A file that stands alone, with its font: light or dark.
    pub fn standalone_svg(&self, dark: bool) -> String {
        self.svg_document(self.themed_body(dark), &format!("<style>{}</style>", font_css()), "light")
    }

    /// The same picture as PNG at twice the size: light or dark.
    ///
    /// # Errors
    /// When the picture can't be rendered.
    #[cfg(feature = "png")]
    pub fn render_png(&self, dark: bool) -> Result<Vec<u8>, ReportError> {
        use resvg::{tiny_skia, usvg};
        let failed = |error: &dyn std::fmt::Display| ReportError::Chart(error.to_string());
        let mut options = usvg::Options::default();
        let fonts = options.fontdb_mut();
        fonts.load_font_data(REGULAR_FONT.to_vec());
        fonts.load_font_data(SEMIBOLD_FONT.to_vec());
        fonts.set_sans_serif_family("Inter");
        let document = self.svg_document(self.themed_body(dark), "", "light");
        // Names in other scripts than Latin take the fonts of the machine, as a browser does with the SVG.
        if document.chars().any(|c| c.is_alphabetic() && c > LAST_LATIN_LETTER) {
            fonts.load_system_fonts();
        }
        let tree = usvg::Tree::from_str(&document, &options).map_err(|e| failed(&e))?;
        let scale = 2.0;
        let mut pixmap = tiny_skia::Pixmap::new(self.width * 2, self.height * 2)
            .ok_or_else(|| failed(&"no room for the picture"))?;
        resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        pixmap.encode_png().map_err(|e| failed(&e))
    }
}

/// Every chart as files, each with its name: SVG and PNG, light and dark, and the rows that it draws as CSV.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn render_files(charts: &[Chart]) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut out = Vec::with_capacity(4 * charts.len());
    for (chart, dark) in charts.iter().flat_map(|c| [(c, false), (c, true)]) {
        let name = format!("{}{}", chart.name, if dark { "-dark" } else { "" });
        #[cfg(feature = "png")]
        out.push((format!("{name}.png"), chart.render_png(dark)?));
        out.push((format!("{name}.svg"), chart.standalone_svg(dark).into_bytes()));
    }
    for chart in charts.iter().filter(|c| !c.table.is_empty()) {
        out.push((format!("{}.csv", chart.name), chart.table.to_csv()?.into_bytes()));
    }
    Ok(out)
}
