//! JSON of weather services: Open-Meteo's object with `hourly` lists and their units, PVGIS's with a list of hours.

use serde::Deserialize;

use crate::units::clock::UtcOffset;

use super::columns::{is_universal_time, parse_timestamp};
use super::error::WeatherProblem;
use super::format::{ParsedWeather, WeatherFileFormat};
use super::location::WeatherLocation;
use super::row::RawWeatherRow;

#[derive(Deserialize)]
struct OpenMeteoFile {
    latitude: Option<f64>,
    longitude: Option<f64>,
    elevation: Option<f64>,
    utc_offset_seconds: Option<f64>,
    timezone: Option<String>,
    hourly: Option<OpenMeteoHourly>,
    hourly_units: Option<OpenMeteoUnits>,
    /// What the service says instead of data.
    reason: Option<String>,
    /// What PVGIS has in place of `hourly`.
    outputs: Option<PvgisOutputs>,
    /// What PVGIS was asked for.
    inputs: Option<PvgisInputs>,
}

#[derive(Deserialize)]
struct PvgisInputs {
    location: Option<PvgisLocation>,
}

#[derive(Deserialize)]
struct PvgisLocation {
    latitude: Option<f64>,
    longitude: Option<f64>,
    elevation: Option<f64>,
}

#[derive(Deserialize)]
struct PvgisOutputs {
    tmy_hourly: Option<Vec<PvgisHour>>,
}

#[derive(Deserialize)]
struct PvgisHour {
    #[serde(rename = "time(UTC)")]
    time: String,
    #[serde(rename = "T2m")]
    dry_bulb_c: Option<f64>,
    #[serde(rename = "RH")]
    relative_humidity: Option<f64>,
    #[serde(rename = "SP")]
    pressure_pa: Option<f64>,
    #[serde(rename = "G(h)")]
    radiation_w_m2: Option<f64>,
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
    shortwave_radiation: Option<Vec<Option<f64>>>,
}

/// The rows and place of such a file.
pub(super) fn parse_json(text: &str) -> Result<ParsedWeather, WeatherProblem> {
    const WANTED: &str = "ask Open-Meteo for hourly temperature_2m, dew_point_2m and surface_pressure, or PVGIS for a typical \
                          year";
    let file: OpenMeteoFile = serde_json::from_str(text).map_err(|e| WeatherProblem {
        line: Some(e.line()),
        text: format!("not the JSON of a weather service: {e}"),
        help: Some(WANTED),
    })?;
    if let Some(outputs) = file.outputs {
        let Some(hours) = outputs.tmy_hourly else {
            let text = "this is the JSON of PVGIS, without the hours of a typical year (outputs.tmy_hourly)";
            return Err(WeatherProblem::in_file(text, "ask PVGIS for its typical meteorological year (tmy)"));
        };
        let place = file.inputs.as_ref().and_then(|i| i.location.as_ref());
        return parse_pvgis(&hours, place);
    }
    let place = open_meteo_location(&file);
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
        ("shortwave_radiation", hourly.shortwave_radiation.as_ref().map(Vec::len)),
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
            radiation_w_m2: at(&hourly.shortwave_radiation, i),
        };
        parse_timestamp(i + 1, time, &mut raw)?;
        rows.push(raw);
    }
    Ok(ParsedWeather {
        format: WeatherFileFormat::OpenMeteoJson,
        location: place,
        rows,
        has_dew_points: hourly.dew_point_2m.is_some(),
        // The mean of the hour before.
        radiation_lag_min: -30.0,
    })
}

fn open_meteo_location(file: &OpenMeteoFile) -> WeatherLocation {
    let file_clock = file.utc_offset_seconds.and_then(|s| UtcOffset::from_hours(s / 3600.0));
    // Whoever asks for the time zone of a place gets that of the place.
    let local = file.timezone.as_deref().is_some_and(|name| !is_universal_time(name));
    WeatherLocation {
        latitude_deg: file.latitude,
        longitude_deg: file.longitude,
        elevation_m: file.elevation,
        file_clock,
        standard_time: file_clock.filter(|_| local),
        ..WeatherLocation::default()
    }
}

/// The hours of PVGIS, whose clock is always UTC.
fn parse_pvgis(hours: &[PvgisHour], place: Option<&PvgisLocation>) -> Result<ParsedWeather, WeatherProblem> {
    let mut rows = Vec::with_capacity(hours.len());
    for (i, hour) in hours.iter().enumerate() {
        let mut raw = RawWeatherRow {
            line: i + 1,
            dry_bulb_c: hour.dry_bulb_c,
            humidity: hour.relative_humidity.map(|v| v / 100.0),
            pressure_pa: hour.pressure_pa,
            radiation_w_m2: hour.radiation_w_m2,
            ..RawWeatherRow::default()
        };
        parse_timestamp(i + 1, &hour.time, &mut raw)?;
        rows.push(raw);
    }
    let location = WeatherLocation {
        latitude_deg: place.and_then(|p| p.latitude),
        longitude_deg: place.and_then(|p| p.longitude),
        elevation_m: place.and_then(|p| p.elevation),
        file_clock: Some(UtcOffset::UTC),
        ..WeatherLocation::default()
    };
    let format = WeatherFileFormat::PvgisJson;
    Ok(ParsedWeather { format, location, rows, has_dew_points: false, radiation_lag_min: 0.0 })
}
