//! The year's outdoor air on a psychrometric chart, with the classes of air that IT equipment may breathe.

use plotters::style::RGBColor;

use crate::physics::air::{self, MoistAir};
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::format_number;
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::site::result::{AirCell, AirClass, SiteReport};
use crate::units::{Pressure, Temperature};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 460.0;
/// Lines of the table above the saturation line.
const TABLE_ROW_HEIGHT: f64 = 20.0;
/// Widest text in it.
const MAX_TABLE_WIDTH: f64 = 270.0;
/// Strongest tint of a cell: text stays readable on it.
const MAX_TINT: f64 = 0.75;
/// Lines of equal wet-bulb, °C.
const WET_BULB_LINES_C: [f64; 6] = [-10.0, 0.0, 10.0, 15.0, 20.0, 25.0];
/// Lines of equal relative humidity.
const HUMIDITY_LINES: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];
const G_PER_KG: f64 = 1e3;

/// A plane with states of air in °C and kg/kg on it, in the units of the chart.
struct PsychrometricPlane<'a> {
    plane: Plane,
    t: DisplayUnit<'a>,
    moisture: DisplayUnit<'a>,
}

impl PsychrometricPlane<'_> {
    /// The pixel of a dry-bulb.
    fn pixel_x(&self, t_c: f64) -> f64 {
        self.plane.pixel_x(self.t.convert_from_si(t_c))
    }

    /// The pixel of a humidity ratio in g/kg.
    fn pixel_y(&self, g: f64) -> f64 {
        self.plane.pixel_y(self.moisture.convert_from_si(g))
    }

    /// The pixel of a state.
    fn pixel_point(&self, (t_c, g): (f64, f64)) -> (f64, f64) {
        (self.pixel_x(t_c), self.pixel_y(g))
    }

    /// Dry-bulbs at its sides.
    fn dry_bulb_range(&self) -> (f64, f64) {
        let (low, high) = self.plane.x.value_range();
        (self.t.convert_to_si(low), self.t.convert_to_si(high))
    }

    /// Most moisture, g/kg.
    fn max_humidity_ratio_g(&self) -> f64 {
        self.moisture.convert_to_si(self.plane.y.value_range().1)
    }
}

/// The chart; nothing to draw without air.
pub fn build_chart(report: &SiteReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let (air, classes) = (&report.outdoor_air, &report.air_classes);
    if air.cells.is_empty() || classes.is_empty() {
        return Ok(None);
    }
    let title = chart_title(classes);
    let counted = if air.side.is_some() { "every square the hours of its air" } else { "every dot a bin of hours" };
    let (t, moisture) = (units.unit_for("°C"), units.unit_for("g per kg"));
    let subtitle = format!(
        "Outdoor air of the year at {}: dry-bulb, {}, against humidity ratio, {} of dry air; {counted}",
        units.unit_for("kPa").format_with_unit(air.pressure_pa / 1e3, 1),
        t.label,
        moisture.label
    );
    let corners = || classes.iter().flat_map(|c| c.outline.iter().copied());
    let states = || air.cells.iter().map(|c| (c.dry_bulb_c, c.humidity_ratio_kg_kg)).chain(corners());
    let reach = |f: fn((f64, f64)) -> f64| {
        states().map(f).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)))
    };
    let (dry, moist) = (reach(|s| s.0), reach(|s| s.1 * G_PER_KG));
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 26.0;
    let height = pixel_height(top + PLANE_HEIGHT + 70.0);
    let chart = Chart::from_painter("psychrometric", (title, subtitle), (WIDTH, height), |canvas| {
        let area = [MARGIN + 34.0, top, canvas.width - MARGIN - 44.0, top + PLANE_HEIGHT];
        let x = Axis::with_tick(t.round_axis_step(5.0), t.convert_from_si(dry.0 - 0.6), t.convert_from_si(dry.1));
        let y = Axis::with_tick(moisture.round_axis_step(5.0), 0.0, moisture.convert_from_si(moist.1 * 1.05));
        let frame = PsychrometricPlane { plane: Plane { area, x, y }, t, moisture };
        frame.plane.draw_axes(canvas, true);
        draw_air_hours(canvas, &frame, report);
        draw_property_lines(canvas, &frame, Pressure::new(air.pressure_pa));
        // The narrowest class on top.
        for (i, class) in classes.iter().enumerate().rev() {
            draw_class_outline(canvas, &frame, class, i);
        }
        let floor = draw_class_table(canvas, &frame, report);
        draw_hour_scale(canvas, &frame, report, floor);
        draw_humidity_labels(canvas, &frame, Pressure::new(air.pressure_pa));
        canvas.draw_footer(&format!(
            "Envelopes: ASHRAE Thermal Guidelines, 2021. Weather: {}: {}.",
            report.site.location, report.site.dataset
        ));
    })?;
    Ok(Some(chart))
}

