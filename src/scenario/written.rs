//! A scenario as written, from which any number of checked scenarios can be read, each with some keys changed.

use crate::catalog::Catalog;

use super::checked::Scenario;
use super::findings::ScenarioFindings;
use super::issue::{InvalidScenario, ScenarioIssue};
use super::tree::{self, NodeValue, TreeNode, ValueOrigin};
use super::uncertainty::UncertainInput;
use super::{check, inert, spelling};

/// A scenario as written with its `--set` arguments, not checked yet.
#[derive(Clone, Debug)]
pub struct ScenarioTree {
    file: String,
    text: String,
    sets: Vec<String>,
    root: TreeNode,
    /// What is wrong with the arguments.
    issues: Vec<ScenarioIssue>,
}

/// A value that takes the place of one of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyChange {
    /// Path of the key, as `--set` takes it.
    pub path: String,
    /// The value as a `--set` argument has it.
    pub text: String,
    /// The value.
    pub value: NodeValue,
}

impl KeyChange {
    /// The `--set` argument that makes the same change.
    pub fn set_argument(&self) -> String {
        format!("{}={}", self.path, self.text)
    }
}

impl ScenarioTree {
    /// Reads a scenario; `overrides` are `--set` arguments.
    ///
    /// # Errors
    /// What is no TOML, and a file without any key.
    pub fn parse(file: &str, text: &str, overrides: &[String]) -> Result<Self, InvalidScenario> {
        let invalid = |issue: ScenarioIssue| InvalidScenario {
            file: file.to_owned(),
            text: text.to_owned(),
            issues: vec![issue],
        };
        let mut root = tree::parse_tree(text).map_err(|(message, span)| {
            invalid(ScenarioIssue {
                message: format!("not valid TOML: {message}"),
                origin: ValueOrigin::File(span),
                label: "here".to_owned(),
                help: None,
            })
        })?;
        if matches!(&root.value, NodeValue::Table(keys) if keys.is_empty()) && overrides.is_empty() {
            return Err(invalid(ScenarioIssue {
                message: "the scenario is empty".to_owned(),
                origin: ValueOrigin::File(0..0),
                label: "nothing here".to_owned(),
                help: Some("`rackjoule init FILE` writes a commented one to start from".to_owned()),
            }));
        }
        let mut issues = Vec::new();
        for argument in overrides {
            if let Err(message) = tree::apply_override(&mut root, argument) {
                let origin = ValueOrigin::Set(argument.clone());
                issues.push(ScenarioIssue { message, origin, label: String::new(), help: None });
            }
        }
        Ok(Self { file: file.to_owned(), text: text.to_owned(), sets: overrides.to_vec(), root, issues })
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The checked scenario with some values changed; each change counts as a `--set` argument behind the others.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(&self, changes: &[KeyChange], catalog: &Catalog) -> Result<Scenario, InvalidScenario> {
        let mut root = self.root.clone();
        let mut sets = self.sets.clone();
        let mut issues = ScenarioFindings::default();
        issues.extend(self.issues.iter().cloned());
        for change in changes {
            let argument = change.set_argument();
            let origin = ValueOrigin::Set(argument.clone());
            let value = TreeNode { value: change.value.clone(), origin: origin.clone() };
            if let Err(message) = tree::set_value(&mut root, &change.path, &value) {
                issues.push(ScenarioIssue { message, origin, label: String::new(), help: None });
            }
            sets.push(argument);
        }
        let mut hints = spelling::replace_old_spellings(&mut root, &self.text);
        let scenario = check::read_scenario(&root, &self.text, catalog, &mut issues);
        if let Some(scenario) = scenario.as_ref().filter(|_| issues.is_empty()) {
            let inputs = scenario.uncertainty.inputs.iter();
            issues.extend(inputs.filter_map(|input| find_range_issue(input, &root, &self.text, catalog)));
        }
        match scenario {
            Some(scenario) if issues.is_empty() => {
                hints.extend(inert::inert_key_hints(&root, &scenario.architectures, &self.text));
                Ok(Scenario { sets, hints, ..scenario })
            }
            _ => {
                issues.sort_by_key(|issue| match &issue.origin {
                    ValueOrigin::File(span) => span.start,
                    ValueOrigin::Set(_) => usize::MAX,
                });
                Err(InvalidScenario { file: self.file.clone(), text: self.text.clone(), issues: issues.issues })
            }
        }
    }
}

/// What is wrong with an input of the scenario's at its ends, or between them where only whole numbers are allowed.
fn find_range_issue(
    input: &UncertainInput,
    root: &tree::TreeNode,
    text: &str,
    catalog: &Catalog,
) -> Option<ScenarioIssue> {
    if input.record.is_some() {
        return None;
    }
    let between = input.low + 0.618 * (input.high - input.low);
    [input.low, input.high, between].into_iter().find_map(|value| {
        let (argument, mut issues) = (input.set_argument(value), ScenarioFindings::default());
        let mut changed = root.clone();
        let message = if let Err(message) = tree::apply_override(&mut changed, &argument) {
            message
        } else {
            check::read_scenario(&changed, text, catalog, &mut issues);
            issues.issues.into_iter().next()?.message
        };
        let message = format!("uncertainty of `{}`, at {value} {}", input.name, input.unit).trim_end().to_owned()
            + ": "
            + &message;
        let help = Some("a range may hold only values that the scenario allows".to_owned());
        let (origin, label) = (input.origin.clone(), "its range".to_owned());
        Some(ScenarioIssue { message, origin, label, help })
    })
}
