//! Reads the keys of a table and collects everything that is wrong with them.

use crate::units::parse::{self, Dimension};

use super::findings::{KeyContent, ScenarioFindings};
use super::issue::ScenarioIssue;
use super::tree::{NodeValue, TreeNode, ValueOrigin};

/// Reads one table. Every problem goes to `issues`; a value that is wrong reads as absent.
pub struct TableReader<'a, 'i> {
    keys: &'a [(String, ValueOrigin, TreeNode)],
    origin: &'a ValueOrigin,
    path: String,
    known: Vec<&'static str>,
    issues: &'i mut ScenarioFindings,
}

/// A number's place: its dimension and what is allowed, in the documented unit.
#[derive(Clone, Copy, Debug)]
pub struct AllowedRange {
    /// What it measures.
    pub dimension: Dimension,
    /// Smallest, in the documented unit.
    pub min: f64,
    /// Largest, in the documented unit.
    pub max: f64,
}

impl<'a, 'i> TableReader<'a, 'i> {
    /// A reader of a node that must be a table; `path` names it in messages.
    pub fn new(node: &'a TreeNode, path: &str, issues: &'i mut ScenarioFindings) -> Self {
        let keys = if let NodeValue::Table(keys) = &node.value {
            keys.as_slice()
        } else {
            issues.push(wrong_type(path, &node.value, "a table", &node.origin));
            &[]
        };
        Self { keys, origin: &node.origin, path: path.to_owned(), known: Vec::new(), issues }
    }

