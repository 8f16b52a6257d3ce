//! `[[it.group]]`: racks of one system in a hall of several.

use std::collections::HashSet;

use crate::catalog::{Catalog, RecordKind};

use super::activity::{self, ActivityChoice};
use super::by_architecture::{self, ByArchitecture};
use super::capacity::{self, ItCapacity};
use super::cooling::CoolingMethod;
use super::findings::ScenarioFindings;
use super::issue::ScenarioIssue;
use super::load_profile::{self, LoadProfileSettings};
use super::reader::{TableReader, did_you_mean};
use super::tree::{NodeValue, TreeNode};
use super::values::{ratio_range, read_catalog_id};

/// Most groups of a hall.
const MAX_GROUPS: usize = 50;
/// Longest name of a group, characters.
const NAME_MAX_CHARS: usize = 60;

/// How a load below full lies on the servers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoadPlacement {
    /// Jobs fill whole servers; the others are idle.
    #[default]
    Packed,
    /// Every server carries the same share.
    Spread,
}

impl LoadPlacement {
    /// Words in scenarios.
    pub const WORDS: [&str; 2] = ["packed", "spread"];

    /// The word in scenarios and results.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// Reads the key `scheduling`.
    pub(super) fn read_key(r: &mut TableReader<'_, '_>) -> Option<Self> {
        let word = r.read_choice("scheduling", &Self::WORDS)?;
        [Self::Packed, Self::Spread].into_iter().find(|way| way.name() == word)
    }
}

/// A group of racks as the scenario has it.
#[derive(Clone, Debug)]
pub struct GroupSettings {
    /// Name.
    pub name: String,
    /// How much.
    pub capacity: ItCapacity,
    /// Its system, of every architecture or by their names; else that of `[it]`, or the architecture's own.
    pub system: ByArchitecture<String>,
    /// How its racks are cooled, where not as the architecture's.
    pub cooling: ByArchitecture<CoolingMethod>,
    /// Share of the servers that are busy, where no profile says it, 0..=1.
    pub utilisation: f64,
    /// How busy they are by the hour.
    pub load: Option<LoadProfileSettings>,
    /// How a load below full lies on the servers.
    pub placement: LoadPlacement,
    /// Share of its racks that stand there, 0..=1.
    pub filled: f64,
    /// Share of its racks that the hall is built for, 0..=1; `filled` is the share of these.
    pub built: f64,
    /// Workload id.
    pub workload: Option<String>,
    /// What share of their range busy accelerators draw, where an architecture does not say it.
    pub activity: Option<ActivityChoice>,
}

impl GroupSettings {
    /// The activity of its accelerators: its own, else that of its workload.
    pub(super) fn usual_activity(&self) -> ActivityChoice {
        let measured = || self.workload.clone().map(ActivityChoice::AsMeasured);
        self.activity.clone().or_else(measured).unwrap_or_default()
    }

    /// As it stands in a scenario, whose phases say how much of it there is where it is `growing`.
    pub(super) fn to_json(&self, growing: bool) -> serde_json::Value {
        let (accelerators, racks, load_w) = self.capacity.amounts();
        serde_json::json!({
            "name": self.name,
            "accelerators": accelerators,
            "racks": racks,
            "load_w": load_w,
            "system": self.system.to_json(Clone::clone),
            "cooling": self.cooling.to_json(|method| method.name().to_owned()),
            "utilisation": self.utilisation,
            "profile": self.load.as_ref().map(LoadProfileSettings::to_json),
            "scheduling": (self.placement != LoadPlacement::Packed).then(|| self.placement.name()),
            "filled": (self.filled < 1.0 && !growing).then_some(self.filled),
            "workload": self.workload,
            "activity": self.activity.as_ref().and_then(ActivityChoice::to_json),
        })
    }
}

/// What `[it]` says for groups that do not say it themselves.
pub(super) struct GroupDefaults {
    pub utilisation: f64,
    pub load: Option<LoadProfileSettings>,
    pub placement: LoadPlacement,
    pub filled: f64,
    pub workload: Option<String>,
    pub activity: Option<ActivityChoice>,
}

/// Reads the list of groups.
pub(super) fn read_groups(
    node: &TreeNode,
    usual: &GroupDefaults,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Vec<GroupSettings> {
    let NodeValue::Array(items) = &node.value else {
        issues.push(ScenarioIssue::of_node(
            node,
            "`it.group` must be a list of tables",
            "write [[it.group]] with two brackets",
        ));
        return Vec::new();
    };
    if items.is_empty() || items.len() > MAX_GROUPS {
        let found = format!("there must be 1 to {MAX_GROUPS} groups, found {}", items.len());
        issues.push(ScenarioIssue::of_node(node, found, "merge groups of the same system, or leave `it.group` out"));
    }
    let mut names = HashSet::new();
    let mut out = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let Some(group) = read_group(item, &format!("it.group.{place}"), usual, catalog, issues) else { continue };
        if !names.insert(group.name.clone()) {
            let found = format!("two groups are named `{}`", group.name);
            issues.push(ScenarioIssue::of_node(item, found, "give each its own name"));
        }
        out.push(group);
    }
    out
}

fn read_group(
    node: &TreeNode,
    path: &str,
    usual: &GroupDefaults,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<GroupSettings> {
    let mut r = TableReader::new(node, path, issues);
    let name = r.read_name(path, NAME_MAX_CHARS, "every group has a name");
    let amount = capacity::read_amount(&mut r, "say how much: racks = 8, or accelerators = 576, or load = \"1 MW\"");
    let system = by_architecture::read_by_architecture(&mut r, "system", |text| {
        if catalog.system(text).is_some() {
            return Ok(text.to_owned());
        }
        let hint = did_you_mean(&catalog.suggest_ids(RecordKind::System, text));
        Err((format!("unknown system `{text}`"), format!("{hint}`rackjoule catalog list system` names them all")))
    });
    let cooling = by_architecture::read_by_architecture(&mut r, "cooling", |text| {
        let words = CoolingMethod::WORDS.join("`, `");
        CoolingMethod::from_word(text).ok_or_else(|| (format!("unknown cooling `{text}`"), format!("use `{words}`")))
    });
    let constant = r.read_quantity("utilisation", ratio_range(0.0, 1.0));
    let utilisation = constant.unwrap_or(usual.utilisation);
    // A share of its own takes the place of the hall's profile.
    let own = load_profile::read_load_profile(&mut r, catalog);
    let load = own.or_else(|| usual.load.clone().filter(|_| constant.is_none()));
    let placement = LoadPlacement::read_key(&mut r).unwrap_or(usual.placement);
    let filled = r.read_quantity("filled", capacity::FILLED).unwrap_or(usual.filled);
    let workload =
        read_catalog_id(&mut r, "workload", RecordKind::Workload, catalog).or_else(|| usual.workload.clone());
    let activity = activity::read_activity(&mut r).or_else(|| usual.activity.clone());
    r.finish();
    Some(GroupSettings {
        name: name?,
        capacity: amount?,
        system,
        cooling,
        utilisation,
        load,
        placement,
        filled,
        built: 1.0,
        workload,
        activity,
    })
}
