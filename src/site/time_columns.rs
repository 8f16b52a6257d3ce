//! Columns that tell the hour of a row: a time, a date and an hour, or counted hours.

use crate::units::calendar::MINUTES_PER_DAY;
use crate::units::clock::LocalClock;

use super::stamps::{
    HourOrder, StampProblem, TimeStamp, moved_note, order_hours, parse_date, parse_stamp, unknown_zone,
};

/// The columns that tell the time of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeColumns {
    /// Date and time in one.
    Stamp(usize),
    /// A date and an hour of the day: 0 to 23 that begins, or 1 to 24 that ends then.
    DateAndHour {
        /// Column of the date.
        date: usize,
        /// Column of the hour.
        hour: usize,
    },
    /// Hours of the year, or of the day, as they are counted.
    Count(usize),
}

/// Times of rows as their columns have them.
#[derive(Debug)]
pub(super) enum RowTimes {
    /// Times of a calendar.
    Stamps(Vec<TimeStamp>),
    /// Counted hours.
    Counts(Vec<usize>),
}

/// Whether a column's name is that of an hour.
fn is_hour_title(title: &str) -> bool {
    let plain = title.to_ascii_lowercase().replace(['_', '-', '(', ')', '[', ']'], " ");
    let words: Vec<&str> = plain.split_whitespace().filter(|w| *w != "utc" && *w != "gmt").collect();
    ["hour", "hour ending", "hour of day", "hour of year", "he", "time", "h"].contains(&words.join(" ").as_str())
}

/// The name of a column, but for that of the values, which says that it holds times.
pub(super) fn find_time_title<'a>(titles: &[&'a str], value: usize) -> Option<&'a str> {
    const WORDS: [&str; 6] = ["time", "timestamp", "datetime", "date", "hour", "day"];
    let tells_time = |title: &str| {
        let lower = title.to_ascii_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
    };
    (0..titles.len()).filter(|i| *i != value).map(|i| titles[i]).find(|title| tells_time(title))
}

/// Minutes of the day of an hour `7`, `07:00` or `24`.
fn parse_hour(cell: &str) -> Option<u32> {
    let (hour, minute) = cell.split_once(':').unwrap_or((cell, "0"));
    let below = |text: &str, most: u32| text.parse::<u32>().ok().filter(|v| *v <= most);
    let minutes = 60 * below(hour, 24)? + below(minute, 59)?;
    (minutes <= MINUTES_PER_DAY).then_some(minutes)
}

impl TimeColumns {
    /// The columns of a file by their names and its first row; `value` is the column of the values.
    pub fn find(titles: &[&str], first: &[&str], value: usize) -> Option<Self> {
        let others = || (0..first.len()).filter(|i| *i != value);
        if let Some(place) = others().find(|i| parse_stamp(first[*i]).is_some()) {
            return Some(Self::Stamp(place));
        }
        let is_hour = |cell: &str| cell.parse::<usize>().is_ok() || parse_hour(cell).is_some();
        let hour = others().find(|i| is_hour_title(titles[*i]) && is_hour(first[*i]));
        let date = others().find(|i| first[*i].contains(['-', '/', '.']) && parse_date(first[*i]).is_some());
        match (date, hour) {
            (Some(date), Some(hour)) => Some(Self::DateAndHour { date, hour }),
            (_, Some(hour)) if first[hour].parse::<usize>().is_ok() => Some(Self::Count(hour)),
            _ => None,
        }
    }

    /// Whether a name of the columns says that they are in UTC.
    pub fn are_in_utc(self, titles: &[&str]) -> bool {
        let places = match self {
            Self::Stamp(place) | Self::Count(place) => [place, place],
            Self::DateAndHour { date, hour } => [date, hour],
        };
        places.iter().any(|place| {
            let title = titles[*place].to_ascii_lowercase();
            title.contains("utc") || title.contains("gmt")
        })
    }

    /// The times of all rows; or the first row that has none.
    pub fn read_rows(self, rows: &[Vec<&str>]) -> Result<RowTimes, StampProblem> {
        let fail = |row: usize, found: &str| StampProblem {
            row,
            text: format!("`{found}` is not a time like those above"),
            help: "write every time as 2022-01-31 13:00, in UTC with a Z behind it",
        };
        let each = || rows.iter().enumerate();
        Ok(match self {
            Self::Stamp(place) => {
                let stamp = |(row, cells): (usize, &Vec<&str>)| {
                    parse_stamp(cells[place]).ok_or_else(|| fail(row, cells[place]))
                };
                RowTimes::Stamps(each().map(stamp).collect::<Result<_, _>>()?)
            }
            Self::DateAndHour { date, hour } => {
                let stamp = |(row, cells): (usize, &Vec<&str>)| {
                    let date = parse_date(cells[date]).ok_or_else(|| fail(row, cells[date]))?;
                    let minute = parse_hour(cells[hour]).ok_or_else(|| fail(row, cells[hour]))?;
                    Ok(TimeStamp { date, minute, clock: None })
                };
                let mut stamps = each().map(stamp).collect::<Result<Vec<_>, _>>()?;
                if stamps.iter().any(|s| s.minute == MINUTES_PER_DAY) {
                    // An hour 24 is one that ends then, and so are the others.
                    for s in &mut stamps {
                        s.minute = s.minute.saturating_sub(60);
                    }
                }
                RowTimes::Stamps(stamps)
            }
            Self::Count(place) => {
                let count =
                    |(row, cells): (usize, &Vec<&str>)| cells[place].parse().map_err(|_| fail(row, cells[place]));
                RowTimes::Counts(each().map(count).collect::<Result<_, _>>()?)
            }
        })
    }

