//! Differences to the first feasible architecture, figure by figure: a line from the 5th to the 95th percentile of the draws, a
//! mark at the median, on an axis with its zero.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::shorten_middle;
use crate::report::compare::metric::ReportMetric;
use crate::report::compare::metrics::{DECISIVE_KEYS, find_metric, uncertainty_figures};
use crate::report::document::numbers::{format_number, format_probability};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::sampled_result::{PercentileInterval, SampledDifference};
use crate::study::uncertainty::BetterDirection;
use crate::study::uncertainty::result::UncertaintyResult;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 22.0;
const HEADING_HEIGHT: f64 = 30.0;
/// Room below the rows of a panel for its axis.
const AXIS_HEIGHT: f64 = 34.0;
/// Widest name, pixels.
const MAX_NAME_WIDTH: f64 = 210.0;
/// Draws below which the ends of an interval are rough: a twentieth of them is less than five.
const FEW_DRAWS: usize = 100;

/// A figure with the differences of every other architecture, as shares of the base where all have them.
struct DifferencePanel<'a> {
    metric: &'static ReportMetric,
    rows: Vec<&'a SampledDifference>,
    relative: bool,
}

impl DifferencePanel<'_> {
    /// The interval that is drawn: a share in percent, or the figure in its unit as shown.
    fn interval(&self, d: &SampledDifference, units: UnitSystem) -> PercentileInterval {
        let unit = units.unit_for(self.metric.unit);
        let shown = |v: f64| unit.convert_from_si(v / key_units_in_shown(self.metric.key));
        let of = |i: PercentileInterval, by: &dyn Fn(f64) -> f64| PercentileInterval {
            p05: by(i.p05),
            median: by(i.median),
            p95: by(i.p95),
        };
        d.relative.filter(|_| self.relative).map_or_else(|| of(d.difference, &shown), |share| of(share, &|v| 100.0 * v))
    }

    /// Share of the draws in which an architecture is better than the base.
    fn better_share(&self, d: &SampledDifference) -> f64 {
        let higher =
            uncertainty_figures().iter().any(|f| f.key == self.metric.key && f.better == Some(BetterDirection::Higher));
        if higher { (1.0 - d.lower_probability - d.equal_probability).max(0.0) } else { d.lower_probability }
    }

    fn axis_title(&self, units: UnitSystem) -> String {
        if self.relative {
            "difference, %".to_owned()
        } else {
            format!("difference, {}", units.unit_for(self.metric.unit).label)
        }
    }
}

/// Units of a decisive figure's key in the unit that people read: watts in a kilowatt, litres in a cubic metre; one for
/// ratios.
fn key_units_in_shown(key: &str) -> f64 {
    match key {
        "annual.tue" | "annual.pue" | "annual.tokens_per_joule" | "rack.hottest_chip_c" => 1.0,
        _ => 1e3,
    }
}

fn build_panels(result: &UncertaintyResult) -> Vec<DifferencePanel<'_>> {
    let of = |key: &&str| {
        let rows: Vec<&SampledDifference> = result.differences.iter().filter(|d| d.key == *key).collect();
        let varies = rows.iter().any(|d| d.difference.p05 != 0.0 || d.difference.p95 != 0.0);
        let relative = rows.iter().all(|d| d.relative.is_some());
        // The temperature of the hottest part is held by its control; ratios repeat what the power says.
        let told = !matches!(*key, "rack.hottest_chip_c" | "annual.pue");
        (varies && told).then_some(DifferencePanel { metric: find_metric(key)?, rows, relative })
    };
    DECISIVE_KEYS.iter().filter_map(of).collect()
}