fn chart_title(classes: &[AirClass]) -> String {
    let hours = |h: f64| {
        if h < 0.5 { "in no hour of the year".to_owned() } else { format!("for {} h a year", format_number(h, 0)) }
    };
    let [first, .., last] = classes else {
        return classes
            .first()
            .map_or_else(String::new, |c| format!("Outdoor air is inside {} {}", c.class, hours(c.hours)));
    };
    format!(
        "Outdoor air alone is inside the {} range {}, inside {} for {} h",
        first.class,
        hours(first.hours),
        last.class,
        format_number(last.hours, 0)
    )
}

/// Colour of a class by its place.
fn class_color(theme: &Theme, place: usize) -> RGBColor {
    const HUES: [EndUse; 4] = [EndUse::Accelerators, EndUse::ServerFans, EndUse::Pumps, EndUse::Conversion];
    place.checked_sub(1).map_or(theme.ink, |i| theme.end_use_colors(HUES[i % HUES.len()]).0)
}

/// Hours as tints of one hue, or as dots of an area in proportion.
fn draw_air_hours(canvas: &mut Canvas, frame: &PsychrometricPlane<'_>, report: &SiteReport) {
    let air = &report.outdoor_air;
    let most = max_hours(&air.cells);
    let hue = canvas.theme.end_use_colors(EndUse::Chillers).0;
    for cell in &air.cells {
        let (t, w) = (cell.dry_bulb_c, cell.humidity_ratio_kg_kg);
        if let Some((dt, dw)) = air.side {
            let (left, bottom) = frame.pixel_point((t - dt / 2.0, (w - dw / 2.0) * G_PER_KG));
            let (right, above) = frame.pixel_point((t + dt / 2.0, (w + dw / 2.0) * G_PER_KG));
            canvas.fill_rect(
                [left, above, right, bottom],
                canvas.theme.tint_color(hue, tint_strength(cell.hours / most)),
            );
        } else {
            let radius = (2.0 + 9.0 * (cell.hours / most).sqrt()).min(11.0);
            canvas.draw_dot(frame.pixel_point((t, w * G_PER_KG)), radius, canvas.theme.tint_color(hue, 0.45));
        }
    }
}

fn max_hours(cells: &[AirCell]) -> f64 {
    cells.iter().map(|c| c.hours).fold(0.0, f64::max).max(1e-9)
}

/// Tint of a share of the most hours: by its root, so that rare air is seen.
fn tint_strength(share: f64) -> f64 {
    0.12 + (MAX_TINT - 0.12) * share.max(0.0).sqrt()
}

/// Points of a line of equal relative humidity inside the plane, from cold to warm.
fn humidity_line(frame: &PsychrometricPlane<'_>, rh: f64, p: Pressure) -> Vec<(f64, f64)> {
    let (low, high) = frame.dry_bulb_range();
    let most_g = frame.max_humidity_ratio_g();
    let at = |k: u32| low + (high - low) * f64::from(k) / 240.0;
    let state = |t_c: f64| {
        let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t_c), rh, p).ok()?;
        Some((t_c, air.humidity_ratio().kg_kg() * G_PER_KG))
    };
    (0..=240).filter_map(|k| state(at(k))).take_while(|s| s.1 <= most_g).collect()
}

