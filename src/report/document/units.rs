//! Systems of units. Results are in SI; what people read is put into the units that they asked for here and nowhere else.
//! JSON and CSV stay SI, as their keys name their units.
//!
//! A unit is found by its SI label as a view writes it: `degC` is a temperature, `K` a difference of temperatures.

use super::numbers::{format_number, format_power, format_significant};
use crate::units::table::{PSI_PA, TON_W, UsDisplay, find_unit};

/// The units of everything that people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnitSystem {
    /// °C, L, kPa, kW.
    #[default]
    Si,
    /// °F, US gallons, psi, tons of refrigeration; electric power stays in kW, thermal resistance in K/W.
    Us,
}

/// A unit as shown, and how a value in SI is put into it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DisplayUnit<'a> {
    /// What stands behind the number.
    pub label: &'a str,
    factor: f64,
    offset: f64,
    /// Decimals more than in SI.
    finer: usize,
}

impl<'a> DisplayUnit<'a> {
    /// A value in SI in this unit.
    pub fn convert_from_si(&self, si: f64) -> f64 {
        si * self.factor + self.offset
    }

    /// What [`Self::value`] undoes: a value in this unit in SI.
    pub fn convert_to_si(&self, value: f64) -> f64 {
        (value - self.offset) / self.factor
    }

    /// A round step of an axis near one in SI; in SI itself.
    pub fn round_axis_step(&self, si: f64) -> f64 {
        let near = si * self.factor;
        if self.factor == 1.0 {
            return near;
        }
        let base = 10_f64.powf(near.log10().floor());
        let off = |k: &f64| (near / (k * base)).ln().abs();
        [1.0, 2.0, 5.0, 10.0].into_iter().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(1.0) * base
    }

    /// A value in SI as a number in this unit; `digits` are those in SI.
    pub fn format_number(&self, si: f64, digits: usize) -> String {
        let value = self.convert_from_si(si);
        // A temperature that is whole in °C need not be in °F: 27 °C are 80.6 °F.
        let whole = (value - value.round()).abs() < 0.05;
        let tenths = usize::from(self.label == "°F" && self.factor != 1.0 && digits == 0 && !whole);
        format_number(value, digits + self.finer + tenths)
    }

    /// The same with three to four significant digits.
    pub fn format_significant(&self, si: f64) -> String {
        format_significant(self.convert_from_si(si))
    }

    /// The number with its unit.
    pub fn format_with_unit(&self, si: f64, digits: usize) -> String {
        format!("{} {}", self.format_number(si, digits), self.label)
    }

    /// A label with the unit behind it.
    pub fn heading_with_unit(&self, label: &str) -> String {
        if self.label.is_empty() { label.to_owned() } else { format!("{label}, {}", self.label) }
    }

    const fn without_conversion(label: &'a str) -> Self {
        Self { label, factor: 1.0, offset: 0.0, finer: 0 }
    }
}

