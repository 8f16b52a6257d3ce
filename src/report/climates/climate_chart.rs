//! Climates against architectures: in every cell how much more an architecture draws than the best of that climate. With one
//! architecture the cells compare climates.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, wrap_text};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::sequential::excess_color;
use crate::report::chart::text::shorten_middle;
use crate::report::chart::theme::ink_on;
use crate::report::document::numbers::format_number;
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::climates::{ClimateReport, ClimateRow};

use super::words::headline_sentence;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 19.0;
/// Right edges of the columns of a place: its name, mean dry-bulb, design wet-bulb, altitude, least power.
const PLACE_COLUMNS: [f64; 5] = [216.0, 262.0, 312.0, 372.0, 432.0];
const CELLS_LEFT: f64 = 444.0;
const MAX_CELL_WIDTH: f64 = 96.0;
/// Lines of a name above its column.
const MAX_NAME_LINES: usize = 3;
const NAME_LINE_HEIGHT: f64 = 15.0;
/// Differences below this share are none: both are the best.
const TIE_SHARE: f64 = 1e-9;

/// The map of a report: rows from cold to hot.
struct ClimateMatrix<'a> {
    rows: Vec<MatrixRow<'a>>,
    names: Vec<&'a str>,
    /// Greatest share above the best.
    most: f64,
}

struct MatrixRow<'a> {
    climate: &'a ClimateRow,
    /// What the cells are compared with.
    least_w: f64,
    /// Share above it; nothing where it can't be cooled.
    above: Vec<Option<f64>>,
}

impl<'a> ClimateMatrix<'a> {
    /// The map; nothing without a figure.
    fn new(report: &'a ClimateReport) -> Option<Self> {
        let names: Vec<&str> = report.climates.first()?.architectures.iter().map(|a| a.name.as_str()).collect();
        let least = |rows: &mut dyn Iterator<Item = f64>| rows.fold(f64::INFINITY, f64::min);
        let of_all =
            least(&mut report.climates.iter().flat_map(|c| &c.architectures).filter_map(|a| a.facility_power_w));
        if !of_all.is_finite() {
            return None;
        }
        let mut climates: Vec<&ClimateRow> = report.climates.iter().collect();
        climates.sort_by(|a, b| a.mean_dry_bulb_c.total_cmp(&b.mean_dry_bulb_c));
        let row = |climate: &'a ClimateRow| {
            let own = least(&mut climate.architectures.iter().filter_map(|a| a.facility_power_w));
            let base = if names.len() == 1 { of_all } else { own };
            let above = climate.architectures.iter().map(|a| a.facility_power_w.map(|w| w / base - 1.0)).collect();
            MatrixRow { climate, least_w: own, above }
        };
        let rows: Vec<MatrixRow<'_>> = climates.into_iter().map(row).collect();
        let most = rows.iter().flat_map(|r| r.above.iter().flatten().copied()).fold(0.0, f64::max);
        Some(Self { rows, names, most })
    }

    /// Decimals that tell the differences apart.
    fn digits(&self) -> usize {
        usize::from(self.most < 0.1)
    }
}

/// The chart; nothing to draw without a figure.
pub fn build_chart(report: &ClimateReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let Some(matrix) = ClimateMatrix::new(report) else { return Ok(None) };
    let title = headline_sentence(report).trim_end_matches('.').to_owned();
    let base = if matrix.names.len() == 1 { "the climate in which it draws least" } else { "the best of that climate" };
    let subtitle = format!("Mean power at the meter above that of {base}, %; climates from cold to hot");
    let columns = matrix.names.len();
    let cell = ((f64::from(WIDTH) - MARGIN - CELLS_LEFT) / columns as f64).min(MAX_CELL_WIDTH);
    let head = ColumnHeads::new(&matrix.names, cell);
    let key_rows = head.key.len().div_ceil(2) as f64;
    let from = Canvas::heading_height(&title, &subtitle, WIDTH) + 4.0;
    let top = from + key_rows * 18.0 + MAX_NAME_LINES as f64 * NAME_LINE_HEIGHT + 12.0;
    let height = pixel_height(top + matrix.rows.len() as f64 * ROW_HEIGHT + 42.0);
    let chart = Chart::from_painter("climates", (title, subtitle), (WIDTH, height), |canvas| {
        draw_heads(canvas, &head, (from, top), cell, units);
        for (i, row) in matrix.rows.iter().enumerate() {
            draw_row(canvas, &matrix, row, top + i as f64 * ROW_HEIGHT, cell, units);
        }
        let missing = matrix.rows.iter().any(|r| r.above.iter().any(Option::is_none));
        let dash = if missing { "–: can’t be cooled there. " } else { "" };
        canvas.draw_footer(&format!(
            "{dash}Wet-bulb: exceeded in 0.4 % of the hours. Weather: {}.",
            report.credits.join("; ")
        ));
    })?;
    Ok(Some(chart.with_numbers(&description(&matrix), table(&matrix))))
}

