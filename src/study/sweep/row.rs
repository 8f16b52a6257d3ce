//! What a row tells of an architecture.

use crate::study::design::DesignValue;
use crate::units::message::{Message, MessagePart};

/// One architecture at one row of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    /// Number of the row, from 0.
    pub row: u64,
    /// Name of the architecture.
    pub architecture: String,
    /// The value of each axis.
    pub point: Vec<DesignValue>,
    /// Whether it can be cooled at full load.
    pub feasible: bool,
    /// Whether it is feasible and keeps every limit of the design.
    pub meets_constraints: bool,
    /// The limit that is hit where it is not feasible.
    pub limit: Option<Message>,
    /// Why there is no result, where the values make no scenario or no model.
    pub error: Option<String>,
    /// The figures of the design in their order; nothing where one does not exist.
    pub figures: Vec<Option<f64>>,
}

/// The words of a limit without its quantities, by which rows are counted.
pub(super) fn limit_words(limit: &Message) -> String {
    let mut out = String::new();
    for part in limit.parts() {
        match part {
            MessagePart::Text(text) => out.push_str(text),
            MessagePart::Quantity(_) | MessagePart::Range(..) => out.push('…'),
        }
    }
    out
}
