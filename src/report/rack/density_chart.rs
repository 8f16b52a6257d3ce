//! Hottest chip against rack power, one line for each way of cooling, up to where it fails.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_significant;
use crate::report::document::phrase::lowercase_first_letter;
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::rack::result::{CoolingEnvelope, DensityPoint, RackReport, RackResult};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 400.0;
const LABEL_ROW_HEIGHT: f64 = 19.0;
/// Widest label, pixels.
const MAX_LABEL_WIDTH: f64 = 330.0;

/// A label: where its line ends, its text, its row above the plane, and whether it stands to the left of its leader.
struct DensityLabel {
    x: f64,
    text: String,
    row: usize,
    left: bool,
}

/// The chart; nothing to draw without a line.
pub fn build_chart(report: &RackReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let lines: Vec<(&RackResult, &CoolingEnvelope)> = report
        .architectures
        .iter()
        .filter_map(|a| a.envelope.as_ref().map(|e| (a, e)))
        .filter(|(_, e)| !e.density.is_empty() && e.max_rack_power_kw.is_some())
        .collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let title = chart_title(&lines);
    let t = units.unit_for("°C");
    let subtitle = format!(
        "Hottest junction against rack power, {} and kW; the same machines with the power of every part multiplied; a line \
         ends where its way of cooling fails",
        t.label
    );
    let points = || lines.iter().flat_map(|(_, e)| &e.density);
    let x = Axis::from_values(points().map(|p| p.rack_power_kw), true);
    let temperatures = |p: &DensityPoint| [p.hottest_chip_c, p.chip_limit_c].map(|c| t.convert_from_si(c));
    let y = Axis::from_values(points().flat_map(temperatures), false);
    let left = MARGIN + 40.0;
    let right = f64::from(WIDTH) - MARGIN - 20.0;
    let sketch = Plane { area: [left, 0.0, right, PLANE_HEIGHT], x, y };
    let labels = place_labels(&lines, &sketch, right);
    let rows = labels.iter().map(|l| l.row + 1).max().unwrap_or(0) as f64;
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = head + 14.0 + rows * LABEL_ROW_HEIGHT + 10.0;
    let height = pixel_height(top + PLANE_HEIGHT + 70.0);
    let chart = Chart::from_painter("density-limit", (title, subtitle), (WIDTH, height), |canvas| {
        let plane = Plane { area: [left, top, right, top + PLANE_HEIGHT], ..sketch };
        plane.draw_axes(canvas, true);
        draw_limits(canvas, &plane, &lines, t);
        for (a, e) in &lines {
            let color = canvas.theme.cooling_color(a.cooling);
            let line: Vec<_> = e
                .density
                .iter()
                .map(|p| plane.pixel_point((p.rack_power_kw, t.convert_from_si(p.hottest_chip_c))))
                .collect();
            canvas.draw_line(&line, color, 2.5);
        }
        let ends = || labels.iter().zip(&lines).filter_map(|(l, (a, e))| Some((l, a, e.density.last()?)));
        for (label, _, end) in ends() {
            let at = plane.pixel_point((end.rack_power_kw, t.convert_from_si(end.hottest_chip_c)));
            let y = top - 12.0 - label.row as f64 * LABEL_ROW_HEIGHT;
            canvas.draw_line(&[at, (at.0, y - 7.0)], canvas.theme.faint, 0.75);
        }
        for (label, a, end) in ends() {
            let at = plane.pixel_point((end.rack_power_kw, t.convert_from_si(end.hottest_chip_c)));
            let y = top - 12.0 - label.row as f64 * LABEL_ROW_HEIGHT;
            canvas.draw_dot(at, 4.5, canvas.theme.cooling_color(a.cooling));
            let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
            let width = text_width(&label.text, look);
            let (x, anchor) = if label.left { (at.0 - 6.0, TextAnchor::Right) } else { (at.0 + 6.0, TextAnchor::Left) };
            let from = if label.left { x - width } else { x };
            canvas.fill_rect([from - 1.0, y - 8.0, from + width + 1.0, y + 8.0], canvas.theme.background);
            canvas.draw_text(&label.text, (x, y), anchor, look);
        }
        let supplies: Vec<String> =
            lines.iter().map(|(a, e)| format!("{} {}", a.name, t.format_with_unit(e.at_supply_c, 0))).collect();
        canvas.draw_footer(&format!("Supplies: {}.", supplies.join(", ")));
    })?;
    Ok(Some(chart))
}

