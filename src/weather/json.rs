//! Open-Meteo's JSON: an object with `hourly` lists and their units.

use serde::Deserialize;

use super::columns::parse_timestamp;
use super::error::WeatherProblem;
use super::format::{ParsedWeather, WeatherFileFormat};
use super::location::WeatherLocation;
use super::row::RawWeatherRow;

#[derive(Deserialize)]
struct OpenMeteoFile {
    elevation: Option<f64>,
    hourly: Option<OpenMeteoHourly>,
    hourly_units: Option<OpenMeteoUnits>,
    /// What the service says instead of data.
    reason: Option<String>,
}

#[derive(Deserialize)]
struct OpenMeteoUnits {
    temperature_2m: Option<String>,
}

#[derive(Deserialize)]
struct OpenMeteoHourly {
    time: Vec<String>,
    temperature_2m: Vec<Option<f64>>,
    #[serde(alias = "dewpoint_2m")]
    dew_point_2m: Option<Vec<Option<f64>>>,
    #[serde(alias = "relativehumidity_2m")]
    relative_humidity_2m: Option<Vec<Option<f64>>>,
    surface_pressure: Option<Vec<Option<f64>>>,
}

/// The rows and place of such a file.
pub(super) fn parse_open_meteo(text: &str) -> Result<ParsedWeather, WeatherProblem> {
    const WANTED: &str = "ask for hourly temperature_2m, dew_point_2m and surface_pressure";
    let file: OpenMeteoFile = serde_json::from_str(text).map_err(|e| WeatherProblem {
        line: Some(e.line()),
        text: format!("not the JSON of a weather service: {e}"),
        help: Some(WANTED),
    })?;
    let Some(hourly) = file.hourly else {
        let why = file.reason.unwrap_or_else(|| "there is no `hourly` in it".to_owned());
        return Err(WeatherProblem::in_file(why, WANTED));
    };
    let count = hourly.time.len();
    let lists = [
        ("temperature_2m", Some(hourly.temperature_2m.len())),
        ("dew_point_2m", hourly.dew_point_2m.as_ref().map(Vec::len)),
        ("relative_humidity_2m", hourly.relative_humidity_2m.as_ref().map(Vec::len)),
        ("surface_pressure", hourly.surface_pressure.as_ref().map(Vec::len)),
    ];
    for (name, length) in lists {
        if let Some(length) = length.filter(|l| *l != count) {
            return Err(WeatherProblem::in_file(format!("`{name}` has {length} values, `time` {count}"), WANTED));
        }
    }
    let fahrenheit = file.hourly_units.and_then(|u| u.temperature_2m).is_some_and(|u| u.contains('F'));
    if fahrenheit {
        return Err(WeatherProblem::in_file(
            "temperatures are in degrees Fahrenheit",
            "ask the service for degrees Celsius",
        ));
    }
    let at = |list: &Option<Vec<Option<f64>>>, i: usize| list.as_ref().and_then(|l| l[i]);
    let mut rows = Vec::with_capacity(count);
    for (i, time) in hourly.time.iter().enumerate() {
        let mut raw = RawWeatherRow {
            line: i + 1,
            month: 0,
            day: 0,
            minute: 0,
            dry_bulb_c: hourly.temperature_2m[i],
            dew_point_c: at(&hourly.dew_point_2m, i),
            humidity: at(&hourly.relative_humidity_2m, i).map(|v| v / 100.0),
            pressure_pa: at(&hourly.surface_pressure, i).map(|v| v * 100.0),
        };
        parse_timestamp(i + 1, time, &mut raw)?;
        rows.push(raw);
    }
    let place = WeatherLocation { elevation_m: file.elevation, ..WeatherLocation::default() };
    Ok((WeatherFileFormat::OpenMeteoJson, place, rows))
}
