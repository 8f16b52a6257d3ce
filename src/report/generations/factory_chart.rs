//! What a site of a given power makes with each generation: tokens a second, tokens per joule, cost of a million tokens.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, text_width, truncate_to_width};
use crate::report::chart::data::{ChartTable, number_cell};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::document::page::provenance::with_source_years;
use crate::report::error::ReportError;
use crate::study::generations::factory::{FactoryPlan, FactoryResult};
use crate::study::generations::halls::CoolingMedium;

use super::factory_words::{format_power_limit, format_range, most_sentence};
use super::makers::medium_color;

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 30.0;
const NAMES_WIDTH: f64 = 300.0;
const PANEL_GAP: f64 = 16.0;
/// Share of a panel that its figures may take beside the longest bar.
const FIGURE_SHARE: f64 = 0.3;
/// The same where two ends of a range are told.
const RANGE_SHARE: f64 = 0.56;

/// A panel: its title, the value of a bar, the ends of a range beyond it, the text, and the share that this takes.
struct FactoryPanel {
    title: &'static str,
    value: fn(&FactoryPlan) -> f64,
    range: fn(&FactoryPlan) -> Option<[f64; 2]>,
    text: fn(&FactoryPlan) -> String,
    figures: f64,
}

const PANELS: [FactoryPanel; 3] = [
    FactoryPanel {
        title: "Million tokens/s",
        value: |o| o.tokens_per_s / 1e6,
        range: |_| None,
        text: |o| format_number(o.tokens_per_s / 1e6, 2),
        figures: FIGURE_SHARE,
    },
    FactoryPanel {
        title: "Tokens per J",
        value: |o| o.tokens_per_joule,
        range: |_| None,
        text: |o| format_significant(o.tokens_per_joule),
        figures: FIGURE_SHARE,
    },
    FactoryPanel {
        title: "USD a million tokens",
        value: |o| o.site_usd_per_mtok,
        range: |o| o.cost_usd_per_mtok,
        text: |o| match o.cost_usd_per_mtok {
            Some(ends) => format_range(Some(ends), 2),
            None => format!("{} + IT", format_number(o.site_usd_per_mtok, 3)),
        },
        figures: RANGE_SHARE,
    },
];

/// The chart.
pub fn build_chart(f: &FactoryResult) -> Result<Chart, ReportError> {
    let title = most_sentence(f).unwrap_or_default().trim_end_matches('.').to_owned();
    let subtitle = format!(
        "{} at the utility meter in {}, {} with {}. Cost: filled bar the site with its electricity, open bar to the low and \
         high price of the IT equipment written off over {} years; \"+ IT\": no price is known. (a): announced, not delivered",
        format_power_limit(f),
        f.location,
        f.workload,
        f.model_name,
        format_number(f.it_years, 0)
    );
    let legend_top = Canvas::heading_height(&title, &subtitle, WIDTH);
    let top = legend_top + 50.0;
    let rows = f.options.len() as f64;
    let floor = top + rows * ROW_HEIGHT;
    let height = pixel_height(floor + 66.0);
    let chart = Chart::from_painter("factory", (title, subtitle), (WIDTH, height), |canvas| {
        draw_legend(canvas, legend_top + 4.0);
        let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
        for (i, o) in f.options.iter().enumerate() {
            let middle = top + (i as f64 + 0.5) * ROW_HEIGHT;
            let mark = if o.announced { " (a)" } else { "" };
            let name = truncate_to_width(&format!("{}{mark}", o.title), look, NAMES_WIDTH - 14.0);
            canvas.draw_text(&name, (MARGIN + NAMES_WIDTH - 12.0, middle), TextAnchor::Right, look);
        }
        let all = canvas.width - 2.0 * MARGIN - NAMES_WIDTH;
        let each = (all - PANEL_GAP * (PANELS.len() - 1) as f64) / PANELS.len() as f64;
        for (k, panel) in PANELS.iter().enumerate() {
            let left = MARGIN + NAMES_WIDTH + k as f64 * (each + PANEL_GAP);
            draw_panel(canvas, panel, &f.options, [left, top, left + each, floor]);
        }
        let foot = "Full racks at full load in the worst hour of the year; tokens by the roofline of serving (docs/serving.md).";
        canvas.draw_footer(&with_source_years(foot, &f.sources));
    })?;
    Ok(chart.with_numbers(&chart_description(f), chart_table(f)))
}

