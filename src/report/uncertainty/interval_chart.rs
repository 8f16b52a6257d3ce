//! How far each figure of a single architecture may be off: intervals as shares of the median, all on one axis.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::compare::metric::ReportMetric;
use crate::report::compare::metrics::{DECISIVE_KEYS, find_metric};
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::uncertainty::result::{FigureSpread, UncertaintyResult};

use super::words::format_interval;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 26.0;

/// A figure with its interval as shares of its median, %.
struct IntervalRow<'a> {
    metric: &'static ReportMetric,
    spread: &'a FigureSpread,
    low: f64,
    high: f64,
    nominal: Option<f64>,
}

fn build_rows(result: &UncertaintyResult) -> Vec<IntervalRow<'_>> {
    let Some(only) = result.architectures.first() else { return Vec::new() };
    let of = |key: &&str| {
        let spread = only.figures.iter().find(|f| f.key == *key)?;
        let (low, median, high) = (spread.p05?, spread.median?, spread.p95?);
        let share = |v: f64| 100.0 * (v / median - 1.0);
        // The size of a temperature on its scale says nothing, so that it has no share.
        let told = median > 0.0 && low < high && *key != "rack.hottest_chip_c";
        told.then_some(IntervalRow {
            metric: find_metric(key)?,
            spread,
            low: share(low),
            high: share(high),
            nominal: spread.nominal.map(share),
        })
    };
    DECISIVE_KEYS.iter().filter_map(of).collect()
}

/// The chart of a single architecture; nothing to draw where nothing varies.
pub fn build_chart(result: &UncertaintyResult, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let rows = build_rows(result);
    let (Some(only), Some(first)) = (result.architectures.first(), rows.first()) else { return Ok(None) };
    let title = format!(
        "{} of ‘{}’: {} to {} % of its median in nine tenths of the draws",
        first.metric.label,
        only.name,
        signed(first.low),
        signed(first.high)
    );
    let samples = format_number(f64::from(result.samples), 0);
    let subtitle =
        format!("Deviation from the median, %: middle nine tenths of {samples} draws; ticks: nominal result");
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0;
    let height = pixel_height(top + rows.len() as f64 * ROW_HEIGHT + 66.0);
    let chart = Chart::from_painter("intervals", (title, subtitle), (WIDTH, height), |canvas| {
        let plain = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
        // Tables of ASCII write their units without raised and lowered figures.
        let head = |r: &IntervalRow<'_>| r.metric.heading_with_unit(units).replace("m3", "m³").replace("CO2e", "CO₂e");
        let heads: Vec<String> = rows.iter().map(head).collect();
        let texts: Vec<String> = rows.iter().map(|r| format_interval(r.metric, r.spread, units)).collect();
        let widest = |all: &[String]| all.iter().map(|t| text_width(t, plain)).fold(0.0, f64::max);
        let (left, right) = (MARGIN + widest(&heads) + 14.0, canvas.width - MARGIN - widest(&texts) - 16.0);
        let ends = rows.iter().flat_map(|r| [r.low, r.high]).chain(rows.iter().filter_map(|r| r.nominal)).chain([0.0]);
        let area = [left, top, right, top + rows.len() as f64 * ROW_HEIGHT];
        let plane = Plane { area, x: Axis::from_values(ends, false), y: Axis::from_zero(1.0) };
        plane.draw_x_axis(canvas);
        let style = canvas.theme.architecture_style(0);
        for (i, (row, (head, text))) in rows.iter().zip(heads.iter().zip(&texts)).enumerate() {
            let y = top + (i as f64 + 0.5) * ROW_HEIGHT;
            canvas.draw_text(head, (left - 12.0, y), TextAnchor::Right, plain);
            canvas.draw_line(&[(plane.pixel_x(row.low), y), (plane.pixel_x(row.high), y)], style.color, 2.5);
            canvas.draw_symbol((plane.pixel_x(0.0), y), 4.5, style.symbol, style.color);
            if let Some(x) = row.nominal.map(|v| plane.pixel_x(v)) {
                canvas.draw_line(&[(x, y - 8.0), (x, y + 8.0)], canvas.theme.ink, 2.0);
            }
            canvas.draw_text(text, (right + 14.0, y), TextAnchor::Left, plain);
        }
        canvas.draw_footer(&format!("{samples} comparisons, seed {}.", result.seed));
    })?;
    let mut table = ChartTable::new(["figure", "p05", "median", "p95", "nominal"]);
    for row in &rows {
        let s = row.spread;
        let [low, median, high, nominal] = [s.p05, s.median, s.p95, s.nominal].map(number_cell);
        table.push([s.key.to_owned(), low, median, high, nominal]);
    }
    let said = |r: &IntervalRow<'_>| format!("{}: {}.", r.metric.label, format_interval(r.metric, r.spread, units));
    Ok(Some(chart.with_numbers(&rows.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

fn signed(value: f64) -> String {
    let text = format_number(value, 1);
    if value > 0.0 { format!("+{text}") } else { text }
}
