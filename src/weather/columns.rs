//! Files with a line of column names: TMY3, NSRDB PSM, SAM, PVGIS, Open-Meteo. Columns are found by keyword, hours by the
//! first line of numbers below them.

use super::error::WeatherProblem;
use super::format::{ParsedWeather, WeatherFileFormat};
use super::location::WeatherLocation;
use super::row::RawWeatherRow;
use super::text::{parse_integer, parse_number, split_line, trim_field};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnRole {
    DryBulb,
    DewPoint,
    Humidity,
    Pressure,
    Month,
    Day,
    Hour,
    Minute,
    /// `MM/DD/YYYY`.
    Date,
    /// `HH:MM`, 1 to 24.
    Clock,
    /// ISO date and time, or PVGIS's `YYYYMMDD:HHMM`.
    Stamp,
}

/// What a column holds, and the factor to Pa or a share of one.
#[derive(Clone, Copy, Debug)]
struct WeatherColumn {
    index: usize,
    role: ColumnRole,
    factor: f64,
}

/// The columns that a line names.
type WeatherColumns = Vec<WeatherColumn>;

/// The role of a column's name, and its unit.
fn column_role(name: &str) -> Option<(ColumnRole, String)> {
    let name = trim_field(name).to_lowercase();
    let (base, unit) = name.split_once('(').unwrap_or((name.as_str(), ""));
    let unit = unit.trim_end_matches(')').trim().trim_start_matches(['\u{b0}', '\u{e2}']);
    let base = base.trim().replace(['-', '_'], " ");
    let found = match base.as_str() {
        "dry bulb"
        | "temperature"
        | "tdry"
        | "t2m"
        | "temperature 2m"
        | "dry bulb temperature"
        | "air temperature"
        | "temp"
        | "t dry" => ColumnRole::DryBulb,
        "dew point" | "tdew" | "dew point 2m" | "dew point temperature" | "dewpoint" | "dewpoint 2m" | "t dew" => {
            ColumnRole::DewPoint
        }
        "rhum" | "rh" | "relative humidity" | "relative humidity 2m" | "relativehumidity 2m" => ColumnRole::Humidity,
        "pressure" | "pres" | "sp" | "surface pressure" | "atmospheric pressure" => ColumnRole::Pressure,
        "month" => ColumnRole::Month,
        "day" => ColumnRole::Day,
        "hour" => ColumnRole::Hour,
        "minute" => ColumnRole::Minute,
        "date" => ColumnRole::Date,
        "time" if unit.starts_with("hh") => ColumnRole::Clock,
        "time" => ColumnRole::Stamp,
        _ => return None,
    };
    let unit = if base == "sp" && unit.is_empty() { "pa" } else { unit };
    Some((found, unit.to_owned()))
}

/// The factor of a column's unit.
fn unit_factor(line: usize, role: ColumnRole, unit: &str) -> Result<f64, WeatherProblem> {
    let (factor, wanted) = match role {
        ColumnRole::Pressure => match unit {
            // The data sets that name no unit give millibars.
            "mbar" | "hpa" | "" => (Some(100.0), "hPa, mbar, kPa or Pa"),
            "kpa" => (Some(1000.0), ""),
            "pa" => (Some(1.0), ""),
            _ => (None, "hPa, mbar, kPa or Pa"),
        },
        ColumnRole::DryBulb | ColumnRole::DewPoint => match unit {
            "" | "c" | "degc" | "deg c" | "celsius" => (Some(1.0), ""),
            _ => (None, "degrees Celsius"),
        },
        ColumnRole::Humidity => (Some(0.01), ""),
        _ => (Some(1.0), ""),
    };
    let fahrenheit = if unit.contains('f') { " (degrees Fahrenheit)" } else { "" };
    factor.ok_or_else(|| {
        WeatherProblem::at_line(line, format!("a column is in `{unit}`{fahrenheit}; {wanted} are wanted"))
            .with_help("convert the column, or ask the service for metric units")
    })
}

/// Roles of a line's fields, in order.
fn line_roles(line: &str, separator: char) -> Vec<ColumnRole> {
    line.split(separator).filter_map(|name| column_role(name).map(|r| r.0)).collect()
}

fn parse_column_names(number: usize, line: &str) -> Result<WeatherColumns, WeatherProblem> {
    let mut names = Vec::new();
    split_line(line, &mut names);
    let named =
        names.iter().enumerate().filter_map(|(place, name)| column_role(name).map(|(r, unit)| (place, r, unit)));
    named
        .map(|(place, role, unit)| Ok(WeatherColumn { index: place, role, factor: unit_factor(number, role, &unit)? }))
        .collect()
}