impl UnitSystem {
    /// The unit for values in a unit of SI. One that both systems share, as kW and hours, is itself.
    pub fn unit_for(self, si: &str) -> DisplayUnit<'_> {
        match find_unit(si).and_then(|unit| unit.us).filter(|_| self == Self::Us) {
            Some(UsDisplay { label, factor, offset, finer }) => DisplayUnit { label, factor, offset, finer },
            None => DisplayUnit::without_conversion(si),
        }
    }

    /// The unit of barometric pressure in Pa.
    pub fn barometric_pressure_unit(self) -> DisplayUnit<'static> {
        match self {
            Self::Si => DisplayUnit::without_conversion("Pa"),
            Self::Us => DisplayUnit { label: "psi", factor: 1.0 / PSI_PA, offset: 0.0, finer: 3 },
        }
    }

    /// A capacity to cool: tons of refrigeration in US units.
    pub fn format_cooling_capacity(self, watts: f64) -> String {
        match self {
            Self::Si => format_power(watts),
            Self::Us => format!("{} tons", format_significant(watts / TON_W)),
        }
    }

    /// A column's head, or a label: what stands behind its last comma is a unit, if it is one.
    pub fn convert_heading(self, label: &str) -> String {
        label
            .rsplit_once(", ")
            .map_or_else(|| label.to_owned(), |(name, unit)| self.unit_for(unit).heading_with_unit(name))
    }

    /// The heads of columns.
    pub fn convert_headings<const N: usize>(self, labels: [&str; N]) -> Vec<String> {
        labels.map(|label| self.convert_heading(label)).into()
    }

    /// A text of the program with every quantity in it: a number, a space, a unit. Decimals stay as many as they are.
    pub fn convert_text(self, text: &str) -> String {
        if self == Self::Si {
            return text.to_owned();
        }
        let words: Vec<&str> = text.split(' ').collect();
        let mut out: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        for (i, pair) in words.windows(2).enumerate() {
            let Some((number, unit)) = self.convert_quantity(pair[0], pair[1]) else { continue };
            (out[i], out[i + 1]) = (number, unit);
            // "18 to 27 degC": the first number has the unit of the second.
            let joined = i.checked_sub(2).filter(|_| ["to", "against"].contains(&words[i - 1]));
            if let Some((first, (number, _))) =
                joined.and_then(|k| Some((k, self.convert_quantity(words[k], pair[1])?)))
            {
                out[first] = number;
            }
        }
        out.join(" ")
    }

    /// A note of the program: as [`Self::text`], but the name that it begins with, up to a colon, stays as it was given.
    pub fn convert_note(self, text: &str) -> String {
        match text.split_once(": ") {
            Some((name, rest)) => format!("{name}: {}", self.convert_text(rest)),
            None => self.convert_text(text),
        }
    }

    /// A number, or a range of two, and the word behind it in these units; nothing if that is no unit.
    fn convert_quantity(self, number: &str, word: &str) -> Option<(String, String)> {
        let label = word.trim_end_matches(['.', ',', ';', ':', ')']);
        let unit = if label == "Pa" { self.barometric_pressure_unit() } else { self.unit_for(label) };
        if unit == DisplayUnit::without_conversion(label) {
            return None;
        }
        let before = number.len() - number.trim_start_matches('(').len();
        let (open, number) = number.split_at(before);
        let shown = |text: &str| {
            let value: f64 = text.replace(',', "").replace('−', "-").parse().ok()?;
            let digits = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            Some(unit.format_number(value, digits))
        };
        let shown = match number.split_once("..=") {
            Some((low, high)) => format!("{} to {}", shown(low)?, shown(high)?),
            None => shown(number)?,
        };
        Some((format!("{open}{shown}"), format!("{}{}", unit.label, &word[label.len()..])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference values: NIST SP 811, ASHRAE Fundamentals.
    #[test]
    fn conversions_meet_reference_values() {
        for (unit, si, us) in [
            ("degC", 45.0, 113.0),
            ("°C", -40.0, -40.0),
            ("K", 10.0, 18.0),
            ("L/min", 3.785_411_784, 1.0),
            ("m3/h", 1.699_010_795_520, 1.0),
            ("m3", 1.0, 264.172_052_4),
            ("L", 1000.0, 264.172_052_4),
            ("L/kWh", 1.8, 0.475_509_694),
            ("USD/m3", 1.0, 3.785_411_784),
            ("kPa", 6.894_757_293, 1.0),
            ("Pa", 249.088_91, 1.0),
            ("m", 1609.344, 5280.0),
            ("kg/m3", 1000.0, 62.427_960_58),
            ("m3/kg", 1.0, 16.018_463_37),
            ("kg/s", 0.453_592_37, 1.0),
            ("m2/s", 1.0, 10.763_910_42),
            ("J/(kg K)", 4186.8, 1.0),
            ("W/(m K)", 1.0, 0.577_789_317),
            ("Pa s", 1.0, 2_419.088_31),
            ("J/kg", 50_000.0, 29.183),
            ("g per kg", 10.0, 70.0),
            ("kW", 12.5, 12.5),
            ("K/W", 0.02, 0.02),
        ] {
            let value = UnitSystem::Us.unit_for(unit).convert_from_si(si);
            assert!((value - us).abs() <= 1e-5 * us.abs(), "{si} {unit}: {value}, not {us}");
            assert_eq!(UnitSystem::Si.unit_for(unit), DisplayUnit::without_conversion(unit));
        }
        assert!((TON_W - 3_516.852_842).abs() < 1e-6);
        assert!((UnitSystem::Us.barometric_pressure_unit().convert_from_si(101_325.0) - 14.695_949).abs() < 1e-6);
        assert_eq!(UnitSystem::Us.format_cooling_capacity(1_407e3), "400 tons");
        assert_eq!(UnitSystem::Si.format_cooling_capacity(1_407e3), "1.41 MW");
    }

    #[test]
    fn a_difference_of_temperatures_is_no_temperature() {
        assert_eq!(UnitSystem::Us.unit_for("degC").format_with_unit(10.0, 1), "50.0 °F");
        assert_eq!(UnitSystem::Us.unit_for("K").format_with_unit(10.0, 1), "18.0 °F");
        assert_eq!(UnitSystem::Us.unit_for("degC").format_with_unit(27.0, 0), "80.6 °F");
        assert_eq!(UnitSystem::Us.unit_for("degC").format_with_unit(45.0, 0), "113 °F");
        assert_eq!(UnitSystem::Si.unit_for("degC").format_with_unit(45.0, 0), "45 degC");
    }

    #[test]
    fn heads_and_texts_have_their_units_and_names_stay() {
        assert_eq!(
            UnitSystem::Us.convert_headings(["", "Supply, degC", "Loss, kPa", "Most, kW"]),
            ["", "Supply, °F", "Loss, psi", "Most, kW"]
        );
        let limit = "memory: 3.0 K below its limit of 85 degC at full load";
        assert_eq!(UnitSystem::Us.convert_text(limit), "memory: 5.4 °F below its limit of 185 °F at full load");
        assert_eq!(UnitSystem::Si.convert_text(limit), limit);
        let note = "45 degC, trimmed: above its set point in 5 h (up to 41.4 degC): see 1,900 m";
        let us = "45 degC, trimmed: above its set point in 5 h (up to 106.5 °F): see 6,234 ft";
        assert_eq!(UnitSystem::Us.convert_note(note), us);
        assert_eq!(
            UnitSystem::Us.convert_text("dry-bulb 70.5 degC is outside -90..=60 degC"),
            "dry-bulb 158.9 °F is outside −130 to 140 °F"
        );
        assert_eq!(UnitSystem::Us.convert_text("the 101325 Pa of the elevation"), "the 14.696 psi of the elevation");
        assert_eq!(UnitSystem::Us.convert_text("5 parts at 30 against 20 degC"), "5 parts at 86 against 68 °F");
        assert_eq!(UnitSystem::Us.convert_text("no K, 7 of 8 W"), "no K, 7 of 8 W");
    }
}
