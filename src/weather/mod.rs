//! Weather files: a year of outdoor air from whatever an engineer has, recognised by its content.
//!
//! EPW, TMY3 CSV, NSRDB PSM CSV, SAM CSV, PVGIS TMY CSV, Open-Meteo CSV and JSON. A file is taken whole or refused with the
//! line, what was found and what to do; the few repairs that are made are told once each.

mod calendar;
mod clean;
mod columns;
mod design;
mod epw;
mod fill;
mod json;
mod order;
mod plausible;
mod text;

use std::fmt;

use thiserror::Error;

use crate::catalog::climate::WeatherRow;

/// Longest gap that is interpolated, hours.
const GAP_H: f64 = 6.0;

/// Forms of weather file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// EnergyPlus weather.
    Epw,
    /// Typical meteorological year of the NSRDB, third edition.
    Tmy3,
    /// Physical solar model of the NSRDB, or the System Advisor Model.
    Psm,
    /// PVGIS typical year.
    Pvgis,
    /// Open-Meteo CSV.
    OpenMeteo,
    /// Open-Meteo JSON.
    OpenMeteoJson,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Epw => "EPW",
            Self::Tmy3 => "TMY3 CSV",
            Self::Psm => "NSRDB or SAM CSV",
            Self::Pvgis => "PVGIS TMY CSV",
            Self::OpenMeteo => "Open-Meteo CSV",
            Self::OpenMeteoJson => "Open-Meteo JSON",
        })
    }
}

/// What is wrong with a weather file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}{}: {problem}", line.map_or(String::new(), |l| format!(":{l}")))]
pub struct WeatherError {
    /// The file.
    pub file: String,
    /// Line, from 1, where there is one to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub help: Option<String>,
}

/// Where a year of weather was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Name.
    pub name: Option<String>,
    /// Elevation, m.
    pub elevation_m: Option<f64>,
    /// Dry-bulb that 0.4 % of the hours pass, °C.
    pub design_dry_bulb_c: Option<f64>,
    /// Wet-bulb that 0.4 % of the hours pass, °C.
    pub design_wet_bulb_c: Option<f64>,
    /// 20-year extreme dry-bulb, °C.
    pub extreme_dry_bulb_c: Option<f64>,
    /// Extreme wet-bulb, °C.
    pub extreme_wet_bulb_c: Option<f64>,
}

/// A year of weather.
#[derive(Clone, Debug, PartialEq)]
pub struct Weather {
    /// What the file is.
    pub form: Form,
    /// Where it was taken.
    pub place: Place,
    /// Its states in the order of the year.
    pub rows: Vec<WeatherRow>,
    /// Repairs and doubts, once each.
    pub warnings: Vec<String>,
}

/// Which of two humidities of a row is taken where a file gives both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HumidityFrom {
    /// The dew point.
    #[default]
    DewPoint,
    /// The relative humidity, as EnergyPlus takes it.
    RelativeHumidity,
}

/// A row as a file has it; what it codes as missing is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Raw {
    /// Line, from 1; place in the list where there are no lines.
    line: usize,
    month: u32,
    day: u32,
    /// Minutes into the day at which the period begins.
    minute: u32,
    dry_bulb_c: Option<f64>,
    dew_point_c: Option<f64>,
    /// Relative humidity, 0..=1.
    humidity: Option<f64>,
    pressure_pa: Option<f64>,
}

/// A problem before the file's name is known.
#[derive(Debug)]
struct Problem {
    line: Option<usize>,
    text: String,
    help: Option<&'static str>,
}

impl Problem {
    fn file(text: impl Into<String>, help: &'static str) -> Self {
        Self { line: None, text: text.into(), help: Some(help) }
    }
    fn at(line: usize, text: impl Into<String>) -> Self {
        Self { line: Some(line), text: text.into(), help: None }
    }
    fn help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }
}

/// Rows and place as a form gives them.
type Parsed = (Form, Place, Vec<Raw>);

/// A year of weather from the bytes of a file; `file` names it in messages.
///
/// # Errors
/// [`WeatherError`].
pub fn read(file: &str, bytes: &[u8]) -> Result<Weather, WeatherError> {
    read_humidity(file, bytes, HumidityFrom::DewPoint)
}

/// As [`read`], with a choice of the humidity that counts.
///
/// # Errors
/// [`WeatherError`].
pub fn read_humidity(file: &str, bytes: &[u8], from: HumidityFrom) -> Result<Weather, WeatherError> {
    let parsed = text::decode(bytes).and_then(|text| parse(&text)).and_then(|(form, place, rows)| {
        // Lists have no lines to name.
        let listed = form == Form::OpenMeteoJson;
        let item = |p: Problem| Problem {
            text: p.line.map_or(p.text.clone(), |i| format!("item {i}: {}", p.text)),
            line: None,
            ..p
        };
        let (rows, mut warnings) = clean::clean(rows, &place, from).map_err(|p| if listed { item(p) } else { p })?;
        if listed {
            for warning in &mut warnings {
                *warning = warning.replace("line", "item");
            }
        }
        Ok(Weather { form, place, rows, warnings })
    });
    parsed.map_err(|p| WeatherError {
        file: file.to_owned(),
        line: p.line,
        problem: p.text,
        help: p.help.map(str::to_owned),
    })
}

fn parse(text: &str) -> Result<Parsed, Problem> {
    let start = text.trim_start();
    if start.starts_with('{') || start.starts_with('[') {
        return json::parse(start);
    }
    if epw::is(text) {
        return epw::parse(text);
    }
    columns::parse(text)
}
