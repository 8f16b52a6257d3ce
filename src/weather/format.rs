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
    /// PVGIS typical year as JSON.
    PvgisJson,
}

impl WeatherFileFormat {
    /// Whether its rows are items of a list and not lines.
    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::OpenMeteoJson | Self::PvgisJson)
    }
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
            Self::PvgisJson => "PVGIS TMY JSON",
        })
    }
}

/// Rows and place as a form gives them.
pub(super) struct ParsedWeather {
    pub format: WeatherFileFormat,
    pub location: WeatherLocation,
    pub rows: Vec<RawWeatherRow>,
    /// Whether the file has a place for dew points, filled or not.
    pub has_dew_points: bool,
    /// From the time of a row to the middle of the time that its radiation stands for, minutes.
    pub radiation_lag_min: f64,
}
