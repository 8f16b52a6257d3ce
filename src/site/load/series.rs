//! A load in equal steps, placed in a year of local standard time.

use crate::units::calendar::{MINUTES_PER_DAY, minute_of_year, minutes_per_year};
use crate::units::clock::LocalClock;

use super::error::LoadError;

/// What a load counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadUnit {
    /// Share of the servers that are busy, 0..=1.
    BusyShare,
    /// Power, W, at the inlets of the racks.
    PowerW,
    /// Power, W, of so many accelerators together.
    DevicePowerW(u32),
}

/// A load over one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LoadPoint {
    /// Mean over the step, in the unit of the load; 0 or more.
    pub mean: f64,
    /// Largest value within the step, as finely as the source tells it; never below the mean.
    pub peak: f64,
}

/// A load in equal steps that covers a year, or whole days that are repeated through it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadSeries {
    points: Vec<LoadPoint>,
    step_minutes: u32,
    unit: LoadUnit,
    /// Minute of the year at which the first point begins.
    start_minute: u32,
    /// Whether the dates are those of a year with a February 29.
    leap: bool,
    /// The clock of the points, where it is the one on the wall and changes.
    clock: LocalClock,
    notes: Vec<String>,
}

/// Points as they were read, and where they begin.
#[derive(Clone, Debug, Default)]
pub(super) struct PlacedPoints {
    pub points: Vec<LoadPoint>,
    pub step_minutes: u32,
    /// Minute of the year of the first point.
    pub start_minute: u32,
    /// Whether the source tells the dates of its values.
    pub has_dates: bool,
    /// Whether a source with dates is of a year with a February 29.
    pub leap: bool,
    /// Daylight saving of the points, where they are in the clock on the wall.
    pub clock: LocalClock,
    pub notes: Vec<String>,
}

/// Lengths of steps that are allowed, minutes: those that an hour is a multiple of.
pub(super) const STEPS_MIN: [u32; 12] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];

impl LoadSeries {
    /// Checks that the points cover a year, or a day or a week without dates, or whole days that are to be repeated.
    pub(super) fn new(placed: PlacedPoints, unit: LoadUnit, repeat: bool, file: &str) -> Result<Self, LoadError> {
        let PlacedPoints { points, step_minutes, start_minute, has_dates, leap, clock, mut notes } = placed;
        let span = u64::try_from(points.len()).unwrap_or(0) * u64::from(step_minutes);
        let day = u64::from(MINUTES_PER_DAY);
        let year = |leap| u64::from(minutes_per_year(leap));
        let whole_year = if has_dates { span == year(leap) } else { span == year(false) || span == year(true) };
        let leap = if has_dates { leap } else { span == year(true) };
        let days = span / day;
        let whole_days = span > 0 && span.is_multiple_of(day);
        let without_dates = !has_dates && (days == 1 || days == 7);
        if !whole_year && !(whole_days && span < year(leap) && (repeat || without_dates)) {
            let found = format!("it covers {}", format_span(span, points.len(), step_minutes));
            let year_days = if leap { 366 } else { 365 };
            let (allowed, help) = if span > year(leap) {
                (format!("a year, {year_days} days, is the most"), "leave one year of it in the file".to_owned())
            } else if repeat {
                (
                    "only whole days can be repeated".to_owned(),
                    "begin and end the file at the same time of day".to_owned(),
                )
            } else {
                let allowed = format!(
                    "a year of {year_days} days{} is allowed",
                    if has_dates { "" } else { ", or a day or a week that is repeated," }
                );
                (allowed, "give the whole year, or `repeat = true` for whole days that the year repeats".to_owned())
            };
            return Err(LoadError::of_file(file, format!("{found}; {allowed}"), help));
        }
        if !whole_year {
            let long = if days == 1 { "day".to_owned() } else { format!("{days} days") };
            let begins = if !has_dates && days.is_multiple_of(7) { "; January 1 is taken as a Monday" } else { "" };
            notes.push(format!(
                "the {long} of it {} repeated through the year{begins}",
                if days == 1 { "is" } else { "are" }
            ));
        }
        Ok(Self { points, step_minutes, unit, start_minute, leap, clock, notes })
    }

