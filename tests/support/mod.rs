//! Reading of reference tables; racks to test; oracles. Every test uses its part.

pub mod colour;
pub mod data;
pub mod linear_system;
pub mod merkel_tower;
pub mod probes;
pub mod source;
pub mod transient;
pub mod year;

use std::collections::HashMap;

use rackjoule::catalog::Catalog;
use rackjoule::rack::assembly::assemble_rack;
use rackjoule::rack::model::RackModel;
use rackjoule::report::chart::Chart;
use rackjoule::scenario::Scenario;
use rackjoule::scenario::issue::InvalidScenario;
use rackjoule::units::Pressure;

/// A row by column.
pub type Row = HashMap<String, String>;

/// The rows of a table in `tests/data`; its head notes say where it is from.
pub fn rows(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A number of a row.
pub fn number(row: &Row, key: &str) -> f64 {
    row[key].parse().unwrap()
}

/// The built-in data.
pub fn catalog() -> Catalog {
    Catalog::load(None).unwrap()
}

/// An architecture of a system in a way of cooling, with more keys.
pub fn architecture(system: &str, cooling: &str, more: &str) -> Result<Scenario, InvalidScenario> {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\n[it]\naccelerators = 960\n[[architecture]]\nname = \"a\"\nsystem = \
         \"{system}\"\ncooling = \"{cooling}\"\nheat_rejection = \"dry-cooler\"\n{more}\n"
    );
    Scenario::parse("test", &text, &[], &catalog())
}

/// Its rack, at the pressure of sea level.
pub fn rack(system: &str, cooling: &str, more: &str) -> RackModel {
    let scenario = architecture(system, cooling, more).unwrap();
    assemble_rack(&catalog(), &scenario.architectures[0], Pressure::new(101_325.0), 10.0).unwrap().rack
}

/// Whether no label of a chart leaves the picture, meets another or is struck through by a line.
pub fn labels_apart(charts: &[Chart], case: &str) {
    for chart in charts {
        assert!(chart.struck.is_empty(), "{} with {case}: lines through {:?}", chart.name, chart.struck);
        let (width, height) = chart.pixel_size();
        for (i, a) in chart.labels.iter().enumerate() {
            let inside = a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= f64::from(width) && a[3] <= f64::from(height);
            assert!(inside, "{} with {case}: label {i} {a:?} leaves {width}x{height}", chart.name);
            for (j, b) in chart.labels.iter().enumerate().skip(i + 1) {
                let apart = a[2] <= b[0] + 0.5 || b[2] <= a[0] + 0.5 || a[3] <= b[1] + 1.0 || b[3] <= a[1] + 1.0;
                assert!(apart, "{} with {case}: labels {i} {a:?} and {j} {b:?} overlap", chart.name);
            }
        }
    }
}

/// Every chart has rows of what it draws, and an alternative text with a number.
pub fn tell_numbers(charts: &[Chart], case: &str) {
    for chart in charts {
        let rows = chart.table.to_csv().unwrap().lines().count();
        assert!(rows > 1, "{} with {case}: {rows} rows", chart.name);
        let told = chart.description.bytes().any(|b| b.is_ascii_digit());
        assert!(told, "{} with {case}: `{}` tells no number", chart.name, chart.description);
    }
}
