//! A limit that a variant must keep.

use std::fmt;

use crate::scenario::reader::did_you_mean;
use crate::study::compare::figure::{ResultFigure, find_figure, suggest_figure};
use crate::study::compare::result::ArchitectureResult;
use crate::units::parse::{Dimension, parse_quantity};
use crate::units::table::{UnitDefinition, find_unit, find_unit_of};

/// How a figure stands to its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintRelation {
    /// At most the bound.
    AtMost,
    /// At least the bound.
    AtLeast,
}

impl ConstraintRelation {
    /// Sign in design files.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
        }
    }
}

/// A figure that must not pass a bound.
#[derive(Clone, Copy, Debug)]
pub struct Constraint {
    /// The figure.
    pub figure: &'static ResultFigure,
    /// On which side of the bound it must stay.
    pub relation: ConstraintRelation,
    /// The bound, in the unit of the figure's key.
    pub bound: f64,
}

impl Constraint {
    /// Reads `figure <= value` or `figure >= value`; the value is a number in the unit of the key or has a unit.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub fn parse(text: &str) -> Result<Self, (String, String)> {
        let split = |sign: &str| text.split_once(sign);
        let (key, relation, bound) = match (split("<="), split(">=")) {
            (Some((key, bound)), None) => (key, ConstraintRelation::AtMost, bound),
            (None, Some((key, bound))) => (key, ConstraintRelation::AtLeast, bound),
            _ => {
                let help = "write a figure, <= or >=, and a value: \"annual.pue <= 1.2\"".to_owned();
                return Err((format!("`{text}` is no limit of a figure"), help));
            }
        };
        let figure = parse_figure(key.trim())?;
        let bound = parse_bound(figure, bound.trim())?;
        Ok(Self { figure, relation, bound })
    }

    /// Whether a result keeps it; a figure that does not exist keeps none.
    pub fn is_met(&self, result: &ArchitectureResult) -> bool {
        (self.figure.value)(result).is_some_and(|value| self.allows(value))
    }

    /// Whether a value of the figure keeps it.
    pub fn allows(&self, value: f64) -> bool {
        match self.relation {
            ConstraintRelation::AtMost => value <= self.bound,
            ConstraintRelation::AtLeast => value >= self.bound,
        }
    }

    /// How far a value is beyond the bound, in the unit of the figure; 0 where it is not.
    pub fn excess(&self, value: f64) -> f64 {
        match self.relation {
            ConstraintRelation::AtMost => (value - self.bound).max(0.0),
            ConstraintRelation::AtLeast => (self.bound - value).max(0.0),
        }
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.figure.key, self.relation.sign(), self.bound)
    }
}

/// The figure of a key.
///
/// # Errors
/// What is wrong, and what to do.
pub fn parse_figure(key: &str) -> Result<&'static ResultFigure, (String, String)> {
    find_figure(key).ok_or_else(|| {
        let near = did_you_mean(suggest_figure(key).as_slice());
        let help =
            format!("{near}`rackjoule compare --format json` shows the figures of an architecture by their keys");
        (format!("no figure `{key}`"), help)
    })
}

/// A bound in the unit of a figure.
fn parse_bound(figure: &ResultFigure, text: &str) -> Result<f64, (String, String)> {
    let unit = figure.unit();
    let help = || match unit {
        "" => "write a number".to_owned(),
        unit => format!("write a number, or a number with a unit like {unit}"),
    };
    let refuse = |why: String| Err((format!("limit of `{}`: {why}", figure.key), help()));
    if let Ok(number) = text.strip_suffix(unit).unwrap_or(text).trim().parse::<f64>() {
        return if number.is_finite() { Ok(number) } else { refuse(format!("`{text}` is not a finite number")) };
    }
    let own = unit_definition(unit);
    let Some(own) = own else { return refuse(format!("`{text}` is not a number")) };
    match parse_quantity(text, own.dimension) {
        Ok(si) => Ok(own.from_si(si)),
        Err(error) => refuse(error.to_string()),
    }
}

/// The unit of a figure among those that texts may have; kelvins of figures are differences.
fn unit_definition(unit: &str) -> Option<&'static UnitDefinition> {
    match unit {
        "" => Some(Dimension::Ratio.documented_unit()),
        "K" => find_unit_of(unit, Dimension::TempDelta),
        "h" => find_unit_of(unit, Dimension::Duration),
        _ => find_unit(unit),
    }
}
