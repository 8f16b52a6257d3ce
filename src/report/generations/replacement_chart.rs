//! Keep or replace: what changes with the new generation within the same power, and after how many years it pays.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, wrap_text};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::LIMIT_DASH;
use crate::report::document::numbers::format_number;
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::generations::factory::FactoryResult;
use crate::study::generations::halls::CoolingMedium;
use crate::study::generations::replacement::ReplacementResult;

use super::factory_words::{BreakEven, break_evens, format_power_limit, format_years, plan_title, replacement_finding};
use super::makers::medium_color;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 30.0;
const NAMES_WIDTH: f64 = 300.0;
const FIGURES_WIDTH: f64 = 190.0;
/// An axis of years goes on to this multiple of the years that are looked at.
const MAX_YEARS_FACTOR: f64 = 3.0;

/// A quantity after the replacement over the same before.
fn ratios(r: &ReplacementResult) -> Vec<(&'static str, f64)> {
    let per_token = |kept: f64, replaced: f64| replaced / r.replaced.tokens / (kept / r.kept.tokens);
    let middle = |ends: [f64; 2]| f64::midpoint(ends[0], ends[1]);
    vec![
        ("Tokens a year", r.tokens_factor),
        ("Energy per token", r.energy_per_token_factor),
        ("Running cost per token", per_token(r.kept.running_cost_usd, r.replaced.running_cost_usd)),
        ("Carbon per token, manufacture counted", {
            per_token(middle(r.kept.carbon_kg_co2e), middle(r.replaced.carbon_kg_co2e))
        }),
    ]
}

/// The chart; nothing to draw where no replacement was asked for.
pub fn build_chart(f: &FactoryResult) -> Result<Option<Chart>, ReportError> {
    let Some(r) = &f.replacement else { return Ok(None) };
    let title = replacement_finding(f, r).trim_end_matches('.').to_owned();
    let times = break_evens(f, r);
    let most = MAX_YEARS_FACTOR * r.years;
    let cut = times.iter().filter_map(|t| t.years).any(|ends| ends[1] > most);
    let subtitle = format!(
        "Above: years until the replacement has paid, pale from the low to the high price or carbon of manufacture; dashed: \
         the {} years that are looked at{}. Below: after over before, at {} and full load",
        format_number(r.years, 1),
        if cut { "; bars end at the edge where they are longer" } else { "" },
        format_power_limit(f)
    );
    let after = ratios(r);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 26.0;
    let middle = top + times.len() as f64 * ROW_HEIGHT;
    let lower = middle + 76.0;
    let floor = lower + after.len() as f64 * ROW_HEIGHT;
    let height = pixel_height(floor + 78.0);
    let (left, right) = (MARGIN + NAMES_WIDTH, f64::from(WIDTH) - MARGIN - FIGURES_WIDTH);
    let years = times.iter().filter_map(|t| t.years).map(|ends| ends[1].min(most));
    let x = Axis::from_values(years.chain([r.years]), true);
    let upper = Plane { area: [left, top, right, middle], x, y: Axis::from_zero(1.0) };
    let x = Axis::from_values(after.iter().map(|a| a.1).chain([1.0]), true);
    let below = Plane { area: [left, lower, right, floor], x, y: Axis::from_zero(1.0) };
    let chart = Chart::from_painter("keep-or-replace", (title, subtitle), (WIDTH, height), |canvas| {
        let side = f.options.iter().find(|o| o.name == r.replace).map_or(CoolingMedium::Liquid, |o| o.side);
        let color = medium_color(&canvas.theme, side);
        draw_break_evens(canvas, &upper, &times, r.years, color);
        let (head, look, faint) = styles(canvas);
        canvas.draw_text("After over before", (left, lower - 16.0), TextAnchor::Left, head);
        below.draw_x_axis(canvas);
        for (i, (name, ratio)) in after.iter().enumerate() {
            let y = lower + (i as f64 + 0.5) * ROW_HEIGHT;
            canvas.draw_text(name, (left - 12.0, y), TextAnchor::Right, look);
            let (from, to) = (below.pixel_x(1.0), below.pixel_x(*ratio));
            canvas.fill_rect([from.min(to), y - 8.0, from.max(to).max(from.min(to) + 1.5), y + 8.0], color);
            let text = format!("× {}", format_number(*ratio, 2));
            canvas.draw_text(&text, (from.max(to) + 8.0, y), TextAnchor::Left, look);
        }
        let one = below.pixel_x(1.0);
        canvas.draw_line(&[(one, lower), (one, floor)], canvas.theme.ink, 1.0);
        canvas.draw_text("times", (f64::midpoint(left, right), floor + 36.0), TextAnchor::Middle, faint);
        let foot = format!("Keep {}; nothing discounted; what stands is paid for.", plan_title(f, &r.keep));
        canvas.draw_footer(&with_source_years(&foot, &f.sources));
    })?;
    let mut table = ChartTable::new(["quantity", "low", "high", "unit"]);
    for time in &times {
        let [low, high] = [0, 1].map(|end| number_cell(time.years.map(|ends| ends[end])));
        table.push([time.label.to_owned(), low, high, "years".to_owned()]);
    }
    for (name, ratio) in &after {
        table.push([(*name).to_owned(), number_cell(*ratio), number_cell(*ratio), "after over before".to_owned()]);
    }
    let told = after.iter().map(|(name, ratio)| format!("{name} × {}", format_number(*ratio, 2)));
    Ok(Some(chart.with_numbers(&format!("{}.", told.collect::<Vec<_>>().join(", ")), table)))
}

