//! Times beside the values of a load: their step, where they begin, and whether one follows the other.

use crate::units::calendar::{MINUTES_PER_DAY, format_date, minute_of_year, minutes_per_year};
use crate::units::clock::{LocalClock, UtcOffset};

use super::super::stamps::{self, TimeStamp, UTC_HELP, days_come_first, moved_note};
use super::super::time_columns::{RowTimes, TimeColumns, find_time_title};
use super::epoch::{self, TraceClock};
use super::series::STEPS_MIN;
use super::steps::{CalendarRules, STEP_HELP, TimeProblem, check_steps, whole_step};

/// Where the rows of a file stand in time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TimeAxis {
    pub step_minutes: u32,
    /// Minute of the year of the first row.
    pub start_minute: u32,
    pub has_dates: bool,
    /// Whether a column tells the times of the rows.
    pub has_times: bool,
    pub leap: bool,
    /// The clock that the rows follow, where it is the one on the wall.
    pub clock: LocalClock,
    pub notes: Vec<String>,
}

impl TimeAxis {
    /// Rows from January 1 on, or from the beginning of a week or a day, in standard time.
    fn from_beginning(step_minutes: u32, leap: bool, notes: Vec<String>) -> Self {
        let clock = LocalClock::default();
        Self { step_minutes, start_minute: 0, has_dates: false, has_times: false, leap, clock, notes }
    }
}

/// Columns that count time from the beginning: words of titles, and minutes of one.
const ELAPSED: [(&[&str], f64); 3] = [
    (&["s", "sec", "second", "seconds", "time_s", "elapsed_s", "elapsed_seconds"], 1.0 / 60.0),
    (&["min", "minute", "minutes", "time_min", "elapsed_min"], 1.0),
    (&["h", "hour", "hours", "time_h", "elapsed_h", "hour of day", "hour of week", "hour of year"], 60.0),
];

/// The column that counts time, and minutes of one of its unit.
fn find_elapsed(titles: &[&str], first: &[&str]) -> Option<(usize, f64)> {
    (0..titles.len().min(first.len())).find_map(|place| {
        let title = titles[place].to_lowercase().replace(['[', ']', '(', ')'], "");
        let title = title.trim().trim_start_matches("time ").to_owned();
        let plain = title.replace('_', " ");
        let (_, factor) =
            ELAPSED.iter().find(|(words, _)| words.contains(&title.as_str()) || words.contains(&plain.as_str()))?;
        first[place].parse::<f64>().is_ok().then_some((place, *factor))
    })
}

/// Whether a column holds Unix times, by its title and its first cell: a power may be as large a number.
fn is_unix(title: &str, first: &str) -> bool {
    const WORDS: [&str; 7] = ["time", "timestamp", "ts", "datetime", "date", "unix", "epoch"];
    let lower = title.to_lowercase();
    let is_title = lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word));
    is_title && first.parse::<f64>().is_ok() && epoch::parse_time(first).is_some()
}

/// Columns of times, which hold no values.
pub(super) fn time_places(titles: &[&str], first: &[&str]) -> Vec<usize> {
    let mut places: Vec<usize> = find_elapsed(titles, first).into_iter().map(|(place, _)| place).collect();
    let none = titles.len();
    match TimeColumns::find(titles, first, none) {
        Some(TimeColumns::Stamp(place) | TimeColumns::Count(place)) => places.push(place),
        Some(TimeColumns::DateAndHour { date, hour }) => places.extend([date, hour]),
        None => {}
    }
    places.extend((0..first.len().min(titles.len())).filter(|place| is_unix(titles[*place], first[*place])));
    places
}

/// The times of a file by its titles and cells; `value` is the column of the values.
pub(super) fn read_times(
    titles: &[&str],
    rows: &[Vec<&str>],
    value: usize,
    clock: TraceClock,
) -> Result<TimeAxis, TimeProblem> {
    let Some(first) = rows.first() else {
        return Err(TimeProblem {
            row: None,
            text: "no rows".to_owned(),
            help: "give a row for every step".to_owned(),
        });
    };
    let holds_unix = |place: &usize| *place != value && is_unix(titles[*place], first[*place]);
    if let Some(place) = (0..first.len().min(titles.len())).find(holds_unix) {
        return read_unix(rows, place, clock);
    }
    let stamped = TimeColumns::find(titles, first, value).filter(|c| !matches!(c, TimeColumns::Count(_)));
    if let Some(columns) = stamped {
        let times = columns.read_rows(rows).map_err(|p| TimeProblem::new(p.row, p.text, p.help))?;
        if let RowTimes::Stamps(stamps) = times {
            return read_stamps(&stamps, columns.are_in_utc(titles), clock);
        }
    }
    let mut axis = match find_elapsed(titles, first).filter(|(place, _)| *place != value) {
        Some((place, factor)) => read_elapsed(rows, place, factor)?,
        None => count_rows(rows.len())?,
    };
    if find_elapsed(titles, first).is_none()
        && let Some(title) = find_time_title(titles, value)
    {
        axis.notes
            .push(format!("column `{title}` is not understood as times: the rows are taken in the order of the file"));
    }
    place_without_dates(&mut axis, clock).map(|()| axis)
}

