//! Reading of reference tables; racks to test. Every test uses its part.

#![allow(dead_code)]

use std::collections::HashMap;

use rackjoule::catalog::Catalog;
use rackjoule::rack::model::Rack;
use rackjoule::rack::setup::setup;
use rackjoule::scenario::Scenario;
use rackjoule::scenario::issue::Invalid;
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
pub fn architecture(system: &str, cooling: &str, more: &str) -> Result<Scenario, Invalid> {
    let text = format!(
        "[site]\nclimate = \"us-va-ashburn\"\n[it]\naccelerators = 960\n[[architecture]]\nname = \"a\"\nsystem = \
         \"{system}\"\ncooling = \"{cooling}\"\nheat_rejection = \"dry-cooler\"\n{more}\n"
    );
    Scenario::parse("test", &text, &[], &catalog())
}

/// Its rack, at the pressure of sea level.
pub fn rack(system: &str, cooling: &str, more: &str) -> Rack {
    let scenario = architecture(system, cooling, more).unwrap();
    setup(&catalog(), &scenario.architectures[0], Pressure::new(101_325.0), 10.0).unwrap().rack
}
