//! Temperatures of a rack against time, with limits and what happens; flow and power below.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width, wrap_text};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::marks::{self, AxisMark, SideLabel, place_marks};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::reserve::reserve_line;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::{LIMIT_DASH, Theme};
use crate::report::document::numbers::format_number;
use crate::report::document::page::provenance::with_source_years;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::transient::result::{TimelineEvent, TimelineKind, TransientReport, TransientResult, TransientRun};

use super::trace_lines::{TimeSpan, TraceLine, chart_end_time, share_lines, temperature_lines};
use super::words::{format_time, headline_sentence, timeline_phrase};

const WIDTH: u32 = 960;
const UPPER_HEIGHT: f64 = 320.0;
const LOWER_HEIGHT: f64 = 120.0;
const PLANE_GAP: f64 = 46.0;
/// Height of a row of what happens.
const EVENT_HEIGHT: f64 = 19.0;
/// Room for names beside the planes, pixels.
const NAMES_WIDTH_RANGE: (f64, f64) = (120.0, 220.0);
/// What happens, no more of it than this.
const MAX_MARKS: usize = 8;

/// A unit of time for an axis: seconds in it, and its name.
pub(crate) fn time_unit(span_s: f64) -> (f64, &'static str) {
    match span_s {
        s if s <= 300.0 => (1.0, "s"),
        s if s <= 10_800.0 => (60.0, "min"),
        _ => (3600.0, "h"),
    }
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

/// What stands above, beside and below the planes, measured before anything is drawn.
struct TraceLayout {
    /// Heading of the upper plane, in lines.
    chip: Vec<String>,
    /// What happens, each with its numbers and its pixel.
    marks: Vec<AxisMark>,
    /// Events in the order of time.
    events: Vec<(String, String)>,
    /// Left, right, and width of the names beside the planes.
    sides: (f64, f64, f64),
    /// Top of the lower plane, and the end of the last.
    lower: f64,
    bottom: f64,
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
    let shown = if end_s < report.duration_s {
        format!("The first {} of a run of {}", format_time(end_s), format_time(report.duration_s))
    } else {
        format!("A run of {}", format_time(report.duration_s))
    };
    let happened = first_events(&run.timeline);
    let hidden = if told_events(&run.timeline).len() > happened.len() { ", further ones in the table" } else { "" };
    let subtitle = format!("{shown}; numbers above the plot are explained below it{hidden}");
    let degrees = units.unit_for("°C").label;
    let lines = temperature_lines(run, a, &Theme::LIGHT, span);
    let shares = share_lines(run, a, &Theme::LIGHT, span);
    let names = marks::max_text_width(lines.iter().chain(&shares).map(|l| l.name.as_str()));
    let names = names.clamp(NAMES_WIDTH_RANGE.0, NAMES_WIDTH_RANGE.1);
    let (left, right) = (MARGIN + 48.0, f64::from(WIDTH) - MARGIN - names - 14.0);
    let values = lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)).chain(run.limits.iter().map(|l| l.limit_c));
    let x = Axis::from_zero(end_s / scale);
    let upper = UPPER_HEIGHT.max(marks::labels_height(lines.len() + run.limits.len()));
    let sketch = Plane { area: [left, 0.0, right, upper], x, y: Axis::from_values(values, false) };
    let numbers = number_marks(&happened, |s| sketch.pixel_x(s / scale));
    let marked = place_marks(&numbers, f64::from(WIDTH) - MARGIN);
    let which = if run.time_to_throttle_s.is_some() { "the first to throttle" } else { "the nearest to its limit" };
    let chip = format!("Temperature, {degrees}. Chip: {}, {which}", run.limiting_chip.what);
    let chip = wrap_text(&chip, head_style(&Theme::LIGHT), f64::from(WIDTH) - 2.0 * MARGIN);
    let heading = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let top = heading + 18.0 * chip.len() as f64 + 8.0 + marks::row_count(&marked) * marks::ROW_HEIGHT;
    let lower = top + upper + PLANE_GAP;
    let bottom = if shares.is_empty() { top + upper } else { lower + LOWER_HEIGHT };
    let events: Vec<(String, String)> =
        happened.iter().map(|h| (format_time(h.at_s), timeline_phrase(h).to_owned())).collect();
    let height = pixel_height(bottom + 72.0 + EVENT_HEIGHT * events.len() as f64 + 34.0);
    let layout = TraceLayout { chip, marks: marked, events, sides: (left, right, names), lower, bottom };
    let chart = Chart::from_painter(name, (title, subtitle), (WIDTH, height), |canvas| {
        let theme = canvas.theme;
        for (i, line) in layout.chip.iter().enumerate() {
            let y = heading + 18.0 * i as f64;
            canvas.draw_text(line, (MARGIN, y), TextAnchor::Left, head_style(&theme));
        }
        let plane = Plane { area: [left, top, right, top + upper], ..sketch };
        plane.draw_axes(canvas, shares.is_empty());
        let colors = vec![theme.faint; layout.marks.len()];
        let spans = [(top, top + upper), (lower, bottom)];
        marks::draw_marks(canvas, &layout.marks, &colors, top, if shares.is_empty() { &spans[..1] } else { &spans });
        for (x, _) in &numbers {
            reserve_line(canvas, &[(*x, top), (*x, top + upper)]);
        }
        let lines = temperature_lines(run, a, &theme, span);
        let mut tags = draw_lines(canvas, &plane, &lines);
        tags.extend(draw_limits(canvas, &plane, run, &degrees));
        marks::draw_side_labels(canvas, tags, (right, names), (top, top + upper));
        if !shares.is_empty() {
            draw_shares(canvas, &layout, x, &share_lines(run, a, &theme, span));
        }
        draw_events(canvas, &layout, unit);
        let foot = format!("{}: {}.", report.location, a.system_name);
        canvas.draw_footer(&with_source_years(&foot, &report.sources));
    })?;
    let c = &run.limiting_chip;
    let description = format!(
        "{}: {} {degrees} at the start, at most {} {degrees} after {}.",
        c.what,
        format_number(c.start_c, 1),
        format_number(c.highest_c, 1),
        format_time(c.highest_at_s)
    );
    Ok(chart.with_numbers(&description, chart_table(&temperature_lines(run, a, &Theme::LIGHT, span), &shares, unit)))
}

