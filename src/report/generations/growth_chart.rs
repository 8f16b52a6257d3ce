//! Performance per watt by year on a logarithmic scale: every accelerator, the fitted growth with its band, and the slopes
//! that were claimed.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::log::LogAxis;
use crate::report::chart::reserve::reserve_line;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::LIMIT_DASH;
use crate::report::document::numbers::format_number;
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::generations::options::{PerformanceMetric, PowerBoundary};
use crate::study::generations::result::{
    BandPoint, GenerationReport, GenerationRow, GrowthFit, GrowthSeries, SeriesRole,
};

use super::growth_labels::draw_points;
use super::growth_plane::GrowthPlane;
use super::makers::list_makers;
use super::words::{at_number_format, boundary_phrase, number_format_label, series_vendor};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 460.0;
/// Strength of a band over the background.
const BAND_TINT: f64 = 0.2;
/// The claim: two to three times a year.
const CLAIMED_FACTORS: [f64; 2] = [2.0, 3.0];
/// A claimed slope is drawn up to so many times the highest value: beyond that it only presses the points flat.
const MAX_CLAIM_OVER_HIGHEST: f64 = 40.0;
/// Room for the names of the claimed slopes to the right of the plane.
const CLAIMS_WIDTH: f64 = 104.0;
/// Distance of entries of the legend.
const LEGEND_GAP: f64 = 26.0;

/// A maker's fit: its name, its series and its growth.
type MakerFit<'r> = (&'r str, &'r GrowthSeries, &'r GrowthFit);

fn maker_fits(report: &GenerationReport) -> Vec<MakerFit<'_>> {
    let asked = report.series.iter().filter(|s| s.role == SeriesRole::Requested);
    asked.filter_map(|s| Some((series_vendor(report, s), s, s.growth.as_ref()?))).collect()
}

/// Whether a fit tells growth from none, or decline from none: only then is its line drawn.
fn tells_growth(growth: &GrowthFit) -> bool {
    growth.factor_low > 1.0 || growth.factor_high < 1.0
}

/// The chart; nothing to draw without a value.
pub fn build_chart(report: &GenerationReport) -> Result<Option<Chart>, ReportError> {
    let boundary = report.question.boundary;
    let points: Vec<(&GenerationRow, f64)> =
        report.generations.iter().filter_map(|g| Some((g, g.per_watt(boundary)?))).collect();
    if points.is_empty() {
        return Ok(None);
    }
    let fits = maker_fits(report);
    let first = points.iter().map(|p| p.0.year).fold(f64::INFINITY, f64::min).floor();
    let last = points.iter().map(|p| p.0.year).fold(first + 1.0, f64::max).ceil();
    let highest = points.iter().map(|p| p.1).fold(0.0, f64::max);
    // The claim starts where the fit of the first maker starts, and is drawn as far as the plane goes.
    let claim_start = fits.first().and_then(|(_, _, growth)| growth.line.first());
    let claim_start = claim_start.filter(|p| (first..last).contains(&p.year));
    let claim_end = claim_start.map(|p| {
        let slowest = p.value * CLAIMED_FACTORS[0].powf(last - p.year);
        slowest.min(MAX_CLAIM_OVER_HIGHEST * highest)
    });
    let axis = LogAxis::from_values(points.iter().map(|p| p.1).chain(claim_end));
    let ends = (10_f64.powf(axis.low), 10_f64.powf(axis.high));
    let band = fits.first().filter(|f| tells_growth(f.2)).map_or(&[][..], |f| f.2.line.as_slice());
    let cut = band.iter().any(|p| p.mean_low < ends.0 || p.mean_high > ends.1);
    let (title, subtitle) = (chart_title(report, &fits), chart_subtitle(report, &fits, cut));
    let makers = list_makers(points.iter().map(|p| p.0.vendor.as_str()));
    let entries: Vec<(String, &str)> = makers.iter().map(|maker| (legend_entry(maker, &fits), *maker)).collect();
    let legend = legend_rows(&entries);
    let legend_height = 20.0 * legend.iter().map(|place| place.1 + 1).max().unwrap_or(0) as f64;
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0 + legend_height;
    let height = pixel_height(top + PLANE_HEIGHT + 74.0);
    let area = [MARGIN + 54.0, top, f64::from(WIDTH) - MARGIN - CLAIMS_WIDTH, top + PLANE_HEIGHT];
    let frame = GrowthPlane { area, years: (first, last), axis };
    let chart = Chart::from_painter("performance-per-watt", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, &entries, &legend, top - legend_height);
        if let Some((vendor, ..)) = fits.first() {
            let color = canvas.theme.tint_color(canvas.theme.maker_color(vendor), BAND_TINT);
            draw_band(canvas, &frame, band, ends, color);
        }
        frame.draw_axes(canvas, report.question.unit);
        if let Some(start) = claim_start.filter(|p| frame.holds(p.year, p.value)) {
            draw_claims(canvas, &frame, start, ends.1);
        }
        for (vendor, _, growth) in fits.iter().filter(|f| tells_growth(f.2)) {
            let on_plane = growth.line.iter().filter(|p| frame.holds(p.year, p.value));
            let path: Vec<(f64, f64)> = on_plane.map(|p| frame.pixel_point(p.year, p.value)).collect();
            canvas.draw_line(&path, canvas.theme.maker_color(vendor), 1.75);
            reserve_line(canvas, &path);
        }
        let unnamed = draw_points(canvas, &frame, &points);
        let unnamed = if unnamed > 0 {
            format!(" {unnamed} dots have no room for a name: see the table.")
        } else {
            String::new()
        };
        let foot = format!("Dense arithmetic, never sparse. Figures one by one: rackjoule catalog show ID.{unnamed}");
        canvas.draw_footer(&with_source_years(&foot, &report.sources));
    })?;
    Ok(Some(chart.with_numbers(&chart_description(&fits), chart_table(report, &points))))
}

