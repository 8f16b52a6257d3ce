//! The error of every prediction over the tolerance that was stated for it.

use crate::study::validation::result::Report;

use super::super::format::number;
use super::super::validation::delta;
use super::super::{ReportError, Units};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit};
use super::predicted::{color, kinds, legend};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const ROW: f64 = 18.0;
/// Room for names.
const NAME: f64 = 430.0;
/// Errors beyond so many tolerances stand at the edge.
const MOST: f64 = 2.5;

/// The chart; nothing to draw without a prediction.
pub fn chart(report: &Report, units: Units) -> Result<Option<Chart>, ReportError> {
    let mut rows: Vec<_> = report.predictions().collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let order = |kind: &str| kinds(report).iter().position(|k| *k == kind);
    rows.sort_by_key(|(c, _)| order(c.kind));
    let t = &report.totals;
    let title = format!("{} of {} predictions lie within the tolerance stated beforehand", t.within, t.predictions);
    let subtitle =
        "Error of each prediction over its tolerance: the grey band is the tolerance, to the right is too much; at \
                    the edge: beyond two and a half tolerances"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let height = rounded(top + ROW * rows.len() as f64 + 50.0);
    let (left, right) = (MARGIN + NAME + 14.0, f64::from(WIDTH) - MARGIN - 80.0);
    let at = |share: f64| f64::midpoint(left, right) + share.clamp(-MOST, MOST) / MOST * (right - left) / 2.0;
    let chart = Chart::draw("errors", (title, subtitle), (WIDTH, height), |canvas| {
        legend(canvas, &kinds(report), (left, top - 16.0));
        let bottom = top + ROW * rows.len() as f64;
        let band = canvas.theme.tint(canvas.theme.faint, 0.15);
        canvas.rect([at(-1.0), top, at(1.0), bottom], band);
        canvas.line(&[(at(0.0), top), (at(0.0), bottom)], canvas.theme.faint, 1.0);
        for (i, (case, q)) in rows.iter().enumerate() {
            let y = top + ROW * (i as f64 + 0.5);
            let look = Look { size: 12.0, bold: false, color: canvas.theme.ink };
            let name = fit(&format!("{}: {}", case.id, units.text(&q.name)), look, NAME);
            canvas.text(&name, (left - 14.0, y), Anchor::Right, look);
            canvas.line(&[(left, y), (right, y)], canvas.theme.grid, 0.75);
            let faint =
                Look { color: if q.within_tolerance { canvas.theme.faint } else { canvas.theme.limit }, ..look };
            let Some(error) = q.error else {
                canvas.text("no answer", (right + 12.0, y), Anchor::Left, faint);
                continue;
            };
            let x = at(error / q.tolerance);
            let color = color(&canvas.theme, case.kind);
            canvas.line(&[(at(0.0), y), (x, y)], color, 2.0);
            canvas.dot((x, y), 4.5, color);
            let text = if q.relative {
                format!("{} %", number(100.0 * error, 1))
            } else {
                number(units.of(delta(&q.unit)).value(error), 2)
            };
            canvas.text(&text, (right + 12.0, y), Anchor::Left, faint);
        }
        canvas.source("Sources of every figure: rackjoule validate --format markdown.");
    })?;
    Ok(Some(chart))
}
