//! A month of the calendar.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A month; written `YYYY-MM`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[serde(try_from = "String", into = "String")]
pub struct CalendarMonth {
    /// Year, for instance 2024.
    pub year: u16,
    /// Month, 1..=12.
    pub month: u8,
}

impl CalendarMonth {
    /// The middle of the month as a decimal year: year + (month − 0.5)/12. Fits over time use it; a fitted factor per
    /// year doesn't depend on where in the month a point is put, as long as all are put alike.
    pub fn decimal_years(self) -> f64 {
        f64::from(self.year) + (f64::from(self.month) - 0.5) / 12.0
    }
}

impl FromStr for CalendarMonth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a month; write it as 2024-03");
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        if !(1..=12).contains(&month) {
            return Err(wrong());
        }
        Ok(Self { year, month })
    }
}

impl TryFrom<String> for CalendarMonth {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<CalendarMonth> for String {
    fn from(month: CalendarMonth) -> Self {
        month.to_string()
    }
}

impl fmt::Display for CalendarMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_read_and_print_alike() {
        let month: CalendarMonth = "2017-09".parse().unwrap();
        assert_eq!((month.year, month.month, month.to_string().as_str()), (2017, 9, "2017-09"));
        assert!((month.decimal_years() - 2017.708333).abs() < 1e-6);
        assert!("2017-08".parse::<CalendarMonth>().unwrap() < month);
        for wrong in ["2017", "2017-9", "2017-13", "2017-00", "2026-H2", "17-09", "+017-09", "2017-09-01", ""] {
            assert!(wrong.parse::<CalendarMonth>().unwrap_err().contains("is not a month"), "{wrong}");
        }
    }
}
