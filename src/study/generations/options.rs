//! What can be asked of the generations, and what is wrong with a question.

use std::collections::BTreeSet;
use thiserror::Error;

use crate::catalog::generation::GenerationTables;
use crate::catalog::generation::accelerator::Accelerator;
use crate::catalog::generation::model::LanguageModel;
use crate::catalog::generation::precision::Precision;
use crate::catalog::generation::workload::ServingWorkload;
use crate::scenario::reader::{did_you_mean, nearest_word};
use crate::study::compare::StudyError;

use super::serving::{MlperfValidationError, PredictError};

/// What performance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerformanceMetric {
    /// Rated dense arithmetic.
    Flops,
    /// Tokens of answers, predicted by the roofline of serving.
    Tokens,
    /// Rated memory bandwidth.
    Bandwidth,
}

impl PerformanceMetric {
    /// Word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flops => "flops",
            Self::Tokens => "tokens",
            Self::Bandwidth => "bandwidth",
        }
    }

    /// Unit of performance.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Flops => "TFLOP/s",
            Self::Tokens => "tokens/s",
            Self::Bandwidth => "GB/s",
        }
    }

    /// Unit of performance over power.
    pub const fn per_watt_unit(self) -> &'static str {
        match self {
            Self::Flops => "TFLOP/s per W",
            Self::Tokens => "tokens per J",
            Self::Bandwidth => "GB/s per W",
        }
    }
}

impl std::fmt::Display for PerformanceMetric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for PerformanceMetric {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Number format in which performance counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrecisionChoice {
    /// This one.
    Fixed(Precision),
    /// The narrowest that each accelerator has.
    Lowest,
    /// The same for all: FP16 or BF16, the one that most of them have.
    Same,
}

impl PrecisionChoice {
    /// Word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixed(precision) => precision.name(),
            Self::Lowest => "lowest",
            Self::Same => "same",
        }
    }

    /// In words.
    pub const fn long_name(self) -> &'static str {
        match self {
            Self::Fixed(precision) => precision.name(),
            Self::Lowest => "narrowest format of each",
            Self::Same => "fp16 for all",
        }
    }

    /// The format of an accelerator; nothing where it lacks it.
    pub fn precision_for(self, chip: &Accelerator) -> Option<Precision> {
        let wanted = match self {
            Self::Fixed(precision) => precision,
            Self::Same => Precision::Fp16,
            Self::Lowest => return chip.narrowest_precision().map(|(precision, _)| precision),
        };
        chip.dense_tflops(wanted).map(|_| wanted)
    }
}

impl std::fmt::Display for PrecisionChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for PrecisionChoice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Where power is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerBoundary {
    /// Rated power of the accelerator.
    Chip,
    /// Inlet of the servers, with the network between racks.
    Wall,
    /// The utility meter of the site.
    Meter,
}

impl PowerBoundary {
    /// Word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chip => "chip",
            Self::Wall => "wall",
            Self::Meter => "meter",
        }
    }
}

impl std::fmt::Display for PowerBoundary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for PowerBoundary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A question.
#[derive(Clone, Debug)]
pub struct GenerationRequest {
    /// What performance is.
    pub metric: PerformanceMetric,
    /// Number format.
    pub format: PrecisionChoice,
    /// Where power is counted.
    pub boundary: PowerBoundary,
    /// Only this maker's.
    pub vendor: Option<String>,
    /// Only from this year on.
    pub since: u16,
    /// Whether announced parts take part in fits.
    pub announced: bool,
    /// Workload, for tokens.
    pub workload: String,
    /// Language model, for workloads that name none.
    pub model: String,
}

impl Default for GenerationRequest {
    fn default() -> Self {
        Self {
            metric: PerformanceMetric::Flops,
            format: PrecisionChoice::Same,
            boundary: PowerBoundary::Chip,
            vendor: None,
            since: 2012,
            announced: false,
            workload: DEFAULT_WORKLOAD.to_owned(),
            model: DEFAULT_MODEL.to_owned(),
        }
    }
}

/// Workload and model where none are named: a conversation with a dense model that one node of every generation holds.
pub const DEFAULT_WORKLOAD: &str = "chat";
/// See [`DEFAULT_WORKLOAD`].
pub const DEFAULT_MODEL: &str = "llama-3.1-70b";

