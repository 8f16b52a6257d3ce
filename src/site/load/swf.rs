//! The Standard Workload Format: a header of `; Key: value` lines, then a job a line in 18 fields (Feitelson, Parallel
//! Workloads Archive, version 2.2).

use crate::units::clock::UtcOffset;

use super::busy::{self, JobSpan, JobTrace};
use super::epoch::{TraceClock, TraceTime};
use super::error::LoadError;
use super::series::LoadSeries;

/// Fields of a job.
const FIELDS: usize = 18;

/// Whether a text is in this format: a header of semicolons, or a job in its first line.
pub(super) fn is_swf(text: &str) -> bool {
    let Some(first) = text.lines().map(str::trim).find(|l| !l.is_empty()) else { return false };
    let fields: Vec<&str> = first.split_whitespace().collect();
    first.starts_with(';') || fields.len() == FIELDS && fields.iter().all(|f| f.parse::<f64>().is_ok())
}

/// What the header tells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct SwfHeader {
    processors: Option<f64>,
    nodes: Option<f64>,
    unix_start_s: Option<f64>,
    /// Seconds east of UTC.
    zone_s: Option<f64>,
}

impl SwfHeader {
    fn read_line(&mut self, line: &str) {
        let Some((key, value)) = line.trim_start_matches([';', ' ', '\t']).split_once(':') else { return };
        let number = value.split_whitespace().next().and_then(|v| v.parse::<f64>().ok());
        match key.trim() {
            "MaxProcs" => self.processors = number,
            "MaxNodes" => self.nodes = number,
            "UnixStartTime" => self.unix_start_s = number.filter(|s| *s > 0.0),
            "TimeZone" => self.zone_s = number,
            _ => {}
        }
    }

    /// Seconds of local standard time at which the trace begins, and what is told of it.
    fn start_s(&self, file: &str, clock: TraceClock) -> Result<Option<(f64, String)>, LoadError> {
        let Some(seconds) = self.unix_start_s else { return Ok(None) };
        if let Some(local) = clock.local.standard {
            let time = TraceTime { seconds, clock: Some(UtcOffset::UTC) };
            let start = clock.standard_seconds(time).unwrap_or(seconds);
            return Ok(Some((start, format!("its times are moved from UTC to local standard time, {local}"))));
        }
        let own = clock.assumed.map(|zone| 60.0 * f64::from(zone.minutes())).or(self.zone_s);
        let Some(zone_s) = own else {
            let problem = "its UnixStartTime is in UTC, and neither its clock nor that of the site is known";
            return Err(LoadError::of_file(
                file,
                problem,
                "set profile.time_zone or site.time_zone, for instance \"UTC-7\"",
            ));
        };
        Ok(Some((seconds + zone_s, "its times are taken in its own clock as local standard time".to_owned())))
    }
}

/// A job's line.
enum SwfLine {
    Job(JobSpan),
    /// A job that never ran, or whose processors are not told.
    Left,
}

fn read_job(line: &str) -> Result<SwfLine, String> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    if fields.len() != FIELDS {
        return Err(format!("{} fields; a job has {FIELDS}", fields.len()));
    }
    let number = |place: usize| {
        let wrong = || format!("field {}, `{}`, is not a number", place + 1, fields[place]);
        fields[place].parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(wrong)
    };
    let (submit, wait, run) = (number(1)?, number(2)?, number(3)?);
    let (allocated, requested) = (number(4)?, number(7)?);
    if submit < 0.0 {
        return Err(format!("field 2, {submit}: a job submitted before the trace begins"));
    }
    let nodes = if allocated > 0.0 { allocated } else { requested };
    if run <= 0.0 || nodes <= 0.0 {
        return Ok(SwfLine::Left);
    }
    let start_s = submit + wait.max(0.0);
    Ok(SwfLine::Job(JobSpan { start_s, end_s: start_s + run, nodes }))
}

/// The load of a trace; `nodes` is the number of all processors where it is given.
///
/// # Errors
/// [`LoadError`].
pub(super) fn read_swf(
    file: &str,
    text: &str,
    nodes: Option<u32>,
    clock: TraceClock,
    repeat: bool,
) -> Result<LoadSeries, LoadError> {
    let (mut header, mut jobs, mut left) = (SwfHeader::default(), Vec::new(), 0_usize);
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() {
            continue;
        }
        if line.starts_with(';') {
            header.read_line(line);
            continue;
        }
        match read_job(line) {
            Ok(SwfLine::Job(job)) => jobs.push(job),
            Ok(SwfLine::Left) => left += 1,
            Err(problem) => {
                let help = "write a job as 18 numbers, -1 where one is not known";
                return Err(LoadError::of_file(file, problem, help).at_line(number));
            }
        }
    }
    let capacity =
        nodes.map(f64::from).or(header.processors.filter(|n| *n > 0.0)).or(header.nodes.filter(|n| *n > 0.0));
    let Some(capacity) = capacity else {
        let problem = "its header has neither MaxProcs nor MaxNodes";
        return Err(LoadError::of_file(file, problem, "give the number of all processors: profile.nodes = 1024"));
    };
    let start = header.start_s(file, clock)?;
    let mut notes = vec![format!("read as SWF: {} jobs on {capacity:.0} processors", jobs.len())];
    if left > 0 {
        notes.push(format!("{left} jobs without a run time or processors are left out"));
    }
    let has_dates = start.is_some();
    if let Some((start_s, note)) = start {
        notes.push(note);
        for job in &mut jobs {
            job.start_s += start_s;
            job.end_s += start_s;
        }
    }
    busy::busy_series(JobTrace { file, jobs, capacity, counted: "processors", has_dates, repeat, notes })
}

