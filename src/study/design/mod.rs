//! What studies of many variants share: the keys of a scenario that vary with their values, the figures that are asked of
//! a variant, the limits that it must keep, and the scenario of a point.
//!
//! Knows nothing of how points are chosen: a sweep takes rows of a plan, a search moves from one to the next.

mod base;
mod constraint;
mod domain;
mod objective;
mod overlap;
mod read;
mod value;
mod variable;

pub use base::BaseScenario;
pub use constraint::{Constraint, ConstraintRelation, parse_figure};
pub use domain::{DomainForm, VariableDomain};
pub use objective::{Objective, read_objective_items};
pub use read::{DesignBasis, DesignText, read_figure_list};
pub use value::DesignValue;
pub use variable::DesignVariable;

#[cfg(test)]
mod tests;
