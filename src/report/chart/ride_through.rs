//! Ride-through of racks: a bar until the first chip slows down, a tick where all cools again.

use crate::study::transient::result::{Run, TransientAnswer, TransientReport};

use super::super::ReportError;
use super::super::transient::words::{answer, dry, first, left, reached, time};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit, measure};
use super::plane::{Axis, Plane};
use super::stacked::rounded;
use super::transient::unit;

const WIDTH: u32 = 960;
const ROW: f64 = 36.0;
const BAR: f64 = 16.0;
/// Widest name, pixels.
const NAME: f64 = 240.0;
/// Room for the figures to the right.
const TEXT: f64 = 230.0;

/// The chart; nothing to draw where nothing ran.
pub fn chart(report: &TransientReport) -> Result<Option<Chart>, ReportError> {
    let runs: Vec<(&TransientAnswer, &Run)> =
        report.architectures.iter().filter_map(|a| Some((a, a.run.as_ref()?))).collect();
    if runs.is_empty() {
        return Ok(None);
    }
    let sampled = runs.iter().any(|(_, r)| r.uncertainty.is_some());
    let ends = runs.iter().flat_map(|(_, run)| {
        let ride = run.ride_through_s.unwrap_or_else(|| left(report));
        [Some(ride), run.cooling_back_s, run.uncertainty.as_ref().and_then(|u| u.p95_s)]
    });
    let most = ends.flatten().chain(report.wanted_ride_through_s).fold(1.0, f64::max);
    let (scale, name) = unit(most);
    let title = title(report, &runs);
    let line = if sampled { ", a thin line holds the middle nine tenths of the draws" } else { "" };
    let ends = if runs.iter().any(|(_, r)| dry(r)) {
        "slows down, switches off or stands dry"
    } else {
        "slows down or switches off"
    };
    let subtitle = format!(
        "Time after {}, {name}; a bar ends where the first chip {ends}, an arrow goes on past the end of the \
         run, a tick is where all cools again{line}",
        first(report)
    );
    let wanted = report.wanted_ride_through_s;
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + if wanted.is_some() { 24.0 } else { 6.0 };
    let floor = top + ROW * report.architectures.len() as f64;
    let height = rounded(floor + 62.0);
    let plain = Look { size: 13.0, bold: false, color: plotters::style::RGBColor(0, 0, 0) };
    let names = report.architectures.iter().map(|a| measure(&fit(&a.name, plain, NAME), plain));
    let begin = MARGIN + names.fold(40.0, f64::max) + 14.0;
    let end = f64::from(WIDTH) - MARGIN - TEXT;
    let plane =
        Plane { area: [begin, top, end, floor], x: Axis::around([most / scale].into_iter(), true), y: Axis::to(1.0) };
    let chart = Chart::draw("ride-through", (title, subtitle), (WIDTH, height), |canvas| {
        plane.draw_x(canvas);
        if let Some(wanted) = wanted {
            let x = plane.px(wanted / scale);
            canvas.line(&[(x, top - 4.0), (x, floor)], canvas.theme.limit, 1.5);
            let look = Look { size: 12.0, bold: true, color: canvas.theme.limit };
            canvas.text(&format!("wanted: {}", time(wanted)), (x, top - 12.0), Anchor::Middle, look);
        }
        for (i, a) in report.architectures.iter().enumerate() {
            let y = top + ROW * (i as f64 + 0.5);
            let look = Look { color: canvas.theme.ink, ..plain };
            canvas.text(&fit(&a.name, look, NAME), (begin - 14.0, y), Anchor::Right, look);
            match &a.run {
                Some(run) => row(canvas, report, (a, run), &|s| plane.px(s / scale), y),
                None => reason(canvas, a, (begin, y)),
            }
        }
        canvas.source(&format!("{}: {}.", report.location, report.title));
    })?;
    Ok(Some(chart))
}

