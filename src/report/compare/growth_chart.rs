//! Capital and running cost of each calendar year of a hall that grows, with the racks that stand there: one panel for each
//! architecture, or for the two with the least and the most cost where there are many.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::shorten_middle;
use crate::report::chart::theme::Theme;
use crate::report::document::intervals::EQUAL_SHARE;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::ArchitectureResult;
use crate::study::growth::result::YearResult;

use super::cost_chart::{format_money, money_scale};
use super::growth::format_racks;

const WIDTH: u32 = 960;
const PANEL_HEIGHT: f64 = 170.0;
/// Room above a panel for its name and the title of its axis, and below for years and racks.
const NAME_HEIGHT: f64 = 48.0;
const YEARS_HEIGHT: f64 = 50.0;
/// Room left of a panel for the numbers of its axis and the word before the racks.
const LEFT: f64 = 56.0;
/// Most panels that are drawn; beyond, the two extremes.
const MAX_PANELS: usize = 3;
/// Least room of the number of a year.
const LABEL_WIDTH: f64 = 44.0;

/// A hall with its years and what they cost together.
struct GrowingHall<'a> {
    architecture: &'a ArchitectureResult,
    years: &'a [YearResult],
    cost_usd: f64,
}

/// The chart; nothing to draw where no hall grows.
pub(crate) fn build_chart(
    architectures: &[&ArchitectureResult],
    units: UnitSystem,
) -> Result<Option<Chart>, ReportError> {
    let hall = |a: &&'_ ArchitectureResult| a.growth.as_ref().and_then(|growth| growth.growth_cost_usd);
    let halls: Vec<GrowingHall<'_>> = architectures
        .iter()
        .filter_map(|a| {
            let growth = a.growth.as_ref()?;
            Some(GrowingHall { architecture: a, years: &growth.years, cost_usd: hall(a)? })
        })
        .collect();
    let by = |a: &&GrowingHall<'_>, b: &&GrowingHall<'_>| a.cost_usd.total_cmp(&b.cost_usd);
    let (Some(least), Some(most)) = (halls.iter().min_by(by), halls.iter().rev().max_by(by)) else { return Ok(None) };
    let shown: Vec<&GrowingHall<'_>> =
        if halls.len() > MAX_PANELS { vec![least, most] } else { halls.iter().collect() };
    let highest = shown.iter().flat_map(|hall| hall.years).map(|y| y.totals.total_cost_usd).fold(1.0, f64::max);
    let (scale, unit) = money_scale(highest, units);
    let title = chart_title(least, most, units);
    let which = if shown.len() < halls.len() { "; the architectures with the least and the most" } else { "" };
    let subtitle = format!("Cost of each calendar year, {}, and the mean number of racks there{which}", unit.label);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 24.0;
    let each = NAME_HEIGHT + PANEL_HEIGHT + YEARS_HEIGHT;
    let height = pixel_height(top + shown.len() as f64 * each + 40.0);
    let chart = Chart::from_painter("cost-by-year", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, top - 14.0);
        let y = Axis::from_values(std::iter::once(highest / scale), true);
        for (i, hall) in shown.iter().enumerate() {
            let from = top + i as f64 * each + NAME_HEIGHT;
            let area = [MARGIN + LEFT, from, canvas.width - MARGIN, from + PANEL_HEIGHT];
            let plane = Plane { area, x: Axis::from_zero(hall.years.len() as f64), y };
            draw_panel(canvas, &plane, hall, (scale, &unit.label, &format_money(hall.cost_usd, units)));
        }
        canvas.draw_footer(
            "Capital in the year in which it is paid; not discounted. Every year with the same weather and prices.",
        );
    })?;
    let mut table = ChartTable::new(["architecture", "year", "racks", "capital_usd", "running_cost_usd"]);
    for (hall, year) in halls.iter().flat_map(|hall| hall.years.iter().map(move |year| (hall, year))) {
        table.push([
            hall.architecture.name.clone(),
            year.year.to_string(),
            number_cell(year.totals.racks),
            number_cell(year.totals.capital_usd),
            number_cell(year.totals.running_cost_usd()),
        ]);
    }
    let said = |hall: &GrowingHall<'_>| {
        let years = hall.years.iter().map(|y| format!("{} {}", y.year, format_money(y.totals.total_cost_usd, units)));
        format!("{}: {}.", hall.architecture.name, years.collect::<Vec<_>>().join(", "))
    };
    Ok(Some(chart.with_numbers(&halls.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

/// What the cheapest saves against the dearest, or how much of a single one's cost is capital.
fn chart_title(least: &GrowingHall<'_>, most: &GrowingHall<'_>, units: UnitSystem) -> String {
    let (name, other) = (&least.architecture.name, &most.architecture.name);
    let span = match (least.years.first(), least.years.last()) {
        (Some(first), Some(last)) => format!("from {} to {}", first.year, last.year),
        _ => String::new(),
    };
    let apart = most.cost_usd - least.cost_usd;
    if name == other {
        let capital: f64 = least.years.iter().map(|y| y.totals.capital_usd).sum();
        let share = format_number(100.0 * capital / least.cost_usd.max(f64::MIN_POSITIVE), 0);
        return format!("‘{name}’ costs {} {span}, {share} % of it capital", format_money(least.cost_usd, units));
    }
    if apart < EQUAL_SHARE * most.cost_usd {
        return format!("All architectures cost the same {span}");
    }
    format!("‘{name}’ costs {} less than ‘{other}’ {span}", format_money(apart, units))
}

/// Fills of capital and of running cost: neither is a component's colour.
fn part_fills(theme: &Theme) -> [RGBColor; 2] {
    [theme.tint_color(theme.ink, 0.72), theme.tint_color(theme.ink, 0.34)]
}

fn draw_legend(canvas: &mut Canvas, y: f64) {
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let mut x = MARGIN;
    let words = ["capital", "electricity, demand charges, water, maintenance"];
    for (fill, text) in part_fills(&canvas.theme).into_iter().zip(words) {
        canvas.fill_rect([x, y - 6.0, x + 12.0, y + 6.0], fill);
        canvas.draw_text(text, (x + 18.0, y), TextAnchor::Left, look);
        x += 18.0 + text_width(text, look) + 24.0;
    }
}

fn draw_panel(canvas: &mut Canvas, plane: &Plane, hall: &GrowingHall<'_>, (scale, unit, all): (f64, &str, &str)) {
    plane.draw_axes(canvas, false);
    let [left, top, right, bottom] = plane.area;
    let bold = LabelStyle { size: 14.0, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let ink = LabelStyle { color: canvas.theme.ink, ..faint };
    canvas.draw_text(&format!("{all} in all"), (right, top - 34.0), TextAnchor::Right, faint);
    let name = shorten_middle(&hall.architecture.name, bold, right - MARGIN - 200.0);
    canvas.draw_text(&name, (MARGIN, top - 34.0), TextAnchor::Left, bold);
    canvas.draw_text(unit, (MARGIN, top - 15.0), TextAnchor::Left, ink);
    canvas.draw_text("racks", (left - 10.0, bottom + 35.0), TextAnchor::Right, faint);
    let slot = (right - left) / hall.years.len().max(1) as f64;
    // Of many years every second or third has its number.
    let per_label = (1..=hall.years.len()).find(|n| *n as f64 * slot >= LABEL_WIDTH).unwrap_or(1);
    let fills = part_fills(&canvas.theme);
    for (place, year) in hall.years.iter().enumerate() {
        let middle = left + (place as f64 + 0.5) * slot;
        let half = (0.36 * slot).min(60.0);
        let mut from = 0.0;
        for (usd, fill) in [year.totals.capital_usd, year.totals.running_cost_usd()].into_iter().zip(fills) {
            let to = from + usd / scale;
            canvas.fill_rect([middle - half, plane.pixel_y(to), middle + half, plane.pixel_y(from)], fill);
            from = to;
        }
        if place % per_label == 0 {
            canvas.draw_text(&year.year.to_string(), (middle, bottom + 15.0), TextAnchor::Middle, ink);
            canvas.draw_text(&format_racks(year.totals.racks), (middle, bottom + 35.0), TextAnchor::Middle, faint);
        }
    }
}
