//! Waterfall of an attribution: from performance per joule before to after, factor by factor on a logarithmic scale.

use plotters::style::RGBColor;

use crate::study::generations::attribution::Attribution;
use crate::study::result::Bucket;

use super::super::ReportError;
use super::super::format::{number, significant};
use super::super::generations::attribution::{answer, quantity};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit};
use super::log::LogAxis;
use super::stacked::rounded;
use super::theme::Theme;

const WIDTH: u32 = 960;
const ROW: f64 = 40.0;
const NAMES: f64 = 330.0;
const FIGURES: f64 = 74.0;

/// A bar: name, value where it begins and ends, text beside it, colour.
struct Bar {
    name: String,
    from: f64,
    to: f64,
    text: String,
    color: fn(&Theme) -> RGBColor,
    bold: bool,
}

fn color(id: &str) -> fn(&Theme) -> RGBColor {
    match id {
        "number_format" => |t| t.bucket(Bucket::Conversion).0,
        "process_architecture" => |t| t.bucket(Bucket::Accelerators).0,
        "memory_bandwidth" => |t| t.bucket(Bucket::ServerFans).0,
        "utilisation" => |t| t.bucket(Bucket::OtherIt).0,
        "system_overhead" => |t| t.bucket(Bucket::Pumps).0,
        _ => |t| t.bucket(Bucket::Chillers).0,
    }
}

fn bars(a: &Attribution) -> Vec<Bar> {
    let ink: fn(&Theme) -> RGBColor = |t| t.ink;
    let end = |label: &str, value: f64| Bar {
        name: label.to_owned(),
        from: 0.0,
        to: value,
        text: significant(value),
        color: ink,
        bold: true,
    };
    let mut out = vec![end(&a.from.label, a.from.per_watt)];
    let mut at = a.from.per_watt;
    for f in &a.factors {
        let to = at * f.factor;
        let text = format!("× {}", number(f.factor, 3));
        out.push(Bar { name: f.label.to_owned(), from: at, to, text, color: color(f.id), bold: false });
        at = to;
    }
    out.push(end(&a.to.label, a.to.per_watt));
    out
}

/// The chart.
pub fn chart(a: &Attribution) -> Result<Chart, ReportError> {
    let bars = bars(a);
    let title = answer(a).trim_end_matches('.').to_owned();
    let load = a.workload.as_ref().zip(a.model.as_ref()).map_or(String::new(), |(w, m)| format!(", {w} with {m}"));
    let subtitle = format!(
        "{}{load} at the meter for one accelerator, {}, logarithmic: equal factors have equal lengths",
        quantity(a),
        a.unit
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0;
    let height = rounded(top + bars.len() as f64 * ROW + 76.0);
    let values = bars.iter().flat_map(|b| [b.from, b.to]).filter(|v| *v > 0.0);
    let axis = LogAxis::around(values);
    Chart::draw("attribution", (title, subtitle), (WIDTH, height), |canvas| {
        let (left, right) = (MARGIN + NAMES, canvas.width - MARGIN - FIGURES);
        let floor = top + bars.len() as f64 * ROW;
        let x = |v: f64| if v > 0.0 { left + axis.share(v) * (right - left) } else { left };
        let faint = Look { size: 12.5, bold: false, color: canvas.theme.faint };
        for value in axis.ticks() {
            canvas.line(&[(x(value), top), (x(value), floor)], canvas.theme.grid, 1.0);
            canvas.text_if_free(&LogAxis::label(value), (x(value), floor + 14.0), Anchor::Middle, faint);
        }
        for (i, bar) in bars.iter().enumerate() {
            let middle = top + (i as f64 + 0.5) * ROW;
            let look = Look { size: 13.5, bold: bar.bold, color: canvas.theme.ink };
            let name = fit(&bar.name, look, NAMES - 14.0);
            canvas.text(&name, (left - 12.0, middle), Anchor::Right, look);
            let (from, to) = (x(bar.from), x(bar.to));
            let fill = (bar.color)(&canvas.theme);
            // A factor of one is still seen as a line.
            canvas.rect([from.min(to), middle - 12.0, from.max(to).max(from.min(to) + 1.5), middle + 12.0], fill);
            canvas.text(&bar.text, (from.max(to) + 8.0, middle), Anchor::Left, look);
            if i + 1 < bars.len() {
                canvas.line(&[(to, middle + 12.0), (to, middle + ROW - 12.0)], canvas.theme.faint, 1.0);
            }
        }
        canvas.source("Logarithmic-mean Divisia split: exact, and the same in any order of the factors.");
    })
}
