//! A rack against its supply temperature: hottest junction, clock and share of the heat given to liquid, flow.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{LabelStyle, quote_name, text_width};
use crate::report::chart::theme::LIMIT_DASH;
use crate::report::document::numbers::{format_number, format_percent};
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::rack::result::{RackResult, SweepPoint};

const WIDTH: u32 = 960;
/// Heights of the planes of temperature, shares and flow.
const PLANE_HEIGHTS: [f64; 3] = [210.0, 120.0, 120.0];
/// Room over each plane for the name of its axis.
const PLANE_GAP: f64 = 44.0;
/// Room to the right for the names of lines.
const LABELS_WIDTH: f64 = 150.0;
const FOOTER_HEIGHT: f64 = 40.0;
/// Share of the heat that liquid takes at the coldest supply below which it no longer takes all that it can.
const FULL_CAPTURE_SHARE: f64 = 0.98;

/// The chart; nothing to draw without a sweep.
pub fn build_chart(a: &RackResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some(detail) = a.detail.as_ref().filter(|d| d.supply_sweep.len() > 1) else { return Ok(None) };
    let Some(rack) = &a.rack else { return Ok(None) };
    let sweep = SupplySweep {
        points: &detail.supply_sweep,
        limit_c: rack.chip_limit_c,
        design_c: rack.supply_c,
        liquid: detail.liquid.is_some(),
        temperature: units.unit_for("°C"),
        flow: units.unit_for(if detail.liquid.is_some() { "L/min" } else { "m³/h" }),
    };
    let title = chart_title(a, sweep.points, sweep.temperature);
    let cap = detail.power_limit_w.map_or_else(String::new, |w| format!(" under the cap of {} W", format_number(w, 0)));
    let subtitle = format!(
        "One rack at full load{cap} against the temperature of its supply. Dashed: its limit and its own supply"
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + PLANE_GAP - 14.0;
    let planes: f64 = PLANE_HEIGHTS.iter().sum::<f64>() + 2.0 * PLANE_GAP;
    let height = pixel_height(top + planes + X_TITLE_HEIGHT + FOOTER_HEIGHT);
    let chart = Chart::from_painter("supply-temperature", (title, subtitle), (WIDTH, height), |canvas| {
        draw_planes(canvas, &sweep, top);
        canvas.draw_footer(&format!(
            "{}. Fans and pumps as the rack controls them; up to full speed a warmer supply may do: rackjoule rack --limits.",
            a.system_name
        ));
    })?;
    Ok(Some(chart.with_numbers(&sweep.describe(), sweep.table())))
}

/// What is drawn, with its units.
struct SupplySweep<'a> {
    points: &'a [SweepPoint],
    limit_c: f64,
    /// Supply of the rack itself.
    design_c: f64,
    /// Whether liquid is the main coolant.
    liquid: bool,
    temperature: DisplayUnit<'a>,
    flow: DisplayUnit<'a>,
}

/// A line of a plane.
struct SweepLine {
    name: &'static str,
    color: RGBColor,
    values: Vec<f64>,
}

impl SupplySweep<'_> {
    /// Coldest and warmest supply with their junctions and clocks.
    fn describe(&self) -> String {
        let t = self.temperature;
        let told = |p: &SweepPoint| {
            let junction = t.format_with_unit(p.hottest_chip_c, 1);
            let at = t.format_with_unit(p.supply_c, 0);
            format!("at {at} hottest junction {junction}, {} of the full clock", format_percent(p.clock))
        };
        let ends: Vec<String> = [self.points.first(), self.points.last()].into_iter().flatten().map(told).collect();
        format!("Limit {}; {}.", t.format_with_unit(self.limit_c, 0), ends.join("; "))
    }

    fn table(&self) -> ChartTable {
        let flow = if self.liquid { "flow_l_min" } else { "flow_m3_h" };
        let mut out = ChartTable::new(["supply_c", "hottest_chip_c", "limit_c", "clock", "capture_fraction", flow]);
        for p in self.points {
            let row = [p.supply_c, p.hottest_chip_c, self.limit_c, p.clock, p.capture_fraction, p.flow];
            out.push(row.map(number_cell));
        }
        out
    }
}

fn chart_title(a: &RackResult, points: &[SweepPoint], t: DisplayUnit<'_>) -> String {
    let name = quote_name(&a.name);
    let full = points.iter().take_while(|p| p.clock >= 1.0).last();
    let degrees = |p: &SweepPoint| t.format_with_unit(p.supply_c, 0);
    // Chips may stay cool on air while a door leaves its heat to the room.
    let caught = points.first().map_or(0.0, |first| FULL_CAPTURE_SHARE * first.capture_fraction);
    let catching = points.iter().take_while(|p| p.capture_fraction >= caught).last();
    match (full, points.first(), points.last()) {
        // Where chips slow down, that is what matters.
        (Some(full), _, Some(last))
            if full.supply_c >= last.supply_c && catching.is_some_and(|c| c.supply_c < full.supply_c) =>
        {
            let catches = catching.map_or_else(String::new, degrees);
            let left = format!("{} %", format_number(100.0 * last.capture_fraction, 0));
            format!(
                "{name} gives its heat to liquid up to a supply of about {catches}; {left} of it at {}",
                degrees(last)
            )
        }
        (Some(full), _, Some(last)) if full.supply_c < last.supply_c => {
            format!("{name} is not throttled up to a supply of about {}", degrees(full))
        }
        (Some(_), _, Some(last)) => {
            format!("{name} is not throttled at any supply up to {}", degrees(last))
        }
        (None, Some(first), _) => {
            let clock = format_percent(first.clock);
            format!("{name} is throttled at every supply: {clock} of the full clock at {}", degrees(first))
        }
        _ => name,
    }
}

