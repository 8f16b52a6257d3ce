//! Reference data embedded from `data/`: chips, systems, equipment, climates, prices. Every record carries its source
//! and its confidence; an estimate carries a range. Nothing here computes physics.

pub mod change;
pub mod climate;
pub mod describe;
pub mod embedded;
mod error;
pub mod generation;
pub mod record;
pub mod spread;
pub mod system;
pub mod validation;

use std::path::Path;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use error::CatalogError;

use climate::{Climate, Form, Site, WeatherRow};
use embedded::Files;
use generation::Generations;
use record::{Chip, Equipment, Source, TokenRate};
use spread::Spreads;
use system::{Fitting, System};

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Chips and modules.
    Chip,
    /// Servers and trays.
    System,
    /// Coolers, movers, plant, power.
    Equipment,
    /// Retrofits to another way of cooling.
    Fitting,
    /// Places with weather.
    Climate,
    /// Workloads with measured token rates.
    Workload,
    /// Accelerators of every generation, with their throughput.
    Accelerator,
    /// Switches, network cards, transceivers.
    Device,
    /// Language models.
    Model,
    /// Prices.
    Price,
    /// What is asked of language models.
    Request,
    /// Coefficients of the roofline of serving.
    Coefficient,
    /// Sources.
    Source,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Chip,
        Self::System,
        Self::Equipment,
        Self::Fitting,
        Self::Climate,
        Self::Workload,
        Self::Accelerator,
        Self::Device,
        Self::Model,
        Self::Price,
        Self::Request,
        Self::Coefficient,
        Self::Source,
    ];
    /// Name as the command line has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chip => "chip",
            Self::System => "system",
            Self::Equipment => "equipment",
            Self::Fitting => "fitting",
            Self::Climate => "climate",
            Self::Workload => "workload",
            Self::Accelerator => "accelerator",
            Self::Device => "device",
            Self::Model => "model",
            Self::Price => "price",
            Self::Request => "request",
            Self::Coefficient => "coefficient",
            Self::Source => "source",
        }
    }
}

/// A record in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Kind of record.
    pub kind: RecordKind,
    /// Id.
    pub id: String,
    /// Name in words.
    pub name: String,
}

/// The data that a run rests on.
#[derive(Clone, Debug)]
pub struct Catalog {
    files: Files,
    chips: Vec<Chip>,
    systems: Vec<System>,
    equipment: Vec<Equipment>,
    fittings: Vec<Fitting>,
    sources: Vec<Source>,
    rates: Vec<TokenRate>,
    climates: Vec<Climate>,
    sites: Vec<Site>,
    spreads: Spreads,
    generations: OnceLock<Result<Generations, CatalogError>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlFile {
    #[serde(default)]
    chip: Vec<Chip>,
    #[serde(default)]
    system: Vec<System>,
    #[serde(default)]
    equipment: Vec<Equipment>,
    #[serde(default)]
    fitting: Vec<Fitting>,
    #[serde(default)]
    source: Vec<Source>,
    #[serde(default)]
    rate: Vec<TokenRate>,
}

fn toml_file<T: DeserializeOwned>(files: &Files, path: &str) -> Result<T, CatalogError> {
    let (file, text) = files.text(path)?;
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

impl Catalog {
    /// The built-in data; files of `folder` replace those of the same path.
    ///
    /// # Errors
    /// [`CatalogError`] when a file can't be read or is wrong.
    pub fn load(folder: Option<&Path>) -> Result<Self, CatalogError> {
        let files = Files::new(folder)?;
        let mut equipment = Vec::new();
        for path in Files::list("equipment/", ".toml") {
            equipment.extend(toml_file::<TomlFile>(&files, path)?.equipment);
        }
        equipment.extend(toml_file::<TomlFile>(&files, "costs.toml")?.equipment);
        let csv = |path: &str| files.text(path);
        let (name, text) = csv("climates.csv")?;
        let climates = climate::rows(&name, text.as_bytes())?;
        let (name, text) = csv("sites.csv")?;
        let sites = climate::rows(&name, text.as_bytes())?;
        Ok(Self {
            chips: toml_file::<TomlFile>(&files, "chips.toml")?.chip,
            systems: toml_file::<TomlFile>(&files, "systems.toml")?.system,
            fittings: toml_file::<TomlFile>(&files, "fittings.toml")?.fitting,
            sources: toml_file::<TomlFile>(&files, "sources.toml")?.source,
            rates: toml_file::<TomlFile>(&files, "tokens.toml")?.rate,
            spreads: toml_file(&files, "uncertainty.toml")?,
            equipment,
            climates,
            sites,
            generations: OnceLock::new(),
            files,
        })
    }

    const fn files(&self) -> &Files {
        &self.files
    }
    /// A chip or module.
    pub fn chip(&self, id: &str) -> Option<&Chip> {
        self.chips.iter().find(|r| r.id == id)
    }
    /// A server or tray.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|r| r.id == id)
    }
    /// A piece of equipment.
    pub fn equipment(&self, id: &str) -> Option<&Equipment> {
        self.equipment.iter().find(|r| r.id == id)
    }
    /// Equipment of a kind, in the order of the files.
    pub fn equipment_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Equipment> {
        self.equipment.iter().filter(move |e| e.kind == kind)
    }
    /// How a tray of a height is fitted to a way of cooling: the fitting for the tallest trays that it reaches.
    pub fn fitting(&self, cooling: &str, height_u: f64) -> Option<&Fitting> {
        let suits = self.fittings.iter().filter(|f| f.cooling == cooling && f.height_min_u <= height_u);
        suits.max_by(|a, b| a.height_min_u.total_cmp(&b.height_min_u))
    }
    /// Systems of a family.
    pub fn family<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a System> {
        self.systems.iter().filter(move |s| s.family.as_deref() == Some(name))
    }
    /// A source.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|r| r.id == id)
    }
    /// A place with weather.
    pub fn climate(&self, id: &str) -> Option<&Climate> {
        self.climates.iter().find(|r| r.id == id)
    }
    /// Grid carbon and price at a climate.
    pub fn site(&self, climate: &str) -> Option<&Site> {
        self.sites.iter().find(|r| r.climate == climate)
    }
    /// How sampling treats values beside the ranges of estimates.
    pub const fn spreads(&self) -> &Spreads {
        &self.spreads
    }
    /// Measured output tokens of a workload on a chip.
    pub fn token_rate(&self, workload: &str, chip: &str) -> Option<&TokenRate> {
        self.rates.iter().find(|r| r.workload == workload && r.chip == chip)
    }

