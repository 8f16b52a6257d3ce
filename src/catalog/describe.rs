//! Any record as a flat list of values with their origin.

use serde::Serialize;

use super::record::{Confidence, serialize_confidence};

/// One value of a record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordValue {
    /// Path of keys within the record; ends in the unit.
    pub key: String,
    /// The value as written.
    pub value: String,
    /// Source id.
    pub source: String,
    /// How well it is known; nothing where the record does not say.
    #[serde(serialize_with = "serialize_confidence")]
    pub confidence: Option<Confidence>,
    /// Range, where one is given.
    pub range: Option<[f64; 2]>,
}

/// A key as it is shown: parameters of equipment without the table that they stand in.
pub fn short_key(key: &str) -> &str {
    key.strip_prefix("parameters.").unwrap_or(key)
}

/// The values of a record: source, confidence and ranges of a table hold for the values in it and below it.
pub(super) fn flatten_record(record: &impl Serialize) -> Vec<RecordValue> {
    let mut out = Vec::new();
    if let Ok(toml::Value::Table(table)) = toml::Value::try_from(record) {
        collect_values(&table, "", ("", ""), &toml::Table::new(), &mut out);
    }
    out
}

/// The values of a flat record whose range is a share of some of them, plus or minus.
pub(super) fn flatten_with_share(record: &impl Serialize, share: Option<f64>, ranged: &[&str]) -> Vec<RecordValue> {
    let mut values = flatten_record(record);
    values.retain(|v| v.key != "range_share");
    let Some(share) = share else { return values };
    // Four digits after the point are more than a share of a figure knows.
    let round = |bound: f64| (bound * 1e4).round() / 1e4;
    for v in values.iter_mut().filter(|v| ranged.contains(&v.key.as_str())) {
        v.range = v.value.parse().ok().map(|x: f64| [round(x * (1.0 - share)), round(x * (1.0 + share))]);
    }
    values
}

fn collect_values(
    table: &toml::Table,
    path: &str,
    origin: (&str, &str),
    ranges: &toml::Table,
    out: &mut Vec<RecordValue>,
) {
    let text = |key: &str, otherwise: &str| {
        table.get(key).and_then(toml::Value::as_str).map_or_else(|| otherwise.to_owned(), ToOwned::to_owned)
    };
    let (source, confidence) = (text("source", origin.0), text("confidence", origin.1));
    let ranges = table.get("range").and_then(toml::Value::as_table).filter(|r| !r.is_empty()).unwrap_or(ranges);
    for (key, value) in table {
        let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            _ if ["source", "confidence", "range", "id", "name", "vendor", "kind"].contains(&key.as_str()) => {}
            toml::Value::Table(inner) => collect_values(inner, &here, (&source, &confidence), ranges, out),
            toml::Value::Array(items) if items.iter().all(toml::Value::is_table) => {
                for (i, item) in items.iter().filter_map(toml::Value::as_table).enumerate() {
                    collect_values(item, &format!("{here}.{}", i + 1), (&source, &confidence), ranges, out);
                }
            }
            other => {
                let number = |v: &toml::Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64));
                let range = ranges.get(key).and_then(toml::Value::as_array).and_then(|r| match r.as_slice() {
                    [low, high] => Some([number(low)?, number(high)?]),
                    _ => None,
                });
                let range = range.filter(|_| number(other).is_some());
                // A value with a range inside a published record is the estimate among measured ones.
                let confidence =
                    if range.is_some() { Some(Confidence::Estimate) } else { Confidence::from_word(&confidence) };
                let value = other.as_str().map_or_else(|| other.to_string(), ToOwned::to_owned);
                out.push(RecordValue { key: here, value, source: source.clone(), confidence, range });
            }
        }
    }
}
