//! Validity ranges: values beside the correlation they belong to.

use thiserror::Error;

use crate::units::message::{Message, needed_decimals};

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
        // As many decimals as tell the value from the limit that it passes.
        let excess = if value > max { value - max } else { min - value };
        let told = |digits: &usize| excess.abs() > 10_f64.powi(-i32::try_from(*digits).unwrap_or(0));
        let digits = (needed_decimals(value).min(4)..15).find(told).unwrap_or(15);
        Message::from(format!("{model}: {quantity} "))
            .with_quantity(value, digits, unit)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_told_apart_from_its_limit_and_limits_are_short() {
        let range = |value, unit, min, max| OutOfRange { model: "air", quantity: "x", value, unit, min, max };
        let text = |value, unit, min, max| range(value, unit, min, max).to_string();
        assert_eq!(text(1.000_000_2, "", 0.0, 1.0), "air: x 1.0000002 is outside 0 to 1");
        assert_eq!(text(-5.0, "degC", -2.993_129_511_270_608, 80.0), "air: x -5 °C is outside -2.993 to 80 °C");
        assert_eq!(text(0.608_87, "", 0.0, 0.6), "air: x 0.6089 is outside 0 to 0.6");
        assert_eq!(text(f64::NAN, "K", 0.0, 1.0).matches("NaN").count(), 1);
    }
}
