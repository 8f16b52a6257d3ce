//! Set points of an architecture that its designer is free to choose, each with its key, its values and how it is read
//! and set: what `[best]` limits and a search moves.

use std::fmt;

use crate::catalog::Catalog;
use crate::units::Temperature;
use crate::units::message::needed_decimals;
use crate::units::parse::Dimension;

use super::architecture::ArchitectureSettings;
use super::cooling::{Containment, CoolingMethod};
use super::defaults;
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
    /// Why an architecture has no such choice; nothing where it has.
    pub refused: fn(&ArchitectureSettings) -> Option<&'static str>,
    /// Its value in an architecture.
    pub read: fn(&ArchitectureSettings) -> SetPointValue,
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
    /// One of some words.
    Words(&'static [&'static str]),
}

/// A value of a set point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SetPointValue {
    /// A number in the documented unit.
    Number(f64),
    /// A word.
    Word(&'static str),
}

/// Every set point, in the order of reports.
pub static SET_POINTS: &[SetPoint] = &[
    SetPoint {
        key: "supply_temperature",
        label: "supply temperature",
        domain: SetPointDomain::Quantity { allowed: temperatures(5.0, 65.0), step: 0.1 },
        refused: |_| None,
        read: |a| celsius(a.supply),
        write: |a, value, _| {
            let Some(supply) = value.temperature() else { return };
            a.supply = supply;
            // The air of racks on air alone is their supply.
            if a.cooling.is_air_cooled() {
                a.air = supply;
            }
        },
    },
    SetPoint {
        key: "air_temperature",
        label: "hall air temperature",
        domain: SetPointDomain::Quantity { allowed: temperatures(10.0, 45.0), step: 0.1 },
        refused: |a| a.cooling.is_air_cooled().then_some("the hall's air is the supply of its racks"),
        read: |a| celsius(a.air),
        write: |a, value, _| {
            if let Some(air) = value.temperature() {
                a.air = air;
            }
        },
    },
    SetPoint {
        key: "containment",
        label: "containment",
        domain: SetPointDomain::Words(&Containment::WORDS),
        refused: |a| match a.containment {
            _ if !a.cooling.has_server_fans() => Some("racks without fans draw no air from aisles"),
            None => Some("`recirculation` is given"),
            Some(_) => None,
        },
        read: |a| SetPointValue::Word(a.containment.unwrap_or_default().name()),
        write: |a, value, catalog| {
            let SetPointValue::Word(word) = value else { return };
            let Some(containment) = Containment::from_word(word) else { return };
            if let Some(recirculation) = defaults::aisle_recirculation(catalog, containment) {
                a.containment = Some(containment);
                a.recirculation = recirculation;
            }
        },
    },
];

const fn temperatures(min: f64, max: f64) -> AllowedRange {
    AllowedRange { dimension: Dimension::Temperature, min, max }
}

/// A temperature as it was written, without what the conversion of units adds.
fn celsius(temperature: Temperature) -> SetPointValue {
    SetPointValue::Number((temperature.celsius() * 1e9).round() / 1e9)
}

impl SetPointValue {
    /// The number in the documented unit; none of a word.
    pub const fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Word(_) => None,
        }
    }

    fn temperature(self) -> Option<Temperature> {
        self.number().map(Temperature::from_celsius)
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
    /// The set point of a key.
    pub fn find(key: &str) -> Option<&'static Self> {
        SET_POINTS.iter().find(|s| s.key == key)
    }

    /// Every key.
    pub fn keys() -> Vec<&'static str> {
        SET_POINTS.iter().map(|s| s.key).collect()
    }

    /// Unit of its numbers, as documented; empty for words.
    pub fn unit(&self) -> &'static str {
        match self.domain {
            SetPointDomain::Quantity { allowed, .. } => allowed.dimension.documented_unit().names[0],
            SetPointDomain::Words(_) => "",
        }
    }

    /// Decimals that tell its steps.
    pub fn decimals(&self) -> usize {
        match self.domain {
            SetPointDomain::Quantity { step, .. } => needed_decimals(step),
            SetPointDomain::Words(_) => 0,
        }
    }

    /// What values racks that are cooled in a way may have: the supply temperature depends on it.
    pub fn domain_for(&self, cooling: CoolingMethod) -> SetPointDomain {
        match self.domain {
            SetPointDomain::Quantity { step, .. } if self.key == "supply_temperature" => {
                let range = cooling.supply_range();
                SetPointDomain::Quantity { allowed: temperatures(range.min_c, range.max_c), step }
            }
            domain => domain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{DEFAULT, Scenario};

    /// Every set point reads back what it was given, and moves nothing else that a scenario says.
    #[test]
    fn a_set_point_reads_back_what_was_written() {
        let catalog = Catalog::load(None).unwrap();
        let open = ["architecture.air.containment=open".to_owned()];
        let text = DEFAULT.replace("recirculation = 0.03", "");
        let scenario = Scenario::parse("default", &text, &open, &catalog).unwrap();
        for given in &scenario.architectures {
            for point in SET_POINTS.iter().filter(|p| (p.refused)(given).is_none()) {
                let value = match point.domain_for(given.cooling) {
                    SetPointDomain::Quantity { allowed, step } => SetPointValue::Number(allowed.min + 7.0 * step),
                    SetPointDomain::Words(words) => SetPointValue::Word(words[0]),
                };
                let mut moved = given.clone();
                assert_ne!((point.read)(&moved), value, "{}", point.key);
                (point.write)(&mut moved, value, &catalog);
                assert_eq!((point.read)(&moved), value, "{}", point.key);
                for other in SET_POINTS.iter().filter(|o| o.key != point.key && (o.refused)(given).is_none()) {
                    assert_eq!((other.read)(&moved), (other.read)(given), "{} by {}", other.key, point.key);
                }
                (point.write)(&mut moved, (point.read)(given), &catalog);
                assert_eq!(format!("{:?}", moved.to_json()), format!("{:?}", given.to_json()), "{}", point.key);
            }
        }
    }
}
