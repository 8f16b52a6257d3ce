//! One value for every hour of a year (a tariff, a carbon intensity), and the files that hold it.
//!
//! CSV with a header that tells the unit (`price [USD/MWh]`, `carbon_g_per_kwh`, or the unit alone), then 8,760 or 8,784
//! rows. The value is the last column, or the only one whose name has a unit. Rows with times are put where these say, from
//! UTC where they are in it; rows without are the hours of the local clock from January 1 on. Lines that begin with `#` and
//! empty lines have no part.

use thiserror::Error;

use crate::units::clock::LocalClock;
use crate::units::currency::{Currency, DOLLAR};
use crate::units::parse::{Dimension, UNITS, UnitDefinition};

use super::stamps::StampProblem;
use super::time_columns::{self, TimeColumns};

/// A value for every hour of a year of local standard time.
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

    /// The value at a minute of the year.
    pub(crate) fn value_at_minute(&self, minute: u32) -> f64 {
        self.0[(minute as usize / 60).min(self.0.len() - 1)]
    }
}

/// A file's values in local standard time.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalProfile {
    /// The values.
    pub profile: HourlyProfile,
    /// What was made of the file's times, once each.
    pub notes: Vec<String>,
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

/// What a file of hourly values measures, and the currency that prices may be in.
#[derive(Clone, Copy, Debug)]
pub struct ProfileUnits {
    /// What it measures.
    pub dimension: Dimension,
    /// Currency of the scenario; values are US dollars.
    pub currency: Currency,
}

impl From<Dimension> for ProfileUnits {
    fn from(dimension: Dimension) -> Self {
        Self { dimension, currency: Currency::USD }
    }
}

/// Reads a file of a dimension for the clock of a site.
///
/// # Errors
/// [`ProfileError`].
pub fn read_profile(
    file: &str,
    units: impl Into<ProfileUnits>,
    clock: LocalClock,
) -> Result<LocalProfile, ProfileError> {
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
    parse_profile(file, &text, units, clock)
}

/// Reads a text; `file` names it in messages.
///
/// # Errors
/// [`ProfileError`].
pub fn parse_profile(
    file: &str,
    text: &str,
    units: impl Into<ProfileUnits>,
    clock: LocalClock,
) -> Result<LocalProfile, ProfileError> {
    let units = units.into();
    let fail = |line: Option<usize>, problem: String, help: String| ProfileError {
        file: file.to_owned(),
        line,
        problem,
        help: Some(help),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    let Some((head, header)) = lines.next() else {
        let example = units.example();
        let help = format!(
            "the first line names the column and its unit, for instance `value [{example}]`, then one row an hour"
        );
        return Err(fail(None, "no rows".to_owned(), help));
    };
    let titles: Vec<&str> = header.split(',').map(trim_cell).collect();
    let ValueColumn { place, unit, factor } =
        find_value_column(&titles, units).map_err(|(problem, help)| fail(Some(head), problem, help))?;
    let mut rows = ProfileRows::default();
    for (line, row) in lines {
        let cells: Vec<&str> = row.split(',').map(trim_cell).collect();
        if cells.len() != titles.len() {
            let problem = format!("{} columns where the header has {}", cells.len(), titles.len());
            return Err(fail(Some(line), problem, "use commas between columns, points in numbers".to_owned()));
        }
        let found = cells[place];
        let Some(value) = found.parse::<f64>().ok().filter(|v| v.is_finite()) else {
            let problem = format!("`{found}` is not a number");
            return Err(fail(Some(line), problem, format!("one plain number in {unit} an hour")));
        };
        if value < 0.0 {
            let problem = format!("{found} is below zero");
            let help = "values are 0 or more; spot prices below zero are no tariff".to_owned();
            return Err(fail(Some(line), problem, help));
        }
        rows.values.push(value * factor);
        rows.cells.push(cells);
        rows.lines.push(line);
    }
    if rows.values.len() != 8760 && rows.values.len() != 8784 {
        let problem = format!("{} rows of values; a year has 8760 or, in a leap year, 8784", rows.values.len());
        return Err(fail(None, problem, "one row for every hour from January 1, in order".to_owned()));
    }
    let line = |row: usize| rows.lines.get(row).copied();
    rows.order_values(&titles, place, clock).map_err(|p| fail(line(p.row), p.text, p.help.to_owned()))
}

/// Rows of a file.
#[derive(Default)]
struct ProfileRows<'a> {
    values: Vec<f64>,
    cells: Vec<Vec<&'a str>>,
    lines: Vec<usize>,
}

