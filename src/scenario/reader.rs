//! Reads the keys of a table and collects everything that is wrong with them.

use crate::units::parse::{self, Dimension};

use super::findings::{Findings, Holds};
use super::issue::Issue;
use super::tree::{Node, Origin, Value};

/// Reads one table. Every problem goes to `issues`; a value that is wrong reads as absent.
pub struct Reader<'a, 'i> {
    keys: &'a [(String, Origin, Node)],
    origin: &'a Origin,
    path: String,
    known: Vec<&'static str>,
    issues: &'i mut Findings,
}

/// A number's place: its dimension and what is allowed, in the documented unit.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// What it measures.
    pub dimension: Dimension,
    /// Smallest, in the documented unit.
    pub min: f64,
    /// Largest, in the documented unit.
    pub max: f64,
}

impl<'a, 'i> Reader<'a, 'i> {
    /// A reader of a node that must be a table; `path` names it in messages.
    pub fn new(node: &'a Node, path: &str, issues: &'i mut Findings) -> Self {
        let keys = if let Value::Table(keys) = &node.value {
            keys.as_slice()
        } else {
            issues.push(wrong_type(path, &node.value, "a table", &node.origin));
            &[]
        };
        Self { keys, origin: &node.origin, path: path.to_owned(), known: Vec::new(), issues }
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The node of a key, if it is there.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.known.contains(&key) {
            self.known.push(key);
            self.holds(key, Holds::Any);
        }
        self.keys.iter().find(|(k, _, _)| k == key).map(|(_, _, node)| node)
    }

    /// Adds a problem at a place.
    pub fn problem(&mut self, message: String, origin: &Origin, label: &str, help: Option<String>) {
        self.issues.push(Issue { message, origin: origin.clone(), label: label.to_owned(), help });
    }

    /// Says that a key is missing.
    pub fn missing(&mut self, key: &str, help: &str) {
        let message = format!("`{}` is missing", self.full(key));
        // The whole table is a long span: its first byte is enough to find it.
        let at = match self.origin {
            Origin::File(span) => Origin::File(span.start..span.start + 1),
            set @ Origin::Set(_) => set.clone(),
        };
        self.problem(message, &at, "in this table", Some(help.to_owned()));
    }

    /// Notes what a key may hold.
    pub fn holds(&mut self, key: &str, what: Holds) {
        let path = self.full(key);
        self.issues.keys.push((path, what));
    }

    /// A text and its origin.
    pub fn text(&mut self, key: &'static str) -> Option<(&'a str, &'a Origin)> {
        self.holds(key, Holds::Text);
        self.written(key)
    }

    fn written(&mut self, key: &'static str) -> Option<(&'a str, &'a Origin)> {
        let node = self.node(key)?;
        if let Value::Text(text) = &node.value {
            return Some((text, &node.origin));
        }
        let issue = wrong_type(&self.full(key), &node.value, "a text", &node.origin);
        self.issues.push(issue);
        None
    }

