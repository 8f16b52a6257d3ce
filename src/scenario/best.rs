//! `[best]` and `[architecture.best]`: within which limits `compare --best` may move set points, and which stay as given.

use crate::catalog::Catalog;

use super::architecture::ArchitectureSettings;
use super::best_settings::{BestSettings, LimitedValues, SetPointLimits};
use super::cooling::CoolingMethod;
use super::findings::ScenarioFindings;
use super::issue::ScenarioIssue;
use super::reader::TableReader;
use super::set_point::{SetPoint, SetPointDomain, SetPointValue};
use super::set_point_list::{SET_POINTS, set_point_keys};
use super::tree::TreeNode;
use super::values::ratio_range;

/// Reads the table of an architecture, if it has one.
pub(super) fn read_own_best(
    architecture: &TreeNode,
    path: &str,
    cooling: Option<CoolingMethod>,
    issues: &mut ScenarioFindings,
) -> BestSettings {
    let own = architecture.child("best");
    own.map(|node| read_best(node, &format!("{path}.best"), cooling, issues)).unwrap_or_default()
}

/// Reads the table; `cooling` is that of the architecture that it belongs to.
pub(super) fn read_best(
    node: &TreeNode,
    path: &str,
    cooling: Option<CoolingMethod>,
    issues: &mut ScenarioFindings,
) -> BestSettings {
    let mut r = TableReader::new(node, path, issues);
    let mut out = BestSettings::default();
    for point in SET_POINTS {
        let values = match cooling.map_or(point.domain, |c| point.domain_for(c)) {
            SetPointDomain::Quantity { allowed, .. } => {
                r.read_quantity_range(point.key, allowed).map(|[low, high]| LimitedValues::Between(low, high))
            }
            SetPointDomain::Count { min, max } => {
                let allowed = ratio_range(f64::from(min), f64::from(max));
                r.read_quantity_range(point.key, allowed).map(|[low, high]| LimitedValues::Between(low, high))
            }
            SetPointDomain::Words(words) => r.read_choices(point.key, words).map(LimitedValues::OneOf),
        };
        let Some(node) = r.key_node(point.key) else { continue };
        let Some(values) = values else { continue };
        if matches!(&values, LimitedValues::OneOf(words) if words.is_empty()) {
            let help = format!("name one of its values, or write fixed = [\"{}\"]", point.key);
            r.report_problem(format!("`{path}.{}` allows no value", point.key), &node.origin, "empty", Some(help));
            continue;
        }
        out.limits.push(SetPointLimits { key: point.key, values, origin: node.origin.clone() });
    }
    out.fixed = r.read_choices("fixed", &set_point_keys()).unwrap_or_default();
    for limits in out.limits.iter().filter(|l| out.fixed.contains(&l.key)) {
        let message = format!("`{path}.{}` has limits and is in `fixed`", limits.key);
        let help = "leave it out of one of the two".to_owned();
        r.report_problem(message, &limits.origin, "fixed below", Some(help));
    }
    r.finish();
    out
}

/// Reports limits that an architecture as given does not keep: its best is at least as good as it is given, so that its own
/// values must be within the limits.
pub(super) fn check_given_values(
    shared: &BestSettings,
    architectures: &[ArchitectureSettings],
    catalog: &Catalog,
    issues: &mut ScenarioFindings,
) {
    for architecture in architectures {
        for point in SET_POINTS.iter().filter(|p| (p.refused)(architecture).is_none()) {
            let fixed = |best: &BestSettings| best.fixed.contains(&point.key);
            let own = architecture.best.limits_of(point.key);
            let limits = match own {
                Some(own) => Some(own),
                None => shared.limits_of(point.key).filter(|_| !fixed(&architecture.best)),
            };
            let value = (point.read)(architecture, catalog);
            // What the program finds by itself is no value that limits could exclude.
            let own_choice = point.own_value.is_some() && matches!(value, SetPointValue::Word(_));
            let Some(limits) = limits.filter(|l| !own_choice && !l.values.contains(value)) else { continue };
            let message = format!(
                "`{}` of `{}` is {}, outside its limits in `{}best`",
                point.key,
                architecture.name,
                describe_value(point, value),
                if own.is_some() { "architecture." } else { "" }
            );
            let help = format!(
                "limits include the value as given: widen them, move the value, or give `{}` limits of its own in \
                 [architecture.best]",
                architecture.name
            );
            issues.push(ScenarioIssue {
                message,
                origin: limits.origin.clone(),
                label: "its limits".to_owned(),
                help: Some(help),
            });
        }
    }
}

fn describe_value(point: &SetPoint, value: SetPointValue) -> String {
    match value {
        SetPointValue::Number(number) => format!("{number} {}", point.unit()).trim_end().to_owned(),
        SetPointValue::Word(word) => format!("`{word}`"),
    }
}
