//! Reads the quantities of one table and keeps them for JSON under keys that end in their unit.

use serde_json::{Map, Value as Json};

use crate::scenario::findings::ScenarioFindings;
use crate::scenario::reader::{AllowedRange, TableReader};
use crate::scenario::tree::{TreeNode, ValueOrigin};
use crate::units::parse::{self, Dimension};

/// What a key may hold: its dimension, and the least and most in SI or, for temperatures, °C.
#[derive(Clone, Copy)]
pub(crate) struct QuantityKind(pub Dimension, pub f64, pub f64);

impl QuantityKind {
    fn allowed_range(self) -> AllowedRange {
        let Self(dimension, min, max) = self;
        // Flows are documented in L/min; everything else in SI or °C.
        let scale = if dimension == Dimension::Temperature { 1.0 } else { dimension.documented_unit().factor };
        AllowedRange { dimension, min: min / scale, max: max / scale }
    }
}

pub(crate) const TEMPERATURE: QuantityKind = QuantityKind(Dimension::Temperature, -20.0, 90.0);
pub(crate) const TEMPERATURE_DIFFERENCE: QuantityKind = QuantityKind(Dimension::TempDelta, 0.1, 40.0);
pub(crate) const WATER_FLOW: QuantityKind = QuantityKind(Dimension::VolumeFlow, 1e-4, 100.0);
pub(crate) const AIR_FLOW: QuantityKind = QuantityKind(Dimension::VolumeFlow, 0.1, 1e5);
pub(crate) const POWER: QuantityKind = QuantityKind(Dimension::Power, 0.0, 1e9);
pub(crate) const CONDUCTANCE: QuantityKind = QuantityKind(Dimension::ThermalConductance, 10.0, 1e9);
pub(crate) const SHARE: QuantityKind = QuantityKind(Dimension::Ratio, 0.0, 1.0);

/// Reads one table.
pub(crate) struct QuantityReader<'a, 'i> {
    reader: TableReader<'a, 'i>,
    json: Map<String, Json>,
}

impl<'a, 'i> QuantityReader<'a, 'i> {
    pub fn new(node: &'a TreeNode, path: &str, issues: &'i mut ScenarioFindings) -> Self {
        Self { reader: TableReader::new(node, path, issues), json: Map::new() }
    }

    /// A quantity in SI, if it is there and sound.
    pub fn read_optional(&mut self, key: &'static str, kind: QuantityKind) -> Option<f64> {
        let si = self.reader.read_quantity(key, kind.allowed_range())?;
        self.record_value(key, kind.0, si);
        Some(si)
    }

    /// A quantity in SI, or its usual value (SI; °C for temperatures).
    pub fn read_or_default(&mut self, key: &'static str, kind: QuantityKind, usual: f64) -> f64 {
        let si = if kind.0 == Dimension::Temperature { parse::from_documented_unit(usual, kind.0) } else { usual };
        let found = self.read_optional(key, kind).unwrap_or(si);
        self.record_value(key, kind.0, found);
        found
    }

    /// A quantity in SI that must be there.
    pub fn read_required(&mut self, key: &'static str, kind: QuantityKind) -> Option<f64> {
        if self.reader.key_node(key).is_none() {
            let unit = kind.0.documented_unit().names[0];
            let unit = if kind.0 == Dimension::VolumeFlow { "m3/s" } else { unit };
            let in_unit = if unit.is_empty() { "a number".to_owned() } else { format!("a quantity in {unit}") };
            self.reader.report_missing(key, &format!("give {in_unit}: nothing is sized here"));
        }
        self.read_optional(key, kind)
    }

    /// A word, or the first of them.
    pub fn read_word(&mut self, key: &'static str, words: &[&'static str]) -> &'static str {
        let word = self.reader.read_choice(key, words).unwrap_or(words[0]);
        self.json.insert(key.to_owned(), word.into());
        word
    }

    /// A whole number, or its usual value.
    pub fn read_integer(&mut self, key: &'static str, (min, max): (u32, u32), usual: u32) -> u32 {
        let found = self.reader.read_integer(key, min, max).unwrap_or(usual);
        self.json.insert(key.to_owned(), found.into());
        found
    }

    /// A text.
    pub fn read_text(&mut self, key: &'static str) -> Option<(&'a str, &'a ValueOrigin)> {
        let (text, origin) = self.reader.read_text(key)?;
        self.json.insert(key.to_owned(), text.into());
        Some((text, origin))
    }

    /// The node of a table below this one.
    pub fn table_node(&mut self, key: &'static str) -> Option<&'a TreeNode> {
        self.reader.table_node(key)
    }

    /// The reader, for problems.
    pub fn reader(&mut self) -> &mut TableReader<'a, 'i> {
        &mut self.reader
    }

    fn record_value(&mut self, key: &str, dimension: Dimension, si: f64) {
        let (suffix, value) = match dimension {
            Dimension::Temperature => ("_c", (parse::to_documented_unit(si, dimension) * 1e9).round() / 1e9),
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

/// °C of kelvin.
pub(crate) fn kelvin_to_celsius(kelvin: f64) -> f64 {
    parse::to_documented_unit(kelvin, Dimension::Temperature)
}
