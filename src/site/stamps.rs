//! Times beside hourly values: read as they are usually written, put in order, each hour of a year once.

use crate::units::calendar::{format_date, minute_of_year, minutes_per_year};
use crate::units::clock::{LocalClock, UtcOffset};

/// A time as a file has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeStamp {
    pub date: StampDate,
    /// Minutes of the day.
    pub minute: u32,
    /// Its clock, where the stamp says it.
    pub clock: Option<UtcOffset>,
}

/// Month and day, or two numbers of which one is the month.
#[derive(Clone, Copy, Debug)]
pub(super) enum StampDate {
    Known {
        month: u32,
        day: u32,
    },
    /// `1/2/2022`: the order shows in the days after the 12th.
    Ambiguous {
        first: u32,
        second: u32,
    },
}

impl StampDate {
    /// Month and day, where the day comes first in ambiguous dates or not.
    pub fn month_day(self, day_first: bool) -> (u32, u32) {
        match self {
            Self::Known { month, day } => (month, day),
            Self::Ambiguous { first, second } if day_first => (second, first),
            Self::Ambiguous { first, second } => (first, second),
        }
    }
}

/// Whether ambiguous dates begin with the day: some first number is no month.
pub(super) fn days_come_first(stamps: &[TimeStamp]) -> bool {
    stamps.iter().any(|s| matches!(s.date, StampDate::Ambiguous { first, .. } if first > 12))
}

/// What does not fit, and in which row (from 0).
#[derive(Debug)]
pub(super) struct StampProblem {
    pub row: usize,
    pub text: String,
    pub help: &'static str,
}

/// Where the values of a file belong.
#[derive(Debug)]
pub(super) struct HourOrder {
    /// For each hour of the year, the row with its value.
    pub rows: Vec<usize>,
    /// Whether the hours are those of local standard time; else of the clock on the wall.
    pub standard: bool,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// What is wrong where a file in UTC meets a site without a time zone.
pub(super) fn unknown_zone() -> StampProblem {
    let text = "its times are in UTC, and the time zone of the site is not known".to_owned();
    StampProblem { row: 0, text, help: "set site.time_zone, for instance \"UTC-7\"" }
}

/// What is told of times that were moved.
pub(super) fn moved_note(zone: UtcOffset) -> String {
    format!("its times are moved from UTC to local standard time, {zone}")
}

pub(super) const UTC_HELP: &str =
    "give the times in UTC (2022-01-31 13:00Z) or with their offset from it (2022-01-31 13:00+01:00)";

/// A time like `2022-01-31 13:00`, `2022-01-31T13:00:00+00:00`, `31.01.2022 13:00`, `1/31/2022 1:00 PM` or `20220131:1300`.
pub(super) fn parse_stamp(field: &str) -> Option<TimeStamp> {
    let text = field.trim();
    let split = text.find(['T', ' ']).or_else(|| text.find(':').filter(|at| *at == 8))?;
    let (date, rest) = (parse_date(text.get(..split)?)?, text.get(split + 1..)?.trim());
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (time, mut tail) = (&rest[..end], rest[end..].trim());
    let mut parts = time.split(':');
    let (hour, minute) = match (parts.next()?, parts.next()) {
        (both, None) if both.len() == 4 => (both.get(..2)?.parse().ok()?, both.get(2..)?.parse().ok()?),
        (hour, minute) => (hour.parse::<u32>().ok()?, minute?.parse::<u32>().ok()?),
    };
    let mut hour = hour;
    let meridiem = tail.get(..2).map(str::to_ascii_lowercase).filter(|m| m == "am" || m == "pm");
    if let Some(half) = meridiem {
        tail = tail[2..].trim();
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
    }
    let clock = if tail.is_empty() { None } else { Some(tail.parse::<UtcOffset>().ok()?) };
    (hour < 24 && minute < 60).then(|| TimeStamp { date, minute: 60 * hour + minute, clock })
}

pub(super) fn parse_date(text: &str) -> Option<StampDate> {
    let number = |t: &str| t.parse::<u32>().ok();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(StampDate::Known { month: number(&text[4..6])?, day: number(&text[6..])? });
    }
    let separator = text.find(['-', '/', '.']).and_then(|at| text.get(at..=at))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    match (a.len(), c.len(), separator) {
        (4, _, _) => Some(StampDate::Known { month: number(b)?, day: number(c)? }),
        (_, 4, "/" | "-") => Some(StampDate::Ambiguous { first: number(a)?, second: number(b)? }),
        (_, 4, _) => Some(StampDate::Known { month: number(b)?, day: number(a)? }),
        _ => None,
    }
}

