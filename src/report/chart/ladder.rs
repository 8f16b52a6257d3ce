//! Temperatures from the hottest part to the outdoor air in one panel: a row for each architecture, outdoor temperatures
//! across all of them.

use plotters::style::RGBColor;

use crate::report::document::units::{DisplayUnit, UnitSystem};
use crate::report::error::ReportError;
use crate::study::compare::result::{EndUse, LadderStep, LadderStepKind};

use super::Chart;
use super::canvas::{Canvas, MARGIN, TextAnchor};
use super::data::{ChartTable, number_cell};
use super::marks::{ROW_HEIGHT as MARK_ROW_HEIGHT, draw_marks, place_marks, row_count};
use super::plane::{Axis, Plane, X_TITLE_HEIGHT};
use super::rows::{NAMES_WIDTH, draw_row_name, spread_apart};
use super::scale::pixel_height;
use super::symbol::Symbol;
use super::text::{LabelStyle, quote_name, text_width};
use super::theme::Theme;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 66.0;
/// Room to the right of the plane for what is left to limits.
const MARGINS_WIDTH: f64 = 118.0;
const LEGEND_ROW: f64 = 21.0;
const FOOTER_HEIGHT: f64 = 40.0;
/// Margins closer than this are alike, K.
const ALIKE_K: f64 = 0.05;

/// One row.
pub(crate) struct LadderRow<'a> {
    /// Its place in the scenario.
    pub place: usize,
    /// Its name.
    pub name: &'a str,
    /// Its steps, from the junction outwards.
    pub ladder: &'a [LadderStep],
}

impl LadderRow<'_> {
    /// The part with the least left to its limit: its temperature and the limit, °C.
    fn hottest(&self) -> Option<(f64, f64)> {
        self.ladder.iter().find_map(|s| s.limit_c.map(|limit| (s.temperature_c, limit)))
    }

    /// What the hottest part has left to its limit, K.
    fn margin_k(&self) -> f64 {
        self.hottest().map_or(f64::INFINITY, |(at, limit)| limit - at)
    }
}

