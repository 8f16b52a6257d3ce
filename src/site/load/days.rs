//! The whole days that a trace covers.

use super::epoch::{self, DAY_S};
use super::error::LoadError;
use super::series::{LoadPoint, PlacedPoints};

/// Whole days from midnight to midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WholeDays {
    /// Seconds of the first midnight.
    pub begin_s: i64,
    /// How many; 1 to 366.
    pub days: i64,
    /// Seconds that are left out before and after.
    pub cut_s: i64,
}

impl WholeDays {
    /// Those between two times; `what` covers them.
    pub fn between(file: &str, what: &str, first_s: f64, last_s: f64) -> Result<Self, LoadError> {
        let day = DAY_S as f64;
        // A hair beside midnight is rounding.
        #[expect(clippy::cast_possible_truncation, reason = "days of dates with four digits of year")]
        let (begin, end) = ((first_s / day - 1e-9).ceil() as i64, (last_s / day + 1e-9).floor() as i64);
        let days = end - begin;
        if !(1..=366).contains(&days) {
            let problem = format!(
                "{what} cover {:.1} hours with {} whole days from midnight to midnight; 1 to 366 are allowed",
                (last_s - first_s) / 3600.0,
                days.max(0)
            );
            return Err(LoadError::of_file(file, problem, "give whole days, a year at most"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most two days")]
        let cut_s = ((last_s - first_s) - (days * DAY_S) as f64).round() as i64;
        Ok(Self { begin_s: begin * DAY_S, days, cut_s })
    }

    /// Minutes in them.
    pub fn minutes(self) -> usize {
        usize::try_from(self.days * DAY_S / 60).unwrap_or(0)
    }

    /// The time of a minute, for messages.
    pub fn label(self, minute: usize, has_dates: bool) -> String {
        let seconds = self.begin_s + 60 * i64::try_from(minute).unwrap_or(0);
        if has_dates { epoch::format_seconds(seconds) } else { format!("minute {}", seconds / 60) }
    }

    /// Points that cover them.
    pub fn place(
        self,
        points: Vec<LoadPoint>,
        step_minutes: u32,
        has_dates: bool,
        mut notes: Vec<String>,
    ) -> PlacedPoints {
        let (start_minute, leap) = if has_dates {
            epoch::place_in_year(self.begin_s, self.begin_s + self.days * DAY_S - 60)
        } else {
            (0, self.days == 366)
        };
        if self.cut_s > 0 {
            let hours = self.cut_s as f64 / 3600.0;
            notes.push(format!("{hours:.1} hours before the first midnight and after the last are left out"));
        }
        PlacedPoints { points, step_minutes, start_minute, has_dates, leap, notes, ..PlacedPoints::default() }
    }
}
