//! Power of one accelerator as it is and the most that its cooling holds without throttling, with what binds there: a row
//! for each way of cooling, the furthest first. Racks of unlike sizes are compared by accelerator; racks without
//! accelerators by their own power.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, MARGIN, TextAnchor};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane, X_TITLE_HEIGHT};
use crate::report::chart::rows::{NAMES_WIDTH, draw_row_name};
use crate::report::chart::scale::pixel_height;
use crate::report::chart::text::{LabelStyle, quote_name, text_width};
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::units::UnitSystem;
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::rack::result::{CoolingEnvelope, RackReport, RackResult};

use super::words::format_location;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 58.0;
const BAR_HEIGHT: f64 = 22.0;
/// Room to the right of the plane for the words of the longest bar.
const WORDS_WIDTH: f64 = 210.0;
const FOOTER_HEIGHT: f64 = 40.0;
/// Strength of what is left up to the limit.
const HEADROOM_TINT: f64 = 0.22;

/// A row: a rack and how far its cooling reaches.
struct ReachRow<'a> {
    place: usize,
    rack: &'a RackResult,
    envelope: &'a CoolingEnvelope,
    /// Power as it is and at most, W of an accelerator or kW of a rack.
    now: Option<f64>,
    most: f64,
}

/// What bars are of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReachUnit {
    Accelerator,
    Rack,
}

impl ReachUnit {
    fn format(self, value: f64) -> String {
        match self {
            Self::Accelerator => format!("{} W", format_number(value, 0)),
            Self::Rack => format!("{} kW", format_significant(value)),
        }
    }

    const fn axis_title(self) -> &'static str {
        match self {
            Self::Accelerator => "Power of one accelerator, W",
            Self::Rack => "Power of the rack, kW",
        }
    }
}

/// The chart; nothing to draw where no limit was searched or found.
pub fn build_chart(report: &RackReport, units: UnitSystem) -> Result<Option<Chart>, ReportError> {
    let of = |unit: ReachUnit| reach_rows(report, unit);
    let (unit, rows) = match of(ReachUnit::Accelerator) {
        rows if rows.is_empty() => (ReachUnit::Rack, of(ReachUnit::Rack)),
        rows => (ReachUnit::Accelerator, rows),
    };
    if rows.is_empty() {
        return Ok(None);
    }
    let title = chart_title(&rows, unit);
    let subtitle =
        "Full colour: as it is at full load. Pale, up to the dashed line: the most that is held without throttling \
                    at the same supply, and the limit that binds there"
            .to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 6.0;
    let bottom = top + rows.len() as f64 * ROW_HEIGHT;
    let height = pixel_height(bottom + X_TITLE_HEIGHT + FOOTER_HEIGHT);
    let chart = Chart::from_painter("power-limit", (title, subtitle), (WIDTH, height), |canvas| {
        let (left, right) = (MARGIN + NAMES_WIDTH, canvas.width - MARGIN - WORDS_WIDTH);
        let most = rows.iter().flat_map(|r| [Some(r.most), r.now]).flatten().fold(0.0, f64::max);
        let plane = Plane { area: [left, top, right, bottom], x: Axis::from_zero(most), y: Axis::from_zero(1.0) };
        plane.draw_x_axis(canvas);
        plane.draw_axis_titles(canvas, unit.axis_title(), "");
        for (i, row) in rows.iter().enumerate() {
            draw_row(canvas, row, (&plane, unit), top + (i as f64 + 0.5) * ROW_HEIGHT, units);
        }
        canvas.draw_footer(&format!(
            "{}. The power of every part is multiplied alike; a cap of the scenario is lifted for the search.",
            format_location(report, units)
        ));
    })?;
    Ok(Some(chart.with_numbers(&describe(&rows, unit), table(&rows))))
}

/// Racks with a limit, the furthest first.
fn reach_rows(report: &RackReport, unit: ReachUnit) -> Vec<ReachRow<'_>> {
    let row = |(place, rack): (usize, &'_ RackResult)| {
        let envelope = rack.envelope.as_ref()?;
        let (most, now) = match unit {
            ReachUnit::Accelerator => {
                let each = |r: &crate::study::compare::result::RackSummary| {
                    (r.accelerators > 0).then(|| r.accelerator_power_w / f64::from(r.accelerators))
                };
                (envelope.max_accelerator_w?, rack.rack.as_ref().and_then(each))
            }
            ReachUnit::Rack => (envelope.max_rack_power_kw?, rack.rack.as_ref().map(|r| r.power_w / 1e3)),
        };
        Some((place, most, now))
    };
    let mut out: Vec<ReachRow<'_>> = report
        .architectures
        .iter()
        .enumerate()
        .filter_map(|(place, rack)| {
            let (place, most, now) = row((place, rack))?;
            Some(ReachRow { place, rack, envelope: rack.envelope.as_ref()?, now, most })
        })
        .collect();
    out.sort_by(|a, b| b.most.total_cmp(&a.most));
    out
}

/// The limit that binds, in a word or two.
fn binding_words(envelope: &CoolingEnvelope) -> String {
    envelope.binding_limit.map_or_else(|| "no limit known".to_owned(), |limit| limit.name().replace('-', " "))
}

