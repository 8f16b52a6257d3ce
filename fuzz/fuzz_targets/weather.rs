//! Any bytes as a weather file: an error or a year of air on earth, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rackjoule::catalog::climate::Humidity;

fuzz_target!(|bytes: &[u8]| {
    let Ok(weather) = rackjoule::weather::read("fuzz", bytes) else { return };
    assert!(weather.rows.len() >= 8760);
    for row in &weather.rows {
        let Humidity::DewPointC(dew) = row.humidity else { unreachable!("the reader gives dew points") };
        assert!((-90.0..=60.0).contains(&row.dry_bulb_c) && dew <= row.dry_bulb_c);
        assert!((31e3..=120e3).contains(&row.pressure_pa));
    }
});
