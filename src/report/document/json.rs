//! A whole result as JSON: `schema`, `version`, `scenario`, then the result's own keys.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::report::context::ReportContext;
use crate::report::error::ReportError;

/// A result as JSON text; `schema` is the name and version of its format.
///
/// # Errors
/// When a value can't be written.
pub fn render(schema: &str, result: &impl Serialize, context: &ReportContext) -> Result<String, ReportError> {
    let mut top = Map::new();
    top.insert("schema".to_owned(), schema.into());
    top.insert("version".to_owned(), context.version.clone().into());
    top.insert("scenario".to_owned(), context.scenario.clone());
    let currency = context.units.currency();
    if !currency.is_dollar() {
        // Keys that end in `_usd` stay US dollars.
        top.insert("currency".to_owned(), json!({ "name": currency.name(), "per_usd": currency.per_usd() }));
    }
    if let Value::Object(fields) = serde_json::to_value(result)? {
        top.extend(fields);
    }
    Ok(serde_json::to_string_pretty(&Value::Object(top))? + "\n")
}
