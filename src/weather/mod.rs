//! Weather files: a year of outdoor air from whatever an engineer has, recognised by its content.
//!
//! EPW, TMY3 CSV, NSRDB PSM CSV, SAM CSV, PVGIS TMY and Open-Meteo as CSV and JSON. A file is taken whole or refused with the
//! line, what was found and what to do; the few repairs that are made are told once each.

mod clean;
mod columns;
mod design;
mod epw;
mod error;
mod fill;
mod format;
mod json;
mod location;
mod midnight;
mod order;
mod plausible;
mod row;
mod text;
mod zone;

use crate::catalog::climate::WeatherRow;
use crate::units::clock::UtcOffset;

use self::clean::{CleanYear, HumidityColumns};
use self::error::WeatherProblem;
use self::format::ParsedWeather;

pub use self::error::WeatherError;
pub use self::format::WeatherFileFormat;
pub use self::location::WeatherLocation;
pub use self::row::HumiditySource;
pub use self::zone::StatedClocks;

/// A year of weather, checked and repaired where that was possible.
#[derive(Clone, Debug, PartialEq)]
pub struct WeatherYear {
    /// What the file is.
    pub format: WeatherFileFormat,
    /// Where it was taken.
    pub location: WeatherLocation,
    /// Its states in the order of the year, by local standard time.
    pub rows: Vec<WeatherRow>,
    /// Local standard time, where it is known.
    pub standard_time: Option<UtcOffset>,
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

/// What the user says of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeatherReading {
    /// The humidity that counts.
    pub humidity: HumiditySource,
    /// Clocks that are not those the file states.
    pub clocks: StatedClocks,
}

/// As [`read_weather`], with a choice of the humidity that counts.
///
/// # Errors
/// [`WeatherError`].
pub fn read_weather_with_humidity(file: &str, bytes: &[u8], from: HumiditySource) -> Result<WeatherYear, WeatherError> {
    read_weather_as(file, bytes, WeatherReading { humidity: from, ..WeatherReading::default() })
}

/// As [`read_weather`], as the user wants it read.
///
/// # Errors
/// [`WeatherError`].
pub fn read_weather_as(file: &str, bytes: &[u8], reading: WeatherReading) -> Result<WeatherYear, WeatherError> {
    let parsed = text::decode_text(bytes).and_then(|text| parse_text(&text)).and_then(|parsed| {
        let format = parsed.format;
        // Lists have no lines to name.
        let item = |p: WeatherProblem| WeatherProblem {
            text: p.line.map_or(p.text.clone(), |i| format!("item {i}: {}", p.text)),
            line: None,
            ..p
        };
        let mut year = build_year(parsed, reading).map_err(|p| if format.is_list() { item(p) } else { p })?;
        if format.is_list() {
            for warning in &mut year.warnings {
                *warning = warning.replace("line", "item");
            }
        }
        Ok(year)
    });
    parsed.map_err(|p| WeatherError {
        file: file.to_owned(),
        line: p.line,
        problem: p.text,
        help: p.help.map(str::to_owned),
    })
}

/// Cleans the rows and puts them in the order of local standard time.
fn build_year(parsed: ParsedWeather, reading: WeatherReading) -> Result<WeatherYear, WeatherProblem> {
    let ParsedWeather { format, location, rows, has_dew_points, radiation_lag_min } = parsed;
    let noon_h = zone::measure_solar_noon(&rows, radiation_lag_min);
    let source = HumidityColumns { preferred: reading.humidity, has_dew_points };
    let CleanYear { mut rows, step_min, mut warnings } = clean::clean_rows(rows, &location, source)?;
    let alignment = zone::align_clock(&location, reading.clocks, noon_h, step_min);
    warnings.extend(alignment.notes);
    let steps = alignment.shift_min / i32::try_from(step_min).unwrap_or(60);
    let count = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    rows.rotate_right(usize::try_from(steps.rem_euclid(count)).unwrap_or(0));
    if noon_h.is_none() {
        warnings.extend(zone::doubt_warmest_hour(&rows, step_min));
    }
    Ok(WeatherYear { format, location, rows, standard_time: alignment.standard, warnings })
}

fn parse_text(text: &str) -> Result<ParsedWeather, WeatherProblem> {
    let start = text.trim_start();
    if start.starts_with('{') || start.starts_with('[') {
        return json::parse_json(start);
    }
    if epw::is_epw(text) {
        return epw::parse_epw(text);
    }
    columns::parse_columns(text)
}
