//! One value for every hour of a year (a tariff, a carbon intensity), and the files that hold it.
//!
//! CSV with a header that tells the unit (`price [USD/MWh]`, `carbon_g_per_kwh`, or the unit alone), then 8,760 or 8,784
//! rows whose last column is the value. Lines that begin with `#` and empty lines have no part.

use thiserror::Error;

use crate::units::parse::{Dimension, UNITS, UnitDefinition};

/// A value for every hour of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct HourlyProfile(Vec<f64>);

impl HourlyProfile {
    /// From one value an hour.
    pub const fn new(hours: Vec<f64>) -> Self {
        Self(hours)
    }

    /// Hours.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Mean of all hours.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    /// The value of a time since the year began, h.
    pub(crate) fn value_at_hour(&self, time_h: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hours of a year, not negative")]
        let place = time_h as usize;
        self.0[place.min(self.0.len() - 1)]
    }
}

/// What is wrong with such a file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}{}: {problem}", line.map_or(String::new(), |l| format!(":{l}")))]
pub struct ProfileError {
    /// The file.
    pub file: String,
    /// Line, from 1, where there is one to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub help: Option<String>,
}

/// Largest file that is read: a year of hours needs less than a megabyte.
const BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Reads a file of a dimension.
///
/// # Errors
/// [`ProfileError`].
pub fn read_profile(file: &str, dimension: Dimension) -> Result<HourlyProfile, ProfileError> {
    let fail = |problem: String, help: &str| ProfileError {
        file: file.to_owned(),
        line: None,
        problem,
        help: Some(help.to_owned()),
    };
    let path = "give the path of a file, relative to the working folder";
    let size = std::fs::metadata(file).map_err(|e| fail(e.to_string(), path))?;
    if !size.is_file() || size.len() > BYTES_MAX {
        return Err(fail("not a file of hourly values: no plain file, or over 16 MB".to_owned(), path));
    }
    let bytes = std::fs::read(file).map_err(|e| fail(e.to_string(), path))?;
    let text = String::from_utf8(bytes).map_err(|_| fail("not UTF-8 text".to_owned(), "save it as CSV in UTF-8"))?;
    parse_profile(file, &text, dimension)
}

