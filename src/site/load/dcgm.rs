//! Power of devices as DCGM and Prometheus export it: a column per series, or a row per sample with its labels.

use std::collections::BTreeMap;

use super::csv_load::{CsvRow, read_rows};
use super::epoch::{self, TraceClock};
use super::error::LoadError;
use super::power_samples::{self, DeviceSamples, Sample};
use super::series::LoadSeries;

/// The metric of a device's power, W.
const POWER_METRIC: &str = "DCGM_FI_DEV_POWER_USAGE";
/// What every metric of DCGM's fields begins with.
const METRICS: &str = "DCGM_FI_";

const TIME_TITLES: [&str; 5] = ["time", "timestamp", "ts", "datetime", "date"];
const VALUE_TITLES: [&str; 3] = ["value", "val", "power_w"];
const METRIC_TITLES: [&str; 3] = ["metric", "__name__", "metric_name"];

fn is_one_of(title: &str, known: &[&str]) -> bool {
    let lower = title.trim().to_lowercase();
    known.contains(&lower.as_str())
}

/// Whether a text is such an export: the metric is named near its beginning, or rows have a time, a value and labels.
pub(super) fn is_power_export(text: &str) -> bool {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    let header = lines.next().unwrap_or_default();
    if header.contains(METRICS) || lines.take(20).any(|l| l.contains(METRICS)) {
        return true;
    }
    let titles: Vec<String> = header.split(',').map(|t| t.trim_matches(['"', ' ']).to_owned()).collect();
    let any = |known: &[&str]| titles.iter().any(|t| is_one_of(t, known));
    any(&TIME_TITLES) && any(&["value", "val"]) && titles.len() > 2
}

/// The columns of an export.
enum Layout {
    /// A column per series.
    Wide { time: usize, series: Vec<usize> },
    /// A row per sample.
    Long { time: usize, value: usize, metric: Option<usize>, labels: Vec<usize> },
}

fn find_layout(titles: &[&str], rows: &[CsvRow]) -> Result<Layout, (String, &'static str)> {
    let find = |known: &[&str]| titles.iter().position(|t| is_one_of(t, known));
    let is_time = |place: &usize| rows.first().is_some_and(|row| epoch::parse_time(&row.cells[*place]).is_some());
    let time = find(&TIME_TITLES).or_else(|| (0..titles.len()).find(is_time));
    let Some(time) = time else {
        return Err(("no column holds times".to_owned(), "name it `timestamp`: Unix seconds, or 2024-04-07T13:05:10Z"));
    };
    if let Some(value) = find(&VALUE_TITLES) {
        let metric = find(&METRIC_TITLES);
        let labels = (0..titles.len()).filter(|p| *p != time && *p != value && Some(*p) != metric).collect();
        return Ok(Layout::Long { time, value, metric, labels });
    }
    let others: Vec<usize> = (0..titles.len()).filter(|p| *p != time).collect();
    let named = others.iter().any(|p| titles[*p].contains(METRICS));
    let series: Vec<usize> = others.into_iter().filter(|p| !named || titles[*p].contains(POWER_METRIC)).collect();
    if series.is_empty() {
        return Err((format!("no column is of {POWER_METRIC}"), "export that metric: the power of each device in W"));
    }
    Ok(Layout::Wide { time, series })
}

/// A cell's power; nothing for an empty one.
fn parse_power(cell: &str) -> Result<Option<f64>, (String, &'static str)> {
    let plain = cell.trim().trim_end_matches(['W', 'w']).trim_end();
    if ["", "nan", "null", "none", "undefined"].contains(&plain.to_lowercase().as_str()) {
        return Ok(None);
    }
    let Some(power) = plain.parse::<f64>().ok().filter(|v| v.is_finite()) else {
        return Err((format!("`{cell}` is not a power"), "write a number in W"));
    };
    if power < 0.0 {
        return Err((format!("{cell} is below zero; 0 W or more is allowed"), "correct the value"));
    }
    Ok(Some(power))
}

/// Samples as they are read.
struct SampleReader<'a> {
    file: &'a str,
    titles: Vec<&'a str>,
    clock: TraceClock,
    devices: BTreeMap<String, Vec<Sample>>,
}

impl SampleReader<'_> {
    fn seconds(&self, row: &CsvRow, place: usize) -> Result<f64, LoadError> {
        let cell = &row.cells[place];
        let fail = |problem: String, help: &str| {
            LoadError::of_file(self.file, problem, help).at_line(row.line).in_column(self.titles[place])
        };
        let help = "write Unix seconds, or times like 2024-04-07T13:05:10Z";
        let time = epoch::parse_time(cell).ok_or_else(|| fail(format!("`{cell}` is not a time"), help))?;
        let unknown = || {
            let problem = "its times are in UTC or a clock of their own, and the time zone of the site is not known";
            fail(problem.to_owned(), "set site.time_zone, for instance \"UTC-7\"")
        };
        self.clock.standard_seconds(time).ok_or_else(unknown)
    }

    fn add(&mut self, row: &CsvRow, seconds: f64, place: usize, device: String) -> Result<(), LoadError> {
        let fail = |(problem, help): (String, &str)| {
            LoadError::of_file(self.file, problem, help).at_line(row.line).in_column(self.titles[place])
        };
        if let Some(power_w) = parse_power(&row.cells[place]).map_err(fail)? {
            self.devices.entry(device).or_default().push(Sample { seconds, power_w, line: row.line });
        }
        Ok(())
    }
}

