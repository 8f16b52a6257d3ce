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
    pub fn unit(self) -> &'static Unit {
        UNITS.iter().find(|u| u.dimension == self).unwrap_or(&UNITS[0])
    }
}

/// A unit: `SI = value · factor + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Spellings, the preferred one first.
    pub names: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// Factor to SI.
    pub factor: f64,
    /// Offset to SI.
    pub offset: f64,
}

const fn unit(names: &'static [&'static str], dimension: Dimension, factor: f64) -> Unit {
    Unit { names, dimension, factor, offset: 0.0 }
}

/// Every unit. The first of a dimension is that of bare numbers.
pub static UNITS: &[Unit] = &[
    Unit { names: &["degC", "°C", "C"], dimension: Dimension::Temperature, factor: 1.0, offset: 273.15 },
    Unit {
        names: &["degF", "°F", "F"],
        dimension: Dimension::Temperature,
        factor: 5.0 / 9.0,
        offset: 273.15 - 32.0 * 5.0 / 9.0,
    },
    unit(&["K"], Dimension::TempDelta, 1.0),
    unit(&["W"], Dimension::Power, 1.0),
    unit(&["kW"], Dimension::Power, 1e3),
    unit(&["MW"], Dimension::Power, 1e6),
    unit(&["kWh"], Dimension::Energy, 3.6e6),
    unit(&["MWh"], Dimension::Energy, 3.6e9),
    unit(&["J"], Dimension::Energy, 1.0),
    unit(&["m3", "m³"], Dimension::Volume, 1.0),
    unit(&["L", "l"], Dimension::Volume, 1e-3),
    unit(&["gal"], Dimension::Volume, 3.785411784e-3),
    unit(&["L/min", "l/min", "lpm", "LPM"], Dimension::VolumeFlow, 1.0 / 60e3),
    unit(&["m3/h", "m³/h"], Dimension::VolumeFlow, 1.0 / 3600.0),
    unit(&["m3/s", "m³/s"], Dimension::VolumeFlow, 1.0),
    unit(&["CFM", "cfm"], Dimension::VolumeFlow, 4.719474432e-4),
    unit(&["gpm", "GPM"], Dimension::VolumeFlow, 6.30901964e-5),
    unit(&["kg/s"], Dimension::MassFlow, 1.0),
    unit(&["kg/h"], Dimension::MassFlow, 1.0 / 3600.0),
    unit(&["Pa"], Dimension::Pressure, 1.0),
    unit(&["kPa"], Dimension::Pressure, 1e3),
    unit(&["bar"], Dimension::Pressure, 1e5),
    unit(&["psi"], Dimension::Pressure, 6894.757293168),
    unit(&["inH2O"], Dimension::Pressure, 249.08891),
    unit(&["m"], Dimension::Length, 1.0),
    unit(&["mm"], Dimension::Length, 1e-3),
    unit(&["ft"], Dimension::Length, 0.3048),
    unit(&["s"], Dimension::Duration, 1.0),
    unit(&["ms"], Dimension::Duration, 1e-3),
    unit(&["min"], Dimension::Duration, 60.0),
    unit(&["h"], Dimension::Duration, 3600.0),
    unit(&["USD/kWh"], Dimension::EnergyPrice, 1.0 / 3.6e6),
    unit(&["USD/MWh"], Dimension::EnergyPrice, 1.0 / 3.6e9),
    unit(&["g/kWh"], Dimension::CarbonIntensity, 1.0 / 3.6e9),
    unit(&["kg/kWh"], Dimension::CarbonIntensity, 1.0 / 3.6e6),
    unit(&["kg/MWh"], Dimension::CarbonIntensity, 1.0 / 3.6e9),
    unit(&["USD"], Dimension::Money, 1.0),
    unit(&["kUSD"], Dimension::Money, 1e3),
    unit(&["USD/kW"], Dimension::DemandCharge, 1.0),
    unit(&["USD/m3", "USD/m³"], Dimension::WaterPrice, 1.0),
    unit(&["L/kWh", "l/kWh", "m3/MWh"], Dimension::WaterIntensity, 1.0),
    unit(&["gal/kWh"], Dimension::WaterIntensity, 3.785411784),
    unit(&["W/K"], Dimension::ThermalConductance, 1.0),
    unit(&["kW/K"], Dimension::ThermalConductance, 1e3),
    unit(&[""], Dimension::Ratio, 1.0),
    unit(&["%", "percent"], Dimension::Ratio, 0.01),
];

