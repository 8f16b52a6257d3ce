//! Whether the catalog's weather, or a folder's in its place, is a year of air that can be.

use crate::physics::air::MoistAir;
use crate::units::{Pressure, Temperature};

use super::climate::{WeatherHumidity, WeatherRow};
use super::error::CatalogError;

/// Coldest and warmest air near the ground ever measured (−89.2 and 56.7 °C), rounded outwards, °C.
pub(crate) const DRY_BULB_RANGE_C: (f64, f64) = (-90.0, 60.0);
/// Lowest and highest pressure on earth with room to spare, Pa.
pub(crate) const PRESSURE_RANGE_PA: (f64, f64) = (31_000.0, 120_000.0);
/// Highest dew point near the ground on record (35 °C, Dhahran 2003; 36 °C reported from the Persian Gulf since), rounded
/// outwards, °C.
pub(crate) const MAX_DEW_POINT_C: f64 = 36.5;
/// Humidity ratio of saturated air at that dew point and the pressure of an elevation of 2,000 m, rounded outwards, kg/kg.
const MAX_HUMIDITY_RATIO: f64 = 0.06;
/// Furthest that a dew point is above the dry-bulb by rounding, K.
const DEW_POINT_SLACK_K: f64 = 1.0;
/// Furthest that the hours of bins are off a year: a leap day.
const BIN_HOURS_SLACK: f64 = 24.0;
/// Furthest that the mean humidity ratio of a bin is off that of its mean temperatures: a share of it, and kg/kg.
const HUMIDITY_SLACK_SHARE: f64 = 0.05;
const HUMIDITY_SLACK: f64 = 3e-4;
const YEAR_H: f64 = 8760.0;

/// The hours of a year in their order.
pub(super) fn check_hours(file: &str, climate: &str, rows: &[WeatherRow]) -> Result<(), CatalogError> {
    if ![8760, 8784].contains(&rows.len()) {
        let problem = format!("{} rows of hours; a year has 8760 or, in a leap year, 8784", rows.len());
        return Err(fault(file, climate, problem, "give one row for every hour from January 1"));
    }
    check_rows(file, climate, rows, "hour")
}

/// Bins that stand for a year, with the wet-bulb of each, °C.
pub(super) fn check_bins(
    file: &str,
    climate: &str,
    rows: &[WeatherRow],
    wet_bulbs_c: &[f64],
) -> Result<(), CatalogError> {
    let hours: f64 = rows.iter().map(|r| r.weight_h).sum();
    if !(YEAR_H - BIN_HOURS_SLACK..=YEAR_H + BIN_HOURS_SLACK).contains(&hours) {
        let problem = format!("its bins stand for {hours:.0} h; a year has {YEAR_H:.0}");
        return Err(fault(file, climate, problem, "give the bins of the whole year"));
    }
    if let Some((place, row)) = rows.iter().enumerate().find(|(_, r)| r.weight_h <= 0.0) {
        let problem = format!("bin {} stands for {} h; more than 0 are wanted", place + 1, row.weight_h);
        return Err(fault(file, climate, problem, "leave the bin out, or correct its hours"));
    }
    check_rows(file, climate, rows, "bin")?;
    for (place, (row, wet_bulb_c)) in rows.iter().zip(wet_bulbs_c).enumerate() {
        let WeatherHumidity::RatioKgKg(ratio) = row.humidity else { continue };
        let at = Temperature::from_celsius;
        let air = MoistAir::from_wet_bulb(at(row.dry_bulb_c), at(*wet_bulb_c), Pressure::new(row.pressure_pa));
        let by_wet_bulb = air.map_or(f64::NAN, |air| air.humidity_ratio().kg_kg());
        let slack = HUMIDITY_SLACK_SHARE * ratio + HUMIDITY_SLACK;
        if (by_wet_bulb - ratio).abs() > slack || by_wet_bulb.is_nan() {
            let problem = format!(
                "bin {}: {} °C with a wet-bulb of {wet_bulb_c} °C does not hold {:.2} g/kg of water",
                place + 1,
                row.dry_bulb_c,
                1e3 * ratio
            );
            return Err(fault(file, climate, problem, "correct the row"));
        }
    }
    Ok(())
}

fn fault(file: &str, climate: &str, problem: String, help: &str) -> CatalogError {
    CatalogError::Record {
        file: file.to_owned(),
        line: None,
        record: climate.to_owned(),
        problem,
        help: help.to_owned(),
    }
}

fn check_rows(file: &str, climate: &str, rows: &[WeatherRow], what: &str) -> Result<(), CatalogError> {
    for (place, row) in rows.iter().enumerate() {
        let t = row.dry_bulb_c;
        let between = |name: &str, value: f64, (min, max): (f64, f64)| {
            let problem = || format!("{what} {}: {name} of {value}; {min} to {max} are on earth", place + 1);
            if (min..=max).contains(&value) { None } else { Some(problem()) }
        };
        let humid = match row.humidity {
            WeatherHumidity::DewPointC(dew) if dew > t + DEW_POINT_SLACK_K => {
                Some(format!("{what} {}: a dew point of {dew} °C is above the dry-bulb of {t} °C", place + 1))
            }
            WeatherHumidity::DewPointC(dew) => between("a dew point in °C", dew, (f64::MIN, MAX_DEW_POINT_C)),
            WeatherHumidity::RatioKgKg(w) => between("a humidity ratio in kg/kg", w, (0.0, MAX_HUMIDITY_RATIO)),
        };
        let problem = between("a dry-bulb in °C", t, DRY_BULB_RANGE_C)
            .or_else(|| between("a pressure in Pa", row.pressure_pa, PRESSURE_RANGE_PA))
            .or(humid);
        if let Some(problem) = problem {
            return Err(fault(file, climate, problem, "correct the row"));
        }
    }
    Ok(())
}
