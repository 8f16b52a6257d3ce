//! Lines of a run against time, and how long they are drawn.

use plotters::style::RGBColor;

use crate::report::chart::theme::Theme;
use crate::scenario::CoolingMethod;
use crate::study::compare::result::EndUse;
use crate::study::transient::result::{TimelineEvent, TimelineKind, TransientResult, TransientRun, TransientTrace};

/// Points of a line: more are drawn as the first, lowest, highest and last of each piece, which keeps steps upright.
const MAX_LINE_POINTS: usize = 1600;
const PIECE_POINTS: usize = 4;
/// A temperature within this share of all temperatures' span from its last value changes no more.
const SETTLED_SHARE: f64 = 0.02;
/// A chart goes on this far after the last change, as a multiple of its time, and for so long at least, s.
const END_TIME_FACTOR: f64 = 1.2;
const MIN_END_S: f64 = 20.0;
/// The same after the last that happens, where a limit is passed: what matters is over then.
const EVENT_END_FACTOR: f64 = 1.5;
/// Beyond this share of the run it shows the whole.
const FULL_RUN_SHARE: f64 = 0.7;

/// A line: its words, its colour, its points.
pub(crate) struct TraceLine {
    /// Words.
    pub name: String,
    /// Colour.
    pub color: RGBColor,
    /// Time in the unit of the axis, and value.
    pub points: Vec<(f64, f64)>,
}

/// The time that is drawn: its end, s, and the seconds in its unit.
#[derive(Clone, Copy)]
pub(crate) struct TimeSpan {
    /// End, s.
    pub end_s: f64,
    /// Seconds in the unit of the axis.
    pub scale: f64,
}

/// Where a chart ends, or with the run: a while after the last that happens where a limit is passed, else a little after the
/// last that happens and the last temperature that changes.
pub(crate) fn chart_end_time(trace: &TransientTrace, timeline: &[TimelineEvent], duration_s: f64) -> f64 {
    let warm: Vec<usize> = (1..trace.columns.len()).filter(|i| trace.columns[*i].ends_with("_c")).collect();
    let Some(last) = trace.course.last() else { return duration_s };
    let all = || trace.course.iter().flat_map(|row| warm.iter().filter_map(|i| row.get(*i).copied()));
    let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let moves = |row: &&Vec<f64>| warm.iter().any(|i| (row[*i] - last[*i]).abs() > SETTLED_SHARE * (high - low));
    let moved_s = trace.course.iter().rev().find(moves).map_or(0.0, |row| row[0]);
    let happened_s = timeline.iter().map(|h| h.at_s).fold(0.0, f64::max);
    let passed = timeline.iter().any(|h| h.kind == TimelineKind::Limit);
    let end_s =
        if passed { EVENT_END_FACTOR * happened_s } else { END_TIME_FACTOR * moved_s.max(happened_s) }.max(MIN_END_S);
    let row_s = trace.course.iter().map(|row| row[0]).find(|s| *s >= end_s);
    row_s.filter(|s| *s <= FULL_RUN_SHARE * duration_s).unwrap_or(duration_s)
}

/// Columns of single groups of chips: the one that throttles first stands for them.
const JUNCTION_PREFIX: &str = "junction_";
/// The hottest of all at each time, which need not be the one that the limits drawn are of.
const HOTTEST: &str = "hottest_chip";

/// The temperatures of a run; one line is its limiting chip.
pub(crate) fn temperature_lines(
    run: &TransientRun,
    a: &TransientResult,
    theme: &Theme,
    span: TimeSpan,
) -> Vec<TraceLine> {
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
            "limiting_chip" => ("chip".to_owned(), chip),
            "cooler" => (cooler_name(a).to_owned(), theme.tint_color(chip, 0.55)),
            "supply" if run.is_supplied_with_air() => ("server inlet".to_owned(), coolant),
            "supply" => ("coolant supply".to_owned(), coolant),
            "return" => (
                if a.cooling.is_air_cooled() { "exhaust air" } else { "coolant return" }.to_owned(),
                theme.end_use_colors(EndUse::HeatRejection).0,
            ),
            "facility" => ("facility water".to_owned(), theme.end_use_colors(EndUse::Conversion).0),
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

/// What carries the heat off the chip.
fn cooler_name(a: &TransientResult) -> &'static str {
    match a.cooling {
        CoolingMethod::Air | CoolingMethod::RearDoor => "its heat sink",
        CoolingMethod::Hybrid | CoolingMethod::ColdPlate => "its cold plate",
        CoolingMethod::Immersion1p | CoolingMethod::Immersion2p => "its case",
    }
}

/// Whether a chart draws a temperature: what air-cooled racks are supplied with is the air at their inlets.
fn is_drawn(name: &str, run: &TransientRun) -> bool {
    !name.starts_with(JUNCTION_PREFIX) && name != HOTTEST && !(name == "server_inlet" && run.is_supplied_with_air())
}

/// Flow and power as shares of what they were at the start.
pub(crate) fn share_lines(run: &TransientRun, a: &TransientResult, theme: &Theme, span: TimeSpan) -> Vec<TraceLine> {
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

/// A column against time, over `unit`; where there are more rows than can be seen, the first, lowest, highest and last of
/// each piece.
fn trace_points(trace: &TransientTrace, column: usize, span: TimeSpan, unit: f64) -> Vec<(f64, f64)> {
    let rows = trace.course.iter().take_while(|row| row.first().is_some_and(|s| *s <= span.end_s));
    let all = rows.filter_map(|row| Some((row.first()? / span.scale, row.get(column)? / unit)));
    let all: Vec<(f64, f64)> = all.filter(|p| p.1.is_finite()).collect();
    if all.len() <= MAX_LINE_POINTS {
        return all;
    }
    let mut out = Vec::with_capacity(MAX_LINE_POINTS);
    for piece in all.chunks(all.len().div_ceil(MAX_LINE_POINTS / PIECE_POINTS)) {
        let value = |i: &usize| piece[*i].1;
        let low = (0..piece.len()).min_by(|a, b| value(a).total_cmp(&value(b)));
        let high = (0..piece.len()).max_by(|a, b| value(a).total_cmp(&value(b)));
        let mut kept: Vec<usize> = [0, piece.len() - 1].into_iter().chain(low).chain(high).collect();
        kept.sort_unstable();
        kept.dedup();
        out.extend(kept.into_iter().map(|i| piece[i]));
    }
    out
}
