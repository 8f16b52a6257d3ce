//! The whole result as JSON: `schema`, `version`, `scenario`, then the result's own keys.

use serde_json::{Map, Value};

use crate::study::result::Comparison;

use super::{Context, ReportError};

/// Name and version of the format.
pub const SCHEMA: &str = "rackjoule/compare/1";

/// The comparison as JSON text.
///
/// # Errors
/// When a value can't be written.
pub fn render(result: &Comparison, context: &Context) -> Result<String, ReportError> {
    let mut top = Map::new();
    top.insert("schema".to_owned(), SCHEMA.into());
    top.insert("version".to_owned(), context.version.clone().into());
    top.insert("scenario".to_owned(), context.scenario.clone());
    if let Value::Object(fields) = serde_json::to_value(result)? {
        top.extend(fields);
    }
    Ok(serde_json::to_string_pretty(&Value::Object(top))? + "\n")
}
