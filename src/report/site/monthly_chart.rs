//! Facility overhead of every month, PUE − 1, by component: one panel for each architecture, or for the two with the least and
//! the most where there are many.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::legend::draw_end_use_legend;
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::shorten_middle;
use crate::report::document::numbers::{format_energy, format_number};
use crate::report::document::phrase::lowercase_first_letter;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::site::result::{MonthlyTotals, SiteReport, SiteYearResult};

use super::MONTH_NAMES;

const WIDTH: u32 = 960;
const PANEL_HEIGHT: f64 = 170.0;
/// Room above a panel for its name and the title of its axis, and below for its months.
const NAME_HEIGHT: f64 = 48.0;
const MONTH_AXIS_HEIGHT: f64 = 30.0;
/// Most panels that are drawn; beyond, the two extremes.
const MAX_PANELS: usize = 3;
/// PUE that is rounding.
const EQUAL_PUE: f64 = 0.002;

/// The overhead of a month by component, kWh: all at the meter but the IT equipment.
pub(super) fn overhead_by_end_use(m: &MonthlyTotals) -> [(EndUse, f64); 7] {
    [
        (EndUse::Conversion, m.power_chain_energy_kwh),
        (EndUse::AirHandling, m.air_handling_energy_kwh),
        (EndUse::Pumps, m.pump_energy_kwh),
        (EndUse::Chillers, m.compressor_energy_kwh),
        (EndUse::PurchasedCooling, m.purchased_cooling_energy_kwh),
        (EndUse::HeatRejection, m.rejection_fan_energy_kwh),
        (EndUse::Building, m.building_energy_kwh),
    ]
}

/// Overhead over IT energy: PUE − 1.
fn overhead_ratio(m: &MonthlyTotals) -> f64 {
    overhead_by_end_use(m).iter().map(|p| p.1).sum::<f64>() / m.it_energy_kwh.max(1e-9)
}

fn annual_overhead_energy(a: &SiteYearResult) -> f64 {
    a.months.iter().flat_map(overhead_by_end_use).map(|p| p.1).sum()
}

/// Of a component the name above a bar: its losses without those of the servers' power supplies.
fn legend_end_uses(shown: &[&SiteYearResult]) -> Vec<EndUse> {
    let has = |b: &EndUse| {
        shown.iter().flat_map(|a| &a.months).flat_map(overhead_by_end_use).any(|(of, kwh)| of == *b && kwh > 0.0)
    };
    overhead_by_end_use(&MonthlyTotals::default()).iter().map(|p| p.0).filter(has).collect()
}

