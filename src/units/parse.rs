//! Numbers with units in text: "45 degC", "132 kW", "80 L/min", "0.08 USD/kWh".
//!
//! A bare number is in the documented unit of its place. A unit of another dimension is an error that names both.

use thiserror::Error;

use super::table::{find_unit, find_unit_of};

pub use super::table::{Dimension, UNITS, UnitDefinition};

/// Why a text is no quantity.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum QuantityParseError {
    /// No number at the start.
    #[error("`{text}` is not a number with a unit; write it like `{example}`")]
    NoNumber {
        /// The text.
        text: String,
        /// How it should look.
        example: String,
    },
    /// The unit is not known.
    #[error("unknown unit `{unit}`{}; {wanted} is wanted, for instance `{example}`", near.as_ref().map_or(String::new(), |n| format!(", did you mean `{n}`?")))]
    UnknownUnit {
        /// The unit found.
        unit: String,
        /// A near one.
        near: Option<&'static str>,
        /// What is wanted.
        wanted: &'static str,
        /// How it should look.
        example: String,
    },
    /// The unit measures something else.
    #[error("`{text}` is {found}; {wanted} is wanted, for instance `{example}`")]
    WrongDimension {
        /// The text.
        text: String,
        /// What its unit measures.
        found: &'static str,
        /// What is wanted.
        wanted: &'static str,
        /// How it should look.
        example: String,
    },
    /// A number with separators of thousands, or a comma before its decimals.
    #[error("`{text}` has a comma: write `1000.5`, without separators of thousands and with a point before decimals")]
    Comma {
        /// The text.
        text: String,
    },
    /// A price that does not say in which money it is, beside a currency.
    #[error("`{text}` does not say in which currency; write `{own}` or `{usual}` behind the number")]
    NoCurrency {
        /// The text.
        text: String,
        /// The unit in the currency of the scenario.
        own: String,
        /// The unit in US dollars.
        usual: &'static str,
    },
    /// Not finite.
    #[error("`{text}` is not a finite number")]
    NotFinite {
        /// The text.
        text: String,
    },
}

/// How a value of a dimension is written, for messages.
fn example_text(dimension: Dimension) -> String {
    let value = match dimension {
        Dimension::Temperature => 45.0,
        Dimension::EnergyPrice => 0.08,
        Dimension::CarbonIntensity => 400.0,
        Dimension::Ratio => 0.8,
        Dimension::VolumeFlow => 80.0,
        Dimension::Power => 1000.0,
        Dimension::CoolingEfficiency => 5.0,
        _ => 10.0,
    };
    format!("{value} {}", dimension.documented_unit().names[0]).trim_end().to_owned()
}

/// The SI value of a bare number in the documented unit of a dimension.
pub fn from_documented_unit(value: f64, dimension: Dimension) -> f64 {
    dimension.documented_unit().to_si(value)
}

/// The value in the documented unit of a dimension of an SI value.
pub fn to_documented_unit(si: f64, dimension: Dimension) -> f64 {
    dimension.documented_unit().from_si(si)
}

/// Parses a text such as "45 degC" into the SI value of a dimension.
///
/// # Errors
/// [`QuantityParseError`].
pub fn parse_quantity(text: &str, dimension: Dimension) -> Result<f64, QuantityParseError> {
    let (number, symbol) = split_number(text, dimension)?;
    let found = if symbol.is_empty() {
        dimension.documented_unit()
    } else {
        let unit = find_unit_of(symbol, dimension).or_else(|| find_unit(symbol));
        unit.ok_or_else(|| unknown_unit(symbol, dimension))?
    };
    if found.dimension != dimension {
        return Err(QuantityParseError::WrongDimension {
            text: text.to_owned(),
            found: found.dimension.name(),
            wanted: dimension.name(),
            example: example_text(dimension),
        });
    }
    let si = found.to_si(number);
    if si.is_finite() { Ok(si) } else { Err(QuantityParseError::NotFinite { text: text.to_owned() }) }
}

/// The error of a spelling that no unit has.
pub(super) fn unknown_unit(symbol: &str, dimension: Dimension) -> QuantityParseError {
    QuantityParseError::UnknownUnit {
        unit: symbol.to_owned(),
        near: suggest_unit(symbol, dimension),
        wanted: dimension.name(),
        example: example_text(dimension),
    }
}

/// The number at the start of a text and what stands behind it; the dimension that is wanted is for messages.
pub(super) fn split_number(text: &str, dimension: Dimension) -> Result<(f64, &str), QuantityParseError> {
    let trimmed = text.trim();
    // The longest start that reads as a number: "1e3 W" and "3e W" both end where the number does.
    let cut = (1..=trimmed.len())
        .rev()
        .filter(|i| trimmed.is_char_boundary(*i))
        .find(|i| trimmed[..*i].trim_end().parse::<f64>().is_ok());
    let no_number = || QuantityParseError::NoNumber { text: text.to_owned(), example: example_text(dimension) };
    let cut = cut.ok_or_else(no_number)?;
    let number: f64 = trimmed[..cut].trim_end().parse().map_err(|_| no_number())?;
    let symbol = trimmed[cut..].trim();
    if symbol.starts_with([',', '\'', '_']) {
        return Err(QuantityParseError::Comma { text: text.to_owned() });
    }
    Ok((number, symbol))
}

