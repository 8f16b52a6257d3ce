//! What a trace of a figure holds.

use serde::Serialize;

/// A figure of every architecture, traced to the data.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Key of the figure that was asked for.
    pub key: &'static str,
    /// The architectures in the scenario's order.
    pub architectures: Vec<ArchitectureExplanation>,
}

/// A figure of an architecture.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ArchitectureExplanation {
    /// The architecture.
    pub architecture: String,
    /// What the reader must know: ranges left, set points not met, throttling, estimates.
    pub flags: Vec<String>,
    /// The figure.
    pub figure: FigureNode,
}

/// A figure with what it is made of.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FigureNode {
    /// Path of keys in the JSON of a comparison.
    pub key: &'static str,
    /// Name of the figure.
    pub name: &'static str,
    /// Value in the unit of the key; nothing where the architecture has none.
    pub value: Option<f64>,
    /// Unit of the value; empty for a ratio.
    pub unit: &'static str,
    /// Equation in words, without values.
    pub equation: &'static str,
    /// Equation in symbols, as documents write it.
    pub symbols: &'static str,
    /// What the terms make; differs from the value where that is summed hour by hour with a price or carbon of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_terms: Option<f64>,
    /// Whether it stands in full further up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Its terms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<FigureNode>,
    /// Laws of the components that make it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub laws: Vec<AppliedLaw>,
}

/// A law with the records that it is applied to.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct AppliedLaw {
    /// Kind of record, as the catalog names it.
    pub kind: &'static str,
    /// The law in symbols.
    pub symbols: &'static str,
    /// The law in words.
    pub words: &'static str,
    /// The records.
    pub records: Vec<ExplainedRecord>,
}

/// A record of the catalog.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ExplainedRecord {
    /// Its id.
    pub id: String,
    /// Whether its parameters stand further up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub above: bool,
    /// Its parameters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<RecordParameter>,
}

/// A parameter of a record.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct RecordParameter {
    /// Key of the figure that was asked for.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Unit of the value; empty for a ratio.
    pub unit: &'static str,
    /// Source id.
    pub source: String,
    /// `datasheet`, `published` or `estimate`.
    pub confidence: String,
    /// Range of an estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
}
