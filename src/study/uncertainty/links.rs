//! Which inputs follow one draw, which draws go together, and which are independent.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::spread::SamplingRules;
use crate::scenario::InputCorrelation;

use super::input::{InputGroup, SampledInput, ValueKey, value_label};
use super::options::UncertaintyError;

/// Sets of inputs that grow together.
pub(crate) struct DisjointSets {
    parent: Vec<usize>,
}

impl DisjointSets {
    /// Every input alone.
    pub fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn find_root(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    /// Puts two into one set, named by the earlier one.
    pub fn join_sets(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find_root(a), self.find_root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// Numbers the sets in the order of their first inputs and tells each input its number; gives how many there are.
    pub fn assign_columns(&self, inputs: &mut [SampledInput]) -> usize {
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        for (i, input) in inputs.iter_mut().enumerate() {
            let next = numbers.len();
            input.column = *numbers.entry(self.find_root(i)).or_insert(next);
        }
        numbers.len()
    }
}

/// Joins the inputs whose values stand in one record and are high or low together.
pub(crate) fn link_joint_values(spreads: &SamplingRules, inputs: &[SampledInput], links: &mut DisjointSets) {
    for rule in &spreads.together {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, input) in inputs.iter().enumerate().filter(|(_, input)| input.given.is_none()) {
            for (record, _) in input.slots.iter().filter(|(_, key)| rule.keys.contains(key)) {
                links.join_sets(*first.entry(record.as_str()).or_insert(i), i);
            }
        }
    }
}

/// Joins the inputs that stand for one unknown in several records.
pub(crate) fn link_shared_values(spreads: &SamplingRules, inputs: &[SampledInput], links: &mut DisjointSets) {
    for rule in &spreads.shared {
        let shares = |(_, key): &ValueKey| rule.keys.contains(&key_without_positions(key));
        let mut members =
            (0..inputs.len()).filter(|i| inputs[*i].given.is_none() && inputs[*i].slots.iter().any(shares));
        if let Some(first) = members.next() {
            members.for_each(|i| links.join_sets(first, i));
        }
    }
}

/// A key without the positions of its lists: where a part stands in its record says nothing of what it is.
pub(crate) fn key_without_positions(key: &str) -> String {
    key.split('.').filter(|step| step.parse::<usize>().is_err()).collect::<Vec<_>>().join(".")
}

/// Two columns of draws that go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ColumnCorrelation {
    /// The column of the lower number.
    pub first: usize,
    /// The other one.
    pub second: usize,
    /// Rank correlation, −1..=1.
    pub value: f64,
}

/// The correlated pairs of columns.
///
/// # Errors
/// When a name is no input, or two inputs already follow one draw.
pub(crate) fn correlated_columns(
    correlations: &[InputCorrelation],
    inputs: &[SampledInput],
) -> Result<Vec<ColumnCorrelation>, UncertaintyError> {
    let mut out: Vec<ColumnCorrelation> = Vec::new();
    for correlation in correlations {
        let [a, b] = &correlation.between;
        let (i, j) = (find_column(a, inputs)?, find_column(b, inputs)?);
        let (low, high) = (i.min(j), i.max(j));
        let refused = |message: String, help: &str| UncertaintyError::Input { message, help: help.to_owned() };
        if low == high {
            let message = format!("`{a}` and `{b}` follow one draw already, so they have no correlation to give");
            return Err(refused(message, "leave it out"));
        }
        if out.iter().any(|c| (c.first, c.second) == (low, high)) {
            return Err(refused(format!("`{a}` and `{b}` have two correlations"), "keep one of them"));
        }
        out.push(ColumnCorrelation { first: low, second: high, value: correlation.value });
    }
    Ok(out)
}

fn find_column(name: &str, inputs: &[SampledInput]) -> Result<usize, UncertaintyError> {
    let is = |input: &&SampledInput| {
        let stands = |slot: &ValueKey| name == value_label(slot) || name == format!("{}:{}", slot.0, slot.1);
        input.given.as_ref().is_some_and(|g| g.name == name) || input.slots.iter().any(stands)
    };
    inputs.iter().find(is).map(|i| i.column).ok_or_else(|| UncertaintyError::Input {
        message: format!("a correlation of `[uncertainty]` names `{name}`, which does not vary here"),
        help: "name an [[uncertainty.input]], or RECORD:KEY of an estimate that the architectures rest on".to_owned(),
    })
}

/// Columns that are independent of each other, with the architectures that each reaches.
pub(crate) fn independent_groups(
    inputs: &[SampledInput],
    columns: usize,
    pairs: &[ColumnCorrelation],
    reach: impl Fn(&SampledInput) -> Vec<bool>,
) -> Vec<InputGroup> {
    let mut links = DisjointSets::new(columns);
    for pair in pairs {
        links.join_sets(pair.first, pair.second);
    }
    let mut members: BTreeMap<usize, Vec<&SampledInput>> = BTreeMap::new();
    for input in inputs {
        members.entry(links.find_root(input.column)).or_default().push(input);
    }
    members
        .into_values()
        .map(|inputs| {
            let columns: BTreeSet<usize> = inputs.iter().map(|i| i.column).collect();
            let mut reaches = reach(inputs[0]);
            for input in &inputs[1..] {
                for (all, one) in reaches.iter_mut().zip(reach(input)) {
                    *all |= one;
                }
            }
            let more = inputs.iter().map(|i| i.slots.len().max(1)).sum::<usize>() - 1;
            let first = inputs[0].name();
            let name = if more == 0 { first } else { format!("{first} (with {more} more)") };
            InputGroup { name, columns, reaches }
        })
        .collect()
}
