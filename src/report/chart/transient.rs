//! Temperatures of a rack against time, with limits and what happens; flow and power below.

use plotters::style::RGBColor;

use crate::study::result::Bucket;
use crate::study::transient::result::{Happening, Run, Trace, TransientAnswer, TransientReport};

use super::super::format::number;
use super::super::transient::words::{answer, time};
use super::super::{ReportError, Units};
use super::Chart;
use super::canvas::{Canvas, MARGIN};
use super::marks::{self, Tag};
use super::plane::{Axis, Plane};
use super::stacked::rounded;
use super::theme::Theme;

const WIDTH: u32 = 960;
const UPPER: f64 = 320.0;
const LOWER: f64 = 120.0;
const GAP: f64 = 24.0;
/// Room for names beside the planes, pixels.
const NAMES: (f64, f64) = (120.0, 220.0);
/// Points of a line: more are drawn as the lowest and highest of each piece.
const POINTS: usize = 800;
/// What happens, no more of it than this.
const MARKS: usize = 8;

/// A temperature within this share of all temperatures' span from its last value changes no more.
const STILL: f64 = 0.02;
/// A chart goes on this far after the last change, as a multiple of its time, and for so long at least, s.
const MORE: f64 = 1.2;
const LEAST_S: f64 = 20.0;
/// Beyond this share of the run it shows the whole.
const WHOLE: f64 = 0.7;

/// A unit of time for an axis: seconds in it, and its name.
pub(super) fn unit(span_s: f64) -> (f64, &'static str) {
    match span_s {
        s if s <= 300.0 => (1.0, "s"),
        s if s <= 10_800.0 => (60.0, "min"),
        _ => (3600.0, "h"),
    }
}

/// A line: its words, its colour, its points.
struct Line {
    name: String,
    color: RGBColor,
    points: Vec<(f64, f64)>,
}

/// The time that is drawn: its end, s, and the seconds in its unit.
#[derive(Clone, Copy)]
struct Span {
    end_s: f64,
    scale: f64,
}

/// Where a chart ends: a little after the last that happens and the last temperature that changes, or with the run.
fn end(trace: &Trace, timeline: &[Happening], duration_s: f64) -> f64 {
    let warm: Vec<usize> = (1..trace.columns.len()).filter(|i| trace.columns[*i].ends_with("_c")).collect();
    let Some(last) = trace.rows.last() else { return duration_s };
    let all = || trace.rows.iter().flat_map(|row| warm.iter().filter_map(|i| row.get(*i).copied()));
    let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let moves = |row: &&Vec<f64>| warm.iter().any(|i| (row[*i] - last[*i]).abs() > STILL * (high - low));
    let moved_s = trace.rows.iter().rev().find(moves).map_or(0.0, |row| row[0]);
    let happened_s = timeline.iter().map(|h| h.at_s).fold(0.0, f64::max);
    let end_s = (MORE * moved_s.max(happened_s)).max(LEAST_S);
    let row_s = trace.rows.iter().map(|row| row[0]).find(|s| *s >= end_s);
    row_s.filter(|s| *s <= WHOLE * duration_s).unwrap_or(duration_s)
}

/// A chart for each architecture that ran; temperatures are in these units already.
pub fn charts(report: &TransientReport, units: Units) -> Result<Vec<Chart>, ReportError> {
    let many = report.architectures.len() > 1;
    let runs = report.architectures.iter().filter_map(|a| Some((a, a.run.as_ref()?)));
    let mut names: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for (a, run) in runs.filter(|(_, run)| run.trace.rows.len() > 1) {
        let own = if many { format!("temperatures-{}", file_name(&a.name)) } else { "temperatures".to_owned() };
        let mut name = own.clone();
        for other in 2.. {
            if !names.contains(&name) {
                break;
            }
            name = format!("{own}-{other}");
        }
        names.push(name.clone());
        out.push(chart(report, a, run, (name, units))?);
    }
    Ok(out)
}

/// A name that any file system takes.
fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(safe).collect()
}

