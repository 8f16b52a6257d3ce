//! A load from a CSV file: one column of means, perhaps one of peaks, perhaps times.

use crate::units::calendar::MINUTES_PER_DAY;

use super::columns::{self, ValueColumns};
use super::epoch::TraceClock;
use super::error::LoadError;
use super::series::{LoadPoint, LoadSeries, LoadUnit, PlacedPoints};
use super::steps::TimeProblem;
use super::times;

/// A row with the line that it stands in.
pub(super) struct CsvRow {
    pub line: usize,
    pub cells: Vec<String>,
}

/// The rows of a text, comments (`#`) and empty lines left out; the header is the first.
pub(super) fn read_rows(file: &str, text: &str) -> Result<Vec<CsvRow>, LoadError> {
    // Lines that end alike, so that the reader's count of lines is that of the file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace('\r', "") + "\n";
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Vec::new(), csv::StringRecord::new());
    while reader
        .read_record(&mut record)
        .map_err(|e| LoadError::of_file(file, e.to_string(), "write it as CSV with commas"))?
    {
        // Its place is that behind the row: comments stand between the row and the place before.
        let line = usize::try_from(reader.position().line()).unwrap_or(0).saturating_sub(1);
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push(CsvRow { line, cells: record.iter().map(str::to_owned).collect() });
        }
    }
    let Some(header) = rows.first() else {
        return Err(LoadError::of_file(
            file,
            "the file is empty",
            "give a header like `busy` and a row for every step",
        ));
    };
    if header.cells.len() == 1 && header.cells[0].contains([';', '\t']) {
        let problem = "its columns are not separated by commas";
        return Err(
            LoadError::of_file(file, problem, "use commas between columns, points in numbers").at_line(header.line)
        );
    }
    let width = header.cells.len();
    if let Some(row) = rows.iter().find(|row| row.cells.len() != width) {
        let problem = format!("{} columns where the header has {width}", row.cells.len());
        return Err(
            LoadError::of_file(file, problem, "use commas between columns, points in numbers").at_line(row.line)
        );
    }
    Ok(rows)
}

/// The load of a text; `file` names it in messages.
///
/// # Errors
/// [`LoadError`].
pub(super) fn read_csv(file: &str, text: &str, clock: TraceClock, repeat: bool) -> Result<LoadSeries, LoadError> {
    let rows = read_rows(file, text)?;
    let Some((header, rows)) = rows.split_first() else {
        return Err(LoadError::of_file(file, "the file is empty", "give a header and a row for every step"));
    };
    let titles: Vec<&str> = header.cells.iter().map(String::as_str).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
    let places = cells.first().map_or_else(Vec::new, |first| times::time_places(&titles, first));
    let values = columns::find_value_columns(&titles, &places)
        .map_err(|p| LoadError::of_file(file, p.text, p.help).at_line(header.line))?;
    if rows.is_empty() {
        return Err(LoadError::of_file(file, "there is no row of values", "give a row for every step"));
    }
    let mut points = read_points(file, &titles, rows, values)?;
    let of_times = |p: TimeProblem| {
        let error = LoadError::of_file(file, p.text, p.help);
        match p.row.and_then(|row| rows.get(row)) {
            Some(row) => error.at_line(row.line),
            None => error,
        }
    };
    let axis = times::read_times(&titles, &cells, values.mean, clock).map_err(of_times)?;
    let what = match values.unit {
        LoadUnit::BusyShare => "share of busy servers",
        LoadUnit::PowerW | LoadUnit::DevicePowerW(_) => "power",
    };
    let peaks = values.peak.map_or(String::new(), |place| format!(", peaks in `{}`", titles[place]));
    let mut notes =
        vec![format!("read as CSV: `{}` is a {what} every {} min{peaks}", titles[values.mean], axis.step_minutes)];
    notes.extend(axis.notes);
    // Values at instants often end with that of the next midnight.
    let (steps, step) = (u32::try_from(points.len()).unwrap_or(u32::MAX), axis.step_minutes);
    if axis.has_times && steps > 1 && step < MINUTES_PER_DAY && steps.saturating_mul(step) % MINUTES_PER_DAY == step {
        points.pop();
        notes.push("its last row, whole days after the first, begins the next day and is left out".to_owned());
    }
    let placed = PlacedPoints {
        points,
        step_minutes: axis.step_minutes,
        start_minute: axis.start_minute,
        has_dates: axis.has_dates,
        leap: axis.leap,
        clock: axis.clock,
        notes,
    };
    LoadSeries::new(placed, values.unit, repeat, file)
}

