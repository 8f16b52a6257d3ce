//! Performance per watt by year on a logarithmic scale: every accelerator, the fitted growth and its band.

use plotters::style::RGBColor;

use crate::catalog::generation::accelerator::ProductStatus;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::log::LogAxis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::generations::options::PowerBoundary;
use crate::study::generations::result::{BandPoint, GenerationReport, GenerationRow, GrowthSeries, SeriesRole};

use super::words::number_format_label;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 440.0;
/// Strength of a band over the background.
const BAND_TINT: f64 = 0.18;

/// Colour of a maker.
pub(crate) fn vendor_color(theme: &Theme, vendor: &str) -> RGBColor {
    let bucket = match vendor {
        "NVIDIA" => EndUse::Pumps,
        "AMD" => EndUse::Accelerators,
        "Intel" => EndUse::Chillers,
        "Google" => EndUse::ServerFans,
        _ => EndUse::Conversion,
    };
    theme.end_use_colors(bucket).0
}

/// Where years and values stand.
struct GrowthPlane {
    area: [f64; 4],
    years: (f64, f64),
    axis: LogAxis,
}

impl GrowthPlane {
    fn pixel_point(&self, year: f64, value: f64) -> (f64, f64) {
        let [left, top, right, bottom] = self.area;
        let x = left + (year - self.years.0) / (self.years.1 - self.years.0) * (right - left);
        (x, bottom - self.axis.axis_fraction(value) * (bottom - top))
    }

    fn draw_axes(&self, canvas: &mut Canvas) {
        let [left, _, right, bottom] = self.area;
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in self.axis.tick_values() {
            let y = self.pixel_point(self.years.0, value).1;
            canvas.draw_line(&[(left, y), (right, y)], canvas.theme.grid, 1.0);
            canvas.draw_text(&LogAxis::tick_label(value), (left - 10.0, y), TextAnchor::Right, faint);
        }
        let step = if self.years.1 - self.years.0 > 8.0 { 2.0 } else { 1.0 };
        let mut year = (self.years.0 / step).ceil() * step;
        while year <= self.years.1 {
            let x = self.pixel_point(year, 1.0).0;
            canvas.draw_line(&[(x, bottom), (x, bottom + 5.0)], canvas.theme.faint, 1.0);
            canvas.draw_text(&format!("{year:.0}"), (x, bottom + 17.0), TextAnchor::Middle, faint);
            year += step;
        }
    }
}

/// The value of an accelerator at the boundary asked for.
fn performance_at_boundary(report: &GenerationReport, g: &GenerationRow) -> Option<f64> {
    match report.question.boundary {
        PowerBoundary::Chip => g.chip.per_watt,
        PowerBoundary::Wall => g.wall.per_watt,
        PowerBoundary::Meter => [g.meter_air.per_watt, g.meter_liquid.per_watt].into_iter().flatten().reduce(f64::max),
    }
}

fn fitted_series(report: &GenerationReport) -> Vec<(&GrowthSeries, &[BandPoint])> {
    let asked = report.series.iter().filter(|s| s.role == SeriesRole::Requested);
    asked.filter_map(|s| Some((s, s.growth.as_ref()?.line.as_slice()))).collect()
}

/// The chart; nothing to draw without a value.
pub fn build_chart(report: &GenerationReport) -> Result<Option<Chart>, ReportError> {
    let points: Vec<(&GenerationRow, f64)> =
        report.generations.iter().filter_map(|g| Some((g, performance_at_boundary(report, g)?))).collect();
    if points.is_empty() {
        return Ok(None);
    }
    let q = &report.question;
    let format = number_format_label(q).map_or(String::new(), |w| format!(", {w}"));
    let place = if q.boundary == PowerBoundary::Meter {
        format!(", the better of air and liquid in {}", report.location)
    } else {
        String::new()
    };
    let subtitle = format!(
        "Performance per watt at the {}{place}, {}{format}, logarithmic; lines: growth fitted to the bold ones \
         ({}), with the first maker's 95 % bands of the line and of a further part; hollow: announced",
        q.boundary, q.unit, q.fit_parts
    );
    let title = chart_title(report);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 26.0;
    let height = pixel_height(top + PLANE_HEIGHT + 70.0);
    let lines = fitted_series(report);
    let band = lines.iter().take(1).flat_map(|(_, line)| line.iter().flat_map(|p| [p.point_low, p.point_high]));
    // A wide band of few points must not press everything else flat: what leaves the axis is cut.
    let (least, most) = points.iter().fold((f64::INFINITY, 0.0_f64), |(l, m), (_, v)| (l.min(*v), m.max(*v)));
    let band = band.filter(|v| (least / 2.0..=most * 2.0).contains(v));
    let axis = LogAxis::from_values(points.iter().map(|p| p.1).chain(band));
    let first = points.iter().map(|p| p.0.year).fold(f64::INFINITY, f64::min).floor();
    let last = points.iter().map(|p| p.0.year).fold(first + 1.0, f64::max).ceil();
    let area = [MARGIN + 54.0, top, f64::from(WIDTH) - MARGIN - 60.0, top + PLANE_HEIGHT];
    let frame = GrowthPlane { area, years: (first, last), axis };
    let chart = Chart::from_painter("performance-per-watt", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, &points, top - 14.0);
        if let Some((series, line)) = lines.first() {
            draw_band(canvas, &frame, series_vendor(report, series), line);
        }
        frame.draw_axes(canvas);
        for (series, line) in &lines {
            let path: Vec<(f64, f64)> = line.iter().map(|p| frame.pixel_point(p.year, p.value)).collect();
            let color = vendor_color(&canvas.theme, series_vendor(report, series));
            canvas.draw_line(&path, color, 1.5);
        }
        draw_dots(canvas, &frame, &points);
        canvas.draw_footer(
            "Every accelerator: `rackjoule catalog show ID` gives figures, source and confidence. Dense, never sparse.",
        );
    })?;
    Ok(Some(chart))
}

