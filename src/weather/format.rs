//! Forms of weather file, and what a reader of a form gives.

use std::fmt;

use super::location::WeatherLocation;
use super::row::RawWeatherRow;

/// Forms of weather file, told apart by their content.
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

/// Rows and place as a form gives them.
pub(super) type ParsedWeather = (WeatherFileFormat, WeatherLocation, Vec<RawWeatherRow>);
