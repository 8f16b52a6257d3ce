//! The place of a scenario: a climate of the catalog, or a weather file of the user's.

use serde::Serialize;
use std::fs::File;
use std::io::Read;

use crate::catalog::climate::Climate;
use crate::catalog::{Catalog, CatalogError};
use crate::physics::range::OutOfRange;
use crate::plant::bin_spread;
use crate::plant::outdoor::OutdoorConditions;
use crate::plant::weather::{self, DesignConditions, WeatherHour};
use crate::scenario::{ArchitectureSettings, Scenario, SiteSettings};
use crate::units::TempDelta;
use crate::units::calendar::whole_minutes;
use crate::units::clock::{LocalClock, UtcOffset};
use crate::weather as files;
use crate::weather::{HumiditySource, StatedClocks, WeatherError, WeatherReading, WeatherYear};

use super::error::AssemblyError;
use super::warning::{Warning, WarningCode, WarningList};

/// A place with its year.
#[derive(Clone, Debug)]
pub(crate) struct SiteWeather {
    /// The catalog's climate; where a weather file is given, made from it.
    pub climate: Climate,
    /// Whether the weather is hourly.
    pub hourly: bool,
    /// The year, with its wet-bulb temperatures.
    pub hours: Vec<OutdoorConditions>,
    /// Joint bins spread over their width, where an architecture has pads or evaporation that switch within one; none where
    /// the weather is hourly.
    pub spread: Vec<OutdoorConditions>,
    /// What plant is sized for.
    pub design: DesignConditions,
    /// Where the extreme of the design is from.
    pub basis: DesignBasis,
    /// Where its temperatures passed in 0.4 % of the hours are from.
    pub typical_basis: DesignHoursBasis,
    /// The local clock.
    pub clock: LocalClock,
    /// What the weather's reader had to say.
    pub warnings: WarningList,
}

/// Where the conditions are from that capacity must bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DesignBasis {
    /// The weather file's header.
    #[serde(rename = "header")]
    Header,
    /// The catalog's climate index.
    #[serde(rename = "catalog")]
    Catalog,
    /// The year's own most and 3 K, as typical years peak about that much below the 20-year extreme.
    #[serde(rename = "year + 3 K")]
    Year,
    /// One of dry-bulb and wet-bulb from header or catalog, the other from the year as above.
    #[serde(rename = "partly year + 3 K")]
    Partly,
}

impl DesignBasis {
    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Header => "20-year extreme of the weather file's header",
            Self::Catalog => "20-year extreme of the catalog",
            Self::Year => "3 K above the year's own most: the weather gives no 20-year extreme",
            Self::Partly => "20-year extreme where the weather gives one, else 3 K above the year's own most",
        }
    }
}

/// Where the temperatures are from that 0.4 % of the hours pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DesignHoursBasis {
    /// The weather file's header: hours of many years.
    Header,
    /// The catalog's climate index: hours of many years.
    Catalog,
    /// The hours or bins of the weather itself.
    Year,
}

impl DesignHoursBasis {
    /// Whose hours, in words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Header => "many years, weather file's header",
            Self::Catalog => "many years, catalog",
            Self::Year => "this weather's own hours",
        }
    }
}