fn series_vendor<'a>(report: &'a GenerationReport, series: &GrowthSeries) -> &'a str {
    let id = series.id.trim_start_matches("asked-");
    report.generations.iter().find(|g| g.vendor.to_lowercase() == id).map_or("", |g| g.vendor.as_str())
}

fn chart_title(report: &GenerationReport) -> String {
    let grown = fitted_series(report);
    let Some((series, _)) = grown.first() else { return "Performance per watt".to_owned() };
    let Some(growth) = &series.growth else { return "Performance per watt".to_owned() };
    let word = if growth.factor_low >= 2.0 {
        "two or more times"
    } else if growth.factor_high < 2.0 {
        "less than two times"
    } else {
        "perhaps two times"
    };
    format!(
        "{}'s performance per watt grows {word} a year: {} times, 95 % interval {} to {}",
        series_vendor(report, series),
        format_number(growth.factor_per_year, 2),
        format_number(growth.factor_low, 2),
        format_number(growth.factor_high, 2)
    )
}

fn draw_legend(canvas: &mut Canvas, points: &[(&GenerationRow, f64)], y: f64) {
    let mut makers: Vec<&str> = Vec::new();
    for (g, _) in points {
        if !makers.contains(&g.vendor.as_str()) {
            makers.push(&g.vendor);
        }
    }
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    for (i, vendor) in makers.iter().enumerate() {
        let x = MARGIN + 54.0 + 120.0 * i as f64;
        let color = vendor_color(&canvas.theme, vendor);
        canvas.draw_dot((x + 6.0, y), 5.0, color);
        canvas.draw_text(vendor, (x + 18.0, y), TextAnchor::Left, look);
    }
}

fn draw_band(canvas: &mut Canvas, frame: &GrowthPlane, vendor: &str, line: &[BandPoint]) {
    let cut = |value: f64| value.clamp(10_f64.powf(frame.axis.low), 10_f64.powf(frame.axis.high));
    let mut area = |strength: f64, ends: fn(&BandPoint) -> (f64, f64)| {
        let color = canvas.theme.tint_color(vendor_color(&canvas.theme, vendor), strength);
        let upper = line.iter().map(|p| frame.pixel_point(p.year, cut(ends(p).1)));
        let lower = line.iter().rev().map(|p| frame.pixel_point(p.year, cut(ends(p).0)));
        canvas.fill_polygon(upper.chain(lower).collect(), color);
    };
    area(0.5 * BAND_TINT, |p| (p.point_low, p.point_high));
    area(BAND_TINT, |p| (p.mean_low, p.mean_high));
}

/// Dots, then names where they are free: those of the fits first.
fn draw_dots(canvas: &mut Canvas, frame: &GrowthPlane, points: &[(&GenerationRow, f64)]) {
    for (g, v) in points {
        let color = vendor_color(&canvas.theme, &g.vendor);
        let at = frame.pixel_point(g.year, *v);
        let radius = if g.fitted || g.status == ProductStatus::Announced { 5.0 } else { 3.0 };
        canvas.draw_dot(at, radius, color);
        canvas.reserve_area(at, radius);
        if g.status == ProductStatus::Announced {
            canvas.draw_dot(at, radius - 1.75, canvas.theme.background);
        }
    }
    let mut order: Vec<&(&GenerationRow, f64)> = points.iter().collect();
    order.sort_by_key(|(g, _)| !(g.fitted || g.status == ProductStatus::Announced));
    for (g, v) in order {
        let (x, y) = frame.pixel_point(g.year, *v);
        let size = if g.fitted || g.status == ProductStatus::Announced { 11.5 } else { 10.0 };
        let look = LabelStyle { size, bold: g.fitted, color: canvas.theme.ink };
        if let Some((at, anchor, far)) = label_placements(x, y)
            .into_iter()
            .find(|(at, anchor, _)| canvas.has_room_for_text(&g.id, *at, *anchor, look))
        {
            // Small ones stay unnamed rather than fill a crowd with leaders.
            if far && look.size < 11.0 {
                continue;
            }
            if far {
                let end = (at.0, at.1 + 6.0 * (y - at.1).signum());
                canvas.draw_line(&[(x, y), end], canvas.theme.faint, 0.75);
            }
            canvas.draw_text(&g.id, at, anchor, look);
        }
    }
}

/// A place for a name: where, how it is anchored, and whether it is so far off that a leader joins it to its dot.
type LabelPlacement = ((f64, f64), TextAnchor, bool);

/// Where a name may stand against its dot, the best first.
fn label_placements(x: f64, y: f64) -> [LabelPlacement; 12] {
    [
        ((x, y - 14.0), TextAnchor::Middle, false),
        ((x, y + 14.0), TextAnchor::Middle, false),
        ((x + 9.5, y), TextAnchor::Left, false),
        ((x - 9.5, y), TextAnchor::Right, false),
        ((x + 6.0, y - 14.0), TextAnchor::Left, false),
        ((x - 6.0, y - 14.0), TextAnchor::Right, false),
        ((x, y - 48.0), TextAnchor::Middle, true),
        ((x - 16.0, y - 36.0), TextAnchor::Right, true),
        ((x + 16.0, y - 36.0), TextAnchor::Left, true),
        ((x, y + 48.0), TextAnchor::Middle, true),
        ((x + 30.0, y + 40.0), TextAnchor::Left, true),
        ((x - 30.0, y + 60.0), TextAnchor::Right, true),
    ]
}
