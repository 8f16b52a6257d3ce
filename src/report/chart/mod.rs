//! Charts: one look, one palette with one meaning, titles that say what is seen.

mod boundaries;
mod branches;
mod canvas;
mod climates;
mod density;
mod difference;
mod duration;
mod errors;
mod factory;
mod growth;
mod heatmap;
mod intervals;
mod ladder;
mod log;
mod marks;
mod measured;
mod monthly;
mod plane;
mod predicted;
mod psychro;
mod ride_through;
mod sankey;
mod stacked;
mod supply;
mod theme;
mod tornado;
mod transient;
mod waterfall;

use std::borrow::Cow;

use base64::Engine;

use crate::study::climates::ClimateReport;
use crate::study::generations::attribution::Attribution;
use crate::study::generations::factory::Factory;
use crate::study::generations::result::GenerationReport;
use crate::study::rack_result::RackReport;
use crate::study::result::Comparison;
use crate::study::site_result::SiteReport;
use crate::study::transient::result::TransientReport;
use crate::study::uncertainty::result::Spread;
use crate::study::validation::result::Report;

use super::{ReportError, Units};
use canvas::Canvas;
use theme::Theme;

/// Inter, SIL Open Font License 1.1 (data/fonts).
const REGULAR: &[u8] = include_bytes!("../../../data/fonts/Inter-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../../data/fonts/Inter-SemiBold.otf");

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

/// The fonts as CSS, for a page or a file that stands alone.
pub fn font_css() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(bytes);
        format!("@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/otf;base64,{data})}}")
    };
    face(400, REGULAR) + &face(600, SEMIBOLD)
}

/// Text made safe for XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Chart {
    fn draw(
        name: impl Into<Cow<'static, str>>,
        (title, subtitle): (String, String),
        (width, height): (u32, u32),
        paint: impl Fn(&mut Canvas),
    ) -> Result<Self, ReportError> {
        let render = |theme: Theme| -> Result<(String, Vec<[f64; 4]>), ReportError> {
            let mut canvas = Canvas::new(width, height, theme);
            canvas.heading(&title, &subtitle);
            paint(&mut canvas);
            canvas.finish()
        };
        let (light, labels) = render(Theme::LIGHT)?;
        let (dark, _) = render(Theme::DARK)?;
        Ok(Self { name: name.into(), title, subtitle, width, height, light, dark, labels })
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn svg(&self, body: &str, style: &str, class: &str) -> String {
        let Self { width, height, .. } = self;
        let (w, h) = (width * canvas::GRID, height * canvas::GRID);
        let (title, subtitle) = (escape(&self.title), escape(&self.subtitle));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\"><title>{title}</title><desc>{title} {subtitle}</desc>{style}{body}</svg>"
        )
    }

    fn body(&self, dark: bool) -> &str {
        if dark { &self.dark } else { &self.light }
    }

    /// For a page that brings the font: the light or the dark drawing.
    pub fn inline(&self, dark: bool) -> String {
        self.svg(self.body(dark), "", if dark { "dark" } else { "light" })
    }

    /// A file that stands alone, with its font: light or dark.
    pub fn standalone(&self, dark: bool) -> String {
        self.svg(self.body(dark), &format!("<style>{}</style>", font_css()), "light")
    }

    /// The same picture as PNG at twice the size: light or dark.
    ///
    /// # Errors
    /// When the picture can't be rendered.
    #[cfg(feature = "png")]
    pub fn png(&self, dark: bool) -> Result<Vec<u8>, ReportError> {
        use resvg::{tiny_skia, usvg};
        let failed = |error: &dyn std::fmt::Display| ReportError::Chart(error.to_string());
        let mut options = usvg::Options::default();
        let fonts = options.fontdb_mut();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(SEMIBOLD.to_vec());
        fonts.set_sans_serif_family("Inter");
        let tree = usvg::Tree::from_str(&self.svg(self.body(dark), "", "light"), &options).map_err(|e| failed(&e))?;
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
pub fn files(charts: &[Chart]) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut out = Vec::with_capacity(4 * charts.len());
    for (chart, dark) in charts.iter().flat_map(|c| [(c, false), (c, true)]) {
        let name = format!("{}{}", chart.name, if dark { "-dark" } else { "" });
        #[cfg(feature = "png")]
        out.push((format!("{name}.png"), chart.png(dark)?));
        out.push((format!("{name}.svg"), chart.standalone(dark).into_bytes()));
    }
    Ok(out)
}

/// Every chart of a comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn all(result: &Comparison, units: Units) -> Result<Vec<Chart>, ReportError> {
    let mut out = vec![stacked::chart(result)?];
    out.extend(difference::chart(result)?);
    out.extend(ladder::chart(result, units)?);
    Ok(out)
}

/// Every chart of a study of racks.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_racks(report: &RackReport, units: Units) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    out.extend(density::chart(report, units)?);
    let shown: Vec<_> = report.architectures.iter().filter(|a| !a.ladder.is_empty()).collect();
    let panels: Vec<_> =
        shown.iter().map(|a| ladder::Panel { name: &a.name, air: a.cooling == "air", ladder: &a.ladder }).collect();
    let what = "Temperatures in one rack at full load, from its hottest part to what it is supplied with";
    let source = format!("{}.", super::rack::place(report, units));
    out.extend(ladder::of(&panels, (ladder::rack_title(&shown, units), what), &source, units)?);
    if let [only] = report.architectures.as_slice() {
        out.extend(sankey::chart(only)?);
        out.extend(supply::chart(only, units)?);
        out.extend(branches::chart(only, units)?);
    }
    Ok(out)
}

/// Every chart of a site's year.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_site(report: &SiteReport, units: Units) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    out.extend(duration::chart(report)?);
    out.extend(heatmap::chart(report)?);
    out.extend(monthly::chart(report)?);
    out.extend(psychro::chart(report, units)?);
    Ok(out)
}

/// Every chart of many climates.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_climates(report: &ClimateReport) -> Result<Vec<Chart>, ReportError> {
    Ok(climates::chart(report)?.into_iter().collect())
}

/// Every chart of generations.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_generations(report: &GenerationReport) -> Result<Vec<Chart>, ReportError> {
    let all = [growth::chart(report)?, boundaries::chart(report)?, measured::chart(report)?];
    Ok(all.into_iter().flatten().collect())
}

/// Every chart of an attribution.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_attribution(attribution: &Attribution) -> Result<Vec<Chart>, ReportError> {
    Ok(vec![waterfall::chart(attribution)?])
}

/// Every chart of a factory.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_factory(report: &Factory) -> Result<Vec<Chart>, ReportError> {
    Ok(vec![factory::chart(report)?])
}

/// Every chart of what happens in seconds.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_transient(report: &TransientReport, units: Units) -> Result<Vec<Chart>, ReportError> {
    let mut out: Vec<Chart> = ride_through::chart(report)?.into_iter().collect();
    out.extend(transient::charts(report, units)?);
    Ok(out)
}

/// Every chart of a sampled comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_uncertainty(result: &Spread, units: Units) -> Result<Vec<Chart>, ReportError> {
    Ok([intervals::chart(result, units)?, tornado::chart(result)?].into_iter().flatten().collect())
}

/// Every chart of a validation.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn of_validation(result: &Report, units: Units) -> Result<Vec<Chart>, ReportError> {
    Ok([predicted::chart(result, units)?, errors::chart(result, units)?].into_iter().flatten().collect())
}