fn chart_description(f: &FactoryResult) -> String {
    let told = |o: &FactoryPlan| {
        format!(
            "{}: {} million tokens a second, {} tokens per J",
            o.title,
            format_number(o.tokens_per_s / 1e6, 2),
            format_significant(o.tokens_per_joule)
        )
    };
    let told: Vec<String> = f.options.iter().map(told).collect();
    format!("{}.", told.join("; "))
}

fn chart_table(f: &FactoryResult) -> ChartTable {
    let mut out = ChartTable::new([
        "name",
        "title",
        "announced",
        "tokens_per_s",
        "tokens_per_joule",
        "site_usd_per_mtok",
        "cost_usd_per_mtok_low",
        "cost_usd_per_mtok_high",
    ]);
    for o in &f.options {
        let [low, high] = [0, 1].map(|end| number_cell(o.cost_usd_per_mtok.map(|ends| ends[end])));
        let [tokens, per_joule, site] = [o.tokens_per_s, o.tokens_per_joule, o.site_usd_per_mtok].map(number_cell);
        out.push([o.name.clone(), o.title.clone(), o.announced.to_string(), tokens, per_joule, site, low, high]);
    }
    out
}

fn draw_legend(canvas: &mut Canvas, y: f64) {
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    let mut x = MARGIN + NAMES_WIDTH;
    for (medium, text) in
        [(CoolingMedium::Air, "servers on air"), (CoolingMedium::Liquid, "liquid at the accelerators")]
    {
        canvas.fill_rect([x, y - 5.0, x + 10.0, y + 5.0], medium_color(&canvas.theme, medium));
        canvas.draw_text(text, (x + 16.0, y), TextAnchor::Left, look);
        x += 16.0 + text_width(text, look) + 24.0;
    }
}

fn draw_panel(canvas: &mut Canvas, panel: &FactoryPanel, options: &[FactoryPlan], [left, top, right, floor]: [f64; 4]) {
    let bars = right - (right - left) * panel.figures;
    let ends = |o: &FactoryPlan| (panel.range)(o).map_or((panel.value)(o), |[_, high]| high);
    let most = options.iter().map(ends).fold(0.0, f64::max);
    let x = Axis::from_zero(if most > 0.0 { most } else { 1.0 });
    let plane = Plane { area: [left, top, bars, floor], x, y: Axis::from_zero(1.0) };
    plane.draw_x_axis(canvas);
    let head = LabelStyle { size: 12.5, bold: true, color: canvas.theme.ink };
    canvas.draw_text(panel.title, (left, top - 14.0), TextAnchor::Left, head);
    let look = LabelStyle { size: 12.5, bold: false, color: canvas.theme.ink };
    for (i, o) in options.iter().enumerate() {
        let middle = top + (i as f64 + 0.5) * ROW_HEIGHT;
        let color = medium_color(&canvas.theme, o.side);
        let end = plane.pixel_x((panel.value)(o));
        canvas.fill_rect([left, middle - 8.0, end, middle + 8.0], color);
        let mut reach = end;
        if let Some([low, high]) = (panel.range)(o) {
            let (low, high) = (plane.pixel_x(low), plane.pixel_x(high));
            draw_open_bar(canvas, [end, middle - 8.0, low, middle + 8.0], color);
            canvas.draw_line(&[(low, middle), (high, middle)], canvas.theme.ink, 1.5);
            canvas.draw_line(&[(high, middle - 5.0), (high, middle + 5.0)], canvas.theme.ink, 1.5);
            reach = high;
        }
        let text = truncate_to_width(&(panel.text)(o), look, right - reach - 6.0);
        canvas.draw_text_on_ground(&text, (reach + 6.0, middle), TextAnchor::Left, look);
    }
}

/// A bar of which the outline alone is drawn.
fn draw_open_bar(canvas: &mut Canvas, [left, top, right, bottom]: [f64; 4], color: RGBColor) {
    if right > left + 2.0 {
        canvas.fill_rect([left, top, right, bottom], color);
        canvas.fill_rect([left, top + 1.5, right - 1.5, bottom - 1.5], canvas.theme.background);
    }
}
