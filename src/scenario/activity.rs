//! `activity`: what share of their range from idle to full power busy accelerators draw.

use crate::catalog::equipment_role::EquipmentRole;
use crate::units::parse::Dimension;

use super::findings::KeyContent;
use super::reader::{AllowedRange, TableReader};
use super::tree::NodeValue;

/// Shares that a scenario may state.
const SHARE_RANGE: AllowedRange = AllowedRange { dimension: Dimension::Ratio, min: 0.05, max: 1.0 };

/// A kind of workload whose activity is in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkloadKind {
    /// Batches as large as memory holds, without limits of latency.
    Saturated,
    /// Requests of users in continuous batches.
    Serving,
    /// Training.
    Training,
}

impl WorkloadKind {
    const ALL: [Self; 3] = [Self::Saturated, Self::Serving, Self::Training];
    /// The words in scenarios.
    pub const WORDS: [&'static str; 3] = ["saturated", "serving", "training"];

    /// The word in scenarios.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// The role of the record that has its activity.
    pub const fn activity_role(self) -> EquipmentRole {
        match self {
            Self::Saturated => EquipmentRole::SaturatedActivity,
            Self::Serving => EquipmentRole::ServingActivity,
            Self::Training => EquipmentRole::TrainingActivity,
        }
    }
}

/// Where the activity of busy accelerators is from; a number only when it meets the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ActivityChoice {
    /// Full activity: nothing is stated.
    #[default]
    Full,
    /// A share of the range from idle to full power, above 0 and up to 1.
    Share(f64),
    /// That of a kind of workload.
    Kind(WorkloadKind),
    /// That at which the token rate of a workload was measured, by the id of the workload.
    AsMeasured(String),
}

impl ActivityChoice {
    /// The value as it stands in a scenario; nothing where none is stated.
    pub(super) fn to_json(&self) -> Option<serde_json::Value> {
        match self {
            Self::Full | Self::AsMeasured(_) => None,
            Self::Share(share) => Some((*share).into()),
            Self::Kind(kind) => Some(kind.name().into()),
        }
    }
}

/// Reads `activity`: a share, or the word of a kind of workload.
pub(super) fn read_activity(r: &mut TableReader<'_, '_>) -> Option<ActivityChoice> {
    r.note_content("activity", KeyContent::Choice(WorkloadKind::WORDS.to_vec()));
    let node = r.key_node("activity")?;
    match &node.value {
        NodeValue::Text(word) if word.starts_with(char::is_alphabetic) => {
            let known = WorkloadKind::ALL.into_iter().find(|kind| kind.name() == word);
            if known.is_none() {
                let message = format!("unknown activity `{word}`");
                let help = format!("write a share from 0.05 to 1, or `{}`", WorkloadKind::WORDS.join("`, `"));
                r.report_problem(message, &node.origin, "no kind of workload", Some(help));
            }
            known.map(ActivityChoice::Kind)
        }
        _ => r.read_quantity("activity", SHARE_RANGE).map(ActivityChoice::Share),
    }
}
