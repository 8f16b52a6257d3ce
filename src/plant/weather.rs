//! The outdoor air over a year: hours of a typical year, or joint bins with their weight in hours.

use crate::catalog::climate::{Climate, WeatherHumidity, WeatherRow};
use crate::physics::air::{self, MoistAir};
use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, Length, Pressure, TempDelta, Temperature};

/// A state of the outdoor air and the hours it stands for.
#[derive(Clone, Copy, Debug)]
pub struct WeatherHour {
    /// Hours.
    pub weight_h: f64,
    /// The air.
    pub air: MoistAir,
}

/// The states of a year.
///
/// # Errors
/// When a row is no state of moist air.
pub fn hours_from_rows(rows: &[WeatherRow]) -> Result<Vec<WeatherHour>, OutOfRange> {
    rows.iter()
        .map(|row| {
            let dry_bulb = Temperature::from_celsius(row.dry_bulb_c);
            let pressure = Pressure::new(row.pressure_pa);
            let air = match row.humidity {
                WeatherHumidity::DewPointC(c) => {
                    MoistAir::from_dew_point(dry_bulb, Temperature::from_celsius(c), pressure)?
                }
                WeatherHumidity::RatioKgKg(w) => {
                    // The mean of a bin can lie a hair above saturation.
                    let wettest = air::saturation_humidity_ratio(dry_bulb, pressure);
                    MoistAir::new(dry_bulb, HumidityRatio::new(w).min(wettest), pressure)?
                }
            };
            Ok(WeatherHour { weight_h: row.weight_h, air })
        })
        .collect()
}

/// The same year some kelvins warmer; relative humidity is kept.
///
/// # Errors
/// When a state leaves the range of moist air.
pub fn offset_dry_bulb(hours: &[WeatherHour], by: TempDelta) -> Result<Vec<WeatherHour>, OutOfRange> {
    if by.kelvin() == 0.0 {
        return Ok(hours.to_vec());
    }
    let warmer = |h: &WeatherHour| {
        let air = MoistAir::from_relative_humidity(
            h.air.dry_bulb() + by,
            h.air.relative_humidity().clamp(0.0, 1.0),
            h.air.pressure(),
        )?;
        Ok(WeatherHour { air, ..*h })
    };
    hours.iter().map(warmer).collect()
}

/// Elevation of a pressure in the standard atmosphere, m: the inverse of [`air::standard_pressure`].
pub fn elevation_from_pressure(pressure_pa: f64) -> f64 {
    (1.0 - (pressure_pa / 101_325.0).powf(1.0 / 5.2559)) / 2.25577e-5
}

/// What plant is sized for.
#[derive(Clone, Copy, Debug)]
pub struct DesignConditions {
    /// Passed in 0.4 % of the hours: dry-bulb and wet-bulb, taken together.
    pub typical: MoistAir,
    /// 20-year extreme dry-bulb and extreme wet-bulb, taken together: what capacity must bear.
    pub extreme: MoistAir,
}

/// A typical year peaks about 3 K below the 20-year extreme; used where the climate gives no extreme.
const EXTREME_ABOVE_TYPICAL: TempDelta = TempDelta::new(3.0);

/// Design conditions of a climate; from its year where it gives none.
///
/// # Errors
/// When they are no states of moist air.
pub fn design_conditions(climate: &Climate, hours: &[WeatherHour]) -> Result<DesignConditions, OutOfRange> {
    let pressure = air::standard_pressure(Length::new(climate.elevation_m));
    let warmest = |f: fn(&MoistAir) -> f64| hours.iter().map(|h| f(&h.air)).fold(f64::NEG_INFINITY, f64::max);
    let year_dry_c = warmest(|a| a.dry_bulb().celsius());
    let year_wet_c = warmest(|a| a.wet_bulb().celsius());
    let state = |dry_c: f64, wet_c: f64| {
        let wet_c = wet_c.min(dry_c);
        MoistAir::from_wet_bulb(Temperature::from_celsius(dry_c), Temperature::from_celsius(wet_c), pressure)
    };
    let above = EXTREME_ABOVE_TYPICAL.kelvin();
    Ok(DesignConditions {
        typical: state(
            climate.design_dry_bulb_c.unwrap_or(year_dry_c),
            climate.design_wet_bulb_c.unwrap_or(year_wet_c),
        )?,
        extreme: state(
            climate.extreme_dry_bulb_c.unwrap_or(year_dry_c + above).max(year_dry_c),
            climate.extreme_wet_bulb_c.unwrap_or(year_wet_c + above).max(year_wet_c),
        )?,
    })
}
