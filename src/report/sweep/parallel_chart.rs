//! Parallel coordinates: an upright for each axis and objective, a line for each row.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::ChartTable;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{truncate_to_width, wrap_text};
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::sweep::result::{SweepAxis, SweepResult};

use super::view::{architecture_place, axis_levels, axis_number_at, is_kept};
use super::words::{axis_heading, axis_number, axis_value, count_words, figure_heading, figure_label, figure_value};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 330.0;
/// Rows off the front that are drawn; of more every so many-th.
const MAX_LINES: usize = 300;
/// Rows of the front that are drawn; of more every so many-th.
const MAX_FRONT_LINES: usize = 60;
/// Uprights that a picture holds.
const MAX_UPRIGHTS: usize = 8;
/// Values of an axis of texts that are named.
const MAX_NAMED_LEVELS: usize = 12;

/// An upright: its heading, the height of each row in 0..1 from below, and words at heights.
struct Upright {
    heading: String,
    heights: Vec<Option<f64>>,
    ticks: Vec<(f64, String)>,
}

/// The chart; nothing to draw with less than three uprights, or where no row keeps the limits.
pub fn build_chart(result: &SweepResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let kept: Vec<usize> = (0..result.rows.len()).filter(|place| is_kept(result, *place)).collect();
    let moving = result.axes.iter().filter(|axis| axis.values != Some(1));
    let room = MAX_UPRIGHTS.saturating_sub(result.objectives.len());
    let axes = moving.take(room).map(|axis| axis_upright(result, axis, &kept));
    let objectives =
        result.objectives.iter().map(|best| figure_upright(result, best.objective.figure.key, &kept, units));
    let uprights: Vec<Upright> = axes.chain(objectives).take(MAX_UPRIGHTS).collect();
    if uprights.len() < 3 || kept.is_empty() {
        return Ok(None);
    }
    let front: Vec<usize> = result.front.iter().map(|row| row.place).collect();
    let title = chart_title(result, &front);
    let (step, front_step) = (kept.len().div_ceil(MAX_LINES), front.len().div_ceil(MAX_FRONT_LINES).max(1));
    let some = |step: usize| if step > 1 { format!(" (every {step}th)") } else { String::new() };
    let subtitle = format!(
        "A line for each result: in colour by architecture those of the front{}, grey the others that keep the limits{}",
        some(front_step),
        some(step)
    );
    let lead = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = lead + 92.0;
    let bottom = top + PLANE_HEIGHT;
    let height = pixel_height(bottom + 40.0 + 36.0);
    let chart = Chart::from_painter("sweep-parallel", (title, subtitle), (WIDTH, height), |canvas| {
        let (left, right) = (MARGIN + 60.0, canvas.width - MARGIN - 60.0);
        let gap = (right - left) / (uprights.len() - 1) as f64;
        let x = |place: usize| left + place as f64 * gap;
        let line = |row: usize| -> Option<Vec<(f64, f64)>> {
            let point =
                |(place, upright): (usize, &Upright)| Some((x(place), bottom - upright.heights[row]? * PLANE_HEIGHT));
            uprights.iter().enumerate().map(point).collect()
        };
        draw_names(canvas, result, lead + 8.0);
        for points in kept.iter().step_by(step).filter_map(|row| line(*row)) {
            canvas.draw_line(&points, canvas.theme.grid, 1.0);
        }
        for row in front.iter().step_by(front_step) {
            let style = canvas.theme.architecture_style(architecture_place(result, *row));
            if let Some(points) = line(*row) {
                canvas.draw_dashed_line(&points, style.dash, style.color, 1.8);
            }
        }
        for (place, upright) in uprights.iter().enumerate() {
            draw_upright(canvas, upright, x(place), (top, bottom), gap);
        }
        canvas.draw_footer(&result.title);
    })?;
    let mut table = ChartTable::new(["row", "upright", "height"]);
    for (row, upright) in front.iter().flat_map(|row| uprights.iter().map(move |upright| (row, upright))) {
        let height = upright.heights[*row].map_or_else(String::new, |height| height.to_string());
        table.push([result.rows.row_ids()[*row].to_string(), upright.heading.clone(), height]);
    }
    let description = format!(
        "{} keep the limits; {} on the front.",
        count_words(kept.len(), "result", "results"),
        format_number(front.len() as f64, 0)
    );
    Ok(Some(chart.with_numbers(&description, table)))
}