/// The chart; nothing to draw without months.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let with: Vec<&SiteYearResult> = report.architectures.iter().filter(|a| !a.months.is_empty()).collect();
    let by = |a: &&SiteYearResult, b: &&SiteYearResult| annual_overhead_energy(a).total_cmp(&annual_overhead_energy(b));
    let (Some(least), Some(most)) = (with.iter().copied().min_by(by), with.iter().copied().rev().max_by(by)) else {
        return Ok(None);
    };
    let shown = if with.len() > MAX_PANELS { vec![least, most] } else { with.clone() };
    let title = chart_title(most);
    let which = if shown.len() < with.len() { "; the architectures with the least and the most" } else { "" };
    let subtitle = format!("Facility overhead over IT energy in every month (PUE − 1) by component{which}");
    let used = legend_end_uses(&shown);
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    // The legend may take two lines.
    let top = head + 46.0;
    let each = NAME_HEIGHT + PANEL_HEIGHT + MONTH_AXIS_HEIGHT;
    let height = pixel_height(top + shown.len() as f64 * each + 40.0);
    let chart = Chart::from_painter("energy-by-month", (title, subtitle), (WIDTH, height), |canvas| {
        draw_end_use_legend(canvas, &used);
        let y = Axis::from_values(shown.iter().flat_map(|a| &a.months).map(overhead_ratio), true);
        for (i, a) in shown.iter().enumerate() {
            let from = top + i as f64 * each + NAME_HEIGHT;
            let area = [MARGIN + 48.0, from, canvas.width - MARGIN, from + PANEL_HEIGHT];
            draw_panel(canvas, &Plane { area, x: Axis::from_zero(12.0), y }, a);
        }
        canvas.draw_footer(&format!(
            "{}: {}. Server fans and power supplies count as IT.",
            report.site.location, report.site.dataset
        ));
    })?;
    let mut table = ChartTable::new(["architecture", "month", "component", "energy_kwh", "over_it_energy"]);
    for (a, m) in with.iter().flat_map(|a| a.months.iter().map(move |m| (a, m))) {
        for (component, kwh) in overhead_by_end_use(m) {
            let ratio = kwh / m.it_energy_kwh.max(1e-9);
            let name = a.total.name.clone();
            table.push([name, m.month.to_string(), component.key().to_owned(), number_cell(kwh), number_cell(ratio)]);
        }
    }
    let said = |a: &&SiteYearResult| {
        format!("{}: overhead of {} a year.", a.total.name, format_energy(annual_overhead_energy(a)))
    };
    Ok(Some(chart.with_numbers(&with.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

/// The months with the highest and the lowest PUE, and the component that makes most of the difference.
fn chart_title(a: &SiteYearResult) -> String {
    let by = |x: &&MonthlyTotals, y: &&MonthlyTotals| overhead_ratio(x).total_cmp(&overhead_ratio(y));
    let (Some(low), Some(high)) = (a.months.iter().min_by(by), a.months.iter().max_by(by)) else {
        return String::new();
    };
    let name = &a.total.name;
    let (least, most) = (1.0 + overhead_ratio(low), 1.0 + overhead_ratio(high));
    if most - least < EQUAL_PUE {
        return format!("‘{name}’ has a PUE of {} in every month", format_number(most, 3));
    }
    let of = |m: &MonthlyTotals| overhead_by_end_use(m).map(|(bucket, kwh)| (bucket, kwh / m.it_energy_kwh.max(1e-9)));
    let rises = of(low).into_iter().zip(of(high)).map(|(l, h)| (h.0, h.1 - l.1));
    let why = rises.max_by(|x, y| x.1.total_cmp(&y.1)).map_or("", |r| r.0.label());
    format!(
        "The PUE of ‘{name}’ rises from {} in {} to {} in {}; {} add most",
        format_number(least, 3),
        month_name(low),
        format_number(most, 3),
        month_name(high),
        lowercase_first_letter(why)
    )
}

/// Name of a month.
fn month_name(m: &MonthlyTotals) -> &'static str {
    MONTH_NAMES[(m.month as usize).saturating_sub(1).min(11)]
}

fn draw_panel(canvas: &mut Canvas, plane: &Plane, a: &SiteYearResult) {
    plane.draw_axes(canvas, false);
    let [left, top, right, bottom] = plane.area;
    let bold = LabelStyle { size: 14.0, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let sum = format!("overhead {} a year", format_energy(annual_overhead_energy(a)));
    canvas.draw_text(&sum, (right, top - 34.0), TextAnchor::Right, faint);
    let name = shorten_middle(&a.total.name, bold, right - MARGIN - 200.0);
    canvas.draw_text(&name, (MARGIN, top - 34.0), TextAnchor::Left, bold);
    canvas.draw_text(
        "PUE − 1",
        (MARGIN, top - 15.0),
        TextAnchor::Left,
        LabelStyle { color: canvas.theme.ink, ..faint },
    );
    for m in &a.months {
        let middle = plane.pixel_x(f64::from(m.month) - 0.5);
        let half = 0.36 * (right - left) / 12.0;
        let mut from = 0.0;
        for (bucket, kwh) in overhead_by_end_use(m) {
            let to = from + kwh / m.it_energy_kwh.max(1e-9);
            canvas.fill_rect(
                [middle - half, plane.pixel_y(to), middle + half, plane.pixel_y(from)],
                canvas.theme.end_use_colors(bucket).0,
            );
            from = to;
        }
        canvas.draw_text(&month_name(m)[..3], (middle, bottom + 15.0), TextAnchor::Middle, faint);
    }
}
