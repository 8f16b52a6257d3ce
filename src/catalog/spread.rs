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
