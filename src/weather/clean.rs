//! From rows as a file has them to a whole year of plausible air: order, gaps, humidity, pressure. What can't be mended
//! honestly is refused; what is mended is told.

use crate::catalog::climate::{Humidity, WeatherRow};
use crate::physics::air;
use crate::units::{Length, Temperature};

use super::calendar::{DAY, date, minute_of_year};
use super::{HumidityFrom, Place, Problem, Raw};

/// Longest gap that is interpolated, hours.
const GAP_H: f64 = 6.0;
/// Lowest and highest pressure, Pa.
const PRESSURE: (f64, f64) = (31_000.0, 120_000.0);

/// One quantity of the year, and the lines it stands in.
struct Series {
    name: &'static str,
    values: Vec<Option<f64>>,
}

/// The year's rows and what the reader should know.
pub(super) fn clean(
    raw: Vec<Raw>,
    place: &Place,
    from: HumidityFrom,
) -> Result<(Vec<WeatherRow>, Vec<String>), Problem> {
    let mut warnings = Vec::new();
    let (raw, step_min) = whole_year(raw, &mut warnings)?;
    let step_h = f64::from(step_min) / 60.0;
    plausible_units(&raw)?;
    let longest = gap_rows(step_h);
    let lines: Vec<usize> = raw.iter().map(|r| r.line).collect();
    let mut dry = Series { name: "dry-bulb", values: raw.iter().map(|r| r.dry_bulb_c).collect() };
    fill(&mut dry, &lines, longest, &mut warnings)?;
    let dry: Vec<f64> = dry.values.into_iter().flatten().collect();
    let mut dew = humidity(&raw, &dry, from, &mut warnings);
    fill(&mut dew, &lines, longest, &mut warnings)?;
    let mut dew: Vec<f64> = dew.values.into_iter().flatten().collect();
    let pressure = pressure(&raw, &lines, longest, place, &mut warnings)?;
    below_dry_bulb(&dry, &mut dew, &lines, &mut warnings)?;
    doubts(&dry, &lines, step_h, &mut warnings);
    let rows = dry.iter().zip(&dew).zip(&pressure).map(|((t, d), p)| WeatherRow {
        weight_h: step_h,
        dry_bulb_c: *t,
        humidity: Humidity::DewPointC(*d),
        pressure_pa: *p,
    });
    Ok((rows.collect(), warnings))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few rows")]
fn gap_rows(step_h: f64) -> usize {
    (GAP_H / step_h).floor() as usize
}

/// Puts rows that are missing back as empty ones, and refuses what is out of order.
fn whole_year(raw: Vec<Raw>, warnings: &mut Vec<String>) -> Result<(Vec<Raw>, u32), Problem> {
    let leap = raw.iter().any(|r| r.month == 2 && r.day == 29);
    let mut stamps = Vec::with_capacity(raw.len());
    for r in &raw {
        let at = minute_of_year(r.month, r.day, r.minute, leap);
        let problem = || format!("month {}, day {}, minute {} of the day is no time", r.month, r.day, r.minute);
        stamps.push(at.ok_or_else(|| Problem::at(r.line, problem()))?);
    }
    let step = step(&stamps).ok_or_else(|| Problem::file("there is one hour only", "a whole year is needed"))?;
    if ![5, 10, 15, 20, 30, 60].contains(&step) {
        let problem = format!("times are {step} minutes apart; hours or whole parts of them are wanted");
        return Err(Problem::file(problem, "average or interpolate to hours first"));
    }
    let all = (if leap { 366 } else { 365 } * DAY / step) as usize;
    let first = stamps[0] % step;
    let mut out: Vec<Raw> = Vec::with_capacity(all);
    let mut expected = first;
    let mut added = 0;
    for (r, at) in raw.into_iter().zip(&stamps) {
        if *at + step <= expected {
            let word = if *at + step == expected { "stands twice" } else { "is out of order" };
            let problem = format!("{} {word}; {} is next", date(*at, leap), date(expected, leap));
            return Err(Problem::at(r.line, problem).help("sort the hours by month, day and hour, each once"));
        }
        let missing_h = f64::from(at.saturating_sub(expected)) / 60.0;
        if missing_h > GAP_H {
            let (here, next) = (date(*at, leap), date(expected, leap));
            let problem = format!(
                "{here} stands where {next} is next: {missing_h} h are missing; up to {GAP_H} are interpolated"
            );
            return Err(Problem::at(r.line, problem).help("sort the hours by month, day and hour, or fill the gap"));
        }
        while expected < *at {
            out.push(Raw { dry_bulb_c: None, dew_point_c: None, humidity: None, pressure_pa: None, ..r });
            (expected, added) = (expected + step, added + 1);
            if out.len() > all {
                return Err(Problem::at(r.line, "more hours than a year has"));
            }
        }
        if *at != expected {
            let problem = format!("{} does not follow in steps of {step} minutes", date(*at, leap));
            return Err(Problem::at(r.line, problem));
        }
        out.push(r);
        expected += step;
    }
    if added > 0 {
        warnings.push(format!("{added} rows are missing in the file"));
    }
    if out.len() != all {
        let missing_h = (all.saturating_sub(out.len())) as f64 * f64::from(step) / 60.0;
        let leap_without_end = leap && (missing_h - 24.0).abs() < 1e-9;
        let why = if leap_without_end { "; there is a February 29 but no December 31" } else { "" };
        let problem = format!("{} rows, a year has {all}: {missing_h} h are missing at the end{why}", out.len());
        let help =
            if leap_without_end { "remove February 29 or add December 31" } else { "the file is cut: get it whole" };
        return Err(Problem { line: out.last().map(|r| r.line), text: problem, help: Some(help) });
    }
    Ok((out, step))
}

/// The distance of rows that is met most often, minutes.
fn step(stamps: &[u32]) -> Option<u32> {
    let mut steps: Vec<u32> = stamps.windows(2).map(|w| w[1].saturating_sub(w[0])).filter(|s| *s > 0).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied()
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Tells °F and hPa from °C and Pa, which no single value can.
fn plausible_units(raw: &[Raw]) -> Result<(), Problem> {
    let dry: Vec<f64> = raw.iter().filter_map(|r| r.dry_bulb_c).collect();
    let warmest = raw
        .iter()
        .filter(|r| r.dry_bulb_c.is_some())
        .max_by(|a, b| a.dry_bulb_c.unwrap_or(f64::MIN).total_cmp(&b.dry_bulb_c.unwrap_or(f64::MIN)));
    let Some(most) = warmest else {
        return Err(Problem::file("there is not one dry-bulb", "the column is empty or coded as missing"));
    };
    let most_c = most.dry_bulb_c.unwrap_or(0.0);
    let usual = middle(dry).unwrap_or(0.0);
    if usual > 38.0 || most_c > 62.0 && usual > 30.0 {
        let problem = format!("dry-bulbs around {usual:.0} and up to {most_c:.0} look like degrees Fahrenheit");
        return Err(Problem::at(most.line, problem).help("convert them to degrees Celsius"));
    }
    if let Some(wrong) = raw.iter().find(|r| r.dry_bulb_c.is_some_and(|t| !(-75.0..=62.0).contains(&t))) {
        let problem = format!("a dry-bulb of {} degC was never measured", wrong.dry_bulb_c.unwrap_or(0.0));
        return Err(Problem::at(wrong.line, problem).help("mark it as missing"));
    }
    let pressures = raw.iter().filter_map(|r| r.pressure_pa).collect();
    if let Some(usual) = middle(pressures) {
        if (300.0..1200.0).contains(&usual) {
            let problem = format!("pressures around {usual:.0} look like hPa; Pa are wanted");
            return Err(Problem {
                line: raw.first().map(|r| r.line),
                text: problem,
                help: Some("multiply them by 100"),
            });
        }
        if (30_000.0 * 100.0..120_000.0 * 100.0).contains(&usual) {
            let problem = format!("pressures around {usual:.0} Pa: the file gives Pa under a name for hPa");
            return Err(Problem { line: raw.first().map(|r| r.line), text: problem, help: Some("divide them by 100") });
        }
    }
    let outside = |r: &&Raw| r.pressure_pa.is_some_and(|p| !(PRESSURE.0..=PRESSURE.1).contains(&p));
    if let Some(wrong) = raw.iter().find(outside) {
        let problem =
            format!("a pressure of {:.0} Pa; 31,000 to 120,000 are on earth", wrong.pressure_pa.unwrap_or(0.0));
        return Err(Problem::at(wrong.line, problem).help("correct it or mark it as missing"));
    }
    Ok(())
}

/// Interpolates gaps of up to `longest` rows; one warning names lines and count.
fn fill(series: &mut Series, lines: &[usize], longest: usize, warnings: &mut Vec<String>) -> Result<(), Problem> {
    let n = series.values.len();
    let (mut filled, mut first, mut last) = (0, 0, 0);
    let mut i = 0;
    while i < n {
        if series.values[i].is_some() {
            i += 1;
            continue;
        }
        let end = (i..n).find(|j| series.values[*j].is_some()).unwrap_or(n);
        let count = end - i;
        let before = i.checked_sub(1).and_then(|j| series.values[j]);
        let after = series.values.get(end).copied().flatten();
        if count > longest || before.or(after).is_none() {
            let problem =
                format!("{count} values of {} are missing on end; up to {longest} are interpolated", series.name);
            return Err(Problem::at(lines[i], problem).help("fill the gap from another year or station"));
        }
        let (a, b) = (before.or(after).unwrap_or(0.0), after.or(before).unwrap_or(0.0));
        for (k, value) in series.values[i..end].iter_mut().enumerate() {
            *value = Some(a + (b - a) * (k + 1) as f64 / (count + 1) as f64);
        }
        if filled == 0 {
            first = lines[i];
        }
        filled += count;
        last = lines[end - 1];
        i = end;
    }
    if filled > 0 {
        let name = series.name;
        warnings.push(format!("{filled} missing values of {name} are interpolated, between lines {first} and {last}"));
    }
    Ok(())
}

/// Dew points; from relative humidity where there are none or where it is preferred, and whether the two agree.
fn humidity(raw: &[Raw], dry: &[f64], from: HumidityFrom, warnings: &mut Vec<String>) -> Series {
    let relative = from == HumidityFrom::RelativeHumidity;
    let pa = |c: f64| air::saturation_pressure(Temperature::from_celsius(c)).pascals();
    let (mut off, mut compared, mut taken) = (0, 0, 0);
    let values = raw.iter().zip(dry).map(|(r, &t)| {
        let rh = r.humidity.filter(|h| *h > 0.0 && *h <= 1.1).map(|h| h.min(1.0));
        if let (Some(dew), Some(rh)) = (r.dew_point_c, rh) {
            compared += 1;
            off += usize::from((pa(dew.min(t)) / pa(t) - rh).abs() > 0.05);
        }
        r.dew_point_c.filter(|_| !relative || rh.is_none()).or_else(|| {
            taken += usize::from(rh.is_some());
            rh.map(|rh| dew_point_c(rh * pa(t), t))
        })
    });
    let values = values.collect();
    if taken > 0 && taken < raw.len() && !relative {
        warnings.push(format!("{taken} dew points are missing and come from the relative humidity"));
    }
    if off > compared / 50 && off > 0 {
        let used = if relative { "relative humidities" } else { "dew points" };
        warnings.push(format!(
            "in {off} of {compared} rows dew point and relative humidity disagree by more than 5 %; {used} are used"
        ));
    }
    Series { name: "dew point", values }
}

/// Temperature at which vapour of a pressure saturates, °C; at most the dry-bulb.
fn dew_point_c(vapour_pa: f64, dry_c: f64) -> f64 {
    let (mut low, mut high) = (-90.0, dry_c);
    for _ in 0..60 {
        let at = f64::midpoint(low, high);
        if air::saturation_pressure(Temperature::from_celsius(at)).pascals() < vapour_pa { low = at } else { high = at }
    }
    high
}

/// Pressures; the standard atmosphere's where the file has none.
fn pressure(
    raw: &[Raw],
    lines: &[usize],
    longest: usize,
    place: &Place,
    warnings: &mut Vec<String>,
) -> Result<Vec<f64>, Problem> {
    let standard = place.elevation_m.map(|z| air::standard_pressure(Length::new(z)).pascals());
    let known = raw.iter().filter(|r| r.pressure_pa.is_some()).count();
    if known == 0 {
        let Some(standard) = standard else {
            return Err(Problem::file("there are neither pressures nor an elevation", "give one of the two"));
        };
        warnings
            .push(format!("there are no pressures; {standard:.0} Pa of the elevation's standard atmosphere are used"));
        return Ok(vec![standard; raw.len()]);
    }
    let mut series = Series { name: "pressure", values: raw.iter().map(|r| r.pressure_pa).collect() };
    fill(&mut series, lines, longest, warnings)?;
    let values: Vec<f64> = series.values.into_iter().flatten().collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    if let Some(standard) = standard.filter(|s| (mean / s - 1.0).abs() > 0.02) {
        warnings.push(format!(
            "the mean pressure of {mean:.0} Pa is {:.1} % off the {standard:.0} Pa of the elevation",
            100.0 * (mean / standard - 1.0)
        ));
    }
    Ok(values)
}

/// No air is drier than it is warm: a hair above is rounding, more is a mistake.
fn below_dry_bulb(dry: &[f64], dew: &mut [f64], lines: &[usize], warnings: &mut Vec<String>) -> Result<(), Problem> {
    let (mut clamped, mut first) = (0, 0);
    for ((t, d), line) in dry.iter().zip(dew.iter_mut()).zip(lines) {
        let over = *d - *t;
        if over > 1.0 {
            let problem = format!("a dew point of {d} degC is above the dry-bulb of {t} degC");
            return Err(Problem::at(*line, problem).help("correct one of the two"));
        }
        if over > 0.0 {
            if clamped == 0 {
                first = *line;
            }
            clamped += 1;
            *d = *t;
        }
        *d = d.max(-85.0);
    }
    if clamped > 0 {
        warnings.push(format!(
            "{clamped} dew points up to 1 K above the dry-bulb are taken as saturated, from line {first}"
        ));
    }
    Ok(())
}

/// What looks wrong but may be true.
fn doubts(dry: &[f64], lines: &[usize], step_h: f64, warnings: &mut Vec<String>) {
    let most = 15.0 * step_h.max(1.0);
    let jumps: Vec<usize> = (1..dry.len()).filter(|i| (dry[*i] - dry[i - 1]).abs() > most).collect();
    if let Some(first) = jumps.first() {
        warnings.push(format!(
            "the dry-bulb jumps by more than 15 K in an hour {} times, first in line {}",
            jumps.len(),
            lines[*first]
        ));
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
