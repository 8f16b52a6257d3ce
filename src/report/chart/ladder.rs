//! The temperature ladder from the hottest junction to the outdoor air, one column per architecture.

use crate::report::chart::scale::{pixel_height, tick_step};
use crate::report::document::numbers::format_number;
use crate::report::document::units::DisplayUnit;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::{EndUse, LadderStep, LadderStepKind};

use super::Chart;
use super::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};

const WIDTH: u32 = 960;
/// Columns beside each other; more go below.
const PANELS_PER_ROW: usize = 3;
const PANEL_HEIGHT: f64 = 400.0;
const AXIS_WIDTH: f64 = 44.0;
/// Least distance between labels.
const MIN_LABEL_SPACING: f64 = 18.0;

/// One column.
pub(crate) struct LadderPanel<'a> {
    /// Name over it.
    pub name: &'a str,
    /// Whether air is what is supplied.
    pub air: bool,
    /// Its steps, from the junction outwards.
    pub ladder: &'a [LadderStep],
}

/// The chart of some columns; nothing to draw without any. `title` stands over `what` is plotted.
pub(crate) fn chart_from_panels(
    panels: &[LadderPanel<'_>],
    (title, what): (String, &str),
    source: &str,
    units: UnitSystem,
) -> Result<Option<Chart>, ReportError> {
    if panels.is_empty() {
        return Ok(None);
    }
    let t = units.unit_for("°C");
    let subtitle = format!("{what}, {}; a red line is a limit", t.label);
    let rows = panels.len().div_ceil(PANELS_PER_ROW) as f64;
    let height = pixel_height(Canvas::heading_height(&title, &subtitle, WIDTH) + rows * (PANEL_HEIGHT + 50.0) + 40.0);
    let chart = Chart::from_painter("temperature-ladder", (title, subtitle), (WIDTH, height), |canvas| {
        draw_panels(canvas, panels, source, t);
    })?;
    Ok(Some(chart))
}

fn draw_panels(canvas: &mut Canvas, panels: &[LadderPanel<'_>], source: &str, t: DisplayUnit<'_>) {
    let all = || panels.iter().flat_map(|a| a.ladder).flat_map(|s| [Some(s.temperature_c), s.limit_c]);
    let all = || all().flatten().map(|c| t.convert_from_si(c));
    let tick = tick_step(all().fold(f64::NEG_INFINITY, f64::max) - all().fold(f64::INFINITY, f64::min));
    let low = (all().fold(f64::INFINITY, f64::min) / tick).floor() * tick;
    let high = (all().fold(f64::NEG_INFINITY, f64::max) / tick).ceil() * tick;
    let columns = panels.len().min(PANELS_PER_ROW) as f64;
    let width = (canvas.width - 2.0 * MARGIN - AXIS_WIDTH) / columns;
    let first = canvas.top + 30.0;
    for (i, a) in panels.iter().enumerate() {
        let (row, column) = ((i / PANELS_PER_ROW) as f64, i % PANELS_PER_ROW);
        let top = first + row * (PANEL_HEIGHT + 50.0);
        let y = |v: f64| top + (high - v) / (high - low) * (PANEL_HEIGHT - 20.0);
        if column == 0 {
            draw_axis(canvas, (low, high, tick), y);
        }
        let x = MARGIN + AXIS_WIDTH + column as f64 * width;
        draw_panel(canvas, a, (x, width, top), t, &y);
    }
    canvas.draw_footer(source);
}

fn draw_axis(canvas: &mut Canvas, (low, high, tick): (f64, f64, f64), y: impl Fn(f64) -> f64) {
    let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
    let mut value = low;
    while value <= high + 1e-9 {
        let right = canvas.width - MARGIN;
        canvas.draw_line(&[(MARGIN + AXIS_WIDTH - 8.0, y(value)), (right, y(value))], canvas.theme.grid, 1.0);
        canvas.draw_text(&format_number(value, 0), (MARGIN + AXIS_WIDTH - 14.0, y(value)), TextAnchor::Right, faint);
        value += tick;
    }
}

fn draw_panel(
    canvas: &mut Canvas,
    a: &LadderPanel<'_>,
    (x, width, top): (f64, f64, f64),
    t: DisplayUnit<'_>,
    y: &impl Fn(f64) -> f64,
) {
    let y = |c: f64| y(t.convert_from_si(c));
    let bold = LabelStyle { size: 14.5, bold: true, color: canvas.theme.ink };
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    canvas.draw_text(&truncate_to_width(a.name, bold, width - 16.0), (x + 4.0, top - 18.0), TextAnchor::Left, bold);
    let spine = x + 22.0;
    let points: Vec<(f64, f64)> = a.ladder.iter().map(|s| (spine, y(s.temperature_c))).collect();
    canvas.draw_line(&points, canvas.theme.faint, 1.5);
    let mut labels: Vec<(f64, usize)> = a.ladder.iter().enumerate().map(|(i, s)| (y(s.temperature_c), i)).collect();
    labels.sort_by(|p, q| p.0.total_cmp(&q.0));
    let heights = spread_labels(&labels.iter().map(|l| l.0).collect::<Vec<_>>());
    for (height, (at, i)) in heights.into_iter().zip(labels) {
        let step = &a.ladder[i];
        let color = step_color(canvas, step.kind, a.air);
        canvas.draw_line(&[(spine, at), (spine + 16.0, height), (spine + 20.0, height)], canvas.theme.faint, 0.75);
        canvas.draw_dot((spine, at), 4.5, color);
        let limit = step.limit_c.map_or(String::new(), |l| format!(" (limit {})", t.format_number(l, 0)));
        let text = format!("{}  {}{limit}", t.format_number(step.temperature_c, 1), step.kind.label());
        let text = truncate_to_width(&text, look, width - 50.0);
        let right = spine + 26.0 + text_width(&text, look);
        canvas.fill_rect([spine + 23.0, height - 8.0, right, height + 8.0], canvas.theme.background);
        canvas.draw_text(&text, (spine + 25.0, height), TextAnchor::Left, look);
        if let Some(limit) = step.limit_c {
            canvas.draw_line(&[(spine - 12.0, y(limit)), (spine + 12.0, y(limit))], canvas.theme.limit, 2.0);
        }
    }
}

/// Heights of labels near the wanted ones (rising), at least [`MIN_LABEL_SPACING`] from each other.
fn spread_labels(wanted: &[f64]) -> Vec<f64> {
    let mut out = wanted.to_vec();
    // Pushing pairs apart from both sides settles in a few passes; the last pass only pushes down and ends any overlap.
    for _ in 0..50 {
        for i in 1..out.len() {
            let lack = MIN_LABEL_SPACING - (out[i] - out[i - 1]);
            if lack > 0.0 {
                out[i - 1] -= lack / 2.0;
                out[i] += lack / 2.0;
            }
        }
    }
    for i in 1..out.len() {
        out[i] = out[i].max(out[i - 1] + MIN_LABEL_SPACING);
    }
    out
}

fn step_color(canvas: &Canvas, kind: LadderStepKind, air: bool) -> plotters::style::RGBColor {
    use LadderStepKind as Kind;
    let bucket = match kind {
        Kind::Junction | Kind::Memory | Kind::Case => EndUse::Accelerators,
        Kind::OutdoorDryBulb | Kind::OutdoorWetBulb => EndUse::HeatRejection,
        Kind::ServerExhaust | Kind::AisleSupply | Kind::TrayExhaust | Kind::AirSupply => EndUse::AirHandling,
        Kind::PartInlet if air => EndUse::AirHandling,
        Kind::PartInlet
        | Kind::CoolantReturn
        | Kind::CoolantSupply
        | Kind::LiquidReturn
        | Kind::LiquidSupply
        | Kind::ChilledWaterSupply
        | Kind::FacilityWaterSupply
        | Kind::TowerWater
        | Kind::DryCoolerWater
        | Kind::ClosedCircuitWater => EndUse::Chillers,
    };
    canvas.theme.end_use_colors(bucket).0
}
