//! The outdoor air of the year on a psychrometric chart, by how the plant cools in it: a panel for each architecture, or for
//! the two with the most and the fewest hours of free cooling where there are many.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::shorten_middle;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::site::cooling_modes::{CoolingMode, CoolingModeHours, ModeCell};
use crate::study::site::result::{SiteReport, SiteYearResult};
use crate::units::Pressure;

use super::mode_words::{free_cooling_title, mode_color, mode_hours, shown_by_free_cooling};
use super::psychrometric_plane::{
    BOTTOM_AXIS_HEIGHT, G_PER_KG, PsychrometricPlane, RIGHT_AXIS_WIDTH, draw_on_ground_if_room,
};

const WIDTH: u32 = 960;
/// Height of the plane of a single panel, and of one of several.
const PLANE_HEIGHTS: [f64; 2] = [440.0, 330.0];
/// Room above a plane for its name and the ends of its lines.
const NAME_HEIGHT: f64 = 52.0;
const LEGEND_ROW_HEIGHT: f64 = 19.0;
/// Weakest tint of a cell with hours.
const MIN_TINT: f64 = 0.3;

/// The chart; nothing to draw without air or without a feasible architecture.
pub fn build_chart(report: &SiteReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let all: Vec<&SiteYearResult> = report.architectures.iter().filter(|a| !a.mode_cells.is_empty()).collect();
    if all.is_empty() {
        return Ok(None);
    }
    let (shown, which) = shown_by_free_cooling(&all);
    let air = &report.outdoor_air;
    let title = free_cooling_title(&all, units);
    let counted = if air.side.is_some() { "darker: more hours" } else { "dots: bins of hours" };
    let subtitle = format!(
        "Outdoor air of the year at {} by cooling mode of the facility; {counted}{which}",
        units.unit_for("kPa").format_with_unit(air.pressure_pa / 1e3, 1)
    );
    let plane_height = PLANE_HEIGHTS[usize::from(shown.len() > 1)];
    let each = NAME_HEIGHT + plane_height + BOTTOM_AXIS_HEIGHT + 8.0;
    let top = Canvas::heading_height(&title, &subtitle, WIDTH);
    let height = pixel_height(top + shown.len() as f64 * each + 36.0);
    let (dry, most_g) = air_reach(report);
    let chart = Chart::from_painter("psychrometric", (title, subtitle), (WIDTH, height), |canvas| {
        for (i, a) in shown.iter().enumerate() {
            let from = top + i as f64 * each;
            let bold = LabelStyle { size: 14.0, bold: true, color: canvas.theme.ink };
            let name = shorten_middle(&a.total.name, bold, canvas.width - 2.0 * MARGIN - 240.0);
            canvas.draw_text(&name, (MARGIN, from + 12.0), TextAnchor::Left, bold);
            let upper = from + NAME_HEIGHT;
            let area = [MARGIN + 6.0, upper, canvas.width - MARGIN - RIGHT_AXIS_WIDTH, upper + plane_height];
            let plane = PsychrometricPlane::new(area, dry, most_g, Pressure::new(air.pressure_pa), units);
            plane.draw_axes(canvas);
            draw_cells(canvas, &plane, &a.mode_cells, air.side);
            plane.draw_property_lines(canvas);
            draw_supply(canvas, &plane, a);
            draw_envelopes(canvas, &plane, report);
            draw_legend(canvas, &plane, a);
            plane.draw_line_labels(canvas);
        }
        canvas.draw_footer(&format!(
            "Outlines: ASHRAE Thermal Guidelines, 2021, for air at the servers. Weather: {}: {}.",
            report.site.location, report.site.dataset
        ));
    })?;
    let mut table = ChartTable::new([
        "architecture",
        "dry_bulb_c",
        "humidity_ratio_kg_kg",
        "free_hours",
        "partial_hours",
        "mechanical_hours",
        "purchased_hours",
    ]);
    for (a, cell) in shown.iter().flat_map(|a| a.mode_cells.iter().map(move |c| (a, c))) {
        let [free, partial, mechanical, purchased] =
            CoolingMode::ALL.map(|mode| number_cell(cell.hours.hours_in(mode)));
        let state = [cell.dry_bulb_c, cell.humidity_ratio_kg_kg].map(number_cell);
        let [t_c, w] = state;
        table.push([a.total.name.clone(), t_c, w, free, partial, mechanical, purchased]);
    }
    let said = |a: &&SiteYearResult| {
        let rows = legend_rows(&mode_hours(a));
        format!("{}: {}.", a.total.name, rows.into_iter().map(|r| r.1).collect::<Vec<_>>().join(", "))
    };
    Ok(Some(chart.with_numbers(&shown.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

/// Dry-bulbs in °C and the most moisture in g/kg that the planes hold.
fn air_reach(report: &SiteReport) -> ((f64, f64), f64) {
    let cells = report.architectures.iter().flat_map(|a| &a.mode_cells);
    let outlines = envelopes(report).flat_map(|c| c.outline.iter().copied());
    let states = cells.map(|c| (c.dry_bulb_c, c.humidity_ratio_kg_kg)).chain(outlines);
    let start = (f64::INFINITY, f64::NEG_INFINITY, 0.0_f64);
    let (low, high, moist) = states.fold(start, |(l, h, w), s| (l.min(s.0), h.max(s.0), w.max(s.1)));
    ((low - 0.6, high + 0.6), moist * G_PER_KG * 1.04)
}

/// The recommended range and the narrowest class of allowable air.
fn envelopes(report: &SiteReport) -> impl Iterator<Item = &crate::study::site::result::AirClass> {
    report.air_classes.iter().take(2).filter(|c| !c.outline.is_empty())
}

/// Hours as tints of the mode that most of them are in, short of the saturation line; or bins as dots.
fn draw_cells(canvas: &mut Canvas, plane: &PsychrometricPlane<'_>, cells: &[ModeCell], side: Option<(f64, f64)>) {
    let most = cells.iter().map(|c| c.hours.total()).fold(1e-9, f64::max);
    for cell in cells {
        let (t, w) = (cell.dry_bulb_c, cell.humidity_ratio_kg_kg);
        let share = (cell.hours.total() / most).sqrt();
        let color = mode_color(&canvas.theme, cell.hours.prevailing());
        let Some((dt, dw)) = side else {
            let radius = 2.0 + 7.0 * share;
            canvas.draw_dot(plane.pixel_point((t, w * G_PER_KG)), radius, canvas.theme.tint_color(color, 0.75));
            continue;
        };
        let fill = canvas.theme.tint_color(color, MIN_TINT + (1.0 - MIN_TINT) * share);
        canvas.fill_polygon(cell_outline(plane, (t - dt / 2.0, t + dt / 2.0), w - dw / 2.0, w + dw / 2.0), fill);
    }
}

/// Corners of a cell between two dry-bulbs and two humidity ratios in kg/kg; what would be beyond saturation is cut off.
fn cell_outline(plane: &PsychrometricPlane<'_>, (cold, warm): (f64, f64), dry: f64, moist: f64) -> Vec<(f64, f64)> {
    let upper = |t_c: f64| (moist * G_PER_KG).min(plane.saturation_g(t_c)).max(dry * G_PER_KG);
    let bottom = dry * G_PER_KG;
    [
        (cold, bottom),
        (cold, upper(cold)),
        (f64::midpoint(cold, warm), upper(f64::midpoint(cold, warm))),
        (warm, upper(warm)),
        (warm, bottom),
    ]
    .into_iter()
    .map(|state| plane.pixel_point(state))
    .collect()
}

/// Outlines of the classes of air, then their names over all of them.
fn draw_envelopes(canvas: &mut Canvas, plane: &PsychrometricPlane<'_>, report: &SiteReport) {
    let outlines: Vec<(&str, Vec<(f64, f64)>)> = envelopes(report)
        .map(|class| {
            let corners = class.outline.iter().chain(class.outline.first());
            (class.class.as_str(), corners.map(|(t, w)| plane.pixel_point((*t, w * G_PER_KG))).collect())
        })
        .collect();
    for (i, (_, points)) in outlines.iter().enumerate() {
        canvas.draw_line(points, canvas.theme.ink, if i == 0 { 2.5 } else { 1.25 });
    }
    for (i, (name, points)) in outlines.iter().enumerate() {
        let right = points.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
        let [high, low] = [f64::min, f64::max].map(|of| points.iter().map(|p| p.1).reduce(of).unwrap_or(0.0));
        let look = LabelStyle { size: 12.0, bold: true, color: canvas.theme.ink };
        // The recommended range is named below its dry edge, the wider class in its moist corner.
        let at = if i == 0 { (right - 4.0, low + 10.0) } else { (right - 6.0, high + 11.0) };
        draw_on_ground_if_room(canvas, name, at, TextAnchor::Right, look);
    }
}

/// Strokes of the line of the supply.
const SUPPLY_DASH: [f64; 2] = [1.5, 3.0];

/// The dry-bulb of the air at the servers. The hall's own moisture is not followed: any up to saturation or the top of the
/// plane.
fn draw_supply(canvas: &mut Canvas, plane: &PsychrometricPlane<'_>, a: &SiteYearResult) {
    let Some(t_c) = a.supply_air_c else { return };
    let (x, foot) = plane.pixel_point((t_c, 0.0));
    let head = plane.pixel_point((t_c, plane.saturation_g(t_c))).1.max(plane.area()[1]);
    canvas.draw_dashed_line(&[(x, foot), (x, head)], &SUPPLY_DASH, canvas.theme.ink, 2.0);
}

/// The modes with their hours and the supply, in the room above the saturation line.
fn draw_legend(canvas: &mut Canvas, plane: &PsychrometricPlane<'_>, a: &SiteYearResult) {
    let [left, top, ..] = plane.area();
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let (x, mut y) = (left + 8.0, top + 4.0);
    let rows = legend_rows(&mode_hours(a));
    let t = plane.temperature_unit();
    let supply = a.supply_air_c.map(|t_c| format!("Air supplied to the servers: {}", t.format_with_unit(t_c, 1)));
    let texts = rows.iter().map(|r| &r.1).chain(&supply);
    let wide = texts.clone().map(|text| text_width(text, look)).fold(0.0, f64::max);
    let tall = texts.count() as f64 * LEGEND_ROW_HEIGHT;
    canvas.fill_rect([x - 4.0, y - 10.0, x + 26.0 + wide, y - 8.0 + tall], canvas.theme.background);
    for (mode, text) in rows {
        let color = mode_color(&canvas.theme, mode);
        canvas.fill_rect([x, y - 6.0, x + 12.0, y + 6.0], color);
        canvas.draw_text(&text, (x + 20.0, y), TextAnchor::Left, look);
        y += LEGEND_ROW_HEIGHT;
    }
    if let Some(text) = supply {
        canvas.draw_dashed_line(&[(x + 6.0, y - 7.0), (x + 6.0, y + 7.0)], &SUPPLY_DASH, canvas.theme.ink, 2.0);
        canvas.draw_text(&text, (x + 20.0, y), TextAnchor::Left, look);
    }
}

/// Modes that have hours, each with its name and them.
fn legend_rows(hours: &CoolingModeHours) -> Vec<(CoolingMode, String)> {
    let with = CoolingMode::ALL.into_iter().filter(|mode| hours.hours_in(*mode) > 0.0);
    with.map(|mode| (mode, format!("{} {} h", mode.label(), format_number(hours.hours_in(mode), 0)))).collect()
}
