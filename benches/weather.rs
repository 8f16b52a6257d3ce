//! Reading a weather file.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use divan::counter::BytesCount;
use rackjoule::weather::read_weather;
use year::{HEADER, base, epw_row};

#[path = "../tests/support/year.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod year;

fn main() {
    divan::main();
}

/// A synthetic EPW of the size of a real one, 1.6 MB.
#[divan::bench]
fn epw(bencher: Bencher<'_, '_>) {
    // Real rows are longer: solar columns have more digits by day, and every value its source.
    let sources = "?9?9?9?9E0?9?9?9?9?9?9?9?9?9?9?9?9?9?9?9*9*9?9*9*9?9?9?9?9?9?9?9?9?9";
    let mut text = HEADER.to_owned();
    for hour in base() {
        let row = epw_row(&hour);
        text.push_str(
            &row.replace("?9?9", sources).replace(",0,0,0,0,0,0,0,0", ",450,380,210,48000,21000,9000,12500,200"),
        );
        text.push_str("\r\n");
    }
    assert!(text.len() > 1_600_000, "{}", text.len());
    bencher.counter(BytesCount::of_str(&text)).bench(|| read_weather("bench", text.as_bytes()).unwrap());
}
