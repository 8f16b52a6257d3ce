//! A drawn chart: SVG and PNG, light and dark.

use std::borrow::Cow;

use crate::report::error::ReportError;

use super::canvas::{Canvas, GRID_PER_PIXEL};
use super::fonts::font_css;
#[cfg(feature = "png")]
use super::fonts::{REGULAR_FONT, SEMIBOLD_FONT};
use super::theme::Theme;

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
    /// Boxes of the labels that were placed, for tests: left, top, right, bottom.
    pub labels: Vec<[f64; 4]>,
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
        let render = |theme: Theme| -> Result<(String, Vec<[f64; 4]>), ReportError> {
            let mut canvas = Canvas::new(width, height, theme);
            canvas.draw_heading(&title, &subtitle);
            paint(&mut canvas);
            canvas.render_svg()
        };
        let (light, labels) = render(Theme::LIGHT)?;
        let (dark, _) = render(Theme::DARK)?;
        Ok(Self { name: name.into(), title, subtitle, width, height, light, dark, labels })
    }

    /// Width and height in pixels.
    pub fn pixel_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn svg_document(&self, body: &str, style: &str, class: &str) -> String {
        let Self { width, height, .. } = self;
        let (w, h) = (width * GRID_PER_PIXEL, height * GRID_PER_PIXEL);
        let (title, subtitle) = (escape_xml(&self.title), escape_xml(&self.subtitle));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\"><title>{title}</title><desc>{title} {subtitle}</desc>{style}{body}</svg>"
        )
    }

    fn themed_body(&self, dark: bool) -> &str {
        if dark { &self.dark } else { &self.light }
    }

    /// For a page that brings the font: the light or the dark drawing.
    pub fn inline_svg(&self, dark: bool) -> String {
        self.svg_document(self.themed_body(dark), "", if dark { "dark" } else { "light" })
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
        let tree = usvg::Tree::from_str(&self.svg_document(self.themed_body(dark), "", "light"), &options)
            .map_err(|e| failed(&e))?;
        let scale = 2.0;
        let mut pixmap = tiny_skia::Pixmap::new(self.width * 2, self.height * 2)
            .ok_or_else(|| failed(&"no room for the picture"))?;
        resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        pixmap.encode_png().map_err(|e| failed(&e))
    }
}

/// Every chart as files, each with its name: SVG and PNG, light and dark.
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
    Ok(out)
}
