//! `[[it.phase]]`: a hall that fills, and grows, by dates.

use crate::units::date::Date;

use super::checked::Scenario;
use super::findings::{KeyContent, ScenarioFindings};
use super::issue::ScenarioIssue;
use super::it::ItSettings;
use super::reader::{TableReader, did_you_mean, nearest_word};
use super::tree::{NodeValue, TreeNode};
use super::values::ratio_range;

/// Most phases of a hall.
const MAX_PHASES: usize = 40;
/// Most calendar years that phases are followed through: from the first to the year after the last.
const MAX_YEARS: u32 = 30;
/// Longest name of a phase, characters.
const NAME_MAX_CHARS: usize = 60;
/// Least share of the racks that stand anywhere: below it nothing does.
const LEAST_SHARE: f64 = 0.001;

/// When plant, power chain and coolant units are built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlantBuilding {
    /// All at the first phase, for all racks of the hall.
    #[default]
    AtOnce,
    /// At each phase what the racks need that stand there from then on.
    InSteps,
}

impl PlantBuilding {
    /// Words in scenarios.
    pub const WORDS: [&str; 2] = ["at-once", "in-steps"];

    /// The word in scenarios and results.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// A phase of a hall.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseSettings {
    /// Name, if it has one.
    pub name: Option<String>,
    /// First day.
    pub from: Date,
    /// Share of the racks of each group that stand there, by the list of groups; one share where all racks are alike.
    pub shares: Vec<f64>,
}

/// Phases as `[it]` has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrowthSettings {
    /// In the order of their dates; none where the hall is what it is.
    pub phases: Vec<PhaseSettings>,
    /// When plant is built.
    pub plant: PlantBuilding,
}

impl GrowthSettings {
    /// Share of the racks of each group that the hall is built for during a phase, and share of those that stand there.
    fn shares_at(&self, place: usize) -> Vec<(f64, f64)> {
        let until = &self.phases[..=place];
        let of = |group: usize| {
            let now = self.phases[place].shares[group];
            let built = match self.plant {
                PlantBuilding::AtOnce => 1.0,
                PlantBuilding::InSteps => until.iter().map(|phase| phase.shares[group]).fold(0.0, f64::max),
            };
            (built, if built > 0.0 { now / built } else { 0.0 })
        };
        (0..self.phases[place].shares.len()).map(of).collect()
    }

    pub(super) fn to_json(&self, names: &[String]) -> Option<serde_json::Value> {
        let shares = |phase: &PhaseSettings| -> serde_json::Value {
            if names.is_empty() {
                return phase.shares[0].into();
            }
            names
                .iter()
                .zip(&phase.shares)
                .map(|(name, share)| (name.clone(), serde_json::Value::from(*share)))
                .collect()
        };
        let one = |phase: &PhaseSettings| serde_json::json!({ "name": phase.name, "from": phase.from.to_string(), "filled": shares(phase) });
        (!self.phases.is_empty()).then(|| self.phases.iter().map(one).collect())
    }
}

impl ItSettings {
    /// Fills the hall as in a phase.
    pub(super) fn fill_as_in_phase(&mut self, place: usize) {
        let shares = self.growth.shares_at(place);
        if self.groups.is_empty() {
            (self.built, self.filled) = shares[0];
        }
        for (group, share) in self.groups.iter_mut().zip(&shares) {
            (group.built, group.filled) = *share;
        }
    }
}

impl Scenario {
    /// The scenario as it is during a phase: the racks that stand there, and plant for those that it is built for. Groups that
    /// nothing is built for yet are left out, with their loops.
    #[must_use]
    pub fn at_phase(&self, place: usize) -> Self {
        let mut out = self.clone();
        out.it.fill_as_in_phase(place);
        out.it.growth = GrowthSettings::default();
        if out.it.groups.is_empty() {
            return out;
        }
        out.it.groups.retain(|group| group.built > 0.0);
        if let Some(first) = out.it.groups.first() {
            out.it.capacity = first.capacity;
        }
        let known: Vec<String> = out.it.groups.iter().map(|group| group.name.clone()).collect();
        for architecture in &mut out.architectures {
            for own in &mut architecture.loops {
                own.groups.retain(|name| known.contains(name));
            }
            architecture.loops.retain(|own| !own.groups.is_empty());
        }
        out
    }
}

