//! Weather files: every form read alike, and some fifty broken ones, all made from one synthetic year.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// Texts of a megabyte are put together here; how fast does not matter.
#![allow(clippy::format_collect, clippy::too_many_lines)]

use std::fmt::Write;

use proptest::prelude::*;
use rackjoule::catalog::climate::Humidity;
use rackjoule::weather::{Form, HumidityFrom, Weather, WeatherError, read, read_humidity};

const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const HEADER: &str = "LOCATION,Somewhere,XX,YYY,TMY,000000,40.0,-75.0,-5.0,120.0\nDESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,1,-11.8,-9,-19.5,0.7,-9,-16.7,0.9,-6.5,11.2,0.8,10.3,0.6,2.7,310,Cooling,7,11.4,34.1,23.9,32.7,23.5,31.2,22.8,25.4,31.6,24.7,30.3,24.1,29.1,4,290,23.6,18.6,27.8,23,18,27.1,22.5,17.4,26.6,78,31.6,75.2,30.6,72.5,29.2,712,Extremes,9.2,8.2,7.3,28.9,-17.2,36.2,4.6,1.9,-20.4,37.5,-23.1,38.7,-25.7,39.7,-29,41.1\nTYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,0\nHOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\nCOMMENTS 1,none\nCOMMENTS 2,none\nDATA PERIODS,1,1,Data,Sunday,1/1,12/31\n";

/// An hour of the base year: month, day, hour from 0, dry-bulb, dew point, pressure.
type Hour = (u32, u32, u32, f64, f64, f64);

fn base() -> Vec<Hour> {
    let mut out = Vec::with_capacity(8760);
    let mut n = 0.0_f64;
    for (month, days) in (1..).zip(DAYS.iter()) {
        for day in 1..=*days {
            for hour in 0..24 {
                let season = (n / 8760.0 * std::f64::consts::TAU).cos();
                let time = (f64::from(hour) / 24.0 * std::f64::consts::TAU).cos();
                let dry = (12.0 - 13.0 * season - 4.0 * time + 0.1 * (n % 7.0)) * 10.0;
                let dry = dry.round() / 10.0;
                out.push((month, day, hour, dry, dry - 5.0, 99_900.0));
                n += 1.0;
            }
        }
    }
    out
}

/// Relative humidity, %, that goes with a dew point: Magnus' formula over water.
fn humidity(h: &Hour) -> f64 {
    let e = |c: f64| 6.112 * (17.62 * c / (243.12 + c)).exp();
    100.0 * e(h.4) / e(h.3)
}

fn epw_row(h: &Hour) -> String {
    epw_row_with(h, humidity(h))
}

fn epw_row_with(h: &Hour, rh: f64) -> String {
    let rest = ",0,0,282,0,0,0,0,0,0,0,20,5.2,10,10,16.0,1219,9,999999999,120,0.0560,0,88,0.170,0.0,6.0";
    format!("1997,{},{},{},0,?9?9,{:.1},{:.1},{rh:.0},{:.0}{rest}", h.0, h.1, h.2 + 1, h.3, h.4, h.5)
}

fn epw_of(hours: &[Hour]) -> String {
    let mut out = HEADER.to_owned();
    for h in hours {
        writeln!(out, "{}", epw_row(h)).unwrap();
    }
    out
}

fn epw() -> String {
    epw_of(&base())
}

fn good(bytes: &[u8]) -> Weather {
    read("w", bytes).unwrap_or_else(|e| panic!("{e}"))
}

fn bad(bytes: &[u8]) -> WeatherError {
    let error = read("w.epw", bytes).expect_err("it must be refused");
    assert!(error.to_string().starts_with("w.epw") && error.help.as_ref().is_none_or(|h| !h.is_empty()), "{error}");
    error
}

/// Replaces line `number` (from 1) by what `change` makes of it.
fn line(text: &str, number: usize, change: impl Fn(&str) -> String) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(i, l)| if i + 1 == number { change(l) } else { l.to_owned() }).collect::<Vec<_>>().join("\n") + "\n"
}

