//! Numbers with units in text: "45 degC", "132 kW", "80 L/min", "0.08 USD/kWh".
//!
//! A bare number is in the documented unit of its place. A unit of another dimension is an error that names both.

use thiserror::Error;

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A temperature.
    Temperature,
    /// A difference of temperatures.
    TempDelta,
    /// Power.
    Power,
    /// Energy.
    Energy,
    /// Volume.
    Volume,
    /// Volume flow.
    VolumeFlow,
    /// Mass flow.
    MassFlow,
    /// Pressure.
    Pressure,
    /// Length.
    Length,
    /// Time.
    Duration,
    /// Price of energy.
    EnergyPrice,
    /// Carbon intensity of energy.
    CarbonIntensity,
    /// Money.
    Money,
    /// Charge for the largest power of a month.
    DemandCharge,
    /// Price of water.
    WaterPrice,
    /// Water for each unit of energy.
    WaterIntensity,
    /// A thermal conductance or capacity rate.
    ThermalConductance,
    /// A share or ratio.
    Ratio,
}

impl Dimension {
    /// Name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Temperature => "a temperature",
            Self::TempDelta => "a temperature difference",
            Self::Power => "a power",
            Self::Energy => "an energy",
            Self::Volume => "a volume",
            Self::VolumeFlow => "a volume flow",
            Self::MassFlow => "a mass flow",
            Self::Pressure => "a pressure",
            Self::Length => "a length",
            Self::Duration => "a time",
            Self::EnergyPrice => "a price of energy",
            Self::CarbonIntensity => "a carbon intensity",
            Self::Money => "an amount of money",
            Self::DemandCharge => "a charge for power",
            Self::WaterPrice => "a price of water",
            Self::WaterIntensity => "water for each unit of energy",
            Self::ThermalConductance => "a conductance",
            Self::Ratio => "a ratio",
        }
    }

    /// The unit of a bare number and in messages: the first of the dimension in the table.
    pub fn documented_unit(self) -> &'static UnitDefinition {
        UNITS.iter().find(|u| u.dimension == self).unwrap_or(&UNITS[0])
    }
}

/// A unit: `SI = value · factor + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitDefinition {
    /// Spellings, the preferred one first.
    pub names: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// Factor to SI.
    pub factor: f64,
    /// Offset to SI.
    pub offset: f64,
}

const fn unit_without_offset(names: &'static [&'static str], dimension: Dimension, factor: f64) -> UnitDefinition {
    UnitDefinition { names, dimension, factor, offset: 0.0 }
}

/// Every unit. The first of a dimension is that of bare numbers.
pub static UNITS: &[UnitDefinition] = &[
    UnitDefinition { names: &["degC", "°C", "C"], dimension: Dimension::Temperature, factor: 1.0, offset: 273.15 },
    UnitDefinition {
        names: &["degF", "°F", "F"],
        dimension: Dimension::Temperature,
        factor: 5.0 / 9.0,
        offset: 273.15 - 32.0 * 5.0 / 9.0,
    },
    unit_without_offset(&["K"], Dimension::TempDelta, 1.0),
    unit_without_offset(&["W"], Dimension::Power, 1.0),
    unit_without_offset(&["kW"], Dimension::Power, 1e3),
    unit_without_offset(&["MW"], Dimension::Power, 1e6),
    unit_without_offset(&["kWh"], Dimension::Energy, 3.6e6),
    unit_without_offset(&["MWh"], Dimension::Energy, 3.6e9),
    unit_without_offset(&["J"], Dimension::Energy, 1.0),
    unit_without_offset(&["m3", "m³"], Dimension::Volume, 1.0),
    unit_without_offset(&["L", "l"], Dimension::Volume, 1e-3),
    unit_without_offset(&["gal"], Dimension::Volume, 3.785411784e-3),
    unit_without_offset(&["L/min", "l/min", "lpm", "LPM"], Dimension::VolumeFlow, 1.0 / 60e3),
    unit_without_offset(&["m3/h", "m³/h"], Dimension::VolumeFlow, 1.0 / 3600.0),
    unit_without_offset(&["m3/s", "m³/s"], Dimension::VolumeFlow, 1.0),
    unit_without_offset(&["CFM", "cfm"], Dimension::VolumeFlow, 4.719474432e-4),
    unit_without_offset(&["gpm", "GPM"], Dimension::VolumeFlow, 6.30901964e-5),
    unit_without_offset(&["kg/s"], Dimension::MassFlow, 1.0),
    unit_without_offset(&["kg/h"], Dimension::MassFlow, 1.0 / 3600.0),
    unit_without_offset(&["Pa"], Dimension::Pressure, 1.0),
    unit_without_offset(&["kPa"], Dimension::Pressure, 1e3),
    unit_without_offset(&["bar"], Dimension::Pressure, 1e5),
    unit_without_offset(&["psi"], Dimension::Pressure, 6894.757293168),
    unit_without_offset(&["inH2O"], Dimension::Pressure, 249.08891),
    unit_without_offset(&["m"], Dimension::Length, 1.0),
    unit_without_offset(&["mm"], Dimension::Length, 1e-3),
    unit_without_offset(&["ft"], Dimension::Length, 0.3048),
    unit_without_offset(&["s"], Dimension::Duration, 1.0),
    unit_without_offset(&["ms"], Dimension::Duration, 1e-3),
    unit_without_offset(&["min"], Dimension::Duration, 60.0),
    unit_without_offset(&["h"], Dimension::Duration, 3600.0),
    unit_without_offset(&["USD/kWh"], Dimension::EnergyPrice, 1.0 / 3.6e6),
    unit_without_offset(&["USD/MWh"], Dimension::EnergyPrice, 1.0 / 3.6e9),
    unit_without_offset(&["g/kWh"], Dimension::CarbonIntensity, 1.0 / 3.6e9),
    unit_without_offset(&["kg/kWh"], Dimension::CarbonIntensity, 1.0 / 3.6e6),
    unit_without_offset(&["kg/MWh"], Dimension::CarbonIntensity, 1.0 / 3.6e9),
    unit_without_offset(&["USD"], Dimension::Money, 1.0),
    unit_without_offset(&["kUSD"], Dimension::Money, 1e3),
    unit_without_offset(&["USD/kW"], Dimension::DemandCharge, 1.0),
    unit_without_offset(&["USD/m3", "USD/m³"], Dimension::WaterPrice, 1.0),
    unit_without_offset(&["L/kWh", "l/kWh", "m3/MWh"], Dimension::WaterIntensity, 1.0),
    unit_without_offset(&["gal/kWh"], Dimension::WaterIntensity, 3.785411784),
    unit_without_offset(&["W/K"], Dimension::ThermalConductance, 1.0),
    unit_without_offset(&["kW/K"], Dimension::ThermalConductance, 1e3),
    unit_without_offset(&[""], Dimension::Ratio, 1.0),
    unit_without_offset(&["%", "percent"], Dimension::Ratio, 0.01),
];

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
        _ => 10.0,
    };
    format!("{value} {}", dimension.documented_unit().names[0]).trim_end().to_owned()
}