/// Reads the keys `phase` and `plant` of `[it]`; `groups` are the names of its groups.
pub(super) fn read_growth(node: &TreeNode, groups: &[String], issues: &mut ScenarioFindings) -> GrowthSettings {
    let mut r = TableReader::new(node, "it", issues);
    let list = r.table_list_node("phase");
    let plant = r.read_choice("plant", &PlantBuilding::WORDS);
    let plant_node = r.key_node("plant");
    if let (None, Some(node), Some(_)) = (list, plant_node, plant) {
        let help = "add [[it.phase]] with from and filled, or leave it out".to_owned();
        r.report_problem("`it.plant` without `it.phase`".to_owned(), &node.origin, "of no phase", Some(help));
    }
    let plant = match plant {
        Some("in-steps") => PlantBuilding::InSteps,
        _ => PlantBuilding::AtOnce,
    };
    let Some(list) = list else { return GrowthSettings::default() };
    report_filled_beside(node, issues);
    let phases = read_phases(list, groups, issues);
    check_order(list, &phases, issues);
    let phases: Vec<PhaseSettings> = phases.into_iter().map(|(phase, _)| phase).collect();
    for (group, name) in groups.iter().enumerate() {
        if !phases.is_empty() && phases.iter().all(|phase| phase.shares[group] == 0.0) {
            let message = format!("group `{name}` stands in no phase");
            issues.push(ScenarioIssue::of_node(list, message, "give it a share in one phase, or leave the group out"));
        }
    }
    GrowthSettings { phases, plant }
}

/// `filled` beside phases says the same thing twice.
fn report_filled_beside(it: &TreeNode, issues: &mut ScenarioFindings) {
    let own = it.child("filled").map(|node| ("it.filled".to_owned(), node));
    let groups = it.child("group").map_or(&[][..], TreeNode::items);
    let of_groups = groups
        .iter()
        .enumerate()
        .filter_map(|(place, group)| Some((format!("it.group.{place}.filled"), group.child("filled")?)));
    for (path, node) in own.into_iter().chain(of_groups) {
        let message = format!("`{path}` beside `it.phase`: each phase says how much of the racks stands there");
        issues.push(ScenarioIssue::of_node(node, message, "leave it out, or leave the phases out"));
    }
}

/// The phases of a list with their tables; those that can't be read are left out.
fn read_phases<'a>(
    list: &'a TreeNode,
    groups: &[String],
    issues: &mut ScenarioFindings,
) -> Vec<(PhaseSettings, &'a TreeNode)> {
    let NodeValue::Array(items) = &list.value else {
        let message = format!("`it.phase` must be a list of tables, found {}", list.value.type_name());
        issues.push(ScenarioIssue::of_node(list, message, "write [[it.phase]] with two brackets"));
        return Vec::new();
    };
    if items.is_empty() || items.len() > MAX_PHASES {
        let message = format!("there must be 1 to {MAX_PHASES} phases, found {}", items.len());
        issues.push(ScenarioIssue::of_node(
            list,
            message,
            "merge phases that follow each other soon, or leave `it.phase` out",
        ));
        return Vec::new();
    }
    let mut shares = vec![0.0; groups.len().max(1)];
    let mut out = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let path = format!("it.phase.{place}");
        let mut r = TableReader::new(item, &path, issues);
        let name = r.key_node("name").and_then(|_| r.read_name(&path, NAME_MAX_CHARS, ""));
        r.note_content("name", KeyContent::Text);
        let from = read_date(&mut r, &path);
        let known = read_shares(&mut r, &path, groups, &mut shares);
        r.finish();
        if let (Some(from), true) = (from, known) {
            out.push((PhaseSettings { name, from, shares: shares.clone() }, item));
        }
    }
    out
}

