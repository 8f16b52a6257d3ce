//! JSON Schema of the scenario file, for completion in editors: made of what the reader itself asks for, so that it can't
//! tell another story. Descriptions are the comments of the built-in scenario.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::catalog::Catalog;

use super::DEFAULT;
use super::check;
use super::findings::{KeyContent, ScenarioFindings};
use super::tree;

/// Every table there may be beside architectures: reading it asks for every key.
const ARCHITECTURE_TABLES: &str = "[site.district_heat]\n[cost]\n[it]\n[[architecture]]\n[[uncertainty.input]]\n[[uncertainty.correlation]]\n\
     [[transient.event]]\n";

/// Tables of plant part by part, and of servers.
const EXPLICIT_PLANT_TABLES: &str = "[site]\n[it]\n[plant.pump]\n[plant.tower]\nmodel = \"MODEL\"\n[plant.condenser_pump]\n[plant.chiller]\n\
                     [plant.economiser.tower]\nmodel = \"MODEL\"\n[plant.economiser.pump]\n[plant.economiser.exchanger]\n\
                     [plant.dry_cooler]\n[servers]\n";

/// The schema. Where a key names a record, any text is allowed: `catalog` may be a user's own.
pub fn scenario_schema(catalog: &Catalog) -> Json {
    let models = ["cooltools", "york", "yorkcalc", "single-speed", "two-speed", "merkel"];
    let texts = std::iter::once(ARCHITECTURE_TABLES.to_owned())
        .chain(models.iter().map(|m| EXPLICIT_PLANT_TABLES.replace("MODEL", m)));
    let mut root = SchemaTable::default();
    for text in texts {
        let Ok(tree) = tree::parse_tree(&text) else { continue };
        let mut found = ScenarioFindings::default();
        check::read_scenario(&tree, &text, catalog, &mut found);
        for (path, holds) in found.keys {
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
        if let Some(table) = &self.table {
            let one = table.to_json(path, comments);
            return if self.list { json!({ "type": "array", "items": one }) } else { one };
        }
        // Bounds of a key may depend on another key: the widest hold here, the reader says the rest.
        let mut forms: Vec<Json> = Vec::new();
        for (i, holds) in self.values.iter().enumerate() {
            let widest = match holds {
                KeyContent::Quantity(dimension, low, high) => {
                    let same = |h: &KeyContent| matches!(h, KeyContent::Quantity(d, _, _) if d == dimension);
                    if self.values[..i].iter().any(same) {
                        continue;
                    }
                    let of = |pick: fn(f64, f64) -> f64, part: fn(&KeyContent) -> f64, own: f64| {
                        self.values.iter().filter(|h| same(h)).map(part).fold(own, pick)
                    };
                    let low =
                        of(f64::min, |h| if let KeyContent::Quantity(_, l, _) = h { *l } else { f64::INFINITY }, *low);
                    let high = of(
                        f64::max,
                        |h| if let KeyContent::Quantity(_, _, m) = h { *m } else { f64::NEG_INFINITY },
                        *high,
                    );
                    KeyContent::Quantity(*dimension, low, high)
                }
                other => other.clone(),
            };
            forms.extend(content_to_json(&widest));
        }
        match forms.len() {
            // What its reader takes apart by itself may have any form.
            0 => json!({}),
            1 => forms.remove(0),
            _ => json!({ "anyOf": forms }),
        }
    }
}

/// The forms that a value may have.
fn content_to_json(holds: &KeyContent) -> Vec<Json> {
    match holds {
        KeyContent::Any => Vec::new(),
        KeyContent::Text => vec![json!({ "type": "string" })],
        KeyContent::Boolean => vec![json!({ "type": "boolean" })],
        KeyContent::Integer(low, high) => vec![json!({ "type": "integer", "minimum": low, "maximum": high })],
        KeyContent::Choices(words) => vec![json!({ "type": "array", "items": { "enum": words } })],
        KeyContent::Choice(words) => vec![json!({ "enum": words })],
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
