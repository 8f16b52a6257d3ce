//! Waterfall of an attribution: how many times performance per joule grew, group by group and part by part, on a
//! logarithmic scale that starts at the value before.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::log::LogAxis;
use crate::report::chart::scale::{pixel_height, tick_step};
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::generations::attribution::AttributionResult;

use super::attribution_words::{format_factor, headline_sentence, metric_phrase};

const WIDTH: u32 = 960;
/// Heights of the row of a group and of the row of a part.
const ROW_HEIGHTS: (f64, f64) = (34.0, 23.0);
const NAMES_WIDTH: f64 = 350.0;
const FIGURES_WIDTH: f64 = 84.0;
/// Share of a group's colour in the bars of its parts.
const PART_TINT: f64 = 0.55;
/// Beyond this ratio of its ends an axis has ticks at 1, 2 and 5 of each power of ten; below at equal steps.
const DECADE_TICKS_RATIO: f64 = 8.0;

/// A bar: name, where it begins and ends as a multiple of the value before, whose group, and whether it is a part of it.
struct WaterfallBar {
    name: String,
    from: f64,
    to: f64,
    group: &'static str,
    part: bool,
}

impl WaterfallBar {
    fn height(&self) -> f64 {
        if self.part { ROW_HEIGHTS.1 } else { ROW_HEIGHTS.0 }
    }

    fn color(&self, theme: &Theme) -> RGBColor {
        let color = match self.group {
            "chips" => theme.end_use_colors(EndUse::Accelerators).0,
            "cooling" => theme.end_use_colors(EndUse::Chillers).0,
            "other" => theme.faint,
            _ => theme.ink,
        };
        if self.part { theme.tint_color(color, PART_TINT) } else { color }
    }
}

fn waterfall_bars(a: &AttributionResult) -> Vec<WaterfallBar> {
    let mut out = Vec::new();
    let mut at = 1.0;
    for group in &a.groups {
        let end = at * group.factor;
        out.push(WaterfallBar { name: group.label.to_owned(), from: at, to: end, group: group.id, part: false });
        for p in &group.parts {
            let to = at * p.ln.exp();
            out.push(WaterfallBar { name: p.label.to_owned(), from: at, to, group: group.id, part: true });
            at = to;
        }
        at = end;
    }
    out.push(WaterfallBar { name: "Total".to_owned(), from: 1.0, to: a.total_factor, group: "total", part: false });
    out
}

/// Ticks of an axis of ratios; 1 is one of them.
fn ratio_ticks(axis: &LogAxis) -> Vec<f64> {
    let (low, high) = (10_f64.powf(axis.low), 10_f64.powf(axis.high));
    let mut out = if high / low > DECADE_TICKS_RATIO {
        axis.tick_values()
    } else {
        let step = tick_step(high - low);
        let mut at = (low / step).ceil() * step;
        std::iter::from_fn(|| {
            let tick = at;
            at += step;
            (tick <= high).then_some(tick)
        })
        .collect()
    };
    if !out.iter().any(|t| (t - 1.0).abs() < 1e-9) {
        out.push(1.0);
    }
    out
}

fn tick_text(value: f64) -> String {
    let digits = (0..3)
        .find(|d| (value * 10_f64.powi(*d)).fract().abs() < 1e-6 || (value * 10_f64.powi(*d)).fract() > 1.0 - 1e-6);
    #[expect(clippy::cast_sign_loss, reason = "0 to 3")]
    let digits = digits.unwrap_or(3).max(1) as usize;
    format_number(value, if value >= 2.0 && digits == 1 && value.fract() < 1e-9 { 0 } else { digits })
}