/// Why a text is no quantity.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ParseError {
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
fn example(dimension: Dimension) -> String {
    let value = match dimension {
        Dimension::Temperature => 45.0,
        Dimension::EnergyPrice => 0.08,
        Dimension::CarbonIntensity => 400.0,
        Dimension::Ratio => 0.8,
        Dimension::VolumeFlow => 80.0,
        Dimension::Power => 1000.0,
        _ => 10.0,
    };
    format!("{value} {}", dimension.unit().names[0]).trim_end().to_owned()
}

/// The SI value of a bare number in the documented unit of a dimension.
pub fn bare(value: f64, dimension: Dimension) -> f64 {
    let unit = dimension.unit();
    value * unit.factor + unit.offset
}

/// The value in the documented unit of a dimension of an SI value.
pub fn in_documented_unit(si: f64, dimension: Dimension) -> f64 {
    let unit = dimension.unit();
    (si - unit.offset) / unit.factor
}

/// Parses a text such as "45 degC" into the SI value of a dimension.
///
/// # Errors
/// [`ParseError`].
pub fn parse(text: &str, dimension: Dimension) -> Result<f64, ParseError> {
    let trimmed = text.trim();
    let example = example(dimension);
    // The longest start that reads as a number: "1e3 W" and "3e W" both end where the number does.
    let cut = (1..=trimmed.len())
        .rev()
        .filter(|i| trimmed.is_char_boundary(*i))
        .find(|i| trimmed[..*i].trim_end().parse::<f64>().is_ok());
    let no_number = || ParseError::NoNumber { text: text.to_owned(), example: example.clone() };
    let cut = cut.ok_or_else(no_number)?;
    let number: f64 = trimmed[..cut].trim_end().parse().map_err(|_| no_number())?;
    let symbol = trimmed[cut..].trim();
    let found = if symbol.is_empty() {
        dimension.unit()
    } else {
        let unknown = || ParseError::UnknownUnit {
            unit: symbol.to_owned(),
            near: near(symbol),
            wanted: dimension.name(),
            example: example.clone(),
        };
        UNITS.iter().find(|u| u.names.contains(&symbol)).ok_or_else(unknown)?
    };
    if found.dimension != dimension {
        return Err(ParseError::WrongDimension {
            text: text.to_owned(),
            found: found.dimension.name(),
            wanted: dimension.name(),
            example,
        });
    }
    let si = number * found.factor + found.offset;
    if si.is_finite() { Ok(si) } else { Err(ParseError::NotFinite { text: text.to_owned() }) }
}

fn near(symbol: &str) -> Option<&'static str> {
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
            let value = parse(text, dimension).unwrap();
            assert!((value / si - 1.0).abs() < 1e-12, "{text}: {value}");
        }
    }

    #[test]
    fn a_wrong_dimension_names_both() {
        let message = parse("45 K", Dimension::Temperature).unwrap_err().to_string();
        assert!(message.contains("a temperature difference") && message.contains("a temperature is wanted"));
        assert!(message.contains("45 degC"), "{message}");
        assert!(parse("10 kW", Dimension::VolumeFlow).unwrap_err().to_string().contains("a power"));
    }

    #[test]
    fn unknown_units_and_texts_are_explained() {
        assert!(parse("45 degc", Dimension::Temperature).unwrap_err().to_string().contains("did you mean `degC`"));
        assert!(matches!(parse("warm", Dimension::Temperature), Err(ParseError::NoNumber { .. })));
        assert!(matches!(parse("", Dimension::Power), Err(ParseError::NoNumber { .. })));
        assert!(matches!(parse("inf W", Dimension::Power), Err(ParseError::NotFinite { .. })));
        assert!(parse("5 mW", Dimension::Power).is_err(), "milliwatts are not megawatts");
    }

    proptest! {
        #[test]
        fn written_and_read_back(value in -1e6..1e6f64, index in 0..UNITS.len()) {
            let unit = &UNITS[index];
            let text = format!("{value} {}", unit.names[0]);
            let si = parse(&text, unit.dimension).unwrap();
            prop_assert!((si - (value * unit.factor + unit.offset)).abs() <= 1e-9 * si.abs().max(1e-12));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            let _ = parse(&text, Dimension::Power);
        }
    }
}
