//! Exports of Slurm's accounting: `sacct --parsable2` with Start, End and a number of nodes or accelerators.

use super::busy::{self, JobSpan, JobTrace};
use super::epoch::{self, TraceClock};
use super::error::LoadError;
use super::series::LoadSeries;

/// Whether a text is in this format: bars between titles, Start and End among them.
pub(super) fn is_sacct(text: &str) -> bool {
    let Some(first) = text.lines().map(str::trim).find(|l| !l.is_empty()) else { return false };
    let titles: Vec<String> = first.split('|').map(|t| t.trim().to_lowercase()).collect();
    titles.len() > 1 && ["start", "end"].iter().all(|t| titles.iter().any(|found| found == t))
}

/// What says how much of the machine a job holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// A column of whole nodes.
    Nodes(usize),
    /// `node=` in AllocTRES.
    TresNodes(usize),
    /// `gres/gpu=` in AllocTRES.
    TresAccelerators(usize),
}

impl Measure {
    const fn counted(self) -> &'static str {
        match self {
            Self::Nodes(_) | Self::TresNodes(_) => "nodes",
            Self::TresAccelerators(_) => "accelerators",
        }
    }

    /// What a job holds; 0 where it holds nothing, nothing where the cell is no number.
    fn amount(self, cells: &[&str]) -> Option<f64> {
        match self {
            Self::Nodes(place) => parse_count(cells[place]),
            Self::TresNodes(place) => tres_amount(cells[place], "node"),
            Self::TresAccelerators(place) => tres_amount(cells[place], "gres/gpu"),
        }
    }
}

/// `128`, `1.5K` as Slurm shortens it, or nothing for an empty or unknown cell.
fn parse_count(cell: &str) -> Option<f64> {
    if is_unknown(cell) {
        return Some(0.0);
    }
    let (number, factor) = match cell.strip_suffix(['K', 'k']) {
        Some(number) => (number, 1000.0),
        None => (cell, 1.0),
    };
    number.parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0).map(|v| v * factor)
}

/// The amount of a resource in `billing=64,gres/gpu=8,gres/gpu:a100=8,node=2`; 0 where it is not there.
fn tres_amount(cell: &str, key: &str) -> Option<f64> {
    let of = |part: &str| {
        part.trim().split_once('=').filter(|(found, _)| *found == key).map(|(_, amount)| parse_count(amount))
    };
    cell.split(',').find_map(of).unwrap_or(Some(0.0))
}

fn is_unknown(cell: &str) -> bool {
    ["", "Unknown", "None", "None assigned", "N/A"].contains(&cell.trim())
}

/// Places of the columns.
struct Columns {
    id: Option<usize>,
    start: usize,
    end: usize,
    measure: Measure,
}

fn find_columns(titles: &[&str], rows: &[(usize, Vec<&str>)]) -> Result<Columns, (String, String)> {
    let find = |name: &str| titles.iter().position(|t| t.trim().eq_ignore_ascii_case(name));
    let (Some(start), Some(end)) = (find("Start"), find("End")) else {
        return Err((
            "columns Start and End are needed".to_owned(),
            "export with --format=JobID,Start,End,AllocNodes".to_owned(),
        ));
    };
    let tres = |key: &str| {
        let place = find("AllocTRES")?;
        rows.iter()
            .any(|(_, cells)| cells.get(place).is_some_and(|c| tres_amount(c, key) != Some(0.0)))
            .then_some(place)
    };
    let nodes = find("AllocNodes").or_else(|| find("NNodes")).map(Measure::Nodes);
    let measure = nodes
        .or_else(|| tres("node").map(Measure::TresNodes))
        .or_else(|| tres("gres/gpu").map(Measure::TresAccelerators));
    let Some(measure) = measure else {
        let problem = "no column tells how many nodes a job has: AllocNodes, NNodes or AllocTRES is needed";
        return Err((problem.to_owned(), "export with --format=JobID,Start,End,AllocNodes".to_owned()));
    };
    Ok(Columns { id: find("JobID").or_else(|| find("JobIDRaw")), start, end, measure })
}

/// What reading the rows counts.
#[derive(Default)]
struct Counts {
    steps: usize,
    waiting: usize,
    running: usize,
    /// Jobs that hold nothing, or for no time.
    idle: usize,
}

