//! The year's outdoor air on a psychrometric chart, with the classes of air that IT equipment may breathe.

use plotters::style::RGBColor;

use crate::physics::air::{self, MoistAir};
use crate::study::result::Bucket;
use crate::study::site_result::{AirCell, AirClass, SiteReport};
use crate::units::{Pressure, Temperature};

use super::super::ReportError;
use super::super::format::number;
use super::super::units::{Unit, Units};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit, measure};
use super::plane::{Axis, Plane};
use super::stacked::rounded;
use super::theme::Theme;

const WIDTH: u32 = 960;
const PLANE: f64 = 460.0;
/// Lines of the table above the saturation line.
const ROW: f64 = 20.0;
/// Widest text in it.
const TABLE: f64 = 270.0;
/// Strongest tint of a cell: text stays readable on it.
const STRONGEST: f64 = 0.75;
/// Lines of equal wet-bulb, °C.
const WET_BULBS: [f64; 6] = [-10.0, 0.0, 10.0, 15.0, 20.0, 25.0];
/// Lines of equal relative humidity.
const HUMIDITIES: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];
const G_PER_KG: f64 = 1e3;

/// A plane with states of air in °C and kg/kg on it, in the units of the chart.
struct Frame<'a> {
    plane: Plane,
    t: Unit<'a>,
    moisture: Unit<'a>,
}

impl Frame<'_> {
    /// The pixel of a dry-bulb.
    fn px(&self, t_c: f64) -> f64 {
        self.plane.px(self.t.value(t_c))
    }

    /// The pixel of a humidity ratio in g/kg.
    fn py(&self, g: f64) -> f64 {
        self.plane.py(self.moisture.value(g))
    }

    /// The pixel of a state.
    fn at(&self, (t_c, g): (f64, f64)) -> (f64, f64) {
        (self.px(t_c), self.py(g))
    }

    /// Dry-bulbs at its sides.
    fn ends(&self) -> (f64, f64) {
        let (low, high) = self.plane.x.ends();
        (self.t.si(low), self.t.si(high))
    }

    /// Most moisture, g/kg.
    fn most_g(&self) -> f64 {
        self.moisture.si(self.plane.y.ends().1)
    }
}

/// The chart; nothing to draw without air.
pub fn chart(report: &SiteReport, units: Units) -> Result<Option<Chart>, ReportError> {
    let (air, classes) = (&report.outdoor_air, &report.air_classes);
    if air.cells.is_empty() || classes.is_empty() {
        return Ok(None);
    }
    let title = title(classes);
    let counted = if air.side.is_some() { "every square the hours of its air" } else { "every dot a bin of hours" };
    let (t, moisture) = (units.of("°C"), units.of("g per kg"));
    let subtitle = format!(
        "Outdoor air of the year at {}: dry-bulb, {}, against humidity ratio, {} of dry air; {counted}",
        units.of("kPa").text(air.pressure_pa / 1e3, 1),
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
    let height = rounded(top + PLANE + 70.0);
    let chart = Chart::draw("psychrometric", (title, subtitle), (WIDTH, height), |canvas| {
        let area = [MARGIN + 34.0, top, canvas.width - MARGIN - 44.0, top + PLANE];
        let x = Axis::by(t.step(5.0), t.value(dry.0 - 0.6), t.value(dry.1));
        let y = Axis::by(moisture.step(5.0), 0.0, moisture.value(moist.1 * 1.05));
        let frame = Frame { plane: Plane { area, x, y }, t, moisture };
        frame.plane.draw(canvas, true);
        density(canvas, &frame, report);
        lines(canvas, &frame, Pressure::new(air.pressure_pa));
        // The narrowest class on top.
        for (i, class) in classes.iter().enumerate().rev() {
            outline(canvas, &frame, class, i);
        }
        let floor = table(canvas, &frame, report);
        scale(canvas, &frame, report, floor);
        humidity_names(canvas, &frame, Pressure::new(air.pressure_pa));
        canvas.source(&format!(
            "Envelopes: ASHRAE Thermal Guidelines, 2021. Weather: {}: {}.",
            report.site.location, report.site.dataset
        ));
    })?;
    Ok(Some(chart))
}

fn title(classes: &[AirClass]) -> String {
    let hours =
        |h: f64| if h < 0.5 { "in no hour of the year".to_owned() } else { format!("for {} h a year", number(h, 0)) };
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
        number(last.hours, 0)
    )
}

