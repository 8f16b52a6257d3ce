//! Words of validation.

/// The unit of a difference of two values.
pub(crate) fn difference_unit(unit: &str) -> &str {
    match unit {
        "degC" => "K",
        "%" => "points",
        other => other,
    }
}
