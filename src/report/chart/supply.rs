//! Chip temperature and flow against the supply temperature of a rack.

use crate::study::rack_result::{RackAnswer, SweepPoint};

use super::super::ReportError;
use super::super::units::{Unit, Units};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN};
use super::plane::{Axis, Plane};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const UPPER: f64 = 240.0;
const LOWER: f64 = 150.0;
const GAP: f64 = 44.0;

/// The chart; nothing to draw without a sweep.
pub fn chart(a: &RackAnswer, units: Units) -> Result<Option<Chart>, ReportError> {
    let Some(detail) = a.detail.as_ref().filter(|d| d.supply_sweep.len() > 1) else { return Ok(None) };
    let Some(rack) = &a.rack else { return Ok(None) };
    let points = &detail.supply_sweep;
    let flow = units.of(if detail.liquid.is_some() { "L/min" } else { "m³/h" });
    let t = units.of("°C");
    let title = title(a, points, t);
    let subtitle = format!(
        "Hottest junction, {0}, and flow, {1}, against the supply temperature, {0}, at full load; a red line is the limit",
        t.label, flow.label
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 24.0;
    let height = rounded(top + UPPER + GAP + LOWER + 72.0);
    let points: Vec<_> = points.iter().map(|p| shown(p, t, flow)).collect();
    let chart = Chart::draw("supply-temperature", (title, subtitle), (WIDTH, height), |canvas| {
        paint(canvas, a, &points, (top, t.value(rack.chip_limit_c)), (t, flow));
    })?;
    Ok(Some(chart))
}

/// A point in the units of the chart.
struct Point {
    supply: f64,
    chip: f64,
    flow: f64,
}

fn shown(p: &SweepPoint, t: Unit<'_>, flow: Unit<'_>) -> Point {
    Point { supply: t.value(p.supply_c), chip: t.value(p.hottest_chip_c), flow: flow.value(p.flow) }
}

fn title(a: &RackAnswer, points: &[SweepPoint], t: Unit<'_>) -> String {
    let full = points.iter().take_while(|p| p.clock >= 1.0).last();
    match (full, points.last()) {
        (Some(f), Some(l)) if f.supply_c < l.supply_c => {
            format!("{} is not throttled up to a supply of about {}", a.name, t.text(f.supply_c, 0))
        }
        (_, Some(l)) => format!("{} is not throttled at any supply up to {}", a.name, t.text(l.supply_c, 0)),
        _ => a.name.clone(),
    }
}

fn paint(
    canvas: &mut Canvas,
    a: &RackAnswer,
    points: &[Point],
    (top, limit): (f64, f64),
    (t, flow_unit): (Unit<'_>, Unit<'_>),
) {
    let (left, right) = (MARGIN + 52.0, canvas.width - MARGIN - 16.0);
    let x = Axis::around(points.iter().map(|p| p.supply), false);
    let hot = points.iter().flat_map(|p| [p.chip, p.supply]).chain([limit]);
    let upper = Plane { area: [left, top, right, top + UPPER], x, y: Axis::around(hot, false) };
    let below = top + UPPER + GAP;
    let flow = Axis::around(points.iter().map(|p| p.flow), true);
    let lower = Plane { area: [left, below, right, below + LOWER], x, y: flow };
    upper.draw(canvas, false);
    lower.draw(canvas, true);
    canvas.line(&[(left, upper.py(limit)), (right, upper.py(limit))], canvas.theme.limit, 1.5);
    let chip = canvas.theme.bucket(crate::study::result::Bucket::Accelerators).0;
    let coolant = canvas.theme.cooling(&a.cooling);
    let line = |plane: &Plane, f: fn(&Point) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|p| plane.at((p.supply, f(p)))).collect()
    };
    canvas.line(&line(&upper, |p| p.chip), chip, 2.5);
    canvas.line(&line(&upper, |p| p.supply), coolant, 2.5);
    canvas.line(&line(&lower, |p| p.flow), coolant, 2.5);
    let bold = Look { size: 12.5, bold: true, color: canvas.theme.ink };
    // Panels are named over their corner, lines beside their beginning: nothing else stands there.
    canvas.text(&t.heading("Temperature"), (left, top - 14.0), Anchor::Left, bold);
    canvas.text(&flow_unit.heading("Flow"), (left, below - 14.0), Anchor::Left, bold);
    let first = &points[0];
    let chip_y = upper.py(first.chip);
    let supply_y = upper.py(first.supply);
    canvas.text("hottest junction", (upper.px(first.supply) + 4.0, chip_y + 14.0), Anchor::Left, bold);
    let supply_y = (supply_y - 26.0).max(chip_y + 32.0);
    canvas.text("supply", (upper.px(first.supply) + 4.0, supply_y), Anchor::Left, bold);
    canvas.source("Speed of fans or pumps is the lowest that holds every part at its target; at full speed chips run warmer, then slower.");
}