/// The lines as they are drawn: temperatures in the units of the picture, flow and power as shares of the start.
fn chart_table(temperatures: &[TraceLine], shares: &[TraceLine], unit: &str) -> ChartTable {
    let mut out = ChartTable::new(["line", "time", "time_unit", "value"]);
    for line in temperatures.iter().chain(shares) {
        for (time, value) in &line.points {
            out.push([line.name.clone(), number_cell(*time), unit.to_owned(), number_cell(*value)]);
        }
    }
    out
}

fn head_style(theme: &Theme) -> LabelStyle {
    LabelStyle { size: 13.0, bold: true, color: theme.ink }
}

/// Numbers of what happens, from 1; what happens at one pixel shares a mark.
fn number_marks(happened: &[&TimelineEvent], pixel: impl Fn(f64) -> f64) -> Vec<(f64, String)> {
    let mut out: Vec<(f64, String)> = Vec::new();
    for (i, h) in happened.iter().enumerate() {
        let x = pixel(h.at_s);
        match out.last_mut() {
            Some((last, text)) if x - *last < 2.0 => text.extend([", ", &(i + 1).to_string()]),
            _ => out.push((x, (i + 1).to_string())),
        }
    }
    out
}

/// Limits as dashes, each named on its line where that is free; else its name is to stand beside the plane.
fn draw_limits(canvas: &mut Canvas, plane: &Plane, run: &TransientRun, degrees: &str) -> Vec<SideLabel> {
    let [left, _, right, _] = plane.area;
    let color = canvas.theme.limit;
    let look = LabelStyle { size: 12.0, bold: true, color };
    for limit in &run.limits {
        let y = plane.pixel_y(limit.limit_c);
        canvas.draw_dashed_line(&[(left, y), (right, y)], LIMIT_DASH, color, 1.5);
        reserve_line(canvas, &[(left, y), (right, y)]);
    }
    let mut beside = Vec::new();
    for limit in &run.limits {
        let y = plane.pixel_y(limit.limit_c);
        let text = format!("{} at {} {degrees}", limit.what, format_number(limit.limit_c, 0));
        let places = [left + 8.0, f64::midpoint(left, right), right - 8.0 - text_width(&text, look)];
        let places = places.iter().flat_map(|x| [(*x, y - 10.5), (*x, y + 10.5)]);
        match places.into_iter().find(|at| canvas.has_room_for_text(&text, *at, TextAnchor::Left, look)) {
            Some(at) => canvas.draw_text(&text, at, TextAnchor::Left, look),
            None => beside.push(SideLabel { y, text, color, ink: color }),
        }
    }
    beside
}