fn draw_property_lines(canvas: &mut Canvas, frame: &PsychrometricPlane<'_>, p: Pressure) {
    let faint = canvas.theme.faint;
    let (thin, thick) = (canvas.theme.tint_color(faint, 0.35), canvas.theme.tint_color(faint, 0.8));
    for rh in HUMIDITY_LINES {
        let points: Vec<_> = humidity_line(frame, rh, p).iter().map(|s| frame.pixel_point(*s)).collect();
        let (color, width) = if rh == 1.0 { (thick, 1.75) } else { (thin, 1.0) };
        canvas.draw_line(&points, color, width);
    }
    let look = LabelStyle { size: 11.0, bold: false, color: faint };
    for wet_c in WET_BULB_LINES_C {
        let wet = Temperature::from_celsius(wet_c);
        let saturated = air::saturation_humidity_ratio(wet, p).kg_kg() * G_PER_KG;
        let ((low, high), most_g) = (frame.dry_bulb_range(), frame.max_humidity_ratio_g());
        if wet_c < low + 1.0 || saturated > most_g {
            continue;
        }
        let state = |k: u32| {
            let t_c = wet_c + (high - wet_c) * f64::from(k) / 60.0;
            let air = MoistAir::from_wet_bulb(Temperature::from_celsius(t_c), wet, p).ok()?;
            Some(frame.pixel_point((t_c, air.humidity_ratio().kg_kg() * G_PER_KG)))
        };
        let points: Vec<_> = (0..=60).map_while(state).collect();
        canvas.draw_line(&points, canvas.theme.tint_color(faint, 0.2), 1.0);
        let (x, y) = frame.pixel_point((wet_c, saturated));
        canvas.draw_text_if_room(
            &format!("wet-bulb {}", frame.t.format_with_unit(wet_c, 0)),
            (x - 7.0, y - 5.0),
            TextAnchor::Right,
            look,
        );
    }
}

/// Relative humidities where their lines leave the plane.
fn draw_humidity_labels(canvas: &mut Canvas, frame: &PsychrometricPlane<'_>, p: Pressure) {
    let look = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    for rh in HUMIDITY_LINES {
        let Some(last) = humidity_line(frame, rh, p).last().copied() else { continue };
        let (x, y) = frame.pixel_point(last);
        let text = format!("{} %", format_number(rh * 100.0, 0));
        let at_side = last.0 > frame.dry_bulb_range().1 - 0.3;
        let (at, anchor) = if at_side {
            ((frame.plane.area[2] + 6.0, y), TextAnchor::Left)
        } else {
            ((x + 2.0, frame.plane.area[1] - 11.0), TextAnchor::Middle)
        };
        canvas.draw_text_if_room(&text, at, anchor, look);
    }
}

fn draw_class_outline(canvas: &mut Canvas, frame: &PsychrometricPlane<'_>, class: &AirClass, place: usize) {
    if class.outline.is_empty() {
        return;
    }
    let color = class_color(&canvas.theme, place);
    let mut points: Vec<_> = class.outline.iter().map(|(t, w)| frame.pixel_point((*t, w * G_PER_KG))).collect();
    points.push(points[0]);
    canvas.draw_line(&points, color, if place == 0 { 3.0 } else { 2.0 });
    // Inside its warm and moist corner, or inside its dry edge.
    let right = points.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
    let high = points.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let look = LabelStyle { size: 12.5, bold: true, color };
    canvas.draw_text_if_room(&class.class, (right - 7.0, high + 12.0), TextAnchor::Right, look);
}

