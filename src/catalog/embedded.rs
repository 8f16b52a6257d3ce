//! The files of `data/` that the program carries, one line each, and a user's folder that may replace any of them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::CatalogError;

macro_rules! files {
    ($(#[$doc:meta])* $name:ident, $prefix:literal from $folder:literal: $($path:literal),* $(,)?) => {
        $(#[$doc])*
        static $name: &[(&str, &[u8])] =
            &[$((concat!($prefix, $path), include_bytes!(concat!("../../", $folder, $path)))),*];
    };
}

files! {
    /// Path below `data/` and content.
    FILES, "" from "data/":
    "chips.toml",
    "climate_bins.csv",
    "climates.csv",
    "costs.toml",
    "equipment/chillers.toml",
    "equipment/cooling.toml",
    "equipment/envelopes.toml",
    "equipment/outdoor.toml",
    "equipment/plant.toml",
    "equipment/power.toml",
    "equipment/transient.toml",
    "fittings.toml",
    "generations/accelerators.csv",
    "generations/devices.csv",
    "generations/green500.csv",
    "generations/measured_nodes.csv",
    "generations/mlperf.csv",
    "generations/models.csv",
    "generations/prices.csv",
    "generations/serving.toml",
    "generations/workloads.csv",
    "load_shapes.toml",
    "set_points.toml",
    "sites.csv",
    "sources.toml",
    "systems.toml",
    "tokens.toml",
    "uncertainty.toml",
    "validation/b200-air-inference.toml",
    "validation/b200-plates-inference.toml",
    "validation/b200-plates-training.toml",
    "validation/baseline.toml",
    "validation/dgx-a100-air.toml",
    "validation/dgx-b200-air.toml",
    "validation/dgx-h100-air.toml",
    "validation/energyplus-a-tower-ct-27.toml",
    "validation/energyplus-a-tower-ct-35.toml",
    "validation/energyplus-a-tower-ss-27.toml",
    "validation/energyplus-a-tower-ts-35.toml",
    "validation/energyplus-a-tower-york-27.toml",
    "validation/energyplus-b-wc-12-cw20.toml",
    "validation/energyplus-b-wse-18-cw14.toml",
    "validation/energyplus-b-wse-sep-18.toml",
    "validation/energyplus-c-dry-ss-40.toml",
    "validation/energyplus-c-dry-ts-40.toml",
    "validation/energyplus-f-ac-12.toml",
    "validation/energyplus-g1-evapcooler-ss-30.toml",
    "validation/energyplus-g2-cond-reset.toml",
    "validation/energyplus-g3-vs-pump-varying.toml",
    "validation/evaporation-in-dry-air.toml",
    "validation/ex235a-blades.toml",
    "validation/facebook-forest-city.toml",
    "validation/facebook-prineville.toml",
    "validation/frontier-heat.toml",
    "validation/frontier-pue.toml",
    "validation/gb200-nvl72.toml",
    "validation/gb300-nvl72.toml",
    "validation/h100-air-and-plates.toml",
    "validation/h100-air-peak.toml",
    "validation/h100-air-training.toml",
    "validation/h100-pcie-biohpc.toml",
    "validation/h100-tank-training.toml",
    "validation/hopper-350w-gptj.toml",
    "validation/hybrid-hall.toml",
    "validation/ibm-rear-door.toml",
    "validation/ml-energy-b200-serving.toml",
    "validation/nrel-esif.toml",
    "validation/ocp-liquid-flow.toml",
    "validation/router-supplies.toml",
    "validation/sc777-water.toml",
    "validation/server-fans-greensku.toml",
    "validation/server-inlet-grc.toml",
    "validation/server-power-against-inlet.toml",
    "validation/server-specpower-6787p.toml",
    "validation/server-specpower-9654.toml",
    "validation/summit.toml",
}

files! {
    /// Plants of published cases, which are examples for users too.
    PLANTS, "validation/energyplus/" from "examples/energyplus/":
    "a_tower_ct_27.toml",
    "a_tower_ct_35.toml",
    "a_tower_ss_27.toml",
    "a_tower_ts_35.toml",
    "a_tower_york_27.toml",
    "b_wc_12_cw20.toml",
    "b_wse_18_cw14.toml",
    "b_wse_sep_18.toml",
    "c_dry_ss_40.toml",
    "c_dry_ts_40.toml",
    "f_ac_12.toml",
    "g1_evapcooler_ss_30.toml",
    "g2_cond_reset.toml",
    "g3_vs_pump_varying.csv",
    "g3_vs_pump_varying.toml",
}

/// Path below `data/` of every table that a run reads, and its content as MessagePack: read ten times as fast as the text.
static TABLES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// Path below `data/` of every year of weather, and its hours: dry-bulb and dew point, °C, and pressure, Pa, as little-endian
/// whole thousandths.
static WEATHER: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/weather.rs"));

/// The name of a file for messages, and its bytes.
type NamedBytes = (String, Cow<'static, [u8]>);

/// The built-in files, some perhaps replaced.
#[derive(Clone, Debug, Default)]
pub struct DataFiles {
    folder: Option<PathBuf>,
}

impl DataFiles {
    /// The built-in files; those that exist in `folder` under the same path replace theirs.
    ///
    /// # Errors
    /// When the folder does not exist or holds none of the known files.
    pub fn new(folder: Option<&Path>) -> Result<Self, CatalogError> {
        if let Some(folder) = folder {
            let any = FILES.iter().chain(WEATHER).any(|(path, _)| folder.join(path).is_file());
            if !any && !folder.join("validation").is_dir() {
                let known = FILES.iter().map(|(path, _)| *path).collect();
                return Err(CatalogError::Folder { folder: folder.to_owned(), exists: folder.is_dir(), known });
            }
        }
        Ok(Self { folder: folder.map(Path::to_owned) })
    }

    /// The name of a file for messages, and its bytes; nothing if neither folder nor program has it.
    ///
    /// # Errors
    /// When the user's file can't be read.
    pub fn read_bytes(&self, path: &str) -> Result<Option<NamedBytes>, CatalogError> {
        if let Some(own) = self.user_file(path) {
            let name = own.display().to_string();
            return match std::fs::read(&own) {
                Ok(bytes) => Ok(Some((name, Cow::Owned(bytes)))),
                Err(error) => Err(CatalogError::Read { file: name, reason: error.to_string() }),
            };
        }
        let found = FILES.iter().chain(PLANTS).find(|(known, _)| *known == path);
        Ok(found.map(|(known, bytes)| (format!("data/{known}"), Cow::Borrowed(*bytes))))
    }

    /// The user's file in the place of a built-in one.
    fn user_file(&self, path: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|f| f.join(path)).filter(|p| p.is_file())
    }

    /// Dry-bulb and dew point, °C, and pressure, Pa, of each hour of a built-in year of weather; nothing where the user's file
    /// is in its place.
    pub fn built_in_hours(&self, path: &str) -> Option<impl Iterator<Item = [f64; 3]>> {
        if self.user_file(path).is_some() {
            return None;
        }
        let (_, bytes) = WEATHER.iter().find(|(known, _)| *known == path)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let (hours, _) = numbers.as_chunks::<3>();
        Some(hours.iter().map(|hour| hour.map(|number| f64::from(i32::from_le_bytes(number)) / 1000.0)))
    }

    /// The paths of every built-in file with an ending, below a folder of `data/`.
    pub fn list_built_in(prefix: &str, ending: &str) -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(path, _)| *path).filter(move |p| p.starts_with(prefix) && p.ends_with(ending))
    }

    /// The paths of the files with an ending in a folder of the user's own data.
    ///
    /// # Errors
    /// When that folder can't be read.
    pub fn list_user_files(&self, prefix: &str, ending: &str) -> Result<Vec<String>, CatalogError> {
        let Some(folder) = self.folder.as_ref().map(|f| f.join(prefix)).filter(|f| f.is_dir()) else {
            return Ok(Vec::new());
        };
        let failed =
            |e: &std::io::Error| CatalogError::Read { file: folder.display().to_string(), reason: e.to_string() };
        let mut out = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| failed(&e))? {
            let name = entry.map_err(|e| failed(&e))?.file_name().to_string_lossy().into_owned();
            if name.ends_with(ending) {
                out.push(format!("{prefix}{name}"));
            }
        }
        Ok(out)
    }

    /// A text file.
    ///
    /// # Errors
    /// When it is missing, can't be read or is not UTF-8.
    pub fn read_text(&self, path: &str) -> Result<(String, String), CatalogError> {
        let Some((name, bytes)) = self.read_bytes(path)? else {
            return Err(CatalogError::Read { file: path.to_owned(), reason: "no such file".to_owned() });
        };
        match String::from_utf8(bytes.into_owned()) {
            Ok(text) => Ok((name, text)),
            Err(_) => Err(CatalogError::Read { file: name, reason: "it is not UTF-8 text".to_owned() }),
        }
    }
}

