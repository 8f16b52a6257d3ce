//! Predictions against published figures, each in its own unit, on logarithmic axes.

use crate::catalog::validation::EvidenceKind;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::log::LogAxis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::validation::result::{QuantityResult, ValidationReport};

const WIDTH: u32 = 960;
const PLANE_SIZE: f64 = 560.0;
/// The band that is drawn.
const BAND_TOLERANCE: f64 = 0.1;

/// How the published figure was obtained, the case, and the figure.
struct PredictedPoint<'a> {
    kind: EvidenceKind,
    label: String,
    published: f64,
    predicted: f64,
    quantity: &'a QuantityResult,
}

fn predicted_points(report: &ValidationReport, units: UnitSystem) -> Vec<PredictedPoint<'_>> {
    report
        .all_predictions()
        .map(|(c, q)| PredictedPoint {
            kind: c.kind,
            label: format!("{}: {}", c.id, q.name),
            published: units.unit_for(&q.unit).convert_from_si(q.measured).abs(),
            predicted: q.predicted.map_or(0.0, |p| units.unit_for(&q.unit).convert_from_si(p).abs()),
            quantity: q,
        })
        .filter(|d| d.published > 0.0 && d.predicted > 0.0)
        .collect()
}

/// Colour of a way of obtaining figures.
pub(crate) fn kind_color(theme: &Theme, kind: EvidenceKind) -> plotters::style::RGBColor {
    let bucket = match kind {
        EvidenceKind::Measured => EndUse::Chillers,
        EvidenceKind::Specification => EndUse::ServerFans,
        EvidenceKind::Modelled => EndUse::Conversion,
    };
    theme.end_use_colors(bucket).0
}

/// A legend of the kinds that appear.
pub(crate) fn draw_kind_legend(canvas: &mut Canvas, kinds: &[EvidenceKind], at: (f64, f64)) {
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    let mut x = at.0;
    for kind in kinds {
        let color = kind_color(&canvas.theme, *kind);
        canvas.draw_dot((x + 6.0, at.1), 5.0, color);
        canvas.draw_text(kind.name(), (x + 18.0, at.1), TextAnchor::Left, look);
        x += 40.0 + text_width(kind.name(), look);
    }
}

/// The kinds that a report has, in their order.
pub(crate) fn report_kinds(report: &ValidationReport) -> Vec<EvidenceKind> {
    EvidenceKind::ALL.into_iter().filter(|kind| report.by_kind.contains_key(kind.name())).collect()
}

/// The chart; nothing to draw without a prediction.
pub fn build_chart(report: &ValidationReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let dots = predicted_points(report, units);
    if dots.is_empty() {
        return Ok(None);
    }
    let t = &report.totals;
    let title = format!(
        "{} of {} published figures are met within their tolerance; the mean error is {} %",
        t.within,
        t.predictions,
        format_number(100.0 * t.mean_absolute_error.unwrap_or(0.0), 1)
    );
    let subtitle =
        "Predicted (upwards) against published, each figure in its own unit, logarithmic; grey: within 10 %; hollow: \
                    beyond its tolerance"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let height = pixel_height(top + PLANE_SIZE + 80.0);
    let axis = LogAxis::from_values(dots.iter().flat_map(|d| [d.published, d.predicted]));
    let left = MARGIN + 150.0;
    let area = [left, top, left + PLANE_SIZE, top + PLANE_SIZE];
    let at =
        |x: f64, y: f64| (area[0] + axis.axis_fraction(x) * PLANE_SIZE, area[3] - axis.axis_fraction(y) * PLANE_SIZE);
    let chart = Chart::from_painter("predicted-published", (title, subtitle), (WIDTH, height), |canvas| {
        let (low, high) = (10_f64.powf(axis.low), 10_f64.powf(axis.high));
        let up = 1.0 + BAND_TOLERANCE;
        let band = [(low, low), (low, low * up), (high / up, high), (high, high), (high, high / up), (low * up, low)];
        let fill = canvas.theme.tint_color(canvas.theme.faint, 0.2);
        canvas.fill_polygon(band.iter().map(|(x, y)| at(*x, *y)).collect(), fill);
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.tick_values() {
            let (x, y) = at(value, value);
            canvas.draw_line(&[(area[0], y), (area[2], y)], canvas.theme.grid, 1.0);
            canvas.draw_line(&[(x, area[1]), (x, area[3])], canvas.theme.grid, 1.0);
            canvas.draw_text_if_room(&LogAxis::tick_label(value), (area[0] - 10.0, y), TextAnchor::Right, faint);
            canvas.draw_text_if_room(&LogAxis::tick_label(value), (x, area[3] + 16.0), TextAnchor::Middle, faint);
        }
        canvas.draw_text("published", (f64::midpoint(area[0], area[2]), area[3] + 36.0), TextAnchor::Middle, faint);
        canvas.draw_text("predicted", (area[0] - 10.0, area[1] - 14.0), TextAnchor::Right, faint);
        draw_kind_legend(canvas, &report_kinds(report), (area[0], area[1] - 14.0));
        for d in &dots {
            let (place, color) = (at(d.published, d.predicted), kind_color(&canvas.theme, d.kind));
            canvas.reserve_area(place, 4.5);
            canvas.draw_dot(place, 5.0, color);
            if !d.quantity.within_tolerance {
                canvas.draw_dot(place, 2.5, canvas.theme.background);
            }
        }
        let look = LabelStyle { size: 11.0, bold: false, color: canvas.theme.ink };
        for d in dots.iter().filter(|d| !d.quantity.within_tolerance) {
            let (x, y) = at(d.published, d.predicted);
            let places = [((x + 9.0, y), TextAnchor::Left), ((x - 9.0, y), TextAnchor::Right)];
            if let Some((place, anchor)) =
                places.into_iter().find(|(p, a)| canvas.has_room_for_text(&d.label, *p, *a, look))
            {
                canvas.draw_text(&d.label, place, anchor, look);
            }
        }
        canvas.draw_footer("Sources of every figure: rackjoule validate --format markdown.");
    })?;
    Ok(Some(chart))
}
