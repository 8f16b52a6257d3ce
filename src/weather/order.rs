//! The rows of a year in their order: each once, none missing but a few.

use super::calendar::{DAY, date, minute_of_year};
use super::{GAP_H, Problem, Raw};

/// Rows of a whole year.
pub(super) struct Year {
    /// The rows; those that the file lacks are empty and bear the line before which they belong.
    pub rows: Vec<Raw>,
    /// Which rows the file lacks.
    pub added: Vec<bool>,
    /// Minutes from one to the next.
    pub step_min: u32,
}

const SORT: &str = "sort the hours by month, day and hour, each once";

/// Puts rows that are missing back as empty ones, and refuses what is out of order.
pub(super) fn whole_year(raw: Vec<Raw>) -> Result<Year, Problem> {
    let leap = raw.iter().any(|r| r.month == 2 && r.day == 29);
    let stamps = stamps(&raw, leap)?;
    let step_min = step(&raw, &stamps, leap)?;
    let all = if leap { 366 } else { 365 } * DAY / step_min;
    let mut year = Year { rows: Vec::with_capacity(all as usize), added: Vec::with_capacity(all as usize), step_min };
    let mut expected = stamps[0] % step_min;
    let end = expected + all * step_min;
    for (r, at) in raw.into_iter().zip(&stamps) {
        in_place(&r, *at, expected, end, step_min, leap)?;
        while expected < *at {
            year.add(r.line);
            expected += step_min;
        }
        year.rows.push(r);
        year.added.push(false);
        expected += step_min;
    }
    let missing_h = f64::from(end.saturating_sub(expected)) / 60.0;
    let last = year.rows.last().map_or(0, |r| r.line);
    if missing_h > GAP_H {
        let without_end = leap && (missing_h - 24.0).abs() < 1e-9;
        let why = if without_end { "; there is a February 29 but no December 31" } else { "" };
        let problem = format!("{} rows, a year has {all}: {missing_h} h are missing at the end{why}", year.rows.len());
        let help = if without_end { "remove February 29 or add December 31" } else { "the file is cut: get it whole" };
        return Err(Problem::at(last, problem).help(help));
    }
    while expected < end {
        year.add(last + 1);
        expected += step_min;
    }
    Ok(year)
}

impl Year {
    fn add(&mut self, line: usize) {
        self.rows.push(Raw { line, ..Raw::default() });
        self.added.push(true);
    }
}

fn stamps(raw: &[Raw], leap: bool) -> Result<Vec<u32>, Problem> {
    let stamp = |r: &Raw| {
        minute_of_year(r.month, r.day, r.minute, leap).ok_or_else(|| {
            let (h, m) = (r.minute / 60, r.minute % 60);
            Problem::at(r.line, format!("month {}, day {}, {h:02}:{m:02} is no time", r.month, r.day))
                .help("months are 1 to 12, days those of the month, hours begin at 00:00 to 23:00")
        })
    };
    raw.iter().map(stamp).collect()
}

/// The distance of rows that is met most often, minutes.
fn step(raw: &[Raw], stamps: &[u32], leap: bool) -> Result<u32, Problem> {
    if stamps.len() < 2 {
        return Err(Problem::file("there is one hour only", "a whole year is needed"));
    }
    let back = || stamps.windows(2).enumerate().filter(|(_, w)| w[1] < w[0]);
    if back().count() > 1 + stamps.len() / 100
        && let Some((i, w)) = back().next()
    {
        let problem = format!("{} stands after {}", date(w[1], leap), date(w[0], leap));
        return Err(Problem::at(raw[i + 1].line, problem).help(SORT));
    }
    let mut steps: Vec<u32> = stamps.windows(2).map(|w| w[1].saturating_sub(w[0])).filter(|s| *s > 0).collect();
    steps.sort_unstable();
    let step = steps.get(steps.len() / 2).copied().unwrap_or(0);
    if ![5, 10, 15, 20, 30, 60].contains(&step) {
        let problem = format!("times are {step} minutes apart; hours or whole parts of them are wanted");
        return Err(Problem::file(problem, "average or interpolate to hours first"));
    }
    Ok(step)
}

/// Whether a row may stand where `expected` is next.
fn in_place(r: &Raw, at: u32, expected: u32, end: u32, step: u32, leap: bool) -> Result<(), Problem> {
    if at < expected {
        let next =
            if expected >= end { "the year is complete".into() } else { format!("{} is next", date(expected, leap)) };
        let word = if at + step == expected { "stands twice" } else { "is out of order" };
        return Err(Problem::at(r.line, format!("{} {word}; {next}", date(at, leap))).help(SORT));
    }
    let missing_h = f64::from(at - expected) / 60.0;
    if missing_h > GAP_H {
        let (here, next) = (date(at, leap), date(expected, leap));
        let problem =
            format!("{here} stands where {next} is next: {missing_h} h are missing; up to {GAP_H} are interpolated");
        return Err(Problem::at(r.line, problem).help("sort the hours by month, day and hour, or fill the gap"));
    }
    if !(at - expected).is_multiple_of(step) {
        let problem = format!("{} does not follow in steps of {step} minutes", date(at, leap));
        return Err(Problem::at(r.line, problem).help("give one row for every step"));
    }
    Ok(())
}
