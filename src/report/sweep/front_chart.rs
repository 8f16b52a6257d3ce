//! Two objectives against each other: every row that keeps the limits, and the front.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::truncate_to_width;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::sweep::result::SweepResult;

use super::view::{architecture_of, architecture_place, is_kept, shown_number};
use super::words::{axis_value, count_words, figure_heading, figure_label, figure_with_unit, superlative};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 420.0;
/// Rows off the front that are drawn; of more every so many-th.
const MAX_DOTS: usize = 2000;
/// Widest name of an end of the front.
const MAX_NAME_WIDTH: f64 = 420.0;

/// A row on the plane.
struct FrontPoint {
    place: usize,
    at: (f64, f64),
}

/// The chart; nothing to draw with less than two objectives, or where no row keeps the limits.
pub fn build_chart(result: &SweepResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let [first, second, ..] = result.objectives.as_slice() else { return Ok(None) };
    let figures = [first.objective.figure, second.objective.figure];
    let columns = figures.map(|figure| result.rows.numbers(figure.key).unwrap_or_default());
    let point = |place: usize| {
        let value = |of: usize| columns[of].get(place).copied().flatten();
        let shown = |of: usize| Some(shown_number(figures[of], value(of)?, units));
        Some(FrontPoint { place, at: (shown(0)?, shown(1)?) })
    };
    let kept: Vec<FrontPoint> =
        (0..result.rows.len()).filter(|place| is_kept(result, *place)).filter_map(point).collect();
    let front: Vec<FrontPoint> = result.front.iter().filter_map(|row| point(row.place)).collect();
    let (Some(start), Some(end)) = (front.first(), front.last()) else { return Ok(None) };
    let [x_name, y_name] = figures.map(|figure| figure_heading(figure.key, units));
    let title = chart_title(result, [start.place, end.place], units);
    let step = kept.len().div_ceil(MAX_DOTS).max(1);
    let which = if step > 1 { format!(", every {step}th of them") } else { String::new() };
    let drawn = count_words(kept.len(), "result that keeps", "results that keep");
    let subtitle = format!("{y_name} against {x_name}: {drawn} the limits{which}; large marks: the front");
    let lead = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = lead + 44.0;
    let height = pixel_height(top + PLANE_HEIGHT + X_TITLE_HEIGHT + 40.0);
    let chart = Chart::from_painter("sweep-front", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, result, lead + 8.0);
        let all = || kept.iter().chain(&front);
        let plane = Plane {
            area: [MARGIN + 62.0, top, canvas.width - MARGIN - 12.0, top + PLANE_HEIGHT],
            x: Axis::from_values(all().map(|p| p.at.0), false),
            y: Axis::from_values(all().map(|p| p.at.1), false),
        };
        plane.draw_axes(canvas, true);
        plane.draw_axis_titles(canvas, &x_name, &y_name);
        for dot in kept.iter().step_by(step) {
            let color = canvas.theme.architecture_style(architecture_place(result, dot.place)).color;
            canvas.draw_dot(plane.pixel_point(dot.at), 2.0, canvas.theme.tint_color(color, 0.45));
        }
        let line: Vec<(f64, f64)> = front.iter().map(|p| plane.pixel_point(p.at)).collect();
        // With more objectives the front is no line in this plane.
        if result.objectives.len() == 2 {
            canvas.draw_line(&line, canvas.theme.faint, 1.5);
        }
        for (found, at) in front.iter().zip(&line) {
            let style = canvas.theme.architecture_style(architecture_place(result, found.place));
            canvas.draw_symbol(*at, 5.0, style.symbol, style.color);
            canvas.reserve_area(*at, 7.0);
        }
        name_ends(canvas, result, &front, &line);
        canvas.draw_footer(&result.title);
    })?;
    let mut table = ChartTable::new(["row", "architecture", figures[0].key, figures[1].key]);
    for row in &result.front {
        let [a, b] = [0, 1].map(|of: usize| number_cell(row.values[of]));
        table.push([row.row.to_string(), row.architecture.clone(), a, b]);
    }
    Ok(Some(chart.with_numbers(&describe(result, &front, units), table)))
}