/// The load of an export; `nodes` is the number of all nodes (or accelerators, where these are counted).
///
/// # Errors
/// [`LoadError`].
pub(super) fn read_sacct(
    file: &str,
    text: &str,
    nodes: Option<u32>,
    clock: TraceClock,
    repeat: bool,
) -> Result<LoadSeries, LoadError> {
    let fail = |line: usize, problem: String, help: &str| LoadError::of_file(file, problem, help).at_line(line);
    let mut lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    let Some((head, header)) = lines.next() else {
        return Err(LoadError::of_file(file, "the file is empty", "export with sacct --parsable2"));
    };
    let titles: Vec<&str> = header.split('|').collect();
    let rows: Vec<(usize, Vec<&str>)> = lines.map(|(number, line)| (number, line.split('|').collect())).collect();
    if let Some((line, cells)) = rows.iter().find(|(_, cells)| cells.len() != titles.len()) {
        let problem = format!("{} columns where the header has {}", cells.len(), titles.len());
        return Err(fail(*line, problem, "export with --parsable2, without columns that may hold a bar"));
    }
    let columns = find_columns(&titles, &rows).map_err(|(problem, help)| fail(head, problem, &help))?;
    let counted = columns.measure.counted();
    let Some(capacity) = nodes else {
        let problem = format!("an export of sacct does not tell how many {counted} there are");
        return Err(LoadError::of_file(file, problem, format!("give their number: profile.nodes = 128 ({counted})")));
    };
    let read_time = |line: usize, place: usize, cell: &str| -> Result<Option<f64>, LoadError> {
        if is_unknown(cell) {
            return Ok(None);
        }
        let help = "export times as 2024-04-07T13:05:10 or, with SLURM_TIME_FORMAT=%s, as Unix seconds";
        let wrong = || fail(line, format!("`{cell}` is not a time"), help).in_column(titles[place]);
        let time = epoch::parse_time(cell).ok_or_else(wrong)?;
        let zone = || {
            let problem =
                "its times are in a clock of their own, and the time zone of the site is not known".to_owned();
            fail(line, problem, "set site.time_zone, for instance \"UTC-7\"")
        };
        clock.standard_seconds(time).map(Some).ok_or_else(zone)
    };
    let (mut jobs, mut open, mut counts) = (Vec::new(), Vec::new(), Counts::default());
    for (line, cells) in &rows {
        if columns.id.is_some_and(|place| cells[place].contains('.')) {
            counts.steps += 1;
            continue;
        }
        let wrong = || fail(*line, format!("how many {counted} it has is no number"), "write whole numbers");
        let held = columns.measure.amount(cells).ok_or_else(wrong)?;
        let Some(start_s) = read_time(*line, columns.start, cells[columns.start])? else {
            counts.waiting += 1;
            continue;
        };
        let end = read_time(*line, columns.end, cells[columns.end])?;
        if end.is_some_and(|end| end < start_s) {
            let problem = format!("it ends at {}, before it starts at {}", cells[columns.end], cells[columns.start]);
            return Err(fail(*line, problem, "correct the times; give them in UTC where clocks change"));
        }
        match end {
            _ if held == 0.0 => counts.idle += 1,
            Some(end_s) if end_s == start_s => counts.idle += 1,
            Some(end_s) => jobs.push(JobSpan { start_s, end_s, nodes: held }),
            None => open.push((start_s, held)),
        }
    }
    counts.running = open.len();
    // Jobs that still ran when the export was made ran to the last time that it knows.
    let times = jobs.iter().flat_map(|j| [j.start_s, j.end_s]).chain(open.iter().map(|(start, _)| *start));
    if let Some(last) = times.reduce(f64::max) {
        jobs.extend(open.into_iter().map(|(start_s, nodes)| JobSpan { start_s, end_s: last, nodes }));
    }
    let notes = tell_counts(&counts, jobs.len(), capacity, counted, clock);
    busy::busy_series(JobTrace { file, jobs, capacity: f64::from(capacity), counted, has_dates: true, repeat, notes })
}

