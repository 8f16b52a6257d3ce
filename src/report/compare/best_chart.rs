//! As given and at its best: two dots for each architecture on the axis of what was asked for.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::scale::{pixel_height, tick_step};
use crate::report::document::numbers::{decimal_count, format_number};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::best::result::{BestArchitecture, BestComparison, BestFigures, BestObjective};
use crate::study::compare::result::Comparison;

use super::best_words::{format_objective, leader_sentence, objective_noun};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 58.0;
const NAMES_WIDTH: f64 = 190.0;
/// Room for half a label beside the outermost dots.
const LABEL_ROOM: f64 = 60.0;

/// The chart; nothing to draw where no architecture has the figure.
pub fn build_chart(
    result: &Comparison,
    best: &BestComparison,
    units: UnitSystem,
) -> Result<Option<Chart>, ReportError> {
    let values: Vec<f64> = best.architectures.iter().flat_map(|a| shown_values(a, best.objective, units)).collect();
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    if values.is_empty() {
        return Ok(None);
    }
    let noun = objective_noun(best.objective);
    let title = leader_sentence(best).unwrap_or_else(|| format!("At its best: {noun}"));
    let title = title.trim_end_matches('.').to_owned();
    let subtitle = format!("{}. Above the line as given, below it at its best", axis_words(best.objective, units));
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    let height = pixel_height(head + 16.0 + best.architectures.len() as f64 * ROW_HEIGHT + 64.0);
    let pad = (0.06 * (high - low)).max(0.01 * high.abs()).max(1e-9);
    Chart::from_painter("best", (title, subtitle), (WIDTH, height), |canvas| {
        draw_rows(canvas, result, best, units, (low - pad, high + pad));
    })
    .map(Some)
}

/// What the axis shows.
fn axis_words(objective: BestObjective, units: UnitSystem) -> String {
    match objective {
        BestObjective::Energy => "Mean power at the utility meter, kW".to_owned(),
        BestObjective::Cost => units.convert_heading("Life-cycle cost (net present), kUSD"),
        BestObjective::Water => units.unit_for("m3").heading_with_unit("Water on site in the year"),
        BestObjective::Carbon => "Carbon of the electricity in the year, t CO₂e".to_owned(),
    }
}

/// A figure in the unit of the axis.
fn axis_value(figures: &BestFigures, objective: BestObjective, units: UnitSystem) -> Option<f64> {
    match objective {
        BestObjective::Energy => Some(figures.facility_power_w / 1e3),
        BestObjective::Cost => Some(units.unit_for("kUSD").convert_from_si(figures.net_present_cost_usd / 1e3)),
        BestObjective::Water => figures.water_l.map(|l| units.unit_for("m³").convert_from_si(l / 1e3)),
        BestObjective::Carbon => Some(figures.carbon_kg_co2e / 1e3),
    }
}

fn shown_values(a: &BestArchitecture, objective: BestObjective, units: UnitSystem) -> Vec<f64> {
    [&a.given, &a.best].into_iter().flatten().filter_map(|f| axis_value(f, objective, units)).collect()
}

fn draw_rows(
    canvas: &mut Canvas,
    result: &Comparison,
    best: &BestComparison,
    units: UnitSystem,
    (low, high): (f64, f64),
) {
    let left = MARGIN + NAMES_WIDTH + LABEL_ROOM;
    let scale = (canvas.width - MARGIN - LABEL_ROOM - left) / (high - low);
    let top = canvas.top + 8.0;
    let floor = top + best.architectures.len() as f64 * ROW_HEIGHT;
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let tick = tick_step(high - low);
    let mut value = (low / tick).ceil() * tick;
    while value <= high {
        let x = left + (value - low) * scale;
        canvas.draw_line(&[(x, top), (x, floor)], canvas.theme.grid, 1.0);
        let digits = decimal_count(tick).map_or(2, |d| d.saturating_sub(3).min(2));
        canvas.draw_text(&format_number(value, digits), (x, floor + 14.0), TextAnchor::Middle, faint);
        value += tick;
    }
    for (i, a) in best.architectures.iter().enumerate() {
        let middle = top + (i as f64 + 0.5) * ROW_HEIGHT;
        let bold = LabelStyle { size: 14.5, bold: true, color: canvas.theme.ink };
        let name = truncate_to_width(&a.name, bold, NAMES_WIDTH - 14.0);
        canvas.draw_text(&name, (MARGIN + NAMES_WIDTH - 14.0, middle), TextAnchor::Right, bold);
        let cooling = result.architectures.iter().find(|other| other.name == a.name).map(|other| other.cooling);
        let color = cooling.map_or(canvas.theme.ink, |c| canvas.theme.cooling_color(c));
        let place = |f: &BestFigures| Some(left + (axis_value(f, best.objective, units)? - low) * scale);
        let (given, found) = (a.given.as_ref(), a.best.as_ref());
        if let (Some(from), Some(to)) = (given.and_then(place), found.and_then(place)) {
            canvas.draw_line(&[(from, middle), (to, middle)], canvas.theme.faint, 2.0);
        }
        let faint_dot = canvas.theme.faint;
        let mut draw = |figures: Option<&BestFigures>, fill, label_y| {
            let Some((figures, x)) = figures.and_then(|f| Some((f, place(f)?))) else { return };
            canvas.draw_dot((x, middle), 6.0, fill);
            let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
            let text = format_objective(figures, best.objective, units);
            canvas.draw_text(&text, (x, label_y), TextAnchor::Middle, look);
        };
        draw(given, faint_dot, middle - 17.0);
        draw(found, color, middle + 17.0);
        if given.is_none() && found.is_none() {
            let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.limit };
            canvas.draw_text("not feasible", (left, middle), TextAnchor::Left, look);
        }
    }
    canvas.draw_footer(&format!("{}: {}.", result.site.location, result.site.dataset));
}
