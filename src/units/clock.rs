//! Clocks: standard time of a place as an offset from UTC, and daylight saving by two dates.

use std::fmt;
use std::str::FromStr;

use super::calendar::{minute_of_year, minutes_per_year};

/// Offset of a clock from UTC, whole minutes; between -12 h and +14 h, as time zones are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcOffset {
    minutes: i32,
}

impl UtcOffset {
    /// Coordinated universal time.
    pub const UTC: Self = Self { minutes: 0 };

    /// An offset in minutes; nothing where no clock on earth has it.
    pub fn from_minutes(minutes: i32) -> Option<Self> {
        (-12 * 60..=14 * 60).contains(&minutes).then_some(Self { minutes })
    }

    /// An offset in hours, to the minute; nothing where no clock on earth has it.
    pub fn from_hours(hours: f64) -> Option<Self> {
        let minutes = (hours * 60.0).round();
        if minutes.abs() > 14.0 * 60.0 || minutes.is_nan() {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "within a day")]
        Self::from_minutes(minutes as i32)
    }

    /// The whole hour nearest to the mean solar time of a longitude, degrees east.
    pub fn from_longitude(longitude_deg: f64) -> Option<Self> {
        if (-180.0..=180.0).contains(&longitude_deg) { Self::from_hours((longitude_deg / 15.0).round()) } else { None }
    }

    /// Minutes east of UTC.
    pub const fn minutes(self) -> i32 {
        self.minutes
    }

    /// Hours east of UTC.
    pub fn hours(self) -> f64 {
        f64::from(self.minutes) / 60.0
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, size) = (if self.minutes < 0 { '-' } else { '+' }, self.minutes.abs());
        match (self.minutes, size % 60) {
            (0, _) => f.write_str("UTC"),
            (_, 0) => write!(f, "UTC{sign}{}", size / 60),
            (_, rest) => write!(f, "UTC{sign}{}:{rest:02}", size / 60),
        }
    }
}

/// A text that is no offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoUtcOffset;

impl FromStr for UtcOffset {
    type Err = NoUtcOffset;

    /// `UTC`, `UTC-7`, `UTC+05:30`, `GMT+1`, `Z`, `-07:00` or `+0530`.
    fn from_str(text: &str) -> Result<Self, NoUtcOffset> {
        let text = text.trim();
        let upper = text.to_ascii_uppercase();
        let rest = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(&upper).trim();
        if rest.is_empty() && !upper.is_empty() || rest == "Z" {
            return Ok(Self::UTC);
        }
        let (sign, size) = match rest.chars().next() {
            Some('+') => (1, &rest[1..]),
            // A minus sign as typesetters write it.
            Some('-') => (-1, &rest[1..]),
            Some('\u{2212}') => (-1, &rest['\u{2212}'.len_utf8()..]),
            _ => return Err(NoUtcOffset),
        };
        let number = |t: &str| {
            let plain = !t.is_empty() && t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
            if plain { t.parse::<i32>().map_err(|_| NoUtcOffset) } else { Err(NoUtcOffset) }
        };
        let (hours, minutes) = match size.split_once(':') {
            Some((hours, minutes)) => (number(hours)?, number(minutes)?),
            None if size.len() == 4 && size.is_ascii() => (number(&size[..2])?, number(&size[2..])?),
            None => (number(size)?, 0),
        };
        if minutes > 59 {
            return Err(NoUtcOffset);
        }
        Self::from_minutes(sign * (60 * hours + minutes)).ok_or(NoUtcOffset)
    }
}

/// Daylight saving: the days of the year, in any hemisphere, between which clocks are an hour ahead of standard time. They
/// change at 02:00 of standard time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaylightSaving {
    /// Month and day of the beginning.
    starts: (u32, u32),
    /// Month and day of the end.
    ends: (u32, u32),
}

/// Standard time at which clocks change, minutes of the day.
const CHANGE_MINUTE: u32 = 120;
/// What clocks are ahead by, minutes.
const AHEAD_MIN: u32 = 60;

impl DaylightSaving {
    /// Minutes that the clock is ahead at a minute of a year of standard time.
    pub fn minutes_ahead(self, minute: u32, leap: bool) -> u32 {
        let at = |(month, day)| minute_of_year(month, day, CHANGE_MINUTE, leap).unwrap_or(0);
        let (from, to) = (at(self.starts), at(self.ends));
        let ahead = if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to };
        if ahead { AHEAD_MIN } else { 0 }
    }
}

