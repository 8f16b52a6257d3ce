//! Chip temperature and flow against the supply temperature of a rack.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::rack::result::{RackResult, SweepPoint};

const WIDTH: u32 = 960;
const UPPER_HEIGHT: f64 = 240.0;
const LOWER_HEIGHT: f64 = 150.0;
const PLANE_GAP: f64 = 44.0;
/// Share of the heat that liquid takes at the coldest supply below which it no longer takes all that it can.
const FULL_CAPTURE_SHARE: f64 = 0.98;

/// The chart; nothing to draw without a sweep.
pub fn build_chart(a: &RackResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some(detail) = a.detail.as_ref().filter(|d| d.supply_sweep.len() > 1) else { return Ok(None) };
    let Some(rack) = &a.rack else { return Ok(None) };
    let points = &detail.supply_sweep;
    let flow = units.unit_for(if detail.liquid.is_some() { "L/min" } else { "m³/h" });
    let t = units.unit_for("°C");
    let title = chart_title(a, points, t);
    let subtitle = format!(
        "Hottest junction, {0}, and flow, {1}, against the supply temperature, {0}, at full load{2}; a red line is the limit",
        t.label,
        flow.label,
        detail.power_limit_w.map_or_else(String::new, |w| format!(" under the cap of {} W", format_number(w, 0)))
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 24.0;
    let height = pixel_height(top + UPPER_HEIGHT + PLANE_GAP + LOWER_HEIGHT + 72.0);
    let points: Vec<_> = points.iter().map(|p| point_in_units(p, t, flow)).collect();
    let chart = Chart::from_painter("supply-temperature", (title, subtitle), (WIDTH, height), |canvas| {
        draw_sweep(canvas, a, &points, (top, t.convert_from_si(rack.chip_limit_c)), (t, flow));
    })?;
    Ok(Some(chart))
}

/// A point in the units of the chart.
struct SupplyPoint {
    supply: f64,
    chip: f64,
    flow: f64,
}

fn point_in_units(p: &SweepPoint, t: DisplayUnit<'_>, flow: DisplayUnit<'_>) -> SupplyPoint {
    SupplyPoint {
        supply: t.convert_from_si(p.supply_c),
        chip: t.convert_from_si(p.hottest_chip_c),
        flow: flow.convert_from_si(p.flow),
    }
}

fn chart_title(a: &RackResult, points: &[SweepPoint], t: DisplayUnit<'_>) -> String {
    let full = points.iter().take_while(|p| p.clock >= 1.0).last();
    let degrees = |p: &SweepPoint| t.format_with_unit(p.supply_c, 0);
    // Chips may stay cool on air while a door leaves its heat to the room.
    let caught = points.first().map_or(0.0, |first| FULL_CAPTURE_SHARE * first.capture_fraction);
    let catching = points.iter().take_while(|p| p.capture_fraction >= caught).last();
    match (full, points.first(), points.last()) {
        (Some(_), _, Some(last)) if catching.is_some_and(|c| c.supply_c < full.map_or(0.0, |f| f.supply_c)) => {
            let catches = catching.map_or_else(String::new, degrees);
            let left = format_percent(last.capture_fraction);
            format!(
                "{} gives its heat to liquid up to a supply of about {catches}; {left} of it at {}",
                a.name,
                degrees(last)
            )
        }
        (Some(full), _, Some(last)) if full.supply_c < last.supply_c => {
            format!("{} is not throttled up to a supply of about {}", a.name, degrees(full))
        }
        (Some(_), _, Some(last)) => {
            format!("{} is not throttled at any supply up to {}", a.name, degrees(last))
        }
        (None, Some(first), _) => {
            let clock = format_percent(first.clock);
            format!("{} is throttled at every supply: {clock} of the full clock at {}", a.name, degrees(first))
        }
        _ => a.name.clone(),
    }
}

fn draw_sweep(
    canvas: &mut Canvas,
    a: &RackResult,
    points: &[SupplyPoint],
    (top, limit): (f64, f64),
    (t, flow_unit): (DisplayUnit<'_>, DisplayUnit<'_>),
) {
    let (left, right) = (MARGIN + 52.0, canvas.width - MARGIN - 16.0);
    let x = Axis::from_values(points.iter().map(|p| p.supply), false);
    let hot = points.iter().flat_map(|p| [p.chip, p.supply]).chain([limit]);
    let upper = Plane { area: [left, top, right, top + UPPER_HEIGHT], x, y: Axis::from_values(hot, false) };
    let below = top + UPPER_HEIGHT + PLANE_GAP;
    let flow = Axis::from_values(points.iter().map(|p| p.flow), true);
    let lower = Plane { area: [left, below, right, below + LOWER_HEIGHT], x, y: flow };
    upper.draw_axes(canvas, false);
    lower.draw_axes(canvas, true);
    canvas.draw_line(&[(left, upper.pixel_y(limit)), (right, upper.pixel_y(limit))], canvas.theme.limit, 1.5);
    let chip = canvas.theme.end_use_colors(crate::study::compare::result::EndUse::Accelerators).0;
    let coolant = canvas.theme.cooling_color(a.cooling);
    let line = |plane: &Plane, f: fn(&SupplyPoint) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|p| plane.pixel_point((p.supply, f(p)))).collect()
    };
    canvas.draw_line(&line(&upper, |p| p.chip), chip, 2.5);
    canvas.draw_line(&line(&upper, |p| p.supply), coolant, 2.5);
    canvas.draw_line(&line(&lower, |p| p.flow), coolant, 2.5);
    let bold = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    // Panels are named over their corner, lines beside their beginning: nothing else stands there.
    canvas.draw_text(&t.heading_with_unit("Temperature"), (left, top - 14.0), TextAnchor::Left, bold);
    canvas.draw_text(&flow_unit.heading_with_unit("Flow"), (left, below - 14.0), TextAnchor::Left, bold);
    let first = &points[0];
    let chip_y = upper.pixel_y(first.chip);
    let supply_y = upper.pixel_y(first.supply);
    canvas.draw_text("hottest junction", (upper.pixel_x(first.supply) + 4.0, chip_y + 14.0), TextAnchor::Left, bold);
    let supply_y = (supply_y - 26.0).max(chip_y + 32.0);
    canvas.draw_text("supply", (upper.pixel_x(first.supply) + 4.0, supply_y), TextAnchor::Left, bold);
    canvas.draw_footer("Speed of fans or pumps is the lowest that holds every part at its target; at full speed chips run warmer, then slower.");
}