/// Replaces a field of a line.
fn field(text: &str, number: usize, place: usize, value: &str) -> String {
    line(text, number, |l| {
        let mut fields: Vec<&str> = l.split(',').collect();
        fields[place] = value;
        fields.join(",")
    })
}

#[test]
fn an_epw_gives_its_hours_and_its_design_conditions() {
    let w = good(epw().as_bytes());
    assert_eq!((w.form, w.rows.len()), (Form::Epw, 8760));
    assert!(w.warnings.is_empty(), "{:?}", w.warnings);
    let hours = base();
    for (row, h) in w.rows.iter().zip(&hours) {
        assert_eq!((row.weight_h, row.dry_bulb_c, row.pressure_pa), (1.0, h.3, h.5));
        let Humidity::DewPointC(dew) = row.humidity else { panic!() };
        assert!((dew - h.4).abs() < 0.051);
    }
    let place = &w.place;
    assert_eq!(place.name.as_deref(), Some("Somewhere, XX, YYY"));
    assert_eq!(
        [
            place.elevation_m,
            place.design_dry_bulb_c,
            place.design_wet_bulb_c,
            place.extreme_dry_bulb_c,
            place.extreme_wet_bulb_c
        ],
        [Some(120.0), Some(34.1), Some(25.4), Some(39.7), Some(28.9)]
    );
}

/// The base year in the other forms.
/// Dew points are 5 K below the dry-bulb, the file's relative humidity says saturation: one of them is believed.
#[test]
fn either_humidity_may_count() {
    let rows: Vec<String> = base().iter().map(|h| epw_row_with(h, 100.0)).collect();
    let text = format!("{HEADER}{}\n", rows.join("\n"));
    let below = |from: HumidityFrom| {
        let w = read_humidity("w.epw", text.as_bytes(), from).unwrap();
        let Humidity::DewPointC(dew) = w.rows[17].humidity else { panic!("no dew point") };
        assert!(w.warnings.iter().any(|w| w.contains("disagree")));
        w.rows[17].dry_bulb_c - dew
    };
    assert!((below(HumidityFrom::DewPoint) - 5.0).abs() < 1e-9);
    assert!(below(HumidityFrom::RelativeHumidity).abs() < 1e-9);
}

fn others() -> Vec<(Form, String)> {
    let mut tmy3 = String::from(
        "724030,\"SOMEWHERE\",XX,-5.0,40.0,-75.0,120\nDate (MM/DD/YYYY),Time (HH:MM),GHI (W/m^2),Dry-bulb (C),Dry-bulb source,Dew-point (C),RHum (%),Pressure (mbar)\n",
    );
    let mut psm = String::from(
        "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,Local Time Zone\nNSRDB,1,Somewhere,XX,YYY,40.0,-75.0,-5,120,-5\nYear,Month,Day,Hour,Minute,GHI,Temperature,Dew Point,Relative Humidity,Pressure,\n",
    );
    let mut sam = String::from(
        "Source,Location ID,City,Latitude,Longitude,Time Zone,Elevation\nx,1,-,40,-75,-5,120\nYear,Month,Day,Hour,GHI,Tdry,Tdew,RH,Pres\n",
    );
    let mut pvgis = String::from(
        "Latitude (decimal degrees): 40.0\nLongitude (decimal degrees): -75.0\nElevation (m): 120.0\nmonth,year\n1,2016\n2,2011\n\ntime(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP\n",
    );
    let mut meteo = String::from(
        "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n40.0,-75.0,120.0,0,GMT,GMT\n\ntime,temperature_2m (°C),dew_point_2m (°C),surface_pressure (hPa)\n",
    );
    let (mut time, mut t, mut d, mut p) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (month, day, hour, dry, dew, pa) in base() {
        let hpa = pa / 100.0;
        let rh = humidity(&(month, day, hour, dry, dew, pa));
        writeln!(tmy3, "{month:02}/{day:02}/1997,{:02}:00,0,{dry:.1},A,{dew:.1},{rh:.0},{hpa}", hour + 1).unwrap();
        writeln!(psm, "2001,{month},{day},{hour},30,0,{dry:.1},{dew:.1},{rh:.1},{hpa},").unwrap();
        writeln!(sam, "2001,{month},{day},{hour},0,{dry:.1},{dew:.1},{rh:.1},{hpa}").unwrap();
        // PVGIS gives no dew point.
        writeln!(pvgis, "2016{month:02}{day:02}:{hour:02}10,{dry:.1},{rh:.2},0,0,0,300,2,90,{pa:.0}").unwrap();
        writeln!(meteo, "2023-{month:02}-{day:02}T{hour:02}:00,{dry:.1},{dew:.1},{hpa}").unwrap();
        time.push(format!("2023-{month:02}-{day:02}T{hour:02}:00"));
        t.push(dry);
        d.push((dew * 10.0).round() / 10.0);
        p.push(hpa);
    }
    pvgis.push_str("\nT2m: 2-m air temperature\nSP: Surface pressure\n");
    let json = serde_json::json!({
        "latitude": 40.0, "elevation": 120.0, "hourly_units": {"temperature_2m": "°C"},
        "hourly": {"time": time, "temperature_2m": t, "dew_point_2m": d, "surface_pressure": p},
    });
    vec![
        (Form::Tmy3, tmy3),
        (Form::Psm, psm),
        (Form::Psm, sam),
        (Form::Pvgis, pvgis),
        (Form::OpenMeteo, meteo),
        (Form::OpenMeteoJson, json.to_string()),
    ]
}