/// What the ladders show: whether every part is kept below its limit, and who has the least left.
fn chart_title(rows: &[LadderRow<'_>], units: UnitSystem) -> String {
    let k = units.unit_for("K");
    let Some(least) = rows.iter().min_by(|a, b| a.margin_k().total_cmp(&b.margin_k())) else {
        return String::new();
    };
    let (name, margin) = (quote_name(least.name), least.margin_k());
    let most = rows.iter().map(LadderRow::margin_k).fold(f64::NEG_INFINITY, f64::max);
    let passed = rows.iter().filter(|r| r.margin_k() < 0.0).count();
    match (rows.len(), passed) {
        (1, 0) => format!("{name} keeps its hottest part {} below its limit", k.format_with_unit(margin, 1)),
        (1, _) => format!("{name}: the hottest part is {} above its limit", k.format_with_unit(-margin, 1)),
        (n, 0) if most - margin < ALIKE_K => {
            format!("All {n} keep their hottest parts {} below the limit", k.format_with_unit(margin, 1))
        }
        (n, 0) => {
            format!("All {n} stay below their limits; {name} has the least left, {}", k.format_with_unit(margin, 1))
        }
        (n, passed) => format!(
            "{passed} of {n} pass{} a limit; {name} by the most, {}",
            if passed == 1 { "es" } else { "" },
            k.format_with_unit(-margin, 1)
        ),
    }
}

/// The chart of some rows; nothing to draw without any. `what` is plotted.
pub(crate) fn chart_from_rows(
    rows: &[LadderRow<'_>],
    what: &str,
    source: &str,
    units: UnitSystem,
) -> Result<Option<Chart>, ReportError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let t = units.unit_for("°C");
    let subtitle = format!("{what}, {}. Right: what is left to the limit of the hottest part", t.label);
    let title = chart_title(rows, units);
    let used: Vec<MarkStyle> = legend_entries(rows);
    let outdoor = outdoor_lines(rows);
    let all = || rows.iter().flat_map(|a| a.ladder).flat_map(|s| [Some(s.temperature_c), s.limit_c]).flatten();
    let axis = Axis::from_values(all().map(|c| t.convert_from_si(c)), false);
    let (left, right) = (MARGIN + NAMES_WIDTH, f64::from(WIDTH) - MARGIN - MARGINS_WIDTH);
    let flat = Axis::from_zero(1.0);
    let sketch = Plane { area: [left, 0.0, right, 1.0], x: axis, y: flat };
    let points: Vec<(f64, String)> = outdoor
        .iter()
        .map(|(kind, c)| {
            let text = format!("{} {}", outdoor_words(*kind), t.format_number(*c, 1));
            (sketch.pixel_x(t.convert_from_si(*c)), text)
        })
        .collect();
    let marks = place_marks(&points, f64::from(WIDTH) - MARGIN);
    let head = Canvas::heading_height(&title, &subtitle, WIDTH);
    let legend_rows = legend_lines(&used).len() as f64;
    let top = head + 6.0 + legend_rows * LEGEND_ROW + row_count(&marks) * MARK_ROW_HEIGHT + 6.0;
    let bottom = top + rows.len() as f64 * ROW_HEIGHT;
    let height = pixel_height(bottom + X_TITLE_HEIGHT + FOOTER_HEIGHT);
    let chart = Chart::from_painter("temperature-ladder", (title, subtitle), (WIDTH, height), |canvas| {
        let plane = Plane { area: [left, top, right, bottom], x: axis, y: flat };
        draw_legend(canvas, &used);
        plane.draw_x_axis(canvas);
        plane.draw_axis_titles(canvas, &t.heading_with_unit("Temperature"), "");
        draw_marks(canvas, &marks, &vec![canvas.theme.faint; marks.len()], top, &[(top, bottom)]);
        for (i, row) in rows.iter().enumerate() {
            draw_row(canvas, row, &plane, top + i as f64 * ROW_HEIGHT, (t, units.unit_for("K")));
        }
        canvas.draw_footer(source);
    })?;
    Ok(Some(chart.with_numbers(&describe_rows(rows, units), table_rows(rows))))
}

/// Outdoor temperatures, each once, the lowest first.
fn outdoor_lines(rows: &[LadderRow<'_>]) -> Vec<(LadderStepKind, f64)> {
    let mut out: Vec<(LadderStepKind, f64)> = Vec::new();
    for step in rows.iter().flat_map(|r| r.ladder).filter(|s| is_outdoor(s.kind)) {
        if !out.iter().any(|(kind, c)| *kind == step.kind && (c - step.temperature_c).abs() < 0.05) {
            out.push((step.kind, step.temperature_c));
        }
    }
    out.sort_by(|a, b| a.1.total_cmp(&b.1));
    out
}

const fn is_outdoor(kind: LadderStepKind) -> bool {
    matches!(kind, LadderStepKind::OutdoorDryBulb | LadderStepKind::OutdoorWetBulb)
}

const fn outdoor_words(kind: LadderStepKind) -> &'static str {
    match kind {
        LadderStepKind::OutdoorWetBulb => "outdoor wet-bulb",
        _ => "outdoor dry-bulb",
    }
}

/// How a step is marked: colour by what flows, shape by where it is, and its words in the legend.
#[derive(Clone, Copy, PartialEq, Eq)]
struct MarkStyle {
    symbol: Symbol,
    medium: EndUse,
    words: &'static str,
}

fn mark_style(kind: LadderStepKind) -> Option<MarkStyle> {
    use LadderStepKind as Kind;
    let (symbol, medium, words) = match kind {
        Kind::Junction => (Symbol::Circle, EndUse::Accelerators, "hottest junction"),
        Kind::Memory => (Symbol::Star, EndUse::Accelerators, "hottest memory"),
        Kind::Case => (Symbol::OpenCircle, EndUse::Accelerators, "its case"),
        Kind::PartInlet => (Symbol::OpenDiamond, EndUse::Chillers, "liquid at that part"),
        Kind::PartInletAir => (Symbol::OpenDiamond, EndUse::AirHandling, "air at that part"),
        Kind::ServerExhaust | Kind::TrayExhaust => (Symbol::OpenSquare, EndUse::AirHandling, "air out of the servers"),
        Kind::CoolantReturn | Kind::LiquidReturn => (Symbol::OpenSquare, EndUse::Chillers, "liquid out of the rack"),
        Kind::CoolantSupply | Kind::LiquidSupply => (Symbol::Square, EndUse::Chillers, "liquid into the rack"),
        Kind::AisleSupply | Kind::AirSupply => (Symbol::Square, EndUse::AirHandling, "air into the servers"),
        Kind::ChilledWaterSupply => (Symbol::TriangleDown, EndUse::Chillers, "chilled water"),
        Kind::FacilityWaterSupply => (Symbol::Triangle, EndUse::Chillers, "facility water"),
        Kind::TowerWater => (Symbol::Plus, EndUse::HeatRejection, "water from the tower"),
        Kind::DryCoolerWater => (Symbol::Plus, EndUse::HeatRejection, "water from the dry cooler"),
        Kind::ClosedCircuitWater => (Symbol::Plus, EndUse::HeatRejection, "water from the closed-circuit cooler"),
        Kind::OutdoorDryBulb | Kind::OutdoorWetBulb => return None,
    };
    Some(MarkStyle { symbol, medium, words })
}

fn mark_color(theme: &Theme, style: MarkStyle) -> RGBColor {
    theme.end_use_colors(style.medium).0
}

/// Marks that appear, each once, from the part outwards.
fn legend_entries(rows: &[LadderRow<'_>]) -> Vec<MarkStyle> {
    let mut out: Vec<MarkStyle> = Vec::new();
    for style in rows.iter().flat_map(|r| r.ladder).filter_map(|s| mark_style(s.kind)) {
        if !out.contains(&style) {
            out.push(style);
        }
    }
    out
}

fn legend_look(theme: &Theme) -> LabelStyle {
    LabelStyle { size: 12.0, bold: false, color: theme.ink }
}

/// The legend in lines: each mark with its left edge.
fn legend_lines(entries: &[MarkStyle]) -> Vec<Vec<(f64, MarkStyle)>> {
    let mut out: Vec<Vec<(f64, MarkStyle)>> = vec![Vec::new()];
    let mut x = MARGIN;
    for entry in entries {
        let width = 15.0 + text_width(entry.words, legend_look(&Theme::LIGHT)) + 18.0;
        if x + width > f64::from(WIDTH) - MARGIN {
            out.push(Vec::new());
            x = MARGIN;
        }
        if let Some(line) = out.last_mut() {
            line.push((x, *entry));
        }
        x += width;
    }
    out
}

fn draw_legend(canvas: &mut Canvas, entries: &[MarkStyle]) {
    for (i, line) in legend_lines(entries).iter().enumerate() {
        let y = canvas.top + 6.0 + i as f64 * LEGEND_ROW;
        for (x, entry) in line {
            let color = mark_color(&canvas.theme, *entry);
            canvas.draw_symbol((x + 5.0, y), 4.5, entry.symbol, color);
            let look = legend_look(&canvas.theme);
            canvas.draw_text(entry.words, (x + 15.0, y), TextAnchor::Left, look);
        }
    }
}

fn draw_row(
    canvas: &mut Canvas,
    row: &LadderRow<'_>,
    plane: &Plane,
    top: f64,
    (t, k): (DisplayUnit<'_>, DisplayUnit<'_>),
) {
    let [left, _, right, _] = plane.area;
    draw_row_name(canvas, (row.place, row.name), "", top + ROW_HEIGHT / 2.0);
    let line = top + 0.68 * ROW_HEIGHT;
    let x = |c: f64| plane.pixel_x(t.convert_from_si(c));
    let mut steps: Vec<(&LadderStep, MarkStyle)> =
        row.ladder.iter().filter_map(|s| mark_style(s.kind).map(|style| (s, style))).collect();
    steps.sort_by(|a, b| a.0.temperature_c.total_cmp(&b.0.temperature_c));
    canvas.draw_line(&[(left, line), (right, line)], canvas.theme.grid, 1.0);
    let look = LabelStyle { size: 11.5, bold: false, color: canvas.theme.ink };
    let words: Vec<String> = steps.iter().map(|(s, _)| t.format_number(s.temperature_c, 1)).collect();
    let widths: Vec<f64> = words.iter().map(|w| text_width(w, look)).collect();
    let wanted: Vec<f64> = steps.iter().map(|(s, _)| x(s.temperature_c)).collect();
    let at = spread_apart(&wanted, &widths, 6.0, (left - 4.0, right + 4.0));
    let label_y = line - 27.0;
    for ((word, from), to) in words.iter().zip(&wanted).zip(&at) {
        canvas.draw_line(&[(*from, line - 6.0), (*from, line - 12.0), (*to, line - 20.0)], canvas.theme.faint, 0.75);
        canvas.draw_text_on_ground(word, (*to, label_y), TextAnchor::Middle, look);
    }
    for ((_, style), at) in steps.iter().zip(&wanted) {
        let color = mark_color(&canvas.theme, *style);
        canvas.draw_symbol((*at, line), 4.5, style.symbol, color);
    }
    if let Some((_, limit_c)) = row.hottest() {
        let (limit, color) = (x(limit_c), canvas.theme.limit);
        canvas.draw_dashed_line(&[(limit, line - 14.0), (limit, line + 14.0)], &[4.0, 2.5], color, 2.0);
        let look = LabelStyle { size: 12.0, bold: true, color };
        let margin = row.margin_k();
        let words = if margin < 0.0 { "above" } else { "left to" };
        let text = format!("{} {words} {}", k.format_with_unit(margin.abs(), 1), t.format_number(limit_c, 0));
        canvas.draw_text(&text, (right + 10.0, line), TextAnchor::Left, look);
    }
}

/// The hottest part and what is left of each row, as far as a sentence carries.
fn describe_rows(rows: &[LadderRow<'_>], units: UnitSystem) -> String {
    const TOLD: usize = 6;
    let (t, k) = (units.unit_for("°C"), units.unit_for("K"));
    let told = rows.iter().take(TOLD).filter_map(|r| {
        let (at, limit) = r.hottest()?;
        let left = k.format_with_unit((limit - at).abs(), 1);
        let word = if limit < at { "above" } else { "below" };
        Some(format!("{}: {}, {left} {word} its limit", r.name, t.format_with_unit(at, 1)))
    });
    let more = rows.len().checked_sub(TOLD).filter(|n| *n > 0).map(|n| format!("and {n} more"));
    format!("Hottest part of {}.", told.chain(more).collect::<Vec<_>>().join("; "))
}

fn table_rows(rows: &[LadderRow<'_>]) -> ChartTable {
    let mut out = ChartTable::new(["architecture", "place", "temperature_c", "limit_c"]);
    for (row, step) in rows.iter().flat_map(|r| r.ladder.iter().map(move |s| (r, s))) {
        let label = step.kind.label().to_owned();
        out.push([row.name.to_owned(), label, number_cell(step.temperature_c), number_cell(step.limit_c)]);
    }
    out
}