/// The classes with their hours and the supply air, in the room above the saturation line; returns where it ends.
fn draw_class_table(canvas: &mut Canvas, frame: &PsychrometricPlane<'_>, report: &SiteReport) -> f64 {
    let (left, mut y) = (frame.plane.area[0] + 14.0, frame.plane.area[1] + 16.0);
    let plain = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let supplies: Vec<_> = supply_air_temperatures(report).into_iter().take(3).collect();
    let rows = (report.air_classes.len() + supplies.len() + 1) as f64;
    // No grid line crosses the table.
    canvas.fill_rect([left - 6.0, y - 12.0, left + 200.0, y + rows * TABLE_ROW_HEIGHT], canvas.theme.background);
    for (i, class) in report.air_classes.iter().enumerate() {
        let look = LabelStyle { bold: true, color: class_color(&canvas.theme, i), ..plain };
        canvas.draw_line(&[(left, y), (left + 18.0, y)], look.color, if i == 0 { 3.0 } else { 2.0 });
        let name = truncate_to_width(&class.class, look, 110.0);
        canvas.draw_text(&name, (left + 26.0, y), TextAnchor::Left, look);
        canvas.draw_text(&format!("{} h", format_number(class.hours, 0)), (left + 190.0, y), TextAnchor::Right, plain);
        y += TABLE_ROW_HEIGHT;
    }
    for (t_c, names) in supplies {
        let x = frame.pixel_x(t_c);
        let recommended = &report.air_classes[0].outline;
        let edge = recommended.iter().filter(|c| (c.0 - t_c).abs() < 0.6).map(|c| c.1 * G_PER_KG);
        let (dry, moist) = edge.fold((f64::INFINITY, 0.0_f64), |(l, h), w| (l.min(w), h.max(w)));
        let (dry, moist) = if dry.is_finite() { (dry, moist) } else { (1.0, 12.0) };
        let color = canvas.theme.limit;
        // The model follows no moisture of the hall: any within the range; short of the class's name above.
        canvas.draw_line(&[(x, frame.pixel_y(dry)), (x, frame.pixel_y(dry + 0.7 * (moist - dry)))], color, 3.0);
        canvas.draw_line(&[(left + 9.0, y - 7.0), (left + 9.0, y + 7.0)], color, 3.0);
        let text = format!("supply air, {}: {names}", frame.t.format_with_unit(t_c, 1));
        canvas.draw_text(
            &truncate_to_width(&text, plain, MAX_TABLE_WIDTH - 26.0),
            (left + 26.0, y),
            TextAnchor::Left,
            plain,
        );
        y += TABLE_ROW_HEIGHT;
    }
    y
}

/// Temperatures of the air that servers are supplied with, and the architectures that do so.
fn supply_air_temperatures(report: &SiteReport) -> Vec<(f64, String)> {
    let mut out: Vec<(f64, String)> = Vec::new();
    for a in &report.architectures {
        let Some(t_c) = a.supply_air_c else { continue };
        match out.iter_mut().find(|(t, _)| (t - t_c).abs() < 0.05) {
            Some((_, names)) => {
                names.push_str(", ");
                names.push_str(&a.total.name);
            }
            None => out.push((t_c, a.total.name.clone())),
        }
    }
    out
}

/// What a tint means, below the table.
fn draw_hour_scale(canvas: &mut Canvas, frame: &PsychrometricPlane<'_>, report: &SiteReport, y: f64) {
    if report.outdoor_air.side.is_none() {
        return;
    }
    let look = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    let (left, y) = (frame.plane.area[0] + 14.0, y + 4.0);
    let most = max_hours(&report.outdoor_air.cells);
    let hue = canvas.theme.end_use_colors(EndUse::Chillers).0;
    let from = left + text_width("1 h", look) + 8.0;
    canvas.draw_text("1 h", (left, y), TextAnchor::Left, look);
    for k in 0..40 {
        let (x, share) = (from + 3.0 * f64::from(k), f64::from(k) / 39.0);
        let hours = 1.0 + share * (most - 1.0).max(0.0);
        canvas.fill_rect([x, y - 5.0, x + 3.2, y + 5.0], canvas.theme.tint_color(hue, tint_strength(hours / most)));
    }
    canvas.draw_text(&format!("{} h in a square", format_number(most, 0)), (from + 128.0, y), TextAnchor::Left, look);
}
