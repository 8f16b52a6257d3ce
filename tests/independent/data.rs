//! The data files and the scenario, read as plain tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Values that a record may leave out, as `docs/components.md` lists them: kind, parameter, value.
const LEFT_OUT: &[(&str, &str, f64)] = &[
    ("heat-sink", "density_kg_m3", 1.184),
    ("fan", "linear_share", 0.0),
    ("pump", "linear_share", 0.0),
    ("dry-cooler", "rated_density_kg_m3", 1.146),
    ("ec-dry-cooler", "rated_density_kg_m3", 1.146),
    ("chip", "voltage_exponent", 0.6),
    ("chip", "lowest_voltage_clock", 0.6),
    ("chiller-air", "eirft_out_min", 0.0),
    ("chiller-air", "eirft_out_max", 1000.0),
    ("chiller-air", "capft_out_min", 0.0),
    ("chiller-air", "capft_out_max", 1000.0),
    ("chiller-water", "eirft_out_min", 0.0),
    ("chiller-water", "eirft_out_max", 1000.0),
    ("chiller-water", "capft_out_min", 0.0),
    ("chiller-water", "capft_out_max", 1000.0),
    ("cdu", "control_w", 0.0),
    ("lighting", "control_w_m2", 0.0),
    ("capital-cost", "usd_kw", 0.0),
    ("capital-cost", "usd_unit", 0.0),
];

/// A record of equipment.
#[derive(Clone)]
pub struct Record {
    pub id: String,
    kind: String,
    parameters: toml::Table,
}

impl Record {
    /// A parameter, or the value that holds where a record leaves it out.
    pub fn get(&self, key: &str) -> f64 {
        let default = LEFT_OUT.iter().find(|(kind, name, _)| *kind == self.kind && *name == key).map(|d| d.2);
        let found = self.parameters.get(key).map(number);
        found.or(default).unwrap_or_else(|| panic!("`{}` has no `{key}`", self.id))
    }

    pub fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// A number of a data file.
pub fn number(value: &toml::Value) -> f64 {
    value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).unwrap_or_else(|| panic!("no number: {value}"))
}

/// A quantity of a scenario: a number, or a text with its unit behind a space.
pub fn quantity(value: &toml::Value) -> f64 {
    match value.as_str() {
        Some(text) => text.split_whitespace().next().unwrap().parse().unwrap(),
        None => number(value),
    }
}

/// All data files that the comparison needs.
pub struct Data {
    root: PathBuf,
    equipment: BTreeMap<String, Record>,
    roles: BTreeMap<String, String>,
    chips: BTreeMap<String, toml::Table>,
    silicons: BTreeMap<String, toml::Table>,
    systems: BTreeMap<String, toml::Table>,
    pub tokens: Vec<toml::Table>,
}

fn parse(path: &Path) -> toml::Table {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn tables(file: &toml::Table, name: &str) -> Vec<toml::Table> {
    let list = file.get(name).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    list.into_iter().map(|t| t.as_table().unwrap().clone()).collect()
}

pub fn text<'a>(table: &'a toml::Table, key: &str) -> &'a str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_else(|| panic!("no text `{key}`"))
}

impl Data {
    /// Reads the folder `data`.
    pub fn read(root: &Path) -> Self {
        let by_id = |file: &toml::Table, name: &str| -> BTreeMap<String, toml::Table> {
            tables(file, name).into_iter().map(|t| (text(&t, "id").to_owned(), t)).collect()
        };
        let (mut equipment, mut roles) = (BTreeMap::new(), BTreeMap::new());
        for name in [
            "equipment/chillers",
            "equipment/cooling",
            "equipment/outdoor",
            "equipment/plant",
            "equipment/power",
            "costs",
        ] {
            let file = parse(&root.join(format!("{name}.toml")));
            for (id, record) in by_id(&file, "equipment") {
                let parameters = record.get("parameters").and_then(toml::Value::as_table).cloned().unwrap_or_default();
                let kind = text(&record, "kind").to_owned();
                equipment.insert(id.clone(), Record { id, kind, parameters });
            }
            for role in tables(&file, "role") {
                roles.insert(text(&role, "key").to_owned(), text(&role, "record").to_owned());
            }
        }
        let chips = parse(&root.join("chips.toml"));
        Self {
            root: root.to_owned(),
            equipment,
            roles,
            chips: by_id(&chips, "chip"),
            silicons: by_id(&chips, "silicon"),
            systems: by_id(&parse(&root.join("systems.toml")), "system"),
            tokens: tables(&parse(&root.join("tokens.toml")), "rate"),
        }
    }

    pub fn record(&self, id: &str) -> &Record {
        self.equipment.get(id).unwrap_or_else(|| panic!("no record `{id}`"))
    }

    /// The usual record of a role.
    pub fn usual(&self, role: &str) -> &Record {
        self.record(self.roles.get(role).unwrap_or_else(|| panic!("no role `{role}`")))
    }

    pub fn chip(&self, id: &str) -> &toml::Table {
        self.chips.get(id).unwrap_or_else(|| panic!("no chip `{id}`"))
    }

    pub fn silicon(&self, id: &str) -> &toml::Table {
        self.silicons.get(id).unwrap_or_else(|| panic!("no silicon `{id}`"))
    }

    pub fn system(&self, id: &str) -> &toml::Table {
        self.systems.get(id).unwrap_or_else(|| panic!("no system `{id}`"))
    }

    /// The row of a climate or site in a CSV file with comment lines, by column name.
    pub fn row(&self, file: &str, id: &str) -> BTreeMap<String, String> {
        let path = self.root.join(file);
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(&path).unwrap();
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let row = reader.records().map(Result::unwrap).find(|r| &r[0] == id).unwrap_or_else(|| panic!("no `{id}`"));
        names.into_iter().zip(row.iter().map(str::to_owned)).collect()
    }

    /// The hours of a climate: dry-bulb and dew point, °C, and pressure, Pa.
    pub fn hours(&self, climate: &str) -> Vec<[f64; 3]> {
        let file = std::fs::File::open(self.root.join(format!("weather/{climate}.csv.gz"))).unwrap();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(flate2::read::GzDecoder::new(file));
        let row = |r: csv::StringRecord| [0, 1, 2].map(|i| r[i].parse::<f64>().unwrap());
        reader.records().map(|r| row(r.unwrap())).collect()
    }
}
