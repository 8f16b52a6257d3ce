//! Whether numbers can be what their column says: °F, hPa and kPa are told from °C and Pa by the whole year, which no single
//! value can.

use crate::catalog::weather_check::{DRY_BULB_RANGE_C, MAX_DEW_POINT_C, PRESSURE_RANGE_PA};

use super::error::WeatherProblem;
use super::row::{HumiditySource, RawWeatherRow};

/// Largest fall within a day on record (56.7 K, Browning, Montana, 1916), rounded outwards, K.
const MAX_DAILY_RANGE_K: f64 = 60.0;
/// Largest change from hour to hour on record (27 K in two minutes, Spearfish, South Dakota, 1943), rounded outwards, K.
const MAX_STEP_K: f64 = 30.0;
/// What a kelvin is in degrees Fahrenheit.
const FAHRENHEIT_PER_K: f64 = 1.8;
/// Hotter than any air, and than any air in degrees Fahrenheit.
const MAX_FAHRENHEIT: f64 = 140.0;
/// No place on earth has a middle of its hours above this, °C.
const MAX_MEDIAN_C: f64 = 38.0;

fn median_value(mut values: Vec<f64>) -> Option<f64> {
    let at = values.len() / 2;
    (at < values.len()).then(|| *values.select_nth_unstable_by(at, f64::total_cmp).1)
}

/// Refuses other units and impossible values; codes for a missing pressure become absent.
pub(super) fn check_values(raw: &mut [RawWeatherRow], step_min: u32) -> Result<(), WeatherProblem> {
    check_dry_bulb(raw, step_min)?;
    check_dew_point_unit(raw)?;
    check_humidity(raw)?;
    check_pressure(raw)
}

fn check_dry_bulb(raw: &[RawWeatherRow], step_min: u32) -> Result<(), WeatherProblem> {
    let known = || raw.iter().filter_map(|r| r.dry_bulb_c.map(|t| (r.line, t)));
    let Some((line, most)) = known().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Err(WeatherProblem::in_file("there is not one dry-bulb", "the column is empty or coded as missing"));
    };
    let usual = median_value(known().map(|(_, t)| t).collect()).unwrap_or(0.0);
    let beyond = known().filter(|(_, t)| (DRY_BULB_RANGE_C.1..MAX_FAHRENHEIT).contains(t)).count();
    let least = known().map(|(_, t)| t).fold(f64::INFINITY, f64::min);
    let odd = |problem: String, help| Err(WeatherProblem::at_line(line, problem).with_help(help));
    if least > 150.0 {
        return odd(format!("dry-bulbs around {usual:.0} look like kelvins"), "convert them to degrees Celsius");
    }
    let other_unit = usual > MAX_MEDIAN_C || beyond * 100 > raw.len();
    check_changes(raw, step_min, if other_unit { FAHRENHEIT_PER_K } else { 1.0 })?;
    if other_unit && most > MAX_FAHRENHEIT {
        return odd(
            format!("dry-bulbs around {usual:.0} and up to {most:.0} look like tenths of a degree"),
            "divide them by 10",
        );
    }
    if other_unit {
        return odd(
            format!("dry-bulbs around {usual:.0} and up to {most:.0} look like degrees Fahrenheit"),
            "convert them to degrees Celsius",
        );
    }
    if let Some((line, wrong)) = known().find(|(_, t)| !(DRY_BULB_RANGE_C.0..=DRY_BULB_RANGE_C.1).contains(t)) {
        let problem = format!("a dry-bulb of {wrong} °C was never measured");
        return Err(WeatherProblem::at_line(line, problem).with_help("correct it, or mark it as missing"));
    }
    Ok(())
}

