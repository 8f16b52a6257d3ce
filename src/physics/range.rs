//! Validity ranges: values beside the correlation they belong to.

use thiserror::Error;

use crate::units::message::Message;

/// A model was asked for a state outside the range in which it holds.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("{}", self.describe())]
pub struct OutOfRange {
    /// The correlation or component that is asked.
    pub model: &'static str,
    /// The quantity that left its range.
    pub quantity: &'static str,
    /// Its value.
    pub value: f64,
    /// Unit of the quantity; empty for a ratio.
    pub unit: &'static str,
    /// Smallest value in range.
    pub min: f64,
    /// Largest value in range.
    pub max: f64,
}

impl OutOfRange {
    /// The error in words, with its quantities.
    pub fn describe(&self) -> Message {
        let &Self { model, quantity, value, unit, min, max } = self;
        Message::from(format!("{model}: {quantity} "))
            .with_quantity(value, 4, unit)
            .with_text(" is outside ")
            .with_range(min, max, unit)
    }
}

/// The range of one argument of a correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValidityRange {
    /// The correlation or component that is asked.
    pub model: &'static str,
    /// The quantity that is outside its range.
    pub quantity: &'static str,
    /// Unit of the quantity; empty for a ratio.
    pub unit: &'static str,
    /// Smallest value in range.
    pub min: f64,
    /// Largest value in range.
    pub max: f64,
}

impl ValidityRange {
    /// The value itself, if it is in range.
    ///
    /// # Errors
    /// [`OutOfRange`] when it is not, or is not a number.
    pub fn check_value(&self, value: f64) -> Result<f64, OutOfRange> {
        if (self.min..=self.max).contains(&value) {
            Ok(value)
        } else {
            let &Self { model, quantity, unit, min, max } = self;
            Err(OutOfRange { model, quantity, value, unit, min, max })
        }
    }
}