fn has_role(columns: &WeatherColumns, wanted: ColumnRole) -> bool {
    columns.iter().any(|c| c.role == wanted)
}

/// Whether columns tell temperature and time.
fn has_required_roles(roles: &[ColumnRole]) -> bool {
    let has = |wanted| roles.contains(&wanted);
    let time = has(ColumnRole::Stamp)
        || has(ColumnRole::Date) && has(ColumnRole::Clock)
        || has(ColumnRole::Month) && has(ColumnRole::Day) && has(ColumnRole::Hour);
    has(ColumnRole::DryBulb) && time
}

/// The place of the line of column names.
fn find_header(lines: &[&str]) -> Result<usize, WeatherProblem> {
    let at = |separator| lines.iter().take(60).position(|l| has_required_roles(&line_roles(l, separator)));
    if let Some(head) = at(',') {
        return Ok(head);
    }
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if let Some(head) = at(separator) {
            return Err(WeatherProblem::at_line(head + 1, format!("fields are set apart by {name}"))
                .with_help("save the file with commas and decimal points"));
        }
    }
    Err(WeatherProblem::in_file(
        "no line of column names with a time and a temperature",
        "known are EPW, TMY3, NSRDB PSM, SAM, PVGIS TMY and Open-Meteo files",
    ))
}

/// The rows and place of such a file.
pub(super) fn parse_columns(text: &str) -> Result<ParsedWeather, WeatherProblem> {
    let lines: Vec<&str> = text.lines().collect();
    let head = find_header(&lines)?;
    let columns = parse_column_names(head + 1, lines[head])?;
    let form = detect_format(&columns, lines[head]);
    let place = read_location(&lines[..head]);
    let mut fields = Vec::new();
    split_line(lines[head].trim_end_matches([',', '\r', ' ']), &mut fields);
    let width = fields.len();
    let mut rows = Vec::with_capacity(8784);
    for (i, line) in lines.iter().enumerate().skip(head + 1) {
        let line = line.trim_end_matches(['\r', ' ', '\t', ',']).trim_start();
        if line.is_empty() {
            continue;
        }
        if !line.trim_start_matches('"').starts_with(|c: char| c.is_ascii_digit()) {
            if rows.is_empty() {
                continue;
            }
            // PVGIS writes a legend below the hours.
            if form == WeatherFileFormat::Pvgis {
                break;
            }
            let start: String = line.chars().take(20).collect();
            return Err(WeatherProblem::at_line(i + 1, format!("`{start}` stands among the hours"))
                .with_help("below the column names every line is an hour"));
        }
        split_line(line, &mut fields);
        rows.push(parse_row(i + 1, &fields, &columns, width)?);
    }
    if rows.is_empty() {
        return Err(WeatherProblem::at_line(head + 1, "there are no hours below the column names")
            .with_help("the file is cut: get it whole"));
    }
    Ok((form, place, rows))
}

fn detect_format(columns: &WeatherColumns, head: &str) -> WeatherFileFormat {
    if has_role(columns, ColumnRole::Clock) {
        WeatherFileFormat::Tmy3
    } else if has_role(columns, ColumnRole::Stamp) {
        if head.to_ascii_lowercase().contains("utc") { WeatherFileFormat::Pvgis } else { WeatherFileFormat::OpenMeteo }
    } else {
        WeatherFileFormat::Psm
    }
}

/// Elevation and name from whatever stands above the column names: "Elevation (m): 82", or a line of names with `elevation`
/// above a line of values, or TMY3's `number,"NAME",STATE,zone,latitude,longitude,elevation`.
fn read_location(head: &[&str]) -> WeatherLocation {
    let mut place = WeatherLocation::default();
    let elevation = |text: &str| trim_field(text).parse().ok().filter(|e: &f64| (-500.0..9000.0).contains(e));
    let (mut fields, mut values) = (Vec::new(), Vec::new());
    for (i, line) in head.iter().enumerate() {
        let lower = line.to_lowercase();
        if let Some((key, value)) = lower.split_once(':') {
            if key.trim_start().starts_with("elevation") {
                place.elevation_m = elevation(value.trim().trim_end_matches(','));
            }
            continue;
        }
        split_line(line, &mut fields);
        let named = |word: &str| fields.iter().position(|f| trim_field(f).to_lowercase().starts_with(word));
        if let (Some(at), Some(next)) = (named("elevation"), head.get(i + 1)) {
            split_line(next, &mut values);
            place.elevation_m = values.get(at).and_then(|v| elevation(v));
            let city = named("city").and_then(|c| values.get(c)).map(|c| trim_field(c));
            place.name = city.filter(|c| !c.is_empty() && *c != "-").map(str::to_owned);
            return place;
        }
        if fields.len() == 7 && trim_field(fields[0]).parse::<f64>().is_ok() {
            place.name = Some(trim_field(fields[1]).to_owned());
            place.elevation_m = elevation(fields[6]);
        }
    }
    place
}

