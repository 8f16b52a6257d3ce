//! What `[best]` and `[architecture.best]` say: limits of set points, and which stay as given.

use super::set_point::SetPointValue;
use super::tree::ValueOrigin;

/// Limits of set points, and which of them stay as given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BestSettings {
    /// Limits, each of another set point.
    pub limits: Vec<SetPointLimits>,
    /// Keys of set points that stay as given.
    pub fixed: Vec<&'static str>,
}

/// The limits of a set point.
#[derive(Clone, Debug, PartialEq)]
pub struct SetPointLimits {
    /// Its key.
    pub key: &'static str,
    /// Values that it may have.
    pub values: LimitedValues,
    /// Where they were written.
    pub origin: ValueOrigin,
}

/// Values that a set point may have.
#[derive(Clone, Debug, PartialEq)]
pub enum LimitedValues {
    /// From the first to the second, in the documented unit.
    Between(f64, f64),
    /// Some of its words.
    OneOf(Vec<&'static str>),
}

impl LimitedValues {
    /// Whether a value is one of them; a rounding error off the ends is.
    pub fn contains(&self, value: SetPointValue) -> bool {
        match (self, value) {
            (Self::Between(low, high), SetPointValue::Number(number)) => (*low - 1e-9..=*high + 1e-9).contains(&number),
            (Self::OneOf(words), SetPointValue::Word(word)) => words.contains(&word),
            _ => false,
        }
    }
}

impl BestSettings {
    /// The limits of a key.
    pub fn limits_of(&self, key: &str) -> Option<&SetPointLimits> {
        self.limits.iter().find(|l| l.key == key)
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let mut out = serde_json::Map::new();
        for limit in &self.limits {
            let values = match &limit.values {
                LimitedValues::Between(low, high) => serde_json::json!([low, high]),
                LimitedValues::OneOf(words) => serde_json::json!(words),
            };
            out.insert(limit.key.to_owned(), values);
        }
        if !self.fixed.is_empty() {
            out.insert("fixed".to_owned(), serde_json::json!(self.fixed));
        }
        out.into()
    }
}
