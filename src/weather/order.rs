//! The rows of a year in their order: each once, none missing but a few.

use crate::units::calendar::{format_date, minute_of_year, minutes_per_year};

use super::error::WeatherProblem;
use super::row::{MAX_GAP_H, RawWeatherRow};

/// Rows of a whole year.
pub(super) struct CompleteYear {
    /// The rows; those that the file lacks are empty and bear the line before which they belong.
    pub rows: Vec<RawWeatherRow>,
    /// Which rows the file lacks.
    pub added: Vec<bool>,
    /// Minutes from one to the next.
    pub step_min: u32,
}

const SORT_HELP: &str = "sort the hours by month, day and hour, each once";

/// Puts rows that are missing back as empty ones, and refuses what is out of order.
pub(super) fn complete_year(raw: Vec<RawWeatherRow>) -> Result<CompleteYear, WeatherProblem> {
    let leap = raw.iter().any(|r| r.month == 2 && r.day == 29);
    let stamps = minutes_of_rows(&raw, leap)?;
    let step_min = typical_step(&raw, &stamps, leap)?;
    let all = minutes_per_year(leap) / step_min;
    let mut year =
        CompleteYear { rows: Vec::with_capacity(all as usize), added: Vec::with_capacity(all as usize), step_min };
    let mut expected = stamps[0] % step_min;
    let end = expected + all * step_min;
    for (r, at) in raw.into_iter().zip(&stamps) {
        check_order(&r, *at, expected, end, step_min, leap)?;
        while expected < *at {
            year.add_missing_row(r.line);
            expected += step_min;
        }
        year.rows.push(r);
        year.added.push(false);
        expected += step_min;
    }
    let missing_h = f64::from(end.saturating_sub(expected)) / 60.0;
    let last = year.rows.last().map_or(0, |r| r.line);
    if missing_h > MAX_GAP_H {
        let without_end = leap && (missing_h - 24.0).abs() < 1e-9;
        let why = if without_end { "; there is a February 29 but no December 31" } else { "" };
        let problem = format!("{} rows, a year has {all}: {missing_h} h are missing at the end{why}", year.rows.len());
        let help = if without_end { "remove February 29 or add December 31" } else { "the file is cut: get it whole" };
        return Err(WeatherProblem::at_line(last, problem).with_help(help));
    }
    while expected < end {
        year.add_missing_row(last + 1);
        expected += step_min;
    }
    Ok(year)
}

impl CompleteYear {
    fn add_missing_row(&mut self, line: usize) {
        self.rows.push(RawWeatherRow { line, ..RawWeatherRow::default() });
        self.added.push(true);
    }
}

fn minutes_of_rows(raw: &[RawWeatherRow], leap: bool) -> Result<Vec<u32>, WeatherProblem> {
    let stamp = |r: &RawWeatherRow| {
        minute_of_year(r.month, r.day, r.minute, leap).ok_or_else(|| {
            let (h, m) = (r.minute / 60, r.minute % 60);
            WeatherProblem::at_line(r.line, format!("month {}, day {}, {h:02}:{m:02} is no time", r.month, r.day))
                .with_help("months are 1 to 12, days those of the month, hours begin at 00:00 to 23:00")
        })
    };
    raw.iter().map(stamp).collect()
}

/// The distance of rows that is met most often, minutes.
fn typical_step(raw: &[RawWeatherRow], stamps: &[u32], leap: bool) -> Result<u32, WeatherProblem> {
    if stamps.len() < 2 {
        return Err(WeatherProblem::in_file("there is one hour only", "a whole year is needed"));
    }
    let back = || stamps.windows(2).enumerate().filter(|(_, w)| w[1] < w[0]);
    if back().count() > 1 + stamps.len() / 100
        && let Some((i, w)) = back().next()
    {
        let problem = format!("{} stands after {}", format_date(w[1], leap), format_date(w[0], leap));
        return Err(WeatherProblem::at_line(raw[i + 1].line, problem).with_help(SORT_HELP));
    }
    let mut steps: Vec<u32> = stamps.windows(2).map(|w| w[1].saturating_sub(w[0])).filter(|s| *s > 0).collect();
    steps.sort_unstable();
    let step = steps.get(steps.len() / 2).copied().unwrap_or(0);
    if ![5, 10, 15, 20, 30, 60].contains(&step) {
        let problem = format!("times are {step} minutes apart; hours or whole parts of them are wanted");
        return Err(WeatherProblem::in_file(problem, "average or interpolate to hours first"));
    }
    Ok(step)
}

/// Whether a row may stand where `expected` is next.
fn check_order(
    r: &RawWeatherRow,
    at: u32,
    expected: u32,
    end: u32,
    step: u32,
    leap: bool,
) -> Result<(), WeatherProblem> {
    if at < expected {
        let next = if expected >= end {
            "the year is complete".into()
        } else {
            format!("{} is next", format_date(expected, leap))
        };
        let word = if at + step == expected { "stands twice" } else { "is out of order" };
        return Err(
            WeatherProblem::at_line(r.line, format!("{} {word}; {next}", format_date(at, leap))).with_help(SORT_HELP)
        );
    }
    let missing_h = f64::from(at - expected) / 60.0;
    if missing_h > MAX_GAP_H {
        let (here, next) = (format_date(at, leap), format_date(expected, leap));
        let problem = format!(
            "{here} stands where {next} is next: {missing_h} h are missing; up to {MAX_GAP_H} are interpolated"
        );
        return Err(WeatherProblem::at_line(r.line, problem)
            .with_help("sort the hours by month, day and hour, or fill the gap"));
    }
    if !(at - expected).is_multiple_of(step) {
        let problem = format!("{} does not follow in steps of {step} minutes", format_date(at, leap));
        return Err(WeatherProblem::at_line(r.line, problem).with_help("give one row for every step"));
    }
    Ok(())
}
