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
mod table;
pub mod workload;

use super::describe::{self, Value};
use super::embedded::Files;
use super::{CatalogError, Entry, RecordKind};
use accelerator::Accelerator;
use device::Device;
use green500::Green500;
use mlperf::MlperfResult;
use model::LanguageModel;
use node::MeasuredNode;
use price::Price;
use serving::Serving;
use workload::Workload;

/// Every table of `data/generations/`.
#[derive(Clone, Debug)]
pub struct Generations {
    accelerators: Vec<Accelerator>,
    devices: Vec<Device>,
    models: Vec<LanguageModel>,
    mlperf: Vec<MlperfResult>,
    green500: Vec<Green500>,
    prices: Vec<Price>,
    nodes: Vec<MeasuredNode>,
    workloads: Vec<Workload>,
    serving: Serving,
}

impl Generations {
    /// Reads every table.
    ///
    /// # Errors
    /// When a file can't be read or a row is wrong; names file, line and column.
    pub(super) fn load(files: &Files) -> Result<Self, CatalogError> {
        Ok(Self {
            accelerators: table::read(files, "generations/accelerators.csv")?,
            devices: table::read(files, "generations/devices.csv")?,
            models: table::read(files, "generations/models.csv")?,
            mlperf: table::read(files, "generations/mlperf.csv")?,
            green500: table::read(files, "generations/green500.csv")?,
            prices: table::read(files, "generations/prices.csv")?,
            nodes: table::read(files, "generations/measured_nodes.csv")?,
            workloads: table::read(files, "generations/workloads.csv")?,
            serving: Serving::load(files, "generations/serving.toml")?,
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
            [] => Err(super::nearest(&word, self.accelerators.iter().map(|a| (a.id.as_str(), a.name.as_str())))),
            several => Err(several.iter().map(|a| a.id.clone()).collect()),
        }
    }

    /// Switches, network cards and transceivers.
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }
    /// A device by its id.
    pub fn device(&self, id: &str) -> Option<&Device> {
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
    /// Results of MLPerf Inference and Training.
    pub fn mlperf(&self) -> &[MlperfResult] {
        &self.mlperf
    }
    /// Systems of the Green500 and the leaders of the TOP500.
    pub fn green500(&self) -> &[Green500] {
        &self.green500
    }
    /// Prices of chips, racks, rent and electricity.
    pub fn prices(&self) -> &[Price] {
        &self.prices
    }
    /// A price by its id.
    pub fn price(&self, id: &str) -> Option<&Price> {
        self.prices.iter().find(|p| p.id == id)
    }
    /// Power of whole nodes and racks beside that of their accelerators.
    pub fn measured_nodes(&self) -> &[MeasuredNode] {
        &self.nodes
    }

    /// What is asked of language models.
    pub fn workloads(&self) -> &[Workload] {
        &self.workloads
    }
    /// A workload by its id.
    pub fn workload(&self, id: &str) -> Option<&Workload> {
        self.workloads.iter().find(|w| w.id == id)
    }
    /// Coefficients of the roofline of serving, and what its check needs.
    pub fn serving(&self) -> &Serving {
        &self.serving
    }

    /// The records of one of the kinds kept here.
    pub(super) fn entries(&self, kind: RecordKind) -> Vec<Entry> {
        let entry = |id: &str, name: &str| Entry { kind, id: id.to_owned(), name: name.to_owned() };
        match kind {
            RecordKind::Accelerator => self.accelerators.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Device => self.devices.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Model => self.models.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Price => self.prices.iter().map(|r| entry(&r.id, &r.item)).collect(),
            RecordKind::Request => self.workloads.iter().map(|r| entry(&r.id, &r.name)).collect(),
            RecordKind::Coefficient => self.serving.coefficients.iter().map(|r| entry(&r.id, &r.name)).collect(),
            _ => Vec::new(),
        }
    }

    /// What a record of one of the kinds kept here says.
    pub(super) fn describe(&self, kind: RecordKind, id: &str) -> Option<Vec<Value>> {
        match kind {
            RecordKind::Accelerator => {
                let r = self.accelerator(id)?;
                Some(describe::flatten_share(r, r.range_share, &Accelerator::RANGED))
            }
            RecordKind::Device => {
                let r = self.device(id)?;
                Some(describe::flatten_share(r, r.range_share, &Device::RANGED))
            }
            RecordKind::Model => self.model(id).map(describe::flatten),
            RecordKind::Price => self.price(id).map(describe::flatten),
            RecordKind::Request => {
                let r = self.workload(id)?;
                Some(describe::flatten_share(r, r.range_share, &Workload::RANGED))
            }
            RecordKind::Coefficient => self.serving.coefficient(id).map(serving::Coefficient::describe),
            _ => None,
        }
    }
}
