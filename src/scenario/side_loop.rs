//! `[[architecture.loop]]`: racks of some groups on a loop of another temperature, with a plant of its own.
//!
//! A loop takes system, feed, room and equipment from the architecture that it stands in. How its racks are cooled, at which
//! supply temperature and how their heat is rejected it says itself, with the keys of an architecture.

use crate::catalog::Catalog;

use super::architecture::{self, ArchitectureSettings, MAX_SIDE_LOOPS, SideLoopSettings, UsualSettings};
use super::cooling::CoolingMethod;
use super::findings::{KeyContent, ScenarioFindings};
use super::issue::ScenarioIssue;
use super::tree::{NodeValue, TreeNode, ValueOrigin};

/// Keys of an architecture that hold for its loops, where they do not say them themselves.
const INHERITED: [&str; 13] = [
    "system",
    "air_temperature",
    "containment",
    "recirculation",
    "air_supply",
    "distribution",
    "redundancy",
    "ups",
    "power_limit",
    "activity",
    "equipment",
    "fan_control",
    "fan_speed_min",
];

/// Reads the loops of an architecture, if it has some.
pub(super) fn read_loops(
    node: &TreeNode,
    path: &str,
    (usual, parent): (&UsualSettings, Option<&ArchitectureSettings>),
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Vec<SideLoopSettings> {
    // Its groups say what stands on a loop; the architecture's system stands in until they do.
    let usual =
        UsualSettings { system: parent.map(|own| own.system.clone()).or(usual.system.clone()), ..usual.clone() };
    issues.keys.push((format!("{path}.loop"), KeyContent::TableList));
    let NodeValue::Table(keys) = &node.value else { return Vec::new() };
    let Some(list) = node.child("loop") else { return Vec::new() };
    let NodeValue::Array(items) = &list.value else {
        let message = format!("`{path}.loop` must be a list of tables, found {}", list.value.type_name());
        issues.push(ScenarioIssue::of_node(list, message, "write [[architecture.loop]] with two brackets"));
        return Vec::new();
    };
    if items.len() > MAX_SIDE_LOOPS {
        let message = format!("`{path}.loop`: there may be {MAX_SIDE_LOOPS} loops, found {}", items.len());
        issues.push(ScenarioIssue::of_node(list, message, "put groups of one supply temperature on one loop"));
    }
    let mut out = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let own = format!("{path}.loop.{place}");
        let groups = read_group_names(item, &own, issues);
        let merged = with_inherited(item, keys, place + 1);
        let settings = architecture::read_architecture(&merged, &own, &usual, catalog, issues);
        for key in ["best", "loop"] {
            let path = format!("{own}.{key}");
            issues.keys.retain(|(known, _)| *known != path);
            if item.child(key).is_some() {
                let help = "give it to the architecture, or leave it out";
                issues.push(ScenarioIssue::of_node(
                    item,
                    format!("`{path}` has no meaning on a loop beside the main one"),
                    help,
                ));
            }
        }
        let Some(settings) = settings else { continue };
        if settings.cooling == CoolingMethod::Air {
            let help = "groups that air cools stand in the room's air: give them cooling = \"air\" in [[it.group]]";
            issues.push(ScenarioIssue::of_node(
                item,
                format!("`{own}.cooling` must be liquid or rear doors, found `air`"),
                help,
            ));
        }
        if settings.storage.is_some() {
            let help = "a tank stands beside the main loop: give storage to the architecture";
            issues.push(ScenarioIssue::of_node(
                item,
                format!("`{own}.storage` has no meaning on a loop beside the main one"),
                help,
            ));
        }
        out.push(SideLoopSettings { groups: groups.unwrap_or_default(), settings });
    }
    out
}

/// The table of the `number`th loop with what it takes from its architecture, and without what is its own.
fn with_inherited(item: &TreeNode, parent: &[(String, ValueOrigin, TreeNode)], number: usize) -> TreeNode {
    let NodeValue::Table(own) = &item.value else { return item.clone() };
    let mut keys: Vec<_> = own.iter().filter(|(key, ..)| key != "groups").cloned().collect();
    let inherits = |key: &str| INHERITED.contains(&key) && !own.iter().any(|(given, ..)| given == key);
    keys.extend(parent.iter().filter(|(key, ..)| inherits(key)).cloned());
    if !keys.iter().any(|(key, ..)| key == "name") {
        let name = TreeNode { value: NodeValue::Text(format!("loop {number}")), origin: item.origin.clone() };
        keys.push(("name".to_owned(), item.origin.clone(), name));
    }
    TreeNode { value: NodeValue::Table(keys), origin: item.origin.clone() }
}

/// Names of the groups on a loop.
fn read_group_names(item: &TreeNode, path: &str, issues: &mut ScenarioFindings) -> Option<Vec<String>> {
    let NodeValue::Table(_) = &item.value else { return None };
    issues.keys.push((format!("{path}.groups"), KeyContent::TextList));
    let mut fail = |node: &TreeNode, found: &str| {
        let help = "for instance groups = [\"inference\"]; each group is a [[it.group]]";
        let message = format!("`{path}.groups` must be a list of names of groups, found {found}");
        issues.push(ScenarioIssue::of_node(node, message, help));
        None
    };
    let Some(node) = item.child("groups") else { return fail(item, "none") };
    let NodeValue::Array(items) = &node.value else { return fail(node, node.value.type_name()) };
    let mut names = Vec::with_capacity(items.len());
    for one in items {
        let NodeValue::Text(name) = &one.value else { return fail(one, one.value.type_name()) };
        names.push(name.clone());
    }
    if names.is_empty() { fail(node, "an empty list") } else { Some(names) }
}
