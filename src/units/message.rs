//! Sentences that hold quantities. A message keeps each value with its unit, so that a reader's system of units is applied
//! to the value, and no text is ever parsed again.

use std::fmt;

use serde::{Serialize, Serializer};

use super::typeset::typeset_unit;

/// A value with its unit of SI, as it stands in a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value, in the unit.
    pub value: f64,
    /// Label of the unit: `degC` for a temperature, `K` for a difference of temperatures.
    pub unit: &'static str,
    /// Decimals of the value in SI.
    pub digits: usize,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum MessagePart {
    /// Words.
    Text(String),
    /// A quantity.
    Quantity(Quantity),
    /// Two quantities of the same unit and what lies between them.
    Range(Quantity, Quantity),
}

/// A sentence made of words and quantities. As text and in JSON it is in SI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    parts: Vec<MessagePart>,
}

impl Message {
    /// The message with more words at its end.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.parts.push(MessagePart::Text(text.into()));
        self
    }

    /// The message with a quantity at its end, shown with so many decimals in SI.
    #[must_use]
    pub fn with_quantity(mut self, value: f64, digits: usize, unit: &'static str) -> Self {
        self.parts.push(MessagePart::Quantity(Quantity { value, unit, digits }));
        self
    }

    /// The message with a range at its end, from `low` to `high`; as many decimals as both need.
    #[must_use]
    pub fn with_range(mut self, low: f64, high: f64, unit: &'static str) -> Self {
        let end = |value: f64| Quantity { value, unit, digits: needed_decimals(value) };
        self.parts.push(MessagePart::Range(end(low), end(high)));
        self
    }

    /// The message with another one at its end.
    #[must_use]
    pub fn with_message(mut self, more: Self) -> Self {
        self.parts.extend(more.parts);
        self
    }

    /// Words and quantities in their order.
    pub fn parts(&self) -> &[MessagePart] {
        &self.parts
    }

    /// Whether the sentence in SI holds some words.
    pub fn contains(&self, words: &str) -> bool {
        self.to_string().contains(words)
    }
}

/// Decimals that tell a value to a relative 1e-4: none of 80, one of 0.6, three of 12.346.
pub fn needed_decimals(value: f64) -> usize {
    let near = |digits: &usize| {
        let scale = 10_f64.powi(i32::try_from(*digits).unwrap_or(i32::MAX));
        ((value * scale).round() / scale - value).abs() <= 1e-4 * value.abs()
    };
    (0..12).find(near).unwrap_or(12)
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.*}", self.digits, self.value)?;
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", typeset_unit(self.unit)) }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            MessagePart::Text(text) => f.write_str(text),
            MessagePart::Quantity(quantity) => quantity.fmt(f),
            MessagePart::Range(low, high) => write!(f, "{:.*} to {high}", low.digits, low.value),
        })
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self { parts: vec![MessagePart::Text(text)] }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_sentence_in_si() {
        let message = Message::from("memory: ").with_quantity(82.04, 1, "degC").with_text(", too warm");
        assert_eq!(message.to_string(), "memory: 82.0 °C, too warm");
        assert_eq!(serde_json::to_string(&message).unwrap(), "\"memory: 82.0 °C, too warm\"");
        let longer = Message::from("liquid-45: ").with_message(message);
        assert!(longer.contains("liquid-45: memory: 82.0 °C"));
        assert_eq!(longer.parts().len(), 4);
        let range = Message::from("outside ").with_range(-90.0, 60.5, "degC");
        assert_eq!(range.to_string(), "outside -90 to 60.5 °C");
    }
}
