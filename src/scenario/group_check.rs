//! What is wrong between the groups of a hall and its architectures.

use crate::catalog::Catalog;

use super::architecture::ArchitectureSettings;
use super::by_architecture;
use super::capacity::ItCapacity;
use super::cooling::CoolingMethod;
use super::findings::ScenarioFindings;
use super::hall_group::GroupLoop;
use super::issue::ScenarioIssue;
use super::it::ItSettings;
use super::reader::{did_you_mean, nearest_word};
use super::tree::TreeNode;

/// Reports what does not fit together: unknown names, groups without a system, liquid without a loop.
pub(super) fn check_groups(
    root: &TreeNode,
    it: &ItSettings,
    architectures: &[ArchitectureSettings],
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) {
    let written = root.child("it").and_then(|it| it.child("group")).map_or(&[][..], TreeNode::items);
    let architecture_nodes = root.child("architecture").map_or(&[][..], TreeNode::items);
    // An architecture that can't be read is reported elsewhere; until then places in the list are not those of the file.
    if architectures.len() != architecture_nodes.len() || it.groups.len() != written.len() {
        return;
    }
    let names: Vec<&str> = architectures.iter().map(|a| a.name.as_str()).collect();
    for (place, node) in written.iter().enumerate() {
        for key in ["system", "cooling"] {
            by_architecture::check_names(node.child(key), &format!("it.group.{place}.{key}"), &names, issues);
        }
    }
    for (architecture, node) in architectures.iter().zip(architecture_nodes) {
        check_loop_names(it, architecture, node, issues);
        for (group, written) in it.groups.iter().zip(written) {
            let named = group.system.of(&architecture.name).is_some();
            if !named && architecture.own_system.is_none() && it.system.is_none() {
                let message = format!("group `{}` has no system in architecture `{}`", group.name, architecture.name);
                let help = format!(
                    "write system = \"ID\" for all architectures, or system = {{ \"{}\" = \"ID\" }}; `rackjoule catalog \
                     list system` names them",
                    architecture.name
                );
                issues.push(ScenarioIssue::of_node(written, message, help));
            }
        }
        check_cooling(it, architecture, (written, node), catalog, issues);
    }
}

/// Names of groups on loops: each is a group, and stands on one loop.
fn check_loop_names(
    it: &ItSettings,
    architecture: &ArchitectureSettings,
    node: &TreeNode,
    issues: &mut ScenarioFindings,
) {
    let known: Vec<&str> = it.groups.iter().map(|group| group.name.as_str()).collect();
    let mut seen: Vec<&str> = Vec::new();
    for (own, node) in architecture.loops.iter().zip(node.child("loop").map_or(&[][..], TreeNode::items)) {
        for name in &own.groups {
            if !known.contains(&name.as_str()) {
                let hint = did_you_mean(nearest_word(name, known.iter().copied()).as_slice());
                let help = if known.is_empty() {
                    "a loop holds groups of racks: add [[it.group]]".to_owned()
                } else {
                    format!("{hint}the groups are `{}`", known.join("`, `"))
                };
                issues.push(ScenarioIssue::of_node(node, format!("no group is named `{name}`"), help));
            } else if seen.contains(&name.as_str()) {
                let message = format!("group `{name}` stands on two loops of architecture `{}`", architecture.name);
                issues.push(ScenarioIssue::of_node(node, message, "name it in one of them".to_owned()));
            }
            seen.push(name);
        }
    }
}

/// Liquid that no loop of the architecture carries, and a main loop without racks.
fn check_cooling(
    it: &ItSettings,
    architecture: &ArchitectureSettings,
    (written, node): (&[TreeNode], &TreeNode),
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) {
    if it.groups.is_empty() {
        return;
    }
    let groups = it.hall_groups(architecture, catalog);
    for (group, node) in groups.iter().zip(written) {
        let name = group.name.as_deref().unwrap_or_default();
        let way = group.architecture.cooling;
        if group.on == GroupLoop::Main && architecture.cooling == CoolingMethod::Air && way != CoolingMethod::Air {
            let message = format!(
                "group `{name}` is cooled by `{}` in architecture `{}`, which has air alone",
                way.name(),
                architecture.name
            );
            let help = format!(
                "add [[architecture.loop]] with groups = [\"{name}\"], cooling, supply_temperature and heat_rejection"
            );
            issues.push(ScenarioIssue::of_node(node, message, help));
        }
        let counted = matches!(group.it.capacity, ItCapacity::Accelerators(_));
        let system = catalog.system(&group.architecture.system);
        if let Some(system) = system.filter(|record| counted && record.accelerator_count() == 0) {
            let message = format!(
                "group `{name}` counts accelerators, and its system `{}` in architecture `{}` has none",
                system.id, architecture.name
            );
            issues.push(ScenarioIssue::of_node(
                node,
                message,
                "give racks = 4 or load = \"100 kW\" in place of accelerators".to_owned(),
            ));
        }
        let GroupLoop::Side(place) = group.on else { continue };
        // A loop of air is wrong itself, whatever stands on it.
        if way == CoolingMethod::Air && architecture.loops[place].settings.cooling != CoolingMethod::Air {
            let message = format!("group `{name}` is cooled by air and stands on a loop of `{}`", architecture.name);
            issues.push(ScenarioIssue::of_node(
                node,
                message,
                "take its name out of the loop: the room's air cools it".to_owned(),
            ));
        }
    }
    if !groups.iter().any(|group| group.on == GroupLoop::Main) {
        let message = format!("no group stands on the main loop of architecture `{}`", architecture.name);
        let help = "make one of its loops the architecture's own, or give its cooling to a group".to_owned();
        issues.push(ScenarioIssue::of_node(node, message, help));
    }
}
