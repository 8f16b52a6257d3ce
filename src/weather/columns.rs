//! Files with a line of column names: TMY3, NSRDB PSM, SAM, PVGIS, Open-Meteo. Columns are found by keyword, hours by the
//! first line of numbers below them.

use super::text::{bare, number, split, whole};
use super::{Form, Parsed, Place, Problem, Raw};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
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
struct Column {
    place: usize,
    role: Role,
    factor: f64,
}

/// The columns that a line names.
type Columns = Vec<Column>;

/// The role of a column's name, and its unit.
fn role(name: &str) -> Option<(Role, String)> {
    let name = bare(name).to_lowercase();
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
        | "t dry" => Role::DryBulb,
        "dew point" | "tdew" | "dew point 2m" | "dew point temperature" | "dewpoint" | "dewpoint 2m" | "t dew" => {
            Role::DewPoint
        }
        "rhum" | "rh" | "relative humidity" | "relative humidity 2m" | "relativehumidity 2m" => Role::Humidity,
        "pressure" | "pres" | "sp" | "surface pressure" | "atmospheric pressure" => Role::Pressure,
        "month" => Role::Month,
        "day" => Role::Day,
        "hour" => Role::Hour,
        "minute" => Role::Minute,
        "date" => Role::Date,
        "time" if unit.starts_with("hh") => Role::Clock,
        "time" => Role::Stamp,
        _ => return None,
    };
    let unit = if base == "sp" && unit.is_empty() { "pa" } else { unit };
    Some((found, unit.to_owned()))
}

/// The factor of a column's unit.
fn factor(line: usize, role: Role, unit: &str) -> Result<f64, Problem> {
    let (factor, wanted) = match role {
        Role::Pressure => match unit {
            // The data sets that name no unit give millibars.
            "mbar" | "hpa" | "" => (Some(100.0), "hPa, mbar, kPa or Pa"),
            "kpa" => (Some(1000.0), ""),
            "pa" => (Some(1.0), ""),
            _ => (None, "hPa, mbar, kPa or Pa"),
        },
        Role::DryBulb | Role::DewPoint => match unit {
            "" | "c" | "degc" | "deg c" | "celsius" => (Some(1.0), ""),
            _ => (None, "degrees Celsius"),
        },
        Role::Humidity => (Some(0.01), ""),
        _ => (Some(1.0), ""),
    };
    let fahrenheit = if unit.contains('f') { " (degrees Fahrenheit)" } else { "" };
    factor.ok_or_else(|| {
        Problem::at(line, format!("a column is in `{unit}`{fahrenheit}; {wanted} are wanted"))
            .help("convert the column, or ask the service for metric units")
    })
}

/// Roles of a line's fields, in order.
fn roles(line: &str, separator: char) -> Vec<Role> {
    line.split(separator).filter_map(|name| role(name).map(|r| r.0)).collect()
}

fn columns(number: usize, line: &str) -> Result<Columns, Problem> {
    let mut names = Vec::new();
    split(line, &mut names);
    let named = names.iter().enumerate().filter_map(|(place, name)| role(name).map(|(r, unit)| (place, r, unit)));
    named.map(|(place, role, unit)| Ok(Column { place, role, factor: factor(number, role, &unit)? })).collect()
}

fn has(columns: &Columns, wanted: Role) -> bool {
    columns.iter().any(|c| c.role == wanted)
}

/// Whether columns tell temperature and time.
fn enough(roles: &[Role]) -> bool {
    let has = |wanted| roles.contains(&wanted);
    let time = has(Role::Stamp)
        || has(Role::Date) && has(Role::Clock)
        || has(Role::Month) && has(Role::Day) && has(Role::Hour);
    has(Role::DryBulb) && time
}

/// The place of the line of column names.
fn head(lines: &[&str]) -> Result<usize, Problem> {
    let at = |separator| lines.iter().take(60).position(|l| enough(&roles(l, separator)));
    if let Some(head) = at(',') {
        return Ok(head);
    }
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if let Some(head) = at(separator) {
            return Err(Problem::at(head + 1, format!("fields are set apart by {name}"))
                .help("save the file with commas and decimal points"));
        }
    }
    Err(Problem::file(
        "no line of column names with a time and a temperature",
        "known are EPW, TMY3, NSRDB PSM, SAM, PVGIS TMY and Open-Meteo files",
    ))
}

/// The rows and place of such a file.
pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let lines: Vec<&str> = text.lines().collect();
    let head = head(&lines)?;
    let columns = columns(head + 1, lines[head])?;
    let form = form(&columns, lines[head]);
    let place = place(&lines[..head]);
    let mut fields = Vec::new();
    split(lines[head].trim_end_matches([',', '\r', ' ']), &mut fields);
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
            if form == Form::Pvgis {
                break;
            }
            let start: String = line.chars().take(20).collect();
            return Err(Problem::at(i + 1, format!("`{start}` stands among the hours"))
                .help("below the column names every line is an hour"));
        }
        split(line, &mut fields);
        rows.push(row(i + 1, &fields, &columns, width)?);
    }
    if rows.is_empty() {
        return Err(
            Problem::at(head + 1, "there are no hours below the column names").help("the file is cut: get it whole")
        );
    }
    Ok((form, place, rows))
}

fn form(columns: &Columns, head: &str) -> Form {
    if has(columns, Role::Clock) {
        Form::Tmy3
    } else if has(columns, Role::Stamp) {
        if head.to_ascii_lowercase().contains("utc") { Form::Pvgis } else { Form::OpenMeteo }
    } else {
        Form::Psm
    }
}