    /// A truth.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.holds(key, Holds::Flag);
        let node = self.node(key)?;
        if let Value::Bool(flag) = node.value {
            return Some(flag);
        }
        let issue = wrong_type(&self.full(key), &node.value, "true or false", &node.origin);
        self.issues.push(issue);
        None
    }

    /// A whole number between two others.
    pub fn whole(&mut self, key: &'static str, min: u32, max: u32) -> Option<u32> {
        self.holds(key, Holds::Whole(min, max));
        let node = self.node(key)?;
        let Value::Integer(number) = node.value else {
            let issue = wrong_type(&self.full(key), &node.value, "a whole number", &node.origin);
            self.issues.push(issue);
            return None;
        };
        let inside = u32::try_from(number).ok().filter(|n| (min..=max).contains(n));
        if inside.is_none() {
            let message = format!("`{}` must be {min} to {max}, found {number}", self.full(key));
            self.problem(message, &node.origin, "out of range", None);
        }
        inside
    }

    /// A quantity in SI: a number in the documented unit or a text with a unit.
    pub fn quantity(&mut self, key: &'static str, allowed: Allowed) -> Option<f64> {
        let Allowed { dimension, min, max } = allowed;
        self.holds(key, Holds::Quantity(dimension, min, max));
        let node = self.node(key)?;
        let si = match &node.value {
            Value::Integer(i) => parse::bare(*i as f64, dimension),
            Value::Float(f) => parse::bare(*f, dimension),
            Value::Text(text) => match parse::parse(text, dimension) {
                Ok(si) => si,
                Err(error) => {
                    let message = format!("`{}`: {error}", self.full(key));
                    self.problem(message, &node.origin, "wrong here", None);
                    return None;
                }
            },
            other => {
                let wanted = format!("{} (a number or a text with a unit)", dimension.name());
                let issue = wrong_type(&self.full(key), other, &wanted, &node.origin);
                self.issues.push(issue);
                return None;
            }
        };
        let value = parse::in_documented_unit(si, dimension);
        // Half an ulp of rounding at the edges is not a mistake of the user's.
        let slack = 1e-9 * max.abs().max(1.0);
        if value.is_finite() && value >= min - slack && value <= max + slack {
            return Some(si);
        }
        let unit = dimension.unit().names[0];
        let message = format!("`{}` must be {min} to {max} {unit}", self.full(key));
        self.problem(format!("{}, found {value}", message.trim_end()), &node.origin, "out of range", None);
        None
    }

    /// One of some words; `later` are words of the file format that this version does not offer yet.
    pub fn choice(&mut self, key: &'static str, words: &[&'static str], later: &[&str]) -> Option<&'static str> {
        self.holds(key, Holds::Word(words.to_vec()));
        let (text, origin) = self.written(key)?;
        if let Some(word) = words.iter().find(|w| **w == text) {
            return Some(word);
        }
        let list = words.join("`, `");
        let message = if later.contains(&text) {
            format!("`{}`: `{text}` is not available in this version", self.full(key))
        } else {
            format!("`{}`: `{text}` is not known", self.full(key))
        };
        let near = nearest(text, words.iter().copied());
        let hint = did_you_mean(near.as_slice());
        self.problem(message, origin, "not one of the choices", Some(format!("{hint}use `{list}`")));
        None
    }

    /// Some of some words, in a list.
    pub fn words(&mut self, key: &'static str, words: &[&'static str]) -> Option<Vec<&'static str>> {
        self.holds(key, Holds::Words(words.to_vec()));
        let node = self.node(key)?;
        let list = words.join("`, `");
        let Value::Array(items) = &node.value else {
            let issue = wrong_type(&self.full(key), &node.value, &format!("a list of `{list}`"), &node.origin);
            self.issues.push(issue);
            return None;
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            let text = if let Value::Text(text) = &item.value { text.as_str() } else { "" };
            if let Some(word) = words.iter().find(|w| **w == text) {
                out.push(*word);
                continue;
            }
            let found = if text.is_empty() { item.value.kind().to_owned() } else { format!("`{text}`") };
            let hint = did_you_mean(nearest(text, words.iter().copied()).as_slice());
            let message = format!("`{}`: {found} is not known", self.full(key));
            self.problem(message, &item.origin, "not one of the choices", Some(format!("{hint}use `{list}`")));
        }
        Some(out)
    }

    /// Reports every key that was not asked for.
    pub fn finish(self) {
        for (key, origin, _) in self.keys {
            if self.known.contains(&key.as_str()) {
                continue;
            }
            let near = nearest(key, self.known.iter().copied());
            let list = self.known.join("`, `");
            let path = if self.path.is_empty() { key.clone() } else { format!("{}.{key}", self.path) };
            let help = near.map_or_else(
                || format!("the keys here are `{list}`"),
                |n| format!("did you mean `{n}`? The keys here are `{list}`"),
            );
            self.issues.push(Issue {
                message: format!("unknown key `{path}`"),
                origin: origin.clone(),
                label: "not a key of this table".to_owned(),
                help: Some(help),
            });
        }
    }
}

fn wrong_type(path: &str, found: &Value, wanted: &str, origin: &Origin) -> Issue {
    let place = if path.is_empty() { "the file".to_owned() } else { format!("`{path}`") };
    Issue {
        message: format!("{place} must be {wanted}, found {}", found.kind()),
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
pub fn nearest<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    words
        .map(|w| (strsim::damerau_levenshtein(w, &text.to_lowercase()), w))
        .filter(|(distance, w)| *distance <= (w.len() / 3).max(1))
        .min()
        .map(|(_, w)| w)
}