/// The values of all rows.
fn read_points(
    file: &str,
    titles: &[&str],
    rows: &[CsvRow],
    values: ValueColumns,
) -> Result<Vec<LoadPoint>, LoadError> {
    let mut points = Vec::with_capacity(rows.len());
    for row in rows {
        let read = |place: usize, factor: f64| {
            parse_value(&row.cells[place], factor, values.unit).map_err(|(problem, help)| {
                LoadError::of_file(file, problem, help).at_line(row.line).in_column(titles[place])
            })
        };
        let mean = read(values.mean, values.factor)?;
        let peak = match values.peak {
            Some(place) => read(place, values.peak_factor)?,
            None => mean,
        };
        if peak < mean * (1.0 - 1e-9) {
            let place = values.peak.unwrap_or(values.mean);
            let problem = format!("a peak of {} is below the mean of {}", row.cells[place], row.cells[values.mean]);
            let help = "correct the two, or leave the peaks out";
            return Err(LoadError::of_file(file, problem, help).at_line(row.line).in_column(titles[place]));
        }
        points.push(LoadPoint { mean, peak: peak.max(mean) });
    }
    Ok(points)
}

/// A cell in the unit of the load; or what is wrong, and the mend.
fn parse_value(cell: &str, factor: f64, unit: LoadUnit) -> Result<f64, (String, &'static str)> {
    if cell.is_empty() {
        return Err(("a gap: the cell is empty".to_owned(), "give a value for every step"));
    }
    let Some(number) = cell.parse::<f64>().ok().filter(|v| v.is_finite()) else {
        return Err((format!("`{cell}` is not a number"), "write one plain number; the unit belongs in the header"));
    };
    if number < 0.0 {
        return Err((format!("{cell} is below zero; 0 or more is allowed"), "correct the value"));
    }
    let value = number * factor;
    if unit == LoadUnit::BusyShare && value > 1.0 + 1e-9 {
        let allowed = if factor == 1.0 { "0 to 1 is allowed" } else { "0 to 100 % is allowed" };
        let help = "correct the value; a column in percent is named like `busy [%]`, one of power like `power [kW]`";
        return Err((format!("{cell} is more than all servers; {allowed}"), help));
    }
    Ok(if unit == LoadUnit::BusyShare { value.min(1.0) } else { value })
}

#[cfg(test)]
mod tests {
    use crate::units::clock::{LocalClock, UtcOffset};

    use super::super::LoadStatistics;
    use super::*;

    fn clock() -> TraceClock {
        TraceClock { local: LocalClock { standard: UtcOffset::from_hours(-5.0), daylight: None }, assumed: None }
    }

    fn read(text: &str) -> Result<LoadSeries, LoadError> {
        read_csv("load.csv", text, clock(), false)
    }

    /// A day whose hour h has (h + 1)/24.
    fn day(header: &str, row: impl Fn(u32) -> String) -> String {
        format!("# made for a test\n{header}\n{}\n", (0..24).map(row).collect::<Vec<_>>().join("\n"))
    }

    fn share(hour: u32) -> f64 {
        f64::from(hour + 1) / 24.0
    }

    #[test]
    fn rows_without_times_are_a_day_a_week_or_a_year() {
        for (rows, step) in
            [(24, 60), (96, 15), (168, 60), (2016, 5), (8760, 60), (8784, 60), (17_520, 30), (105_120, 5)]
        {
            let text = format!("busy\n{}", "0.5\n".repeat(rows));
            let series = read(&text).unwrap();
            assert_eq!(
                (series.points().len(), series.step_minutes(), series.unit()),
                (rows, step, LoadUnit::BusyShare)
            );
        }
        let error = read(&format!("busy\n{}", "0.5\n".repeat(8759))).unwrap_err();
        assert!(error.problem.starts_with("8759 rows without times; 8760 or 8784 for a year"), "{error}");
    }

    #[test]
    fn units_peaks_and_times_are_read() {
        let percent = read(&day("hour,load [%],peak [%]", |h| format!("{h},{},{}", 100.0 * share(h), 100.0))).unwrap();
        assert!((percent.points()[5].mean - 0.25).abs() < 1e-12 && (percent.points()[5].peak - 1.0).abs() < 1e-12);
        let power = read(&day("power_kw", |h| format!("{}", h + 1))).unwrap();
        assert_eq!((power.points()[23].mean, power.unit()), (24e3, LoadUnit::PowerW));
        let dated = day("time,busy", |h| format!("2022-03-01T{h:02}:00,{}", share(h)));
        assert!(read(&dated).unwrap_err().problem.contains("it covers 1 day (24 steps of 60 min); a year"), "dates");
        let series = read_csv("load.csv", &dated, clock(), true).unwrap();
        assert_eq!(series.start_minute(), 59 * 1440);
        assert!((series.for_year(8760, 60, false).unwrap()[7].mean - share(7)).abs() < 1e-12);
        // 00:00 UTC is 19:00 of the day before, five hours west.
        let utc = day("time,busy", |h| format!("2022-03-01T{h:02}:00Z,{}", share(h)));
        let series = read_csv("load.csv", &utc, clock(), true).unwrap();
        assert!((series.for_year(8760, 60, false).unwrap()[19].mean - share(0)).abs() < 1e-12);
        assert!(series.notes().iter().any(|n| n.contains("moved from UTC to local standard time, UTC-5")));
        let unix = day("timestamp,busy", |h| format!("{},{}", 1_646_092_800 + 3600 * h, share(h)));
        let series = read_csv("load.csv", &unix, clock(), true).unwrap();
        assert!((series.for_year(8760, 60, false).unwrap()[19].mean - share(0)).abs() < 1e-12);
        // Rows without times in a clock that the scenario names.
        let own = TraceClock { assumed: Some(UtcOffset::UTC), ..clock() };
        let series = read_csv("load.csv", &day("busy", |h| format!("{}", share(h))), own, false).unwrap();
        assert!((series.for_year(8760, 60, false).unwrap()[19].mean - share(0)).abs() < 1e-12);
    }