fn draw_planes(canvas: &mut Canvas, sweep: &SupplySweep<'_>, top: f64) {
    let (t, flow) = (sweep.temperature, sweep.flow);
    let fill = |canvas: &Canvas, end_use: EndUse| canvas.theme.end_use_colors(end_use).0;
    let coolant = fill(canvas, if sweep.liquid { EndUse::Chillers } else { EndUse::AirHandling });
    let chip = fill(canvas, EndUse::Accelerators);
    let line = |name: &'static str, color: RGBColor, of: &dyn Fn(&SweepPoint) -> f64| SweepLine {
        name,
        color,
        values: sweep.points.iter().map(of).collect(),
    };
    let junction = line("hottest junction", chip, &|p| t.convert_from_si(p.hottest_chip_c));
    let clock = line("clock", canvas.theme.ink, &|p| 100.0 * p.clock);
    let captured = line("heat to liquid", coolant, &|p| 100.0 * p.capture_fraction);
    let moved = line("flow", coolant, &|p| flow.convert_from_si(p.flow));
    let limit = t.convert_from_si(sweep.limit_c);
    let hot = junction.values.iter().copied().chain([limit]);
    let temperatures = Axis::from_values(hot, false);
    let flows = Axis::from_values(moved.values.iter().copied(), true);
    let shares = if sweep.liquid { vec![clock, captured] } else { vec![clock] };
    let planes = [
        (t.heading_with_unit("Hottest junction"), temperatures, vec![junction]),
        (
            if sweep.liquid { "Clock and heat to liquid, %" } else { "Clock, %" }.to_owned(),
            Axis::from_zero(100.0),
            shares,
        ),
        (flow.heading_with_unit("Flow"), flows, vec![moved]),
    ];
    let x = Axis::from_values(sweep.points.iter().map(|p| t.convert_from_si(p.supply_c)), false);
    let (left, right) = (MARGIN + 56.0, canvas.width - MARGIN - LABELS_WIDTH);
    let mut from = top;
    let last = planes.len() - 1;
    for (i, ((name, y, lines), height)) in planes.iter().zip(PLANE_HEIGHTS).enumerate() {
        let plane = Plane { area: [left, from, right, from + height], x, y: *y };
        plane.draw_axes(canvas, i == last);
        let below = if i == last { t.heading_with_unit("Supply") } else { String::new() };
        plane.draw_axis_titles(canvas, &below, name);
        draw_design_point(canvas, sweep, &plane, i == 0);
        if i == 0 {
            draw_limit(canvas, &plane, limit, t);
        }
        draw_lines(canvas, sweep, &plane, lines);
        from += height + PLANE_GAP;
    }
}

/// The rack's own supply: a dashed line through each plane, named over the first.
fn draw_design_point(canvas: &mut Canvas, sweep: &SupplySweep<'_>, plane: &Plane, named: bool) {
    let t = sweep.temperature;
    let x = plane.pixel_x(t.convert_from_si(sweep.design_c));
    let [left, top, right, bottom] = plane.area;
    if x < left - 0.5 || x > right + 0.5 {
        return;
    }
    let color = canvas.theme.faint;
    canvas.draw_dashed_line(&[(x, top), (x, bottom)], &[2.0, 3.0], color, 1.2);
    if named {
        let look = LabelStyle { size: 12.0, bold: true, color };
        let text = format!("own supply, {}", t.format_with_unit(sweep.design_c, 0));
        // The name of the axis stands over the left end.
        let least = left + 190.0;
        let half = text_width(&text, look) / 2.0;
        let at = x.clamp(least + half, canvas.width - MARGIN - half);
        canvas.draw_text(&text, (at, top - 15.0), TextAnchor::Middle, look);
    }
}

fn draw_limit(canvas: &mut Canvas, plane: &Plane, limit: f64, t: DisplayUnit<'_>) {
    let [left, _, right, _] = plane.area;
    let (y, color) = (plane.pixel_y(limit), canvas.theme.limit);
    canvas.draw_dashed_line(&[(left, y), (right, y)], LIMIT_DASH, color, 1.8);
    let look = LabelStyle { size: 12.0, bold: true, color };
    let text = format!("limit, {}", t.heading_with_unit(&format_number(limit, 0)).replace(", ", " "));
    canvas.draw_text(&text, (right + 11.0, y), TextAnchor::Left, look);
}

/// Lines with their names beside their ends, pushed apart.
fn draw_lines(canvas: &mut Canvas, sweep: &SupplySweep<'_>, plane: &Plane, lines: &[SweepLine]) {
    const STEP: f64 = 16.0;
    let t = sweep.temperature;
    let right = plane.area[2];
    let mut ends: Vec<(f64, &SweepLine)> = Vec::new();
    for line in lines {
        let at = |(p, v): (&SweepPoint, &f64)| plane.pixel_point((t.convert_from_si(p.supply_c), *v));
        let points: Vec<(f64, f64)> = sweep.points.iter().zip(&line.values).map(at).collect();
        canvas.draw_line(&points, line.color, 2.5);
        ends.extend(points.last().map(|p| (p.1, line)));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = f64::NEG_INFINITY;
    for (y, line) in ends {
        let look = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
        let mut at = y.max(least);
        // The limit may have its words at the same height.
        while !canvas.has_room_for_text(line.name, (right + 22.0, at), TextAnchor::Left, look) && at < y + 4.0 * STEP {
            at += 4.0;
        }
        canvas.draw_line(&[(right + 2.0, y), (right + 18.0, at)], line.color, 2.0);
        canvas.draw_text(line.name, (right + 22.0, at), TextAnchor::Left, look);
        least = at + STEP;
    }
}
