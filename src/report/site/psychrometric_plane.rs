//! The plane of a psychrometric chart: dry-bulb to the right, humidity ratio at the right side, lines of relative humidity and
//! of wet-bulb.

use crate::physics::air::{self, MoistAir};
use crate::report::chart::canvas::{Canvas, LabelStyle, TextAnchor};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::document::numbers::format_number;
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::units::{Pressure, Temperature};

/// Lines of equal wet-bulb, °C.
const WET_BULB_LINES_C: [f64; 7] = [-10.0, 0.0, 5.0, 10.0, 15.0, 20.0, 25.0];
/// Lines of equal relative humidity.
const HUMIDITY_LINES: [f64; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];
/// Grams in a kilogram.
pub(super) const G_PER_KG: f64 = 1e3;
/// Room right of the plane for the figures of the humidity ratio.
pub(super) const RIGHT_AXIS_WIDTH: f64 = 40.0;
/// Room below it for the figures and the title of the dry-bulb.
pub(super) const BOTTOM_AXIS_HEIGHT: f64 = 44.0;

/// A plane with states of air in °C and g/kg on it, in the units of the chart.
pub(super) struct PsychrometricPlane<'a> {
    plane: Plane,
    t: DisplayUnit<'a>,
    moisture: DisplayUnit<'a>,
    t_step: f64,
    moisture_step: f64,
    pressure: Pressure,
}

impl<'a> PsychrometricPlane<'a> {
    /// A plane in a rectangle that holds dry-bulbs between two values in °C and humidity ratios up to one in g/kg.
    pub fn new(
        area: [f64; 4],
        (coldest_c, warmest_c): (f64, f64),
        most_g: f64,
        pressure: Pressure,
        units: UnitSystem,
    ) -> Self {
        let (t, moisture) = (units.unit_for("°C"), units.unit_for("g per kg"));
        let (t_step, moisture_step) = (t.round_axis_step(5.0), moisture.round_axis_step(5.0));
        let x = Axis::with_tick(t_step, t.convert_from_si(coldest_c), t.convert_from_si(warmest_c));
        let y = Axis::with_tick(moisture_step, 0.0, moisture.convert_from_si(most_g));
        Self { plane: Plane { area, x, y }, t, moisture, t_step, moisture_step, pressure }
    }

    /// Its rectangle: left, top, right, bottom.
    pub const fn area(&self) -> [f64; 4] {
        self.plane.area
    }

