//! The first objective over two axes, the others held at the best row: a cell for each pair of values.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::sequential::{draw_color_bar, viridis_color};
use crate::report::chart::text::truncate_to_width;
use crate::report::chart::theme::ink_on;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::sweep::SampleMethod;
use crate::study::sweep::result::{SweepAxis, SweepResult};

use super::view::{
    architecture_of, axis_levels, first_best, held_words, is_feasible, is_kept, rows_through, shown_number,
};
use super::words::{
    axis_heading, axis_value, axis_words, figure_heading, figure_label, figure_value, figure_with_unit,
};

const WIDTH: u32 = 960;
/// Values of an axis that a map shows.
const MAX_LEVELS: usize = 60;
/// Widest name of a row of cells.
const MAX_NAME_WIDTH: f64 = 190.0;
/// Cells lower than this are not read one by one.
const CELL_HEIGHTS: (f64, f64) = (10.0, 34.0);
/// Height of all cells together, where there are many.
const CELLS_HEIGHT: f64 = 360.0;

/// A cell: its place on both axes, its row.
struct MapCell {
    column: usize,
    line: usize,
    row: usize,
}

/// What is drawn.
struct ObjectiveMap<'a> {
    x: &'a SweepAxis,
    y: &'a SweepAxis,
    columns: Vec<String>,
    lines: Vec<String>,
    cells: Vec<MapCell>,
}

/// The chart of the best row's architecture; nothing to draw with less than two axes of several values, or where rows are
/// a sample, which makes no cells.
pub fn build_chart(result: &SweepResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some((best, best_place)) = first_best(result) else { return Ok(None) };
    let Some((map, free)) = find_map(result, best_place) else { return Ok(None) };
    let figure = best.objective.figure;
    let Some(values) = result.rows.numbers(figure.key) else { return Ok(None) };
    let number = |cell: &MapCell| values[cell.row].map(|value| shown_number(figure, value, units));
    let known: Vec<f64> = map.cells.iter().filter(|c| is_feasible(result, c.row)).filter_map(number).collect();
    let scale = (known.iter().copied().fold(f64::INFINITY, f64::min), known.iter().copied().fold(f64::MIN, f64::max));
    let architecture = architecture_of(result, best_place);
    let told = |row: usize| values[row].map_or_else(String::new, |value| figure_with_unit(figure.key, value, units));
    let title = format!(
        "‘{architecture}’ has its best {}, {}, at {} and {}",
        figure_label(figure.key),
        told(best_place),
        axis_words(map.y, &result.rows, best_place),
        axis_words(map.x, &result.rows, best_place)
    );
    let subtitle = format!(
        "{} over {} (to the right) and {}{}. Crossed: breaks a limit; empty: can't be cooled",
        figure_heading(figure.key, units),
        map.x.label,
        map.y.label,
        held_words(result, best_place, &free)
    );
    let lead = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = lead + 46.0;
    let tall = (CELLS_HEIGHT / map.lines.len() as f64).clamp(CELL_HEIGHTS.0, CELL_HEIGHTS.1);
    let bottom = top + tall * map.lines.len() as f64;
    let height = pixel_height(bottom + 44.0 + 40.0);
    let chart = Chart::from_painter("sweep-map", (title, subtitle), (WIDTH, height), |canvas| {
        let bar = (canvas.width - MARGIN - 300.0, canvas.width - MARGIN - 20.0, lead + 8.0);
        draw_color_bar(canvas, &figure_heading(figure.key, units), scale, bar, viridis_color);
        let look = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
        let names: Vec<String> = map.lines.iter().map(|name| truncate_to_width(name, look, MAX_NAME_WIDTH)).collect();
        let names_width = names.iter().map(|name| text_width(name, look)).fold(0.0, f64::max);
        let left = MARGIN + names_width + 12.0;
        let wide = (canvas.width - MARGIN - left) / map.columns.len() as f64;
        for (line, name) in names.iter().enumerate() {
            canvas.draw_text_if_room(name, (left - 10.0, bottom - (line as f64 + 0.5) * tall), TextAnchor::Right, look);
        }
        for (column, name) in map.columns.iter().enumerate() {
            let at = (left + (column as f64 + 0.5) * wide, bottom + 14.0);
            canvas.draw_text_if_room(name, at, TextAnchor::Middle, look);
        }
        let below = (f64::midpoint(left, canvas.width - MARGIN), bottom + 36.0);
        canvas.draw_text(&axis_heading(map.x), below, TextAnchor::Middle, look);
        for cell in &map.cells {
            let (x, y) = (left + cell.column as f64 * wide, bottom - (cell.line as f64 + 1.0) * tall);
            let area = [x + 0.5, y + 0.5, x + wide - 0.5, y + tall - 0.5];
            let value = number(cell).filter(|_| is_feasible(result, cell.row));
            let text = figure_value(figure.key, values[cell.row], units);
            draw_cell(canvas, area, (value, scale), is_kept(result, cell.row), &text);
        }
        canvas.draw_footer(&result.title);
    })?;
    let mut table = ChartTable::new([map.x.key.as_str(), map.y.key.as_str(), figure.key, "meets_constraints"]);
    for cell in &map.cells {
        let at = |axis: &SweepAxis| result.rows.values(&axis.key).map_or_else(String::new, |v| v.text_at(cell.row));
        let kept = is_kept(result, cell.row).to_string();
        table.push([at(map.x), at(map.y), number_cell(values[cell.row]), kept]);
    }
    let kept = map.cells.iter().filter(|cell| is_kept(result, cell.row)).count();
    let description = format!("{kept} of {} cells keep the limits; the best is {}.", map.cells.len(), told(best_place));
    Ok(Some(chart.with_numbers(&description, table)))
}

