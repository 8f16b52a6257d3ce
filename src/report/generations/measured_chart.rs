//! Tokens per joule predicted against measured: MLPerf results over rated power, and at the wall where it was measured.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::log::LogAxis;
use crate::report::chart::reserve::reserve_line;
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_number;
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::generations::result::GenerationReport;

use super::makers::list_makers;
use super::words::product_name;

/// Predictions this near to the measured value are counted in the alternative text.
const CLOSE_SHARE: f64 = 0.25;

const WIDTH: u32 = 960;
const PLANE_SIZE: f64 = 520.0;
/// A quarter more or less: what counts as a miss.
const MISS_THRESHOLD: f64 = 0.25;

/// A result: maker, its label, measured and predicted, and whether power at the wall was measured.
struct MeasuredPoint {
    vendor: String,
    label: String,
    measured: f64,
    predicted: f64,
    wall: bool,
}

fn measured_points(report: &GenerationReport) -> Vec<MeasuredPoint> {
    let Some(v) = &report.validation else { return Vec::new() };
    let of = |id: &str| report.generations.iter().find(|g| g.id == id);
    let rated = v.rows.iter().filter_map(|r| {
        let g = of(&r.chip)?;
        let watts = g.chip.power_w?;
        Some(MeasuredPoint {
            vendor: g.vendor.clone(),
            label: format!("{}, {}", product_name(&g.name, &g.vendor), r.benchmark),
            measured: r.measured / watts,
            predicted: r.held_out? / watts,
            wall: false,
        })
    });
    let wall = v.joules.iter().filter_map(|r| {
        let g = of(&r.chip)?;
        let (vendor, label) = (g.vendor.clone(), product_name(&g.name, &g.vendor).to_owned());
        Some(MeasuredPoint { vendor, label, measured: r.measured, predicted: r.predicted?, wall: true })
    });
    rated.chain(wall).collect()
}

/// The chart; nothing to draw where tokens were not asked for.
pub fn build_chart(report: &GenerationReport) -> Result<Option<Chart>, ReportError> {
    let (dots, Some(v)) = (measured_points(report), &report.validation) else { return Ok(None) };
    if dots.is_empty() {
        return Ok(None);
    }
    let title = format!(
        "Half of the predictions lie within {} % of MLPerf; {} of {} results are missed by more than a quarter",
        format_number(100.0 * v.held_out.median, 0),
        v.held_out.misses,
        v.held_out.n
    );
    let subtitle =
        "Tokens per joule predicted (upwards) against measured, logarithmic; over rated power, and squares at the \
                    wall; each generation predicted without its own results; grey: within a quarter"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let height = pixel_height(top + PLANE_SIZE + 86.0);
    let axis = LogAxis::from_values(dots.iter().flat_map(|d| [d.measured, d.predicted]));
    let left = MARGIN + 190.0;
    let area = [left, top, left + PLANE_SIZE, top + PLANE_SIZE];
    let at =
        |x: f64, y: f64| (area[0] + axis.axis_fraction(x) * PLANE_SIZE, area[3] - axis.axis_fraction(y) * PLANE_SIZE);
    let chart = Chart::from_painter("predicted-measured", (title, subtitle), (WIDTH, height), |canvas| {
        let ends = [10_f64.powf(axis.low), 10_f64.powf(axis.high)];
        let clamp = |v: f64| v.clamp(ends[0], ends[1]);
        let edge = |factor: f64| {
            let first = (ends[0] / factor).max(ends[0]);
            let last = (ends[1] / factor).min(ends[1]);
            [(first, clamp(first * factor)), (last, clamp(last * factor))]
        };
        let (upper, lower) = (edge(1.0 + MISS_THRESHOLD), edge(1.0 / (1.0 + MISS_THRESHOLD)));
        let corners = [(ends[0], ends[0]), upper[0], upper[1], (ends[1], ends[1]), lower[1], lower[0]];
        let fill = canvas.theme.tint_color(canvas.theme.faint, 0.15);
        canvas.fill_polygon(corners.iter().map(|(x, y)| at(*x, *y)).collect(), fill);
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.tick_values() {
            let (x, y) = at(value, value);
            canvas.draw_line(&[(area[0], y), (area[2], y)], canvas.theme.grid, 1.0);
            canvas.draw_line(&[(x, area[1]), (x, area[3])], canvas.theme.grid, 1.0);
            canvas.draw_text(&LogAxis::tick_label(value), (area[0] - 10.0, y), TextAnchor::Right, faint);
            canvas.draw_text(&LogAxis::tick_label(value), (x, area[3] + 16.0), TextAnchor::Middle, faint);
        }
        let equal = [at(ends[0], ends[0]), at(ends[1], ends[1])];
        canvas.draw_line(&equal, canvas.theme.faint, 1.0);
        reserve_line(canvas, &equal);
        canvas.draw_text(
            "Measured, tokens per J",
            (f64::midpoint(area[0], area[2]), area[3] + 36.0),
            TextAnchor::Middle,
            faint,
        );
        canvas.draw_text("Predicted, tokens per J", (area[0] - 10.0, area[1] - 14.0), TextAnchor::Right, faint);
        draw_legend(canvas, &dots, area[1] - 14.0, area[0]);
        for d in &dots {
            let color = canvas.theme.maker_color(&d.vendor);
            let (x, y) = at(d.measured, d.predicted);
            canvas.reserve_area((x, y), 4.0);
            if d.wall {
                canvas.fill_rect([x - 5.0, y - 5.0, x + 5.0, y + 5.0], canvas.theme.ink);
            } else {
                canvas.draw_dot((x, y), 4.0, color);
            }
        }
        label_misses(canvas, &dots, &at);
        let foot = "MLPerf Inference; tokens per joule over rated power are derived and not verified by MLCommons.";
        canvas.draw_footer(&with_source_years(foot, &report.sources));
    })?;
    let mut table =
        ChartTable::new(["maker", "result", "measured_tokens_per_j", "predicted_tokens_per_j", "at_the_wall"]);
    for d in &dots {
        let [measured, predicted] = [d.measured, d.predicted].map(number_cell);
        table.push([d.vendor.clone(), d.label.clone(), measured, predicted, d.wall.to_string()]);
    }
    let close = dots.iter().filter(|d| (d.predicted / d.measured - 1.0).abs() <= CLOSE_SHARE).count();
    let told = format!(
        "{close} of {} predictions lie within {} % of the measured value.",
        dots.len(),
        format_number(100.0 * CLOSE_SHARE, 0)
    );
    Ok(Some(chart.with_numbers(&told, table)))
}

