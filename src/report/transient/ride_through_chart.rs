//! Ride-through of racks: a bar until the first chip slows down, a tick where all cools again.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::LIMIT_DASH;
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::transient::result::{TransientReport, TransientResult, TransientRun};

use super::trace_chart::time_unit;
use super::words::{
    ends_with_dryout, format_reached_time, format_time, headline_sentence, time_after_first_event, time_origin_phrase,
};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 36.0;
const BAR_HEIGHT: f64 = 16.0;
/// Widest name, pixels.
const MAX_NAME_WIDTH: f64 = 240.0;
/// Room for the figures to the right.
const FIGURES_WIDTH: f64 = 230.0;

/// The chart; nothing to draw where nothing ran, nor where a single bar tells no more than the sentence.
pub fn build_chart(report: &TransientReport) -> Result<Option<Chart>, ReportError> {
    let runs: Vec<(&TransientResult, &TransientRun)> =
        report.architectures.iter().filter_map(|a| Some((a, a.run.as_ref()?))).collect();
    let sampled = runs.iter().any(|(_, r)| r.uncertainty.is_some());
    let alone = report.architectures.len() == 1 && !sampled && report.wanted_ride_through_s.is_none();
    if runs.is_empty() || alone {
        return Ok(None);
    }
    let ends = runs.iter().flat_map(|(_, run)| {
        let ride = run.ride_through_s.unwrap_or_else(|| time_after_first_event(report));
        [Some(ride), run.cooling_back_s, run.uncertainty.as_ref().and_then(|u| u.p95_s)]
    });
    let most = ends.flatten().chain(report.wanted_ride_through_s).fold(1.0, f64::max);
    let (scale, name) = time_unit(most);
    let title = chart_title(report, &runs);
    let line = if sampled { ", a thin line holds the middle nine tenths of the draws" } else { "" };
    let ends = if runs.iter().any(|(_, r)| ends_with_dryout(r)) {
        "throttles, shuts down or is uncovered"
    } else {
        "throttles or shuts down"
    };
    let subtitle = format!(
        "A bar ends where the first chip {ends}, an arrow goes on past the end of the run, a tick is where cooling \
         returns{line}"
    );
    let wanted = report.wanted_ride_through_s;
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + if wanted.is_some() { 24.0 } else { 6.0 };
    let floor = top + ROW_HEIGHT * report.architectures.len() as f64;
    let height = pixel_height(floor + 80.0);
    let plain = LabelStyle { size: 13.0, bold: false, color: plotters::style::RGBColor(0, 0, 0) };
    let names =
        report.architectures.iter().map(|a| text_width(&truncate_to_width(&a.name, plain, MAX_NAME_WIDTH), plain));
    let begin = MARGIN + names.fold(40.0, f64::max) + 14.0;
    let end = f64::from(WIDTH) - MARGIN - FIGURES_WIDTH;
    let plane = Plane {
        area: [begin, top, end, floor],
        x: Axis::from_values([most / scale].into_iter(), true),
        y: Axis::from_zero(1.0),
    };
    let chart = Chart::from_painter("ride-through", (title, subtitle), (WIDTH, height), |canvas| {
        plane.draw_x_axis(canvas);
        plane.draw_axis_titles(canvas, &format!("Time after {}, {name}", time_origin_phrase(report)), "");
        if let Some(wanted) = wanted {
            let x = plane.pixel_x(wanted / scale);
            canvas.draw_dashed_line(&[(x, top - 4.0), (x, floor)], LIMIT_DASH, canvas.theme.limit, 1.5);
            let look = LabelStyle { size: 12.0, bold: true, color: canvas.theme.limit };
            canvas.draw_text(&format!("required: {}", format_time(wanted)), (x, top - 12.0), TextAnchor::Middle, look);
        }
        for (i, a) in report.architectures.iter().enumerate() {
            let y = top + ROW_HEIGHT * (i as f64 + 0.5);
            let look = LabelStyle { color: canvas.theme.ink, ..plain };
            canvas.draw_text(
                &truncate_to_width(&a.name, look, MAX_NAME_WIDTH),
                (begin - 14.0, y),
                TextAnchor::Right,
                look,
            );
            let color = canvas.theme.architecture_style(i).color;
            match &a.run {
                Some(run) => draw_row(canvas, report, (run, color), &|s| plane.pixel_x(s / scale), y),
                None => draw_reason(canvas, a, (begin, y)),
            }
        }
        let foot = format!("{}: {}.", report.location, report.title);
        canvas.draw_footer(&with_source_years(&foot, &report.sources));
    })?;
    Ok(Some(chart.with_numbers(&chart_description(report), chart_table(report))))
}

/// How long each rack holds, or why it has no time.
fn chart_description(report: &TransientReport) -> String {
    let told = |a: &TransientResult| match a.run.as_ref().map(|run| run.ride_through_s) {
        Some(Some(seconds)) => format!("{}: {}.", a.name, format_time(seconds)),
        Some(None) => format!("{}: no chip throttles in {}.", a.name, format_time(report.duration_s)),
        None => format!("{}: not affected or not run.", a.name),
    };
    report.architectures.iter().map(told).collect::<Vec<_>>().join(" ")
}