    #[test]
    fn every_mistake_names_its_line() {
        let good = day("hour,busy,peak", |h| format!("{h},0.5,0.75"));
        let broken = |line: usize, row: &str| {
            let mut lines: Vec<&str> = good.lines().collect();
            lines[line - 1] = row;
            lines.join("\n")
        };
        for (text, line, column, says) in [
            (broken(10, "7,abc,0.75").replace('\n', "\r\n"), Some(10), Some("busy"), "`abc` is not a number"),
            (broken(10, "7,abc,0.75"), Some(10), Some("busy"), "`abc` is not a number"),
            (broken(10, "7,NaN,0.75"), Some(10), Some("busy"), "not a number"),
            (broken(10, "7,-0.1,0.75"), Some(10), Some("busy"), "-0.1 is below zero; 0 or more is allowed"),
            (broken(10, "7,1.2,1.5"), Some(10), Some("busy"), "1.2 is more than all servers; 0 to 1 is allowed"),
            (broken(10, "7,,0.75"), Some(10), Some("busy"), "a gap: the cell is empty"),
            (broken(10, "7,0.5,0.4"), Some(10), Some("peak"), "a peak of 0.4 is below the mean of 0.5"),
            (broken(10, "7,0.5"), Some(10), None, "2 columns where the header has 3"),
            (broken(10, "8,0.5,0.75"), Some(10), None, "`8` leaves a gap after `6`"),
            (broken(10, "6,0.5,0.75"), Some(10), None, "`6` goes back or repeats after `6`"),
            (broken(2, "hour,busy,power_kw"), Some(2), None, "mix shares and powers"),
            (broken(2, "hour,busy,share"), Some(2), None, "several columns of values"),
            (broken(2, "hour,x,y"), Some(2), None, "is a share of busy servers or a power"),
            (broken(2, "0,0.5,0.75"), Some(2), None, "a number where the header should be"),
            (good.replace(',', ";"), Some(2), None, "not separated by commas"),
            ("# nothing\n".to_owned(), None, None, "the file is empty"),
            ("busy\n".to_owned(), None, None, "no row of values"),
        ] {
            let error = read(&text).unwrap_err();
            assert_eq!((error.line, error.column.as_deref()), (line, column), "{error}");
            assert!(error.problem.contains(says) && !error.help.is_empty(), "{error}");
        }
        let shown = read(&broken(10, "7,1.2,1.5")).unwrap_err().to_string();
        assert_eq!(shown, "load.csv:10: column `busy`: 1.2 is more than all servers; 0 to 1 is allowed");
    }

    /// Frontier's day: 288 steps of 5 min and one more at the next midnight. `awk` finds, of the 288, a mean of 16.124118055556 MW
    /// and a largest value of 25.274 MW at 36600 s; from 36000 to 39600 s a mean of 22.22375 MW.
    #[test]
    fn the_day_of_frontier() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/frontier_load.csv");
        let series = read(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!((series.points().len(), series.step_minutes(), series.unit()), (288, 5, LoadUnit::PowerW));
        let found = LoadStatistics::of_points(series.points()).unwrap();
        assert!((found.mean - 16.124118055556e6).abs() < 1e-3, "{}", found.mean);
        assert!((found.peak - 25.274e6).abs() < 1e-6 && (series.points()[122].peak - 25.274e6).abs() < 1e-6);
        let hours = series.for_year(8760, 60, false).unwrap();
        assert!((hours[10].mean - 22.22375e6).abs() < 1e-3 && (hours[10].peak - 25.274e6).abs() < 1e-6);
        assert!(series.notes().iter().any(|n| n.contains("its last row")), "{:?}", series.notes());
    }
}
