//! Where a rack's electricity goes and where its heat leaves: bands as wide as the power they carry.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::sankey::ribbon_outline;
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_percent, format_power};
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::rack::result::RackResult;

const WIDTH: u32 = 960;
const BANDS_HEIGHT: f64 = 300.0;
/// Least distance between labels.
const MIN_LABEL_SPACING: f64 = 36.0;
const NODE_WIDTH: f64 = 14.0;

struct SankeyBand {
    name: &'static str,
    watts: f64,
    color: RGBColor,
}

/// The chart; nothing to draw without a rack.
pub fn build_chart(a: &RackResult) -> Result<Option<Chart>, ReportError> {
    let (Some(rack), Some(detail)) = (&a.rack, &a.detail) else { return Ok(None) };
    let total_w = rack.power_w + detail.heat.cooler_w;
    let to_liquid_w = rack.liquid_heat_w;
    let left = detail.heat.to_room_w.max(0.0);
    let title = if to_liquid_w > 0.0 {
        format!(
            "{} of the heat of {} leaves with liquid, {} goes to the room's air",
            format_percent(to_liquid_w / total_w),
            a.name,
            format_power(left)
        )
    } else {
        format!("All {} of {} go to the room's air", format_power(left), a.name)
    };
    let subtitle =
        "Electricity into the rack by where it turns to heat (left) and where the heat leaves (right), full load"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 20.0;
    let height = pixel_height(top + BANDS_HEIGHT + 7.0 * 12.0 + 60.0);
    let chart = Chart::from_painter("rack-energy", (title, subtitle), (WIDTH, height), |canvas| {
        let bucket = |b: EndUse| canvas.theme.end_use_colors(b).0;
        let inputs = [
            SankeyBand { name: "Accelerators", watts: rack.accelerator_power_w, color: bucket(EndUse::Accelerators) },
            SankeyBand { name: "Other IT", watts: rack.other_it_power_w, color: bucket(EndUse::OtherIt) },
            SankeyBand { name: "Server fans", watts: rack.fan_power_w, color: bucket(EndUse::ServerFans) },
            SankeyBand { name: "Power supplies, busbar", watts: rack.psu_loss_w, color: bucket(EndUse::Conversion) },
            SankeyBand {
                name: "Door or liquid-to-air unit",
                watts: detail.heat.cooler_w,
                color: bucket(EndUse::Pumps),
            },
        ];
        let outputs = [
            SankeyBand { name: "Liquid to the facility", watts: to_liquid_w, color: bucket(EndUse::Chillers) },
            SankeyBand { name: "Room air", watts: left, color: bucket(EndUse::AirHandling) },
        ];
        draw_flows(canvas, &inputs, &outputs, total_w, top);
        canvas.draw_footer(&format!(
            "{}. Pumps stand in the coolant distribution unit and are not part of the rack.",
            a.system_name
        ));
    })?;
    Ok(Some(chart))
}

fn draw_flows(canvas: &mut Canvas, inputs: &[SankeyBand], outputs: &[SankeyBand], total_w: f64, top: f64) {
    let scale = BANDS_HEIGHT / total_w;
    let (left, right) = (MARGIN + 230.0, canvas.width - MARGIN - 230.0);
    let middle = f64::midpoint(left, right);
    let shown = |bands: &[SankeyBand]| bands.iter().filter(|b| b.watts * scale > 0.05).count() as f64;
    let center = top + f64::midpoint(BANDS_HEIGHT, shown(inputs) * 12.0);
    let core = center - BANDS_HEIGHT / 2.0;
    draw_side_bands(canvas, inputs, (left, middle - NODE_WIDTH / 2.0), (top, core), (scale, total_w), true);
    draw_side_bands(canvas, outputs, (right, middle + NODE_WIDTH / 2.0), (core, core), (scale, total_w), false);
    canvas
        .fill_rect([middle - NODE_WIDTH / 2.0, core, middle + NODE_WIDTH / 2.0, core + BANDS_HEIGHT], canvas.theme.ink);
    let bold = LabelStyle { size: 13.5, bold: true, color: canvas.theme.ink };
    canvas.draw_text(&format_power(total_w), (middle, core + BANDS_HEIGHT + 14.0), TextAnchor::Middle, bold);
}

/// Bands of one side: nodes at `x`, flows to the core at `to_x`.
fn draw_side_bands(
    canvas: &mut Canvas,
    bands: &[SankeyBand],
    (x, to_x): (f64, f64),
    (mut y, mut core_y): (f64, f64),
    (scale, total_w): (f64, f64),
    inwards: bool,
) {
    let outer = if inwards { x - NODE_WIDTH } else { x + NODE_WIDTH };
    let mut label_y = f64::NEG_INFINITY;
    for band in bands.iter().filter(|b| b.watts * scale > 0.05) {
        let height = band.watts * scale;
        canvas.fill_rect([x.min(outer), y, x.max(outer), y + height.max(0.75)], band.color);
        canvas.fill_polygon(
            ribbon_outline((x, y), (to_x, core_y), height.max(0.5)),
            pale_color(band.color, canvas.theme.background),
        );
        let look = LabelStyle { size: 13.5, bold: true, color: canvas.theme.ink };
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        let at = (y + height / 2.0).max(label_y + MIN_LABEL_SPACING);
        label_y = at;
        let (text_x, anchor) =
            if inwards { (outer - 12.0, TextAnchor::Right) } else { (outer + 12.0, TextAnchor::Left) };
        canvas.draw_text(band.name, (text_x, at - 8.0), anchor, look);
        let figure = format!("{}, {}", format_power(band.watts), format_percent(band.watts / total_w));
        canvas.draw_text(&figure, (text_x, at + 9.0), anchor, faint);
        canvas.draw_line(&[(outer, y + height / 2.0), (text_x, at)], canvas.theme.faint, 0.75);
        y += height + 12.0;
        core_y += height;
    }
}

/// A colour two thirds of the way to the background.
fn pale_color(color: RGBColor, back: RGBColor) -> RGBColor {
    let mix = |c: u8, b: u8| {
        let value = f64::from(c) * 0.4 + f64::from(b) * 0.6;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = value.round() as u8;
        byte
    };
    RGBColor(mix(color.0, back.0), mix(color.1, back.1), mix(color.2, back.2))
}