/// The chart; nothing to draw with one architecture or where nothing differs.
pub fn build_chart(result: &UncertaintyResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let panels = build_panels(result);
    let Some(first) = panels.first() else { return Ok(None) };
    let base = &first.rows[0].base;
    let title = chart_title(first, units);
    let samples = result.differences.iter().map(|d| d.samples).max().unwrap_or(0);
    let rough = if samples < FEW_DRAWS { "; with so few the ends are rough" } else { "" };
    let subtitle = format!(
        "Every architecture less ‘{base}’: median and middle nine tenths of {} draws in which both share what they have in \
         common{rough}",
        format_number(samples as f64, 0)
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let panel_height = |p: &DifferencePanel<'_>| HEADING_HEIGHT + ROW_HEIGHT * p.rows.len() as f64 + AXIS_HEIGHT;
    let height = pixel_height(top + panels.iter().map(panel_height).sum::<f64>() + 36.0);
    let chart = Chart::from_painter("differences", (title, subtitle), (WIDTH, height), |canvas| {
        let mut y = top;
        for panel in &panels {
            draw_panel(canvas, result, panel, y, units);
            y += panel_height(panel);
        }
        canvas.draw_footer(&format!(
            "{} comparisons, seed {}. Right: median (5th to 95th percentile); share of the draws in which it is better.",
            format_number(f64::from(result.samples), 0),
            result.seed
        ));
    })?;
    let mut table = ChartTable::new([
        "figure",
        "architecture",
        "base",
        "p05",
        "median",
        "p95",
        "p05_share",
        "median_share",
        "p95_share",
        "better_probability",
        "samples",
    ]);
    for (panel, d) in panels.iter().flat_map(|p| p.rows.iter().map(move |d| (p, d))) {
        let share = |of: fn(&PercentileInterval) -> f64| number_cell(d.relative.as_ref().map(of));
        table.push([
            d.key.clone(),
            d.name.clone(),
            d.base.clone(),
            number_cell(d.difference.p05),
            number_cell(d.difference.median),
            number_cell(d.difference.p95),
            share(|i| i.p05),
            share(|i| i.median),
            share(|i| i.p95),
            number_cell(panel.better_share(d)),
            d.samples.to_string(),
        ]);
    }
    let said = |d: &&SampledDifference| format!("{}: {}.", d.name, row_text(first, d, units));
    let description = first.rows.iter().map(said).collect::<Vec<_>>().join(" ");
    Ok(Some(chart.with_numbers(&format!("{}. {description}", first.metric.label), table)))
}

/// What the draws say of the architecture that draws least against the base.
fn chart_title(panel: &DifferencePanel<'_>, units: UnitSystem) -> String {
    let by = |a: &&&SampledDifference, b: &&&SampledDifference| a.difference.median.total_cmp(&b.difference.median);
    let Some(d) = panel.rows.iter().min_by(by) else { return String::new() };
    let verb = if panel.metric.key == "facility_power_w" { "draws less power than" } else { "is lower than" };
    let name = format!("‘{}’ {verb} ‘{}’", d.name, d.base);
    let share = format_probability(d.lower_probability);
    let i = panel.interval(d, units);
    let interval = format!("{} to {}", signed(i.p05, digits_of(&i)), signed(i.p95, digits_of(&i)));
    let own = units.unit_for(panel.metric.unit).label;
    let unit = if panel.relative { "%" } else { &own };
    format!("{name} in {share} of the draws: {interval} {unit}")
}

/// Decimals that tell the ends of an interval apart.
fn digits_of(i: &PercentileInterval) -> usize {
    match (i.p95 - i.p05).abs().max(i.median.abs() / 10.0) {
        s if s >= 20.0 => 0,
        s if s >= 1.0 => 1,
        s if s >= 0.1 => 2,
        _ => 3,
    }
}

fn signed(value: f64, digits: usize) -> String {
    let text = format_number(value, digits);
    if value > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("+{text}") } else { text }
}

fn draw_panel(
    canvas: &mut Canvas,
    result: &UncertaintyResult,
    panel: &DifferencePanel<'_>,
    top: f64,
    units: UnitSystem,
) {
    let ink = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let plain = LabelStyle { bold: false, ..ink };
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let texts: Vec<String> = panel.rows.iter().map(|d| row_text(panel, d, units)).collect();
    let figures = texts.iter().map(|t| text_width(t, faint)).fold(120.0, f64::max);
    let names = panel.rows.iter().map(|d| text_width(&shorten_middle(&d.name, plain, MAX_NAME_WIDTH), plain));
    let left = MARGIN + names.fold(60.0, f64::max) + 26.0;
    let right = canvas.width - MARGIN - figures - 20.0;
    canvas.draw_line(&[(MARGIN, top), (canvas.width - MARGIN, top)], canvas.theme.grid, 1.0);
    let heading = format!("{}: {}", panel.metric.label, panel.axis_title(units));
    canvas.draw_text(&heading, (MARGIN, top + 14.0), TextAnchor::Left, ink);
    let from = top + HEADING_HEIGHT;
    let to = from + ROW_HEIGHT * panel.rows.len() as f64;
    let ends = panel.rows.iter().flat_map(|d| {
        let i = panel.interval(d, units);
        [i.p05, i.median, i.p95]
    });
    let axis = Axis::from_values(ends.chain([0.0]), false);
    let plane = Plane { area: [left, from, right, to], x: axis, y: Axis::from_zero(1.0) };
    plane.draw_x_axis(canvas);
    let zero = plane.pixel_x(0.0);
    canvas.draw_line(&[(zero, from - 4.0), (zero, to)], canvas.theme.ink, 1.5);
    for ((place, d), text) in panel.rows.iter().enumerate().zip(texts) {
        let y = from + ROW_HEIGHT * (place as f64 + 0.5);
        let name = shorten_middle(&d.name, plain, MAX_NAME_WIDTH);
        canvas.draw_text(&name, (left - 16.0, y), TextAnchor::Right, plain);
        let style =
            canvas.theme.architecture_style(result.architectures.iter().position(|a| a.name == d.name).unwrap_or(0));
        let i = panel.interval(d, units);
        canvas.draw_line(&[(plane.pixel_x(i.p05), y), (plane.pixel_x(i.p95), y)], style.color, 2.5);
        for end in [i.p05, i.p95] {
            canvas.draw_line(&[(plane.pixel_x(end), y - 4.0), (plane.pixel_x(end), y + 4.0)], style.color, 1.5);
        }
        canvas.draw_symbol((plane.pixel_x(i.median), y), 4.5, style.symbol, style.color);
        canvas.draw_text(&text, (right + 16.0, y), TextAnchor::Left, faint);
    }
}

/// Median, ends and how often it is better.
fn row_text(panel: &DifferencePanel<'_>, d: &SampledDifference, units: UnitSystem) -> String {
    let i = panel.interval(d, units);
    let show = |v: f64| signed(v, digits_of(&i));
    let better =
        if d.equal_probability >= 1.0 { "equal".to_owned() } else { format_probability(panel.better_share(d)) };
    format!("{} ({} to {}); {better}", show(i.median), show(i.p05), show(i.p95))
}