/// The nearest spelling of the dimension that is wanted.
fn suggest_unit(symbol: &str, dimension: Dimension) -> Option<&'static str> {
    let units = UNITS.iter().filter(|u| u.dimension == dimension);
    let names = units.flat_map(|u| u.names).filter(|n| !n.is_empty());
    names
        .map(|n| (strsim::damerau_levenshtein(&n.to_lowercase(), &symbol.to_lowercase()), *n))
        .filter(|(distance, n)| *distance <= 1.max(n.len() / 3))
        .min()
        .map(|(_, n)| n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantities_of_every_kind() {
        for (text, dimension, si) in [
            ("45 degC", Dimension::Temperature, 318.15),
            ("113 degF", Dimension::Temperature, 318.15),
            ("45", Dimension::Temperature, 318.15),
            ("132 kW", Dimension::Power, 132e3),
            ("1.5MW", Dimension::Power, 1.5e6),
            ("1e3 W", Dimension::Power, 1e3),
            ("80 L/min", Dimension::VolumeFlow, 80.0 / 60e3),
            ("0.08 USD/kWh", Dimension::EnergyPrice, 0.08 / 3.6e6),
            ("400 g/kWh", Dimension::CarbonIntensity, 0.4 / 3.6e6),
            ("-3 K", Dimension::TempDelta, -3.0),
            ("318.15 K", Dimension::Temperature, 318.15),
            ("1.8 degF", Dimension::TempDelta, 1.0),
            ("5 °C", Dimension::TempDelta, 5.0),
            ("0.1 GW", Dimension::Power, 1e8),
            ("100 TR", Dimension::Power, 351_685.284_2),
            ("0.4 t/MWh", Dimension::CarbonIntensity, 0.4 / 3.6e6),
            ("882 lb/MWh", Dimension::CarbonIntensity, 882.0 * 0.453_592_37 / 3.6e9),
            ("312 gCO2eq/kWh", Dimension::CarbonIntensity, 0.312 / 3.6e6),
            ("8.6 ct/kWh", Dimension::EnergyPrice, 0.086 / 3.6e6),
            ("8.6 c/kWh", Dimension::EnergyPrice, 0.086 / 3.6e6),
            ("0.003 USD/L", Dimension::WaterPrice, 3.0),
            ("1500 L/MWh", Dimension::WaterIntensity, 1.5),
            ("1013.25 hPa", Dimension::Pressure, 101_325.0),
            ("5.9", Dimension::CoolingEfficiency, 5.9),
            ("4 COP", Dimension::CoolingEfficiency, 4.0),
            // A ton of refrigeration is 3.516853 kW.
            ("0.6 kW/ton", Dimension::CoolingEfficiency, 5.861_421_4),
            ("80 %", Dimension::Ratio, 0.8),
            ("0.8", Dimension::Ratio, 0.8),
        ] {
            let value = parse_quantity(text, dimension).unwrap();
            assert!((value / si - 1.0).abs() < 1e-8, "{text}: {value}");
        }
    }

    #[test]
    fn a_wrong_dimension_names_both() {
        let message = parse_quantity("45 W", Dimension::Temperature).unwrap_err().to_string();
        assert!(message.contains("a power") && message.contains("a temperature is wanted"));
        assert!(message.contains("45 degC"), "{message}");
        assert!(parse_quantity("10 kW", Dimension::VolumeFlow).unwrap_err().to_string().contains("a power"));
    }

    #[test]
    fn unknown_units_and_texts_are_explained() {
        assert!(
            parse_quantity("45 degc", Dimension::Temperature).unwrap_err().to_string().contains("did you mean `degC`")
        );
        assert!(matches!(parse_quantity("warm", Dimension::Temperature), Err(QuantityParseError::NoNumber { .. })));
        assert!(matches!(parse_quantity("", Dimension::Power), Err(QuantityParseError::NoNumber { .. })));
        assert!(matches!(parse_quantity("inf W", Dimension::Power), Err(QuantityParseError::NotFinite { .. })));
        assert!(parse_quantity("5 mW", Dimension::Power).is_err(), "milliwatts are not megawatts");
    }

    #[test]
    fn suggestions_stay_in_their_dimension() {
        for (text, dimension) in [
            ("8 ctt/kWh", Dimension::EnergyPrice),
            ("8 L/kW", Dimension::EnergyPrice),
            ("8 kg/kWh", Dimension::WaterIntensity),
            ("8 GWW", Dimension::Power),
        ] {
            let message = parse_quantity(text, dimension).unwrap_err().to_string();
            if let Some(near) = message.split("did you mean `").nth(1).and_then(|rest| rest.split('`').next()) {
                assert!(find_unit_of(near, dimension).is_some(), "{message}");
            }
        }
        let commas = parse_quantity("1,000 kW", Dimension::Power).unwrap_err().to_string();
        assert!(commas.contains("without separators of thousands"), "{commas}");
    }

    proptest! {
        #[test]
        fn written_and_read_back(value in -1e6..1e6f64, index in 0..UNITS.len()) {
            let unit = &UNITS[index];
            let text = format!("{value} {}", unit.names[0]);
            let si = parse_quantity(&text, unit.dimension).unwrap();
            prop_assert!((si - unit.to_si(value)).abs() <= 1e-9 * si.abs().max(1e-12));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            let _ = parse_quantity(&text, Dimension::Power);
        }
    }
}
