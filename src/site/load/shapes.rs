//! Built-in shapes: a week with a day's rise and fall, and training with checkpoints and restarts.

use crate::catalog::load_shape::LoadShape;
use crate::units::calendar::minutes_per_year;
use crate::units::clock::LocalClock;

use super::error::LoadError;
use super::series::{LoadPoint, LoadSeries, LoadUnit, PlacedPoints};

/// Length of the steps that are kept, minutes.
const STEP_MIN: u32 = 5;
const WEEK_MIN: u32 = 7 * 1440;
/// Days of the week before its end.
const WEEKDAYS: u32 = 5;

/// A parameter of a shape; the catalog has checked that all are there.
fn parameter(shape: &LoadShape, key: &str) -> Result<f64, LoadError> {
    let missing = || LoadError::of_file(&shape.id, format!("`{key}` is missing"), "give it in load_shapes.toml");
    shape.value(key).ok_or_else(missing)
}

/// A day whose load rises, stays, and falls, five times and twice at a weekend; it may fall past midnight.
struct WeekCurve {
    /// Minutes of the day at which it rises, is up, falls, and is down.
    hours: [f64; 4],
    trough: f64,
    peak: f64,
    /// How far a day at a weekend rises, as a share of a weekday's rise.
    weekend: f64,
}

impl WeekCurve {
    /// Over the mean of the week.
    fn value(&self, minute: f64) -> f64 {
        let [up, high, down, low] = self.hours;
        // A day of the curve begins with its rise.
        let since = (minute - up).rem_euclid(f64::from(WEEK_MIN));
        let day = (since / 1440.0).floor();
        let at = since - 1440.0 * day;
        let part =
            |from: f64, to: f64, at: f64| if to > from { ((at - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 };
        let rise = part(0.0, high - up, at).min(1.0 - if at < down - up { 0.0 } else { part(down - up, low - up, at) });
        let level = if day < f64::from(WEEKDAYS) { rise } else { rise * self.weekend };
        self.trough + (self.peak - self.trough) * level
    }
}

/// The week of a shape, its mean at the catalog's.
pub(super) fn week_series(shape: &LoadShape, clock: LocalClock) -> Result<LoadSeries, LoadError> {
    let get = |key| parameter(shape, key);
    let hour = |key| get(key).map(|h| 60.0 * h);
    let (mean, peak) = (get("mean")?, get("peak_to_mean")?);
    let curve = WeekCurve {
        hours: [hour("rise_begins_h")?, hour("rise_ends_h")?, hour("fall_begins_h")?, hour("fall_ends_h")?],
        trough: peak / get("peak_to_trough")?,
        peak,
        weekend: shape.weekend_share().unwrap_or(1.0),
    };
    let point = |step: u32| {
        let at = |minute: u32| mean * curve.value(f64::from(minute));
        // Just before the end: the next day may begin with a jump.
        let ends = [at(step * STEP_MIN), mean * curve.value(f64::from((step + 1) * STEP_MIN) - 1e-9)];
        LoadPoint { mean: 0.5 * (ends[0] + ends[1]), peak: ends[0].max(ends[1]) }
    };
    let placed = PlacedPoints {
        points: (0..WEEK_MIN / STEP_MIN).map(point).collect(),
        step_minutes: STEP_MIN,
        clock: LocalClock { standard: None, ..clock },
        notes: vec![format!("the built-in shape `{}`: {}", shape.id, shape.name)],
        ..PlacedPoints::default()
    };
    LoadSeries::new(placed, LoadUnit::BusyShare, true, &shape.id)
}

/// A stretch of constant load, minutes.
struct Stretch {
    from: f64,
    to: f64,
    level: f64,
}

/// The year of a training run: it begins with a restart after each interruption, then writes checkpoints at equal times.
fn training_stretches(shape: &LoadShape, minutes: f64) -> Result<Vec<Stretch>, LoadError> {
    let get = |key| parameter(shape, key);
    let (plateau, drop) = (get("plateau")?, get("checkpoint_drop")?);
    let (interval, writing) = (get("checkpoint_interval_min")?, get("checkpoint_min")?);
    let (run, restart) = (60.0 * get("interruption_interval_h")?, get("restart_min")?);
    let mut stretches = Vec::new();
    let mut cycle = 0_u32;
    while f64::from(cycle) * run < minutes {
        let begin = f64::from(cycle) * run;
        let end = begin + run;
        stretches.push(Stretch { from: begin, to: begin + restart, level: 0.0 });
        let (mut at, mut checkpoint) = (begin + restart, 1_u32);
        loop {
            let write = begin + restart + f64::from(checkpoint) * interval;
            let next = write.min(end);
            stretches.push(Stretch { from: at, to: next, level: plateau });
            if write >= end {
                break;
            }
            at = (write + writing).min(end);
            stretches.push(Stretch { from: write, to: at, level: plateau - drop });
            checkpoint += 1;
        }
        cycle += 1;
    }
    Ok(stretches)
}

/// The year of a training run.
pub(super) fn training_series(shape: &LoadShape) -> Result<LoadSeries, LoadError> {
    // A leap year's: a common year leaves the last day out.
    let minutes = minutes_per_year(true);
    let (step, count) = (f64::from(STEP_MIN), (minutes / STEP_MIN) as usize);
    let mut points = vec![LoadPoint::default(); count];
    for stretch in training_stretches(shape, f64::from(minutes))? {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "steps of a year, clamped")]
        let place = |minute: f64| ((minute / step).floor().max(0.0) as usize).min(count);
        for (offset, point) in points[place(stretch.from)..].iter_mut().enumerate() {
            let from = step * (place(stretch.from) + offset) as f64;
            if from >= stretch.to {
                break;
            }
            let taken = stretch.to.min(from + step) - stretch.from.max(from);
            if taken > 0.0 {
                point.mean += stretch.level * taken / step;
                point.peak = point.peak.max(stretch.level);
            }
        }
    }
    for point in &mut points {
        point.peak = point.peak.max(point.mean);
    }
    let placed = PlacedPoints {
        points,
        step_minutes: STEP_MIN,
        leap: true,
        notes: vec![format!("the built-in shape `{}`: {}", shape.id, shape.name)],
        ..PlacedPoints::default()
    };
    LoadSeries::new(placed, LoadUnit::BusyShare, false, &shape.id)
}

