//! Where a rack's electricity goes and where its heat leaves: bands as wide as the power they carry.

use plotters::style::RGBColor;

use crate::study::rack_result::RackAnswer;
use crate::study::result::Bucket;

use super::super::ReportError;
use super::super::format::{percent, power};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const BANDS: f64 = 300.0;
/// Least distance between labels.
const APART: f64 = 36.0;
const NODE: f64 = 14.0;

struct Band {
    name: &'static str,
    watts: f64,
    color: RGBColor,
}

/// The chart; nothing to draw without a rack.
pub fn chart(a: &RackAnswer) -> Result<Option<Chart>, ReportError> {
    let (Some(rack), Some(detail)) = (&a.rack, &a.detail) else { return Ok(None) };
    let total_w = rack.power_w + detail.heat.cooler_w;
    let to_liquid_w = rack.liquid_heat_w;
    let left = detail.heat.to_room_w.max(0.0);
    let title = if to_liquid_w > 0.0 {
        format!(
            "{} of the heat of {} leaves with liquid, {} goes to the room's air",
            percent(to_liquid_w / total_w),
            a.name,
            power(left)
        )
    } else {
        format!("All {} of {} go to the room's air", power(left), a.name)
    };
    let subtitle =
        "Electricity into the rack by where it turns to heat (left) and where the heat leaves (right), full load"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 20.0;
    let height = rounded(top + BANDS + 7.0 * 12.0 + 60.0);
    let chart = Chart::draw("rack-energy", (title, subtitle), (WIDTH, height), |canvas| {
        let bucket = |b: Bucket| canvas.theme.bucket(b).0;
        let inputs = [
            Band { name: "Accelerators", watts: rack.accelerator_power_w, color: bucket(Bucket::Accelerators) },
            Band { name: "Other IT", watts: rack.other_it_power_w, color: bucket(Bucket::OtherIt) },
            Band { name: "Server fans", watts: rack.fan_power_w, color: bucket(Bucket::ServerFans) },
            Band { name: "Power supplies, busbar", watts: rack.psu_loss_w, color: bucket(Bucket::Conversion) },
            Band { name: "Door or liquid-to-air unit", watts: detail.heat.cooler_w, color: bucket(Bucket::Pumps) },
        ];
        let outputs = [
            Band { name: "Liquid to the facility", watts: to_liquid_w, color: bucket(Bucket::Chillers) },
            Band { name: "Room air", watts: left, color: bucket(Bucket::AirHandling) },
        ];
        paint(canvas, &inputs, &outputs, total_w, top);
        canvas.source(&format!(
            "{}. Pumps stand in the coolant distribution unit and are not part of the rack.",
            a.system_name
        ));
    })?;
    Ok(Some(chart))
}

fn paint(canvas: &mut Canvas, inputs: &[Band], outputs: &[Band], total_w: f64, top: f64) {
    let scale = BANDS / total_w;
    let (left, right) = (MARGIN + 230.0, canvas.width - MARGIN - 230.0);
    let middle = f64::midpoint(left, right);
    let shown = |bands: &[Band]| bands.iter().filter(|b| b.watts * scale > 0.05).count() as f64;
    let center = top + f64::midpoint(BANDS, shown(inputs) * 12.0);
    let core = center - BANDS / 2.0;
    side(canvas, inputs, (left, middle - NODE / 2.0), (top, core), (scale, total_w), true);
    side(canvas, outputs, (right, middle + NODE / 2.0), (core, core), (scale, total_w), false);
    canvas.rect([middle - NODE / 2.0, core, middle + NODE / 2.0, core + BANDS], canvas.theme.ink);
    let bold = Look { size: 13.5, bold: true, color: canvas.theme.ink };
    canvas.text(&power(total_w), (middle, core + BANDS + 14.0), Anchor::Middle, bold);
}

/// Bands of one side: nodes at `x`, flows to the core at `to_x`.
fn side(
    canvas: &mut Canvas,
    bands: &[Band],
    (x, to_x): (f64, f64),
    (mut y, mut core_y): (f64, f64),
    (scale, total_w): (f64, f64),
    inwards: bool,
) {
    let outer = if inwards { x - NODE } else { x + NODE };
    let mut label_y = f64::NEG_INFINITY;
    for band in bands.iter().filter(|b| b.watts * scale > 0.05) {
        let height = band.watts * scale;
        canvas.rect([x.min(outer), y, x.max(outer), y + height.max(0.75)], band.color);
        canvas.area(ribbon((x, y), (to_x, core_y), height.max(0.5)), pale(band.color, canvas.theme.background));
        let look = Look { size: 13.5, bold: true, color: canvas.theme.ink };
        let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
        let at = (y + height / 2.0).max(label_y + APART);
        label_y = at;
        let (text_x, anchor) = if inwards { (outer - 12.0, Anchor::Right) } else { (outer + 12.0, Anchor::Left) };
        canvas.text(band.name, (text_x, at - 8.0), anchor, look);
        let figure = format!("{}, {}", power(band.watts), percent(band.watts / total_w));
        canvas.text(&figure, (text_x, at + 9.0), anchor, faint);
        canvas.line(&[(outer, y + height / 2.0), (text_x, at)], canvas.theme.faint, 0.75);
        y += height + 12.0;
        core_y += height;
    }
}

/// Outline of a band that swings from one height to another.
fn ribbon((x0, y0): (f64, f64), (x1, y1): (f64, f64), height: f64) -> Vec<(f64, f64)> {
    const STEPS: u32 = 40;
    let at = |i: u32| {
        let t = f64::from(i) / f64::from(STEPS);
        // Third-order smooth step: level at both ends.
        (x0 + t * (x1 - x0), y0 + t * t * (3.0 - 2.0 * t) * (y1 - y0))
    };
    let over: Vec<(f64, f64)> = (0..=STEPS).map(at).collect();
    let under = over.iter().rev().map(|(x, y)| (*x, y + height));
    over.iter().copied().chain(under).collect()
}

/// A colour two thirds of the way to the background.
fn pale(color: RGBColor, back: RGBColor) -> RGBColor {
    let mix = |c: u8, b: u8| {
        let value = f64::from(c) * 0.4 + f64::from(b) * 0.6;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = value.round() as u8;
        byte
    };
    RGBColor(mix(color.0, back.0), mix(color.1, back.1), mix(color.2, back.2))
}