/// The chart.
pub fn build_chart(a: &AttributionResult) -> Result<Chart, ReportError> {
    let bars = waterfall_bars(a);
    let title = headline_sentence(a).trim_end_matches('.').to_owned();
    let load = a.workload.as_ref().zip(a.model_name.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    let subtitle = format!(
        "Measured in {} at the meter for one accelerator{load}: from {} to {}. Bars: how many times, each from where the one above it \
         ends; pale bars are the parts of a group. Factors multiply, so the scale is logarithmic",
        a.unit,
        format_significant(a.from.per_watt),
        format_significant(a.to.per_watt)
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0;
    let floor = top + bars.iter().map(WaterfallBar::height).sum::<f64>();
    let height = pixel_height(floor + 90.0);
    let axis = LogAxis::from_values(bars.iter().flat_map(|b| [b.from, b.to]));
    let chart = Chart::from_painter("attribution", (title, subtitle), (WIDTH, height), |canvas| {
        let (left, right) = (MARGIN + NAMES_WIDTH, canvas.width - MARGIN - FIGURES_WIDTH);
        let x = |v: f64| left + axis.axis_fraction(v) * (right - left);
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in ratio_ticks(&axis) {
            let color = if (value - 1.0).abs() < 1e-9 { canvas.theme.faint } else { canvas.theme.grid };
            canvas.draw_line(&[(x(value), top), (x(value), floor)], color, 1.0);
            canvas.draw_text_if_room(&tick_text(value), (x(value), floor + 14.0), TextAnchor::Middle, faint);
        }
        let axis_title = format!("times the {} of {}", metric_phrase(a), a.from.name);
        canvas.draw_text(&axis_title, (f64::midpoint(left, right), floor + 34.0), TextAnchor::Middle, faint);
        let mut y = top;
        for bar in &bars {
            let middle = y + bar.height() / 2.0;
            let (size, half) = if bar.part { (12.0, 6.5) } else { (13.5, 11.0) };
            let look = LabelStyle { size, bold: !bar.part, color: canvas.theme.ink };
            let name = truncate_to_width(&bar.name, look, NAMES_WIDTH - 14.0);
            canvas.draw_text(&name, (left - 12.0, middle), TextAnchor::Right, look);
            let (from, to) = (x(bar.from), x(bar.to));
            let color = bar.color(&canvas.theme);
            // A factor of one is still seen as a line.
            canvas.fill_rect([from.min(to), middle - half, from.max(to).max(from.min(to) + 1.5), middle + half], color);
            let text = format!("× {}", format_factor(bar.to / bar.from));
            canvas.draw_text_on_ground(&text, (from.max(to) + 8.0, middle), TextAnchor::Left, look);
            y += bar.height();
        }
        let foot = "Logarithmic-mean Divisia split: exact, and the same in any order of the factors.";
        canvas.draw_footer(&with_source_years(foot, &a.sources));
    })?;
    let told: Vec<String> =
        bars.iter().filter(|b| !b.part).map(|b| format!("{} × {}", b.name, format_factor(b.to / b.from))).collect();
    let mut table = ChartTable::new(["group", "name", "part_of_group", "times", "from", "to"]);
    for b in &bars {
        let [times, from, to] = [b.to / b.from, b.from, b.to].map(number_cell);
        table.push([b.group.to_owned(), b.name.clone(), b.part.to_string(), times, from, to]);
    }
    Ok(chart.with_numbers(&format!("{}.", told.join(", ")), table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_hold_one_and_are_several() {
        for (low, high) in [(1.0, 1.0), (0.9, 1.1), (1.0, 3.0), (0.5, 12.0), (1.0, 900.0)] {
            let axis = LogAxis::from_values([low, high].into_iter());
            let ticks = ratio_ticks(&axis);
            assert!(ticks.iter().any(|t| (t - 1.0).abs() < 1e-9), "{low} {high}: {ticks:?}");
            assert!(ticks.len() >= 3, "{low} {high}: {ticks:?}");
        }
        assert_eq!([1.0, 1.5, 2.0, 0.96, 10.0].map(tick_text), ["1.0", "1.5", "2", "0.96", "10"]);
    }
}
