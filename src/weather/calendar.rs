//! Month, day and time of day as minutes of a year; the year's number is never used.

/// Days of the months of a leap year.
const DAYS_IN_MONTH: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// Minutes of a day, without leap seconds.
pub(super) const MINUTES_PER_DAY: u32 = 1440;

/// Minutes from the beginning of a year that has (or lacks) a February 29; nothing for a date that is none.
pub(super) fn minute_of_year(month: u32, day: u32, minute: u32, leap: bool) -> Option<u32> {
    let days = |m: u32| if m == 2 && !leap { 28 } else { DAYS_IN_MONTH[m as usize - 1] };
    if !(1..=12).contains(&month) || day < 1 || day > days(month) || minute >= MINUTES_PER_DAY {
        return None;
    }
    let before: u32 = (1..month).map(days).sum();
    Some((before + day - 1) * MINUTES_PER_DAY + minute)
}

/// The date of a minute of a year, for messages.
pub(super) fn format_date(minute: u32, leap: bool) -> String {
    let mut day = minute / MINUTES_PER_DAY;
    for (month, days) in DAYS_IN_MONTH.iter().enumerate() {
        let days = if month == 1 && !leap { 28 } else { *days };
        if day < days {
            return format!("{:02}-{:02} {:02}:{:02}", month + 1, day + 1, minute % MINUTES_PER_DAY / 60, minute % 60);
        }
        day -= days;
    }
    "the end of the year".to_owned()
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
