//! Whether numbers can be what their column says: °F, hPa and kPa are told from °C and Pa by the whole year, which no single
//! value can.

use super::{Problem, Raw};

/// Lowest and highest pressure on earth with room to spare, Pa.
const PRESSURE: (f64, f64) = (31_000.0, 120_000.0);
/// Coldest and warmest air near the ground ever measured (−89.2 and 56.7 °C), rounded outwards, °C.
const DRY_BULB: (f64, f64) = (-90.0, 60.0);
/// No place on earth has a middle of its hours above this, °C.
const WARMEST_MIDDLE: f64 = 38.0;

fn middle(mut values: Vec<f64>) -> Option<f64> {
    let at = values.len() / 2;
    (at < values.len()).then(|| *values.select_nth_unstable_by(at, f64::total_cmp).1)
}

/// Refuses other units and impossible values; codes for a missing pressure become absent.
pub(super) fn check(raw: &mut [Raw]) -> Result<(), Problem> {
    dry_bulb(raw)?;
    humidity(raw)?;
    pressure(raw)
}

fn dry_bulb(raw: &[Raw]) -> Result<(), Problem> {
    let known = || raw.iter().filter_map(|r| r.dry_bulb_c.map(|t| (r.line, t)));
    let Some((line, most)) = known().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Err(Problem::file("there is not one dry-bulb", "the column is empty or coded as missing"));
    };
    let usual = middle(known().map(|(_, t)| t).collect()).unwrap_or(0.0);
    let beyond = known().filter(|(_, t)| (DRY_BULB.1..140.0).contains(t)).count();
    if usual > WARMEST_MIDDLE || beyond * 100 > raw.len() {
        if usual > 200.0 {
            let problem = format!("dry-bulbs around {usual:.0} look like kelvins");
            return Err(Problem::at(line, problem).help("convert them to degrees Celsius"));
        }
        let problem = format!("dry-bulbs around {usual:.0} and up to {most:.0} look like degrees Fahrenheit");
        return Err(Problem::at(line, problem).help("convert them to degrees Celsius"));
    }
    if let Some((line, wrong)) = known().find(|(_, t)| !(DRY_BULB.0..=DRY_BULB.1).contains(t)) {
        let problem = format!("a dry-bulb of {wrong} degC was never measured");
        return Err(Problem::at(line, problem).help("correct it, or mark it as missing"));
    }
    Ok(())
}

fn humidity(raw: &[Raw]) -> Result<(), Problem> {
    if raw.iter().any(|r| r.dew_point_c.is_some()) {
        return Ok(());
    }
    let known = || raw.iter().filter_map(|r| r.humidity.map(|h| (r.line, h)));
    let Some((line, most)) = known().max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return Err(Problem::file("there is neither dew point nor relative humidity", "one of the two is needed"));
    };
    if most <= 0.0101 {
        let problem = format!("relative humidities up to {:.2} % look like shares of one", 100.0 * most);
        return Err(Problem::at(line, problem).help("multiply them by 100"));
    }
    if let Some((line, wrong)) = known().find(|(_, h)| !(0.0..=1.1).contains(h)) {
        let problem = format!("a relative humidity of {:.0} %", 100.0 * wrong);
        return Err(Problem::at(line, problem).help("correct it, or mark it as missing"));
    }
    Ok(())
}

fn pressure(raw: &mut [Raw]) -> Result<(), Problem> {
    let Some(usual) = middle(raw.iter().filter_map(|r| r.pressure_pa).collect()) else { return Ok(()) };
    let line = raw.first().map_or(0, |r| r.line);
    let on_earth = PRESSURE.0..=PRESSURE.1;
    for (factor, looks, help) in [
        (100.0, "hPa; Pa are wanted", "multiply them by 100"),
        (1000.0, "kPa; Pa are wanted", "multiply them by 1000"),
        (0.01, "Pa under a name that says hPa", "divide them by 100"),
    ] {
        if on_earth.contains(&(usual * factor)) && !on_earth.contains(&usual) {
            let problem = format!("pressures around {usual:.0} look like {looks}");
            return Err(Problem::at(line, problem).help(help));
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
        return Err(Problem::at(r.line, problem).help("correct it, or mark it as missing"));
    }
    Ok(())
}