    /// The values as finely as they are kept, in the order of the source's clock from [`Self::start_minute`].
    pub fn points(&self) -> &[LoadPoint] {
        &self.points
    }

    /// Length of a step of [`Self::points`], minutes; 1 to 60, a divisor of 60.
    pub const fn step_minutes(&self) -> u32 {
        self.step_minutes
    }

    /// Minute of the year at which the first point begins.
    pub const fn start_minute(&self) -> u32 {
        self.start_minute
    }

    /// What it counts.
    pub const fn unit(&self) -> LoadUnit {
        self.unit
    }

    /// What the reader should know: the format, what was moved, held or repeated.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether it covers less than a year and is repeated.
    pub fn is_repeated(&self) -> bool {
        self.span_minutes() < minutes_per_year(self.leap)
    }

    /// Minutes that the points cover.
    fn span_minutes(&self) -> u32 {
        u32::try_from(self.points.len()).unwrap_or(u32::MAX).saturating_mul(self.step_minutes)
    }

    /// Mean and peak of so many equal steps from January 1, 00:00 of local standard time. Finer values keep their mean and
    /// their peak; coarser ones stand in every step that they cover. In a leap year, a source without a February 29 has
    /// there what February 28 has; in a common one, that of a source with one is left out.
    ///
    /// # Errors
    /// Steps that are not those of a year.
    pub fn for_year(&self, steps: usize, step_minutes: u32, leap: bool) -> Result<Vec<LoadPoint>, LoadError> {
        let total = u32::try_from(steps).unwrap_or(u32::MAX).saturating_mul(step_minutes);
        if step_minutes == 0 || total != minutes_per_year(leap) {
            let problem = format!(
                "a load is asked for {steps} steps of {step_minutes} min; a year has {} min",
                minutes_per_year(leap)
            );
            return Err(LoadError::of_file("weather", problem, "use weather with all hours of a year"));
        }
        Ok((0..total).step_by(step_minutes as usize).map(|minute| self.between(minute, step_minutes, leap)).collect())
    }

    /// Mean and peak of the minutes from one of the year on.
    fn between(&self, from: u32, length: u32, leap: bool) -> LoadPoint {
        let (mut sum, mut peak, mut minute) = (0.0, 0.0_f64, from);
        while minute < from + length {
            let place = self.place(minute, leap);
            let left_in_point = self.step_minutes - place % self.step_minutes;
            // A change of clocks or of the calendar lies at a whole hour.
            let left_in_hour = 60 - minute % 60;
            let taken = left_in_point.min(left_in_hour).min(from + length - minute);
            let point = self.points[(place / self.step_minutes) as usize];
            if taken == length {
                return point;
            }
            sum += point.mean * f64::from(taken);
            peak = peak.max(point.peak);
            minute += taken;
        }
        LoadPoint { mean: (sum / f64::from(length)).min(peak), peak }
    }

    /// Minute from the first point's beginning, of a minute of a year of local standard time.
    fn place(&self, minute: u32, leap: bool) -> u32 {
        let wall = self.clock.wall_minute(minute, leap);
        let leap_day = minute_of_year(2, 28, 0, false).unwrap_or(0) + MINUTES_PER_DAY;
        let own = match (leap, self.leap) {
            (true, false) if wall >= leap_day => wall - MINUTES_PER_DAY,
            (false, true) if wall >= leap_day => wall + MINUTES_PER_DAY,
            _ => wall,
        };
        // Days without dates follow each other; the calendar has no say.
        let own = if self.is_repeated() { wall } else { own };
        let year = minutes_per_year(self.leap.max(leap));
        (own + year - self.start_minute % year) % year % self.span_minutes()
    }