/// Looks of a heading, of words and of an axis.
fn styles(canvas: &Canvas) -> (LabelStyle, LabelStyle, LabelStyle) {
    let head = LabelStyle { size: 13.0, bold: true, color: canvas.theme.ink };
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    (head, look, LabelStyle { color: canvas.theme.faint, ..look })
}

fn draw_break_evens(
    canvas: &mut Canvas,
    plane: &Plane,
    times: &[BreakEven],
    horizon_years: f64,
    color: plotters::style::RGBColor,
) {
    let [left, top, right, floor] = plane.area;
    let (head, look, faint) = styles(canvas);
    canvas.draw_text("Years until it has paid", (left, top - 16.0), TextAnchor::Left, head);
    plane.draw_x_axis(canvas);
    let horizon = plane.pixel_x(horizon_years);
    canvas.draw_dashed_line(&[(horizon, top), (horizon, floor)], LIMIT_DASH, canvas.theme.limit, 1.5);
    let most = plane.x.value_range().1;
    for (i, time) in times.iter().enumerate() {
        let y = top + (i as f64 + 0.5) * ROW_HEIGHT;
        canvas.draw_text(time.label, (left - 12.0, y), TextAnchor::Right, look);
        let Some([low, high]) = time.years else {
            let style = LabelStyle { color: canvas.theme.faint, ..look };
            let text = wrap_text(&time.reason, style, right - left - 16.0).into_iter().next();
            canvas.draw_text_on_ground(&text.unwrap_or_default(), (left + 8.0, y), TextAnchor::Left, style);
            continue;
        };
        let (from, to) = (plane.pixel_x(low.min(most)), plane.pixel_x(high.min(most)));
        canvas.fill_rect([left, y - 8.0, from, y + 8.0], color);
        canvas.fill_rect([from, y - 8.0, to, y + 8.0], canvas.theme.tint_color(color, 0.45));
        let text = format!("{} years", format_years([low, high]));
        canvas.draw_text_on_ground(&text, (to.max(horizon.min(right)) + 8.0, y), TextAnchor::Left, look);
    }
    canvas.draw_text("years", (f64::midpoint(left, right), floor + 34.0), TextAnchor::Middle, faint);
}
