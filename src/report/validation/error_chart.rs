//! The error of every prediction over the tolerance that was stated for it.

use crate::catalog::validation::EvidenceKind;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::validation::result::ValidationReport;

use super::predicted_chart::{draw_kind_legend, kind_color, report_kinds};
use super::words::difference_unit;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 18.0;
/// Room for names.
const NAMES_WIDTH: f64 = 430.0;
/// Errors beyond so many tolerances stand at the edge.
const MAX_TOLERANCES: f64 = 2.5;

/// The chart; nothing to draw without a prediction.
pub fn build_chart(report: &ValidationReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let mut rows: Vec<_> = report.all_predictions().collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let order = |kind: EvidenceKind| report_kinds(report).iter().position(|k| *k == kind);
    rows.sort_by_key(|(c, _)| order(c.kind));
    let t = &report.totals;
    let title = format!("{} of {} predictions lie within the tolerance stated beforehand", t.within, t.predictions);
    let subtitle =
        "Error of each prediction over its tolerance: the grey band is the tolerance, to the right is too much; at \
                    the edge: beyond two and a half tolerances"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let height = pixel_height(top + ROW_HEIGHT * rows.len() as f64 + 50.0);
    let (left, right) = (MARGIN + NAMES_WIDTH + 14.0, f64::from(WIDTH) - MARGIN - 80.0);
    let at = |share: f64| {
        f64::midpoint(left, right)
            + share.clamp(-MAX_TOLERANCES, MAX_TOLERANCES) / MAX_TOLERANCES * (right - left) / 2.0
    };
    let chart = Chart::from_painter("errors", (title, subtitle), (WIDTH, height), |canvas| {
        draw_kind_legend(canvas, &report_kinds(report), (left, top - 16.0));
        let bottom = top + ROW_HEIGHT * rows.len() as f64;
        let band = canvas.theme.tint_color(canvas.theme.faint, 0.15);
        canvas.fill_rect([at(-1.0), top, at(1.0), bottom], band);
        canvas.draw_line(&[(at(0.0), top), (at(0.0), bottom)], canvas.theme.faint, 1.0);
        for (i, (case, q)) in rows.iter().enumerate() {
            let y = top + ROW_HEIGHT * (i as f64 + 0.5);
            let look = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
            let name = truncate_to_width(&format!("{}: {}", case.id, q.name), look, NAMES_WIDTH);
            canvas.draw_text(&name, (left - 14.0, y), TextAnchor::Right, look);
            canvas.draw_line(&[(left, y), (right, y)], canvas.theme.grid, 0.75);
            let faint =
                LabelStyle { color: if q.within_tolerance { canvas.theme.faint } else { canvas.theme.limit }, ..look };
            let Some(error) = q.error else {
                canvas.draw_text("no answer", (right + 12.0, y), TextAnchor::Left, faint);
                continue;
            };
            let x = at(error / q.tolerance);
            let color = kind_color(&canvas.theme, case.kind);
            canvas.draw_line(&[(at(0.0), y), (x, y)], color, 2.0);
            canvas.draw_dot((x, y), 4.5, color);
            let text = if q.relative {
                format!("{} %", format_number(100.0 * error, 1))
            } else {
                format_number(units.unit_for(difference_unit(&q.unit)).convert_from_si(error), 2)
            };
            canvas.draw_text(&text, (right + 12.0, y), TextAnchor::Left, faint);
        }
        canvas.draw_footer("Sources of every figure: rackjoule validate --format markdown.");
    })?;
    Ok(Some(chart))
}
