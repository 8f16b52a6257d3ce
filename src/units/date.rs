//! Days of the calendar, as phases of a hall begin on them.

use std::fmt;

use super::calendar::{CalendarDate, MINUTES_PER_DAY, date_at_minute, minute_of_year, minutes_per_year};

/// First and last year of a date.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2200;

/// A day of the Gregorian calendar, of the years 1900 to 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

/// Whether a year has a February 29.
const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl Date {
    /// A date written as `2027-07-01`, or as `2027-07` for the first of the month; nothing where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| {
            let written = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| written)
        };
        let mut parts = text.split('-');
        let (year, month) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?);
        let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
        let date = Self { year, month, day };
        let known = parts.next().is_none() && YEARS.contains(&year);
        (known && minute_of_year(month, day, 0, is_leap(year)).is_some()).then_some(date)
    }

    /// Its year.
    pub const fn year(&self) -> u32 {
        self.year
    }

    /// The day before it.
    #[must_use]
    pub fn day_before(&self) -> Self {
        let leap = is_leap(self.year);
        match self.minute(leap).checked_sub(1) {
            Some(minute) => {
                let CalendarDate { month, day } = date_at_minute(minute, leap);
                Self { year: self.year, month, day }
            }
            None => Self { year: self.year - 1, month: 12, day: 31 },
        }
    }

    /// Share of its year that is past when it begins, by days: 0 on January 1, below 1 on December 31.
    pub fn share_of_year(&self) -> f64 {
        let leap = is_leap(self.year);
        f64::from(self.minute(leap)) / f64::from(minutes_per_year(leap))
    }

    /// Minutes from the beginning of a year that has (or lacks) a February 29 until it begins. Where the year lacks one, that
    /// day begins with March.
    pub fn minute(&self, leap: bool) -> u32 {
        let (month, day) = if (self.month, self.day, leap) == (2, 29, false) { (3, 1) } else { (self.month, self.day) };
        minute_of_year(month, day, 0, leap).unwrap_or(0)
    }

    /// Days from January 1 until it begins.
    pub fn days_before(&self) -> u32 {
        self.minute(is_leap(self.year)) / MINUTES_PER_DAY
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for (text, shown) in [
            ("2027-07-01", Some("2027-07-01")),
            ("2027-07", Some("2027-07-01")),
            ("2028-02-29", Some("2028-02-29")),
            ("2000-02-29", Some("2000-02-29")),
            ("2100-02-29", None),
            ("2027-02-29", None),
            ("2027-13", None),
            ("2027-00-01", None),
            ("2027-04-31", None),
            ("2027-7-1", None),
            ("2027", None),
            ("27-07-01", None),
            ("2027-07-01-01", None),
            ("+027-07-01", None),
            ("1899-12-31", None),
            ("", None),
        ] {
            assert_eq!(Date::parse(text).map(|d| d.to_string()).as_deref(), shown, "{text}");
        }
    }

    /// Days by hand: 31 + 28 + 31 + 30 + 31 + 30 = 181 before July 1 of a common year, 182 of a leap year.
    #[test]
    fn shares_of_a_year_are_by_days() {
        let date = |text: &str| Date::parse(text).unwrap();
        assert_eq!((date("2027-07").days_before(), date("2028-07").days_before()), (181, 182));
        assert!((date("2027-07").share_of_year() - 181.0 / 365.0).abs() < 1e-15);
        assert!((date("2028-07").share_of_year() - 182.0 / 366.0).abs() < 1e-15);
        assert_eq!(date("2027-01").share_of_year(), 0.0);
        assert_eq!(date("2028-02-29").minute(false), date("2028-03-01").minute(false));
        for (day, before) in [("2028-03-01", "2028-02-29"), ("2027-03-01", "2027-02-28"), ("2027-01-01", "2026-12-31")]
        {
            assert_eq!(date(day).day_before(), date(before));
        }
        assert!(date("2027-12-31") < date("2028-01-01"));
    }
}
