//! Times of traces as seconds: Unix seconds and milliseconds, and ISO 8601 with or without an offset from UTC.

use crate::units::calendar::{MINUTES_PER_DAY, minute_of_year};
use crate::units::clock::{LocalClock, UtcOffset};

/// Seconds of a day.
pub(super) const DAY_S: i64 = 86_400;

/// A time of a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TraceTime {
    /// Seconds from 1970-01-01 00:00 in its clock.
    pub seconds: f64,
    /// Its clock, where the text says it; Unix times are in UTC.
    pub clock: Option<UtcOffset>,
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (H. Hinnant, chrono-compatible low-level date algorithms).
pub(super) const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of so many days from 1970-01-01.
pub(super) const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted - era * 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let part = (5 * of_year + 2) / 153;
    let month = if part < 10 { part + 3 } else { part - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, of_year - (153 * part + 2) / 5 + 1)
}

/// Whether a year has a February 29.
const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// `2024-04-07 13:05` of seconds in a clock, for messages.
pub(super) fn format_seconds(seconds: i64) -> String {
    let (year, month, day) = civil_from_days(seconds.div_euclid(DAY_S));
    let minute = seconds.rem_euclid(DAY_S) / 60;
    format!("{year}-{month:02}-{day:02} {:02}:{:02}", minute / 60, minute % 60)
}

/// Reads `1712448000`, `1712448000123` (milliseconds) or `2024-04-07T13:05:10+02:00`, with a space for the T, without seconds or
/// offset.
pub(super) fn parse_time(text: &str) -> Option<TraceTime> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        // Unix time of 1973 to 5138; a thousand times that is in milliseconds.
        let seconds = if number >= 1e11 { number / 1000.0 } else { number };
        return (1e8..1e11).contains(&seconds).then_some(TraceTime { seconds, clock: Some(UtcOffset::UTC) });
    }
    let (date, rest) = text.split_once(['T', ' '])?;
    let number = |part: &str| -> Option<i64> { part.parse().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit())) };
    let mut parts = date.split('-');
    let (year, month, day) = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
    if parts.next().is_some() || !(1000..=9999).contains(&year) {
        return None;
    }
    let as_u32 = |v: i64| u32::try_from(v).ok();
    minute_of_year(as_u32(month)?, as_u32(day)?, 0, is_leap(year))?;
    let rest = rest.trim();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (time, tail) = (&rest[..end], rest[end..].trim());
    let mut parts = time.split(':');
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let second: f64 = parts.next().map_or(Some(0.0), |s| s.parse().ok())?;
    if parts.next().is_some() || hour > 23 || minute > 59 || !(0.0..61.0).contains(&second) {
        return None;
    }
    let clock = if tail.is_empty() { None } else { Some(tail.parse::<UtcOffset>().ok()?) };
    let whole = days_from_civil(year, month, day) * DAY_S + hour * 3600 + minute * 60;
    Some(TraceTime { seconds: whole as f64 + second, clock })
}

/// How the times of a trace become local standard time.
#[derive(Clone, Copy, Debug)]
pub(super) struct TraceClock {
    /// The site's clock.
    pub local: LocalClock,
    /// Clock of times that do not say theirs, if it is known.
    pub assumed: Option<UtcOffset>,
}

impl TraceClock {
    /// Seconds of local standard time; nothing where a time has a clock and the site's is not known.
    pub fn standard_seconds(&self, time: TraceTime) -> Option<f64> {
        if let Some(clock) = time.clock.or(self.assumed) {
            let ahead = self.local.standard?.minutes() - clock.minutes();
            return Some(time.seconds + 60.0 * f64::from(ahead));
        }
        let Some(daylight) = self.local.daylight else { return Some(time.seconds) };
        // The clock on the wall: an hour ahead where standard time an hour before is within daylight saving.
        #[expect(clippy::cast_possible_truncation, reason = "seconds of dates with four digits of year")]
        let before = time.seconds.floor() as i64 - 3600;
        let (minute, leap) = year_minute(before);
        Some(time.seconds - 60.0 * f64::from(daylight.minutes_ahead(minute, leap)))
    }
}

/// Minute of the year of seconds in a clock, and whether that year has a February 29.
pub(super) fn year_minute(seconds: i64) -> (u32, bool) {
    let (year, month, day) = civil_from_days(seconds.div_euclid(DAY_S));
    let leap = is_leap(year);
    let of_day = u32::try_from(seconds.rem_euclid(DAY_S) / 60).unwrap_or(0).min(MINUTES_PER_DAY - 1);
    let as_u32 = |v: i64| u32::try_from(v).unwrap_or(1);
    (minute_of_year(as_u32(month), as_u32(day), of_day, leap).unwrap_or(0), leap)
}