/// Finds the row of each hour of the year; `in_utc` where the column's name says so. As many rows as a year has hours.
///
/// # Errors
/// Stamps that are no whole hours of one year, each once.
pub(super) fn order_hours(stamps: &[TimeStamp], in_utc: bool, local: LocalClock) -> Result<HourOrder, StampProblem> {
    let fail = |row: usize, text: String, help| StampProblem { row, text, help };
    let day_first = days_come_first(stamps);
    let month_day = |s: &TimeStamp| s.date.month_day(day_first);
    let leap = stamps.iter().any(|s| month_day(s) == (2, 29));
    let year = minutes_per_year(leap);
    let clocks = stamps.iter().filter(|s| s.clock.is_some()).count();
    if let (true, Some(row)) = (clocks > 0 && clocks < stamps.len(), stamps.iter().position(|s| s.clock.is_none())) {
        return Err(fail(row, "a time without the offset from UTC that others have".to_owned(), UTC_HELP));
    }
    let standard = in_utc || clocks > 0;
    let zone = match (standard, local.standard) {
        (true, None) => return Err(unknown_zone()),
        (true, Some(zone)) => zone.minutes(),
        (false, _) => 0,
    };
    let mut rows = vec![None; year as usize / 60];
    let (mut past_hour, mut in_order) = (None, true);
    let mut last = None;
    for (row, stamp) in stamps.iter().enumerate() {
        let (month, day) = month_day(stamp);
        let Some(own) = minute_of_year(month, day, stamp.minute, leap) else {
            return Err(fail(row, format!("month {month}, day {day} is no date"), "correct the time"));
        };
        let to_local = zone - stamp.clock.map_or(0, UtcOffset::minutes);
        let minute = (i64::from(own) + i64::from(to_local)).rem_euclid(i64::from(year));
        let minute = u32::try_from(minute).unwrap_or(0);
        if *past_hour.get_or_insert(minute % 60) != minute % 60 {
            return Err(fail(
                row,
                format!("{} is not an hour after the others", format_date(own, leap)),
                "give one row for every hour",
            ));
        }
        let slot = (minute / 60) as usize;
        if rows[slot].is_some() {
            let help = if standard { "give every hour once" } else { UTC_HELP };
            return Err(fail(row, format!("{} stands twice", format_date(own, leap)), help));
        }
        rows[slot] = Some(row);
        in_order &= last.is_none_or(|l| (l + 1) % rows.len() == slot);
        last = Some(slot);
    }
    let missing = rows.iter().position(Option::is_none);
    if let Some(hour) = missing {
        let minute = u32::try_from(60 * hour).unwrap_or(0);
        return Err(fail(0, format!("there is no value for {}", format_date(minute, leap)), "give every hour once"));
    }
    let mut notes = Vec::new();
    if !in_order {
        notes.push("its rows are put in the order of their times".to_owned());
    }
    if let (true, Some(zone)) = (standard, local.standard) {
        notes.push(moved_note(zone));
    }
    Ok(HourOrder { rows: rows.into_iter().flatten().collect(), standard, notes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(write: impl Fn(u32, u32, u32) -> String) -> Vec<TimeStamp> {
        let mut out = Vec::new();
        for (month, days) in (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
            for day in 1..=days {
                for hour in 0..24 {
                    let text = write(month, day, hour);
                    out.push(parse_stamp(&text).unwrap_or_else(|| panic!("{text}")));
                }
            }
        }
        out
    }

    fn tucson() -> LocalClock {
        LocalClock { standard: UtcOffset::from_hours(-7.0), daylight: None }
    }

    #[test]
    fn every_way_to_write_a_time_gives_its_hour() {
        for write in [
            (|m, d, h| format!("2022-{m:02}-{d:02} {h:02}:00")) as fn(u32, u32, u32) -> String,
            |m, d, h| format!("2022-{m:02}-{d:02}T{h:02}:00:00.000"),
            |m, d, h| format!("{d:02}.{m:02}.2022 {h}:00"),
            |m, d, h| format!("{m}/{d}/2022 {h}:00"),
            |m, d, h| format!("{d}/{m}/2022 {h}:00"),
            |m, d, h| {
                format!(
                    "{m}/{d}/2022 {}:00 {}",
                    if h % 12 == 0 { 12 } else { h % 12 },
                    if h < 12 { "AM" } else { "PM" }
                )
            },
            |m, d, h| format!("2022{m:02}{d:02}:{h:02}00"),
            |m, d, h| format!("2022{m:02}{d:02}T{h:02}00"),
        ] {
            let order = order_hours(&year(write), false, LocalClock::default()).unwrap();
            assert!(order.rows.iter().enumerate().all(|(hour, row)| hour == *row), "{}", write(5, 6, 7));
            assert!(!order.standard && order.notes.is_empty());
        }
        for wrong in ["", "12", "Germany", "2022-01-01", "2022-01-01 25:00", "2022-01-01 10:00 CET", "1-2-3 4:00"] {
            assert!(parse_stamp(wrong).is_none(), "{wrong}");
        }
    }

    /// Midnight in Tucson is 7 h in UTC; so is 8 h in a clock one hour ahead of it.
    #[test]
    fn other_clocks_are_moved_to_local_time() {
        let plain = |m, d, h| format!("2022-{m:02}-{d:02} {h:02}:00");
        let utc = order_hours(&year(plain), true, tucson()).unwrap();
        assert_eq!((utc.rows[0], utc.rows[8759], utc.standard), (7, 6, true));
        let stamped = order_hours(&year(|m, d, h| plain(m, d, h) + ":00+01:00"), false, tucson()).unwrap();
        assert_eq!(stamped.rows[0], 8);
        assert!(order_hours(&year(plain), true, LocalClock::default()).is_err(), "no time zone");
        let mut backwards = year(|m, d, h| plain(m, d, h) + "Z");
        backwards.reverse();
        let order = order_hours(&backwards, false, tucson()).unwrap();
        assert_eq!((order.rows[0], order.notes.len()), (8752, 2), "{:?}", order.notes);
    }

    #[test]
    fn stamps_that_do_not_fit_are_named() {
        let plain = |m, d, h| format!("2022-{m:02}-{d:02} {h:02}:00");
        let broken = |row: usize, text: &str| {
            let mut all = year(plain);
            all[row] = parse_stamp(text).unwrap();
            order_hours(&all, false, tucson()).unwrap_err()
        };
        let twice = broken(100, "2022-01-05 03:00");
        assert!((twice.row, twice.text.as_str()) == (100, "01-05 03:00 stands twice"), "{twice:?}");
        assert!(broken(100, "2022-01-05 04:30").text.contains("not an hour after"));
        assert!(broken(100, "2022-13-05 04:00").text.contains("no date"));
        assert!(broken(100, "2022-01-05 04:00Z").text.contains("without the offset"));
    }
}