fn chart(
    report: &TransientReport,
    a: &TransientAnswer,
    run: &Run,
    (name, units): (String, Units),
) -> Result<Chart, ReportError> {
    let end_s = end(&run.trace, &run.timeline, report.duration_s);
    let (scale, unit) = unit(end_s);
    let span = Span { end_s, scale };
    let title = answer(report, a).trim_end_matches('.').to_owned();
    let shares = !shares(run, a, &Theme::LIGHT, span).is_empty();
    let below = if shares { ", and flow and power as shares of what they were at the start" } else { "" };
    let until = if end_s < report.duration_s { ", as long as they change" } else { "" };
    let degrees = units.of("°C").label;
    let subtitle = format!("Temperatures, {degrees}{below}, against time, {unit}{until}; red lines are limits");
    let lines = temperatures(&run.trace, a, &Theme::LIGHT, span);
    let limits: Vec<String> =
        run.limits.iter().map(|l| format!("{}, {} {degrees}", l.what, number(l.limit_c, 0))).collect();
    let texts = lines.iter().map(|l| l.name.as_str()).chain(limits.iter().map(String::as_str));
    let names = marks::widest(texts).clamp(NAMES.0, NAMES.1);
    let (left, right) = (MARGIN + 48.0, f64::from(WIDTH) - MARGIN - names - 14.0);
    let values = lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)).chain(run.limits.iter().map(|l| l.limit_c));
    let x = Axis::to(end_s / scale);
    let upper = UPPER.max(marks::room(lines.len() + limits.len()));
    let sketch = Plane { area: [left, 0.0, right, upper], x, y: Axis::around(values, false) };
    let happened = happened(&run.timeline);
    let at: Vec<(f64, String)> =
        happened.iter().map(|h| (sketch.px(h.at_s / scale), format!("{}, {}", h.what, time(h.at_s)))).collect();
    let marked = marks::place(&at, f64::from(WIDTH) - MARGIN);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 4.0 + marks::rows(&marked) * marks::ROW;
    let lower = top + upper + GAP;
    let bottom = if shares { lower + LOWER } else { top + upper };
    let height = rounded(bottom + 60.0);
    Chart::draw(name, (title, subtitle), (WIDTH, height), |canvas| {
        let theme = canvas.theme;
        let plane = Plane { area: [left, top, right, top + upper], ..sketch };
        plane.draw(canvas, !shares);
        let colors: Vec<RGBColor> = happened.iter().map(|h| color(h, &theme)).collect();
        let spans = [(top, top + upper), (lower, bottom)];
        marks::draw(canvas, &marked, &colors, top, if shares { &spans } else { &spans[..1] });
        for limit in &run.limits {
            let y = plane.py(limit.limit_c);
            canvas.line(&[(left, y), (right, y)], theme.limit, 1.5);
        }
        let mut tags = draw(canvas, &plane, &temperatures(&run.trace, a, &theme, span));
        tags.extend(run.limits.iter().zip(&limits).map(|(l, text)| Tag {
            y: plane.py(l.limit_c),
            text: text.clone(),
            color: theme.limit,
            ink: theme.limit,
        }));
        marks::beside(canvas, tags, (right, names), (top, top + upper));
        if shares {
            let lines = self::shares(run, a, &theme, span);
            let values = lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)).chain([1.0]);
            let plane = Plane { area: [left, lower, right, bottom], x, y: Axis::around(values, true) };
            plane.draw(canvas, true);
            let tags = draw(canvas, &plane, &lines);
            marks::beside(canvas, tags, (right, names), (lower, bottom));
        }
        canvas.source(&format!("{}: {}.", report.location, a.system_name));
    })
}

/// Draws lines; their names are to stand beside their ends.
fn draw(canvas: &mut Canvas, plane: &Plane, lines: &[Line]) -> Vec<Tag> {
    for line in lines {
        let path: Vec<(f64, f64)> = line.points.iter().map(|p| plane.at(*p)).collect();
        canvas.line(&path, line.color, 2.0);
    }
    let ink = canvas.theme.ink;
    let tag = |l: &Line| Some(Tag { y: plane.py(l.points.last()?.1), text: l.name.clone(), color: l.color, ink });
    lines.iter().filter_map(tag).collect()
}

