//! Charts: one look, one palette with one meaning, titles that say what is seen.

pub(crate) mod canvas;
pub(crate) mod ladder;
pub(crate) mod log;
pub(crate) mod marks;
pub(crate) mod plane;
pub(crate) mod theme;

use base64::Engine;
use std::borrow::Cow;

use crate::study::climates::ClimateReport;
use crate::study::compare::result::Comparison;
use crate::study::generations::attribution::AttributionResult;
use crate::study::generations::factory::FactoryResult;
use crate::study::generations::result::GenerationReport;
use crate::study::rack::result::RackReport;
use crate::study::site::result::SiteReport;
use crate::study::transient::result::TransientReport;
use crate::study::uncertainty::result::UncertaintyResult;
use crate::study::validation::result::ValidationReport;

use self::canvas::Canvas;
use self::theme::Theme;
use super::{ReportError, UnitSystem};

/// Inter, SIL Open Font License 1.1 (data/fonts).
const REGULAR_FONT: &[u8] = include_bytes!("../../../data/fonts/Inter-Regular.otf");
const SEMIBOLD_FONT: &[u8] = include_bytes!("../../../data/fonts/Inter-SemiBold.otf");

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
    face(400, REGULAR_FONT) + &face(600, SEMIBOLD_FONT)
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
        let (w, h) = (width * canvas::GRID_PER_PIXEL, height * canvas::GRID_PER_PIXEL);
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

/// Every chart of a comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn comparison_charts(result: &Comparison, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = vec![crate::report::compare::end_use_chart::build_chart(result)?];
    out.extend(crate::report::compare::difference_chart::build_chart(result)?);
    out.extend(ladder::build_chart(result, units)?);
    Ok(out)
}

/// Every chart of a study of racks.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn rack_charts(report: &RackReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    out.extend(crate::report::rack::density_chart::build_chart(report, units)?);
    let shown: Vec<_> = report.architectures.iter().filter(|a| !a.ladder.is_empty()).collect();
    let panels: Vec<_> = shown
        .iter()
        .map(|a| ladder::LadderPanel { name: &a.name, air: a.cooling == "air", ladder: &a.ladder })
        .collect();
    let what = "Temperatures in one rack at full load, from its hottest part to what it is supplied with";
    let source = format!("{}.", super::rack::format_location(report, units));
    out.extend(ladder::chart_from_panels(&panels, (ladder::rack_chart_title(&shown, units), what), &source, units)?);
    if let [only] = report.architectures.as_slice() {
        out.extend(crate::report::rack::sankey_chart::build_chart(only)?);
        out.extend(crate::report::rack::supply_chart::build_chart(only, units)?);
        out.extend(crate::report::rack::branch_chart::build_chart(only, units)?);
    }
    Ok(out)
}

/// Every chart of a site's year.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn site_charts(report: &SiteReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out = Vec::new();
    out.extend(crate::report::site::duration_chart::build_chart(report)?);
    out.extend(crate::report::site::heatmap_chart::build_chart(report)?);
    out.extend(crate::report::site::monthly_chart::build_chart(report)?);
    out.extend(crate::report::site::psychrometric_chart::build_chart(report, units)?);
    Ok(out)
}

/// Every chart of many climates.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn climate_charts(report: &ClimateReport) -> Result<Vec<Chart>, ReportError> {
    Ok(crate::report::climates::climate_chart::build_chart(report)?.into_iter().collect())
}

/// Every chart of generations.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn generation_charts(report: &GenerationReport) -> Result<Vec<Chart>, ReportError> {
    let all = [
        crate::report::generations::growth_chart::build_chart(report)?,
        crate::report::generations::boundary_chart::build_chart(report)?,
        crate::report::generations::measured_chart::build_chart(report)?,
    ];
    Ok(all.into_iter().flatten().collect())
}

/// Every chart of an attribution.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn attribution_charts(attribution: &AttributionResult) -> Result<Vec<Chart>, ReportError> {
    Ok(vec![crate::report::generations::waterfall_chart::build_chart(attribution)?])
}

/// Every chart of a factory.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn factory_charts(report: &FactoryResult) -> Result<Vec<Chart>, ReportError> {
    Ok(vec![crate::report::generations::factory_chart::build_chart(report)?])
}

/// Every chart of what happens in seconds.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn transient_charts(report: &TransientReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let mut out: Vec<Chart> = crate::report::transient::ride_through_chart::build_chart(report)?.into_iter().collect();
    out.extend(crate::report::transient::trace_chart::build_charts(report, units)?);
    Ok(out)
}

/// Every chart of a sampled comparison.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn uncertainty_charts(result: &UncertaintyResult, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    Ok([
        crate::report::uncertainty::interval_chart::build_chart(result, units)?,
        crate::report::uncertainty::tornado_chart::build_chart(result)?,
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// Every chart of a validation.
///
/// # Errors
/// [`ReportError::Chart`].
pub fn validation_charts(result: &ValidationReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    Ok([
        crate::report::validation::predicted_chart::build_chart(result, units)?,
        crate::report::validation::error_chart::build_chart(result, units)?,
    ]
    .into_iter()
    .flatten()
    .collect())
}