fn chart_title(lines: &[(&RackResult, &CoolingEnvelope)]) -> String {
    let power = |e: &CoolingEnvelope| e.max_rack_power_kw.unwrap_or(0.0);
    let (mut best, mut worst) = (lines[0], lines[0]);
    for line in lines {
        if power(line.1) > power(best.1) {
            best = *line;
        }
        if power(line.1) < power(worst.1) {
            worst = *line;
        }
    }
    let limit = best
        .1
        .binding_limit
        .map_or(String::new(), |l| format!(", where its limit is the {}", lowercase_first_letter(l.name())));
    let first = format!("{} holds {} kW in a rack{limit}", best.0.name, format_significant(power(best.1)));
    if lines.len() > 1 {
        format!("{first}; {} ends at {} kW", worst.0.name, format_significant(power(worst.1)))
    } else {
        first
    }
}

/// The limits of the hottest chips, each once.
fn draw_limits(canvas: &mut Canvas, plane: &Plane, lines: &[(&RackResult, &CoolingEnvelope)], t: DisplayUnit<'_>) {
    let mut known: Vec<f64> = Vec::new();
    for limit_c in lines.iter().flat_map(|(_, e)| &e.density).map(|p| p.chip_limit_c) {
        if !known.iter().any(|k| (k - limit_c).abs() < 0.5) {
            known.push(limit_c);
        }
    }
    let [left, _, right, _] = plane.area;
    let mut known_labels: Vec<(f64, f64)> = Vec::new();
    for limit_c in known {
        let y = plane.pixel_y(t.convert_from_si(limit_c));
        canvas.draw_line(&[(left, y), (right, y)], canvas.theme.limit, 1.5);
        known_labels.push((y, limit_c));
    }
    // Limits a few kelvins apart: their figures are pushed apart too.
    known_labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let look = LabelStyle { size: 11.5, bold: true, color: canvas.theme.limit };
    let mut last = f64::NEG_INFINITY;
    for (y, limit_c) in known_labels {
        last = y.max(last + 13.0);
        canvas.draw_text(&t.format_number(limit_c, 0), (right + 6.0, last), TextAnchor::Left, look);
    }
}

/// Rows for the labels above the plane: no label on another, none under a leader of a higher one.
fn place_labels(lines: &[(&RackResult, &CoolingEnvelope)], plane: &Plane, right: f64) -> Vec<DensityLabel> {
    let look = LabelStyle { size: 12.5, bold: true, color: plotters::style::RGBColor(0, 0, 0) };
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let end = |i: usize| lines[i].1.density.last().map_or(0.0, |p| plane.pixel_x(p.rack_power_kw));
    order.sort_by(|a, b| end(*b).total_cmp(&end(*a)));
    let mut out: Vec<Option<DensityLabel>> = (0..lines.len()).map(|_| None).collect();
    let mut boxes: Vec<(usize, f64, f64)> = Vec::new();
    let mut leaders: Vec<(usize, f64)> = Vec::new();
    for i in order {
        let (a, e) = lines[i];
        let kw = e.max_rack_power_kw.map_or(String::new(), |kw| format!(": {} kW", format_significant(kw)));
        let why = e.binding_limit.map_or(String::new(), |l| format!(", {l}"));
        let name = truncate_to_width(&a.name, look, MAX_LABEL_WIDTH - text_width(&format!("{kw}{why}"), look));
        let text = format!("{name}{kw}{why}");
        let (x, width) = (end(i), text_width(&text, look) + 12.0);
        let left = x + width > right + 20.0;
        let (from, to) = if left { (x - width, x - 4.0) } else { (x + 4.0, x + width) };
        let free = |row: usize| {
            let clear = boxes.iter().all(|(r, f, t)| *r != row || to + 6.0 < *f || *t + 6.0 < from);
            let above = leaders.iter().all(|(r, l)| *r <= row || *l < from || *l > to);
            // Its own leader crosses the rows below.
            let below = boxes.iter().all(|(r, f, t)| *r >= row || x < *f || x > *t);
            clear && above && below
        };
        // With a crowd no row is free of crossings: then a label only stays clear of its neighbours.
        let clear = |row: usize| boxes.iter().all(|(r, f, t)| *r != row || to + 6.0 < *f || *t + 6.0 < from);
        let row = (0..lines.len()).find(|r| free(*r)).or_else(|| (0..lines.len()).find(|r| clear(*r)));
        let row = row.unwrap_or(lines.len());
        boxes.push((row, from, to));
        leaders.push((row, x));
        out[i] = Some(DensityLabel { x, text, row, left });
    }
    debug_assert!(out.iter().flatten().all(|l| l.x.is_finite()));
    out.into_iter().flatten().collect()
}
