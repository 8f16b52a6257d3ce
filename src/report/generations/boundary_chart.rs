//! Performance per watt of each generation at chip, wall and meter: one row a generation, one dot a boundary.

use crate::catalog::generation::accelerator::ProductStatus;
use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::log::LogAxis;
use crate::report::chart::plane::AXIS_TITLE_SIZE;
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::generations::result::{GenerationReport, GenerationRow, PowerBasis};

use super::words::number_format_label;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 26.0;
const NAMES_WIDTH: f64 = 290.0;
const FIGURES_WIDTH: f64 = 120.0;

/// Boundaries in the order of the legend, from the chip outwards, each with its value.
type BoundarySeries = (&'static str, fn(&GenerationRow) -> Option<f64>);
const BOUNDARIES: [BoundarySeries; 4] = [
    ("chip, rated power", |g| g.chip.per_watt),
    ("wall, network counted", |g| g.wall.per_watt),
    ("meter, on air", |g| g.meter_air.per_watt),
    ("meter, on liquid", |g| g.meter_liquid.per_watt),
];

/// Those whose hall is modelled: what rests on the ratio of others says nothing of its own here.
fn modelled_generations(report: &GenerationReport) -> Vec<&GenerationRow> {
    let modelled = |g: &&GenerationRow| [&g.meter_air, &g.meter_liquid].iter().any(|f| f.basis == PowerBasis::Model);
    report.generations.iter().filter(modelled).collect()
}

fn best_meter_performance(g: &GenerationRow) -> Option<f64> {
    [g.meter_air.per_watt, g.meter_liquid.per_watt].into_iter().flatten().reduce(f64::max)
}

/// The chart; nothing to draw where no generation has a hall.
pub fn build_chart(report: &GenerationReport) -> Result<Option<Chart>, ReportError> {
    let rows = modelled_generations(report);
    let ratios: Vec<f64> = rows.iter().filter_map(|g| Some(best_meter_performance(g)? / g.chip.per_watt?)).collect();
    let Some((least, most)) = ratios.iter().copied().map(|r| (r, r)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
        return Ok(None);
    };
    let title = format!(
        "Of the performance per watt on the data sheet {} to {} % are left at the meter",
        format_number(100.0 * least, 0),
        format_number(100.0 * most, 0)
    );
    let format = number_format_label(&report.question).map_or(String::new(), |w| format!(", {w}"));
    let subtitle = format!("{}{format}, logarithmic; the meter stands in {}", report.question.unit, report.location);
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let floor = top + rows.len() as f64 * ROW_HEIGHT;
    let height = pixel_height(floor + 88.0);
    let axis = LogAxis::from_values(rows.iter().flat_map(|g| BOUNDARIES.iter().filter_map(|d| d.1(g))));
    let chart = Chart::from_painter("boundaries", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, top - 18.0);
        let (left, right) = (MARGIN + NAMES_WIDTH, canvas.width - MARGIN - FIGURES_WIDTH);
        let x = |v: f64| left + axis.axis_fraction(v) * (right - left);
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.tick_values() {
            canvas.draw_line(&[(x(value), top), (x(value), floor)], canvas.theme.grid, 1.0);
            canvas.draw_text_if_room(&LogAxis::tick_label(value), (x(value), floor + 14.0), TextAnchor::Middle, faint);
        }
        let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
        let axis_title = LabelStyle { size: AXIS_TITLE_SIZE, ..look };
        canvas.draw_text(
            report.question.unit,
            (f64::midpoint(left, right), floor + 34.0),
            TextAnchor::Middle,
            axis_title,
        );
        for (i, g) in rows.iter().enumerate() {
            let y = top + (i as f64 + 0.5) * ROW_HEIGHT;
            let mark = if g.status == ProductStatus::Announced { " (announced)" } else { "" };
            let name = truncate_to_width(&format!("{}{mark}", g.name), look, NAMES_WIDTH - 14.0);
            canvas.draw_text(&name, (left - 12.0, y), TextAnchor::Right, look);
            draw_dots(canvas, g, y, &x);
            let text = best_meter_performance(g)
                .zip(g.chip.per_watt)
                .map(|(m, c)| format!("{} → {}", format_significant(c), format_significant(m)));
            canvas.draw_text(&text.unwrap_or_default(), (right + 12.0, y), TextAnchor::Left, look);
        }
        let foot =
            "Right: at the chip → at the meter, the better of air and liquid. Racks at full load, mean of the year.";
        canvas.draw_footer(&with_source_years(foot, &report.sources));
    })?;
    let mut table = ChartTable::new(["id", "name", "chip", "wall", "meter_air", "meter_liquid", "unit"]);
    for g in &rows {
        let [chip, wall, air, liquid] = BOUNDARIES.map(|(_, value)| number_cell(value(g)));
        table.push([g.id.clone(), g.name.clone(), chip, wall, air, liquid, report.question.unit.to_owned()]);
    }
    let told = rows.iter().filter_map(|g| {
        let (chip, meter) = (g.chip.per_watt?, best_meter_performance(g)?);
        Some(format!("{} {} at the chip, {} at the meter", g.name, format_significant(chip), format_significant(meter)))
    });
    let told = format!("{}: {}.", report.question.unit, told.collect::<Vec<_>>().join("; "));
    Ok(Some(chart.with_numbers(&told, table)))
}

fn draw_legend(canvas: &mut Canvas, y: f64) {
    let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
    for (i, (label, _)) in BOUNDARIES.iter().enumerate() {
        let at = MARGIN + 220.0 * i as f64;
        let style = canvas.theme.architecture_style(i);
        canvas.draw_symbol((at + 6.0, y), 5.0, style.symbol, style.color);
        canvas.draw_text(label, (at + 18.0, y), TextAnchor::Left, look);
    }
}

fn draw_dots(canvas: &mut Canvas, g: &GenerationRow, y: f64, x: &dyn Fn(f64) -> f64) {
    let places: Vec<f64> = BOUNDARIES.iter().filter_map(|d| d.1(g)).map(x).collect();
    let (from, to) = places.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), p| (a.min(*p), b.max(*p)));
    if to > from {
        canvas.draw_line(&[(from, y), (to, y)], canvas.theme.grid, 2.0);
    }
    for (i, (_, value)) in BOUNDARIES.iter().enumerate() {
        if let Some(v) = value(g) {
            let style = canvas.theme.architecture_style(i);
            canvas.draw_symbol((x(v), y), 5.0, style.symbol, style.color);
        }
    }
}
