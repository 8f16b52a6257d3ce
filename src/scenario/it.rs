//! `[it]`: how much is cooled, and how busy it is.

use crate::catalog::{Catalog, RecordKind};
use crate::units::Power;
use crate::units::parse::Dimension;

use super::activity::{self, ActivityChoice};
use super::architecture::ArchitectureSettings;
use super::capacity::{self, FILLED, ItCapacity, LOAD};
use super::findings::ScenarioFindings;
use super::group::{self, GroupDefaults, GroupSettings, LoadPlacement};
use super::load_profile::{self, LoadProfileSettings, LoadSource};
use super::phase::{self, GrowthSettings, PlantBuilding};
use super::reader::{AllowedRange, TableReader};
use super::tree::{NodeValue, TreeNode};
use super::values::{ratio_range, read_catalog_id};

/// What is equal between the architectures of a comparison whose accelerators are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EqualBasis {
    /// Rated work: as many accelerators as do the work of the first architecture's.
    #[default]
    RatedWork,
    /// The number of accelerators.
    Accelerators,
    /// Output tokens of the workload, as measured.
    Tokens,
    /// IT power of the racks at full load.
    ItPower,
}

impl EqualBasis {
    /// Words in scenarios.
    pub const WORDS: [&str; 4] = ["rated-work", "accelerators", "tokens", "it-power"];

    /// The word in scenarios and results.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RatedWork => "rated-work",
            Self::Accelerators => "accelerators",
            Self::Tokens => "tokens",
            Self::ItPower => "it-power",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::RatedWork, Self::Accelerators, Self::Tokens, Self::ItPower].into_iter().find(|b| b.name() == word)
    }
}

/// IT beside the racks, for each accelerator; nothing given means what the data say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BesideSettings {
    /// Switches between racks.
    pub network: Option<Power>,
    /// Storage.
    pub storage: Option<Power>,
    /// Management nodes and their switches.
    pub management: Option<Power>,
}

impl BesideSettings {
    /// Nothing stands beside the racks.
    pub const NONE: Self =
        Self { network: Some(Power::ZERO), storage: Some(Power::ZERO), management: Some(Power::ZERO) };
    /// Only the switches that the systems name.
    pub const NETWORK_ONLY: Self = Self { network: None, ..Self::NONE };
}

/// A checked `[it]`.
#[derive(Clone, Debug)]
pub struct ItSettings {
    /// How much; of the first group where there are several.
    pub capacity: ItCapacity,
    /// Groups of racks of several systems; none where all racks are alike.
    pub groups: Vec<GroupSettings>,
    /// System of architectures that name none.
    pub system: Option<String>,
    /// Share of the servers that are busy, 0..=1.
    pub utilisation: f64,
    /// How a load below full lies on the servers.
    pub placement: LoadPlacement,
    /// Share of the racks that stand there, 0..=1; plant and power chain are built for all of them.
    pub filled: f64,
    /// Share of the racks that the hall is built for, above 0 to 1: below 1 where plant is built in steps. `filled` is the share
    /// of these.
    pub built: f64,
    /// Phases by which the hall fills; `filled` and `built` are those of the last.
    pub growth: GrowthSettings,
    /// Workload id.
    pub workload: Option<String>,
    /// What share of their range busy accelerators draw, where an architecture does not say it.
    pub activity: Option<ActivityChoice>,
    /// Hours of inlet temperature and CPU load for `[servers]`: a file, as written.
    pub profile: Option<String>,
    /// How busy the servers of the racks are by the hour, in place of `utilisation`.
    pub load: Option<LoadProfileSettings>,
    /// IT beside the racks, which the hall's air cools.
    pub beside: BesideSettings,
    /// What is equal between architectures.
    pub equal: EqualBasis,
    /// The first architecture, whose accelerators the scenario counts; nothing beside plant that is described part by part.
    pub reference: Option<Box<ArchitectureSettings>>,
}

impl ItSettings {
    /// The activity of accelerators whose architecture states none: the one given here, else that of the workload.
    pub(super) fn usual_activity(&self) -> ActivityChoice {
        let measured = || self.workload.clone().map(ActivityChoice::AsMeasured);
        self.activity.clone().or_else(measured).unwrap_or_default()
    }

