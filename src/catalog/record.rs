//! Records of chips and equipment, and what every record says of its origin.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

/// How well a value is known.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The maker's data sheet.
    Datasheet,
    /// Published by somebody who measured it or had it from the maker.
    Published,
    /// An engineer's estimate; carries a range.
    Estimate,
}

impl Confidence {
    /// The confidence of a word in data files.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Datasheet, Self::Published, Self::Estimate].into_iter().find(|c| c.name() == word)
    }

    /// The word in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Datasheet => "datasheet",
            Self::Published => "published",
            Self::Estimate => "estimate",
        }
    }
}

/// The word of a confidence; empty where a record states none.
pub const fn confidence_name(confidence: Option<Confidence>) -> &'static str {
    match confidence {
        Some(confidence) => confidence.name(),
        None => "",
    }
}

/// Writes the word of a confidence.
#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
pub(crate) fn serialize_confidence<S: Serializer>(
    confidence: &Option<Confidence>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(confidence_name(*confidence))
}

/// Where a group of values is from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// Id that records name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Year of publication.
    pub year: Option<u16>,
    /// Where a reader finds it: address, page or table.
    pub location: String,
    /// `measured`, `specification`, `modelled`, `handbook` or `estimate`.
    pub kind: String,
    /// Licence of the data, where it matters.
    pub licence: Option<String>,
}

/// Low and high of an estimated value.
pub type ValueRange = [f64; 2];

/// A part with a power and, if it has a junction worth following, a thermal limit.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChipRecord {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Maker.
    pub vendor: String,
    /// What it does in a system.
    pub kind: ChipKind,
    /// Silicon that it shares with other modules, by id; absent where no other part has its die: it states the die itself.
    pub silicon: Option<String>,
    /// Month of first availability, `YYYY-MM`.
    pub available: Option<String>,
    /// Electrical power.
    pub power: ChipPower,
    /// Junction limits and the path to the case; absent where heat has no junction worth following.
    pub thermal: Option<ChipThermal>,
    /// Remarks for the reader.
    pub notes: Option<String>,
}

/// What a chip does in a system.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum ChipKind {
    /// Computes the workload; counted when architectures are compared.
    Accelerator,
    /// Host processor.
    Cpu,
    /// Scale-up switch.
    Switch,
    /// Memory modules.
    Memory,
    /// Network cards, optics, storage, boards: heat without a junction of its own.
    Module,
    /// Switch of the network between racks, outside them.
    Network,
}

/// Electrical power of a chip or module.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChipPower {
    /// Busy at full clock with the junction at its limit (the rated power), W.
    pub max_w: f64,
    /// Idle, W.
    pub idle_w: f64,
    /// Full clock as a share of the reference clock of its silicon.
    #[serde(default = "reference_clock", skip_serializing_if = "is_reference_clock")]
    pub clock: f64,
    /// Source id.
    pub source: String,
    /// How well these are known.
    pub confidence: Confidence,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}

/// The clock that a silicon's power is stated at.
const REFERENCE_CLOCK: f64 = 1.0;

const fn reference_clock() -> f64 {
    REFERENCE_CLOCK
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_reference_clock(clock: &f64) -> bool {
    *clock == REFERENCE_CLOCK
}

/// Junction limits and the path from die to case; the die too where no other part shares it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChipThermal {
    /// Junction temperature at which the clock is reduced, °C.
    pub limit_c: f64,
    /// Junction temperature that fan or pump control aims at, °C.
    pub target_c: f64,
    /// Junction temperature at which the part switches off, °C.
    pub shutdown_c: f64,
    /// Area-specific resistance from junction to the face that the cooler touches, over the die area, K cm²/W.
    pub junction_to_case_k_cm2_w: f64,
    /// Area of the die or dies, mm².
    pub die_area_mm2: Option<f64>,
    /// Leakage at `leakage_reference_c` as a share of `max_w`.
    pub leakage_share: Option<f64>,
    /// Junction temperature of `leakage_share`, °C.
    pub leakage_reference_c: Option<f64>,
    /// Growth of leakage with temperature, 1/K.
    pub leakage_per_k: Option<f64>,
    /// Lowest clock as a share of the highest: below it the part cannot be throttled.
    pub clock_floor: Option<f64>,
    /// Memory in the package: temperature at which it slows the chip down, °C.
    pub memory_limit_c: Option<f64>,
    /// Memory in the package: its hottest die above the case for each watt of the package, K/W.
    pub memory_k_w: Option<f64>,
    /// Source id.
    pub source: String,
    /// How well these are known.
    pub confidence: Confidence,
    /// Ranges of estimated values, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}

/// A piece of equipment: its kind says which parameters it has.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EquipmentRecord {
    /// Catalog id, kebab-case.
    pub id: String,
    /// Kind of equipment; names the component that reads the parameters.
    pub kind: String,
    /// Name in words.
    pub name: String,
    /// Source id.
    pub source: String,
    /// How well the parameters are known.
    pub confidence: Confidence,
    /// Remarks for the reader.
    pub notes: Option<String>,
    /// The component's parameters.
    pub parameters: toml::Table,
    /// Ranges of estimated parameters, by key.
    #[serde(default)]
    pub range: BTreeMap<String, ValueRange>,
}

impl EquipmentRecord {
    /// Gives id and kind their present spelling: a user's own data may be older.
    pub(crate) fn respell(&mut self) {
        for text in [&mut self.id, &mut self.kind] {
            if text.contains(OLD_SPELLING) {
                *text = present_spelling(text);
            }
        }
    }
}

/// A spelling of earlier versions in ids, kinds and keys.
pub(crate) const OLD_SPELLING: &str = "economiser";
/// What is written in its place now.
const PRESENT_SPELLING: &str = "economizer";

/// The present spelling of an id, a key or a word of earlier versions.
pub(crate) fn present_spelling(text: &str) -> String {
    text.replace(OLD_SPELLING, PRESENT_SPELLING)
}

/// Output tokens of a workload on an accelerator, as measured by a benchmark.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRate {
    /// Workload id, for instance `llama-3.1-405b-offline`.
    pub workload: String,
    /// Chip id.
    pub chip: String,
    /// Output tokens per second of one accelerator, busy at full clock.
    pub tokens_per_s: f64,
    /// Number format.
    pub precision: String,
    /// Accelerators in the measured system.
    pub accelerators: u32,
    /// Power limit of each in the run, W; nothing where the submitter states none: the power setting is unknown.
    pub power_limit_w: Option<f64>,
    /// Id of the activity of the accelerators in the run; nothing where it is not known.
    pub activity: Option<String>,
    /// Source id.
    pub source: String,
    /// How well it is known.
    pub confidence: Confidence,
    /// Round, submitter and system.
    pub notes: String,
}
