//! TMY3 stamps the end of a period, 01:00 to 24:00. Some writers (SolarAnywhere) give midnight as 00:00 of the next day.

use crate::units::calendar::{CalendarDate, MINUTES_PER_DAY, date_at_minute, minute_of_year, minutes_per_year};

use super::error::WeatherProblem;
use super::row::RawWeatherRow;

/// From the ends of periods, as the rows have them, to their beginnings.
pub(super) fn end_to_start(rows: &mut [RawWeatherRow]) -> Result<(), WeatherProblem> {
    let zero = |r: &&RawWeatherRow| r.minute == 0;
    if let Some(first) = rows.iter().find(zero) {
        let last_hour = rows.iter().find(|r| r.minute == MINUTES_PER_DAY);
        let problem = match (last_hour, rows.first().is_some_and(|r| r.minute == 0)) {
            (Some(other), _) => Some((format!("a time of 00:00 beside the 24:00 of line {}", other.line), first.line)),
            (None, true) => {
                Some(("hour 0; TMY3 counts hours from 01:00 to 24:00, by their ends".to_owned(), first.line))
            }
            (None, false) => None,
        };
        if let Some((problem, line)) = problem {
            let help = "stamp the end of each hour: 01:00 to 24:00, or 01:00 to 23:00 and 00:00 of the next day";
            return Err(WeatherProblem::at_line(line, problem).with_help(help));
        }
    }
    let leap = rows.iter().any(|r| r.month == 2 && r.day == 29);
    let step = match rows {
        [a, b, ..] if b.minute > a.minute => (b.minute - a.minute).min(60),
        _ => 60,
    };
    for r in rows {
        if r.minute >= step {
            r.minute -= step;
            continue;
        }
        // It began on the day before.
        if let Some(midnight) = minute_of_year(r.month, r.day, 0, leap) {
            let year = minutes_per_year(leap);
            let begin = (midnight + r.minute + year - step) % year;
            let CalendarDate { month, day } = date_at_minute(begin, leap);
            (r.month, r.day, r.minute) = (month, day, begin % MINUTES_PER_DAY);
        }
    }
    Ok(())
}
