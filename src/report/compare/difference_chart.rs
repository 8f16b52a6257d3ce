//! Where the difference in facility power arises: steps from one architecture's power to another's, one for each
//! component, the largest first, each with its interval where the comparison was sampled.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{LabelStyle, quote_name};
use crate::report::document::numbers::{format_number, format_power, format_significant};
use crate::report::document::phrase::lowercase_first_letter;
use crate::report::error::ReportError;
use crate::study::compare::result::{Comparison, EndUse, PowerDifference};
use crate::study::compare::sampled_result::PercentileInterval;

use super::headline::format_signed_power;
use super::sampled_figures::{INTERVAL_WORDS, find_difference};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 32.0;
const LABELS_WIDTH: f64 = 170.0;
/// Columns of figures to the right: the difference, and its interval where there is one.
const VALUE_WIDTH: f64 = 74.0;
const INTERVAL_WIDTH: f64 = 150.0;
const FOOTER_HEIGHT: f64 = 40.0;
/// Smaller differences of a component are left out, W.
const LEAST_SHOWN_W: f64 = 50.0;

/// A step of the chart, W.
struct Step {
    label: &'static str,
    key: String,
    /// What the steps before add up to; zero for the total.
    from_w: f64,
    by_w: f64,
    end_use: Option<EndUse>,
    interval: Option<PercentileInterval>,
}

