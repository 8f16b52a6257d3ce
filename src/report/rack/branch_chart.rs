//! Flow of every tray along the manifold: how far it is from the mean of its kind.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{LabelStyle, text_width, truncate_to_width};
use crate::report::document::numbers::format_percent;
use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::rack::result::{RackResult, TrayBranch};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 240.0;
const FOOTER_HEIGHT: f64 = 40.0;
/// Deviations of all trays within this share are nothing to draw: the table of trays says what each gets.
const EVEN_SHARE: f64 = 0.01;

/// A kind of tray with the mean flow of its trays, L/min.
struct TrayKind<'a> {
    name: &'a str,
    mean_l_min: f64,
}

/// The chart; nothing to draw with less than two trays, or where all of a kind get the same within 1 %.
pub fn build_chart(a: &RackResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some(all) = a.detail.as_ref().map(|d| &d.branches).filter(|b| b.len() > 1) else { return Ok(None) };
    let kinds = tray_kinds(all);
    if all.iter().all(|b| deviation(b, &kinds).abs() < EVEN_SHARE) {
        return Ok(None);
    }
    let flow = units.unit_for("L/min");
    let title = chart_title(all, &kinds, flow);
    let means: Vec<String> =
        kinds.iter().map(|k| format!("{} {}", k.name, flow.format_with_unit(k.mean_l_min, 2))).collect();
    let subtitle = format!(
        "Flow of every tray against the mean of its kind ({}), by its place along the manifold; 1 is where the supply enters",
        means.join(", ")
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 52.0;
    let height = pixel_height(top + PLANE_HEIGHT + X_TITLE_HEIGHT + FOOTER_HEIGHT);
    let chart = Chart::from_painter("branch-flows", (title, subtitle), (WIDTH, height), |canvas| {
        draw_deviations(canvas, all, &kinds, top);
        canvas.draw_footer(&format!("{}.", a.system_name));
    })?;
    Ok(Some(chart.with_numbers(&describe(all, &kinds), table(all, &kinds))))
}

/// Kinds of trays in the order of their first place.
fn tray_kinds(all: &[TrayBranch]) -> Vec<TrayKind<'_>> {
    let mut out: Vec<TrayKind<'_>> = Vec::new();
    for b in all {
        if !out.iter().any(|k| k.name == b.tray) {
            let flows: Vec<f64> = all.iter().filter(|other| other.tray == b.tray).map(|o| o.flow_l_min).collect();
            out.push(TrayKind { name: &b.tray, mean_l_min: flows.iter().sum::<f64>() / flows.len() as f64 });
        }
    }
    out
}

fn kind_place(b: &TrayBranch, kinds: &[TrayKind<'_>]) -> usize {
    kinds.iter().position(|k| k.name == b.tray).unwrap_or(0)
}

/// A tray's flow less the mean of its kind, over that mean.
fn deviation(b: &TrayBranch, kinds: &[TrayKind<'_>]) -> f64 {
    let mean = kinds[kind_place(b, kinds)].mean_l_min;
    if mean > 0.0 { b.flow_l_min / mean - 1.0 } else { 0.0 }
}

fn chart_title(all: &[TrayBranch], kinds: &[TrayKind<'_>], flow: DisplayUnit<'_>) -> String {
    let least = all.iter().min_by(|a, b| deviation(a, kinds).total_cmp(&deviation(b, kinds)));
    let Some(least) = least else { return String::new() };
    format!(
        "The {} at place {} gets the least: {}, {} below the mean of its kind",
        least.tray,
        least.position,
        flow.format_with_unit(least.flow_l_min, 2),
        format_percent(-deviation(least, kinds))
    )
}

fn draw_deviations(canvas: &mut Canvas, all: &[TrayBranch], kinds: &[TrayKind<'_>], top: f64) {
    let (left, right) = (MARGIN + 46.0, canvas.width - MARGIN);
    let y = Axis::from_values(all.iter().map(|b| 100.0 * deviation(b, kinds)).chain([0.0]), false);
    let first = all.iter().map(|b| b.position).min().unwrap_or(1);
    let last = all.iter().map(|b| b.position).max().unwrap_or(1);
    let x = Axis::with_tick(if last - first > 12 { 2.0 } else { 1.0 }, first as f64 - 1.0, last as f64 + 1.0);
    let plane = Plane { area: [left, top, right, top + PLANE_HEIGHT], x, y };
    plane.draw_axes(canvas, false);
    plane.draw_axis_titles(canvas, "Place along the manifold", "Flow less the mean of its kind, %");
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let zero = plane.pixel_y(0.0);
    canvas.draw_line(&[(left, zero), (right, zero)], canvas.theme.faint, 1.0);
    let mut at = left;
    for (i, kind) in kinds.iter().enumerate().filter(|_| kinds.len() > 1) {
        let style = canvas.theme.architecture_style(i);
        let name = truncate_to_width(kind.name, look, 260.0);
        canvas.draw_symbol((at + 5.0, top - 38.0), 4.5, style.symbol, style.color);
        canvas.draw_text(&name, (at + 16.0, top - 38.0), TextAnchor::Left, look);
        at += text_width(&name, look) + 42.0;
    }
    // Places are counted: every one, or every second of many, has its number.
    let step = if all.len() > 24 { 2 } else { 1 };
    for b in all {
        let style = canvas.theme.architecture_style(kind_place(b, kinds));
        let (x, y) = plane.pixel_point((b.position as f64, 100.0 * deviation(b, kinds)));
        canvas.draw_line(&[(x, zero), (x, y)], style.color, 1.5);
        canvas.draw_symbol((x, y), 4.5, style.symbol, style.color);
        if b.position % step == 0 {
            canvas.draw_text(&b.position.to_string(), (x, top + PLANE_HEIGHT + 16.0), TextAnchor::Middle, faint);
        }
    }
}

fn describe(all: &[TrayBranch], kinds: &[TrayKind<'_>]) -> String {
    let range = kinds.iter().map(|kind| {
        let of = all.iter().filter(|b| b.tray == kind.name).map(|b| deviation(b, kinds));
        let (low, high) = of.fold((0.0_f64, 0.0_f64), |(l, h), d| (l.min(d), h.max(d)));
        format!("{}: {} to {} of the mean", kind.name, format_percent(low), format_percent(high))
    });
    format!("Deviation of flows. {}.", range.collect::<Vec<_>>().join("; "))
}

fn table(all: &[TrayBranch], kinds: &[TrayKind<'_>]) -> ChartTable {
    let mut out = ChartTable::new(["place", "tray", "flow_l_min", "deviation"]);
    for b in all {
        out.push([b.position.to_string(), b.tray.clone(), number_cell(b.flow_l_min), number_cell(deviation(b, kinds))]);
    }
    out
}
