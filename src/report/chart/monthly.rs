//! What every month spends beside computing, by component: one panel for each architecture, or for the two that spend
//! least and most where there are many.

use crate::study::result::Bucket;
use crate::study::site_result::{Month, SiteAnswer, SiteReport};

use super::super::ReportError;
use super::super::finding::in_sentence;
use super::super::format::{energy, percent};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit};
use super::plane::{Axis, Plane};
use super::stacked::{legend, rounded};

const WIDTH: u32 = 960;
const PANEL: f64 = 170.0;
/// Room above a panel for its name, and below for its months.
const NAME: f64 = 30.0;
const FOOT: f64 = 30.0;
/// Most panels that are drawn; beyond, the two extremes.
const PANELS: usize = 3;
const MONTHS: [(&str, &str); 12] = [
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
fn parts(m: &Month) -> [(Bucket, f64); 6] {
    [
        (Bucket::ServerFans, m.server_fan_energy_kwh),
        (Bucket::Conversion, m.conversion_energy_kwh),
        (Bucket::AirHandling, m.air_handling_energy_kwh),
        (Bucket::Pumps, m.pump_energy_kwh),
        (Bucket::Chillers, m.compressor_energy_kwh),
        (Bucket::HeatRejection, m.rejection_fan_energy_kwh),
    ]
}

fn total(m: &Month) -> f64 {
    parts(m).iter().map(|p| p.1).sum()
}

fn year(a: &SiteAnswer) -> f64 {
    a.months.iter().map(total).sum()
}

/// The chart; nothing to draw without months.
pub fn chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let with: Vec<&SiteAnswer> = report.architectures.iter().filter(|a| !a.months.is_empty()).collect();
    let least = with.iter().copied().min_by(|a, b| year(a).total_cmp(&year(b)));
    let most = with.iter().copied().max_by(|a, b| year(a).total_cmp(&year(b)));
    let (Some(least), Some(most)) = (least, most) else { return Ok(None) };
    let shown = if with.len() > PANELS { vec![least, most] } else { with.clone() };
    let title = title(most);
    let which = if shown.len() < with.len() { "; the architectures that spend least and most" } else { "" };
    let subtitle = format!("Energy beside computing in every month by component, MWh{which}");
    let used: Vec<Bucket> = parts(&Month::default())
        .iter()
        .map(|p| p.0)
        .filter(|b| shown.iter().flat_map(|a| &a.months).flat_map(parts).any(|(of, kwh)| of == *b && kwh > 0.0))
        .collect();
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = head + 34.0;
    let height = rounded(top + shown.len() as f64 * (NAME + PANEL + FOOT) + 40.0);
    let chart = Chart::draw("energy-by-month", (title, subtitle), (WIDTH, height), |canvas| {
        legend(canvas, &used);
        let y = Axis::around(shown.iter().flat_map(|a| &a.months).map(|m| total(m) / 1e3), true);
        for (i, a) in shown.iter().enumerate() {
            let from = top + i as f64 * (NAME + PANEL + FOOT) + NAME;
            let area = [MARGIN + 48.0, from, canvas.width - MARGIN, from + PANEL];
            panel(canvas, &Plane { area, x: Axis::to(12.0), y }, a);
        }
        canvas.source(&format!("{}: {}.", report.site.location, report.site.dataset));
    })?;
    Ok(Some(chart))
}

/// What the year's dearest month spends for each unit of computing against the cheapest, and the component that makes the
/// difference: months of 28 and of 31 days compare by it.
fn title(a: &SiteAnswer) -> String {
    let rate = |m: &Month| total(m) / m.it_energy_kwh.max(1e-9);
    let by = |x: &&Month, y: &&Month| rate(x).total_cmp(&rate(y));
    let (Some(low), Some(high)) = (a.months.iter().min_by(by), a.months.iter().max_by(by)) else {
        return String::new();
    };
    let (name, rise) = (&a.total.name, rate(high) / rate(low).max(1e-12) - 1.0);
    let to = energy(total(high));
    if rise < 0.05 {
        return format!("{name} spends much the same beside computing all year, {to} in {}", month(high).1);
    }
    let of = |m: &Month| parts(m).map(|(bucket, kwh)| (bucket, kwh / m.it_energy_kwh.max(1e-9)));
    let rises = of(low).into_iter().zip(of(high)).map(|(l, h)| (h.0, h.1 - l.1));
    let why = rises.max_by(|x, y| x.1.total_cmp(&y.1)).map_or("", |r| r.0.label());
    format!(
        "{name} spends {to} beside computing in {}, {} more per kWh of IT than in {}; {} add most",
        month(high).1,
        percent(rise),
        month(low).1,
        in_sentence(why)
    )
}

/// Short and full name of a month.
fn month(m: &Month) -> (&'static str, &'static str) {
    MONTHS[(m.month as usize).saturating_sub(1).min(11)]
}

fn panel(canvas: &mut Canvas, plane: &Plane, a: &SiteAnswer) {
    plane.draw(canvas, false);
    let [left, top, right, bottom] = plane.area;
    let bold = Look { size: 14.0, bold: true, color: canvas.theme.ink };
    let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
    let sum = format!("{} a year", energy(year(a)));
    canvas.text(&sum, (right, top - 16.0), Anchor::Right, faint);
    canvas.text(&fit(&a.total.name, bold, right - left - 160.0), (left, top - 16.0), Anchor::Left, bold);
    for m in &a.months {
        let middle = plane.px(f64::from(m.month) - 0.5);
        let half = 0.36 * (right - left) / 12.0;
        let mut from = 0.0;
        for (bucket, kwh) in parts(m) {
            let to = from + kwh / 1e3;
            canvas.rect([middle - half, plane.py(to), middle + half, plane.py(from)], canvas.theme.bucket(bucket).0);
            from = to;
        }
        canvas.text(month(m).0, (middle, bottom + 15.0), Anchor::Middle, faint);
    }
}
