//! What reading a scenario finds: what is wrong, and which keys there may be.

use std::ops::{Deref, DerefMut};

use crate::units::parse::Dimension;

use super::issue::Issue;

/// What a key may hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A whole number between two others.
    Whole(u32, u32),
    /// A number in the documented unit between two others, or a text with a unit.
    Quantity(Dimension, f64, f64),
    /// One of some words.
    Word(Vec<&'static str>),
    /// A list of some words.
    Words(Vec<&'static str>),
    /// What its reader takes apart by itself.
    Any,
}

/// Problems and keys, in the order found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub issues: Vec<Issue>,
    /// Path and content of every key that was asked for.
    pub keys: Vec<(String, Holds)>,
}

impl Deref for Findings {
    type Target = Vec<Issue>;

    fn deref(&self) -> &Vec<Issue> {
        &self.issues
    }
}

impl DerefMut for Findings {
    fn deref_mut(&mut self) -> &mut Vec<Issue> {
        &mut self.issues
    }
}