/// What the ends of the front are and where they lie.
fn chart_title(result: &SweepResult, ends: [usize; 2], units: UnitSystem) -> String {
    let value = |of: usize, place: usize| {
        let figure = result.objectives[of].objective.figure;
        let number = result.rows.numbers(figure.key).and_then(|all| all[place]);
        number.map_or_else(String::new, |number| figure_with_unit(figure.key, number, units))
    };
    let of = |objective: usize| {
        let best = &result.objectives[objective];
        format!("{} {}", superlative(best.objective.better).to_lowercase(), figure_label(best.objective.figure.key))
    };
    let [start, end] = ends;
    if result.objectives.len() == 2 && value(0, start) == value(0, end) && value(1, start) == value(1, end) {
        return format!("‘{}’ has the {} and the {}", architecture_of(result, start), of(0), of(1));
    }
    format!(
        "The {} is {}, with {}; the {} is {}, with {}",
        of(0),
        value(0, start),
        value(1, start),
        of(1),
        value(1, end),
        value(0, end)
    )
}

/// Marks of the architectures in a row of words.
fn draw_legend(canvas: &mut Canvas, result: &SweepResult, y: f64) {
    let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let each = (canvas.width - 2.0 * MARGIN) / result.architectures.len().clamp(1, 6) as f64;
    for (place, name) in result.architectures.iter().enumerate().take(6) {
        let style = canvas.theme.architecture_style(place);
        let x = MARGIN + place as f64 * each;
        canvas.draw_symbol((x + 5.0, y), 4.5, style.symbol, style.color);
        canvas.draw_text(&truncate_to_width(name, look, each - 24.0), (x + 15.0, y), TextAnchor::Left, look);
    }
}

/// The values of the axes at both ends of the front, where there is room.
fn name_ends(canvas: &mut Canvas, result: &SweepResult, front: &[FrontPoint], line: &[(f64, f64)]) {
    let look = LabelStyle { size: 11.5, bold: true, color: canvas.theme.ink };
    let last = front.len() - 1;
    let ends = if last == 0 { vec![0] } else { vec![0, last] };
    for end in ends {
        let (x, y) = line[end];
        let values: Vec<String> =
            result.axes.iter().map(|axis| axis_value(axis, &result.rows, front[end].place)).collect();
        let text = truncate_to_width(&values.join(", "), look, MAX_NAME_WIDTH);
        let places = [
            ((x + 11.0, y), TextAnchor::Left),
            ((x - 11.0, y), TextAnchor::Right),
            ((x, y - 15.0), TextAnchor::Middle),
            ((x, y + 15.0), TextAnchor::Middle),
            ((x + 8.0, y - 15.0), TextAnchor::Left),
            ((x - 8.0, y + 15.0), TextAnchor::Right),
            ((x - 8.0, y - 15.0), TextAnchor::Right),
            ((x + 8.0, y + 15.0), TextAnchor::Left),
        ];
        let free = places.into_iter().find(|(at, anchor)| canvas.has_room_for_text(&text, *at, *anchor, look));
        if let Some((at, anchor)) = free {
            canvas.draw_text_on_ground(&text, at, anchor, look);
        }
    }
}

fn describe(result: &SweepResult, front: &[FrontPoint], units: UnitSystem) -> String {
    let told = |found: &FrontPoint| {
        let axes: Vec<String> = result.axes.iter().map(|axis| axis_value(axis, &result.rows, found.place)).collect();
        let values: Vec<String> = result
            .objectives
            .iter()
            .filter_map(|best| {
                let key = best.objective.figure.key;
                let value = result.rows.numbers(key)?[found.place]?;
                Some(format!("{} {}", figure_label(key), figure_with_unit(key, value, units)))
            })
            .collect();
        format!("{} with {}: {}", architecture_of(result, found.place), axes.join(", "), values.join(", "))
    };
    let ends: Vec<String> = [front.first(), front.last()].into_iter().flatten().map(told).collect();
    format!("{} rows on the front. {}.", format_number(front.len() as f64, 0), ends.join("; "))
}
