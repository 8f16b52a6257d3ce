//! What is known of the uncertainty of values beside the ranges of estimates: `uncertainty.toml`.

use serde::Deserialize;

/// The rules of sampling.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplingRules {
    /// Spread of published values.
    #[serde(default, rename = "spread")]
    pub spreads: Vec<ValueSpread>,
    /// Values of one record that are high or low together.
    #[serde(default)]
    pub together: Vec<CorrelatedKeys>,
    /// Unknowns that several records repeat.
    #[serde(default)]
    pub shared: Vec<SharedKeys>,
    /// Values that are choices.
    #[serde(default)]
    pub held: Vec<FixedKeys>,
    /// What values are in plain words.
    #[serde(default, rename = "measurement")]
    pub measurements: Vec<Measurement>,
}

impl SamplingRules {
    /// The first entry for a value of a record's kind; its key without positions, or the last part of it.
    pub fn measurement(&self, kind: &str, key: &str) -> Option<&Measurement> {
        let names = |k: &String| key == k || key.strip_suffix(k.as_str()).is_some_and(|rest| rest.ends_with('.'));
        self.measurements.iter().find(|m| m.kinds.iter().any(|k| k == kind) && m.keys.iter().any(names))
    }
}

/// What an uncertain value is in plain words, and what would settle it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// Kinds of records: of equipment; of a chip; `system`, `fitting`, `climate` or `workload`; `scenario` for its own keys.
    pub kinds: Vec<String>,
    /// Keys, without positions.
    pub keys: Vec<String>,
    /// The value, as a noun phrase.
    pub words: String,
    /// The measurement or document that would settle it, as a noun phrase.
    pub settled_by: String,
}

/// A value of every record of a kind is known to within a share of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueSpread {
    /// Kind of equipment; or `climate`, `workload`.
    pub kind: String,
    /// Key of the value.
    pub key: String,
    /// Plus or minus this share of the value.
    pub share: f64,
    /// Source id.
    pub source: String,
    /// Why so much.
    pub why: String,
}

/// Keys whose values are high or low together within one record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrelatedKeys {
    /// The keys, as `catalog show` prints them.
    pub keys: Vec<String>,
    /// Why.
    pub why: String,
}

/// Keys whose values stand for one unknown in whatever record they are, also where the records differ in value, range or
/// source: they are high or low together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedKeys {
    /// The keys, as `catalog show` prints them but without positions: `tray.lane.station.duty`.
    pub keys: Vec<String>,
    /// Why.
    pub why: String,
}

/// Values of a record that are choices.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedKeys {
    /// Id of the record.
    pub record: String,
    /// Its keys.
    pub keys: Vec<String>,
    /// Why.
    pub why: String,
}