fn chart_title(rows: &[ReachRow<'_>], unit: ReachUnit) -> String {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return String::new() };
    let each = if unit == ReachUnit::Accelerator { " for each accelerator" } else { " in a rack" };
    let held = |row: &ReachRow<'_>| unit.format(row.most);
    if rows.len() == 1 {
        let name = quote_name(&first.rack.name);
        return format!("{name} holds up to {}{each}; its limit is {}", held(first), binding_words(first.envelope));
    }
    if first.most - last.most < 0.005 * first.most {
        return format!("All {} hold up to {}{each}", rows.len(), held(first));
    }
    format!(
        "{} holds up to {}{each}, {} {}",
        quote_name(&first.rack.name),
        held(first),
        quote_name(&last.rack.name),
        held(last)
    )
}

fn draw_row(
    canvas: &mut Canvas,
    row: &ReachRow<'_>,
    (plane, unit): (&Plane, ReachUnit),
    middle: f64,
    units: UnitSystem,
) {
    let t = units.unit_for("°C");
    let note = format!("supply {}", t.format_with_unit(row.envelope.at_supply_c, 0));
    draw_row_name(canvas, (row.place, &row.rack.name), &note, middle);
    let fill = canvas.theme.end_use_colors(EndUse::Accelerators).0;
    let bar = |from: f64, to: f64| {
        [plane.pixel_x(from), middle - BAR_HEIGHT / 2.0, plane.pixel_x(to), middle + BAR_HEIGHT / 2.0]
    };
    let now = row.now.unwrap_or(0.0);
    canvas.fill_rect(bar(0.0, row.most), canvas.theme.tint_color(fill, HEADROOM_TINT));
    canvas.fill_rect(bar(0.0, now.min(row.most)), fill);
    if now > row.most {
        // More than is held: that part is past the limit.
        canvas.fill_rect(bar(row.most, now), canvas.theme.limit);
    }
    let x = plane.pixel_x(row.most);
    let reach = BAR_HEIGHT / 2.0 + 4.0;
    let color = canvas.theme.limit;
    canvas.draw_dashed_line(&[(x, middle - reach), (x, middle + reach)], &[5.0, 3.0], color, 2.0);
    let ink = canvas.theme.end_use_colors(EndUse::Accelerators).1;
    let inside = LabelStyle { size: 12.0, bold: false, color: ink };
    let text = unit.format(now);
    if row.now.is_some() && plane.pixel_x(now.min(row.most)) - plane.area[0] > text_width(&text, inside) + 12.0 {
        canvas.draw_text(&text, (plane.area[0] + 8.0, middle), TextAnchor::Left, inside);
    }
    let bold = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    let faint = LabelStyle { size: 11.5, bold: false, color: canvas.theme.faint };
    let at = x.max(plane.pixel_x(now)) + 10.0;
    let words = format!("{}: {}", unit.format(row.most), binding_words(row.envelope));
    canvas.draw_text_on_ground(&words, (at, middle - 9.0), TextAnchor::Left, bold);
    if let (Some(rack), Some(most_kw)) = (&row.rack.rack, row.envelope.max_rack_power_kw) {
        let size = if unit == ReachUnit::Accelerator {
            format!(", {} accelerators", rack.accelerators)
        } else {
            String::new()
        };
        let (from, to) = (format_significant(rack.power_w / 1e3), format_significant(most_kw));
        let text = format!("rack {from} → {to} kW{size}");
        canvas.draw_text_on_ground(&text, (at, middle + 9.0), TextAnchor::Left, faint);
    }
}

fn describe(rows: &[ReachRow<'_>], unit: ReachUnit) -> String {
    const TOLD: usize = 6;
    let told = rows.iter().take(TOLD).map(|r| {
        let now = r.now.map_or_else(|| "no result".to_owned(), |now| unit.format(now));
        format!("{}: {now} as it is, {} at most ({})", r.rack.name, unit.format(r.most), binding_words(r.envelope))
    });
    let told: Vec<String> = told.collect();
    let more = if rows.len() > TOLD { format!("; and {} more", rows.len() - TOLD) } else { String::new() };
    format!("{}. {}{more}.", unit.axis_title(), told.join("; "))
}

fn table(rows: &[ReachRow<'_>]) -> ChartTable {
    let mut out = ChartTable::new([
        "architecture",
        "supply_c",
        "accelerators",
        "accelerator_w",
        "max_accelerator_w",
        "rack_kw",
        "max_rack_kw",
        "binding_limit",
    ]);
    for r in rows {
        let rack = r.rack.rack.as_ref();
        let each = rack.filter(|r| r.accelerators > 0).map(|r| r.accelerator_power_w / f64::from(r.accelerators));
        out.push([
            r.rack.name.clone(),
            number_cell(r.envelope.at_supply_c),
            rack.map_or_else(String::new, |r| r.accelerators.to_string()),
            number_cell(each),
            number_cell(r.envelope.max_accelerator_w),
            number_cell(rack.map(|r| r.power_w / 1e3)),
            number_cell(r.envelope.max_rack_power_kw),
            r.envelope.binding_limit.map_or("", |l| l.name()).to_owned(),
        ]);
    }
    out
}
