//! The place of a scenario: a climate of the catalog, or a weather file of the user's.

use crate::catalog::climate::{Climate, WeatherRow};
use crate::catalog::{Catalog, CatalogError};
use crate::physics::range::OutOfRange;
use crate::scenario::Scenario;
use crate::site::weather::{self, Design, Hour};
use crate::units::TempDelta;
use crate::weather::{self as files, HumidityFrom, Weather, WeatherError};

use super::compare::StudyError;

/// A place with its year.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The catalog's climate; where a weather file is given, made from it.
    pub climate: Climate,
    /// Whether the weather is hourly.
    pub hourly: bool,
    /// The year.
    pub hours: Vec<Hour>,
    /// What plant is sized for.
    pub design: Design,
    /// What the weather's reader had to say.
    pub warnings: Vec<String>,
}

/// Finds the place of a scenario and reads its weather.
///
/// # Errors
/// [`StudyError`].
pub(super) fn find(scenario: &Scenario, catalog: &Catalog) -> Result<Place, StudyError> {
    let (climate, hourly, rows, warnings) = if let Some(path) = &scenario.site.weather {
        let weather = read(path, scenario.site.relative_humidity)?;
        (climate_of(path, &weather), true, weather.rows, weather.warnings)
    } else {
        let missing = || CatalogError::Form { climate: scenario.site.climate.clone(), form: "known" };
        let climate = catalog.climate(&scenario.site.climate).ok_or_else(missing)?;
        let (hourly, rows) = catalog.weather(climate, scenario.site.form)?;
        (climate.clone(), hourly, rows, Vec::new())
    };
    finish(climate, hourly, &rows, warnings, scenario.site.offset_k).map_err(StudyError::Weather)
}

fn finish(
    mut climate: Climate,
    hourly: bool,
    rows: &[WeatherRow],
    mut warnings: Vec<String>,
    offset_k: f64,
) -> Result<Place, OutOfRange> {
    let year = weather::hours(rows)?;
    let hours = weather::offset(&year, TempDelta::new(offset_k))?;
    for value in [
        &mut climate.design_dry_bulb_c,
        &mut climate.design_wet_bulb_c,
        &mut climate.extreme_dry_bulb_c,
        &mut climate.extreme_wet_bulb_c,
    ] {
        *value = value.map(|c| c + offset_k);
    }
    if climate.extreme_dry_bulb_c.is_none() {
        warnings.push(
            "the weather gives no 20-year extreme: capacity is sized 3 K above its own warmest hour, as typical years peak \
             about that much below it"
                .to_owned(),
        );
    }
    let design = weather::design(&climate, &hours)?;
    Ok(Place { climate, hourly, hours, design, warnings })
}

fn read(path: &str, relative_humidity: bool) -> Result<Weather, StudyError> {
    let bytes = std::fs::read(path).map_err(|e| {
        StudyError::WeatherFile(WeatherError {
            file: path.to_owned(),
            line: None,
            problem: e.to_string(),
            help: Some("give the path of a weather file, relative to the working folder".to_owned()),
        })
    })?;
    let humidity = if relative_humidity { HumidityFrom::RelativeHumidity } else { HumidityFrom::DewPoint };
    files::read_humidity(path, &bytes, humidity).map_err(StudyError::WeatherFile)
}

/// A climate as the catalog has them, from what a file tells.
fn climate_of(path: &str, weather: &Weather) -> Climate {
    let place = &weather.place;
    let dry = || weather.rows.iter().map(|r| r.dry_bulb_c);
    let mean_pa = weather.rows.iter().map(|r| r.pressure_pa).sum::<f64>() / weather.rows.len() as f64;
    let name = std::path::Path::new(path).file_name().map_or(path.to_owned(), |n| n.to_string_lossy().into_owned());
    Climate {
        id: name.clone(),
        location: place.name.clone().unwrap_or_else(|| name.clone()),
        dataset: format!("{} file {name}", weather.form),
        credit: format!("file {name}"),
        source: String::new(),
        hourly: "yes".to_owned(),
        bins: "no".to_owned(),
        latitude: f64::NAN,
        longitude: f64::NAN,
        elevation_m: place.elevation_m.unwrap_or_else(|| weather::elevation_m(mean_pa)),
        mean_dry_bulb_c: dry().sum::<f64>() / weather.rows.len() as f64,
        max_dry_bulb_c: dry().fold(f64::NEG_INFINITY, f64::max),
        design_dry_bulb_c: place.design_dry_bulb_c,
        design_wet_bulb_c: place.design_wet_bulb_c,
        extreme_dry_bulb_c: place.extreme_dry_bulb_c,
        extreme_wet_bulb_c: place.extreme_wet_bulb_c,
    }
}
