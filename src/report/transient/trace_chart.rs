//! Temperatures of a rack against time, with limits and what happens; flow and power below.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, MARGIN};
use crate::report::chart::marks::{self, SideLabel};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::transient::result::{
    TimelineEvent, TimelineKind, TransientReport, TransientResult, TransientRun, TransientTrace,
};

use super::words::{format_time, headline_sentence};

const WIDTH: u32 = 960;
const UPPER_HEIGHT: f64 = 320.0;
const LOWER_HEIGHT: f64 = 120.0;
const PLANE_GAP: f64 = 24.0;
/// Room for names beside the planes, pixels.
const NAMES_WIDTH_RANGE: (f64, f64) = (120.0, 220.0);
/// Points of a line: more are drawn as the lowest and highest of each piece.
const MAX_LINE_POINTS: usize = 800;
/// What happens, no more of it than this.
const MAX_MARKS: usize = 8;

/// A temperature within this share of all temperatures' span from its last value changes no more.
const SETTLED_SHARE: f64 = 0.02;
/// A chart goes on this far after the last change, as a multiple of its time, and for so long at least, s.
const END_TIME_FACTOR: f64 = 1.2;
const MIN_END_S: f64 = 20.0;
/// Beyond this share of the run it shows the whole.
const FULL_RUN_SHARE: f64 = 0.7;

/// A unit of time for an axis: seconds in it, and its name.
pub(crate) fn time_unit(span_s: f64) -> (f64, &'static str) {
    match span_s {
        s if s <= 300.0 => (1.0, "s"),
        s if s <= 10_800.0 => (60.0, "min"),
        _ => (3600.0, "h"),
    }
}

/// A line: its words, its colour, its points.
struct TraceLine {
    name: String,
    color: RGBColor,
    points: Vec<(f64, f64)>,
}

/// The time that is drawn: its end, s, and the seconds in its unit.
#[derive(Clone, Copy)]
struct TimeSpan {
    end_s: f64,
    scale: f64,
}

/// Where a chart ends: a little after the last that happens and the last temperature that changes, or with the run.
fn chart_end_time(trace: &TransientTrace, timeline: &[TimelineEvent], duration_s: f64) -> f64 {
    let warm: Vec<usize> = (1..trace.columns.len()).filter(|i| trace.columns[*i].ends_with("_c")).collect();
    let Some(last) = trace.course.last() else { return duration_s };
    let all = || trace.course.iter().flat_map(|row| warm.iter().filter_map(|i| row.get(*i).copied()));
    let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let moves = |row: &&Vec<f64>| warm.iter().any(|i| (row[*i] - last[*i]).abs() > SETTLED_SHARE * (high - low));
    let moved_s = trace.course.iter().rev().find(moves).map_or(0.0, |row| row[0]);
    let happened_s = timeline.iter().map(|h| h.at_s).fold(0.0, f64::max);
    let end_s = (END_TIME_FACTOR * moved_s.max(happened_s)).max(MIN_END_S);
    let row_s = trace.course.iter().map(|row| row[0]).find(|s| *s >= end_s);
    row_s.filter(|s| *s <= FULL_RUN_SHARE * duration_s).unwrap_or(duration_s)
}

/// A chart for each architecture that ran; temperatures are in these units already.
pub fn build_charts(report: &TransientReport, units: UnitSystem) -> Result<Vec<Chart>, ReportError> {
    let many = report.architectures.len() > 1;
    let runs = report.architectures.iter().filter_map(|a| Some((a, a.run.as_ref()?)));
    let mut names: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for (a, run) in runs.filter(|(_, run)| run.trace.course.len() > 1) {
        let own = if many { format!("temperatures-{}", file_name(&a.name)) } else { "temperatures".to_owned() };
        let mut name = own.clone();
        for other in 2.. {
            if !names.contains(&name) {
                break;
            }
            name = format!("{own}-{other}");
        }
        names.push(name.clone());
        out.push(build_chart(report, a, run, (name, units))?);
    }
    Ok(out)
}

/// A name that any file system takes.
fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(safe).collect()
}