fn parse_row(
    line: usize,
    fields: &[&str],
    columns: &WeatherColumns,
    width: usize,
) -> Result<RawWeatherRow, WeatherProblem> {
    let count = fields.len();
    if count > width + 4 {
        let problem = format!("{count} fields, {width} are named above");
        return Err(WeatherProblem::at_line(line, problem)
            .with_help("numbers may have decimal commas or thousands separators: use points"));
    }
    let mut raw = RawWeatherRow { line, ..RawWeatherRow::default() };
    for column in columns {
        let Some(field) = fields.get(column.index) else {
            let problem = format!("{count} fields, {width} are named above");
            return Err(WeatherProblem::at_line(line, problem).with_help("the line is cut: get the file whole"));
        };
        store_field(&mut raw, column, field)?;
    }
    Ok(raw)
}

/// Puts a field where its column says.
fn store_field(raw: &mut RawWeatherRow, column: &WeatherColumn, field: &str) -> Result<(), WeatherProblem> {
    let line = raw.line;
    // Data sets code what is missing as large negative or all nines.
    let value = |name: &str, least: f64, most: f64| -> Result<Option<f64>, WeatherProblem> {
        Ok(parse_number(line, name, field)?.filter(|v| *v > least && *v < most).map(|v| v * column.factor))
    };
    match column.role {
        ColumnRole::DryBulb => raw.dry_bulb_c = value("the temperature", -99.0, 990.0)?.filter(|t| *t != 99.9),
        ColumnRole::DewPoint => raw.dew_point_c = value("the dew point", -99.0, 990.0)?.filter(|t| *t != 99.9),
        ColumnRole::Humidity => raw.humidity = value("the relative humidity", -90.0, 990.0)?,
        ColumnRole::Pressure => raw.pressure_pa = value("the pressure", -90.0, 999_000.0)?.filter(|p| *p != 999_900.0),
        ColumnRole::Month => raw.month = parse_integer(line, "the month", field)?,
        ColumnRole::Day => raw.day = parse_integer(line, "the day", field)?,
        ColumnRole::Hour => raw.minute += 60 * parse_integer(line, "the hour", field)?,
        ColumnRole::Minute => raw.minute += parse_integer(line, "the minute", field)?,
        ColumnRole::Date => {
            let mut parts = trim_field(field).split('/');
            let (Some(month), Some(day), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(WeatherProblem::at_line(line, format!("the date `{field}` is not MM/DD/YYYY"))
                    .with_help("write dates as the TMY3 files do"));
            };
            (raw.month, raw.day) = (parse_integer(line, "the month", month)?, parse_integer(line, "the day", day)?);
        }
        ColumnRole::Clock => {
            let (hour, minute) = trim_field(field).split_once(':').unwrap_or((field, "0"));
            let (hour, minute) = (parse_integer(line, "the hour", hour)?, parse_integer(line, "the minute", minute)?);
            if hour == 0 && minute == 0 {
                let help = "add one to every hour, or convert the file anew";
                return Err(
                    WeatherProblem::at_line(line, "hour 0; TMY3 counts hours from 01:00 to 24:00").with_help(help)
                );
            }
            // The hour that ends then.
            raw.minute = (60 * hour + minute).saturating_sub(60);
        }
        ColumnRole::Stamp => parse_timestamp(line, field, raw)?,
    }
    Ok(())
}

/// `2023-01-31T13:00`, `2023-01-31 13:00` or `20230131:1300`.
pub(super) fn parse_timestamp(line: usize, field: &str, raw: &mut RawWeatherRow) -> Result<(), WeatherProblem> {
    let text = trim_field(field);
    let mut digits = [0_u32; 12];
    let mut count = 0;
    for (digit, c) in digits.iter_mut().zip(text.chars().filter_map(|c| c.to_digit(10))) {
        (*digit, count) = (c, count + 1);
    }
    if text.len() < 13 || count < 12 || !text.bytes().take(4).all(|b| b.is_ascii_digit()) {
        let start: String = text.chars().take(30).collect();
        return Err(WeatherProblem::at_line(line, format!("the time `{start}` is not like 2023-01-31T13:00"))
            .with_help("write times as year, month, day, hour and minute"));
    }
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    (raw.month, raw.day) = (two(4), two(6));
    // PVGIS stamps some of its hours a few minutes past: the hour counts.
    raw.minute = two(8) * 60 + if text.as_bytes()[8] == b':' { 0 } else { two(10) };
    Ok(())
}
