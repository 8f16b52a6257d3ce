//! Samples of power of many devices, summed over time: each holds its value until its next sample.

use std::collections::BTreeMap;

use super::days::WholeDays;
use super::epoch;
use super::error::LoadError;
use super::series::{LoadPoint, LoadSeries, LoadUnit, STEPS_MIN};

/// Longest time for which a sample stands in for missing ones, s: that for which Prometheus takes a sample as the present
/// value (its lookback of 5 min); where samples are rarer, two and a half of their intervals.
const HELD_S: f64 = 300.0;
const HELD_INTERVALS: f64 = 2.5;

/// A sample of a device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    /// Seconds of local standard time.
    pub seconds: f64,
    pub power_w: f64,
    /// Line of the file.
    pub line: usize,
}

/// The samples of a file by their devices.
pub(super) struct DeviceSamples<'a> {
    pub file: &'a str,
    pub devices: BTreeMap<String, Vec<Sample>>,
    pub repeat: bool,
    pub notes: Vec<String>,
}

/// The most frequent time between samples, s.
fn sample_interval(devices: &BTreeMap<String, Vec<Sample>>) -> Option<f64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in devices.values().flat_map(|samples| samples.windows(2)) {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds between samples of a year")]
        let milliseconds = (1000.0 * (pair[1].seconds - pair[0].seconds)).round() as i64;
        *counts.entry(milliseconds).or_insert(0) += 1;
    }
    let most = counts.iter().max_by_key(|(step, count)| (**count, -**step))?;
    (*most.0 > 0).then(|| *most.0 as f64 / 1000.0)
}

/// A change of the total.
#[derive(Clone, Copy)]
struct Change {
    seconds: f64,
    watts: f64,
}

/// The sum over the devices.
pub(super) fn power_series(samples: DeviceSamples<'_>) -> Result<LoadSeries, LoadError> {
    let DeviceSamples { file, mut devices, repeat, mut notes } = samples;
    let fail = |problem: String, help: &str| LoadError::of_file(file, problem, help);
    for (device, list) in &mut devices {
        sort_samples(file, device, list)?;
    }
    devices.retain(|_, list| !list.is_empty());
    let Some(interval) = sample_interval(&devices) else {
        return Err(fail("no device has two samples of power".to_owned(), "export a longer time"));
    };
    let step = STEPS_MIN.into_iter().find(|step| 60.0 * f64::from(*step) >= interval - 0.5);
    let Some(step_minutes) = step else {
        let problem = format!("a sample every {:.0} min; one an hour or more is needed", interval / 60.0);
        return Err(fail(problem, "export with a shorter step"));
    };
    let held = check_gaps(file, &devices, interval)?;
    let ends = |list: &Vec<Sample>| Some((list.first()?.seconds, list.last()?.seconds + interval));
    let spans: Vec<(f64, f64)> = devices.values().filter_map(ends).collect();
    let first = spans.iter().map(|s| s.0).fold(f64::INFINITY, f64::min);
    let last = spans.iter().map(|s| s.1).fold(f64::NEG_INFINITY, f64::max);
    let days = WholeDays::between(file, "its samples", first, last)?;
    let short =
        spans.iter().filter(|s| s.0 > first + HELD_S.max(interval) || s.1 < last - HELD_S.max(interval)).count();
    notes.push(format!("{} devices summed, a sample every {interval} s", devices.len()));
    if held > 0 {
        notes.push(format!("{held} gaps of up to {} s are held at the value before", longest_hold(interval)));
    }
    if short > 0 {
        notes.push(format!(
            "{short} devices begin later or end earlier than the others, and count as zero outside their time"
        ));
    }
    let points = sum_devices(&devices, interval, days, step_minutes);
    let placed = days.place(points, step_minutes, true, notes);
    let devices = u32::try_from(devices.len()).unwrap_or(u32::MAX);
    LoadSeries::new(placed, LoadUnit::DevicePowerW(devices), repeat, file)
}

fn longest_hold(interval: f64) -> f64 {
    HELD_S.max(HELD_INTERVALS * interval)
}

