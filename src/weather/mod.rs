//! Weather files: a year of outdoor air from whatever an engineer has, recognised by its content.
//!
//! EPW, TMY3 CSV, NSRDB PSM CSV, SAM CSV, PVGIS TMY CSV, Open-Meteo CSV and JSON. A file is taken whole or refused with the
//! line, what was found and what to do; the few repairs that are made are told once each.

mod calendar;
mod clean;
mod columns;
mod design;
mod epw;
mod error;
mod fill;
mod format;
mod json;
mod location;
mod order;
mod plausible;
mod row;
mod text;

use crate::catalog::climate::WeatherRow;

use self::error::WeatherProblem;
use self::format::ParsedWeather;

pub use self::error::WeatherError;
pub use self::format::WeatherFileFormat;
pub use self::location::WeatherLocation;
pub use self::row::HumiditySource;

/// A year of weather, checked and repaired where that was possible.
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

/// A year of weather from the bytes of a file; `file` names it in messages.
///
/// # Errors
/// [`WeatherError`].
pub fn read_weather(file: &str, bytes: &[u8]) -> Result<WeatherYear, WeatherError> {
    read_weather_with_humidity(file, bytes, HumiditySource::DewPoint)
}

/// As [`read_weather`], with a choice of the humidity that counts.
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
