//! Mean facility power by component, a row for each architecture, the least first: everything on the left, everything but
//! the accelerators, where they differ, on a scale of its own on the right.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::legend::draw_end_use_legend;
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::rows::{NAMES_WIDTH, draw_row_name, spread_apart};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{LabelStyle, quote_name, text_width, truncate_to_width};
use crate::report::document::intervals::PowerPair;
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::compare::result::{ArchitectureResult, Comparison, EndUse, EndUsePower};

use super::headline;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 74.0;
const BAR_HEIGHT: f64 = 30.0;
/// Width of the bars of everything.
const WHOLE_WIDTH: f64 = 190.0;
/// Room for totals and for the effectiveness beside the bars of everything.
const TOTALS_WIDTH: f64 = 98.0;
/// Height of the names of the panels.
const PANEL_HEAD: f64 = 24.0;
const FOOTER_HEIGHT: f64 = 40.0;

/// Architectures by rows: places in the scenario, the least power first, then those that are not feasible.
fn row_order(result: &Comparison) -> Vec<usize> {
    let mut out: Vec<usize> = (0..result.architectures.len()).collect();
    let power = |i: &usize| result.architectures[*i].facility_power_w.unwrap_or(f64::INFINITY);
    out.sort_by(|a, b| power(a).total_cmp(&power(b)));
    out
}

/// Everything but the accelerators.
fn rest_w(a: &ArchitectureResult) -> f64 {
    a.power.iter().filter(|s| s.bucket != EndUse::Accelerators).map(|s| s.power_w).sum()
}

/// How totals are told: their digits follow what lies between the architectures.
struct TotalFormat {
    whole: PowerPair,
    /// Decimals of the power of everything but the accelerators, kW.
    rest_decimals: usize,
}

impl TotalFormat {
    fn new(result: &Comparison) -> Self {
        let ends = |of: fn(&ArchitectureResult) -> f64| {
            let all = result.architectures.iter().filter(|a| a.facility_power_w.is_some()).map(of);
            all.fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), w| (least.min(w), most.max(w)))
        };
        let (least, most) = ends(|a| a.facility_power_w.unwrap_or(0.0));
        let (rest_least, rest_most) = ends(rest_w);
        let close = rest_most > rest_least && rest_most - rest_least < 1e4;
        let rest_decimals = if close { 1 } else { digits(rest_most / 1e3) };
        Self { whole: PowerPair::new(least.min(most), most, 0.0), rest_decimals }
    }
}

/// The chart.
pub fn build_chart(result: &Comparison) -> Result<Chart, ReportError> {
    let title = headline::headline_with_names(result, quote_name).trim_end_matches('.').to_owned();
    let subtitle =
        "Mean power over the year by component, kW, the least first. Left: everything. Right: everything but \
                    the accelerators, on a wider scale"
            .to_owned();
    let used =
        |b: &EndUse| result.architectures.iter().flat_map(|a| &a.power).any(|s| s.bucket == *b && s.power_w > 0.0);
    let used: Vec<EndUse> = EndUse::ALL.into_iter().filter(used).collect();
    let top = {
        // The legend's lines are known once it is drawn.
        let mut sketch = Canvas::new(WIDTH, 100, crate::report::chart::theme::Theme::LIGHT);
        sketch.draw_heading(&title, &subtitle);
        draw_end_use_legend(&mut sketch, &used) + PANEL_HEAD
    };
    let bottom = top + result.architectures.len() as f64 * ROW_HEIGHT;
    let height = pixel_height(bottom + X_TITLE_HEIGHT + FOOTER_HEIGHT);
    let chart = Chart::from_painter("power-by-component", (title, subtitle), (WIDTH, height), |canvas| {
        draw_end_use_legend(canvas, &used);
        draw_rows(canvas, result, (top, bottom));
    })?;
    Ok(chart.with_numbers(&describe(result), table(result)))
}

fn draw_rows(canvas: &mut Canvas, result: &Comparison, (top, bottom): (f64, f64)) {
    let most = |of: fn(&ArchitectureResult) -> f64| {
        result.architectures.iter().filter(|a| a.facility_power_w.is_some()).map(of).fold(0.0, f64::max).max(1.0) / 1e3
    };
    let flat = Axis::from_zero(1.0);
    let left = MARGIN + NAMES_WIDTH;
    let whole_axis = Axis::from_zero(most(|a| a.facility_power_w.unwrap_or(0.0)));
    let whole = Plane { area: [left, top, left + WHOLE_WIDTH, bottom], x: whole_axis, y: flat };
    let from = left + WHOLE_WIDTH + TOTALS_WIDTH;
    let to = canvas.width - MARGIN - 56.0;
    let rest = Plane { area: [from, top, to, bottom], x: Axis::from_zero(most(rest_w)), y: flat };
    for (plane, name) in [(&whole, "All, kW"), (&rest, "All but accelerators, kW")] {
        plane.draw_x_axis(canvas);
        plane.draw_axis_titles(canvas, name, "");
    }
    let totals = TotalFormat::new(result);
    for (row, place) in row_order(result).into_iter().enumerate() {
        let a = &result.architectures[place];
        let middle = top + row as f64 * ROW_HEIGHT + 6.0 + BAR_HEIGHT / 2.0;
        let note = format!("{}, {}", a.cooling, a.heat_rejection);
        draw_row_name(canvas, (place, &a.name), &note, middle + 4.0);
        draw_row(canvas, a, (&whole, &rest, &totals), middle);
    }
    canvas.draw_footer(&format!(
        "{}: {}. Mean of busy and idle servers; server fans and power supplies count as IT in the PUE, not in the TUE.",
        result.site.location, result.site.dataset
    ));
}

