//! Generations of accelerators and what was measured with them: `data/generations/*.csv`, read when first asked for.

pub mod accelerator;
pub mod device;
pub mod green500;
pub mod mlperf;
pub mod model;
pub mod month;
pub mod node;
pub mod precision;
pub mod price;
pub mod serving;
pub mod workload;

use std::ops::Deref;

use super::describe::{self, RecordValue};
use super::embedded::DataFiles;
use super::error::CatalogError;
use super::kind::{EntryName, EntryNames, RecordKind, nearest_ids};
use super::table;
use accelerator::Accelerator;
use device::NetworkDeviceRecord;
use green500::Green500Entry;
use mlperf::MlperfResult;
use model::LanguageModel;
use node::MeasuredNode;
use price::PriceRecord;
use serving::ServingData;
use workload::ServingWorkload;

/// The records of `data/generations/`: what can be described by its id.
#[derive(Clone, Debug)]
pub struct GenerationRecords {
    accelerators: Vec<Accelerator>,
    devices: Vec<NetworkDeviceRecord>,
    models: Vec<LanguageModel>,
    prices: Vec<PriceRecord>,
    workloads: Vec<ServingWorkload>,
    serving: ServingData,
}

/// Every table of `data/generations/`: the records and what was measured.
#[derive(Clone, Debug)]
pub struct GenerationTables {
    records: GenerationRecords,
    mlperf: Vec<MlperfResult>,
    green500: Vec<Green500Entry>,
    nodes: Vec<MeasuredNode>,
}

impl Deref for GenerationTables {
    type Target = GenerationRecords;

    fn deref(&self) -> &GenerationRecords {
        &self.records
    }
}

impl GenerationTables {
    /// Reads every table.
    ///
    /// # Errors
    /// When a file can't be read or a row is wrong; names file, line and column.
    pub(super) fn load(files: &DataFiles) -> Result<Self, CatalogError> {
        Ok(Self {
            records: GenerationRecords::load(files)?,
            mlperf: table::read_table(files, "generations/mlperf.csv")?,
            green500: table::read_table(files, "generations/green500.csv")?,
            nodes: table::read_table(files, "generations/measured_nodes.csv")?,
        })
    }

    /// Results of MLPerf Inference and Training.
    pub fn mlperf_results(&self) -> &[MlperfResult] {
        &self.mlperf
    }
    /// Systems of the Green500 and the leaders of the TOP500.
    pub fn green500_entries(&self) -> &[Green500Entry] {
        &self.green500
    }
    /// Power of whole nodes and racks beside that of their accelerators.
    pub fn measured_nodes(&self) -> &[MeasuredNode] {
        &self.nodes
    }
}

impl GenerationRecords {
    /// Reads the tables of records.
    ///
    /// # Errors
    /// As [`GenerationTables::load`].
    pub(super) fn load(files: &DataFiles) -> Result<Self, CatalogError> {
        Ok(Self {
            accelerators: table::read_table(files, "generations/accelerators.csv")?,
            devices: table::read_table(files, "generations/devices.csv")?,
            models: table::read_table(files, "generations/models.csv")?,
            prices: table::read_table(files, "generations/prices.csv")?,
            workloads: table::read_table(files, "generations/workloads.csv")?,
            serving: ServingData::load(files, "generations/serving.toml")?,
        })
    }