/// The figures of the coldest and the hottest climate.
fn description(matrix: &ClimateMatrix<'_>) -> String {
    let ends = matrix.rows.first().into_iter().chain(matrix.rows.last().filter(|_| matrix.rows.len() > 1));
    let row = |row: &MatrixRow<'_>| {
        let cells = matrix.names.iter().zip(&row.above).map(|(name, above)| match above {
            Some(above) => format!("{name} +{} %", format_number(100.0 * above, 1)),
            None => format!("{name} can’t be cooled"),
        });
        format!("{}: {}.", row.climate.location, cells.collect::<Vec<_>>().join(", "))
    };
    ends.map(row).collect::<Vec<_>>().join(" ")
}

/// A row for each cell.
fn table(matrix: &ClimateMatrix<'_>) -> ChartTable {
    let mut table = ChartTable::new([
        "climate",
        "location",
        "mean_dry_bulb_c",
        "design_wet_bulb_c",
        "elevation_m",
        "architecture",
        "facility_power_w",
        "above_best_share",
    ]);
    for row in &matrix.rows {
        for (a, above) in row.climate.architectures.iter().zip(&row.above) {
            table.push([
                row.climate.climate.clone(),
                row.climate.location.clone(),
                number_cell(row.climate.mean_dry_bulb_c),
                number_cell(row.climate.design_wet_bulb_c),
                number_cell(row.climate.elevation_m),
                a.name.clone(),
                number_cell(a.facility_power_w),
                number_cell(*above),
            ]);
        }
    }
    table
}

/// Names above the columns: as they are where they fit, else letters with a key.
struct ColumnHeads {
    lines: Vec<Vec<String>>,
    /// What the letters stand for.
    key: Vec<String>,
}

impl ColumnHeads {
    fn new(names: &[&str], cell: f64) -> Self {
        let look = head_look(RGBColor(0, 0, 0));
        // A name may also be folded behind its hyphens.
        let words = |name: &str| name.replace('-', "- ");
        let wrap = |name: &&str| {
            let lines = wrap_text(&words(name), look, cell - 6.0);
            lines.into_iter().map(|line| line.replace("- ", "-")).collect::<Vec<_>>()
        };
        let wrapped: Vec<Vec<String>> = names.iter().map(wrap).collect();
        let whole = |name: &&str| words(name).split(' ').all(|word| text_width(word, look) <= cell - 6.0);
        let fits = |lines: &Vec<String>| lines.len() <= MAX_NAME_LINES;
        if names.iter().all(whole) && wrapped.iter().all(fits) {
            return Self { lines: wrapped, key: Vec::new() };
        }
        let letter = |i: usize| {
            let first = char::from(b'A' + u8::try_from(i % 26).unwrap_or(0));
            if i < 26 { first.to_string() } else { format!("{first}{}", i / 26) }
        };
        let key = names.iter().enumerate().map(|(i, name)| format!("{}  {name}", letter(i))).collect();
        Self { lines: (0..names.len()).map(|i| vec![letter(i)]).collect(), key }
    }
}

fn head_look(color: RGBColor) -> LabelStyle {
    LabelStyle { size: 11.5, bold: true, color }
}

