//! Where a rack's electricity goes and where its heat leaves: bands as wide as the power they carry.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::sankey::ribbon_outline;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::quote_name;
use crate::report::document::numbers::{format_percent, format_power};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::{EndUse, RackSummary};
use crate::study::rack::result::{RackDetail, RackResult};

const WIDTH: u32 = 960;
const BANDS_HEIGHT: f64 = 300.0;
/// Least distance between labels.
const MIN_LABEL_SPACING: f64 = 40.0;
/// Further where temperatures stand below.
const THREE_LINES_SPACING: f64 = 58.0;
const NODE_WIDTH: f64 = 14.0;
/// Strength of a flow over the background.
const RIBBON_TINT: f64 = 0.4;

struct SankeyBand {
    name: &'static str,
    /// Temperatures of what carries it, as "45.0 → 60.4 °C"; empty where nothing flows.
    temperatures: String,
    watts: f64,
    end_use: EndUse,
}

/// The chart; nothing to draw without a rack.
pub fn build_chart(a: &RackResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let (Some(rack), Some(detail)) = (&a.rack, &a.detail) else { return Ok(None) };
    let total_w = rack.power_w + detail.heat.cooler_w;
    let to_liquid_w = rack.liquid_heat_w;
    let left = detail.heat.to_room_w.max(0.0);
    let title = if to_liquid_w > 0.0 {
        format!(
            "{}: {} of the heat leaves with liquid, {} goes to the room's air",
            quote_name(&a.name),
            format_percent(to_liquid_w / total_w),
            format_power(left)
        )
    } else {
        format!("{}: all {} go to the room's air", quote_name(&a.name), format_power(left))
    };
    let subtitle =
        "Electricity into the rack by where it turns to heat (left) and where the heat leaves (right), full load"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 20.0;
    let height = pixel_height(top + BANDS_HEIGHT + 7.0 * 12.0 + 60.0);
    let chart = Chart::from_painter("rack-energy", (title, subtitle), (WIDTH, height), |canvas| {
        let (inputs, outputs) = flow_bands(rack, detail, units);
        draw_flows(canvas, &inputs, &outputs, total_w, top);
        canvas.draw_footer(&format!(
            "{}. Pumps stand in the coolant distribution unit and are not part of the rack.",
            a.system_name
        ));
    })?;
    let (inputs, outputs) = flow_bands(rack, detail, units);
    Ok(Some(chart.with_numbers(&describe(&inputs, &outputs), table(a, &inputs, &outputs))))
}

/// What goes in, and what comes out with the temperatures of its carrier.
fn flow_bands(rack: &RackSummary, detail: &RackDetail, units: UnitSystem) -> ([SankeyBand; 5], [SankeyBand; 2]) {
    let t = units.unit_for("°C");
    let span = |from: f64, to: f64| format!("{} → {}", t.format_number(from, 1), t.format_with_unit(to, 1));
    let band = |name, watts, end_use| SankeyBand { name, watts, end_use, temperatures: String::new() };
    let inputs = [
        band("Accelerators", rack.accelerator_power_w, EndUse::Accelerators),
        band("Other IT", rack.other_it_power_w, EndUse::OtherIt),
        band("Server fans", rack.fan_power_w, EndUse::ServerFans),
        band("Power supplies, busbar", rack.psu_loss_w, EndUse::Conversion),
        band("Door or liquid-to-air unit", detail.heat.cooler_w, EndUse::Pumps),
    ];
    let liquid = detail.liquid.as_ref().map_or_else(String::new, |l| span(l.supply_c, l.return_c));
    let air = detail.air.as_ref().map_or_else(String::new, |s| span(s.supply_c, s.leaving_c));
    let outputs = [
        SankeyBand { temperatures: liquid, ..band("Liquid to the facility", rack.liquid_heat_w, EndUse::Chillers) },
        SankeyBand { temperatures: air, ..band("Room air", detail.heat.to_room_w.max(0.0), EndUse::AirHandling) },
    ];
    (inputs, outputs)
}

fn describe(inputs: &[SankeyBand], outputs: &[SankeyBand]) -> String {
    let list = |bands: &[SankeyBand]| {
        let shown = bands.iter().filter(|b| b.watts > 0.0);
        shown.map(|b| format!("{} {}", b.name, format_power(b.watts))).collect::<Vec<_>>().join(", ")
    };
    format!("Electricity in: {}. Heat out: {}.", list(inputs), list(outputs))
}

fn table(a: &RackResult, inputs: &[SankeyBand], outputs: &[SankeyBand]) -> ChartTable {
    let mut out = ChartTable::new(["architecture", "from", "to", "power_w"]);
    for b in inputs {
        out.push([a.name.clone(), b.name.to_owned(), "rack".to_owned(), number_cell(b.watts)]);
    }
    for b in outputs {
        out.push([a.name.clone(), "rack".to_owned(), b.name.to_owned(), number_cell(b.watts)]);
    }
    out
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
        let color = canvas.theme.end_use_colors(band.end_use).0;
        canvas.fill_rect([x.min(outer), y, x.max(outer), y + height.max(0.75)], color);
        canvas.fill_polygon(
            ribbon_outline((x, y), (to_x, core_y), height.max(0.5)),
            canvas.theme.tint_color(color, RIBBON_TINT),
        );
        let look = LabelStyle { size: 13.5, bold: true, color: canvas.theme.ink };
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        let spacing = if inwards { MIN_LABEL_SPACING } else { THREE_LINES_SPACING };
        let at = (y + height / 2.0).max(label_y + spacing);
        label_y = at;
        let (text_x, anchor) =
            if inwards { (outer - 12.0, TextAnchor::Right) } else { (outer + 12.0, TextAnchor::Left) };
        canvas.draw_text(band.name, (text_x, at - 8.0), anchor, look);
        let figure = format!("{}, {}", format_power(band.watts), format_percent(band.watts / total_w));
        canvas.draw_text(&figure, (text_x, at + 9.0), anchor, faint);
        if !band.temperatures.is_empty() {
            canvas.draw_text(&band.temperatures, (text_x, at + 25.0), anchor, faint);
        }
        let side = if inwards { 4.0 } else { -4.0 };
        canvas.draw_line(&[(outer, y + height / 2.0), (text_x + side, at)], canvas.theme.faint, 0.75);
        y += height + 12.0;
        core_y += height;
    }
}
