//! Files with a line of column names: TMY3, NSRDB PSM, SAM, PVGIS, Open-Meteo. Columns are found by keyword, hours by the
//! first line of numbers below them.

use crate::units::clock::UtcOffset;

use super::error::WeatherProblem;
use super::format::{ParsedWeather, WeatherFileFormat};
use super::location::{WeatherLocation, parse_elevation, parse_latitude, parse_longitude, parse_time_zone};
use super::midnight;
use super::row::RawWeatherRow;
use super::text::{parse_integer, parse_number, split_line, trim_field};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnRole {
    DryBulb,
    DewPoint,
    Humidity,
    Pressure,
    /// Global horizontal radiation.
    Radiation,
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
        "ghi" | "g" | "shortwave radiation" => ColumnRole::Radiation,
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
    let place = read_location(&lines[..head], form);
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
    if form == WeatherFileFormat::Tmy3 {
        midnight::end_to_start(&mut rows)?;
    }
    let radiation_lag_min = radiation_lag_min(form, &rows);
    let has_dew_points = has_role(&columns, ColumnRole::DewPoint);
    Ok(ParsedWeather { format: form, location: place, rows, has_dew_points, radiation_lag_min })
}

/// From the time of a row to the middle of what its radiation stands for, minutes: TMY3 counts the hour that the row begins
/// here, Open-Meteo the hour before, PVGIS an instant; the NSRDB stamps the middle, where its minutes are not 0.
fn radiation_lag_min(form: WeatherFileFormat, rows: &[RawWeatherRow]) -> f64 {
    let full_hours = rows.iter().take(2).all(|r| r.minute % 60 == 0);
    match form {
        WeatherFileFormat::Tmy3 => 30.0,
        WeatherFileFormat::OpenMeteo => -30.0,
        WeatherFileFormat::Psm if full_hours => 30.0,
        _ => 0.0,
    }
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

/// Place and clock from whatever stands above the column names: "Elevation (m): 82", or a line of names with `latitude` or
/// `elevation` above a line of values, or TMY3's `number,"NAME",STATE,zone,latitude,longitude,elevation`.
fn read_location(head: &[&str], form: WeatherFileFormat) -> WeatherLocation {
    let mut place = WeatherLocation::default();
    let (mut fields, mut values) = (Vec::new(), Vec::new());
    for (i, line) in head.iter().enumerate() {
        let lower = line.to_lowercase();
        if let Some((key, value)) = lower.split_once(':') {
            read_named_value(&mut place, key.trim(), value);
            continue;
        }
        split_line(line, &mut fields);
        let is_named = |word: &str| fields.iter().any(|f| trim_field(f).to_lowercase().starts_with(word));
        if let (true, Some(next)) = (is_named("elevation") || is_named("latitude"), head.get(i + 1)) {
            split_line(next, &mut values);
            for (name, value) in fields.iter().zip(&values) {
                read_named_value(&mut place, &trim_field(name).to_lowercase(), value);
            }
            break;
        }
        if fields.len() == 7 && trim_field(fields[0]).parse::<f64>().is_ok() {
            place.name = Some(trim_field(fields[1]).to_owned());
            place.file_clock = parse_time_zone(fields[3]);
            place.latitude_deg = parse_latitude(fields[4]);
            place.longitude_deg = parse_longitude(fields[5]);
            place.elevation_m = parse_elevation(fields[6]);
        }
    }
    match form {
        // TMY3 counts local standard time.
        WeatherFileFormat::Tmy3 => place.standard_time = place.file_clock,
        // PVGIS never counts anything but universal time.
        WeatherFileFormat::Pvgis => place.file_clock = Some(UtcOffset::UTC),
        _ => {}
    }
    place
}

/// Takes a value of a header by its name, in lower case.
fn read_named_value(place: &mut WeatherLocation, name: &str, value: &str) {
    let name = name.replace('_', " ");
    let text = trim_field(value).trim_end_matches(',');
    if name.starts_with("elevation") {
        place.elevation_m = parse_elevation(text);
    } else if name.starts_with("latitude") {
        place.latitude_deg = parse_latitude(text);
    } else if name.starts_with("longitude") {
        place.longitude_deg = parse_longitude(text);
    } else if name.starts_with("city") {
        place.name = Some(text.to_owned()).filter(|c| !c.is_empty() && c != "-");
    } else if name.starts_with("local time zone") {
        place.standard_time = parse_time_zone(text);
    } else if name == "time zone" {
        place.file_clock = parse_time_zone(text);
    } else if name == "utc offset seconds" {
        place.file_clock = text.parse().ok().and_then(|s: f64| UtcOffset::from_hours(s / 3600.0));
    } else if name == "timezone" && !is_universal_time(text) {
        // Whoever asks for the time zone of a place gets that of the place.
        place.standard_time = place.file_clock;
    }
}

/// Whether a time zone's name is that of universal time.
pub(super) fn is_universal_time(name: &str) -> bool {
    ["gmt", "utc", "etc/utc", "etc/gmt", "z", ""].iter().any(|n| name.eq_ignore_ascii_case(n))
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
        ColumnRole::Radiation => {
            raw.radiation_w_m2 = trim_field(field).parse().ok().filter(|w: &f64| (0.0..2000.0).contains(w));
        }
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
            // The period that ends then.
            raw.minute = 60 * hour + minute;
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