fn build_chart(
    report: &TransientReport,
    a: &TransientResult,
    run: &TransientRun,
    (name, units): (String, UnitSystem),
) -> Result<Chart, ReportError> {
    let end_s = chart_end_time(&run.trace, &run.timeline, report.duration_s);
    let (scale, unit) = time_unit(end_s);
    let span = TimeSpan { end_s, scale };
    let title = headline_sentence(report, a).trim_end_matches('.').to_owned();
    let shares = !share_lines(run, a, &Theme::LIGHT, span).is_empty();
    let below = if shares { ", and flow and power as shares of what they were at the start" } else { "" };
    let until = if end_s < report.duration_s { ", as long as they change" } else { "" };
    let degrees = units.unit_for("°C").label;
    let subtitle = format!(
        "Temperatures, {degrees}{below}, against time, {unit}{until}; red lines are limits of the limiting chip, {}",
        run.limiting_chip.what
    );
    let lines = temperature_lines(run, a, &Theme::LIGHT, span);
    let limits: Vec<String> =
        run.limits.iter().map(|l| format!("{}, {} {degrees}", l.what, format_number(l.limit_c, 0))).collect();
    let texts = lines.iter().map(|l| l.name.as_str()).chain(limits.iter().map(String::as_str));
    let names = marks::max_text_width(texts).clamp(NAMES_WIDTH_RANGE.0, NAMES_WIDTH_RANGE.1);
    let (left, right) = (MARGIN + 48.0, f64::from(WIDTH) - MARGIN - names - 14.0);
    let values = lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)).chain(run.limits.iter().map(|l| l.limit_c));
    let x = Axis::from_zero(end_s / scale);
    let upper = UPPER_HEIGHT.max(marks::labels_height(lines.len() + limits.len()));
    let sketch = Plane { area: [left, 0.0, right, upper], x, y: Axis::from_values(values, false) };
    let happened = first_events(&run.timeline);
    let at: Vec<(f64, String)> = happened
        .iter()
        .map(|h| (sketch.pixel_x(h.at_s / scale), format!("{}, {}", h.what, format_time(h.at_s))))
        .collect();
    let marked = marks::place_marks(&at, f64::from(WIDTH) - MARGIN);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 4.0 + marks::row_count(&marked) * marks::ROW_HEIGHT;
    let lower = top + upper + PLANE_GAP;
    let bottom = if shares { lower + LOWER_HEIGHT } else { top + upper };
    let height = pixel_height(bottom + 60.0);
    Chart::from_painter(name, (title, subtitle), (WIDTH, height), |canvas| {
        let theme = canvas.theme;
        let plane = Plane { area: [left, top, right, top + upper], ..sketch };
        plane.draw_axes(canvas, !shares);
        let colors: Vec<RGBColor> = happened.iter().map(|h| event_color(h, &theme)).collect();
        let spans = [(top, top + upper), (lower, bottom)];
        marks::draw_marks(canvas, &marked, &colors, top, if shares { &spans } else { &spans[..1] });
        for limit in &run.limits {
            let y = plane.pixel_y(limit.limit_c);
            canvas.draw_line(&[(left, y), (right, y)], theme.limit, 1.5);
        }
        let mut tags = draw_lines(canvas, &plane, &temperature_lines(run, a, &theme, span));
        tags.extend(run.limits.iter().zip(&limits).map(|(l, text)| SideLabel {
            y: plane.pixel_y(l.limit_c),
            text: text.clone(),
            color: theme.limit,
            ink: theme.limit,
        }));
        marks::draw_side_labels(canvas, tags, (right, names), (top, top + upper));
        if shares {
            let lines = self::share_lines(run, a, &theme, span);
            let values = lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)).chain([1.0]);
            let plane = Plane { area: [left, lower, right, bottom], x, y: Axis::from_values(values, true) };
            plane.draw_axes(canvas, true);
            let tags = draw_lines(canvas, &plane, &lines);
            marks::draw_side_labels(canvas, tags, (right, names), (lower, bottom));
        }
        canvas.draw_footer(&format!("{}: {}.", report.location, a.system_name));
    })
}

/// Draws lines; their names are to stand beside their ends.
fn draw_lines(canvas: &mut Canvas, plane: &Plane, lines: &[TraceLine]) -> Vec<SideLabel> {
    for line in lines {
        let path: Vec<(f64, f64)> = line.points.iter().map(|p| plane.pixel_point(*p)).collect();
        canvas.draw_line(&path, line.color, 2.0);
    }
    let ink = canvas.theme.ink;
    let tag = |l: &TraceLine| {
        Some(SideLabel { y: plane.pixel_y(l.points.last()?.1), text: l.name.clone(), color: l.color, ink })
    };
    lines.iter().filter_map(tag).collect()
}

/// The colour of what happens.
fn event_color(h: &TimelineEvent, theme: &Theme) -> RGBColor {
    match h.kind {
        TimelineKind::Event => theme.ink,
        TimelineKind::Limit => theme.limit,
        TimelineKind::Back | TimelineKind::Machine => theme.faint,
    }
}

