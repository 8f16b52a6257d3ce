//! The clock of a weather file: which one its hours are counted by, and local standard time. Tariffs, carbon by the hour and
//! the day of a tank are local, and so are the rows that the reader gives.
//!
//! The clock is the one that the file states, or the user. Where the file holds radiation, the sun tells whether that is
//! true: over a year it stands highest at `12 h + offset − longitude/15` of the clock.

use crate::catalog::climate::WeatherRow;
use crate::units::clock::UtcOffset;

use super::location::WeatherLocation;
use super::row::RawWeatherRow;

/// Local standard time lies within this of mean solar time everywhere (western China: 3.2 h), h.
const MAX_ZONE_DEVIATION_H: f64 = 3.5;
/// Radiation of a year is centred within this of solar noon: clouds and the stamps of a source move it by less (ten typical
/// years of the NREL: 0.18 h at most; a stamp that may be the beginning or the middle of its hour: 0.5 h), h.
const NOON_TOLERANCE_H: f64 = 0.8;
/// Where neither zone nor longitude can be trusted: furthest that noon lies from 12 h by a local clock, h.
const LOCAL_NOON_TOLERANCE_H: f64 = 2.5;
/// Radiation is more evenly spread over the hours than anywhere on earth below this resultant of its clock.
const MIN_NOON_RESULTANT: f64 = 0.2;

/// Half the daily swing of the dry-bulb below which it tells no time of the day (oceans, polar winters), K.
const MIN_DAILY_SWING_K: f64 = 1.5;
/// Time about which the mean day is warmest by a local clock, with room to spare, h.
const WARMEST_RANGE_H: std::ops::RangeInclusive<f64> = 10.0..=20.0;

/// What the user says of the clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatedClocks {
    /// The clock that the file's hours are counted by.
    pub file: Option<UtcOffset>,
    /// Local standard time.
    pub standard: Option<UtcOffset>,
}