/// Flow and power below the temperatures.
fn draw_shares(canvas: &mut Canvas, layout: &TraceLayout, x: Axis, lines: &[TraceLine]) {
    let (left, right, names) = layout.sides;
    let TraceLayout { lower, bottom, .. } = *layout;
    let values = lines.iter().flat_map(|l| l.points.iter().map(|p| p.1)).chain([1.0]);
    let plane = Plane { area: [left, lower, right, bottom], x, y: Axis::from_values(values, true) };
    plane.draw_axes(canvas, true);
    let head = head_style(&canvas.theme);
    canvas.draw_text("Flow and power, share of the start", (MARGIN, lower - 18.0), TextAnchor::Left, head);
    let tags = draw_lines(canvas, &plane, lines);
    marks::draw_side_labels(canvas, tags, (right, names), (lower, bottom));
}

/// The unit of the time axis, and below it what happens, in the order of time.
fn draw_events(canvas: &mut Canvas, layout: &TraceLayout, unit: &str) {
    let (left, right, _) = layout.sides;
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let y = layout.bottom + 36.0;
    canvas.draw_text(&format!("Time, {unit}"), (f64::midpoint(left, right), y), TextAnchor::Middle, faint);
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let bold = LabelStyle { bold: true, ..look };
    for (i, (time, what)) in layout.events.iter().enumerate() {
        let y = layout.bottom + 66.0 + EVENT_HEIGHT * i as f64;
        canvas.draw_text(&(i + 1).to_string(), (MARGIN + 14.0, y), TextAnchor::Right, bold);
        canvas.draw_text(time, (MARGIN + 92.0, y), TextAnchor::Right, look);
        let what = truncate_to_width(what, look, canvas.width - 2.0 * MARGIN - 104.0);
        canvas.draw_text(&what, (MARGIN + 104.0, y), TextAnchor::Left, look);
    }
}

/// Draws lines; their names are to stand beside their ends.
fn draw_lines(canvas: &mut Canvas, plane: &Plane, lines: &[TraceLine]) -> Vec<SideLabel> {
    for line in lines {
        let path: Vec<(f64, f64)> = line.points.iter().map(|p| plane.pixel_point(*p)).collect();
        canvas.draw_line(&path, line.color, 2.0);
        reserve_line(canvas, &path);
    }
    let ink = canvas.theme.ink;
    let tag = |l: &TraceLine| {
        Some(SideLabel { y: plane.pixel_y(l.points.last()?.1), text: l.name.clone(), color: l.color, ink })
    };
    lines.iter().filter_map(tag).collect()
}

/// What happens, each thing once, where it is first.
fn told_events(timeline: &[TimelineEvent]) -> Vec<&TimelineEvent> {
    let mut out: Vec<&TimelineEvent> = Vec::new();
    for h in timeline {
        if !out.iter().any(|c| c.kind == h.kind && c.what == h.what) {
            out.push(h);
        }
    }
    out
}

/// What happens first of each sort: events before limits, these before what comes back, machines last; in the order of time.
fn first_events(timeline: &[TimelineEvent]) -> Vec<&TimelineEvent> {
    let rank = |kind: TimelineKind| match kind {
        TimelineKind::Event => 0,
        TimelineKind::Limit => 1,
        TimelineKind::Back => 2,
        TimelineKind::Machine => 3,
    };
    let mut chosen = told_events(timeline);
    chosen.sort_by_key(|h| rank(h.kind));
    chosen.truncate(MAX_MARKS);
    chosen.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
    chosen
}
