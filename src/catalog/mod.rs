//! Reference data embedded from `data/`: chips, systems, equipment, climates, prices. Every record carries its source
//! and its confidence; an estimate carries a range. Nothing here computes physics.

pub mod change;
mod check;
pub mod climate;
pub mod describe;
pub mod embedded;
pub mod equipment_role;
mod error;
pub mod generation;
mod kind;
pub mod load_shape;
pub mod record;
pub mod set_point;
pub mod silicon;
pub mod spread;
pub mod system;
pub mod system_role;
mod table;
pub mod validation;
pub(crate) mod weather_check;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

pub use error::CatalogError;
pub use kind::{CatalogEntry, RecordKind};

use climate::{Climate, GridData, WeatherForm, WeatherRow};
use embedded::{DataFiles, read_toml_file};
use equipment_role::{EquipmentRole, RoleRecord};
use generation::GenerationTables;
use kind::nearest_ids;
use load_shape::{LoadShape, LoadShapeFile};
use record::{ChipKind, ChipRecord, EquipmentRecord, SourceRecord, TokenRate};
use set_point::{SetPointFile, SetPointLimit};
use silicon::SiliconRecord;
use spread::SamplingRules;
use system::{RetrofitKit, SystemRecord};

/// The data that a run rests on.
#[derive(Clone, Debug)]
pub struct Catalog {
    files: DataFiles,
    silicons: Vec<SiliconRecord>,
    chips: Vec<ChipRecord>,
    systems: Vec<SystemRecord>,
    equipment: Vec<EquipmentRecord>,
    roles: Vec<RoleRecord>,
    retrofit_kits: Vec<RetrofitKit>,
    sources: Vec<SourceRecord>,
    rates: Vec<TokenRate>,
    climates: Vec<Climate>,
    grid_data: Vec<GridData>,
    sampling_rules: SamplingRules,
    set_point_limits: Vec<SetPointLimit>,
    load_shapes: Vec<LoadShape>,
    /// Shared with every changed copy of the catalog: changes reach no table of these.
    generations: Arc<OnceLock<Result<GenerationTables, CatalogError>>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlFile {
    #[serde(default)]
    silicon: Vec<SiliconRecord>,
    #[serde(default)]
    chip: Vec<ChipRecord>,
    #[serde(default)]
    system: Vec<SystemRecord>,
    #[serde(default)]
    equipment: Vec<EquipmentRecord>,
    #[serde(default)]
    role: Vec<RoleRecord>,
    #[serde(default)]
    fitting: Vec<RetrofitKit>,
    #[serde(default)]
    source: Vec<SourceRecord>,
    #[serde(default)]
    rate: Vec<TokenRate>,
}

impl Catalog {
    /// The built-in data; files of `folder` replace those of the same path.
    ///
    /// # Errors
    /// [`CatalogError`] when a file can't be read or is wrong.
    pub fn load(folder: Option<&Path>) -> Result<Self, CatalogError> {
        let files = DataFiles::new(folder)?;
        let (mut equipment, mut roles) = (Vec::new(), Vec::new());
        let with_equipment = || DataFiles::list_built_in("equipment/", ".toml").chain(["costs.toml"]);
        for path in with_equipment() {
            let file = read_toml_file::<TomlFile>(&files, path)?;
            equipment.extend(file.equipment);
            roles.extend(file.role);
        }
        // A user's file replaces records, and need not repeat the roles: those that it leaves out stay the built-in ones.
        if EquipmentRole::ALL.iter().any(|role| !roles.iter().any(|r: &RoleRecord| r.key == role.key())) {
            for path in with_equipment() {
                roles.extend(read_toml_file::<TomlFile>(&DataFiles::default(), path)?.role);
            }
        }
        equipment.iter_mut().for_each(EquipmentRecord::respell);
        let parts = read_toml_file::<TomlFile>(&files, "chips.toml")?;
        let catalog = Self {
            silicons: parts.silicon,
            chips: parts.chip,
            systems: read_toml_file::<TomlFile>(&files, "systems.toml")?.system,
            retrofit_kits: read_toml_file::<TomlFile>(&files, "fittings.toml")?.fitting,
            sources: read_toml_file::<TomlFile>(&files, "sources.toml")?.source,
            rates: read_toml_file::<TomlFile>(&files, "tokens.toml")?.rate,
            sampling_rules: read_toml_file(&files, "uncertainty.toml")?,
            set_point_limits: read_toml_file::<SetPointFile>(&files, "set_points.toml")?.limits,
            load_shapes: read_toml_file::<LoadShapeFile>(&files, "load_shapes.toml")?.shapes,
            equipment,
            roles,
            climates: table::read_table(&files, "climates.csv")?,
            grid_data: table::read_table(&files, "sites.csv")?,
            generations: Arc::default(),
            files,
        };
        // The built-in records are checked by the tests.
        if folder.is_some() {
            catalog.check_records()?;
        }
        Ok(catalog)
    }

