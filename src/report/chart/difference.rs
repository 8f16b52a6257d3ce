//! Where the difference in facility power arises: one bar per component, less to the left, more to the right.

use crate::study::result::{Bucket, Comparison, Difference};

use super::super::ReportError;
use super::super::finding::{in_sentence, signed};
use super::super::format::{number, power};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, measure};
use super::stacked::{rounded, step};

const WIDTH: u32 = 960;
const ROW: f64 = 34.0;
const NAMES: f64 = 170.0;
/// Room for the figures beside the bars.
const FIGURES: f64 = 90.0;

/// The chart of the architecture that draws least against the base; nothing to draw without a second feasible one.
pub fn chart(result: &Comparison) -> Result<Option<Chart>, ReportError> {
    let least = result.differences.iter().min_by(|a, b| a.facility_power_w.total_cmp(&b.facility_power_w));
    let Some(difference) = least else { return Ok(None) };
    let title = title(difference);
    let subtitle = format!("Mean power of {} less that of {}, by component, kW", difference.name, difference.base);
    let rows = shown(difference).len() as f64 + 1.0;
    let height = rounded(Canvas::heading_height(&title, &subtitle, WIDTH) + rows * ROW + 82.0);
    let chart = Chart::draw("difference", (title, subtitle), (WIDTH, height), |canvas| {
        paint(canvas, difference, result);
    })?;
    Ok(Some(chart))
}

/// Component classes that differ by something to see.
fn shown(difference: &Difference) -> Vec<(Bucket, f64)> {
    difference.by_bucket.iter().filter(|s| s.power_w.abs() >= 50.0).map(|s| (s.bucket, s.power_w)).collect()
}

fn title(difference: &Difference) -> String {
    let most = |sign: f64| {
        shown(difference).into_iter().filter(|s| s.1 * sign > 0.0).max_by(|a, b| (a.1 * sign).total_cmp(&(b.1 * sign)))
    };
    let total_w = difference.facility_power_w;
    let word = if total_w < 0.0 { "saves" } else { "costs" };
    let part = if total_w < 0.0 { most(-1.0) } else { most(1.0) };
    let part = part
        .map_or(String::new(), |(bucket, w)| format!(", {} of it in {}", power(w.abs()), in_sentence(bucket.label())));
    let against = if total_w < 0.0 { most(1.0) } else { most(-1.0) };
    let against = against.filter(|s| s.1.abs() > 0.1 * total_w.abs()).map_or(String::new(), |(bucket, w)| {
        format!("; {} in {} goes the other way", signed(w), in_sentence(bucket.label()))
    });
    // What is saved in one class can exceed the sum: then it is not "of it".
    let part = if part.is_empty() || most(total_w.signum()).is_some_and(|s| s.1.abs() > total_w.abs()) {
        part.replace(" of it in ", " in ")
    } else {
        part
    };
    format!("{} {word} {} against {}{part}{against}", difference.name, power(total_w.abs()), difference.base)
}

fn paint(canvas: &mut Canvas, difference: &Difference, result: &Comparison) {
    let rows = shown(difference);
    let sum = difference.facility_power_w / 1e3;
    let values = rows.iter().map(|r| r.1 / 1e3).chain([sum]);
    let low = values.clone().fold(0.0, f64::min);
    let high = values.fold(0.0, f64::max);
    let left = MARGIN + NAMES + FIGURES;
    let scale = (canvas.width - MARGIN - FIGURES - left) / (high - low).max(1e-9);
    let zero = left - low * scale;
    let top = canvas.top + 4.0;
    let floor = top + (rows.len() as f64 + 1.0) * ROW;
    let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
    let tick = step(high - low);
    let mut value = (low / tick).ceil() * tick;
    while value <= high + 1e-9 {
        let x = zero + value * scale;
        canvas.line(&[(x, top), (x, floor)], canvas.theme.grid, 1.0);
        canvas.text(&number(value, 0), (x, floor + 14.0), Anchor::Middle, faint);
        value += tick;
    }
    for (i, (bucket, watts)) in rows.iter().enumerate() {
        let fill = canvas.theme.bucket(*bucket).0;
        bar(canvas, bucket.label(), watts / 1e3, top + i as f64 * ROW, (zero, scale), fill, false);
    }
    let ink = canvas.theme.ink;
    bar(canvas, "In all", sum, floor - ROW, (zero, scale), ink, true);
    canvas.line(&[(zero, top), (zero, floor)], canvas.theme.faint, 1.0);
    canvas.source(&format!(
        "{}: {}. Components that differ by less than 50 W are left out.",
        result.site.location, result.site.dataset
    ));
}

fn bar(
    canvas: &mut Canvas,
    label: &str,
    kw: f64,
    top: f64,
    (zero, scale): (f64, f64),
    fill: plotters::style::RGBColor,
    bold: bool,
) {
    let middle = top + ROW / 2.0;
    let look = Look { size: 13.5, bold, color: canvas.theme.ink };
    canvas.text(label, (MARGIN + NAMES - 12.0, middle), Anchor::Right, look);
    let end = zero + kw * scale;
    canvas.rect([zero.min(end), middle - 10.0, zero.max(end), middle + 10.0], fill);
    let text = if kw > 0.0 { format!("+{}", number(kw, 1)) } else { number(kw, 1) };
    let (x, anchor) = if kw < 0.0 { (end - 8.0, Anchor::Right) } else { (end + 8.0, Anchor::Left) };
    debug_assert!(measure(&text, look) < FIGURES);
    canvas.text(&text, (x, middle), anchor, look);
}