/// What happens first of each sort: events before limits, these before what comes back, machines last; in the order of time.
fn first_events(timeline: &[TimelineEvent]) -> Vec<&TimelineEvent> {
    let rank = |kind: TimelineKind| match kind {
        TimelineKind::Event => 0,
        TimelineKind::Limit => 1,
        TimelineKind::Back => 2,
        TimelineKind::Machine => 3,
    };
    let mut chosen: Vec<&TimelineEvent> = Vec::new();
    for h in timeline {
        if !chosen.iter().any(|c| c.kind == h.kind && c.what == h.what) {
            chosen.push(h);
        }
    }
    chosen.sort_by_key(|h| rank(h.kind));
    chosen.truncate(MAX_MARKS);
    chosen.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    chosen
}

/// Columns of single groups of chips: the one that slows down first stands for them.
const JUNCTION_PREFIX: &str = "junction_";
/// The hottest of all at each time, which need not be the one that the limits drawn are of.
const HOTTEST: &str = "hottest_chip";

/// The temperatures of a run; one line is its limiting chip.
fn temperature_lines(run: &TransientRun, a: &TransientResult, theme: &Theme, span: TimeSpan) -> Vec<TraceLine> {
    let trace = &run.trace;
    let chip = theme.end_use_colors(EndUse::Accelerators).0;
    let coolant =
        theme.end_use_colors(if a.cooling.is_air_cooled() { EndUse::AirHandling } else { EndUse::Chillers }).0;
    let further = [EndUse::Conversion, EndUse::OtherIt, EndUse::ServerFans, EndUse::Building];
    let mut next = further.iter().cycle();
    let mut out = Vec::new();
    for (i, column) in trace.columns.iter().enumerate().skip(1) {
        let Some(name) = column.strip_suffix("_c").filter(|name| is_drawn(name, run)) else { continue };
        let (name, color) = match name {
            "limiting_chip" => ("limiting chip".to_owned(), chip),
            "cooler" => ("its cooler".to_owned(), theme.tint_color(chip, 0.55)),
            "supply" if run.is_supplied_with_air() => ("server inlet".to_owned(), coolant),
            "supply" => ("supply".to_owned(), coolant),
            "return" => ("return".to_owned(), theme.end_use_colors(EndUse::HeatRejection).0),
            "room" => ("cold aisle".to_owned(), theme.end_use_colors(EndUse::AirHandling).0),
            other => {
                let bucket = next.next().copied().unwrap_or(EndUse::OtherIt);
                (other.replace('_', " "), theme.end_use_colors(bucket).0)
            }
        };
        out.push(TraceLine { name, color, points: trace_points(trace, i, span, 1.0) });
    }
    out
}

/// Whether a chart draws a temperature: what air-cooled racks are supplied with is the air at their inlets.
fn is_drawn(name: &str, run: &TransientRun) -> bool {
    !name.starts_with(JUNCTION_PREFIX) && name != HOTTEST && !(name == "server_inlet" && run.is_supplied_with_air())
}

/// Flow and power as shares of what they were at the start.
fn share_lines(run: &TransientRun, a: &TransientResult, theme: &Theme, span: TimeSpan) -> Vec<TraceLine> {
    let place = |name: &str| run.trace.columns.iter().position(|c| c == name);
    let mut out = Vec::new();
    if let Some(i) = place("flow_share") {
        let mover = if a.cooling.is_air_cooled() { EndUse::ServerFans } else { EndUse::Pumps };
        let points = trace_points(&run.trace, i, span, 1.0);
        out.push(TraceLine { name: "flow".to_owned(), color: theme.end_use_colors(mover).0, points });
    }
    if let Some(i) = place("rack_power_w").filter(|_| run.rack_power.start_w > 0.0) {
        let points = trace_points(&run.trace, i, span, run.rack_power.start_w);
        out.push(TraceLine { name: "power".to_owned(), color: theme.end_use_colors(EndUse::OtherIt).0, points });
    }
    out
}

/// A column against time, over `unit`; where there are more rows than can be seen, the lowest and highest of each piece.
fn trace_points(trace: &TransientTrace, column: usize, span: TimeSpan, unit: f64) -> Vec<(f64, f64)> {
    let rows = trace.course.iter().take_while(|row| row.first().is_some_and(|s| *s <= span.end_s));
    let all = rows.filter_map(|row| Some((row.first()? / span.scale, row.get(column)? / unit)));
    let all: Vec<(f64, f64)> = all.filter(|p| p.1.is_finite()).collect();
    if all.len() <= MAX_LINE_POINTS {
        return all;
    }
    let mut out = Vec::with_capacity(MAX_LINE_POINTS + 2);
    out.extend(all.first());
    for piece in all.chunks(all.len().div_ceil(MAX_LINE_POINTS / 2)) {
        let low = piece.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = piece.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let mut ends: Vec<(f64, f64)> = low.into_iter().chain(high).copied().collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        out.extend(ends);
    }
    out.extend(all.last());
    out
}