/// The first day of a phase.
fn read_date(r: &mut TableReader<'_, '_>, path: &str) -> Option<Date> {
    r.note_content("from", KeyContent::Text);
    let Some(node) = r.key_node("from") else {
        r.report_missing("from", "add the day from which the racks stand there: from = \"2027-07-01\"");
        return None;
    };
    let found = match &node.value {
        NodeValue::Text(text) => match Date::parse(text) {
            Some(date) => return Some(date),
            None => format!("`{text}`"),
        },
        other => other.type_name().to_owned(),
    };
    let message = format!("`{path}.from` must be a date of the years 1900 to 2200 in quotes, found {found}");
    let help = "write year, month and day: from = \"2027-07-01\"; or year and month: from = \"2027-07\"".to_owned();
    r.report_problem(message, &node.origin, "not a date", Some(help));
    None
}

/// The shares of a phase, over those of the one before; false where they can't be read.
fn read_shares(r: &mut TableReader<'_, '_>, path: &str, groups: &[String], shares: &mut [f64]) -> bool {
    r.note_content("filled", KeyContent::ShareByName);
    let Some(node) = r.key_node("filled") else {
        r.report_missing("filled", "add the share of the racks that stand there: filled = 0.5");
        return false;
    };
    let NodeValue::Table(named) = &node.value else {
        let Some(share) = r.read_quantity("filled", ratio_range(0.0, 1.0)) else { return false };
        shares.fill(share);
        return report_empty(r, path, node, shares);
    };
    if groups.is_empty() {
        let message = format!("`{path}.filled` names groups, and the hall has none");
        let help = "write one share, filled = 0.5, or add [[it.group]]".to_owned();
        r.report_problem(message, &node.origin, "no such groups", Some(help));
        return false;
    }
    let mut known = true;
    for (name, origin, value) in named {
        let Some(place) = groups.iter().position(|group| group == name) else {
            let hint = did_you_mean(nearest_word(name, groups.iter().map(String::as_str)).as_slice());
            let help = format!("{hint}the groups are `{}`", groups.join("`, `"));
            let message = format!("`{path}.filled`: no group is named `{name}`");
            r.report_problem(message, origin, "not a group", Some(help));
            known = false;
            continue;
        };
        let share = match value.value {
            NodeValue::Float(share) => share,
            NodeValue::Integer(share) => share as f64,
            _ => f64::NAN,
        };
        if !(0.0..=1.0).contains(&share) {
            let found = if share.is_nan() { value.value.type_name().to_owned() } else { share.to_string() };
            let message = format!("`{path}.filled.{name}` must be 0 to 1, found {found}");
            let help = "write the share of its racks that stand there, for instance 0.5".to_owned();
            r.report_problem(message, &value.origin, "out of range", Some(help));
            known = false;
            continue;
        }
        shares[place] = share;
    }
    known && report_empty(r, path, node, shares)
}

/// Refuses a phase in which nothing stands; false then.
fn report_empty(r: &mut TableReader<'_, '_>, path: &str, node: &TreeNode, shares: &[f64]) -> bool {
    if shares.iter().any(|share| *share >= LEAST_SHARE) {
        return true;
    }
    let message = format!("nothing stands in the hall during `{path}`");
    let help = format!("give a share of at least {LEAST_SHARE}, or begin with a later phase");
    r.report_problem(message, &node.origin, "no racks", Some(help));
    false
}

/// Dates rise, and are no further apart than a study follows.
fn check_order(list: &TreeNode, phases: &[(PhaseSettings, &TreeNode)], issues: &mut ScenarioFindings) {
    for pair in phases.windows(2) {
        let [(before, _), (after, node)] = [&pair[0], &pair[1]];
        if after.from <= before.from {
            let at = node.child("from").unwrap_or(node);
            let what = if after.from == before.from { "the day of" } else { "before" };
            let message =
                format!("a phase begins on {}, {what} the one written before it, {}", after.from, before.from);
            issues.push(ScenarioIssue::of_node(at, message, "write phases in the order of their dates, each once"));
        }
    }
    let (Some((first, _)), Some((last, node))) = (phases.first(), phases.last()) else { return };
    let years = (last.from.year() + 2).saturating_sub(first.from.year());
    if years > MAX_YEARS {
        let at = node.child("from").unwrap_or(list);
        let message = format!(
            "phases from {} to {} take {years} years with the one after the last; {MAX_YEARS} are followed",
            first.from, last.from
        );
        issues.push(ScenarioIssue::of_node(at, message, "bring the dates closer together"));
    }
}
