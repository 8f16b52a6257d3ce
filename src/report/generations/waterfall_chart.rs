//! Waterfall of an attribution: from performance per joule before to after, factor by factor on a logarithmic scale.

use plotters::style::RGBColor;

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::log::LogAxis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::theme::Theme;
use crate::report::document::numbers::{format_number, format_significant};
use crate::report::error::ReportError;
use crate::study::compare::result::EndUse;
use crate::study::generations::attribution::AttributionResult;

use super::attribution_words::{headline_sentence, metric_phrase};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 40.0;
const NAMES_WIDTH: f64 = 330.0;
const FIGURES_WIDTH: f64 = 74.0;

/// A bar: name, value where it begins and ends, text beside it, colour.
struct WaterfallBar {
    name: String,
    from: f64,
    to: f64,
    text: String,
    color: fn(&Theme) -> RGBColor,
    bold: bool,
}

fn factor_color(id: &str) -> fn(&Theme) -> RGBColor {
    match id {
        "number_format" => |t| t.end_use_colors(EndUse::Conversion).0,
        "process_architecture" => |t| t.end_use_colors(EndUse::Accelerators).0,
        "memory_bandwidth" => |t| t.end_use_colors(EndUse::ServerFans).0,
        "utilisation" => |t| t.end_use_colors(EndUse::OtherIt).0,
        "system_overhead" => |t| t.end_use_colors(EndUse::Pumps).0,
        _ => |t| t.end_use_colors(EndUse::Chillers).0,
    }
}

fn waterfall_bars(a: &AttributionResult) -> Vec<WaterfallBar> {
    let ink: fn(&Theme) -> RGBColor = |t| t.ink;
    let end = |label: &str, value: f64| WaterfallBar {
        name: label.to_owned(),
        from: 0.0,
        to: value,
        text: format_significant(value),
        color: ink,
        bold: true,
    };
    let mut out = vec![end(&a.from.label, a.from.per_watt)];
    let mut at = a.from.per_watt;
    for f in &a.factors {
        let to = at * f.factor;
        let text = format!("× {}", format_number(f.factor, 3));
        out.push(WaterfallBar { name: f.label.to_owned(), from: at, to, text, color: factor_color(f.id), bold: false });
        at = to;
    }
    out.push(end(&a.to.label, a.to.per_watt));
    out
}

/// The chart.
pub fn build_chart(a: &AttributionResult) -> Result<Chart, ReportError> {
    let bars = waterfall_bars(a);
    let title = headline_sentence(a).trim_end_matches('.').to_owned();
    let load = a.workload.as_ref().zip(a.model.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    let subtitle = format!(
        "{}{load} at the meter for one accelerator, {}, logarithmic: equal factors have equal lengths",
        metric_phrase(a),
        a.unit
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0;
    let height = pixel_height(top + bars.len() as f64 * ROW_HEIGHT + 76.0);
    let values = bars.iter().flat_map(|b| [b.from, b.to]).filter(|v| *v > 0.0);
    let axis = LogAxis::from_values(values);
    Chart::from_painter("attribution", (title, subtitle), (WIDTH, height), |canvas| {
        let (left, right) = (MARGIN + NAMES_WIDTH, canvas.width - MARGIN - FIGURES_WIDTH);
        let floor = top + bars.len() as f64 * ROW_HEIGHT;
        let x = |v: f64| if v > 0.0 { left + axis.axis_fraction(v) * (right - left) } else { left };
        let faint = LabelStyle { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.tick_values() {
            canvas.draw_line(&[(x(value), top), (x(value), floor)], canvas.theme.grid, 1.0);
            canvas.draw_text_if_room(&LogAxis::tick_label(value), (x(value), floor + 14.0), TextAnchor::Middle, faint);
        }
        for (i, bar) in bars.iter().enumerate() {
            let middle = top + (i as f64 + 0.5) * ROW_HEIGHT;
            let look = LabelStyle { size: 13.5, bold: bar.bold, color: canvas.theme.ink };
            let name = truncate_to_width(&bar.name, look, NAMES_WIDTH - 14.0);
            canvas.draw_text(&name, (left - 12.0, middle), TextAnchor::Right, look);
            let (from, to) = (x(bar.from), x(bar.to));
            let fill = (bar.color)(&canvas.theme);
            // A factor of one is still seen as a line.
            canvas.fill_rect([from.min(to), middle - 12.0, from.max(to).max(from.min(to) + 1.5), middle + 12.0], fill);
            canvas.draw_text(&bar.text, (from.max(to) + 8.0, middle), TextAnchor::Left, look);
            if i + 1 < bars.len() {
                canvas.draw_line(&[(to, middle + 12.0), (to, middle + ROW_HEIGHT - 12.0)], canvas.theme.faint, 1.0);
            }
        }
        canvas.draw_footer("Logarithmic-mean Divisia split: exact, and the same in any order of the factors.");
    })
}
