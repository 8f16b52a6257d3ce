//! A value of a design variable.

use std::fmt;

use crate::scenario::tree::NodeValue;

/// A value that a key of a scenario takes.
#[derive(Clone, Debug, PartialEq)]
pub enum DesignValue {
    /// A text: an id, a word, a file, a quantity with its unit.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number and its unit, empty for the documented unit of the key.
    Number {
        /// The number.
        value: f64,
        /// The unit as written.
        unit: String,
    },
}

impl DesignValue {
    /// The value of a node; nothing where it is a list, a table or a date.
    pub fn from_node(value: &NodeValue) -> Option<Self> {
        Some(match value {
            NodeValue::Text(text) => Self::Text(text.clone()),
            NodeValue::Bool(flag) => Self::Boolean(*flag),
            NodeValue::Integer(number) => Self::Integer(*number),
            NodeValue::Float(number) if number.is_finite() => Self::Number { value: *number, unit: String::new() },
            _ => return None,
        })
    }

    /// The value as it stands in a scenario.
    pub fn to_node(&self) -> NodeValue {
        match self {
            Self::Text(text) => NodeValue::Text(text.clone()),
            Self::Boolean(flag) => NodeValue::Bool(*flag),
            Self::Integer(number) => NodeValue::Integer(*number),
            Self::Number { value, unit } if unit.is_empty() => NodeValue::Float(*value),
            Self::Number { .. } => NodeValue::Text(self.to_string()),
        }
    }

    /// The value as a `--set` argument has it.
    pub fn argument_text(&self) -> String {
        match self {
            Self::Text(text) => toml::Value::String(text.clone()).to_string(),
            _ => self.to_string(),
        }
    }

    /// The number, where it is one.
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Number { value, .. } => Some(*value),
            Self::Text(_) | Self::Boolean(_) => None,
        }
    }
}

impl fmt::Display for DesignValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number { value, unit } if unit.is_empty() => write!(f, "{value}"),
            Self::Number { value, unit } => write!(f, "{value} {unit}"),
        }
    }
}

/// As in JSON: text, truth or number; a number with a unit is its number alone.
impl serde::Serialize for DesignValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Boolean(flag) => serializer.serialize_bool(*flag),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number { value, .. } => serializer.serialize_f64(*value),
        }
    }
}
