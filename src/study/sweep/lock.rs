//! The lock of a sweep: what its rows depend on, as hashes, so that rows of two makings are never mixed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalog::Catalog;
use crate::catalog::embedded::DataFiles;
use crate::study::design::{DesignValue, VariableDomain};

use super::design::SweepDesign;
use super::error::SweepError;

/// Name and version of the format.
const SCHEMA: &str = "rackjoule/sweep-lock/1";

/// What the rows of a sweep depend on. Hashes are SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepLock {
    /// Name and version of the format.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// Text of the design.
    pub design: String,
    /// Text of the scenario and its `--set` arguments.
    pub scenario: String,
    /// Files that scenario and axes name, each by its name without folder: weather, prices, carbon, loads.
    pub files: BTreeMap<String, String>,
    /// Records of the catalog, those of `--data` with them.
    pub catalog: String,
    /// Weather of the catalog, that of `--data` with it.
    pub weather: String,
    /// Rows of the design.
    pub rows: u64,
    /// Rows of a part.
    pub part_rows: u64,
}

impl SweepLock {
    /// The lock of a design.
    ///
    /// # Errors
    /// When a file that it names can't be read.
    pub fn new(design: &SweepDesign, catalog: &Catalog) -> Result<Self, SweepError> {
        let scenario = &design.basis.scenario;
        let mut scenario_hash = Sha256::new();
        for part in std::iter::once(&scenario.text).chain(&scenario.sets) {
            add_part(&mut scenario_hash, part.as_bytes());
        }
        let (catalog_hash, weather) = hash_data(catalog)?;
        Ok(Self {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            design: hex(Sha256::digest(design.text.as_bytes()).as_slice()),
            scenario: hex(scenario_hash.finalize().as_slice()),
            files: hash_named_files(design, catalog)?,
            catalog: catalog_hash,
            weather,
            rows: design.rows(),
            part_rows: design.part_rows,
        })
    }

    /// The text of a lock file.
    pub fn to_text(&self) -> String {
        // Texts and numbers always make JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a lock file.
    ///
    /// # Errors
    /// When it can't be read or is none.
    pub fn read(path: &Path) -> Result<Self, SweepError> {
        let text = fs::read_to_string(path).map_err(|error| SweepError::file(path, &error))?;
        serde_json::from_str(&text)
            .map_err(|error| SweepError::NoLock { path: path.to_owned(), reason: error.to_string() })
    }

    /// The hash that every part carries.
    pub fn digest(&self) -> String {
        hex(Sha256::digest(self.to_text().as_bytes()).as_slice())
    }

    /// What differs between this lock and another one, in words; empty where nothing does.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let pairs = [
            ("the design", &self.design, &other.design),
            ("the scenario or its --set arguments", &self.scenario, &other.scenario),
            ("the records of the catalog", &self.catalog, &other.catalog),
            ("the weather of the catalog", &self.weather, &other.weather),
        ];
        let mut out: Vec<String> =
            pairs.iter().filter(|(_, own, other)| own != other).map(|(what, ..)| (*what).to_owned()).collect();
        let names: BTreeSet<&String> = self.files.keys().chain(other.files.keys()).collect();
        let changed = names.into_iter().filter(|name| self.files.get(*name) != other.files.get(*name));
        out.extend(changed.map(|name| format!("the file {name}")));
        if self.version != other.version {
            out.push(format!("the version of the program, {} and {}", self.version, other.version));
        }
        if (&self.schema, self.rows, self.part_rows) != (&other.schema, other.rows, other.part_rows) && out.is_empty() {
            out.push("the rows".to_owned());
        }
        out
    }
}

/// Adds bytes and their length, so that no two lists of parts are one text.
fn add_part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// Hashes of the catalog's records and of its weather.
fn hash_data(catalog: &Catalog) -> Result<(String, String), SweepError> {
    let files = catalog.data_files();
    let own = files.list_user_files("weather/", "")?;
    let built_in = DataFiles::list_built_in("", "").map(str::to_owned);
    let paths: BTreeSet<String> = built_in.chain(own).filter(|path| !path.starts_with("validation/")).collect();
    let (mut records, mut weather) = (Sha256::new(), Sha256::new());
    for path in paths {
        let Some((_, bytes)) = files.read_bytes(&path)? else { continue };
        let of = if path.starts_with("weather/") || path == "climate_bins.csv" { &mut weather } else { &mut records };
        add_part(of, path.as_bytes());
        add_part(of, &bytes);
    }
    Ok((hex(records.finalize().as_slice()), hex(weather.finalize().as_slice())))
}

/// Hashes of the files that the scenario names, as it is and with each text of an axis.
fn hash_named_files(design: &SweepDesign, catalog: &Catalog) -> Result<BTreeMap<String, String>, SweepError> {
    let mut paths: BTreeSet<String> = design.basis.scenario.named_files().into_iter().collect();
    for axis in design.axes() {
        let VariableDomain::Choices(values) = &axis.domain else { continue };
        for value in values.iter().filter(|value| matches!(value, DesignValue::Text(_))) {
            // A value that needs another one beside it is found with that, or makes no row at all.
            if let Ok(scenario) = design.basis.base.at(&[axis.change_to(value)], catalog) {
                paths.extend(scenario.named_files());
            }
        }
    }
    let mut out = BTreeMap::new();
    for path in paths {
        let path = Path::new(&path);
        let bytes = fs::read(path).map_err(|error| SweepError::file(path, &error))?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut key = name.clone();
        // Files of one name in several folders are told apart by a number.
        let mut number = 2;
        while out.contains_key(&key) {
            key = format!("{name} ({number})");
            number += 1;
        }
        out.insert(key, hex(Sha256::digest(&bytes).as_slice()));
    }
    Ok(out)
}