#[test]
fn every_form_gives_the_same_year() {
    let wanted = good(epw().as_bytes());
    for (form, text) in others() {
        let w = good(text.as_bytes());
        assert_eq!((w.form, w.rows.len(), w.place.elevation_m), (form, 8760, Some(120.0)));
        assert!(w.warnings.is_empty(), "{form}: {:?}", w.warnings);
        for (a, b) in w.rows.iter().zip(&wanted.rows) {
            assert_eq!((a.dry_bulb_c, a.weight_h), (b.dry_bulb_c, 1.0), "{form}");
            assert!((a.pressure_pa - b.pressure_pa).abs() < 1e-6, "{form}");
            let (Humidity::DewPointC(x), Humidity::DewPointC(y)) = (a.humidity, b.humidity) else { panic!() };
            assert!((x - y).abs() < if form == Form::Pvgis { 0.6 } else { 0.051 }, "{form}: {x} {y}");
        }
    }
}

#[test]
fn odd_but_sound_files_are_read() {
    let text = epw();
    let plain = good(text.as_bytes()).rows;
    let mut mark = b"\xef\xbb\xbf".to_vec();
    mark.extend_from_slice(text.as_bytes());
    let latin: Vec<u8> = text.replace("Somewhere", "K\u{f6}ln").chars().map(|c| c as u8).collect();
    for (what, bytes) in [
        ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("mark", mark),
        ("Latin-1", latin),
        ("trailing commas", text.replace(",6.0\n", ",6.0,,,\n").into_bytes()),
        ("minute 60", text.replace(",0,?9?9", ",60,?9?9").into_bytes()),
        ("another year each month", text.replace("1997,2,", "1983,2,").into_bytes()),
        ("blank lines at the end", format!("{text}\n\n\n").into_bytes()),
        ("blanks before numbers", text.replace(",99900,", ",  99900,").into_bytes()),
        ("no design conditions", line(&text, 2, |_| "DESIGN CONDITIONS,0".to_owned()).into_bytes()),
        ("half-hour zone", text.replace(",-5.0,120.0", ",5.5,120.0").into_bytes()),
        ("extra columns", text.replace(",6.0\n", ",6.0,1,2\n").into_bytes()),
    ] {
        let w = good(&bytes);
        assert!(w.rows == plain && w.warnings.is_empty(), "{what}: {:?}", w.warnings);
    }
    // A leap year.
    let mut leap = base();
    let feb29: Vec<Hour> = (0..24).map(|h| (2, 29, h, 1.0 + 0.1 * f64::from(h), 0.0, 99_900.0)).collect();
    let at = leap.iter().position(|h| h.0 == 3).unwrap();
    leap.splice(at..at, feb29);
    assert_eq!(good(epw_of(&leap).as_bytes()).rows.len(), 8784);
    // Half hours.
    let mut half = String::from("Year,Month,Day,Hour,Minute,Temperature,Dew Point,Pressure\n");
    for (month, day, hour, dry, dew, _) in base() {
        for minute in [0, 30] {
            writeln!(half, "2001,{month},{day},{hour},{minute},{dry},{dew},999").unwrap();
        }
    }
    let w = good(half.as_bytes());
    assert_eq!((w.rows.len(), w.rows[0].weight_h), (17_520, 0.5));
}

