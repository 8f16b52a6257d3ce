//! What the spread of a figure is from: total Sobol indices as bars, first order inside them, 95 % intervals as whiskers.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::scenario::CoolingMethod;
use crate::study::uncertainty::result::{InputShare, UncertaintyResult};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 22.0;
const HEADING_HEIGHT: f64 = 30.0;
const PANEL_GAP: f64 = 14.0;
/// Room for the names of inputs.
const NAMES_WIDTH: f64 = 400.0;
/// Most bars of a panel, and most panels of a kind.
const MAX_BARS: usize = 7;
const MAX_PANELS: usize = 4;
/// The figure that is shown.
const FIGURE_KEY: &str = "facility_power_w";

/// What a panel is of, its cooling method, and its inputs.
type TornadoPanel<'a> = (String, Option<CoolingMethod>, &'a [InputShare]);

fn build_panels(result: &UncertaintyResult) -> Vec<TornadoPanel<'_>> {
    let own = result.architectures.iter().filter_map(|a| {
        let figure = a.figures.iter().find(|f| f.key == FIGURE_KEY)?;
        Some((a.name.clone(), Some(a.cooling), figure.inputs.as_slice()))
    });
    let between = result.pairs.iter().filter_map(|p| {
        let figure = p.figures.iter().find(|f| f.key == FIGURE_KEY)?;
        Some((format!("{} less {}", p.a, p.b), None, figure.inputs.as_slice()))
    });
    let drawn = |p: &TornadoPanel<'_>| !p.2.is_empty();
    own.filter(drawn).take(MAX_PANELS).chain(between.filter(drawn).take(MAX_PANELS)).collect()
}

/// The chart; nothing to draw without indices.
pub fn build_chart(result: &UncertaintyResult) -> Result<Option<Chart>, ReportError> {
    let panels = build_panels(result);
    let Some((of, _, inputs)) = panels.iter().find(|p| p.1.is_none()).or(panels.first()) else { return Ok(None) };
    // Everything else together is no input that somebody could measure better.
    let named = inputs.iter().find(|i| !i.together).or(inputs.first());
    let title = named.map_or_else(String::new, |i| {
        let share = format_number(100.0 * i.total, 0);
        format!("What is not known of {of} at the meter is {share} % from {}", i.input)
    });
    let subtitle =
        "Share of the variance of facility power, %: whole bars with all interactions (total index, whisker: 95 % \
                    interval), full colour alone (first order)"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let rows = |p: &TornadoPanel<'_>| p.2.len().min(MAX_BARS) as f64;
    let height = pixel_height(
        top + panels.iter().map(|p| HEADING_HEIGHT + PANEL_GAP + ROW_HEIGHT * rows(p)).sum::<f64>() + 40.0,
    );
    let most = panels.iter().flat_map(|p| p.2.iter().map(|i| i.total_high)).fold(0.2, f64::max);
    let chart = Chart::from_painter("uncertain-inputs", (title, subtitle), (WIDTH, height), |canvas| {
        let mut y = top;
        for panel in &panels {
            draw_panel(canvas, panel, y, most);
            y += HEADING_HEIGHT + PANEL_GAP + ROW_HEIGHT * rows(panel);
        }
        canvas.draw_footer(&format!(
            "{} rows of each matrix, seed {}; Saltelli and Jansen estimators.",
            result.index_rows, result.seed
        ));
    })?;
    Ok(Some(chart))
}

fn draw_panel(canvas: &mut Canvas, (of, cooling, inputs): &TornadoPanel<'_>, top: f64, most: f64) {
    let (left, right) = (MARGIN + NAMES_WIDTH + 14.0, f64::from(WIDTH) - MARGIN - 60.0);
    let at = |share: f64| left + share.clamp(0.0, most) / most * (right - left);
    let bold = LabelStyle { size: 13.0, bold: true, color: canvas.theme.ink };
    let plain = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    canvas.draw_line(&[(MARGIN, top), (f64::from(WIDTH) - MARGIN, top)], canvas.theme.grid, 1.0);
    canvas.draw_text(
        &truncate_to_width(of, bold, f64::from(WIDTH) - 2.0 * MARGIN),
        (MARGIN, top + 14.0),
        TextAnchor::Left,
        bold,
    );
    let color = cooling.map_or(canvas.theme.faint, |method| canvas.theme.cooling_color(method));
    for (place, i) in inputs.iter().take(MAX_BARS).enumerate() {
        let y = top + HEADING_HEIGHT + ROW_HEIGHT * (place as f64 + 0.5);
        canvas.draw_text(&truncate_to_width(&i.input, plain, NAMES_WIDTH), (left - 14.0, y), TextAnchor::Right, plain);
        canvas.fill_rect([left, y - 6.0, at(i.total).max(left + 1.0), y + 6.0], canvas.theme.tint_color(color, 0.45));
        canvas.fill_rect([left, y - 6.0, at(i.first_order.min(i.total)), y + 6.0], color);
        canvas.draw_line(&[(at(i.total_low), y), (at(i.total_high), y)], canvas.theme.ink, 1.25);
        for end in [i.total_low, i.total_high] {
            canvas.draw_line(&[(at(end), y - 3.5), (at(end), y + 3.5)], canvas.theme.ink, 1.25);
        }
        let x = at(i.total_high.max(i.total)) + 8.0;
        canvas.draw_text(&format_number(100.0 * i.total, 0), (x, y), TextAnchor::Left, plain);
    }
}
