//! The temperature ladder from the hottest junction to the outdoor air, one column per architecture.

use crate::study::rack_result::RackAnswer;
use crate::study::result::{Architecture, Comparison, LadderStep};

use super::super::format::number;
use super::super::units::Unit;
use super::super::{ReportError, Units};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit, measure};
use super::stacked::{rounded, step};

const WIDTH: u32 = 960;
/// Columns beside each other; more go below.
const COLUMNS: usize = 3;
const PANEL: f64 = 400.0;
const AXIS: f64 = 44.0;
/// Least distance between labels.
const APART: f64 = 18.0;

/// One column.
pub(super) struct Panel<'a> {
    /// Name over it.
    pub name: &'a str,
    /// Whether air is what is supplied.
    pub air: bool,
    /// Its steps, from the junction outwards.
    pub ladder: &'a [LadderStep],
}

/// The chart of a comparison; nothing to draw without a feasible architecture.
pub fn chart(result: &Comparison, units: Units) -> Result<Option<Chart>, ReportError> {
    let feasible: Vec<&Architecture> = result.architectures.iter().filter(|a| !a.ladder.is_empty()).collect();
    let panels: Vec<Panel<'_>> =
        feasible.iter().map(|a| Panel { name: &a.name, air: a.cooling == "air", ladder: &a.ladder }).collect();
    let what = "Temperatures from the hottest junction to the outdoor air, full load on the design day";
    let t = units.of("°C");
    let source = format!(
        "{}: design day of {} dry-bulb, {} wet-bulb.",
        result.site.location,
        t.text(result.site.design_dry_bulb_c, 1),
        t.text(result.site.design_wet_bulb_c, 1)
    );
    of(&panels, (title(&feasible, units), what), &source, units)
}

