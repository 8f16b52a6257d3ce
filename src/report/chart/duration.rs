//! Load duration: what everything but the IT equipment draws, the hours in falling order.

use crate::study::site_result::SiteReport;

use super::super::ReportError;
use super::super::format::{number, power};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit, measure};
use super::plane::{Axis, Plane};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const PLANE: f64 = 340.0;
/// Points of a line.
const POINTS: usize = 400;
/// Least distance of labels.
const APART: f64 = 18.0;

/// The chart; nothing to draw without hours.
pub fn chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let lines: Vec<(&str, &str, Vec<f64>)> = report
        .architectures
        .iter()
        .filter(|a| !a.hours.is_empty())
        .map(|a| {
            let mut kw: Vec<f64> = a.hours.iter().map(|h| h.overhead_w() / 1e3).collect();
            kw.sort_by(|a, b| b.total_cmp(a));
            (a.total.name.as_str(), a.total.cooling.as_str(), kw)
        })
        .collect();
    let Some((name, _, first)) = lines.first() else { return Ok(None) };
    let middle = first[first.len() / 2];
    let title = format!(
        "{name} spends {} or less beside the IT equipment for half of the year, {} in its worst hour",
        power(middle * 1e3),
        power(first[0] * 1e3)
    );
    let subtitle = "Power beside the IT equipment, kW, hours of the year in falling order".to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 16.0;
    let height = rounded(top + PLANE + 66.0);
    let chart = Chart::draw("load-duration", (title, subtitle), (WIDTH, height), |canvas| {
        let names = lines.iter().map(|l| label(l.0, canvas)).fold(0.0, |w: f64, t| w.max(t.1));
        let (left, right) = (MARGIN + 48.0, canvas.width - MARGIN - names - 14.0);
        let hours = lines.iter().map(|l| l.2.len()).max().unwrap_or(1) as f64;
        let step_h = report.site.hours / hours;
        let values = lines.iter().flat_map(|l| l.2.iter().copied());
        let plane = Plane {
            area: [left, top, right, top + PLANE],
            x: Axis::to(report.site.hours),
            y: Axis::around(values, true),
        };
        plane.draw(canvas, true);
        let mut ends: Vec<(f64, usize)> = Vec::new();
        for (i, (_, cooling, kw)) in lines.iter().enumerate() {
            let at = |k: usize| (k * (kw.len() - 1)) / POINTS;
            let line: Vec<_> = (0..=POINTS).map(|k| plane.at((at(k) as f64 * step_h, kw[at(k)]))).collect();
            canvas.line(&line, canvas.theme.cooling(cooling), 2.5);
            ends.push((plane.py(kw[kw.len() - 1]), i));
        }
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let look = Look { size: 12.5, bold: true, color: canvas.theme.ink };
        // Pushed up from the floor, so that no label falls below the plane.
        let mut floor = top + PLANE + APART;
        for (y, i) in ends.into_iter().rev() {
            floor = y.min(floor - APART);
            let text = label(lines[i].0, canvas).0;
            canvas.line(&[(right, y), (right + 8.0, floor)], canvas.theme.cooling(lines[i].1), 1.5);
            canvas.text(&text, (right + 11.0, floor), Anchor::Left, look);
        }
        canvas.source(&format!(
            "{}: {}. Hours: {}.",
            report.site.location,
            report.site.dataset,
            number(report.site.hours, 0)
        ));
    })?;
    Ok(Some(chart))
}

/// A name that fits beside the plane, and its width.
fn label(name: &str, canvas: &Canvas) -> (String, f64) {
    let look = Look { size: 12.5, bold: true, color: canvas.theme.ink };
    let text = fit(name, look, 200.0);
    let width = measure(&text, look);
    (text, width)
}
