//! Power at the utility meter by the hour of the day, in the mean of all days: where the load goes by the hour.

use crate::report::chart::Chart;
use crate::report::chart::canvas::Canvas;
use crate::report::chart::plane::Axis;
use crate::report::chart::scale::pixel_height;
use crate::report::chart::series::{SeriesAxes, SeriesLine, draw_series, plane_height, series_table};
use crate::report::document::intervals::EQUAL_SHARE;
use crate::report::document::numbers::{format_number, format_power};
use crate::report::error::ReportError;
use crate::study::site::result::{HourRecord, SiteReport};

use super::words::hours_footer;

const WIDTH: u32 = 960;
const PLANE_HEIGHT: f64 = 300.0;

/// An architecture's mean day.
struct MeanDay<'a> {
    name: &'a str,
    place: usize,
    /// Hour of the day at the beginning of each step and the mean power in it, kW.
    kw: Vec<(f64, f64)>,
}

impl MeanDay<'_> {
    fn new<'a>(name: &'a str, place: usize, hours: &[HourRecord]) -> Option<MeanDay<'a>> {
        let step_h = hours.first()?.hour;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few steps a day")]
        let steps = (24.0 / step_h).round() as usize;
        let mut sums = vec![(0.0, 0.0_f64); steps];
        for (row, hour) in hours.iter().enumerate() {
            let (sum, count) = &mut sums[row % steps];
            *sum += hour.facility_power_w / 1e3;
            *count += 1.0;
        }
        let kw = sums.iter().enumerate().map(|(step, (sum, count))| (step as f64 * step_h, sum / count.max(1.0)));
        Some(MeanDay { name, place, kw: kw.collect() })
    }

    /// Hour and power of the least and of the most, kW.
    fn ends(&self) -> ((f64, f64), (f64, f64)) {
        let by = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
        let (least, most) = (self.kw.iter().min_by(by), self.kw.iter().max_by(by));
        (least.copied().unwrap_or_default(), most.copied().unwrap_or_default())
    }

    /// Steps as a line with corners.
    fn points(&self) -> Vec<(f64, f64)> {
        let ends = self.kw.iter().skip(1).map(|(hour, _)| *hour).chain([24.0]);
        self.kw.iter().zip(ends).flat_map(|((hour, kw), end)| [(*hour, *kw), (end, *kw)]).collect()
    }
}

/// The chart; nothing to draw without hours, with constant loads or where every hour of the day is alike.
pub fn build_chart(report: &SiteReport) -> Result<Option<Chart>, ReportError> {
    let days: Vec<MeanDay<'_>> = report
        .architectures
        .iter()
        .enumerate()
        .filter(|_| report.it.has_profile())
        .filter_map(|(place, a)| MeanDay::new(&a.total.name, place, &a.hours))
        .collect();
    let span = |day: &&MeanDay<'_>| day.ends().1.1 - day.ends().0.1;
    let Some(widest) = days.iter().max_by(|a, b| span(a).total_cmp(&span(b))) else { return Ok(None) };
    let ((low_h, low_kw), (high_h, high_kw)) = widest.ends();
    if high_kw - low_kw < EQUAL_SHARE * high_kw {
        return Ok(None);
    }
    let at = |hour: f64| format!("{:02.0}:{:02.0}", hour.floor(), 60.0 * hour.fract());
    let title = format!(
        "In the mean of the days ‘{}’ draws {} from {} on, and {} from {} on",
        widest.name,
        format_power(high_kw * 1e3),
        at(high_h),
        format_power(low_kw * 1e3),
        at(low_h)
    );
    let subtitle = "Power at the utility meter by the hour of local standard time, mean of all days".to_owned();
    let top = Canvas::heading_height(&title, &subtitle, WIDTH) + 30.0;
    let bottom = top + plane_height(days.len(), PLANE_HEIGHT);
    let series: Vec<SeriesLine<'_>> =
        days.iter().map(|day| SeriesLine { name: day.name, place: day.place, points: day.points() }).collect();
    let size = (WIDTH, pixel_height(bottom + 82.0));
    let chart = Chart::from_painter("mean-day", (title, subtitle), size, |canvas| {
        let values = series.iter().flat_map(|s| s.points.iter().map(|p| p.1));
        let axes = SeriesAxes {
            x: (Axis::from_zero(24.0), "Hour of the day"),
            y: (Axis::from_values(values, true), "Facility power, kW"),
        };
        draw_series(canvas, &series, &axes, (top, bottom));
        canvas.draw_footer(&hours_footer(report));
    })?;
    let said = |day: &MeanDay<'_>| {
        let ((low_h, low_kw), (high_h, high_kw)) = day.ends();
        format!(
            "{}: least {} kW at {}, most {} kW at {}.",
            day.name,
            format_number(low_kw, 0),
            at(low_h),
            format_number(high_kw, 0),
            at(high_h)
        )
    };
    let description = days.iter().map(said).collect::<Vec<_>>().join(" ");
    Ok(Some(chart.with_numbers(&description, series_table(&series, ["hour_of_day", "facility_kw"]))))
}