/// Whether a file's hours must be moved, and to which clock.
pub(super) struct ClockAlignment {
    /// Local standard time, where it is known.
    pub standard: Option<UtcOffset>,
    /// From the file's clock to local standard time, minutes.
    pub shift_min: i32,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// Time of the day, by the file's clock, about which the year's radiation is centred; nothing without radiation.
pub(super) fn measure_solar_noon(rows: &[RawWeatherRow], lag_min: f64) -> Option<f64> {
    let (mut sin, mut cos, mut sum) = (0.0, 0.0, 0.0);
    for (row, watts) in rows.iter().filter_map(|r| r.radiation_w_m2.filter(|w| *w > 0.0).map(|w| (r, w))) {
        let angle = std::f64::consts::TAU * (f64::from(row.minute) + lag_min) / 1440.0;
        sin += watts * angle.sin();
        cos += watts * angle.cos();
        sum += watts;
    }
    let sharp = sin.hypot(cos) > MIN_NOON_RESULTANT * sum && sum > 0.0;
    sharp.then(|| (sin.atan2(cos) / std::f64::consts::TAU * 24.0).rem_euclid(24.0))
}

/// A difference of times of the day, −12..12 h.
fn wrap_h(hours: f64) -> f64 {
    (hours + 12.0).rem_euclid(24.0) - 12.0
}

/// Whether a clock can be the local one at a longitude; true where that is not known.
fn fits_longitude(clock: UtcOffset, longitude_deg: Option<f64>) -> bool {
    longitude_deg.is_none_or(|l| wrap_h(clock.hours() - l / 15.0).abs() <= MAX_ZONE_DEVIATION_H)
}

/// Local standard time, and what must be said of it.
fn find_standard_time(place: &WeatherLocation, said: StatedClocks) -> (Option<UtcOffset>, Option<String>) {
    let longitude = place.longitude_deg;
    if said.standard.is_some() {
        return (said.standard, None);
    }
    let clock = said.file.or(place.file_clock);
    // A clock in UTC is as often the data set's as the place's.
    let own = clock.filter(|c| *c != UtcOffset::UTC);
    if let Some(zone) = place.standard_time.or(own).filter(|z| fits_longitude(*z, longitude)) {
        return (Some(zone), None);
    }
    match (place.standard_time.or(own), longitude.and_then(UtcOffset::from_longitude)) {
        (Some(zone), Some(_)) if zone != UtcOffset::UTC => {
            let degrees = longitude.unwrap_or(0.0);
            let text = format!(
                "the time zone {zone} does not fit the longitude of {degrees} deg; the hours are taken as local \
                 (site.time_zone and site.weather_clock say otherwise)"
            );
            (Some(zone), Some(text))
        }
        (_, Some(nearest)) => {
            let degrees = longitude.unwrap_or(0.0);
            let text = format!(
                "the file does not name the local time zone; {nearest} is taken from its longitude of {degrees} deg \
                 (site.time_zone sets another)"
            );
            (Some(nearest), clock.is_some().then_some(text))
        }
        (_, None) => (clock, None),
    }
}

/// Compares the stated clock with the sun and says how far the hours are from local standard time; rows are `step_min`
/// apart.
pub(super) fn align_clock(
    place: &WeatherLocation,
    said: StatedClocks,
    noon_h: Option<f64>,
    step_min: u32,
) -> ClockAlignment {
    let (standard, note) = find_standard_time(place, said);
    let mut notes: Vec<String> = note.into_iter().collect();
    let stated = said.file.or(place.file_clock);
    let offset_h = |clock: Option<UtcOffset>| clock.map_or(0.0, UtcOffset::hours);
    let solar = place.longitude_deg.filter(|_| standard.is_none_or(|z| fits_longitude(z, place.longitude_deg)));
    // Hours that the file's clock is ahead of local standard time.
    let mut ahead_h = stated.map_or(0.0, |clock| clock.hours() - offset_h(standard));
    if let (Some(noon), None) = (noon_h, said.file) {
        let local_noon = solar.map_or(12.0, |l| 12.0 + offset_h(standard) - l / 15.0);
        let tolerance = if solar.is_some() { NOON_TOLERANCE_H } else { LOCAL_NOON_TOLERANCE_H };
        if wrap_h(noon - local_noon - ahead_h).abs() > tolerance {
            ahead_h = wrap_h(noon - local_noon).round();
            let told = stated.map_or_else(|| "names no time zone".to_owned(), |c| format!("names {c} as its clock"));
            let taken = if ahead_h == 0.0 {
                "they are taken as local".to_owned()
            } else {
                format!("they are moved by {} h to local standard time", -ahead_h)
            };
            notes.push(format!(
                "the file {told}, but the sun stands highest at {noon:.1} h of its hours: {taken} (site.weather_clock says \
                 otherwise)"
            ));
            return ClockAlignment { standard, shift_min: -whole_minutes(ahead_h), notes };
        }
    }
    let Some(clock) = stated else {
        if noon_h.is_none() {
            let text = "the file names no time zone; its hours are taken as local standard time (site.weather_clock says \
                        otherwise)";
            notes.push(text.to_owned());
        }
        return ClockAlignment { standard, shift_min: 0, notes };
    };
    let shift_min = round_to_steps(-whole_minutes(ahead_h), step_min);
    if let (Some(zone), true) = (standard, ahead_h != 0.0) {
        let exact = shift_min == -whole_minutes(ahead_h);
        let rounded = if exact { "" } else { ", rounded to whole rows" };
        notes.push(format!("the hours are counted in {clock}; they are moved to local standard time, {zone}{rounded}"));
    }
    ClockAlignment { standard, shift_min, notes }
}

/// Doubts a clock that no radiation has confirmed, where the mean day is warmest at night; rows in the order of local time,
/// `step_min` apart.
pub(super) fn doubt_warmest_hour(rows: &[WeatherRow], step_min: u32) -> Option<String> {
    let per_day = (1440 / step_min.max(1)) as usize;
    let (mut sin, mut cos) = (0.0, 0.0);
    for (place, row) in rows.iter().enumerate() {
        let angle = std::f64::consts::TAU * (place % per_day) as f64 / per_day as f64;
        sin += row.dry_bulb_c * angle.sin();
        cos += row.dry_bulb_c * angle.cos();
    }
    let swing_k = 2.0 * sin.hypot(cos) / rows.len() as f64;
    // A row stands for the period that begins with it.
    let middle_h = f64::from(step_min) / 120.0;
    let warmest_h = (sin.atan2(cos) / std::f64::consts::TAU * 24.0 + middle_h).rem_euclid(24.0);
    (swing_k > MIN_DAILY_SWING_K && !WARMEST_RANGE_H.contains(&warmest_h)).then(|| {
        format!(
            "the mean day is warmest at {warmest_h:.0} h of local time: the hours may be counted by another clock \
             (site.weather_clock, site.time_zone)"
        )
    })
}

fn whole_minutes(hours: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "within a day")]
    let minutes = (hours * 60.0).round() as i32;
    minutes
}