/// Rows without dates: those of the clock on the wall, or of a clock that the scenario names.
fn place_without_dates(axis: &mut TimeAxis, clock: TraceClock) -> Result<(), TimeProblem> {
    let Some(own) = clock.assumed else {
        axis.clock = LocalClock { standard: None, ..clock.local };
        return Ok(());
    };
    let zone = clock.local.standard.ok_or_else(zone_problem)?;
    let year = i64::from(minutes_per_year(axis.leap));
    let ahead = i64::from(zone.minutes() - own.minutes());
    axis.start_minute = u32::try_from(ahead.rem_euclid(year)).unwrap_or(0);
    if own != zone {
        axis.notes.push(format!("its rows are moved from {own} to local standard time, {zone}"));
    }
    Ok(())
}

fn zone_problem() -> TimeProblem {
    let problem = stamps::unknown_zone();
    TimeProblem {
        row: None,
        text: problem.text.replace("in UTC", "in a clock of their own"),
        help: problem.help.to_owned(),
    }
}

/// Rows that stand for their count: a year, a week or a day of equal steps.
fn count_rows(rows: usize) -> Result<TimeAxis, TimeProblem> {
    let minutes = u32::try_from(rows).ok().and_then(|rows| {
        let spans = [minutes_per_year(false), minutes_per_year(true), 7 * MINUTES_PER_DAY, MINUTES_PER_DAY];
        let step = |span: &u32| STEPS_MIN.into_iter().find(|step| rows.checked_mul(*step) == Some(*span));
        spans.iter().find_map(|span| step(span).map(|step| (step, *span)))
    });
    let Some((step_minutes, span)) = minutes else {
        let text = format!(
            "{rows} rows without times; 8760 or 8784 for a year, 168 for a week or 24 for a day are allowed, or 2, 3, 4, 6, 12 or \
             60 times as many"
        );
        return Err(TimeProblem {
            row: None,
            text,
            help: "give a row for every step, or a column of times".to_owned(),
        });
    };
    let notes = vec![format!("its rows are steps of {step_minutes} min from the beginning, by their count")];
    let leap = span == minutes_per_year(true);
    Ok(TimeAxis::from_beginning(step_minutes, leap, notes))
}

/// A column that counts seconds, minutes or hours from any beginning, or the hours of each day.
fn read_elapsed(rows: &[Vec<&str>], place: usize, factor: f64) -> Result<TimeAxis, TimeProblem> {
    let read = |(row, cells): (usize, &Vec<&str>)| {
        let fail =
            || TimeProblem::new(row, format!("`{}` is not a time like those above", cells[place]), "write a number");
        cells[place].parse::<f64>().ok().filter(|v| v.is_finite()).map(|v| v * factor).ok_or_else(fail)
    };
    let minutes = rows.iter().enumerate().map(read).collect::<Result<Vec<f64>, _>>()?;
    let Some(step) = minutes.get(1).map(|second| second - minutes[0]) else { return count_rows(rows.len()) };
    let step_minutes = whole_step(step, 1)?;
    let day = f64::from(MINUTES_PER_DAY);
    for (row, pair) in (1..).zip(minutes.windows(2)) {
        let gone = pair[1] - pair[0];
        // The hours of a day begin again.
        let again = (gone + day - step).abs() < 1e-6 && (pair[1] - minutes[0]).abs() < 1e-6;
        if (gone - step).abs() > 1e-6 && !again {
            let what = if gone > step { "leaves a gap" } else { "goes back or repeats" };
            let text = format!("`{}` {what} after `{}`", rows[row][place], rows[row - 1][place]);
            return Err(TimeProblem::new(row, text, STEP_HELP));
        }
    }
    let leap = u32::try_from(rows.len()).is_ok_and(|n| n.saturating_mul(step_minutes) == minutes_per_year(true));
    Ok(TimeAxis { has_times: true, ..TimeAxis::from_beginning(step_minutes, leap, Vec::new()) })
}