    /// Finds the row of each hour of the year.
    ///
    /// # Errors
    /// Times that are no whole hours of one year, each once.
    pub fn order_rows(self, times: &RowTimes, titles: &[&str], local: LocalClock) -> Result<HourOrder, StampProblem> {
        match times {
            RowTimes::Stamps(stamps) => order_hours(stamps, self.are_in_utc(titles), local),
            RowTimes::Counts(counts) if self.are_in_utc(titles) => order_counts(counts)?.into_local(local),
            RowTimes::Counts(counts) => order_counts(counts),
        }
    }
}

impl HourOrder {
    /// The same order where its hours are in UTC: a zone of half hours takes the hour that has begun.
    fn into_local(mut self, local: LocalClock) -> Result<Self, StampProblem> {
        let zone = local.standard.ok_or_else(unknown_zone)?;
        let count = i32::try_from(self.rows.len()).unwrap_or(i32::MAX);
        let ahead = zone.minutes().div_euclid(60).rem_euclid(count);
        self.rows.rotate_right(usize::try_from(ahead).unwrap_or(0));
        self.notes.push(moved_note(zone));
        Ok(Self { standard: true, ..self })
    }
}

/// Hours counted through the year from 0 or 1, in any order, or through each day in order.
fn order_counts(counts: &[usize]) -> Result<HourOrder, StampProblem> {
    let first = counts.iter().copied().min().unwrap_or(0);
    let of_day = counts.iter().all(|c| c - first < 24);
    let mut rows = vec![None; counts.len()];
    for (row, count) in counts.iter().enumerate() {
        let slot = if of_day { row } else { count - first };
        let in_turn = first <= 1 && (!of_day || *count == first + row % 24);
        let fits = in_turn && rows.get(slot).is_some_and(Option::is_none);
        if !fits {
            let problem =
                format!("hour {count} does not fit: hours run from 0 or 1 through the year or through each day");
            return Err(StampProblem { row, text: problem, help: "give every hour once, or leave the column out" });
        }
        rows[slot] = Some(row);
    }
    let rows: Vec<usize> = rows.into_iter().flatten().collect();
    let moved = rows.iter().enumerate().any(|(slot, row)| slot != *row);
    let notes = if moved { vec!["its rows are put in the order of their hours".to_owned()] } else { Vec::new() };
    Ok(HourOrder { rows, standard: false, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::clock::UtcOffset;

    fn tucson() -> LocalClock {
        LocalClock { standard: UtcOffset::from_hours(-7.0), daylight: None }
    }

    /// A date and an hour in columns of their own, as markets write them: 0 to 23, or 1 to 24 by its end; counted hours.
    #[test]
    fn dates_and_hours_may_stand_apart() {
        let order = |titles: &[&str], rows: &[Vec<String>]| {
            let cells: Vec<Vec<&str>> = rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
            let columns = TimeColumns::find(titles, &cells[0], 2).unwrap();
            columns.read_rows(&cells).and_then(|times| columns.order_rows(&times, titles, tucson()))
        };
        let rows = |base: u32, counted: bool| -> Vec<Vec<String>> {
            let days = (1..).zip([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
            let days = days.flat_map(|(month, days)| (1..=days).map(move |day| format!("{month}/{day}/2022")));
            let hours = days.flat_map(|date| (0..24).map(move |hour| (date.clone(), hour)));
            let row = |(place, (date, hour)): (usize, (String, u32))| {
                let hour = if counted { place.to_string() } else { (hour + base).to_string() };
                vec![if counted { "x".to_owned() } else { date }, hour, "1".to_owned()]
            };
            hours.enumerate().map(row).collect()
        };
        let titles = ["Date", "Hour Ending", "price"];
        for all in [rows(0, false), rows(1, false)] {
            let order = order(&titles, &all).unwrap();
            assert!(order.rows.iter().enumerate().all(|(hour, row)| hour == *row) && order.notes.is_empty());
        }
        let utc = order(&["Date (UTC)", "Hour", "price"], &rows(0, false)).unwrap();
        assert_eq!((utc.rows[0], utc.standard), (7, true));
        let mut counted = rows(0, true);
        counted.reverse();
        let back = order(&titles, &counted).unwrap();
        assert_eq!((back.rows[0], back.notes.len()), (8759, 1));
        let utc = order(&["x", "hour (UTC)", "price"], &rows(0, true)).unwrap();
        assert_eq!((utc.rows[0], utc.rows[8759], utc.standard), (7, 6, true));
        counted[100][1] = "5".to_owned();
        assert!(order(&titles, &counted).is_err(), "an hour twice");
    }
}