    /// The files that it was read from.
    pub const fn data_files(&self) -> &DataFiles {
        &self.files
    }

    /// A chip or module.
    pub fn chip(&self, id: &str) -> Option<&ChipRecord> {
        self.chips.iter().find(|r| r.id == id)
    }
    /// A server or tray.
    pub fn system(&self, id: &str) -> Option<&SystemRecord> {
        self.systems.iter().find(|r| r.id == id)
    }
    /// What computes in a system: its accelerator, or its processor where it has none.
    pub fn computing_chip(&self, system: &SystemRecord) -> Option<&ChipRecord> {
        let of_kind = |kind| system.stations().filter_map(|s| self.chip(&s.chip)).find(|chip| chip.kind == kind);
        of_kind(ChipKind::Accelerator).or_else(|| of_kind(ChipKind::Cpu))
    }
    /// The accelerator of a system.
    pub fn accelerator_of(&self, system: &SystemRecord) -> Option<&ChipRecord> {
        system.stations().filter_map(|s| self.chip(&s.chip)).find(|chip| chip.kind == ChipKind::Accelerator)
    }
    /// The silicon of what computes in a system; that of the part itself where no other part shares it.
    pub fn silicon_name(&self, system: &SystemRecord) -> Option<&str> {
        let chip = self.computing_chip(system)?;
        let shared = chip.silicon.as_ref().and_then(|id| self.silicon(id));
        Some(shared.map_or(&chip.name, |s| &s.name))
    }
    /// A piece of equipment.
    pub fn equipment(&self, id: &str) -> Option<&EquipmentRecord> {
        let found = self.equipment.iter().find(|r| r.id == id);
        // An id of an earlier version.
        let old = || id.contains(record::OLD_SPELLING).then(|| record::present_spelling(id));
        found.or_else(|| old().and_then(|present| self.equipment.iter().find(|r| r.id == present)))
    }
    /// Which record has a role where a scenario names none, and which kinds can have it.
    pub fn role(&self, role: EquipmentRole) -> Option<&RoleRecord> {
        self.roles.iter().find(|r| r.key == role.key())
    }
    /// Id of the record that has a role where a scenario names none.
    pub fn default_equipment(&self, role: EquipmentRole) -> &str {
        self.role(role).map_or("", |r| r.record.as_str())
    }
    /// Equipment of a kind, in the order of the files.
    pub fn equipment_of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a EquipmentRecord> {
        self.equipment.iter().filter(move |e| e.kind == kind)
    }
    /// How a tray of a height is fitted to a way of cooling: the fitting for the tallest trays that it reaches.
    pub fn retrofit_kit(&self, cooling: &str, height_u: f64) -> Option<&RetrofitKit> {
        let suits = self.retrofit_kits.iter().filter(|f| f.cooling == cooling && f.height_min_u <= height_u);
        suits.max_by(|a, b| a.height_min_u.total_cmp(&b.height_min_u))
    }
    /// Systems of a family.
    pub fn systems_in_family<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a SystemRecord> {
        self.systems.iter().filter(move |s| s.family.as_deref() == Some(name))
    }
    /// A source.
    pub fn source(&self, id: &str) -> Option<&SourceRecord> {
        self.sources.iter().find(|r| r.id == id)
    }
    /// A place with weather.
    pub fn climate(&self, id: &str) -> Option<&Climate> {
        self.climates.iter().find(|r| r.id == id)
    }
    /// Places in words that have the hours of a year, in alphabetical order.
    pub fn hourly_places(&self) -> Vec<String> {
        let mut places: Vec<String> = self.climates.iter().filter(|c| c.hourly).map(|c| c.location.clone()).collect();
        places.sort();
        places
    }
    /// Grid carbon and price at a climate.
    pub fn grid_data(&self, climate: &str) -> Option<&GridData> {
        self.grid_data.iter().find(|r| r.climate == climate)
    }
    /// How sampling treats values beside the ranges of estimates.
    pub const fn sampling_rules(&self) -> &SamplingRules {
        &self.sampling_rules
    }
    /// Limits of set points, in the order of the file.
    pub fn set_point_limits(&self) -> &[SetPointLimit] {
        &self.set_point_limits
    }
    /// Built-in shapes of load, in the order of the file.
    pub fn load_shapes(&self) -> &[LoadShape] {
        &self.load_shapes
    }
    /// A built-in shape of load.
    pub fn load_shape(&self, id: &str) -> Option<&LoadShape> {
        self.load_shapes.iter().find(|shape| shape.id == id)
    }
    /// Measured output tokens of a workload on a chip.
    pub fn token_rate(&self, workload: &str, chip: &str) -> Option<&TokenRate> {
        self.rates.iter().find(|r| r.workload == workload && r.chip == chip)
    }

