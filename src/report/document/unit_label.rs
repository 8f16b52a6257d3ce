//! What stands behind a number: a unit of the table, or one of money with the name of its currency.

use std::fmt;
use std::ops::Deref;

use crate::units::currency::Currency;

/// Bytes of the longest label of money: `million` and a name of eight letters for something.
const MONEY_BYTES: usize = 40;

/// The label of a unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum UnitLabel<'a> {
    /// As it is written.
    Plain(&'a str),
    /// In a currency.
    Money(MoneyLabel),
}

/// A label with the name of a currency in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MoneyLabel {
    bytes: [u8; MONEY_BYTES],
    length: usize,
}

impl MoneyLabel {
    /// A unit of US dollars in a currency; nothing where it is too long for a unit.
    pub fn new(unit: &str, currency: Currency) -> Option<Self> {
        let text = currency.rename_unit(unit);
        let mut bytes = [0; MONEY_BYTES];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, length: text.len() })
    }
}

impl Deref for UnitLabel<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Money(label) => std::str::from_utf8(&label.bytes[..label.length]).unwrap_or_default(),
        }
    }
}

impl fmt::Display for UnitLabel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for UnitLabel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