    /// Accelerators, devices, models, benchmark results and prices. Read when first asked for: most commands need none.
    ///
    /// # Errors
    /// When a table can't be read or is wrong.
    pub fn generations(&self) -> Result<&Generations, CatalogError> {
        self.generations.get_or_init(|| Generations::load(&self.files)).as_ref().map_err(Clone::clone)
    }

    /// The weather of a climate and whether it is hourly.
    ///
    /// # Errors
    /// When the climate lacks that form, or its file can't be read.
    pub fn weather(&self, climate: &Climate, form: Form) -> Result<(bool, Vec<WeatherRow>), CatalogError> {
        let name = if form == Form::Bins { "bins" } else { "hourly" };
        let hourly =
            climate.resolve(form).ok_or_else(|| CatalogError::Form { climate: climate.id.clone(), form: name })?;
        Ok((hourly, climate::weather(&self.files, climate, hourly)?))
    }

    /// Every record of a kind, in the order of the files; none of a kind in `generations/` when that can't be read
    /// ([`Catalog::generations`] says why).
    pub fn entries(&self, kind: RecordKind) -> Vec<Entry> {
        let entry = |id: &str, name: &str| Entry { kind, id: id.to_owned(), name: name.to_owned() };
        match kind {
            RecordKind::Chip => self.chips.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::System => self.systems.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Equipment => {
                self.equipment.iter().map(|r| entry(&r.id, &format!("{}: {}", r.kind, r.name))).collect()
            }
            RecordKind::Fitting => self.fittings.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Climate => self.climates.iter().map(|r| entry(&r.id, &r.location)).collect(),
            RecordKind::Source => self.sources.iter().map(|r| entry(&r.id, &r.title)).collect(),
            RecordKind::Workload => {
                let mut all: Vec<Entry> =
                    self.rates.iter().map(|r| entry(&r.workload, "output tokens as measured in MLPerf")).collect();
                all.dedup();
                all
            }
            RecordKind::Accelerator
            | RecordKind::Device
            | RecordKind::Model
            | RecordKind::Price
            | RecordKind::Request
            | RecordKind::Coefficient => self.generations().map_or_else(|_| Vec::new(), |g| g.entries(kind)),
        }
    }

    /// Ids of a kind that are near to a wrong one, the nearest first.
    pub fn near(&self, kind: RecordKind, id: &str) -> Vec<String> {
        let entries = self.entries(kind);
        nearest(id, entries.iter().map(|e| (e.id.as_str(), e.name.as_str())))
    }

    /// What the records of an id say, value by value: those of every kind that has it (a chip's power and limits and the
    /// throughput of the accelerator), under the first one's name. Nothing if no record has the id.
    pub fn describe(&self, id: &str) -> Option<(Entry, Vec<describe::Value>)> {
        let of = |kind| self.entries(kind).into_iter().find(|e| e.id == id);
        let mut found = RecordKind::ALL.into_iter().filter_map(of).peekable();
        let first = found.peek()?.clone();
        Some((first, found.filter_map(|e| self.values(e.kind, id)).flatten().collect()))
    }

    /// What the record of a kind says, value by value.
    pub fn values(&self, kind: RecordKind, id: &str) -> Option<Vec<describe::Value>> {
        Some(match kind {
            RecordKind::Chip => describe::flatten(self.chip(id)?),
            RecordKind::System => describe::flatten(self.system(id)?),
            RecordKind::Equipment => describe::flatten(self.equipment(id)?),
            RecordKind::Fitting => describe::flatten(self.fittings.iter().find(|f| f.id == id)?),
            RecordKind::Source => describe::flatten(self.source(id)?),
            RecordKind::Workload => self
                .rates
                .iter()
                .filter(|r| r.workload == id)
                .flat_map(|r| {
                    let mut values = describe::flatten(r);
                    values.retain(|v| v.key != "workload" && v.key != "chip");
                    for v in &mut values {
                        v.key = format!("{}.{}", r.chip, v.key);
                    }
                    values
                })
                .collect(),
            RecordKind::Climate => self.climate(id).map(|c| c.describe(self.site(id)))?,
            RecordKind::Accelerator
            | RecordKind::Device
            | RecordKind::Model
            | RecordKind::Price
            | RecordKind::Request
            | RecordKind::Coefficient => self.generations().ok()?.describe(kind, id)?,
        })
    }
}

/// Up to three known ids that are near to a wrong one, the nearest first; part of an id or of a name is near.
fn nearest<'a>(wrong: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let wanted = wrong.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .map(|(id, name)| {
            let part = wanted.len() >= 3 && (id.contains(&wanted) || name.to_lowercase().contains(&wanted));
            (if part { 1 } else { strsim::damerau_levenshtein(id, &wanted) }, id)
        })
        .filter(|(distance, id)| *distance <= (id.len() / 3).max(2))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(3).map(|(_, id)| id.to_owned()).collect()
}
