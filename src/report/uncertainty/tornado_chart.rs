//! What the spread of a figure is from: total Sobol indices as bars, first order inside them, 95 % intervals as whiskers. Where
//! the rows are too few to tell, it says so.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{quote_name, shorten_middle, wrap_name};
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::study::uncertainty::result::{InputShare, UncertaintyResult};

const WIDTH: u32 = 960;
/// Height of a bar with its name in up to two lines.
const ROW_HEIGHT: f64 = 34.0;
const HEADING_HEIGHT: f64 = 30.0;
/// Room below the rows of a panel for its axis.
const AXIS_HEIGHT: f64 = X_TITLE_HEIGHT + 6.0;
/// Room for the names of inputs.
const NAMES_WIDTH: f64 = 360.0;
/// Room for the shares and their intervals.
const SHARES_WIDTH: f64 = 112.0;
/// Most bars of a panel, and most panels of a kind.
const MAX_BARS: usize = 7;
const MAX_PANELS: usize = 4;
/// The figure that is shown.
const FIGURE_KEY: &str = "facility_power_w";

/// Inputs of a figure of one architecture, or of one less another.
struct TornadoPanel<'a> {
    of: String,
    /// Place of the architecture in the scenario; nothing for a difference.
    place: Option<usize>,
    inputs: &'a [InputShare],
}

impl TornadoPanel<'_> {
    fn is_resolved(&self) -> bool {
        self.inputs.iter().all(InputShare::is_resolved)
    }

    fn height(&self) -> f64 {
        let rows = if self.is_resolved() {
            self.inputs.len().min(MAX_BARS) as f64 * ROW_HEIGHT + AXIS_HEIGHT
        } else {
            ROW_HEIGHT + 8.0
        };
        HEADING_HEIGHT + rows
    }

    /// What an input is; with its record where two of the panel are called alike.
    fn input_label(&self, share: &InputShare) -> String {
        let Some(words) = &share.words else { return share.input.clone() };
        let alike = self.inputs.iter().filter(|i| i.words.as_ref() == Some(words)).count();
        match share.input.split_once(':') {
            Some((record, _)) if alike > 1 => format!("{words} ({record})"),
            _ => words.clone(),
        }
    }
}

/// The panels, and whether some architectures are left out.
fn build_panels(result: &UncertaintyResult) -> (Vec<TornadoPanel<'_>>, bool) {
    let own = result.architectures.iter().enumerate().filter_map(|(place, a)| {
        let figure = a.figures.iter().find(|f| f.key == FIGURE_KEY)?;
        Some(TornadoPanel { of: quote_name(&a.name), place: Some(place), inputs: figure.inputs.as_slice() })
    });
    let between = result.pairs.iter().filter_map(|p| {
        let figure = p.figures.iter().find(|f| f.key == FIGURE_KEY)?;
        Some(TornadoPanel {
            of: format!("{} less {}", quote_name(&p.a), quote_name(&p.b)),
            place: None,
            inputs: figure.inputs.as_slice(),
        })
    });
    let drawn = |p: &TornadoPanel<'_>| !p.inputs.is_empty();
    let all: Vec<TornadoPanel<'_>> = own.filter(drawn).collect();
    let cut = all.len() > MAX_PANELS;
    (all.into_iter().take(MAX_PANELS).chain(between.filter(drawn).take(MAX_PANELS)).collect(), cut)
}