/// The colour of what happens.
fn color(h: &Happening, theme: &Theme) -> RGBColor {
    match h.kind {
        "event" => theme.ink,
        "limit" => theme.limit,
        _ => theme.faint,
    }
}

/// What happens first of each sort: events before limits, these before what comes back, machines last; in the order of time.
fn happened(timeline: &[Happening]) -> Vec<&Happening> {
    let rank = |kind: &str| ["event", "limit", "back"].iter().position(|k| *k == kind).unwrap_or(3);
    let mut chosen: Vec<&Happening> = Vec::new();
    for h in timeline {
        if !chosen.iter().any(|c| c.kind == h.kind && c.what == h.what) {
            chosen.push(h);
        }
    }
    chosen.sort_by_key(|h| rank(h.kind));
    chosen.truncate(MARKS);
    chosen.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    chosen
}

/// Columns of single groups of chips: the hottest stands for them.
const JUNCTION: &str = "junction_";

/// The temperatures of a trace.
fn temperatures(trace: &Trace, a: &TransientAnswer, theme: &Theme, span: Span) -> Vec<Line> {
    let chip = theme.bucket(Bucket::Accelerators).0;
    let coolant = theme.bucket(if a.cooling == "air" { Bucket::AirHandling } else { Bucket::Chillers }).0;
    let further = [Bucket::Conversion, Bucket::OtherIt, Bucket::ServerFans, Bucket::Building];
    let mut next = further.iter().cycle();
    let mut out = Vec::new();
    for (i, column) in trace.columns.iter().enumerate().skip(1) {
        let Some(name) = column.strip_suffix("_c").filter(|name| !name.starts_with(JUNCTION)) else { continue };
        let (name, color) = match name {
            "hottest_chip" => ("hottest chip".to_owned(), chip),
            "cooler" => ("its cooler".to_owned(), theme.tint(chip, 0.55)),
            "supply" => ("supply".to_owned(), coolant),
            "return" => ("return".to_owned(), theme.bucket(Bucket::HeatRejection).0),
            "room" => ("room".to_owned(), theme.bucket(Bucket::AirHandling).0),
            other => {
                let bucket = next.next().copied().unwrap_or(Bucket::OtherIt);
                (other.replace('_', " "), theme.bucket(bucket).0)
            }
        };
        out.push(Line { name, color, points: points(trace, i, span, 1.0) });
    }
    out
}

/// Flow and power as shares of what they were at the start.
fn shares(run: &Run, a: &TransientAnswer, theme: &Theme, span: Span) -> Vec<Line> {
    let place = |name: &str| run.trace.columns.iter().position(|c| c == name);
    let mut out = Vec::new();
    if let Some(i) = place("flow_share") {
        let mover = if a.cooling == "air" { Bucket::ServerFans } else { Bucket::Pumps };
        let points = points(&run.trace, i, span, 1.0);
        out.push(Line { name: "flow".to_owned(), color: theme.bucket(mover).0, points });
    }
    if let Some(i) = place("rack_power_w").filter(|_| run.rack_power.start_w > 0.0) {
        let points = points(&run.trace, i, span, run.rack_power.start_w);
        out.push(Line { name: "power".to_owned(), color: theme.bucket(Bucket::OtherIt).0, points });
    }
    out
}

/// A column against time, over `unit`; where there are more rows than can be seen, the lowest and highest of each piece.
fn points(trace: &Trace, column: usize, span: Span, unit: f64) -> Vec<(f64, f64)> {
    let rows = trace.rows.iter().take_while(|row| row.first().is_some_and(|s| *s <= span.end_s));
    let all = rows.filter_map(|row| Some((row.first()? / span.scale, row.get(column)? / unit)));
    let all: Vec<(f64, f64)> = all.filter(|p| p.1.is_finite()).collect();
    if all.len() <= POINTS {
        return all;
    }
    let mut out = Vec::with_capacity(POINTS + 2);
    out.extend(all.first());
    for piece in all.chunks(all.len().div_ceil(POINTS / 2)) {
        let low = piece.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = piece.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let mut ends: Vec<(f64, f64)> = low.into_iter().chain(high).copied().collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        out.extend(ends);
    }
    out.extend(all.last());
    out
}