/// Minutes rounded to whole steps, halves upwards.
fn round_to_steps(minutes: i32, step_min: u32) -> i32 {
    let step = i32::try_from(step_min.max(1)).unwrap_or(60);
    (2 * minutes + step).div_euclid(2 * step) * step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(longitude_deg: f64, clock: f64) -> WeatherLocation {
        WeatherLocation {
            longitude_deg: Some(longitude_deg),
            file_clock: UtcOffset::from_hours(clock),
            ..WeatherLocation::default()
        }
    }

    /// Hours that the rows are moved by, round the day.
    fn shift_h(place: &WeatherLocation, said: StatedClocks, noon: Option<f64>) -> f64 {
        wrap_h(f64::from(align_clock(place, said, noon, 60).shift_min) / 60.0)
    }

    /// Noon by a clock: 12 h plus its offset less a 15th of an hour for each degree east.
    #[test]
    fn the_sun_and_the_header_agree_on_the_clock() {
        let none = StatedClocks::default();
        for longitude in [-155.0_f64, -110.9, -74.0, -43.0, 8.6, 31.2, 77.1, 139.7, 174.8] {
            let zone = (longitude / 15.0).round();
            let noon = |clock: f64| Some((12.0 + clock - longitude / 15.0).rem_euclid(24.0));
            // A local clock stays, with the sun and without.
            let local = place(longitude, zone);
            assert_eq!((shift_h(&local, none, None), shift_h(&local, none, noon(zone))), (0.0, 0.0), "{longitude}");
            // Universal time is moved, stated or not.
            let universal = place(longitude, 0.0);
            assert_eq!(shift_h(&universal, none, None), wrap_h(zone), "{longitude}");
            assert_eq!(shift_h(&universal, none, noon(0.0)), wrap_h(zone), "{longitude}");
            let said = StatedClocks { file: Some(UtcOffset::UTC), standard: None };
            let silent = WeatherLocation { file_clock: None, ..universal.clone() };
            assert_eq!(shift_h(&silent, said, None), wrap_h(zone), "{longitude}");
            if zone != 0.0 {
                // The header says local, the sun says universal time; and the other way about.
                let told = align_clock(&local, none, noon(0.0), 60);
                assert_eq!(wrap_h(f64::from(told.shift_min) / 60.0), wrap_h(zone), "{longitude}");
                assert!(told.notes.iter().any(|n| n.contains("sun")), "{:?}", told.notes);
                assert_eq!(shift_h(&universal, none, noon(zone)), 0.0, "{longitude}");
            }
        }
    }

    #[test]
    fn half_hours_are_rounded_to_rows_and_told() {
        let mumbai = WeatherLocation { standard_time: UtcOffset::from_hours(5.5), ..place(72.9, 0.0) };
        let hourly = align_clock(&mumbai, StatedClocks::default(), None, 60);
        assert_eq!(hourly.shift_min, 360);
        assert!(hourly.notes[0].contains("UTC+5:30, rounded to whole rows"), "{:?}", hourly.notes);
        assert_eq!(align_clock(&mumbai, StatedClocks::default(), None, 30).shift_min, 330);
    }

    #[test]
    fn a_longitude_of_the_wrong_sign_moves_nothing() {
        let odd = WeatherLocation { standard_time: UtcOffset::from_hours(-5.0), ..place(75.0, -5.0) };
        for noon in [None, Some(11.9)] {
            let told = align_clock(&odd, StatedClocks::default(), noon, 60);
            assert_eq!((told.shift_min, told.notes.len()), (0, 1), "{:?}", told.notes);
        }
    }
}
