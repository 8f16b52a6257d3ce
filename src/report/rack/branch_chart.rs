//! Flow of every tray along the manifold.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_percent;
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::rack::result::{RackResult, TrayBranch};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 260.0;

/// The chart; nothing to draw with less than two trays.
pub fn build_chart(a: &RackResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some(all) = a.detail.as_ref().map(|d| &d.branches).filter(|b| b.len() > 1) else { return Ok(None) };
    let flow = units.unit_for("L/min");
    let title = chart_title(all, flow);
    let subtitle =
        format!("Flow of every tray by its place along the manifold, {}; 1 is where the supply enters", flow.label);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 34.0;
    let height = pixel_height(top + PLANE_HEIGHT + 72.0);
    let chart = Chart::from_painter("branch-flows", (title, subtitle), (WIDTH, height), |canvas| {
        draw_branch_flows(canvas, a, all, top, flow);
    })?;
    Ok(Some(chart))
}

fn tray_kinds(all: &[TrayBranch]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for b in all {
        if !out.contains(&b.tray.as_str()) {
            out.push(&b.tray);
        }
    }
    out
}

fn chart_title(all: &[TrayBranch], flow: DisplayUnit<'_>) -> String {
    let first = tray_kinds(all)[0];
    let flows = || all.iter().filter(|b| b.tray == first);
    let least = flows().min_by(|a, b| a.flow_l_min.total_cmp(&b.flow_l_min));
    let mean = flows().map(|b| b.flow_l_min).sum::<f64>() / flows().count() as f64;
    let Some(least) = least else { return String::new() };
    let short = 1.0 - least.flow_l_min / mean;
    if short < 0.005 {
        return format!(
            "Every {first} gets {}, within {}",
            flow.format_with_unit(mean, 2),
            format_percent(short.max(0.001))
        );
    }
    format!(
        "The {first} at place {} gets the least: {}, {} below the mean of its kind",
        least.position,
        flow.format_with_unit(least.flow_l_min, 2),
        format_percent(short)
    )
}

fn tray_color(canvas: &Canvas, place: usize) -> RGBColor {
    const COLORS: [EndUse; 4] = [EndUse::Chillers, EndUse::OtherIt, EndUse::Pumps, EndUse::Conversion];
    canvas.theme.end_use_colors(COLORS[place % COLORS.len()]).0
}

fn draw_branch_flows(canvas: &mut Canvas, a: &RackResult, all: &[TrayBranch], top: f64, flow: DisplayUnit<'_>) {
    let (left, right) = (MARGIN + 46.0, canvas.width - MARGIN);
    let y = Axis::from_values(all.iter().map(|b| flow.convert_from_si(b.flow_l_min)), true);
    let x = Axis::from_zero(all.len() as f64 + 0.5);
    let plane = Plane { area: [left, top, right, top + PLANE_HEIGHT], x, y };
    plane.draw_axes(canvas, true);
    let kinds = tray_kinds(all);
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    let mut at = left;
    for (i, kind) in kinds.iter().enumerate() {
        let name = truncate_to_width(kind, look, 260.0);
        let fill = tray_color(canvas, i);
        canvas.fill_rect([at, top - 26.0, at + 12.0, top - 14.0], fill);
        canvas.draw_text(&name, (at + 18.0, top - 20.0), TextAnchor::Left, look);
        at += text_width(&name, look) + 42.0;
    }
    let half = 0.36 * (plane.pixel_x(1.0) - plane.pixel_x(0.0));
    for b in all {
        let place = kinds.iter().position(|k| *k == b.tray).unwrap_or(0);
        let x = plane.pixel_x(b.position as f64);
        let fill = tray_color(canvas, place);
        canvas.fill_rect(
            [x - half, plane.pixel_y(flow.convert_from_si(b.flow_l_min)), x + half, plane.pixel_y(0.0)],
            fill,
        );
    }
    canvas.draw_footer(&format!("{}.", a.system_name));
}
