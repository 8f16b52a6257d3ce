//! Reads what all design files have: the scenario, the variables, the limits.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::catalog::Catalog;
use crate::scenario::findings::ScenarioFindings;
use crate::scenario::issue::{InvalidScenario, ScenarioIssue};
use crate::scenario::reader::TableReader;
use crate::scenario::tree::{NodeValue, TreeNode, ValueOrigin, parse_tree};
use crate::scenario::{KeyChange, Scenario};
use crate::study::compare::figure::ResultFigure;

use super::base::BaseScenario;
use super::constraint::{Constraint, parse_figure};
use super::domain::{DomainForm, VariableDomain};
use super::value::DesignValue;
use super::variable::DesignVariable;

/// A design file as written.
#[derive(Clone, Debug)]
pub struct DesignText {
    file: String,
    text: String,
    root: TreeNode,
}

impl DesignText {
    /// Reads a text; `file` names it in messages.
    ///
    /// # Errors
    /// What is no TOML.
    pub fn parse(file: &str, text: &str) -> Result<Self, InvalidScenario> {
        let root = parse_tree(text).map_err(|(message, span)| InvalidScenario {
            file: file.to_owned(),
            text: text.to_owned(),
            issues: vec![ScenarioIssue {
                message: format!("not valid TOML: {message}"),
                origin: ValueOrigin::File(span),
                label: "here".to_owned(),
                help: None,
            }],
        })?;
        Ok(Self { file: file.to_owned(), text: text.to_owned(), root })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole file.
    pub const fn root(&self) -> &TreeNode {
        &self.root
    }

    /// What was read, or everything that is wrong with it.
    ///
    /// # Errors
    /// The findings, where there are some.
    pub fn settle<T>(&self, read: Option<T>, findings: ScenarioFindings) -> Result<T, InvalidScenario> {
        match read {
            Some(read) if findings.is_empty() => Ok(read),
            _ => Err(self.invalid(findings.issues)),
        }
    }

    /// Problems with this file, in its order.
    pub fn invalid(&self, mut issues: Vec<ScenarioIssue>) -> InvalidScenario {
        issues.sort_by_key(|issue| match &issue.origin {
            ValueOrigin::File(span) => span.start,
            ValueOrigin::Set(_) => usize::MAX,
        });
        InvalidScenario { file: self.file.clone(), text: self.text.clone(), issues }
    }
}

/// What all designs have.
#[derive(Clone, Debug)]
pub struct DesignBasis {
    /// The scenario that is changed.
    pub base: BaseScenario,
    /// The scenario as it is.
    pub scenario: Scenario,
    /// What varies, in the order written; at least one.
    pub variables: Vec<DesignVariable>,
    /// What a variant must keep.
    pub constraints: Vec<Constraint>,
}

impl DesignBasis {
    /// Reads the keys `scenario`, `constraints` and the tables of variables, `list` by name, of a design file that lies in a
    /// folder; `sets` are `--set` arguments for the scenario. Problems with the design go to the findings of the reader.
    ///
    /// # Errors
    /// What is wrong with the scenario that it names.
    pub fn read(
        r: &mut TableReader<'_, '_>,
        (list, form): (&'static str, DomainForm),
        folder: &Path,
        sets: &[String],
        catalog: &Catalog,
    ) -> Result<Option<Self>, InvalidScenario> {
        let file = r.read_text("scenario");
        let variables = read_variables(r, list, form);
        let constraints = read_constraints(r);
        let base = match file {
            None => Some(BaseScenario::built_in(sets, vec![folder.to_owned()])?),
            Some((name, origin)) => {
                let path = folder.join(name);
                match fs::read_to_string(&path) {
                    Ok(text) => {
                        let own = path.parent().unwrap_or(folder).to_owned();
                        let folders = vec![own, folder.to_owned()];
                        Some(BaseScenario::parse(&path.display().to_string(), &text, sets, folders)?)
                    }
                    Err(error) => {
                        let message = format!("`scenario`: {} can't be read: {error}", path.display());
                        let help =
                            "the path is relative to the folder of the design; leave it out for the built-in one";
                        r.report_problem(message, origin, "this file", Some(help.to_owned()));
                        None
                    }
                }
            }
        };
        let Some(base) = base else { return Ok(None) };
        let scenario = base.at(&[], catalog)?;
        let Some(variables) = variables else { return Ok(None) };
        let basis = Self { base, scenario, variables, constraints };
        basis.check_values(r, catalog);
        Ok(Some(basis))
    }

    /// The changes of a point: one value for each variable, in their order.
    pub fn changes_at(&self, point: &[DesignValue]) -> Vec<KeyChange> {
        self.variables.iter().zip(point).map(|(variable, value)| variable.change_to(value)).collect()
    }

    /// The checked scenario of a point: one value for each variable, in their order.
    ///
    /// # Errors
    /// Everything that is wrong then.
    pub fn scenario_at(&self, point: &[DesignValue], catalog: &Catalog) -> Result<Scenario, InvalidScenario> {
        self.base.at(&self.changes_at(point), catalog)
    }

    /// Reports the values that a scenario never allows: keys that do not exist, words, units and ranges.
    fn check_values(&self, r: &mut TableReader<'_, '_>, catalog: &Catalog) {
        let ends = |which: usize| -> Vec<DesignValue> {
            self.variables
                .iter()
                .map(|v| v.domain.end_values().into_iter().nth(which))
                .collect::<Option<_>>()
                .unwrap_or_default()
        };
        let (first, last) = (ends(0), ends(1));
        for (place, variable) in self.variables.iter().enumerate() {
            let mut told = BTreeSet::new();
            for value in values_to_check(&variable.domain) {
                let alone = vec![variable.change_to(&value)];
                let among = |others: &[DesignValue]| {
                    let mut point = others.to_vec();
                    point[place] = value.clone();
                    self.changes_at(&point)
                };
                // A value that one surrounding refuses may suit another: it is wrong where none allows it.
                let own = |changes: &[KeyChange]| self.own_issue(&alone[0], changes, catalog);
                let Some(issue) = own(&alone) else { continue };
                if own(&among(&first)).is_none() || own(&among(&last)).is_none() {
                    continue;
                }
                if told.insert(issue.message.clone()) {
                    let label = format!("with {value}");
                    r.report_problem(issue.message, &variable.origin, &label, issue.help);
                }
            }
        }
    }

    /// The first problem with a change among others.
    fn own_issue(&self, change: &KeyChange, changes: &[KeyChange], catalog: &Catalog) -> Option<ScenarioIssue> {
        let origin = ValueOrigin::Set(change.set_argument());
        let issues = self.base.at(changes, catalog).err()?.issues;
        issues.into_iter().find(|issue| issue.origin == origin)
    }
}

/// Values of a list that are tried one by one before a study.
const MAX_CHECKED_VALUES: usize = 500;

/// Every value of a list, and the ends of a range.
fn values_to_check(domain: &VariableDomain) -> Vec<DesignValue> {
    match domain {
        VariableDomain::Choices(values) => values.iter().take(MAX_CHECKED_VALUES).cloned().collect(),
        VariableDomain::Range { .. } | VariableDomain::Integers { .. } => domain.end_values().to_vec(),
    }
}

/// The variables of a design; nothing where one of them is wrong or there is none.
fn read_variables(r: &mut TableReader<'_, '_>, list: &'static str, form: DomainForm) -> Option<Vec<DesignVariable>> {
    let Some(node) = r.table_list_node(list) else {
        r.report_missing(list, &format!("add a table [[{list}]] with a key and its values"));
        return None;
    };
    let NodeValue::Array(items) = &node.value else {
        let message = format!("`{list}` must be a list of tables");
        r.report_problem(message, &node.origin, "here", Some(format!("write [[{list}]] with two brackets")));
        return None;
    };
    let mut out: Vec<DesignVariable> = Vec::with_capacity(items.len());
    let mut sound = true;
    for (place, item) in items.iter().enumerate() {
        let Some(variable) = DesignVariable::read(r, item, &format!("{list}.{place}"), form) else {
            sound = false;
            continue;
        };
        if out.iter().any(|other| other.key == variable.key) {
            let message = format!("`{}` varies twice", variable.key);
            r.report_problem(message, &variable.origin, "the second", Some("keep one of them".to_owned()));
            sound = false;
        }
        out.push(variable);
    }
    if out.is_empty() && sound {
        r.report_problem(format!("`{list}` is empty"), &node.origin, "no table", None);
    }
    (sound && !out.is_empty()).then_some(out)
}

/// The limits of a design.
fn read_constraints(r: &mut TableReader<'_, '_>) -> Vec<Constraint> {
    let Some(node) = r.key_node("constraints") else { return Vec::new() };
    let mut out = Vec::new();
    let NodeValue::Array(items) = &node.value else {
        let message = format!("`constraints` must be a list, found {}", node.value.type_name());
        let help = "for instance constraints = [\"annual.unmet_hours <= 0\"]".to_owned();
        r.report_problem(message, &node.origin, "wrong type", Some(help));
        return out;
    };
    for item in items {
        let found = match &item.value {
            NodeValue::Text(text) => Constraint::parse(text),
            other => Err((
                format!("`constraints`: {} is no limit of a figure", other.type_name()),
                "write a text: \"annual.pue <= 1.2\"".to_owned(),
            )),
        };
        match found {
            Ok(constraint) => out.push(constraint),
            Err((message, help)) => r.report_problem(message, &item.origin, "this limit", Some(help)),
        }
    }
    out
}

/// The figures of a list of keys; nothing where the key is absent.
pub fn read_figure_list(r: &mut TableReader<'_, '_>, key: &'static str) -> Option<Vec<&'static ResultFigure>> {
    let node = r.key_node(key)?;
    let NodeValue::Array(items) = &node.value else {
        let message = format!("`{key}` must be a list of figures, found {}", node.value.type_name());
        r.report_problem(message, &node.origin, "wrong type", Some(format!("for instance {key} = [\"annual.pue\"]")));
        return None;
    };
    let mut out: Vec<&'static ResultFigure> = Vec::with_capacity(items.len());
    for item in items {
        let NodeValue::Text(text) = &item.value else {
            let message = format!("`{key}`: {} is no figure", item.value.type_name());
            r.report_problem(message, &item.origin, "wrong type", None);
            continue;
        };
        match parse_figure(text) {
            Ok(figure) if out.iter().any(|other| other.key == figure.key) => {
                r.report_problem(format!("`{key}` has `{text}` twice"), &item.origin, "the second", None);
            }
            Ok(figure) => out.push(figure),
            Err((message, help)) => {
                r.report_problem(format!("`{key}`: {message}"), &item.origin, "not known", Some(help))
            }
        }
    }
    Some(out)
}