/// A cell with its value where it is wide enough, crossed where it breaks a limit; a frame where it has no value.
fn draw_cell(
    canvas: &mut Canvas,
    area: [f64; 4],
    (value, (low, high)): (Option<f64>, (f64, f64)),
    kept: bool,
    text: &str,
) {
    let [left, top, right, bottom] = area;
    let Some(value) = value else {
        let frame = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        canvas.draw_line(&frame, canvas.theme.grid, 1.0);
        return;
    };
    let share = if high > low { (value - low) / (high - low) } else { 0.5 };
    let fill = viridis_color(share);
    canvas.fill_rect(area, fill);
    let look = LabelStyle { size: 11.5, bold: false, color: ink_on(fill) };
    if !kept {
        canvas.draw_line(&[(left, top), (right, bottom)], look.color, 1.0);
        canvas.draw_line(&[(left, bottom), (right, top)], look.color, 1.0);
    } else if text_width(text, look) + 8.0 < right - left && bottom - top >= 16.0 {
        canvas.draw_text(text, (f64::midpoint(left, right), f64::midpoint(top, bottom)), TextAnchor::Middle, look);
    }
}

/// The cells of the two axes with the most values, and the places of these axes.
fn find_map(result: &SweepResult, best: usize) -> Option<(ObjectiveMap<'_>, [usize; 2])> {
    if result.sample != SampleMethod::Grid {
        return None;
    }
    let mut axes: Vec<usize> = (0..result.axes.len()).collect();
    axes.retain(|axis| result.axes[*axis].values.is_some_and(|count| count > 1 && count <= MAX_LEVELS as u64));
    // The longest axis lies to the right; of equal ones the first.
    axes.sort_by_key(|axis| std::cmp::Reverse(result.axes[*axis].values));
    let [x, y, ..] = axes.as_slice() else { return None };
    let name = architecture_of(result, best);
    let rows: Vec<usize> =
        rows_through(result, best, &[*x, *y]).into_iter().filter(|row| architecture_of(result, *row) == name).collect();
    let (x_axis, y_axis) = (&result.axes[*x], &result.axes[*y]);
    let (columns, lines) = (axis_levels(result, x_axis, &rows), axis_levels(result, y_axis, &rows));
    let cell = |row: usize| {
        let place = |levels: &[String], axis: &SweepAxis| {
            let text = axis_value(axis, &result.rows, row);
            levels.iter().position(|level| *level == text)
        };
        Some(MapCell { column: place(&columns, x_axis)?, line: place(&lines, y_axis)?, row })
    };
    let cells: Vec<MapCell> = rows.into_iter().filter_map(cell).collect();
    Some((ObjectiveMap { x: x_axis, y: y_axis, columns, lines, cells }, [*x, *y]))
}
