//! The points of a search: a place for each variable, and what stands there.

use crate::scenario::KeyChange;
use crate::solve::grid_search::{GridAxis, GridPoint};
use crate::study::design::{DesignBasis, DesignValue, DesignVariable, VariableDomain};

/// Steps of a range that has none of its own.
pub(crate) const RANGE_STEPS: u32 = 1000;

/// An end of a variable's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RangeEnd {
    /// The lowest value.
    Low,
    /// The highest value.
    High,
}

/// The variables that an architecture can be changed by, each with a finite number of values.
#[derive(Clone, Debug)]
pub(crate) struct DesignSpace {
    /// The variables; a key of every architecture is that of this one.
    pub variables: Vec<DesignVariable>,
    /// Axes of the grid.
    pub axes: Vec<GridAxis>,
}

impl DesignSpace {
    /// The variables of a design that touch an architecture: those of the site and of the load, and its own.
    pub fn new(basis: &DesignBasis, architecture: usize) -> Self {
        let variables: Vec<DesignVariable> = basis
            .variables
            .iter()
            .filter_map(|variable| own_variable(basis, variable, architecture))
            .map(|v| DesignVariable { domain: finite_domain(v.domain.clone()), ..v })
            .collect();
        let axes = variables.iter().map(|variable| axis_of(&variable.domain)).collect();
        Self { variables, axes }
    }

    /// The values at a point.
    pub fn values_at(&self, point: &[usize]) -> Vec<DesignValue> {
        self.variables.iter().zip(point).map(|(variable, place)| variable.domain.value_at(*place as u64)).collect()
    }

    /// The changes of the scenario at a point.
    pub fn changes_at(&self, point: &[usize]) -> Vec<KeyChange> {
        self.variables.iter().zip(self.values_at(point)).map(|(variable, value)| variable.change_to(&value)).collect()
    }

    /// The end of its range that a variable is at, where it has a range and more than one value.
    pub fn end_at(&self, point: &[usize], axis: usize) -> Option<RangeEnd> {
        let GridAxis { points, choices } = self.axes[axis];
        if matches!(self.variables[axis].domain, VariableDomain::Choices(_)) || choices > 0 || points < 2 {
            return None;
        }
        match point[axis] {
            0 => Some(RangeEnd::Low),
            place if place + 1 == points => Some(RangeEnd::High),
            _ => None,
        }
    }

    /// The length of a step of a variable in the unit that its range is written in; nothing for choices.
    pub fn step(&self, axis: usize) -> Option<f64> {
        let domain = &self.variables[axis].domain;
        (!matches!(domain, VariableDomain::Choices(_)) && self.axes[axis].points > 1)
            .then(|| Some((domain.value_at(1).number()? - domain.value_at(0).number()?).abs()))
            .flatten()
    }

    /// The space with a range longer at an end by a hundredth, a step at least; the same point in it, moved to the new end;
    /// and by how much the range is longer. Nothing for choices.
    pub fn extended(&self, point: &[usize], axis: usize, end: RangeEnd) -> Option<(Self, GridPoint, f64)> {
        let mut space = self.clone();
        let domain = &mut space.variables[axis].domain;
        let (added, length) = match domain {
            VariableDomain::Range { low, high, steps: Some(steps), .. } => {
                let added = (*steps / 100).max(1);
                let length = (*high - *low) / f64::from(*steps) * f64::from(added);
                *steps += added;
                *(if end == RangeEnd::Low { low } else { high }) += if end == RangeEnd::Low { -length } else { length };
                (added as usize, length)
            }
            VariableDomain::Integers { low, high } => {
                *(if end == RangeEnd::Low { low } else { high }) += if end == RangeEnd::Low { -1 } else { 1 };
                (1, 1.0)
            }
            VariableDomain::Range { .. } | VariableDomain::Choices(_) => return None,
        };
        space.axes[axis].points += added;
        let mut moved = point.to_vec();
        moved[axis] = if end == RangeEnd::Low { 0 } else { space.axes[axis].points - 1 };
        Some((space, moved, length))
    }
}

/// The variable as it touches an architecture; nothing where it is of others alone.
fn own_variable(basis: &DesignBasis, variable: &DesignVariable, architecture: usize) -> Option<DesignVariable> {
    let Some(rest) = variable.key.strip_prefix("architecture.") else { return Some(variable.clone()) };
    let known = &basis.scenario.architectures;
    let mut names: Vec<(String, usize)> = known.iter().enumerate().map(|(i, a)| (a.name.clone(), i)).collect();
    names.extend((0..known.len()).map(|i| (i.to_string(), i)));
    let is_own = |item: &str| {
        item == "*" || names.iter().find(|(name, _)| name == item).is_none_or(|(_, place)| *place == architecture)
    };
    let (item, key) = rest.split_once('.')?;
    let name = &known[architecture].name;
    // A name that is a path or a place to `--set` stands for its place.
    let own = if name.contains('.') || name.parse::<usize>().is_ok() { architecture.to_string() } else { name.clone() };
    is_own(item).then(|| DesignVariable { key: format!("architecture.{own}.{key}"), ..variable.clone() })
}

/// A range without steps in steps of a thousandth.
fn finite_domain(domain: VariableDomain) -> VariableDomain {
    match domain {
        VariableDomain::Range { low, high, unit, steps: None } => {
            VariableDomain::Range { low, high, unit, steps: Some(RANGE_STEPS) }
        }
        other => other,
    }
}

/// The axis of a domain: numbers that rise are in order, all else are choices.
fn axis_of(domain: &VariableDomain) -> GridAxis {
    let count = domain.count().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
    let rises = match domain {
        VariableDomain::Choices(values) => {
            let numbers: Option<Vec<f64>> = values.iter().map(DesignValue::number).collect();
            numbers.is_some_and(|numbers| numbers.is_sorted())
        }
        VariableDomain::Range { .. } | VariableDomain::Integers { .. } => true,
    };
    if rises { GridAxis::rising(count) } else { GridAxis::of_choices(count) }
}
