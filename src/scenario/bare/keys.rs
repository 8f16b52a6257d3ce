//! Reads the quantities of one table and keeps them for JSON under keys that end in their unit.

use serde_json::{Map, Value as Json};

use crate::scenario::findings::Findings;
use crate::scenario::reader::{Allowed, Reader};
use crate::scenario::tree::{Node, Origin};
use crate::units::parse::{self, Dimension};

/// What a key may hold: its dimension, and the least and most in SI or, for temperatures, °C.
#[derive(Clone, Copy)]
pub(super) struct Kind(pub Dimension, pub f64, pub f64);

impl Kind {
    fn allowed(self) -> Allowed {
        let Self(dimension, min, max) = self;
        // Flows are documented in L/min; everything else in SI or °C.
        let scale = if dimension == Dimension::Temperature { 1.0 } else { dimension.unit().factor };
        Allowed { dimension, min: min / scale, max: max / scale }
    }
}

pub(super) const TEMPERATURE: Kind = Kind(Dimension::Temperature, -20.0, 90.0);
pub(super) const DELTA: Kind = Kind(Dimension::TempDelta, 0.1, 40.0);
pub(super) const WATER: Kind = Kind(Dimension::VolumeFlow, 1e-4, 100.0);
pub(super) const AIR: Kind = Kind(Dimension::VolumeFlow, 0.1, 1e5);
pub(super) const POWER: Kind = Kind(Dimension::Power, 0.0, 1e9);
pub(super) const UA: Kind = Kind(Dimension::ThermalConductance, 10.0, 1e9);
pub(super) const SHARE: Kind = Kind(Dimension::Ratio, 0.0, 1.0);

/// Reads one table.
pub(super) struct Keys<'a, 'i> {
    reader: Reader<'a, 'i>,
    json: Map<String, Json>,
}

impl<'a, 'i> Keys<'a, 'i> {
    pub fn new(node: &'a Node, path: &str, issues: &'i mut Findings) -> Self {
        Self { reader: Reader::new(node, path, issues), json: Map::new() }
    }

    /// A quantity in SI, if it is there and sound.
    pub fn maybe(&mut self, key: &'static str, kind: Kind) -> Option<f64> {
        let si = self.reader.quantity(key, kind.allowed())?;
        self.keep(key, kind.0, si);
        Some(si)
    }

    /// A quantity in SI, or its usual value (SI; °C for temperatures).
    pub fn or(&mut self, key: &'static str, kind: Kind, usual: f64) -> f64 {
        let si = if kind.0 == Dimension::Temperature { parse::bare(usual, kind.0) } else { usual };
        let found = self.maybe(key, kind).unwrap_or(si);
        self.keep(key, kind.0, found);
        found
    }

    /// A quantity in SI that must be there.
    pub fn must(&mut self, key: &'static str, kind: Kind) -> Option<f64> {
        if self.reader.node(key).is_none() {
            let unit = kind.0.unit().names[0];
            let unit = if kind.0 == Dimension::VolumeFlow { "m3/s" } else { unit };
            let in_unit = if unit.is_empty() { "a number".to_owned() } else { format!("a quantity in {unit}") };
            self.reader.missing(key, &format!("give {in_unit}: nothing is sized here"));
        }
        self.maybe(key, kind)
    }

    /// A word, or the first of them.
    pub fn word(&mut self, key: &'static str, words: &[&'static str]) -> &'static str {
        let word = self.reader.choice(key, words, &[]).unwrap_or(words[0]);
        self.json.insert(key.to_owned(), word.into());
        word
    }

    /// A whole number, or its usual value.
    pub fn whole(&mut self, key: &'static str, (min, max): (u32, u32), usual: u32) -> u32 {
        let found = self.reader.whole(key, min, max).unwrap_or(usual);
        self.json.insert(key.to_owned(), found.into());
        found
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<(&'a str, &'a Origin)> {
        let (text, origin) = self.reader.text(key)?;
        self.json.insert(key.to_owned(), text.into());
        Some((text, origin))
    }

    /// The node of a table below this one.
    pub fn table(&mut self, key: &'static str) -> Option<&'a Node> {
        self.reader.node(key)
    }

    /// The reader, for problems.
    pub fn reader(&mut self) -> &mut Reader<'a, 'i> {
        &mut self.reader
    }

    fn keep(&mut self, key: &str, dimension: Dimension, si: f64) {
        let (suffix, value) = match dimension {
            Dimension::Temperature => ("_c", (parse::in_documented_unit(si, dimension) * 1e9).round() / 1e9),
            Dimension::TempDelta => ("_k", si),
            Dimension::Power => ("_w", si),
            Dimension::VolumeFlow => ("_m3_s", si),
            Dimension::ThermalConductance => ("_w_k", si),
            _ => ("", si),
        };
        self.json.insert(format!("{key}{suffix}"), value.into());
    }

    /// Reports unknown keys and gives what was read.
    pub fn finish(self) -> Map<String, Json> {
        self.reader.finish();
        self.json
    }
}
