//! Coefficients of the roofline of serving, and what its check against measurements needs: `generations/serving.toml`.

use serde::{Deserialize, Serialize};

use super::super::describe::{self, RecordValue};
use super::super::embedded::{DataFiles, read_toml_file};
use super::super::error::CatalogError;
use super::super::record::{Confidence, ValueRange};

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServingData {
    /// How the fit is made.
    pub method: FitSettings,
    /// The coefficients.
    #[serde(rename = "coefficient")]
    pub coefficients: Vec<ServingCoefficient>,
    /// Product generations.
    #[serde(rename = "generation")]
    pub generations: Vec<ProductGeneration>,
}

/// How the fit is made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitSettings {
    /// Scatter of ln(predicted/measured).
    pub scatter: f64,
    /// Error in ln from which on a result pulls no harder.
    pub knee: f64,
    /// First MLPerf round that is fitted.
    pub first_round: String,
    /// Share from which on an error is a miss.
    pub miss: f64,
}

/// A coefficient.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ServingCoefficient {
    /// Id, kebab-case.
    pub id: String,
    /// What it is, with its unit.
    pub name: String,
    /// Maker of accelerators that it is for; all where none is named.
    pub vendor: Option<String>,
    /// Value.
    pub value: f64,
    /// Low and high.
    pub range: ValueRange,
    /// What is known of it before any result is seen; only of fitted ones.
    pub prior: Option<f64>,
    /// Standard deviation of its logarithm about the prior.
    pub spread: Option<f64>,
    /// Source id.
    pub source: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl ServingCoefficient {
    /// Prior and its spread, of fitted ones.
    pub fn prior_with_spread(&self) -> Option<(f64, f64)> {
        self.prior.zip(self.spread)
    }

    pub(super) fn describe_values(&self) -> Vec<RecordValue> {
        let mut values = describe::flatten_record(self);
        for v in values.iter_mut().filter(|v| v.key == "value") {
            v.range = Some(self.range);
        }
        values
    }
}

/// Accelerators that came together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductGeneration {
    /// Name of the product generation.
    pub name: String,
    /// Architecture that it is of.
    pub family: String,
    /// Ids in `accelerators.csv`.
    pub chips: Vec<String>,
    /// Accelerators that the scale-up link joins.
    pub domain: u32,
    /// Source id.
    pub source: String,
    /// How well the domain is known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

impl ServingData {
    pub(super) fn load(files: &DataFiles, path: &str) -> Result<Self, CatalogError> {
        let read: Self = read_toml_file(files, path)?;
        match read.find_fault() {
            None => Ok(read),
            Some(reason) => Err(CatalogError::Read { file: files.read_text(path)?.0, reason }),
        }
    }

    /// A coefficient by its id.
    pub fn coefficient(&self, id: &str) -> Option<&ServingCoefficient> {
        self.coefficients.iter().find(|c| c.id == id)
    }

    /// The generation of an accelerator.
    pub fn product_generation(&self, chip: &str) -> Option<&ProductGeneration> {
        self.generations.iter().find(|g| g.chips.iter().any(|c| c == chip))
    }

    /// Ids of the coefficients that hold for all makers; all must be there.
    pub const COMMON_IDS: [&'static str; 10] = [
        "compute-share",
        "memory-share",
        "link-share",
        "collective-s",
        "layer-s",
        "cache-share",
        "latency-share",
        "activation-passes",
        "expert-share",
        "spread-pace",
    ];

    fn find_fault(&self) -> Option<String> {
        let missing = Self::COMMON_IDS.iter().find(|id| self.coefficient(id).is_none());
        if let Some(id) = missing {
            return Some(format!("coefficient `{id}` is missing"));
        }
        if !(self.method.scatter > 0.0 && self.method.knee > 0.0 && self.method.miss > 0.0) {
            return Some("[method]: `scatter`, `knee` and `miss` must be above 0".to_owned());
        }
        self.coefficients.iter().find_map(ServingCoefficient::find_fault)
    }
}

impl ServingCoefficient {
    fn find_fault(&self) -> Option<String> {
        let id = &self.id;
        let [low, high] = self.range;
        let ordered = low > 0.0 && low <= self.value && self.value <= high && high.is_finite();
        if !ordered {
            return Some(format!("coefficient `{id}`: value {} must lie in its range, and that above 0", self.value));
        }
        if self.prior.is_some() != self.spread.is_some()
            || self.prior_with_spread().is_some_and(|(p, s)| !(p > 0.0 && s > 0.0))
        {
            return Some(format!("coefficient `{id}`: `prior` and `spread` go together, both above 0"));
        }
        if !ServingData::COMMON_IDS.contains(&id.as_str()) && self.vendor.is_none() {
            return Some(format!(
                "coefficient `{id}` is unknown; use one of {}, or name a `vendor`",
                ServingData::COMMON_IDS.join(", ")
            ));
        }
        None
    }
}