impl ProfileRows<'_> {
    /// Values of the rows as values of the hours of local standard time.
    fn order_values(&self, titles: &[&str], place: usize, clock: LocalClock) -> Result<LocalProfile, StampProblem> {
        let (mut hours, mut notes, mut standard) = (self.values.clone(), Vec::new(), false);
        let columns = self.cells.first().and_then(|first| TimeColumns::find(titles, first, place));
        if let Some(columns) = columns {
            let order = columns.order_rows(&columns.read_rows(&self.cells)?, titles, clock)?;
            hours = order.rows.iter().map(|row| self.values[*row]).collect();
            (notes, standard) = (order.notes, order.standard);
        } else if let Some(title) = time_columns::find_time_title(titles, place) {
            notes.push(format!(
                "column `{title}` is not understood as times: the rows are taken in the order of the file as hours of the \
                 local clock"
            ));
        }
        if clock.daylight.is_some() && !standard {
            let leap = hours.len() > 8760;
            let wall = |hour: usize| clock.wall_minute(u32::try_from(60 * hour).unwrap_or(0), leap) as usize / 60;
            hours = (0..hours.len()).map(|hour| hours[wall(hour)]).collect();
        }
        Ok(LocalProfile { profile: HourlyProfile::new(hours), notes })
    }
}

fn trim_cell(cell: &str) -> &str {
    cell.trim().trim_matches('"').trim()
}

/// The column that holds the values.
struct ValueColumn {
    place: usize,
    /// Name of its unit.
    unit: String,
    /// Factor to SI.
    factor: f64,
}

impl ProfileUnits {
    /// The unit that a header may have, for messages.
    fn example(self) -> String {
        self.currency.rename_unit(self.dimension.documented_unit().names[0])
    }

    /// The unit of a spelling of any case: in the currency, else in US dollars or any other unit of the dimension.
    fn find_unit(self, text: &str) -> Option<HeaderUnit> {
        let money = self.dimension.is_money() && !self.currency.is_dollar();
        let units = || UNITS.iter().filter(|u| u.dimension == self.dimension);
        let spelt = |unit: &&UnitDefinition, own: bool| {
            let renamed = |name: &str| if own { self.currency.rename_unit(name) } else { name.to_owned() };
            // Cents of which money is not known beside a currency.
            let named = |name: &&&str| !money || name.contains(DOLLAR);
            unit.names.iter().filter(named).any(|name| renamed(name).eq_ignore_ascii_case(text))
        };
        let own = units().find(|unit| money && spelt(unit, true));
        let own = own.map(|unit| HeaderUnit {
            name: self.currency.rename_unit(unit.names[0]),
            factor: unit.factor / self.currency.per_usd(),
        });
        let usual = || units().find(|unit| spelt(unit, false));
        own.or_else(|| usual().map(|unit| HeaderUnit { name: unit.names[0].to_owned(), factor: unit.factor }))
    }
}

/// A unit that a header names.
struct HeaderUnit {
    name: String,
    factor: f64,
}

/// The last column if its name has a unit of the dimension, else the only one that has; or problem and help.
fn find_value_column(titles: &[&str], units: ProfileUnits) -> Result<ValueColumn, (String, String)> {
    let example = units.example();
    let last = titles.last().copied().unwrap_or_default();
    if last.parse::<f64>().is_ok() {
        let help = format!("the first line names the column and its unit, for instance `value [{example}]`");
        return Err((format!("`{last}` is a number where the header should be"), help));
    }
    let named = (0..titles.len()).filter_map(|place| header_unit(titles[place], units).map(|unit| (place, unit)));
    let named: Vec<(usize, HeaderUnit)> = named.collect();
    match named.as_slice() {
        [.., (place, unit)] if *place + 1 == titles.len() || named.len() == 1 => {
            Ok(ValueColumn { place: *place, unit: unit.name.clone(), factor: unit.factor })
        }
        [] => {
            let of = if titles.len() > 1 { " of the last column, which counts," } else { "" };
            let problem = format!("the header `{last}`{of} names no unit of {}", units.dimension.name());
            let other = units.currency.help_with_unit(header_text(last), units.dimension);
            let other = other.map_or_else(String::new, |help| format!("; {help}"));
            Err((problem, format!("write it like `value [{example}]`{other}")))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|(place, _)| titles[*place]).collect();
            let problem = format!("`{}` all have a unit of {}", names.join("`, `"), units.dimension.name());
            Err((problem, "put the one that counts last".to_owned()))
        }
    }
}

