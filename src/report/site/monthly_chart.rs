//! What every month spends beside computing, by component: one panel for each architecture, or for the two that spend
//! least and most where there are many.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::legend::draw_end_use_legend;
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_energy, format_percent};
use crate::report::document::phrase::lowercase_first_letter;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::site::result::{MonthlyTotals, SiteReport, SiteYearResult};

const WIDTH: u32 = 960;
const PANEL_HEIGHT: f64 = 170.0;
/// Room above a panel for its name, and below for its months.
const NAME_HEIGHT: f64 = 30.0;
const MONTH_AXIS_HEIGHT: f64 = 30.0;
/// Most panels that are drawn; beyond, the two extremes.
const MAX_PANELS: usize = 3;
const MONTH_NAMES: [(&str, &str); 12] = [
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
];

/// The components of a month beside computing, from the chip outwards.
fn overhead_by_end_use(m: &MonthlyTotals) -> [(EndUse, f64); 7] {
    [
        (EndUse::ServerFans, m.server_fan_energy_kwh),
        (EndUse::Conversion, m.conversion_energy_kwh),
        (EndUse::AirHandling, m.air_handling_energy_kwh),
        (EndUse::Pumps, m.pump_energy_kwh),
        (EndUse::Chillers, m.compressor_energy_kwh),
        (EndUse::PurchasedCooling, m.purchased_cooling_energy_kwh),
        (EndUse::HeatRejection, m.rejection_fan_energy_kwh),
    ]
}

fn overhead_energy(m: &MonthlyTotals) -> f64 {
    overhead_by_end_use(m).iter().map(|p| p.1).sum()
}

fn annual_overhead_energy(a: &SiteYearResult) -> f64 {
    a.months.iter().map(overhead_energy).sum()
}

/// The chart; nothing to draw without months.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let with: Vec<&SiteYearResult> = report.architectures.iter().filter(|a| !a.months.is_empty()).collect();
    let least = with.iter().copied().min_by(|a, b| annual_overhead_energy(a).total_cmp(&annual_overhead_energy(b)));
    let most = with.iter().copied().max_by(|a, b| annual_overhead_energy(a).total_cmp(&annual_overhead_energy(b)));
    let (Some(least), Some(most)) = (least, most) else { return Ok(None) };
    let shown = if with.len() > MAX_PANELS { vec![least, most] } else { with.clone() };
    let title = chart_title(most);
    let which = if shown.len() < with.len() { "; the architectures with the least and the most" } else { "" };
    let subtitle = format!("Overhead above compute in every month by component, MWh{which}");
    let used: Vec<EndUse> = overhead_by_end_use(&MonthlyTotals::default())
        .iter()
        .map(|p| p.0)
        .filter(|b| {
            shown.iter().flat_map(|a| &a.months).flat_map(overhead_by_end_use).any(|(of, kwh)| of == *b && kwh > 0.0)
        })
        .collect();
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = head + 34.0;
    let height = pixel_height(top + shown.len() as f64 * (NAME_HEIGHT + PANEL_HEIGHT + MONTH_AXIS_HEIGHT) + 40.0);
    let chart = Chart::from_painter("energy-by-month", (title, subtitle), (WIDTH, height), |canvas| {
        draw_end_use_legend(canvas, &used);
        let y = Axis::from_values(shown.iter().flat_map(|a| &a.months).map(|m| overhead_energy(m) / 1e3), true);
        for (i, a) in shown.iter().enumerate() {
            let from = top + i as f64 * (NAME_HEIGHT + PANEL_HEIGHT + MONTH_AXIS_HEIGHT) + NAME_HEIGHT;
            let area = [MARGIN + 48.0, from, canvas.width - MARGIN, from + PANEL_HEIGHT];
            draw_panel(canvas, &Plane { area, x: Axis::from_zero(12.0), y }, a);
        }
        canvas.draw_footer(&format!("{}: {}.", report.site.location, report.site.dataset));
    })?;
    Ok(Some(chart))
}

/// What the year's dearest month spends for each unit of computing against the cheapest, and the component that makes the
/// difference: months of 28 and of 31 days compare by it.
fn chart_title(a: &SiteYearResult) -> String {
    let rate = |m: &MonthlyTotals| overhead_energy(m) / m.it_energy_kwh.max(1e-9);
    let by = |x: &&MonthlyTotals, y: &&MonthlyTotals| rate(x).total_cmp(&rate(y));
    let (Some(low), Some(high)) = (a.months.iter().min_by(by), a.months.iter().max_by(by)) else {
        return String::new();
    };
    let (name, rise) = (&a.total.name, rate(high) / rate(low).max(1e-12) - 1.0);
    let to = format_energy(overhead_energy(high));
    if rise < 0.05 {
        return format!("{name} has much the same overhead above compute all year, {to} in {}", month_names(high).1);
    }
    let of = |m: &MonthlyTotals| overhead_by_end_use(m).map(|(bucket, kwh)| (bucket, kwh / m.it_energy_kwh.max(1e-9)));
    let rises = of(low).into_iter().zip(of(high)).map(|(l, h)| (h.0, h.1 - l.1));
    let why = rises.max_by(|x, y| x.1.total_cmp(&y.1)).map_or("", |r| r.0.label());
    format!(
        "{name} has an overhead above compute of {to} in {}, {} more per kWh of IT than in {}; {} add most",
        month_names(high).1,
        format_percent(rise),
        month_names(low).1,
        lowercase_first_letter(why)
    )
}

/// Short and full name of a month.
fn month_names(m: &MonthlyTotals) -> (&'static str, &'static str) {
    MONTH_NAMES[(m.month as usize).saturating_sub(1).min(11)]
}

fn draw_panel(canvas: &mut Canvas, plane: &Plane, a: &SiteYearResult) {
    plane.draw_axes(canvas, false);
    let [left, top, right, bottom] = plane.area;
    let bold = LabelStyle { size: 14.0, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let sum = format!("{} a year", format_energy(annual_overhead_energy(a)));
    canvas.draw_text(&sum, (right, top - 16.0), TextAnchor::Right, faint);
    canvas.draw_text(
        &truncate_to_width(&a.total.name, bold, right - left - 160.0),
        (left, top - 16.0),
        TextAnchor::Left,
        bold,
    );
    for m in &a.months {
        let middle = plane.pixel_x(f64::from(m.month) - 0.5);
        let half = 0.36 * (right - left) / 12.0;
        let mut from = 0.0;
        for (bucket, kwh) in overhead_by_end_use(m) {
            let to = from + kwh / 1e3;
            canvas.fill_rect(
                [middle - half, plane.pixel_y(to), middle + half, plane.pixel_y(from)],
                canvas.theme.end_use_colors(bucket).0,
            );
            from = to;
        }
        canvas.draw_text(month_names(m).0, (middle, bottom + 15.0), TextAnchor::Middle, faint);
    }
}
