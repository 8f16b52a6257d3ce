//! One uncertain value, and values that vary by draws of their own.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::catalog::describe::short_key;
use crate::catalog::record::{Confidence, confidence_name};
use crate::scenario::UncertainInput;
use crate::solve::sampling::ProbabilityLaw;

/// A place of a value in the catalog: record and key.
pub(crate) type ValueKey = (String, String);

/// How well the range of a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputConfidence {
    /// As the catalog's record says.
    Record(Option<Confidence>),
    /// The scenario gave it.
    Scenario,
}

impl InputConfidence {
    /// Word in results: `datasheet`, `published`, `estimate` or `scenario`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record(confidence) => confidence_name(confidence),
            Self::Scenario => "scenario",
        }
    }
}

impl Serialize for InputConfidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A value that varies.
#[derive(Clone, Debug)]
pub(crate) struct SampledInput {
    /// Where it stands in the catalog; several places hold one estimate. None for a value of the scenario.
    pub slots: Vec<ValueKey>,
    /// Kind of the records that hold it; `scenario` for a value of the scenario.
    pub kind: String,
    /// The scenario's word on it.
    pub given: Option<UncertainInput>,
    /// Range and the value most likely in it.
    pub low: f64,
    /// Most likely value.
    pub likely: f64,
    /// Highest value.
    pub high: f64,
    /// How it is spread.
    pub law: ProbabilityLaw,
    /// Source id of the range; empty where the scenario gave it.
    pub source: String,
    /// How well its range is known.
    pub confidence: InputConfidence,
    /// The column of draws that it follows.
    pub column: usize,
}

impl SampledInput {
    /// Its name: the scenario's key, or `record:key`.
    pub fn name(&self) -> String {
        match (&self.given, self.slots.first()) {
            (Some(given), _) => given.name.clone(),
            (None, Some(slot)) => value_label(slot),
            (None, None) => String::new(),
        }
    }
}

/// A place as `record:key`; parameters of equipment without their prefix.
pub(crate) fn value_label((record, key): &ValueKey) -> String {
    format!("{record}:{}", short_key(key))
}

/// Inputs that vary by draws of their own, independent of all other groups.
#[derive(Clone, Debug)]
pub(crate) struct InputGroup {
    /// What it is called: its first input, and how many more there are.
    pub name: String,
    /// Its columns.
    pub columns: BTreeSet<usize>,
    /// Whether each architecture, in the scenario's order, rests on it.
    pub reaches: Vec<bool>,
}

impl InputGroup {
    /// Whether it can move an architecture.
    pub fn affects_architecture(&self, architecture: usize) -> bool {
        self.reaches.get(architecture).copied().unwrap_or(true)
    }
}
