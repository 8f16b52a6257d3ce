//! EnergyPlus weather: eight header lines, then 35 fields an hour, hours 1 to 24, each the hour that ends then.

use super::text::{bare, number, split, whole};
use super::{Form, Parsed, Place, Problem, Raw, design};

/// Fields of a row that must be there: up to the pressure, and one that shows that the pressure is whole.
const FIELDS: usize = 11;
/// Fields of a whole row.
const WHOLE: usize = 35;
/// Fields that a file may have beside them.
const EXTRA: usize = 4;
/// Dry-bulbs and dew points from here on are codes for a missing one.
const NO_TEMPERATURE: f64 = 99.9;
/// Pressures from here on are codes for a missing one, Pa.
const NO_PRESSURE: f64 = 999_990.0;

/// Whether a line has the shape of an EPW row: year, month, day, hour, minute and many more.
fn looks_like_row(line: &str) -> bool {
    line.bytes().filter(|b| *b == b',').count() >= 29 && line.split(',').take(5).all(|f| bare(f).parse::<u32>().is_ok())
}

/// Whether a text is an EPW file, whole or without its first lines.
pub(super) fn is(text: &str) -> bool {
    const KEYWORDS: [&str; 3] = ["LOCATION", "DESIGN CONDITIONS", "DATA PERIODS"];
    let keyword =
        |line: &str| KEYWORDS.iter().any(|k| bare(line).get(..k.len()).is_some_and(|l| l.eq_ignore_ascii_case(k)));
    text.lines().take(12).any(keyword) || text.lines().find(|l| !l.trim().is_empty()).is_some_and(looks_like_row)
}

/// The rows and place of an EPW file.
pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let mut place = Place::default();
    let (mut rows, mut minutes) = (Vec::with_capacity(8784), Vec::with_capacity(8784));
    let mut located = false;
    let mut fields = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let line_number = i + 1;
        let line = line.trim_end_matches([',', ' ', '\r', '\t']).trim_start();
        if line.trim_start_matches('"').starts_with(|c: char| c.is_ascii_digit()) {
            let (raw, minute) = row(line_number, line)?;
            rows.push(raw);
            minutes.push(minute);
            continue;
        }
        if line.is_empty() {
            continue;
        }
        split(line, &mut fields);
        for field in &mut fields {
            *field = bare(field);
        }
        match fields[0].to_ascii_uppercase().as_str() {
            "LOCATION" => {
                located = true;
                location(&fields, &mut place);
            }
            "DESIGN CONDITIONS" => design::read(&fields, &mut place),
            _ if rows.is_empty() => {}
            _ => {
                let start: String = line.chars().take(20).collect();
                return Err(Problem::at(line_number, format!("`{start}` stands among the hours"))
                    .help("every line after the header is an hour that begins with its year"));
            }
        }
    }
    if rows.is_empty() {
        return Err(Problem::file("there are no hours below the header", "the file is cut: get it whole"));
    }
    if !located {
        return Err(Problem::at(1, "the header is missing: an EPW begins with LOCATION")
            .help("restore the eight header lines; elevation and design conditions stand there"));
    }
    begin(&mut rows, &minutes);
    Ok((Form::Epw, place, rows))
}

/// A row that begins with the hour it names, and the minute it names.
fn row(line: usize, text: &str) -> Result<(Raw, u32), Problem> {
    let mut fields = [""; FIELDS];
    let count = cut(text, &mut fields);
    if count < FIELDS {
        return Err(too_few(line, count, text));
    }
    if count > WHOLE {
        too_many(line, count, &fields)?;
    }
    let hour = whole(line, "the hour", fields[3])?;
    if hour == 0 || hour > 24 {
        let problem = format!("hour {hour}; an EPW counts hours from 1 to 24");
        return Err(Problem::at(line, problem).help("add one to every hour, or convert the file anew"));
    }
    let minute = whole(line, "the minute", fields[4])?;
    if minute > 60 {
        return Err(Problem::at(line, format!("minute {minute} of the hour")).help("minutes are 0 to 60"));
    }
    let value = |place: usize, name: &str, missing: f64| -> Result<Option<f64>, Problem> {
        Ok(number(line, name, fields[place])?.filter(|v| *v < missing && *v > -99.0))
    };
    let raw = Raw {
        line,
        month: whole(line, "the month", fields[1])?,
        day: whole(line, "the day", fields[2])?,
        minute: (hour - 1) * 60,
        dry_bulb_c: value(6, "the dry-bulb", NO_TEMPERATURE)?,
        dew_point_c: value(7, "the dew point", NO_TEMPERATURE)?,
        humidity: value(8, "the relative humidity", 999.0)?.map(|v| v / 100.0),
        pressure_pa: value(9, "the pressure", NO_PRESSURE)?,
    };
    Ok((raw, minute))
}

/// The first fields of a line, and how many there are.
fn cut<'a>(text: &'a str, fields: &mut [&'a str; FIELDS]) -> usize {
    if text.contains('"') {
        let mut all = Vec::new();
        split(text, &mut all);
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
    FIELDS + 1 + rest.bytes().filter(|b| *b == b',').count()
}

fn too_few(line: usize, count: usize, text: &str) -> Problem {
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs")] {
        if text.matches(separator).count() + 1 >= FIELDS {
            return Problem::at(line, format!("fields are set apart by {name}"))
                .help("save the file with commas and decimal points");
        }
    }
    Problem::at(line, format!("{count} fields, an hour has {WHOLE}")).help("the line is cut: get the file whole")
}

/// Columns of the user's are let pass; numbers that commas cut in two are not.
fn too_many(line: usize, count: usize, fields: &[&str; FIELDS]) -> Result<(), Problem> {
    let (thousands, rest) = (bare(fields[9]), bare(fields[10]));
    let group = rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit());
    if count > WHOLE + EXTRA || group && thousands.parse().is_ok_and(|v: u32| (31..=120).contains(&v)) {
        let problem = format!("{count} fields, an hour has {WHOLE}");
        return Err(
            Problem::at(line, problem).help("numbers may have decimal commas or thousands separators: use points")
        );
    }
    Ok(())
}

/// From the hour that a row names to the minute at which its period begins. One minute for every hour (0, 30 or 60) says
/// nothing; minutes of parts of an hour are their ends, or their beginnings where an hour starts with 0.
fn begin(rows: &mut [Raw], minutes: &[u32]) {
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

fn location(fields: &[&str], place: &mut Place) {
    let words = fields.iter().skip(1).take(3).filter(|f| !f.is_empty() && **f != "-");
    let name = words.copied().collect::<Vec<_>>().join(", ");
    place.name = (!name.is_empty()).then_some(name);
    let elevation = fields.get(9).and_then(|f| f.parse().ok());
    place.elevation_m = elevation.filter(|e: &f64| (-500.0..9000.0).contains(e));
}
