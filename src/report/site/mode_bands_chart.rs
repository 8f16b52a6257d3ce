//! How the plant cools through the year: hours of each mode in every month, a band for each architecture.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::shorten_middle;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::study::site::cooling_modes::CoolingMode;
use crate::study::site::result::{SiteReport, SiteYearResult};

use super::MONTH_NAMES;
use super::mode_words::{format_year_share, free_share, mode_color};

const WIDTH: u32 = 960;
const BAND_HEIGHT: f64 = 46.0;
const NAME_HEIGHT: f64 = 26.0;
/// Room left of the bands for their scale.
const SCALE_WIDTH: f64 = 44.0;
const MONTH_AXIS_HEIGHT: f64 = 24.0;

/// The chart; nothing to draw without months.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let all: Vec<&SiteYearResult> = report.architectures.iter().filter(|a| !a.months.is_empty()).collect();
    let Some(title) = chart_title(&all) else { return Ok(None) };
    let subtitle = "Share of the hours of every month by cooling mode of the facility, %".to_owned();
    let used: Vec<CoolingMode> = CoolingMode::ALL
        .into_iter()
        .filter(|mode| all.iter().flat_map(|a| &a.months).any(|m| m.cooling_modes.hours_in(*mode) > 0.0))
        .collect();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 28.0;
    let each = NAME_HEIGHT + BAND_HEIGHT + 8.0;
    let height = pixel_height(top + all.len() as f64 * each + MONTH_AXIS_HEIGHT + 34.0);
    let chart = Chart::from_painter("cooling-modes", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, &used, top - 20.0);
        for (i, a) in all.iter().enumerate() {
            draw_band(canvas, a, top + i as f64 * each);
        }
        let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
        let wide = (canvas.width - 2.0 * MARGIN - SCALE_WIDTH) / 12.0;
        for (i, month) in MONTH_NAMES.iter().enumerate() {
            let x = MARGIN + SCALE_WIDTH + (i as f64 + 0.5) * wide;
            canvas.draw_text(&month[..3], (x, top + all.len() as f64 * each + 8.0), TextAnchor::Middle, faint);
        }
        canvas.draw_footer(&format!("{}: {}.", report.site.location, report.site.dataset));
    })?;
    let mut table = ChartTable::new([
        "architecture",
        "month",
        "free_hours",
        "partial_hours",
        "mechanical_hours",
        "purchased_hours",
    ]);
    for (a, m) in all.iter().flat_map(|a| a.months.iter().map(move |m| (a, m))) {
        let hours = CoolingMode::ALL.map(|mode| number_cell(m.cooling_modes.hours_in(mode)));
        let [free, partial, mechanical, purchased] = hours;
        table.push([a.total.name.clone(), m.month.to_string(), free, partial, mechanical, purchased]);
    }
    let said = |a: &&SiteYearResult| {
        format!("{}: free cooling in {} of the year.", a.total.name, format_year_share(free_share(a)))
    };
    Ok(Some(chart.with_numbers(&all.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

/// The month in which the architecture with the least free cooling has the least of it.
fn chart_title(all: &[&SiteYearResult]) -> Option<String> {
    let by = |a: &&&SiteYearResult, b: &&&SiteYearResult| free_share(a).total_cmp(&free_share(b));
    let (most, fewest) = (all.iter().rev().max_by(by)?, all.iter().min_by(by)?);
    let share =
        |m: &crate::study::site::result::MonthlyTotals| m.cooling_modes.free_hours / m.cooling_modes.total().max(1e-9);
    let month_of = |least: bool| {
        let months = fewest.months.iter();
        let found = if least {
            months.min_by(|a, b| share(a).total_cmp(&share(b)))
        } else {
            months.max_by(|a, b| share(a).total_cmp(&share(b)))
        };
        found.map(|m| (MONTH_NAMES[(m.month as usize).saturating_sub(1).min(11)], share(m)))
    };
    let ((low, low_share), (high, high_share)) = (month_of(true)?, month_of(false)?);
    let name = &fewest.total.name;
    let course = if high_share - low_share < 5e-4 {
        format!("‘{name}’ has {} free cooling in every month", format_year_share(low_share))
    } else {
        format!(
            "‘{name}’ has free cooling in {} of the hours of {low} and in {} of those of {high}",
            format_year_share(low_share),
            format_year_share(high_share)
        )
    };
    let other = (free_share(most) - free_share(fewest) > 5e-4)
        .then(|| format!("; ‘{}’ in {} of the year", most.total.name, format_year_share(free_share(most))));
    Some(course + &other.unwrap_or_default())
}

fn draw_legend(canvas: &mut Canvas, used: &[CoolingMode], y: f64) {
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let mut x = MARGIN;
    for mode in used {
        let color = mode_color(&canvas.theme, *mode);
        canvas.fill_rect([x, y - 6.0, x + 12.0, y + 6.0], color);
        canvas.draw_text(mode.label(), (x + 18.0, y), TextAnchor::Left, look);
        x += 18.0 + text_width(mode.label(), look) + 22.0;
    }
}

fn draw_band(canvas: &mut Canvas, a: &SiteYearResult, top: f64) {
    let bold = LabelStyle { size: 13.0, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let (left, right) = (MARGIN + SCALE_WIDTH, canvas.width - MARGIN);
    let free: f64 = a.months.iter().map(|m| m.cooling_modes.free_hours).sum();
    let sum = format!("{} h free cooling", format_number(free, 0));
    let room = right - left - text_width(&sum, faint) - 16.0;
    canvas.draw_text(&shorten_middle(&a.total.name, bold, room), (left, top + 12.0), TextAnchor::Left, bold);
    canvas.draw_text(&sum, (right, top + 12.0), TextAnchor::Right, faint);
    let (upper, lower) = (top + NAME_HEIGHT, top + NAME_HEIGHT + BAND_HEIGHT);
    for (text, y) in [("100", upper + 4.0), ("0", lower - 4.0)] {
        canvas.draw_text(text, (left - 8.0, y), TextAnchor::Right, faint);
    }
    let wide = (right - left) / 12.0;
    for m in &a.months {
        let x = left + (f64::from(m.month) - 1.0) * wide;
        let (total, mut y) = (m.cooling_modes.total().max(1e-9), lower);
        for mode in CoolingMode::ALL {
            let tall = m.cooling_modes.hours_in(mode) / total * BAND_HEIGHT;
            if tall > 0.0 {
                canvas.fill_rect([x + 1.0, y - tall, x + wide - 1.0, y], mode_color(&canvas.theme, mode));
            }
            y -= tall;
        }
    }
}
