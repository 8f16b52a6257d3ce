//! Systems of units. Results are in SI; what people read is put into the units that they asked for here and nowhere else.
//! JSON and CSV stay SI, as their keys name their units.
//!
//! A unit is found by its SI label as a view writes it: `degC` is a temperature, `K` a difference of temperatures.

use crate::assembly::warning::WarningList;
use crate::units::currency::{Currency, DOLLAR};
use crate::units::message::{Message, MessagePart, Quantity};

use super::numbers::{format_number, format_power, format_significant};
use super::unit_label::{MoneyLabel, UnitLabel};
use crate::units::table::{PSI_PA, TON_W, UsDisplay, find_unit};
use crate::units::typeset::typeset_unit;

/// The units of everything that people read, and the currency of its money.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnitSystem {
    measures: MeasureSystem,
    currency: Currency,
}

/// The units of what is not money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum MeasureSystem {
    #[default]
    Si,
    Us,
}

/// A unit as shown, and how a value in SI is put into it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DisplayUnit<'a> {
    /// What stands behind the number.
    pub label: UnitLabel<'a>,
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

    /// What [`Self::convert_from_si`] undoes: a value in this unit in SI.
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
        let tenths = usize::from(&*self.label == "°F" && self.factor != 1.0 && digits == 0 && !whole);
        format_number(value, digits + self.finer + tenths)
    }

    /// The same with three to four significant digits.
    pub fn format_significant(&self, si: f64) -> String {
        format_significant(self.convert_from_si(si))
    }

    /// The number with its unit.
    pub fn format_with_unit(&self, si: f64, digits: usize) -> String {
        format!("{} {}", self.format_number(si, digits), self.label).trim_end().to_owned()
    }

    /// A label with the unit behind it.
    pub fn heading_with_unit(&self, label: &str) -> String {
        if self.label.is_empty() { label.to_owned() } else { format!("{label}, {}", self.label) }
    }

    fn without_conversion(label: &'a str) -> Self {
        Self { label: UnitLabel::Plain(typeset_unit(label)), factor: 1.0, offset: 0.0, finer: 0 }
    }
}

impl UnitSystem {
    /// °C, L, kPa, kW, US dollars.
    pub const SI: Self = Self { measures: MeasureSystem::Si, currency: Currency::USD };
    /// °F, US gallons, psi, tons of refrigeration; electric power stays in kW, thermal resistance in K/W.
    pub const US: Self = Self { measures: MeasureSystem::Us, currency: Currency::USD };

    /// The same with money in a currency.
    #[must_use]
    pub const fn with_currency(self, currency: Currency) -> Self {
        Self { currency, ..self }
    }

