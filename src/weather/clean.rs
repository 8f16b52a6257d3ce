//! From rows as a file has them to a whole year of plausible air: order, gaps, humidity, pressure. What can't be mended
//! honestly is refused; what is mended is told.

use crate::catalog::climate::{WeatherHumidity, WeatherRow};
use crate::physics::air::{self, MoistAir};
use crate::units::{Length, Pressure, Temperature};

use super::error::WeatherProblem;
use super::fill::{CompleteSeries, FilledGaps, fill_gaps, format_line_ranges};
use super::location::WeatherLocation;
use super::order::{self, CompleteYear};
use super::plausible;
use super::row::{HumiditySource, RawWeatherRow};

/// Driest air that is told from bone-dry, °C.
const DRIEST_DEW_POINT_C: f64 = -85.0;
/// A storm takes a pressure less far from its elevation's.
const STORM_PRESSURE_SHARE: f64 = 0.07;

/// A year that is whole.
pub(super) struct CleanYear {
    pub rows: Vec<WeatherRow>,
    /// Minutes from one row to the next.
    pub step_min: u32,
    /// What the reader should know.
    pub warnings: Vec<String>,
}

/// Which humidity counts, and which ones the file has a place for.
#[derive(Clone, Copy)]
pub(super) struct HumidityColumns {
    pub preferred: HumiditySource,
    pub has_dew_points: bool,
}

/// The year's rows and what the reader should know.
pub(super) fn clean_rows(
    raw: Vec<RawWeatherRow>,
    place: &WeatherLocation,
    from: HumidityColumns,
) -> Result<CleanYear, WeatherProblem> {
    let mut warnings = Vec::new();
    let CompleteYear { mut rows, added, step_min } = order::complete_year(raw)?;
    plausible::check_values(&mut rows, step_min)?;
    let lines: Vec<usize> = rows.iter().map(|r| r.line).collect();
    let mut told = FilledGaps::default();
    let mut whole = |name, values: &[Option<f64>]| fill_gaps(name, values, &lines, &added, step_min, &mut told);
    let dry_known: Vec<Option<f64>> = rows.iter().map(|r| r.dry_bulb_c).collect();
    let dry = whole("dry-bulb", &dry_known)?;
    let dew_known = resolve_dew_points(&rows, &dry.values, from, &mut warnings);
    let mut dew = whole("dew point", &dew_known)?;
    let standard = place.elevation_m.map(|z| air::standard_pressure(Length::new(z)).pascals());
    let pressure_known: Vec<Option<f64>> = rows.iter().map(|r| r.pressure_pa).collect();
    let pressure = match (pressure_known.iter().any(Option::is_some), standard) {
        (true, _) => whole("pressure", &pressure_known)?.values,
        (false, Some(pa)) => {
            warnings
                .push(format!("there are no pressures; {pa:.0} Pa of the elevation's standard atmosphere are used"));
            vec![pa; rows.len()]
        }
        (false, None) => {
            return Err(WeatherProblem::in_file("there are neither pressures nor an elevation", "give one of the two"));
        }
    };
    warnings.extend(told.describe_gaps(&lines, &added));
    plausible::check_dew_points(&rows, &dew.values, from.preferred)?;
    limit_dew_points(&dry, &mut dew, &lines, &mut warnings)?;
    if let Some(standard) = standard {
        warn_off_elevation(&pressure, standard, &lines, &mut warnings);
    }
    let step_h = f64::from(step_min) / 60.0;
    warn_doubtful_values(&dry.values, &lines, step_h, &mut warnings);
    let rows = dry.values.iter().zip(&dew.values).zip(&pressure).map(|((t, d), p)| WeatherRow {
        weight_h: step_h,
        dry_bulb_c: *t,
        humidity: WeatherHumidity::DewPointC(*d),
        pressure_pa: *p,
    });
    Ok(CleanYear { rows: rows.collect(), step_min, warnings })
}

/// Dew points; from relative humidity where there are none or where it is preferred, and whether the two agree.
fn resolve_dew_points(
    rows: &[RawWeatherRow],
    dry: &[f64],
    from: HumidityColumns,
    warnings: &mut Vec<String>,
) -> Vec<Option<f64>> {
    let relative = from.preferred == HumiditySource::RelativeHumidity;
    let (mut off, mut compared, mut taken) = (Vec::new(), 0, Vec::new());
    let values = rows.iter().zip(dry).map(|(r, &t)| {
        let rh = r.humidity.filter(|h| *h > 0.0 && *h <= 1.1).map(|h| h.min(1.0));
        if let (Some(own), Some(dew), Some(rh), false) = (r.dry_bulb_c, r.dew_point_c, rh, is_at_month_seam(r)) {
            compared += 1;
            if humidities_disagree(own, dew.min(own), rh) {
                off.push(r.line);
            }
        }
        r.dew_point_c.filter(|_| !relative || rh.is_none()).or_else(|| {
            let dew = rh.and_then(|rh| dew_point_c(t, rh));
            taken.extend(dew.map(|_| r.line));
            dew
        })
    });
    let values = values.collect();
    if !taken.is_empty() && from.has_dew_points && !relative {
        let (n, lines) = (taken.len(), format_line_ranges(&taken));
        let all = if n == rows.len() { "all " } else { "" };
        warnings.push(format!("{all}{n} dew points are missing and come from the relative humidity, {lines}"));
    }
    warn_odd_humidities(rows, warnings);
    if !off.is_empty() {
        let (n, lines) = (off.len(), format_line_ranges(&off));
        let used = if relative { "relative humidities" } else { "dew points" };
        warnings.push(format!(
            "in {n} of {compared} rows dew point and relative humidity disagree by more than 5 %; {used} are used, {lines}"
        ));
    }
    values
}

