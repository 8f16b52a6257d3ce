//! What is compared: the same for every architecture.

use serde::Serialize;

use crate::scenario::{EqualBasis, GroupSettings, ItCapacity, ItSettings};

/// What is compared.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ItSummary {
    /// Accelerators of the first architecture, where these are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerators: Option<u32>,
    /// Racks in every architecture, where these are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub racks: Option<u32>,
    /// IT power of every architecture at full load, where it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_w: Option<f64>,
    /// Share of the servers that are busy, 0..=1, where no group and no profile says it.
    pub utilisation: f64,
    /// Share of the racks that stand there.
    #[serde(skip_serializing_if = "is_full")]
    pub filled: f64,
    /// Catalog id of the workload, if tokens are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
    /// File or shape of the load by the hour, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// What is equal between the architectures: `rated-work`, `accelerators`, `tokens` or `it-power`, or `racks`, or `groups`.
    pub equal: &'static str,
    /// Groups of racks, where the scenario has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupSummary>,
}

/// A group of racks as the scenario has it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GroupSummary {
    /// Name.
    pub name: String,
    /// Accelerators of the first architecture, where these are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accelerators: Option<u32>,
    /// Racks, where these are given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub racks: Option<u32>,
    /// IT power at full load, where it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_w: Option<f64>,
    /// Share of the servers that are busy, 0..=1, where no profile says it.
    pub utilisation: f64,
    /// File or shape of the load by the hour, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Share of the racks that stand there.
    #[serde(skip_serializing_if = "is_full")]
    pub filled: f64,
    /// Catalog id of the workload, if tokens are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workload: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_full(share: &f64) -> bool {
    *share >= 1.0
}

impl GroupSummary {
    fn new(group: &GroupSettings) -> Self {
        let (accelerators, racks, load_w) = group.capacity.amounts();
        let workload = group.workload.clone();
        let (utilisation, filled) = (group.utilisation, group.filled * group.built);
        let profile = group.load.as_ref().map(|load| load.source_name().to_owned());
        Self { name: group.name.clone(), accelerators, racks, load_w, utilisation, profile, filled, workload }
    }
}

impl ItSummary {
    /// The amount as the scenario says it.
    pub(crate) fn new(it: &ItSettings) -> Self {
        let groups: Vec<GroupSummary> = it.groups.iter().map(GroupSummary::new).collect();
        let alone = groups.is_empty();
        let (accelerators, racks, load_w) = if alone { it.capacity.amounts() } else { (None, None, None) };
        let equal = match it.capacity {
            _ if !alone => "groups",
            ItCapacity::Accelerators(_) => it.equal.name(),
            ItCapacity::Racks(_) => "racks",
            ItCapacity::Load(_) => EqualBasis::ItPower.name(),
        };
        let (utilisation, filled, workload) = (it.utilisation, it.filled * it.built, it.workload.clone());
        let profile = it.load.as_ref().filter(|_| alone).map(|load| load.source_name().to_owned());
        Self { accelerators, racks, load_w, utilisation, filled, workload, profile, equal, groups }
    }

    /// Whether a load goes by the hour.
    pub fn has_profile(&self) -> bool {
        self.profile.is_some() || self.groups.iter().any(|group| group.profile.is_some())
    }

    /// Shares of busy servers of all groups, or of the whole.
    pub fn loads(&self) -> impl Iterator<Item = f64> {
        let alone = self.groups.is_empty().then_some(self.utilisation);
        alone.into_iter().chain(self.groups.iter().map(|group| group.utilisation))
    }
}
