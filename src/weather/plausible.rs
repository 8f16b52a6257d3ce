//! Whether numbers can be what their column says: °F, hPa and kPa are told from °C and Pa by the whole year, which no single
//! value can.

use super::error::WeatherProblem;
use super::row::RawWeatherRow;

/// Lowest and highest pressure on earth with room to spare, Pa.
const PRESSURE_RANGE_PA: (f64, f64) = (31_000.0, 120_000.0);
/// Coldest and warmest air near the ground ever measured (−89.2 and 56.7 °C), rounded outwards, °C.
const DRY_BULB_RANGE_C: (f64, f64) = (-90.0, 60.0);
/// No place on earth has a middle of its hours above this, °C.
const MAX_MEDIAN_C: f64 = 38.0;

fn median_value(mut values: Vec<f64>) -> Option<f64> {
    let at = values.len() / 2;
    (at < values.len()).then(|| *values.select_nth_unstable_by(at, f64::total_cmp).1)
}

/// Refuses other units and impossible values; codes for a missing pressure become absent.
pub(super) fn check_values(raw: &mut [RawWeatherRow]) -> Result<(), WeatherProblem> {
    check_dry_bulb(raw)?;
    check_humidity(raw)?;
    check_pressure(raw)
}

fn check_dry_bulb(raw: &[RawWeatherRow]) -> Result<(), WeatherProblem> {
    let known = || raw.iter().filter_map(|r| r.dry_bulb_c.map(|t| (r.line, t)));
    let Some((line, most)) = known().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Err(WeatherProblem::in_file("there is not one dry-bulb", "the column is empty or coded as missing"));
    };
    let usual = median_value(known().map(|(_, t)| t).collect()).unwrap_or(0.0);
    let beyond = known().filter(|(_, t)| (DRY_BULB_RANGE_C.1..140.0).contains(t)).count();
    if usual > MAX_MEDIAN_C || beyond * 100 > raw.len() {
        if usual > 200.0 {
            let problem = format!("dry-bulbs around {usual:.0} look like kelvins");
            return Err(WeatherProblem::at_line(line, problem).with_help("convert them to degrees Celsius"));
        }
        let problem = format!("dry-bulbs around {usual:.0} and up to {most:.0} look like degrees Fahrenheit");
        return Err(WeatherProblem::at_line(line, problem).with_help("convert them to degrees Celsius"));
    }
    if let Some((line, wrong)) = known().find(|(_, t)| !(DRY_BULB_RANGE_C.0..=DRY_BULB_RANGE_C.1).contains(t)) {
        let problem = format!("a dry-bulb of {wrong} degC was never measured");
        return Err(WeatherProblem::at_line(line, problem).with_help("correct it, or mark it as missing"));
    }
    Ok(())
}

fn check_humidity(raw: &[RawWeatherRow]) -> Result<(), WeatherProblem> {
    if raw.iter().any(|r| r.dew_point_c.is_some()) {
        return Ok(());
    }
    let known = || raw.iter().filter_map(|r| r.humidity.map(|h| (r.line, h)));
    let Some((line, most)) = known().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Err(WeatherProblem::in_file(
            "there is neither dew point nor relative humidity",
            "one of the two is needed",
        ));
    };
    if most <= 0.0101 {
        let problem = format!("relative humidities up to {:.2} % look like shares of one", 100.0 * most);
        return Err(WeatherProblem::at_line(line, problem).with_help("multiply them by 100"));
    }
    if let Some((line, wrong)) = known().find(|(_, h)| !(0.0..=1.1).contains(h)) {
        let problem = format!("a relative humidity of {:.0} %", 100.0 * wrong);
        return Err(WeatherProblem::at_line(line, problem).with_help("correct it, or mark it as missing"));
    }
    Ok(())
}

fn check_pressure(raw: &mut [RawWeatherRow]) -> Result<(), WeatherProblem> {
    let Some(usual) = median_value(raw.iter().filter_map(|r| r.pressure_pa).collect()) else { return Ok(()) };
    let line = raw.first().map_or(0, |r| r.line);
    let on_earth = PRESSURE_RANGE_PA.0..=PRESSURE_RANGE_PA.1;
    for (factor, looks, help) in [
        (100.0, "hPa; Pa are wanted", "multiply them by 100"),
        (1000.0, "kPa; Pa are wanted", "multiply them by 1000"),
        (0.01, "Pa under a name that says hPa", "divide them by 100"),
    ] {
        if on_earth.contains(&(usual * factor)) && !on_earth.contains(&usual) {
            let problem = format!("pressures around {usual:.0} look like {looks}");
            return Err(WeatherProblem::at_line(line, problem).with_help(help));
        }
    }
    for r in raw.iter_mut() {
        // A short code of nines is told from a pressure by the company it is in.
        r.pressure_pa = r.pressure_pa.filter(|p| {
            let code = [999.0, 9_999.0, 99_999.0, 999_900.0].contains(p);
            !code || (p / usual - 1.0).abs() < 0.05
        });
    }
    if let Some(r) = raw.iter().find(|r| r.pressure_pa.is_some_and(|p| !on_earth.contains(&p))) {
        let problem = format!("a pressure of {:.0} Pa; 31,000 to 120,000 are on earth", r.pressure_pa.unwrap_or(0.0));
        return Err(WeatherProblem::at_line(r.line, problem).with_help("correct it, or mark it as missing"));
    }
    Ok(())
}