/// The same shape with another mean, or another peak, or both: with one of them all values in proportion, with both all
/// distances from the mean.
pub(super) fn scale_series(
    series: LoadSeries,
    name: &str,
    mean: Option<f64>,
    peak: Option<f64>,
) -> Result<LoadSeries, LoadError> {
    let points = series.points();
    let old_mean = points.iter().map(|p| p.mean).sum::<f64>() / points.len() as f64;
    let old_peak = points.iter().map(|p| p.peak).fold(0.0, f64::max);
    let fail = |problem: String, help: &str| Err(LoadError::of_file(name, problem, help));
    let (factor, offset) = match (mean, peak) {
        (None, None) => return Ok(series),
        (Some(mean), None) => {
            let new_peak = old_peak * mean / old_mean;
            if new_peak > 1.0 + 1e-9 {
                let most = old_mean / old_peak;
                let problem =
                    format!("a mean of {mean} has a peak of {new_peak:.3}; a mean of {most:.3} has one of 1, the most");
                return fail(problem, "give a smaller mean, or a `peak` with it that makes the curve flatter");
            }
            (mean / old_mean, 0.0)
        }
        (None, Some(peak)) => (peak / old_peak, 0.0),
        (Some(mean), Some(peak)) => {
            let factor = if old_peak > old_mean { (peak - mean) / (old_peak - old_mean) } else { 0.0 };
            let lowest = points.iter().map(|p| p.mean).fold(f64::INFINITY, f64::min);
            let trough = mean + (lowest - old_mean) * factor;
            if trough < -1e-9 {
                let most = mean + mean * (old_peak - old_mean) / (old_mean - lowest);
                let problem = format!(
                    "a mean of {mean} and a peak of {peak} have a trough of {trough:.3}, below zero; a peak of {most:.3} is the \
                     most for this mean"
                );
                return fail(problem, "give a smaller peak, or leave it out");
            }
            (factor, mean - old_mean * factor)
        }
    };
    let series = series.map_values(|value| (value * factor + offset).clamp(0.0, 1.0));
    let told = |name: &str, value: Option<f64>| value.map(|v| format!("a {name} of {v}"));
    let to: Vec<String> = [told("mean", mean), told("peak", peak)].into_iter().flatten().collect();
    Ok(series.with_note(format!("scaled to {}", to.join(" and "))))
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    use super::super::LoadStatistics;
    use super::*;

    fn week(id: &str) -> LoadSeries {
        let catalog = Catalog::load(None).unwrap();
        week_series(catalog.load_shape(id).unwrap(), LocalClock::default()).unwrap()
    }

    /// The figures that their sources publish: peak over mean, peak over trough, and the hours of the corners.
    #[test]
    fn weeks_have_the_figures_of_their_sources() {
        for (id, mean, peak_to_mean, peak_to_trough, top_h, bottom_h) in
            [("inference", 0.465, 1.7, 3.3, 8..14, 0..6), ("enterprise", 0.25, 1.18, 1.43, 11..17, 5..5)]
        {
            let series = week(id);
            let found = LoadStatistics::of_points(series.points()).unwrap();
            assert!((found.mean - mean).abs() < 1e-6, "{id}: {}", found.mean);
            assert!((found.peak / found.mean - peak_to_mean).abs() < 1e-5, "{id}");
            let hours = series.for_year(8760, 60, false).unwrap();
            let lowest = series.points().iter().map(|p| p.mean).fold(1.0, f64::min);
            assert!((found.peak / lowest / peak_to_trough - 1.0).abs() < 0.002, "{id}: {}", found.peak / lowest);
            for hour in top_h {
                assert!((hours[24 + hour].mean - found.peak).abs() < 1e-9, "{id} is up at {hour} h of Tuesday");
            }
            for hour in bottom_h {
                assert!((hours[24 + hour].mean - lowest).abs() < 1e-9, "{id} is down at {hour} h");
            }
        }
    }

    /// Saturday at noon, inference: trough and 0.36445 of the rise: 0.465 (0.51515 + 1.18485 x 0.36445) = 0.44035.
    #[test]
    fn a_weekend_is_lower() {
        let hours = week("inference").for_year(8760, 60, false).unwrap();
        assert!((hours[5 * 24 + 12].mean - 0.44035).abs() < 1e-5, "{}", hours[5 * 24 + 12].mean);
        assert!((hours[4 * 24 + 12].mean - 0.7905).abs() < 1e-9);
        assert_eq!(hours[12], hours[7 * 24 + 12], "the week is repeated");
    }

    /// With clocks an hour ahead in summer the day begins an hour earlier in standard time.
    #[test]
    fn weeks_follow_the_clock_on_the_wall() {
        let catalog = Catalog::load(None).unwrap();
        let clock = LocalClock { standard: None, daylight: "03-11 to 11-04".parse().ok() };
        let series = week_series(catalog.load_shape("inference").unwrap(), clock).unwrap();
        let hours = series.for_year(8760, 60, false).unwrap();
        // July 2 is day 182 from 0, a Tuesday where January 1 is a Monday: it is down until 5 h of standard time.
        let at = |day: usize, hour: usize| hours[24 * day + hour].mean;
        assert!(at(183, 5) > at(183, 4) && (at(1, 5) - at(1, 4)).abs() < 1e-12);
    }

    /// By hand: 185.4 min between interruptions; 10 min of restart, 175.4 min of run with 5 checkpoints of 1 min: (175.4 x 0.97 -
    /// 5 x 0.375)/185.4 = 0.90757.
    #[test]
    fn training_by_hand() {
        let catalog = Catalog::load(None).unwrap();
        let series = training_series(catalog.load_shape("training").unwrap()).unwrap();
        let found = LoadStatistics::of_points(series.points()).unwrap();
        assert!((found.mean - 0.90757).abs() < 2e-5, "{}", found.mean);
        assert!((found.peak - 0.97).abs() < 1e-12);
        let points = series.points();
        // The first 10 min restart; the first checkpoint is at 40 min: 1 min of 5 at 0.595.
        assert_eq!((points[0].mean, points[1].mean), (0.0, 0.0));
        assert!((points[2].mean - 0.97).abs() < 1e-12 && (points[8].mean - (0.97 - 0.375 / 5.0)).abs() < 1e-12);
        assert_eq!(points[8].peak, 0.97);
        assert_eq!(series.for_year(8760, 60, false).unwrap().len(), 8760);
    }

    #[test]
    fn shapes_are_scaled_to_mean_and_peak() {
        let scaled = |mean, peak| scale_series(week("inference"), "inference", mean, peak);
        let figures = |series: LoadSeries| LoadStatistics::of_points(series.points()).unwrap();
        let half = figures(scaled(Some(0.5), None).unwrap());
        assert!((half.mean - 0.5).abs() < 1e-6 && (half.peak - 0.85).abs() < 1e-5);
        let full = figures(scaled(None, Some(1.0)).unwrap());
        assert!((full.peak - 1.0).abs() < 1e-9 && (full.mean - 1.0 / 1.7).abs() < 1e-5);
        let flat = figures(scaled(Some(0.7), Some(0.8)).unwrap());
        assert!((flat.mean - 0.7).abs() < 1e-6 && (flat.peak - 0.8).abs() < 1e-9);
        let error = scaled(Some(0.7), None).unwrap_err();
        assert!(error.problem.contains("a mean of 0.588 has one of 1"), "{error}");
        let error = scaled(Some(0.3), Some(0.9)).unwrap_err();
        assert!(error.problem.contains("below zero"), "{error}");
    }
}