#[test]
fn small_faults_are_mended_and_told_once() {
    let text = epw();
    let short = (100..104).fold(text.clone(), |t, n| field(&t, n, 6, "99.9"));
    let missing_row: String =
        text.lines().enumerate().filter(|(i, _)| *i != 500).map(|(_, l)| format!("{l}\n")).collect();
    for (what, bytes, says) in [
        ("short gap", short.clone(), "4 missing values of dry-bulb are interpolated, between lines 100 and 103"),
        ("empty field", field(&text, 200, 7, ""), "dew points are missing and come from the relative humidity"),
        ("pressure missing", field(&text, 300, 9, "999999"), "1 missing values of pressure"),
        ("a row missing", missing_row, "1 rows are missing in the file"),
        (
            "a hair of supersaturation",
            line(&text, 400, |l| l.replace(l.split(',').nth(7).unwrap(), "SAT"))
                .replace("SAT", &format!("{:.1}", base()[391].3 + 0.4)),
            "up to 1 K above the dry-bulb",
        ),
        (
            "humidity that disagrees",
            HEADER.to_owned() + &base().iter().map(|h| epw_row_with(h, 20.0) + "\n").collect::<String>(),
            "disagree",
        ),
        ("pressure of another place", text.replace(",99900,", ",95000,"), "% off the"),
        ("a jump", field(&text, 5000, 6, "-8.0"), "jumps by more than 15 K"),
        (
            "two flat days",
            (3000..3060).fold(text.clone(), |t, n| field(&field(&t, n, 6, "9.0"), n, 7, "3.0")),
            "does not move for 48 h",
        ),
    ] {
        let bytes = if what == "a jump" { field(&bytes, 5000, 7, "-12.0") } else { bytes };
        let w = good(bytes.as_bytes());
        let told = w.warnings.iter().filter(|m| m.contains(says)).count();
        assert_eq!(told, 1, "{what}: {:?}", w.warnings);
        assert!(w.rows.iter().all(|r| r.dry_bulb_c < 60.0 && r.pressure_pa > 31_000.0), "{what}");
    }
    let w = good(short.as_bytes());
    let (a, b) = (base()[90].3, base()[95].3);
    assert!((w.rows[91].dry_bulb_c - (a + (b - a) / 5.0)).abs() < 1e-9, "never 99.9 degC in a simulation");
}

