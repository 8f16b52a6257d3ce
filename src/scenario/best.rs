//! `[best]` and `[architecture.best]`: within which limits `compare --best` may move set points, and which stay as given.

use super::architecture::ArchitectureSettings;
use super::cooling::CoolingMethod;
use super::findings::ScenarioFindings;
use super::issue::ScenarioIssue;
use super::reader::TableReader;
use super::set_point::{SET_POINTS, SetPoint, SetPointDomain, SetPointValue};
use super::tree::{TreeNode, ValueOrigin};

/// Limits of set points, and which of them stay as given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BestSettings {
    /// Limits, each of another set point.
    pub limits: Vec<SetPointLimits>,
    /// Keys of set points that stay as given.
    pub fixed: Vec<&'static str>,
}

/// The limits of a set point.
#[derive(Clone, Debug, PartialEq)]
pub struct SetPointLimits {
    /// Its key.
    pub key: &'static str,
    /// Values that it may have.
    pub values: LimitedValues,
    /// Where they were written.
    pub origin: ValueOrigin,
}

/// Values that a set point may have.
#[derive(Clone, Debug, PartialEq)]
pub enum LimitedValues {
    /// From the first to the second, in the documented unit.
    Between(f64, f64),
    /// Some of its words.
    OneOf(Vec<&'static str>),
}

impl LimitedValues {
    /// Whether a value is one of them; a rounding error off the ends is.
    pub fn contains(&self, value: SetPointValue) -> bool {
        match (self, value) {
            (Self::Between(low, high), SetPointValue::Number(number)) => (*low - 1e-9..=*high + 1e-9).contains(&number),
            (Self::OneOf(words), SetPointValue::Word(word)) => words.contains(&word),
            _ => false,
        }
    }
}

impl BestSettings {
    /// The limits of a key.
    pub fn limits_of(&self, key: &str) -> Option<&SetPointLimits> {
        self.limits.iter().find(|l| l.key == key)
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let mut out = serde_json::Map::new();
        for limit in &self.limits {
            let values = match &limit.values {
                LimitedValues::Between(low, high) => serde_json::json!([low, high]),
                LimitedValues::OneOf(words) => serde_json::json!(words),
            };
            out.insert(limit.key.to_owned(), values);
        }
        if !self.fixed.is_empty() {
            out.insert("fixed".to_owned(), serde_json::json!(self.fixed));
        }
        out.into()
    }
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
    out.fixed = r.read_choices("fixed", &SetPoint::keys()).unwrap_or_default();
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
            let value = (point.read)(architecture);
            let Some(limits) = limits.filter(|l| !l.values.contains(value)) else { continue };
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
