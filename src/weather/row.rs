//! A row of a weather file before its states are made.

/// Longest gap that is interpolated, hours.
pub(super) const MAX_GAP_H: f64 = 6.0;

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
pub(super) struct RawWeatherRow {
    /// Line, from 1; place in the list where there are no lines.
    pub line: usize,
    pub month: u32,
    pub day: u32,
    /// Minutes into the day at which the period begins.
    pub minute: u32,
    pub dry_bulb_c: Option<f64>,
    pub dew_point_c: Option<f64>,
    /// Relative humidity, 0..=1.
    pub humidity: Option<f64>,
    pub pressure_pa: Option<f64>,
    /// Global horizontal radiation: it tells noon.
    pub radiation_w_m2: Option<f64>,
}
