//! From the tree as written to checked values: every key, its type, its unit, its range, its id.

use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::units::currency::Currency;

use super::architecture::{self, ArchitectureSettings, UsualSettings};
use super::checked::Scenario;
use super::findings::ScenarioFindings;
use super::issue::ScenarioIssue;
use super::it::{self, ExplicitPlantKind, ItSettings};
use super::reader::TableReader;
use super::site::{self, SiteSettings};
use super::tree::{NodeValue, TreeNode};
use super::{best, cost, explicit_plant, group_check, phase_check, side_loop, transient, uncertainty};

/// Reads the whole tree; what is wrong goes to `issues`.
pub(super) fn read_scenario(
    root: &TreeNode,
    text: &str,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Option<Scenario> {
    let mut top = TableReader::new(root, "", issues);
    let title = top.read_text("title").map_or_else(|| "untitled".to_owned(), |(t, _)| t.to_owned());
    let (site, it, list) = (top.table_node("site"), top.table_node("it"), top.table_list_node("architecture"));
    let (cost, uncertainty) = (top.table_node("cost"), top.table_node("uncertainty"));
    let (transient, best) = (top.table_node("transient"), top.table_node("best"));
    let (plant, servers) = (top.table_node("plant"), top.table_node("servers"));
    let beside = match (plant, servers) {
        (_, Some(_)) => Some(ExplicitPlantKind::Servers),
        (Some(_), None) => Some(ExplicitPlantKind::Plant),
        (None, None) => None,
    };
    for (key, node) in [("site", site), ("it", it), ("architecture", list)] {
        if node.is_none() && (key != "architecture" || beside.is_none()) {
            let header = if key == "architecture" { "[[architecture]]" } else { &format!("[{key}]") };
            top.report_missing(key, &format!("add a table {header}; `rackjoule init FILE` writes an example"));
        }
    }
    if let (Some(node), Some(_)) = (list, beside) {
        let help = "plant described part by part takes the place of architectures: keep one of the two";
        let message = "`architecture` beside `plant` or `servers`".to_owned();
        top.report_problem(message, &node.origin, "the architectures", Some(help.to_owned()));
    }
    top.finish();
    issues.currency = cost.map_or(Currency::USD, |node| cost::find_currency(node, issues));
    let site: Option<SiteSettings> = site.and_then(|node| site::read_site(node, beside.is_none(), catalog, issues));
    let it: Option<ItSettings> = it.and_then(|node| it::read_it(node, beside, catalog, issues));
    let cost = cost.map(|node| cost::read_cost(node, issues)).unwrap_or_default();
    let best = best.map(|node| best::read_best(node, "best", None, issues)).unwrap_or_default();
    let uncertainty = uncertainty.map(|node| uncertainty::read_uncertainty(node, catalog, issues)).unwrap_or_default();
    let transient = transient.map(|node| transient::read_transient(node, issues)).unwrap_or_default();
    let text = text.to_owned();
    if beside.is_some() {
        let bare = explicit_plant::read_explicit_plant(plant, servers, catalog, issues);
        let (site, it) = (site?, it?);
        let architectures = Vec::new();
        let (bare, sets) = (Some(bare?), Vec::new());
        return Some(Scenario {
            title,
            site,
            it,
            cost,
            best,
            uncertainty,
            transient,
            architectures,
            explicit_plant: bare,
            text,
            sets,
            hints: Vec::new(),
        });
    }
    let usual = it.as_ref().map(|it| UsualSettings {
        system: it.system.clone(),
        activity: it.usual_activity(),
        groups: it.groups.iter().map(|group| group.system.clone()).collect(),
    });
    let usual = usual.unwrap_or_default();
    let architectures = list.map(|node| read_architectures(node, &usual, catalog, issues));
    let (site, mut it) = (site?, it?);
    it.reference = architectures.as_ref().and_then(|all| all.first().cloned()).map(Box::new);
    let (architectures, bare, sets, hints) = (architectures?, None, Vec::new(), Vec::new());
    group_check::check_groups(root, &it, &architectures, catalog, issues);
    phase_check::check_loops(root, &it, &architectures, catalog, issues);
    best::check_given_values(&best, &architectures, catalog, issues);
    Some(Scenario {
        title,
        site,
        it,
        cost,
        best,
        uncertainty,
        transient,
        architectures,
        explicit_plant: bare,
        text,
        sets,
        hints,
    })
}

fn read_architectures(
    node: &TreeNode,
    usual: &UsualSettings,
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) -> Vec<ArchitectureSettings> {
    let at = |message: &str, help: &str| ScenarioIssue::of_node(node, message, help);
    let NodeValue::Array(items) = &node.value else {
        issues.push(at("`architecture` must be a list of tables", "write [[architecture]] with two brackets"));
        return Vec::new();
    };
    if items.is_empty() {
        issues.push(at("there must be 1 to 100 architectures, found none", "add a table [[architecture]]"));
    }
    if items.len() > 100 {
        let found = format!("there must be 1 to 100 architectures, found {}", items.len());
        issues.push(at(&found, "split the scenario into several files"));
    }
    let mut names = HashSet::new();
    let mut out = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let path = format!("architecture.{place}");
        let architecture = architecture::read_architecture(item, &path, usual, catalog, issues);
        let limits = best::read_own_best(item, &path, architecture.as_ref().map(|a| a.cooling), issues);
        let loops = side_loop::read_loops(item, &path, (usual, architecture.as_ref()), catalog, issues);
        let Some(architecture) = architecture.map(|a| ArchitectureSettings { best: limits, loops, ..a }) else {
            continue;
        };
        // `--set architecture.0.key=value` reaches the first one by its place.
        if architecture.name.parse::<usize>().is_ok_and(|other| other != place && other < items.len()) {
            issues.push(ScenarioIssue {
                message: format!("`{path}.name` is `{}`, the place of another architecture", architecture.name),
                origin: item.origin.clone(),
                label: "this one".to_owned(),
                help: Some("a name that is a number must not be the place of another one in the list".to_owned()),
            });
        }
        if !names.insert(architecture.name.clone()) {
            issues.push(ScenarioIssue {
                message: format!("two architectures are named `{}`", architecture.name),
                origin: item.origin.clone(),
                label: "the second".to_owned(),
                help: Some("give each its own name".to_owned()),
            });
        }
        out.push(architecture);
    }
    out
}
