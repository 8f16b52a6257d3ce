//! The files of `data/` that the program carries, one line each, and a user's folder that may replace any of them.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::CatalogError;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        /// Path below `data/` and content.
        static FILES: &[(&str, &[u8])] = &[$(($path, include_bytes!(concat!("../../data/", $path)))),*];
    };
}

files![
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
    "sites.csv",
    "sources.toml",
    "systems.toml",
    "tokens.toml",
    "uncertainty.toml",
    "weather/us-az-tucson.csv.gz",
    "weather/us-ca-san-francisco.csv.gz",
    "weather/us-co-aurora.csv.gz",
    "weather/us-co-golden.csv.gz",
    "weather/us-fl-tampa.csv.gz",
    "weather/us-il-chicago.csv.gz",
    "weather/us-ny-new-york.csv.gz",
    "weather/us-pa-pittsburgh.csv.gz",
    "weather/us-va-ashburn.csv.gz",
    "weather/us-wa-port-angeles.csv.gz",
];

/// The name of a file for messages, and its bytes.
type Named = (String, Cow<'static, [u8]>);

/// The built-in files, some perhaps replaced.
#[derive(Clone, Debug, Default)]
pub struct Files {
    folder: Option<PathBuf>,
}

impl Files {
    /// The built-in files; those that exist in `folder` under the same path replace theirs.
    ///
    /// # Errors
    /// When the folder does not exist or holds none of the known files.
    pub fn new(folder: Option<&Path>) -> Result<Self, CatalogError> {
        if let Some(folder) = folder {
            let any = FILES.iter().any(|(path, _)| folder.join(path).is_file());
            if !any {
                let known = FILES.iter().map(|(path, _)| *path).filter(|p| !p.starts_with("weather/")).collect();
                return Err(CatalogError::Folder { folder: folder.to_owned(), exists: folder.is_dir(), known });
            }
        }
        Ok(Self { folder: folder.map(Path::to_owned) })
    }

    /// The name of a file for messages, and its bytes; nothing if neither folder nor program has it.
    ///
    /// # Errors
    /// When the user's file can't be read.
    pub fn bytes(&self, path: &str) -> Result<Option<Named>, CatalogError> {
        if let Some(own) = self.folder.as_ref().map(|f| f.join(path)).filter(|p| p.is_file()) {
            let name = own.display().to_string();
            return match std::fs::read(&own) {
                Ok(bytes) => Ok(Some((name, Cow::Owned(bytes)))),
                Err(error) => Err(CatalogError::Read { file: name, reason: error.to_string() }),
            };
        }
        let found = FILES.iter().find(|(known, _)| *known == path);
        Ok(found.map(|(known, bytes)| (format!("data/{known}"), Cow::Borrowed(*bytes))))
    }

    /// The paths of every built-in file with an ending, below a folder of `data/`.
    pub fn list(prefix: &str, ending: &str) -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(path, _)| *path).filter(move |p| p.starts_with(prefix) && p.ends_with(ending))
    }

    /// A text file.
    ///
    /// # Errors
    /// When it is missing, can't be read or is not UTF-8.
    pub fn text(&self, path: &str) -> Result<(String, String), CatalogError> {
        let Some((name, bytes)) = self.bytes(path)? else {
            return Err(CatalogError::Read { file: path.to_owned(), reason: "no such file".to_owned() });
        };
        match String::from_utf8(bytes.into_owned()) {
            Ok(text) => Ok((name, text)),
            Err(_) => Err(CatalogError::Read { file: name, reason: "it is not UTF-8 text".to_owned() }),
        }
    }
}