/// Reads a text; `file` names it in messages.
///
/// # Errors
/// [`ProfileError`].
pub fn parse_profile(file: &str, text: &str, dimension: Dimension) -> Result<HourlyProfile, ProfileError> {
    let example = dimension.documented_unit().names[0];
    let fail = |line: Option<usize>, problem: String, help: String| ProfileError {
        file: file.to_owned(),
        line,
        problem,
        help: Some(help),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    let first = "the first line names the column and its unit, for instance";
    let Some((line, header)) = lines.next() else {
        return Err(fail(None, "no rows".to_owned(), format!("{first} `value [{example}]`, then one row an hour")));
    };
    let columns = header.split(',').count();
    let title = last_column(header);
    if title.parse::<f64>().is_ok() {
        let problem = format!("`{title}` is a number where the header should be");
        return Err(fail(Some(line), problem, format!("{first} `value [{example}]`")));
    }
    let Some(unit) = header_unit(title, dimension) else {
        let problem = format!("the header `{title}` names no unit of {}", dimension.name());
        return Err(fail(Some(line), problem, format!("write it like `value [{example}]`")));
    };
    let mut out = Vec::with_capacity(8784);
    for (line, row) in lines {
        let found = last_column(row);
        let count = row.split(',').count();
        if count != columns {
            let problem = format!("{count} columns where the header has {columns}");
            return Err(fail(Some(line), problem, "use commas between columns, points in numbers".to_owned()));
        }
        let Some(value) = found.parse::<f64>().ok().filter(|v| v.is_finite()) else {
            let problem = format!("`{found}` is not a number");
            return Err(fail(Some(line), problem, format!("one plain number in {} an hour", unit.names[0])));
        };
        if value < 0.0 {
            let problem = format!("{found} is below zero");
            return Err(fail(
                Some(line),
                problem,
                "values are 0 or more; spot prices below zero are no tariff".to_owned(),
            ));
        }
        out.push(value * unit.factor);
    }
    if out.len() != 8760 && out.len() != 8784 {
        let problem = format!("{} rows of values; a year has 8760 or, in a leap year, 8784", out.len());
        return Err(fail(None, problem, "one row for every hour from January 1, in order".to_owned()));
    }
    Ok(HourlyProfile::new(out))
}

fn last_column(row: &str) -> &str {
    row.rsplit(',').next().unwrap_or_default().trim().trim_matches('"').trim()
}

/// The unit that a header names: in brackets, alone, or at the end of a key (`price_usd_per_mwh`).
fn header_unit(title: &str, dimension: Dimension) -> Option<&'static UnitDefinition> {
    let open = title.find(['[', '(']);
    let inner = open.map_or(title, |at| title[at + 1..].trim_end_matches([']', ')'])).trim();
    let known = |text: &str| {
        let mut units = UNITS.iter().filter(|u| u.dimension == dimension);
        units.find(|u| u.names.iter().any(|n| n.eq_ignore_ascii_case(text)))
    };
    let key = || {
        let lower = inner.to_ascii_lowercase().replace("_per_", "/");
        known(lower.rsplit('_').next().unwrap_or_default())
    };
    known(inner).or_else(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(header: &str, rows: usize) -> String {
        let values: Vec<String> = (0..rows).map(|hour| (40 + hour % 24).to_string()).collect();
        format!("# made for a test\n{header}\n{}\n", values.join("\n"))
    }

    fn price(text: &str) -> Result<HourlyProfile, ProfileError> {
        parse_profile("t.csv", text, Dimension::EnergyPrice)
    }

    #[test]
    fn headers_tell_the_unit() {
        for header in ["price [USD/MWh]", "USD/MWh", "price (usd/mwh)", "price_usd_per_mwh", "\"price [USD/MWh]\""] {
            let profile = price(&year(header, 8760)).unwrap_or_else(|e| panic!("{header}: {e}"));
            assert!((profile.mean() * 3.6e9 - 51.5).abs() < 1e-9, "{header}");
        }
        let kwh = price(&year("price_usd_per_kwh", 8784)).unwrap();
        assert_eq!(kwh.len(), 8784);
        let rows = year("x", 8760).replace("x\n", "hour,carbon [g/kWh]\n");
        let two: Vec<String> =
            rows.lines().map(|l| if l.parse::<f64>().is_ok() { format!("1,{l}") } else { l.to_owned() }).collect();
        let carbon =
            parse_profile("c.csv", &format!("\u{feff}{}", two.join("\r\n")), Dimension::CarbonIntensity).unwrap();
        assert!((carbon.mean() * 3.6e9 - 51.5).abs() < 1e-9);
    }

    #[test]
    fn every_mistake_names_its_line() {
        let good = year("price [USD/MWh]", 8760);
        let broken = |line: usize, text: &str| {
            let mut lines: Vec<&str> = good.lines().collect();
            lines[line - 1] = text;
            lines.join("\n")
        };
        for (text, line, says) in [
            (broken(100, "abc"), Some(100), "`abc` is not a number"),
            (broken(100, "-3"), Some(100), "-3 is below zero"),
            (broken(100, "NaN"), Some(100), "not a number"),
            (broken(100, "1,2"), Some(100), "2 columns where the header has 1"),
            (broken(2, "40"), Some(2), "`40` is a number where the header should be"),
            (broken(2, "price"), Some(2), "names no unit of a price of energy"),
            (broken(2, "price [g/kWh]"), Some(2), "names no unit of a price of energy"),
            (year("USD/MWh", 8759), None, "8759 rows"),
            (String::new(), None, "no rows"),
        ] {
            let error = price(&text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.problem.contains(says) && error.help.is_some(), "{error}");
        }
        assert_eq!(price(&broken(100, "abc")).unwrap_err().to_string(), "t.csv:100: `abc` is not a number");
        assert!(read_profile("no/such/file.csv", Dimension::EnergyPrice).is_err());
    }
}
