//! A key whose value may differ between architectures: one value for all, or a table by their names.

use std::collections::BTreeMap;

use super::findings::{KeyContent, ScenarioFindings};
use super::issue::ScenarioIssue;
use super::reader::{TableReader, nearest_word};
use super::tree::{NodeValue, TreeNode, ValueOrigin};

/// A value for every architecture, or some for some of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ByArchitecture<T> {
    /// Of architectures that are not named.
    usual: Option<T>,
    /// By name.
    own: BTreeMap<String, T>,
}

impl<T> Default for ByArchitecture<T> {
    fn default() -> Self {
        Self { usual: None, own: BTreeMap::new() }
    }
}

impl<T> ByArchitecture<T> {
    /// The value of an architecture, if it has one.
    pub fn of(&self, architecture: &str) -> Option<&T> {
        self.own.get(architecture).or(self.usual.as_ref())
    }

    /// As it stands in a scenario; nothing where none is given.
    pub(super) fn to_json(&self, word: impl Fn(&T) -> String) -> Option<serde_json::Value> {
        match &self.usual {
            Some(usual) => Some(word(usual).into()),
            None if self.own.is_empty() => None,
            None => Some(
                self.own.iter().map(|(name, value)| (name.clone(), serde_json::Value::from(word(value)))).collect(),
            ),
        }
    }
}

/// Reads a key of texts: one, or a table of them by the architectures' names. `parse` says what is wrong with a text, and how
/// to mend it.
pub(super) fn read_by_architecture<T>(
    r: &mut TableReader<'_, '_>,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, (String, String)>,
) -> ByArchitecture<T> {
    let mut out = ByArchitecture::default();
    r.note_content(key, KeyContent::TextByName);
    let Some(node) = r.key_node(key) else { return out };
    let read = |r: &mut TableReader<'_, '_>, node: &TreeNode| {
        let NodeValue::Text(text) = &node.value else {
            let message = format!("`{key}` must be a text, found {}", node.value.type_name());
            r.report_problem(message, &node.origin, "wrong type", None);
            return None;
        };
        parse(text).map_err(|(message, help)| r.report_problem(message, &node.origin, "this one", Some(help))).ok()
    };
    match &node.value {
        NodeValue::Table(entries) => {
            for (name, _, value) in entries {
                out.own.extend(read(r, value).map(|value| (name.clone(), value)));
            }
        }
        _ => out.usual = read(r, node),
    }
    out
}

/// Reports names in a table by architecture that no architecture has.
pub(super) fn check_names(node: Option<&TreeNode>, path: &str, names: &[&str], issues: &mut ScenarioFindings) {
    let Some(TreeNode { value: NodeValue::Table(entries), .. }) = node else { return };
    for (name, origin, _) in entries.iter().filter(|(name, ..)| !names.contains(&name.as_str())) {
        issues.push(unknown_architecture(&format!("{path}.{name}"), name, origin, names));
    }
}

fn unknown_architecture(path: &str, name: &str, origin: &ValueOrigin, names: &[&str]) -> ScenarioIssue {
    let near = nearest_word(name, names.iter().copied());
    let hint = super::reader::did_you_mean(near.as_slice());
    ScenarioIssue {
        message: format!("`{path}`: no architecture is named `{name}`"),
        origin: origin.clone(),
        label: "not an architecture".to_owned(),
        help: Some(format!("{hint}the architectures are `{}`", names.join("`, `"))),
    }
}