/// Colour of a class by its place.
fn class_color(theme: &Theme, place: usize) -> RGBColor {
    const HUES: [Bucket; 4] = [Bucket::Accelerators, Bucket::ServerFans, Bucket::Pumps, Bucket::Conversion];
    place.checked_sub(1).map_or(theme.ink, |i| theme.bucket(HUES[i % HUES.len()]).0)
}

/// Hours as tints of one hue, or as dots of an area in proportion.
fn density(canvas: &mut Canvas, frame: &Frame<'_>, report: &SiteReport) {
    let air = &report.outdoor_air;
    let most = most(&air.cells);
    let hue = canvas.theme.bucket(Bucket::Chillers).0;
    for cell in &air.cells {
        let (t, w) = (cell.dry_bulb_c, cell.humidity_ratio_kg_kg);
        if let Some((dt, dw)) = air.side {
            let (left, bottom) = frame.at((t - dt / 2.0, (w - dw / 2.0) * G_PER_KG));
            let (right, above) = frame.at((t + dt / 2.0, (w + dw / 2.0) * G_PER_KG));
            canvas.rect([left, above, right, bottom], canvas.theme.tint(hue, strength(cell.hours / most)));
        } else {
            let radius = (2.0 + 9.0 * (cell.hours / most).sqrt()).min(11.0);
            canvas.dot(frame.at((t, w * G_PER_KG)), radius, canvas.theme.tint(hue, 0.45));
        }
    }
}

fn most(cells: &[AirCell]) -> f64 {
    cells.iter().map(|c| c.hours).fold(0.0, f64::max).max(1e-9)
}

/// Tint of a share of the most hours: by its root, so that rare air is seen.
fn strength(share: f64) -> f64 {
    0.12 + (STRONGEST - 0.12) * share.max(0.0).sqrt()
}

/// Points of a line of equal relative humidity inside the plane, from cold to warm.
fn humidity_line(frame: &Frame<'_>, rh: f64, p: Pressure) -> Vec<(f64, f64)> {
    let (low, high) = frame.ends();
    let most_g = frame.most_g();
    let at = |k: u32| low + (high - low) * f64::from(k) / 240.0;
    let state = |t_c: f64| {
        let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t_c), rh, p).ok()?;
        Some((t_c, air.humidity_ratio().kg_kg() * G_PER_KG))
    };
    (0..=240).filter_map(|k| state(at(k))).take_while(|s| s.1 <= most_g).collect()
}

fn lines(canvas: &mut Canvas, frame: &Frame<'_>, p: Pressure) {
    let faint = canvas.theme.faint;
    let (thin, thick) = (canvas.theme.tint(faint, 0.35), canvas.theme.tint(faint, 0.8));
    for rh in HUMIDITIES {
        let points: Vec<_> = humidity_line(frame, rh, p).iter().map(|s| frame.at(*s)).collect();
        let (color, width) = if rh == 1.0 { (thick, 1.75) } else { (thin, 1.0) };
        canvas.line(&points, color, width);
    }
    let look = Look { size: 11.0, bold: false, color: faint };
    for wet_c in WET_BULBS {
        let wet = Temperature::from_celsius(wet_c);
        let saturated = air::saturation_humidity_ratio(wet, p).kg_kg() * G_PER_KG;
        let ((low, high), most_g) = (frame.ends(), frame.most_g());
        if wet_c < low + 1.0 || saturated > most_g {
            continue;
        }
        let state = |k: u32| {
            let t_c = wet_c + (high - wet_c) * f64::from(k) / 60.0;
            let air = MoistAir::from_wet_bulb(Temperature::from_celsius(t_c), wet, p).ok()?;
            Some(frame.at((t_c, air.humidity_ratio().kg_kg() * G_PER_KG)))
        };
        let points: Vec<_> = (0..=60).map_while(state).collect();
        canvas.line(&points, canvas.theme.tint(faint, 0.2), 1.0);
        let (x, y) = frame.at((wet_c, saturated));
        canvas.text_if_free(&format!("wet-bulb {}", frame.t.text(wet_c, 0)), (x - 7.0, y - 5.0), Anchor::Right, look);
    }
}

/// Relative humidities where their lines leave the plane.
fn humidity_names(canvas: &mut Canvas, frame: &Frame<'_>, p: Pressure) {
    let look = Look { size: 11.5, bold: false, color: canvas.theme.faint };
    for rh in HUMIDITIES {
        let Some(last) = humidity_line(frame, rh, p).last().copied() else { continue };
        let (x, y) = frame.at(last);
        let text = format!("{} %", number(rh * 100.0, 0));
        let at_side = last.0 > frame.ends().1 - 0.3;
        let (at, anchor) = if at_side {
            ((frame.plane.area[2] + 6.0, y), Anchor::Left)
        } else {
            ((x + 2.0, frame.plane.area[1] - 11.0), Anchor::Middle)
        };
        canvas.text_if_free(&text, at, anchor, look);
    }
}

