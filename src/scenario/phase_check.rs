//! What is wrong between the phases of a hall and the loops of its architectures.

use crate::catalog::Catalog;

use super::architecture::ArchitectureSettings;
use super::findings::ScenarioFindings;
use super::hall_group::GroupLoop;
use super::issue::ScenarioIssue;
use super::it::ItSettings;
use super::tree::TreeNode;

/// Reports phases in which no rack stands on the main loop of an architecture: its plant carries nothing then.
pub(super) fn check_loops(
    root: &TreeNode,
    it: &ItSettings,
    architectures: &[ArchitectureSettings],
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) {
    if it.groups.is_empty() || it.growth.phases.is_empty() {
        return;
    }
    let written = root.child("it").and_then(|it| it.child("phase")).map_or(&[][..], TreeNode::items);
    if written.len() != it.growth.phases.len() {
        return;
    }
    for architecture in architectures {
        let groups = it.hall_groups(architecture, catalog);
        // Without any the check of groups says so.
        if !groups.iter().any(|group| group.on == GroupLoop::Main) {
            continue;
        }
        for (phase, node) in it.growth.phases.iter().zip(written) {
            let stands = |(share, on): (&f64, GroupLoop)| *share > 0.0 && on == GroupLoop::Main;
            if phase.shares.iter().zip(groups.iter().map(|group| group.on)).any(stands) {
                continue;
            }
            let main: Vec<&str> = groups
                .iter()
                .filter(|group| group.on == GroupLoop::Main)
                .filter_map(|group| group.name.as_deref())
                .collect();
            issues.push(ScenarioIssue {
                message: format!(
                    "no rack stands on the main loop of architecture `{}` from {} on",
                    architecture.name, phase.from
                ),
                origin: node.origin.clone(),
                label: "in this phase".to_owned(),
                help: Some(format!("let some racks of `{}` stand there", main.join("` or `"))),
            });
        }
    }
}