#[test]
fn broken_files_are_refused_with_line_and_reason() {
    let text = epw();
    let rows: Vec<&str> = text.lines().skip(8).collect();
    let shuffled = {
        let mut r = rows.clone();
        r.swap(100, 5000);
        format!("{HEADER}{}\n", r.join("\n"))
    };
    let twice = line(&text, 600, |l| format!("{l}\n{l}"));
    let far_gap: String =
        text.lines().enumerate().filter(|(i, _)| !(700..710).contains(i)).map(|(_, l)| format!("{l}\n")).collect();
    let mut feb = base();
    let at = feb.iter().position(|h| h.0 == 3).unwrap();
    feb.splice(at..at, (0..24).map(|h| (2, 29, h, 1.0, 0.0, 99_900.0)));
    feb.truncate(8760);
    let fahrenheit = epw_of(
        &base().into_iter().map(|h| (h.0, h.1, h.2, h.3 * 1.8 + 32.0, h.4 * 1.8 + 32.0, h.5)).collect::<Vec<_>>(),
    );
    let mut nul = text.clone().into_bytes();
    nul[2000] = 0;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "the file is empty"),
        ("blanks", b"  \n\n ".to_vec(), "nothing but blanks"),
        ("zip", b"PK\x03\x04abc".to_vec(), "a zip archive"),
        ("gzip", vec![0x1f, 0x8b, 8, 0], "gzip-compressed"),
        ("PDF", b"%PDF-1.4".to_vec(), "a PDF"),
        ("UTF-16", vec![0xff, 0xfe, b'L', 0], "UTF-16"),
        ("web page", b"<!DOCTYPE html><html>404</html>".to_vec(), "a web page"),
        ("html", b"\n<html><body>no</body></html>".to_vec(), "a web page"),
        ("XML", b"<?xml version='1.0'?><Error/>".to_vec(), "a web page"),
        ("printed bytes", format!("b'{}'", text.replace('\n', "\\n")).into_bytes(), "printed list of bytes"),
        ("NUL", nul, "a NUL byte"),
        ("header only", HEADER.as_bytes().to_vec(), "no hours below the header"),
        ("header missing", rows.join("\n").into_bytes(), "the header is missing"),
        ("shuffled", shuffled.into_bytes(), "h are missing; up to 6 are interpolated"),
        ("an hour twice", twice.into_bytes(), "w.epw:601: 01-25 15:00 stands twice"),
        ("ten hours missing", far_gap.into_bytes(), "10 h are missing; up to 6 are interpolated"),
        ("long gap", (100..110).fold(text.clone(), |t, n| field(&t, n, 6, "99.9")).into_bytes(), "w.epw:100: 10 values of dry-bulb"),
        ("no dry-bulb at all", text.lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { l.replacen(l.split(',').nth(6).unwrap(), "99.9", 1) + "\n" }).collect::<String>().into_bytes(), "dry-bulb"),
        ("truncated", text.as_bytes()[..text.len() / 2].to_vec(), ""),
        ("last month missing", text.lines().take(8000).map(|l| format!("{l}\n")).collect::<String>().into_bytes(), "h are missing at the end"),
        ("February 29 without December 31", epw_of(&feb).into_bytes(), "there is a February 29 but no December 31"),
        ("one hour", format!("{HEADER}{}\n", rows[0]).into_bytes(), "one hour only"),
        ("hour 0", field(&text, 9, 3, "0").into_bytes(), "w.epw:9: hour 0; an EPW counts hours from 1 to 24"),
        ("hour 25", field(&text, 40, 3, "25").into_bytes(), "w.epw:40: hour 25"),
        ("month 13", field(&text, 50, 1, "13").into_bytes(), "w.epw:50: month 13"),
        ("day 32", field(&text, 50, 2, "32").into_bytes(), "is no time"),
        ("February 30", field(&text, 50, 1, "2").replace("1997,2,2,", "1997,2,30,").into_bytes(), "is no time"),
        ("month in words", field(&text, 60, 1, "Jan").into_bytes(), "the month `Jan` is not a whole number"),
        ("text for a number", field(&text, 70, 6, "warm").into_bytes(), "w.epw:70: the dry-bulb `warm` is not a number"),
        ("infinite", field(&text, 70, 6, "inf").into_bytes(), "`inf` is not a number"),
        ("cut line", line(&text, 80, |l| l[..20].to_owned()).into_bytes(), "w.epw:80: 7 fields, an hour has 35"),
        ("decimal commas", text.lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { l.replace('.', ",") + "\n" }).collect::<String>().into_bytes(), "fields, an hour has 35"),
        ("semicolons", text.lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { l.replace(',', ";") + "\n" }).collect::<String>().into_bytes(), "semicolons"),
        ("words among the hours", line(&text, 90, |_| "end of January".to_owned()).into_bytes(), "w.epw:90: `end of January` stands among the hours"),
        ("degrees Fahrenheit", fahrenheit.into_bytes(), "degrees Fahrenheit"),
        ("hPa", text.replace(",99900,", ",999,").into_bytes(), "look like hPa"),
        ("pressure of no place", field(&text, 77, 9, "150000").into_bytes(), "w.epw:77: a pressure of 150000 Pa"),
        ("vacuum", field(&text, 77, 9, "1000").into_bytes(), "a pressure of 1000 Pa"),
        ("dew point above", field(&text, 123, 7, "40.0").into_bytes(), "w.epw:123: a dew point of 40 degC is above"),
        ("impossible heat", field(&text, 124, 6, "75.0").into_bytes(), "w.epw:124: a dry-bulb of 75 degC was never measured"),
        ("impossible cold", field(&text, 124, 6, "-95.0").into_bytes(), "was never measured"),
        ("two years", format!("{text}{}\n", rows.join("\n")).into_bytes(), "is out of order"),
        ("not a weather table", b"a,b,c\n1,2,3\n".to_vec(), "no line of column names"),
        ("a sentence", b"Dear colleague, please find attached".to_vec(), "no line of column names"),
        ("semicolon table", b"Year;Month;Day;Hour;Temperature\n2001;1;1;0;5,0\n".to_vec(), "semicolons"),
        ("names without hours", b"Year,Month,Day,Hour,Temperature\n".to_vec(), "no hours below the column names"),
        ("short row", b"Year,Month,Day,Hour,Temperature\n2001,1,1\n".to_vec(), "w.epw:2: 3 fields, 5 are named above"),
        ("three-hourly", {
            let mut t = String::from("Year,Month,Day,Hour,Temperature,Dew Point,Pressure\n");
            base().iter().filter(|h| h.2 % 3 == 0).for_each(|h| writeln!(t, "2001,{},{},{},{},{},999", h.0, h.1, h.2, h.3, h.4).unwrap());
            t.into_bytes()
        }, "times are 180 minutes apart"),
        ("TMY3 hour 0", b"724030,\"S\",XX,-5,40,-75,120\nDate (MM/DD/YYYY),Time (HH:MM),Dry-bulb (C)\n01/01/1997,00:00,5\n".to_vec(), "hour 0; TMY3 counts"),
        ("date of another kind", b"724030,\"S\",XX,-5,40,-75,120\nDate (MM/DD/YYYY),Time (HH:MM),Dry-bulb (C)\n1997-01-01,01:00,5\n".to_vec(), "is not MM/DD/YYYY"),
        ("bad stamp", b"time,temperature_2m (C)\n1st of May,5\n".to_vec(), "is not like 2023-01-31T13:00"),
        ("no pressure, no elevation", {
            let mut t = String::from("Year,Month,Day,Hour,Temperature,Dew Point\n");
            for h in base() {
                writeln!(t, "2001,{},{},{},{},{}", h.0, h.1, h.2, h.3, h.4).unwrap();
            }
            t.into_bytes()
        }, "neither pressures nor an elevation"),
        ("JSON that is none", b"{\"hourly\": [".to_vec(), "not the JSON of a weather service"),
        ("JSON with an error", b"{\"error\": true, \"reason\": \"limit exceeded\"}".to_vec(), "limit exceeded"),
        ("JSON of unequal lists", b"{\"hourly\": {\"time\": [\"2023-01-01T00:00\"], \"temperature_2m\": [1, 2]}}".to_vec(), "has 2 values, `time` 1"),
        ("JSON in Fahrenheit", b"{\"hourly_units\": {\"temperature_2m\": \"\xc2\xb0F\"}, \"hourly\": {\"time\": [\"2023-01-01T00:00\"], \"temperature_2m\": [50]}}".to_vec(), "degrees Fahrenheit"),
    ];
    assert!(cases.len() >= 50, "{}", cases.len());
    for (what, bytes, says) in cases {
        let error = bad(&bytes).to_string();
        assert!(error.contains(says), "{what}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0..4usize) {
        let starts: [&[u8]; 4] = [b"", b"LOCATION,x\n", b"{\"hourly\":", b"Year,Month,Day,Hour,Temperature\n"];
        let mut all = starts[start].to_vec();
        all.extend(bytes);
        let _ = read("w", &all);
    }

    #[test]
    fn no_damage_makes_the_reader_panic(at in 0..20_000usize, with in any::<[u8; 3]>(), cut in any::<bool>()) {
        let mut bytes = epw().into_bytes();
        bytes.truncate(if cut { 20_000 } else { 400_000 });
        bytes[at..at + 3].copy_from_slice(&with);
        if let Ok(w) = read("w", &bytes) {
            prop_assert!(w.rows.iter().all(|r| r.dry_bulb_c.is_finite() && r.dry_bulb_c < 62.1));
        }
    }
}
