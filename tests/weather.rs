//! Weather files: every form read alike, and some fifty broken ones, all made from one synthetic year.

// Texts of a megabyte are put together here; how fast does not matter.
#![allow(clippy::format_collect, clippy::too_many_lines)]

use std::fmt::Write;

use crate::support::year::{HEADER, Hour, base, epw, epw_of, epw_row_with, field, line, others};
use rackjoule::catalog::climate::WeatherHumidity;
use rackjoule::weather::{
    HumiditySource, WeatherError, WeatherFileFormat, WeatherYear, read_weather, read_weather_with_humidity,
};

fn good(bytes: &[u8]) -> WeatherYear {
    read_weather("w", bytes).unwrap_or_else(|e| panic!("{e}"))
}

fn bad(bytes: &[u8]) -> WeatherError {
    let error = read_weather("w.epw", bytes).expect_err("it must be refused");
    assert!(error.to_string().starts_with("w.epw") && error.help.as_ref().is_some_and(|h| !h.is_empty()), "{error}");
    error
}

#[test]
fn an_epw_gives_its_hours_and_its_design_conditions() {
    let w = good(epw().as_bytes());
    assert_eq!((w.format, w.rows.len()), (WeatherFileFormat::Epw, 8760));
    assert!(w.warnings.is_empty(), "{:?}", w.warnings);
    let hours = base();
    for (row, h) in w.rows.iter().zip(&hours) {
        assert_eq!((row.weight_h, row.dry_bulb_c, row.pressure_pa), (1.0, h.3, h.5));
        let WeatherHumidity::DewPointC(dew) = row.humidity else { panic!() };
        assert!((dew - h.4).abs() < 0.051);
    }
    let place = &w.location;
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

/// Dew points are 5 K below the dry-bulb, the file's relative humidity says saturation: one of them is believed.
#[test]
fn either_humidity_may_count() {
    let rows: Vec<String> = base().iter().map(|h| epw_row_with(h, 100.0)).collect();
    let text = format!("{HEADER}{}\n", rows.join("\n"));
    let below = |from: HumiditySource| {
        let w = read_weather_with_humidity("w.epw", text.as_bytes(), from).unwrap();
        let WeatherHumidity::DewPointC(dew) = w.rows[17].humidity else { panic!("no dew point") };
        assert!(w.warnings.iter().any(|w| w.contains("disagree")));
        w.rows[17].dry_bulb_c - dew
    };
    assert!((below(HumiditySource::DewPoint) - 5.0).abs() < 0.06);
    assert!(below(HumiditySource::RelativeHumidity).abs() < 1e-6);
}

#[test]
fn every_form_gives_the_same_year() {
    let wanted = good(epw().as_bytes());
    for (form, text) in others() {
        let w = good(text.as_bytes());
        assert_eq!((w.format, w.rows.len(), w.location.elevation_m), (form, 8760, Some(120.0)));
        let universal = [WeatherFileFormat::Pvgis, WeatherFileFormat::OpenMeteo, WeatherFileFormat::OpenMeteoJson];
        let told: &[&str] =
            if universal.contains(&form) { &["UTC-5 is taken from its longitude", "counted in UTC"] } else { &[] };
        assert_eq!(w.warnings.len(), told.len(), "{form}: {:?}", w.warnings);
        assert!(told.iter().zip(&w.warnings).all(|(says, note)| note.contains(says)), "{form}: {:?}", w.warnings);
        for (a, b) in w.rows.iter().zip(&wanted.rows) {
            assert_eq!((a.dry_bulb_c, a.weight_h), (b.dry_bulb_c, 1.0), "{form}");
            assert!((a.pressure_pa - b.pressure_pa).abs() < 1e-6, "{form}");
            let (WeatherHumidity::DewPointC(x), WeatherHumidity::DewPointC(y)) = (a.humidity, b.humidity) else {
                panic!()
            };
            assert!((x - y).abs() < if form == WeatherFileFormat::Pvgis { 0.6 } else { 0.051 }, "{form}: {x} {y}");
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
        ("half-hour zone", text.replace(",-75.0,-5.0,120.0", ",82.5,5.5,120.0").into_bytes()),
        ("UTF-16", [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()),
        (
            "UTF-16, big end first",
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        ),
        ("returns for line ends", text.replace('\n', "\r").into_bytes()),
        ("minute 30", text.replace(",0,?9?9", ",30,?9?9").into_bytes()),
        ("one minute of its own", line(&text, 99, |l| l.replace(",0,?9?9", ",30,?9?9")).into_bytes()),
        ("blanks before rows", text.replace("\n1997,", "\n  1997,").into_bytes()),
        ("quoted numbers", line(&text, 77, |l| l.replace(',', "\",\"").replace("1997", "\"1997") + "\"").into_bytes()),
        ("hours with a point", text.replace(",24,0,?9?9", ",24.0,0,?9?9").into_bytes()),
        ("lower case", text.replace("LOCATION", "Location").into_bytes()),
        ("a note above", format!("\n\n{text}").into_bytes()),
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
    // Half and quarter hours: minutes are ends, of an EPW, or beginnings.
    for (ends, step) in
        [(["30", "60"].as_slice(), 30), (&["30", "0"], 30), (&["0", "30"], 30), (&["15", "30", "45", "60"], 15)]
    {
        let rows = text.lines().skip(8);
        let each: String =
            rows.flat_map(|l| ends.iter().map(move |m| l.replace(",0,?9?9", &format!(",{m},?9?9")) + "\n")).collect();
        let w = good(format!("{HEADER}{each}").as_bytes());
        assert_eq!((w.rows.len(), w.rows[0].weight_h), (8760 * ends.len(), f64::from(step) / 60.0), "{ends:?}");
        assert!(
            w.warnings.is_empty() && w.rows[2 * ends.len() - 1] == w.rows[ends.len()],
            "{ends:?}: {:?}",
            w.warnings
        );
    }
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
        ("short gap", short.clone(), "4 missing values (4 of dry-bulb) in lines 100 to 103"),
        ("empty field", field(&text, 200, 7, ""), "dew points are missing and come from the relative humidity"),
        ("pressure missing", field(&text, 300, 9, "999999"), "1 missing values (1 of pressure) in line 300"),
        ("a row missing", missing_row, "1 missing rows before line 501"),
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
        ("long code", field(&text, 300, 9, "9999"), "1 missing values (1 of pressure) in line 300"),
        ("a code of the wrong sign", field(&text, 310, 6, "-9999"), "1 missing values (1 of dry-bulb) in line 310"),
        ("a longer code", field(&text, 311, 6, "999.0"), "1 missing values (1 of dry-bulb) in line 311"),
        (
            "six hours",
            (100..106).fold(text.clone(), |t, n| field(&t, n, 6, "99.9")),
            "6 missing values (6 of dry-bulb) in lines 100 to 105",
        ),
        (
            "the first and the last hour",
            field(&field(&text, 9, 6, "99.9"), 8768, 6, "99.9"),
            "2 missing values (2 of dry-bulb) in lines 9, 8768",
        ),
        (
            "the last rows",
            text.lines().take(8765).map(|l| format!("{l}\n")).collect(),
            "3 missing rows before line 8766",
        ),
        (
            "three kinds at once",
            field(&field(&field(&short, 300, 9, "999999"), 301, 7, "99.9"), 301, 8, "999"),
            "6 missing values (4 of dry-bulb, 1 of dew point, 1 of pressure) in lines 100 to 103, 300 to 301",
        ),
        (
            "three humidities that disagree",
            (40..43).fold(text.clone(), |t, n| field(&t, n + 4000, 8, "5")),
            "in 3 of 8442 rows dew point and relative humidity disagree by more than 5 %; dew points are used, lines 4040 to 4042",
        ),
        ("one pressure that is off", field(&text, 300, 9, "90000"), "1 pressures are more than 7 % off"),
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
    // A gap over the height of a day: the line drawn over it may pass below the dew point, which is not the file's mistake.
    let hump = (0..6).fold(text.clone(), |t, n| field(&field(&t, 5013 + n, 6, "99.9"), 5013 + n, 7, "30.0"));
    let w = good(hump.as_bytes());
    assert_eq!(w.warnings.len(), 1, "{:?}", w.warnings);
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
    let cold_fahrenheit = epw_of(
        &base()
            .into_iter()
            .map(|h| (h.0, h.1, h.2, (h.3 - 8.0) * 1.8 + 32.0, (h.4 - 8.0) * 1.8 + 32.0, h.5))
            .collect::<Vec<_>>(),
    );
    let day = |n: usize| rows[24 * n..24 * (n + 1)].to_vec();
    let put = |r: Vec<&str>| format!("{HEADER}{}\n", r.join("\n")).into_bytes();
    let again = {
        let mut r = rows.clone();
        r.splice(240..240, day(9));
        put(r)
    };
    let gone = {
        let mut r = rows.clone();
        r.drain(240..264);
        put(r)
    };
    let months = {
        let mut r = rows[744..1416].to_vec();
        r.extend(&rows[..744]);
        r.extend(&rows[1416..]);
        put(r)
    };
    let mixed = {
        let mut r = rows.clone();
        (0..8760).for_each(|i| r.swap(i, i * 7919 % 8760));
        put(r)
    };
    let mut nul = text.clone().into_bytes();
    nul[2000] = 0;
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "the file is empty"),
        ("blanks", b"  \n\n ".to_vec(), "nothing but blanks"),
        ("zip", b"PK\x03\x04abc".to_vec(), "a zip archive"),
        ("gzip", vec![0x1f, 0x8b, 8, 0], "gzip-compressed"),
        ("PDF", b"%PDF-1.4".to_vec(), "a PDF"),
        ("UTF-16 cut in a character", vec![0xff, 0xfe, b'L', 0, b'O'], "UTF-16"),
        ("a day repeated", again, "w.epw:249: 01-10 00:00 is out of order; 01-11 00:00 is next"),
        ("a day missing", gone, "w.epw:249: 01-12 00:00 stands where 01-11 00:00 is next: 24 h are missing"),
        ("two months swapped", months, "w.epw:9: 02-01 00:00 stands where 01-01 00:00 is next"),
        ("all mixed up", mixed, "stands after"),
        ("three lines", text.lines().take(3).map(|l| format!("{l}\n")).collect::<String>().into_bytes(), "no hours below the header"),
        ("first header line missing", text.lines().skip(1).map(|l| format!("{l}\n")).collect::<String>().into_bytes(), "the header is missing"),
        ("tabs", text.lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { l.replace(',', "\t") + "\n" }).collect::<String>().into_bytes(), "w.epw:9: fields are set apart by tabs"),
        ("thousands separators", text.replace(",99900,", ",99,900,").into_bytes(), "w.epw:9: 36 fields, an hour has 35"),
        ("one thousands separator", line(&text, 40, |l| l.replace(",99900,", ",99,900,")).into_bytes(), "w.epw:40: 36 fields, an hour has 35"),
        ("quoted thousands separators", field(&text, 40, 9, "\"99,900\"").into_bytes(), "w.epw:40: the pressure `99,900` has a comma"),
        ("a row of 20 fields too many", line(&text, 40, |l| format!("{l}{}", ",1".repeat(20))).into_bytes(), "w.epw:40: 55 fields"),
        ("minute 61", line(&text, 40, |l| l.replace(",0,?9?9", ",61,?9?9")).into_bytes(), "w.epw:40: minute 61"),
        ("kPa", text.replace(",99900,", ",99.9,").into_bytes(), "look like kPa"),
        ("cold place in Fahrenheit", cold_fahrenheit.into_bytes(), "degrees Fahrenheit"),
        ("kelvins", others()[1].1.lines().enumerate().map(|(i, l)| if i < 3 { format!("{l}\n") } else { field(l, 1, 6, &(273.0 + l.split(',').nth(6).unwrap().parse::<f64>().unwrap()).to_string()) }).collect::<String>().into_bytes(), "look like kelvins"),
        ("no humidity at all", text.lines().enumerate().map(|(i, l)| if i < 8 { format!("{l}\n") } else { field(&field(l, 1, 7, "99.9"), 1, 8, "999") }).collect::<String>().into_bytes(), "neither dew point nor relative humidity"),
        ("humidity as a share", others()[3].1.replace(",0,0,0,300,", ",0,0,0,301,").lines().map(|l| if l.contains(",301,") { field(l, 1, 2, "0.6") } else { format!("{l}\n") }).collect::<String>().into_bytes(), "look like shares of one"),
        ("humidity of 250 %", field(&others()[3].1, 100, 2, "250").into_bytes(), "w.epw:100: a relative humidity of 250 %"),
        ("Fahrenheit by name", b"time,temperature_2m (\xc2\xb0F)\n2023-01-01T00:00,50\n".to_vec(), "w.epw:1: a column is in `f` (degrees Fahrenheit)"),
        ("inches of mercury", b"time,temperature_2m (C),pressure (inHg)\n2023-01-01T00:00,5,29\n".to_vec(), "a column is in `inhg`"),
        ("a word among PSM hours", others()[1].1.replace("2001,5,1,0,30,", "May,5,1,0,30,").into_bytes(), "stands among the hours"),
        ("a line of PSM that is cut", line(&others()[1].1, 50, |l| l[..16].to_owned()).into_bytes(), "w.epw:50: "),
        ("gap in a list", serde_json::to_vec(&{
            let mut j: serde_json::Value = serde_json::from_str(&others()[5].1).unwrap();
            (10..20).for_each(|i| j["hourly"]["temperature_2m"][i] = serde_json::Value::Null);
            j
        }).unwrap(), "w.epw: item 11: 10 values of dry-bulb"),
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
        ("long gap", (100..110).fold(text.clone(), |t, n| field(&t, n, 6, "99.9")).into_bytes(), "w.epw:100: 10 values of dry-bulb are missing on end: 10 h"),
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
        ("dew point above", field(&text, 123, 7, "40.0").into_bytes(), "w.epw:123: a dew point of 40 °C is above"),
        ("impossible heat", field(&text, 124, 6, "75.0").into_bytes(), "w.epw:124: a dry-bulb of 75 °C was never measured"),
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