/// The load of an export.
///
/// # Errors
/// [`LoadError`].
pub(super) fn read_power_export(
    file: &str,
    text: &str,
    clock: TraceClock,
    repeat: bool,
) -> Result<LoadSeries, LoadError> {
    let all = read_rows(file, text)?;
    let Some((header, rows)) = all.split_first() else {
        return Err(LoadError::of_file(file, "the file is empty", "export times and powers"));
    };
    let titles: Vec<&str> = header.cells.iter().map(String::as_str).collect();
    let layout = find_layout(&titles, rows)
        .map_err(|(problem, help)| LoadError::of_file(file, problem, help).at_line(header.line))?;
    let mut reader = SampleReader { file, titles, clock, devices: BTreeMap::new() };
    let mut left = 0_usize;
    let form = match layout {
        Layout::Wide { time, series } => {
            for row in rows {
                let seconds = reader.seconds(row, time)?;
                for place in &series {
                    reader.add(row, seconds, *place, reader.titles[*place].to_owned())?;
                }
            }
            "a column per series"
        }
        Layout::Long { time, value, metric, labels } => {
            check_metrics(file, rows, metric)?;
            for row in rows {
                let other = metric.is_some_and(|place| {
                    let name = &row.cells[place];
                    name.contains(METRICS) && !name.contains(POWER_METRIC)
                });
                if other {
                    left += 1;
                    continue;
                }
                let seconds = reader.seconds(row, time)?;
                let device = labels.iter().map(|p| row.cells[*p].as_str()).collect::<Vec<_>>().join(" ");
                reader.add(row, seconds, value, device)?;
            }
            "a row per sample"
        }
    };
    let mut notes = vec![format!("read as an export of DCGM or Prometheus, {form}: power in W of its devices alone")];
    if left > 0 {
        notes.push(format!("{left} rows of other metrics are left out"));
    }
    power_samples::power_series(DeviceSamples { file, devices: reader.devices, repeat, notes })
}

/// Rows of several metrics of which none is known to be power can't be summed.
fn check_metrics(file: &str, rows: &[CsvRow], metric: Option<usize>) -> Result<(), LoadError> {
    let Some(place) = metric else { return Ok(()) };
    let Some(first) = rows.first() else { return Ok(()) };
    if rows.iter().any(|row| row.cells[place].contains(POWER_METRIC)) {
        return Ok(());
    }
    let of_dcgm = rows.iter().find(|row| row.cells[place].contains(METRICS));
    let second = rows.iter().find(|row| row.cells[place] != first.cells[place]);
    let (row, problem) = match (of_dcgm, second) {
        (Some(row), _) => (row, format!("`{}` is no power, and no row is of {POWER_METRIC}", row.cells[place])),
        (None, Some(row)) => (row, format!("`{}` and `{}` are several metrics", first.cells[place], row.cells[place])),
        (None, None) => return Ok(()),
    };
    Err(LoadError::of_file(file, problem, "export the power of each device in W alone").at_line(row.line))
}

#[cfg(test)]
mod tests {
    use crate::units::clock::{LocalClock, UtcOffset};

    use super::*;

    fn clock() -> TraceClock {
        TraceClock { local: LocalClock { standard: Some(UtcOffset::UTC), daylight: None }, assumed: None }
    }

    fn read(text: &str) -> Result<LoadSeries, LoadError> {
        read_power_export("t.csv", text, clock(), true)
    }

    const START_S: u32 = 1_712_448_000;

    /// A day of 300 W and 400 W every minute; the first device has 600 W in the minute 10:00.
    fn power(minute: u32, device: u32) -> u32 {
        if device == 0 && minute == 600 { 600 } else { 300 + 100 * device }
    }

    fn wide(keep: impl Fn(u32) -> bool) -> String {
        let rows: Vec<String> = (0..1440)
            .filter(|m| keep(*m))
            .map(|m| format!("{},{},{},35", START_S + 60 * m, power(m, 0), power(m, 1)))
            .collect();
        let name = |gpu: u32| format!("\"DCGM_FI_DEV_POWER_USAGE{{gpu=\"\"{gpu}\"\",host=\"\"a\"\"}}\"");
        format!("\"Time\",{},{},DCGM_FI_DEV_GPU_TEMP\n{}\n", name(0), name(1), rows.join("\n"))
    }