/// Longest file that can be weather: a year in steps of five minutes has 20 MB.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// Finds the place of a scenario and reads its weather.
///
/// # Errors
/// [`AssemblyError`].
pub(crate) fn load_site_weather(scenario: &Scenario, catalog: &Catalog) -> Result<SiteWeather, AssemblyError> {
    let file = scenario.site.weather.is_some();
    let (climate, hourly, rows, warnings) = if let Some(path) = &scenario.site.weather {
        let weather = read_weather_file(path, &scenario.site)?;
        let told = weather.warnings.iter().map(|text| Warning::new(WarningCode::WeatherData, text.clone())).collect();
        (climate_from_weather(path, &weather), true, weather.rows, told)
    } else {
        let missing = || CatalogError::Form { climate: scenario.site.climate.clone(), form: "known" };
        let climate = catalog.climate(&scenario.site.climate).ok_or_else(missing)?;
        let (hourly, rows) = catalog.climate_weather(climate, scenario.site.form)?;
        (climate.clone(), hourly, rows, WarningList::default())
    };
    let clock = LocalClock {
        standard: scenario.site.time_zone.or(climate.utc_offset_h.and_then(UtcOffset::from_hours)),
        daylight: scenario.site.daylight_saving,
    };
    let year = weather::hours_from_rows(&rows).map_err(AssemblyError::Weather)?;
    let offset = TempDelta::new(scenario.site.offset_k);
    let wetted = scenario.architectures.iter().any(ArchitectureSettings::has_wetted_air);
    let spread = if wetted && !hourly { spread_bins(&year, offset) } else { Ok(Vec::new()) };
    let place = build_site_weather(climate, file, hourly, &year, warnings, offset);
    let build = || Ok(SiteWeather { clock, spread: spread?, ..place? });
    let found: SiteWeather = build().map_err(AssemblyError::Weather)?;
    match scenario.site.step_min {
        Some(_) if !found.hourly => Err(AssemblyError::StepInBins),
        Some(minutes) => Ok(SiteWeather { hours: in_steps(&found.hours, minutes), ..found }),
        None => Ok(found),
    }
}

/// The weather of each hour in steps of some minutes, in which it stays as it is; finer weather stays.
fn in_steps(hours: &[OutdoorConditions], minutes: u32) -> Vec<OutdoorConditions> {
    let own_min = hours.first().map_or(minutes, |hour| whole_minutes(hour.weight_h));
    if own_min <= minutes || !own_min.is_multiple_of(minutes) {
        return hours.to_vec();
    }
    let parts = (own_min / minutes) as usize;
    let weight_h = f64::from(minutes) / 60.0;
    hours.iter().flat_map(|hour| std::iter::repeat_n(OutdoorConditions { weight_h, ..*hour }, parts)).collect()
}

fn build_site_weather(
    mut climate: Climate,
    file: bool,
    hourly: bool,
    year: &[WeatherHour],
    mut warnings: WarningList,
    offset: TempDelta,
) -> Result<SiteWeather, OutOfRange> {
    let hours = OutdoorConditions::from_weather_hours(&weather::offset_dry_bulb(year, offset)?);
    for value in [
        &mut climate.design_dry_bulb_c,
        &mut climate.design_wet_bulb_c,
        &mut climate.extreme_dry_bulb_c,
        &mut climate.extreme_wet_bulb_c,
    ] {
        *value = value.map(|c| c + offset.kelvin());
    }
    let basis = match (climate.extreme_dry_bulb_c, climate.extreme_wet_bulb_c) {
        (None, None) => DesignBasis::Year,
        (Some(_), Some(_)) if file => DesignBasis::Header,
        (Some(_), Some(_)) => DesignBasis::Catalog,
        _ => DesignBasis::Partly,
    };
    let typical_basis = match (weather::has_design_values(&climate), file) {
        (false, _) => DesignHoursBasis::Year,
        (true, true) => DesignHoursBasis::Header,
        (true, false) => DesignHoursBasis::Catalog,
    };
    warnings.extend(missing_design_warning(&climate));
    let design = weather::design_conditions(&climate, &hours)?;
    let clock = LocalClock::default();
    let spread = Vec::new();
    Ok(SiteWeather { climate, hourly, hours, spread, design, basis, typical_basis, clock, warnings })
}

/// Joint bins spread over their width, then shifted: the edges of bins are those of the unshifted year.
fn spread_bins(year: &[WeatherHour], offset: TempDelta) -> Result<Vec<OutdoorConditions>, OutOfRange> {
    let spread = weather::offset_dry_bulb(&bin_spread::spread_bins(year)?, offset)?;
    Ok(OutdoorConditions::from_weather_hours(&spread))
}

