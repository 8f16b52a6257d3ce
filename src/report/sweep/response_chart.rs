//! The first objective along an axis, the other axes held at the best row: a line for each architecture.

use crate::report::chart::Chart;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::plane::{Axis, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::series::{SeriesAxes, SeriesLine, draw_series, plane_height, series_table};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::sweep::SampleMethod;
use crate::study::sweep::result::{ObjectiveBest, SweepAxis, SweepResult};
use crate::study::uncertainty::BetterDirection;
use crate::units::typeset::typeset_unit;

use super::view::{architecture_of, axis_number_at, first_best, held_words, is_feasible, rows_through, shown_number};
use super::words::{axis_heading, axis_number, figure_heading, figure_label, figure_with_unit, superlative};

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 340.0;

/// The chart along the numeric axis with the most values; nothing to draw without one, or where rows are a sample, which
/// holds no axis.
pub fn build_chart(result: &SweepResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some((best, best_place)) = first_best(result) else { return Ok(None) };
    let Some((free, axis)) = response_axis(result) else { return Ok(None) };
    let figure = best.objective.figure;
    let through = rows_through(result, best_place, &[free]);
    let Some(values) = result.rows.numbers(figure.key) else { return Ok(None) };
    let points_of = |name: &str| {
        let own = through.iter().filter(|row| architecture_of(result, **row) == name && is_feasible(result, **row));
        let point =
            |row: &usize| Some((axis_number_at(result, axis, *row)?, shown_number(figure, values[*row]?, units)));
        let mut points: Vec<(f64, f64)> = own.filter_map(point).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    };
    let named = result.architectures.iter().enumerate();
    let lines: Vec<SeriesLine<'_>> = named
        .map(|(place, name)| SeriesLine { name, place, points: points_of(name) })
        .filter(|line| line.points.len() > 1)
        .collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let title = chart_title(result, (best, best_place), axis, units);
    let heading = figure_heading(figure.key, units);
    let x_title = axis_heading(axis);
    let subtitle = format!("{heading} against {x_title}{}", held_words(result, best_place, &[free]));
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let tall = plane_height(lines.len(), PLANE_HEIGHT);
    let height = pixel_height(top + tall + X_TITLE_HEIGHT + 40.0);
    let points = || lines.iter().flat_map(|line| line.points.iter());
    let axes = SeriesAxes {
        x: (Axis::from_values(points().map(|p| p.0), false), x_title.as_str()),
        y: (Axis::from_values(points().map(|p| p.1), false), heading.as_str()),
    };
    let chart = Chart::from_painter("sweep-response", (title, subtitle), (WIDTH, height), |canvas| {
        draw_series(canvas, &lines, &axes, (top, top + tall));
        canvas.draw_footer(&result.title);
    })?;
    let told: Vec<String> = lines.iter().filter_map(|line| describe_line(line, axis)).collect();
    let table = series_table(&lines, [axis.key.as_str(), figure.key]);
    Ok(Some(chart.with_numbers(&format!("{heading}: {}.", told.join("; ")), table)))
}

/// The numeric axis with the most values of a grid, and its place.
fn response_axis(result: &SweepResult) -> Option<(usize, &SweepAxis)> {
    if result.sample != SampleMethod::Grid {
        return None;
    }
    let numeric = result.axes.iter().enumerate().filter(|(_, axis)| result.rows.numbers(&axis.key).is_some());
    // Of equal ones the first.
    numeric.rev().max_by_key(|(_, axis)| axis.values).filter(|(_, axis)| axis.values.is_some_and(|count| count > 1))
}

fn chart_title(
    result: &SweepResult,
    (best, place): (&ObjectiveBest, usize),
    axis: &SweepAxis,
    units: UnitSystem,
) -> String {
    let key = best.objective.figure.key;
    let value = best.value.map_or_else(String::new, |value| figure_with_unit(key, value, units));
    let at = axis_number_at(result, axis, place).map_or_else(String::new, axis_number);
    let unit = typeset_unit(&axis.unit);
    let word = superlative(best.objective.better).to_lowercase();
    let label = &axis.label;
    let reached = format!("{} of ‘{}’ is {word}", figure_label(key), architecture_of(result, place));
    let from = if best.objective.better == BetterDirection::Lower { "least" } else { "most" };
    format!("{reached} at a {label} of {at} {unit}: {value} is the {from} that keeps the limits").replace("  ", " ")
}

/// Both ends of a line.
fn describe_line(line: &SeriesLine<'_>, axis: &SweepAxis) -> Option<String> {
    let (first, last) = (line.points.first()?, line.points.last()?);
    let unit = typeset_unit(&axis.unit);
    Some(
        format!(
            "{} from {} at {} {unit} to {} at {} {unit}",
            line.name,
            axis_number(first.1),
            axis_number(first.0),
            axis_number(last.1),
            axis_number(last.0)
        )
        .replace("  ", " "),
    )
}