    /// The currency of money.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The unit for values in a unit of SI or of US dollars. One that both systems share, as kW and hours, is itself.
    pub fn unit_for(self, si: &str) -> DisplayUnit<'_> {
        let us = find_unit(si).and_then(|unit| unit.us).filter(|_| self.measures == MeasureSystem::Us);
        let unit = match us {
            Some(UsDisplay { label, factor, offset, finer }) => {
                DisplayUnit { label: UnitLabel::Plain(typeset_unit(label)), factor, offset, finer }
            }
            None => DisplayUnit::without_conversion(si),
        };
        self.in_currency(unit)
    }

    /// A unit of US dollars in the currency; any other is itself.
    fn in_currency(self, unit: DisplayUnit<'_>) -> DisplayUnit<'_> {
        if self.currency.is_dollar() || !unit.label.contains(DOLLAR) {
            return unit;
        }
        MoneyLabel::new(&unit.label, self.currency).map_or(unit, |label| DisplayUnit {
            label: UnitLabel::Money(label),
            factor: unit.factor * self.currency.per_usd(),
            ..unit
        })
    }

    /// The sentence that says which currency money is in; nothing for US dollars.
    pub fn currency_note(self) -> Option<String> {
        let (name, rate) = (self.currency.name(), self.currency.per_usd());
        let note = format!(
            "Money in {name} at {rate} {name} for one USD: prices of the catalog are converted from USD, those of the \
             scenario are as given."
        );
        (!self.currency.is_dollar()).then_some(note)
    }

    /// The unit of barometric pressure in Pa.
    pub fn barometric_pressure_unit(self) -> DisplayUnit<'static> {
        match self.measures {
            MeasureSystem::Si => DisplayUnit::without_conversion("Pa"),
            MeasureSystem::Us => {
                DisplayUnit { label: UnitLabel::Plain("psi"), factor: 1.0 / PSI_PA, offset: 0.0, finer: 3 }
            }
        }
    }

    /// A capacity to cool: tons of refrigeration in US units.
    pub fn format_cooling_capacity(self, watts: f64) -> String {
        match self.measures {
            MeasureSystem::Si => format_power(watts),
            MeasureSystem::Us => format!("{} tons", format_significant(watts / TON_W)),
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

    /// A sentence with its quantities in these units.
    pub fn format_message(self, message: &Message) -> String {
        if self == Self::SI {
            return message.to_string();
        }
        let show = |part: &MessagePart| match part {
            MessagePart::Text(text) => text.clone(),
            MessagePart::Quantity(quantity) => self.format_quantity(*quantity),
            MessagePart::Range(low, high) if self.leaves(low.unit) => {
                format!("{:.*} to {high}", low.digits, low.value)
            }
            MessagePart::Range(low, high) => {
                format!(
                    "{} to {}",
                    self.sentence_unit(low.unit).format_number(low.value, low.digits),
                    self.format_quantity(*high)
                )
            }
        };
        message.parts().iter().map(show).collect()
    }

    /// The texts of warnings with their quantities in these units.
    pub fn format_warnings(self, warnings: &WarningList) -> Vec<String> {
        warnings.iter().map(|w| self.format_message(&w.text)).collect()
    }

    /// A quantity of a sentence with its unit.
    pub fn format_quantity(self, quantity: Quantity) -> String {
        if self.leaves(quantity.unit) {
            return quantity.to_string();
        }
        self.sentence_unit(quantity.unit).format_with_unit(quantity.value, quantity.digits)
    }

    /// Whether a sentence keeps a unit as it is.
    fn leaves(self, unit: &str) -> bool {
        self.measures == MeasureSystem::Si && (self.currency.is_dollar() || !unit.contains(DOLLAR))
    }

    /// The unit of a quantity in a sentence, where a pressure in Pa is that of the air outdoors.
    fn sentence_unit(self, si: &str) -> DisplayUnit<'_> {
        if si == "Pa" { self.barometric_pressure_unit() } else { self.unit_for(si) }
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
            let value = UnitSystem::US.unit_for(unit).convert_from_si(si);
            assert!((value - us).abs() <= 1e-5 * us.abs(), "{si} {unit}: {value}, not {us}");
            assert_eq!(UnitSystem::SI.unit_for(unit), DisplayUnit::without_conversion(unit));
        }
        assert!((TON_W - 3_516.852_842).abs() < 1e-6);
        assert!((UnitSystem::US.barometric_pressure_unit().convert_from_si(101_325.0) - 14.695_949).abs() < 1e-6);
        assert_eq!(UnitSystem::US.format_cooling_capacity(1_407e3), "400 tons");
        assert_eq!(UnitSystem::SI.format_cooling_capacity(1_407e3), "1.41 MW");
    }

    #[test]
    fn a_difference_of_temperatures_is_no_temperature() {
        assert_eq!(UnitSystem::US.unit_for("degC").format_with_unit(10.0, 1), "50.0 °F");
        assert_eq!(UnitSystem::US.unit_for("K").format_with_unit(10.0, 1), "18.0 °F");
        assert_eq!(UnitSystem::US.unit_for("degC").format_with_unit(27.0, 0), "80.6 °F");
        assert_eq!(UnitSystem::US.unit_for("degC").format_with_unit(45.0, 0), "113 °F");
        assert_eq!(UnitSystem::SI.unit_for("degC").format_with_unit(45.0, 0), "45 °C");
    }

    #[test]
    fn heads_and_texts_have_their_units_and_names_stay() {
        assert_eq!(
            UnitSystem::US.convert_headings(["", "Supply, degC", "Loss, kPa", "Most, kW"]),
            ["", "Supply, °F", "Loss, psi", "Most, kW"]
        );
        let limit = Message::from("memory: ")
            .with_quantity(3.0, 1, "K")
            .with_text(" below its limit of ")
            .with_quantity(85.0, 0, "degC");
        assert_eq!(UnitSystem::US.format_message(&limit), "memory: 5.4 °F below its limit of 185 °F");
        assert_eq!(UnitSystem::SI.format_message(&limit), "memory: 3.0 K below its limit of 85 °C");
        let named = Message::from("45 degC, trimmed: see ").with_quantity(1900.0, 0, "m");
        assert_eq!(UnitSystem::US.format_message(&named), "45 degC, trimmed: see 6,234 ft");
        let range = Message::from("outside ").with_range(-90.0, 60.0, "degC");
        assert_eq!(UnitSystem::US.format_message(&range), "outside −130 to 140 °F");
        let air = Message::default().with_quantity(101_325.0, 0, "Pa");
        assert_eq!(UnitSystem::US.format_message(&air), "14.696 psi");
        assert_eq!(UnitSystem::US.format_message(&Message::default().with_quantity(8.0, 0, "W")), "8 W");
    }
}