    /// Every accelerator, in the order of the file.
    pub fn accelerators(&self) -> &[Accelerator] {
        &self.accelerators
    }
    /// An accelerator by its exact id.
    pub fn accelerator(&self, id: &str) -> Option<&Accelerator> {
        self.accelerators.iter().find(|a| a.id == id)
    }
    /// An accelerator by its id, or by the beginning of it up to a dash if only one has it: `gb200` is `gb200-gpu`.
    ///
    /// # Errors
    /// The ids that may have been meant: those with this beginning (`h100` has two), else the nearest, or none.
    pub fn resolve_accelerator(&self, word: &str) -> Result<&Accelerator, Vec<String>> {
        let word = word.trim().to_lowercase();
        if let Some(exact) = self.accelerator(&word) {
            return Ok(exact);
        }
        let begins = |a: &&Accelerator| a.id.strip_prefix(&word).is_some_and(|rest| rest.starts_with('-'));
        let found: Vec<&Accelerator> = self.accelerators.iter().filter(begins).collect();
        match found.as_slice() {
            [only] => Ok(only),
            [] => Err(nearest_ids(&word, self.accelerators.iter().map(|a| (a.id.as_str(), a.name.as_str())))),
            several => Err(several.iter().map(|a| a.id.clone()).collect()),
        }
    }

    /// Switches, network cards and transceivers.
    pub fn devices(&self) -> &[NetworkDeviceRecord] {
        &self.devices
    }
    /// A device by its id.
    pub fn device(&self, id: &str) -> Option<&NetworkDeviceRecord> {
        self.devices.iter().find(|d| d.id == id)
    }
    /// Language models.
    pub fn models(&self) -> &[LanguageModel] {
        &self.models
    }
    /// A language model by its id.
    pub fn model(&self, id: &str) -> Option<&LanguageModel> {
        self.models.iter().find(|m| m.id == id)
    }
    /// Prices of chips, racks, rent and electricity.
    pub fn prices(&self) -> &[PriceRecord] {
        &self.prices
    }
    /// A price by its id.
    pub fn price(&self, id: &str) -> Option<&PriceRecord> {
        self.prices.iter().find(|p| p.id == id)
    }
    /// What is asked of language models.
    pub fn workloads(&self) -> &[ServingWorkload] {
        &self.workloads
    }
    /// A workload by its id.
    pub fn workload(&self, id: &str) -> Option<&ServingWorkload> {
        self.workloads.iter().find(|w| w.id == id)
    }
    /// Coefficients of the roofline of serving, and what its check needs.
    pub fn serving(&self) -> &ServingData {
        &self.serving
    }

    /// The records of one of the kinds kept here.
    pub(super) fn entry_names(&self, kind: RecordKind) -> EntryNames<'_> {
        let name = EntryName::new;
        match kind {
            RecordKind::Accelerator => Box::new(self.accelerators.iter().map(move |r| name(&r.id, &r.name))),
            RecordKind::Device => Box::new(self.devices.iter().map(move |r| name(&r.id, &r.name))),
            RecordKind::Model => Box::new(self.models.iter().map(move |r| name(&r.id, &r.name))),
            RecordKind::Price => Box::new(self.prices.iter().map(move |r| name(&r.id, &r.item))),
            RecordKind::Request => Box::new(self.workloads.iter().map(move |r| name(&r.id, &r.name))),
            RecordKind::Coefficient => Box::new(self.serving.coefficients.iter().map(move |r| name(&r.id, &r.name))),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// What a record of one of the kinds kept here says.
    pub(super) fn describe_record(&self, kind: RecordKind, id: &str) -> Option<Vec<RecordValue>> {
        match kind {
            RecordKind::Accelerator => {
                let r = self.accelerator(id)?;
                Some(describe::flatten_with_share(r, r.range_share, &Accelerator::RANGED_COLUMNS))
            }
            RecordKind::Device => {
                let r = self.device(id)?;
                Some(describe::flatten_with_share(r, r.range_share, &NetworkDeviceRecord::RANGED_COLUMNS))
            }
            RecordKind::Model => self.model(id).map(describe::flatten_record),
            RecordKind::Price => self.price(id).map(describe::flatten_record),
            RecordKind::Request => {
                let r = self.workload(id)?;
                Some(describe::flatten_with_share(r, r.range_share, &ServingWorkload::RANGED_COLUMNS))
            }
            RecordKind::Coefficient => self.serving.coefficient(id).map(serving::ServingCoefficient::describe_values),
            _ => None,
        }
    }
}