fn outline(canvas: &mut Canvas, frame: &Frame<'_>, class: &AirClass, place: usize) {
    if class.outline.is_empty() {
        return;
    }
    let color = class_color(&canvas.theme, place);
    let mut points: Vec<_> = class.outline.iter().map(|(t, w)| frame.at((*t, w * G_PER_KG))).collect();
    points.push(points[0]);
    canvas.line(&points, color, if place == 0 { 3.0 } else { 2.0 });
    // Inside its warm and moist corner, or inside its dry edge.
    let right = points.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
    let high = points.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let look = Look { size: 12.5, bold: true, color };
    canvas.text_if_free(&class.class, (right - 7.0, high + 12.0), Anchor::Right, look);
}

/// The classes with their hours and the supply air, in the room above the saturation line; returns where it ends.
fn table(canvas: &mut Canvas, frame: &Frame<'_>, report: &SiteReport) -> f64 {
    let (left, mut y) = (frame.plane.area[0] + 14.0, frame.plane.area[1] + 16.0);
    let plain = Look { size: 12.5, bold: false, color: canvas.theme.ink };
    let supplies: Vec<_> = supplies(report).into_iter().take(3).collect();
    let rows = (report.air_classes.len() + supplies.len() + 1) as f64;
    // No grid line crosses the table.
    canvas.rect([left - 6.0, y - 12.0, left + 200.0, y + rows * ROW], canvas.theme.background);
    for (i, class) in report.air_classes.iter().enumerate() {
        let look = Look { bold: true, color: class_color(&canvas.theme, i), ..plain };
        canvas.line(&[(left, y), (left + 18.0, y)], look.color, if i == 0 { 3.0 } else { 2.0 });
        let name = fit(&class.class, look, 110.0);
        canvas.text(&name, (left + 26.0, y), Anchor::Left, look);
        canvas.text(&format!("{} h", number(class.hours, 0)), (left + 190.0, y), Anchor::Right, plain);
        y += ROW;
    }
    for (t_c, names) in supplies {
        let x = frame.px(t_c);
        let recommended = &report.air_classes[0].outline;
        let edge = recommended.iter().filter(|c| (c.0 - t_c).abs() < 0.6).map(|c| c.1 * G_PER_KG);
        let (dry, moist) = edge.fold((f64::INFINITY, 0.0_f64), |(l, h), w| (l.min(w), h.max(w)));
        let (dry, moist) = if dry.is_finite() { (dry, moist) } else { (1.0, 12.0) };
        let color = canvas.theme.limit;
        // The model follows no moisture of the hall: any within the range; short of the class's name above.
        canvas.line(&[(x, frame.py(dry)), (x, frame.py(dry + 0.7 * (moist - dry)))], color, 3.0);
        canvas.line(&[(left + 9.0, y - 7.0), (left + 9.0, y + 7.0)], color, 3.0);
        let text = format!("supply air, {}: {names}", frame.t.text(t_c, 1));
        canvas.text(&fit(&text, plain, TABLE - 26.0), (left + 26.0, y), Anchor::Left, plain);
        y += ROW;
    }
    y
}

/// Temperatures of the air that servers are supplied with, and the architectures that do so.
fn supplies(report: &SiteReport) -> Vec<(f64, String)> {
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
fn scale(canvas: &mut Canvas, frame: &Frame<'_>, report: &SiteReport, y: f64) {
    if report.outdoor_air.side.is_none() {
        return;
    }
    let look = Look { size: 11.5, bold: false, color: canvas.theme.faint };
    let (left, y) = (frame.plane.area[0] + 14.0, y + 4.0);
    let most = most(&report.outdoor_air.cells);
    let hue = canvas.theme.bucket(Bucket::Chillers).0;
    let from = left + measure("1 h", look) + 8.0;
    canvas.text("1 h", (left, y), Anchor::Left, look);
    for k in 0..40 {
        let (x, share) = (from + 3.0 * f64::from(k), f64::from(k) / 39.0);
        let hours = 1.0 + share * (most - 1.0).max(0.0);
        canvas.rect([x, y - 5.0, x + 3.2, y + 5.0], canvas.theme.tint(hue, strength(hours / most)));
    }
    canvas.text(&format!("{} h in a square", number(most, 0)), (from + 128.0, y), Anchor::Left, look);
}
