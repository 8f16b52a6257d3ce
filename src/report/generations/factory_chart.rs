//! Tokens a second that a site of a given power makes with each generation, air against liquid.

use crate::report::chart::Chart;
use crate::report::chart::canvas::{Canvas, LabelStyle, MARGIN, TextAnchor, truncate_to_width};
use crate::report::chart::plane::{Axis, Plane};
use crate::report::chart::scale::pixel_height;
use crate::report::document::numbers::format_number;
use crate::report::error::ReportError;
use crate::scenario::CoolingMethod;
use crate::study::generations::factory::FactoryResult;
use crate::study::generations::halls::CoolingMedium;

use super::factory_words::{format_power_limit, headline_sentences};

const WIDTH: u32 = 960;
const ROW_HEIGHT: f64 = 34.0;
const NAMES_WIDTH: f64 = 210.0;
const FIGURES_WIDTH: f64 = 290.0;

/// The chart.
pub fn build_chart(f: &FactoryResult) -> Result<Chart, ReportError> {
    let title = headline_sentences(f).into_iter().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let subtitle = format!(
        "Million tokens a second from {} at the meter in {}, {} with {}; blue on air, dark blue on liquid; hollow: announced",
        format_power_limit(f),
        f.location,
        f.workload,
        f.model
    );
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 8.0;
    let rows = f.options.len() as f64;
    let height = pixel_height(top + rows * ROW_HEIGHT + 80.0);
    Chart::from_painter("factory", (title, subtitle), (WIDTH, height), |canvas| {
        let area = [MARGIN + NAMES_WIDTH, top, canvas.width - MARGIN - FIGURES_WIDTH, top + rows * ROW_HEIGHT];
        let x = Axis::from_values(f.options.iter().map(|o| o.tokens_per_s / 1e6), true);
        let plane = Plane { area, x, y: Axis::from_zero(rows) };
        plane.draw_x_axis(canvas);
        let look = LabelStyle { size: 13.0, bold: false, color: canvas.theme.ink };
        for (i, o) in f.options.iter().enumerate() {
            let middle = top + (i as f64 + 0.5) * ROW_HEIGHT;
            canvas.draw_text(
                &truncate_to_width(&o.name, look, NAMES_WIDTH - 14.0),
                (area[0] - 12.0, middle),
                TextAnchor::Right,
                look,
            );
            let method = if o.side == CoolingMedium::Air { CoolingMethod::Air } else { CoolingMethod::ColdPlate };
            let color = canvas.theme.cooling_color(method);
            let end = plane.pixel_x(o.tokens_per_s / 1e6);
            canvas.fill_rect([area[0], middle - 10.0, end, middle + 10.0], color);
            if o.announced && end > area[0] + 6.0 {
                canvas.fill_rect([area[0] + 2.0, middle - 8.0, end - 2.0, middle + 8.0], canvas.theme.background);
            }
            let text = format!(
                "{}; {} accelerators, {} kWh a million",
                format_number(o.tokens_per_s / 1e6, 2),
                format_number(f64::from(o.accelerators), 0),
                format_number(o.energy_kwh_per_mtok, 3)
            );
            canvas.draw_text(
                &truncate_to_width(&text, look, canvas.width - MARGIN - end - 8.0),
                (end + 8.0, middle),
                TextAnchor::Left,
                look,
            );
        }
        canvas.draw_footer("Full racks at full load in the worst hour of the year; tokens by the roofline of serving (docs/serving.md).");
    })
}