    /// Accelerators, devices, models, benchmark results and prices. Read when first asked for: most commands need none.
    ///
    /// # Errors
    /// When a table can't be read or is wrong.
    pub fn generations(&self) -> Result<&GenerationTables, CatalogError> {
        self.generations.get_or_init(|| GenerationTables::load(&self.files)).as_ref().map_err(Clone::clone)
    }

    /// The weather of a climate and whether it is hourly.
    ///
    /// # Errors
    /// When the climate lacks that form, or its file can't be read.
    pub fn climate_weather(
        &self,
        climate: &Climate,
        form: WeatherForm,
    ) -> Result<(bool, Vec<WeatherRow>), CatalogError> {
        let name = if form == WeatherForm::Bins { "bins" } else { "hourly" };
        let hourly = climate
            .resolve_weather_form(form)
            .ok_or_else(|| CatalogError::Form { climate: climate.id.clone(), form: name })?;
        Ok((hourly, climate::read_climate_weather(&self.files, climate, hourly)?))
    }

    /// Every record of a kind, in the order of the files; none of a kind in `generations/` when that can't be read
    /// ([`Catalog::generations`] says why).
    pub fn list_entries(&self, kind: RecordKind) -> Vec<CatalogEntry> {
        let entry = |id: &str, name: &str| CatalogEntry { kind, id: id.to_owned(), name: name.to_owned() };
        match kind {
            RecordKind::Silicon => self.silicons.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Chip => self.chips.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::System => self.systems.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Equipment => {
                self.equipment.iter().map(|r| entry(&r.id, &format!("{}: {}", r.kind, r.name))).collect()
            }
            RecordKind::RetrofitKit => self.retrofit_kits.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Climate => self.climates.iter().map(|r| entry(&r.id, &r.location)).collect(),
            RecordKind::Source => self.sources.iter().map(|r| entry(&r.id, &r.title)).collect(),
            RecordKind::Workload => {
                let mut all: Vec<CatalogEntry> =
                    self.rates.iter().map(|r| entry(&r.workload, "output tokens as measured in MLPerf")).collect();
                all.dedup();
                all
            }
            RecordKind::Accelerator
            | RecordKind::Device
            | RecordKind::Model
            | RecordKind::Price
            | RecordKind::Request
            | RecordKind::Coefficient => self.generations().map_or_else(|_| Vec::new(), |g| g.list_entries(kind)),
        }
    }

    /// Ids of a kind that are near to a wrong one, the nearest first.
    pub fn suggest_ids(&self, kind: RecordKind, id: &str) -> Vec<String> {
        let entries = self.list_entries(kind);
        nearest_ids(id, entries.iter().map(|e| (e.id.as_str(), e.name.as_str())))
    }

    /// What the records of an id say, value by value: those of every kind that has it (a chip's power and limits and the
    /// throughput of the accelerator), under the first one's name. Nothing if no record has the id.
    pub fn describe_record(&self, id: &str) -> Option<(CatalogEntry, Vec<describe::RecordValue>)> {
        let of = |kind| self.list_entries(kind).into_iter().find(|e| e.id == id);
        let mut found = RecordKind::ALL.into_iter().filter_map(of).peekable();
        let first = found.peek()?.clone();
        Some((first, found.filter_map(|e| self.record_values(e.kind, id)).flatten().collect()))
    }

    /// What the record of a kind says, value by value.
    pub fn record_values(&self, kind: RecordKind, id: &str) -> Option<Vec<describe::RecordValue>> {
        Some(match kind {
            RecordKind::Silicon => describe::flatten_record(self.silicon(id)?),
            RecordKind::Chip => describe::flatten_record(self.chip(id)?),
            RecordKind::System => describe::flatten_record(self.system(id)?),
            RecordKind::Equipment => describe::flatten_record(self.equipment(id)?),
            RecordKind::RetrofitKit => describe::flatten_record(self.retrofit_kits.iter().find(|f| f.id == id)?),
            RecordKind::Source => describe::flatten_record(self.source(id)?),
            RecordKind::Workload => self
                .rates
                .iter()
                .filter(|r| r.workload == id)
                .flat_map(|r| {
                    let mut values = describe::flatten_record(r);
                    values.retain(|v| v.key != "workload" && v.key != "chip");
                    for v in &mut values {
                        v.key = format!("{}.{}", r.chip, v.key);
                    }
                    values
                })
                .collect(),
            RecordKind::Climate => self.climate(id).map(|c| c.describe_values(self.grid_data(id)))?,
            RecordKind::Accelerator
            | RecordKind::Device
            | RecordKind::Model
            | RecordKind::Price
            | RecordKind::Request
            | RecordKind::Coefficient => self.generations().ok()?.describe_record(kind, id)?,
        })
    }
}