/// Reads a TOML file of the data.
///
/// # Errors
/// [`CatalogError`] with file, line and column.
pub(super) fn read_toml_file<T: DeserializeOwned>(files: &DataFiles, path: &str) -> Result<T, CatalogError> {
    let packed = TABLES.iter().find(|(known, _)| *known == path && files.user_file(path).is_none());
    // What can't be read so is told by its text.
    if let Some(Ok(table)) = packed.map(|(_, bytes)| rmp_serde::from_slice(bytes)) {
        return Ok(table);
    }
    let (file, text) = files.read_text(path)?;
    toml::from_str(&text).map_err(|error| {
        let before = &text[..error.span().map_or(0, |span| span.start)];
        CatalogError::Toml {
            file,
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1,
            reason: error.message().to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_tables_are_their_texts() {
        for (path, bytes) in TABLES {
            let packed: toml::Table = rmp_serde::from_slice(bytes).unwrap();
            let (_, text) = DataFiles::default().read_text(path).unwrap();
            assert_eq!(packed, toml::from_str(&text).unwrap(), "{path}");
        }
        assert!(TABLES.len() > 10);
    }

    #[test]
    fn packed_weather_is_its_text() {
        use std::io::Read;
        for (path, _) in WEATHER {
            let file = std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(path)).unwrap();
            let mut text = String::new();
            flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
            let numbers = |line: &str| line.split(',').map(|cell| cell.parse::<f64>().unwrap()).collect::<Vec<_>>();
            let written: Vec<_> = text.lines().filter(|l| !l.starts_with('#')).skip(1).map(numbers).collect();
            let packed: Vec<_> = DataFiles::default().built_in_hours(path).unwrap().map(Vec::from).collect();
            assert_eq!(packed, written, "{path}");
        }
        assert!(WEATHER.len() >= 10);
    }
}
