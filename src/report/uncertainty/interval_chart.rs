//! Intervals of the figures that decide: a bar from 5 to 95 % of the draws, a dot at the median, a tick at the nominal.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::scale::pixel_height;
use crate::report::compare::metric::ReportMetric;
use crate::report::compare::metrics::{DECISIVE_KEYS, find_metric};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::uncertainty::better_chances;
use crate::study::uncertainty::result::{FigureSpread, UncertaintyResult};

use super::words::{format_interval, headline_sentences};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 22.0;
const HEADING_HEIGHT: f64 = 30.0;
const PANEL_GAP: f64 = 14.0;
/// Widest name, pixels.
const MAX_NAME_WIDTH: f64 = 240.0;
/// Least room for the figures to the right.
const MIN_FIGURES_WIDTH: f64 = 230.0;

/// A figure with that of each architecture.
struct IntervalPanel<'a> {
    metric: &'static ReportMetric,
    rows: Vec<(usize, &'a FigureSpread)>,
}

fn build_panels(result: &UncertaintyResult) -> Vec<IntervalPanel<'_>> {
    let of = |key: &&str| {
        let metric = find_metric(key)?;
        let figures = result.architectures.iter().enumerate();
        let rows: Vec<_> = figures
            .filter_map(|(i, a)| Some((i, a.figures.iter().find(|f| f.key == *key && f.median.is_some())?)))
            .collect();
        let varies = rows.iter().any(|(_, f)| f.p05 != f.p95);
        varies.then_some(IntervalPanel { metric, rows })
    };
    DECISIVE_KEYS.iter().filter_map(of).collect()
}

/// The chart; nothing to draw where nothing varies.
pub fn build_chart(result: &UncertaintyResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let panels = build_panels(result);
    if panels.is_empty() {
        return Ok(None);
    }
    let said = headline_sentences(&better_chances(result)).into_iter().next();
    let title = said.map_or_else(|| "How sure each figure is".to_owned(), |a| a.trim_end_matches('.').to_owned());
    let subtitle =
        "Bars hold the middle nine tenths of the draws, dots are medians, ticks are the answer with every input at its most \
         likely value; each figure on a scale of its own"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let heights: f64 = panels.iter().map(|p| HEADING_HEIGHT + PANEL_GAP + ROW_HEIGHT * p.rows.len() as f64).sum();
    let height = pixel_height(top + heights + 40.0);
    let look = LabelStyle { size: 13.0, bold: false, color: plotters::style::RGBColor(0, 0, 0) };
    let names =
        result.architectures.iter().map(|a| text_width(&truncate_to_width(&a.name, look, MAX_NAME_WIDTH), look));
    let left = MARGIN + names.fold(40.0, f64::max) + 14.0;
    let figures =
        panels.iter().flat_map(|p| p.rows.iter().map(|(_, f)| text_width(&format_interval(p.metric, f, units), look)));
    let right = f64::from(WIDTH) - MARGIN - figures.map(|w| w + 14.0).fold(MIN_FIGURES_WIDTH, f64::max);
    let chart = Chart::from_painter("intervals", (title, subtitle), (WIDTH, height), |canvas| {
        let mut y = top;
        for panel in &panels {
            draw_panel(canvas, result, panel, [left, y, right], units);
            y += HEADING_HEIGHT + PANEL_GAP + ROW_HEIGHT * panel.rows.len() as f64;
        }
        canvas.draw_footer(&format!("{} comparisons, seed {}.", result.samples, result.seed));
    })?;
    Ok(Some(chart))
}

fn draw_panel(
    canvas: &mut Canvas,
    result: &UncertaintyResult,
    panel: &IntervalPanel<'_>,
    [left, top, right]: [f64; 3],
    units: UnitSystem,
) {
    let all = || panel.rows.iter().flat_map(|(_, f)| [f.p05, f.median, f.p95, f.nominal]).flatten();
    let (low, high) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let span = (high - low).max(1e-9 * high.abs()).max(f64::MIN_POSITIVE);
    let at = |v: f64| left + (v - low) / span * (right - left);
    let ink = LabelStyle { size: 13.0, bold: true, color: canvas.theme.ink };
    let plain = LabelStyle { bold: false, ..ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    canvas.draw_text(&panel.metric.heading_with_unit(units), (MARGIN, top + 14.0), TextAnchor::Left, ink);
    canvas.draw_line(&[(MARGIN, top), (f64::from(WIDTH) - MARGIN, top)], canvas.theme.grid, 1.0);
    for (place, (i, f)) in panel.rows.iter().enumerate() {
        let y = top + HEADING_HEIGHT + ROW_HEIGHT * (place as f64 + 0.5);
        let name = truncate_to_width(&result.architectures[*i].name, plain, MAX_NAME_WIDTH);
        canvas.draw_text(&name, (left - 14.0, y), TextAnchor::Right, plain);
        canvas.draw_line(&[(left, y), (right, y)], canvas.theme.grid, 1.0);
        let color = canvas.theme.cooling_color(result.architectures[*i].cooling);
        if let (Some(p05), Some(median), Some(p95)) = (f.p05, f.median, f.p95) {
            canvas.fill_rect(
                [at(p05), y - 4.0, at(p95).max(at(p05) + 1.0), y + 4.0],
                canvas.theme.tint_color(color, 0.55),
            );
            canvas.draw_dot((at(median), y), 5.0, color);
        }
        if let Some(nominal) = f.nominal {
            let x = at(nominal);
            canvas.draw_line(&[(x, y - 8.0), (x, y + 8.0)], canvas.theme.ink, 2.0);
        }
        canvas.draw_text(&format_interval(panel.metric, f, units), (right + 14.0, y), TextAnchor::Left, faint);
    }
}