impl SiteWeather {
    /// The weather that heat rejection meets: bins spread over their width where pads or evaporation switch within one.
    pub fn weather_of(&self, architecture: &ArchitectureSettings) -> &[OutdoorConditions] {
        if architecture.has_wetted_air() && !self.spread.is_empty() { &self.spread } else { &self.hours }
    }
}

/// What is missing of the design conditions, and what that means.
fn missing_design_warning(climate: &Climate) -> Option<Warning> {
    let (dry, wet) = (climate.extreme_dry_bulb_c, climate.extreme_wet_bulb_c);
    let lacks = match (dry, wet) {
        (Some(_), Some(_)) => return None,
        (None, None) => "20-year extreme of dry-bulb or wet-bulb",
        (None, Some(_)) => "20-year extreme dry-bulb",
        (Some(_), None) => "extreme wet-bulb",
    };
    let typical = if weather::has_design_values(climate) {
        ""
    } else {
        " nor 0.4 % design values (these are taken from its own hours)"
    };
    let text = format!(
        "the weather gives no {lacks}{typical}: plant sized on a typical year alone is likely undersized by about 3 K, so \
         capacity is sized 3 K above the year's own most"
    );
    Some(Warning::new(WarningCode::NoDesignExtreme, text))
}

fn read_weather_file(path: &str, site: &SiteSettings) -> Result<WeatherYear, AssemblyError> {
    const HELP: &str = "give the path of a weather file, relative to the working folder";
    let failed = |problem: String, help: &str| {
        let (file, help) = (path.to_owned(), Some(help.to_owned()));
        AssemblyError::WeatherFile(WeatherError { file, line: None, problem, help })
    };
    if std::fs::metadata(path).is_ok_and(|m| m.is_dir()) {
        return Err(failed("this is a folder".to_owned(), HELP));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_FILE_BYTES).read_to_end(&mut bytes));
    read.map_err(|e| failed(e.to_string(), HELP))?;
    if bytes.len() as u64 == MAX_FILE_BYTES {
        return Err(failed("more than 64 MB: no year of weather is that long".to_owned(), HELP));
    }
    let humidity = if site.relative_humidity { HumiditySource::RelativeHumidity } else { HumiditySource::DewPoint };
    let clocks = StatedClocks { file: site.weather_clock, standard: site.time_zone };
    files::read_weather_as(path, &bytes, WeatherReading { humidity, clocks }).map_err(AssemblyError::WeatherFile)
}

/// A climate as the catalog has them, from what a file tells.
fn climate_from_weather(path: &str, weather: &WeatherYear) -> Climate {
    let place = &weather.location;
    let dry = || weather.rows.iter().map(|r| r.dry_bulb_c);
    let mean_pa = weather.rows.iter().map(|r| r.pressure_pa).sum::<f64>() / weather.rows.len() as f64;
    let name = std::path::Path::new(path).file_name().map_or(path.to_owned(), |n| n.to_string_lossy().into_owned());
    Climate {
        id: name.clone(),
        location: place.name.clone().unwrap_or_else(|| name.clone()),
        dataset: format!("{} file {name}", weather.format),
        credit: format!("file {name}"),
        source: String::new(),
        hourly: true,
        bins: false,
        latitude: place.latitude_deg.unwrap_or(f64::NAN),
        longitude: place.longitude_deg.unwrap_or(f64::NAN),
        elevation_m: place.elevation_m.unwrap_or_else(|| weather::elevation_from_pressure(mean_pa)),
        mean_dry_bulb_c: dry().sum::<f64>() / weather.rows.len() as f64,
        max_dry_bulb_c: dry().fold(f64::NEG_INFINITY, f64::max),
        design_dry_bulb_c: place.design_dry_bulb_c,
        design_wet_bulb_c: place.design_wet_bulb_c,
        extreme_dry_bulb_c: place.extreme_dry_bulb_c,
        extreme_wet_bulb_c: place.extreme_wet_bulb_c,
        utc_offset_h: weather.standard_time.map(UtcOffset::hours),
    }
}
