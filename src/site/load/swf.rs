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
