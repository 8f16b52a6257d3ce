//! A key of a scenario that varies.

use crate::scenario::KeyChange;
use crate::scenario::reader::TableReader;
use crate::scenario::tree::{TreeNode, ValueOrigin};

use super::domain::{DomainForm, VariableDomain, read_domain};
use super::value::DesignValue;

/// A key of a scenario and the values that it may take.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignVariable {
    /// Path of the key as `--set` takes it; `*` stands for every item of a list.
    pub key: String,
    /// Its values.
    pub domain: VariableDomain,
    /// Where the key was written.
    pub origin: ValueOrigin,
}

impl DesignVariable {
    /// Reads the table at a node; `path` names it in messages.
    pub(super) fn read(r: &mut TableReader<'_, '_>, node: &TreeNode, path: &str, form: DomainForm) -> Option<Self> {
        let mut r = r.nested(node, path);
        let key = r.read_text("key");
        if key.is_none() && r.key_node("key").is_none() {
            let help = "a key of the scenario, for instance \"site.climate\" or \"architecture.*.supply_temperature\"";
            r.report_missing("key", help);
        }
        let domain = read_domain(&mut r, form);
        r.finish();
        let (key, origin) = key?;
        Some(Self { key: key.trim().to_owned(), domain: domain?, origin: origin.clone() })
    }

    /// The change that gives the key a value.
    pub fn change_to(&self, value: &DesignValue) -> KeyChange {
        KeyChange { path: self.key.clone(), text: value.argument_text(), value: value.to_node() }
    }

    /// The key in words: its last step, and the architecture where it is of one alone.
    pub fn label(&self) -> String {
        let mut steps = self.key.rsplit('.');
        let last = steps.next().unwrap_or(&self.key).replace('_', " ");
        match (self.key.strip_prefix("architecture."), steps.next_back().is_some()) {
            (Some(rest), true) if !rest.starts_with("*.") => match rest.split_once('.') {
                Some((name, _)) => format!("{last} of {name}"),
                None => last,
            },
            _ => last,
        }
    }
}