/// What is wrong with a question.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum GenerationError {
    /// A study below failed.
    #[error(transparent)]
    Study(#[from] StudyError),
    /// The roofline could not be held against MLPerf.
    #[error(transparent)]
    Validation(#[from] MlperfValidationError),
    /// Nothing of this name.
    #[error("unknown {what} `{word}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The word given.
        word: String,
        /// What may have been meant.
        near: Vec<String>,
        /// Where the names are listed.
        listed: String,
    },
    /// No accelerator is left.
    #[error("no accelerator answers the question: {reason}")]
    NoAccelerator {
        /// Why.
        reason: String,
    },
    /// Too few points for a fit.
    #[error("{found}: a fit of growth needs at least three points")]
    TooFewPoints {
        /// How many there are, and which.
        found: String,
    },
    /// The accelerator can't serve.
    #[error(transparent)]
    Serve(#[from] PredictError),
    /// A side of an attribution has no figure.
    #[error("{side}: {reason}")]
    Side {
        /// The side as given.
        side: String,
        /// Why.
        reason: String,
        /// What to do.
        help: String,
    },
    /// The power does not carry one rack.
    #[error("{limit} carries no rack: {least}")]
    SmallFactory {
        /// The power.
        limit: String,
        /// The smallest rack.
        least: String,
    },
}

impl GenerationError {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { near, listed, .. } => Some(format!("{}{listed}", did_you_mean(near))),
            Self::NoAccelerator { .. } => {
                Some("widen --since, drop --vendor, or choose another --precision".to_owned())
            }
            Self::TooFewPoints { .. } => {
                Some("two points make no trend: widen --since, drop --vendor, or add --announced".to_owned())
            }
            Self::Side { help, .. } => Some(help.clone()),
            Self::SmallFactory { .. } => Some("give more power".to_owned()),
            Self::Serve(PredictError::Serve { .. }) => {
                Some("choose a smaller --model or a --workload without tight limits".to_owned())
            }
            Self::Serve(PredictError::Format { .. }) => Some("choose one of these with --precision".to_owned()),
            Self::Serve(PredictError::Model { .. }) => Some("choose that model, or another workload".to_owned()),
            Self::Study(_) | Self::Validation(_) => None,
        }
    }
}

/// The workload and the model of a question.
///
/// # Errors
/// When there are none of that name.
pub fn find_workload_and_model<'a>(
    generations: &'a GenerationTables,
    workload: &str,
    model: &str,
) -> Result<(&'a ServingWorkload, &'a LanguageModel), GenerationError> {
    let unknown = |what, word: &str, ids: Vec<&str>, listed: &str| GenerationError::Unknown {
        what,
        word: word.to_owned(),
        near: nearest_word(word, ids.into_iter()).map(str::to_owned).into_iter().collect(),
        listed: format!("`rackjoule catalog list {listed}` names them all"),
    };
    let asked = generations.workload(workload).ok_or_else(|| {
        let ids = generations.workloads().iter().map(|w| w.id.as_str()).collect();
        unknown("workload", workload, ids, "request")
    })?;
    let id = asked.model.as_deref().unwrap_or(model);
    let model = generations.model(id).ok_or_else(|| {
        let ids = generations.models().iter().map(|m| m.id.as_str()).collect();
        unknown("model", id, ids, "model")
    })?;
    Ok((asked, model))
}

/// The accelerator of a word.
///
/// # Errors
/// When there is none, or several begin so.
pub fn find_accelerator<'a>(generations: &'a GenerationTables, word: &str) -> Result<&'a Accelerator, GenerationError> {
    generations.resolve_accelerator(word).map_err(|near| GenerationError::Unknown {
        what: "accelerator",
        word: word.to_owned(),
        near,
        listed: "`rackjoule catalog list accelerator` names them all".to_owned(),
    })
}

/// The maker of a word, as the table writes it.
///
/// # Errors
/// When there is none.
pub fn find_vendor(generations: &GenerationTables, word: &str) -> Result<String, GenerationError> {
    let mut known: Vec<&str> = generations.accelerators().iter().map(|a| a.vendor.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    if let Some(found) = known.iter().find(|v| v.eq_ignore_ascii_case(word)) {
        return Ok((*found).to_owned());
    }
    let lower: Vec<String> = known.iter().map(|v| v.to_lowercase()).collect();
    let near = nearest_word(word, lower.iter().map(String::as_str));
    let near = near.and_then(|n| known.iter().find(|v| v.to_lowercase() == n)).map(|v| (*v).to_owned());
    Err(GenerationError::Unknown {
        what: "maker",
        word: word.to_owned(),
        near: near.into_iter().collect(),
        listed: format!("the makers are {}", known.join(", ")),
    })
}

/// Catalog records of what serves a question's tokens: workload, model and the coefficients of the roofline.
pub fn token_record_ids(generations: &GenerationTables, question: &GenerationRequest) -> BTreeSet<String> {
    if question.metric != PerformanceMetric::Tokens {
        return BTreeSet::new();
    }
    let load = find_workload_and_model(generations, &question.workload, &question.model).ok();
    let ids = load.into_iter().flat_map(|(workload, model)| [workload.id.clone(), model.id.clone()]);
    ids.chain(generations.serving().coefficients.iter().map(|c| c.id.clone())).collect()
}
