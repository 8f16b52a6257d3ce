//! A scenario as written: a tree of values, each knowing where it came from.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Bytes of the file.
    File(Range<usize>),
    /// A `--set` argument, as given.
    Set(String),
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub origin: Origin,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Keys in the order written, each with the origin of the key.
    Table(Vec<(String, Origin, Node)>),
    /// Items.
    Array(Vec<Node>),
    /// Text.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Number.
    Float(f64),
    /// Truth.
    Bool(bool),
    /// A date or time, or a number out of range: no scenario wants one.
    Other,
}

impl Value {
    /// Name of the type for messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Table(_) => "a table",
            Self::Array(_) => "a list",
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Other => "a date or a number out of range",
        }
    }
}

/// Parses a file.
///
/// # Errors
/// What TOML finds wrong, and where.
pub fn parse(text: &str) -> Result<Node, (String, Range<usize>)> {
    match DeTable::parse(text) {
        Ok(table) => Ok(table_node(&table)),
        Err(error) => Err((error.message().to_owned(), error.span().unwrap_or(0..0))),
    }
}

fn table_node(table: &Spanned<DeTable<'_>>) -> Node {
    let mut keys: Vec<_> = table
        .get_ref()
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), Origin::File(key.span()), node(value)))
        .collect();
    keys.sort_by_key(|(_, origin, _)| match origin {
        Origin::File(span) => span.start,
        Origin::Set(_) => usize::MAX,
    });
    Node { value: Value::Table(keys), origin: Origin::File(table.span()) }
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.get_ref() {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).map_or(Value::Other, Value::Integer),
        DeValue::Float(f) => f.as_str().parse().map_or(Value::Other, Value::Float),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(_) => Value::Other,
        DeValue::Array(items) => Value::Array(items.iter().map(node).collect()),
        DeValue::Table(table) => return table_node(&Spanned::new(span, table.clone())),
    };
    Node { value, origin: Origin::File(span) }
}

/// Applies `path.to.key=value` to the tree. The value is read as TOML, else taken as text. In a list, a step of the path
/// is a place from 0 or the `name` of an item.
///
/// # Errors
/// A sentence that says what is wrong with the argument.
pub fn set(root: &mut Node, argument: &str) -> Result<(), String> {
    let (path, value) =
        argument.split_once('=').ok_or_else(|| format!("`--set {argument}` has no `=`; write key.path=value"))?;
    let (path, value) = (path.trim(), value.trim());
    if path.is_empty() || path.split('.').any(str::is_empty) {
        return Err(format!("`--set {argument}`: the key is empty"));
    }
    let origin = Origin::Set(argument.to_owned());
    let mut at = root;
    let steps: Vec<&str> = path.split('.').collect();
    for (depth, step) in steps.iter().enumerate() {
        let last = depth + 1 == steps.len();
        let here = steps[..depth].join(".");
        at = match &mut at.value {
            Value::Table(keys) => {
                let place = keys.iter().position(|(key, _, _)| key == step).unwrap_or_else(|| {
                    let empty = Node { value: Value::Table(Vec::new()), origin: origin.clone() };
                    keys.push(((*step).to_owned(), origin.clone(), empty));
                    keys.len() - 1
                });
                if last {
                    keys[place].1 = origin.clone();
                }
                &mut keys[place].2
            }
            Value::Array(items) => {
                let count = items.len();
                let place = item(items, step)
                    .ok_or_else(|| format!("`--set {argument}`: `{here}` has {count} items and none is `{step}`"))?;
                &mut items[place]
            }
            other => return Err(format!("`--set {argument}`: `{here}` is {}, not a table", other.kind())),
        };
    }
    *at = Node { value: argument_value(value, &origin), origin };
    Ok(())
}

/// Place of a list's item by number or by its `name`.
fn item(items: &[Node], step: &str) -> Option<usize> {
    let named = items.iter().position(|node| match &node.value {
        Value::Table(keys) => keys.iter().any(|(k, _, v)| k == "name" && v.value == Value::Text(step.to_owned())),
        _ => false,
    });
    named.or_else(|| step.parse().ok().filter(|place| *place < items.len()))
}

fn argument_value(text: &str, origin: &Origin) -> Value {
    let line = format!("value = {text}");
    let Ok(Node { value: Value::Table(mut keys), .. }) = parse(&line) else {
        return Value::Text(text.to_owned());
    };
    match keys.pop() {
        Some((key, _, node)) if keys.is_empty() && key == "value" => relocate(node, origin).value,
        _ => Value::Text(text.to_owned()),
    }
}

/// The same values, all written at one place.
fn relocate(node: Node, origin: &Origin) -> Node {
    let value = match node.value {
        Value::Table(keys) => {
            Value::Table(keys.into_iter().map(|(key, _, node)| (key, origin.clone(), relocate(node, origin))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(|node| relocate(node, origin)).collect()),
        other => other,
    };
    Node { value, origin: origin.clone() }
}