/// The chart; nothing to draw without indices.
pub fn build_chart(result: &UncertaintyResult) -> Result<Option<Chart>, ReportError> {
    let (panels, cut) = build_panels(result);
    if panels.is_empty() {
        return Ok(None);
    }
    let title = chart_title(&panels, result.index_rows);
    let only = if cut {
        format!("; {MAX_PANELS} of {} architectures, the first, and as many differences", result.architectures.len())
    } else {
        String::new()
    };
    let subtitle = format!(
        "Share of the variance of the power at the meter, %: whole bars with all interactions (total index, whisker: 95 % \
         interval), full colour alone (first order){only}"
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let height = pixel_height(top + panels.iter().map(TornadoPanel::height).sum::<f64>() + 36.0);
    let chart = Chart::from_painter("uncertain-inputs", (title, subtitle), (WIDTH, height), |canvas| {
        let mut y = top;
        for panel in &panels {
            draw_panel(canvas, panel, y, result.index_rows);
            y += panel.height();
        }
        canvas.draw_footer(&format!(
            "{} rows of each matrix, seed {}; Saltelli and Jansen estimators.",
            result.index_rows, result.seed
        ));
    })?;
    let mut table =
        ChartTable::new(["of", "input", "words", "first_order", "total", "total_low", "total_high", "resolved"]);
    for (panel, i) in panels.iter().flat_map(|p| p.inputs.iter().map(move |i| (p, i))) {
        let [first, total, low, high] = [i.first_order, i.total, i.total_low, i.total_high].map(number_cell);
        let words = i.words.clone().unwrap_or_default();
        table.push([panel.of.clone(), i.input.clone(), words, first, total, low, high, i.is_resolved().to_string()]);
    }
    let said = |p: &TornadoPanel<'_>| {
        let shares =
            p.inputs.iter().take(3).map(|i| format!("{} {} %", p.input_label(i), format_number(100.0 * i.total, 0)));
        if p.is_resolved() {
            format!("{}: {}.", p.of, shares.collect::<Vec<_>>().join(", "))
        } else {
            format!("{}: too few rows ({}) to tell shares.", p.of, result.index_rows)
        }
    };
    Ok(Some(chart.with_numbers(&panels.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

/// The largest known source of the spread of the first difference, or of the first architecture.
fn chart_title(panels: &[TornadoPanel<'_>], rows: usize) -> String {
    let resolved = |p: &&TornadoPanel<'_>| p.is_resolved();
    let Some(panel) = panels.iter().filter(resolved).find(|p| p.place.is_none()).or(panels.iter().find(resolved))
    else {
        return format!("{} rows are too few to tell which inputs make the spread", format_number(rows as f64, 0));
    };
    // Everything else together is no input that somebody could measure better.
    let named = panel.inputs.iter().find(|i| !i.together).or(panel.inputs.first());
    named.map_or_else(String::new, |i| {
        let share = format_number(100.0 * i.total, 0);
        let (of, source) = (&panel.of, panel.input_label(i));
        format!("Largest source of the spread of {of}: {source} ({share} % of the variance)")
    })
}

fn draw_panel(canvas: &mut Canvas, panel: &TornadoPanel<'_>, top: f64, rows: usize) {
    let (left, right) = (MARGIN + NAMES_WIDTH + 14.0, f64::from(WIDTH) - MARGIN - SHARES_WIDTH);
    let bold = LabelStyle { size: 13.0, bold: true, color: canvas.theme.ink };
    let plain = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    canvas.draw_line(&[(MARGIN, top), (f64::from(WIDTH) - MARGIN, top)], canvas.theme.grid, 1.0);
    let of = shorten_middle(&panel.of, bold, f64::from(WIDTH) - 2.0 * MARGIN);
    canvas.draw_text(&of, (MARGIN, top + 14.0), TextAnchor::Left, bold);
    let from = top + HEADING_HEIGHT;
    if !panel.is_resolved() {
        let text = format!(
            "Too few rows ({}) to tell shares: shares above the whole, or intervals wider than half of it.",
            format_number(rows as f64, 0)
        );
        canvas.draw_text(&text, (MARGIN, from + ROW_HEIGHT / 2.0), TextAnchor::Left, plain);
        return;
    }
    let shown = || panel.inputs.iter().take(MAX_BARS);
    let to = from + shown().count() as f64 * ROW_HEIGHT;
    let most = shown().map(|i| 100.0 * i.total_high.max(i.total)).fold(10.0, f64::max);
    let plane = Plane {
        area: [left, from, right, to],
        x: Axis::from_values([0.0, most].into_iter(), true),
        y: Axis::from_zero(1.0),
    };
    plane.draw_x_axis(canvas);
    plane.draw_axis_titles(canvas, "Share of the variance, %", "");
    let color = bar_color(canvas, panel);
    for (place, i) in shown().enumerate() {
        let y = from + ROW_HEIGHT * (place as f64 + 0.5);
        let at = |share: f64| plane.pixel_x(100.0 * share.max(0.0));
        let lines = wrap_name(&panel.input_label(i), plain, NAMES_WIDTH, 2);
        let first = y - 7.5 * (lines.len().max(1) - 1) as f64;
        for (line, text) in lines.iter().enumerate() {
            canvas.draw_text(text, (left - 14.0, first + 15.0 * line as f64), TextAnchor::Right, plain);
        }
        let tint = canvas.theme.tint_color(color, 0.45);
        canvas.fill_rect([left, y - 6.0, at(i.total).max(left + 1.0), y + 6.0], tint);
        canvas.fill_rect([left, y - 6.0, at(i.first_order.min(i.total)).max(left), y + 6.0], color);
        canvas.draw_line(&[(at(i.total_low), y), (at(i.total_high), y)], canvas.theme.ink, 1.25);
        for end in [i.total_low, i.total_high] {
            canvas.draw_line(&[(at(end), y - 3.5), (at(end), y + 3.5)], canvas.theme.ink, 1.25);
        }
        let [total, low, high] = [i.total, i.total_low, i.total_high].map(|share| format_number(100.0 * share, 0));
        let text = format!("{total} % ({low} to {high})");
        canvas.draw_text(&text, (f64::from(WIDTH) - MARGIN, y), TextAnchor::Right, plain);
    }
}

fn bar_color(canvas: &Canvas, panel: &TornadoPanel<'_>) -> RGBColor {
    panel.place.map_or(canvas.theme.faint, |place| canvas.theme.architecture_style(place).color)
}
