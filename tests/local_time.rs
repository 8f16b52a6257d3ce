//! Clocks of weather, tariffs and carbon: the same hours of one place give the same year, whatever clock they are counted by;
//! steps of any length take their own hour's price.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use rackjoule::catalog::climate::{WeatherHumidity, WeatherRow};
use rackjoule::scenario::Scenario;
use rackjoule::site::profile::parse_profile;
use rackjoule::study::compare;
use rackjoule::study::compare::result::Comparison;
use rackjoule::units::clock::{LocalClock, UtcOffset};
use rackjoule::units::parse::Dimension;
use rackjoule::weather::{HumiditySource, StatedClocks, WeatherReading, WeatherYear, read_weather, read_weather_as};

use crate::support::year::{DAYS, HEADER, Hour, base, epw, epw_of, epw_row, field, line};

fn read(text: &str) -> WeatherYear {
    read_weather("w", text.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

fn refuse(text: &str) -> String {
    let error = read_weather("w", text.as_bytes()).expect_err("it must be refused");
    assert!(error.help.is_some(), "{error}");
    format!("{error}; {}", error.help.clone().unwrap_or_default())
}

fn dry_bulbs(rows: &[WeatherRow]) -> Vec<f64> {
    rows.iter().map(|r| r.dry_bulb_c).collect()
}

/// Rows `0..8760` of the base year as a clock that is `ahead` hours before the local one stamps them.
fn by_clock(ahead: i32) -> Vec<Hour> {
    let hours = base();
    let count = i32::try_from(hours.len()).unwrap();
    let earlier = |place: usize| {
        let at = (i32::try_from(place).unwrap() - ahead).rem_euclid(count);
        hours[usize::try_from(at).unwrap()]
    };
    hours
        .iter()
        .enumerate()
        .map(|(place, h)| {
            let (.., dry, dew, pa) = earlier(place);
            (h.0, h.1, h.2, dry, dew, pa)
        })
        .collect()
}

fn psm(hours: &[Hour], longitude: f64, clock: f64, local: &str) -> String {
    let mut out = format!(
        "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,Local Time Zone\nNSRDB,1,X,XX,YYY,\
         40,{longitude},{clock},120,{local}\nYear,Month,Day,Hour,Minute,Temperature,Dew Point,Pressure\n"
    );
    for (month, day, hour, dry, dew, pa) in hours {
        writeln!(out, "2001,{month},{day},{hour},30,{dry:.1},{dew:.1},{}", pa / 100.0).unwrap();
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// A file in any clock, of any zone, gives the local year: by the zone it states, by its longitude, by what the user says.
    #[test]
    fn any_clock_gives_the_local_year(zone in -11_i32..=12, clock in -11_i32..=12) {
        let longitude = f64::from(zone) * 15.0 + 1.0;
        let wanted = dry_bulbs(&read(&epw()).rows);
        let stated = read(&psm(&by_clock(clock - zone), longitude.min(179.0), f64::from(clock), &zone.to_string()));
        prop_assert_eq!(dry_bulbs(&stated.rows), wanted.clone());
        let universal = read(&psm(&by_clock(-zone), longitude.min(179.0), 0.0, ""));
        prop_assert_eq!(dry_bulbs(&universal.rows), wanted.clone());
        prop_assert_eq!(universal.standard_time, UtcOffset::from_hours(f64::from(zone)));
        // A file that says nothing, with the clocks in the scenario.
        let silent = psm(&by_clock(clock - zone), 0.0, 0.0, "").lines().skip(2).collect::<Vec<_>>().join("\n");
        let said = |h: i32| UtcOffset::from_hours(f64::from(h));
        let clocks = StatedClocks { file: said(clock), standard: said(zone) };
        let reading = WeatherReading { humidity: HumiditySource::DewPoint, clocks };
        let told = read_weather_as("w", silent.as_bytes(), reading).unwrap();
        prop_assert_eq!(dry_bulbs(&told.rows), wanted);
    }
}

/// Global radiation of a clear day by an hour of mean solar time: it is enough to tell noon.
fn radiation(solar_h: f64) -> f64 {
    (900.0 * ((solar_h - 12.0) / 24.0 * std::f64::consts::TAU).cos()).max(0.0).round()
}

/// A header that says UTC-7 above hours in UTC, as PVGIS writes its EPW: the sun stands highest at 19 h.
#[test]
fn the_sun_tells_a_clock_that_the_header_does_not() {
    let header = HEADER.replace("40.0,-75.0,-5.0", "40.0,-105.0,-7.0");
    let file = |ahead: i32| {
        let rows = by_clock(ahead).into_iter().map(|h| {
            let solar_h = f64::from(h.2) + 0.5 - f64::from(ahead);
            field(&(epw_row(&h) + "\n"), 1, 13, &radiation(solar_h).to_string())
        });
        header.clone() + &rows.collect::<String>()
    };
    let (local, universal) = (read(&file(0)), read(&file(7)));
    assert!(local.warnings.is_empty(), "{:?}", local.warnings);
    assert!(universal.warnings.len() == 1 && universal.warnings[0].contains("sun"), "{:?}", universal.warnings);
    assert_eq!(dry_bulbs(&local.rows), dry_bulbs(&universal.rows));
    assert_eq!(dry_bulbs(&local.rows), dry_bulbs(&read(&epw()).rows));
}

/// Without radiation the warmest hour doubts the clock: 12 h by the local one, 19 h by another that is told, 0 h by a third.
#[test]
fn a_day_that_is_warmest_at_night_is_told() {
    let told = |ahead: i32| read(&epw_of(&by_clock(ahead))).warnings;
    assert!(told(0).is_empty() && told(7).is_empty());
    assert!(told(12).len() == 1 && told(12)[0].contains("warmest at"), "{:?}", told(12));
}

#[test]
fn pvgis_json_is_read_and_its_other_products_are_named() {
    let hours: Vec<_> = by_clock(5)
        .iter()
        .map(|h| {
            let time = format!("2016{:02}{:02}:{:02}00", h.0, h.1, h.2);
            let rh = crate::support::year::humidity(h);
            serde_json::json!({"time(UTC)": time, "T2m": h.3, "RH": rh, "SP": h.5, "G(h)": 0.0})
        })
        .collect();
    let place = serde_json::json!({"location": {"latitude": 40.0, "longitude": -75.0, "elevation": 120.0}});
    let file = serde_json::json!({"inputs": place, "outputs": {"tmy_hourly": hours}, "meta": {}});
    assert_eq!(dry_bulbs(&read(&file.to_string()).rows), dry_bulbs(&read(&epw()).rows));
    let other = refuse("{\"outputs\": {\"monthly\": []}}");
    assert!(other.contains("PVGIS") && !other.contains("temperature_2m"), "{other}");
}

/// Midnight as 24:00 or as 00:00 of the next day; by the hour and by the half hour.
#[test]
fn midnight_of_a_tmy3_has_two_names() {
    let file = |next_day: bool| {
        let mut out = String::from(
            "724030,\"SOMEWHERE\",XX,-5.0,40.0,-75.0,120\nDate (MM/DD/YYYY),Time (HH:MM),Dry-bulb (C),Dew-point (C)\n",
        );
        let hours = base();
        for (place, h) in hours.iter().enumerate() {
            let next = hours[(place + 1) % hours.len()];
            let (month, day, clock) = if next_day && h.2 == 23 { (next.0, next.1, 0) } else { (h.0, h.1, h.2 + 1) };
            writeln!(out, "{month:02}/{day:02}/1997,{clock:02}:00,{:.1},{:.1}", h.3, h.4).unwrap();
        }
        out
    };
    assert_eq!(read(&file(true)).rows, read(&file(false)).rows);
    let mixed = line(&file(true), 3, |l| l.replace("01:00", "24:00"));
    assert!(refuse(&mixed).contains("beside the 24:00 of line 3"), "{}", refuse(&mixed));
    let none = refuse(&line(&file(true), 3, |l| l.replace("01:00", "00:00")));
    assert!(none.contains("hour 0; TMY3 counts") && !none.contains("add one"), "{none}");
}

/// Rows from `first` on, changed.
fn change_from(first: usize, change: impl Fn(f64) -> f64) -> String {
    let hours: Vec<Hour> = base()
        .into_iter()
        .enumerate()
        .map(|(place, h)| if place < first { h } else { (h.0, h.1, h.2, change(h.3), change(h.4), h.5) })
        .collect();
    epw_of(&hours)
}

/// December at -1 degC: in tenths -42 to 40, in kelvins 272, in degrees Fahrenheit 30.
#[test]
fn a_month_in_another_unit_is_named_where_it_begins() {
    let december = 8760 - 744;
    let names_line = |text: &str| {
        let said = refuse(text);
        assert!(said.contains("another unit") && said.contains("not the whole column"), "{said}");
        let at = said.split(':').nth(1).unwrap().parse::<usize>().unwrap();
        assert!(at.abs_diff(december + 9) <= 24, "{said}");
    };
    names_line(&change_from(december, |c| c * 10.0));
    names_line(&change_from(december, |c| c + 273.15));
    names_line(&change_from(december, |c| (c + 12.0) * 10.0));
    let kelvins = change_from(0, |c| c + 273.15);
    assert!(refuse(&kelvins).contains("look like kelvins"), "{}", refuse(&kelvins));
    let tenths = change_from(0, |c| (c + 5.0) * 10.0);
    assert!(refuse(&tenths).contains("tenths of a degree"), "{}", refuse(&tenths));
    // One value that leaps up and back is told, not refused.
    let spike = field(&field(&epw(), 5000, 6, "55.0"), 5000, 7, "10.0");
    assert!(read(&spike).warnings.iter().any(|w| w.contains("jumps")));
}

/// The highest dew point on record is 35 degC (Dhahran, 2003).
#[test]
fn no_place_has_a_dew_point_of_forty_degrees() {
    let hot = |dew: f64| {
        let rows = base().into_iter().map(|h| (h.0, h.1, h.2, h.3 + 15.0, (h.4 + 15.0).min(dew), h.5));
        epw_of(&rows.collect::<Vec<_>>())
    };
    let moist = field(&field(&hot(30.0), 5000, 6, "45.0"), 5000, 7, "40.5");
    let said = refuse(&moist);
    assert!(said.starts_with("w:5000: a dew point of 40.5 °C was never measured"), "{said}");
    assert!(said.contains("site.humidity"), "{said}");
    let record = field(&field(&hot(30.0), 5000, 6, "42.0"), 5000, 7, "35.0");
    read(&record);
    // The same vapour by its relative humidity: 82 % at 45 degC is a dew point of 41 degC.
    let by_rh = field(&field(&field(&hot(30.0), 5000, 6, "45.0"), 5000, 7, "99.9"), 5000, 8, "82");
    assert!(refuse(&by_rh).contains("a relative humidity of 82 % at 45 °C"), "{}", refuse(&by_rh));
}

#[test]
fn missing_humidities_are_told() {
    let every: String =
        epw().lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { field(l, 1, 7, "99.9") }).collect();
    let told = |text: &str, says: &str| {
        let w = read(text).warnings;
        assert_eq!(w.iter().filter(|m| m.contains(says)).count(), 1, "{says}: {w:?}");
    };
    told(&every, "all 8760 dew points are missing and come from the relative humidity");
    told(&(100..171).fold(epw(), |t, n| field(&t, n, 8, "0")), "71 relative humidities are 0 and taken as missing");
    let fifty: String =
        epw().lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { field(l, 1, 8, "50") }).collect();
    told(&fifty, "the relative humidity is 50 % in every row");
    let WeatherHumidity::DewPointC(dew) = read(&fifty).rows[0].humidity else { panic!() };
    assert!((dew - base()[0].4).abs() < 0.06, "the dew points count");
}

fn hall(dir: &Path, weather: &str, site: &str) -> Comparison {
    let catalog = crate::support::catalog();
    let text = format!(
        "[site]\nclimate = \"us-az-tucson\"\nweather = \"{}\"\n{site}\n[it]\naccelerators = 576\nutilisation = \
         0.8\n[[architecture]]\nname = \"dx\"\nsystem = \"hgx-b200-air\"\ncooling = \"air\"\nheat_rejection = \"dx\"\n",
        dir.join(weather).display()
    );
    let scenario = Scenario::parse("hall", &text, &[], &catalog).unwrap_or_else(|e| panic!("{e}"));
    compare::run(&scenario, &catalog).unwrap_or_else(|e| panic!("{e}"))
}

/// Air of 40 degC from 12 to 13 h and of 26 degC else; a kilowatt-hour costs 1 USD in that hour and nothing else. Whatever
/// the step, the cost is the energy of 365 hours.
#[test]
fn short_steps_pay_the_price_of_their_hour() {
    let dir = tempfile::tempdir().unwrap();
    let prices: String = (0..8760).map(|h| if h % 24 == 12 { "1\n" } else { "0\n" }).collect();
    std::fs::write(dir.path().join("noon.csv"), format!("price [USD/kWh]\n{prices}")).unwrap();
    let mut costs = Vec::new();
    for step in [60, 20, 5] {
        let mut out = String::from(
            "Source,Latitude,Longitude,Time Zone,Elevation\nx,32,-111,-7,0\nYear,Month,Day,Hour,Minute,Temperature,Dew \
             Point,Pressure\n",
        );
        for (month, days) in (1..).zip(DAYS) {
            for minute in (0..days * 1440).step_by(step) {
                let (day, hour) = (minute / 1440 + 1, minute % 1440 / 60);
                let dry = if hour == 12 { 40 } else { 26 };
                writeln!(out, "2021,{month},{day},{hour},{},{dry},5,1013", minute % 60).unwrap();
            }
        }
        std::fs::write(dir.path().join("w.csv"), out).unwrap();
        let site = format!("electricity_tariff = \"{}\"", dir.path().join("noon.csv").display());
        let result = hall(dir.path(), "w.csv", &site);
        assert_eq!(result.site.hours, 8760.0, "{step}");
        costs.push(result.architectures[0].annual.as_ref().unwrap().cost_usd);
    }
    assert!(costs.iter().all(|c| (c / costs[0] - 1.0).abs() < 1e-9), "{costs:?}");
}

/// Cells that only look like times, in every row: an answer, never a panic.
#[test]
fn no_cell_makes_the_reader_of_times_panic() {
    for (titles, cells) in [
        ("time,price [USD/kWh]", "99999999999:99"),
        ("time,price [USD/kWh]", "4294967295"),
        ("hour,price [USD/kWh]", "18446744073709551615"),
        ("hour,price [USD/kWh]", "1:4294967295"),
        ("time,price [USD/kWh]", "2022-01-01 4294967295:59"),
        ("time,price [USD/kWh]", "2022-01-01 12:00+99:99"),
        ("time,price [USD/kWh]", "4294967295/4294967295/2022 1:00 PM"),
        ("date,hour,price [USD/kWh]", "4294967295-1-2022,24"),
        ("time,price [USD/kWh]", "\u{2212}\u{2212}\u{2212}\u{2212}\u{2212}\u{2212}\u{2212}\u{2212}:1"),
        ("time (UTC),price [USD/kWh]", "20220230:2460"),
    ] {
        let text = format!("{titles}\n{}", format!("{cells},1\n").repeat(8760));
        let clock = LocalClock { standard: UtcOffset::from_hours(-12.0), daylight: None };
        // Times that fit no year are refused; what is not understood is told.
        if let Ok(read) = parse_profile("t.csv", &text, Dimension::EnergyPrice, clock) {
            assert!(read.notes.iter().any(|note| note.contains("not understood")), "{cells}: {:?}", read.notes);
        }
    }
}

/// Carbon by the hour, once in local hours without times, once in UTC with them, once backwards, once with clocks that change:
/// the same kilograms, and a note where something was moved.
#[test]
fn stamps_of_carbon_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: String| std::fs::write(dir.path().join(name), text).unwrap();
    // Most at 19 h local (UTC-7).
    let value = |local: usize| if local % 24 == 19 { 800 } else { 100 + local % 24 };
    let stamps: Vec<String> = base().iter().map(|h| format!("2022-{:02}-{:02} {:02}:00:00", h.0, h.1, h.2)).collect();
    let rows = |at: &dyn Fn(usize) -> String| (0..8760).map(at).collect::<Vec<_>>();
    let utc = rows(&|k| format!("{}+00:00,{}\n", stamps[k], value(k + 8760 - 7)));
    put("local.csv", format!("carbon [g/kWh]\n{}", rows(&|k| format!("{}\n", value(k))).concat()));
    put("utc.csv", format!("time,carbon [g/kWh]\n{}", utc.concat()));
    put("back.csv", format!("time,carbon [g/kWh]\n{}", utc.iter().rev().cloned().collect::<String>()));
    put("w.epw", epw().replace("40.0,-75.0,-5.0", "40.0,-105.0,-7.0"));
    let run = |file: &str| {
        let site = format!("grid_carbon_profile = \"{}\"", dir.path().join(file).display());
        let result = hall(dir.path(), "w.epw", &site);
        let told = result.warnings.iter().filter(|w| w.text.contains(file)).count();
        (result.architectures[0].annual.as_ref().unwrap().carbon_kg_co2e, told)
    };
    let (wanted, told) = run("local.csv");
    assert_eq!(told, 0);
    for (file, notes) in [("utc.csv", 1), ("back.csv", 2)] {
        let (found, told) = run(file);
        assert!((found / wanted - 1.0).abs() < 1e-12 && told == notes, "{file}: {found} {wanted} {told}");
    }
}
