//! A set point of an architecture that its designer is free to choose: its key, its values, and how it is read and set.

use std::fmt;

use crate::catalog::Catalog;
use crate::units::Temperature;
use crate::units::count::round_count;
use crate::units::message::needed_decimals;
use crate::units::parse::Dimension;

use super::architecture::ArchitectureSettings;
use super::cooling::CoolingMethod;
use super::reader::AllowedRange;

/// A set point.
#[derive(Debug)]
pub struct SetPoint {
    /// Its key in a scenario.
    pub key: &'static str,
    /// What people read.
    pub label: &'static str,
    /// What values it may have.
    pub domain: SetPointDomain,
    /// Word of the value that the program finds by itself, where it may have one beside its numbers.
    pub own_value: Option<&'static str>,
    /// Why an architecture has no such choice; nothing where it has.
    pub refused: fn(&ArchitectureSettings) -> Option<&'static str>,
    /// Its value in an architecture.
    pub read: fn(&ArchitectureSettings, &Catalog) -> SetPointValue,
    /// Gives it a value.
    pub write: fn(&mut ArchitectureSettings, SetPointValue, &Catalog),
}

/// What values a set point may have.
#[derive(Clone, Copy, Debug)]
pub enum SetPointDomain {
    /// A quantity in its documented unit, in steps that a plant is set by.
    Quantity {
        /// Dimension and ends.
        allowed: AllowedRange,
        /// Smallest sensible difference, in the documented unit.
        step: f64,
    },
    /// A whole number.
    Count {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
    },
    /// One of some words.
    Words(&'static [&'static str]),
}

/// A value of a set point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SetPointValue {
    /// A number in the documented unit.
    Number(f64),
    /// A word; beside numbers that of a value which the program finds by itself.
    Word(&'static str),
}

impl SetPointDomain {
    /// Temperatures in steps of 0.1 K, °C.
    pub(super) const fn temperature(min: f64, max: f64) -> Self {
        Self::Quantity { allowed: AllowedRange { dimension: Dimension::Temperature, min, max }, step: 0.1 }
    }
}

impl SetPointValue {
    /// A number as it was written, without what the conversion of units adds.
    pub(super) fn written(number: f64) -> Self {
        Self::Number((number * 1e9).round() / 1e9)
    }

    /// The number in the documented unit; none of a word.
    pub const fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Word(_) => None,
        }
    }

    pub(super) fn temperature(self) -> Option<Temperature> {
        self.number().map(Temperature::from_celsius)
    }

    pub(super) fn count(self) -> Option<u32> {
        self.number().map(round_count)
    }
}

impl fmt::Display for SetPointValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl serde::Serialize for SetPointValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Word(word) => serializer.serialize_str(word),
        }
    }
}

impl SetPoint {
    /// Unit of its numbers, as documented; empty for counts and words.
    pub fn unit(&self) -> &'static str {
        match self.domain {
            SetPointDomain::Quantity { allowed, .. } => allowed.dimension.documented_unit().names[0],
            SetPointDomain::Count { .. } | SetPointDomain::Words(_) => "",
        }
    }

    /// Decimals that tell its steps.
    pub fn decimals(&self) -> usize {
        match self.domain {
            SetPointDomain::Quantity { step, .. } => needed_decimals(step),
            SetPointDomain::Count { .. } | SetPointDomain::Words(_) => 0,
        }
    }

    /// What values it may have in racks that are cooled in a way: the supply temperature depends on it.
    pub fn domain_for(&self, cooling: CoolingMethod) -> SetPointDomain {
        if self.key == "supply_temperature" {
            let range = cooling.supply_range();
            return SetPointDomain::temperature(range.min_c, range.max_c);
        }
        self.domain
    }
}
