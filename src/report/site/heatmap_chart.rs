//! Every hour of the year as a cell: hours of the day upwards, days to the right, the colour the facility power over that of
//! the IT equipment (PUE of the hour); a map for each architecture.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::sequential::{draw_color_bar, viridis_color};
use crate::report::chart::text::shorten_middle;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::study::site::result::SiteReport;

const WIDTH: u32 = 960;
const CELL_HEIGHT: f64 = 9.0;
/// Shades: about as many as an eye tells apart.
const COLOR_LEVELS: usize = 32;
/// Most maps that are drawn; of more those of the lowest and highest PUE.
const MAX_MAPS: usize = 6;
const MONTH_START_DAYS: [(&str, usize); 12] = [
    ("Jan", 0),
    ("Feb", 31),
    ("Mar", 59),
    ("Apr", 90),
    ("May", 120),
    ("Jun", 151),
    ("Jul", 181),
    ("Aug", 212),
    ("Sep", 243),
    ("Oct", 273),
    ("Nov", 304),
    ("Dec", 334),
];

/// Room above a map for its name where there are several, and below for the months.
const NAME_HEIGHT: f64 = 30.0;
const MONTH_AXIS_HEIGHT: f64 = 34.0;
/// Room left of a map for its hours.
const HOUR_AXIS_WIDTH: f64 = 34.0;

/// The year of an architecture: facility over IT power, hour by hour.
struct HourlyPue<'a> {
    name: &'a str,
    pue: Vec<f64>,
}

impl HourlyPue<'_> {
    /// Its worst hour and the value there.
    fn peak_hour(&self) -> (usize, f64) {
        let all = self.pue.iter().copied().enumerate();
        all.max_by(|x, y| x.1.total_cmp(&y.1)).unwrap_or((0, 1.0))
    }
}

/// Maps beside each other, and the height of an hour: many are smaller, so that all of them are seen at once.
fn panel_layout(count: usize) -> (usize, f64) {
    if count <= 3 { (1, CELL_HEIGHT) } else { (2, 5.0) }
}

/// The chart of every architecture with hours, all on one scale; nothing to draw without, or where rows are no hours.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let with = report.architectures.iter().filter(|a| (8760..=8784).contains(&a.hours.len()));
    let years: Vec<HourlyPue<'_>> = with
        .map(|a| HourlyPue {
            name: &a.total.name,
            pue: a.hours.iter().map(|h| h.facility_power_w / h.it_power_w).collect(),
        })
        .collect();
    let Some(title) = chart_title(&years) else { return Ok(None) };
    let (years, which) = shown_years(years);
    let values = || years.iter().flat_map(|y| y.pue.iter().copied()).filter(|v| v.is_finite());
    let scale = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let subtitle = format!("PUE of every hour of the year: days to the right, hours of the day upwards{which}");
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 46.0;
    let (columns, cell) = panel_layout(years.len());
    let name = if years.len() > 1 { NAME_HEIGHT } else { 0.0 };
    let each = name + 24.0 * cell + MONTH_AXIS_HEIGHT;
    let rows = years.len().div_ceil(columns);
    let height = pixel_height(top + rows as f64 * each + 36.0);
    let wide = (f64::from(WIDTH) - MARGIN * (1.0 + columns as f64)) / columns as f64;
    let chart = Chart::from_painter("year-heat-map", (title, subtitle), (WIDTH, height), |canvas| {
        let bar = (canvas.width - MARGIN - 300.0, canvas.width - MARGIN - 20.0, top - 34.0);
        draw_color_bar(canvas, "PUE", scale, bar, viridis_color);
        for (i, year) in years.iter().enumerate() {
            let left = MARGIN + (i % columns) as f64 * (wide + MARGIN) + HOUR_AXIS_WIDTH;
            let upper = top + (i / columns) as f64 * each + name;
            if years.len() > 1 {
                let bold = LabelStyle { size: 13.5, bold: true, color: canvas.theme.ink };
                canvas.draw_text(
                    &shorten_middle(year.name, bold, wide - HOUR_AXIS_WIDTH),
                    (left, upper - 13.0),
                    TextAnchor::Left,
                    bold,
                );
            }
            draw_heat_map(canvas, &year.pue, scale, (left, upper, wide - HOUR_AXIS_WIDTH, cell));
        }
        canvas.draw_footer(&format!("{}: {}.", report.site.location, report.site.dataset));
    })?;
    let mut table = ChartTable::new(["architecture", "hour", "pue"]);
    for (year, (hour, pue)) in years.iter().flat_map(|y| y.pue.iter().enumerate().map(move |h| (y, h))) {
        table.push([year.name.to_owned(), (hour + 1).to_string(), number_cell(*pue)]);
    }
    let said = |y: &HourlyPue<'_>| {
        let least = y.pue.iter().copied().fold(f64::INFINITY, f64::min);
        format!("{}: PUE from {} to {}.", y.name, format_number(least, 3), format_number(y.peak_hour().1, 3))
    };
    Ok(Some(chart.with_numbers(&years.iter().map(said).collect::<Vec<_>>().join(" "), table)))
}