/// The chart of some columns; nothing to draw without any. `title` stands over `what` is plotted.
pub(super) fn of(
    panels: &[Panel<'_>],
    (title, what): (String, &str),
    source: &str,
    units: Units,
) -> Result<Option<Chart>, ReportError> {
    if panels.is_empty() {
        return Ok(None);
    }
    let t = units.of("°C");
    let subtitle = format!("{what}, {}; a red line is a limit", t.label);
    let rows = panels.len().div_ceil(COLUMNS) as f64;
    let height = rounded(Canvas::heading_height(&title, &subtitle, WIDTH) + rows * (PANEL + 50.0) + 40.0);
    let chart = Chart::draw("temperature-ladder", (title, subtitle), (WIDTH, height), |canvas| {
        paint(canvas, panels, source, t);
    })?;
    Ok(Some(chart))
}

fn title(feasible: &[&Architecture], units: Units) -> String {
    let coolant = |a: &Architecture| {
        a.ladder.iter().find(|s| s.place.contains("supplied")).map_or(f64::NEG_INFINITY, |s| s.temperature_c)
    };
    let margin = |a: &Architecture| a.rack.as_ref().map_or(0.0, |r| r.chip_limit_c - r.hottest_chip_c);
    let warmest = feasible.iter().max_by(|a, b| coolant(a).total_cmp(&coolant(b)));
    let Some(a) = warmest else { return String::new() };
    format!(
        "{} keeps its hottest chip {} below its limit with coolant of {}",
        a.name,
        units.of("K").text(margin(a), 1),
        units.of("°C").text(coolant(a), 0)
    )
}

/// What the ladders of racks show: the one with the least left.
pub(super) fn rack_title(racks: &[&RackAnswer], units: Units) -> String {
    let margin = |a: &RackAnswer| a.rack.as_ref().map_or(f64::INFINITY, |r| r.chip_limit_c - r.hottest_chip_c);
    let least = racks.iter().min_by(|a, b| margin(a).total_cmp(&margin(b)));
    let Some(a) = least else { return String::new() };
    let (part, k) = (a.rack.as_ref().map_or("", |r| r.hottest_chip.as_str()), units.of("K"));
    if margin(a) < 0.0 {
        format!("{} leaves {part} {} above its limit", a.name, k.text(-margin(a), 1))
    } else {
        format!("{} leaves {part} {} to its limit", a.name, k.text(margin(a), 1))
    }
}

fn paint(canvas: &mut Canvas, panels: &[Panel<'_>], source: &str, t: Unit<'_>) {
    let all = || panels.iter().flat_map(|a| a.ladder).flat_map(|s| [Some(s.temperature_c), s.limit_c]);
    let all = || all().flatten().map(|c| t.value(c));
    let tick = step(all().fold(f64::NEG_INFINITY, f64::max) - all().fold(f64::INFINITY, f64::min));
    let low = (all().fold(f64::INFINITY, f64::min) / tick).floor() * tick;
    let high = (all().fold(f64::NEG_INFINITY, f64::max) / tick).ceil() * tick;
    let columns = panels.len().min(COLUMNS) as f64;
    let width = (canvas.width - 2.0 * MARGIN - AXIS) / columns;
    let first = canvas.top + 30.0;
    for (i, a) in panels.iter().enumerate() {
        let (row, column) = ((i / COLUMNS) as f64, i % COLUMNS);
        let top = first + row * (PANEL + 50.0);
        let y = |v: f64| top + (high - v) / (high - low) * (PANEL - 20.0);
        if column == 0 {
            axis(canvas, (low, high, tick), y);
        }
        let x = MARGIN + AXIS + column as f64 * width;
        panel(canvas, a, (x, width, top), t, &y);
    }
    canvas.source(source);
}

fn axis(canvas: &mut Canvas, (low, high, tick): (f64, f64, f64), y: impl Fn(f64) -> f64) {
    let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
    let mut value = low;
    while value <= high + 1e-9 {
        let right = canvas.width - MARGIN;
        canvas.line(&[(MARGIN + AXIS - 8.0, y(value)), (right, y(value))], canvas.theme.grid, 1.0);
        canvas.text(&number(value, 0), (MARGIN + AXIS - 14.0, y(value)), Anchor::Right, faint);
        value += tick;
    }
}

fn panel(canvas: &mut Canvas, a: &Panel<'_>, (x, width, top): (f64, f64, f64), t: Unit<'_>, y: &impl Fn(f64) -> f64) {
    let y = |c: f64| y(t.value(c));
    let bold = Look { size: 14.5, bold: true, color: canvas.theme.ink };
    let look = Look { size: 12.5, bold: false, color: canvas.theme.ink };
    canvas.text(&fit(a.name, bold, width - 16.0), (x + 4.0, top - 18.0), Anchor::Left, bold);
    let spine = x + 22.0;
    let points: Vec<(f64, f64)> = a.ladder.iter().map(|s| (spine, y(s.temperature_c))).collect();
    canvas.line(&points, canvas.theme.faint, 1.5);
    let mut labels: Vec<(f64, usize)> = a.ladder.iter().enumerate().map(|(i, s)| (y(s.temperature_c), i)).collect();
    labels.sort_by(|p, q| p.0.total_cmp(&q.0));
    let heights = spread(&labels.iter().map(|l| l.0).collect::<Vec<_>>());
    for (height, (at, i)) in heights.into_iter().zip(labels) {
        let step = &a.ladder[i];
        let color = color(canvas, &step.place, a.air);
        canvas.line(&[(spine, at), (spine + 16.0, height), (spine + 20.0, height)], canvas.theme.faint, 0.75);
        canvas.dot((spine, at), 4.5, color);
        let limit = step.limit_c.map_or(String::new(), |l| format!(" (limit {})", t.number(l, 0)));
        let text = format!("{}  {}{limit}", t.number(step.temperature_c, 1), step.place);
        let text = fit(&text, look, width - 50.0);
        let right = spine + 26.0 + measure(&text, look);
        canvas.rect([spine + 23.0, height - 8.0, right, height + 8.0], canvas.theme.background);
        canvas.text(&text, (spine + 25.0, height), Anchor::Left, look);
        if let Some(limit) = step.limit_c {
            canvas.line(&[(spine - 12.0, y(limit)), (spine + 12.0, y(limit))], canvas.theme.limit, 2.0);
        }
    }
}

/// Heights of labels near the wanted ones (rising), at least [`APART`] from each other.
fn spread(wanted: &[f64]) -> Vec<f64> {
    let mut out = wanted.to_vec();
    // Pushing pairs apart from both sides settles in a few passes; the last pass only pushes down and ends any overlap.
    for _ in 0..50 {
        for i in 1..out.len() {
            let lack = APART - (out[i] - out[i - 1]);
            if lack > 0.0 {
                out[i - 1] -= lack / 2.0;
                out[i] += lack / 2.0;
            }
        }
    }
    for i in 1..out.len() {
        out[i] = out[i].max(out[i - 1] + APART);
    }
    out
}

fn color(canvas: &Canvas, place: &str, air: bool) -> plotters::style::RGBColor {
    use crate::study::result::Bucket;
    let bucket = match place {
        "Junction" | "Memory" | "Case" => Bucket::Accelerators,
        p if p.starts_with("Outdoor") => Bucket::HeatRejection,
        p if p.contains("ater") => Bucket::Chillers,
        p if air || p.starts_with("Air") => Bucket::AirHandling,
        _ => Bucket::Chillers,
    };
    canvas.theme.bucket(bucket).0
}