fn draw_heads(canvas: &mut Canvas, head: &ColumnHeads, (from, top): (f64, f64), cell: f64, units: UnitSystem) {
    let plain = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
    let half = (canvas.width - 2.0 * MARGIN) / 2.0;
    for (i, text) in head.key.iter().enumerate() {
        let (x, y) = (MARGIN + (i % 2) as f64 * half, from + 8.0 + (i / 2) as f64 * 18.0);
        canvas.draw_text(&shorten_middle(text, plain, half - 12.0), (x, y), TextAnchor::Left, plain);
    }
    let faint = LabelStyle { size: 11.0, bold: false, color: canvas.theme.faint };
    let t = units.unit_for("°C").label;
    let heads = [
        vec!["Mean".to_owned(), t.to_string()],
        vec!["Wet-".to_owned(), "bulb".to_owned(), t.to_string()],
        vec!["Altitude".to_owned(), units.unit_for("m").label.to_string()],
        vec!["Least".to_owned(), "kW".to_owned()],
    ];
    for (lines, right) in heads.iter().zip(&PLACE_COLUMNS[1..]) {
        for (k, line) in lines.iter().rev().enumerate() {
            let y = top - 9.0 - k as f64 * NAME_LINE_HEIGHT;
            canvas.draw_text(line, (*right, y), TextAnchor::Right, faint);
        }
    }
    let look = head_look(canvas.theme.ink);
    for (i, lines) in head.lines.iter().enumerate() {
        let x = CELLS_LEFT + (i as f64 + 0.5) * cell;
        for (k, line) in lines.iter().rev().enumerate() {
            canvas.draw_text(line, (x, top - 9.0 - k as f64 * NAME_LINE_HEIGHT), TextAnchor::Middle, look);
        }
    }
}

fn draw_row(
    canvas: &mut Canvas,
    matrix: &ClimateMatrix<'_>,
    row: &MatrixRow<'_>,
    y: f64,
    cell: f64,
    units: UnitSystem,
) {
    let ink = LabelStyle { size: 12.0, bold: false, color: canvas.theme.ink };
    let faint = LabelStyle { color: canvas.theme.faint, ..ink };
    let (c, middle) = (row.climate, y + ROW_HEIGHT / 2.0);
    let place = shorten_middle(&c.location, ink, PLACE_COLUMNS[0] - MARGIN);
    canvas.draw_text(&place, (PLACE_COLUMNS[0], middle), TextAnchor::Right, ink);
    let t = units.unit_for("°C");
    let least = if row.least_w.is_finite() { format_number(row.least_w / 1e3, 0) } else { "–".to_owned() };
    let figures = [
        t.format_number(c.mean_dry_bulb_c, 0),
        t.format_number(c.design_wet_bulb_c, 0),
        units.unit_for("m").format_number(c.elevation_m, 0),
        least,
    ];
    for (text, right) in figures.iter().zip(&PLACE_COLUMNS[1..]) {
        canvas.draw_text(text, (*right, middle), TextAnchor::Right, faint);
    }
    for (i, above) in row.above.iter().enumerate() {
        let left = CELLS_LEFT + i as f64 * cell;
        let Some(above) = above else {
            canvas.draw_text("–", (left + cell / 2.0, middle), TextAnchor::Middle, faint);
            continue;
        };
        let share = if matrix.most > TIE_SHARE { above / matrix.most } else { 0.0 };
        let fill = excess_color(&canvas.theme, share);
        canvas.fill_rect([left, y, left + cell - 1.0, y + ROW_HEIGHT - 1.0], fill);
        let best = *above <= TIE_SHARE;
        let text = if best {
            if cell < text_width("best", head_look(ink.color)) + 4.0 { "0".to_owned() } else { "best".to_owned() }
        } else {
            format!("+{}", format_number(100.0 * above, matrix.digits()))
        };
        let look = LabelStyle { size: 11.5, bold: best, color: ink_on(fill) };
        canvas.draw_text(&text, (left + cell / 2.0, middle), TextAnchor::Middle, look);
    }
}
