//! The place that a weather file was taken at.

use crate::units::clock::UtcOffset;

use super::text::trim_field;

/// Where a year of weather was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeatherLocation {
    /// Name.
    pub name: Option<String>,
    /// Latitude, degrees north.
    pub latitude_deg: Option<f64>,
    /// Longitude, degrees east.
    pub longitude_deg: Option<f64>,
    /// Elevation, m.
    pub elevation_m: Option<f64>,
    /// The clock that the file's hours are counted by, as the file states it.
    pub file_clock: Option<UtcOffset>,
    /// Local standard time, as the file states it.
    pub standard_time: Option<UtcOffset>,
    /// Dry-bulb that 0.4 % of the hours pass, °C.
    pub design_dry_bulb_c: Option<f64>,
    /// Wet-bulb that 0.4 % of the hours pass, °C.
    pub design_wet_bulb_c: Option<f64>,
    /// 20-year extreme dry-bulb, °C.
    pub extreme_dry_bulb_c: Option<f64>,
    /// Extreme wet-bulb, °C.
    pub extreme_wet_bulb_c: Option<f64>,
}

/// A number between two others, from a field.
fn bounded_number(field: &str, min: f64, max: f64) -> Option<f64> {
    trim_field(field).trim_end_matches(',').parse().ok().filter(|v: &f64| (min..=max).contains(v))
}

/// Elevation of a field, m.
pub(super) fn parse_elevation(field: &str) -> Option<f64> {
    bounded_number(field, -500.0, 9000.0)
}

/// Latitude of a field, degrees north.
pub(super) fn parse_latitude(field: &str) -> Option<f64> {
    bounded_number(field, -90.0, 90.0)
}

/// Longitude of a field, degrees east.
pub(super) fn parse_longitude(field: &str) -> Option<f64> {
    bounded_number(field, -180.0, 180.0)
}

/// Time zone of a field: hours east of UTC, or written as an offset.
pub(super) fn parse_time_zone(field: &str) -> Option<UtcOffset> {
    let text = trim_field(field);
    text.parse::<f64>().ok().and_then(UtcOffset::from_hours).or_else(|| text.parse().ok())
}