/// Sorts by time; the same sample may stand twice, another value at the same time may not.
fn sort_samples(file: &str, device: &str, list: &mut Vec<Sample>) -> Result<(), LoadError> {
    list.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let twice = list.windows(2).find(|pair| pair[0].seconds == pair[1].seconds && pair[0].power_w != pair[1].power_w);
    if let Some(pair) = twice {
        let problem = format!("`{device}` has {} W and {} W at one time", pair[0].power_w, pair[1].power_w);
        let help = "keep one of them; name the labels that tell the devices apart in columns";
        return Err(LoadError::of_file(file, problem, help).at_line(pair[0].line.max(pair[1].line)));
    }
    list.dedup_by(|later, earlier| later.seconds == earlier.seconds);
    Ok(())
}

/// Counts the short gaps; a long one is a problem.
fn check_gaps(file: &str, devices: &BTreeMap<String, Vec<Sample>>, interval: f64) -> Result<usize, LoadError> {
    let longest = longest_hold(interval);
    let (mut held, mut long, mut worst) = (0, 0_usize, None);
    for (device, list) in devices {
        for pair in list.windows(2) {
            let gap = pair[1].seconds - pair[0].seconds;
            if gap > longest + 1e-6 {
                long += 1;
                worst = worst.or(Some((device, pair[0].seconds, pair[1])));
            } else if gap > 1.5 * interval {
                held += 1;
            }
        }
    }
    let Some((device, from, to)) = worst else { return Ok(held) };
    #[expect(clippy::cast_possible_truncation, reason = "seconds of dates with four digits of year")]
    let time = |seconds: f64| epoch::format_seconds(seconds as i64);
    let others = if long > 1 { format!(", and {} gaps more", long - 1) } else { String::new() };
    let problem = format!(
        "`{device}` has no sample from {} to {}{others}; {longest:.0} s without one are allowed",
        time(from),
        time(to.seconds)
    );
    Err(LoadError::of_file(file, problem, "fill the gap, or leave whole days out").at_line(to.line))
}

/// Mean and largest total in every step.
fn sum_devices(
    devices: &BTreeMap<String, Vec<Sample>>,
    interval: f64,
    days: WholeDays,
    step_minutes: u32,
) -> Vec<LoadPoint> {
    let mut changes = Vec::new();
    for list in devices.values() {
        let mut before = 0.0;
        for sample in list {
            changes.push(Change { seconds: sample.seconds, watts: sample.power_w - before });
            before = sample.power_w;
        }
        if let Some(end) = list.last() {
            changes.push(Change { seconds: end.seconds + interval, watts: -before });
        }
    }
    changes.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let step_s = 60.0 * f64::from(step_minutes);
    let count = days.minutes() / step_minutes as usize;
    let (begin, mut next, mut total) = (days.begin_s as f64, 0, 0.0_f64);
    let mut points = Vec::with_capacity(count);
    for step in 0..count {
        let (from, to) = (begin + step_s * step as f64, begin + step_s * (step + 1) as f64);
        let (mut at, mut sum, mut peak) = (from, 0.0, 0.0_f64);
        while let Some(change) = changes.get(next).filter(|c| c.seconds < to) {
            if change.seconds > at {
                sum += total * (change.seconds - at);
                peak = peak.max(total);
                at = change.seconds;
            }
            total += change.watts;
            next += 1;
        }
        sum += total * (to - at);
        let mean = (sum / step_s).max(0.0);
        // Rounding of the running total, and a mean of equal values.
        points.push(LoadPoint { mean, peak: peak.max(total).max(mean) });
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(seconds: f64, power_w: f64) -> Sample {
        Sample { seconds, power_w, line: 2 }
    }

    /// Two devices: 100 W always, and 50 W for the second half of the first minute: 125 W in the mean, 150 W at most.
    #[test]
    fn steps_by_hand() {
        let steady: Vec<Sample> = (0..2880).map(|i| sample(30.0 * f64::from(i), 100.0)).collect();
        let late: Vec<Sample> =
            (0..2880).map(|i| sample(30.0 * f64::from(i), if i == 1 { 50.0 } else { 0.0 })).collect();
        let devices = BTreeMap::from([("a".to_owned(), steady), ("b".to_owned(), late)]);
        let days = WholeDays::between("t", "its samples", 0.0, 86_400.0).unwrap();
        let points = sum_devices(&devices, 30.0, days, 1);
        assert_eq!((points.len(), points[0].mean, points[0].peak), (1440, 125.0, 150.0));
        assert_eq!((points[1].mean, points[1].peak, points[1439].mean), (100.0, 100.0, 100.0));
    }
}
