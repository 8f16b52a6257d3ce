//! Predictions against published figures, each in its own unit, on logarithmic axes.

use crate::catalog::validation::Kind;
use crate::study::result::Bucket;
use crate::study::validation::result::{QuantityResult, Report};

use super::super::format::number;
use super::super::{ReportError, Units};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, measure};
use super::log::LogAxis;
use super::stacked::rounded;
use super::theme::Theme;

const WIDTH: u32 = 960;
const PLANE: f64 = 560.0;
/// The band that is drawn.
const BAND: f64 = 0.1;

/// How the published figure was obtained, the case, and the figure.
struct Dot<'a> {
    kind: &'static str,
    label: String,
    published: f64,
    predicted: f64,
    quantity: &'a QuantityResult,
}

fn dots(report: &Report, units: Units) -> Vec<Dot<'_>> {
    report
        .predictions()
        .map(|(c, q)| Dot {
            kind: c.kind,
            label: format!("{}: {}", c.id, units.text(&q.name)),
            published: units.of(&q.unit).value(q.measured).abs(),
            predicted: q.predicted.map_or(0.0, |p| units.of(&q.unit).value(p).abs()),
            quantity: q,
        })
        .filter(|d| d.published > 0.0 && d.predicted > 0.0)
        .collect()
}

/// Colour of a way of obtaining figures.
pub(super) fn color(theme: &Theme, kind: &str) -> plotters::style::RGBColor {
    let bucket = match kind {
        "measured" => Bucket::Chillers,
        "specification" => Bucket::ServerFans,
        _ => Bucket::Conversion,
    };
    theme.bucket(bucket).0
}

/// A legend of the kinds that appear.
pub(super) fn legend(canvas: &mut Canvas, kinds: &[&str], at: (f64, f64)) {
    let look = Look { size: 13.0, bold: false, color: canvas.theme.ink };
    let mut x = at.0;
    for kind in kinds {
        let color = color(&canvas.theme, kind);
        canvas.dot((x + 6.0, at.1), 5.0, color);
        canvas.text(kind, (x + 18.0, at.1), Anchor::Left, look);
        x += 40.0 + measure(kind, look);
    }
}

/// The kinds that a report has, in their order.
pub(super) fn kinds(report: &Report) -> Vec<&'static str> {
    Kind::ALL.into_iter().map(Kind::name).filter(|k| report.by_kind.contains_key(k)).collect()
}

/// The chart; nothing to draw without a prediction.
pub fn chart(report: &Report, units: Units) -> Result<Option<Chart>, ReportError> {
    let dots = dots(report, units);
    if dots.is_empty() {
        return Ok(None);
    }
    let t = &report.totals;
    let title = format!(
        "{} of {} published figures are met within their tolerance; the mean error is {} %",
        t.within,
        t.predictions,
        number(100.0 * t.mean_absolute_error.unwrap_or(0.0), 1)
    );
    let subtitle =
        "Predicted (upwards) against published, each figure in its own unit, logarithmic; grey: within 10 %; hollow: \
                    beyond its tolerance"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let height = rounded(top + PLANE + 80.0);
    let axis = LogAxis::around(dots.iter().flat_map(|d| [d.published, d.predicted]));
    let left = MARGIN + 150.0;
    let area = [left, top, left + PLANE, top + PLANE];
    let at = |x: f64, y: f64| (area[0] + axis.share(x) * PLANE, area[3] - axis.share(y) * PLANE);
    let chart = Chart::draw("predicted-published", (title, subtitle), (WIDTH, height), |canvas| {
        let (low, high) = (10_f64.powf(axis.low), 10_f64.powf(axis.high));
        let up = 1.0 + BAND;
        let band = [(low, low), (low, low * up), (high / up, high), (high, high), (high, high / up), (low * up, low)];
        let fill = canvas.theme.tint(canvas.theme.faint, 0.2);
        canvas.area(band.iter().map(|(x, y)| at(*x, *y)).collect(), fill);
        let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.ticks() {
            let (x, y) = at(value, value);
            canvas.line(&[(area[0], y), (area[2], y)], canvas.theme.grid, 1.0);
            canvas.line(&[(x, area[1]), (x, area[3])], canvas.theme.grid, 1.0);
            canvas.text_if_free(&LogAxis::label(value), (area[0] - 10.0, y), Anchor::Right, faint);
            canvas.text_if_free(&LogAxis::label(value), (x, area[3] + 16.0), Anchor::Middle, faint);
        }
        canvas.text("published", (f64::midpoint(area[0], area[2]), area[3] + 36.0), Anchor::Middle, faint);
        canvas.text("predicted", (area[0] - 10.0, area[1] - 14.0), Anchor::Right, faint);
        legend(canvas, &kinds(report), (area[0], area[1] - 14.0));
        for d in &dots {
            let (place, color) = (at(d.published, d.predicted), color(&canvas.theme, d.kind));
            canvas.block(place, 4.5);
            canvas.dot(place, 5.0, color);
            if !d.quantity.within_tolerance {
                canvas.dot(place, 2.5, canvas.theme.background);
            }
        }
        let look = Look { size: 11.0, bold: false, color: canvas.theme.ink };
        for d in dots.iter().filter(|d| !d.quantity.within_tolerance) {
            let (x, y) = at(d.published, d.predicted);
            let places = [((x + 9.0, y), Anchor::Left), ((x - 9.0, y), Anchor::Right)];
            if let Some((place, anchor)) = places.into_iter().find(|(p, a)| canvas.free(&d.label, *p, *a, look)) {
                canvas.text(&d.label, place, anchor, look);
            }
        }
        canvas.source("Sources of every figure: rackjoule validate --format markdown.");
    })?;
    Ok(Some(chart))
}