/// The worst hour of all, and who stays lowest; nothing without a year.
fn chart_title(years: &[HourlyPue<'_>]) -> Option<String> {
    let by = |a: &&HourlyPue<'_>, b: &&HourlyPue<'_>| a.peak_hour().1.total_cmp(&b.peak_hour().1);
    let (best, worst) = (years.iter().min_by(by)?, years.iter().max_by(by)?);
    let (hour, most) = worst.peak_hour();
    let day = hour / 24;
    let (month, first) = MONTH_START_DAYS.iter().rev().find(|m| day >= m.1).copied().unwrap_or(MONTH_START_DAYS[0]);
    let when = format!("{}:00 on {} {month}", hour % 24, day - first + 1);
    let (name, most) = (worst.name, format_number(most, 3));
    Some(if years.len() == 1 {
        format!("The PUE of ‘{name}’ peaks at {most}, at {when}")
    } else {
        let least = format_number(best.peak_hour().1, 3);
        format!("The PUE of ‘{name}’ peaks at {most}, at {when}; that of ‘{}’ stays at {least} or below", best.name)
    })
}

/// The maps that are drawn, and the words that say which of how many.
fn shown_years(mut years: Vec<HourlyPue<'_>>) -> (Vec<HourlyPue<'_>>, &'static str) {
    if years.len() <= MAX_MAPS {
        return (years, "");
    }
    years.sort_by(|a, b| a.peak_hour().1.total_cmp(&b.peak_hour().1));
    let highest = years.split_off(years.len() - MAX_MAPS / 2);
    years.truncate(MAX_MAPS / 2);
    years.extend(highest);
    (years, "; the architectures with the lowest and the highest peaks")
}

/// One map: left, top, width and the height of an hour.
fn draw_heat_map(
    canvas: &mut Canvas,
    pue: &[f64],
    (low, high): (f64, f64),
    (left, top, width, cell): (f64, f64, f64, f64),
) {
    let wide = width / pue.len().div_ceil(24) as f64;
    let faint = LabelStyle { size: 12.0, bold: false, color: canvas.theme.faint };
    let level = |value: f64| color_level(value, (low, high));
    let mut cells: Vec<Vec<[f64; 4]>> = vec![Vec::new(); COLOR_LEVELS];
    for (day, hours) in pue.chunks(24).enumerate() {
        let x = left + day as f64 * wide;
        let mut from = 0;
        // Hours of one shade on end are one cell.
        for run in hours.chunk_by(|a, b| level(*a) == level(*b)) {
            let to = from + run.len();
            let cell = [x, top + (24 - to) as f64 * cell, x + wide, top + (24 - from) as f64 * cell];
            let shade = &mut cells[level(run[0])];
            match shade.last_mut() {
                // Days that are alike in these hours are one cell too.
                Some(last) if last[1] == cell[1] && last[3] == cell[3] && (last[2] - x).abs() < 1e-9 => {
                    last[2] = cell[2];
                }
                _ => shade.push(cell),
            }
            from = to;
        }
    }
    for (level, cells) in cells.iter().enumerate() {
        canvas.fill_cells(cells, viridis_color((level as f64 + 0.5) / COLOR_LEVELS as f64));
    }
    for hour in [0, 6, 12, 18, 24] {
        let y = top + (24.0 - f64::from(hour)) * cell;
        canvas.draw_text(&format!("{hour}"), (left - 8.0, y), TextAnchor::Right, faint);
    }
    for (name, day) in MONTH_START_DAYS {
        let x = left + day as f64 * wide;
        canvas.draw_text(name, (x, top + 24.0 * cell + 14.0), TextAnchor::Left, faint);
    }
}

/// Shade of a value, from 0.
fn color_level(value: f64, (low, high): (f64, f64)) -> usize {
    let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number of shades")]
    let level = (share * COLOR_LEVELS as f64).floor() as usize;
    level.min(COLOR_LEVELS - 1)
}