/// Unix times.
fn read_unix(rows: &[Vec<&str>], place: usize, clock: TraceClock) -> Result<TimeAxis, TimeProblem> {
    let mut minutes = Vec::with_capacity(rows.len());
    for (row, cells) in rows.iter().enumerate() {
        let fail = || {
            TimeProblem::new(row, format!("`{}` is not a time like those above", cells[place]), "write Unix seconds")
        };
        let time = epoch::parse_time(cells[place]).ok_or_else(fail)?;
        let seconds = clock.standard_seconds(time).ok_or_else(zone_problem)?;
        #[expect(clippy::cast_possible_truncation, reason = "seconds of dates with four digits of year")]
        minutes.push((seconds / 60.0).round() as i64);
    }
    let first = minutes[0];
    let (start_minute, leap) = epoch::place_in_year(60 * first, 60 * minutes[minutes.len() - 1]);
    let label = |row: usize| epoch::format_seconds(60 * minutes[row]);
    let step_minutes = check_steps(&minutes, None, label)?.step_minutes;
    let notes = clock.local.standard.map(moved_note).into_iter().collect();
    let placed = TimeAxis::from_beginning(step_minutes, leap, notes);
    Ok(TimeAxis { start_minute, has_dates: true, has_times: true, ..placed })
}