    /// The unit of temperatures.
    pub const fn temperature_unit(&self) -> DisplayUnit<'a> {
        self.t
    }

    /// The pixel of a state: dry-bulb in °C, humidity ratio in g/kg.
    pub fn pixel_point(&self, (t_c, g): (f64, f64)) -> (f64, f64) {
        (self.plane.pixel_x(self.t.convert_from_si(t_c)), self.plane.pixel_y(self.moisture.convert_from_si(g)))
    }

    /// Dry-bulbs at its sides, °C.
    pub fn dry_bulb_range(&self) -> (f64, f64) {
        let (low, high) = self.plane.x.value_range();
        (self.t.convert_to_si(low), self.t.convert_to_si(high))
    }

    /// Most moisture, g/kg.
    fn max_humidity_ratio_g(&self) -> f64 {
        self.moisture.convert_to_si(self.plane.y.value_range().1)
    }

    /// Humidity ratio of saturated air, g/kg.
    pub fn saturation_g(&self, t_c: f64) -> f64 {
        air::saturation_humidity_ratio(Temperature::from_celsius(t_c), self.pressure).kg_kg() * G_PER_KG
    }

    /// Grid, figures and titles of both axes.
    pub fn draw_axes(&self, canvas: &mut Canvas) {
        let [left, top, right, bottom] = self.plane.area;
        let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
        let ink = LabelStyle { color: canvas.theme.ink, ..faint };
        let (low, high) = self.plane.x.value_range();
        let mut value = low;
        while value <= high + 1e-9 {
            let x = self.plane.pixel_x(value);
            canvas.draw_line(&[(x, bottom), (x, bottom + 5.0)], canvas.theme.faint, 1.0);
            canvas.draw_text(&format_number(value, 0), (x, bottom + 15.0), TextAnchor::Middle, faint);
            value += self.t_step;
        }
        let most = self.plane.y.value_range().1;
        let mut value = 0.0;
        while value <= most + 1e-9 {
            let y = self.plane.pixel_y(value);
            let from = self.saturated_pixel_x(value).unwrap_or(left);
            canvas.draw_line(&[(from, y), (right + 5.0, y)], canvas.theme.grid, 1.0);
            canvas.draw_text(&format_number(value, 0), (right + 10.0, y), TextAnchor::Left, faint);
            value += self.moisture_step;
        }
        canvas.draw_line(&[(left, bottom), (right, bottom), (right, top)], canvas.theme.faint, 1.0);
        let dry_bulb = format!("Dry-bulb temperature, {}", self.t.label);
        canvas.draw_text(&dry_bulb, (f64::midpoint(left, right), bottom + 34.0), TextAnchor::Middle, ink);
        let humidity = format!("Humidity ratio, {} of dry air", self.moisture.label);
        canvas.draw_text(&humidity, (right + RIGHT_AXIS_WIDTH, top - 28.0), TextAnchor::Right, ink);
    }

    /// Where air of a humidity ratio, in the chart's unit, is saturated: no grid line stands left of it.
    fn saturated_pixel_x(&self, moisture: f64) -> Option<f64> {
        let g = self.moisture.convert_to_si(moisture);
        let (low, high) = self.dry_bulb_range();
        let t_c =
            (0..=240).map(|k| low + (high - low) * f64::from(k) / 240.0).find(|t_c| self.saturation_g(*t_c) >= g)?;
        Some(self.pixel_point((t_c, g)).0)
    }

    /// Points of a line of equal relative humidity inside the plane, from cold to warm: °C and g/kg.
    fn humidity_line(&self, rh: f64) -> Vec<(f64, f64)> {
        let (low, high) = self.dry_bulb_range();
        let most_g = self.max_humidity_ratio_g();
        let at = |k: u32| low + (high - low) * f64::from(k) / 160.0;
        let state = |t_c: f64| {
            let air = MoistAir::from_relative_humidity(Temperature::from_celsius(t_c), rh, self.pressure).ok()?;
            Some((t_c, air.humidity_ratio().kg_kg() * G_PER_KG))
        };
        (0..=160).filter_map(|k| state(at(k))).take_while(|s| s.1 <= most_g).collect()
    }

    /// Lines of relative humidity and of wet-bulb, over what lies below.
    pub fn draw_property_lines(&self, canvas: &mut Canvas) {
        let faint = canvas.theme.faint;
        for rh in HUMIDITY_LINES {
            let points: Vec<_> = self.humidity_line(rh).iter().map(|s| self.pixel_point(*s)).collect();
            let (color, width) = if rh == 1.0 { (faint, 1.75) } else { (canvas.theme.tint_color(faint, 0.55), 1.0) };
            canvas.draw_line(&points, color, width);
        }
        for wet_c in WET_BULB_LINES_C {
            let (low, high) = self.dry_bulb_range();
            if wet_c < low + 1.0 || self.saturation_g(wet_c) > self.max_humidity_ratio_g() {
                continue;
            }
            let wet = Temperature::from_celsius(wet_c);
            let state = |k: u32| {
                let t_c = wet_c + (high - wet_c) * f64::from(k) / 60.0;
                let air = MoistAir::from_wet_bulb(Temperature::from_celsius(t_c), wet, self.pressure).ok()?;
                Some(self.pixel_point((t_c, air.humidity_ratio().kg_kg() * G_PER_KG)))
            };
            let points: Vec<_> = (0..=60).map_while(state).collect();
            canvas.draw_dashed_line(&points, &[3.0, 3.0], canvas.theme.tint_color(faint, 0.7), 1.0);
        }
    }

    /// Wet-bulbs at the saturation line, and relative humidities where their lines leave the plane.
    pub fn draw_line_labels(&self, canvas: &mut Canvas) {
        let look = LabelStyle { size: 11.0, bold: false, color: canvas.theme.faint };
        let [_, top, right, _] = self.plane.area;
        for rh in HUMIDITY_LINES {
            let Some(last) = self.humidity_line(rh).last().copied() else { continue };
            let (x, y) = self.pixel_point(last);
            let text = format!("{} % RH", format_number(rh * 100.0, 0));
            if last.0 > self.dry_bulb_range().1 - 0.4 {
                draw_on_ground_if_room(canvas, &text, (right - 5.0, y - 9.0), TextAnchor::Right, look);
            } else {
                draw_on_ground_if_room(canvas, &text, (x, top - 10.0), TextAnchor::Middle, look);
            }
        }
        for wet_c in WET_BULB_LINES_C {
            let saturated = self.saturation_g(wet_c);
            if wet_c < self.dry_bulb_range().0 + 1.0 || saturated > self.max_humidity_ratio_g() {
                continue;
            }
            let (x, y) = self.pixel_point((wet_c, saturated));
            let text = format!("wet-bulb {}", self.t.format_with_unit(wet_c, 0));
            draw_on_ground_if_room(canvas, &text, (x - 7.0, y - 6.0), TextAnchor::Right, look);
        }
    }
}

/// A text on a patch of the ground where it is free of other texts, else none.
pub(super) fn draw_on_ground_if_room(
    canvas: &mut Canvas,
    text: &str,
    at: (f64, f64),
    anchor: TextAnchor,
    look: LabelStyle,
) {
    if canvas.has_room_for_text(text, at, anchor, look) {
        canvas.draw_text_on_ground(text, at, anchor, look);
    }
}
