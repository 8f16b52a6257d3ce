//! Every hour of the year as a cell: hours of the day upwards, days to the right, the colour the power beside the IT
//! equipment over that of the IT equipment.

use plotters::style::RGBColor;

use crate::study::site_result::{SiteAnswer, SiteReport};

use super::super::ReportError;
use super::super::format::number;
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const CELL: f64 = 9.0;
/// Shades: more than an eye tells apart.
const LEVELS: f64 = 60.0;
const MONTHS: [(&str, usize); 12] = [
    ("Jan", 0),
    ("Feb", 31),
    ("Mar", 59),
    ("Apr", 90),
    ("May", 120),
    ("Jun", 151),
    ("Jul", 181),
    ("Aug", 212),
    ("Sep", 243),
    ("Oct", 273),
    ("Nov", 304),
    ("Dec", 334),
];

/// The chart of the first architecture with hours; nothing to draw without, or where rows are no hours.
pub fn chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let found = report.architectures.iter().find(|a| (8760..=8784).contains(&a.hours.len()));
    let Some(a) = found else { return Ok(None) };
    let pue: Vec<f64> = a.hours.iter().map(|h| h.facility_power_w / h.it_power_w).collect();
    let low = pue.iter().copied().fold(f64::INFINITY, f64::min);
    let high = pue.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let title = title(a, &pue);
    let subtitle =
        "Facility over IT power in every hour of the year: days to the right, hours of the day upwards".to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 40.0;
    let height = rounded(top + 24.0 * CELL + 70.0);
    let chart = Chart::draw("year-heat-map", (title, subtitle), (WIDTH, height), |canvas| {
        paint(canvas, &pue, (low, high), top);
        canvas.source(&format!("{}: {}.", report.site.location, report.site.dataset));
    })?;
    Ok(Some(chart))
}

fn title(a: &SiteAnswer, pue: &[f64]) -> String {
    let worst = (0..pue.len()).max_by(|x, y| pue[*x].total_cmp(&pue[*y])).unwrap_or(0);
    let day = worst / 24;
    let (month, first) = MONTHS.iter().rev().find(|m| day >= m.1).copied().unwrap_or(MONTHS[0]);
    format!(
        "{} is at its worst at {}:00 on {} {month}, with facility over IT power at {}",
        a.total.name,
        worst % 24,
        day - first + 1,
        number(pue[worst], 3)
    )
}

fn paint(canvas: &mut Canvas, pue: &[f64], (low, high): (f64, f64), top: f64) {
    let left = MARGIN + 34.0;
    let days = pue.len().div_ceil(24);
    let wide = (canvas.width - MARGIN - left) / days as f64;
    let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
    let level = |value: f64| if high > low { ((value - low) / (high - low) * LEVELS).round() } else { 0.0 };
    for (day, hours) in pue.chunks(24).enumerate() {
        let x = left + day as f64 * wide;
        let mut from = 0;
        // Hours of one shade on end are one cell.
        for run in hours.chunk_by(|a, b| level(*a) == level(*b)) {
            let to = from + run.len();
            let (bottom, above) = (top + (24 - from) as f64 * CELL, top + (24 - to) as f64 * CELL);
            // A hair over the next cell, which is drawn after it: rounding leaves no seams.
            canvas.rect([x, above - 0.4, x + wide + 0.4, bottom], color(level(run[0]) / LEVELS));
            from = to;
        }
    }
    for hour in [0, 6, 12, 18, 24] {
        let y = top + (24.0 - f64::from(hour)) * CELL;
        canvas.text(&format!("{hour}"), (left - 8.0, y), Anchor::Right, faint);
    }
    for (name, day) in MONTHS {
        let x = left + day as f64 * wide;
        canvas.text(name, (x, top + 24.0 * CELL + 14.0), Anchor::Left, faint);
    }
    // The scale above the map.
    let (from, to, y) = (canvas.width - MARGIN - 300.0, canvas.width - MARGIN - 60.0, top - 22.0);
    for k in 0..60 {
        let share = f64::from(k) / 59.0;
        let x = from + f64::from(k) * (to - from) / 60.0;
        canvas.rect([x, y - 6.0, x + (to - from) / 60.0 + 0.2, y + 6.0], color(share));
    }
    canvas.text(&number(low, 3), (from - 8.0, y), Anchor::Right, faint);
    canvas.text(&number(high, 3), (to + 8.0, y), Anchor::Left, faint);
}

/// A scale that rises in lightness for every eye: blue, green, yellow (after viridis, by five anchors).
fn color(share: f64) -> RGBColor {
    const ANCHORS: [(f64, f64, f64); 5] =
        [(68.0, 1.0, 84.0), (59.0, 82.0, 139.0), (33.0, 145.0, 140.0), (94.0, 201.0, 98.0), (253.0, 231.0, 37.0)];
    let at = share.clamp(0.0, 1.0) * 4.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 3")]
    let i = at.floor().min(3.0) as usize;
    let f = at - i as f64;
    let (a, b) = (ANCHORS[i], ANCHORS[i + 1]);
    let mix = |x: f64, y: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = (x + f * (y - x)).round() as u8;
        byte
    };
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}