fn title(report: &TransientReport, runs: &[(&TransientAnswer, &Run)]) -> String {
    if let [(only, _)] = runs {
        return answer(report, only).trim_end_matches('.').to_owned();
    }
    let event = first(report);
    let hold = |run: &Run| run.ride_through_s.unwrap_or(f64::INFINITY);
    let mut order: Vec<&(&TransientAnswer, &Run)> = runs.iter().collect();
    order.sort_by(|a, b| hold(a.1).total_cmp(&hold(b.1)));
    let (Some((worst, short)), Some((best, long))) = (order.first(), order.last()) else { return String::new() };
    let slow = runs.iter().filter(|(_, r)| r.ride_through_s.is_some()).count();
    if slow == 0 {
        return format!("No chip slows down within the {} after {event}", time(left(report)));
    }
    let how = if runs.iter().any(|(_, r)| dry(r)) { "slow down or stand dry" } else { "slow down" };
    let last = if long.ride_through_s.is_some() { "last, after" } else { "holds for" };
    format!(
        "{slow} of {} racks {how} after {event}: {} first, after {}; {} {last} {}",
        runs.len(),
        worst.name,
        reached(short.ride_through_s, report),
        best.name,
        reached(long.ride_through_s, report)
    )
}

fn row(
    canvas: &mut Canvas,
    report: &TransientReport,
    (a, run): (&TransientAnswer, &Run),
    px: &dyn Fn(f64) -> f64,
    y: f64,
) {
    let color = canvas.theme.cooling(&a.cooling);
    let ink = canvas.theme.ink;
    let (from, half) = (px(0.0), BAR / 2.0);
    let to = px(run.ride_through_s.unwrap_or_else(|| left(report)));
    if run.ride_through_s.is_some() {
        canvas.rect([from, y - half, to.max(from + 1.0), y + half], color);
    } else {
        canvas.rect([from, y - half, to - 10.0, y + half], color);
        canvas.area(vec![(to - 10.0, y - half - 4.0), (to + 4.0, y), (to - 10.0, y + half + 4.0)], color);
    }
    if let Some(u) = run.uncertainty.as_ref() {
        let end = |s: Option<f64>| px(s.unwrap_or_else(|| left(report)));
        canvas.line(&[(end(u.p05_s), y), (end(u.p95_s), y)], ink, 1.5);
    }
    if let Some(back) = run.cooling_back_s {
        let x = px(back);
        canvas.line(&[(x, y - 12.0), (x, y + 12.0)], ink, 2.5);
    }
    let right = canvas.width - MARGIN - TEXT + 14.0;
    let bold = Look { size: 13.0, bold: true, color: ink };
    let faint = Look { size: 12.0, bold: false, color: canvas.theme.faint };
    canvas.text(&fit(&reached(run.ride_through_s, report), bold, TEXT - 14.0), (right, y - 8.0), Anchor::Left, bold);
    let back = run.cooling_back_s.map(|s| format!("cooling back after {}", time(s)));
    let margin =
        run.margin_s.map(|s| if s < 0.0 { format!("{} short", time(-s)) } else { format!("{} to spare", time(s)) });
    let text = [back, margin].into_iter().flatten().collect::<Vec<_>>().join(", ");
    canvas.text(&fit(&text, faint, TEXT - 14.0), (right, y + 8.0), Anchor::Left, faint);
}

/// Why a rack has no bar.
fn reason(canvas: &mut Canvas, a: &TransientAnswer, (x, y): (f64, f64)) {
    let look = Look { size: 12.5, bold: false, color: canvas.theme.limit };
    let text = format!("no figures: {}", a.reason.as_deref().unwrap_or("no reason given"));
    let text = fit(&text, look, canvas.width - MARGIN - x - 10.0);
    canvas.rect([x + 6.0, y - 9.0, x + 14.0 + measure(&text, look), y + 9.0], canvas.theme.background);
    canvas.text(&text, (x + 10.0, y), Anchor::Left, look);
}
