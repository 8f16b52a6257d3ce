//! The front: every design on it by its first two objectives, its ends and its knee named.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::marks::{SideLabel, draw_side_labels};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::compare::metrics::find_metric;
use crate::report::document::phrase::uppercase_first_letter;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::sweep::words::{figure_heading, figure_label, figure_with_unit};
use crate::study::optimize::result::{ArchitectureOptimum, OptimizeResult};

use super::words::design_name;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 380.0;
/// Room left of the plane for its numbers.
const FIGURES_WIDTH: f64 = 62.0;
/// Widest name of an architecture beside the plane.
const NAMES_WIDTH: f64 = 190.0;
/// Radius of the mark of a design, and of a named one.
const RADII: (f64, f64) = (3.5, 6.5);

/// A front with the place of its architecture and its points in the units shown.
struct DrawnFront<'a> {
    place: usize,
    architecture: &'a ArchitectureOptimum,
    points: Vec<(f64, f64)>,
}

/// The chart; nothing for one objective, or where there is no front.
pub fn build_chart(result: &OptimizeResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let [x, y, ..] = result.objectives.as_slice() else { return Ok(None) };
    let shown = |key: &str, value: f64| find_metric(key).map_or(value, |metric| metric.shown_number(value, units));
    let fronts: Vec<DrawnFront<'_>> = result
        .architectures
        .iter()
        .enumerate()
        .filter(|(_, a)| !a.front.is_empty())
        .map(|(place, architecture)| {
            let point = |values: &[f64]| (shown(x.figure.key, values[0]), shown(y.figure.key, values[1]));
            let points = architecture.front.iter().map(|design| point(&design.objectives)).collect();
            DrawnFront { place, architecture, points }
        })
        .collect();
    let Some(title) = chart_title(result, &fronts, units) else { return Ok(None) };
    let subtitle = chart_subtitle(result);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 34.0;
    let bottom = top + PLANE_HEIGHT;
    let height = pixel_height(bottom + X_TITLE_HEIGHT + 40.0);
    let titles = [figure_heading(x.figure.key, units), figure_heading(y.figure.key, units)];
    let chart = Chart::from_painter("front", (title, subtitle), (WIDTH, height), |canvas| {
        draw_fronts(canvas, result, &fronts, (top, bottom), &titles);
        canvas.draw_footer(&format!("{}; {}.", result.title, super::words::subtitle_line(result)));
    })?;
    Ok(Some(chart.with_numbers(&description(result, &fronts, units), front_table(result))))
}