/// Relative humidities that no air near the ground has: zeros, which stand for missing ones, and one value for the year.
fn warn_odd_humidities(rows: &[RawWeatherRow], warnings: &mut Vec<String>) {
    let zeros: Vec<usize> = rows.iter().filter(|r| r.humidity == Some(0.0)).map(|r| r.line).collect();
    if !zeros.is_empty() {
        let (n, lines) = (zeros.len(), format_line_ranges(&zeros));
        warnings.push(format!("{n} relative humidities are 0 and taken as missing, {lines}"));
    }
    let mut known = rows.iter().filter_map(|r| r.humidity);
    if let Some(first) = known.next()
        && known.clone().count() + 1 == rows.len()
        && known.all(|h| h == first)
    {
        warnings.push(format!("the relative humidity is {:.0} % in every row", 100.0 * first));
    }
}

/// Whether a row is within six hours of the turn of a month. Typical years join months of different years there and draw
/// each quantity over the seam by itself.
fn is_at_month_seam(r: &RawWeatherRow) -> bool {
    r.day == 1 && r.minute < 6 * 60 || r.day >= 28 && r.minute >= 18 * 60
}

/// Whether a relative humidity is more than 5 % off what the dew point says. Below freezing a station counts it over water,
/// a program often over ice: either is right.
fn humidities_disagree(dry_c: f64, dew_c: f64, rh: f64) -> bool {
    let ratio = |f: fn(f64) -> f64| f(dew_c) / f(dry_c);
    let ice = |c: f64| air::saturation_pressure(Temperature::from_celsius(c)).pascals();
    // Magnus' formula over supercooled water.
    let water = |c: f64| (17.62 * c / (243.12 + c)).exp();
    let off = |said: f64| (said - rh).abs() > 0.05;
    off(ratio(ice)) && (dry_c > 0.0 && dew_c > 0.0 || off(ratio(water)) && off(water(dew_c) * 6.112e2 / ice(dry_c)))
}

/// Dew point of air of a relative humidity, °C.
fn dew_point_c(dry_c: f64, rh: f64) -> Option<f64> {
    // It does not depend on the pressure.
    let air = MoistAir::from_relative_humidity(Temperature::from_celsius(dry_c), rh, Pressure::new(101_325.0)).ok()?;
    Some(air.dew_point().celsius().min(dry_c))
}

/// Pressures that are not of this elevation: all of them, or some.
fn warn_off_elevation(pressure: &[f64], standard: f64, lines: &[usize], warnings: &mut Vec<String>) {
    let mean = pressure.iter().sum::<f64>() / pressure.len() as f64;
    if (mean / standard - 1.0).abs() > 0.02 {
        let off = 100.0 * (mean / standard - 1.0);
        warnings
            .push(format!("the mean pressure of {mean:.0} Pa is {off:.1} % off the {standard:.0} Pa of the elevation"));
        return;
    }
    let odd = pressure.iter().zip(lines).filter(|(p, _)| (*p / standard - 1.0).abs() > STORM_PRESSURE_SHARE);
    let odd: Vec<usize> = odd.map(|(_, line)| *line).collect();
    if !odd.is_empty() {
        let (n, percent, lines) = (odd.len(), 100.0 * STORM_PRESSURE_SHARE, format_line_ranges(&odd));
        warnings.push(format!(
            "{n} pressures are more than {percent:.0} % off the {standard:.0} Pa of the elevation, {lines}"
        ));
    }
}

/// No air holds more vapour than it can: a hair above is rounding, more is a mistake.
fn limit_dew_points(
    dry: &CompleteSeries,
    dew: &mut CompleteSeries,
    lines: &[usize],
    warnings: &mut Vec<String>,
) -> Result<(), WeatherProblem> {
    let mut clamped = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let (t, d) = (dry.values[i], dew.values[i]);
        // Two straight lines over a gap may cross, which is no mistake of the file.
        let own = !dry.filled[i] && !dew.filled[i];
        if own && d - t > 1.0 {
            let problem = format!("a dew point of {d} °C is above the dry-bulb of {t} °C");
            return Err(WeatherProblem::at_line(*line, problem).with_help("correct one of the two"));
        }
        if own && d > t {
            clamped.push(*line);
        }
        dew.values[i] = d.min(t).max(DRIEST_DEW_POINT_C.min(t));
    }
    if !clamped.is_empty() {
        let (n, lines) = (clamped.len(), format_line_ranges(&clamped));
        warnings.push(format!("{n} dew points up to 1 K above the dry-bulb are taken as saturated, {lines}"));
    }
    Ok(())
}

/// What looks wrong but may be true.
fn warn_doubtful_values(dry: &[f64], lines: &[usize], step_h: f64, warnings: &mut Vec<String>) {
    let jumps: Vec<usize> =
        dry.windows(2).zip(&lines[1..]).filter(|(w, _)| (w[1] - w[0]).abs() > 15.0).map(|(_, line)| *line).collect();
    if !jumps.is_empty() {
        let (n, lines) = (jumps.len(), format_line_ranges(&jumps));
        warnings.push(format!("the dry-bulb jumps by more than 15 K in an hour {n} times, {lines}"));
    }
    let mut run = 1;
    for i in 1..dry.len() {
        run = if dry[i] == dry[i - 1] { run + 1 } else { 1 };
        if f64::from(run) * step_h >= 48.0 {
            warnings.push(format!("the dry-bulb does not move for 48 h, up to line {}", lines[i]));
            break;
        }
    }
}