fn chart_table(report: &TransientReport) -> ChartTable {
    let mut out = ChartTable::new(["name", "ride_through_s", "cooling_back_s", "margin_s", "p05_s", "p95_s", "reason"]);
    for a in &report.architectures {
        let run = a.run.as_ref();
        let draws = run.and_then(|r| r.uncertainty.as_ref());
        let [ride, back, margin] =
            [run.and_then(|r| r.ride_through_s), run.and_then(|r| r.cooling_back_s), run.and_then(|r| r.margin_s)]
                .map(number_cell);
        let [low, high] = [draws.and_then(|u| u.p05_s), draws.and_then(|u| u.p95_s)].map(number_cell);
        out.push([a.name.clone(), ride, back, margin, low, high, a.reason.clone().unwrap_or_default()]);
    }
    out
}

fn chart_title(report: &TransientReport, runs: &[(&TransientResult, &TransientRun)]) -> String {
    if let [(only, _)] = runs {
        return headline_sentence(report, only).trim_end_matches('.').to_owned();
    }
    let event = time_origin_phrase(report);
    let hold = |run: &TransientRun| run.ride_through_s.unwrap_or(f64::INFINITY);
    let mut order: Vec<&(&TransientResult, &TransientRun)> = runs.iter().collect();
    order.sort_by(|a, b| hold(a.1).total_cmp(&hold(b.1)));
    let (Some((worst, short)), Some((best, long))) = (order.first(), order.last()) else { return String::new() };
    let slow = runs.iter().filter(|(_, r)| r.ride_through_s.is_some()).count();
    if slow == 0 {
        return format!("No chip throttles within the {} after {event}", format_time(time_after_first_event(report)));
    }
    let how = if runs.iter().any(|(_, r)| ends_with_dryout(r)) { "throttle or are uncovered" } else { "throttle" };
    let last = if long.ride_through_s.is_some() { "last, after" } else { "holds for" };
    format!(
        "{slow} of {} racks {how} after {event}: {} first, after {}; {} {last} {}",
        runs.len(),
        worst.name,
        format_reached_time(short.ride_through_s, report),
        best.name,
        format_reached_time(long.ride_through_s, report)
    )
}

fn draw_row(
    canvas: &mut Canvas,
    report: &TransientReport,
    (run, color): (&TransientRun, RGBColor),
    px: &dyn Fn(f64) -> f64,
    y: f64,
) {
    let ink = canvas.theme.ink;
    let (from, half) = (px(0.0), BAR_HEIGHT / 2.0);
    let to = px(run.ride_through_s.unwrap_or_else(|| time_after_first_event(report)));
    if run.ride_through_s.is_some() {
        canvas.fill_rect([from, y - half, to.max(from + 1.0), y + half], color);
    } else {
        canvas.fill_rect([from, y - half, to - 10.0, y + half], color);
        canvas.fill_polygon(vec![(to - 10.0, y - half - 4.0), (to + 4.0, y), (to - 10.0, y + half + 4.0)], color);
    }
    if let Some(u) = run.uncertainty.as_ref() {
        let end = |s: Option<f64>| px(s.unwrap_or_else(|| time_after_first_event(report)));
        canvas.draw_line(&[(end(u.p05_s), y), (end(u.p95_s), y)], ink, 1.5);
    }
    if let Some(back) = run.cooling_back_s {
        let x = px(back);
        canvas.draw_line(&[(x, y - 12.0), (x, y + 12.0)], ink, 2.5);
    }
    let right = canvas.width - MARGIN - FIGURES_WIDTH + 14.0;
    let bold = LabelStyle { size: 13.0, bold: true, color: ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let back = run.cooling_back_s.map(|s| format!("cooling returns after {}", format_time(s)));
    let margin = run
        .margin_s
        .map(|s| if s < 0.0 { format!("{} too late", format_time(-s)) } else { format!("{} earlier", format_time(s)) });
    let text = [back, margin].into_iter().flatten().collect::<Vec<_>>().join(", ");
    canvas.draw_text(
        &truncate_to_width(&format_reached_time(run.ride_through_s, report), bold, FIGURES_WIDTH - 14.0),
        (right, if text.is_empty() { y } else { y - 8.0 }),
        TextAnchor::Left,
        bold,
    );
    canvas.draw_text(&truncate_to_width(&text, faint, FIGURES_WIDTH - 14.0), (right, y + 8.0), TextAnchor::Left, faint);
}

/// Why a rack has no bar.
fn draw_reason(canvas: &mut Canvas, a: &TransientResult, (x, y): (f64, f64)) {
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.limit };
    let text = a.reason.as_deref().unwrap_or("no figures, and no reason given");
    let text = truncate_to_width(text, look, canvas.width - MARGIN - x - 10.0);
    canvas.fill_rect([x + 6.0, y - 9.0, x + 14.0 + text_width(&text, look), y + 9.0], canvas.theme.background);
    canvas.draw_text(&text, (x + 10.0, y), TextAnchor::Left, look);
}
