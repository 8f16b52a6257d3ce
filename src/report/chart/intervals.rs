//! Intervals of the figures that decide: a bar from 5 to 95 % of the draws, a dot at the median, a tick at the nominal.

use crate::study::uncertainty::chances;
use crate::study::uncertainty::result::{FigureSpread, Spread};

use super::super::ReportError;
use super::super::Units;
use super::super::metrics::{DECISIVE, Metric, of_key};
use super::super::uncertainty::{answers, interval};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit, measure};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const ROW: f64 = 22.0;
const HEAD: f64 = 30.0;
const GAP: f64 = 14.0;
/// Widest name, pixels.
const NAME: f64 = 240.0;
/// Least room for the figures to the right.
const TEXT: f64 = 230.0;

/// A figure with that of each architecture.
struct Panel<'a> {
    metric: &'static Metric,
    rows: Vec<(usize, &'a FigureSpread)>,
}

fn panels(result: &Spread) -> Vec<Panel<'_>> {
    let of = |key: &&str| {
        let metric = of_key(key)?;
        let figures = result.architectures.iter().enumerate();
        let rows: Vec<_> = figures
            .filter_map(|(i, a)| Some((i, a.figures.iter().find(|f| f.key == *key && f.median.is_some())?)))
            .collect();
        let varies = rows.iter().any(|(_, f)| f.p05 != f.p95);
        varies.then_some(Panel { metric, rows })
    };
    DECISIVE.iter().filter_map(of).collect()
}

/// The chart; nothing to draw where nothing varies.
pub fn chart(result: &Spread, units: Units) -> Result<Option<Chart>, ReportError> {
    let panels = panels(result);
    if panels.is_empty() {
        return Ok(None);
    }
    let said = answers(&chances(result)).into_iter().next();
    let title = said.map_or_else(|| "How sure each figure is".to_owned(), |a| a.trim_end_matches('.').to_owned());
    let subtitle =
        "Bars hold the middle nine tenths of the draws, dots are medians, ticks are the answer with every input at its most \
         likely value; each figure on a scale of its own"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let heights: f64 = panels.iter().map(|p| HEAD + GAP + ROW * p.rows.len() as f64).sum();
    let height = rounded(top + heights + 40.0);
    let look = Look { size: 13.0, bold: false, color: plotters::style::RGBColor(0, 0, 0) };
    let names = result.architectures.iter().map(|a| measure(&fit(&a.name, look, NAME), look));
    let left = MARGIN + names.fold(40.0, f64::max) + 14.0;
    let figures = panels.iter().flat_map(|p| p.rows.iter().map(|(_, f)| measure(&interval(p.metric, f, units), look)));
    let right = f64::from(WIDTH) - MARGIN - figures.map(|w| w + 14.0).fold(TEXT, f64::max);
    let chart = Chart::draw("intervals", (title, subtitle), (WIDTH, height), |canvas| {
        let mut y = top;
        for panel in &panels {
            draw(canvas, result, panel, [left, y, right], units);
            y += HEAD + GAP + ROW * panel.rows.len() as f64;
        }
        canvas.source(&format!("{} comparisons, seed {}.", result.samples, result.seed));
    })?;
    Ok(Some(chart))
}

fn draw(canvas: &mut Canvas, result: &Spread, panel: &Panel<'_>, [left, top, right]: [f64; 3], units: Units) {
    let all = || panel.rows.iter().flat_map(|(_, f)| [f.p05, f.median, f.p95, f.nominal]).flatten();
    let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let span = (high - low).max(1e-9 * high.abs()).max(f64::MIN_POSITIVE);
    let at = |v: f64| left + (v - low) / span * (right - left);
    let ink = Look { size: 13.0, bold: true, color: canvas.theme.ink };
    let plain = Look { bold: false, ..ink };
    let faint = Look { size: 12.0, bold: false, color: canvas.theme.faint };
    canvas.text(&panel.metric.heading(units), (MARGIN, top + 14.0), Anchor::Left, ink);
    canvas.line(&[(MARGIN, top), (f64::from(WIDTH) - MARGIN, top)], canvas.theme.grid, 1.0);
    for (place, (i, f)) in panel.rows.iter().enumerate() {
        let y = top + HEAD + ROW * (place as f64 + 0.5);
        let name = fit(&result.architectures[*i].name, plain, NAME);
        canvas.text(&name, (left - 14.0, y), Anchor::Right, plain);
        canvas.line(&[(left, y), (right, y)], canvas.theme.grid, 1.0);
        let color = canvas.theme.cooling(&result.architectures[*i].cooling);
        if let (Some(p05), Some(median), Some(p95)) = (f.p05, f.median, f.p95) {
            canvas.rect([at(p05), y - 4.0, at(p95).max(at(p05) + 1.0), y + 4.0], canvas.theme.tint(color, 0.55));
            canvas.dot((at(median), y), 5.0, color);
        }
        if let Some(nominal) = f.nominal {
            let x = at(nominal);
            canvas.line(&[(x, y - 8.0), (x, y + 8.0)], canvas.theme.ink, 2.0);
        }
        canvas.text(&interval(panel.metric, f, units), (right + 14.0, y), Anchor::Left, faint);
    }
}