/// Refuses a part of a year in another unit: tenths of a degree, kelvins, degrees Fahrenheit among degrees Celsius. It shows
/// where it begins and ends (more than a step can be), or by days that are too wide. `scale` is how many of the file's
/// degrees a kelvin has. Single values that leap up and back are not meant.
fn check_changes(raw: &[RawWeatherRow], step_min: u32, scale: f64) -> Result<(), WeatherProblem> {
    let day = (24 * 60 / step_min.max(1)) as usize;
    let known: Vec<(usize, f64)> = raw.iter().filter_map(|r| r.dry_bulb_c.map(|t| (r.line, t))).collect();
    let leap = |w: &[(usize, f64)]| (w[1].1 - w[0].1).abs();
    let sustained = |i: usize| {
        // The day after against the day before: a single value moves neither middle.
        let before = median_value(known[i.saturating_sub(day)..i].iter().map(|k| k.1).collect());
        let after = median_value(known[i..(i + day).min(known.len())].iter().map(|k| k.1).collect());
        before.zip(after).is_some_and(|(a, b)| (a - b).abs() > MAX_STEP_K * scale)
    };
    let seam = (1..known.len()).find(|i| leap(&known[i - 1..=*i]) > MAX_STEP_K * scale && sustained(*i));
    let wide = || {
        let days = known.chunks(day).position(|d| {
            // The second largest and smallest: one value that is off is no unit.
            let mut t: Vec<f64> = d.iter().map(|k| k.1).collect();
            t.sort_unstable_by(f64::total_cmp);
            t.len() > 3 && t[t.len() - 2] - t[1] > MAX_DAILY_RANGE_K * scale
        })?;
        let (from, to) = ((days * day).saturating_sub(day).max(1), ((days + 1) * day).min(known.len()));
        // It is told where it begins: at the widest step up to there.
        (from..to).max_by(|a, b| leap(&known[a - 1..=*a]).total_cmp(&leap(&known[b - 1..=*b])))
    };
    let Some(at) = seam.or_else(wide) else { return Ok(()) };
    let ((_, from), (line, to)) = (known[at - 1], known[at]);
    let problem = format!(
        "the dry-bulb goes from {from} to {to} in a step and the days from there on are not like those before: some rows \
         seem to be in another unit (tenths of a degree, kelvins, degrees Fahrenheit)"
    );
    Err(WeatherProblem::at_line(line, problem).with_help("convert the rows in the other unit, not the whole column"))
}

/// Refuses dew points in kelvins beside dry-bulbs that are not.
fn check_dew_point_unit(raw: &[RawWeatherRow]) -> Result<(), WeatherProblem> {
    let known = || raw.iter().filter_map(|r| r.dew_point_c);
    let Some(usual) = median_value(known().collect()) else { return Ok(()) };
    if known().all(|c| c > 150.0) && usual < 400.0 {
        let line = raw.first().map_or(1, |r| r.line);
        let problem = format!("dew points around {usual:.0} look like kelvins");
        return Err(WeatherProblem::at_line(line, problem).with_help("convert them to degrees Celsius"));
    }
    Ok(())
}

/// Refuses dew points that no place has, as a file gives them or as its relative humidities mean them.
pub(super) fn check_dew_points(
    raw: &[RawWeatherRow],
    dew_c: &[f64],
    preferred: HumiditySource,
) -> Result<(), WeatherProblem> {
    let Some((r, dew)) = raw.iter().zip(dew_c).find(|(_, d)| **d > MAX_DEW_POINT_C) else { return Ok(()) };
    let count = dew_c.iter().filter(|d| **d > MAX_DEW_POINT_C).count();
    let most = dew_c.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
    // Where the dry-bulb is colder, that is the nearer mistake, and told as such.
    if let (Some(t), Some(own)) = (r.dry_bulb_c, r.dew_point_c)
        && own > t + 1.0
        && preferred == HumiditySource::DewPoint
    {
        return Ok(());
    }
    let (problem, help) = match (r.dew_point_c, r.humidity) {
        (Some(own), _) if own == *dew => (
            format!(
                "a dew point of {own} °C was never measured ({count} are above {MAX_DEW_POINT_C}, up to {most:.1})"
            ),
            "correct the dew points; if the relative humidities are right, set site.humidity = \"relative-humidity\"",
        ),
        (_, rh) => (
            format!(
                "a relative humidity of {:.0} % at {} °C is a dew point of {dew:.1} °C, which was never measured \
                 ({count} are above {MAX_DEW_POINT_C})",
                100.0 * rh.unwrap_or(0.0),
                r.dry_bulb_c.unwrap_or(0.0)
            ),
            "correct one of the two",
        ),
    };
    Err(WeatherProblem::at_line(r.line, problem).with_help(help))
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
