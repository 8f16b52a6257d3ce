//! A load from a CSV file: one column of means, perhaps one of peaks, perhaps times.

use super::columns::{self, ValueColumns};
use super::epoch::TraceClock;
use super::error::LoadError;
use super::series::{LoadPoint, LoadSeries, LoadUnit, PlacedPoints};
use super::times::{self, TimeProblem};

/// A row with the line that it stands in.
pub(super) struct CsvRow {
    pub line: usize,
    pub cells: Vec<String>,
}

/// The rows of a text, comments (`#`) and empty lines left out; the header is the first.
pub(super) fn read_rows(file: &str, text: &str) -> Result<Vec<CsvRow>, LoadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| LoadError::of_file(file, e.to_string(), "write it as CSV with commas"))?;
        let line = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
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
    let points = read_points(file, &titles, rows, values)?;
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
        LoadUnit::PowerW => "power",
    };
    let peaks = values.peak.map_or(String::new(), |place| format!(", peaks in `{}`", titles[place]));
    let mut notes =
        vec![format!("read as CSV: `{}` is a {what} every {} min{peaks}", titles[values.mean], axis.step_minutes)];
    notes.extend(axis.notes);
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
