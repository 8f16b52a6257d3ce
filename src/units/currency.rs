//! The money of a scenario: US dollars, or a currency of the user's with its rate.
//!
//! Everything is calculated in US dollars, as all else is in SI. What a user writes is converted here once, and what people
//! read is converted where units are shown; keys that end in `_usd` stay US dollars.

use super::parse::{self, QuantityParseError};
use super::table::{Dimension, UNITS, UnitDefinition};

/// Most letters of a name.
pub const NAME_MAX: usize = 8;
/// Money that data and calculation are in.
pub const DOLLAR: &str = "USD";

/// A currency and its rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Currency {
    letters: [u8; NAME_MAX],
    length: usize,
    per_usd: f64,
}

impl Currency {
    /// US dollars.
    pub const USD: Self = Self { letters: *b"USD\0\0\0\0\0", length: 3, per_usd: 1.0 };
    /// Least units of a currency for one US dollar.
    pub const RATE_MIN: f64 = 1e-6;
    /// Most units of a currency for one US dollar.
    pub const RATE_MAX: f64 = 1e7;

    /// A currency of a name of 1 to 8 letters of the Latin alphabet, and how many units of it one US dollar is: 1e-6 to 1e7.
    /// Nothing where either is not so.
    pub fn new(name: &str, per_usd: f64) -> Option<Self> {
        let named = (1..=NAME_MAX).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic());
        if !named || !(Self::RATE_MIN..=Self::RATE_MAX).contains(&per_usd) {
            return None;
        }
        let mut letters = [0; NAME_MAX];
        letters[..name.len()].copy_from_slice(name.as_bytes());
        Some(Self { letters, length: name.len(), per_usd })
    }

    /// The name.
    pub fn name(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.length]).unwrap_or(DOLLAR)
    }

    /// Units of it for one US dollar.
    pub const fn per_usd(&self) -> f64 {
        self.per_usd
    }

    /// Whether it is the money of the data.
    pub fn is_dollar(&self) -> bool {
        self.name() == DOLLAR
    }

    /// A unit of money in US dollars as a unit of this currency: `kUSD` is `kEUR`.
    pub fn rename_unit(&self, unit: &str) -> String {
        unit.replace(DOLLAR, self.name())
    }

    /// Parses a text into the SI value of a dimension, prices and amounts in this currency or in US dollars.
    ///
    /// # Errors
    /// [`QuantityParseError`]; where a currency is named, a price without any is an error too.
    pub fn parse_quantity(&self, text: &str, dimension: Dimension) -> Result<f64, QuantityParseError> {
        if self.is_dollar() || !dimension.is_money() {
            return parse::parse_quantity(text, dimension);
        }
        let (number, symbol) = parse::split_number(text, dimension)?;
        if let Some(unit) = self.unit_of(symbol, dimension) {
            let si = unit.to_si(number) / self.per_usd;
            return if si.is_finite() { Ok(si) } else { Err(QuantityParseError::NotFinite { text: text.to_owned() }) };
        }
        if symbol.contains(DOLLAR) {
            return parse::parse_quantity(text, dimension);
        }
        let known = symbol.is_empty() || UNITS.iter().any(|u| u.dimension == dimension && u.names.contains(&symbol));
        if known {
            Err(self.ambiguous(text, dimension))
        } else {
            Err(self.in_own(parse::unknown_unit(symbol, dimension)))
        }
    }

    /// The unit whose spelling in this currency is `symbol`.
    pub fn unit_of(&self, symbol: &str, dimension: Dimension) -> Option<&'static UnitDefinition> {
        let spelt = |name: &str| name.contains(DOLLAR) && self.rename_unit(name) == symbol;
        UNITS.iter().find(|u| u.dimension == dimension && u.names.iter().any(|n| spelt(n)))
    }

    /// The error of a price that does not say in which money it is.
    pub fn ambiguous(&self, text: &str, dimension: Dimension) -> QuantityParseError {
        let unit = dimension.documented_unit().names[0];
        QuantityParseError::NoCurrency { text: text.to_owned(), own: self.rename_unit(unit), usual: unit }
    }

    /// What to do about a price in a currency that the scenario does not name.
    pub fn help_with(&self, error: &QuantityParseError, dimension: Dimension) -> Option<String> {
        let QuantityParseError::UnknownUnit { unit, .. } = error else { return None };
        self.help_with_unit(unit, dimension)
    }

    /// The same for a unit that is not known.
    pub fn help_with_unit(&self, unit: &str, dimension: Dimension) -> Option<String> {
        let money = unit.split('/').next().unwrap_or_default();
        if !dimension.is_money() || Self::new(money, 1.0).is_none() || money.eq_ignore_ascii_case(DOLLAR) {
            return None;
        }
        Some(if self.is_dollar() {
            format!(
                "for prices in {money} add to [cost]: currency = \"{money}\" and exchange_rate, the {money} for one US \
                 dollar"
            )
        } else {
            format!("prices are in {} or USD: [cost] names one currency", self.name())
        })
    }

    /// An error with its example in this currency.
    fn in_own(&self, error: QuantityParseError) -> QuantityParseError {
        match error {
            QuantityParseError::UnknownUnit { unit, wanted, example, .. } => {
                QuantityParseError::UnknownUnit { unit, near: None, wanted, example: self.rename_unit(&example) }
            }
            other => other,
        }
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::USD
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_letters_and_rates_are_in_bounds() {
        for (name, rate) in
            [("", 1.0), ("EURO1", 1.0), ("€", 1.0), ("TOOLONGNA", 1.0), ("EUR", 0.0), ("EUR", -1.0), ("EUR", 1e8)]
        {
            assert_eq!(Currency::new(name, rate), None, "{name} {rate}");
        }
        assert_eq!(Currency::new("EUR", f64::NAN), None);
        let euro = Currency::new("EUR", 0.92).unwrap();
        assert_eq!((euro.name(), euro.per_usd(), euro.is_dollar()), ("EUR", 0.92, false));
        assert_eq!(euro.rename_unit("kUSD"), "kEUR");
        assert!(Currency::default().is_dollar());
    }

    /// 0.23 EUR/kWh at 0.92 EUR for a dollar are 0.25 USD/kWh.
    #[test]
    fn prices_are_read_in_the_currency_and_in_dollars() {
        let euro = Currency::new("EUR", 0.92).unwrap();
        let price = |text: &str| euro.parse_quantity(text, Dimension::EnergyPrice).map(|si| si * 3.6e6);
        for text in ["0.23 EUR/kWh", "230 EUR/MWh", "0.25 USD/kWh"] {
            assert!((price(text).unwrap() / 0.25 - 1.0).abs() < 1e-12, "{text}");
        }
        assert!(matches!(price("0.23"), Err(QuantityParseError::NoCurrency { .. })));
        assert!(matches!(price("23 ct/kWh"), Err(QuantityParseError::NoCurrency { .. })));
        assert!(matches!(price("0.23 GBP/kWh"), Err(QuantityParseError::UnknownUnit { .. })));
        let amount = |text: &str| euro.parse_quantity(text, Dimension::Money).unwrap();
        assert!((amount("46 kEUR") / 50e3 - 1.0).abs() < 1e-12);
        assert!((euro.parse_quantity("3.68 EUR/m3", Dimension::WaterPrice).unwrap() / 4.0 - 1.0).abs() < 1e-12);
        assert!((euro.parse_quantity("9.2 EUR/kW", Dimension::DemandCharge).unwrap() / 10.0 - 1.0).abs() < 1e-12);
        assert!((euro.parse_quantity("45 degC", Dimension::Temperature).unwrap() - 318.15).abs() < 1e-12);
    }

    proptest! {
        /// What is written in a currency is what its worth in dollars is.
        #[test]
        fn the_rate_divides(rate in 1e-3..1e4_f64, amount in 0.0..1e6_f64) {
            let own = Currency::new("XYZ", rate).unwrap();
            let usd = own.parse_quantity(&format!("{amount} XYZ"), Dimension::Money).unwrap();
            prop_assert!((usd * rate - amount).abs() <= 1e-12 * amount.max(1.0));
        }
    }
}
