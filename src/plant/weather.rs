//! The outdoor air over a year: hours of a typical year, or joint bins with their weight in hours.

use crate::catalog::climate::{Climate, WeatherHumidity, WeatherRow};
use crate::physics::air::{self, MoistAir};
use crate::physics::range::OutOfRange;
use crate::units::{HumidityRatio, Length, Pressure, TempDelta, Temperature};

use super::outdoor::OutdoorConditions;

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
    /// Dry-bulb of the coldest hour of the year: what frost protection must bear.
    pub coldest: Temperature,
}

/// A typical year peaks about 3 K below the 20-year extreme; used where the climate gives no extreme.
const EXTREME_ABOVE_TYPICAL: TempDelta = TempDelta::new(3.0);
/// Share of the hours that are warmer than the design day (ASHRAE Handbook, Fundamentals, chapter 14).
const DESIGN_SHARE: f64 = 0.004;

/// A temperature of the year's hours and what they weigh.
struct WeightedTemperatures(Vec<(f64, f64)>);

impl WeightedTemperatures {
    /// The warmest first.
    fn new(hours: &[OutdoorConditions], read: fn(&OutdoorConditions) -> Temperature) -> Self {
        let mut all: Vec<(f64, f64)> = hours.iter().map(|h| (read(h).celsius(), h.weight_h)).collect();
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        Self(all)
    }

    /// The temperature that a share of the hours reaches or passes.
    fn quantile(&self, share: f64) -> f64 {
        let wanted_h = share * self.0.iter().map(|t| t.1).sum::<f64>();
        let mut passed_h = 0.0;
        for (temperature, weight_h) in &self.0 {
            passed_h += weight_h;
            // A hair below is rounding.
            if passed_h >= wanted_h - 1e-6 {
                return *temperature;
            }
        }
        f64::NEG_INFINITY
    }
}

/// Whether a climate names both temperatures that 0.4 % of the hours pass. Where it does not, both are those of the year's
/// own hours: a pair of two origins is the design day of no place.
pub fn has_design_values(climate: &Climate) -> bool {
    climate.design_dry_bulb_c.is_some() && climate.design_wet_bulb_c.is_some()
}

/// Design conditions of a climate; from its year where it gives none.
///
/// # Errors
/// When they are no states of moist air.
pub fn design_conditions(climate: &Climate, hours: &[OutdoorConditions]) -> Result<DesignConditions, OutOfRange> {
    let pressure = air::standard_pressure(Length::new(climate.elevation_m));
    let quantile = |read| WeightedTemperatures::new(hours, read).quantile(DESIGN_SHARE);
    let warmest = |read: fn(&OutdoorConditions) -> Temperature| {
        hours.iter().map(|h| read(h).celsius()).fold(f64::NEG_INFINITY, f64::max)
    };
    let (dry_most_c, wet_most_c) = (warmest(|h| h.air.dry_bulb()), warmest(|h| h.wet_bulb));
    let state = |dry_c: f64, wet_c: f64| {
        let wet_c = wet_c.min(dry_c);
        MoistAir::from_wet_bulb(Temperature::from_celsius(dry_c), Temperature::from_celsius(wet_c), pressure)
    };
    let typical = match (climate.design_dry_bulb_c, climate.design_wet_bulb_c) {
        (Some(dry_c), Some(wet_c)) => state(dry_c, wet_c)?,
        _ => state(quantile(|h| h.air.dry_bulb()), quantile(|h| h.wet_bulb))?,
    };
    let above = EXTREME_ABOVE_TYPICAL.kelvin();
    Ok(DesignConditions {
        typical,
        extreme: state(
            climate.extreme_dry_bulb_c.unwrap_or(dry_most_c + above).max(dry_most_c),
            climate.extreme_wet_bulb_c.unwrap_or(wet_most_c + above).max(wet_most_c),
        )?,
        coldest: Temperature::from_celsius(hours.iter().map(|h| h.air.dry_bulb().celsius()).fold(dry_most_c, f64::min)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 8,760 hours of 1/8760 of a kelvin each: 35.04 h are passed at the 36th warmest, in any order and any weight.
    #[test]
    fn the_design_day_is_the_quantile_of_the_hours() {
        let pressure = Pressure::new(101_325.0);
        let hour = |i: u32, weight_h: f64| {
            let dry_bulb = Temperature::from_celsius(f64::from(i) / 1000.0);
            let air = MoistAir::from_relative_humidity(dry_bulb, 0.5, pressure).unwrap();
            OutdoorConditions { weight_h, ..OutdoorConditions::new(air) }
        };
        let hourly: Vec<OutdoorConditions> = (0..8760).map(|i| hour(i * 7919 % 8760, 1.0)).collect();
        let warm = WeightedTemperatures::new(&hourly, |h| h.air.dry_bulb());
        assert!((warm.quantile(DESIGN_SHARE) - 8.724).abs() < 1e-9);
        // A bin of 30 h and one of 10 h: 35.04 h are passed in the second.
        let bins = [hour(100, 8720.0), hour(300, 30.0), hour(200, 10.0)];
        let warm = WeightedTemperatures::new(&bins, |h| h.air.dry_bulb());
        assert!((warm.quantile(DESIGN_SHARE) - 0.2).abs() < 1e-9);
    }
}
