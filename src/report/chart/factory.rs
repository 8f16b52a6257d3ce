//! Tokens a second that a site of a given power makes with each generation, air against liquid.

use crate::study::generations::factory::Factory;
use crate::study::generations::halls::Side;

use super::super::ReportError;
use super::super::format::number;
use super::super::generations::factory::{answers, megawatts};
use super::Chart;
use super::canvas::{Anchor, Canvas, Look, MARGIN, fit};
use super::plane::{Axis, Plane};
use super::stacked::rounded;

const WIDTH: u32 = 960;
const ROW: f64 = 34.0;
const NAMES: f64 = 210.0;
const FIGURES: f64 = 290.0;

/// The chart.
pub fn chart(f: &Factory) -> Result<Chart, ReportError> {
    let title = answers(f).into_iter().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let subtitle = format!(
        "Million tokens a second from {} at the meter in {}, {} with {}; blue on air, dark blue on liquid; hollow: announced",
        megawatts(f),
        f.location,
        f.workload,
        f.model
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0;
    let rows = f.options.len() as f64;
    let height = rounded(top + rows * ROW + 80.0);
    Chart::draw("factory", (title, subtitle), (WIDTH, height), |canvas| {
        let area = [MARGIN + NAMES, top, canvas.width - MARGIN - FIGURES, top + rows * ROW];
        let x = Axis::around(f.options.iter().map(|o| o.tokens_per_s / 1e6), true);
        let plane = Plane { area, x, y: Axis::to(rows) };
        plane.draw_x(canvas);
        let look = Look { size: 13.0, bold: false, color: canvas.theme.ink };
        for (i, o) in f.options.iter().enumerate() {
            let middle = top + (i as f64 + 0.5) * ROW;
            canvas.text(&fit(&o.name, look, NAMES - 14.0), (area[0] - 12.0, middle), Anchor::Right, look);
            let word = if o.side == Side::Air { "air" } else { "cold-plate" };
            let color = canvas.theme.cooling(word);
            let end = plane.px(o.tokens_per_s / 1e6);
            canvas.rect([area[0], middle - 10.0, end, middle + 10.0], color);
            if o.announced && end > area[0] + 6.0 {
                canvas.rect([area[0] + 2.0, middle - 8.0, end - 2.0, middle + 8.0], canvas.theme.background);
            }
            let text = format!(
                "{}; {} accelerators, {} kWh a million",
                number(o.tokens_per_s / 1e6, 2),
                number(f64::from(o.accelerators), 0),
                number(o.energy_kwh_per_mtok, 3)
            );
            canvas.text(&fit(&text, look, canvas.width - MARGIN - end - 8.0), (end + 8.0, middle), Anchor::Left, look);
        }
        canvas.source("Full racks at full load in the worst hour of the year; tokens by the roofline of serving (docs/serving.md).");
    })
}
