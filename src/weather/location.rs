//! The place that a weather file was taken at.

/// Where a year of weather was taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeatherLocation {
    /// Name.
    pub name: Option<String>,
    /// Elevation, m.
    pub elevation_m: Option<f64>,
    /// Dry-bulb that 0.4 % of the hours pass, °C.
    pub design_dry_bulb_c: Option<f64>,
    /// Wet-bulb that 0.4 % of the hours pass, °C.
    pub design_wet_bulb_c: Option<f64>,
    /// 20-year extreme dry-bulb, °C.
    pub extreme_dry_bulb_c: Option<f64>,
    /// Extreme wet-bulb, °C.
    pub extreme_wet_bulb_c: Option<f64>,
}
