//! The front: every design on it by its first two objectives, its ends and its knee named.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::marks::{SideLabel, draw_side_labels};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::reserve::reserve_line;
use crate::report::chart::scale::pixel_height;
use crate::report::document::phrase::uppercase_first_letter;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::report::sweep::view::shown_number;
use crate::report::sweep::words::{figure_heading, figure_label, figure_with_unit, superlative};
use crate::study::optimize::result::{ArchitectureOptimum, OptimizeResult};

use super::words::design_name;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 380.0;
/// Room left of the plane for its numbers.
const FIGURES_WIDTH: f64 = 62.0;
/// Widest name of an architecture beside the plane.
const NAMES_WIDTH: f64 = 190.0;
/// Radius of the mark of a design, and of a named one.
const RADII: (f64, f64) = (2.5, 6.5);

/// A front with its points in the units shown.
struct DrawnFront<'a> {
    architecture: &'a ArchitectureOptimum,
    points: Vec<(f64, f64)>,
}

/// The chart; nothing for one objective, or where there is no front.
pub fn build_chart(result: &OptimizeResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let [x, y, ..] = result.objectives.as_slice() else { return Ok(None) };
    let fronts: Vec<DrawnFront<'_>> = result
        .architectures
        .iter()
        .filter(|a| !a.front.is_empty())
        .map(|architecture| {
            let point =
                |values: &[f64]| (shown_number(x.figure, values[0], units), shown_number(y.figure, values[1], units));
            let points = architecture.front.iter().map(|design| point(&design.objectives)).collect();
            DrawnFront { architecture, points }
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
    let [x, y, ..] = result.objectives.as_slice() else { return None };
    if fronts.len() > 1 {
        return leaders_title(result, fronts, units);
    }
    let front = fronts.first()?;
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

/// Which architectures are the best in the first two objectives.
fn leaders_title(result: &OptimizeResult, fronts: &[DrawnFront<'_>], units: UnitSystem) -> Option<String> {
    let leader = |k: usize| {
        let objective = result.objectives.get(k)?;
        let ends = fronts.iter().filter_map(|front| {
            let end = front.architecture.named.get(k)?;
            let value = *front.architecture.front[end.front_index].objectives.get(k)?;
            Some((front.architecture.name.as_str(), value))
        });
        let (name, value) = ends.min_by(|a, b| objective.cost_of(a.1).total_cmp(&objective.cost_of(b.1)))?;
        let key = objective.figure.key;
        let superlative = superlative(objective.better).to_lowercase();
        Some((name, format!("the {superlative} {}, {}", figure_label(key), figure_with_unit(key, value, units))))
    };
    let ((first, best), (second, other)) = (leader(0)?, leader(1)?);
    Some(if first == second {
        format!("‘{first}’ has {best}, and {other}")
    } else {
        format!("‘{first}’ has {best}; ‘{second}’ has {other}")
    })
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
        let style = canvas.theme.architecture_style(front.architecture.place);
        for point in &front.points {
            let at = plane.pixel_point(*point);
            canvas.draw_dot(at, RADII.0, style.color);
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
    let style = canvas.theme.architecture_style(front.architecture.place);
    let look = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let mut places: Vec<usize> = front.architecture.named.iter().map(|named| named.front_index).collect();
    places.dedup();
    for place in &places {
        canvas.reserve_area(plane.pixel_point(front.points[*place]), RADII.1);
    }
    for place in places {
        let own = front.architecture.named.iter().filter(|named| named.front_index == place);
        let names: Vec<String> = own.map(|named| design_name(result, named)).collect();
        let at = plane.pixel_point(front.points[place]);
        draw_name(canvas, &uppercase_first_letter(&names.join(", ")), at, plane, look);
        canvas.draw_symbol(at, RADII.1, style.symbol, style.color);
    }
}

/// Heights above and below a mark at which its name is tried, pixels.
const NAME_RISES: [f64; 10] = [0.0, -18.0, 18.0, -36.0, 36.0, -60.0, 60.0, -90.0, 90.0, -130.0];

/// The name of a mark where it is free, with a line to it where it stands apart.
fn draw_name(canvas: &mut Canvas, text: &str, (x, y): (f64, f64), plane: &Plane, look: LabelStyle) {
    let middle = f64::midpoint(plane.area[0], plane.area[2]);
    let (anchor, side) = if x > middle { (TextAnchor::Right, -1.0) } else { (TextAnchor::Left, 1.0) };
    let end = |rise: f64| (x + side * (12.0 + 0.4 * rise.abs()), y + rise);
    let free = NAME_RISES.into_iter().find(|rise| {
        let at = end(*rise);
        let inside = (plane.area[1] + 8.0..=plane.area[3] - 8.0).contains(&at.1);
        inside && canvas.has_room_for_text(text, at, anchor, look) && is_clear(canvas, (x, y), at)
    });
    let Some(rise) = free else { return };
    let to = end(rise);
    if rise != 0.0 {
        let leader = [(x, y), (to.0 - side * 3.0, to.1)];
        canvas.draw_line(&leader, canvas.theme.faint, 1.0);
        reserve_line(canvas, &leader);
    }
    canvas.draw_text(text, to, anchor, look);
}

/// Whether a line crosses no text and no mark beyond its own.
fn is_clear(canvas: &Canvas, from: (f64, f64), to: (f64, f64)) -> bool {
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let point = LabelStyle { size: 1.0, bold: false, color: canvas.theme.faint };
    let mut along = 2.5 * RADII.1;
    while along < length - 4.0 {
        let share = along / length;
        let at = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
        if !canvas.has_room_for_text("", at, TextAnchor::Left, point) {
            return false;
        }
        along += 4.0;
    }
    true
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
