//! A scenario as written: a tree of values, each knowing where it came from.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueOrigin {
    /// Bytes of the file.
    File(Range<usize>),
    /// A `--set` argument, as given.
    Set(String),
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeNode {
    /// The value.
    pub value: NodeValue,
    /// Where it was written.
    pub origin: ValueOrigin,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeValue {
    /// Keys in the order written, each with the origin of the key.
    Table(Vec<(String, ValueOrigin, TreeNode)>),
    /// Items.
    Array(Vec<TreeNode>),
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

impl TreeNode {
    /// The value of a key of a table.
    pub fn child(&self, key: &str) -> Option<&Self> {
        let NodeValue::Table(keys) = &self.value else { return None };
        keys.iter().find(|(own, ..)| own == key).map(|(_, _, node)| node)
    }

    /// The items of a list; none of what is no list.
    pub fn items(&self) -> &[Self] {
        if let NodeValue::Array(items) = &self.value { items } else { &[] }
    }
}

impl NodeValue {
    /// Name of the type for messages.
    pub const fn type_name(&self) -> &'static str {
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
pub fn parse_tree(text: &str) -> Result<TreeNode, (String, Range<usize>)> {
    match DeTable::parse(text) {
        Ok(table) => Ok(table_node(&table)),
        Err(error) => Err((error.message().to_owned(), error.span().unwrap_or(0..0))),
    }
}

fn table_node(table: &Spanned<DeTable<'_>>) -> TreeNode {
    let mut keys: Vec<_> = table
        .get_ref()
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), ValueOrigin::File(key.span()), value_node(value)))
        .collect();
    keys.sort_by_key(|(_, origin, _)| match origin {
        ValueOrigin::File(span) => span.start,
        ValueOrigin::Set(_) => usize::MAX,
    });
    TreeNode { value: NodeValue::Table(keys), origin: ValueOrigin::File(table.span()) }
}

fn value_node(value: &Spanned<DeValue<'_>>) -> TreeNode {
    let span = value.span();
    let value = match value.get_ref() {
        DeValue::String(s) => NodeValue::Text(s.to_string()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).map_or(NodeValue::Other, NodeValue::Integer),
        DeValue::Float(f) => f.as_str().parse().map_or(NodeValue::Other, NodeValue::Float),
        DeValue::Boolean(b) => NodeValue::Bool(*b),
        DeValue::Datetime(_) => NodeValue::Other,
        DeValue::Array(items) => NodeValue::Array(items.iter().map(value_node).collect()),
        DeValue::Table(table) => return table_node(&Spanned::new(span, table.clone())),
    };
    TreeNode { value, origin: ValueOrigin::File(span) }
}

/// Applies `path.to.key=value` to the tree. The value is read as TOML, else taken as text. In a list, a step of the path
/// is a place from 0, the `name` of an item, or `*` for every item.
///
/// # Errors
/// A sentence that says what is wrong with the argument.
pub fn apply_override(root: &mut TreeNode, argument: &str) -> Result<(), String> {
    let (path, value) =
        argument.split_once('=').ok_or_else(|| format!("`--set {argument}` has no `=`; write key.path=value"))?;
    let origin = ValueOrigin::Set(argument.to_owned());
    let value = TreeNode { value: parse_argument_value(value.trim(), &origin), origin };
    set_value(root, path.trim(), &value).map_err(|why| format!("`--set {argument}`: {why}"))
}

/// Puts a value to the place of a path, as [`apply_override()`] does.
///
/// # Errors
/// What is wrong with the path.
pub fn set_value(root: &mut TreeNode, path: &str, value: &TreeNode) -> Result<(), String> {
    let steps: Vec<&str> = path.split('.').collect();
    if steps.iter().any(|step| step.is_empty()) {
        return Err("the key is empty".to_owned());
    }
    set_below(root, &steps, 0, value)
}

/// Goes on from a node along the steps of a path from `depth` on.
fn set_below(at: &mut TreeNode, steps: &[&str], depth: usize, value: &TreeNode) -> Result<(), String> {
    let Some(step) = steps.get(depth) else {
        at.clone_from(value);
        return Ok(());
    };
    let here = || steps[..depth].join(".");
    match &mut at.value {
        NodeValue::Table(keys) => {
            let place = keys.iter().position(|(key, _, _)| key == step).unwrap_or_else(|| {
                let empty = TreeNode { value: NodeValue::Table(Vec::new()), origin: value.origin.clone() };
                keys.push(((*step).to_owned(), value.origin.clone(), empty));
                keys.len() - 1
            });
            if depth + 1 == steps.len() {
                keys[place].1 = value.origin.clone();
            }
            set_below(&mut keys[place].2, steps, depth + 1, value)
        }
        NodeValue::Array(items) if *step == EVERY_ITEM && !items.is_empty() => {
            items.iter_mut().try_for_each(|item| set_below(item, steps, depth + 1, value))
        }
        NodeValue::Array(items) => {
            let count = items.len();
            let place =
                find_item(items, step).ok_or_else(|| format!("`{}` has {count} items and none is `{step}`", here()))?;
            set_below(&mut items[place], steps, depth + 1, value)
        }
        other => Err(format!("`{}` is {}, not a table", here(), other.type_name())),
    }
}

/// Step of a path to every item of a list.
const EVERY_ITEM: &str = "*";

/// Place of a list's item by number or by its `name`.
fn find_item(items: &[TreeNode], step: &str) -> Option<usize> {
    let named = items.iter().position(|node| match &node.value {
        NodeValue::Table(keys) => {
            keys.iter().any(|(k, _, v)| k == "name" && v.value == NodeValue::Text(step.to_owned()))
        }
        _ => false,
    });
    named.or_else(|| step.parse().ok().filter(|place| *place < items.len()))
}

fn parse_argument_value(text: &str, origin: &ValueOrigin) -> NodeValue {
    let line = format!("value = {text}");
    let Ok(TreeNode { value: NodeValue::Table(mut keys), .. }) = parse_tree(&line) else {
        return NodeValue::Text(text.to_owned());
    };
    match keys.pop() {
        Some((key, _, node)) if keys.is_empty() && key == "value" => relocate_node(node, origin).value,
        _ => NodeValue::Text(text.to_owned()),
    }
}

/// The same values, all written at one place.
fn relocate_node(node: TreeNode, origin: &ValueOrigin) -> TreeNode {
    let value = match node.value {
        NodeValue::Table(keys) => NodeValue::Table(
            keys.into_iter().map(|(key, _, node)| (key, origin.clone(), relocate_node(node, origin))).collect(),
        ),
        NodeValue::Array(items) => {
            NodeValue::Array(items.into_iter().map(|node| relocate_node(node, origin)).collect())
        }
        other => other,
    };
    TreeNode { value, origin: origin.clone() }
}

/// A finite number and its unit, empty where none is written; nothing where it is no number.
pub fn parse_number_unit(value: &NodeValue) -> Option<(f64, String)> {
    let (number, unit) = match value {
        NodeValue::Integer(i) => (*i as f64, ""),
        NodeValue::Float(f) => (*f, ""),
        NodeValue::Text(text) => {
            let text = text.trim();
            let end = text.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(text.len());
            // The e of a unit is no exponent.
            let digits = text[..end].trim_end_matches(['e', 'E']);
            (digits.parse().ok()?, text[digits.len()..].trim())
        }
        _ => return None,
    };
    number.is_finite().then(|| (number, unit.to_owned()))
}