/// Times of a calendar.
fn read_stamps(stamps: &[TimeStamp], in_utc: bool, clock: TraceClock) -> Result<TimeAxis, TimeProblem> {
    let day_first = days_come_first(stamps);
    let leap = stamps.iter().any(|s| s.date.month_day(day_first) == (2, 29));
    let year = i64::from(minutes_per_year(leap));
    let with_clock = stamps.iter().filter(|s| s.clock.is_some()).count();
    if let (true, Some(row)) =
        (with_clock > 0 && with_clock < stamps.len(), stamps.iter().position(|s| s.clock.is_none()))
    {
        return Err(TimeProblem::new(row, "a time without the offset from UTC that others have".to_owned(), UTC_HELP));
    }
    let own_clock = |s: &TimeStamp| s.clock.or(in_utc.then_some(UtcOffset::UTC)).or(clock.assumed);
    let standard = stamps.first().and_then(own_clock).is_some();
    let zone = if standard { Some(clock.local.standard.ok_or_else(zone_problem)?) } else { None };
    let mut minutes = Vec::with_capacity(stamps.len());
    for (row, stamp) in stamps.iter().enumerate() {
        let (month, day) = stamp.date.month_day(day_first);
        let Some(own) = minute_of_year(month, day, stamp.minute, leap) else {
            return Err(TimeProblem::new(row, format!("month {month}, day {day} is no date"), "correct the time"));
        };
        let ahead = zone.map_or(0, |zone| zone.minutes() - own_clock(stamp).map_or(0, UtcOffset::minutes));
        minutes.push((i64::from(own) + i64::from(ahead)).rem_euclid(year));
    }
    let wall = (!standard).then_some(clock.local);
    let as_u32 = |minute: i64| u32::try_from(minute.rem_euclid(year)).unwrap_or(0);
    let label = |row: usize| format_date(as_u32(minutes[row]), leap);
    let steps = check_steps(&minutes, Some(CalendarRules { year, leap, wall }), label)?;
    let mut start = minutes[0];
    let mut axis_clock = LocalClock { standard: None, ..wall.unwrap_or_default() };
    if let Some(daylight) = axis_clock.daylight.filter(|_| steps.clocks_change) {
        // The rows follow standard time already: one hour less and one more on the days of the changes.
        start -= i64::from(daylight.minutes_ahead(as_u32(start - 60), leap));
        axis_clock = LocalClock::default();
    }
    let notes = if with_clock > 0 || in_utc { zone.map(moved_note).into_iter().collect() } else { Vec::new() };
    let start_minute = as_u32(start);
    let placed = TimeAxis::from_beginning(steps.step_minutes, leap, notes);
    Ok(TimeAxis { start_minute, has_dates: true, has_times: true, clock: axis_clock, ..placed })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    fn local(daylight: Option<&str>) -> TraceClock {
        let daylight = daylight.and_then(|d| d.parse().ok());
        TraceClock { local: LocalClock { standard: UtcOffset::from_hours(-5.0), daylight }, assumed: None }
    }

    /// Times of every hour of standard time of a year, as a clock writes them that goes ahead on March 10 and back on November 3.
    fn wall_year(changes: bool) -> Vec<String> {
        let dates: Vec<(u32, u32)> = (1..).zip(DAYS).flat_map(|(m, days)| (1..=days).map(move |d| (m, d))).collect();
        let label = |hour: usize| {
            let (month, day) = dates[(hour / 24) % 365];
            format!("2022-{month:02}-{day:02} {:02}:00", hour % 24)
        };
        let at = |month: u32, day: u32| dates.iter().position(|d| *d == (month, day)).unwrap() * 24;
        let (from, to) = (at(3, 10) + 2, at(11, 3) + 1);
        (0..8760).map(|h| label(if changes && (from..to).contains(&h) { h + 1 } else { h })).collect()
    }

    fn read(times: &[String], clock: TraceClock) -> Result<TimeAxis, TimeProblem> {
        let rows: Vec<Vec<&str>> = times.iter().map(|t| vec![t.as_str(), "0.5"]).collect();
        read_times(&["time", "busy"], &rows, 1, clock)
    }

    #[test]
    fn every_step_must_follow() {
        let axis = read(&wall_year(false), local(None)).unwrap();
        assert_eq!((axis.step_minutes, axis.start_minute, axis.has_dates, axis.leap), (60, 0, true, false));
        let broken = |row: usize, text: &str| {
            let mut all = wall_year(false);
            all[row] = text.to_owned();
            read(&all, local(None)).unwrap_err()
        };
        let gap = broken(100, "2022-01-05 07:00");
        assert_eq!(gap.row, Some(100));
        assert_eq!(gap.text, "the times jump from 01-05 03:00 to 01-05 07:00, where one every 60 min is needed");
        assert_eq!(broken(100, "2022-01-05 03:00").text, "01-05 03:00 stands twice");
        assert!(broken(100, "2022-01-04 03:00").text.contains("go back from 01-05 03:00 to 01-04 03:00"));
        assert!(broken(100, "2022-13-05 04:00").text.contains("no date"));
        assert!(broken(100, "2022-01-05 04:00Z").text.contains("without the offset"));
        assert!(broken(100, "soon").text.contains("`soon` is not a time"));
        let odd: Vec<String> = (0..10).map(|i| format!("2022-01-01 {:02}:{:02}", 7 * i / 60, 7 * i % 60)).collect();
        assert!(read(&odd, local(None)).unwrap_err().text.contains("steps of 7 min; 1 to 60 min that divide an hour"));
        assert!(read(&odd[..1], local(None)).unwrap_err().text.contains("one row"));
    }

    /// A clock that changes leaves an hour out and has one twice: told with the mend, and read where the site says its days.
    #[test]
    fn clocks_that_change_are_explained_or_read() {
        let times = wall_year(true);
        let error = read(&times, local(None)).unwrap_err();
        assert_eq!(error.row, Some(69 * 24 - 24 + 2));
        assert!(
            error.text.contains("jump from 03-10 01:00 to 03-10 03:00") || error.text.contains("03-10"),
            "{error:?}"
        );
        assert!(error.help.contains("site.daylight_saving") && error.help.contains("UTC"), "{error:?}");
        let axis = read(&times, local(Some("03-10 to 11-03"))).unwrap();
        assert_eq!((axis.start_minute, axis.clock), (0, LocalClock::default()));
        // Days that are not those of the changes are no help.
        assert!(read(&times, local(Some("04-10 to 10-03"))).is_err());
        // A year of hours of the wall without changes follows the wall.
        let axis = read(&wall_year(false), local(Some("03-10 to 11-03"))).unwrap();
        assert!(axis.clock.daylight.is_some());
    }

    #[test]
    fn clocks_of_their_own_are_moved() {
        let utc: Vec<String> = wall_year(false).iter().map(|t| format!("{t}Z")).collect();
        let axis = read(&utc, local(None)).unwrap();
        assert_eq!((axis.start_minute, axis.notes.len()), (8755 * 60, 1));
        let unknown = TraceClock { local: LocalClock::default(), assumed: None };
        assert!(read(&utc, unknown).unwrap_err().help.contains("site.time_zone"));
        let named = TraceClock { assumed: Some(UtcOffset::UTC), ..local(None) };
        assert_eq!(read(&wall_year(false), named).unwrap().start_minute, 8755 * 60);
    }

    #[test]
    fn counted_times_are_steps_from_the_beginning() {
        let read = |title: &str, times: &[&str]| {
            let rows: Vec<Vec<&str>> = times.iter().map(|t| vec![*t, "0.5"]).collect();
            read_times(&[title, "busy"], &rows, 1, local(None))
        };
        for (title, times) in
            [("seconds", ["0", "300", "600"]), ("minutes", ["5", "10", "15"]), ("time [s]", ["0", "300", "600"])]
        {
            let axis = read(title, &times).unwrap();
            assert_eq!((axis.step_minutes, axis.has_dates, axis.has_times), (5, false, true), "{title}");
        }
        assert_eq!(read("hour", &["22", "23", "24"]).unwrap().step_minutes, 60);
        let days: Vec<String> = (0..48).map(|h| (h % 24).to_string()).collect();
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        assert_eq!(read("hour", &days).unwrap().step_minutes, 60, "hours of each day");
        assert!(read("seconds", &["0", "300", "900"]).unwrap_err().text.contains("`900` leaves a gap after `300`"));
        let axis = read("when", &["a"; 24]).unwrap();
        assert!(!axis.has_times && axis.step_minutes == 60);
        let axis = read("time", &["dawn"; 24]).unwrap();
        assert!(axis.notes.iter().any(|n| n.contains("`time` is not understood as times")), "{:?}", axis.notes);
    }
}