    /// The same with every value mapped, peaks as means.
    #[must_use]
    pub(super) fn map_values(mut self, map: impl Fn(f64) -> f64) -> Self {
        for point in &mut self.points {
            *point = LoadPoint { mean: map(point.mean), peak: map(point.peak) };
        }
        self
    }

    /// The same with a note more.
    #[must_use]
    pub(super) fn with_note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }
}

/// A span in words.
fn format_span(minutes: u64, steps: usize, step_minutes: u32) -> String {
    let (days, rest) = (minutes / u64::from(MINUTES_PER_DAY), minutes % u64::from(MINUTES_PER_DAY));
    let unit = |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let text = match (days, rest / 60, rest % 60) {
        (0, hours, 0) => unit(hours, "hour"),
        (days, 0, 0) => unit(days, "day"),
        (0, hours, minutes) => format!("{} and {minutes} min", unit(hours, "hour")),
        (days, hours, 0) => format!("{} and {}", unit(days, "day"), unit(hours, "hour")),
        (days, hours, minutes) => format!("{}, {} and {minutes} min", unit(days, "day"), unit(hours, "hour")),
    };
    format!("{text} ({steps} steps of {step_minutes} min)")
}

/// Points of a finer step as points of a coarser one that is a multiple of it; the last ones may be fewer.
pub(super) fn group_points(points: &[LoadPoint], count: usize) -> Vec<LoadPoint> {
    let group = |chunk: &[LoadPoint]| {
        let peak = chunk.iter().map(|p| p.peak).fold(0.0, f64::max);
        // Rounding of a sum of equal values is no mean above its peak.
        let mean = (chunk.iter().map(|p| p.mean).sum::<f64>() / chunk.len() as f64).min(peak);
        LoadPoint { mean, peak }
    };
    points.chunks(count.max(1)).map(group).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn placed(values: &[f64], step_minutes: u32) -> PlacedPoints {
        let points = values.iter().map(|v| LoadPoint { mean: *v, peak: *v }).collect();
        PlacedPoints { points, step_minutes, ..PlacedPoints::default() }
    }

    fn share(placed: PlacedPoints, repeat: bool) -> Result<LoadSeries, LoadError> {
        LoadSeries::new(placed, LoadUnit::BusyShare, repeat, "t.csv")
    }

    /// 15 min of 0.1, 0.5, 0.3, 0.3: an hour of 0.3 in the mean and 0.5 at most; half hours of 0.3/0.5 and 0.3/0.3.
    #[test]
    fn finer_values_keep_mean_and_peak_and_coarser_ones_are_spread() {
        let day: Vec<f64> = (0..96).map(|i| [0.1, 0.5, 0.3, 0.3][i % 4]).collect();
        let series = share(placed(&day, 15), false).unwrap();
        assert!(series.is_repeated() && series.notes().iter().any(|n| n.contains("the day of it is repeated")));
        let hours = series.for_year(8760, 60, false).unwrap();
        assert!(hours.iter().all(|h| (h.mean - 0.3).abs() < 1e-12 && h.peak == 0.5));
        let halves = series.for_year(17_568, 30, true).unwrap();
        assert!((halves[17_000].mean - 0.3).abs() < 1e-12 && halves[17_000].peak == 0.5 && halves[17_001].peak == 0.3);
        let five = series.for_year(105_120, 5, false).unwrap();
        assert_eq!((five[2].mean, five[3].mean, five[5].peak), (0.1, 0.5, 0.5));
        // Steps of 10 min over values of 15: 0.1, then 5 min of 0.1 and 5 of 0.5.
        let ten = series.for_year(52_560, 10, false).unwrap();
        assert!(ten[0].mean == 0.1 && (ten[1].mean - 0.3).abs() < 1e-12 && ten[1].peak == 0.5);
    }

    #[test]
    fn a_leap_day_is_that_before_it_or_left_out() {
        let common: Vec<f64> = (0..8760).map(|h| f64::from(h / 24) / 1000.0).collect();
        let series = share(placed(&common, 60), false).unwrap();
        let hours = series.for_year(8784, 60, true).unwrap();
        assert_eq!([58, 59, 60, 365].map(|day: usize| hours[24 * day].mean), [0.058, 0.058, 0.059, 0.364]);
        let leap: Vec<f64> = (0..8784).map(|h| f64::from(h / 24) / 1000.0).collect();
        let hours = share(placed(&leap, 60), false).unwrap().for_year(8760, 60, false).unwrap();
        assert_eq!([58, 59, 364].map(|day: usize| hours[24 * day].mean), [0.058, 0.06, 0.365]);
    }

    #[test]
    fn a_year_may_begin_anywhere_and_a_week_is_repeated() {
        let year: Vec<f64> = (0..8760).map(|h| if h == 0 { 0.9 } else { 0.1 }).collect();
        let dated = PlacedPoints { start_minute: 600, has_dates: true, ..placed(&year, 60) };
        let hours = share(dated, false).unwrap().for_year(8760, 60, false).unwrap();
        assert_eq!((hours[10].mean, hours[0].mean), (0.9, 0.1));
        let week: Vec<f64> = (0..168).map(|h| f64::from(h) / 168.0).collect();
        let series = share(placed(&week, 60), false).unwrap();
        assert!(series.notes().iter().any(|n| n.contains("January 1 is taken as a Monday")));
        let hours = series.for_year(8760, 60, false).unwrap();
        assert_eq!((hours[167].mean, hours[168].mean, hours[169].mean), (week[167], week[0], week[1]));
    }

    #[test]
    fn other_spans_say_what_was_found_and_is_allowed() {
        let of = |count: usize, step, has_dates, repeat| {
            let mut p = placed(&vec![0.5; count], step);
            p.has_dates = has_dates;
            share(p, repeat).unwrap_err()
        };
        let short = of(8759, 60, false, false);
        assert_eq!(
            short.problem,
            "it covers 364 days and 23 hours (8759 steps of 60 min); a year of 365 days, or a day or a week that is repeated, is \
             allowed"
        );
        assert!(short.help.contains("repeat = true"));
        assert!(
            of(48, 60, true, false).problem.starts_with("it covers 2 days (48 steps of 60 min); a year of 365 days is")
        );
        assert!(of(36, 60, true, true).problem.contains("1 day and 12 hours"));
        assert!(of(36, 60, true, true).problem.contains("only whole days can be repeated"));
        assert!(of(9000, 60, true, false).problem.contains("is the most"));
        assert!(of(0, 60, false, true).problem.contains("0 hours"));
        assert!(share(placed(&[0.5; 48], 60), true).is_ok());
        let series = share(placed(&[0.5; 24], 60), false).unwrap();
        assert!(series.for_year(100, 60, false).unwrap_err().problem.contains("100 steps of 60 min"));
    }

    proptest! {
        /// The sum of a day is kept whatever the step, and no peak is lost or made.
        #[test]
        fn aggregation_keeps_sum_and_peak(
            values in prop::collection::vec(0.0..1.0f64, 144),
            step in prop::sample::select(vec![5_u32, 10, 15, 20, 30, 60]),
        ) {
            let series = share(placed(&values, 10), false).unwrap();
            let steps = (minutes_per_year(false) / step) as usize;
            let year = series.for_year(steps, step, false).unwrap();
            let mean = year.iter().map(|p| p.mean).sum::<f64>() / steps as f64;
            prop_assert!((mean - values.iter().sum::<f64>() / 144.0).abs() < 1e-9);
            prop_assert_eq!(year.iter().map(|p| p.peak).fold(0.0, f64::max), values.iter().copied().fold(0.0, f64::max));
            prop_assert!(year.iter().all(|p| p.peak >= p.mean));
        }
    }
}
