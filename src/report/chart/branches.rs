//! Flow of every tray along the manifold.

use plotters::style::RGBColor;

use crate::study::rack_result::{Branch, RackAnswer};
use crate::study::result::Bucket;

use super::super::ReportError;
use super::super::format::percent;
use super::super::units::{Unit, Units};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit, measure};
use super::plane::{Axis, Plane};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const PLANE: f64 = 260.0;

/// The chart; nothing to draw with less than two trays.
pub fn chart(a: &RackAnswer, units: Units) -> Result<Option<Chart>, ReportError> {
    let Some(all) = a.detail.as_ref().map(|d| &d.branches).filter(|b| b.len() > 1) else { return Ok(None) };
    let flow = units.of("L/min");
    let title = title(all, flow);
    let subtitle =
        format!("Flow of every tray by its place along the manifold, {}; 1 is where the supply enters", flow.label);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 34.0;
    let height = rounded(top + PLANE + 72.0);
    let chart =
        Chart::draw("branch-flows", (title, subtitle), (WIDTH, height), |canvas| paint(canvas, a, all, top, flow))?;
    Ok(Some(chart))
}

fn kinds(all: &[Branch]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for b in all {
        if !out.contains(&b.tray.as_str()) {
            out.push(&b.tray);
        }
    }
    out
}

fn title(all: &[Branch], flow: Unit<'_>) -> String {
    let first = kinds(all)[0];
    let flows = || all.iter().filter(|b| b.tray == first);
    let least = flows().min_by(|a, b| a.flow_l_min.total_cmp(&b.flow_l_min));
    let mean = flows().map(|b| b.flow_l_min).sum::<f64>() / flows().count() as f64;
    let Some(least) = least else { return String::new() };
    let short = 1.0 - least.flow_l_min / mean;
    if short < 0.005 {
        return format!("Every {first} gets {}, within {}", flow.text(mean, 2), percent(short.max(0.001)));
    }
    format!(
        "The {first} at place {} gets the least: {}, {} below the mean of its kind",
        least.position,
        flow.text(least.flow_l_min, 2),
        percent(short)
    )
}

fn color(canvas: &Canvas, place: usize) -> RGBColor {
    const COLORS: [Bucket; 4] = [Bucket::Chillers, Bucket::OtherIt, Bucket::Pumps, Bucket::Conversion];
    canvas.theme.bucket(COLORS[place % COLORS.len()]).0
}

fn paint(canvas: &mut Canvas, a: &RackAnswer, all: &[Branch], top: f64, flow: Unit<'_>) {
    let (left, right) = (MARGIN + 46.0, canvas.width - MARGIN);
    let y = Axis::around(all.iter().map(|b| flow.value(b.flow_l_min)), true);
    let x = Axis::to(all.len() as f64 + 0.5);
    let plane = Plane { area: [left, top, right, top + PLANE], x, y };
    plane.draw(canvas, true);
    let kinds = kinds(all);
    let look = Look { size: 13.0, bold: false, color: canvas.theme.ink };
    let mut at = left;
    for (i, kind) in kinds.iter().enumerate() {
        let name = fit(kind, look, 260.0);
        let fill = color(canvas, i);
        canvas.rect([at, top - 26.0, at + 12.0, top - 14.0], fill);
        canvas.text(&name, (at + 18.0, top - 20.0), Anchor::Left, look);
        at += measure(&name, look) + 42.0;
    }
    let half = 0.36 * (plane.px(1.0) - plane.px(0.0));
    for b in all {
        let place = kinds.iter().position(|k| *k == b.tray).unwrap_or(0);
        let x = plane.px(b.position as f64);
        let fill = color(canvas, place);
        canvas.rect([x - half, plane.py(flow.value(b.flow_l_min)), x + half, plane.py(0.0)], fill);
    }
    canvas.source(&format!("{}.", a.system_name));
}