    fn long() -> String {
        let row = |m: u32, d: u32| {
            let time = format!("2024-04-07T{:02}:{:02}:00Z", m / 60, m % 60);
            format!(
                "{time},DCGM_FI_DEV_POWER_USAGE,node1,{d},{}\n{time},DCGM_FI_DEV_GPU_TEMP,node1,{d},40",
                power(m, d)
            )
        };
        let rows: Vec<String> = (0..1440).flat_map(|m| (0..2).map(move |d| (m, d))).map(|(m, d)| row(m, d)).collect();
        format!("timestamp,metric,host,gpu,value\n{}\n", rows.join("\n"))
    }

    /// 700 W all day; in 10:00 to 11:00 300 W more for one of 60 minutes: 705 W in the mean, 1000 W at most.
    #[test]
    fn columns_and_rows_give_the_same_sum() {
        for (text, says) in [(wide(|_| true), "a column per series"), (long(), "a row per sample")] {
            assert!(is_power_export(&text), "{says}");
            let series = read(&text).unwrap();
            assert_eq!((series.points().len(), series.step_minutes()), (1440, 1));
            let hours = series.for_year(8760, 60, false).unwrap();
            let (quiet, busy) = (hours[24 * 96 + 9], hours[24 * 96 + 10]);
            assert!((quiet.mean - 700.0).abs() < 1e-9 && (quiet.peak - 700.0).abs() < 1e-9, "{quiet:?}");
            assert!((busy.mean - 705.0).abs() < 1e-9 && (busy.peak - 1000.0).abs() < 1e-9, "{busy:?}");
            assert!(series.notes()[0].contains(says) && series.notes().iter().any(|n| n.contains("2 devices summed")));
        }
        assert!(read(&long()).unwrap().notes()[1].contains("2880 rows of other metrics"));
        assert!(!is_power_export("time,busy\n2024-04-07T00:00,0.5\n") && !is_power_export("power_kw\n5\n"));
    }

    #[test]
    fn short_gaps_are_held_and_told_and_long_ones_refused() {
        let short = read(&wide(|m| !(120..123).contains(&m))).unwrap();
        assert!(short.notes().iter().any(|n| n.starts_with("2 gaps of up to 300 s are held")), "{:?}", short.notes());
        assert!((short.points()[121].mean - 700.0).abs() < 1e-9);
        let error = read(&wide(|m| !(120..140).contains(&m))).unwrap_err();
        assert!(
            error.problem.contains("has no sample from 2024-04-07 01:59 to 2024-04-07 02:20, and 1 gaps more"),
            "{error}"
        );
        assert!(error.problem.contains("300 s without one are allowed") && error.line == Some(122), "{error}");
    }

    #[test]
    fn every_mistake_names_its_line() {
        let text = long();
        let error = read(&text.replacen("node1,0,300", "node1,0,-3", 1)).unwrap_err();
        assert_eq!((error.line, error.column.as_deref()), (Some(2), Some("value")));
        assert!(error.problem.contains("-3 is below zero; 0 W or more"), "{error}");
        let error = read(&text.replacen("node1,0,300", "node1,0,many", 1)).unwrap_err();
        assert!(error.problem.contains("`many` is not a power"), "{error}");
        let error = read(&text.replacen("2024-04-07T00:00:00Z", "soon", 1)).unwrap_err();
        assert!(error.line == Some(2) && error.problem.contains("`soon` is not a time"), "{error}");
        let error = read(&text.replacen("2024-04-07T00:01:00Z", "2024-04-07T00:00:00Z", 1).replacen(
            "00:00:00Z,DCGM_FI_DEV_POWER_USAGE,node1,0,300",
            "00:00:00Z,DCGM_FI_DEV_POWER_USAGE,node1,0,301",
            1,
        ))
        .unwrap_err();
        assert!(error.problem.contains("W at one time"), "{error}");
        let error = read(&text.replace("POWER_USAGE", "SM_CLOCK")).unwrap_err();
        assert!(error.line == Some(2) && error.problem.contains("is no power"), "{error}");
        let error = read("timestamp,metric,gpu,value\n1712448000,a,0,1\n1712448060,b,0,1\n").unwrap_err();
        assert!(error.line == Some(3) && error.problem.contains("several metrics"), "{error}");
        let error = read("Time,DCGM_FI_DEV_GPU_TEMP\n1712448000,35\n").unwrap_err();
        assert!(error.line == Some(1) && error.problem.contains("no column is of DCGM_FI_DEV_POWER_USAGE"), "{error}");
        let error = read("a,b\n1,2\n").unwrap_err();
        assert!(error.problem.contains("no column holds times"), "{error}");
        let error = read("timestamp,gpu,value\n1712448000,0,5\n").unwrap_err();
        assert!(error.problem.contains("no device has two samples"), "{error}");
        let unknown = TraceClock { local: LocalClock::default(), assumed: None };
        assert!(read_power_export("t.csv", &text, unknown, true).unwrap_err().help.contains("site.time_zone"));
    }
}