    /// Files of loads, to be found beside the scenario.
    pub fn load_files_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let own = self.load.iter_mut().chain(self.groups.iter_mut().filter_map(|group| group.load.as_mut()));
        own.filter_map(LoadProfileSettings::file_mut)
    }

    /// Files of loads that were found beside the scenario stay found: those of another reading of the same one.
    pub(super) fn keep_found_files(&mut self, other: &Self) {
        let same = |own: &mut Option<LoadProfileSettings>, found: &Option<LoadProfileSettings>| {
            let (Some(own), Some(found)) = (own.as_mut(), found.as_ref()) else { return };
            if let (Some(file), LoadSource::File(path)) = (own.file_mut(), &found.source)
                && path.ends_with(file.as_str())
            {
                path.clone_into(file);
            }
        };
        same(&mut self.load, &other.load);
        for (own, found) in self.groups.iter_mut().zip(&other.groups) {
            same(&mut own.load, &found.load);
        }
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let alone = self.groups.is_empty();
        let (accelerators, racks, load_w) = if alone { self.capacity.amounts() } else { (None, None, None) };
        let growing = !self.growth.phases.is_empty();
        let groups: Vec<_> = self.groups.iter().map(|group| group.to_json(growing)).collect();
        let names: Vec<String> = self.groups.iter().map(|group| group.name.clone()).collect();
        serde_json::json!({
            "group": (!alone).then_some(groups),
            "accelerators": accelerators,
            "racks": racks,
            "load_w": load_w,
            "utilisation": self.utilisation,
            "scheduling": (self.placement != LoadPlacement::Packed).then(|| self.placement.name()),
            "filled": (self.filled < 1.0 && !growing).then_some(self.filled),
            "phase": self.growth.to_json(&names),
            "plant": (self.growth.plant == PlantBuilding::InSteps).then(|| self.growth.plant.name()),
            "workload": self.workload,
            "activity": self.activity.as_ref().and_then(ActivityChoice::to_json),
            "profile": self.load.as_ref().map_or_else(|| self.profile.clone().into(), LoadProfileSettings::to_json),
            "equal": matches!(self.capacity, ItCapacity::Accelerators(_)).then(|| self.equal.name()),
            "network_power_w": self.beside.network.map(Power::watts),
            "storage_power_w": self.beside.storage.map(Power::watts),
            "management_power_w": self.beside.management.map(Power::watts),
        })
    }
}

/// What stands beside `[it]` in place of architectures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExplicitPlantKind {
    /// Plant under a load.
    Plant,
    /// Servers, with or without plant.
    Servers,
}

