//! EnergyPlus weather: eight header lines, then 35 fields an hour, hours 1 to 24, each the hour that ends then.

use super::text::number;
use super::{Form, Parsed, Place, Problem, Raw};

/// Fields of a row that must be there: up to the pressure.
const FIELDS: usize = 10;
/// Fields of a whole row.
const WHOLE: usize = 35;

/// Whether a line has the shape of an EPW row: year, month, day, hour, minute and many more.
pub(super) fn looks_like_rows(line: &str) -> bool {
    let fields: Vec<&str> = line.split(',').collect();
    fields.len() >= 30 && fields[..5].iter().all(|f| f.trim().parse::<u32>().is_ok())
}

/// The rows and place of an EPW file.
pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let mut place = Place::default();
    let mut rows = Vec::with_capacity(8784);
    let mut located = false;
    for (i, line) in text.lines().enumerate() {
        let line_number = i + 1;
        let line = line.trim_end_matches([',', ' ', '\r', '\t']);
        if line.trim().is_empty() {
            continue;
        }
        if line.matches(';').count() > 20 {
            return Err(
                Problem::at(line_number, "fields are set apart by semicolons").help("save the file with commas")
            );
        }
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            rows.push(row(line_number, line)?);
            continue;
        }
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        match fields[0].to_ascii_uppercase().as_str() {
            "LOCATION" => {
                located = true;
                location(&fields, &mut place);
            }
            "DESIGN CONDITIONS" => design(&fields, &mut place),
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
    Ok((Form::Epw, place, rows))
}

fn row(line: usize, text: &str) -> Result<Raw, Problem> {
    let fields: Vec<&str> = text.split(',').collect();
    if fields.len() < FIELDS {
        let problem = format!("{} fields, an hour has {WHOLE}", fields.len());
        return Err(Problem::at(line, problem).help("the line is cut: get the file whole"));
    }
    if fields.len() > WHOLE + 4 {
        let problem = format!("{} fields, an hour has {WHOLE}", fields.len());
        return Err(
            Problem::at(line, problem).help("numbers may have decimal commas or thousands separators: use points")
        );
    }
    let whole = |place: usize, name: &str| -> Result<u32, Problem> {
        let text = fields[place].trim();
        // Some writers give whole numbers a decimal point.
        let value = text.parse::<f64>().ok().filter(|v| v.fract() == 0.0 && (0.0..1e4).contains(v));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and small")]
        let found = value.map(|v| v as u32);
        found.ok_or_else(|| Problem::at(line, format!("{name} `{text}` is not a whole number")))
    };
    let hour = whole(3, "the hour")?;
    if hour == 0 || hour > 24 {
        let problem = format!("hour {hour}; an EPW counts hours from 1 to 24");
        return Err(Problem::at(line, problem).help("add one to every hour, or convert the file anew"));
    }
    let minute = whole(4, "the minute")?;
    let value = |place: usize, name: &str, missing: f64| -> Result<Option<f64>, Problem> {
        Ok(number(line, name, fields[place])?.filter(|v| *v < missing))
    };
    // Minute 0 and 60 both mean the full hour; anything between ends a part of the hour.
    let end = if minute == 0 || minute == 60 { hour * 60 } else { (hour - 1) * 60 + minute };
    Ok(Raw {
        line,
        month: whole(1, "the month")?,
        day: whole(2, "the day")?,
        minute: end.saturating_sub(if minute == 0 || minute == 60 { 60 } else { minute }),
        dry_bulb_c: value(6, "the dry-bulb", 99.9)?,
        dew_point_c: value(7, "the dew point", 99.9)?,
        humidity: value(8, "the relative humidity", 999.0)?.map(|v| v / 100.0),
        pressure_pa: value(9, "the pressure", 999_999.0)?,
    })
}

fn float(fields: &[&str], place: usize) -> Option<f64> {
    fields.get(place)?.parse().ok().filter(|v: &f64| v.is_finite())
}

fn location(fields: &[&str], place: &mut Place) {
    let words = fields.iter().skip(1).take(3).filter(|f| !f.is_empty() && **f != "-");
    let name = words.copied().collect::<Vec<_>>().join(", ");
    place.name = (!name.is_empty()).then_some(name);
    place.elevation_m = float(fields, 9).filter(|e| (-500.0..9000.0).contains(e));
}

/// Design conditions by their keywords, as all editions since 2005 have them: 0.4 % dry-bulb and wet-bulb of cooling, the
/// extreme wet-bulb, and of the return periods (the last eight values: 5, 10, 20, 50 years, least and most) the 20 years.
fn design(fields: &[&str], place: &mut Place) {
    let after = |word: &str| fields.iter().position(|f| f.eq_ignore_ascii_case(word));
    let sane = |v: f64| (-40.0..60.0).contains(&v);
    if let Some(at) = after("Cooling") {
        place.design_dry_bulb_c = float(fields, at + 3).filter(|v| sane(*v));
        place.design_wet_bulb_c = float(fields, at + 9).filter(|v| sane(*v));
    }
    if let Some(at) = after("Extremes") {
        let values: Vec<f64> = (at + 1..fields.len()).filter_map(|i| float(fields, i)).collect();
        let warmest = place.design_dry_bulb_c.unwrap_or(-40.0);
        place.extreme_wet_bulb_c = values.get(3).copied().filter(|v| sane(*v) && *v > 0.0 && *v <= warmest + 10.0);
        let twenty = values.len().checked_sub(3).and_then(|i| values.get(i)).copied();
        place.extreme_dry_bulb_c = twenty.filter(|v| sane(*v) && *v >= warmest);
    }
}
