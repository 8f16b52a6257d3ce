//! How a result was made and for whom it is printed.

use super::document::units::UnitSystem;

/// What a view says of the run itself.
#[derive(Clone, Debug)]
pub struct ReportContext {
    /// Version of the program.
    pub version: String,
    /// The command that made the result.
    pub command: String,
    /// The scenario as written.
    pub scenario_text: String,
    /// The scenario as read.
    pub scenario: serde_json::Value,
    /// Columns of the terminal that tables are for; without it they are as wide as they need.
    pub width: Option<usize>,
    /// Units of what people read.
    pub units: UnitSystem,
}
