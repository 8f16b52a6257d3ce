//! JSON Schema of the scenario file, for completion in editors: made of what the reader itself asks for, so that it can't
//! tell another story. Descriptions are the comments of the built-in scenario.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::catalog::Catalog;
use crate::units::parse::Dimension;

use super::DEFAULT;
use super::check;
use super::findings::{KeyContent, ScenarioFindings};
use super::tree::{NodeValue, TreeNode, ValueOrigin};

/// Tables that exclude each other: architectures, or plant part by part and servers.
const EXCLUDED_TABLES: [&[&str]; 2] = [&["plant", "servers"], &["architecture"]];

/// The schema. Where a key names a record, any text is allowed: `catalog` may be a user's own.
pub fn scenario_schema(catalog: &Catalog) -> Json {
    let mut root = SchemaTable::default();
    for excluded in EXCLUDED_TABLES {
        for (path, holds) in discover_keys(excluded, catalog) {
            root.insert_key(&path, holds);
        }
    }
    let comments = comments_by_key();
    let mut top = root.to_json("", &comments);
    if let Json::Object(fields) = &mut top {
        fields.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        fields.insert("title".to_owned(), "A scenario of rackjoule".into());
        fields.insert("required".to_owned(), json!(["site", "it"]));
    }
    top
}

/// A path of keys and what it holds.
type FoundKey = (String, KeyContent);

/// Every key that the readers ask for: each table that they ask for is given to them empty, until they ask for no more of
/// them, and then every word of every choice, since the keys of a table may depend on it.
fn discover_keys(excluded: &[&str], catalog: &Catalog) -> Vec<FoundKey> {
    let mut given: Vec<FoundKey> = Vec::new();
    let mut found = loop {
        let found = keys_asked_for(&given, None, catalog);
        let is_table = |(path, holds): &&FoundKey| {
            matches!(holds, KeyContent::Table | KeyContent::TableList)
                && !excluded.contains(&path.as_str())
                && !given.iter().any(|(known, _)| known == path)
        };
        let more: Vec<FoundKey> = found.iter().filter(is_table).cloned().collect();
        if more.is_empty() {
            break found;
        }
        for table in more {
            if !given.contains(&table) {
                given.push(table);
            }
        }
    };
    let choices: Vec<FoundKey> = found.iter().filter(|(_, h)| matches!(h, KeyContent::Choice(_))).cloned().collect();
    for (path, holds) in &choices {
        let KeyContent::Choice(words) = holds else { continue };
        for word in words {
            found.extend(keys_asked_for(&given, Some((path, word)), catalog));
        }
    }
    found
}

/// The keys that are asked for in a scenario of empty tables and perhaps one word.
fn keys_asked_for(tables: &[FoundKey], word: Option<(&str, &str)>, catalog: &Catalog) -> Vec<FoundKey> {
    let mut root = tree_node(NodeValue::Table(Vec::new()));
    for (path, holds) in tables {
        let empty = tree_node(NodeValue::Table(Vec::new()));
        let value = if *holds == KeyContent::TableList { tree_node(NodeValue::Array(vec![empty])) } else { empty };
        insert_node(&mut root, path, value);
    }
    if let Some((path, word)) = word {
        insert_node(&mut root, path, tree_node(NodeValue::Text(word.to_owned())));
    }
    let mut found = ScenarioFindings::default();
    check::read_scenario(&root, "", catalog, &mut found);
    found.keys
}

const fn tree_node(value: NodeValue) -> TreeNode {
    TreeNode { value, origin: ValueOrigin::File(0..0) }
}

/// Puts a value at a path of keys and of places in lists, where the tables on the way exist.
fn insert_node(root: &mut TreeNode, path: &str, value: TreeNode) {
    let (step, rest) = path.split_once('.').map_or((path, None), |(step, rest)| (step, Some(rest)));
    match (&mut root.value, rest) {
        (NodeValue::Table(keys), None) => keys.push((step.to_owned(), ValueOrigin::File(0..0), value)),
        (NodeValue::Table(keys), Some(rest)) => {
            if let Some((_, _, below)) = keys.iter_mut().find(|(key, _, _)| key == step) {
                insert_node(below, rest, value);
            }
        }
        (NodeValue::Array(items), Some(rest)) => {
            if let Some(item) = step.parse().ok().and_then(|place: usize| items.get_mut(place)) {
                insert_node(item, rest, value);
            }
        }
        _ => {}
    }
}

/// Keys of a table.
#[derive(Default)]
struct SchemaTable {
    keys: BTreeMap<String, SchemaKey>,
}

/// What a key holds: values of some forms, a table, or a list of tables.
#[derive(Default)]
struct SchemaKey {
    values: Vec<KeyContent>,
    table: Option<SchemaTable>,
    list: bool,
}

impl SchemaTable {
    fn insert_key(&mut self, path: &str, holds: KeyContent) {
        let (first, rest) = path.split_once('.').map_or((path, None), |(f, r)| (f, Some(r)));
        let key = self.keys.entry(first.to_owned()).or_default();
        let Some(rest) = rest else {
            if matches!(holds, KeyContent::Table | KeyContent::TableList) {
                key.list |= holds == KeyContent::TableList;
                key.table.get_or_insert_default();
                return;
            }
            if holds != KeyContent::Any && !key.values.contains(&holds) {
                key.values.push(holds);
            }
            return;
        };
        // Items of a list are numbered.
        let (step, below) = rest.split_once('.').unwrap_or((rest, ""));
        let item = step.parse::<usize>().is_ok() && !below.is_empty();
        key.list |= item;
        key.table.get_or_insert_default().insert_key(if item { below } else { rest }, holds);
    }

