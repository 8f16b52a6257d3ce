//! EnergyPlus weather: eight header lines, then 35 fields an hour, hours 1 to 24, each the hour that ends then.

use super::design;
use super::error::WeatherProblem;
use super::format::{ParsedWeather, WeatherFileFormat};
use super::location::{WeatherLocation, parse_elevation, parse_latitude, parse_longitude, parse_time_zone};
use super::row::RawWeatherRow;
use super::text::{parse_integer, parse_number, split_line, trim_field};

/// Fields of a row that must be there: up to the pressure, and one that shows that the pressure is whole.
const REQUIRED_FIELDS: usize = 11;
/// Fields that are read where they are there.
const READ_FIELDS: usize = 14;
/// Fields of a whole row.
const ROW_FIELDS: usize = 35;
/// Fields that a file may have beside them.
const EXTRA_FIELDS: usize = 4;
/// Place of the global horizontal radiation in a row.
const RADIATION_FIELD: usize = 13;
/// Pressures from here on are codes for a missing one, Pa.
const MISSING_PRESSURE: f64 = 999_990.0;

/// Whether a line has the shape of an EPW row: year, month, day, hour, minute and many more.
fn looks_like_row(line: &str) -> bool {
    line.bytes().filter(|b| *b == b',').count() >= 29
        && line.split(',').take(5).all(|f| trim_field(f).parse::<u32>().is_ok())
}

/// Whether a text is an EPW file, whole or without its first lines.
pub(super) fn is_epw(text: &str) -> bool {
    const KEYWORDS: [&str; 3] = ["LOCATION", "DESIGN CONDITIONS", "DATA PERIODS"];
    let keyword = |line: &str| {
        KEYWORDS.iter().any(|k| trim_field(line).get(..k.len()).is_some_and(|l| l.eq_ignore_ascii_case(k)))
    };
    text.lines().take(12).any(keyword) || text.lines().find(|l| !l.trim().is_empty()).is_some_and(looks_like_row)
}

/// The rows and place of an EPW file.
pub(super) fn parse_epw(text: &str) -> Result<ParsedWeather, WeatherProblem> {
    let mut place = WeatherLocation::default();
    let (mut rows, mut minutes) = (Vec::with_capacity(8784), Vec::with_capacity(8784));
    let mut located = false;
    let mut fields = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let line_number = i + 1;
        let line = line.trim_end_matches([',', ' ', '\r', '\t']).trim_start();
        if line.trim_start_matches('"').starts_with(|c: char| c.is_ascii_digit()) {
            let (raw, minute) = parse_row(line_number, line)?;
            rows.push(raw);
            minutes.push(minute);
            continue;
        }
        if line.is_empty() {
            continue;
        }
        split_line(line, &mut fields);
        for field in &mut fields {
            *field = trim_field(field);
        }
        match fields[0].to_ascii_uppercase().as_str() {
            "LOCATION" => {
                located = true;
                read_location(&fields, &mut place);
            }
            "DESIGN CONDITIONS" => design::read_design_conditions(&fields, &mut place),
            _ if rows.is_empty() => {}
            _ => {
                let start: String = line.chars().take(20).collect();
                return Err(WeatherProblem::at_line(line_number, format!("`{start}` stands among the hours"))
                    .with_help("every line after the header is an hour that begins with its year"));
            }
        }
    }
    if rows.is_empty() {
        return Err(WeatherProblem::in_file("there are no hours below the header", "the file is cut: get it whole"));
    }
    if !located {
        return Err(WeatherProblem::at_line(1, "the header is missing: an EPW begins with LOCATION")
            .with_help("restore the eight header lines; elevation and design conditions stand there"));
    }
    shift_to_period_start(&mut rows, &minutes);
    let step_min = match (rows.first(), rows.get(1)) {
        (Some(a), Some(b)) => b.minute.saturating_sub(a.minute).clamp(1, 60),
        _ => 60,
    };
    Ok(ParsedWeather {
        format: WeatherFileFormat::Epw,
        location: place,
        rows,
        has_dew_points: true,
        radiation_lag_min: f64::from(step_min) / 2.0,
    })
}

/// Whether a temperature is a code for a missing one: 99.9, or a row of nines. What lies between may be in another unit.
fn is_missing_temperature(value: f64) -> bool {
    (99.9..=100.0).contains(&value) || value >= 900.0
}

