//! Files with a line of column names: TMY3, NSRDB PSM, SAM, PVGIS, Open-Meteo. Columns are found by keyword, hours by the
//! first line of numbers below them.

use super::text::number;
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

/// The role of a column's name, and for pressure its unit in Pa where the name tells.
fn role(name: &str) -> Option<(Role, Option<f64>)> {
    let name = name.trim().trim_matches('"').to_ascii_lowercase();
    let (base, unit) = name.split_once('(').map_or((name.as_str(), ""), |(b, u)| (b.trim(), u.trim_end_matches(')')));
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
        "rhum" | "rh" | "relative humidity" | "relative humidity 2m" => Role::Humidity,
        "pressure" | "pres" | "sp" | "surface pressure" | "atmospheric pressure" => {
            let factor = match unit.trim() {
                "mbar" | "hpa" => Some(100.0),
                "kpa" => Some(1000.0),
                "pa" => Some(1.0),
                _ if base == "sp" => Some(1.0),
                _ => Some(100.0),
            };
            return Some((Role::Pressure, factor));
        }
        "month" => Role::Month,
        "day" => Role::Day,
        "hour" => Role::Hour,
        "minute" => Role::Minute,
        "date" => Role::Date,
        "time" if unit.starts_with("hh") => Role::Clock,
        "time" => Role::Stamp,
        _ => return None,
    };
    Some((found, None))
}

/// The columns that a line names: places and roles.
type Columns = Vec<(usize, Role, Option<f64>)>;

fn columns(line: &str, separator: char) -> Columns {
    let names = line.split(separator).enumerate();
    names.filter_map(|(i, name)| role(name).map(|(r, u)| (i, r, u))).collect()
}

fn has(columns: &Columns, wanted: Role) -> bool {
    columns.iter().any(|c| c.1 == wanted)
}

/// Whether columns tell temperature and time.
fn enough(columns: &Columns) -> bool {
    let time = has(columns, Role::Stamp)
        || has(columns, Role::Date) && has(columns, Role::Clock)
        || has(columns, Role::Month) && has(columns, Role::Day) && has(columns, Role::Hour);
    has(columns, Role::DryBulb) && time
}

/// The rows and place of such a file.
pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    const HELP: &str = "known are EPW, TMY3, NSRDB PSM, SAM, PVGIS TMY and Open-Meteo files";
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.iter().take(60).position(|l| enough(&columns(l, ',')));
    let Some(head) = found else {
        if lines.iter().take(60).any(|l| enough(&columns(l, ';'))) {
            return Err(Problem::file(
                "fields are set apart by semicolons",
                "save the file with commas and decimal points",
            ));
        }
        return Err(Problem::file("no line of column names with a time and a temperature", HELP));
    };
    let columns = columns(lines[head], ',');
    let form = form(&columns, lines[head]);
    let place = place(&lines[..head]);
    let width = lines[head].split(',').count();
    let mut rows = Vec::with_capacity(8784);
    for (i, line) in lines.iter().enumerate().skip(head + 1) {
        let line = line.trim_end_matches(['\r', ' ', '\t']);
        let Some(first) = line.trim_start().chars().next() else { continue };
        if !first.is_ascii_digit() && first != '"' {
            // PVGIS writes a legend below the hours.
            if form == Form::Pvgis && !rows.is_empty() {
                break;
            }
            if rows.is_empty() {
                continue;
            }
            let start: String = line.chars().take(20).collect();
            return Err(Problem::at(i + 1, format!("`{start}` stands among the hours")));
        }
        rows.push(row(i + 1, line.trim_end_matches(','), &columns, width)?);
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
    for (i, line) in head.iter().enumerate() {
        let lower = line.to_ascii_lowercase();
        if let Some((key, value)) = lower.split_once(':') {
            if key.trim_start().starts_with("elevation") {
                place.elevation_m = value.trim().trim_end_matches(',').parse().ok();
            }
            continue;
        }
        let names: Vec<&str> = lower.split(',').map(str::trim).collect();
        if let (Some(at), Some(values)) = (names.iter().position(|n| n.starts_with("elevation")), head.get(i + 1)) {
            let values: Vec<&str> = values.split(',').map(str::trim).collect();
            place.elevation_m = values.get(at).and_then(|v| v.parse().ok());
            let city = names.iter().position(|n| *n == "city").and_then(|c| values.get(c));
            place.name = city.filter(|c| !c.is_empty() && **c != "-").map(|c| (*c).to_owned());
            return place;
        }
        let fields: Vec<&str> = line.split(',').collect();
        if fields.len() == 7 && fields[0].trim().parse::<f64>().is_ok() {
            place.name = Some(fields[1].trim().trim_matches('"').to_owned());
            place.elevation_m = fields[6].trim().parse().ok();
        }
    }
    place
}