/// Reads the table; `bare` says that it stands beside `[plant]`, which wants a load, or beside `[servers]`, which want a
/// profile.
pub(super) fn read_it(
    node: &TreeNode,
    bare: Option<ExplicitPlantKind>,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<ItSettings> {
    let mut r = TableReader::new(node, "it", issues);
    let amount = match (bare, r.table_list_node("group")) {
        (None, Some(list)) => first_amount(&mut r, list),
        (None, None) => capacity::read_amount(
            &mut r,
            "say how much: accelerators = 1152, or racks = 16, or load = \"1 MW\"; or [[it.group]]",
        ),
        (Some(kind), _) => read_bare_amount(&mut r, kind),
    };
    let system = read_catalog_id(&mut r, "system", RecordKind::System, catalog);
    let utilisation = r.read_quantity("utilisation", ratio_range(0.0, 1.0)).unwrap_or(1.0);
    let placement = LoadPlacement::read_key(&mut r).unwrap_or_default();
    let filled = r.read_quantity("filled", FILLED).unwrap_or(1.0);
    let workload = read_catalog_id(&mut r, "workload", RecordKind::Workload, catalog);
    let activity = activity::read_activity(&mut r);
    let load = if bare.is_none() { load_profile::read_load_profile(&mut r, catalog) } else { None };
    let profile = bare.and_then(|_| r.read_text("profile"));
    if bare == Some(ExplicitPlantKind::Servers) && r.key_node("profile").is_none() {
        let help = "give profile = \"FILE.csv\" with columns cpu_load and inlet_c, a row for every hour";
        r.report_missing("profile", help);
    }
    if let (Some(_), Some(node)) = (bare, r.key_node("activity")) {
        let message = "`it.activity` has no meaning beside [plant] or [servers]".to_owned();
        let help = "it is for the accelerators of an [[architecture]]".to_owned();
        r.report_problem(message, &node.origin, "this key", Some(help));
    }
    let list = r.table_list_node("group").filter(|_| bare.is_none());
    let counts_accelerators = list.is_some() || !matches!(amount, Some(ItCapacity::Racks(_) | ItCapacity::Load(_)));
    let equal = read_equal_basis(&mut r, counts_accelerators, workload.is_some());
    let mut power = |key| r.read_quantity(key, BESIDE).map(Power::new);
    let beside = BesideSettings {
        network: power("network_power"),
        storage: power("storage_power"),
        management: power("management_power"),
    };
    let phases = [r.table_list_node("phase"), r.key_node("plant")];
    if let (Some(_), Some(node)) = (bare, phases.into_iter().flatten().next()) {
        let message = "a hall that grows has no meaning beside [plant] or [servers]".to_owned();
        let help = "leave `phase` and `plant` out of [it], or compare architectures: [[architecture]]".to_owned();
        r.report_problem(message, &node.origin, "this key", Some(help));
    }
    r.finish();
    let usual = GroupDefaults {
        load: load.clone(),
        utilisation,
        placement,
        filled,
        workload: workload.clone(),
        activity: activity.clone(),
    };
    let groups = list.map_or_else(Vec::new, |list| group::read_groups(list, &usual, catalog, issues));
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let growth = if bare.is_none() { phase::read_growth(node, &names, issues) } else { GrowthSettings::default() };
    let mut it = ItSettings {
        capacity: groups.first().map(|group| group.capacity).or(amount)?,
        groups,
        system,
        utilisation,
        placement,
        filled,
        built: 1.0,
        growth,
        workload,
        activity,
        profile: profile.map(|(text, _)| text.to_owned()),
        load,
        beside,
        equal,
        reference: None,
    };
    // The figures of a hall without its phases are those of the last.
    if let Some(last) = it.growth.phases.len().checked_sub(1) {
        it.fill_as_in_phase(last);
    }
    Some(it)
}

/// Reads the load beside `[plant]`, which needs it, or beside `[servers]`.
fn read_bare_amount(r: &mut TableReader<'_, '_>, kind: ExplicitPlantKind) -> Option<ItCapacity> {
    match (capacity::given_amounts(r).as_slice(), kind) {
        ([], ExplicitPlantKind::Servers) => Some(ItCapacity::Load(Power::ZERO)),
        ([], ExplicitPlantKind::Plant) => {
            r.report_missing("load", "say how much heat enters the loop: load = \"1 MW\"");
            None
        }
        ([("load", _)], _) => r.read_quantity("load", LOAD).map(|w| ItCapacity::Load(Power::new(w))),
        ([(key, node), ..], _) => {
            let message = format!("`it.{key}` has no meaning beside [plant] or [servers]");
            r.report_problem(message, &node.origin, "this amount", Some("give load = \"1 MW\"".to_owned()));
            None
        }
    }
}

/// An amount beside groups is refused. What groups hold is read by themselves: until then there is one rack.
fn first_amount(r: &mut TableReader<'_, '_>, list: &TreeNode) -> Option<ItCapacity> {
    for (key, node) in capacity::given_amounts(r) {
        let message = format!("`it.{key}` beside `it.group`: each group says how much it holds");
        let help = "leave it out, or give it in one [[it.group]]".to_owned();
        r.report_problem(message, &node.origin, "this amount", Some(help));
    }
    matches!(&list.value, NodeValue::Array(_)).then_some(ItCapacity::Racks(1))
}

/// Power beside the racks for each accelerator, W.
const BESIDE: AllowedRange = AllowedRange { dimension: Dimension::Power, min: 0.0, max: 10_000.0 };

fn read_equal_basis(r: &mut TableReader<'_, '_>, counts_accelerators: bool, has_workload: bool) -> EqualBasis {
    let basis = r.read_choice("equal", &EqualBasis::WORDS).and_then(EqualBasis::from_word);
    let (Some(basis), Some(node)) = (basis, r.key_node("equal")) else { return EqualBasis::default() };
    if !counts_accelerators {
        let message = "`it.equal` needs `it.accelerators`: racks and loads are equal as they are given".to_owned();
        r.report_problem(message, &node.origin, "this key", Some("give accelerators, or leave it out".to_owned()));
    } else if basis == EqualBasis::Tokens && !has_workload {
        let message = "`it.equal = \"tokens\"` needs a workload whose tokens are measured".to_owned();
        let help = "add workload = ID; `rackjoule catalog list workload`".to_owned();
        r.report_problem(message, &node.origin, "this word", Some(help));
    }
    basis
}