    fn to_json(&self, path: &str, comments: &BTreeMap<String, String>) -> Json {
        let of = |(name, key): (&String, &SchemaKey)| {
            let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let mut value = key.to_json(&here, comments);
            if let (Some(text), Json::Object(fields)) = (comments.get(&here), &mut value) {
                fields.insert("description".to_owned(), text.clone().into());
            }
            (name.clone(), value)
        };
        let properties: Map<String, Json> = self.keys.iter().map(of).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

impl SchemaKey {
    fn to_json(&self, path: &str, comments: &BTreeMap<String, String>) -> Json {
        // Bounds of a key may depend on another key: the widest hold here, the reader says the rest.
        let mut forms: Vec<Json> = Vec::new();
        for (i, holds) in self.values.iter().enumerate() {
            let Some((kind, ..)) = quantity_ends(holds) else {
                forms.extend(content_to_json(holds));
                continue;
            };
            let ends_of_kind = |h: &KeyContent| quantity_ends(h).filter(|(other, ..)| *other == kind);
            if self.values[..i].iter().any(|h| ends_of_kind(h).is_some()) {
                continue;
            }
            let ends = self.values.iter().filter_map(ends_of_kind);
            let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |widest, (_, low, high)| {
                (widest.0.min(low), widest.1.max(high))
            });
            let widest = match kind {
                (dimension, false) => KeyContent::Quantity(dimension, low, high),
                (dimension, true) => KeyContent::QuantityRange(dimension, low, high),
            };
            forms.extend(content_to_json(&widest));
        }
        if let Some(table) = &self.table {
            let one = table.to_json(path, comments);
            forms.push(if self.list { json!({ "type": "array", "items": one }) } else { one });
        }
        match forms.len() {
            // What its reader takes apart by itself may have any form.
            0 => json!({}),
            1 => forms.remove(0),
            _ => json!({ "anyOf": forms }),
        }
    }
}

/// Dimension of a quantity with whether a list holds two of it, and its ends.
const fn quantity_ends(holds: &KeyContent) -> Option<((Dimension, bool), f64, f64)> {
    match holds {
        KeyContent::Quantity(dimension, low, high) => Some(((*dimension, false), *low, *high)),
        KeyContent::QuantityRange(dimension, low, high) => Some(((*dimension, true), *low, *high)),
        _ => None,
    }
}

/// The forms that a value may have.
fn content_to_json(holds: &KeyContent) -> Vec<Json> {
    match holds {
        KeyContent::Any | KeyContent::Table | KeyContent::TableList => Vec::new(),
        KeyContent::NumberOrText => vec![json!({ "type": "number" }), json!({ "type": "string" })],
        KeyContent::Texts(count) => {
            vec![json!({ "type": "array", "items": { "type": "string" }, "minItems": count, "maxItems": count })]
        }
        KeyContent::TextList => vec![json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 })],
        KeyContent::Text => vec![json!({ "type": "string" })],
        KeyContent::TextByName => {
            vec![json!({ "type": "string" }), json!({ "type": "object", "additionalProperties": { "type": "string" } })]
        }
        KeyContent::ShareByName => {
            let share = json!({ "anyOf": content_to_json(&KeyContent::Quantity(Dimension::Ratio, 0.0, 1.0)) });
            vec![share.clone(), json!({ "type": "object", "additionalProperties": share })]
        }
        KeyContent::Boolean => vec![json!({ "type": "boolean" })],
        KeyContent::Integer(low, high) => vec![json!({ "type": "integer", "minimum": low, "maximum": high })],
        KeyContent::Choices(words) => vec![json!({ "type": "array", "items": { "enum": words } })],
        KeyContent::Choice(words) => vec![json!({ "enum": words })],
        KeyContent::QuantityRange(dimension, low, high) => {
            let end = content_to_json(&KeyContent::Quantity(*dimension, *low, *high));
            vec![json!({ "type": "array", "items": { "anyOf": end }, "minItems": 2, "maxItems": 2 })]
        }
        KeyContent::Quantity(dimension, low, high) => {
            let unit = dimension.documented_unit().names[0];
            let number = json!({ "type": "number", "minimum": low, "maximum": high, "title": format!("{} {unit}", dimension.name()).trim_end() });
            vec![number, json!({ "type": "string", "title": format!("{} with its unit", dimension.name()) })]
        }
    }
}

/// The comments of the built-in scenario by the path of their key.
fn comments_by_key() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut table = String::new();
    for line in DEFAULT.lines() {
        let line = line.trim_start_matches("# ").trim();
        if let Some(header) = line.strip_prefix('[') {
            let name: String = header.trim_start_matches('[').chars().take_while(|c| *c != ']').collect();
            name.clone_into(&mut table);
        } else if let Some((key, rest)) = line.split_once(" = ")
            && let Some((_, comment)) = rest.rsplit_once(" # ")
            && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            let path = if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
            out.entry(path).or_insert_with(|| comment.trim().to_owned());
        }
    }
    out
}