    /// A reader of the table that stands at a key of this one.
    pub fn nested<'b>(&mut self, node: &'b TreeNode, key: &str) -> TableReader<'b, '_> {
        TableReader::new(node, &self.full_path(key), self.issues)
    }

    /// A key with the tables that it stands in, as messages name it.
    pub fn full_path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The node of a key, if it is there.
    pub fn key_node(&mut self, key: &'static str) -> Option<&'a TreeNode> {
        if !self.known.contains(&key) {
            self.known.push(key);
            self.note_content(key, KeyContent::Any);
        }
        self.keys.iter().find(|(k, _, _)| k == key).map(|(_, _, node)| node)
    }

    /// The node of a key that holds a table, if it is there.
    pub fn table_node(&mut self, key: &'static str) -> Option<&'a TreeNode> {
        self.note_content(key, KeyContent::Table);
        self.key_node(key)
    }

    /// The node of a key that holds a list of tables, if it is there.
    pub fn table_list_node(&mut self, key: &'static str) -> Option<&'a TreeNode> {
        self.note_content(key, KeyContent::TableList);
        self.key_node(key)
    }

    /// Adds a problem at a place.
    pub fn report_problem(&mut self, message: String, origin: &ValueOrigin, label: &str, help: Option<String>) {
        self.issues.push(ScenarioIssue { message, origin: origin.clone(), label: label.to_owned(), help });
    }

    /// Says that a key is missing.
    pub fn report_missing(&mut self, key: &str, help: &str) {
        let message = format!("`{}` is missing", self.full_path(key));
        // The whole table is a long span: its first byte is enough to find it.
        let at = match self.origin {
            ValueOrigin::File(span) => ValueOrigin::File(span.start..span.start + 1),
            set @ ValueOrigin::Set(_) => set.clone(),
        };
        self.report_problem(message, &at, "in this table", Some(help.to_owned()));
    }

    /// Notes what a key may hold.
    pub fn note_content(&mut self, key: &str, what: KeyContent) {
        let path = self.full_path(key);
        self.issues.keys.push((path, what));
    }

    /// A text and its origin.
    pub fn read_text(&mut self, key: &'static str) -> Option<(&'a str, &'a ValueOrigin)> {
        self.note_content(key, KeyContent::Text);
        self.read_plain_text(key)
    }

    /// A name on one line of 1 to `most` characters; `help` says why it is needed.
    pub fn read_name(&mut self, path: &str, most: usize, help: &str) -> Option<String> {
        let name = self.read_text("name");
        match name {
            None if self.key_node("name").is_none() => self.report_missing("name", help),
            // A line break would tear tables.
            Some((text, origin)) if text.chars().any(char::is_control) => {
                let message = format!("`{path}.name` must be on one line");
                self.report_problem(message, origin, "this name", Some("for instance \"liquid-45\"".to_owned()));
            }
            Some((text, origin)) if text.trim().is_empty() || text.chars().count() > most => {
                let message = format!("`{path}.name` must be 1 to {most} characters");
                self.report_problem(message, origin, "this name", None);
            }
            _ => {}
        }
        name.map(|(text, _)| text.to_owned())
    }

    fn read_plain_text(&mut self, key: &'static str) -> Option<(&'a str, &'a ValueOrigin)> {
        let node = self.key_node(key)?;
        if let NodeValue::Text(text) = &node.value {
            return Some((text, &node.origin));
        }
        let issue = wrong_type(&self.full_path(key), &node.value, "a text", &node.origin);
        self.issues.push(issue);
        None
    }

    /// A truth.
    pub fn read_boolean(&mut self, key: &'static str) -> Option<bool> {
        self.note_content(key, KeyContent::Boolean);
        let node = self.key_node(key)?;
        if let NodeValue::Bool(flag) = node.value {
            return Some(flag);
        }
        let issue = wrong_type(&self.full_path(key), &node.value, "true or false", &node.origin);
        self.issues.push(issue);
        None
    }

    /// A whole number between two others.
    pub fn read_integer(&mut self, key: &'static str, min: u32, max: u32) -> Option<u32> {
        self.note_content(key, KeyContent::Integer(min, max));
        let node = self.key_node(key)?;
        let NodeValue::Integer(number) = node.value else {
            let issue = wrong_type(&self.full_path(key), &node.value, "a whole number", &node.origin);
            self.issues.push(issue);
            return None;
        };
        let inside = u32::try_from(number).ok().filter(|n| (min..=max).contains(n));
        if inside.is_none() {
            let message = format!("`{}` must be {min} to {max}, found {number}", self.full_path(key));
            self.report_problem(message, &node.origin, "out of range", None);
        }
        inside
    }

    /// A quantity in SI: a number in the documented unit or a text with a unit.
    pub fn read_quantity(&mut self, key: &'static str, allowed: AllowedRange) -> Option<f64> {
        self.note_content(key, KeyContent::Quantity(allowed.dimension, allowed.min, allowed.max));
        let node = self.key_node(key)?;
        self.read_quantity_node(key, node, allowed).map(|(si, _)| si)
    }

    /// Two quantities in the documented unit, the lower first.
    pub fn read_quantity_range(&mut self, key: &'static str, allowed: AllowedRange) -> Option<[f64; 2]> {
        let AllowedRange { dimension, min, max } = allowed;
        self.note_content(key, KeyContent::QuantityRange(dimension, min, max));
        let node = self.key_node(key)?;
        let unit = dimension.documented_unit().names[0];
        let example =
            || Some(format!("for instance {key} = [\"{}\", \"{}\"]", with_unit(min, unit), with_unit(max, unit)));
        let NodeValue::Array(items) = &node.value else {
            let message =
                format!("`{}` must be a list of two quantities, found {}", self.full_path(key), node.value.type_name());
            self.report_problem(message, &node.origin, "wrong type", example());
            return None;
        };
        let [low, high] = items.as_slice() else {
            let message = format!("`{}` must be a list of two quantities, found {}", self.full_path(key), items.len());
            self.report_problem(message, &node.origin, "lowest and highest", example());
            return None;
        };
        let low = self.read_quantity_node(key, low, allowed);
        let high = self.read_quantity_node(key, high, allowed);
        // What the conversion of units adds is not the user's.
        let [low, high] = [low?, high?].map(|(_, value)| (value * 1e9).round() / 1e9);
        if low < high {
            return Some([low, high]);
        }
        let message = format!("`{}`: the lowest value, {low}, is not below the highest, {high}", self.full_path(key));
        self.report_problem(message, &node.origin, "in this order", Some("write the lowest first".to_owned()));
        None
    }

    /// A quantity of a node in SI and in the documented unit.
    fn read_quantity_node(&mut self, key: &str, node: &TreeNode, allowed: AllowedRange) -> Option<(f64, f64)> {
        let AllowedRange { dimension, min, max } = allowed;
        let currency = self.issues.currency;
        let bare = |number: f64| {
            if dimension.is_money() && !currency.is_dollar() {
                return Err(currency.ambiguous(&number.to_string(), dimension));
            }
            Ok(parse::from_documented_unit(number, dimension))
        };
        let parsed = match &node.value {
            NodeValue::Integer(i) => bare(*i as f64),
            NodeValue::Float(f) => bare(*f),
            NodeValue::Text(text) => currency.parse_quantity(text, dimension),
            other => {
                let wanted = format!("{} (a number or a text with a unit)", dimension.name());
                let issue = wrong_type(&self.full_path(key), other, &wanted, &node.origin);
                self.issues.push(issue);
                return None;
            }
        };
        let si = match parsed {
            Ok(si) => si,
            Err(error) => {
                let message = format!("`{}`: {error}", self.full_path(key));
                let help = currency.help_with(&error, dimension);
                self.report_problem(message, &node.origin, "wrong here", help);
                return None;
            }
        };
        let value = parse::to_documented_unit(si, dimension);
        // Half an ulp of rounding at the edges is not a mistake of the user's.
        let slack = 1e-9 * max.abs().max(1.0);
        if value.is_finite() && value >= min - slack && value <= max + slack {
            return Some((si, value));
        }
        let message = format!(
            "`{}` must be {min} to {}",
            self.full_path(key),
            with_unit(max, dimension.documented_unit().names[0])
        );
        self.report_problem(format!("{message}, found {value}"), &node.origin, "out of range", None);
        None
    }

    /// One of some words.
    pub fn read_choice(&mut self, key: &'static str, words: &[&'static str]) -> Option<&'static str> {
        self.note_content(key, KeyContent::Choice(words.to_vec()));
        let (text, origin) = self.read_plain_text(key)?;
        if let Some(word) = words.iter().find(|w| **w == text) {
            return Some(word);
        }
        let list = words.join("`, `");
        let message = format!("`{}`: `{text}` is not known", self.full_path(key));
        let near = nearest_word(text, words.iter().copied());
        let hint = did_you_mean(near.as_slice());
        self.report_problem(message, origin, "not one of the choices", Some(format!("{hint}use `{list}`")));
        None
    }

    /// Some of some words, in a list.
    pub fn read_choices(&mut self, key: &'static str, words: &[&'static str]) -> Option<Vec<&'static str>> {
        self.note_content(key, KeyContent::Choices(words.to_vec()));
        let node = self.key_node(key)?;
        let list = words.join("`, `");
        let NodeValue::Array(items) = &node.value else {
            let issue = wrong_type(&self.full_path(key), &node.value, &format!("a list of `{list}`"), &node.origin);
            self.issues.push(issue);
            return None;
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            let text = if let NodeValue::Text(text) = &item.value { text.as_str() } else { "" };
            if let Some(word) = words.iter().find(|w| **w == text) {
                out.push(*word);
                continue;
            }
            let found = if text.is_empty() { item.value.type_name().to_owned() } else { format!("`{text}`") };
            let hint = did_you_mean(nearest_word(text, words.iter().copied()).as_slice());
            let message = format!("`{}`: {found} is not known", self.full_path(key));
            self.report_problem(message, &item.origin, "not one of the choices", Some(format!("{hint}use `{list}`")));
        }
        Some(out)
    }

    /// Reports every key that was not asked for.
    pub fn finish(self) {
        for (key, origin, _) in self.keys {
            if self.known.contains(&key.as_str()) {
                continue;
            }
            let near = nearest_word(key, self.known.iter().copied());
            let list = self.known.join("`, `");
            let path = if self.path.is_empty() { key.clone() } else { format!("{}.{key}", self.path) };
            let help = near.map_or_else(
                || format!("the keys here are `{list}`"),
                |n| format!("did you mean `{n}`? The keys here are `{list}`"),
            );
            self.issues.push(ScenarioIssue {
                message: format!("unknown key `{path}`"),
                origin: origin.clone(),
                label: "not a key of this table".to_owned(),
                help: Some(help),
            });
        }
    }
}

/// A number with its unit, where it has one.
fn with_unit(value: f64, unit: &str) -> String {
    format!("{value} {unit}").trim_end().to_owned()
}

fn wrong_type(path: &str, found: &NodeValue, wanted: &str, origin: &ValueOrigin) -> ScenarioIssue {
    let place = if path.is_empty() { "the file".to_owned() } else { format!("`{path}`") };
    ScenarioIssue {
        message: format!("{place} must be {wanted}, found {}", found.type_name()),
        origin: origin.clone(),
        label: "wrong type".to_owned(),
        help: None,
    }
}

/// A question that names what is near to a wrong word, with a space behind it; nothing without any.
pub fn did_you_mean<S: AsRef<str>>(near: &[S]) -> String {
    let near: Vec<&str> = near.iter().map(AsRef::as_ref).collect();
    if near.is_empty() { String::new() } else { format!("did you mean `{}`? ", near.join("` or `")) }
}

/// The word nearest to a text, if one is near.
pub fn nearest_word<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    words
        .map(|w| (strsim::damerau_levenshtein(w, &text.to_lowercase()), w))
        .filter(|(distance, w)| *distance <= (w.len() / 3).max(1))
        .min()
        .map(|(_, w)| w)
}