/// What the rows of the front have in common.
fn chart_title(result: &SweepResult, front: &[usize]) -> String {
    let shared: Vec<String> = result
        .axes
        .iter()
        .filter(|axis| axis.values != Some(1))
        .filter_map(|axis| match axis_levels(result, axis, front).as_slice() {
            [one] => Some(format!("{} {one}", axis.label)),
            _ => None,
        })
        .collect();
    let rows = count_words(front.len(), "result is", "results are");
    if shared.is_empty() {
        let objectives: Vec<String> =
            result.objectives.iter().map(|best| figure_label(best.objective.figure.key)).collect();
        return format!("{rows} on the front of {}, with no value in common", objectives.join(" and "));
    }
    let has = if front.len() == 1 { "it has" } else { "all have" };
    format!("{rows} on the front: {has} {}", shared.join(" and "))
}

fn axis_upright(result: &SweepResult, axis: &SweepAxis, kept: &[usize]) -> Upright {
    let count = result.rows.len();
    if result.rows.numbers(&axis.key).is_some() {
        let value = |row: usize| axis_number_at(result, axis, row);
        return number_upright(axis_heading(axis), (0..count).map(value).collect(), kept, &|value| axis_number(value));
    }
    let levels = axis_levels(result, axis, kept);
    let height = |level: usize| (level as f64 + 0.5) / levels.len().max(1) as f64;
    let place = |row: usize| levels.iter().position(|own| *own == axis_value(axis, &result.rows, row)).map(height);
    let named = levels.iter().enumerate().filter(|_| levels.len() <= MAX_NAMED_LEVELS);
    Upright {
        heading: axis_heading(axis),
        heights: (0..count).map(place).collect(),
        ticks: named.map(|(level, name)| (height(level), name.clone())).collect(),
    }
}

fn figure_upright(result: &SweepResult, key: &str, kept: &[usize], units: UnitSystem) -> Upright {
    let values = result.rows.numbers(key).unwrap_or_default().to_vec();
    number_upright(figure_heading(key, units), values, kept, &|value| figure_value(key, Some(value), units))
}

/// An upright from the least to the largest value of the rows that keep the limits.
fn number_upright(heading: String, values: Vec<Option<f64>>, kept: &[usize], show: &dyn Fn(f64) -> String) -> Upright {
    let known = || kept.iter().filter_map(|row| values[*row]);
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let ticks = if low < high { vec![(0.0, show(low)), (1.0, show(high))] } else { vec![(0.5, show(low))] };
    let height = |value: f64| if low < high { (value - low) / (high - low) } else { 0.5 };
    Upright { heading, heights: values.into_iter().map(|value| value.map(height)).collect(), ticks }
}

/// The line of an upright, its heading above it in up to three lines, its words on patches of the ground.
fn draw_upright(canvas: &mut Canvas, upright: &Upright, x: f64, (top, bottom): (f64, f64), gap: f64) {
    let bold = LabelStyle { size: 11.5, bold: true, color: canvas.theme.ink };
    let look = LabelStyle { size: 11.0, bold: false, color: canvas.theme.ink };
    canvas.draw_line(&[(x, top), (x, bottom)], canvas.theme.faint, 1.5);
    let most = (gap - 12.0).min(2.0 * (x - 4.0)).min(2.0 * (canvas.width - x - 4.0));
    let words = wrap_text(&upright.heading, bold, most);
    let shown = words.len().min(3);
    for (place, line) in words.iter().take(3).enumerate() {
        let y = top - 32.0 - (shown - 1 - place) as f64 * 14.0;
        canvas.draw_text(&truncate_to_width(line, bold, most), (x, y), TextAnchor::Middle, bold);
    }
    for (height, text) in &upright.ticks {
        let text = truncate_to_width(text, look, most);
        // The ends of numbers stand beyond the upright, where no line passes.
        let y = match *height {
            0.0 => bottom + 12.0,
            1.0 => top - 12.0,
            share => bottom - share * (bottom - top),
        };
        canvas.draw_text_on_ground(&text, (x, y), TextAnchor::Middle, look);
    }
}

/// Names of the architectures in their colours.
fn draw_names(canvas: &mut Canvas, result: &SweepResult, y: f64) {
    let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let each = (canvas.width - 2.0 * MARGIN) / result.architectures.len().clamp(1, 6) as f64;
    for (place, name) in result.architectures.iter().enumerate().take(6) {
        let style = canvas.theme.architecture_style(place);
        let x = MARGIN + place as f64 * each;
        canvas.draw_dashed_line(&[(x, y), (x + 22.0, y)], style.dash, style.color, 2.5);
        canvas.draw_text(&truncate_to_width(name, look, each - 42.0), (x + 30.0, y), TextAnchor::Left, look);
    }
}
