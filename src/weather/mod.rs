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
const MAX_GAP_H: f64 = 6.0;

/// Forms of weather file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeatherFileFormat {
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

impl fmt::Display for WeatherFileFormat {
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
pub struct WeatherLocation {
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
pub struct WeatherYear {
    /// What the file is.
    pub format: WeatherFileFormat,
    /// Where it was taken.
    pub location: WeatherLocation,
    /// Its states in the order of the year.
    pub rows: Vec<WeatherRow>,
    /// Repairs and doubts, once each.
    pub warnings: Vec<String>,
}

/// Which of two humidities of a row is taken where a file gives both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HumiditySource {
    /// The dew point.
    #[default]
    DewPoint,
    /// The relative humidity, as EnergyPlus takes it.
    RelativeHumidity,
}

/// A row as a file has it; what it codes as missing is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct RawWeatherRow {
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
struct WeatherProblem {
    line: Option<usize>,
    text: String,
    help: Option<&'static str>,
}

impl WeatherProblem {
    fn in_file(text: impl Into<String>, help: &'static str) -> Self {
        Self { line: None, text: text.into(), help: Some(help) }
    }
    fn at_line(line: usize, text: impl Into<String>) -> Self {
        Self { line: Some(line), text: text.into(), help: None }
    }
    fn with_help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }
}

/// Rows and place as a form gives them.
type ParsedWeather = (WeatherFileFormat, WeatherLocation, Vec<RawWeatherRow>);

/// A year of weather from the bytes of a file; `file` names it in messages.
///
/// # Errors
/// [`WeatherError`].
pub fn read_weather(file: &str, bytes: &[u8]) -> Result<WeatherYear, WeatherError> {
    read_weather_with_humidity(file, bytes, HumiditySource::DewPoint)
}

/// As [`read`], with a choice of the humidity that counts.
///
/// # Errors
/// [`WeatherError`].
pub fn read_weather_with_humidity(file: &str, bytes: &[u8], from: HumiditySource) -> Result<WeatherYear, WeatherError> {
    let parsed = text::decode_text(bytes).and_then(|text| parse_text(&text)).and_then(|(form, place, rows)| {
        // Lists have no lines to name.
        let listed = form == WeatherFileFormat::OpenMeteoJson;
        let item = |p: WeatherProblem| WeatherProblem {
            text: p.line.map_or(p.text.clone(), |i| format!("item {i}: {}", p.text)),
            line: None,
            ..p
        };
        let (rows, mut warnings) =
            clean::clean_rows(rows, &place, from).map_err(|p| if listed { item(p) } else { p })?;
        if listed {
            for warning in &mut warnings {
                *warning = warning.replace("line", "item");
            }
        }
        Ok(WeatherYear { format: form, location: place, rows, warnings })
    });
    parsed.map_err(|p| WeatherError {
        file: file.to_owned(),
        line: p.line,
        problem: p.text,
        help: p.help.map(str::to_owned),
    })
}

fn parse_text(text: &str) -> Result<ParsedWeather, WeatherProblem> {
    let start = text.trim_start();
    if start.starts_with('{') || start.starts_with('[') {
        return json::parse_open_meteo(start);
    }
    if epw::is_epw(text) {
        return epw::parse_epw(text);
    }
    columns::parse_columns(text)
}
