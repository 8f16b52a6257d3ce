//! Calendar years cut at the dates of phases.

use std::ops::Range;

use crate::units::date::Date;

/// A part of a calendar year that belongs to one phase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct YearSpan {
    /// The year.
    pub year: u32,
    /// Place of the phase.
    pub phase: usize,
    /// First day; none: January 1.
    from: Option<Date>,
    /// The day after the last; none: the year's end.
    until: Option<Date>,
}

impl YearSpan {
    /// Share of the year, by days.
    pub fn share_by_days(&self) -> f64 {
        self.until.map_or(1.0, |date| date.share_of_year()) - self.from.map_or(0.0, |date| date.share_of_year())
    }

    /// Steps of a year of weather of so many steps that begin within it; the weather's year has (or lacks) a February 29.
    pub fn steps(&self, count: usize, step_minutes: u32, leap: bool) -> Range<usize> {
        let step = |date: Date| (date.minute(leap).div_ceil(step_minutes.max(1))) as usize;
        self.from.map_or(0, step)..self.until.map_or(count, step).min(count)
    }
}

/// The spans of phases that begin on rising dates, in the order of time: from the first date to the end of the year after
/// that of the last.
pub(super) fn year_spans(from: &[Date]) -> Vec<YearSpan> {
    let mut out = Vec::new();
    for (phase, begin) in from.iter().enumerate() {
        let end = from.get(phase + 1);
        let last_year = end.map_or(begin.year() + 1, Date::year);
        for year in begin.year()..=last_year {
            let span = YearSpan {
                year,
                phase,
                from: Some(*begin).filter(|date| date.year() == year),
                until: end.copied().filter(|date| date.year() == year),
            };
            // A phase that begins on January 1 leaves nothing of that year to the one before.
            if span.until.is_none_or(|date| date.days_before() > 0) {
                out.push(span);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(all: &[&str]) -> Vec<Date> {
        all.iter().map(|text| Date::parse(text).unwrap()).collect()
    }

    /// July 1 is day 181 and October 1 day 273 of a common year; 2028 has 366 days.
    #[test]
    fn years_are_cut_at_dates() {
        let spans = year_spans(&dates(&["2027-07-01", "2027-10-01", "2029-01-01"]));
        let told: Vec<(u32, usize, f64)> = spans.iter().map(|s| (s.year, s.phase, s.share_by_days())).collect();
        let expected =
            [(2027, 0, 92.0 / 365.0), (2027, 1, 92.0 / 365.0), (2028, 1, 1.0), (2029, 2, 1.0), (2030, 2, 1.0)];
        assert_eq!(told.len(), expected.len(), "{told:?}");
        for (got, wanted) in told.iter().zip(expected) {
            assert_eq!((got.0, got.1), (wanted.0, wanted.1));
            assert!((got.2 - wanted.2).abs() < 1e-12, "{got:?}");
        }
    }

    #[test]
    fn steps_follow_each_other_and_fill_the_year() {
        for (per_hour, leap) in [(1, false), (4, false), (1, true)] {
            let count = (if leap { 8784 } else { 8760 }) * per_hour;
            let minutes = 60 / u32::try_from(per_hour).unwrap();
            let spans = year_spans(&dates(&["2027-03-01", "2028-02-29", "2028-03-01", "2028-11-15"]));
            for year in 2028..2030 {
                let mut next = 0;
                for span in spans.iter().filter(|span| span.year == year) {
                    let steps = span.steps(count, minutes, leap);
                    assert_eq!(steps.start, next, "{span:?}");
                    next = steps.end;
                }
                assert_eq!(next, count);
            }
            let first = spans[0].steps(count, minutes, leap);
            assert_eq!(first.start, (if leap { 60 } else { 59 }) * 24 * per_hour);
        }
    }
}