fn row(line: usize, text: &str, columns: &Columns, width: usize) -> Result<Raw, Problem> {
    let fields: Vec<&str> = text.split(',').collect();
    let last = columns.iter().map(|c| c.0).max().unwrap_or(0);
    if fields.len() <= last {
        let problem = format!("{} fields, {} are named above", fields.len(), width);
        return Err(Problem::at(line, problem).help("the line is cut: get the file whole"));
    }
    if fields.len() > width + 4 {
        let problem = format!("{} fields, {} are named above", fields.len(), width);
        return Err(
            Problem::at(line, problem).help("numbers may have decimal commas or thousands separators: use points")
        );
    }
    let mut raw = Raw {
        line,
        month: 0,
        day: 0,
        minute: 0,
        dry_bulb_c: None,
        dew_point_c: None,
        humidity: None,
        pressure_pa: None,
    };
    for &(place, role, unit) in columns {
        let field = fields[place];
        let value = |name: &str, missing: f64| -> Result<Option<f64>, Problem> {
            // Data sets code what is missing as large negative or all nines.
            Ok(number(line, name, field)?.filter(|v| *v > -900.0 && v.abs() < missing))
        };
        match role {
            Role::DryBulb => raw.dry_bulb_c = value("the temperature", 999.0)?,
            Role::DewPoint => raw.dew_point_c = value("the dew point", 999.0)?,
            Role::Humidity => raw.humidity = value("the relative humidity", 990.0)?.map(|v| v / 100.0),
            Role::Pressure => {
                raw.pressure_pa = value("the pressure", 999_900.0)?.map(|v| v * unit.unwrap_or(100.0));
            }
            Role::Month => raw.month = whole(line, "the month", field)?,
            Role::Day => raw.day = whole(line, "the day", field)?,
            Role::Hour => raw.minute += 60 * whole(line, "the hour", field)?,
            Role::Minute => raw.minute += whole(line, "the minute", field)?,
            Role::Date => {
                let parts: Vec<&str> = field.trim().trim_matches('"').split('/').collect();
                let [month, day, _] = parts.as_slice() else {
                    return Err(Problem::at(line, format!("the date `{field}` is not MM/DD/YYYY")));
                };
                (raw.month, raw.day) = (whole(line, "the month", month)?, whole(line, "the day", day)?);
            }
            Role::Clock => {
                let (hour, minute) = field.trim().split_once(':').unwrap_or((field, "0"));
                let (hour, minute) = (whole(line, "the hour", hour)?, whole(line, "the minute", minute)?);
                if hour == 0 && minute == 0 {
                    let help = "add one to every hour, or convert the file anew";
                    return Err(Problem::at(line, "hour 0; TMY3 counts hours from 01:00 to 24:00").help(help));
                }
                // The hour that ends then.
                raw.minute = (60 * hour + minute).saturating_sub(60);
            }
            Role::Stamp => stamp(line, field, &mut raw)?,
        }
    }
    Ok(raw)
}

fn whole(line: usize, name: &str, field: &str) -> Result<u32, Problem> {
    let text = field.trim().trim_matches('"');
    text.parse::<u32>()
        .ok()
        .or_else(|| text.strip_suffix(".0").and_then(|t| t.parse().ok()))
        .filter(|v| *v < 10_000)
        .ok_or_else(|| Problem::at(line, format!("{name} `{text}` is not a whole number")))
}

/// `2023-01-31T13:00`, `2023-01-31 13:00` or `20230131:1300`.
pub(super) fn stamp(line: usize, field: &str, raw: &mut Raw) -> Result<(), Problem> {
    let text = field.trim().trim_matches('"');
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let shaped = text.len() >= 13 && digits.len() >= 12 && text.chars().take(4).all(|c| c.is_ascii_digit());
    if !shaped {
        return Err(Problem::at(line, format!("the time `{text}` is not like 2023-01-31T13:00")));
    }
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    (raw.month, raw.day) = (two(4), two(6));
    // PVGIS stamps some of its hours a few minutes past: the hour counts.
    let minute = two(10);
    raw.minute = two(8) * 60 + if text.contains(':') && !text.contains('-') { 0 } else { minute };
    Ok(())
}