#[cfg(test)]
mod tests {
    use crate::units::clock::LocalClock;

    use super::*;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/load_trace.swf");

    fn clock() -> TraceClock {
        TraceClock { local: LocalClock { standard: Some(UtcOffset::UTC), daylight: None }, assumed: None }
    }

    fn trace() -> String {
        std::fs::read_to_string(FILE).unwrap()
    }

    /// 20 of 100 processors all day. 50 from 01:30 to 02:30: 0.2 + 0.25 in both hours. 30 for 90 s from 02:00: 0.0075 more, and all 100
    /// busy in that minute. 10 requested of 12:00 to 13:00. The day: 1,946,700 of 8,640,000 processor-seconds.
    #[test]
    fn a_day_by_hand() {
        let text = trace();
        assert!(is_swf(&text));
        let series = read_swf("t.swf", &text, None, clock(), true).unwrap();
        assert_eq!(
            (series.points().len(), series.step_minutes(), series.start_minute()),
            (288, 5, (31 + 28 + 31 + 6) * 1440)
        );
        let hours = series.for_year(8760, 60, false).unwrap();
        for (hour, mean, peak) in [(0, 0.2, 0.2), (1, 0.45, 0.7), (2, 0.4575, 1.0), (3, 0.2, 0.2), (12, 0.3, 0.3)] {
            let found = hours[24 * 96 + hour];
            assert!((found.mean - mean).abs() < 1e-12 && (found.peak - peak).abs() < 1e-12, "{hour}: {found:?}");
        }
        let mean = series.points().iter().map(|p| p.mean).sum::<f64>() / 288.0;
        assert!((mean - 1_946_700.0 / 8_640_000.0).abs() < 1e-12);
        assert!(series.notes()[0].contains("read as SWF: 4 jobs on 100 processors"), "{:?}", series.notes());
        assert!(series.notes()[1].contains("1 jobs without a run time"));
        // Twice as many processors, half the share.
        let wide = read_swf("t.swf", &text, Some(200), clock(), true).unwrap();
        assert!((wide.points()[0].mean - 0.1).abs() < 1e-12);
        // Without a date the day is repeated unasked.
        let plain = text.replace("; UnixStartTime: 1712448000\n", "");
        assert!(read_swf("t.swf", &plain, None, clock(), false).unwrap().is_repeated());
    }

    #[test]
    fn every_mistake_names_its_line() {
        let text = trace();
        let fails = |text: &str, nodes, repeat| read_swf("t.swf", text, nodes, clock(), repeat).unwrap_err();
        let error = fails(&text.replace("7200    0    90", "7200    0    x"), None, true);
        assert!((error.line, error.problem.as_str()) == (Some(9), "field 4, `x`, is not a number"), "{error}");
        let error = fails(&text.replace("3  7200    0    90 30", "3  7200"), None, true);
        assert!(error.line == Some(9) && error.problem.contains("15 fields; a job has 18"), "{error}");
        let error = fails(&text, Some(60), true);
        assert!(error.problem.contains("at 2024-04-07 01:30 its jobs hold 70 processors of 60"), "{error}");
        let error = fails(&text, None, false);
        assert!(error.problem.contains("it covers 1 day") && error.help.contains("repeat = true"), "{error}");
        let error = fails("; MaxProcs: 10\n", None, true);
        assert!(error.problem.contains("no job has a time"), "{error}");
        let error = fails(&text.replace("; MaxProcs: 100\n", "").replace("; MaxNodes: 10\n", ""), None, true);
        assert!(
            error.problem.contains("neither MaxProcs nor MaxNodes") && error.help.contains("profile.nodes"),
            "{error}"
        );
        let error = fails(&text.replace("0    0 86400", "0    0 40000"), None, true);
        assert!(error.problem.contains("0 whole days"), "{error}");
        let unknown = TraceClock { local: LocalClock::default(), assumed: None };
        let error = read_swf("t.swf", &text.replace("; TimeZone: 0\n", ""), None, unknown, true).unwrap_err();
        assert!(error.help.contains("time_zone"), "{error}");
        assert!(read_swf("t.swf", &text, None, unknown, true).is_ok(), "its own zone");
    }
}