/// The chart of the architecture that draws least against the base; nothing to draw without a second feasible one.
pub fn build_chart(result: &Comparison) -> Result<Option<Chart>, ReportError> {
    let least = result.differences.iter().min_by(|a, b| a.facility_power_w.total_cmp(&b.facility_power_w));
    let Some(difference) = least else { return Ok(None) };
    let steps = waterfall_steps(result, difference);
    let sampled = steps.iter().any(|s| s.interval.is_some());
    let title = chart_title(difference);
    let lines = if sampled { format!("; thin lines: {INTERVAL_WORDS}") } else { String::new() };
    let subtitle = format!(
        "Mean power of {} less that of {}, by component, kW, the largest first{lines}",
        quote_name(&difference.name),
        quote_name(&difference.base)
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + if sampled { 22.0 } else { 4.0 };
    let bottom = top + steps.len() as f64 * ROW_HEIGHT;
    let height = pixel_height(bottom + X_TITLE_HEIGHT + FOOTER_HEIGHT);
    let chart = Chart::from_painter("difference", (title, subtitle), (WIDTH, height), |canvas| {
        draw_steps(canvas, &steps, (top, bottom), sampled);
        canvas.draw_footer(&format!(
            "{}: {}. Components that differ by less than 50 W are left out.",
            result.site.location, result.site.dataset
        ));
    })?;
    Ok(Some(chart.with_numbers(&describe(difference, &steps), table(difference, &steps))))
}

/// Component classes that differ by something to see, the largest first.
fn visible_differences(difference: &PowerDifference) -> Vec<(EndUse, f64)> {
    let shown = difference.by_bucket.iter().filter(|s| s.power_w.abs() >= LEAST_SHOWN_W);
    let mut out: Vec<(EndUse, f64)> = shown.map(|s| (s.bucket, s.power_w)).collect();
    out.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    out
}

fn waterfall_steps(result: &Comparison, difference: &PowerDifference) -> Vec<Step> {
    let interval = |key: &str| {
        let sampled = result.uncertainty.as_ref()?;
        find_difference(sampled, &difference.name, key).map(|d| d.difference).filter(|i| i.p05 < i.p95)
    };
    let mut sum = 0.0;
    let mut out = Vec::new();
    for (end_use, by_w) in visible_differences(difference) {
        let key = format!("power.{}", end_use.key());
        let interval = interval(&key);
        out.push(Step { label: end_use.label(), key, from_w: sum, by_w, end_use: Some(end_use), interval });
        sum += by_w;
    }
    let key = "facility_power_w".to_owned();
    let interval = interval(&key);
    out.push(Step { label: "Total", key, from_w: 0.0, by_w: difference.facility_power_w, end_use: None, interval });
    out
}

fn chart_title(difference: &PowerDifference) -> String {
    let most = |sign: f64| {
        visible_differences(difference)
            .into_iter()
            .filter(|s| s.1 * sign > 0.0)
            .max_by(|a, b| (a.1 * sign).total_cmp(&(b.1 * sign)))
    };
    let (name, base) = (quote_name(&difference.name), quote_name(&difference.base));
    let total_w = difference.facility_power_w;
    if total_w.abs() < LEAST_SHOWN_W {
        return format!("{name} draws what {base} draws");
    }
    let sign = total_w.signum();
    let word = if total_w < 0.0 { "less" } else { "more" };
    // One unit in a sentence: parts of kilowatts beside kilowatts.
    let kilowatts = (1e3..1e6).contains(&total_w.abs());
    let signed = |w: f64| match format_significant(w / 1e3) {
        kw if kilowatts => format!("{}{kw} kW", if w > 0.0 { "+" } else { "" }),
        _ => format_signed_power(w),
    };
    let cause = |step: (EndUse, f64)| format!("{} {}", lowercase_first_letter(step.0.label()), signed(step.1));
    let against = most(-sign).filter(|s| s.1.abs() > 0.1 * total_w.abs());
    let causes: Vec<String> = most(sign).into_iter().chain(against).map(cause).collect();
    format!("{name} draws {} {word} than {base}: {}", format_power(total_w.abs()), causes.join(", "))
}

fn draw_steps(canvas: &mut Canvas, steps: &[Step], (top, bottom): (f64, f64), sampled: bool) {
    let kw = |s: &Step| {
        let ends = s.interval.map_or([s.from_w; 2], |i| [s.from_w + i.p05, s.from_w + i.p95]);
        [s.from_w, s.from_w + s.by_w, ends[0], ends[1]].map(|w| w / 1e3)
    };
    let figures = VALUE_WIDTH + if sampled { INTERVAL_WIDTH } else { 0.0 };
    let (left, right) = (MARGIN + LABELS_WIDTH, canvas.width - MARGIN - figures - 8.0);
    let axis = Axis::from_values(steps.iter().flat_map(kw).chain([0.0]), false);
    let plane = Plane { area: [left, top, right, bottom], x: axis, y: Axis::from_zero(1.0) };
    plane.draw_x_axis(canvas);
    plane.draw_axis_titles(canvas, "Difference in mean power, kW", "");
    if sampled {
        let faint = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
        canvas.draw_text(INTERVAL_WORDS, (canvas.width - MARGIN, top - 10.0), TextAnchor::Right, faint);
    }
    canvas.draw_line(&[(plane.pixel_x(0.0), top), (plane.pixel_x(0.0), bottom)], canvas.theme.faint, 1.0);
    for (i, step) in steps.iter().enumerate() {
        let middle = top + (i as f64 + 0.5) * ROW_HEIGHT;
        let fill: RGBColor = step.end_use.map_or(canvas.theme.ink, |e| canvas.theme.end_use_colors(e).0);
        let (from, to) = (plane.pixel_x(step.from_w / 1e3), plane.pixel_x((step.from_w + step.by_w) / 1e3));
        let wide = if (to - from).abs() < 1.0 { 0.5 } else { 0.0 };
        canvas.fill_rect([from.min(to) - wide, middle - 9.0, from.max(to) + wide, middle + 9.0], fill);
        if i + 2 < steps.len() {
            canvas.draw_line(&[(to, middle + 9.0), (to, middle + ROW_HEIGHT - 9.0)], canvas.theme.faint, 0.75);
        }
        if let Some(interval) = step.interval {
            let x = |w: f64| plane.pixel_x((step.from_w + w) / 1e3);
            draw_whisker(canvas, (x(interval.p05), x(interval.p95)), middle);
        }
        draw_words(canvas, step, (right, middle), sampled);
    }
}

/// The interval of a step: a thin line with end strokes, edged by the ground so that it shows on every fill.
fn draw_whisker(canvas: &mut Canvas, (from, to): (f64, f64), y: f64) {
    for (color, width) in [(canvas.theme.background, 4.0), (canvas.theme.ink, 1.5)] {
        canvas.draw_line(&[(from, y), (to, y)], color, width);
        for x in [from, to] {
            canvas.draw_line(&[(x, y - 4.5), (x, y + 4.5)], color, width);
        }
    }
}

fn draw_words(canvas: &mut Canvas, step: &Step, (right, middle): (f64, f64), sampled: bool) {
    let look = LabelStyle { size: 13.0, bold: step.end_use.is_none(), color: canvas.theme.ink };
    canvas.draw_text(step.label, (MARGIN + LABELS_WIDTH - 14.0, middle), TextAnchor::Right, look);
    let at = right + 8.0 + VALUE_WIDTH;
    canvas.draw_text(&signed_kw(step.by_w), (at, middle), TextAnchor::Right, look);
    if sampled {
        let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
        let text = step
            .interval
            .map_or_else(|| "not varied".to_owned(), |i| format!("{} to {}", signed_kw(i.p05), signed_kw(i.p95)));
        canvas.draw_text(&text, (canvas.width - MARGIN, middle), TextAnchor::Right, faint);
    }
}

fn signed_kw(watts: f64) -> String {
    let kw = watts / 1e3;
    if kw > 0.0 { format!("+{}", format_number(kw, 1)) } else { format_number(kw, 1) }
}

fn describe(difference: &PowerDifference, steps: &[Step]) -> String {
    let told = steps.iter().map(|s| format!("{} {} kW", s.label, signed_kw(s.by_w)));
    format!("{} less {}: {}.", difference.name, difference.base, told.collect::<Vec<_>>().join(", "))
}

fn table(difference: &PowerDifference, steps: &[Step]) -> ChartTable {
    let mut out = ChartTable::new(["architecture", "base", "key", "difference_w", "p05_w", "p95_w"]);
    for step in steps {
        out.push([
            difference.name.clone(),
            difference.base.clone(),
            step.key.clone(),
            number_cell(step.by_w),
            number_cell(step.interval.map(|i| i.p05)),
            number_cell(step.interval.map(|i| i.p95)),
        ]);
    }
    out
}
