//! What reading a scenario finds: what is wrong, and which keys there may be.

use std::ops::{Deref, DerefMut};

use crate::units::currency::Currency;
use crate::units::parse::Dimension;

use super::issue::ScenarioIssue;

/// What a key may hold.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyContent {
    /// A text.
    Text,
    /// True or false.
    Boolean,
    /// A whole number between two others.
    Integer(u32, u32),
    /// A number in the documented unit between two others, or a text with a unit.
    Quantity(Dimension, f64, f64),
    /// Two numbers or texts as of a quantity, the lower first, in a list.
    QuantityRange(Dimension, f64, f64),
    /// A text, or a table of texts by names.
    TextByName,
    /// A share of 0 to 1, or a table of shares by names.
    ShareByName,
    /// One of some words.
    Choice(Vec<&'static str>),
    /// A list of some words.
    Choices(Vec<&'static str>),
    /// A number, or a text of a number and a unit of the reader's choice.
    NumberOrText,
    /// So many texts, in a list.
    Texts(usize),
    /// One or more texts, in a list.
    TextList,
    /// A table.
    Table,
    /// A list of tables.
    TableList,
    /// What another call of the reader tells.
    Any,
}

/// Problems and keys, in the order found, and the currency that prices may be written in.
#[derive(Debug, Default)]
pub struct ScenarioFindings {
    /// What is wrong.
    pub issues: Vec<ScenarioIssue>,
    /// Path and content of every key that was asked for.
    pub keys: Vec<(String, KeyContent)>,
    /// Currency of the scenario, from the time on that it is known.
    pub currency: Currency,
}

impl Deref for ScenarioFindings {
    type Target = Vec<ScenarioIssue>;

    fn deref(&self) -> &Vec<ScenarioIssue> {
        &self.issues
    }
}

impl DerefMut for ScenarioFindings {
    fn deref_mut(&mut self) -> &mut Vec<ScenarioIssue> {
        &mut self.issues
    }
}