/// Elevation and name from whatever stands above the column names: "Elevation (m): 82", or a line of names with `elevation`
/// above a line of values, or TMY3's `number,"NAME",STATE,zone,latitude,longitude,elevation`.
fn place(head: &[&str]) -> Place {
    let mut place = Place::default();
    let elevation = |text: &str| bare(text).parse().ok().filter(|e: &f64| (-500.0..9000.0).contains(e));
    let (mut fields, mut values) = (Vec::new(), Vec::new());
    for (i, line) in head.iter().enumerate() {
        let lower = line.to_lowercase();
        if let Some((key, value)) = lower.split_once(':') {
            if key.trim_start().starts_with("elevation") {
                place.elevation_m = elevation(value.trim().trim_end_matches(','));
            }
            continue;
        }
        split(line, &mut fields);
        let named = |word: &str| fields.iter().position(|f| bare(f).to_lowercase().starts_with(word));
        if let (Some(at), Some(next)) = (named("elevation"), head.get(i + 1)) {
            split(next, &mut values);
            place.elevation_m = values.get(at).and_then(|v| elevation(v));
            let city = named("city").and_then(|c| values.get(c)).map(|c| bare(c));
            place.name = city.filter(|c| !c.is_empty() && *c != "-").map(str::to_owned);
            return place;
        }
        if fields.len() == 7 && bare(fields[0]).parse::<f64>().is_ok() {
            place.name = Some(bare(fields[1]).to_owned());
            place.elevation_m = elevation(fields[6]);
        }
    }
    place
}

fn row(line: usize, fields: &[&str], columns: &Columns, width: usize) -> Result<Raw, Problem> {
    let count = fields.len();
    if count > width + 4 {
        let problem = format!("{count} fields, {width} are named above");
        return Err(
            Problem::at(line, problem).help("numbers may have decimal commas or thousands separators: use points")
        );
    }
    let mut raw = Raw { line, ..Raw::default() };
    for column in columns {
        let Some(field) = fields.get(column.place) else {
            let problem = format!("{count} fields, {width} are named above");
            return Err(Problem::at(line, problem).help("the line is cut: get the file whole"));
        };
        take(&mut raw, column, field)?;
    }
    Ok(raw)
}

/// Puts a field where its column says.
fn take(raw: &mut Raw, column: &Column, field: &str) -> Result<(), Problem> {
    let line = raw.line;
    // Data sets code what is missing as large negative or all nines.
    let value = |name: &str, least: f64, most: f64| -> Result<Option<f64>, Problem> {
        Ok(number(line, name, field)?.filter(|v| *v > least && *v < most).map(|v| v * column.factor))
    };
    match column.role {
        Role::DryBulb => raw.dry_bulb_c = value("the temperature", -99.0, 990.0)?.filter(|t| *t != 99.9),
        Role::DewPoint => raw.dew_point_c = value("the dew point", -99.0, 990.0)?.filter(|t| *t != 99.9),
        Role::Humidity => raw.humidity = value("the relative humidity", -90.0, 990.0)?,
        Role::Pressure => raw.pressure_pa = value("the pressure", -90.0, 999_000.0)?.filter(|p| *p != 999_900.0),
        Role::Month => raw.month = whole(line, "the month", field)?,
        Role::Day => raw.day = whole(line, "the day", field)?,
        Role::Hour => raw.minute += 60 * whole(line, "the hour", field)?,
        Role::Minute => raw.minute += whole(line, "the minute", field)?,
        Role::Date => {
            let mut parts = bare(field).split('/');
            let (Some(month), Some(day), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(Problem::at(line, format!("the date `{field}` is not MM/DD/YYYY"))
                    .help("write dates as the TMY3 files do"));
            };
            (raw.month, raw.day) = (whole(line, "the month", month)?, whole(line, "the day", day)?);
        }
        Role::Clock => {
            let (hour, minute) = bare(field).split_once(':').unwrap_or((field, "0"));
            let (hour, minute) = (whole(line, "the hour", hour)?, whole(line, "the minute", minute)?);
            if hour == 0 && minute == 0 {
                let help = "add one to every hour, or convert the file anew";
                return Err(Problem::at(line, "hour 0; TMY3 counts hours from 01:00 to 24:00").help(help));
            }
            // The hour that ends then.
            raw.minute = (60 * hour + minute).saturating_sub(60);
        }
        Role::Stamp => stamp(line, field, raw)?,
    }
    Ok(())
}

/// `2023-01-31T13:00`, `2023-01-31 13:00` or `20230131:1300`.
pub(super) fn stamp(line: usize, field: &str, raw: &mut Raw) -> Result<(), Problem> {
    let text = bare(field);
    let mut digits = [0_u32; 12];
    let mut count = 0;
    for (digit, c) in digits.iter_mut().zip(text.chars().filter_map(|c| c.to_digit(10))) {
        (*digit, count) = (c, count + 1);
    }
    if text.len() < 13 || count < 12 || !text.bytes().take(4).all(|b| b.is_ascii_digit()) {
        let start: String = text.chars().take(30).collect();
        return Err(Problem::at(line, format!("the time `{start}` is not like 2023-01-31T13:00"))
            .help("write times as year, month, day, hour and minute"));
    }
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    (raw.month, raw.day) = (two(4), two(6));
    // PVGIS stamps some of its hours a few minutes past: the hour counts.
    raw.minute = two(8) * 60 + if text.as_bytes()[8] == b':' { 0 } else { two(10) };
    Ok(())
}