/// The unit that a header names: in brackets, alone, at the end of a key (`price_usd_per_mwh`), or as one of its words.
fn header_unit(title: &str, units: ProfileUnits) -> Option<HeaderUnit> {
    let inner = header_text(title);
    let known = |text: &str| units.find_unit(text);
    let key = || {
        let lower = inner.to_ascii_lowercase().replace("_per_", "/");
        known(lower.rsplit('_').next().unwrap_or_default())
    };
    known(inner).or_else(key).or_else(|| title.split_whitespace().find_map(known))
}

/// What stands in the brackets of a title, else the whole of it.
fn header_text(title: &str) -> &str {
    let open = title.find(['[', '(']);
    open.map_or(title, |at| title[at + 1..].trim_end_matches([']', ')'])).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(header: &str, rows: usize) -> String {
        let values: Vec<String> = (0..rows).map(|hour| (40 + hour % 24).to_string()).collect();
        format!("# made for a test\n{header}\n{}\n", values.join("\n"))
    }

    fn price(text: &str) -> Result<HourlyProfile, ProfileError> {
        parse_profile("t.csv", text, Dimension::EnergyPrice, LocalClock::default()).map(|read| read.profile)
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
        let number = |(i, l): (usize, &str)| if l.parse::<f64>().is_ok() { format!("{i},{l}") } else { l.to_owned() };
        let two: Vec<String> = rows.lines().enumerate().map(|(i, l)| number((i.saturating_sub(1), l))).collect();
        let text = format!("\u{feff}{}", two.join("\r\n"));
        let carbon = parse_profile("c.csv", &text, Dimension::CarbonIntensity, LocalClock::default()).unwrap();
        assert!((carbon.profile.mean() * 3.6e9 - 51.5).abs() < 1e-9);
    }

    /// An hour of the wall counts: with clocks an hour ahead in summer, 12 h of standard time pays the price of 13 h.
    #[test]
    fn prices_follow_the_clock_on_the_wall() {
        let clock = LocalClock { standard: None, daylight: "03-11 to 11-04".parse().ok() };
        let text = year("price [USD/MWh]", 8760);
        let summer = parse_profile("t.csv", &text, Dimension::EnergyPrice, clock).unwrap().profile;
        let at = |day: u32, hour: u32| (summer.value_at_minute(60 * (24 * day + hour)) * 3.6e9 - 40.0).round();
        assert_eq!((at(0, 12), at(181, 12), at(181, 23), at(364, 12)), (12.0, 13.0, 0.0, 12.0));
    }

    /// As Electricity Maps writes it: the unit is in the middle of a name, and text stands behind the value.
    #[test]
    fn the_only_column_with_a_unit_counts() {
        let rows = (0..8760).map(|h| format!("DE,{},x,false", 300 + h % 24)).collect::<Vec<_>>().join("\n");
        let text = format!("Zone id,Carbon intensity gCO2eq/kWh (direct),Data source,Data estimated\n{rows}");
        let read = parse_profile("c.csv", &text, Dimension::CarbonIntensity, LocalClock::default()).unwrap();
        assert!((read.profile.mean() * 3.6e9 - 311.5).abs() < 1e-9);
        let none = parse_profile("c.csv", "a,b\n1,2\n", Dimension::CarbonIntensity, LocalClock::default()).unwrap_err();
        assert!(none.problem.contains("`b` of the last column, which counts"), "{none}");
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
        assert!(read_profile("no/such/file.csv", Dimension::EnergyPrice, LocalClock::default()).is_err());
    }

    /// 46 EUR/MWh at 0.92 EUR for a dollar are 50 USD/MWh; dollars stay dollars, cents of no known money are refused.
    #[test]
    fn headers_may_name_the_currency_of_the_scenario() {
        let euro = Currency::new("EUR", 0.92).unwrap();
        let units = ProfileUnits { dimension: Dimension::EnergyPrice, currency: euro };
        let read = |header: &str| {
            parse_profile("t.csv", &format!("{header}\n{}", "46\n".repeat(8760)), units, LocalClock::default())
        };
        for (header, usd) in
            [("price [EUR/MWh]", 50.0), ("EUR/MWh", 50.0), ("price_eur_per_mwh", 50.0), ("price [USD/MWh]", 46.0)]
        {
            let mean = read(header).unwrap().profile.mean() * 3.6e9;
            assert!((mean / usd - 1.0).abs() < 1e-12, "{header}: {mean}");
        }
        assert!(read("price [ct/kWh]").is_err());
        let plain = parse_profile("t.csv", "price [EUR/MWh]\n46\n", Dimension::EnergyPrice, LocalClock::default());
        let help = plain.unwrap_err().help.unwrap();
        assert!(help.contains("currency = \"EUR\""), "{help}");
    }
}
