//! Mean facility power by component, one bar per architecture.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::legend::draw_end_use_legend;
use crate::report::chart::scale::{pixel_height, tick_step};
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::compare::result::{ArchitectureResult, Comparison, EndUse};

use super::headline;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 78.0;
const BAR_HEIGHT: f64 = 40.0;
/// Room for names and for totals beside the bars.
const NAMES_WIDTH: f64 = 190.0;
const TOTALS_WIDTH: f64 = 120.0;

/// The chart.
pub fn build_chart(result: &Comparison) -> Result<Chart, ReportError> {
    let title = headline::headline_sentence(result).trim_end_matches('.').to_owned();
    let subtitle = "Mean power over the year by component, kW".to_owned();
    let rows = result.architectures.len() as f64;
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    let height = pixel_height(head + 62.0 + rows * ROW_HEIGHT + 64.0);
    Chart::from_painter("power-by-component", (title, subtitle), (WIDTH, height), |canvas| draw_bars(canvas, result))
}

fn draw_bars(canvas: &mut Canvas, result: &Comparison) {
    let used =
        |b: &EndUse| result.architectures.iter().flat_map(|a| &a.power).any(|s| s.bucket == *b && s.power_w > 0.0);
    let bottom = draw_end_use_legend(canvas, &EndUse::ALL.into_iter().filter(used).collect::<Vec<_>>());
    let most_kw = result.architectures.iter().filter_map(|a| a.facility_power_w).fold(0.0, f64::max).max(1.0) / 1e3;
    let left = MARGIN + NAMES_WIDTH;
    let scale = (canvas.width - MARGIN - TOTALS_WIDTH - left) / most_kw;
    let rows = result.architectures.len() as f64;
    let floor = bottom + rows * ROW_HEIGHT;
    let tick = tick_step(most_kw);
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let mut value = 0.0;
    while value <= most_kw {
        let x = left + value * scale;
        canvas.draw_line(&[(x, bottom - 4.0), (x, floor)], canvas.theme.grid, 1.0);
        canvas.draw_text(&format_number(value, 0), (x, floor + 14.0), TextAnchor::Middle, faint);
        value += tick;
    }
    for (i, a) in result.architectures.iter().enumerate() {
        draw_row(canvas, a, bottom + i as f64 * ROW_HEIGHT, left, scale);
    }
    canvas.draw_footer(&format!(
        "{}: {}. Mean of busy and idle servers; server fans and power supplies count as IT in the PUE.",
        result.site.location, result.site.dataset
    ));
}

fn draw_row(canvas: &mut Canvas, a: &ArchitectureResult, top: f64, left: f64, scale: f64) {
    let middle = top + 8.0 + BAR_HEIGHT / 2.0;
    let bold = LabelStyle { size: 14.5, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let name = truncate_to_width(&a.name, bold, NAMES_WIDTH - 14.0);
    canvas.draw_text(&name, (left - 14.0, middle - 9.0), TextAnchor::Right, bold);
    let how = truncate_to_width(&format!("{}, {}", a.cooling, a.heat_rejection), faint, NAMES_WIDTH - 14.0);
    canvas.draw_text(&how, (left - 14.0, middle + 9.0), TextAnchor::Right, faint);
    let Some(total_w) = a.facility_power_w else {
        let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.limit };
        let room = canvas.width - MARGIN - left - 10.0;
        let text = a.limit.as_ref().map_or_else(|| "not feasible".to_owned(), |limit| format!("not feasible: {limit}"));
        canvas.draw_text(&truncate_to_width(&text, look, room), (left + 10.0, middle), TextAnchor::Left, look);
        return;
    };
    let mut x = left;
    let mut small: Vec<(f64, f64)> = Vec::new();
    for share in &a.power {
        let kw = share.power_w / 1e3;
        let width = kw * scale;
        let (fill, ink) = canvas.theme.end_use_colors(share.bucket);
        if width > 0.0 {
            canvas
                .fill_rect([x, middle - BAR_HEIGHT / 2.0, x + (width - 1.0).max(0.5), middle + BAR_HEIGHT / 2.0], fill);
        }
        let look = LabelStyle { size: 12.5, bold: false, color: ink };
        let text = format_number(kw, 0);
        if width > text_width(&text, look) + 8.0 {
            canvas.draw_text(&text, (x + width / 2.0, middle), TextAnchor::Middle, look);
        } else if kw >= 0.5 {
            small.push((x + width / 2.0, kw));
        }
        x += width;
    }
    draw_small_values(canvas, &small, middle + BAR_HEIGHT / 2.0);
    canvas.draw_text(&format_power(total_w), (x + 10.0, middle - 9.0), TextAnchor::Left, bold);
    if let Some(year) = &a.annual {
        canvas.draw_text(
            &format!("PUE {}", format_number(year.pue, 3)),
            (x + 10.0, middle + 9.0),
            TextAnchor::Left,
            faint,
        );
    }
}

/// Values too large for their segment: in a row below, each led to its segment by a line.
fn draw_small_values(canvas: &mut Canvas, small: &[(f64, f64)], edge: f64) {
    let look = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    let widths: Vec<f64> = small.iter().map(|(_, kw)| text_width(&format_number(*kw, 0), look)).collect();
    // Spread around their segments: pushed right of each other, then the whole row pulled back into the middle.
    let mut centers: Vec<f64> = small.iter().map(|s| s.0).collect();
    for i in 1..centers.len() {
        let least = centers[i - 1] + f64::midpoint(widths[i - 1], widths[i]) + 7.0;
        centers[i] = centers[i].max(least);
    }
    let shift = centers.iter().zip(small).map(|(c, s)| c - s.0).sum::<f64>() / centers.len().max(1) as f64;
    for ((center, (x, kw)), _) in centers.iter().zip(small).zip(&widths) {
        let at = center - shift;
        canvas.draw_line(&[(*x, edge + 1.0), (at, edge + 8.0)], canvas.theme.faint, 0.75);
        canvas.draw_text(&format_number(*kw, 0), (at, edge + 15.0), TextAnchor::Middle, look);
    }
}
