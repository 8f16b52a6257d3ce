//! Whatever stands in a weather file, the reader answers: with a year of plausible air or with an error, never a panic.

use crate::support::year::{epw, others};
use proptest::prelude::*;
use rackjoule::catalog::climate::WeatherHumidity;
use rackjoule::weather::read_weather;

/// Reads bytes; whatever is accepted must be air on earth.
fn hold(bytes: &[u8]) {
    let Ok(weather) = read_weather("w", bytes) else { return };
    assert!(weather.rows.len() >= 8760);
    for row in &weather.rows {
        let WeatherHumidity::DewPointC(dew) = row.humidity else { unreachable!() };
        assert!((-90.0..=60.0).contains(&row.dry_bulb_c) && dew <= row.dry_bulb_c && dew >= -90.0, "{row:?}");
        assert!((31e3..=120e3).contains(&row.pressure_pa), "{row:?}");
    }
}

/// A generator of numbers that is the same everywhere (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Pieces that files break at.
const PIECES: [&[u8]; 24] = [
    b"",
    b",",
    b",,",
    b"\n",
    b"\r\n",
    b"\"",
    b"-",
    b"99.9",
    b"999999",
    b"-9999",
    b"inf",
    b"NaN",
    b"1e308",
    b"0",
    b"25",
    b"60",
    b"\xff",
    b"\0",
    b"\xc3\xa9",
    b";",
    b"LOCATION",
    b"Extremes,,",
    b"2,29,",
    b"}",
];

/// One to three pieces at random places of a file, or a stretch of it cut out or doubled.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(bytes.len().max(1)).min(bytes.len());
        let to = (at + dice.roll(30)).min(bytes.len());
        match dice.roll(4) {
            0 => drop(bytes.splice(at..to, PIECES[dice.roll(PIECES.len())].iter().copied())),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let stretch = bytes[at..to].to_vec();
                bytes.splice(at..at, stretch);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(dice.roll(256)).unwrap();
                }
            }
        }
    }
}

#[test]
fn thousands_of_damaged_files_are_answered() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut files = vec![epw()];
    files.extend(others().into_iter().map(|f| f.1));
    // A few days are enough to meet every branch of a form's reader; whole years meet what comes after it.
    let short: Vec<Vec<u8>> = files.iter().map(|f| f.as_bytes()[..f.len().min(6000)].to_vec()).collect();
    for i in 0..4000 {
        let mut bytes = short[i % short.len()].clone();
        damage(&mut bytes, &mut dice);
        hold(&bytes);
    }
    for i in 0..140 {
        let mut bytes = files[i % files.len()].clone().into_bytes();
        damage(&mut bytes, &mut dice);
        hold(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0..6_usize) {
        let starts: [&[u8]; 6] = [
            b"",
            b"LOCATION,x\n",
            b"{\"hourly\":",
            b"Year,Month,Day,Hour,Temperature\n",
            b"\xff\xfe",
            b"LOCATION,x\nDESIGN CONDITIONS,1,,,Cooling,",
        ];
        let mut all = starts[start].to_vec();
        all.extend(bytes);
        hold(&all);
    }
}
