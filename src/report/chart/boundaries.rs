//! Performance per watt of each generation at chip, wall and meter: one row a generation, one dot a boundary.

use crate::study::generations::result::{Generation, GenerationReport};
use crate::study::result::Bucket;

use super::super::ReportError;
use super::super::format::{number, significant};
use super::super::generations::words;
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit};
use super::log::LogAxis;
use super::stacked::rounded;
use super::theme::Theme;

const WIDTH: u32 = 960;
const ROW: f64 = 26.0;
const NAMES: f64 = 150.0;
const FIGURES: f64 = 130.0;

/// Boundaries in the order of the legend, each with its colour and value.
type Dot = (&'static str, Bucket, fn(&Generation) -> Option<f64>);
const DOTS: [Dot; 4] = [
    ("chip, rated power", Bucket::Accelerators, |g| g.chip.per_watt),
    ("wall, network counted", Bucket::OtherIt, |g| g.wall.per_watt),
    ("meter, on air", Bucket::AirHandling, |g| g.meter_air.per_watt),
    ("meter, on liquid", Bucket::Chillers, |g| g.meter_liquid.per_watt),
];

/// Those whose hall is modelled: what rests on the ratio of others says nothing of its own here.
fn shown(report: &GenerationReport) -> Vec<&Generation> {
    let modelled = |g: &&Generation| g.meter_air.basis == "model" || g.meter_liquid.basis == "model";
    report.generations.iter().filter(modelled).collect()
}

fn best(g: &Generation) -> Option<f64> {
    [g.meter_air.per_watt, g.meter_liquid.per_watt].into_iter().flatten().reduce(f64::max)
}

/// The chart; nothing to draw where no generation has a hall.
pub fn chart(report: &GenerationReport) -> Result<Option<Chart>, ReportError> {
    let rows = shown(report);
    let ratios: Vec<f64> = rows.iter().filter_map(|g| Some(best(g)? / g.chip.per_watt?)).collect();
    let Some((least, most)) = ratios.iter().copied().map(|r| (r, r)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
        return Ok(None);
    };
    let title = format!(
        "Of the performance per watt on the data sheet {} to {} % are left at the meter",
        number(100.0 * least, 0),
        number(100.0 * most, 0)
    );
    let format = words(&report.question).map_or(String::new(), |w| format!(", {w}"));
    let subtitle = format!("{}{format}, logarithmic; the meter stands in {}", report.question.unit, report.location);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let floor = top + rows.len() as f64 * ROW;
    let height = rounded(floor + 72.0);
    let axis = LogAxis::around(rows.iter().flat_map(|g| DOTS.iter().filter_map(|d| d.2(g))));
    let chart = Chart::draw("boundaries", (title, subtitle), (WIDTH, height), |canvas| {
        legend(canvas, top - 18.0);
        let (left, right) = (MARGIN + NAMES, canvas.width - MARGIN - FIGURES);
        let x = |v: f64| left + axis.share(v) * (right - left);
        let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.ticks() {
            canvas.line(&[(x(value), top), (x(value), floor)], canvas.theme.grid, 1.0);
            canvas.text_if_free(&LogAxis::label(value), (x(value), floor + 14.0), Anchor::Middle, faint);
        }
        let look = Look { size: 13.0, bold: false, color: canvas.theme.ink };
        for (i, g) in rows.iter().enumerate() {
            let y = top + (i as f64 + 0.5) * ROW;
            let mark = if g.status == "announced" { " (announced)" } else { "" };
            let name = fit(&format!("{}{mark}", g.id), look, NAMES - 14.0);
            canvas.text(&name, (left - 12.0, y), Anchor::Right, look);
            dots(canvas, g, y, &x);
            let text = best(g).zip(g.chip.per_watt).map(|(m, c)| format!("{} → {}", significant(c), significant(m)));
            canvas.text(&text.unwrap_or_default(), (right + 12.0, y), Anchor::Left, look);
        }
        canvas.source(
            "Right: at the chip → at the meter, the better of air and liquid. Racks at full load, mean of the year.",
        );
    })?;
    Ok(Some(chart))
}

fn color(theme: &Theme, bucket: Bucket) -> plotters::style::RGBColor {
    theme.bucket(bucket).0
}

fn legend(canvas: &mut Canvas, y: f64) {
    let look = Look { size: 13.0, bold: false, color: canvas.theme.ink };
    for (i, (label, bucket, _)) in DOTS.iter().enumerate() {
        let at = MARGIN + NAMES + 190.0 * i as f64;
        let fill = color(&canvas.theme, *bucket);
        canvas.dot((at + 6.0, y), 5.0, fill);
        canvas.text(label, (at + 18.0, y), Anchor::Left, look);
    }
}

fn dots(canvas: &mut Canvas, g: &Generation, y: f64, x: &dyn Fn(f64) -> f64) {
    let places: Vec<f64> = DOTS.iter().filter_map(|d| d.2(g)).map(x).collect();
    let (from, to) = places.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), p| (a.min(*p), b.max(*p)));
    if to > from {
        canvas.line(&[(from, y), (to, y)], canvas.theme.grid, 2.0);
    }
    for (_, bucket, value) in DOTS {
        if let Some(v) = value(g) {
            let fill = color(&canvas.theme, bucket);
            canvas.dot((x(v), y), 5.0, fill);
        }
    }
}
