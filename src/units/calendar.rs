//! Month, day and time of day as minutes of a year; the year's number is never used.

/// Days of the months of a leap year.
const DAYS_IN_MONTH: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Minutes of a day, without leap seconds.
pub(crate) const MINUTES_PER_DAY: u32 = 1440;

/// Minutes of a year of 365 or, with a February 29, 366 days.
pub(crate) const fn minutes_per_year(leap: bool) -> u32 {
    (if leap { 366 } else { 365 }) * MINUTES_PER_DAY
}

/// Hours as whole minutes, up to those of a leap year.
pub(crate) fn whole_minutes(hours: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded and clamped")]
    let minutes = (hours * 60.0).round().clamp(0.0, f64::from(minutes_per_year(true))) as u32;
    minutes
}

/// A day of a year whose number is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CalendarDate {
    /// Month, from 1.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
}

/// The day of a minute of a year; minutes beyond its end go on at its beginning.
pub(crate) fn date_at_minute(minute: u32, leap: bool) -> CalendarDate {
    let mut day = minute % minutes_per_year(leap) / MINUTES_PER_DAY;
    let mut month = 0;
    for days in DAYS_IN_MONTH {
        let days = if month == 1 && !leap { 28 } else { days };
        month += 1;
        if day < days {
            break;
        }
        day -= days;
    }
    CalendarDate { month, day: day + 1 }
}

/// Minutes from the beginning of a year that has (or lacks) a February 29; nothing for a date that is none.
pub(crate) fn minute_of_year(month: u32, day: u32, minute: u32, leap: bool) -> Option<u32> {
    let days = |m: u32| if m == 2 && !leap { 28 } else { DAYS_IN_MONTH[m as usize - 1] };
    if !(1..=12).contains(&month) || day < 1 || day > days(month) || minute >= MINUTES_PER_DAY {
        return None;
    }
    let before: u32 = (1..month).map(days).sum();
    Some((before + day - 1) * MINUTES_PER_DAY + minute)
}

/// The date of a minute of a year, for messages.
pub(crate) fn format_date(minute: u32, leap: bool) -> String {
    if minute >= minutes_per_year(leap) {
        return "the end of the year".to_owned();
    }
    let CalendarDate { month, day } = date_at_minute(minute, leap);
    format!("{month:02}-{day:02} {:02}:{:02}", minute % MINUTES_PER_DAY / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_has_its_date_and_back() {
        for leap in [false, true] {
            let all = if leap { 366 } else { 365 } * MINUTES_PER_DAY;
            for minute in (0..all).step_by(30) {
                let text = format_date(minute, leap);
                let part = |a: usize| text[a..a + 2].parse::<u32>().unwrap();
                let back = minute_of_year(part(0), part(3), part(6) * 60 + part(9), leap);
                assert_eq!(back, Some(minute), "{text}");
            }
        }
        assert_eq!(minute_of_year(2, 29, 0, false), None);
        assert_eq!(minute_of_year(13, 1, 0, true), None);
        assert_eq!(minute_of_year(4, 31, 0, true), None);
    }
}