impl FromStr for DaylightSaving {
    type Err = NoDaylightSaving;

    /// `03-11 to 11-04`: month and day of the first and the last change.
    fn from_str(text: &str) -> Result<Self, NoDaylightSaving> {
        let day = |part: &str| {
            let (month, day) = part.trim().split_once('-').ok_or(NoDaylightSaving)?;
            let number = |t: &str| t.parse::<u32>().map_err(|_| NoDaylightSaving);
            let (month, day) = (number(month)?, number(day)?);
            minute_of_year(month, day, 0, false).map(|_| (month, day)).ok_or(NoDaylightSaving)
        };
        let (starts, ends) = text.split_once(" to ").ok_or(NoDaylightSaving)?;
        let (starts, ends) = (day(starts)?, day(ends)?);
        if starts == ends { Err(NoDaylightSaving) } else { Ok(Self { starts, ends }) }
    }
}

impl fmt::Display for DaylightSaving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02} to {:02}-{:02}", self.starts.0, self.starts.1, self.ends.0, self.ends.1)
    }
}

/// A text that names no two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDaylightSaving;

/// The local clock of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocalClock {
    /// Standard time, where it is known.
    pub standard: Option<UtcOffset>,
    /// Daylight saving, where clocks change.
    pub daylight: Option<DaylightSaving>,
}

impl LocalClock {
    /// Minute of the year by the clock on the wall, from that of standard time; the year is a circle.
    pub fn wall_minute(self, standard_minute: u32, leap: bool) -> u32 {
        let ahead = self.daylight.map_or(0, |d| d.minutes_ahead(standard_minute, leap));
        (standard_minute + ahead) % minutes_per_year(leap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("UTC", 0),
            ("Z", 0),
            ("utc-7", -420),
            ("UTC+05:30", 330),
            ("GMT+1", 60),
            ("+00:00", 0),
            ("-0330", -210),
            ("UTC\u{2212}3", -180),
            ("+14", 840),
        ] {
            assert_eq!(text.parse::<UtcOffset>().map(UtcOffset::minutes), Ok(minutes), "{text}");
        }
        for wrong in ["", "7", "UTC+15", "UTC-13", "+5:75", "Europe/Berlin", "+", "+1:2:3", "+123"] {
            assert!(wrong.parse::<UtcOffset>().is_err(), "{wrong}");
        }
        let shown = |h: f64| UtcOffset::from_hours(h).unwrap().to_string();
        assert_eq!((shown(0.0), shown(-7.0), shown(5.5)), ("UTC".into(), "UTC-7".into(), "UTC+5:30".into()));
        assert_eq!(UtcOffset::from_longitude(-110.9), UtcOffset::from_hours(-7.0));
        assert_eq!(UtcOffset::from_longitude(f64::NAN), None);
    }

    #[test]
    fn clocks_are_ahead_between_the_changes() {
        let north: DaylightSaving = "03-11 to 11-04".parse().unwrap();
        let south: DaylightSaving = "10-03 to 04-03".parse().unwrap();
        let at = |month, day, hour: u32| minute_of_year(month, day, hour * 60, false).unwrap();
        for (clock, minute, ahead) in [
            (north, at(3, 11, 1), 0),
            (north, at(3, 11, 2), 60),
            (north, at(11, 4, 1), 60),
            (north, at(11, 4, 2), 0),
            (south, at(1, 1, 0), 60),
            (south, at(7, 1, 0), 0),
            (south, at(12, 31, 23), 60),
        ] {
            assert_eq!(clock.minutes_ahead(minute, false), ahead, "{clock} {minute}");
        }
        // An hour ahead for the 238 days between, no more and no less.
        let sum: u32 = (0..8760).map(|h| north.minutes_ahead(60 * h, false)).sum();
        assert_eq!(sum, 60 * 24 * 238);
        for wrong in ["", "none", "03-11", "03-11 to 03-11", "13-01 to 11-04", "02-30 to 11-04", "03/11 to 11/04"] {
            assert!(wrong.parse::<DaylightSaving>().is_err(), "{wrong}");
        }
        let wall = LocalClock { standard: None, daylight: Some(north) };
        assert_eq!(wall.wall_minute(at(7, 1, 12), false), at(7, 1, 13));
        let summer = LocalClock { standard: None, daylight: Some(south) };
        assert_eq!(summer.wall_minute(at(12, 31, 23), false), 0, "the year is a circle");
    }
}