/// Fits in numbers.
fn chart_description(fits: &[MakerFit<'_>]) -> String {
    let told = |(vendor, _, g): &MakerFit<'_>| {
        format!(
            "{vendor} {} times a year (95 % interval {} to {}, n = {})",
            format_number(g.factor_per_year, 2),
            format_number(g.factor_low, 2),
            format_number(g.factor_high, 2),
            g.n
        )
    };
    let told: Vec<String> = fits.iter().map(told).collect();
    if told.is_empty() { String::new() } else { format!("Growth fitted: {}.", told.join("; ")) }
}

fn chart_table(report: &GenerationReport, points: &[(&GenerationRow, f64)]) -> ChartTable {
    let mut out = ChartTable::new(["id", "name", "maker", "year", "value", "unit", "in_fit", "status"]);
    for (g, value) in points {
        let (year, value) = (number_cell(g.year), number_cell(*value));
        let unit = report.question.unit.to_owned();
        let (fitted, status) = (g.fitted.to_string(), g.status.name().to_owned());
        out.push([g.id.clone(), g.name.clone(), g.vendor.clone(), year, value, unit, fitted, status]);
    }
    out
}

fn chart_title(report: &GenerationReport, fits: &[MakerFit<'_>]) -> String {
    let what = match report.question.metric {
        PerformanceMetric::Bandwidth => "bandwidth per watt",
        PerformanceMetric::Tokens => "tokens per joule",
        PerformanceMetric::Flops => "performance per watt",
    };
    // Readings of the claim are of rated power: any other count of power is named.
    let boundary = match report.question.boundary {
        PowerBoundary::Chip => String::new(),
        other => format!(" {}", boundary_phrase(other)),
    };
    let Some((vendor, _, growth)) = fits.first() else { return format!("No maker has three dated points of {what}") };
    let verdict = if growth.factor_low >= CLAIMED_FACTORS[0] {
        "as fast as claimed"
    } else if growth.factor_high < CLAIMED_FACTORS[0] {
        "not two to three times"
    } else {
        "and two times lie within the interval"
    };
    format!(
        "{vendor}'s {what}{boundary}{} grew {} times a year (95 % interval {} to {}), {verdict}",
        at_number_format(&report.question),
        format_number(growth.factor_per_year, 2),
        format_number(growth.factor_low, 2),
        format_number(growth.factor_high, 2)
    )
}

fn chart_subtitle(report: &GenerationReport, fits: &[MakerFit<'_>], cut: bool) -> String {
    let q = &report.question;
    let format = number_format_label(q).map_or(String::new(), |w| format!(", {w}"));
    let place = if q.boundary == PowerBoundary::Meter {
        format!(", the better of air and liquid in {}", report.location)
    } else {
        String::new()
    };
    let mut out = format!("{} {}{place}{format}, logarithmic.", q.unit, boundary_phrase(q.boundary));
    if let Some((vendor, ..)) = fits.first() {
        let cut = if cut { ", cut at the edge of the plot" } else { "" };
        out.extend([
            " Large dots: flagships that take part in the fits (",
            q.fit_parts,
            "). Lines: fits; band: 95 % interval of ",
            vendor,
            "'s line",
            cut,
            ". Dashed: two and three times a year, as claimed, from the start of ",
            vendor,
            "'s line.",
        ]);
    }
    out + " Hollow: announced."
}

/// A maker and its growth; where the fit cannot tell growth from none it has no line.
fn legend_entry(maker: &str, fits: &[MakerFit<'_>]) -> String {
    fits.iter().find(|f| f.0 == maker).map_or_else(
        || maker.to_owned(),
        |(_, _, growth)| {
            let factor = format!("{maker} × {} a year, n = {}", format_number(growth.factor_per_year, 2), growth.n);
            if tells_growth(growth) { factor } else { format!("{factor}, interval holds no growth") }
        },
    )
}

const fn legend_style(color: plotters::style::RGBColor) -> LabelStyle {
    LabelStyle { size: 12.5, bold: false, color }
}

/// Left end and row of each entry of the legend.
fn legend_rows(entries: &[(String, &str)]) -> Vec<(f64, usize)> {
    let look = legend_style(plotters::style::RGBColor(0, 0, 0));
    let (mut x, mut row) = (MARGIN, 0);
    let mut out = Vec::with_capacity(entries.len());
    for (text, _) in entries {
        let width = 18.0 + text_width(text, look);
        if x > MARGIN && x + width > f64::from(WIDTH) - MARGIN {
            (x, row) = (MARGIN, row + 1);
        }
        out.push((x, row));
        x += width + LEGEND_GAP;
    }
    out
}

fn draw_legend(canvas: &mut Canvas, entries: &[(String, &str)], places: &[(f64, usize)], top: f64) {
    let look = legend_style(canvas.theme.ink);
    for ((text, maker), (x, row)) in entries.iter().zip(places) {
        let y = top + 20.0 * *row as f64 + 2.0;
        canvas.draw_dot((x + 6.0, y), 5.0, canvas.theme.maker_color(maker));
        canvas.draw_text(text, (x + 18.0, y), TextAnchor::Left, look);
    }
}

fn draw_band(
    canvas: &mut Canvas,
    frame: &GrowthPlane,
    line: &[BandPoint],
    (low, high): (f64, f64),
    color: plotters::style::RGBColor,
) {
    let line = || line.iter().filter(|p| (frame.years.0..=frame.years.1).contains(&p.year));
    let upper: Vec<_> = line().map(|p| frame.pixel_point(p.year, p.mean_high.clamp(low, high))).collect();
    let lower: Vec<_> = line().rev().map(|p| frame.pixel_point(p.year, p.mean_low.clamp(low, high))).collect();
    if upper.is_empty() {
        return;
    }
    // Names lie on the band or off it, not across its edge.
    let outline: Vec<_> = upper.into_iter().chain(lower).collect();
    reserve_line(canvas, &outline);
    reserve_line(canvas, &[outline[outline.len() - 1], outline[0]]);
    canvas.fill_polygon(outline, color);
}

/// The claimed slopes from the start of the fit, to the right edge or the top, whichever comes first.
fn draw_claims(canvas: &mut Canvas, frame: &GrowthPlane, start: &BandPoint, top: f64) {
    let look = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
    let mut ends = Vec::new();
    for factor in CLAIMED_FACTORS {
        let to_top = (top / start.value).ln() / factor.ln();
        let years = to_top.min(frame.years.1 - start.year);
        if years <= 0.0 {
            continue;
        }
        let from = frame.pixel_point(start.year, start.value);
        let to = frame.pixel_point(start.year + years, start.value * factor.powf(years));
        canvas.draw_dashed_line(&[from, to], LIMIT_DASH, canvas.theme.faint, 1.5);
        reserve_line(canvas, &[from, to]);
        ends.push((factor, to));
    }
    for (factor, (x, y)) in ends {
        let text = format!("× {factor:.0}, claimed");
        let right = [8.0, 24.0, 40.0].map(|down| ((x + 8.0, y + down), TextAnchor::Left));
        let left = [8.0, 24.0, 40.0].map(|down| ((x - 10.0, y + down), TextAnchor::Right));
        let place =
            right.into_iter().chain(left).find(|(at, anchor)| canvas.has_room_for_text(&text, *at, *anchor, look));
        if let Some((at, anchor)) = place {
            canvas.draw_text(&text, at, anchor, look);
        }
    }
}
