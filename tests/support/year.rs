//! One synthetic year of weather, and the files and faults that tests make of it.

use std::fmt::Write;

use rackjoule::weather::WeatherFileFormat;

pub const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
pub const HEADER: &str = "LOCATION,Somewhere,XX,YYY,TMY,000000,40.0,-75.0,-5.0,120.0\nDESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,1,-11.8,-9,-19.5,0.7,-9,-16.7,0.9,-6.5,11.2,0.8,10.3,0.6,2.7,310,Cooling,7,11.4,34.1,23.9,32.7,23.5,31.2,22.8,25.4,31.6,24.7,30.3,24.1,29.1,4,290,23.6,18.6,27.8,23,18,27.1,22.5,17.4,26.6,78,31.6,75.2,30.6,72.5,29.2,712,Extremes,9.2,8.2,7.3,28.9,-17.2,36.2,4.6,1.9,-20.4,37.5,-23.1,38.7,-25.7,39.7,-29,41.1\nTYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,0\nHOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\nCOMMENTS 1,none\nCOMMENTS 2,none\nDATA PERIODS,1,1,Data,Sunday,1/1,12/31\n";

/// An hour of the base year: month, day, hour from 0, dry-bulb, dew point, pressure.
pub type Hour = (u32, u32, u32, f64, f64, f64);

pub fn base() -> Vec<Hour> {
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
pub fn humidity(h: &Hour) -> f64 {
    let e = |c: f64| 6.112 * (17.62 * c / (243.12 + c)).exp();
    100.0 * e(h.4) / e(h.3)
}

pub fn epw_row(h: &Hour) -> String {
    epw_row_with(h, humidity(h))
}

pub fn epw_row_with(h: &Hour, rh: f64) -> String {
    let rest = ",0,0,282,0,0,0,0,0,0,0,20,5.2,10,10,16.0,1219,9,999999999,120,0.0560,0,88,0.170,0.0,6.0";
    format!("1997,{},{},{},0,?9?9,{:.1},{:.1},{rh:.0},{:.0}{rest}", h.0, h.1, h.2 + 1, h.3, h.4, h.5)
}

pub fn epw_of(hours: &[Hour]) -> String {
    let mut out = HEADER.to_owned();
    for h in hours {
        writeln!(out, "{}", epw_row(h)).unwrap();
    }
    out
}

pub fn epw() -> String {
    epw_of(&base())
}

/// Replaces line `number` (from 1) by what `change` makes of it.
pub fn line(text: &str, number: usize, change: impl Fn(&str) -> String) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(i, l)| if i + 1 == number { change(l) } else { l.to_owned() }).collect::<Vec<_>>().join("\n") + "\n"
}

/// Replaces a field of a line.
pub fn field(text: &str, number: usize, place: usize, value: &str) -> String {
    line(text, number, |l| {
        let mut fields: Vec<&str> = l.split(',').collect();
        fields[place] = value;
        fields.join(",")
    })
}

/// Hours that UTC is ahead of the base year's clock.
const UTC_AHEAD_H: usize = 5;

/// The base year in the other forms; those of PVGIS and Open-Meteo count in UTC, as these services do.
pub fn others() -> Vec<(WeatherFileFormat, String)> {
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
    let hours = base();
    for (place, &(month, day, hour, dry, dew, pa)) in hours.iter().enumerate() {
        let hpa = pa / 100.0;
        let rh = humidity(&(month, day, hour, dry, dew, pa));
        writeln!(tmy3, "{month:02}/{day:02}/1997,{:02}:00,0,{dry:.1},A,{dew:.1},{rh:.0},{hpa}", hour + 1).unwrap();
        writeln!(psm, "2001,{month},{day},{hour},30,0,{dry:.1},{dew:.1},{rh:.1},{hpa},").unwrap();
        writeln!(sam, "2001,{month},{day},{hour},0,{dry:.1},{dew:.1},{rh:.1},{hpa}").unwrap();
        let earlier = hours[(place + hours.len() - UTC_AHEAD_H) % hours.len()];
        let (dry, dew, pa) = (earlier.3, earlier.4, earlier.5);
        let (hpa, rh) = (pa / 100.0, humidity(&earlier));
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
        "latitude": 40.0, "longitude": -75.0, "elevation": 120.0, "utc_offset_seconds": 0, "timezone": "GMT", "hourly_units": {"temperature_2m": "°C"},
        "hourly": {"time": time, "temperature_2m": t, "dew_point_2m": d, "surface_pressure": p},
    });
    vec![
        (WeatherFileFormat::Tmy3, tmy3),
        (WeatherFileFormat::Psm, psm),
        (WeatherFileFormat::Psm, sam),
        (WeatherFileFormat::Pvgis, pvgis),
        (WeatherFileFormat::OpenMeteo, meteo),
        (WeatherFileFormat::OpenMeteoJson, json.to_string()),
    ]
}