/// What the ends of the first front cost each other.
fn chart_title(result: &OptimizeResult, fronts: &[DrawnFront<'_>], units: UnitSystem) -> Option<String> {
    let front = fronts.first()?;
    let [x, y, ..] = result.objectives.as_slice() else { return None };
    let named = &front.architecture.named;
    let of = |place: usize| Some(&front.architecture.front[named.get(place)?.front_index].objectives);
    let (first, second) = (of(0)?, of(1)?);
    let figure = |key: &str, value: f64| figure_with_unit(key, value, units);
    if first == second {
        return Some(format!(
            "‘{}’ has its best {} and its best {} in one design",
            front.architecture.name,
            figure_label(x.figure.key),
            figure_label(y.figure.key)
        ));
    }
    Some(format!(
        "‘{}’: {} from {} to {} takes {} from {} to {}",
        front.architecture.name,
        figure_label(y.figure.key),
        figure(y.figure.key, first[1]),
        figure(y.figure.key, second[1]),
        figure_label(x.figure.key),
        figure(x.figure.key, first[0]),
        figure(x.figure.key, second[0])
    ))
}

fn chart_subtitle(result: &OptimizeResult) -> String {
    let what = "Each mark is a design that no other is better than in all objectives; large marks are named";
    match result.objectives.len() {
        2 => what.to_owned(),
        count => format!("{what}. The first two of {count} objectives are shown"),
    }
}

fn draw_fronts(
    canvas: &mut Canvas,
    result: &OptimizeResult,
    fronts: &[DrawnFront<'_>],
    (top, bottom): (f64, f64),
    titles: &[String; 2],
) {
    let bold = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
    let names = |front: &DrawnFront<'_>| text_width(&front.architecture.name, bold).min(NAMES_WIDTH);
    // One front needs no name: the title has it.
    let names_width = if fronts.len() > 1 { fronts.iter().map(names).fold(0.0, f64::max) + 16.0 } else { 0.0 };
    let all = || fronts.iter().flat_map(|front| front.points.iter());
    let plane = Plane {
        area: [MARGIN + FIGURES_WIDTH, top, canvas.width - MARGIN - names_width, bottom],
        x: Axis::from_values(all().map(|p| p.0), false),
        y: Axis::from_values(all().map(|p| p.1), false),
    };
    plane.draw_axes(canvas, true);
    plane.draw_axis_titles(canvas, &titles[0], &titles[1]);
    let mut tags = Vec::new();
    for front in fronts {
        let style = canvas.theme.architecture_style(front.place);
        for point in &front.points {
            let at = plane.pixel_point(*point);
            canvas.draw_symbol(at, RADII.0, style.symbol, style.color);
            canvas.reserve_area(at, RADII.0);
        }
        if fronts.len() > 1
            && let Some(last) = front.points.last()
        {
            let text = truncate_to_width(&front.architecture.name, bold, NAMES_WIDTH);
            let y = plane.pixel_point(*last).1;
            tags.push(SideLabel { y, text, color: style.color, ink: canvas.theme.ink });
        }
    }
    for front in fronts {
        draw_named(canvas, result, front, &plane);
    }
    draw_side_labels(canvas, tags, (plane.area[2], canvas.width - MARGIN), (top + 6.0, bottom - 4.0));
}

/// Large marks of the named designs, each with its name where it is free, led to it where it stands apart.
fn draw_named(canvas: &mut Canvas, result: &OptimizeResult, front: &DrawnFront<'_>, plane: &Plane) {
    let style = canvas.theme.architecture_style(front.place);
    let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let mut places: Vec<usize> = front.architecture.named.iter().map(|named| named.front_index).collect();
    places.dedup();
    for place in &places {
        let at = plane.pixel_point(front.points[*place]);
        canvas.draw_symbol(at, RADII.1, style.symbol, style.color);
        canvas.reserve_area(at, RADII.1);
    }
    for place in places {
        let own = front.architecture.named.iter().filter(|named| named.front_index == place);
        let names: Vec<String> = own.map(|named| design_name(result, named)).collect();
        let text = uppercase_first_letter(&names.join(", "));
        let (x, y) = plane.pixel_point(front.points[place]);
        let middle = f64::midpoint(plane.area[0], plane.area[2]);
        let (anchor, side) = if x > middle { (TextAnchor::Right, -1.0) } else { (TextAnchor::Left, 1.0) };
        let distances = [0.0, -18.0, 18.0, -36.0, 36.0, -60.0, 60.0, -90.0, 90.0, -130.0];
        let reach = |rise: f64| 12.0 + 0.4 * f64::abs(rise);
        let free = distances.into_iter().find(|rise| {
            let inside = (plane.area[1] + 8.0..=plane.area[3] - 8.0).contains(&(y + rise));
            inside && canvas.has_room_for_text(&text, (x + side * reach(*rise), y + rise), anchor, look)
        });
        let Some(rise) = free else { continue };
        let to = (x + side * reach(rise), y + rise);
        if rise != 0.0 {
            canvas.draw_line(&[(x, y), (to.0 - side * 3.0, to.1)], canvas.theme.faint, 1.0);
        }
        canvas.draw_text(&text, to, anchor, look);
    }
}

/// The named designs in numbers.
fn description(result: &OptimizeResult, fronts: &[DrawnFront<'_>], units: UnitSystem) -> String {
    let said = |front: &DrawnFront<'_>| {
        let named = front.architecture.named.iter().map(|named| {
            let values = &front.architecture.front[named.front_index].objectives;
            let figures = result.objectives.iter().zip(values);
            let figures: Vec<String> =
                figures.map(|(objective, value)| figure_with_unit(objective.figure.key, *value, units)).collect();
            format!("{}: {}", design_name(result, named), figures.join(" and "))
        });
        let named: Vec<String> = named.collect();
        format!("{}, {} designs. {}.", front.architecture.name, front.points.len(), named.join("; "))
    };
    fronts.iter().map(said).collect::<Vec<_>>().join(" ")
}

/// Every design of the fronts: architecture, name, the two objectives drawn.
fn front_table(result: &OptimizeResult) -> ChartTable {
    let [x, y, ..] = result.objectives.as_slice() else { return ChartTable::default() };
    let mut table = ChartTable::new(["architecture", "name", x.figure.key, y.figure.key]);
    for a in &result.architectures {
        for (place, design) in a.front.iter().enumerate() {
            let names: Vec<&str> = a.named.iter().filter(|n| n.front_index == place).map(|n| n.name.as_str()).collect();
            let [x, y] = [0, 1].map(|k| number_cell(design.objectives[k]));
            table.push([a.name.clone(), names.join("; "), x, y]);
        }
    }
    table
}
