//! Chip temperature and flow against the supply temperature of a rack.

use crate::study::rack_result::{RackAnswer, SweepPoint};

use super::super::ReportError;
use super::super::format::number;
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN};
use super::plane::{Axis, Plane};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const UPPER: f64 = 240.0;
const LOWER: f64 = 150.0;
const GAP: f64 = 44.0;

/// The chart; nothing to draw without a sweep.
pub fn chart(a: &RackAnswer) -> Result<Option<Chart>, ReportError> {
    let Some(detail) = a.detail.as_ref().filter(|d| d.supply_sweep.len() > 1) else { return Ok(None) };
    let Some(rack) = &a.rack else { return Ok(None) };
    let points = &detail.supply_sweep;
    let unit = if detail.liquid.is_some() { "L/min" } else { "m³/h" };
    let title = title(a, points);
    let subtitle = format!(
        "Hottest junction, °C, and flow, {unit}, against the supply temperature, °C, at full load; a red line is the limit"
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 24.0;
    let height = rounded(top + UPPER + GAP + LOWER + 72.0);
    let chart = Chart::draw("supply-temperature", (title, subtitle), (WIDTH, height), |canvas| {
        paint(canvas, a, points, (top, unit, rack.chip_limit_c));
    })?;
    Ok(Some(chart))
}

fn title(a: &RackAnswer, points: &[SweepPoint]) -> String {
    let full = points.iter().take_while(|p| p.clock >= 1.0).last();
    match (full, points.last()) {
        (Some(f), Some(l)) if f.supply_c < l.supply_c => {
            format!("{} is not throttled up to a supply of about {} °C", a.name, number(f.supply_c, 0))
        }
        (_, Some(l)) => format!("{} is not throttled at any supply up to {} °C", a.name, number(l.supply_c, 0)),
        _ => a.name.clone(),
    }
}

fn paint(canvas: &mut Canvas, a: &RackAnswer, points: &[SweepPoint], (top, unit, limit_c): (f64, &str, f64)) {
    let (left, right) = (MARGIN + 52.0, canvas.width - MARGIN - 16.0);
    let x = Axis::around(points.iter().map(|p| p.supply_c), false);
    let hot = points.iter().flat_map(|p| [p.hottest_chip_c, p.supply_c]).chain([limit_c]);
    let upper = Plane { area: [left, top, right, top + UPPER], x, y: Axis::around(hot, false) };
    let below = top + UPPER + GAP;
    let flow = Axis::around(points.iter().map(|p| p.flow), true);
    let lower = Plane { area: [left, below, right, below + LOWER], x, y: flow };
    upper.draw(canvas, false);
    lower.draw(canvas, true);
    canvas.line(&[(left, upper.py(limit_c)), (right, upper.py(limit_c))], canvas.theme.limit, 1.5);
    let chip = canvas.theme.bucket(crate::study::result::Bucket::Accelerators).0;
    let coolant = canvas.theme.cooling(&a.cooling);
    let line = |plane: &Plane, f: fn(&SweepPoint) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|p| plane.at((p.supply_c, f(p)))).collect()
    };
    canvas.line(&line(&upper, |p| p.hottest_chip_c), chip, 2.5);
    canvas.line(&line(&upper, |p| p.supply_c), coolant, 2.5);
    canvas.line(&line(&lower, |p| p.flow), coolant, 2.5);
    let bold = Look { size: 12.5, bold: true, color: canvas.theme.ink };
    // Panels are named over their corner, lines beside their beginning: nothing else stands there.
    canvas.text("Temperature, °C", (left, top - 14.0), Anchor::Left, bold);
    canvas.text(&format!("Flow, {unit}"), (left, below - 14.0), Anchor::Left, bold);
    let first = &points[0];
    let chip_y = upper.py(first.hottest_chip_c);
    let supply_y = upper.py(first.supply_c);
    canvas.text("hottest junction", (upper.px(first.supply_c) + 4.0, chip_y + 14.0), Anchor::Left, bold);
    let supply_y = (supply_y - 26.0).max(chip_y + 32.0);
    canvas.text("supply", (upper.px(first.supply_c) + 4.0, supply_y), Anchor::Left, bold);
    canvas.source("Speed of fans or pumps is the lowest that holds every part at its target; at full speed chips run warmer, then slower.");
}
