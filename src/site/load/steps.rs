//! Whether times follow each other by equal steps, on a clock that may change.

use std::collections::BTreeMap;

use crate::units::clock::LocalClock;

use super::series::STEPS_MIN;

/// What is wrong with the times, in which row (from 0), and the mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TimeProblem {
    pub row: Option<usize>,
    pub text: String,
    pub help: String,
}

impl TimeProblem {
    pub fn new(row: usize, text: String, help: &str) -> Self {
        Self { row: Some(row), text, help: help.to_owned() }
    }
}

pub(super) const STEP_HELP: &str = "give steps of 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60 min, all alike";
const DAYLIGHT_HELP: &str = "if clocks change there, give the times in UTC (2022-01-31T13:00Z) or with their offset \
                             (2022-01-31T13:00+01:00), or say when they change: site.daylight_saving = \"03-10 to 11-03\"; else \
                             correct the row";

/// A step in whole minutes that an hour is a multiple of.
pub(super) fn whole_step(minutes: f64, row: usize) -> Result<u32, TimeProblem> {
    let step = STEPS_MIN.into_iter().find(|step| (minutes - f64::from(*step)).abs() < 1e-6);
    step.ok_or_else(|| {
        TimeProblem::new(row, format!("steps of {minutes} min; 1 to 60 min that divide an hour are allowed"), STEP_HELP)
    })
}

/// What holds for minutes of a calendar without years.
#[derive(Clone, Copy)]
pub(super) struct CalendarRules {
    /// Minutes of the year.
    pub year: i64,
    pub leap: bool,
    /// The clock on the wall, where the times are of it.
    pub wall: Option<LocalClock>,
}

/// Steps that follow each other.
pub(super) struct CheckedSteps {
    pub step_minutes: u32,
    /// Whether clocks change within the rows.
    pub clocks_change: bool,
}

/// Checks that every time follows the one before by the same step; a clock that changes may leave an hour out and have one twice.
pub(super) fn check_steps(
    minutes: &[i64],
    calendar: Option<CalendarRules>,
    label: impl Fn(usize) -> String,
) -> Result<CheckedSteps, TimeProblem> {
    let gone = |pair: &[i64]| {
        let plain = pair[1] - pair[0];
        // The year is a circle: a step back by less than half of it is one back.
        calendar.map_or(plain, |c| (plain + c.year / 2).rem_euclid(c.year) - c.year / 2)
    };
    let mut counts = BTreeMap::new();
    for pair in minutes.windows(2) {
        *counts.entry(gone(pair)).or_insert(0_usize) += 1;
    }
    // The most frequent; of equally frequent ones the shortest.
    let Some(step) = counts.iter().max_by_key(|(step, count)| (**count, -**step)).map(|(step, _)| *step) else {
        let text = "one row does not tell its step".to_owned();
        return Err(TimeProblem::new(0, text, "give a row for every step"));
    };
    let step_minutes = whole_step(step as f64, 1)?;
    let mut clocks_change = false;
    for (row, pair) in (1..).zip(minutes.windows(2)) {
        let found = gone(pair);
        if found == step {
            continue;
        }
        let text = match found {
            0 => format!("{} stands twice", label(row)),
            f if f > step => format!(
                "the times jump from {} to {}, where one every {step} min is needed",
                label(row - 1),
                label(row)
            ),
            _ => format!("the times go back from {} to {}", label(row - 1), label(row)),
        };
        let hour = found - step;
        let wall = calendar.filter(|c| c.wall.is_some() && (hour == 60 || hour == -60));
        let Some((rules, clock)) = wall.and_then(|c| Some((c, c.wall?))) else {
            return Err(TimeProblem::new(
                row,
                text,
                "give every step once, in order; fill or leave out whole days of a gap",
            ));
        };
        let ahead = |minute: i64| {
            let minute = u32::try_from(minute.rem_euclid(rules.year)).unwrap_or(0);
            clock.daylight.map_or(0, |d| i64::from(d.minutes_ahead(minute, rules.leap)))
        };
        // The clocks of a place change within three hours of the time that the two dates say.
        if ahead(pair[1] + 180) - ahead(pair[0] - 180) != hour {
            return Err(TimeProblem::new(row, text, DAYLIGHT_HELP));
        }
        clocks_change = true;
    }
    Ok(CheckedSteps { step_minutes, clocks_change })
}