/// A row that begins with the hour it names, and the minute it names.
fn parse_row(line: usize, text: &str) -> Result<(RawWeatherRow, u32), WeatherProblem> {
    let mut fields = [""; READ_FIELDS];
    let count = split_fields(text, &mut fields);
    if count < REQUIRED_FIELDS {
        return Err(too_few_fields(line, count, text));
    }
    if count > ROW_FIELDS {
        check_extra_fields(line, count, &fields)?;
    }
    let hour = parse_integer(line, "the hour", fields[3])?;
    if hour == 0 || hour > 24 {
        let problem = format!("hour {hour}; an EPW counts hours from 1 to 24");
        return Err(WeatherProblem::at_line(line, problem).with_help("add one to every hour, or convert the file anew"));
    }
    let minute = parse_integer(line, "the minute", fields[4])?;
    if minute > 60 {
        return Err(
            WeatherProblem::at_line(line, format!("minute {minute} of the hour")).with_help("minutes are 0 to 60")
        );
    }
    let value = |place: usize, name: &str, missing: fn(f64) -> bool| -> Result<Option<f64>, WeatherProblem> {
        Ok(parse_number(line, name, fields[place])?.filter(|v| !missing(*v) && *v > -99.0))
    };
    let raw = RawWeatherRow {
        line,
        month: parse_integer(line, "the month", fields[1])?,
        day: parse_integer(line, "the day", fields[2])?,
        minute: (hour - 1) * 60,
        dry_bulb_c: value(6, "the dry-bulb", is_missing_temperature)?,
        dew_point_c: value(7, "the dew point", is_missing_temperature)?,
        humidity: value(8, "the relative humidity", |v| v >= 999.0)?.map(|v| v / 100.0),
        pressure_pa: value(9, "the pressure", |v| v >= MISSING_PRESSURE)?,
        radiation_w_m2: trim_field(fields[RADIATION_FIELD]).parse().ok().filter(|w: &f64| (0.0..2000.0).contains(w)),
    };
    Ok((raw, minute))
}

/// The first fields of a line, and how many there are.
fn split_fields<'a>(text: &'a str, fields: &mut [&'a str; READ_FIELDS]) -> usize {
    if text.contains('"') {
        let mut all = Vec::new();
        split_line(text, &mut all);
        fields.iter_mut().zip(&all).for_each(|(f, a)| *f = a);
        return all.len();
    }
    let mut rest = text;
    for (i, field) in fields.iter_mut().enumerate() {
        let Some((first, other)) = rest.split_once(',') else {
            *field = rest;
            return i + 1;
        };
        (*field, rest) = (first, other);
    }
    READ_FIELDS + 1 + rest.bytes().filter(|b| *b == b',').count()
}

fn too_few_fields(line: usize, count: usize, text: &str) -> WeatherProblem {
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if text.matches(separator).count() + 1 >= REQUIRED_FIELDS {
            return WeatherProblem::at_line(line, format!("fields are set apart by {name}"))
                .with_help("save the file with commas and decimal points");
        }
    }
    WeatherProblem::at_line(line, format!("{count} fields, an hour has {ROW_FIELDS}"))
        .with_help("the line is cut: get the file whole")
}

/// Columns of the user's are let pass; numbers that commas cut in two are not.
fn check_extra_fields(line: usize, count: usize, fields: &[&str; READ_FIELDS]) -> Result<(), WeatherProblem> {
    let (thousands, rest) = (trim_field(fields[9]), trim_field(fields[10]));
    let group = rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit());
    if count > ROW_FIELDS + EXTRA_FIELDS || group && thousands.parse().is_ok_and(|v: u32| (31..=120).contains(&v)) {
        let problem = format!("{count} fields, an hour has {ROW_FIELDS}");
        return Err(WeatherProblem::at_line(line, problem)
            .with_help("numbers may have decimal commas or thousands separators: use points"));
    }
    Ok(())
}

/// From the hour that a row names to the minute at which its period begins. One minute for every hour (0, 30 or 60) says
/// nothing; minutes of parts of an hour are their ends, or their beginnings where an hour starts with 0.
fn shift_to_period_start(rows: &mut [RawWeatherRow], minutes: &[u32]) {
    let mut met = [0_usize; 60];
    for minute in minutes {
        met[*minute as usize % 60] += 1;
    }
    let parts = met.iter().filter(|n| **n * 100 > minutes.len()).count();
    let Some(step) = 60_u32.checked_div(u32::try_from(parts).unwrap_or(1)).filter(|_| parts > 1) else { return };
    let from_zero = minutes[0] == 0 && rows.get(1).is_some_and(|r| r.minute == rows[0].minute);
    for (raw, minute) in rows.iter_mut().zip(minutes) {
        let end = if *minute == 0 { 60 } else { *minute };
        raw.minute += if from_zero { *minute % 60 } else { end.saturating_sub(step) };
    }
}

fn read_location(fields: &[&str], place: &mut WeatherLocation) {
    let words = fields.iter().skip(1).take(3).filter(|f| !f.is_empty() && **f != "-");
    let name = words.copied().collect::<Vec<_>>().join(", ");
    place.name = (!name.is_empty()).then_some(name);
    let field = |at: usize| fields.get(at).copied().unwrap_or("");
    place.latitude_deg = parse_latitude(field(6));
    place.longitude_deg = parse_longitude(field(7));
    // By the data dictionary of EnergyPlus the hours are those of local standard time.
    place.file_clock = parse_time_zone(field(8));
    place.standard_time = place.file_clock;
    place.elevation_m = parse_elevation(field(9));
}