/// Minute of the year of the first of two times, and whether a February 29 lies between them; minutes are those of a year
/// with one if so.
pub(super) fn place_in_year(first: i64, last: i64) -> (u32, bool) {
    let (year, month, day) = civil_from_days(first.div_euclid(DAY_S));
    let (last_year, ..) = civil_from_days(last.div_euclid(DAY_S));
    let leap = (year..=last_year).filter(|y| is_leap(*y)).any(|y| {
        let begins = days_from_civil(y, 2, 29) * DAY_S;
        begins <= last && begins + DAY_S > first
    });
    let as_u32 = |v: i64| u32::try_from(v).unwrap_or(1);
    let minute = as_u32(first.rem_euclid(DAY_S) / 60);
    (minute_of_year(as_u32(month), as_u32(day), minute, leap).unwrap_or(0), leap)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_traces_write_them() {
        let read = |text: &str| parse_time(text).map(|t| (t.seconds, t.clock.map(UtcOffset::minutes)));
        assert_eq!(read("1712448000"), Some((1_712_448_000.0, Some(0))));
        assert_eq!(read("1712448000.5"), Some((1_712_448_000.5, Some(0))));
        assert_eq!(read("1712448000250"), Some((1_712_448_000.25, Some(0))));
        assert_eq!(read("2024-04-07T00:00:00"), Some((1_712_448_000.0, None)));
        assert_eq!(read("2024-04-07 02:00:10.5+02:00"), Some((1_712_455_210.5, Some(120))));
        assert_eq!(read("2024-04-07T00:05Z"), Some((1_712_448_300.0, Some(0))));
        for wrong in
            ["", "12", "Unknown", "2024-13-01T00:00", "2023-02-29T00:00", "2024-04-07", "2024-04-07T25:00", "1e300"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(format_seconds(1_712_455_210), "2024-04-07 02:00");
        assert_eq!(year_minute(1_712_448_000), ((31 + 29 + 31 + 6) * 1440, true));
    }

    #[test]
    fn a_leap_day_counts_where_it_lies_between() {
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
        let at = |text: &str| parse_time(text).map(|t| t.seconds as i64).unwrap();
        let place = |a: &str, b: &str| place_in_year(at(a), at(b));
        assert_eq!(place("2024-01-01T00:00", "2024-12-31T23:00"), (0, true));
        assert_eq!(place("2024-03-01T00:00", "2025-02-28T23:00"), (59 * 1440, false));
        assert_eq!(place("2023-03-01T00:05", "2024-02-29T23:00"), (60 * 1440 + 5, true));
        assert_eq!(place("2023-01-01T00:00", "2023-12-31T23:00"), (0, false));
    }

    /// In summer 13:00 on the wall is 12:00 of standard time; in winter it is 13:00. UTC moves by the zone.
    #[test]
    fn times_become_standard_time() {
        let daylight = "03-11 to 11-04".parse().ok();
        let clock = TraceClock { local: LocalClock { standard: UtcOffset::from_hours(-5.0), daylight }, assumed: None };
        let at = |text: &str| clock.standard_seconds(parse_time(text).unwrap()).unwrap();
        let seconds = |text: &str| parse_time(text).unwrap().seconds;
        assert_eq!(at("2024-07-01T13:00:00"), seconds("2024-07-01T12:00:00"));
        assert_eq!(at("2024-01-10T13:00:00"), seconds("2024-01-10T13:00:00"));
        assert_eq!(at("2024-07-01T13:00:00Z"), seconds("2024-07-01T08:00:00"));
        let unknown = TraceClock { local: LocalClock::default(), assumed: None };
        assert_eq!(unknown.standard_seconds(parse_time("1712448000").unwrap()), None);
        assert_eq!(unknown.standard_seconds(parse_time("2024-04-07T00:00").unwrap()), Some(1_712_448_000.0));
        let assumed = TraceClock { assumed: Some(UtcOffset::UTC), ..clock };
        assert_eq!(
            assumed.standard_seconds(parse_time("2024-07-01T13:00").unwrap()),
            Some(seconds("2024-07-01T08:00"))
        );
    }

    proptest! {
        #[test]
        fn days_and_dates_are_each_other(days in -200_000i64..2_000_000) {
            let (year, month, day) = civil_from_days(days);
            prop_assert!((1..=12).contains(&month) && (1..=31).contains(&day));
            prop_assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