fn point_makers(dots: &[MeasuredPoint]) -> Vec<&str> {
    list_makers(dots.iter().filter(|d| !d.wall).map(|d| d.vendor.as_str()))
}

fn draw_legend(canvas: &mut Canvas, dots: &[MeasuredPoint], y: f64, left: f64) {
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    let makers = point_makers(dots);
    for (i, vendor) in makers.iter().enumerate() {
        let x = left + 110.0 * i as f64;
        let color = canvas.theme.maker_color(vendor);
        canvas.draw_dot((x + 6.0, y), 5.0, color);
        canvas.draw_text(vendor, (x + 18.0, y), TextAnchor::Left, look);
    }
    let x = left + 110.0 * makers.len() as f64;
    canvas.fill_rect([x + 1.0, y - 5.0, x + 11.0, y + 5.0], canvas.theme.ink);
    canvas.draw_text("at the wall", (x + 18.0, y), TextAnchor::Left, look);
}

/// The worst misses by name, where there is room.
fn label_misses(canvas: &mut Canvas, dots: &[MeasuredPoint], at: &dyn Fn(f64, f64) -> (f64, f64)) {
    let look = LabelStyle { size: 10.5, bold: false, color: canvas.theme.ink };
    let mut missed: Vec<&MeasuredPoint> =
        dots.iter().filter(|d| (d.predicted / d.measured - 1.0).abs() > MISS_THRESHOLD).collect();
    let far = |d: &MeasuredPoint| (d.predicted / d.measured).ln().abs();
    missed.sort_by(|a, b| far(b).total_cmp(&far(a)));
    for d in missed {
        let (x, y) = at(d.measured, d.predicted);
        let places = [((x + 8.5, y), TextAnchor::Left), ((x - 8.5, y), TextAnchor::Right)];
        if let Some((place, anchor)) =
            places.into_iter().find(|(p, a)| canvas.has_room_for_text(&d.label, *p, *a, look))
        {
            canvas.draw_text(&d.label, place, anchor, look);
        }
    }
}