/// The SI value of a bare number in the documented unit of a dimension.
pub fn from_documented_unit(value: f64, dimension: Dimension) -> f64 {
    let unit = dimension.documented_unit();
    value * unit.factor + unit.offset
}

/// The value in the documented unit of a dimension of an SI value.
pub fn to_documented_unit(si: f64, dimension: Dimension) -> f64 {
    let unit = dimension.documented_unit();
    (si - unit.offset) / unit.factor
}

/// Parses a text such as "45 degC" into the SI value of a dimension.
///
/// # Errors
/// [`ParseError`].
pub fn parse_quantity(text: &str, dimension: Dimension) -> Result<f64, QuantityParseError> {
    let trimmed = text.trim();
    let example = example_text(dimension);
    // The longest start that reads as a number: "1e3 W" and "3e W" both end where the number does.
    let cut = (1..=trimmed.len())
        .rev()
        .filter(|i| trimmed.is_char_boundary(*i))
        .find(|i| trimmed[..*i].trim_end().parse::<f64>().is_ok());
    let no_number = || QuantityParseError::NoNumber { text: text.to_owned(), example: example.clone() };
    let cut = cut.ok_or_else(no_number)?;
    let number: f64 = trimmed[..cut].trim_end().parse().map_err(|_| no_number())?;
    let symbol = trimmed[cut..].trim();
    let found = if symbol.is_empty() {
        dimension.documented_unit()
    } else {
        let unknown = || QuantityParseError::UnknownUnit {
            unit: symbol.to_owned(),
            near: suggest_unit(symbol),
            wanted: dimension.name(),
            example: example.clone(),
        };
        UNITS.iter().find(|u| u.names.contains(&symbol)).ok_or_else(unknown)?
    };
    if found.dimension != dimension {
        return Err(QuantityParseError::WrongDimension {
            text: text.to_owned(),
            found: found.dimension.name(),
            wanted: dimension.name(),
            example,
        });
    }
    let si = number * found.factor + found.offset;
    if si.is_finite() { Ok(si) } else { Err(QuantityParseError::NotFinite { text: text.to_owned() }) }
}

fn suggest_unit(symbol: &str) -> Option<&'static str> {
    let names = UNITS.iter().flat_map(|u| u.names).filter(|n| !n.is_empty());
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
            ("80 %", Dimension::Ratio, 0.8),
            ("0.8", Dimension::Ratio, 0.8),
        ] {
            let value = parse_quantity(text, dimension).unwrap();
            assert!((value / si - 1.0).abs() < 1e-12, "{text}: {value}");
        }
    }

    #[test]
    fn a_wrong_dimension_names_both() {
        let message = parse_quantity("45 K", Dimension::Temperature).unwrap_err().to_string();
        assert!(message.contains("a temperature difference") && message.contains("a temperature is wanted"));
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

    proptest! {
        #[test]
        fn written_and_read_back(value in -1e6..1e6f64, index in 0..UNITS.len()) {
            let unit = &UNITS[index];
            let text = format!("{value} {}", unit.names[0]);
            let si = parse_quantity(&text, unit.dimension).unwrap();
            prop_assert!((si - (value * unit.factor + unit.offset)).abs() <= 1e-9 * si.abs().max(1e-12));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            let _ = parse_quantity(&text, Dimension::Power);
        }
    }
}