fn tell_counts(counts: &Counts, jobs: usize, capacity: u32, counted: &str, clock: TraceClock) -> Vec<String> {
    let mut notes = vec![format!("read as an export of sacct: {jobs} jobs on {capacity} {counted}")];
    for (count, words) in [
        (counts.steps, "steps of jobs are part of their jobs"),
        (counts.waiting, "jobs that have not started are left out"),
        (counts.running, "jobs without an end run to the last time of the file"),
        (counts.idle, "jobs that hold nothing, or for no time, are left out"),
    ] {
        if count > 0 {
            notes.push(format!("{count} {words}"));
        }
    }
    if clock.assumed.is_none() && clock.local.daylight.is_some() {
        notes.push("times without an offset are taken as those of the site's clock on the wall".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests {
    use crate::units::clock::{LocalClock, UtcOffset};

    use super::*;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/load_sacct.txt");

    fn clock() -> TraceClock {
        TraceClock { local: LocalClock::default(), assumed: None }
    }

    fn export() -> String {
        std::fs::read_to_string(FILE).unwrap()
    }

    /// 2 of 10 nodes all day; 5 from 06:15 to 07:30:45: 0.375 and 0.25625 of these two hours more; 3 from 23:00 to the last time.
    #[test]
    fn a_day_by_hand() {
        let text = export();
        assert!(is_sacct(&text));
        let series = read_sacct("t.txt", &text, Some(10), clock(), true).unwrap();
        let hours = series.for_year(8760, 60, false).unwrap();
        for (hour, mean, peak) in [(5, 0.2, 0.2), (6, 0.575, 0.7), (7, 0.45625, 0.7), (8, 0.2, 0.2), (23, 0.5, 0.5)] {
            let found = hours[24 * 96 + hour];
            assert!((found.mean - mean).abs() < 1e-12 && (found.peak - peak).abs() < 1e-12, "{hour}: {found:?}");
        }
        let notes = series.notes().join("\n");
        for says in
            ["sacct: 3 jobs on 10 nodes", "2 steps of jobs", "2 jobs that have not started", "1 jobs without an end"]
        {
            assert!(notes.contains(says), "{says}: {notes}");
        }
    }

    /// Without a column of nodes, those of AllocTRES; without these, its accelerators: 16 of 80 all day.
    #[test]
    fn resources_tell_nodes_or_accelerators() {
        let text = export();
        let mut without: Vec<String> = Vec::new();
        for line in text.lines() {
            let mut cells: Vec<&str> = line.split('|').collect();
            cells.remove(4);
            without.push(cells.join("|"));
        }
        let nodes = without.join("\n");
        let series = read_sacct("t.txt", &nodes, Some(10), clock(), true).unwrap();
        assert!((series.points()[75].mean - 0.7).abs() < 1e-12 && series.notes()[0].contains("10 nodes"));
        let accelerators =
            nodes.replace(",node=2", "").replace(",node=5", "").replace(",node=3", "").replace(",node=1", "");
        let series = read_sacct("t.txt", &accelerators, Some(80), clock(), true).unwrap();
        assert!((series.points()[75].mean - 0.7).abs() < 1e-12 && series.notes()[0].contains("80 accelerators"));
        assert_eq!(
            (parse_count("1.5K"), parse_count("x"), tres_amount("a=1,gres/gpu=4", "gres/gpu")),
            (Some(1500.0), None, Some(4.0))
        );
    }

    #[test]
    fn every_mistake_names_its_line() {
        let text = export();
        let fails = |text: &str, nodes| read_sacct("t.txt", text, nodes, clock(), true).unwrap_err();
        let error = fails(&text, None);
        assert!(error.problem.contains("how many nodes there are") && error.help.contains("profile.nodes"), "{error}");
        let error = fails(&text.replace("2024-04-07T06:15:00", "noon"), Some(10));
        assert_eq!((error.line, error.column.as_deref()), (Some(5), Some("Start")));
        assert!(error.problem.contains("`noon` is not a time"), "{error}");
        let error = fails(&text.replace("2024-04-07T07:30:45", "2024-04-07T05:30:45"), Some(10));
        assert!(error.line == Some(5) && error.problem.contains("before it starts"), "{error}");
        let error = fails(&text.replace("FAILED|5|", "FAILED|five|"), Some(10));
        assert!(error.line == Some(5) && error.problem.contains("how many nodes it has is no number"), "{error}");
        let error = fails(&text.replace("FAILED|5|", "FAILED|"), Some(10));
        assert!(error.line == Some(5) && error.problem.contains("5 columns where the header has 6"), "{error}");
        let error = fails(&text, Some(6));
        assert!(error.problem.contains("at 2024-04-07 06:15 its jobs hold 7 nodes of 6"), "{error}");
        let error = fails(&text.replace("AllocNodes", "x").replace("AllocTRES", "y"), Some(10));
        assert!(error.line == Some(1) && error.problem.contains("AllocNodes, NNodes or AllocTRES"), "{error}");
        let utc = text.replace("T00:00:00|2024-04-08T00:00:00|", "T00:00:00Z|2024-04-08T00:00:00Z|");
        assert!(fails(&utc, Some(10)).help.contains("site.time_zone"));
        let standard =
            TraceClock { local: LocalClock { standard: Some(UtcOffset::UTC), daylight: None }, assumed: None };
        assert!(read_sacct("t.txt", &utc, Some(10), standard, true).is_ok());
    }
}