fn draw_row(
    canvas: &mut Canvas,
    a: &ArchitectureResult,
    (whole, rest, totals): (&Plane, &Plane, &TotalFormat),
    middle: f64,
) {
    let Some(total_w) = a.facility_power_w else {
        let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.limit };
        let [left, ..] = whole.area;
        let room = canvas.width - MARGIN - left - 10.0;
        let text = a.limit.as_ref().map_or_else(|| "not feasible".to_owned(), |limit| format!("not feasible: {limit}"));
        let text = truncate_to_width(&text, look, room);
        canvas.draw_text_on_ground(&text, (left + 10.0, middle), TextAnchor::Left, look);
        return;
    };
    draw_stack(canvas, whole, a.power.iter(), middle);
    let end = whole.pixel_x(total_w / 1e3);
    let bold = LabelStyle { size: 13.5, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    canvas.draw_text_on_ground(&totals.whole.format(total_w), (end + 9.0, middle - 9.0), TextAnchor::Left, bold);
    if let Some(year) = &a.annual {
        let text = format!("TUE {}", format_number(year.tue, 3));
        canvas.draw_text_on_ground(&text, (end + 9.0, middle + 9.0), TextAnchor::Left, faint);
    }
    let others = || a.power.iter().filter(|s| s.bucket != EndUse::Accelerators);
    draw_stack(canvas, rest, others(), middle);
    draw_values(canvas, rest, &others().collect::<Vec<_>>(), middle);
    let kw = rest_w(a) / 1e3;
    let text = format_number(kw, totals.rest_decimals);
    canvas.draw_text_on_ground(&text, (rest.pixel_x(kw) + 9.0, middle), TextAnchor::Left, bold);
}

/// Segments beside each other, a hair apart.
fn draw_stack<'s>(canvas: &mut Canvas, plane: &Plane, shares: impl Iterator<Item = &'s EndUsePower>, middle: f64) {
    let mut kw = 0.0;
    for share in shares.filter(|s| s.power_w > 0.0) {
        let from = plane.pixel_x(kw);
        kw += share.power_w / 1e3;
        let to = plane.pixel_x(kw);
        let fill = canvas.theme.end_use_colors(share.bucket).0;
        let gap = if to - from > 2.0 { 1.0 } else { 0.0 };
        canvas.fill_rect([from, middle - BAR_HEIGHT / 2.0, to - gap, middle + BAR_HEIGHT / 2.0], fill);
    }
}

/// Decimals of values that add up to so many kilowatts.
const fn digits(kw: f64) -> usize {
    if kw < 100.0 { 1 } else { 0 }
}

/// Values inside their segments; those too large for theirs in a row below, each led to its segment by a line.
fn draw_values(canvas: &mut Canvas, plane: &Plane, shares: &[&EndUsePower], middle: f64) {
    let decimals = digits(shares.iter().map(|s| s.power_w / 1e3).sum());
    let below = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    let mut kw = 0.0;
    let mut small: Vec<(f64, String)> = Vec::new();
    for share in shares.iter().filter(|s| s.power_w > 0.0) {
        let from = plane.pixel_x(kw);
        kw += share.power_w / 1e3;
        let to = plane.pixel_x(kw);
        let look = LabelStyle { size: 12.0, bold: false, color: canvas.theme.end_use_colors(share.bucket).1 };
        let text = format_number(share.power_w / 1e3, decimals);
        if to - from > text_width(&text, look) + 6.0 {
            canvas.draw_text(&text, (f64::midpoint(from, to), middle), TextAnchor::Middle, look);
        } else if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            small.push((f64::midpoint(from, to), text));
        }
    }
    let wanted: Vec<f64> = small.iter().map(|s| s.0).collect();
    let widths: Vec<f64> = small.iter().map(|s| text_width(&s.1, below)).collect();
    let [left, _, right, _] = plane.area;
    let edge = middle + BAR_HEIGHT / 2.0;
    for ((from, text), to) in small.iter().zip(spread_apart(&wanted, &widths, 7.0, (left - 8.0, right + 50.0))) {
        canvas.draw_line(&[(*from, edge + 1.0), (to, edge + 9.0)], canvas.theme.faint, 0.75);
        canvas.draw_text_on_ground(text, (to, edge + 17.0), TextAnchor::Middle, below);
    }
}

/// Totals of the best and the last, and the largest share of what is not accelerators.
fn describe(result: &Comparison) -> String {
    const TOLD: usize = 6;
    let order = row_order(result);
    let told = order.iter().filter_map(|i| {
        let a = &result.architectures[*i];
        let rest = format_power(rest_w(a));
        Some(format!("{}: {}, of it {rest} without accelerators", a.name, format_power(a.facility_power_w?)))
    });
    let told: Vec<String> = told.take(TOLD).collect();
    let more = if order.len() > TOLD { format!("; and {} more", order.len() - TOLD) } else { String::new() };
    format!("Mean power at the meter. {}{more}.", told.join("; "))
}

fn table(result: &Comparison) -> ChartTable {
    let mut out = ChartTable::new(["architecture", "component", "power_w", "facility_power_w", "pue", "tue"]);
    for a in row_order(result).into_iter().map(|i| &result.architectures[i]) {
        let year = a.annual.as_ref();
        for share in &a.power {
            out.push([
                a.name.clone(),
                share.bucket.key().to_owned(),
                number_cell(share.power_w),
                number_cell(a.facility_power_w),
                number_cell(year.map(|y| y.pue)),
                number_cell(year.map(|y| y.tue)),
            ]);
        }
    }
    out
}
